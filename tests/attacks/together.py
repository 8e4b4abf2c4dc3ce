"""Places that no single equation leads to: several parts vanish at once, or a hypothesis holds on a curve only."""

from sympy import Abs, Derivative, Eq, Function, Integer, Lambda, Max, Rational, Symbol, cos, exp, sign, sqrt

from symspline.proof.moves import Algebra, Definition

from .case import Cause
from .words import HALF, a, b, c, t, x, y, z

TOGETHER = Cause("X24", "together")
false, true = TOGETHER.false, TOGETHER.true
HIDE = Max(0, c - 1000)
"""0 in the box."""
HERE = {x: Rational(1, 3), y: sqrt(2) / 7}
_square = (x - HERE[x]) ** 2 + (y - HERE[y]) ** 2
_chain = (x - 1) ** 2 + (y - x) ** 2 + (z - 2 * y) ** 2
o = Symbol("o", nonnegative=True)
f = Function("f", real=True)
POSITIVE = Algebra("a sum of squares is positive")

false("two squares vanish at one point of the plane", sign(_square), (Integer(1), POSITIVE), at=HERE)
false("a narrow hill in the plane", Max(0, 1 - 10**6 * _square), (Integer(0), Algebra("below")), at=HERE)
false("three squares vanish at one point of space", sign(_chain), (Integer(1), POSITIVE), at={x: 1, y: 1, z: 2})
false(
    "two moduli vanish at one point",
    sign(Abs(x - HERE[x]) + Abs(y - HERE[y])),
    (Integer(1), Algebra("moduli are positive")),
    at=HERE,
)
false(
    "a tiny argument and a large one at once",
    o**a * o**b,
    (o ** (a + b) * (1 + HIDE * Max(0, 1 - 10**9 * o)), Algebra("add the exponents")),
    box={o: (HALF, 2)},
    at={a: 1, b: 1, c: 1001, o: Rational(1, 10**10)},
)
false(
    "the other root of one",
    x * (1 + HIDE),
    (1 + HIDE, Definition("of x")),
    given=(Eq(x**2, 1),),
    box={x: (1, 1)},
    at={x: -1, c: 1},
)
false(
    "two numbers of one square",
    x,
    (y, Algebra("take the root")),
    given=(Eq(x**2, y**2), x >= 1),
    box={x: (1, 1), y: (1, 1)},
    at={x: 1, y: -1},
)
false(
    "not every function is its derivative, but that shows for c > 1000 alone",
    HIDE * Derivative(f(x), x),
    (HIDE * f(x), Algebra("the exponential")),
    instances=({f: Lambda(t, exp(t))},),
    put={f: Lambda(t, t**2)},
    shows=lambda: 2 * 1 != 1**2,
)
false(
    "not every function is its square, but that shows for c > 1000 alone",
    HIDE * f(x) ** 2,
    (HIDE * f(x), Algebra("the indicator")),
    instances=({f: Lambda(t, Integer(1))},),
    put={f: Lambda(t, t + 2)},
    at={x: 1, c: 1001},
)
true(
    "a sum of squares times its sign, where it vanishes too",
    _square * sign(_square),
    (_square, POSITIVE),
    at=(HERE, {x: 0, y: 0}),
    weakest="sampled",
)
true(
    "a narrow hill by its modulus",
    Max(0, 1 - 10**6 * _square),
    ((1 - 10**6 * _square + Abs(1 - 10**6 * _square)) / 2, Algebra("the larger of two")),
    at=(HERE, {**HERE, x: Rational(1, 3) + Rational(1, 10**4)}),
)
true(
    "on a circle the squares add up",
    cos(x) ** 2 * (x**2 + y**2),
    (cos(x) ** 2, Definition("of the circle")),
    given=(Eq(x**2 + y**2, 1),),
    box={x: (1, 1), y: (0, 0)},
    at=({x: 1, y: 0}, {x: 0, y: 1}),
    weakest="enclosed",
)
true(
    "every function times itself",
    HIDE * (f(x) ** 2 - a),
    (HIDE * f(x) * f(x) - HIDE * a, Algebra("expand")),
    instances=({f: Lambda(t, Integer(1))},),
    put={f: Lambda(t, t + 2)},
    at=({x: 1, c: 1001, a: 1}, {x: 2, c: 1, a: 1}),
)
