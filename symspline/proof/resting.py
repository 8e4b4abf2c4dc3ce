"""A move that rests on theorems without putting them in: its line needs what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Expr, Lambda, Symbol

from .move import Move, Phrase
from .theorem import Theorem


@dataclass(frozen=True)
class Resting(Move):
    """Another move, and the theorems that its words call upon; their verdicts count.

    Args:
        move: the move.
        theorems: what it rests on.
    """

    move: Move
    theorems: tuple[Theorem, ...]

    @property
    def cites(self) -> tuple[Theorem, ...]:
        """The theorems, after those that the move cites itself."""
        return (*self.move.cites, *self.theorems)

    @property
    def at(self) -> tuple[Symbol, Expr, str] | None:
        """Where the move takes a limit."""
        return self.move.at

    @property
    def puts(self) -> Mapping[Any, Lambda]:
        """What the move puts in."""
        return self.move.puts

    def reason(self) -> Phrase:
        """The reason of the move, and the theorems by their ids."""
        return Phrase(*self.move.reason().parts, f" ({', '.join(theorem.id for theorem in self.theorems)})")

    def expected(self, previous: Basic) -> Basic | None:
        """What the move says."""
        return self.move.expected(previous)

    def obligations(self, previous: Basic) -> tuple[Expr, ...]:
        """Those of the move."""
        return self.move.obligations(previous)

    def hypotheses(self, previous: Basic) -> tuple[Basic, ...]:
        """Those of the move."""
        return self.move.hypotheses(previous)

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """By the rule of the move."""
        self.move.prove(previous, line, facts)
