"""The moves that only give a reason."""

from __future__ import annotations

from dataclasses import dataclass

from symspline.proof.move import Move
from symspline.proof.phrase import Phrase


@dataclass(frozen=True)
class Definition(Move):
    """The line is a definition written out.

    Args:
        text: what is defined.
    """

    text: str = "by definition"

    def reason(self) -> Phrase:
        """The text given."""
        return Phrase(self.text)


@dataclass(frozen=True)
class Algebra(Move):
    """The line is the one before, rewritten; the checker must show that the difference vanishes.

    Args:
        text: what was done: "expand", "collect the powers of $w$", …
    """

    text: str = "rearrange"

    def reason(self) -> Phrase:
        """The text given."""
        return Phrase(self.text)


@dataclass(frozen=True)
class Known(Move):
    """A classical identity that the step quotes; the checker encloses it, it is not proved here.

    Args:
        text: the identity in words.
        source: where it stands, e.g. "DLMF 10.32.10".
    """

    text: str
    source: str

    def reason(self) -> Phrase:
        """The identity with its source."""
        return Phrase(f"{self.text} ({self.source})")


@dataclass(frozen=True)
class Bound(Move):
    """An inequality.

    Args:
        text: why it holds.
    """

    text: str

    def reason(self) -> Phrase:
        """The text given."""
        return Phrase(self.text)


@dataclass(frozen=True)
class SplitCases(Move):
    """The line becomes a Piecewise, one expression a case.

    Args:
        text: what the cases are.
    """

    text: str

    def reason(self) -> Phrase:
        """The text given."""
        return Phrase(self.text)
