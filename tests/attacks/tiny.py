"""Relative errors from 1e-20 to 1e-60, near-identities, boxes of a single point."""

from mpmath import mp
from sympy import (
    And,
    Derivative,
    Determinant,
    Eq,
    Integer,
    Integral,
    Matrix,
    Rational,
    Sum,
    cos,
    erf,
    exp,
    log,
    oo,
    pi,
    sin,
    sqrt,
    tanh,
    zeta,
)

from symspline.proof.moves import (
    Algebra,
    Antiderivative,
    Bound,
    Combine,
    Definition,
    Evaluate,
    Fold,
    Known,
    Linearity,
    PowerRule,
    TakeLimit,
    Telescope,
)

from .case import Cause
from .words import HALF, a, b, k, n, r, t, x, y

TINY = Cause("X20", "tiny")
false, true = TINY.false, TINY.true
FORM = Algebra("rearrange")
TABLE = Known("a near-identity", "folklore")
NOUGHT = {x: (0, 0), y: (0, 0)}


def the_tail_fits():
    total = mp.quad(lambda z: mp.exp(-(10**4) * z), [1 + i / mp.mpf(2000) for i in range(21)])
    return abs(total * 10**4 * mp.exp(10**4) - 1) < 1e-8


def e(digits):
    return Rational(1, 10**digits)


false("Ramanujan's constant is no integer", exp(pi * sqrt(163)), (Integer(640320) ** 3 + 744, TABLE), at={}, near=1e-35)
false("a factor off by 1e-20", a * (1 + a), ((a + a**2) * (1 + e(20)), FORM), at={a: 1}, near=1e-21)
false(
    "a factor off by 1e-40 on a transcendental line",
    sin(2 * a),
    (2 * sin(a) * cos(a) * (1 + e(40)), TABLE),
    at={a: 1},
    near=1e-41,
)
false("a term of 1e-60", exp(a) * exp(b), (exp(a + b) + e(60), FORM), at={a: 1, b: 1}, near=1e-62)
false("an exponent off by 1e-45", sqrt(a) * a**2, (a ** (Rational(5, 2) + e(45)), FORM), at={a: 2}, near=1e-47)
false(
    "an end of the range off by 1e-30",
    Integral(exp(-r), (r, 0, a)),
    (1 - exp(-a * (1 + e(30))), Antiderivative(r, -exp(-r))),
    at={a: 1},
    near=1e-32,
    pair=(0, -1),
)
false(
    "a coefficient of the primitive off by 1e-50",
    Integral(r**3, (r, 0, a)),
    (a**4 * (Rational(1, 4) + e(50)), PowerRule()),
    at={a: 1},
    near=1e-52,
)
false("a wave of height 1e-30", cos(a) ** 2 + sin(a) ** 2 + e(30) * sin(a), (Integer(1), FORM), at={a: 1}, near=1e-32)
false("a bound missed by 1e-50", 2 * x * y, ("<=", x**2 + y**2 - e(50), Bound("a square")), at={x: 1, y: 1}, near=1e-52)
false("an equation moved by 1e-25", Eq(x, y), ("<=>", Eq(x, y + e(25)), Algebra("the same")), at={x: 1, y: 1})
false(
    "a multiplier off by 1e-20",
    And(Eq(x + y, 2), Eq(x - y, 0)),
    ("=>", Eq(x, 1 + e(20)), Combine(((HALF, HALF),))),
    at={x: 1, y: 1},
)
false("a derivative off by 1e-35", Derivative(x**3, x), (3 * x**2 + e(35) * x, Evaluate()), at={x: 1}, near=1e-36)
false(
    "a limit missed by 1e-25",
    (a**2 + a) / (a**2 + 1),
    (1 + e(25), TakeLimit(a, oo)),
    at=({a: 10**40}, {a: 10**50}),
    near=1e-26,
)
false(
    "a term of a telescope off by 1e-40",
    Sum(1 / (k * (k + 1)), (k, 1, n)),
    (1 - 1 / (n + 1) + e(40), Telescope(k, -1 / k)),
    at={n: 3},
    near=1e-42,
)
false("tanh 50 is not 1", a * tanh(Integer(50)), (a, TABLE), at={a: 1}, near=1e-45)
false("erf 10 is not 1", erf(Integer(10)) + a, (1 + a, TABLE), at={a: 1}, near=1e-47)
false("zeta(200) is not 1", zeta(200) * a, (a, TABLE), at={a: 1}, near=1e-62)
false(
    "a theta sum is nearly its integral",
    Sum(exp(-(k**2) / Integer(10)), (k, -60, 60)),
    (sqrt(10 * pi), TABLE),
    at={},
    near=1e-45,
)
false("a value of 1e-400000 is not 0", exp(-(10**6) * a), (Integer(0), Definition("negligible")), at={a: 1})
false(
    "an integral of 1e-4300 is not 0",
    Integral(exp(-(10**4) * r), (r, 1, 2)),
    (Integer(0), Known("negligible", "physics")),
    shows=lambda: mp.quad(lambda z: mp.exp(-(10**4) * z), [1, 1.001, 1.01, 2]) > 0,
)
false("a huge and a small number", 10**60 * a + 1, (10**60 * a, FORM), at={a: 1}, near=1e-62)
false("the sine is its argument at 0 only", sin(x), (x, FORM), box=NOUGHT, at={x: 1})
false(
    "a quotient on the box [0, 0] has no value",
    sin(x) / x,
    (Integer(1), Known("continuity", "calculus")),
    box=NOUGHT,
    at={x: 0},
)
false("a bound on the box [0, 0]", x, ("<=", -(x**2), Bound("both vanish")), box=NOUGHT, at={x: 1})
false("a condition on the box [0, 0]", x * y >= 0, ("=>", x >= y, Algebra("both vanish")), box=NOUGHT, at={x: 1, y: 2})
false(
    "an integral with an empty range on the box [0, 0]",
    Integral(exp(t), (t, 0, x)),
    (x, Antiderivative(t, t)),
    box=NOUGHT,
    at={x: 1},
)
false("two integers fix no quadratic", n**2 + 2, (3 * n, FORM), box={n: (1, 2)}, at={n: 3})
false(
    "a logarithm near a multiple of pi",
    log(Integer(640320) ** 3 + 744) * a,
    (sqrt(163) * pi * a, TABLE),
    at={a: 1},
    near=1e-33,
)
false(
    "a determinant off by 1e-40",
    Determinant(Matrix([[a, 1], [1, b]])),
    (a * b - 1 + e(40), Evaluate("the determinant")),
    at={a: 2, b: 1},
    near=1e-42,
)
false(
    "a folded integral off by a part of 1e-28",
    Integral(t**2, (t, -1, 1)),
    (Rational(2, 3) * (1 + e(28)), Fold(t, r)),
    at={},
    near=1e-30,
)
false(
    "a linear factor off by 1e-33",
    Integral(a * r, (r, 0, 1)),
    ((a + e(33)) * Integral(r, (r, 0, 1)), Linearity()),
    at={a: 1},
    near=1e-35,
)

true("a large number kept", (10**60 * a + 1) ** 2, (10**120 * a**2 + 2 * 10**60 * a + 1, FORM), at=({a: 1}, {a: 2}))
true("a box of one point", (x + 1) ** 2, (x**2 + 2 * x + 1, FORM), box=NOUGHT, at=({x: 0}, {x: 5}))
true(
    "a tiny coefficient on both sides",
    e(40) * sin(2 * a),
    (2 * e(40) * sin(a) * cos(a), TABLE),
    at=({a: 1}, {a: 2}),
    weakest="enclosed",
)
true(
    "a tiny integral",
    Integral(exp(-(10**4) * r), (r, 1, 2)),
    ((exp(-(10**4)) - exp(-2 * 10**4)) / 10**4, Antiderivative(r, -exp(-(10**4) * r) / 10**4)),
    shows=the_tail_fits,
    weakest="enclosed",
)
