"""Moves that rewrite an integral."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sympy import Abs, Add, Basic, Eq, Expr, Ge, Gt, Integral, Le, Lt, Ne, S, Symbol, diff, floor, limit

from symspline.kernel import rules
from symspline.proof.move import Move, MoveError, Phrase, listed


def _integrals_over(line: Basic, variable: Symbol) -> list[Integral]:
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


def _each_integral(line: Basic, variable: Symbol, rule: Callable[[Expr, Expr, Expr], Expr]) -> Basic:
    """The line with each integral over a variable replaced by what a rule makes of its integrand and limits."""
    changes = {}
    for integral in _integrals_over(line, variable):
        body, _, low, high = peel(integral)
        changes[integral] = rule(body, low, high)
    return line.xreplace(changes)


def _prove_each(
    line: Basic, after: Basic, variable: Symbol, facts: Sequence[Basic], rule: Callable[[Integral, rules.Facts], Expr]
) -> None:
    """Have the kernel show a line that follows by one of its rules for each integral over a variable."""
    changes = {each: rule(each, rules.still(facts, each, line)) for each in _integrals_over(line, variable)}
    rules.equal(line.xreplace(changes), after, facts)


def end_value(expression: Expr, variable: Symbol, end: Expr, side: str) -> Expr:
    """The one-sided limit of an expression at the end of an interval."""
    value = expression.subs(variable, end)
    # SymPy may call finite what still holds an infinity, such as erf(a + oo).
    if value.is_finite and not value.has(S.Infinity, S.NegativeInfinity):
        return value
    return limit(expression, variable, end, side)


def as_assumed(symbol: Symbol, value: Expr) -> tuple[Basic, ...]:
    """The conditions under which a value may stand for a symbol: what SymPy assumes of the symbol."""
    if value == symbol:
        return ()
    if value.is_real is False or value is S.NaN or any(_assumes(value, name) != yes for name, yes in _further(symbol)):
        return (S.false,)
    found: list[Basic] = []
    if symbol.is_integer and not value.is_integer:
        found.append(Eq(floor(value), value))
    signs = dict(zip(_SIGNS, (Gt, Lt, Ge, Le, Ne), strict=True))
    # A positive symbol is nonnegative and nonzero too: the first that holds is the strongest, and says all.
    found += [condition(value, 0) for sign, condition in signs.items() if _assumes(symbol, sign)][:1]
    return tuple(found)


_SIGNS = ("positive", "negative", "nonnegative", "nonpositive", "nonzero")


def _further(symbol: Symbol) -> list[tuple[str, bool]]:
    """What is assumed of a symbol beyond that it is real or whole and has a sign: that it is odd, or irrational."""
    plain = Symbol("plain", **{name: True for name in ("real", "integer", *_SIGNS) if _assumes(symbol, name)})
    return [(name, yes) for name, yes in symbol.assumptions0.items() if plain.assumptions0.get(name) != yes]


def _assumes(value: Expr, name: str) -> bool | None:
    return getattr(value, f"is_{name}")


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

    def reason(self) -> Phrase:
        """The substitution."""
        return Phrase("substitute ", (self.old, "=", self.forward))

    def obligations(self, previous: Basic) -> tuple[Expr, ...]:
        """The inverse must undo the substitution."""
        del previous
        return (self.inverse.subs(self.old, self.forward) - self.new,)

    def hypotheses(self, previous: Basic) -> tuple[Basic, ...]:
        """The new range must lie where the new variable is assumed to lie."""
        found: list[Basic | None] = []
        # The inverse is monotonic, so the limits at the two ends bound the new range; it is open, and may begin at 0.
        for integral in _integrals_over(previous, self.old):
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

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel follows `forward` to the ends; that the inverse undoes it is a hint where they lie."""
        changes = {}
        for integral in _integrals_over(previous, self.old):
            _, _, low, high = peel(integral)
            ends = end_value(self.inverse, self.old, low, "+"), end_value(self.inverse, self.old, high, "-")
            if diff(self.forward, self.new).is_negative:
                ends = ends[::-1]
            known = rules.still(facts, integral, previous)
            changes[integral] = rules.substituted(integral, self.new, self.forward, ends, known)
        rules.equal(previous.xreplace(changes), line, facts)

    def expected(self, previous: Basic) -> Basic:
        """The line with each integral over `old` transformed."""
        slope = diff(self.forward, self.new)
        if slope.is_positive:
            increasing = True
        elif slope.is_negative:
            increasing = False
        else:
            raise MoveError(f"the sign of d{self.old}/d{self.new} = {slope} is not definite; give {self.new} a sign")

        def substituted(body: Expr, low: Expr, high: Expr) -> Expr:
            ends = [end_value(self.inverse, self.old, low, "+"), end_value(self.inverse, self.old, high, "-")]
            changed = body.subs(self.old, self.forward) * (slope if increasing else -slope)
            return Integral(changed, (self.new, *(ends if increasing else ends[::-1])))

        return _each_integral(previous, self.old, substituted)


@dataclass(frozen=True)
class Fold(Move):
    """Fold the line on its middle: the integral of f over (-a, a) is that of f(r) + f(-r) over (0, a).

    Args:
        variable: the integration variable.
        radius: a positive symbol that takes its place.
    """

    variable: Symbol
    radius: Symbol

    def reason(self) -> Phrase:
        """The folding."""
        return Phrase("fold at ", (self.variable, "=", S.Zero))

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel folds each integral."""
        _prove_each(previous, line, self.variable, facts, lambda i, known: rules.folded(i, self.radius, known))

    def expected(self, previous: Basic) -> Basic:
        """The line with each integral over `variable` folded."""

        def folded(body: Expr, low: Expr, high: Expr) -> Expr:
            if low != -high:
                raise MoveError(f"the range ({low}, {high}) of {self.variable} is not symmetric about 0")
            both = body.subs(self.variable, self.radius) + body.subs(self.variable, -self.radius)
            number, rest = both.as_coeff_Mul()
            return number * Integral(rest, (self.radius, 0, high))

        return _each_integral(previous, self.variable, folded)


@dataclass(frozen=True)
class Unfold(Move):
    """The converse of folding: the integral of f(r) over (0, a) is half of that of f(abs(w)) over (-a, a).

    Args:
        radius: the positive integration variable.
        variable: a real symbol that takes its place.
    """

    radius: Symbol
    variable: Symbol

    def reason(self) -> Phrase:
        """The unfolding."""
        return Phrase("unfold about ", (self.variable, "=", S.Zero))

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel unfolds each integral."""
        _prove_each(previous, line, self.radius, facts, lambda i, known: rules.unfolded(i, self.variable, known))

    def expected(self, previous: Basic) -> Basic:
        """The line with each integral over `radius` unfolded."""

        def unfolded(body: Expr, low: Expr, high: Expr) -> Expr:
            if low != 0:
                raise MoveError(f"the range ({low}, {high}) of {self.radius} does not begin at 0")
            return Integral(body.subs(self.radius, Abs(self.variable)), (self.variable, -high, high)) / 2

        return _each_integral(previous, self.radius, unfolded)


@dataclass(frozen=True)
class SplitDomain(Move):
    """Cut the range of an integral at interior points.

    Args:
        variable: the integration variable.
        points: where to cut, in increasing order.
    """

    variable: Symbol
    points: tuple[Expr, ...]

    def reason(self) -> Phrase:
        """Where the range is cut."""
        return Phrase("cut the range at ", *listed([(self.variable, "=", point) for point in self.points]))

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel cuts each integral."""
        _prove_each(previous, line, self.variable, facts, lambda i, known: rules.cut(i, self.points, known))

    def expected(self, previous: Basic) -> Basic:
        """The line with each integral over `variable` cut."""

        def cut(body: Expr, low: Expr, high: Expr) -> Expr:
            parts = pairwise([low, *self.points, high])
            return Add(*(Integral(body, (self.variable, *part)) for part in parts))

        return _each_integral(previous, self.variable, cut)


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

    def reason(self) -> Phrase:
        """The antiderivative."""
        return Phrase("antiderivative ", (self.primitive,))

    def obligations(self, previous: Basic) -> tuple[Expr, ...]:
        """The derivative of the primitive must be the integrand."""
        return (diff(self.primitive, self.variable) - peel(self._integral(previous))[0],)

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel differentiates the primitive and takes its limits at the ends."""
        rule = lambda i, known: rules.antiderivative(i, self.primitive, known)  # noqa: E731
        _prove_each(previous, line, self.variable, facts, rule)

    def expected(self, previous: Basic) -> Basic:
        """The line with the integral replaced by the difference of the end values."""
        integral = self._integral(previous)
        _, _, low, high = peel(integral)
        value = end_value(self.primitive, self.variable, high, "-") - end_value(self.primitive, self.variable, low, "+")
        return previous.xreplace({integral: value})

    def _integral(self, previous: Basic) -> Integral:
        found = _integrals_over(previous, self.variable)
        if len(found) > 1:
            raise MoveError(f"there are {len(found)} integrals over {self.variable}; do them one at a time")
        return found[0]


@dataclass(frozen=True)
class Interchange(Move):
    """Fubini: the order of two integrations with constant limits is exchanged.

    Args:
        text: why it is allowed.
    """

    text: str = "Tonelli: the integrand is non-negative"

    def reason(self) -> Phrase:
        """Why the order may change."""
        return Phrase(f"exchange the integrations ({self.text})")

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel exchanges integrals of one sign."""
        double = [integral for integral in previous.atoms(Integral) if len(integral.limits) == 2]
        changes = {each: rules.interchanged(each, rules.still(facts, each, previous)) for each in double}
        rules.equal(previous.xreplace(changes), line, facts)

    def expected(self, previous: Basic) -> Basic:
        """The line with the limits of each double integral exchanged."""
        changes = {}
        for integral in previous.atoms(Integral):
            if len(integral.limits) == 2:
                first, second = integral.limits
                # Only over a rectangle do the two orders have the same limits.
                if first[0] in (Add(*second[1:]).free_symbols) or second[0] in Add(*first[1:]).free_symbols:
                    raise MoveError("the limits of the double integral depend on each other")
                changes[integral] = Integral(integral.function, second, first)
        if not changes:
            raise MoveError("there is no double integral in the line")
        return previous.xreplace(changes)


@dataclass(frozen=True)
class Linearity(Move):
    """Integrals of sums become sums of integrals, and factors free of the variable come out."""

    def reason(self) -> Phrase:
        """The name of the rule."""
        return Phrase("linearity of the integral")

    def expected(self, previous: Basic) -> Basic:
        """The line with each outermost integral written as a sum of integrals without constant factors."""
        changes = {}
        for integral in previous.atoms(Integral):
            body, variable, low, high = peel(integral)
            total = S.Zero
            # Each term needs an integral of its own: that it exists must show in the values of the new line.
            for term in Add.make_args(body.expand()):
                constant, rest = term.as_independent(variable, as_Add=False)
                total += constant * (high - low if rest == 1 else Integral(rest, (variable, low, high)))
            changes[integral] = total
        return previous.xreplace(changes)
