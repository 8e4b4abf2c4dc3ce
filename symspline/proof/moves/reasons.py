"""The moves that only give a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Basic, Expr

from symspline.kernel.ring import NotShown
from symspline.proof.move import Move, Phrase, Worded


@dataclass(frozen=True)
class Definition(Worded):
    """The line is a definition written out.

    Args:
        text: what is defined.
    """

    text: str = "by definition"


@dataclass(frozen=True)
class Algebra(Worded):
    """The line is the one before, rewritten; the checker must show that the difference vanishes.

    Args:
        text: what was done: "expand", "collect the powers of $w$", …
    """

    text: str = "rearrange"


@dataclass(frozen=True)
class Known(Move):
    """A classical identity that the step quotes; the checker encloses it, it is not proved here.

    Args:
        text: the identity in words.
        source: where it stands, e.g. "DLMF 10.32.10".
    """

    text: str
    source: str

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """What is quoted is not proved."""
        del previous, line, facts
        raise NotShown("quoted, not proved here")

    def reason(self) -> Phrase:
        """The identity with its source."""
        return Phrase(f"{self.text} ({self.source})")


@dataclass(frozen=True)
class Bound(Worded):
    """An inequality.

    Args:
        text: why it holds.
    """

    text: str


@dataclass(frozen=True)
class SplitCases(Worded):
    """The line becomes a Piecewise, one expression a case.

    Args:
        text: what the cases are.
    """

    text: str


@dataclass(frozen=True)
class Combine(Worded):
    """Equations are combined linearly: the new left side is the sum of multiplier times old left side.

    Both lines are written `Eq(left, right)` or conjunctions of such; all are read as `left - right = 0`.

    Args:
        multipliers: one row a new equation, one multiplier an old one.
        text: what is done.
    """

    multipliers: tuple[tuple[Expr, ...], ...]
    text: str = "combine the equations"
