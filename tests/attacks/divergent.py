"""Integrals that diverge, or converge only conditionally: symbols can be moved around them, values cannot."""

from mpmath import mp
from sympy import Abs, Integer, Integral, Rational, cos, exp, log, oo, pi, sin, sqrt, tan

from symspline.proof.moves import (
    Algebra,
    Antiderivative,
    Bound,
    Fold,
    Known,
    Linearity,
    SplitDomain,
    Substitute,
    Unfold,
)

from .case import Cause
from .oracle import grows
from .words import HALF, a, n, r, s, t, u, w, x

DIVERGENT = Cause("X2", "divergent")
false, true = DIVERGENT.false, DIVERGENT.true
CAUCHY = 1 / (pi * (1 + t**2))
STUDENT3 = 2 / (pi * sqrt(3) * (1 + t**2 / 3) ** 2)


def at_zero(integrand, far=1):
    return lambda: grows(integrand, 0, far)


def at_infinity(integrand, far=10):
    return lambda: grows(integrand, mp.inf, far)


false(
    "a Cauchy law has no mean",
    Integral(t * CAUCHY, (t, -oo, oo)),
    (Integer(0), Fold(t, r)),
    shows=at_infinity(lambda z: z / (1 + z * z)),
)
false(
    "the third absolute moment of Student's nu = 3 is infinite",
    Integral(t**3 * STUDENT3, (t, -oo, oo)),
    (Integer(0), Fold(t, r)),
    shows=at_infinity(lambda z: z**3 / (1 + z * z / 3) ** 2),
)
false(
    "1/t is not integrable at 0, though odd",
    Integral(1 / t + t**2, (t, -1, 1)),
    Fold(t, r),
    (Rational(2, 3), Antiderivative(r, 2 * r**3 / 3)),
    shows=at_zero(lambda z: 1 / z + z * z),
)
false(
    "infinity less infinity",
    Integral(1 / r, (r, 1, oo)) - Integral(1 / (r + 1), (r, 1, oo)),
    (Integral(1 / r - 1 / (r + 1), (r, 1, oo)), Linearity()),
    shows=at_infinity(lambda z: 1 / z),
)
false(
    "a convergent integral is split into two divergent ones",
    Integral(1 / r - 1 / (r + 1), (r, 1, oo)),
    Linearity(),
    shows=at_infinity(lambda z: 1 / (1 + z)),
)
false(
    "the same divergent integral taken from itself is not 0",
    Integral(1 / r, (r, 0, 1)) + a - Integral(1 / u, (u, 0, 1)),
    (a, Algebra("the integrals cancel")),
    shows=at_zero(lambda z: 1 / z),
)
false(
    "0 times a divergent integral",
    (a - a * sin(a) ** 2 - a * cos(a) ** 2) * Integral(1 / r**2, (r, 0, 1)),
    (Integer(0), Algebra("the factor vanishes")),
    shows=at_zero(lambda z: 1 / z**2),
)
false(
    "no area under 1/t across its pole",
    Integral(a / t, (t, -1, 2)),
    (a * log(2), Antiderivative(t, a * log(Abs(t)))),
    shows=at_zero(lambda z: 1 / z),
)
false(
    "1/t^2 is positive, its primitive gives -2",
    Integral(1 / t**2, (t, -1, 1)),
    (Integer(-2), Antiderivative(t, -1 / t)),
    shows=at_zero(lambda z: 1 / z**2),
)
false(
    "cutting at the pole gives two divergent parts",
    Integral(1 / t**3, (t, -1, 2)),
    SplitDomain(t, (Integer(0),)),
    (Rational(3, 8), Algebra("the parts near 0 cancel")),
    shows=at_zero(lambda z: 1 / z**3),
)
false("unfolding makes no value", Integral(1 / r, (r, 0, 1)), Unfold(r, w), shows=at_zero(lambda z: 1 / z))
false(
    "a substitution carries a divergent integral to another",
    Integral(1 / r, (r, 1, oo)),
    (Integral(1 / u, (u, 0, 1)), Substitute(r, u, 1 / u, 1 / r)),
    shows=at_infinity(lambda z: 1 / z),
)
false(
    "the logarithm is infinite at both ends",
    Integral(1 / r, (r, 0, oo)),
    (Integral(2 / u, (u, 0, oo)), Substitute(r, u, u**2, sqrt(r))),
    shows=at_infinity(lambda z: 1 / z),
)
false(
    "sin t has no mean over a half-line",
    Integral(sin(r), (r, 0, oo)),
    (Integer(1), Antiderivative(r, -cos(r))),
    shows=lambda: abs((1 - mp.cos(10**6 * 2 * mp.pi)) - (1 - mp.cos((2 * 10**6 + 1) * mp.pi))) > 1,
)
false(
    "the tail of a harmonic integrand is not 0",
    Integral(1 / (r + a), (r, 0, oo)) * Integer(2),
    (Integral(1 / (r + a), (r, 0, oo)) + Integral(1 / (u + 2 * a), (u, 0, oo)), Substitute(r, u, u / 2, 2 * r)),
    shows=at_infinity(lambda z: 1 / (z + 1)),
)
false(
    "exp wins over every power at infinity",
    Integral(exp(x * t) / (1 + t**2), (t, -oo, oo)),
    (Integral(exp(-x * s) / (1 + s**2), (s, -oo, oo)), Substitute(t, s, -s, -t)),
    shows=at_infinity(lambda z: mp.exp(mp.sqrt(z)) / (1 + z * z)),
)
false(
    "the second Cauchy moment is infinite, not compensated",
    Integral(t**2 * CAUCHY, (t, -oo, oo)) - Integral(CAUCHY * (t**2 + 1), (t, -oo, oo)),
    (Integer(-1), Linearity()),
    shows=at_infinity(lambda z: z * z / (1 + z * z)),
)
false(
    "|sin t|/t is not integrable",
    Integral(Abs(sin(r)) / r, (r, 1, oo)),
    ("<=", Integer(50), Bound("the oscillation damps it")),
    shows=at_infinity(lambda z: 1 / z),
)
false(
    "tan has a pole inside the range",
    Integral(tan(t), (t, 0, 2)),
    (-log(-cos(Integer(2))), Antiderivative(t, -log(Abs(cos(t))))),
    shows=at_zero(lambda z: 1 / mp.tan(z)),
)
false(
    "a pole at the end that the power does not tame",
    Integral(r ** (-a), (r, 0, 1)),
    (1 / (1 - a), Antiderivative(r, r ** (1 - a) / (1 - a))),
    box={a: (Rational(1, 4), HALF)},
    shows=at_zero(lambda z: z ** mp.mpf(-2)),
)
false(
    "the moment exists below the tail index only",
    Integral(r ** (n - 3), (r, 1, oo)),
    (1 / (2 - n), Antiderivative(r, r ** (n - 2) / (n - 2))),
    box={n: (1, 1)},
    shows=at_infinity(lambda z: z),
)
false(
    "Gamma's integral at a negative place diverges",
    Integral(r ** (x - 1) * exp(-r), (r, 0, oo)),
    (Integral(r**x * exp(-r), (r, 0, oo)) / x, Known("the recurrence of Gamma", "DLMF 5.5.1")),
    box={x: (HALF, 2)},
    shows=at_zero(lambda z: z ** mp.mpf(-1.5) * mp.exp(-z)),
)
false(
    "a divergent derivative of a constant",
    Integral(1 / r, (r, 1, oo)).diff(a) + Integral(a / r, (r, 1, oo)),
    (a * Integral(1 / r, (r, 1, oo)), Linearity()),
    shows=at_infinity(lambda z: 1 / z),
)

true(
    "odd and integrable",
    Integral(t * exp(-(t**2)), (t, -oo, oo)),
    (Integer(0), Fold(t, r)),
    at=({},),
    weakest="enclosed",
)
true(
    "the difference converges",
    Integral(1 / (r * (r + 1)), (r, 1, oo)),
    (log(2), Antiderivative(r, log(r / (r + 1)))),
    at=({},),
    weakest="enclosed",
)
true(
    "an integrable pole",
    Integral(1 / sqrt(r), (r, 0, a)),
    (2 * sqrt(a), Antiderivative(r, 2 * sqrt(r))),
    at=({a: 1}, {a: 9}),
    weakest="enclosed",
)
true(
    "linearity of convergent integrals",
    Integral(exp(-r) + exp(-2 * r), (r, 0, oo)),
    Linearity(),
    (Rational(3, 2), Algebra("their values")),
    at=({},),
    weakest="enclosed",
)
true(
    "a pole that only touches the range from outside",
    Integral(1 / (1 + t), (t, 0, a)),
    (log(1 + a), Antiderivative(t, log(1 + t))),
    at=({a: 1}, {a: 5}),
    weakest="enclosed",
)
