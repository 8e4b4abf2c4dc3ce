"""Primitives that jump inside the range: the difference at the ends counts the jump as area."""

from mpmath import mp
from sympy import (
    Abs,
    Integer,
    Integral,
    Piecewise,
    Rational,
    acos,
    atan,
    cos,
    exp,
    floor,
    gamma,
    log,
    pi,
    polygamma,
    sec,
    sign,
    sin,
    sqrt,
    tan,
)

from symspline.proof.moves import Algebra, Antiderivative, PowerRule, SplitDomain

from .case import Cause
from .oracle import grows
from .words import HALF, a, b, n, r, s, t, x, y

ANTIDERIVATIVES = Cause("X5", "primitive")
false, true = ANTIDERIVATIVES.false, ANTIDERIVATIVES.true

false(
    "the arctangent of a tangent jumps at pi/2",
    Integral(1 / (1 + sin(t) ** 2), (t, 0, pi)),
    Antiderivative(t, atan(sqrt(2) * tan(t)) / sqrt(2)),
    at={},
)
false(
    "the half-angle primitive jumps at pi",
    Integral(1 / (2 + sin(t)), (t, 0, 2 * pi)),
    (Integer(0), Antiderivative(t, 2 / sqrt(3) * atan((2 * tan(t / 2) + 1) / sqrt(3)))),
    at={},
)
false(
    "a primitive with a step of 1 at 0",
    Integral(a, (t, -1, 1)),
    (3 * a, Antiderivative(t, Piecewise((a * t, t < 0), (a * t + a, True)))),
    at=({a: 1}, {a: 2}),
)
false(
    "the arctangent of 1/t jumps at 0",
    Integral(-1 / (1 + t**2), (t, -1, 1)),
    (pi / 2, Antiderivative(t, atan(1 / t))),
    at={},
)
false(
    "a pole of the argument at 1, not at 0",
    Integral((1 + t**2) / (t**4 - t**2 + 1), (t, 0, 2)),
    (atan(Rational(-2, 3)), Antiderivative(t, atan(t / (1 - t**2)))),
    at={},
)
false(
    "the jump at 1/x enters the range for x > 1",
    Integral(1 / (1 + t**2), (t, 0, 1)),
    (atan((x + 1) / (1 - x)) - atan(x), Antiderivative(t, atan((x + t) / (1 - x * t)))),
    box={x: (Rational(1, 4), HALF)},
    at={x: 2},
)
false(
    "a logarithm whose pole moves into the range",
    Integral(1 / (t - x), (t, 0, 1)),
    (log(Abs(1 - x)) - log(Abs(x)), Antiderivative(t, log(Abs(t - x)))),
    box={x: (2, 3)},
    shows=lambda: grows(lambda z: 1 / z, 0, HALF),
)
false(
    "exp(-1/t) is unbounded left of 0",
    Integral(exp(-1 / t) / t**2, (t, -1, 1)),
    (exp(-1) - exp(1), Antiderivative(t, exp(-1 / t))),
    shows=lambda: grows(lambda z: 1 / z**2, 0, 1),
)
false(
    "the knot of the primitive comes into the range for small a",
    Integral(1, (t, 0, 1)),
    (Integer(1) + Piecewise((1, a < 1), (0, True)), Antiderivative(t, Piecewise((t, t < a), (t + 1, True)))),
    box={a: (2, 3)},
    at={a: HALF},
    build=True,
)
false(
    "the secant squared is positive and its integral infinite",
    Integral(sec(t) ** 2, (t, 0, 2)),
    (tan(Integer(2)), Antiderivative(t, tan(t))),
    shows=lambda: grows(lambda z: 1 / mp.sin(z) ** 2, 0, 1),
)
false(
    "the digamma function has a pole at -1",
    Integral(polygamma(0, t), (t, Rational(-3, 2), -HALF)),
    (log(Abs(gamma(-HALF))) - log(Abs(gamma(Rational(-3, 2)))), Antiderivative(t, log(Abs(gamma(t))))),
    shows=lambda: grows(lambda z: 1 / z, 0, HALF),
)
false(
    "a root of a square has the derivative of the wrong sign on one side",
    Integral(sqrt(2) * cos(t), (t, -1, 1)),
    (Integer(0), Antiderivative(t, sqrt(1 - cos(2 * t)))),
    at={},
)
false(
    "acos cos is a zigzag, not a line",
    Integral(1, (t, 0, 2 * pi)) + a,
    (a, Antiderivative(t, acos(cos(t)))),
    at=({a: 1}, {a: 2}),
)
false(
    "a floor added to a primitive has no derivative but steps",
    Integral(2 * t, (t, 0, 2)),
    (Integer(6), Antiderivative(t, t**2 + floor(t))),
    at={},
)
false(
    "a sign added to a primitive steps by 2",
    Integral(3 * t**2, (t, -1, 1)),
    (Integer(4), Antiderivative(t, t**3 + sign(t))),
    at={},
)
false(
    "the primitive jumps at every multiple of pi, the range of n periods meets them",
    Integral(1 / (1 + cos(t) ** 2), (t, 0, n * pi)),
    (Integer(0), Antiderivative(t, atan(tan(t) / sqrt(2)) / sqrt(2))),
    at=({n: 2}, {n: 5}),
)
false(
    "the power rule at the exponent -1",
    Integral(r ** (x - 1), (r, 1, 2)),
    ((2**x - 1) / x, Antiderivative(r, r**x / x)),
    box={x: (HALF, 2)},
    at={x: 0},
)
false(
    "the primitive divides by a - b, which may vanish",
    Integral(exp((a - b) * t), (t, 0, 1)),
    ((exp(a - b) - 1) / (a - b), Antiderivative(t, exp((a - b) * t) / (a - b))),
    box={a: (HALF, 1), b: (Rational(3, 2), 2)},
    at={a: 1, b: 1},
)
false(
    "the split leaves a gap that is nothing on the box",
    Integral(t, (t, 0, 2)),
    (Integral(t, (t, 0, a)) + Integral(t, (t, 1, 2)), SplitDomain(t, (Integer(1),))),
    box={a: (1, 1)},
    at={a: 2},
)
false(
    "a cut outside the range, where the integrand has no value",
    Integral(sqrt(1 - t), (t, 0, 1)),
    SplitDomain(t, (Integer(2),)),
    shows=lambda: mp.quad(lambda z: mp.sqrt(1 - z), [0, 1, 2]).imag != 0,
)
false(
    "the power rule at a limit that depends on the variable",
    Integral(t * s, (t, 0, s), (s, 0, 1)),
    (Rational(1, 4), PowerRule()),
    at={},
)
false(
    "a primitive with a constant that differs at the two ends",
    Integral(2 * t, (t, 0, x)),
    (x**2 + Piecewise((0, x < 6), (1, True)), Antiderivative(t, t**2)),
    at={x: 7},
)
false(
    "the logarithm of the distance from an interior pole, by two pieces",
    Integral(1 / (t - 1), (t, 0, 3)),
    (log(2), Antiderivative(t, Piecewise((log(1 - t), t < 1), (log(t - 1), True)))),
    shows=lambda: grows(lambda z: 1 / z, 0, 1),
)

true(
    "a continuous primitive of a periodic integrand",
    Integral(1 / (1 + sin(t) ** 2), (t, 0, 1)),
    (atan(sqrt(2) * tan(1)) / sqrt(2), Antiderivative(t, atan(sqrt(2) * tan(t)) / sqrt(2))),
    at={},
    weakest="enclosed",
)
true(
    "the primitive of an absolute value",
    Integral(Abs(t), (t, -1, 2)),
    (Rational(5, 2), Antiderivative(t, t * Abs(t) / 2)),
    at={},
    weakest="enclosed",
)
true(
    "a primitive with an infinite slope at its end",
    Integral(1 / sqrt(r), (r, 0, 4)),
    (Integer(4), Antiderivative(r, 2 * sqrt(r))),
    at={},
    weakest="enclosed",
)
true("a polynomial", Integral(t**3 + y * t, (t, 0, 2)), PowerRule(), at=({y: 1}, {y: -3}))
true(
    "a cut inside the range",
    Integral(Abs(t - 1), (t, 0, 2)),
    SplitDomain(t, (Integer(1),)),
    (Integer(1), Algebra("two triangles")),
    at={},
    weakest="enclosed",
)
