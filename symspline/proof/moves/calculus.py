"""Moves that carry out derivatives, sums, integrals of polynomials and limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Add, Basic, Derivative, Determinant, Expr, Integral, Poly, Product, Sum, Symbol, limit
from sympy.core.function import AppliedUndef

from symspline.kernel import rules
from symspline.proof.move import Move, MoveError, Phrase, Worded

from .integrals import peel


@dataclass(frozen=True)
class Evaluate(Worded):
    """A derivative, determinant, finite sum or product written with its sign is carried out.

    Args:
        text: what is carried out.
    """

    text: str = "carry out the derivative"

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
        return (step - self._sum(previous).function,)

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel takes the step of the primitive."""
        total = self._sum(previous)
        changed = rules.telescoped(total, self.primitive, rules.still(facts, total, previous))
        rules.equal(previous.xreplace({total: changed}), line, facts)

    def expected(self, previous: Basic) -> Basic:
        """The line with the sum replaced by the difference of the end values."""
        total = self._sum(previous)
        _, first, last = total.limits[0]
        # The step of the primitive looks forward, so the upper end is one past the last term.
        difference = self.primitive.subs(self.index, last + 1) - self.primitive.subs(self.index, first)
        return previous.xreplace({total: difference})

    def _sum(self, previous: Basic) -> Sum:
        found = [total for total in previous.atoms(Sum) if total.limits[0][0] == self.index and len(total.limits) == 1]
        if len(found) != 1:
            raise MoveError(f"there are {len(found)} sums over {self.index} in the line; one is needed")
        return found[0]


@dataclass(frozen=True)
class PowerRule(Worded):
    """Every integral of a polynomial is carried out by the power rule, the inner integrations first.

    Args:
        text: what is integrated.

    Raises:
        MoveError: when an integrand is no polynomial in its variable.

    Example:
        >>> from sympy import Integral, symbols
        >>> s, t = symbols("s t")
        >>> PowerRule().expected(Integral(3 * s * t, (s, 0, t), (t, 0, 1)))
        3/8
    """

    text: str = "integrate term by term"

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel carries out the integrations, the inner ones first."""
        for integral in previous.atoms(Integral):
            value: Expr = integral.function
            for k, (variable, *ends) in enumerate(integral.limits):
                primitive = Poly(value, variable).integrate(variable).as_expr()
                known = rules.still(facts, integral, previous, (limit[0] for limit in integral.limits[k + 1 :]))
                value = rules.antiderivative(Integral(value, (variable, *ends)), primitive, known)
            previous = previous.xreplace({integral: value})
        rules.equal(previous, line, facts)

    def expected(self, previous: Basic) -> Basic:
        """The line with its integrals replaced by their values."""
        integrals = previous.atoms(Integral)
        if not integrals:
            raise MoveError("there is no integral in the line")
        return previous.xreplace({integral: _polynomial_value(integral) for integral in integrals})


def _polynomial_value(integral: Integral) -> Expr:
    body = integral.function
    for variable, low, high in integral.limits:
        # Each pass leaves a polynomial in the outer variables again, unless a limit is none.
        if not body.is_polynomial(variable):
            raise MoveError(f"the integrand {body} is no polynomial in {variable}")
        primitive = Poly(body, variable).integrate(variable).as_expr()
        body = (primitive.subs(variable, high) - primitive.subs(variable, low)).expand()
    return body


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

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel differentiates under the sign of integrals over finite ranges."""
        found = [outer for outer in previous.atoms(Derivative) if isinstance(outer.expr, Integral)]
        changes = {each: rules.under_the_integral(each, rules.still(facts, each, previous)) for each in found}
        rules.equal(previous.xreplace(changes), line, facts)

    def expected(self, previous: Basic) -> Basic:
        """The line with each derivative of an integral with fixed limits moved inside."""
        changes = {}
        for outer in previous.atoms(Derivative):
            if isinstance(outer.expr, Integral):
                body, variable, low, high = peel(outer.expr)
                # Leibniz's rule: an end that moves would add its own term.
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
        family: whether the subject of the theorem depends on the symbol too, so that its limit is meant.
    """

    symbol: Symbol
    to: Expr
    side: str = "+"
    family: bool = False

    @property
    def at(self) -> tuple[Symbol, Expr, str]:
        """The symbol, the place and the side."""
        return self.symbol, self.to, self.side

    def reason(self) -> Phrase:
        """The limit."""
        arrow = ("↓" if self.side == "+" else "↑") if self.to.is_finite else "→"
        return Phrase("let ", (self.symbol, arrow, self.to))

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel takes the limit."""
        rules.equal(rules.limit(previous, self.symbol, self.to, self.side, facts), line, facts)

    def expected(self, previous: Basic) -> Basic:
        """The limit, by SymPy; the checker compares it with values close to the end."""
        return limit(previous, self.symbol, self.to, self.side)
