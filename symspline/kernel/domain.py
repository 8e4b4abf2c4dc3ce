"""A domain: the facts that hold on it, beside what its symbols assume, and the signs that they give to expressions."""

from collections.abc import Iterable
from functools import cache
from typing import Self

import sympy as sp
from sympy import Basic, Expr, Symbol
from sympy.core.function import AppliedUndef

from symspline.enclosure.ball import Undecided
from symspline.enclosure.enclose import enclose

from .ring import Fraction, NotShown, Poly, Ring, coefficients, factors, used
from .signs import ANY, NEGATIVE, NONNEGATIVE, NONPOSITIVE, NONZERO, POSITIVE, ZERO, Fact, Judge, Signs, power, product

ODD = (sp.erf, sp.erfi, sp.atan, sp.asinh, sp.asin, sp.atanh, sp.Si)
"""Functions of one argument with f(-z) = -f(z), of the sign of the argument."""
_FOLDED = (sp.Abs, sp.Max, sp.Min)
_SIGNED = ("real", "positive", "negative", "nonnegative", "nonpositive", "nonzero")
_ASSUMED = ("finite", "integer", *_SIGNED, *(f"extended_{word}" for word in _SIGNED))
_POSITIVE = (sp.gamma, sp.besselk, sp.lowergamma)
"""Functions that are positive wherever the kernel lets them have a value."""


class Domain:
    """A domain: what holds on it, and the signs that expressions have there.

    Args:
        facts: conditions that hold on the domain, beside what the symbols assume.
        outer: a larger domain, whose generators and facts it shares.
        anew: a variable that is bound here, of which the larger domain says nothing.
    """

    def __init__(self, facts: Iterable[Basic] = (), outer: Self | None = None, anew: Symbol | None = None) -> None:
        self.facts = facts = tuple(facts)
        self.ring = outer.ring if outer else Ring()
        self.known: list[Fact] = [f for f in outer.known if anew not in self.ring.symbols(f.gap)] if outer else []
        self._nonzero = {k: p for k, p in outer._nonzero.items() if anew not in self.ring.symbols(p)} if outer else {}
        self._averaged: set[Symbol] = outer._averaged - {anew} if outer else set()
        self._memo: dict[Basic, Fraction] = {}
        self._signs: dict[int, Signs] = {}
        self._decided: dict[str, Signs] = {}
        # What is told of a modulus or a maximum says more where the other facts are known.
        for part in sorted((part for fact in facts for part in parts_of(fact)), key=lambda part: part.has(*_FOLDED)):
            self._learn(part)
            if isinstance(part, sp.Lt) and isinstance(part.lhs, sp.Abs):
                self._learn(sp.Lt(part.lhs.args[0], part.rhs, evaluate=False))
                self._learn(sp.Gt(part.lhs.args[0], -part.rhs, evaluate=False))

    def _learn(self, fact: Basic) -> None:
        if isinstance(fact, sp.Ne):
            gap = self.of(fact.lhs) + -self.of(fact.rhs)
            self._nonzero |= {str(f): f for f, _ in factors(gap.above)[1]}
        elif isinstance(fact, sp.Gt | sp.Ge | sp.Lt | sp.Le):
            gap = self.of(fact.gts) + -self.of(fact.lts)
            whole = gap.above if self.of_polynomial(gap.below) == POSITIVE else gap.above * gap.below
            strict = isinstance(fact, sp.Gt | sp.Lt)
            if not whole.is_constant():
                whole /= abs(whole.leading_coefficient())
                self.known.append(Fact(whole, strict))
                core = self._without_signs(whole)
                self.known += [Fact(core, strict)] if core != whole and not core.is_constant() else []
        self._signs.clear()
        self._decided.clear()
        self._memo.clear()

    def _without_signs(self, polynomial: Poly) -> Poly:
        """A polynomial divided by the size of its factors that have a strict sign: its sign is the same."""
        constant, parts = factors(polynomial)
        if sum(n for _, n in parts) == 1:
            return polynomial
        rest = self.ring.context.constant(1 if constant > 0 else -1)
        for p, n in parts:
            signs = power(self.of_polynomial(p), n)
            rest = rest if signs == POSITIVE else -rest if signs == NEGATIVE else rest * p**n
        return rest / abs(rest.leading_coefficient())

    def over(self, variable: Symbol, low: Expr, high: Expr, *, almost: bool = False) -> Self:
        """The part of the domain over the open range of a variable; it must lie where the variable is assumed to lie.

        Args:
            variable: the variable.
            low: the lower end.
            high: the upper end.
            almost: whether finitely many places of the range may be left out.

        Raises:
            NotShown: it is not shown to.
        """
        if low == sp.oo or high == -sp.oo:
            raise NotShown(f"the range of {variable} runs down from infinity")
        if variable in low.free_symbols | high.free_symbols:
            raise NotShown(f"{variable} is the name of another symbol in the ends of its range")
        above = lambda: not low.is_infinite and self.signs(low) <= NONNEGATIVE  # noqa: E731
        below = lambda: not high.is_infinite and self.signs(high) <= NONPOSITIVE  # noqa: E731
        if (
            (variable.is_extended_nonnegative and not above())
            or (variable.is_extended_nonpositive and not below())
            or (variable.is_extended_nonzero and not (above() or below()))
        ):
            raise NotShown(f"{variable} has a sign that it does not keep in the range from {low} to {high}")
        if variable.is_integer or not plain(variable):
            raise NotShown(f"{variable} does not range from {low} to {high}")
        finite = [end for end in (low, high) if end not in (sp.oo, -sp.oo)]
        if len(finite) == 2 and not self.signs(high - low) <= NONNEGATIVE:
            raise NotShown(f"{low} is not shown to lie below {high}")
        facts = [sp.Gt(variable, low, evaluate=False)] if low in finite else []
        inner = type(self)(
            [*facts, *([sp.Lt(variable, high, evaluate=False)] if high in finite else [])], self, variable
        )
        inner._averaged |= {variable} if almost else set()
        return inner

    def of(self, expression: Expr) -> Fraction:
        """The fraction of an expression."""
        raise NotImplementedError

    def signs(self, expression: Expr) -> Signs:
        """The signs that an expression may have on the domain, as few as are shown."""
        found = self.of_fraction(self.of(expression))
        return found & sign_of_number(sp.S.Zero, expression) if len(found) > 1 and is_number(expression) else found

    def nonvanishing(self, expression: Expr) -> bool:
        """Whether an expression is shown to vanish nowhere on the domain."""
        return 0 not in self.signs(expression)

    def of_fraction(self, value: Fraction) -> Signs:
        """The signs of a fraction, where it has a value."""
        return product(self.of_polynomial(value.above), self.of_polynomial(value.below) - ZERO)

    def of_polynomial(self, polynomial: Poly) -> Signs:
        """The signs of a polynomial."""
        key = str(polynomial)
        if key not in self._decided:
            self._decided[key] = self._decide(polynomial)
        return self._decided[key]

    def _decide(self, polynomial: Poly) -> Signs:
        bounds = [fact for k in used(polynomial) for fact in self._bounds(k)]
        judge = Judge(self.ring, self.generator_signs, [*self.known, *bounds])
        found = judge.signs(polynomial)
        if 0 not in found or not self._nonzero or polynomial.is_zero():
            return found
        away = all(str(f) in self._nonzero or 0 not in judge.signs(f) for f, _ in factors(polynomial)[1])
        return found - ZERO if away else found

    def _bounds(self, place: int) -> list[Fact]:
        """What is known of a generator beyond its sign."""
        if place >= len(self.ring.meaning):
            return []
        kind, parts, _ = self.ring.meaning[place]
        g, one = self.ring.slots[place], self.ring.one
        if kind == "symbol" and parts[0].is_integer and parts[0].is_positive:
            return [Fact(g - one, False)]
        if kind in ("cos", "sin") or (kind == "function" and isinstance(parts[0], sp.erf)):
            return [Fact(one - g, kind == "function"), Fact(one + g, kind == "function")]
        if kind == "exp":
            side = self.of_fraction(parts[0])
            for sign in (1, -1):
                if side <= frozenset({0, sign}):
                    return [Fact(sign * (g - one), 0 not in side)]
        return []

    def almost_nonzero(self, polynomial: Poly) -> bool:
        """Whether a polynomial vanishes at finitely many places of the averaged variables at most."""
        for p, _ in [] if polynomial.is_zero() else factors(polynomial)[1]:
            if 0 not in self.of_polynomial(p):
                continue
            kinds = {self.ring.meaning[k].kind for k in used(p)}
            if len(used(p)) == 1 and kinds & {"abs", "root"} and len(p.to_dict()) == 1:
                if not self.almost_nonzero(self.ring.meaning[used(p)[0]].parts[0]):
                    return False
                continue
            places = [used(self.ring.generator("symbol", (v,), v))[0] for v in self._averaged]
            if self._averaged & self.ring.symbols(*(self.ring.slots[k] for k in used(p) if k not in places)):
                return False  # a function of the variable, such as its exponential, may follow a power of it for long
            leads = [coefficients(p, k)[-1] for k in places if p.degrees()[k]]
            plain = not self._averaged & self.ring.symbols(*leads)
            if not (plain and any(0 not in self.of_polynomial(lead) for lead in leads)):
                return False
        return not polynomial.is_zero()

    def generator_signs(self, place: int) -> Signs:
        """The signs of a generator."""
        if place in self.ring.asked:
            # Facts about an integral would be asked for on every part of the domain inside it.
            return ANY
        if place not in self._signs:
            self.ring.asked.add(place)
            try:
                self._signs[place] = self._meant(*self.ring.meaning[place][:2]) & self._told(place)
            finally:
                self.ring.asked.discard(place)
        return self._signs[place]

    def _told(self, place: int) -> Signs:
        """The signs of a generator that the facts about it alone leave."""
        found = NONZERO if str(self.ring.slots[place]) in self._nonzero else ANY
        for gap, strict in self.known:
            if used(gap) == [place] and len(gap) == 1 and gap.total_degree() % 2:
                side = 1 if gap.leading_coefficient() > 0 else -1
                found &= frozenset({side} if strict else {0, side})
        return found

    def _meant(self, kind: str, parts: tuple) -> Signs:
        if kind == "parity":
            return NONZERO
        if kind == "exp":
            # A power of something that may vanish is written as the exponential of a logarithm.
            bases = [self.ring.meaning[k] for k in used(parts[0].above, parts[0].below)]
            zero = any(m.kind == "log" and self.of_polynomial(m.parts[0]) != POSITIVE for m in bases)
            return NONNEGATIVE if zero else POSITIVE
        if kind in ("root", "abs"):
            return POSITIVE if 0 not in self.of_polynomial(parts[0]) else NONNEGATIVE
        if kind == "log":
            return self.of_polynomial(parts[0] - self.ring.one)
        if kind == "integral":
            return self._of_integral(parts[0], parts[2], parts[3])
        if kind in ("Sum", "Product", "cos", "sin"):
            return ANY
        expression = parts[0]
        if isinstance(expression, ODD):
            return self.signs(expression.args[0])
        if isinstance(expression, _POSITIVE):
            return POSITIVE
        if isinstance(expression, sp.besseli) and self.signs(expression.args[0]) <= NONNEGATIVE:
            return POSITIVE
        return assumed(expression)

    def _of_integral(self, inside: Fraction, bound: Symbol, ends: tuple[Expr, Expr]) -> Signs:
        """The signs of an integral on this domain: another may know less of what its integrand holds."""
        field = self.over(bound, *ends, almost=True)
        signs = field.of_fraction(inside)
        if not (signs <= NONNEGATIVE or signs <= NONPOSITIVE):
            return ANY
        if not any(end.is_infinite for end in ends) and 0 in self.signs(ends[1] - ends[0]):
            return signs | ZERO
        return signs - ZERO if field.almost_nonzero(inside.above) else signs


@cache
def plain(variable: Symbol) -> bool:
    """Whether nothing is assumed of a variable but that it is real or whole and has a sign."""
    known = {name: True for name in _ASSUMED if getattr(variable, f"is_{name}")}
    return Symbol(variable.name, **known).assumptions0 == variable.assumptions0


def parts_of(condition: Basic) -> list[Basic]:
    """The parts of a conjunction, in an order that hangs on nothing else."""
    return sorted(condition.args, key=sp.default_sort_key) if isinstance(condition, sp.And) else [condition]


def is_number(expression: Expr) -> bool:
    """Whether an expression holds no symbol and no function that is left open."""
    return not expression.free_symbols and not expression.atoms(AppliedUndef)


@cache
def sign_of_number(one: Expr, other: Expr) -> Signs:
    """The sign of the difference of two numbers, where balls tell."""
    try:
        gap = enclose(other).value - enclose(one).value
    except Undecided:
        return ANY
    return POSITIVE if gap > 0 else NEGATIVE if gap < 0 else ANY


def assumed(expression: Expr) -> Signs:
    """The signs that SymPy's assumptions on a symbol, an undefined function or a constant leave."""
    if not (expression.is_Symbol or isinstance(expression, AppliedUndef) or expression.is_NumberSymbol):
        return ANY
    for word, signs in (("positive", POSITIVE), ("negative", NEGATIVE), ("zero", ZERO), ("nonnegative", NONNEGATIVE)):
        if getattr(expression, f"is_{word}"):
            return signs
    return NONPOSITIVE if expression.is_nonpositive else NONZERO if expression.is_nonzero else ANY
