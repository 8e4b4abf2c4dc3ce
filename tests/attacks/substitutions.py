"""Changes of variable: across a pole, not monotonic, with the wrong orientation, off the variable's assumption."""

from mpmath import mp
from sympy import Abs, Integer, Integral, Rational, asin, atan, cos, exp, log, oo, pi, sin, sqrt, tan

from symspline.proof.moves import Algebra, Antiderivative, Fold, Known, Substitute, Unfold

from .case import Cause
from .oracle import apart, grows
from .words import HALF, a, b, n, p, r, s, t, u, v, w, x, y

SUBSTITUTIONS = Cause("X4", "substitution")
false, true = SUBSTITUTIONS.false, SUBSTITUTIONS.true
BELL = exp(-(t**2))

false(
    "1/p has a pole inside the range",
    Integral(1 / (1 + t**2), (t, -1, 1)),
    Substitute(t, p, 1 / p, 1 / t),
    (-pi / 2, Antiderivative(p, atan(p))),
    at={},
)
false(
    "the square is not monotonic about 0",
    Integral(t**2, (t, -1, 1)),
    (Integral(sqrt(u) / 2, (u, 1, 1)), Substitute(t, u, sqrt(u), t**2)),
    at={},
)
false(
    "a positive variable takes a negative range",
    Integral(Abs(t), (t, -1, 1)),
    (Integral(u, (u, -1, 1)), Substitute(t, u, u, t)),
    at={},
)
false(
    "the half-angle tangent has its pole at pi",
    Integral(1 / (2 + cos(t)), (t, 0, 2 * pi)),
    (Integer(0), Substitute(t, s, 2 * atan(s), tan(t / 2))),
    at={},
)
false(
    "a negative scale turns the range about",
    Integral(BELL, (t, -oo, oo)),
    (Integral(x * exp(-(x**2) * s**2), (s, -oo, oo)), Substitute(t, s, x * s, t / x)),
    box={x: (HALF, 2)},
    at={x: -1},
)
false(
    "a power of negative exponent turns the range about",
    Integral(r ** (x - 1) / (1 + r**x) ** 2, (r, 0, oo)),
    (Integral(1 / (x * (1 + u) ** 2), (u, 0, oo)), Substitute(r, u, u ** (1 / x), r**x)),
    box={x: (HALF, 2)},
    shows=lambda: (
        mp.quad(lambda z: z**-2 / (1 + 1 / z) ** 2, [0, 1, mp.inf])
        > 0
        > -mp.quad(lambda z: (1 + z) ** -2, [0, 1, mp.inf])
    ),
)
false(
    "a shift moves the ends",
    Integral(exp(-((t - x) ** 2)), (t, -20, 20)),
    (Integral(exp(-(s**2)), (s, -20, 20)), Substitute(t, s, s + x, t - x)),
    box={x: (-1, 1)},
    at={x: 20},
)
false(
    "the factor 1/a of the scale is lost; the box hides it",
    Integral(exp(-a * r), (r, 0, oo)),
    (Integral(exp(-u), (u, 0, oo)), Substitute(r, u, u / a, a * r)),
    box={a: (1, 1)},
    at={a: 3},
)
false(
    "the logarithm of a negative end is not real",
    Integral(t**2, (t, -1, 1)),
    (Integral(exp(3 * s), (s, -oo, 0)), Substitute(t, s, exp(s), log(t))),
    at={},
    build=True,
)
false(
    "the new variable is already in the integrand", Integral(exp(-a * r), (r, 0, oo)), Substitute(r, a, a, r), at={a: 2}
)
false(
    "the pole of the inverse enters the range for small x",
    Integral(exp(-t), (t, 0, 1)),
    (Integral(exp(-x - 1 / p) / p**2, (p, 1 / (1 - x), -1 / x)), Substitute(t, p, x + 1 / p, 1 / (t - x))),
    box={x: (2, 3)},
    shows=lambda: grows(lambda z: 1 / z**2, 0, 2),
)
false(
    "at x = 0 the substitution collapses",
    Integral(1 / (1 + t**2), (t, 0, 1)),
    (Integral(x / (1 + x**2 * s**2), (s, 0, 1 / x)), Substitute(t, s, x * s, t / x)),
    at={x: 0},
)
false(
    "the sine comes back after pi/2",
    Integral(cos(t) ** 2, (t, 0, 3)),
    (Integral(sqrt(1 - s**2), (s, 0, sin(Integer(3)))), Substitute(t, s, asin(s), sin(t))),
    at={},
)
false(
    "the inverse leaves its branch when a > pi/2",
    Integral(cos(t), (t, 0, a)) ** 2 - sin(a) ** 2 + Integral(sqrt(1 - sin(t) ** 2), (t, 0, a)),
    (Integral(1, (s, 0, sin(a))), Substitute(t, s, asin(s), sin(t))),
    box={a: (HALF, Rational(3, 2))},
    at={a: 3},
)
false(
    "a range that reaches below 0 has no square roots",
    Integral(t**2, (t, x, 1)),
    (Integral(sqrt(u) / 2, (u, x**2, 1)), Substitute(t, u, sqrt(u), t**2)),
    box={x: (HALF, Rational(9, 10))},
    at={x: -HALF},
)
false(
    "unfolding wants a range from 0",
    Integral(exp(-r), (r, a, 2)),
    (Integral(exp(-Abs(w)), (w, -2, 2)) / 2, Unfold(r, w)),
    box={a: (Rational(1, 10**9), Rational(1, 10**9))},
    at={a: 1},
)
false(
    "folding keeps the even part only",
    Integral(exp(x * t), (t, -1, 1)),
    (2 * Integral(exp(x * r), (r, 0, 1)), Fold(t, r)),
    box={x: (0, 0)},
    at={x: 1},
)
false(
    "a fold of a lopsided range",
    Integral(t**2, (t, -a, 1)),
    (2 * Integral(r**2, (r, 0, 1)), Fold(t, r)),
    box={a: (1, 1)},
    at={a: 2},
    build=True,
)
false(
    "the inverse is right, the line has the derivative of the inverse",
    Integral(exp(-r), (r, 0, 1)),
    (Integral(exp(-(u**2)) / (2 * u), (u, 0, 1)), Substitute(r, u, u**2, sqrt(r))),
    shows=lambda: grows(lambda z: mp.exp(-z * z) / (2 * z), 0, 1),
)
false(
    "r^n is not monotonic on both sides for even n",
    Integral(t**n, (t, -1, 1)),
    (Integral(s ** (1 / n) / n * Abs(s) ** (0), (s, (-1) ** n, 1)), Substitute(t, s, s ** (1 / n), t**n)),
    box={n: (1, 1)},
    at={n: 2},
)
false(
    "two substitutions in a double integral, one factor",
    Integral(exp(-a * r - b * u), (r, 0, oo), (u, 0, oo)),
    (Integral(exp(-a * r - v), (r, 0, oo), (v, 0, oo)) / a, Substitute(u, v, v / b, b * u)),
    box={a: (1, 2), b: (1, 1)},
    shows=lambda: apart(
        [mp.quad(lambda z: mp.exp(-3 * z), [0, mp.inf])], [mp.quad(lambda z: mp.exp(-z), [0, mp.inf]) / 2], 0.1
    ),
)

true(
    "a monotonic square root",
    Integral(exp(-sqrt(r)), (r, 0, oo)),
    Substitute(r, u, u**2, sqrt(r)),
    (Integer(2), Algebra("its value")),
    at={},
    weakest="enclosed",
)
true(
    "a scale",
    Integral(exp(-a * r), (r, 0, oo)),
    Substitute(r, u, u / a, a * r),
    at=({a: 1}, {a: 3}),
    weakest="enclosed",
)
true(
    "a reciprocal away from its pole",
    Integral(1 / (1 + r**2), (r, 1, oo)),
    Substitute(r, u, 1 / u, 1 / r),
    (pi / 4, Antiderivative(u, atan(u))),
    at={},
    weakest="enclosed",
)
true(
    "a cube has a flat place and still is monotonic",
    Integral(exp(-Abs(t)), (t, -8, 8)),
    (Integral(3 * s**2 * exp(-(Abs(s) ** 3)), (s, -2, 2)), Known("the substitution t = s^3", "calculus")),
    at={},
    weakest="enclosed",
)
true(
    "a reflection",
    Integral(t * exp(-t), (t, 0, y)),
    (Integral((y - s) * exp(s - y), (s, 0, y)), Algebra("reflect")),
    at=({y: 1}, {y: -1}, {y: 3}),
    weakest="enclosed",
)
