"""Fractions of polynomials with rational coefficients, in generators that may obey an algebraic relation each."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any, NamedTuple

from flint import Ordering, fmpq, fmpq_mpoly_ctx
from sympy import Basic, Derivative, Dummy, Expr, Integral, Product, Rational, Sum, Symbol

Poly = Any
SLOTS = 96
"""Generators that one comparison may have; the larger, the slower."""
WORK = 400_000
"""Terms that one comparison may touch: work is counted and not seconds, so that no verdict depends on the machine."""

LONGEST, STEEPEST = 60, 40
"""Terms and degree up to which a polynomial is factored: one long call of FLINT is not interrupted."""


class NotShown(Exception):
    """The kernel does not see why; the reason in words."""


class Generator(NamedTuple):
    """What a generator stands for: its kind, what it is made of, and (d, p) where its power d is the polynomial p."""

    kind: str
    parts: tuple[Any, ...]
    relation: tuple[int, Poly] | None


class Ring:
    """The generators met so far, shared by a field and the fields over parts of its domain."""

    def __init__(self) -> None:
        self.context = fmpq_mpoly_ctx.get([f"g{k}" for k in range(SLOTS)], Ordering.lex)
        self.slots = self.context.gens()
        self.meaning: list[Generator] = []
        self._place: dict[tuple, int] = {}
        self._related: list[tuple[int, tuple[int, Poly]]] = []
        self._bound: dict[tuple, Dummy] = {}
        self.one, self.zero = self.context.constant(1), self.context.constant(0)
        self.work = 0
        self.asked: set[int] = set()
        """Generators whose sign is being decided."""

    def spend(self, *polynomials: Poly, effort: int = 1) -> None:
        """Count the terms that are about to be worked on, and what the work costs beside them."""
        self.work += effort + sum(map(len, polynomials))
        if self.work > WORK:
            raise NotShown("the lines are too long for the kernel")

    def generator(self, kind: str, key: tuple, *parts: Any, relation: tuple[int, Poly] | None = None) -> Poly:
        """The generator of this kind and key, made when first met."""
        place = self._place.get((kind, key))
        if place is None:
            if len(self.meaning) == SLOTS:
                raise NotShown(f"the lines have more than {SLOTS} different parts")
            place = self._place[kind, key] = len(self.meaning)
            self.meaning.append(Generator(kind, parts, relation))
            if relation:
                self._related.insert(0, (place, relation))
        return self.slots[place]

    def bound(self, height: int, like: Symbol) -> Dummy:
        """The name that bound variables of one height of nesting share."""
        kind = {"integer": True} if like.is_integer else {"real": True}
        return self._bound.setdefault((height, *kind), Dummy(f"t{height}", **kind))

    def symbols(self, *polynomials: Poly) -> set[Symbol]:
        """The symbols that the generators of polynomials hold."""
        found: set[Symbol] = set()
        for k in used(*polynomials):
            for part in self.meaning[k].parts:
                if isinstance(part, Expr):
                    found |= part.free_symbols
                elif isinstance(part, Fraction):
                    found |= self.symbols(part.above, part.below)
                elif isinstance(part, type(self.one)):
                    found |= self.symbols(part)
        return found

    def holds_bound(self, k: int) -> bool:
        """Whether a generator holds a bound variable."""
        return not self.symbols(self.slots[k]).isdisjoint(self._bound.values())

    def fraction(self, above: Poly, below: Poly | None = None) -> Fraction:
        """A fraction in lowest terms."""
        return Fraction(self, above, self.one if below is None else below)

    def constant(self, value: Any) -> Fraction:
        """A rational number."""
        return self.fraction(self.context.constant(fmpq(int(Rational(value).p), int(Rational(value).q))))

    def term(self, coefficient: Any, exponents: Sequence[int]) -> Poly:
        """One term of a polynomial."""
        return self.context.from_dict({tuple(exponents): coefficient})

    def reduced(self, p: Poly) -> Poly:
        """The polynomial with the relations of its generators carried out, the youngest first."""
        degrees = p.degrees() if self._related else ()
        for k, relation in self._related:
            if degrees[k] >= relation[0]:
                result = self.zero
                for n, part in enumerate(coefficients(p, k)):
                    whole, rest = divmod(n, relation[0])
                    result += part * relation[1] ** whole * self.slots[k] ** rest
                return self.reduced(result)
        return p


class Fraction:
    """A fraction in lowest terms, its denominator's leading coefficient 1; equal fractions have equal keys."""

    def __init__(self, ring: Ring, above: Poly, below: Poly) -> None:
        ring.spend(above, below)
        above, below = ring.reduced(above), ring.reduced(below)
        if below.is_zero():
            raise NotShown("a denominator is zero")
        if not below.is_constant():
            content = below.term_content()
            for k in used(content):
                relation = ring.meaning[k].relation if k < len(ring.meaning) else None
                if relation:  # a root below goes above: 1/g = g^(d-1)/p
                    missing = ring.slots[k] ** (relation[0] - content.degrees()[k] % relation[0])
                    above, below = ring.reduced(above * missing), ring.reduced(below * missing)
            common = above.gcd(below) if len(above) * len(below) < LONGEST**2 else ring.one
            if not common.is_constant():
                above, below = above / common, below / common
        lead = below.leading_coefficient()
        self.ring, self.above, self.below = ring, above / lead, below / lead

    @property
    def key(self) -> str:
        """The same for equal fractions only."""
        return f"({self.above})/({self.below})"

    @property
    def number(self) -> Rational | None:
        """The value of a constant."""
        if not (self.above.is_constant() and self.below.is_constant()):
            return None
        return Rational(0) if self.above.is_zero() else rational(self.above.leading_coefficient())

    def __add__(self, other: Fraction) -> Fraction:
        above = self.above * other.below + other.above * self.below
        return Fraction(self.ring, above, self.below * other.below)

    def __mul__(self, other: Fraction) -> Fraction:
        return Fraction(self.ring, self.above * other.above, self.below * other.below)

    def __neg__(self) -> Fraction:
        return Fraction(self.ring, -self.above, self.below)

    def __pow__(self, n: int) -> Fraction:
        if max(comb(len(p) + abs(n) - 1, abs(n)) for p in (self.above, self.below)) > WORK // 10:
            raise NotShown("a power is too long for the kernel")
        above, below = (self.above, self.below) if n >= 0 else (self.below, self.above)
        return Fraction(self.ring, above ** abs(n), below ** abs(n))


def bound(expression: Basic) -> set[Symbol]:
    """The variables that an expression integrates or sums over."""
    return {limit[0] for e in expression.atoms(Integral, Sum, Product) for limit in e.limits}


def held(expression: Basic) -> set[Symbol]:
    """The variables that an expression integrates, sums or differentiates over: outside they mean another thing."""
    return bound(expression) | {v for each in expression.atoms(Derivative) for v in each.variables}


def used(*polynomials: Poly) -> list[int]:
    """The places of the generators that occur."""
    return sorted({k for p in polynomials if not p.is_zero() for k, degree in enumerate(p.degrees()) if degree})


def coefficients(p: Poly, k: int) -> list[Poly]:
    """The coefficients of the powers of one generator, from the power 0 on."""
    degree, context = int(p.degrees()[k]), p.context()
    if degree < 1:
        return [p]
    if degree == 1:
        slope = p.derivative(k)
        return [p - slope * context.gen(k), slope]
    parts: list[dict[tuple, Any]] = [{} for _ in range(degree + 1)]
    for e, c in p.terms():
        parts[e[k]][*e[:k], 0, *e[k + 1 :]] = c
    return [context.from_dict(part) for part in parts]


def narrow(p: Poly, places: Sequence[int], room: int = 0) -> Poly:
    """The polynomial in these generators alone, and room for more: FLINT's time is that of all, used or not."""
    few = fmpq_mpoly_ctx.get([f"g{k}" for k in range(len(places) + room)], Ordering.lex)
    return few.from_dict({(*(e[k] for k in places), *(0,) * room): c for e, c in p.terms()})


def factors(p: Poly) -> tuple[Rational, list[tuple[Poly, int]]]:
    """The constant and the irreducible factors with their multiplicities, of a polynomial that is not zero."""
    if p.is_constant():
        return rational(p.leading_coefficient()), []
    places, whole = used(p), p.context()
    # Roots and exponentials come in powers of twelfths: without what their exponents share the degree is small.
    small, strides = narrow(p, places).deflation()[:2]
    if len(small) > LONGEST or small.total_degree() > STEEPEST:
        raise NotShown("a polynomial is too long to be factored")
    constant, found = small.factor()
    parts = []
    for factor, multiplicity in found:
        # Of one generator what its exponents share is its multiplicity.
        times = strides[used(factor)[0]] if len(factor) == 1 else 1
        wide, terms = [0] * whole.nvars(), {}
        for exponents, c in factor.to_dict().items():
            for k, n, stride in zip(places, exponents, strides, strict=True):
                wide[k] = int(n) * int(stride if len(factor) > 1 else 1)
            terms[tuple(wide)] = c
        parts.append((whole.from_dict(terms), int(multiplicity) * int(times)))
    return rational(constant), parts


def rational(value: Any) -> Rational:
    """SymPy's number."""
    return Rational(int(value.p), int(value.q))
