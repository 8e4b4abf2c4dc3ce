"""What a move is, and the moves that only give a reason."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import (
    Basic,
    Expr,
)

from ..theorem import Theorem


class MoveError(ValueError):
    """A move that does not apply to the line before it, with the reason."""


@dataclass(frozen=True)
class Move:
    """Base of all moves: says nothing of the next line and leaves it to the checker."""

    @property
    def cites(self) -> tuple[Theorem, ...]:
        """Theorems the move rests on."""
        return ()

    def reason(self) -> str:
        """The reason as a phrase, mathematics between dollar signs."""
        raise NotImplementedError(type(self).__name__)

    def expected(self, previous: Basic) -> Basic | None:
        """The line that must follow, or None when the move does not determine it."""
        del previous
        return None

    def obligations(self, previous: Basic) -> tuple[Expr, ...]:
        """Expressions that must vanish identically for the move to be valid."""
        del previous
        return ()

    def hypotheses(self, previous: Basic) -> tuple[Basic | None, ...]:
        """Conditions that must hold for the move to be valid; None for one that cannot be shown."""
        del previous
        return ()


@dataclass(frozen=True)
class Definition(Move):
    """The line is a definition written out.

    Args:
        text: what is defined.
    """

    text: str = "by definition"

    def reason(self) -> str:
        """The text given."""
        return self.text


@dataclass(frozen=True)
class Algebra(Move):
    """The line is the one before, rewritten; the checker must show that the difference vanishes.

    Args:
        text: what was done: "expand", "collect the powers of $w$", …
    """

    text: str = "rearrange"

    def reason(self) -> str:
        """The text given."""
        return self.text


@dataclass(frozen=True)
class Known(Move):
    """A classical identity that the step quotes; the checker encloses it, it is not proved here.

    Args:
        text: the identity in words.
        source: where it stands, e.g. "DLMF 10.32.10".
    """

    text: str
    source: str

    def reason(self) -> str:
        """The identity with its source."""
        return f"{self.text} ({self.source})"


@dataclass(frozen=True)
class Bound(Move):
    """An inequality.

    Args:
        text: why it holds.
    """

    text: str

    def reason(self) -> str:
        """The text given."""
        return self.text


@dataclass(frozen=True)
class SplitCases(Move):
    """The line becomes a Piecewise, one expression a case.

    Args:
        text: what the cases are.
    """

    text: str

    def reason(self) -> str:
        """The text given."""
        return self.text
