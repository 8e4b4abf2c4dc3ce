"""Inequalities that fail outside the box, in one corner of it, or at a single integer."""

from sympy import Abs, Integer, Integral, Max, Rational, Sum, erfc, exp, factorial, log, sin, sqrt

from symspline.proof.moves import Bound

from .case import Cause
from .words import HALF, a, b, k, n, r, x, y

INEQUALITIES = Cause("X8", "bound")
SEEN = Bound("as is seen")


def false(why, small, large, **fields):
    INEQUALITIES.false(why, small, ("<=", large, SEEN), **fields)


def true(why, small, large, **fields):
    INEQUALITIES.true(why, small, ("<=", large, SEEN), **fields)


E50 = Rational(1, 50)
false("no positive number bounds all", a, Integer(10), at={a: 11})
false(
    "the tangent cannot be moved up to a smaller exp",
    1 - a,
    exp(-a) - Rational(1, 100),
    box={a: (Rational(1, 3), 3)},
    at={a: Rational(1, 10)},
)
false("powers of two pass 4096", 2**n, Integer(4096), box={n: (5, 12)}, at={n: 13})
false("a parabola that dips below 0 at one integer", Integer(0), (n - 17) ** 2 - HALF, box={n: (2, 30)}, at={n: 17})
false(
    "a parabola that dips by 1e-12 inside the box",
    Integer(0),
    (a - Rational(3, 2)) ** 2 - Rational(1, 10**12),
    at={a: Rational(3, 2)},
    near=1e-13,
)
false("exp passes every line", exp(a), 1 + 2 * a, box={a: (HALF, 1)}, at={a: 2})
false("a square is smaller between 0 and 1", x, x**2, box={x: (1, 2)}, at={x: HALF})
false("the cubic bound of the sine turns for negative x", x - x**3 / 6, sin(x), box={x: (0, 2)}, at={x: -1})
false("a corner of the square box", a * b, Rational(399, 100), at={a: 2, b: 2})
false("3! is less than 2^3", 2**n, factorial(n), box={n: (4, 12)}, at={n: 3})
false("n^10 loses against 2^n only from 59 on", n**10, 2**n, box={n: (60, 90)}, at={n: 10})
false("a window far out: log a against a tenth root", log(a), 3 * a ** Rational(1, 10), at={a: 22026})
false(
    "Motzkin's polynomial touches 0 at (1, 1)",
    Rational(1, 10**9),
    x**4 * y**2 + x**2 * y**4 + 1 - 3 * x**2 * y**2,
    at={x: 1, y: 1},
)
false(
    "a hypothesis that leaves arbitrarily small gaps",
    Integer(0),
    b - a - Rational(1, 1000),
    given=(a < b,),
    box={a: (HALF, 1), b: (Rational(3, 2), 2)},
    at={a: 1, b: 1 + Rational(1, 10**4)},
)
false("355 is nearly a multiple of pi", Rational(1, 10**4), Abs(sin(n)), at={n: 355})
false("the harmonic sums pass 10", Sum(1 / k, (k, 1, n)), Integer(10), at={n: 12500})
false("half the Gauss bound fails near 0", erfc(a), exp(-(a**2)) / 2, box={a: (1, 2)}, at={a: Rational(1, 10)})
false(
    "Bernoulli's inequality left of -2 with an odd exponent",
    1 + n * x,
    (1 + x) ** n,
    box={x: (-HALF, 2), n: (3, 3)},
    at={x: -4, n: 3},
)
false(
    "powers of negative exponent reverse the order",
    a**x,
    b**x,
    given=(a < b,),
    box={a: (HALF, 1), b: (Rational(3, 2), 2), x: (HALF, 2)},
    at={a: 1, b: 2, x: -1},
)
false("a Gaussian spike of width 1e-4 inside the box", exp(-(10**8) * (a - 1) ** 2), HALF, at={a: 1})
false("a reciprocal left of its pole and near it", 1 / (x + 3), Integer(1), at={x: Rational(-5, 2)})
false("an alternating sign on one integer", Integer(0), (-1) ** n, box={n: (2, 2)}, at={n: 3})
false(
    "the mean inequality with weights that need not add to 1",
    sqrt(a * b),
    x * a + (HALF - x) * b + HALF * b,
    box={a: (1, 1), b: (1, 1), x: (HALF, HALF)},
    at={a: 4, b: 1, x: Rational(1, 4)},
)
false(
    "an edge: x^2 y is not below x y unless x < 1",
    x**2 * y,
    x * y,
    given=(y > 0,),
    box={x: (Rational(1, 10), Rational(9, 10)), y: (HALF, 1)},
    at={x: 2, y: 1},
)
false(
    "Young's inequality with the exponents exchanged",
    a * b,
    a**3 / 3 + b**3 * Rational(2, 3),
    box={a: (1, 1), b: (1, 2)},
    at={a: 1, b: Rational(4, 5)},
)
false("the integral bound needs b below 1", Integral(r**b, (r, 0, 1)), HALF, box={b: (1, 2)}, at={b: Rational(1, 10)})
false("a sum of two bounds, the second reversed", x, x + (x - 1) * (x - 2) * (x - 3) / 6, box={x: (3, 4)}, at={x: 0})
false(
    "Taylor's polynomial of odd degree under exp with the wrong remainder sign",
    exp(x),
    1 + x + x**2 / 2 + x**3 / 4,
    box={x: (HALF, 1)},
    at={x: 3},
)
false(
    "hypotheses that meet the box in a point",
    Integer(0),
    a - b,
    given=(a * b <= 1,),
    box={a: (1, 1), b: (HALF, 1)},
    at={a: HALF, b: 2},
)
false(
    "a triangle inequality with a deficit",
    Abs(x + y),
    Abs(x) + Abs(y) - Rational(1, 10),
    box={x: (1, 2), y: (-2, -1)},
    at={x: 1, y: 1},
)

true(
    "the arithmetic mean",
    sqrt(a * b),
    (a + b) / 2,
    at=({a: 1, b: 9}, {a: 5, b: 5}, {a: 100, b: HALF}),
    weakest="enclosed",
)
true("the sine", sin(a), a, at=({a: HALF}, {a: 10}), weakest="enclosed")
true("the tangent of exp", 1 + x, exp(x), at=({x: -3}, {x: 0}, {x: 4}), weakest="enclosed")
true("a product of shares", x * (1 - x), Rational(1, 4), at=({x: -3}, {x: HALF}, {x: 4}))
true("two squares", 2 * x * y, x**2 + y**2, at=({x: 1, y: 1}, {x: -4, y: 9}))
true(
    "a sum of a nonnegative term",
    a,
    a + b**2 + Max(0, x),
    at=({a: 1, b: 1, x: -1}, {a: 9, b: 2, x: 3}),
    weakest="enclosed",
)


def strict(why, small, large, **fields):
    INEQUALITIES.false(why, small, ("<", large, SEEN), pair=(0, -1), **fields)


strict("a square touches 0 at 1", Integer(0), (x - 1) ** 2, box={x: (HALF, 2)}, shows=lambda: (1 - 1) ** 2 == 0)
strict("the hypothesis reaches 1", x, Integer(1), given=(x <= 1,), box={x: (HALF, 1)}, shows=lambda: not 1 < 1)
strict("two squares meet where x = y", 2 * x * y, x**2 + y**2, shows=lambda: 2 * 1 * 1 == 1 + 1)
strict(
    "a product of shares is 1 in one corner",
    x * y,
    Integer(1),
    given=(x >= 0, x <= 1, y >= 0, y <= 1),
    box={x: (Rational(1, 4), HALF), y: (Rational(1, 4), HALF)},
    shows=lambda: not 1 * 1 < 1,
)
INEQUALITIES.true(
    "a strict bound whose sides do not meet",
    2 * x * y,
    ("<", x**2 + y**2 + 1, SEEN),
    shows=lambda: all(2 * i * j < i * i + j * j + 1 for i in range(-9, 9) for j in range(-9, 9)),
)
INEQUALITIES.true(
    "a hypothesis that stops short of 1",
    x,
    ("<", Integer(1), SEEN),
    given=(x < 1,),
    box={x: (Rational(1, 4), HALF)},
    shows=lambda: -3 < HALF < 1,
)
