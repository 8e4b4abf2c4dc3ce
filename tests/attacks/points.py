"""Values at single points: removable singularities, 0 to the power 0, values of steps at their places.

A line without a value at a point of the domain does not equal one that has a value there: a hypothesis is missing.
"""

from sympy import (
    Abs,
    Eq,
    Heaviside,
    Integer,
    Integral,
    Max,
    Mod,
    Ne,
    Piecewise,
    Rational,
    ceiling,
    cos,
    floor,
    log,
    pi,
    sign,
    sin,
    sqrt,
    tan,
)

from symspline.proof.moves import Algebra, Antiderivative, Definition, Evaluate, Known, SplitCases

from .case import Cause
from .words import HALF, a, b, j, k, t, x, y

POINTS = Cause("X16", "point")
false, true = POINTS.false, POINTS.true
FORM = Algebra("cancel")
TABLE = Known("a table", "a table")

false("no value at 1", (x**2 - 1) / (x - 1), (x + 1, FORM), at={x: 1})
false("no value at sqrt 2, which no rational meets", (x**2 - 2) / (x - sqrt(2)), (x + sqrt(2), FORM), at={x: sqrt(2)})
false("no value on a line", (x**2 - y**2) / (x - y), (x + y, FORM), at={x: 1, y: 1})
false(
    "0 to the power 0 is 1",
    Max(0, x) ** y,
    (Piecewise((x**y, x > 0), (0, True)), SplitCases("0 to a power is 0")),
    box={y: (HALF, 2)},
    at={x: -1, y: 0},
)
false("the sign of 0 is 0", sign(x) ** 2, (Integer(1), FORM), at={x: 0})
false("a quotient has no value where the sign has one", Abs(x) / x, (sign(x), Definition("of the sign")), at={x: 0})
false("half a step at its place", Heaviside(x) ** 2, (Heaviside(x), FORM), at={x: 0})
false("floor and ceiling agree at the integers", floor(x) + 1, (ceiling(x), Evaluate("round up")), at={x: 1})
false("a quotient of the three functions at pi/2", tan(x) * cos(x) / sin(x), (Integer(1), TABLE), at={x: 0})
false("a quotient of logarithms at 1", log(x**2) / log(Abs(x)), (Integer(2), TABLE), at={x: 1})
false(
    "orthogonal unless the indices agree",
    Integral(cos(j * t) * cos(k * t), (t, 0, 2 * pi)),
    (Integer(0), TABLE),
    box={j: (1, 3), k: (4, 6)},
    at={j: 2, k: 2},
)
false(
    "a step has the value 1/2 at its place",
    Heaviside(x - 1),
    (Piecewise((0, x < 1), (1, True)), SplitCases("left and right")),
    at={x: 1},
)
false(
    "a logarithm to the base 1",
    log(b) / log(a),
    (log(b**2) / log(a**2), TABLE),
    (log(b) / log(a) * (a - 1) / (a - 1) + Piecewise((1, Eq(b, 3)), (0, True)), FORM),
    pair=(0, -1),
    at={a: 2, b: 3},
)
false(
    "an integral whose closed form has no value at 0",
    Integral(cos(x * t), (t, 0, 1)),
    (sin(x) / x, Antiderivative(t, sin(x * t) / x)),
    box={x: (HALF, 2)},
    at={x: 0},
)
false("the remainder of an integer is 0, not 1", 1 - Mod(x, 1), (Mod(-x, 1), FORM), at={x: 2})
false(
    "a value defined apart",
    Piecewise((5, Eq(x, 0)), (sin(x) / x, True)),
    (Piecewise((1, Eq(x, 0)), (sin(x) / x, True)), SplitCases("continuous")),
    box={x: (HALF, 2)},
    at={x: 0},
)
false(
    "a case on a line of the plane",
    Piecewise((1, Eq(x, 2 * y + 1)), (0, True)),
    (Integer(0), SplitCases("generic")),
    at={x: 3, y: 1},
)
false(
    "a case on a curve without rational points but two",
    Piecewise((x, Ne(x**2 + y**2, 1)), (7, True)),
    (x, SplitCases("off the circle")),
    at={x: Rational(3, 5), y: Rational(4, 5)},
)
false("minus one half raised to the power at the pole", 1 / (1 / (x - 1) + 1), ((x - 1) / x, FORM), at={x: 1})
false(
    "the sign of a product of two differences vanishes twice",
    sign((x - 1) * (x - y)) ** 2 * x,
    (x, FORM),
    at={x: 1, y: 0},
)
false("the integer part of a number just below the next", floor(x) + floor(-x), (Integer(-1), TABLE), at={x: 2})
false(
    "the value at the closed end of a piece",
    Piecewise((x, x <= 1), (2, True)),
    (Piecewise((x, x < 1), (2, True)), SplitCases("open or closed")),
    at={x: 1},
)

true(
    "two half steps",
    Heaviside(x) + Heaviside(-x),
    (Integer(1), FORM),
    at=({x: -1}, {x: 0}, {x: 2}),
    weakest="enclosed",
)
true("size times sign", sign(x) * Abs(x), (x, FORM), at=({x: -1}, {x: 0}, {x: 2}), weakest="enclosed")
true("a denominator of positive symbols", (a**2 - b**2) / (a + b), (a - b, FORM), at=({a: 1, b: 1}, {a: 2, b: 5}))
true(
    "a rounding and its mirror",
    floor(x) + ceiling(-x),
    (Integer(0), FORM),
    at=({x: -1}, {x: HALF}, {x: 2}),
    weakest="sampled",
)
