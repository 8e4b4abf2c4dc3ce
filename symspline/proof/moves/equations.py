"""Moves between systems of equations."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import (
    Expr,
)

from symspline.proof.move import Move
from symspline.proof.phrase import Phrase


@dataclass(frozen=True)
class Combine(Move):
    """Equations are combined linearly: the new left side is the sum of multiplier times old left side.

    Both lines are written `Eq(left, right)` or conjunctions of such; all are read as `left - right = 0`.

    Args:
        multipliers: one row a new equation, one multiplier an old one.
        text: what is done.
    """

    multipliers: tuple[tuple[Expr, ...], ...]
    text: str = "combine the equations"

    def reason(self) -> Phrase:
        """The text given."""
        return Phrase(self.text)
