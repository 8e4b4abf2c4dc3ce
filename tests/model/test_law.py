"""Every law against its own density: the closed hooks must equal the generic integrals."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp
from scipy.stats import kstest

from symspline.model.law import (
    Constant,
    GeneralisedNormal,
    GivenDensity,
    Laplace,
    Law,
    Logistic,
    Normal,
    StudentT,
    SymmetrisedLogNormal,
    TruncatedNormal,
    TwoPoint,
    Uniform,
)

x = sp.Symbol("x", real=True)
FALSE_ALARM = 1e-6

CONTINUOUS = [
    Normal(1.3),
    Normal(0.8, mean=0.5),
    Uniform(0.7),
    Laplace(1.1),
    GeneralisedNormal(1.2, 3.7),
    GeneralisedNormal(0.8, 1.5),
    GeneralisedNormal(0.8, 4),
    StudentT(0.9, 3),
    StudentT(1.4, 6.5),
    TruncatedNormal(1.1),
    TruncatedNormal(0.6, cut=1.5),
    Logistic(0.7),
    SymmetrisedLogNormal(0.2, 0.6),
    Law(sp.sech(sp.pi * x / 2) / 2, x, (-sp.oo, sp.oo)),
    Law(2 * x, x, (0, 1)),
    Law(sp.exp(-x), x, (0, sp.oo)),
    Law(
        sp.Rational(3, 10) * Normal(0.2, mean=-2).density(x) + sp.Rational(7, 10) * Normal(0.1, mean=3).density(x),
        x,
        (-sp.oo, sp.oo),
    ),
]
DISCRETE = [TwoPoint(1.5), Constant(0.4), Constant(0)]


def by_mpmath(law, weight, upper=None):
    """The integral of weight times the density, straight from the expression."""
    density = sp.lambdify(x, law.density(x), "mpmath")
    ends = (law.lower, law.upper if upper is None else sp.Float(upper))
    low, high = (mpmath.mpf(str(sp.N(e, 30)).replace("oo", "inf")) for e in ends)
    cuts = [-8, -3, -2, -1, -0.3, 0, 0.3, 1, 3, 8]
    with mpmath.workdps(20):
        return mpmath.quad(lambda t: weight(t) * density(t), [low, *(c for c in cuts if low < c < high), high])


@pytest.mark.parametrize("law", CONTINUOUS, ids=repr)
def test_the_density_integrates_to_one(law):
    assert abs(by_mpmath(law, lambda t: 1) - 1) < 1e-12


@pytest.mark.parametrize("law", CONTINUOUS, ids=repr)
def test_the_distribution_function_is_the_integral_of_the_density(law):
    places = np.array([-3.1, -1.7, -0.61, -0.2, 0.15, 0.55, 0.93, 2.95])
    places = places[(places > float(law.lower)) & (places < float(law.upper))]
    for place, value in zip(places, law.cdf_array(places), strict=True):
        assert abs(value - by_mpmath(law, lambda t: 1, upper=place)) < 1e-11


@pytest.mark.parametrize("law", [law for law in CONTINUOUS if not isinstance(law, GivenDensity)], ids=repr)
def test_the_closed_distribution_function_has_the_density_as_derivative(law):
    assert law._cdf(x) is not None
    slope, density = (sp.lambdify(x, e, "mpmath") for e in (law.cdf(x), law.pdf(x)))
    with mpmath.workdps(30):
        for place in (-0.41, 0.13, 0.57):
            assert mpmath.almosteq(mpmath.diff(slope, mpmath.mpf(place)), density(mpmath.mpf(place)), 1e-10)


@pytest.mark.parametrize("law", CONTINUOUS, ids=repr)
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_absolute_moments(law, n):
    closed = law.absolute_moment(n)
    if closed == sp.oo:
        assert isinstance(law, StudentT) and n >= law.nu
        return
    by_panels = law.numeric_absolute_moment(n)
    # Cut at 0 and where the density bends, tails included; heavy tails converge slowly in mpmath.
    assert by_panels == pytest.approx(float(by_mpmath(law, lambda t: abs(t) ** n)), rel=2e-6)
    if not closed.has(sp.Integral):
        assert float(closed) == pytest.approx(by_panels, rel=1e-12)


@pytest.mark.parametrize("law", CONTINUOUS, ids=repr)
def test_mean_and_variance(law):
    for n in (1, 2):
        moment = law.moment(n)
        if not moment.has(sp.Integral):
            assert float(moment) == pytest.approx(float(by_mpmath(law, lambda t, n=n: t**n)), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("law", CONTINUOUS, ids=repr)
def test_samples_follow_the_distribution_function(law):
    draws = law.sample(np.random.default_rng(20), 20_000)
    assert draws.dtype == np.float64
    assert kstest(draws, law.cdf_array).pvalue > FALSE_ALARM


def test_the_sample_test_can_fail():
    draws = Normal(1.1).sample(np.random.default_rng(20), 20_000)
    assert kstest(draws, Normal(1.0).cdf_array).pvalue < FALSE_ALARM


@pytest.mark.parametrize("law", [law for law in CONTINUOUS if not isinstance(law, GivenDensity)], ids=repr)
def test_the_table_inverts_the_distribution_function(law):
    u = np.array([1e-9, 1e-3, 0.2, 0.5, 0.77, 0.999, 1 - 1e-9])
    assert np.max(np.abs(law.cdf_array(law._panels.quantile(u)) - u)) < 1e-12
    assert np.max(np.abs(law._panels.cumulative(law._panels.quantile(u)) - u)) < 1e-12


@pytest.mark.parametrize("law", DISCRETE, ids=repr)
def test_discrete_laws(law):
    assert sum(p for _, p in law.atoms) == 1
    assert law.absolute_moment(3) == sum(p * abs(a) ** 3 for a, p in law.atoms)
    draws = law.sample(np.random.default_rng(1), 10_000)
    assert set(draws) == {float(a) for a, _ in law.atoms}
    # Five standard deviations of a fair coin.
    for a, p in law.atoms:
        assert abs(np.mean(draws == float(a)) - float(p)) <= 5 * 0.5 / 100
        assert law.cdf_array(float(a)) - law.cdf_array(float(a) - 1e-6) == float(p)
    assert sp.integrate(law.pdf(x), (x, -sp.oo, sp.oo)) == 1
    with pytest.raises(ValueError, match="has atoms and no density"):
        law.pdf_array(0.0)


def test_symmetry():
    assert [law.is_symmetric for law in CONTINUOUS] == [True, False, *[True] * 12, False, False, False]
    assert [law.is_symmetric for law in DISCRETE] == [True, False, True]


def test_the_family_is_one():
    assert all(isinstance(law, Law) for law in (*CONTINUOUS, *DISCRETE))
    assert GeneralisedNormal(1.2, 1).density(x).equals(Laplace(1.2).density(x))
    assert sp.simplify(GeneralisedNormal(sp.sqrt(2), 2).density(x) - Normal(1).density(x)) == 0
    assert StudentT(1, 1).density(x).equals(1 / (sp.pi * (1 + x**2)))


def test_constants_of_the_truncated_normal():
    law = TruncatedNormal(1)
    assert abs(sp.N(law.variance, 20) - sp.Float("0.77374130354992324718", 20)) < 1e-18
    assert abs(sp.N(law.kurtosis, 20) - sp.Float("2.3655367171296495117", 20)) < 1e-18
    assert (
        abs(sp.N(law.absolute_moment(1) / sp.sqrt(law.variance), 20) - sp.Float("0.82170153084824103760", 20)) < 1e-18
    )


def test_moments_that_do_not_exist():
    assert StudentT(1, 2).variance == sp.oo
    assert StudentT(1, 1).absolute_moment(1) == sp.oo
    nu = sp.Symbol("nu", positive=True)
    assert StudentT(1, nu).variance.subs(nu, 3) == 3
    assert StudentT(1, nu).variance.subs(nu, sp.Rational(3, 2)) == sp.oo


def test_parameters_are_exact_and_laws_compare_by_value():
    assert Normal(1.3) == Normal(Fraction(13, 10)) == Normal(sp.Rational(13, 10)) == Normal(np.float64(1.3))
    assert hash(Normal(1.3)) == hash(Normal(Fraction(13, 10)))
    assert Normal(1) != Laplace(1)
    assert Normal(np.float32(0.1)) == Normal(0.1)
    assert Law(2 * x, x, (0, 1)) == Law(2 * sp.Symbol("z", real=True), sp.Symbol("z", real=True), (0, 1))
    assert repr(Normal(1.3)) == "Normal(1.3)"
    assert repr(Normal(1.3, mean=1)) == "Normal(1.3, mean=1)"
    assert repr(StudentT(sp.Symbol("s", positive=True), 3)) == "StudentT(s, 3)"


def test_large_and_small_parameters_print_short():
    assert repr(Normal(1e300)) == "Normal(1e+300)" and repr(Normal(10**15)) == "Normal(1000000000000000)"
    assert repr(Uniform(sp.Rational(1, 10**5000))) == "Uniform(1.00000e-5000)"


def test_a_law_cannot_be_changed():
    for law in (Normal(1), CONTINUOUS[-1]):
        with pytest.raises(AttributeError, match="cannot assign"):
            law.scale = 2


def test_scales_may_be_symbols():
    s = sp.Symbol("s", positive=True)
    law, values = Normal(s).with_symbols("b")
    assert law == Normal(sp.Symbol("sigma_b", positive=True)) and list(values.values()) == [s]
    assert Normal(2 * s).free_symbols == {s}
    with pytest.raises(ValueError, match="give s a number"):
        Normal(s).sample(np.random.default_rng(0), 3)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Normal(0), r"Normal scale is 0; it must be positive"),
        (lambda: Normal(-1.5), r"Normal scale is -1.5; it must be positive"),
        (lambda: Uniform(float("nan")), r"Uniform half_width is nan; give a finite number"),
        (lambda: Laplace(float("inf")), r"Laplace scale is inf; give a finite number"),
        (lambda: Laplace(sp.oo), r"Laplace scale is oo; give a finite number"),
        (lambda: Normal("1"), r"Normal scale is '1'; give a number"),
        (lambda: Normal(True), r"Normal scale is True; give a number"),
        (lambda: Normal(1j), r"Normal scale is 1j; give a number"),
        (lambda: Normal(sp.Symbol("s")), r"Normal scale is s, .* make the symbol with Symbol\('s', positive=True\)"),
        (lambda: Normal(1, mean=sp.Symbol("m")), r"Normal mean is m, .* Symbol\('m', real=True\)"),
        (lambda: StudentT(1, -3), r"StudentT nu is -3; it must be positive"),
        (lambda: TruncatedNormal(1, cut=0), r"TruncatedNormal cut is 0; it must be positive"),
        (lambda: TwoPoint(0), r"TwoPoint size is 0; it must be positive"),
        (lambda: GeneralisedNormal(1, 0), r"GeneralisedNormal q is 0; it must be positive"),
        (lambda: Normal(sp.I), r"Normal scale is I; it must be positive"),
        (lambda: Normal(-(sp.Integer(10) ** 5000)), r"Normal scale is -1\.0*e\+5000; it must be positive"),
        (lambda: Normal(10**400).sample(np.random.default_rng(0), 1), r"scale is 1\.0*e\+400, which is no float64"),
        (lambda: Uniform(10**400).cdf_array(0.3), r"half_width is 1\.0*e\+400, which is no float64"),
        (lambda: Normal(1).sample(np.random, 1), r"rng is .*; give numpy\.random\.default_rng\(0\)"),
        (lambda: Normal(1).sample(np.random.default_rng(0), -1), r"size is -1; give"),
        (lambda: Normal(1).sample(np.random.default_rng(0), 1.5), r"size is 1\.5; give"),
    ],
)
def test_bad_parameters_are_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
