"""The second judge: mpmath quadrature against closed forms, with nothing global left behind."""

import mpmath
import pytest
from sympy import (
    Abs,
    Derivative,
    Function,
    Heaviside,
    Integer,
    Integral,
    Max,
    Min,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    atan2,
    besselk,
    exp,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
    symbols,
)

from symspline import special
from symspline.enclosure.evaluate import NoValue, evaluate

t, w, b = symbols("t w b", real=True)
a = Symbol("a", positive=True)
R = Rational
CASES = [
    (Integral(exp(-(t**2)), (t, -oo, oo)), sqrt(pi)),
    (Integral(1 / (1 + t**2), (t, -oo, oo)), pi),
    (Integral(log(t), (t, 0, 1)), Integer(-1)),
    (Integral(1 / sqrt(1 - t**2), (t, -1, 1)), pi),
    (Integral(Abs(t - R(1, 3)), (t, -1, 1)), R(10, 9)),
    (Integral(Max(0, R(1, 1000) - Abs(t - R(1, 3))), (t, -1, 1)), R(1, 10**6)),
    (Integral(Piecewise((t, t < 1), (t**2, t < 2), (0, True)), (t, 0, oo)), R(17, 6)),
    (Integral(Heaviside(2 - Abs(t)) * t**2, (t, -oo, oo)), R(16, 3)),
    (Integral(sign(t - a) * Min(t, a), (t, 0, 5)), Integer(6) - 2),
    (Integral(t, (t, 1, 0)), R(-1, 2)),
    (Derivative(a**3, a), Integer(12)),
    (special.hyp2f1_complement(2, 1, 4, a), 3 * special.student3_breakpoint(a)),
]


@pytest.mark.parametrize(("expr", "exact"), CASES, ids=str)
def test_values(expr, exact):
    values = {a: Integer(2)} if expr.has(a) else {}
    value, wanted = evaluate(expr, values), evaluate(exact, values)
    with mpmath.workdps(40):
        assert abs(value - wanted) < 1e-28 * abs(wanted)


@pytest.mark.parametrize(
    ("expr", "exact"),
    [
        (Integral(w * b, (b, 0, w), (w, 0, 1)), R(1, 8)),
        (Integral(besselk(0, t) * exp(-t), (t, 0, oo)), Integer(1)),
    ],
    ids=["nested", "bessel"],
)
def test_dear_values_at_fewer_digits(expr, exact):
    assert abs(evaluate(expr, {}, 12) - mpmath.mpf(exact.p) / exact.q) < 1e-12


def test_the_global_precision_is_untouched():
    before = mpmath.mp.prec
    evaluate(Integral(exp(-t), (t, 0, oo)), {}, 50)
    assert mpmath.mp.prec == before


def test_a_missing_value_is_named():
    with pytest.raises(ValueError, match="a"):
        evaluate(a + 1, {})


def test_a_planted_factor_is_seen():
    value = evaluate(Integral(exp(-t), (t, 0, oo)) * (1 + R(1, 10**20)), {})
    with mpmath.workdps(40):
        assert abs(value - 1) > 0.9e-20


def test_what_has_no_value_says_so():
    k = Symbol("k", integer=True)
    for line in (log(t), 1 / (t + 1), sqrt(t)):
        with pytest.raises(NoValue):
            evaluate(line, {t: Integer(-1)})
    with pytest.raises(ValueError, match="DiracDelta has no values"):
        evaluate(Integral(Derivative(Heaviside(t), t), (t, -1, 1)))
    with pytest.raises(ValueError, match="f has no values"):
        evaluate(Function("f")(a), {a: Integer(1)})
    with pytest.raises(ValueError, match="does not converge"):
        evaluate(Integral(sin(a) / a, (a, 0, oo)))
    with pytest.raises(ValueError, match="terms"):
        evaluate(Sum(1 / k, (k, 1, 10**30)))


def test_sums_whose_ends_hold_the_outer_index():
    j, k = symbols("j k", integer=True)
    assert evaluate(Sum(j * k, (k, 1, j), (j, 1, 3))) == 25
    assert evaluate(Sum(Sum(j * k, (k, 1, j)), (j, 1, 3))) == 25


def test_a_function_of_real_numbers_that_meets_a_complex_one_has_no_value():
    with pytest.raises(NoValue, match="complex"):
        evaluate(atan2(sqrt(t), 2), {t: Integer(-1)})
