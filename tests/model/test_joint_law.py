"""Joint laws of (w, b): densities against samples, moments against both."""

import numpy as np
import pytest
import sympy as sp
from scipy import integrate, stats

from symspline.model.joint_law import BivariateNormal, Independent, RotationInvariant, UnitCircle
from symspline.model.law import Law, Normal, Uniform

r = sp.Symbol("r", real=True)
RAYLEIGH = Law(r * sp.exp(-(r**2) / 2), r, (0, sp.oo))
WITH_DENSITY = [
    Independent(Normal(1.3), Normal(0.7)),
    BivariateNormal(1.3, 0.7, correlation=0.6),
    BivariateNormal(1.3, 0.7, correlation=-0.4, mean_w=0.5, mean_b=-0.2),
    RotationInvariant(RAYLEIGH),
]


@pytest.mark.parametrize("law", WITH_DENSITY, ids=repr)
def test_the_density_has_the_stated_moments(law):
    w, b = sp.symbols("w b", real=True)
    density = sp.lambdify((w, b), law.pdf(w, b), "numpy")

    def expect(weight):
        # An even number of points, so that the middle of the plane, where the polar density divides by r, is not one.
        grid, step = np.linspace(-12, 12, 2002, retstep=True)
        W, B = np.meshgrid(grid, grid)
        return np.sum(weight(W, B) * density(W, B)) * step**2

    assert expect(lambda w, b: 1) == pytest.approx(1, abs=1e-4)
    assert expect(lambda w, b: w**2) == pytest.approx(float(law.mean_square_w), rel=1e-4)
    assert expect(lambda w, b: b**2) == pytest.approx(float(law.mean_square_b), rel=1e-4)
    assert expect(lambda w, b: w * b) == pytest.approx(float(law.mean_product), abs=1e-4)


@pytest.mark.parametrize("law", [*WITH_DENSITY, UnitCircle(2), RotationInvariant(Law(sp.S.One, r, (1, 2)))], ids=repr)
def test_samples_have_the_stated_moments(law):
    n = 50_000
    w, b = law.sample(np.random.default_rng(5), n)
    for draws, expected in ((w * w, law.mean_square_w), (b * b, law.mean_square_b), (w * b, law.mean_product)):
        z = (draws.mean() - float(expected)) / (draws.std() / np.sqrt(n))
        assert abs(z) < 5  # false alarm below 1e-6 each


def test_the_correlated_density_is_scipys():
    law = BivariateNormal(1.3, 0.7, correlation=0.6, mean_w=0.1, mean_b=-0.4)
    cov = [[1.69, 0.6 * 0.91], [0.6 * 0.91, 0.49]]
    for point in ((0.3, 0.2), (-1.0, 0.9)):
        assert float(law.pdf(*point)) == pytest.approx(
            stats.multivariate_normal([0.1, -0.4], cov).pdf(point), rel=1e-12
        )


def test_a_rayleigh_radius_is_the_normal_plane():
    assert float(RotationInvariant(RAYLEIGH).pdf(0.3, -1.2)) == pytest.approx(
        float(Normal(1).pdf(0.3) * Normal(1).pdf(-1.2)), rel=1e-12
    )
    assert RotationInvariant(RAYLEIGH).radius.mean_square.doit() == 2


def test_the_unit_circle():
    law = UnitCircle()
    w, b = law.sample(np.random.default_rng(0), 1000)
    assert np.allclose(w * w + b * b, 1, rtol=1e-14)
    assert law.mean_square_w == sp.Rational(1, 2)
    with pytest.raises(ValueError, match="no density in the plane"):
        law.pdf(0.1, 0.2)


def test_symmetry():
    assert [law.is_symmetric for law in WITH_DENSITY] == [True, True, False, True]
    assert not Independent(Normal(1), Normal(1, mean=1)).is_symmetric


def test_angles_are_uniform():
    w, b = UnitCircle(3).sample(np.random.default_rng(2), 20_000)
    assert stats.kstest(np.arctan2(b, w), stats.uniform(-np.pi, 2 * np.pi).cdf).pvalue > 1e-6


def test_breakpoints_of_a_rotation_invariant_law_are_cauchy():
    w, b = RotationInvariant(RAYLEIGH).sample(np.random.default_rng(2), 20_000)
    assert stats.kstest(-b / w, stats.cauchy.cdf).pvalue > 1e-6
    assert integrate.quad(lambda t: 1 / (np.pi * (1 + t * t)), -np.inf, np.inf)[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: BivariateNormal(1, 1, correlation=1), "correlation is 1; it must lie between -1 and 1"),
        (lambda: BivariateNormal(1, 1, correlation=-1.2), "correlation is -1.2"),
        (lambda: BivariateNormal(0, 1), "BivariateNormal sigma_w is 0; it must be positive"),
        (lambda: RotationInvariant(-1), "RotationInvariant radius is -1; it must be positive"),
        (lambda: RotationInvariant(Normal(1)), r"radius Normal\(1\) can be negative"),
        (lambda: RotationInvariant(Uniform(1)), r"radius Uniform\(1\) can be negative"),
        (lambda: UnitCircle(0), "UnitCircle radius is 0"),
    ],
)
def test_bad_input(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_value_and_repr():
    assert BivariateNormal(1, 2, correlation=0.5) == BivariateNormal(1.0, 2, sp.Rational(1, 2))
    assert UnitCircle(2) == UnitCircle(2.0)
    assert repr(BivariateNormal(1, 2, correlation=0.5)) == "BivariateNormal(1, 2, correlation=0.5)"
    assert repr(UnitCircle(2)) == "UnitCircle(2)"
