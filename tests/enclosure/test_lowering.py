"""Every function that can be enclosed, against mpmath at forty digits, and every refusal."""

import mpmath
import pytest
import sympy as sp
from flint import arb, ctx
from sympy import Rational, Symbol, symbols

from symspline import special
from symspline.enclosure.ball import Ball, Undecided
from symspline.enclosure.boxes import nonnegative_on_box
from symspline.enclosure.enclose import enclose
from symspline.enclosure.evaluate import evaluate

x, y = symbols("x y", real=True)
p = Symbol("p", positive=True)
R = Rational
POINT = {p: R(7, 10), y: R(-4, 3)}
EXPRESSIONS = [
    p**3 - 2 * p + y,
    p ** R(1, 3) + y**-3 + (y**2) ** R(3, 4),
    p**y,
    sp.exp(y) * sp.log(p) + sp.sqrt(p),
    sp.Abs(y) + sp.sign(y) + sp.Min(p, y, 0) + sp.Max(p, y),
    sp.Piecewise((p, y > 0), (p**2, sp.And(y < -1, p < 1)), (0, True)),
    sp.Heaviside(p) - sp.Heaviside(y),
    sp.sin(p) * sp.cos(y) + sp.tan(p) + sp.cot(p) + sp.sec(y) + sp.csc(p),
    sp.asin(p) + sp.acos(p) + sp.atan(y) + sp.acot(p),
    sp.atan2(p, y) + sp.atan2(y, p) + sp.atan2(y, -p),
    sp.sinh(y) + sp.cosh(p) + sp.tanh(y) + sp.sech(p) + sp.csch(y) + sp.coth(p),
    sp.asinh(y) + sp.atanh(p) + sp.acosh(1 + p),
    sp.erf(y) + sp.erfc(p) + sp.erfi(p),
    sp.gamma(p) + sp.gamma(y) + sp.loggamma(p),
    sp.lowergamma(R(3, 2), p) + sp.uppergamma(R(-1, 2), p) + sp.uppergamma(p, 2),
    sp.besselk(0, p) + sp.besselk(R(1, 3), p) + sp.besseli(1, p) + sp.besselj(0, p),
    sp.besselk(2, 30 * p),
    sp.hyper([R(5, 4), 1], [R(5, 2)], 1 - 100 * p),
    sp.hyper([1], [R(5, 2)], y) + sp.hyper([], [2], p),
    sp.expint(1, p) + sp.expint(R(5, 2), p) + sp.Ei(p) + sp.Ei(y),
    sp.zeta(3) + sp.zeta(p + 1) + sp.polygamma(1, p) + sp.digamma(p),
    sp.pi + sp.E + sp.EulerGamma + sp.Catalan,
    special.erfcx(p) + special.erfcx(300 * p) + special.erfcx(y),
    special.exp_integral(p) + special.scaled_bessel_k(1, 50 * p),
    special.lower_gamma(2, p) + special.scaled_lower_gamma(R(5, 3), p),
    special.owens_t(y, p),
    special.bessel_k0_integral(p),
    special.log_ratio(p) + special.student3_breakpoint(p) + special.student3_zeta(p),
    special.log_ratio(1 + p / 10**12)
    + special.student3_breakpoint(1 - p / 10**12)
    + special.student3_zeta(1 + p / 10**9),
    special.hyp2f1_complement(2, 1, 4, 1000 * p),
    sp.Sum(x**2 * p, (x, 1, 5)).subs(x, Symbol("k")),
    sp.Derivative(sp.exp(p * p), p),
    sp.exp(-p / 10**20) - 1,
]


@pytest.mark.parametrize("expr", EXPRESSIONS, ids=str)
def test_functions_agree_with_mpmath(expr):
    values = {s: v for s, v in POINT.items() if expr.has(s)}
    ball = enclose(expr, values)
    reference = evaluate(expr.doit() if expr.has(sp.Sum, sp.Derivative) else expr, values, 40)
    with ctx.workprec(160):
        assert abs(ball.value - arb(mpmath.nstr(reference, 38))) < 1e-28 * (1 + abs(ball.value))
    assert ball.radius < 1e-25


def test_a_ball_reports_itself():
    ball = enclose(sp.sqrt(2), {})
    assert not ball.contains_zero
    assert ball.relative_radius < 1e-30
    assert abs(float(ball) - 2**0.5) < 1e-15
    assert ball.contains(enclose(sp.sqrt(2), {}, 60).value)
    with pytest.raises(Undecided):
        Ball(arb("nan"))


def test_difference_reaches_relative_accuracy_of_tiny_numbers(difference):
    ball, scale = difference(sp.exp(-200 * p), sp.exp(-100 * p) ** 2 * (1 + R(1, 10**20)), {p: R(1)})
    assert scale < 1e-80
    assert not ball.contains_zero


@pytest.mark.parametrize(
    "expr",
    [
        1 / (sp.sqrt(2) ** 2 - 2 + x - x),
        sp.log(-p),
        sp.sqrt(y),
        sp.Function("f")(p),
        sp.Integral(x, x),
        p * sp.Float("0.1"),
        sp.DiracDelta(p - p.subs(p, R(7, 10))),
    ],
    ids=str,
)
def test_refusals(expr):
    with pytest.raises((Undecided, ValueError)):
        enclose(expr, {s: POINT.get(s, R(1)) for s in expr.free_symbols})


def test_values_must_be_exact_and_complete():
    with pytest.raises(ValueError, match="exact Rational"):
        enclose(p, {p: 0.5})
    with pytest.raises(ValueError, match="no value"):
        enclose(p + y, {p: R(1)})


def test_a_value_named_like_a_bound_variable_leaves_it_alone():
    integral = sp.Integral(x * p, (x, 0, 1)) + x
    assert enclose(integral, {x: R(5), p: R(2)}).contains(6)


def test_the_precision_in_force_is_restored():
    before = ctx.prec
    enclose(sp.Integral(sp.exp(-x), (x, 0, sp.oo)), {}, 50)
    assert ctx.prec == before


def test_inequalities_on_boxes():
    unit = {p: (R(0), R(1)), y: (R(-1), R(1))}
    assert nonnegative_on_box(p**2 + y**2 - 2 * p * y + R(1, 1000), unit).holds is True
    assert nonnegative_on_box(p * (1 - p), unit).holds is True
    assert nonnegative_on_box(sp.exp(y) - 1 - y + R(1, 10**6), unit).holds is True
    assert nonnegative_on_box(y**2, unit, max_boxes=300).holds is None
    refuted = nonnegative_on_box(p - y**2 / 2 + R(1, 4), {p: (R(0), R(1)), y: (R(-1), R(1))})
    assert refuted.holds is False
    assert (p - y**2 / 2 + R(1, 4)).subs(refuted.witness) < 0
    with pytest.raises(ValueError, match="box"):
        nonnegative_on_box(p + x, unit)


def test_numbers_of_many_digits_make_no_power_that_is_expanded():
    t, a, u = symbols("t a u", positive=True)
    size = R(17972198645769, 999)
    ball = enclose(t**a * sp.Integral(sp.exp(-a * sp.log(t) * u / 10**11), (u, 0, 1)), {t: R(1, 1375), a: size})
    rate = arb(1375).log() * 17972198645769 / 999 / 10**11
    right = (rate.exp() - 1) / rate
    assert (ball.value.log() + arb(1375).log() * 17972198645769 / 999 - right.log()).contains(0)


@pytest.mark.parametrize("expr", [sp.Abs(x) / x, x * sp.log(x), x * sp.exp(1 / x), x * (x + 1) / x**2, sp.sign(x) / x])
def test_nought_times_what_has_no_value_has_none(expr):
    with pytest.raises(Undecided):
        enclose(expr, {x: 0})
