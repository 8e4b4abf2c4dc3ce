"""Envelopes: what bounds a function on a half-line ``u >= R``, their arithmetic, and the tail of their integral.

Envelopes are closed under sums, products, powers, exponentials and logarithms. Each operation keeps the fastest factor
exactly and moves what is slower into the ball of the coefficient, whose range over the half-line is known.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce

import sympy as sp
from flint import acb, arb, fmpq

from .ball import Undecided

ZERO = Fraction(0)
# ln u <= u^ε/(e ε): the price in the exponent of a logarithm.
LOG_EXPONENT = Fraction(1, 16)


def exact_ball(number: Fraction) -> arb:
    """Return the ball of a rational number."""
    return arb(fmpq(number.numerator, number.denominator))


def disc(radius: arb) -> acb:
    """Return the square of complex numbers around the disc of a radius."""
    top = radius.upper()
    return acb(arb(0, top), arb(0, top))


def symmetric(radius: arb, real: bool) -> acb:
    """Return the ball about 0 of a radius, real or complex."""
    return acb(arb(0, radius.upper())) if real else disc(radius)


@dataclass(frozen=True)
class Envelope:
    """``g(u) = C(u) u^p exp(c(u) u^q)`` for all ``u >= R``; ``q = 0`` exactly when ``c = 0``."""

    C: acb
    p: Fraction = ZERO
    c: acb = field(default_factory=lambda: acb(0))
    q: Fraction = ZERO

    def __post_init__(self) -> None:
        """Refuse a bound that is not finite."""
        if not (self.C.is_finite() and self.c.is_finite()):
            raise Undecided("the majorant is not finite")
        if self.q < 0 or (self.q == 0 and not self.c.is_zero()):
            raise Undecided("an envelope needs a growing exponent")

    @property
    def plain(self) -> bool:
        """Whether there is no exponential factor."""
        return self.q == 0

    @property
    def real(self) -> bool:
        """Whether both balls are exactly real."""
        return self.C.imag.is_zero() and self.c.imag.is_zero()


def tail_integral(e: Envelope, start: arb) -> arb:
    """Return an upper bound of ``∫_R^∞ |g(u)| du`` for an envelope valid from R on.

    Raises:
        Undecided: the majorant is not integrable.
    """
    size = abs(e.C).upper()
    if size == 0:
        return arb(0)
    p, q, rate = exact_ball(e.p), exact_ball(e.q), _rate(e)
    if rate is None:
        return (size * start ** (p + 1) / -(p + 1)).upper()
    # v = rate u^q makes ∫ u^p exp(-rate u^q) du an incomplete gamma function.
    rate, order = rate.lower(), (p + 1) / q
    value = size / q * rate**-order * (rate * start**q).gamma_upper(order)
    return value.upper()


def _rate(e: Envelope) -> arb | None:
    """Return how fast an integrable envelope decays; None for one that is a power."""
    if e.plain or e.c.real.is_zero():
        if e.p >= -1:
            raise Undecided("the majorant is not integrable")
        return None
    if not e.c.real < 0:
        raise Undecided("the majorant grows")
    return -e.c.real


def tail_start(e: Envelope, target: float, start: arb) -> arb:
    """Guess where the tail falls below ``2^-target``; :func:`tail_integral` has the last word."""
    size = max(0.0, float(abs(e.C).upper().max(arb(1)).log()))
    goal = target * 0.6931471805599453 + size
    rate = _rate(e)
    if rate is None:
        return arb(2) ** (int(goal / 0.6931 / -float(e.p + 1)) + 2)
    guess = (arb(goal) / rate) ** (1 / exact_ball(e.q))
    # One correction for the power: u^p at the guess costs p ln u more.
    extra = max(0.0, float(e.p) * float(guess.log())) if guess > 0 else 0.0
    return ((arb(goal + extra + 3) / rate) ** (1 / exact_ball(e.q))).upper().max(start)


class HalfLine:
    """Operations on envelopes that hold for all ``u >= start``.

    Args:
        variable: the symbol u.
        start: R, at least 1.
    """

    def __init__(self, variable: sp.Symbol, start: arb) -> None:
        if not start >= 1:
            raise ValueError("start must be at least 1")
        self.u = variable
        self.R = start

    def of(self, expr: sp.Basic) -> Envelope:
        """Return the envelope of an expression."""
        raise NotImplementedError

    def value(self, expr: sp.Basic) -> acb:
        """Return the ball of an expression that does not depend on u."""
        raise NotImplementedError

    def falling(self, exponent: Fraction) -> arb:
        """Return the range of ``u^exponent`` over ``u >= R`` for an exponent <= 0."""
        if exponent == 0:
            return arb(1)
        return arb(0).union(self.R ** exact_ball(exponent))

    def range(self, e: Envelope) -> acb:
        """Return a ball that holds every value ``g(u)``, u >= R, of a bounded envelope."""
        if e.plain:
            if e.p > 0:
                raise Undecided("the function is not bounded")
            return e.C * self.falling(e.p)
        return e.C * self._decay_range(e, e.real)

    def _decay_supremum(self, e: Envelope) -> arb:
        """Bound ``u^p exp(Re c u^q)`` over u >= R, where ``Re c < 0``."""
        rate = -e.c.real
        if not rate > 0:
            raise Undecided("the function is not bounded")
        rate = rate.lower()
        p, q = exact_ball(e.p), exact_ball(e.q)
        # The logarithm p ln u - rate u^q has one stationary point, at u^q = p/(rate q), and falls beyond it.
        at_start = self.R**p * (-rate * self.R**q).exp()
        if e.p <= 0 or rate * q * self.R**q >= p:
            return at_start.upper()
        peak = (p / (rate * q)) ** (1 / q)
        return (peak**p * (-rate * peak**q).exp()).max(at_start).upper()

    def _decay_range(self, e: Envelope, real: bool) -> acb:
        top = self._decay_supremum(e)
        return acb(arb(0).union(top)) if real else disc(top)

    def product(self, first: Envelope, second: Envelope) -> Envelope:
        """Return the envelope of a product."""
        C, p = first.C * second.C, first.p + second.p
        if first.plain:
            return Envelope(C, p, second.c, second.q)
        if second.plain:
            return Envelope(C, p, first.c, first.q)
        if first.q < second.q:
            first, second = second, first
        # c1 u^q1 + c2 u^q2 = (c1 + c2 u^(q2 - q1)) u^q1, and the last power falls.
        c = first.c + second.c * self.falling(second.q - first.q)
        if c.is_zero():
            return Envelope(C, p)
        return Envelope(C, p, c, first.q)

    def total(self, terms: list[Envelope]) -> Envelope:
        """Return the envelope of a sum: the fastest term times one plus what the others add."""
        terms = [t for t in terms if not t.C.is_zero()]
        if not terms:
            return Envelope(acb(0))
        leader = max(terms, key=self._growth_key)
        return reduce(self._absorb, (t for t in terms if t is not leader), leader)

    @staticmethod
    def _growth_key(e: Envelope) -> tuple[float, float, float]:
        # By midpoints: the order decides how sharp the sum is, never whether it is right.
        rate = float(e.c.real.mid()) if not e.plain else 0.0
        if rate > 0:
            return (float(e.q), rate, float(e.p))
        if rate < 0:
            return (-float(e.q), rate, float(e.p))
        return (0.0, 0.0, float(e.p))

    def _absorb(self, big: Envelope, small: Envelope) -> Envelope:
        """Write ``big + small`` as an envelope with the exponential of ``big``."""
        top = max(big.q, small.q)
        if big.q == small.q and (big.c - small.c).is_zero():
            if small.p <= big.p:
                return Envelope(big.C + small.C * self.falling(small.p - big.p), big.p, big.c, big.q)
            return Envelope(small.C + big.C * self.falling(big.p - small.p), small.p, big.c, big.q)
        gap = acb(0)
        if not small.plain:
            gap = gap + small.c * self.falling(small.q - top)
        if not big.plain:
            gap = gap - big.c * self.falling(big.q - top)
        real = big.real and small.real
        if gap.real < 0:
            ratio = Envelope(acb(1), small.p - big.p, acb(gap.real), top)
            return Envelope(big.C + small.C * self._decay_range(ratio, real), big.p, big.c, big.q)
        # The exponents cannot be told apart: bound the absolute value by the larger of the two.
        p = max(big.p, small.p)
        size = abs(big.C) * self.falling(big.p - p) + abs(small.C) * self.falling(small.p - p)
        first = big.c.real * self.falling(big.q - top) if not big.plain else arb(0)
        second = small.c.real * self.falling(small.q - top) if not small.plain else arb(0)
        rate = first.upper().max(second.upper()).upper()
        if rate == 0:
            return Envelope(symmetric(size, real), p)
        return Envelope(symmetric(size, real), p, acb(rate), top)

    def power(self, e: Envelope, exponent: acb, exact: Fraction | None) -> Envelope:
        """Return the envelope of a power with a constant exponent."""
        if exact is not None and exact.denominator == 1:
            n = int(exact)
            if n == 0:
                return Envelope(acb(1))
            if n > 0:
                return Envelope(e.C**n, e.p * n, e.c * n, e.q)
            if e.C.contains(0):
                raise Undecided("the base of a negative power may vanish")
            return Envelope(1 / e.C**-n, e.p * n, e.c * n, e.q)
        r = exponent
        if not r.imag.is_zero():
            raise Undecided("a complex power has no majorant here")
        if exact is None and e.p != 0:
            raise Undecided("a power of u with an irrational exponent")
        p = e.p * exact if exact is not None else ZERO
        if e.plain and (e.C.real > 0 or not e.C.imag.contains(0)):
            return Envelope(e.C.pow(r), p)
        if e.real and e.C.real > 0:
            return Envelope(e.C.pow(r), p, e.c * r, e.q)
        if e.C.contains(0):
            if not r.real > 0:
                raise Undecided("the base of a negative power may vanish")
            size = abs(e.C).upper() ** r.real
        else:
            # A phase may turn past the cut; only the modulus is kept.
            size = abs(e.C) ** r.real
        rate = acb((e.c.real * r.real).upper())
        return Envelope(disc(size), p) if rate.is_zero() else Envelope(disc(size), p, rate, e.q)

    def exponential(self, g: Envelope) -> Envelope:
        """Return the envelope of ``exp(g)``."""
        if not g.plain:
            if g.c.real < 0:
                return Envelope(self.range(g).exp())
            if g.real and g.C.real < 0 and g.c.real > 0 and g.p + g.q > 0:
                # exp(c u^q) >= c u^q makes the double exponential at least this small.
                rate = (g.C.real * g.c.real).upper()
                return Envelope(acb(arb(0.5, 0.5)), ZERO, acb(rate), g.p + g.q)
            raise Undecided("a double exponential that may grow")
        if g.p <= 0:
            return Envelope(self.range(g).exp())
        if g.C.is_zero():
            return Envelope(acb(1))
        return Envelope(acb(1), ZERO, g.C, g.p)

    def logarithm(self, g: Envelope) -> Envelope:
        """Return the envelope of ``ln(g)`` for a positive g."""
        if not g.C.real > 0:
            raise Undecided("the argument of a logarithm may vanish")
        terms = [Envelope(g.C.log())] if not (g.C - 1).is_zero() else []
        if g.p != 0:
            # ln u u^{-ε} falls from R on once R >= e^{1/ε}; its largest value is 1/(e ε).
            eps = exact_ball(LOG_EXPONENT)
            if self.R.log() * eps >= 1:
                top = self.R.log() / self.R**eps
            else:
                top = 1 / (arb.const_e() * eps)
            terms.append(Envelope(acb(arb(0).union(top.upper())) * exact_ball(g.p), LOG_EXPONENT))
        if not g.plain:
            if not g.real:
                raise Undecided("the logarithm of a complex exponential")
            terms.append(Envelope(g.c, g.q))
        return self.total(terms)

    def real_argument(self, expr: sp.Basic) -> Envelope:
        """Return the envelope of an argument that must be real."""
        g = self.of(expr)
        if not g.real:
            raise Undecided("a majorant of this function needs a real argument")
        return g

    def least(self, g: Envelope) -> arb:
        """Return a positive lower bound of a growing positive argument."""
        if not (g.C.real > 0 and g.plain and g.p >= 0):
            raise Undecided("the argument is not surely bounded away from 0")
        return (g.C.real.lower() * self.R ** exact_ball(g.p)).lower()

    def power_of(self, g: Envelope, exponent: Fraction) -> Envelope:
        """Return the envelope of ``g^exponent``."""
        return self.power(g, acb(exact_ball(exponent)), exponent)

    def decaying(self, g: Envelope, factor: arb, rate: int = -1) -> Envelope:
        """Return ``factor * exp(rate g)``."""
        return self.product(Envelope(acb(factor)), self.exponential(Envelope(rate * g.C, g.p)))
