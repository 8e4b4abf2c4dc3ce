"""The sign of a polynomial in generators, from the signs of the generators and from facts about them."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import islice
from operator import add
from typing import NamedTuple

from .ring import Poly, Ring, coefficients, factors, narrow, used

Signs = frozenset[int]
"""The signs that a number may have: -1, 0, 1."""
POSITIVE, NEGATIVE, ZERO = frozenset({1}), frozenset({-1}), frozenset({0})
NONNEGATIVE, NONPOSITIVE = frozenset({0, 1}), frozenset({-1, 0})
NONZERO, ANY = frozenset({-1, 1}), frozenset({-1, 0, 1})


CHARTS = 3
"""Generators that are freed of their bounds at once."""
TRIED = 100
"""Charts that are tried for one polynomial."""
CHART = 100
"""Terms whose work a chart is worth."""
DEEPEST = 2
"""Polynomials whose sign is asked for while that of another is being decided."""


class Fact(NamedTuple):
    """A polynomial that is positive, or with ties not negative; its leading coefficient is 1 or -1."""

    gap: Poly
    strict: bool


def product(one: Signs, other: Signs) -> Signs:
    """The signs of a product."""
    return frozenset(a * b for a in one for b in other)


def total(parts: Sequence[Signs]) -> Signs:
    """The signs of a sum."""
    if len(parts) == 1:
        return parts[0]
    union = frozenset().union(*parts)
    if {-1, 1} <= union:
        return ANY
    return union - ZERO if any(0 not in part for part in parts) else union


def power(signs: Signs, exponent: int) -> Signs:
    """The signs of a power, its exponent positive."""
    return signs if exponent % 2 else frozenset(abs(s) for s in signs)


class Judge:
    """Decides signs in a ring.

    Args:
        ring: the ring.
        sign_of: the signs of the generator at a place.
        facts: polynomials known to be positive.
    """

    def __init__(self, ring: Ring, sign_of: Callable[[int], Signs], facts: Sequence[Fact]) -> None:
        self.ring, self.sign_of, self.facts = ring, sign_of, facts
        self._found: dict[str, Signs] = {}
        self._depth = 0

    def signs(self, polynomial: Poly) -> Signs:
        """The signs that a polynomial may have on the domain, as few as are shown."""
        if polynomial.is_constant():
            value = polynomial.leading_coefficient() if not polynomial.is_zero() else 0
            return frozenset({(value > 0) - (value < 0)})
        # Squares and moduli come back to the same polynomials on many ways.
        key = str(polynomial)
        if key not in self._found:
            self._depth += 1
            self._found[key] = self._signs(polynomial)
            self._depth -= 1
        return self._found[key]

    def _signs(self, polynomial: Poly) -> Signs:
        self.ring.spend(polynomial)
        whole = self._by_terms(polynomial, self.sign_of)
        if len(whole) == 1 or self._depth > DEEPEST:
            return whole
        constant, parts = factors(polynomial)
        found, open_, rest = frozenset({1 if constant > 0 else -1}), POSITIVE, self.ring.one
        for part, multiplicity in parts:
            signs = power(self._irreducible(part), multiplicity)
            if signs in (ANY, NONZERO):
                open_, rest = product(open_, signs), rest * part**multiplicity
            else:
                found = product(found, signs)
        # A fact may speak of the product of what has no sign by itself.
        joint = open_ if rest.is_constant() else open_ & self._by_fact(rest)
        return product(found, joint) & whole

    def _irreducible(self, p: Poly) -> Signs:
        best = self._by_terms(p, self.sign_of)
        for attempt in (self._by_fact, self._by_square, self._by_modulus, self._by_charts):
            if len(best) < 2:
                break
            best &= attempt(p)
        return best

    def _by_terms(self, p: Poly, sign_of: Callable[[int], Signs]) -> Signs:
        parts, seen = [], set[int]()
        for exponents, coefficient in p.terms():
            part = POSITIVE if coefficient > 0 else NEGATIVE
            for k, exponent in enumerate(exponents):
                if exponent:
                    part = product(part, power(sign_of(k), exponent))
            parts.append(part)
            seen |= part
            if len(parts) > 1 and seen >= NONZERO:
                return ANY
        return total(parts)

    def _by_fact(self, p: Poly) -> Signs:
        """The polynomial is a known one, or that and something of the same sign."""
        p /= abs(p.leading_coefficient())
        for gap, strict in self.facts:
            for sign in (1, -1):
                rest = sign * p - gap
                beside = self._by_terms(rest, self.sign_of) if not rest.is_zero() else ZERO
                if beside <= NONNEGATIVE:
                    sure = strict or 0 not in beside
                    return frozenset({sign} if sure else {0, sign})
        return ANY

    def _by_square(self, p: Poly) -> Signs:
        """A quadratic a g^2 + b g + c: the sign of a where 4ac > b^2."""
        best = ANY
        for k, degree in enumerate(p.degrees()):
            if degree != 2:
                continue
            c, b, a = coefficients(p, k)
            room = 4 * a * c - b * b
            reduced = self.ring.reduced(room)
            # A relation may bring a generator back: then there would be no end.
            room = reduced if set(used(reduced)) < set(used(p)) else room
            lead, room = self.signs(a), self.signs(room)
            if len(lead) == 1 and 0 not in lead and room <= NONNEGATIVE:
                best &= lead if room == POSITIVE else lead | ZERO
        return best

    def _by_modulus(self, p: Poly) -> Signs:
        """What is linear in a modulus |u| is the larger, or the smaller, of its values at u and at -u."""
        for k in reversed(used(p)):
            kind, parts, _ = self.ring.meaning[k] if k < len(self.ring.meaning) else ("", (), None)
            if kind != "abs" or p.degrees()[k] != 1:
                continue
            slope = self.signs(coefficients(p, k)[1])
            one, other = (self.signs(put(p, k, u, self.ring.one)) for u in (parts[0], -parts[0]))
            choose = max if slope <= NONNEGATIVE else min if slope <= NONPOSITIVE else None
            found = frozenset(choose(a, b) for a in one for b in other) if choose else one | other
            if found != ANY:
                return found
        return ANY

    def _by_charts(self, p: Poly) -> Signs:
        """Generators between bounds are written by free positive ones."""
        best, places = ANY, set(used(p))
        touched = [(set(used(fact.gap)), fact) for fact in self.facts]
        while more := set[int]().union(*(there for there, _ in touched if there & places)) - places:
            places |= more  # what a chart can bring in
        order = sorted(places)
        facts = [Fact(narrow(f.gap, order, CHARTS), f.strict) for there, f in touched if there & places]
        own = lambda k: self.sign_of(order[k])  # noqa: E731
        for q, free, slack in islice(self._charts(narrow(p, order, CHARTS), facts, own, {}, frozenset()), TRIED):
            sign_of = lambda k, free=free: free.get(k) or own(k)  # noqa: E731
            found = self._by_terms(q, sign_of)
            if found in (ANY, NONZERO):
                constant, parts = factors(q)
                found = POSITIVE if constant > 0 else NEGATIVE
                for part, multiplicity in parts:
                    found = product(found, power(self._by_terms(part, sign_of), multiplicity))
            if found not in (ANY, NONZERO):
                best &= found | slack
            if 0 not in best and len(best) < 2:
                break
        return best

    def _charts(
        self, p: Poly, facts: list[Fact], own: Callable[[int], Signs], free: dict[int, Signs], slack: Signs
    ) -> Iterator[tuple[Poly, dict[int, Signs], Signs]]:
        """The polynomial, times something positive, with bounded generators replaced by free ones.

        A chart between two bounds leaves out the upper one; where that is taken, a sign holds by continuity.
        """
        place, degrees = p.context().nvars() - CHARTS + len(free), [fact.gap.degrees() for fact in facts]
        new = p.context().gen(place)
        for k in used(p):
            below, above = [], []
            for fact, degree in zip(facts, degrees, strict=True):
                if degree[k] != 1:
                    continue
                rest, slope = coefficients(fact.gap, k)
                # Its sign is that of the domain, whatever is freed.
                if any(g in free for g in used(slope)):
                    continue
                side = self._by_terms(slope, own)
                if side == POSITIVE:
                    below.append((-rest, slope, fact))
                elif side == NEGATIVE:
                    above.append((rest, -slope, fact))
            ways = [(low, high) for low in [*below, None] for high in [*above, None] if low or high]
            for low, high in sorted(ways, key=lambda way: None in way):
                self.ring.spend(p, p, effort=CHART)
                spent = [side[2] for side in (low, high) if side]
                sign = POSITIVE if all(fact.strict for fact in spent) else NONNEGATIVE
                if low and high:
                    top, under = low[0] * high[1] + high[0] * low[1] * new, (1 + new) * low[1] * high[1]
                else:
                    top, under = (low[0] + new, low[1]) if low else (high[0] - new, high[1])
                q = put(p, k, top, under)
                if q.is_zero():
                    continue
                open_ = None in (low, high) or high[2].strict
                signs, left_out = {**free, place: sign}, slack if open_ else ZERO
                yield q, signs, left_out
                if len(signs) == CHARTS:
                    continue
                # At an end that is left out a fact may say less than on the way there.
                kept = [f for f in facts if f not in spent and (open_ or not f.gap.degrees()[k] > 0)]
                others = [Fact(put(f.gap, k, top, under), f.strict) for f in kept]
                yield from self._charts(q, others, own, signs, left_out)


def put(p: Poly, k: int, above: Poly, below: Poly) -> Poly:
    """The polynomial with a fraction for one generator, times the power of its denominator that clears it."""
    parts = coefficients(p, k)
    return reduce(add, (part * above**n * below ** (len(parts) - 1 - n) for n, part in enumerate(parts)))
