"""Laws of one's own: pieces, the gate on SymPy's answers, the time limit."""

import math

import pytest
import sympy as sp
from sympy import Rational

from symspline.answers import general as general_module
from symspline.answers.general import general
from symspline.answers.half_line import pieces
from symspline.answers.symbolic_integral import attempt
from symspline.model.init import Init
from symspline.model.law import Law, Logistic, Normal, StudentT, TwoPoint
from symspline.proof.verdict import Verdict
from symspline.special.arrays import gauss_laplace_integral, reciprocal_gauss_integral

x = sp.Symbol("x", real=True)
r = sp.Symbol("r", positive=True)
STAIRS = Law(sp.Piecewise((sp.Rational(3, 8), sp.Abs(x) < 1), (sp.Rational(1, 8), True)), x, (-2, 2))
MIXTURE = Law(
    (sp.exp(-((x - 1) ** 2) / 2) + sp.exp(-((x + 1) ** 2) / 2)) / (2 * sp.sqrt(2 * sp.pi)), x, (-sp.oo, sp.oo)
)
SECH = Law(sp.sech(sp.pi * x / 2) / 2, x, (-sp.oo, sp.oo))


def test_a_density_in_pieces_is_cut_at_its_edges():
    assert [(p.low, p.high, p.density) for p in pieces(STAIRS, -1)] == [
        (0, 1, sp.Rational(3, 8)),
        (1, 2, sp.Rational(1, 8)),
    ]
    formula = general(Init(w=STAIRS, b=STAIRS, v=STAIRS), "breakpoint_density")
    # 2 · 3/8 · ∫ r p(r) dr = 3/4 · (3/16 + 3/16)
    assert formula.closed and formula(0.0) == pytest.approx(9 / 32, rel=1e-14)


def test_a_mixture_of_normal_laws_is_derived_and_enclosed():
    formula = general(Init(w=MIXTURE, b=Normal(1), v=Normal(1)), "zeta")
    assert formula.closed and formula.verdict is Verdict.ENCLOSED
    # At c = 0 the bias density is 1/√(2π), and E|w|³ remains.
    third = sp.Integral(sp.Abs(x) ** 3 * MIXTURE.density(x), (x, -sp.oo, sp.oo)).evalf(20)
    assert formula(0.0) == pytest.approx(float(third / sp.sqrt(2 * sp.pi)), rel=1e-13)


def test_a_wrong_answer_of_sympy_is_not_believed(monkeypatch):
    init = Init(w=MIXTURE, b=MIXTURE, v=Normal(1))
    right = general(init, "breakpoint_density")

    def wrong(integral, seconds):
        value, late = attempt(integral, seconds)
        return None if value is None else value * sp.Rational(1001, 1000), late

    monkeypatch.setattr(general_module, "attempt", wrong)
    formula = general(init, "breakpoint_density")
    assert right.closed and not formula.closed
    assert formula(0.7) == pytest.approx(right(0.7), rel=1e-12)


def test_laws_without_a_closed_form_are_computed_by_quadrature():
    logistic = Init(w=Logistic(1), b=Logistic(1), v=Logistic(1))
    zeta, density = (general(logistic, name, 1) for name in ("zeta", "breakpoint_density"))
    assert not zeta.closed and zeta(0.0) == pytest.approx(float(9 * sp.zeta(3) / 4), rel=1e-13)
    assert density(1.0) == pytest.approx(float((4 * sp.log(2) - 1) / 12), rel=1e-13)
    secant = general(Init(w=SECH, b=SECH, v=SECH), "breakpoint_density", 1)
    assert secant(-1.0) == pytest.approx(float(2 * sp.log(2) / sp.pi**2), rel=1e-13)


def test_the_time_limit_holds():
    hard = sp.Integral(r**3 / sp.cosh(r) ** 2 / sp.cosh(sp.pi * r) ** 2, (r, 0, sp.oo))
    assert attempt(hard, 0.5) == (None, True)


@pytest.mark.parametrize("n", [0, 1, 3])
@pytest.mark.parametrize(("A", "B"), [(1e-8, 1.0), (2.0, 1e-6), (0.3, 9.0), (1.0, 3.0)])
def test_gauss_laplace_integral(n, A, B):
    t = sp.Symbol("t", positive=True)
    exact = sp.Integral(t**n * sp.exp(-sp.Rational(A) * t**2 - sp.Rational(B) * t), (t, 0, sp.oo)).evalf(25)
    assert gauss_laplace_integral(n, A, B) == pytest.approx(float(exact), rel=1e-13)


@pytest.mark.parametrize(
    ("a", "b", "c"), [(1e-6, 0.5, 1.0), (2.0, 0.3, 0.0), (0.0, 1.5, 2.0), (3.0, 0.2, 0.1), (0.4, 4.0, 1.0)]
)
def test_reciprocal_gauss_integral(a, b, c):
    import mpmath

    end = mpmath.inf if c == 0 else 1 / mpmath.mpf(c)
    with mpmath.workdps(30):
        exact = mpmath.quad(lambda t: mpmath.exp(-((a * t) ** 2) - (b / t) ** 2), [0, min(end, 0.2), min(end, 1), end])
    assert reciprocal_gauss_integral(a, b, c) == pytest.approx(float(exact), rel=1e-13)


def test_a_bias_on_two_points_with_one_sided_weights():
    init = Init(w=Law(sp.exp(-x), x, (0, sp.oo)), b=TwoPoint(Rational(6, 5)), v=StudentT(Rational(7, 10), 1))
    density = general(init, "joint_density")
    for place, slope in ((0.7, 0.2), (-0.7, -3.0)):
        weight = 1.2 / abs(place)
        output = float(init.v.pdf(sp.Float(slope / weight)))
        assert abs(density(place, slope) / (math.exp(-weight) / 2 * output / abs(place)) - 1) < 1e-13
