"""Densities that bend at transcendental places or are infinite at an end, against quadrature by hand."""

import mpmath
import pytest
import sympy as sp

from symspline.answers import general as general_module
from symspline.answers import quantities
from symspline.answers.quantities import derive
from symspline.model.init import Init
from symspline.model.law import Law, Normal, StudentT, TwoPoint
from symspline.model.laws import density_breaks
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


def own(density, cuts):
    """zeta and the breakpoint density at 0.3 of a weight with this density and a normal bias, cut by hand."""
    return [
        float(mpmath.quad(lambda x, n=n: x**n * density(x) * mpmath.npdf(x * mpmath.mpf("0.3")), cuts)) for n in (3, 1)
    ]


def test_kinks_of_exponential_and_square():
    with mpmath.workdps(25):
        wanted_exp = own(lambda x: abs(mpmath.exp(x) - 2) / (4 * mpmath.log(2) + mpmath.e - 5), [0, mpmath.log(2), 1])
        cuts = [0, mpmath.sqrt(mpmath.pi), mpmath.sqrt(2 * mpmath.pi), 3]
        mass = mpmath.quad(lambda x: abs(mpmath.sin(x**2)), cuts)
        wanted_square = own(lambda x: abs(mpmath.sin(x**2)) / mass, cuts)
    exponential = Law(sp.Abs(sp.exp(t) - 2) / (4 * sp.log(2) + sp.E - 5), t, (0, 1))
    square = Law(sp.Abs(sp.sin(t**2)) / sp.Rational(str(mass)), t, (0, 3))
    assert exponential.breaks == (0, 1, sp.log(2))
    for law, wanted in ((exponential, wanted_exp), (square, wanted_square)):
        init = Init(w=law, b=Normal(1), v=Normal(1))
        assert [derive(init, q)(0.3) for q in ("zeta", "breakpoint_density")] == pytest.approx(wanted, rel=1e-12)


def test_a_lost_kink_is_seen(monkeypatch):
    isolated = density_breaks.zeros
    monkeypatch.setattr(density_breaks, "zeros", lambda *question: isolated(*question)[:-1])
    law = Law(sp.Abs(sp.exp(t) - 2) / (4 * sp.log(2) + sp.E - 5), t, (0, 1))
    assert law.breaks == (0, 1)
    with pytest.raises(ValueError, match=r"the formula does not agree with it, .* where the laws give"):
        derive(Init(w=law, b=Normal(1), v=Normal(1)), "zeta")


@pytest.mark.parametrize(("p", "q"), [(0.5, 0.5), (0.5, -0.5), (-0.5, -0.5)])
def test_roots_at_shifted_ends(p, q):
    with mpmath.workdps(25):
        mass = 2 ** (p + q + 1) * mpmath.beta(p + 1, q + 1)
        # With x = 4 - cos 2u both factors are powers of smooth functions: x - 3 = 2 sin^2 u, 5 - x = 2 cos^2 u.
        density = mpmath.quad(
            lambda u: (
                2
                * mpmath.sin(2 * u)
                * (2 * mpmath.sin(u) ** 2) ** p
                * (2 * mpmath.cos(u) ** 2) ** q
                / mass
                * (4 - mpmath.cos(2 * u))
                * mpmath.npdf(mpmath.mpf("0.3") * (4 - mpmath.cos(2 * u)))
            ),
            [0, mpmath.pi / 4, mpmath.pi / 2],
        )
    p, q = sp.Rational(p), sp.Rational(q)
    law = Law(
        (t - 3) ** p * (5 - t) ** q / (2 ** (p + q + 1) * sp.gamma(p + 1) * sp.gamma(q + 1) / sp.gamma(p + q + 2)),
        t,
        (3, 5),
    )
    init = Init(w=law, b=Normal(1), v=Normal(1))
    assert derive(init, "breakpoint_density")(0.3) == pytest.approx(float(density), rel=1e-12)
    first = (p + 1) / (p + q + 2)
    mean_square = 9 + 12 * first + 4 * first * (p + 2) / (p + q + 3)
    assert law.numeric_absolute_moment(2) == pytest.approx(float(mean_square), rel=1e-12)


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


@pytest.mark.parametrize("nu", [999, 10_000.5, 1e12])
def test_nearly_normal_weights_are_computed_as_others(nu):
    law, normal = StudentT(1, nu), Normal(1)
    assert law._panels.total == pytest.approx(1, abs=1e-12)
    init, limit = Init(w=law, b=law, v=law, width=10), Init(w=normal, b=normal, v=normal, width=10)
    for quantity in ("breakpoint_density", "joint_density", "breakpoint_cdf", "slope_kernel"):
        formula = derive(init, quantity)
        point = (0.3, 0.7)[: len(formula.args)]
        assert formula(*point) == pytest.approx(derive(limit, quantity)(*point), rel=max(3 / nu, 1e-11)), quantity


def test_many_degrees_of_freedom_keep_their_digits():
    with mpmath.workdps(30):
        exact = mpmath.quad(
            lambda x: (
                2 * x * (mpmath.beta(0.5, 150.5) ** 2 * 301) ** -1 * ((1 + x**2 / 301) * (1 + x**2 / 3010)) ** -151
            ),
            [0, 1, 3, 10, 60],
        )
    place = 1 / mpmath.sqrt(10)
    law = StudentT(1, 301)
    found = derive(Init(w=law, b=law, v=Normal(1)), "breakpoint_density")
    assert found.closed and found(float(place)) == pytest.approx(float(exact), rel=1e-12)
