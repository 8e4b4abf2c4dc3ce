"""The spectrum in the continuum against mpmath roots, shooting, and the discretised operator."""

import mpmath
import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from symspline.derivations.loss_surface.cantilever import DIGITS
from symspline.derivations.loss_surface.evidence import feature_grid
from symspline.derivations.loss_surface.vocabulary import beta_1, beta_2
from symspline.proof.library import library

THEOREMS = {theorem.id: theorem for theorem in library.section_of("C8")}


def cantilever_roots(count, digits=40):
    with mpmath.workdps(digits):
        guess = [(n - mpmath.mpf(1) / 2) * mpmath.pi for n in range(1, count + 1)]
        guess[0] = mpmath.mpf("1.875")
        return [mpmath.findroot(lambda k: mpmath.cos(k) + 1 / mpmath.cosh(k), g) for g in guess]


def test_roots_to_the_last_digit():
    with mpmath.workdps(40):
        for root, digits in zip(cantilever_roots(5), DIGITS, strict=True):
            assert 0 < root - mpmath.mpf(digits) < mpmath.mpf(10) ** -len(digits.split(".")[1])


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_power_sums_against_the_roots(order):
    roots = cantilever_roots(30)
    with mpmath.workdps(40):
        tail = mpmath.zeta(4 * order, mpmath.mpf(61) / 2) / mpmath.pi ** (4 * order)
        total = mpmath.fsum(k ** (-4 * order) for k in roots) + tail
        value = THEOREMS[f"C8a.power-{order}"].conclusion
        assert abs(total / (mpmath.mpf(int(value.p)) / int(value.q)) - 1) < mpmath.mpf(10) ** -30


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.7), (0.05, 0.1), (0.6, 0.95)])
def test_kernels_against_quadrature(low, high):
    def k(a, b):
        return mpmath.quad(lambda x: (x - a) * (x - b), [max(a, b), 1])

    at = {beta_1: low, beta_2: high}
    assert float(THEOREMS["C8a.kernel"].conclusion.subs(at)) == pytest.approx(float(k(low, high)), rel=1e-13)
    square = mpmath.quad(lambda s: k(low, s) * k(s, high), [0, low, high, 1])
    assert float(THEOREMS["C8a.iterated"].conclusion.subs(at)) == pytest.approx(float(square), rel=1e-12)


def test_roots_of_the_mixed_equations_against_the_operator():
    expected = [2.10861348356036463, 2.38319069369713915, 5.14642286070997001, 8.23944143247289321]
    for theorem, roots in (("C8d.even", expected[::2]), ("C8d.odd", expected[1::2])):
        formula = THEOREMS[theorem].conclusion
        (k,) = formula.free_symbols
        for root in roots:
            scale = abs(float(formula.subs(k, root * 1.01)))
            assert abs(float(formula.subs(k, root))) < 1e-12 * scale
    found = feature_grid.wavenumbers(200, 4, right=0.5)
    assert np.allclose(found[:3], expected[:3], rtol=1e-4)


def test_heavy_offset_is_the_projected_kernel():
    formula = THEOREMS["C8e.heavy"].conclusion
    (k,) = formula.free_symbols
    roots = [brentq(lambda t: np.tan(t) + np.tanh(t), a, b) for a, b in ((1.6, 3.1), (4.8, 6.2))]
    for root in roots:
        assert abs(float(formula.subs(k, root))) < 1e-11 * abs(float(formula.subs(k, root + 0.1)))
    grid = feature_grid.midpoints(200)
    features = np.maximum(grid[:, None] - grid[None, :], 0) / 200
    features -= features.mean(axis=0)
    assert np.allclose(np.linalg.svd(features, compute_uv=False)[:2] ** -0.5, roots, rtol=1e-4)


def test_general_densities_by_shooting():
    """lambda (phi'' / p)'' = rho phi as a first-order system, two solutions that are free at 0."""

    def p(x):
        return 2 * (1 + x) / 3

    def rho(x):
        return np.exp(-x) / (1 - np.exp(-1))

    def clamp(value):
        def rates(x, z):
            return [z[1], p(x) * z[2], z[3], rho(x) * z[0] / value]

        ends = [
            solve_ivp(rates, (0, 1), start, method="DOP853", rtol=1e-12, atol=1e-13).y[:, -1]
            for start in ([1, 0, 0, 0], [0, 1, 0, 0])
        ]
        return ends[0][0] * ends[1][1] - ends[0][1] * ends[1][0]

    found = feature_grid.weighted_eigenvalues(200, 2, p, rho)
    for value in found:
        exact = brentq(clamp, 0.98 * value, 1.02 * value, rtol=1e-12)
        assert value == pytest.approx(exact, rel=5e-4)
    assert brentq(clamp, 0.12, 0.14, rtol=1e-12) == pytest.approx(0.128052997454, rel=1e-10)


def test_evidence_notices_a_wrong_operator(monkeypatch):
    right = feature_grid.eigenvalues

    def wrong(x, beta, count, **options):
        return 1.002 * right(x, beta, count, **options)

    monkeypatch.setattr(feature_grid, "eigenvalues", wrong)
    (halves_on_grid,) = THEOREMS["C8d.even"].evidence
    _, grid_rate, _ = THEOREMS["C8a.characteristic"].evidence
    for evidence in (halves_on_grid, grid_rate):
        assert not evidence.run(np.random.default_rng(0)).passed
