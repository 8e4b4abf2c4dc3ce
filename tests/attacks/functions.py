"""Statements about every function, shown at instances that share a property which is no hypothesis."""

from mpmath import mp
from sympy import (
    Abs,
    Derivative,
    Eq,
    Integer,
    Integral,
    Lambda,
    Max,
    Piecewise,
    atan,
    cos,
    cosh,
    exp,
    oo,
    pi,
    sin,
    sqrt,
)

from symspline.proof.functions import OnFunctions, density, even, moment
from symspline.proof.moves import Algebra, Bound, Definition, Evaluate, Fold, Instantiate, Known, Linearity
from symspline.proof.theorem import Assumption

from .case import Cause
from .oracle import grows
from .words import HALF, a, b, f, g, h, r, s, t, x, y

FUNCTIONS = Cause("X14", "function")
GAUSS = exp(-(t**2) / 2) / sqrt(2 * pi)
LAPLACE = exp(-Abs(t)) / 2
SHIFTED = exp(-((t - 1) ** 2))
BELL = exp(-(t**2))


def instances(*bodies):
    return tuple({f: Lambda(t, body)} for body in bodies)


def false(why, *lines, using, breaks=None, **fields):
    put = {f: Lambda(t, breaks)} if breaks is not None else {}
    FUNCTIONS.false(why, *lines, instances=instances(*using), put=put, **fields)


def true(why, *lines, using, at, weakest="enclosed", **fields):
    FUNCTIONS.true(
        why, *lines, instances=instances(*using), put=instances(using[0])[0], at=at, weakest=weakest, **fields
    )


def over_line(body, low=-oo):
    return Integral(body, (t, low, oo))


false(
    "a function need not be even",
    f(-x),
    (f(x), Algebra("even")),
    using=(t**2, cos(t), t**4, BELL, Abs(t), cosh(t)),
    breaks=t,
    at={x: 1},
)
false(
    "a function need not be a density",
    over_line(f(t)),
    (Integer(1), Definition("of a density")),
    using=(GAUSS, LAPLACE),
    breaks=BELL,
    at={},
)
false(
    "a law need not be centred",
    over_line(t * f(t)),
    Fold(t, r),
    (Integer(0), Algebra("odd")),
    using=(GAUSS, LAPLACE),
    breaks=SHIFTED,
    at={},
)
false(
    "a function may be negative",
    Integer(0),
    ("<=", f(x), Bound("non-negative")),
    using=(t**2, exp(t), BELL),
    breaks=-t - 9,
    at={x: 1},
)
false(
    "a function need not be additive",
    f(x + y),
    (f(x) + f(y), Algebra("additive")),
    using=(t, 2 * t, -t),
    breaks=t**2,
    at={x: 1, y: 1},
)
false(
    "a function need not be its own inverse",
    f(f(x)),
    (x, Definition("an involution")),
    using=(t, -t, 3 - t),
    breaks=2 * t,
    at={x: 1},
)
false(
    "a function may be curved",
    Derivative(f(x), x, 2),
    (Integer(0), Evaluate()),
    using=(t, 3 * t + 1),
    breaks=t**3,
    at={x: 1},
)
FUNCTIONS.false(
    "two functions need not commute",
    f(g(a)),
    (g(f(a)), Algebra("exchange")),
    instances=({f: Lambda(t, t**2), g: Lambda(t, t**3)}, {f: Lambda(t, t + 1), g: Lambda(t, t + 5)}),
    put={f: Lambda(t, t + 1), g: Lambda(t, t**2)},
    at={a: 1},
)
false(
    "a support need not be bounded",
    over_line(f(t)),
    (Integral(f(t), (t, -5, 5)), Algebra("nothing lies outside")),
    using=(Piecewise((1, Abs(t) < 1), (0, True)), Max(0, 1 - Abs(t))),
    breaks=1 / (1 + t**2),
    at={},
)
false(
    "a function need not be periodic",
    f(x + 1),
    (f(x), Algebra("period 1")),
    using=(sin(2 * pi * t), cos(4 * pi * t)),
    breaks=t,
    at={x: 1},
)
false(
    "the median of a law need not be 0",
    Integral(f(t), (t, 0, oo)),
    (HALF, Known("half the mass", "a table")),
    using=(GAUSS, LAPLACE),
    breaks=SHIFTED / sqrt(pi),
    at={},
)
false(
    "a function need not be convex",
    f((x + y) / 2),
    ("<=", (f(x) + f(y)) / 2, Bound("Jensen")),
    using=(t**2, exp(t), Abs(t)),
    breaks=-(t**2),
    at={x: 0, y: 2},
)
false(
    "a variance need not be 1",
    over_line(t**2 * f(t)),
    (Integer(1), Known("standardised", "a table")),
    using=(GAUSS,),
    breaks=LAPLACE,
    at={},
)
FUNCTIONS.false(
    "a joint function need not be symmetric",
    h(x, y),
    (h(y, x), Algebra("exchangeable")),
    instances=({h: Lambda((s, t), s * t)}, {h: Lambda((s, t), exp(-(s**2) - t**2))}),
    put={h: Lambda((s, t), s - t)},
    at={x: 1, y: 0},
)
FUNCTIONS.false(
    "a joint function need not be a product",
    h(x, y) * h(a, b),
    (h(x, b) * h(a, y), Algebra("independent")),
    instances=({h: Lambda((s, t), s * t)}, {h: Lambda((s, t), exp(-(s**2) - t**2))}),
    put={h: Lambda((s, t), s + t)},
    at={x: 1, y: 1, a: 2, b: 3},
)
false(
    "a quotient by a function that vanishes",
    (f(x) ** 2 + f(x)) / f(x),
    (f(x) + 1, Algebra("cancel")),
    using=(exp(t),),
    breaks=t,
    at={x: 0},
    box={x: (HALF, 2)},
)
false(
    "a function need not vanish at 0",
    f(Integer(0)),
    (Integer(0), Definition("of f")),
    using=(t, sin(t), t**2),
    breaks=cos(t),
    at={},
)
false(
    "a law need not have a mean",
    over_line((t + 1) * f(t)),
    (over_line(t * f(t)) + over_line(f(t)), Linearity()),
    using=(GAUSS, LAPLACE),
    breaks=1 / (pi * (1 + t**2)),
    shows=lambda: grows(lambda z: z / (1 + z * z), mp.inf, 10),
)
false(
    "a function need not be a contraction",
    Abs(f(x) - f(y)),
    ("<=", Abs(x - y), Bound("Lipschitz")),
    using=(sin(t), atan(t), t / 2),
    breaks=5 * t,
    at={x: 1, y: 0},
)
false(
    "a function need not be bounded by its value at 0",
    f(x),
    ("<=", f(Integer(0)), Bound("the peak lies at 0")),
    using=(GAUSS, LAPLACE, BELL),
    breaks=SHIFTED,
    at={x: 1},
)
false(
    "words are no hypothesis that the instances test",
    f(x) * f(-x),
    (f(x) ** 2, Algebra("even")),
    using=(cos(t), t**2),
    breaks=exp(t),
    at={x: 1},
    given=(Assumption("$f$ is smooth"),),
)
false(
    "a monotonic function need not be onto: the inverse of the square",
    sqrt(f(a) ** 2),
    (f(a), Algebra("the root")),
    using=(exp(t), t**2),
    breaks=-t,
    at={a: 1},
)
false(
    "a function of heavy tails has no exponential moment",
    over_line(exp(a * t) * f(t)),
    (Integral(exp(-a * s) * f(-s), (s, -oo, oo)), Algebra("reflect")),
    using=(GAUSS,),
    breaks=1 / (pi * (1 + t**2)),
    shows=lambda: grows(lambda z: mp.exp(mp.sqrt(z)) / (1 + z * z), mp.inf, 10),
)
false(
    "an integrand of changing sign: the absolute value does not pass",
    Abs(Integral(f(t), (t, 0, 1))),
    (Integral(Abs(f(t)), (t, 0, 1)), Algebra("positive")),
    using=(exp(t), t**2),
    breaks=t - HALF,
    at={},
)
false(
    "the chain rule without its factor",
    Derivative(f(2 * x), x),
    (Derivative(f(x), x), Evaluate()),
    using=(Integer(1) + 0 * t, Integer(3) + 0 * t),
    breaks=t,
    at={x: 1},
    near=1e-6,
)

FUNCTIONS.false(
    "the function put in holds the variable of integration",
    Integral(t * f(t), (t, 0, 1)),
    (HALF / 2, Instantiate({f: Lambda(s, s * t)})),
    instances=({f: Lambda(s, s * t)},),
    shows=lambda: abs(mp.quad(lambda z: z * z * 3, [0, 1]) - 0.25) > 0.5,
)
FUNCTIONS.false(
    "the function is put in at another argument, the box hides it",
    f(x) + f(-x),
    (2 * exp(x), Instantiate({f: Lambda(t, exp(t))})),
    box={x: (0, 0)},
    instances=({f: Lambda(t, exp(t))},),
    put={f: Lambda(t, exp(t))},
    at={x: 1},
)

true(
    "even and odd part",
    f(x),
    ((f(x) + f(-x)) / 2 + (f(x) - f(-x)) / 2 + sin(x) ** 2 + cos(x) ** 2 - 1, Algebra("split")),
    using=(exp(t), t**3, cos(t)),
    at=({x: 1}, {x: -2}),
)
true(
    "the square of a sum",
    (f(x) + 1) ** 2,
    (f(x) ** 2 + 2 * f(x) + 1, Algebra("expand")),
    using=(exp(t), t, sin(t)),
    at=({x: 1}, {x: 2}),
)
true(
    "a factor before the integral",
    Integral(a * f(t), (t, 0, 1)),
    Linearity(),
    using=(exp(t), t, sin(t)),
    at=({a: 1}, {a: 3}),
)
true(
    "a reflected range",
    Integral(f(t), (t, -1, 1)),
    (Integral(f(-t), (t, -1, 1)), Algebra("reflect")),
    using=(exp(t), t, sin(t)),
    at={},
    weakest="undecided",
)

NORMAL = Lambda(t, GAUSS)
WIDE = Lambda(t, exp(-sqrt(2) * Abs(t)) / sqrt(2))
UNIT = OnFunctions("even, of variance 1", holds=(*density(f), even(f), moment(f, lambda z: z**2, 1)))
FUNCTIONS.false(
    "an even law of variance 1 need not have the normal kurtosis",
    Integral(t**4 * f(t), (t, -oo, oo)),
    (Integer(3), Algebra("as of the normal law")),
    instances=({f: NORMAL},),
    given=(UNIT,),
    put={f: WIDE},
    shows=lambda: (
        abs(mp.quad(lambda z: z**4 * mp.exp(-mp.sqrt(2) * abs(z)) / mp.sqrt(2), [-mp.inf, 0, mp.inf]) - 6) < 1e-9
    ),
)
FUNCTIONS.false(
    "a value at 0 says nothing of the symmetry",
    f(-x),
    (f(x), Algebra("even")),
    instances=({f: Lambda(t, 7 * cos(t))},),
    given=(OnFunctions("7 at 0", holds=(Eq(f(0), 7),)),),
    put={f: Lambda(t, 7 + t)},
    at={x: 1},
)
FUNCTIONS.false(
    "values of two functions, each at one place",
    f(x) * g(x),
    (f(x) * g(-x), Algebra("g is even")),
    instances=({f: Lambda(t, t), g: Lambda(t, cos(t))},),
    given=(OnFunctions("values", holds=(Eq(f(1), 1), Eq(g(0), 1))),),
    put={f: Lambda(t, t), g: Lambda(t, 1 + t)},
    at={x: 1},
)
FUNCTIONS.true(
    "the variance of an even law with variance 1, moved",
    Integral((t**2 + t) * f(t), (t, -oo, oo)) + x,
    (Integral(t**2 * f(t), (t, -oo, oo)) + x, Algebra("the odd part has no mean")),
    instances=({f: NORMAL}, {f: WIDE}),
    given=(UNIT,),
    shows=lambda: abs(mp.quad(lambda z: z * mp.npdf(z), [-mp.inf, 0, mp.inf])) < 1e-9,
    weakest="enclosed",
)
