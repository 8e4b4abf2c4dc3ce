"""Double-exponential quadrature against integrals that are known exactly."""

import math

import numpy as np
import pytest
from scipy import special

from symspline.numerics.panels import Panels
from symspline.numerics.quadrature import integrate

INF = np.inf
KNOWN = {
    "polynomial": (lambda x: x**3, [0, 2], 4.0),
    "inverse square root": (lambda x: x**-0.5, [0, 4], 4.0),
    "logarithm": (np.log, [0, 1], -1.0),
    "normal": (lambda x: np.exp(-x * x / 2), [-INF, INF], math.sqrt(2 * math.pi)),
    "narrow normal": (lambda x: np.exp(-x * x * 5e7), [-INF, 0, INF], math.sqrt(math.pi / 5e7)),
    "far normal": (lambda x: np.exp(-((x - 50) ** 2)), [-INF, 50, INF], math.sqrt(math.pi)),
    "cauchy": (lambda x: 1 / (1 + x * x), [-INF, INF], math.pi),
    "slow tail": (lambda x: x**-1.5, [1, INF], 2.0),
    "kink": (lambda x: np.abs(x - 0.3), [0, 0.3, 1], 0.29),
    "lower tail": (np.exp, [-INF, 0], 1.0),
    "nothing": (lambda x: np.exp(x), [2, 2], 0.0),
    "essential": (lambda x: np.exp(-1 / x - x), [0, 1, INF], 2 * special.k1(2.0)),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_integrals(name):
    f, edges, exact = KNOWN[name]
    value, error = integrate(lambda x, row: f(x), np.array([edges], dtype=float))
    assert value[0] == pytest.approx(exact, rel=2e-13, abs=1e-300)
    assert error[0] <= 1e-11 * abs(exact)


def test_a_singularity_away_from_zero_keeps_half_its_digits():
    value, _ = integrate(lambda x, row: 1 / np.sqrt(x * (1 - x)), np.array([[0.0, 0.5, 1.0]]))
    assert value[0] == pytest.approx(np.pi, rel=3e-8)


def test_moments_of_a_product_over_eight_decades():
    """``2 int_0^oo w^3 p(w) p(c w) dw`` for standard normal p is ``2 / (pi (1 + c^2)^2)``."""
    c = np.concatenate([[0.0], np.logspace(-4, 4, 300)])
    with np.errstate(divide="ignore"):
        edges = np.stack([0 * c, np.minimum(1, 1 / c), np.maximum(1, 1 / c), np.full(c.size, INF)], axis=1)
    value, _ = integrate(lambda w, row: w**3 * np.exp(-(w * w) * (1 + c[row] ** 2) / 2) / np.pi, edges)
    assert np.max(np.abs(value * np.pi * (1 + c * c) ** 2 / 2 - 1)) < 1e-12


def test_rows_are_independent():
    rate = np.array([0.1, 1.0, 37.0])
    edges = np.array([[0.0, INF], [1.0, INF], [0.0, 0.5]])
    value, _ = integrate(lambda x, row: np.exp(-rate[row] * x), edges)
    exact = [10.0, math.exp(-1), (1 - math.exp(-18.5)) / 37]
    assert value == pytest.approx(exact, rel=1e-13)


def test_many_rows_in_batches():
    rate = np.linspace(0.5, 2, 20_000)
    value, _ = integrate(lambda x, row: np.exp(-rate[row] * x), np.tile([0.0, INF], (rate.size, 1)))
    assert np.max(np.abs(value * rate - 1)) < 1e-13


def test_a_divergent_integral_says_so():
    value, error = integrate(lambda x, row: 1 / x, np.array([[0.0, 1.0]]))
    assert error[0] > 1e-4 * value[0]


def test_an_untold_jump_says_so():
    value, error = integrate(lambda x, row: (x > 0.30001).astype(float), np.array([[0.0, 1.0]]))
    assert abs(value[0] - 0.69999) <= error[0] < 0.1


def test_an_integrand_that_is_no_number_says_so():
    value, error = integrate(lambda x, row: np.where((x > 0.4) & (x < 0.6), np.nan, 1.0), np.array([[0.0, 1.0]]))
    assert np.isnan(value[0]) and not error[0] < 1


@pytest.mark.parametrize("edges", [[1.0, 0.0], [0.0, np.nan]])
def test_bad_edges(edges):
    with pytest.raises(ValueError, match=r"edges\[1\]"):
        integrate(lambda x, row: x, np.array([[0.0, 1.0], edges]))


class TestPanels:
    def test_cumulative_and_quantile_of_a_gamma_law(self):
        law = Panels(lambda x: x * np.exp(-x), 0.0, INF)
        x = np.array([1e-5, 0.1, 1.0, 5.0, 30.0])
        assert law.total == pytest.approx(1, abs=1e-13)
        assert np.max(np.abs(law.cumulative(x) - special.gammainc(2, x))) < 1e-13
        u = np.array([1e-8, 0.3, 0.9, 1 - 1e-9])
        assert law.quantile(u) == pytest.approx(special.gammaincinv(2, u), rel=1e-8)

    def test_a_narrow_peak_is_found_at_its_centre(self):
        law = Panels(lambda x: np.exp(-(((x - 1000) / 1e-3) ** 2) / 2) / 1e-3, -INF, INF, centres=[1000.0])
        assert law.total == pytest.approx(math.sqrt(2 * math.pi), rel=1e-12)

    def test_ends(self):
        law = Panels(lambda x: np.ones_like(x), -1.0, 3.0)
        assert law.cumulative([-5.0, -1.0, 1.0, 3.0, 9.0]) == pytest.approx([0, 0, 2, 4, 4])
        assert law.quantile([0.0, 0.5, 1.0]) == pytest.approx([-1, 1, 3])

    def test_the_nodes_carry_the_function(self):
        law = Panels(lambda x: np.exp(-x * x), -INF, INF)
        x, values = law.nodes()
        assert np.allclose(values, np.exp(-x * x), rtol=1e-13, atol=1e-300)
