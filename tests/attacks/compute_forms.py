"""Forms for floating point that are wrong in the tails, near 0, in a gap between two cases, or by a rounding."""

from sympy import (
    Abs,
    E,
    Float,
    Integer,
    Max,
    Min,
    Piecewise,
    Rational,
    atan,
    atan2,
    cos,
    cosh,
    erfc,
    exp,
    factorial,
    log,
    pi,
    sin,
    sqrt,
    tanh,
)

from symspline.proof.moves import Algebra

from .case import Cause
from .words import HALF, a, b, n, p, x, y

FORMS = Cause("X15", "form")


def chain(conclusion):
    """A trivial chain that ends in the conclusion whose form is judged."""
    return (conclusion + 1) ** 2 - 2 * conclusion - 1 - conclusion**2 + conclusion, (conclusion, Algebra("expand"))


def false(why, conclusion, form, at, **fields):
    FORMS.false(why, *chain(conclusion), compute=form, pair=(-1, "compute"), at=at, **fields)


def true(why, conclusion, form, *at, weakest="enclosed", **fields):
    FORMS.true(why, *chain(conclusion), compute=form, pair=(-1, "compute"), at=at, weakest=weakest, **fields)


THOUSANDTH = Rational(1, 1000)


def near_zero(form, otherwise, size=THOUSANDTH):
    return Piecewise((form, Abs(a) < size), (otherwise, True))


def in_tail(form, otherwise, size):
    return Piecewise((form, a > size), (otherwise, True))


false("0 beyond 50 is a relative error of 1", exp(-a), in_tail(Integer(0), exp(-a), 50), {a: 60})
false("the first term of the sine near 0", sin(a), near_zero(a, sin(a)), {a: Rational(1, 2000)})
false("the second term of the logarithm in the tail", log(1 + a), in_tail(log(a) + 1 / a, log(1 + a), 1000), {a: 2000})
false(
    "two terms of a difference quotient near 0",
    (exp(a) - 1) / a,
    near_zero(1 + a / 2, (exp(a) - 1) / a),
    {a: Rational(1, 2000)},
)
false("a saturated tanh", tanh(a), in_tail(Integer(1), tanh(a), 20), {a: 21}, near=1e-19)
false("the first term of an asymptotic series", erfc(a), in_tail(exp(-(a**2)) / (a * sqrt(pi)), erfc(a), 10), {a: 11})
false("a root without its 1 far out", sqrt(1 + a**2), in_tail(a, sqrt(1 + a**2), 10**8), {a: 2 * 10**8}, near=1e-18)
false("a floor under small values", exp(-a), Max(exp(-a), Rational(1, 10**30)), {a: 100})
false("the sign turns left of -100", x**3 + x, Piecewise((x**3 + x, x > -100), (-(x**3) - x, True)), {x: -200})
false(
    "a wrong value where the quotient has none, and nearby",
    sin(x) / x,
    Piecewise((2, Abs(x) < Rational(1, 10**9)), (sin(x) / x, True)),
    {x: Rational(1, 10**10)},
)
false("a gap between two cases", sin(a), Piecewise((sin(a), a < 3), (sin(a), a > 4), (0, True)), {a: Rational(7, 2)})
false(
    "Stirling's formula beyond 20",
    factorial(n),
    Piecewise((factorial(n), n <= 20), (sqrt(2 * pi * n) * (n / E) ** n, True)),
    {n: 21},
)
false(
    "the arctangent of the quotient in the other half-plane",
    atan2(y, x),
    atan(y / x),
    {x: -1, y: 1},
    box={x: (HALF, 2)},
)
false("a quotient with a pole inside the box", 1 + a, (1 - a**2) / (1 - a), {a: 1})
false("log cosh less its exponential correction", log(cosh(a)), in_tail(a - log(2), log(cosh(a)), 10), {a: 11})
false("pi in double precision", pi * a, Float("3.141592653589793", 30) * a, {a: 1}, near=1e-17)
false(
    "a corner of two arguments", 1 / (a + b), Piecewise((1 / (a + b), a * b < 10**6), (1 / a, True)), {a: 2000, b: 2000}
)
false("a cap on the argument of exp", exp(x), exp(Min(x, 700)), {x: 800})
false(
    "a difference replaced by its derivative where it is small",
    cos(a) - cos(b),
    Piecewise((sin(b) * (b - a), Abs(a - b) < Rational(1, 100)), (cos(a) - cos(b), True)),
    {a: 1, b: 1 + Rational(1, 200)},
)
false(
    "a form that is right for one sign of a nonzero symbol",
    sqrt(p**2 + 1) - p,
    1 / (p + sqrt(p**2 + 1)) * Piecewise((1, p > 0), (2, True)),
    {p: -1},
)
false(
    "an odd function evaluated by its absolute value", x / (1 + x**2), Abs(x) / (1 + x**2), {x: -1}, box={x: (HALF, 2)}
)
false(
    "the third term with the wrong sign where it is below 1e-20",
    1 / (1 + a),
    near_zero(1 - a - a**2, 1 / (1 + a), Rational(1, 10**10)),
    {a: Rational(1, 10**11)},
    near=1e-24,
)

true("a stable quadratic root", sqrt(a**2 + 1) - a, 1 / (a + sqrt(a**2 + 1)), {a: 1}, {a: 10**6})
true("a case that says the same", exp(-a), Piecewise((exp(-a), a < 50), (1 / exp(a), True)), {a: 1}, {a: 60})
true("a quotient by a sine", sin(2 * a), 2 * sin(a) * cos(a), {a: 1}, {a: 10})
