"""Limits: off by a little, oscillating, turning back, from the wrong side; slow true ones are the controls."""

from sympy import Abs, E, Integer, Mod, Rational, atan, cos, erf, exp, floor, gamma, log, oo, pi, sin, sqrt, tan, tanh

from symspline.proof.moves import Algebra, Bound, TakeLimit
from symspline.proof.resting import Resting

from .case import Cause
from .words import HALF, a, b, n, x, y

LIMITS = Cause("X6", "limit")
false, true = LIMITS.false, LIMITS.true
ZERO = Integer(0)


def to_zero(digits=(20, 40)):
    return tuple({a: Rational(1, 10**d)} for d in digits)


def far(*digits):
    return tuple({a: 10**d} for d in digits)


false("off by 5e-4", sin(a) / a, (1 + Rational(1, 2000), TakeLimit(a, ZERO)), at=to_zero())
false("off by 1e-4, at infinity", tanh(a), (1 - Rational(1, 10**4), TakeLimit(a, oo)), at=far(2, 3), near=1e-5)
false(
    "off by 1e-6, a slow approach hides it",
    (1 + 1 / a) ** a,
    (E * (1 + Rational(1, 10**6)), TakeLimit(a, oo)),
    at=far(15, 18),
    near=1e-7,
)
false(
    "off by 1e-8, with a parameter",
    (exp(a * b) - 1) / a,
    (b * (1 + Rational(1, 10**8)), TakeLimit(a, ZERO)),
    at=tuple({a: Rational(1, 10**d), b: 1} for d in (15, 18)),
    near=1e-9,
)
false(
    "off by 1e-12, the size of the nearest step",
    a * log(1 + 1 / a),
    (1 - Rational(1, 10**12), TakeLimit(a, oo)),
    at=far(18, 19),
    near=1e-13,
)
false(
    "off by 1e-13, where Stirling's correction is as large",
    gamma(a + 1) / (sqrt(2 * pi * a) * (a / E) ** a),
    (1 + Rational(1, 10**13), TakeLimit(a, oo)),
    at=far(15, 16),
    near=1e-14,
)
false(
    "off by 1e-30, where the approach is faster than any power",
    erf(a),
    (1 - Rational(1, 10**30), TakeLimit(a, oo)),
    at=far(2, 3),
    near=1e-31,
)
false(
    "sin(pi a) vanishes at the integers only",
    sin(pi * a),
    (ZERO, TakeLimit(a, oo)),
    at=({a: 10**6 + HALF}, {a: 10**9 + HALF}),
)
false(
    "the fractional part of 1/a has no limit",
    1 / a - floor(1 / a),
    (ZERO, TakeLimit(a, ZERO)),
    at=({a: 1 / (10**6 + HALF)}, {a: 1 / (10**9 + HALF)}),
)
false(
    "an alternating sequence has no limit, powers of ten are even",
    (-1) ** n,
    (Integer(1), TakeLimit(n, oo)),
    at=({n: 10**6 + 1}, {n: 10**9 + 1}),
)
false(
    "every power of ten leaves 1 modulo 3",
    Mod(n, 3),
    (Integer(1), TakeLimit(n, oo)),
    at=({n: 10**6 + 1}, {n: 10**9 + 1}),
)
false(
    "a power that turns: a^(1/50) beats log a at last",
    a ** Rational(1, 50) / log(a),
    (ZERO, TakeLimit(a, oo)),
    at=far(3000, 6000),
)
false(
    "a slow power is not where it stands at 1e-20",
    a ** Rational(1, 100),
    (Rational(63, 100), TakeLimit(a, ZERO)),
    at=to_zero((500, 1000)),
)
false(
    "a double logarithm passes the claimed value",
    atan(a) + 1 / log(log(a + 3)),
    (pi / 2 + Rational(3013013, 10**7), TakeLimit(a, oo)),
    at=far(1000, 4000),
)
false("a term 1e-20 a turns the values back at last", 1 / a + a / 10**20, (ZERO, TakeLimit(a, oo)), at=far(25, 30))
false(
    "exp(1/x) explodes from the right",
    exp(1 / x),
    (ZERO, TakeLimit(x, ZERO)),
    at=tuple({x: Rational(1, d)} for d in (10, 20)),
)
false(
    "the sign is -1 from the left",
    Abs(x) / x,
    (Integer(1), TakeLimit(x, ZERO, "-")),
    at=tuple({x: -Rational(1, 10**d)} for d in (10, 20)),
)
false(
    "the floor lies below its place from the left",
    floor(x),
    (Integer(1), TakeLimit(x, Integer(1), "-")),
    at=tuple({x: 1 - Rational(1, 10**d)} for d in (10, 20)),
)
false(
    "a geometric power for bases below 1 only",
    b**a,
    (ZERO, TakeLimit(a, oo)),
    box={b: (Rational(1, 4), HALF)},
    at=tuple({a: d, b: 2} for d in (10, 20)),
)
false(
    "a power at 0 for positive exponents only",
    a**x,
    (ZERO, TakeLimit(a, ZERO)),
    box={x: (HALF, 2)},
    at=tuple({a: Rational(1, 10**d), x: -1} for d in (10, 20)),
)
false(
    "a difference quotient about a moving place, from the left",
    Abs(x - y) / (x - y),
    (Integer(1), TakeLimit(x, y, "-")),
    at=tuple({x: 1 - Rational(1, 10**d), y: 1} for d in (10, 20)),
)
false(
    "the tangent has poles beyond every bound",
    tan(a),
    (ZERO, TakeLimit(a, oo)),
    at=({a: 10**6}, {a: 10**6 + 1}),
    near=1e-2,
)
false(
    "the order of two limits",
    (a - b) / (a + b),
    (Integer(-1), TakeLimit(a, ZERO)),
    (Integer(1), TakeLimit(b, ZERO)),
    pair=(1, 2),
    at={b: 1},
)
false(
    "a limit is no value",
    sin(a) / a,
    (Integer(1), TakeLimit(a, ZERO)),
    (Integer(2), Algebra("and so 1 = sin a / a = 2 sin a / a at 0")),
    pair=(1, 2),
    at={a: 1},
)
false(
    "a sum of a huge and a small term forgets the small", (a**2 + a) / a - a, (ZERO, TakeLimit(a, oo)), at=far(20, 30)
)
false("roots that differ by a half in the limit", sqrt(a**2 + a) - a, (ZERO, TakeLimit(a, oo)), at=far(6, 8))

# In the limit the sides of a strict bound may meet, whatever the step calls itself.
for why, line, bound, move in (
    ("a strict bound is reached in the limit", 1 - 1 / a, Integer(1), TakeLimit(a, oo)),
    ("nothing lies below zero in the limit", -1 / a, ZERO, TakeLimit(a, oo)),
    ("the same, the limit resting on a theorem", 1 - 1 / a, Integer(1), Resting(TakeLimit(a, oo), ())),
):
    false(why, line, ("<", bound, move), shows=lambda: not 1.0 < 1.0, build=True)
false(
    "a strict bound after a bound, in the limit",
    a / (1 + a),
    ("<", (2 + a) / (1 + a), Bound("by 2")),
    ("<", 1 + 1 / a, TakeLimit(a, oo)),
    shows=lambda: not 1.0 < 1.0,
    build=True,
)
false(
    "a condition in the limit",
    a > 0,
    ("=>", a > 1, TakeLimit(a, oo)),
    shows=lambda: not 1.0 > 1.0,
    build=True,
)

true(
    "a slow power",
    a ** Rational(1, 100),
    (ZERO, TakeLimit(a, ZERO)),
    at={a: Rational(1, 10**5000)},
    weakest="undecided",
)
true("a reciprocal logarithm", 1 / log(a), (ZERO, TakeLimit(a, oo)), at={a: 10**5000}, near=1e-3, weakest="undecided")
true(
    "a logarithm loses against a small power, late",
    log(a) / a ** Rational(1, 100),
    (ZERO, TakeLimit(a, oo)),
    at={a: 10**5000},
    weakest="undecided",
)
true(
    "an oscillation that is damped",
    (a + sin(a)) / a,
    (Integer(1), TakeLimit(a, oo)),
    at={a: 10**20},
    weakest="enclosed",
)
true(
    "Euler's limit with a parameter",
    (1 + b / a) ** a,
    (exp(b), TakeLimit(a, oo)),
    at=({a: 10**9, b: 1}, {a: 10**9, b: 3}),
    near=1e-6,
    weakest="sampled",
)
true(
    "a removable singularity",
    (1 - cos(a)) / a**2,
    (HALF, TakeLimit(a, ZERO)),
    at={a: Rational(1, 10**4)},
    near=1e-8,
    weakest="sampled",
)
true(
    "a step from the left",
    floor(x),
    (ZERO, TakeLimit(x, Integer(1), "-")),
    at={x: 1 - Rational(1, 10**9)},
    weakest="sampled",
)
true(
    "a strict bound that its limit weakens",
    1 / (1 + a),
    ("<", 1 / a, Bound("a smaller denominator")),
    (ZERO, TakeLimit(a, oo)),
    at={a: 10**20},
    near=1e-15,
)
true(
    "a limit whose words rest on a theorem",
    (a + 1) / a,
    (Integer(1), Resting(TakeLimit(a, oo), ())),
    at={a: 10**20},
)
