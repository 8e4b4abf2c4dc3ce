"""Citations outside the hypotheses of what is cited: zero, infinite, negative, not an integer, exchanged, wrong."""

from mpmath import mp, mpf
from sympy import (
    Abs,
    Derivative,
    Function,
    I,
    Integer,
    Integral,
    Lambda,
    Max,
    Ne,
    Rational,
    Sum,
    acos,
    asin,
    cos,
    exp,
    gamma,
    log,
    oo,
    pi,
    sin,
    sqrt,
)

from symspline.proof.functions import OnFunctions, even
from symspline.proof.moves import Algebra, Antiderivative, Bound, By, Evaluate, Instantiate, Known, TakeLimit
from symspline.proof.resting import Resting
from symspline.proof.theorem import Argument, Assumption, Step, Theorem

from .case import Case, Cause
from .oracle import grows
from .words import BOXES, HALF, T, a, b, c, f, k, n, r, t, u, x, y

CITATIONS = Cause("X12", "citation")
false, true = CITATIONS.false, CITATIONS.true


def cited(id, start, line, move, *given, relation="=", box=(), **more):
    """A small theorem to be cited, true under its own hypotheses unless a case says otherwise."""
    free = start.free_symbols | line.free_symbols
    boxes = {**BOXES, **dict(box)}
    arguments = tuple(Argument(symbol, *boxes[symbol]) for symbol in sorted(free, key=str))
    assumes = tuple(Assumption(condition=each) for each in given)
    return Theorem(
        f"X12.{id}", "A title", "attacks", arguments, T, start, (Step(relation, line, move),), assumes=assumes, **more
    )


def tail(rate):
    return Integral(exp(-rate * t), (t, 0, oo))


DECAY = cited("decay", tail(a), 1 / a, Antiderivative(t, -exp(-a * t) / a))
DIRICHLET = cited(
    "dirichlet", Integral(sin(a * r) / r, (r, 0, oo)), pi / 2, Known("Dirichlet's integral", "DLMF 6.2.9")
)
LARGER = cited("larger", Max(a, b), b, Algebra("a < b"), a < b, box={a: (HALF, 1), b: (Rational(3, 2), 2)}.items())
WAVE = cited(
    "wave", Integral(cos(2 * pi * n * t), (t, 0, 1)), Integer(0), Antiderivative(t, sin(2 * pi * n * t) / (2 * pi * n))
)
GEOMETRIC = cited(
    "geometric",
    Sum(a**k, (k, 0, oo)),
    1 / (1 - a),
    Known("geometric series", "a table"),
    a < 1,
    box={a: (Rational(1, 4), HALF)}.items(),
)
BETA = cited(
    "beta",
    Integral(r ** (a - 1) * (1 - r) ** (b - 1), (r, 0, 1)),
    gamma(a) * gamma(b) / gamma(a + b),
    Known("the beta integral", "DLMF 5.12.1"),
)
RECURRENCE = cited("recurrence", gamma(a + 1), a * gamma(a), Known("the recurrence", "DLMF 5.5.1"))
CANCELLED = cited(
    "cancelled", (x**2 - 1) / (x - 1), x + 1, Algebra("cancel"), Ne(x, 1), box={x: (Rational(3, 2), 2)}.items()
)
ROOT = cited(
    "root", sqrt(x**2 - 2 * x + 1), x - 1, Known("a root of a square", "a table"), x > 1, box={x: (2, 3)}.items()
)
BOUND = cited("bound", a, a**2, Bound("a is at least 1"), a >= 1, relation="<=", box={a: (1, 2)}.items())
END = cited("end", sin(a) / a, Integer(1), TakeLimit(a, Integer(0)))
FALSE_ARC = cited("arc", acos(cos(a)), a, Known("the inverse", "a table"))
WRONG = cited("wrong", tail(a), 2 / a, Antiderivative(t, -2 * exp(-a * t) / a))
SMALL = cited(
    "small",
    asin(2 * a * sqrt(1 - a**2)),
    2 * asin(a),
    Known("double arcs", "a table"),
    a**2 <= HALF,
    box={a: (Rational(1, 4), HALF)}.items(),
)
LOGARITHM = cited("logarithm", log(a**2 * b), 2 * log(a) + log(b), Algebra("logarithms of positive numbers"))
TWO = {a: (HALF, 1), b: (Rational(3, 2), 2)}

false(
    "a rate of 0: the value is lost",
    Integral(x**2 * exp(-(x**2) * t), (t, 0, oo)),
    (Integer(1), By(DECAY, {a: x**2})),
    at={x: 0},
)
false(
    "a negative rate diverges",
    tail(x),
    (1 / x, By(DECAY, {a: x})),
    box={x: (HALF, 2)},
    shows=lambda: grows(lambda z: mp.exp(mp.log(z)), mp.inf, 10),
)
false("a rate that becomes infinite at 0", tail(1 / x**2), (x**2, By(DECAY, {a: 1 / x**2})), at={x: 0})
false(
    "an imaginary rate converges nowhere",
    tail(I * b),
    (1 / (I * b), By(DECAY, {a: I * b})),
    shows=lambda: abs(mp.expj(2 * mp.pi * 1000) - mp.expj(mp.pi * 2001)) > 1,
    build=True,
)
false(
    "the positive part hides a rate of 0",
    Max(0, x) * tail(Max(0, x)),
    (Integer(1), By(DECAY, {a: Max(0, x)})),
    box={x: (HALF, 2)},
    at={x: -1},
)
false("the variable of integration is put in", tail(a), (1 / t, By(DECAY, {a: t})), at={a: 1, t: 2})
false(
    "Dirichlet's integral at 0",
    Integral(sin(Abs(x) * r) / r, (r, 0, oo)),
    (pi / 2, By(DIRICHLET, {a: Abs(x)})),
    shows=lambda: mp.sin(mpf(0)) == 0,
)
false(
    "Dirichlet's integral of a negative number",
    Integral(sin(x * r) / r, (r, 0, oo)),
    (pi / 2, By(DIRICHLET, {a: x})),
    box={x: (HALF, 2)},
    shows=lambda: mp.quadosc(lambda z: mp.sin(-z) / z, [0, mp.inf], omega=1) < -1,
)
false(
    "exchanged arguments: the hypothesis is exchanged too",
    Max(b, a),
    (a, By(LARGER, {a: b, b: a})),
    box={a: (Rational(3, 2), 2), b: (HALF, 1)},
    at={a: 1, b: 2},
)
false(
    "a half-integer in place of an integer",
    Integral(cos(2 * pi * a * t), (t, 0, 1)),
    (Integer(0), By(WAVE, {n: a})),
    box={a: (1, 1)},
    at={a: Rational(1, 4)},
)
false(
    "the integer 0 in place of a positive one",
    Integral(cos(2 * pi * k * t), (t, 0, 1)),
    (Integer(0), By(WAVE, {n: k})),
    box={k: (1, 6)},
    at={k: 0},
)
false(
    "a ratio beyond 1 outside the box",
    Sum((b / 2) ** k, (k, 0, oo)),
    (1 / (1 - b / 2), By(GEOMETRIC, {a: b / 2})),
    box={b: (HALF, 1)},
    shows=lambda: mpf(3) / 2 > 1 and mp.fsum((mpf(3) / 2) ** i for i in range(50)) > 10**8,
)
false(
    "a beta integral whose second exponent turns negative",
    Integral(r ** (a - 1) * (1 - r) ** (c - a - 1), (r, 0, 1)),
    (gamma(a) * gamma(c - a) / gamma(c), By(BETA, {b: c - a})),
    box={c: (3, 4)},
    shows=lambda: grows(lambda z: z**-2, 0, HALF),
)
false(
    "the recurrence of gamma at its poles",
    gamma(x + 1),
    (x * gamma(x), By(RECURRENCE, {a: x})),
    box={x: (HALF, 2)},
    at={x: 0},
)
false(
    "an excluded point comes back through a cosine",
    (cos(y) ** 2 - 1) / (cos(y) - 1),
    (cos(y) + 1, By(CANCELLED, {x: cos(y)})),
    at={y: 0},
)
false(
    "a threshold that the values pass outside the box",
    sqrt((y + 1) ** 2 - 2 * (y + 1) + 1),
    (y, By(ROOT, {x: y + 1})),
    box={y: (1, 2)},
    at={y: -1},
)
false("a bound is no equation", b, (b**2, By(BOUND, {a: b})), box={b: (1, 1)}, at={b: 2})
false(
    "a limit is no value",
    sin(b) / b,
    (Integer(1), By(END, {a: b})),
    box={b: (Rational(1, 10**40), Rational(1, 10**40))},
    at={b: 1},
)
false(
    "what is cited is itself false beyond its box",
    acos(cos(a + 3)),
    (a + 3, By(FALSE_ARC, {a: a + 3})),
    box={a: (Rational(1, 100), Rational(1, 10))},
    at={a: 1},
)
false("what is cited is refuted", 3 * tail(a), (6 / a, By(WRONG)), at={a: 1})
false(
    "a hypothesis that the box hides: the square stays below 1/2 only there",
    asin(2 * b * sqrt(1 - b**2)),
    (2 * asin(b), By(SMALL, {a: b})),
    given=(b < 1,),
    box={b: (Rational(1, 10), HALF)},
    at={b: Rational(9, 10)},
)
false(
    "a negative number under the logarithm",
    log(x**2 * b),
    (2 * log(x) + log(b), By(LOGARITHM, {a: x})),
    box={x: (HALF, 2)},
    at={x: -1, b: 1},
)
false(
    "the cited value with another factor than the integral's",
    2 * tail(3 * a),
    (1 / (3 * a) + 1 / (3 * a) ** 2 * 3 * a * b, By(DECAY, {a: 3 * a})),
    box={b: (1, 1)},
    at={a: 1, b: 2},
)
false(
    "two citations, the second for a value that the first does not give",
    tail(a) * tail(b),
    (1 / (a * b), By(DECAY)),
    (1 / a**2, By(DECAY, {a: b})),
    box={a: (1, 1), b: (1, 1)},
    at={a: 1, b: 2},
)

BEYOND = Max(0, c - 1000)
"""Nothing at every point at which a step that the kernel shows is looked at."""
N = Function("N", real=True)
HALF_WAY = {f: Lambda(t, t**2)}
ONE_FUNCTION = cited("one-function", f(x), x**2, Instantiate(HALF_WAY), instances=(HALF_WAY,))
IS_EVEN = OnFunctions("$f$ is even", holds=(even(f),))
MIRRORED = Case(
    "X12.mirrored",
    True,
    "cited",
    (f(-x), (f(x), Algebra("f is even"))),
    more={"given": (IS_EVEN,), "instances": ({f: Lambda(t, cos(t))}, {f: Lambda(t, t**2)})},
).theorem()
NAMED = Case(
    "X12.named", True, "cited", (2 * x, (2 * x * (sin(x) ** 2 + cos(x) ** 2), Algebra("split"))), more={"subject": N(x)}
).theorem()
SLOPE = cited("slope", Derivative(a * u**2, u), 2 * a * u, Evaluate())
FALLS = cited("falls", 1 / a, Integer(0), Resting(TakeLimit(a, oo), (DECAY,)))
TWICE_TRUE = cited("twice", sin(x) ** 2 + cos(x) ** 2, Integer(1), Algebra("Pythagoras"))
TWICE_FALSE = cited("twice", x**2, 2 * x, Algebra("double"))
BETWEEN = cited("between", BEYOND * x**2, BEYOND * 2 * x, By(TWICE_FALSE))

false(
    "what is cited speaks of one function, the line of all",
    BEYOND * f(x),
    (BEYOND * x**2, By(ONE_FUNCTION)),
    instances=({f: Lambda(t, sin(t))},),
    put={f: Lambda(t, sin(t))},
    at={x: 1, c: 1001},
)
false(
    "what is cited assumes that the function is even",
    f(-x),
    (f(x), By(MIRRORED)),
    instances=({f: Lambda(t, cos(t))},),
    put={f: Lambda(t, t)},
    at={x: 1},
)
false(
    "a name of what is cited is any function here",
    BEYOND * N(x),
    (BEYOND * 2 * x, By(NAMED)),
    instances=({N: Lambda(t, t)},),
    put={N: Lambda(t, t)},
    at={x: 1, c: 1001},
)
false(
    "the variable of a derivative is put into it",
    BEYOND * Derivative(u**3, u),
    (BEYOND * 2 * u**2, By(SLOPE, {a: u})),
    at={u: 1, c: 1001},
)
false(
    "a limit is no value, also where it rests on a theorem",
    BEYOND / b,
    (Integer(0), By(FALLS, {a: b})),
    at={b: 1, c: 1001},
)
false(
    "infinity is put in for a positive number",
    BEYOND * Integral(0, (t, 0, oo)),
    (BEYOND, By(cited("mean", Integral(1 / a, (t, 0, a)), Integer(1), Antiderivative(t, t / a)), {a: oo})),
    at={c: 1001},
)
false(
    "two theorems of one id, the second cited by what is cited",
    BEYOND * x**2 + sin(x) ** 2 + cos(x) ** 2 - 1,
    (BEYOND * x**2, By(TWICE_TRUE)),
    (BEYOND * 2 * x, By(BETWEEN)),
    at={x: 1, c: 1001},
)

true("a positive rate", tail(b + 1), (1 / (b + 1), By(DECAY, {a: b + 1})), at=({b: 1}, {b: 5}), weakest="enclosed")
true(
    "a rate that is an exponential",
    tail(exp(x)),
    (exp(-x), By(DECAY, {a: exp(x)})),
    at=({x: 0}, {x: -2}),
    weakest="enclosed",
)
true(
    "the larger of two that are known apart",
    Max(b, b * exp(c)),
    (b * exp(c), By(LARGER, {a: b, b: b * exp(c)})),
    at=({b: 1, c: 1}, {b: 4, c: 9}),
    weakest="sampled",
)
true(
    "a ratio below 1 for every b",
    Sum((1 / (1 + b)) ** k, (k, 0, oo)),
    (1 / (1 - 1 / (1 + b)), By(GEOMETRIC, {a: 1 / (1 + b)})),
    at=({b: 1}, {b: 3}),
    weakest="undecided",
)
true(
    "a hypothesis on functions that is one here too",
    f(-x) + x,
    (f(x) + x, By(MIRRORED)),
    given=(IS_EVEN,),
    instances=({f: Lambda(t, cos(t))},),
    put={f: Lambda(t, t**2)},
    at=({x: 1}, {x: -2}),
    weakest="enclosed",
)
true(
    "a name of what is cited is a name here",
    2 * x + 1,
    subject=N(x) + 1,
    origin=By(NAMED),
    pair=("subject", 0),
    put={N: Lambda(t, 2 * t)},
    at=({x: 1}, {x: -2}),
)
true(
    "a derivative whose variable is another symbol here",
    Derivative(b * r**2, r),
    (2 * b * r, By(SLOPE, {a: b, u: r})),
    at=({b: 1, r: 2}, {b: 3, r: 1}),
    near=1e-10,
)
