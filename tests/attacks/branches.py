"""Branch cuts and functions of several values: right on the box, wrong past the branch."""

from sympy import (
    LambertW,
    Rational,
    acos,
    acosh,
    acot,
    asin,
    asinh,
    atan,
    atan2,
    atanh,
    cos,
    cosh,
    exp,
    log,
    pi,
    sin,
    sqrt,
    tan,
)

from symspline.proof.moves import Algebra, Definition, Known, SplitCases

from .case import Cause
from .words import HALF, a, b, p, x, y

BRANCHES = Cause("X1", "branch")
false, true = BRANCHES.false, BRANCHES.true
FORM = Algebra("the inverse function undoes it")
TABLE = Known("an identity of inverse functions", "any table")
UNIT = {"box": {x: (Rational(1, 10), Rational(9, 10)), y: (Rational(1, 10), HALF)}}

false("acos has its values in [0, pi]", acos(cos(a)), (a, FORM), at={a: 4})
false("asin has its values in [-pi/2, pi/2]", asin(sin(x)), (x, TABLE), box={x: (-1, 1)}, at={x: 2})
false("atan forgets multiples of pi", atan(tan(x)), (x, FORM), box={x: (-1, 1)}, at={x: 2})
false(
    "the sum of arctangents leaves (-pi/2, pi/2) once a b > 1",
    atan(a) + atan(b),
    (atan((a + b) / (1 - a * b)), TABLE),
    box={a: (Rational(1, 4), HALF), b: (Rational(1, 4), HALF)},
    at={a: 2, b: 3},
)
false("a root of a square is the absolute value", sqrt(x**2 - 2 * x + 1), (x - 1, FORM), box={x: (2, 4)}, at={x: 0})
false("log of a negative number is not real", log(p**2), (2 * log(p), FORM), at={p: -1})
false(
    "the principal cube root of a negative number is not real",
    ((x + 3) ** 3) ** Rational(1, 3),
    (x + 3, FORM),
    at={x: -5},
)
false(
    "two negative factors: the roots give the sign -1",
    sqrt(x * y),
    (sqrt(x) * sqrt(y), FORM),
    box={x: (1, 2), y: (1, 2)},
    at={x: -1, y: -1},
)
false(
    "two negative factors: the logarithms add 2 pi i",
    log(x * y),
    (log(x) + log(y), Definition("of the logarithm")),
    box={x: (1, 2), y: (1, 2)},
    at={x: -1, y: -2},
)
false(
    "the angle of the left half-plane is not the arctangent",
    atan2(y, x),
    (atan(y / x), SplitCases("one case")),
    box={x: (1, 2)},
    at={x: -1, y: 1},
)
false(
    "2 acos x exceeds pi for negative x",
    acos(2 * x**2 - 1),
    (2 * acos(x), TABLE),
    given=(x > -1, x < 1),
    **UNIT,
    at={x: -HALF},
)
false(
    "2 asin x exceeds pi/2 beyond 1/sqrt 2",
    asin(2 * x * sqrt(1 - x**2)),
    (2 * asin(x), FORM),
    given=(x > -1, x < 1),
    box={x: (-HALF, HALF)},
    at={x: Rational(9, 10)},
)
false("acosh is never negative", acosh(cosh(x)), (x, TABLE), box={x: (HALF, 2)}, at={x: -1})
false(
    "the complement of an arctangent has the sign of its argument", atan(1 / p), (pi / 2 - atan(p), TABLE), at={p: -1}
)
false(
    "the cosine is negative in the second quadrant", sqrt(1 - sin(x) ** 2), (cos(x), FORM), box={x: (-1, 1)}, at={x: 3}
)
false("sin(a/2) is negative past 2 pi", sqrt((1 - cos(a)) / 2), (sin(a / 2), TABLE), at={a: 7})
false(
    "the power of a negative base is the principal one",
    (-a) ** Rational(1, 3),
    (-(a ** Rational(1, 3)), FORM),
    at={a: 1},
)
false(
    "two arcs add up to more than pi/2",
    asin(a) + asin(b),
    (asin(a * sqrt(1 - b**2) + b * sqrt(1 - a**2)), TABLE),
    given=(a < 1, b < 1),
    box={a: (Rational(1, 10), HALF), b: (Rational(1, 10), HALF)},
    at={a: Rational(9, 10), b: Rational(9, 10)},
)
false(
    "acos is never negative, an arctangent may be",
    2 * atan(x),
    (acos((1 - x**2) / (1 + x**2)), FORM),
    box={x: (HALF, 2)},
    at={x: -1},
)
false(
    "the logarithm is no longer acosh left of -1",
    log(x + sqrt(x**2 - 1)),
    (acosh(x), TABLE),
    given=(x**2 > 1,),
    box={x: (2, 3)},
    at={x: -2},
)
false(
    "an exponent 2 y does not pass through a square",
    (x**2) ** y,
    (x ** (2 * y), FORM),
    box={x: (HALF, 2)},
    at={x: -1, y: HALF},
)
false("W undoes x exp x from -1 on only", LambertW(x * exp(x)), (x, TABLE), box={x: (-HALF, 2)}, at={x: -3})
false(
    "two roots of negative numbers multiply to -sqrt",
    sqrt(x - 1) * sqrt(x + 1),
    (sqrt(x**2 - 1), FORM),
    given=(x**2 > 1,),
    box={x: (2, 3)},
    at={x: -2},
)
false("the complement of an arc ends at pi", asin(cos(a)), (pi / 2 - a, Definition("of the complement")), at={a: 4})
false(
    "exp of half a logarithm is the absolute value",
    exp(log(x**2) / 2),
    (x, FORM),
    box={x: (HALF, 2)},
    at={x: Rational(-3, 2)},
)
false("acot of a negative number is negative here", acot(x), (pi / 2 - atan(x), TABLE), box={x: (HALF, 2)}, at={x: -2})

true(
    "inside [0, pi]",
    acos(cos(a)),
    (a, FORM),
    given=(a < 3,),
    at=({a: HALF}, {a: 2}, {a: Rational(29, 10)}),
    weakest="sampled",
)
true("asinh written out", log(x + sqrt(x**2 + 1)), (asinh(x), TABLE), at=({x: -3}, {x: 0}, {x: 5}), weakest="enclosed")
true(
    "for positive a the arc lies in (0, pi)",
    2 * atan(a),
    (acos((1 - a**2) / (1 + a**2)), TABLE),
    at=({a: Rational(1, 9)}, {a: 1}, {a: 50}),
    weakest="enclosed",
)
true(
    "base and exponent change places through the logarithm",
    a ** log(b),
    (b ** log(a), FORM),
    at=({a: 2, b: 3}, {a: HALF, b: 7}),
    weakest="enclosed",
)
true(
    "sums of atanh stay inside",
    atanh(x) + atanh(y),
    (atanh((x + y) / (1 + x * y)), TABLE),
    given=(x > -1, x < 1, y > -1, y < 1),
    box={x: (-HALF, HALF), y: (-HALF, HALF)},
    at=({x: HALF, y: Rational(9, 10)}, {x: Rational(-9, 10), y: Rational(1, 7)}),
    weakest="enclosed",
)
