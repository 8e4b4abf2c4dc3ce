"""Envelopes: what bounds a function on a half-line, and the tail of its integral."""

# SymPy annotates results as Basic, flint has no stubs: these reports speak of their types, not of this file.
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportReturnType=false, reportGeneralTypeIssues=false, reportIndexIssue=false, reportAssignmentType=false

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

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
    p = exact_ball(e.p)
    if e.plain or e.c.real.is_zero():
        if e.p >= -1:
            raise Undecided("the majorant is not integrable")
        return (size * start ** (p + 1) / -(p + 1)).upper()
    rate = -e.c.real
    if not rate > 0:
        raise Undecided("the majorant grows")
    rate, q = rate.lower(), exact_ball(e.q)
    order = (p + 1) / q
    value = size / q * rate**-order * (rate * start**q).gamma_upper(order)
    return value.upper()


def tail_start(e: Envelope, target: float, start: arb) -> arb:
    """Guess where the tail falls below ``2^-target``; :func:`tail_integral` has the last word."""
    size = max(0.0, float(abs(e.C).upper().max(arb(1)).log()))
    goal = target * 0.6931471805599453 + size
    if e.plain or e.c.real.is_zero():
        if e.p >= -1:
            raise Undecided("the majorant is not integrable")
        return arb(2) ** (int(goal / 0.6931 / -float(e.p + 1)) + 2)
    rate = -e.c.real
    if not rate > 0:
        raise Undecided("the majorant grows")
    guess = (arb(goal) / rate) ** (1 / exact_ball(e.q))
    # One correction for the power: u^p at the guess costs p ln u more.
    extra = max(0.0, float(e.p) * float(guess.log())) if guess > 0 else 0.0
    return ((arb(goal + extra + 3) / rate) ** (1 / exact_ball(e.q))).upper().max(start)
