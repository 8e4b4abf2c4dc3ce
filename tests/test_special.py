"""The functions SymPy lacks: float64 against forty digits on the whole axis, derivatives, limits, definitions."""

import mpmath
import numpy as np
import pytest
import scipy.special
import sympy as sp
from mpmath import mp
from sympy import Rational, Symbol, lambdify

from symspline import special
from symspline.special import arrays

x = Symbol("x", positive=True)
R = Rational
WIDE = np.concatenate(
    [np.logspace(-12, 12, 49), 1 + np.array([0, 1e-15, -1e-9, 1e-3, -1e-3, 0.3, -0.3, 0.49, -0.76, 3.1])]
)
DECAYING = np.logspace(-12, np.log10(600), 50)


def tricomi(s, v):
    return mp.gammainc(s, 0, v) / v**s


def struve_form(v):
    return mp.pi * v / 2 * (mp.besselk(0, v) * mp.struvel(-1, v) + mp.besselk(1, v) * mp.struvel(0, v))


CASES = [
    (special.erfcx(x), np.logspace(-12, 6, 40), lambda v: mp.hyperu(0.5, 0.5, v * v) / mp.sqrt(mp.pi)),
    (special.exp_integral(x), DECAYING, lambda v: mp.gammainc(0, v)),
    (special.scaled_bessel_k(0, x), np.logspace(-12, 3, 40), lambda v: mp.exp(v) * mp.besselk(0, v)),
    (special.scaled_bessel_k(R(1, 3), x), np.logspace(-12, 3, 40), lambda v: mp.exp(v) * mp.besselk(mp.mpf(1) / 3, v)),
    (special.lower_gamma(sp.Integer(1), x), WIDE, lambda v: 1 - mp.exp(-v)),
    (special.lower_gamma(sp.Integer(2), x), WIDE, lambda v: 1 - (1 + v) * mp.exp(-v)),
    (special.lower_gamma(R(7, 2), x), WIDE, lambda v: mp.gammainc(3.5, 0, v)),
    (special.scaled_lower_gamma(1, x), WIDE, lambda v: (1 - mp.exp(-v)) / v),
    (special.scaled_lower_gamma(2, x), WIDE, lambda v: (1 - (1 + v) * mp.exp(-v)) / v**2),
    (special.bessel_k0_integral(x), np.logspace(-9, 1.5, 12), struve_form),
    (special.log_ratio(x), WIDE, lambda v: mp.log(v) / (v - 1)),
    (special.student3_breakpoint(x), WIDE, lambda v: (v * v - 1 - 2 * v * mp.log(v)) / (v - 1) ** 3),
    (special.student3_zeta(x), WIDE, lambda v: ((1 + v) * mp.log(v) - 2 * (v - 1)) / (v - 1) ** 3),
]


@pytest.mark.parametrize(("expr", "points", "reference"), CASES, ids=lambda v: str(v) if isinstance(v, sp.Expr) else "")
def test_float64_on_the_whole_axis(expr, points, reference):
    values = lambdify(x, expr, modules=["scipy", "numpy"])(points)
    precise = lambdify(x, expr, modules="mpmath")
    with mpmath.workdps(90):
        for point, value in zip(points, values, strict=True):
            if point == 1 and isinstance(expr, (special.log_ratio, special.student3_breakpoint, special.student3_zeta)):
                exact = mp.mpf(expr.at_one.p) / expr.at_one.q
            else:
                exact = reference(mp.mpf(point))
            assert abs(value / exact - 1) < 1e-13, point
            assert abs(precise(mp.mpf(point)) / exact - 1) < mp.mpf(10) ** -40


@pytest.mark.parametrize("nu", [1.5, 2, 3, 5, 30])
def test_hypergeometric_complement(nu):
    p = (nu + 1) / 2
    points = np.concatenate([np.logspace(-12, 16, 29), [1.0, 0.999, 1.001]])
    with mpmath.workdps(40):
        for b in (1.0, 2.0, p):
            values = arrays.hyp2f1_complement(p, b, 2 * p, points)
            for point, value in zip(points, values, strict=True):
                exact = mp.hyp2f1(p, b, 2 * p, 1 - mp.mpf(point))
                assert abs(value / exact - 1) < 2e-13, (b, point)


@pytest.mark.parametrize("nu", [99, 999])
def test_hypergeometric_complement_of_high_order(nu):
    p, points = (nu + 1) / 2, np.array([0.03, 0.5, 0.999, 1.0, 1.3, 40.0])
    with mpmath.workdps(40):
        for b in (1.0, 2.0, p):
            values = arrays.hyp2f1_complement(p, b, 2 * p, points)
            exact = np.array([mp.hyp2f1(p, b, 2 * p, 1 - mp.mpf(point)) for point in points])
            inside = (exact > 1e-300) & (exact < 1e300)
            assert np.all(np.abs((values / exact - 1)[inside]) < 2e-15 * nu + 1e-13), b


def test_scipy_alone_would_fail():
    p = 1.25
    with mpmath.workdps(40):
        exact = mp.hyp2f1(p, 2, 2 * p, 1 - mp.mpf("1e-12"))
    assert abs(scipy.special.hyp2f1(p, 2, 2 * p, 1 - 1e-12) / exact - 1) > 1e-6


def test_limits_are_finite_and_silent():
    ends = np.array([0.0, np.inf])
    assert arrays.lower_gamma(2, ends).tolist() == [0.0, 1.0]
    assert arrays.scaled_lower_gamma(2, ends).tolist() == [0.5, 0.0]
    assert arrays.log_ratio(ends).tolist() == [np.inf, 0.0]
    assert arrays.student3_breakpoint(ends).tolist() == [1.0, 0.0]
    assert arrays.student3_zeta(ends).tolist() == [np.inf, 0.0]
    assert arrays.bessel_k0_integral(ends).tolist() == [0.0, np.pi / 2]
    assert arrays.exp_integral(ends).tolist() == [np.inf, 0.0]
    assert arrays.scaled_bessel_k(0, ends).tolist() == [np.inf, 0.0]
    assert arrays.hyp2f1_complement(2, 1, 4, ends)[1] == 0.0
    assert abs(arrays.hyp2f1_complement(2, 1, 4, 0.0) - 3.0) < 1e-14
    assert np.ndim(arrays.log_ratio(2.0)) == 0


EVERY = [*(case[0] for case in CASES), special.owens_t(x, 2), special.hyp2f1_complement(2, R(3, 2), 4, x)]


@pytest.mark.parametrize("expr", EVERY, ids=str)
def test_definition_and_derivative(expr):
    f, slope = lambdify(x, expr, modules="mpmath"), lambdify(x, expr.diff(x), modules="mpmath")
    plain = sp.N(expr.definition().subs(x, R(7, 10)), 30)
    with mpmath.workdps(40):
        at = mp.mpf("0.7")
        assert abs(f(at) / plain._to_mpmath(110) - 1) < 1e-28
        assert abs(mp.diff(f, at) / slope(at) - 1) < 1e-12
    assert abs(sp.N(expr.subs(x, R(7, 10)), 20) / plain - 1) < 1e-19
    assert "operatorname{Heaviside}" not in sp.latex(expr**2)


def test_special_values():
    assert special.erfcx(0) == 1
    assert special.scaled_lower_gamma(2, 0) == R(1, 2)
    assert special.log_ratio(1) == 1
    assert special.student3_breakpoint(1) == R(1, 3)
    assert special.student3_zeta(1) == R(1, 6)
    assert special.hyp2f1_complement(2, 1, 4, 1) == 1
