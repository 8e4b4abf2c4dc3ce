"""Chains that are right, under a subject, an origin or a start that is not theirs."""

from mpmath import mp
from sympy import (
    Abs,
    Derivative,
    Eq,
    Function,
    Integer,
    Integral,
    Lambda,
    Max,
    Rational,
    Sum,
    Symbol,
    cos,
    exp,
    log,
    oo,
    sign,
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
    Instantiate,
    Known,
    SplitCases,
    Substitute,
    TakeLimit,
)
from symspline.proof.opening import Citations
from symspline.proof.resting import Resting
from symspline.proof.theorem import Argument, Step, Theorem

from .case import Case, Cause
from .oracle import grows
from .words import HALF, a, b, c, f, j, k, m, n, r, s, t, x, y

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
BEYOND = Max(0, c - 1000)
"""Nothing at every point at which a step that the kernel shows is looked at."""


def cited(id, start, line, **more):
    """A small theorem to be cited by its left side."""
    return Case(f"X13.{id}", True, "cited", (start, (line, Algebra("rewrite"))), more=more).theorem()


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
    shows=lambda: mp.sin(1) != 1,
    build=True,
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

# What is cited is put in where its hypotheses fail: the range of another integral, of another variable of that name.
DISTANCE = cited("distance", Abs(y - 5), y - 5, given=(y > 5,), box={y: (6, 8)})
APART = cited("apart", Abs(y - x), y - x, given=(y > x,), box={y: (6, 8)})
FAR = cited("far", Abs(j - 3), j - 3, given=(j > 3,), box={j: (4, 6)})
SIZE = cited("size", sin(y), Abs(sin(y)), given=(sin(y) >= 0,), box={y: (1, 2)})
CLEAR = cited("clear", sign(y**2 - 2 * y + 2), Integer(1))
PYTHAGORAS = cited("pythagoras", sin(x) ** 2 + cos(x) ** 2, Integer(1))
SQUARE = cited("square", (x + 1) ** 2, x**2 + 2 * x + 1)
MEAN = cited("mean", Integral(1 / a, (t, 0, a)), Integer(1))
FLAT = cited("flat", x**2, Integer(1), given=(x >= 1, x <= 1), box={x: (1, 1)})
RAMP = cited("ramp", Max(x, 0), Integer(1), given=(x >= 1, x <= 1), box={x: (1, 1)})
odd = Symbol("n_o", odd=True, positive=True)
TWO_TERMS = cited("two-terms", Sum((-1) ** (odd * k), (k, 0, 1)), Integer(0), box={odd: (3, 3)})
NEAR = {t: (6, 8)}

false(
    "the range of another integral is taken for that of a symbol",
    Abs(x - 5) * Integral(exp(-x), (x, 5, oo)),
    (x - 5) * Integral(exp(-x), (x, 5, oo)),
    origin=By(DISTANCE, {y: x}),
    box={x: (6, 8)},
    at={x: 0},
)
false(
    "one of two integrals over variables of one name",
    Integral(Abs(t - 5), (t, 0, 1)) + Integral(1, (t, 6, 7)),
    Integral(t - 5, (t, 0, 1)) + Integral(1, (t, 6, 7)),
    origin=By(DISTANCE, {y: t}),
    at={},
)
false(
    "the same, where the points see nothing",
    BEYOND * (Integral(Abs(t - 5), (t, 0, 1)) + Integral(1, (t, 6, 7))),
    BEYOND * (Integral(t - 5, (t, 0, 1)) + Integral(1, (t, 6, 7))),
    origin=By(DISTANCE, {y: t}),
    shows=lambda: 4.5 + 1 != -4.5 + 1,
)
false(
    "a hypothesis on a symbol is taken for one on a variable of its name",
    t * Integral(Abs(t - 5), (t, 0, 1)),
    t * Integral(t - 5, (t, 0, 1)),
    origin=By(DISTANCE, {y: t}),
    given=(t > 5,),
    box=NEAR,
    at={t: 6},
)
false(
    "the same for an index of summation",
    k * Sum(Abs(k - 3), (k, 0, 2)),
    k * Sum(k - 3, (k, 0, 2)),
    origin=By(FAR, {j: k}),
    given=(k > 3,),
    box={k: (4, 6)},
    at={k: 5},
)
false(
    "an integral that runs downwards has its variable on the other sides of its ends",
    Integral(Abs(t - 5), (t, 6, 0)),
    Integral(t - 5, (t, 6, 0)),
    origin=By(DISTANCE, {y: t}),
    at={},
)
false(
    "the inner variable runs beyond the outer one",
    Integral(Abs(t - s), (s, 0, 1), (t, 0, 1)),
    Integral(t - s, (s, 0, 1), (t, 0, 1)),
    origin=By(APART, {y: t, x: s}),
    shows=lambda: mp.quad(lambda v: mp.quad(lambda z: abs(v - z), [0, v, 1]), [0, 1]) > 0.3,
)
false(
    "a hypothesis that nothing shows",
    Integral(Abs(t - 5), (t, 0, 1)),
    Integral(t - 5, (t, 0, 1)),
    origin=By(DISTANCE, {y: t}),
    at={},
)
false(
    "a hypothesis that holds in the box alone",
    Abs(x - 5),
    x - 5,
    origin=By(DISTANCE, {y: x}),
    box={x: (6, 8)},
    at={x: 0},
)
false(
    "what is cited shows its own hypothesis",
    BEYOND * sin(x),
    BEYOND * Abs(sin(x)),
    origin=By(SIZE, {y: x}),
    at={x: -1, c: 1001},
)
false(
    "a derivative of what is equal at a single point",
    Derivative(x**2, x),
    Integer(0) * x,
    (x - 1, Algebra("x is 1")),
    origin=By(FLAT),
    given=(x >= 1, x <= 1),
    box={x: (1, 1)},
    at={x: 1},
)
false(
    "the same of a maximum",
    BEYOND * Derivative(Max(x, 0), x),
    (1 - x) * BEYOND,
    origin=By(RAMP),
    given=(x >= 1, x <= 1),
    box={x: (1, 1)},
    at={x: 1, c: 1001},
)

# Values that no real number is, or that stand for no symbol.
false(
    "a root of a negative number is put in",
    sign(x - 2 * sqrt(x) + 2),
    Integer(1),
    origin=By(CLEAR, {y: sqrt(x)}),
    box={x: (HALF, 2)},
    shows=lambda: mp.mpf(-5) - 2 * mp.sqrt(-5) + 2 != 1,
)
false(
    "a logarithm of a negative number is put in",
    BEYOND * sign(log(x) ** 2 - 2 * log(x) + 2),
    BEYOND + 0 * x,
    origin=By(CLEAR, {y: log(x)}),
    box={x: (HALF, 2)},
    shows=lambda: mp.im(mp.log(-5) ** 2 - 2 * mp.log(-5)) != 0,
)
false("infinity is put in", Integral(0, (t, 0, oo)), Integer(1), origin=By(MEAN, {a: oo}), at={})
false(
    "a value is given for an expression",
    4 + cos(x) ** 2,
    1 + x - x * cos(y) ** 2 - x * sin(y) ** 2,
    origin=By(PYTHAGORAS, {sin(x): Integer(2)}),
    at={x: 1, y: 1},
)
false(
    "a value is given for a number",
    (x + 1) ** 3,
    x**3 + 3 * x + 1,
    origin=By(SQUARE, {Integer(2): Integer(3)}),
    at={x: 1},
)
false(
    "an even number is put in for an odd one",
    m + Sum((-1) ** (m * k), (k, 0, 1)),
    m,
    origin=By(TWO_TERMS, {odd: m}),
    at={m: 2},
)

# A definition whose symbols are bound around the name, or whose own variables the name's argument holds.
TIMES, INSIDE = Function("W", real=True), Function("V", real=True)
false(
    "a meaning holds the variable of the integral around the name",
    Integral(TIMES(s), (t, 0, 1)),
    Integral(s * t, (t, 0, 1)) + t - t,
    (s * Integral(t, (t, 0, 1)) * (sin(t) ** 2 + cos(t) ** 2), Algebra("rewrite")),
    where={TIMES: Lambda(s, s * t)},
    shows=lambda: 2 * 3 != 2 / 2,
)
false(
    "the same in closed form",
    BEYOND * Integral(TIMES(s), (t, 0, 1)),
    BEYOND * (s / 2 + t - t * sin(s) ** 2 - t * cos(s) ** 2),
    where={TIMES: Lambda(s, s * t)},
    shows=lambda: 2 * 3 != 2 / 2,
)
false(
    "a meaning integrates over the argument of the name",
    BEYOND * INSIDE(t),
    BEYOND / 3 + BEYOND * t - BEYOND * t * (sin(t) ** 2 + cos(t) ** 2),
    where={INSIDE: Lambda(s, Integral(s * t, (t, 0, 1)))},
    shows=lambda: mp.mpf(1) / 2 != mp.mpf(1) / 3,
)

# A limit, and other functions, are not the left side.
false(
    "the start is the limit of the left side",
    b + BEYOND / a,
    b,
    origin=TakeLimit(a, oo),
    shows=lambda: 1 + 1 != 1,
    build=True,
)
false(
    "the same move, resting on a theorem",
    BEYOND / a,
    Integer(0),
    origin=Resting(TakeLimit(a, oo), (CLEAR,)),
    shows=lambda: 1 != 0,
    build=True,
)
false(
    "the start is the left side for one function",
    BEYOND * (f(x) - x**2) + x**2,
    x**2,
    origin=Instantiate({f: Lambda(t, t**2)}),
    instances=({f: Lambda(t, sin(t))},),
    shows=lambda: mp.sin(1) != 1,
    build=True,
)
false(
    "of two citations the second is shown by the first alone",
    BEYOND * (sin(x) + Abs(y - 5)),
    BEYOND * (Abs(sin(x)) + y - 5),
    origin=Citations((By(DISTANCE), By(SIZE, {y: x}))),
    given=(y > 5,),
    box={y: (6, 8)},
    at={x: -1, y: 6, c: 1001},
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
true(
    "a variable of an integral lies where the theorem cited needs it",
    Integral(t - 5, (t, 6, 7)),
    subject=Integral(Abs(t - 5), (t, 6, 7)),
    origin=By(DISTANCE, {y: t}),
    pair=("subject", 0),
    at={},
)
true(
    "also where the integral runs downwards, and where a symbol has its name",
    t * Integral(t - 5, (t, 7, 6)),
    subject=t * Integral(Abs(t - 5), (t, 7, 6)),
    origin=By(DISTANCE, {y: t}),
    pair=("subject", 0),
    at=({t: 1}, {t: -1}),
)
true(
    "the inner variable stays below the outer one",
    Integral(t - s, (s, 0, t), (t, 0, 1)),
    subject=Integral(Abs(t - s), (s, 0, t), (t, 0, 1)),
    origin=By(APART, {y: t, x: s}),
    shows=lambda: mp.quad(lambda v: mp.quad(lambda z: abs(v - z), [0, v]), [0, 1]) > 0.1,
)
true(
    "an index of summation lies where the theorem cited needs it",
    k * Sum(k - 3, (k, 4, 6)),
    subject=k * Sum(Abs(k - 3), (k, 4, 6)),
    origin=By(FAR, {j: k}),
    pair=("subject", 0),
    at=({k: 1}, {k: -2}),
)
true(
    "a derivative of what is equal on an open set",
    Integer(1),
    subject=Derivative(Abs(x - 5), x),
    origin=By(DISTANCE, {y: x}),
    given=(x > 5,),
    box={x: (6, 8)},
    pair=("subject", 0),
    at=({x: 6}, {x: 9}),
)
true(
    "an odd number is put in for an odd one",
    n,
    subject=n + Sum((-1) ** ((2 * n + 1) * k), (k, 0, 1)),
    origin=By(TWO_TERMS, {odd: 2 * n + 1}),
    pair=("subject", 0),
    at=({n: 1}, {n: 4}),
)
true(
    "a root that is real where its argument is positive",
    a + 1,
    subject=a + sign(a - 2 * sqrt(a) + 2),
    origin=By(CLEAR, {y: sqrt(a)}),
    pair=("subject", 0),
    at=({a: 1}, {a: 4}),
)
true(
    "a meaning whose symbols are bound elsewhere",
    s * t + HALF,
    subject=TIMES(s) + Integral(t, (t, 0, 1)),
    where={TIMES: Lambda(s, s * t)},
    shows=lambda: 2 * 3 == 6,
    weakest="enclosed",
)
