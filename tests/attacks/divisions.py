"""Divisions by what may vanish, hidden in reciprocals, quotients of sines, poles and quotients of sides."""

from mpmath import mp
from sympy import (
    And,
    Eq,
    Max,
    Rational,
    besselj,
    cos,
    cosh,
    cot,
    coth,
    csc,
    csch,
    erf,
    exp,
    floor,
    gamma,
    log,
    pi,
    sec,
    sech,
    sin,
    sinh,
    tan,
    tanh,
)

from symspline.proof.moves import Algebra, Combine

from .case import Cause
from .words import HALF, a, b, n, p, q, x, y, z

DIVISIONS = Cause("X10", "division")


def factor(expression):
    """The step from `expression y = 0` to `y = 0`."""
    return Eq(expression * y, 0), Eq(y, 0)


def false(why, divisor, multiplier, at, **fields):
    before, after = factor(divisor)
    DIVISIONS.false(why, before, ("=>", after, Combine(((multiplier,),))), at={**at, y: 1}, **fields)


def true(why, divisor, multiplier, *at, **fields):
    before, after = factor(divisor)
    DIVISIONS.true(why, before, ("=>", after, Combine(((multiplier,),))), at=at, **fields)


with mp.workdps(60):
    J_ZERO = Rational(int(mp.besseljzero(0, 1) * mp.mpf(10) ** 50), 10**50)

false("a cosine vanishes at pi/2", cos(x), sec(x), {x: pi / 2})
false("a sine vanishes at pi", sin(x), csc(x), {x: pi}, box={x: (HALF, 2)})
false("a tangent vanishes at pi", tan(x), cot(x), {x: pi}, box={x: (HALF, 1)})
false("a symbol vanishes at 0", x, 1 / x, {x: 0}, box={x: (HALF, 2)})
false("a logarithm vanishes at 1", log(a), 1 / log(a), {a: 1}, box={a: (Rational(3, 2), 2)})
false("a difference vanishes on the diagonal", a - b, 1 / (a - b), {a: 1, b: 1})
false("a hyperbolic sine vanishes at 0", sinh(x), csch(x), {x: 0}, box={x: (HALF, 2)})
false("a hyperbolic tangent vanishes at 0", tanh(x), coth(x), {x: 0}, box={x: (HALF, 2)})
false(
    "the reciprocal gamma function vanishes at -1, gamma has a pole",
    1 / gamma(x + HALF),
    gamma(x + HALF),
    {x: Rational(-3, 2)},
    box={x: (HALF, 2)},
)
false("a positive power of 0", (x**2) ** a, (x**2) ** (-a), {x: 0, a: 1}, box={x: (HALF, 2)})
false("a positive part vanishes on the left", Max(0, x), 1 / Max(0, x), {x: -1}, box={x: (HALF, 2)})
false("a floor vanishes below 1", floor(a), 1 / floor(a), {a: HALF}, box={a: (1, 2)})
false("a Bessel function has zeros far out", besselj(0, a), 1 / besselj(0, a), {a: J_ZERO}, box={a: (HALF, 2)})
false("an error function vanishes at 0", erf(x), 1 / erf(x), {x: 0}, box={x: (HALF, 2)})
false("an integer factor vanishes at 5", n - 5, 1 / (n - 5), {n: 5}, box={n: (6, 12)})
false("exp less 1 vanishes at 0", exp(x) - 1, 1 / (exp(x) - 1), {x: 0}, box={x: (HALF, 2)})
false("a quadratic with two real roots beyond the box", x**2 - 25, 1 / (x**2 - 25), {x: 5})
false("1 + cos vanishes at pi", 1 + cos(x), sec(x / 2) ** 2 / 2, {x: pi}, box={x: (-1, 1)})
false(
    "the pole of the tangent is no solution's loss, its zero is",
    sin(x) * cos(x),
    2 * csc(2 * x),
    {x: 0},
    box={x: (HALF, 1)},
)
DIVISIONS.false(
    "a determinant that may vanish",
    And(Eq(a * x + b * y, 0), Eq(b * x + a * y, 0)),
    (
        "=>",
        And(Eq(x, 0), Eq(y, 0)),
        Combine(((a / (a**2 - b**2), -b / (a**2 - b**2)), (-b / (a**2 - b**2), a / (a**2 - b**2)))),
    ),
    at={a: 1, b: 1, x: 1, y: -1},
)
DIVISIONS.false(
    "an inequality divided by a negative number turns",
    x * y <= x * z,
    ("=>", y <= z, Algebra("divide by x")),
    box={x: (HALF, 2)},
    at={x: -1, y: 1, z: 0},
)
DIVISIONS.false(
    "an inequality divided by 0 says nothing",
    x**2 * y <= x**2 * z,
    ("=>", y <= z, Algebra("divide by x^2")),
    box={x: (HALF, 2)},
    at={x: 0, y: 1, z: 0},
)
DIVISIONS.false(
    "cross-multiplied with denominators of either sign",
    1 / p <= 1 / q,
    ("=>", q <= p, Algebra("multiply by p q")),
    at={p: -1, q: 1},
)
DIVISIONS.false(
    "equal quotients with a denominator 0 by no means give equal numerators",
    Eq(x * z, y * z),
    ("<=>", Eq(x, y), Algebra("cancel z")),
    box={z: (HALF, 2)},
    at={x: 1, y: 2, z: 0},
)

true("exp never vanishes", exp(x), exp(-x), {x: -3, y: 0}, {x: 2, y: 1}, weakest="enclosed")
true("1 + x^2 has no real zero", 1 + x**2, 1 / (1 + x**2), {x: -3, y: 0}, {x: 2, y: 1}, weakest="enclosed")
true("a positive symbol", a, 1 / a, {a: 3, y: 0}, {a: 2, y: 1})
true("a hyperbolic cosine", cosh(x), sech(x), {x: -3, y: 0}, {x: 2, y: 1}, weakest="enclosed")
true("a sum of positive symbols", a + b, 1 / (a + b), {a: 3, b: 1, y: 0}, {a: 2, b: 1, y: 1}, weakest="enclosed")
