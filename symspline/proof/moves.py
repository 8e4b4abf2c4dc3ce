"""The reasons a step may give.

A move renders its own reason and, where it can, computes what the next line must be, so that the reason is checked
and not only the line. `expected(previous)` returns that line, or None when the move leaves the line to the checker;
`obligations()` returns expressions that must vanish identically for the move to be valid, `hypotheses()` conditions
that must hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Determinant,
    Expr,
    Ge,
    Gt,
    Integral,
    Lambda,
    Le,
    Lt,
    Ne,
    Product,
    S,
    Sum,
    Symbol,
    diff,
    latex,
    limit,
)
from sympy.core.function import AppliedUndef

from .condition import continuous
from .theorem import Theorem


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


def as_assumed(symbol: Symbol, value: Expr) -> tuple[Basic | None, ...]:
    """The conditions under which a value may stand for a symbol: what SymPy assumes of the symbol."""
    if value == symbol:
        return ()
    found: list[Basic | None] = []
    if symbol.is_integer and not value.is_integer:
        found.append(None)
    if value.is_extended_real is False:
        found.append(None)
    for assumed, condition in (
        (symbol.is_positive, Gt),
        (symbol.is_negative, Lt),
        (symbol.is_nonnegative, Ge),
        (symbol.is_nonpositive, Le),
        (symbol.is_nonzero, Ne),
    ):
        if assumed:
            found.append(condition(value, 0))
            break
    return tuple(found)


def integrals_over(line: Basic, variable: Symbol) -> list[Integral]:
    """Integrals of a line whose outermost variable is `variable`; raises MoveError when there is none."""
    found = [i for i in line.atoms(Integral) if i.limits[-1][0] == variable]
    if not found:
        raise MoveError(f"there is no integral over {variable} in the line")
    return found


def peel(integral: Integral) -> tuple[Expr, Symbol, Expr, Expr]:
    """Integrand (with the inner integrals), variable, lower and upper limit of the outermost integration."""
    *inner, (variable, low, high) = integral.limits
    body = Integral(integral.function, *inner) if inner else integral.function
    return body, variable, low, high


def end_value(expression: Expr, variable: Symbol, end: Expr, side: str) -> Expr:
    """The one-sided limit of an expression at the end of an interval."""
    if end.is_finite:
        value = expression.subs(variable, end)
        if value.is_finite:
            return value
    return limit(expression, variable, end, side)


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
class Substitute(Move):
    """Change of variable in an integral: `old = forward(new)`, strictly monotonic on the range.

    Args:
        old: the integration variable that goes.
        new: the one that comes; its assumptions (positive, real) must hold on the new range.
        forward: `old` as an expression in `new`.
        inverse: `new` as an expression in `old`.

    Raises:
        MoveError: when there is no integral over `old`, or the derivative has no definite sign.
    """

    old: Symbol
    new: Symbol
    forward: Expr
    inverse: Expr

    def reason(self) -> str:
        """The substitution."""
        return f"substitute ${latex(self.old)} = {latex(self.forward)}$"

    def obligations(self, previous: Basic) -> tuple[Expr, ...]:
        """The inverse must undo the substitution."""
        del previous
        return (self.inverse.subs(self.old, self.forward) - self.new,)

    def hypotheses(self, previous: Basic) -> tuple[Basic | None, ...]:
        """The new range must lie where the new variable is assumed to lie."""
        found: list[Basic | None] = []
        for integral in integrals_over(previous, self.old):
            _, _, low, high = peel(integral)
            for end, side in ((low, "+"), (high, "-")):
                place = end_value(self.inverse, self.old, end, side)
                if place.is_extended_real is False:
                    raise MoveError(f"{self.new} would range to {place}, which is not real")
                if self.new.is_positive or self.new.is_nonnegative:
                    found.append(Ge(place, 0))
                elif self.new.is_negative or self.new.is_nonpositive:
                    found.append(Le(place, 0))
        return tuple(found)

    def expected(self, previous: Basic) -> Basic:
        """The line with each integral over `old` transformed."""
        slope = diff(self.forward, self.new)
        if slope.is_positive:
            increasing = True
        elif slope.is_negative:
            increasing = False
        else:
            raise MoveError(f"the sign of d{self.old}/d{self.new} = {slope} is not definite; give {self.new} a sign")
        changes = {}
        for integral in integrals_over(previous, self.old):
            body, _, low, high = peel(integral)
            ends = [end_value(self.inverse, self.old, low, "+"), end_value(self.inverse, self.old, high, "-")]
            low, high = ends if increasing else ends[::-1]
            changed = body.subs(self.old, self.forward) * (slope if increasing else -slope)
            changes[integral] = Integral(changed, (self.new, low, high))
        return previous.xreplace(changes)


@dataclass(frozen=True)
class Fold(Move):
    """Fold the line on its middle: the integral of f over (-a, a) is that of f(r) + f(-r) over (0, a).

    Args:
        variable: the integration variable.
        radius: a positive symbol that takes its place.
    """

    variable: Symbol
    radius: Symbol

    def reason(self) -> str:
        """The folding."""
        return f"fold at ${latex(self.variable)} = 0$"

    def expected(self, previous: Basic) -> Basic:
        """The line with each integral over `variable` folded."""
        changes = {}
        for integral in integrals_over(previous, self.variable):
            body, _, low, high = peel(integral)
            if low != -high:
                raise MoveError(f"the range ({low}, {high}) of {self.variable} is not symmetric about 0")
            both = body.subs(self.variable, self.radius) + body.subs(self.variable, -self.radius)
            changes[integral] = Integral(both, (self.radius, 0, high))
        return previous.xreplace(changes)


@dataclass(frozen=True)
class Unfold(Move):
    """The converse of folding: the integral of f(r) over (0, a) is half of that of f(abs(w)) over (-a, a).

    Args:
        radius: the positive integration variable.
        variable: a real symbol that takes its place.
    """

    radius: Symbol
    variable: Symbol

    def reason(self) -> str:
        """The unfolding."""
        return f"unfold about ${latex(self.variable)} = 0$"

    def expected(self, previous: Basic) -> Basic:
        """The line with each integral over `radius` unfolded."""
        changes = {}
        for integral in integrals_over(previous, self.radius):
            body, _, low, high = peel(integral)
            if low != 0:
                raise MoveError(f"the range ({low}, {high}) of {self.radius} does not begin at 0")
            even = body.subs(self.radius, Abs(self.variable))
            changes[integral] = Integral(even, (self.variable, -high, high)) / 2
        return previous.xreplace(changes)


@dataclass(frozen=True)
class SplitDomain(Move):
    """Cut the range of an integral at interior points.

    Args:
        variable: the integration variable.
        points: where to cut, in increasing order.
    """

    variable: Symbol
    points: tuple[Expr, ...]

    def reason(self) -> str:
        """Where the range is cut."""
        places = ", ".join(f"${latex(self.variable)} = {latex(p)}$" for p in self.points)
        return f"cut the range at {places}"

    def expected(self, previous: Basic) -> Basic:
        """The line with each integral over `variable` cut."""
        changes = {}
        for integral in integrals_over(previous, self.variable):
            body, _, low, high = peel(integral)
            ends = [low, *self.points, high]
            changes[integral] = Add(*(Integral(body, (self.variable, a, b)) for a, b in pairwise(ends)))
        return previous.xreplace(changes)


@dataclass(frozen=True)
class Antiderivative(Move):
    """The fundamental theorem: the integral is the difference of an antiderivative at the ends.

    The antiderivative must be continuous inside the range; its derivative is compared with the integrand exactly.

    Args:
        variable: the integration variable.
        primitive: an antiderivative of the integrand.
    """

    variable: Symbol
    primitive: Expr

    def reason(self) -> str:
        """The antiderivative."""
        return f"antiderivative ${latex(self.primitive)}$"

    def obligations(self, previous: Basic) -> tuple[Expr, ...]:
        """The derivative of the primitive must be the integrand."""
        (integral,) = self._integral(previous)
        return (diff(self.primitive, self.variable) - peel(integral)[0],)

    def hypotheses(self, previous: Basic) -> tuple[Basic | None, ...]:
        """The primitive must be continuous inside the range."""
        (integral,) = self._integral(previous)
        _, _, low, high = peel(integral)
        return () if continuous(self.primitive, self.variable, low, high) else (None,)

    def expected(self, previous: Basic) -> Basic:
        """The line with the integral replaced by the difference of the end values."""
        (integral,) = self._integral(previous)
        _, _, low, high = peel(integral)
        value = end_value(self.primitive, self.variable, high, "-") - end_value(self.primitive, self.variable, low, "+")
        return previous.xreplace({integral: value})

    def _integral(self, previous: Basic) -> list[Integral]:
        found = integrals_over(previous, self.variable)
        if len(found) > 1:
            raise MoveError(f"there are {len(found)} integrals over {self.variable}; do them one at a time")
        return found


@dataclass(frozen=True)
class Interchange(Move):
    """Fubini: the order of two integrations with constant limits is exchanged.

    Args:
        text: why it is allowed.
    """

    text: str = "Tonelli: the integrand is non-negative"

    def reason(self) -> str:
        """Why the order may change."""
        return f"exchange the integrations ({self.text})"

    def expected(self, previous: Basic) -> Basic:
        """The line with the limits of each double integral exchanged."""
        changes = {}
        for integral in previous.atoms(Integral):
            if len(integral.limits) == 2:
                first, second = integral.limits
                if first[0] in (Add(*second[1:]).free_symbols) or second[0] in Add(*first[1:]).free_symbols:
                    raise MoveError("the limits of the double integral depend on each other")
                changes[integral] = Integral(integral.function, second, first)
        if not changes:
            raise MoveError("there is no double integral in the line")
        return previous.xreplace(changes)


@dataclass(frozen=True)
class Linearity(Move):
    """Integrals of sums become sums of integrals, and factors free of the variable come out."""

    def reason(self) -> str:
        """The name of the rule."""
        return "linearity of the integral"

    def expected(self, previous: Basic) -> Basic:
        """The line with each outermost integral expanded."""
        return linear(previous)


def linear(line: Basic) -> Basic:
    """Write each integral of a line as a sum of integrals without constant factors."""
    changes = {}
    for integral in line.atoms(Integral):
        body, variable, low, high = peel(integral)
        total = S.Zero
        for term in Add.make_args(body.expand()):
            constant, rest = term.as_independent(variable, as_Add=False)
            if rest == 1:
                total += constant * (high - low)
            else:
                total += constant * Integral(rest, (variable, low, high))
        changes[integral] = total
    return line.xreplace(changes)


@dataclass(frozen=True)
class Evaluate(Move):
    """A derivative, determinant, finite sum or product written with its sign is carried out.

    Args:
        text: what is carried out.
    """

    text: str = "carry out the derivative"

    def reason(self) -> str:
        """The text given."""
        return self.text

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

    def reason(self) -> str:
        """The primitive."""
        return f"the sum telescopes: each term is the step of ${latex(self.primitive)}$"

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

    def reason(self) -> str:
        """Why the derivative may pass."""
        return f"differentiate under the integral sign ({self.text})"

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

    def reason(self) -> str:
        """The limit."""
        return f"let ${latex(self.symbol)} \\to {latex(self.to)}$"

    def expected(self, previous: Basic) -> Basic:
        """The limit, by SymPy; the checker compares it with values close to the end."""
        return limit(previous, self.symbol, self.to, self.side)


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


@dataclass(frozen=True)
class Instantiate(Move):
    """Concrete functions take the place of undefined ones.

    Args:
        functions: undefined function -> Lambda.
        text: what is put in.
    """

    functions: Mapping[Any, Lambda]
    text: str = "put in the densities"

    def __hash__(self) -> int:
        return hash((tuple(self.functions.items()), self.text))

    def reason(self) -> str:
        """The text given."""
        return self.text

    def expected(self, previous: Basic) -> Basic:
        """The line with the functions put in."""
        return put_in(previous, self.functions)


def put_in(line: Basic, functions: Mapping[Any, Lambda]) -> Basic:
    """Replace undefined functions by concrete ones."""
    for function, concrete in functions.items():
        line = line.replace(function, concrete)
    return line


@dataclass(frozen=True)
class By(Move):
    """Cite a theorem: its start (or its subject), found in the line, becomes its conclusion.

    Args:
        theorem: the theorem, or its id.
        values: what its arguments stand for here: {symbol: expression}.
        text: an optional phrase in place of the theorem's title.

    Raises:
        ValueError: when there is no theorem of that id; the nearest ids are named.
    """

    theorem: Theorem
    values: Mapping[Symbol, Expr] = field(default_factory=dict)
    text: str = ""

    def __post_init__(self) -> None:
        """Look the theorem up when it is given by its id."""
        if not isinstance(self.theorem, Theorem):
            from .library import library

            found = library[str(self.theorem)]
            if not isinstance(found, Theorem):
                raise ValueError(f"{self.theorem} is a section; name one of {', '.join(t.id for t in found)}")
            object.__setattr__(self, "theorem", found)

    def __hash__(self) -> int:
        return hash((self.theorem.id, tuple(self.values.items()), self.text))

    @property
    def cites(self) -> tuple[Theorem, ...]:
        """The theorem cited."""
        return (self.theorem,)

    def reason(self) -> str:
        """The theorem with its title, and what its symbols stand for."""
        put = ", ".join(f"${latex(k)} = {latex(e)}$" for k, e in self.values.items() if k != e)
        title = self.text or self.theorem.title[:1].lower() + self.theorem.title[1:]
        return f"{title} ({self.theorem.id}{'; ' + put if put else ''})"

    def hypotheses(self, previous: Basic) -> tuple[Basic | None, ...]:
        """The values must satisfy what the theorem assumes of its arguments."""
        del previous
        values = dict(self.values)
        found: list[Basic | None] = []
        for argument in self.theorem.arguments:
            found.extend(as_assumed(argument.symbol, values.get(argument.symbol, argument.symbol)))
        for assumption in self.theorem.assumes:
            if assumption.condition is not None:
                found.append(assumption.condition.subs(values, simultaneous=True))
        return tuple(found)

    def expected(self, previous: Basic) -> Basic | None:
        """The line with the theorem's left side replaced by its right side; None when it does not stand there.

        A bound, an implication and a limit are no equalities: nothing is replaced.
        """
        if self.theorem.relation != "=" or any(isinstance(step.move, TakeLimit) for step in self.theorem.steps):
            return None
        values = dict(self.values)
        start, conclusion, subject = (
            e.subs(values, simultaneous=True)
            for e in (self.theorem.start, self.theorem.conclusion, self.theorem.subject)
        )
        if previous.has(start):
            return previous.xreplace({start: conclusion})
        if previous.has(subject):
            return previous.xreplace({subject: conclusion})
        return replace_integral(previous, start, conclusion)


def replace_integral(line: Basic, start: Basic, conclusion: Basic) -> Basic | None:
    """Replace each integral that is a constant multiple of `start` (a constant times one integral)."""
    coefficient, body = start.as_independent(Integral, as_Add=False)
    if not isinstance(body, Integral):
        return None
    pattern, dummy, low, high = peel(body)
    changes = {}
    for integral in line.atoms(Integral):
        function, variable, a, b = peel(integral)
        if (a - low).equals(0) is not True and a != low:
            continue
        if (b - high).equals(0) is not True and b != high:
            continue
        ratio = (function / pattern.subs(dummy, variable)).simplify()
        if not ratio.has(variable):
            changes[integral] = ratio * conclusion / coefficient
    return line.xreplace(changes) if changes else None


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

    def reason(self) -> str:
        """The text given."""
        return self.text
