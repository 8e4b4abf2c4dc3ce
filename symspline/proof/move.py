"""What a move is: the reason of a step, which says where it can what the next line must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Basic, Expr

from .phrase import Phrase


class MoveError(ValueError):
    """A move that does not apply to the line before it, with the reason."""


@dataclass(frozen=True)
class Move:
    """Base of all moves: says nothing of the next line and leaves it to the checker."""

    @property
    def cites(self) -> tuple[Any, ...]:
        """Theorems the move rests on."""
        return ()

    def reason(self) -> Phrase:
        """The reason as a phrase, its formulas as objects."""
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
