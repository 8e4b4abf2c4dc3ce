"""Densities that bend at transcendental places or are infinite at an end, against quadrature by hand."""

import mpmath
import pytest
import sympy as sp

from symspline.answers import general as general_module
from symspline.answers import quantities
from symspline.answers.quantities import derive
from symspline.model.init import Init
from symspline.model.law import Law, Normal, StudentT, TwoPoint
from symspline.proof.verdict import Verdict

t = sp.Symbol("t", real=True)
pi = sp.pi


@pytest.fixture(autouse=True)
def without_sympy(monkeypatch):
    """SymPy has no closed form for any of these, and is not waited for."""
    monkeypatch.setattr(general_module, "attempt", lambda integral, seconds: (None, True))
    monkeypatch.setattr(quantities, "_answers", {})


@pytest.mark.parametrize(
    ("law", "zeta", "density"),
    [
        (
            Law(sp.Abs(sp.cos(t)) / 4, t, (-pi, pi)),
            (2.66341163674867879, 0.0142785333772425336),
            (0.485002046044267282, 0.0384928045662213358),
        ),
        (
            Law(sp.Abs(sp.sin(t) * sp.cos(t)) / 2, t, (0, 2 * pi)),
            (8.3211374602204614, 0.00980772918810125491),
            (0.590196160435162502, 0.0190521023893441506),
        ),
    ],
    ids=str,
)
def test_kinks_of_a_cosine(law, zeta, density):
    init = Init(w=law, b=Normal(1), v=Normal(1))
    for quantity, values in (("zeta", zeta), ("breakpoint_density", density)):
        formula = derive(init, quantity)
        assert not formula.closed and formula.out_of_time and formula.verdict is Verdict.SAMPLED and not formula.note
        assert formula([0.3, 2.0]) == pytest.approx(values, rel=1e-12)
        assert float(formula.mp(sp.Rational(3, 10))) == pytest.approx(values[0], rel=1e-14)


def test_a_kink_without_a_name():
    with mpmath.workdps(25):
        zero = mpmath.findroot(lambda x: mpmath.exp(x) - x - 2, 1.1)
        parts = [0, zero, 2]
        mass = mpmath.quad(lambda x: abs(mpmath.exp(x) - x - 2), parts)
        exact = mpmath.quad(lambda x: x**3 * abs(mpmath.exp(x) - x - 2) * mpmath.npdf(x * 0.3), parts) / mass
    law = Law(sp.Abs(sp.exp(t) - t - 2) / sp.Rational(str(mass)), t, (0, 2))
    init = Init(w=law, b=Normal(1), v=Normal(1))
    assert derive(init, "zeta")(0.3) == pytest.approx(float(exact), rel=1e-12)
    assert derive(init, "kernel")(0.3, 0.7) > 0


def over(f, substituted, edges):
    """The mean of f(X), through a substitution that makes the density smooth."""
    return mpmath.quad(lambda u: f(substituted(u)[0]) * substituted(u)[1], edges)


SINGULAR = {
    "arcsine": (
        Law(1 / (pi * sp.sqrt(1 - t**2)), t, (-1, 1)),
        lambda u: (mpmath.sin(u), 1 / mpmath.pi),
        lambda: [-mpmath.pi / 2, 0, mpmath.pi / 2],
    ),
    "Beta(1/2, 1/2)": (
        Law(1 / (pi * sp.sqrt(t * (1 - t))), t, (0, 1)),
        lambda u: (mpmath.sin(u) ** 2, 2 / mpmath.pi),
        lambda: [0, mpmath.pi / 2],
    ),
    "Gamma(1/2)": (
        Law(sp.exp(-t) / sp.sqrt(pi * t), t, (0, sp.oo)),
        lambda u: (u**2, 2 * mpmath.exp(-(u**2)) / mpmath.sqrt(mpmath.pi)),
        lambda: [0, 1, 3, 9],
    ),
    "logarithm": (
        Law(-sp.log(1 - t), t, (0, 1)),
        lambda u: (1 - mpmath.exp(-u), u * mpmath.exp(-u)),
        lambda: [0, 1, 5, 20, 75],
    ),
}


@pytest.mark.parametrize("name", SINGULAR)
def test_weights_and_biases_with_singular_ends(name):
    law, substituted, ends = SINGULAR[name]
    weight, bias = (Init(w=w, b=b, v=Normal(1)) for w, b in ((law, Normal(1)), (Normal(1), law)))

    def active(b, x, y):
        """E[(w x + b)(w y + b)] over a normal w between -b/x and -b/y, for x > 0 > y."""
        low, high = -b / x, -b / y
        mass, slope = mpmath.ncdf(high) - mpmath.ncdf(low), mpmath.npdf(low) - mpmath.npdf(high)
        square = mass + low * mpmath.npdf(low) - high * mpmath.npdf(high)
        return max(x * y * square + (x + y) * b * slope + b * b * mass, 0) if low < high else 0

    with mpmath.workdps(20):
        edges = ends()
        for c in (0.3, -2.0):
            exact = {
                "zeta": lambda w: abs(w) ** 3 * mpmath.npdf(c * w),  # noqa: B023
                "breakpoint_density": lambda w: abs(w) * mpmath.npdf(c * w),  # noqa: B023
                "breakpoint_cdf": lambda w: mpmath.ncdf(c * abs(w)),  # noqa: B023
            }
            for quantity, f in exact.items():
                assert derive(weight, quantity)(c) == pytest.approx(float(over(f, substituted, edges)), rel=1e-12)
            for quantity, power in (("zeta", 3), ("breakpoint_density", 1)):
                wanted = over(lambda b: abs(b / c) ** power / abs(c) * mpmath.npdf(b / c), substituted, edges)  # noqa: B023
                assert derive(bias, quantity)(c) == pytest.approx(float(wanted), rel=1e-12)
        x, y = 0.7, -0.4
        wanted = over(lambda b: active(b, mpmath.mpf(x), mpmath.mpf(y)), substituted, edges)
        assert derive(bias, "kernel")(x, y) == pytest.approx(float(wanted), rel=1e-11)


def test_two_singular_laws_that_meet():
    law = SINGULAR["arcsine"][0]
    init = Init(w=law, b=law, v=Normal(1))
    for c in (0.3, 0.999, -2.0):
        # 2/pi^2 times the integral of r / sqrt((1 - r^2)(1 - c^2 r^2)), up to where either ends.
        with mpmath.workdps(30):
            end = min(1, 1 / mpmath.mpf(abs(c)))
            far = max(1, 1 / mpmath.mpf(abs(c)))
            # With r = end sin u both roots are smooth.
            exact = mpmath.quad(
                lambda u: mpmath.sin(u) / mpmath.sqrt(far**2 - end**2 * mpmath.sin(u) ** 2),  # noqa: B023
                [0, mpmath.pi / 4, mpmath.pi / 2],
            )
            exact *= 2 / mpmath.pi**2 * end / abs(c)
        assert derive(init, "breakpoint_density")(c) == pytest.approx(float(exact), rel=1e-12)


def test_the_distribution_function_of_a_singular_bias_alone():
    init = Init(w=TwoPoint(2), b=SINGULAR["arcsine"][0], v=Normal(1))
    places = [-0.7, -0.5, -0.49, 0.3, 0.4999, 0.5, 0.7]
    exact = [float(mpmath.asin(max(-1, min(1, 2 * p))) / mpmath.pi + 0.5) for p in places]
    assert derive(init, "breakpoint_cdf")(places) == pytest.approx(exact, rel=1e-10, abs=1e-15)


def test_a_wrong_formula_of_a_singular_law_is_seen(monkeypatch):
    init = Init(w=SINGULAR["arcsine"][0], b=Normal(1), v=Normal(1))
    right = derive(init, "zeta")
    wrong = quantities.replace(right, general=right.general * sp.Rational(100_001, 100_000))
    assert not quantities.hold(init, "zeta", wrong).passed


def test_nearly_normal_weights_have_the_costly_quantities_too():
    law, normal = StudentT(1, 1e6), Normal(1)
    init, limit = Init(w=law, b=normal, v=law, width=10), Init(w=normal, b=normal, v=normal, width=10)
    for quantity in ("joint_density", "breakpoint_cdf", "slope_kernel"):
        formula = derive(init, quantity)
        point = (0.3, 0.7)[: len(formula.args)]
        assert formula(*point) == pytest.approx(derive(limit, quantity)(*point), rel=1e-5), quantity
