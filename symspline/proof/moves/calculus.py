"""Moves that carry out derivatives, sums and limits."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import (
    Add,
    Basic,
    Derivative,
    Determinant,
    Expr,
    Integral,
    Product,
    Sum,
    Symbol,
    limit,
)
from sympy.core.function import AppliedUndef

from symspline.proof.move import Move, MoveError
from symspline.proof.phrase import Phrase

from .integrals import peel


@dataclass(frozen=True)
class Evaluate(Move):
    """A derivative, determinant, finite sum or product written with its sign is carried out.

    Args:
        text: what is carried out.
    """

    text: str = "carry out the derivative"

    def reason(self) -> Phrase:
        """The text given."""
        return Phrase(self.text)

    def expected(self, previous: Basic) -> Basic:
        """The line with derivatives, determinants, sums and products carried out, integrals untouched."""
        signs = Determinant | Sum | Product
        # A sum over an undefined sequence has no closed form, and SymPy takes long to find that out.
        derived = previous.replace(
            lambda e: isinstance(e, Derivative), lambda e: e.doit(integrals=False, deep=not e.has(AppliedUndef))
        )
        return derived.replace(
            lambda e: isinstance(e, signs) and not _over_undefined(e), lambda e: e.doit(integrals=False)
        )


def _over_undefined(total: Expr) -> bool:
    """Whether an undefined sequence runs with the index of a sum or product."""
    indices = set(getattr(total, "bound_symbols", ()))
    return any(function.free_symbols & indices for function in total.atoms(AppliedUndef))


@dataclass(frozen=True)
class Telescope(Move):
    """A sum collapses, because each term is the step of a primitive: the sum is the difference of its end values.

    Args:
        index: the index of summation.
        primitive: an expression whose value at the next index, less its value at the index, is the term.
    """

    index: Symbol
    primitive: Expr

    def reason(self) -> Phrase:
        """The primitive."""
        return Phrase("the sum telescopes: each term is the step of ", (self.primitive,))

    def obligations(self, previous: Basic) -> tuple[Expr, ...]:
        """The step of the primitive must be the term."""
        step = self.primitive.subs(self.index, self.index + 1) - self.primitive
        return tuple(step - found.function for found in self._sums(previous))

    def expected(self, previous: Basic) -> Basic:
        """The line with the sum replaced by the difference of the end values."""
        changes = {}
        for found in self._sums(previous):
            _, first, last = found.limits[0]
            ends = self.primitive.subs(self.index, last + 1), self.primitive.subs(self.index, first)
            changes[found] = ends[0] - ends[1]
        return previous.xreplace(changes)

    def _sums(self, previous: Basic) -> list[Sum]:
        found = [total for total in previous.atoms(Sum) if total.limits[0][0] == self.index and len(total.limits) == 1]
        if len(found) != 1:
            raise MoveError(f"there are {len(found)} sums over {self.index} in the line; one is needed")
        return found


@dataclass(frozen=True)
class Differentiate(Move):
    """The derivative is taken under the integral sign.

    Args:
        text: why this is allowed.
    """

    text: str = "dominated convergence"

    def reason(self) -> Phrase:
        """Why the derivative may pass."""
        return Phrase(f"differentiate under the integral sign ({self.text})")

    def expected(self, previous: Basic) -> Basic:
        """The line with each derivative of an integral with fixed limits moved inside."""
        changes = {}
        for outer in previous.atoms(Derivative):
            if isinstance(outer.expr, Integral):
                body, variable, low, high = peel(outer.expr)
                if Add(low, high).free_symbols & set(outer.variables):
                    raise MoveError(f"the range ({low}, {high}) of {variable} moves with what is differentiated by")
                changes[outer] = Integral(Derivative(body, *outer.variable_count).doit(), (variable, low, high))
        if not changes:
            raise MoveError("there is no derivative of an integral in the line")
        return previous.xreplace(changes)


@dataclass(frozen=True)
class TakeLimit(Move):
    """The line is the limit of the one before.

    Args:
        symbol: the symbol that moves.
        to: where it goes.
        side: "+" or "-".
    """

    symbol: Symbol
    to: Expr
    side: str = "+"

    def reason(self) -> Phrase:
        """The limit."""
        arrow = ("↓" if self.side == "+" else "↑") if self.to.is_finite else "→"
        return Phrase("let ", (self.symbol, arrow, self.to))

    def expected(self, previous: Basic) -> Basic:
        """The limit, by SymPy; the checker compares it with values close to the end."""
        return limit(previous, self.symbol, self.to, self.side)
