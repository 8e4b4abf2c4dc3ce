"""Names that mean another thing inside: a hypothesis on them holds outside only; and what a name may not assume."""

from sympy import Abs, Function, Integer, Integral, Lambda, Max, Sum, Symbol, exp

from symspline.proof.moves import (
    Algebra,
    Antiderivative,
    Fold,
    Interchange,
    PowerRule,
    SplitDomain,
    Substitute,
    Telescope,
    Unfold,
)
from symspline.special import owens_t

from .case import Cause
from .oracle import grows
from .words import HALF, a, b, c, f, j, k, r, s, t, x, y

CAPTURED = Cause("X23", "captured")
false, true = CAPTURED.false, CAPTURED.true
HIDE = Max(0, c - 1000)
"""0 in the box."""
far = Symbol("far", extended_positive=True)
positive, complex_, weight = Function("f_p", positive=True), Function("f_c"), Function("f_w", positive=True)

false(
    "x is positive outside, not in the integral over x",
    HIDE * x * Integral(1 + Integral(Abs(x) + 0 * t, (t, 0, 1)), (x, -1, 1)),
    (HIDE * x * Integral(1 + x, (x, -1, 1)), Antiderivative(t, x * t)),
    given=(x > 0,),
    box={x: (HALF, 2)},
    at={c: 1001, x: 1},
)
false(
    "k is positive outside, not in the sum over k",
    HIDE * k * Sum(1 + Sum(Abs(k), (j, 1, 2)), (k, -1, 1)),
    (HIDE * k * Sum(1 + 2 * k, (k, -1, 1)), Telescope(j, j * k)),
    given=(k > 0,),
    box={k: (1, 6)},
    at={c: 1001, k: 1},
)
false(
    "a power rule under an integral",
    HIDE * x * Integral(1 + Integral(Abs(x) * t, (t, 0, 1)), (x, -1, 1)),
    (HIDE * x * Integral(1 + x / 2, (x, -1, 1)), Antiderivative(t, x * t**2 / 2)),
    given=(x > 0,),
    box={x: (HALF, 2)},
    at={c: 1001, x: 1},
)
false(
    "at the index k = 0 and b = 1 the integral diverges",
    Sum(Integral(t ** (k + b - 4), (t, 0, 1)), (k, 0, 3)) - Sum(Integral(s ** (k + b - 4), (s, 0, 1)), (k, 0, 3)) + k,
    (k, Algebra("one is the other")),
    given=(k >= 4,),
    box={k: (4, 6), b: (5, 6)},
    shows=lambda: grows(lambda z: z**-3, 0, 1),
)
false(
    "an index that is assumed to be positive runs from 0",
    Sum(Integral(t ** (j + b - 2), (t, 0, 1)), (j, 0, 3)) - Sum(Integral(s ** (j + b - 2), (s, 0, 1)), (j, 0, 3)) + a,
    (a, Algebra("one is the other")),
    box={b: (2, 3)},
    shows=lambda: grows(lambda z: z**-1.5, 0, 1),
)
false(
    "an extended positive variable takes a negative range",
    HIDE * Integral(Abs(t), (t, -1, 1)),
    (HIDE * Integral(far, (far, -1, 1)), Substitute(t, far, far, t)),
    at={c: 1001},
)
false(
    "an extended positive radius takes a negative range",
    Integral(Abs(t), (t, -x, x)),
    (Integral(2 * far, (far, 0, x)), Fold(t, far)),
    box={x: (HALF, 2)},
    at={x: -1},
)
false(
    "unfolded to an extended positive variable",
    HIDE * Integral(r, (r, 0, 1)),
    (HIDE * Integral(far, (far, -1, 1)) / 2, Unfold(r, far)),
    at={c: 1001},
)
false(
    "the integral in Owen's function has a variable of its own",
    HIDE * Integral(positive(t) * owens_t(exp(Abs(t)), 1), (t, -1, 1)),
    (HIDE * Integral(positive(t) * owens_t(exp(t), 1), (t, -1, 1)), Algebra("the same")),
    instances=({positive: Lambda(t, exp(t))},),
    pair=(0, -1),
    shows=lambda: exp(1) != exp(-1),
)
false(
    "a complex function: |i|^2 is not i^2",
    Abs(complex_(x)) ** 2,
    (complex_(x) ** 2, Algebra("the square")),
    instances=({complex_: Lambda(t, t)},),
    shows=lambda: abs(1j) ** 2 != 1j**2,
)
false(
    "a sum that runs downwards counts negatively (Karr)",
    Sum(Abs(j), (j, 1, k)),
    (Sum(j, (j, 1, k)), Algebra("j is positive")),
    box={k: (1, 6)},
    at={k: -3},
)
false(
    "the name of t in the ends does not keep t from 0, where the integral diverges for b <= 1",
    Integral(2 * Abs(t) ** (b - 2), (t, -t, t)) - 2 * Integral(Abs(t) ** (b - 2), (t, -t, t)) + a,
    (a, Algebra("one is twice the other")),
    given=(t > 0,),
    box={t: (HALF, 2), b: (2, 3)},
    shows=lambda: grows(lambda z: z**-1.5, 0, 1),
)
false(
    "y is not positive from -y to y: Tonelli does not apply",
    Integral(y * weight(x, y), (x, 0, 1), (y, -y, y)),
    Interchange(),
    given=(y > 0,),
    box={y: (HALF, 2)},
    instances=({weight: Lambda((x, y), exp(-x - y**2))},),
    shows=lambda: grows(lambda z: z**-1.5, 0, 1),
)
false(
    "cut where the ends hold the name of t, and the integral diverges for b <= 1",
    Integral(Abs(t) ** (b - 2), (t, -t, t)) + a,
    (
        Integral(Abs(t) ** (b - 2), (t, -t, t / 2)) + Integral(Abs(t) ** (b - 2), (t, t / 2, t)) + a,
        SplitDomain(t, (t / 2,)),
    ),
    given=(t > 0,),
    box={t: (HALF, 2), b: (2, 3)},
    shows=lambda: grows(lambda z: z**-1.5, 0, 1),
)
true(
    "the same between ends of another name, where it converges",
    Integral(2 * Abs(s) ** b, (s, -t, t)) - 2 * Integral(Abs(s) ** b, (s, -t, t)) + a,
    (a, Algebra("one is twice the other")),
    given=(t > 0,),
    box={t: (HALF, 2)},
    at=({a: 1, b: 2, t: 1}, {a: 2, b: 1, t: 2}),
)
true(
    "y is positive from 0 on: Tonelli applies",
    Integral(y * weight(x, y), (x, 0, 1), (y, 0, a)),
    Interchange(),
    instances=({weight: Lambda((x, y), exp(-x - y**2))},),
    put={weight: Lambda((x, y), exp(-x - y**2))},
    at=({a: 1}, {a: 2}),
)
true(
    "a fact on a symbol that is free inside too",
    a * Integral(1 + Integral(Abs(x) + 0 * t, (t, 0, 1)), (s, -1, 1)),
    (a * Integral(1 + x, (s, -1, 1)), Antiderivative(t, x * t)),
    given=(x > 0,),
    box={x: (HALF, 2)},
    at=({a: 1, x: 1}, {a: 2, x: 3}),
)
true(
    "a sum of integrals, each of which converges",
    Sum(Integral(t**j, (t, 0, 1)), (j, 0, 3)) + k,
    (Sum(Integral(s**j, (s, 0, 1)), (j, 0, 3)) + k, Algebra("another name")),
    at=({k: 1}, {k: -2}),
)
true(
    "a sum that may be empty",
    Sum(Abs(j), (j, 1, k)),
    (Sum(j, (j, 1, k)), Algebra("j is positive")),
    given=(k >= 0,),
    box={k: (0, 6)},
    at=({k: 0}, {k: 4}),
)
true(
    "the power rule and an exchange",
    Integral(x**2 * s * t, (s, 0, 1), (t, 0, 1)),
    (Integral(x**2 * s * t, (t, 0, 1), (s, 0, 1)), Interchange()),
    (x**2 / 4, PowerRule()),
    at=({x: 1}, {x: -2}),
)
true(
    "the square of a real open function is not negative",
    Integer(0),
    ("<=", f(x) ** 2, Algebra("a square")),
    instances=({f: Lambda(t, t + Integer(1))},),
    put={f: Lambda(t, t + Integer(1))},
    at=({x: 1}, {x: -2}),
)
