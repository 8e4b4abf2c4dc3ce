"""Chains that are right, under a subject, an origin or a start that is not theirs."""

from mpmath import mp
from sympy import (
    Eq,
    Function,
    Integer,
    Integral,
    Lambda,
    Max,
    Rational,
    Sum,
    cos,
    exp,
    oo,
    sin,
    sqrt,
)

from symspline.proof.moves import (
    Algebra,
    Antiderivative,
    Bound,
    By,
    Definition,
    Evaluate,
    Fold,
    Known,
    SplitCases,
    Substitute,
    TakeLimit,
)
from symspline.proof.theorem import Argument, Step, Theorem

from .case import Cause
from .oracle import grows
from .words import HALF, a, b, k, n, r, t, x, y

SUBJECTS = Cause("X13", "subject")
true = SUBJECTS.true
TAIL = Function("T", real=True)
CHAIN = ((a + 1) ** 2, (a**2 + 2 * a + 1, Algebra("expand")))
"""A chain that is right; the cases name it after something else."""
MEANT = {TAIL: Lambda(a, exp(-a) / a)}
CITED = Theorem(
    "X13.tail",
    "A tail",
    "attacks",
    (Argument(a, 1, 3),),
    TAIL(a),
    Integral(exp(-a * t), (t, 1, oo)),
    (Step("=", exp(-a) / a, Antiderivative(t, -exp(-a * t) / a)),),
)


def false(why, subject, *chain, pair=("subject", 0), **fields):
    SUBJECTS.false(why, *chain, subject=subject, pair=pair, **fields)


false("the subject is 1, the chain another number", sin(a) ** 2 + cos(a) ** 2, *CHAIN, at={a: 1})
false(
    "the subject is an integral of another value",
    Integral(exp(-a * t), (t, 0, oo)),
    2 / a,
    (4 / (2 * a) + a - a * cos(b) ** 2 - a * sin(b) ** 2, Algebra("add nothing")),
    at={a: 1, b: 1},
)
false(
    "the start is twice the tail that the origin cites",
    TAIL(a),
    2 * exp(-a) / a,
    (2 * exp(-a) * (1 + a) / a - 2 * exp(-a), Algebra("rewrite")),
    origin=By(CITED),
    put=MEANT,
    at={a: 1},
)
false(
    "the origin is cited at another place than the subject",
    TAIL(2 * a),
    exp(-a) / a,
    (exp(-a) * (1 + a) / a - exp(-a), Algebra("rewrite")),
    origin=By(CITED, {a: a}),
    put=MEANT,
    at={a: 1},
)
false(
    "the origin is cited for the reciprocal",
    1 / TAIL(a),
    exp(-a) / a,
    (exp(-a) * (1 + a) / a - exp(-a), Algebra("rewrite")),
    origin=By(CITED),
    put=MEANT,
    at={a: 2},
)
false(
    "a bound called the quantity",
    exp(a),
    1 + a,
    ((1 - a**2) / (1 - a), Algebra("expand")),
    given=(a < 1,),
    box={a: (Rational(1, 4), HALF)},
    origin=Bound("exp lies above its tangent"),
    at={a: HALF},
)
false(
    "a limit called the value",
    sin(a) / a,
    sin(b) ** 2 + cos(b) ** 2,
    (Integer(1), Algebra("Pythagoras")),
    origin=TakeLimit(a, Integer(0)),
    at={a: 1, b: 1},
)
false(
    "the derivative called the function",
    x**3,
    3 * x**2,
    (x**2 + 2 * x * x * sin(y) ** 2 + 2 * x**2 * cos(y) ** 2, Algebra("split")),
    origin=Evaluate(),
    at={x: 1, y: 1},
)
false(
    "the chain begins at the integrand",
    Integral(2 * t, (t, 0, a)),
    2 * a,
    (a + a * sin(b) ** 2 + a * cos(b) ** 2, Algebra("split")),
    origin=Antiderivative(t, t**2),
    at={a: 3, b: 1},
)
false(
    "a divergent integral called 0",
    Integral(t / (1 + t**2), (t, -oo, oo)),
    (a + 1) ** 2 - a**2 - 2 * a - 1,
    (Integer(0), Algebra("expand")),
    origin=Fold(t, r),
    shows=lambda: grows(lambda z: z / (1 + z * z), mp.inf, 10),
)
false(
    "a maximum called by one of its cases",
    Max(a, 10),
    10 * (sin(a) ** 2 + cos(a) ** 2),
    (Integer(10), Algebra("Pythagoras")),
    origin=SplitCases("a is below 10"),
    at={a: 20},
)
false(
    "a sum called by its integral",
    Sum(1 / k**2, (k, 1, n)),
    Integral(1 / r**2, (r, 1, n)),
    (1 - 1 / n, Antiderivative(r, -1 / r)),
    origin=Known("the integral test", "calculus"),
    at={n: 3},
)
false(
    "a condition called by a stronger one",
    Eq(x**2, 1),
    Eq(x, 1),
    ("<=>", Eq(2 * x, 2), Algebra("double")),
    at={x: -1},
    origin=Definition("take the root"),
)
false(
    "an infinite sum called by its first terms",
    Sum(a**k, (k, 0, oo)),
    1 + a + a**2,
    ((1 - a**3) / (1 - a), Algebra("divide")),
    given=(a < 1,),
    box={a: (Rational(1, 10**9), Rational(1, 10**8))},
    at={a: HALF},
)
false(
    "the chain leaves its subject at the second line",
    sqrt(x**2 - 2 * x + 1),
    x - 1,
    ((x**2 - 1) / (x + 1), Algebra("expand")),
    given=(x > -1,),
    box={x: (2, 3)},
    origin=Definition("the root of the square"),
    at={x: 0},
)
false(
    "a density called by what is proportional to it",
    exp(-a) / a,
    exp(-a),
    (exp(-a) * (1 + a) - a * exp(-a), Algebra("up to the factor")),
    origin=Definition("up to a factor"),
    box={a: (1, 1)},
    at={a: 2},
)
false(
    "the cited theorem says what T is, the chain says another thing of it",
    TAIL(a) + a,
    exp(-a) / a + a**2,
    (exp(-a) * (1 + a) / a - exp(-a) + a**2, Algebra("rewrite")),
    origin=By(CITED),
    put=MEANT,
    box={a: (1, 1)},
    at={a: 2},
)
false(
    "a change of variable in the origin forgets its factor",
    Integral(exp(-a * r), (r, 0, oo)),
    Integral(exp(-r), (r, 0, oo)),
    (Integer(1), Antiderivative(r, -exp(-r))),
    origin=Substitute(r, r, r / a, a * r),
    at={a: 2},
)

true(
    "the subject by a double angle",
    sin(2 * a),
    (2 * sin(a) * cos(a) + 0, Known("the double angle", "a table")),
    subject=sin(2 * a),
    at=({a: 1}, {a: 3}),
    weakest="enclosed",
)
true(
    "the subject is what the origin cites",
    exp(-a) / a,
    (exp(-a) * (1 + a) / a - exp(-a), Algebra("rewrite")),
    subject=TAIL(a),
    origin=By(CITED),
    pair=("subject", -1),
    put=MEANT,
    at=({a: 1}, {a: 4}),
    weakest="enclosed",
)
true(
    "the subject is the integral of the start",
    Integral(exp(-r), (r, a, oo)),
    (exp(-a), Antiderivative(r, -exp(-r))),
    subject=Integral(exp(-t), (t, a, oo)),
    at=({a: 1}, {a: 3}),
    weakest="enclosed",
)
