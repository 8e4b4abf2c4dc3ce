"""Corners, steps and thresholds that the sampling box does not contain."""

from sympy import (
    Abs,
    Derivative,
    Eq,
    Heaviside,
    Integer,
    Integral,
    KroneckerDelta,
    Max,
    Min,
    Mod,
    Piecewise,
    Rational,
    Sum,
    ceiling,
    exp,
    floor,
    sign,
    sqrt,
)

from symspline.proof.moves import Algebra, Antiderivative, Definition, Evaluate, SplitCases, SplitDomain

from .case import Cause
from .words import HALF, a, b, k, n, r, t, x, y

CORNERS = Cause("X7", "corner")
false, true = CORNERS.false, CORNERS.true
CASES = SplitCases("the other case does not occur")

false("the maximum is a for a > 10", Max(a, 10), (Integer(10), Algebra("10 is larger")), at={a: 20})
false(
    "a corner at 199/100, inside the box beside its end",
    a + Max(0, a - Rational(199, 100)),
    (a, Algebra("nothing is added")),
    at={a: Rational(399, 200)},
)
false("a step at 3", floor(a / 3), (Integer(0), Algebra("less than 1")), at={a: 4})
false("the second piece begins at 7", Piecewise((a, a < 7), (0, True)), (a, CASES), at={a: 8})
false("a cap at 50 on a product", Min(a * b, 50), (a * b, Algebra("below the cap")), at={a: 10, b: 10})
false("the sign left of -50", sign(x + 50), (Integer(1), Definition("of the sign")), at={x: -60})
false(
    "a step in a difference of two variables",
    Heaviside(x - y + 9),
    (Integer(1), Algebra("beyond the step")),
    at={x: -10, y: 0},
)
false("the absolute value left of its corner", Abs(x + 5), (x + 5, CASES), at={x: -6})
false("a ceiling of a thousandth", ceiling(a / 1000), (Integer(1), Evaluate("round up")), at={a: 2000})
false("one rational point is an exception", Piecewise((0, Eq(x, 3)), (x, True)), (x, CASES), at={x: 3})
false(
    "one irrational point inside the box is an exception",
    Piecewise((0, Eq(x**2, 2)), (x, True)),
    (x, CASES),
    at={x: sqrt(2)},
)
false(
    "the cap inside an integral is met for a > 1",
    Integral(Min(a * r, 1), (r, 0, 1)),
    (a / 2, Antiderivative(r, a * r**2 / 2)),
    box={a: (Rational(1, 4), Rational(3, 4))},
    at={a: 2},
)
false(
    "a third candidate wins far out",
    Max(a, b, a * b / 8),
    (Max(a, b), Algebra("the product is smaller")),
    at={a: 10, b: 10},
)
false("a clip at 3", Min(Max(x, -3), 3), (x, Algebra("inside the clip")), at={x: 4})
false(
    "a tooth of width 1e-6 inside the box",
    Max(0, 1 - 10**6 * Abs(a - Rational(1234567, 10**6))),
    (Integer(0), Algebra("no tooth")),
    at={a: Rational(1234567, 10**6)},
)
false(
    "a corner of the square box",
    Max(0, a + b - Rational(399, 100)),
    (Integer(0), Algebra("the sum stays below")),
    at={a: 2, b: 2},
)
false(
    "a floor vanishes below 1 only",
    floor(a),
    (Integer(0), Evaluate("round down")),
    box={a: (HALF, Rational(99, 100))},
    at={a: 1},
)
false(
    "a remainder is the number itself in one period only",
    Mod(x, 5),
    (x, Algebra("below the modulus")),
    box={x: (0, 2)},
    at={x: -1},
)
false(
    "an exponent that steps at 2",
    a ** floor(b),
    (a, Algebra("floor b is 1")),
    box={b: (1, Rational(19, 10))},
    at={a: 3, b: 2},
)
false(
    "terms that begin at the 21st",
    Sum(Max(0, k - 20), (k, 1, n)),
    (Integer(0), Evaluate("every term vanishes")),
    at={n: 25},
)
false(
    "a range that reaches the step at 3",
    Integral(Heaviside(t - 3), (t, 0, a)),
    (Integer(0), Antiderivative(t, Integer(0))),
    at={a: 5},
)
false("a delta at one integer", KroneckerDelta(n, 50), (Integer(0), Definition("of the delta")), at={n: 50})
false(
    "a case of a product of two arguments",
    Piecewise((1, a * b < 100), (2, True)),
    (Integer(1), CASES),
    at={a: 20, b: 20},
)
false("the slope beyond the corner at 3", Derivative(Max(a, 3), a), (Integer(0), Evaluate()), at={a: 5})
false("one residue modulo 1009", Piecewise((0, Eq(Mod(n, 1009), 0)), (1, True)), (Integer(1), CASES), at={n: 1009})
false(
    "a cut that leaves the range for a < 1",
    Integral(Abs(t - a), (t, 1, 3)),
    (Integral(a - t, (t, 1, a)) + Integral(t - a, (t, a, 3)), SplitDomain(t, (a,))),
    box={a: (Rational(3, 2), 2)},
    at={a: HALF},
)
false(
    "a piece whose condition is a quadratic with roots outside",
    Piecewise((1, x**2 - 15 * x + 50 > 0), (0, True)),
    (Integer(1), CASES),
    at={x: 7},
)
false(
    "a spike of a rational function is no corner and as narrow",
    1 / (1 + 10**16 * (a - Rational(7, 5)) ** 2),
    (Integer(0), Algebra("negligible")),
    at={a: Rational(7, 5)},
)
false(
    "pieces overlap: the first that holds is meant",
    Piecewise((x, x < 4), (-x, x < 9), (0, True)),
    (Piecewise((x, x < 9), (0, True)), CASES),
    at={x: 5},
)

true(
    "the larger is the square",
    Max(a**2 - 2 * a + 1, -1),
    (a**2 - 2 * a + 1, Algebra("a square")),
    at=({a: HALF}, {a: 100}),
    weakest="enclosed",
)
true(
    "half the product of neighbours is an integer",
    floor((n**2 + n) / 2),
    ((n**2 + n) / 2, Algebra("one of n and n + 1 is even")),
    at=({n: 1}, {n: 1000}),
    weakest="sampled",
)
true(
    "the larger of x and -x",
    Max(x, -x),
    (Abs(x), Definition("of the absolute value")),
    at=({x: -7}, {x: 0}, {x: 3}),
    weakest="enclosed",
)
true(
    "the smaller of two whose quotient exceeds 1",
    Min(a, a * exp(b)),
    (a, Algebra("exp b > 1")),
    at=({a: HALF, b: 1}, {a: 100, b: 5}),
    weakest="enclosed",
)
true(
    "both pieces are the same",
    Piecewise((x**2 - 1, x < 1), ((x - 1) * (x + 1), True)),
    (x**2 - 1, SplitCases("either")),
    at=({x: -5}, {x: 1}, {x: 9}),
    weakest="enclosed",
)
