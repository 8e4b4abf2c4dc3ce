"""Eigenvalues, bounds, exact inertia and rank against dense and rational linear algebra."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from scipy.sparse.linalg import aslinearoperator

from symspline.numerics.hessian import hessian
from symspline.numerics.hessian_operator import hessian_operator
from symspline.numerics.inertia import exact_inertia, exact_rank, jacobian_rank
from symspline.numerics.spectrum import bottom_eigenvalues, minimal_trace, sharpness, sharpness_bounds, top_eigenvalues
from symspline.numerics.tangent_kernel import tangent_kernel
from symspline.numerics.weights import Weights


def random_network(seed, n, width):
    rng = np.random.default_rng(seed)
    w, beta, v = rng.standard_normal(width), rng.standard_normal(width), rng.standard_normal(width) / np.sqrt(width)
    x = rng.standard_normal(n)
    return Weights(w, -w * beta, v, 0.1), x, np.sin(3 * x)


@pytest.mark.parametrize("coordinates", ["network", "spline"])
@pytest.mark.parametrize("width", [12, 150])
def test_both_ends_of_the_spectrum(coordinates, width):
    problem = random_network(1, 300, width)
    operator = hessian_operator(*problem, coordinates)
    wanted = np.linalg.eigvalsh(hessian(*problem, coordinates))
    top, bottom = top_eigenvalues(operator, 3), bottom_eigenvalues(operator, 3)
    assert np.allclose(top.values, wanted[::-1][:3], rtol=1e-10)
    assert np.allclose(bottom.values, wanted[:3], atol=1e-9 * wanted[-1])
    assert top.converged
    assert bottom.converged
    for pairs in (top, bottom):
        gap = np.min(np.abs(wanted[:, None] - pairs.values), axis=0)
        assert np.all(gap <= pairs.residuals + 1e-12 * wanted[-1])
        assert np.allclose(pairs.vectors.T @ pairs.vectors, np.eye(3), atol=1e-8)
    assert sharpness(*problem, coordinates) == pytest.approx(wanted[-1], rel=1e-10)


@pytest.mark.parametrize("coordinates", ["network", "spline"])
def test_residual_part_eigenvectors_and_shifted_solve(coordinates):
    problem = random_network(4, 30, 8)
    operator = hessian_operator(*problem, coordinates)
    matrix = hessian(*problem, coordinates, part="residual")
    values = np.linalg.eigvalsh(matrix)
    directions = operator.descent_directions(3)
    assert np.allclose(directions.T @ directions, np.eye(3), atol=1e-14)
    assert np.allclose(matrix @ directions, directions * values[:3], atol=1e-12)
    u = np.random.default_rng(0).standard_normal(len(matrix))
    shifted = matrix + (1.0001 * values[-1] + 0.5) * np.eye(len(matrix))
    assert np.allclose(shifted @ operator.solve_residual_part(u, 0.5), u, atol=1e-12)


def test_bottom_at_an_interpolating_network_is_zero():
    """No residual, no negative eigenvalue: the whole bottom is a cluster at zero."""
    net, x, _ = random_network(2, 40, 120)
    y = np.maximum(np.multiply.outer(x, net.w) + net.b, 0) @ net.v + net.b0
    operator = hessian_operator(net, x, y)
    bottom = bottom_eigenvalues(operator, 2)
    assert np.all(np.abs(bottom.values) < 1e-9 * top_eigenvalues(operator).values[0])


def test_bottom_of_any_operator():
    rng = np.random.default_rng(3)
    basis = np.linalg.qr(rng.standard_normal((300, 300)))[0]
    values = np.concatenate([[-2.0, -1.0], np.zeros(200), np.linspace(1, 50, 98)])
    found = bottom_eigenvalues(aslinearoperator((basis * values) @ basis.T), 3)
    assert np.allclose(found.values, [-2.0, -1.0, 0.0], atol=1e-7)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("coordinates", ["network", "spline"])
def test_bounds_hold(seed, coordinates):
    problem = random_network(seed, 2 + seed % 9, 1 + seed % 5)
    bounds = sharpness_bounds(*problem, coordinates)
    full = np.linalg.eigvalsh(hessian(*problem, coordinates))
    gauss_newton = hessian(*problem, coordinates, part="gauss_newton")
    residual = np.linalg.eigvalsh(hessian(*problem, coordinates, part="residual"))
    assert bounds.lower <= full[-1] * (1 + 1e-12)
    assert full[-1] <= bounds.upper * (1 + 1e-12)
    assert bounds.trace == pytest.approx(np.trace(gauss_newton), rel=1e-12)
    assert bounds.residual_shift == pytest.approx(residual[-1], rel=1e-12, abs=1e-12)
    assert np.sum(full < -1e-9 * full[-1]) <= bounds.negative
    assert abs(full[-1] - np.linalg.eigvalsh(gauss_newton)[-1]) <= bounds.residual_shift * (1 + 1e-9) + 1e-12


def test_minimal_trace_is_reached_by_rescaling():
    net, x, y = random_network(5, 9, 4)
    w, b, v = net.w, net.b, net.v
    seen = np.multiply.outer(x, w) + b > 0
    around = np.sum(seen * (1 + x**2)[:, None], axis=0)
    height = np.sum(np.maximum(np.multiply.outer(x, w) + b, 0) ** 2, axis=0)
    a = (v**2 * around / height) ** 0.25
    scaled = hessian(Weights(a * w, a * b, v / a, net.b0), x, y, part="gauss_newton")
    assert minimal_trace(net, x) == pytest.approx(np.trace(scaled), rel=1e-12)
    assert np.trace(scaled) < np.trace(hessian(net, x, y, part="gauss_newton"))


def test_sizes_are_checked():
    operator = hessian_operator(*random_network(1, 5, 2))
    with pytest.raises(ValueError, match="count is 8"):
        top_eigenvalues(operator, 8)
    with pytest.raises(ValueError, match="count is 0"):
        bottom_eigenvalues(operator, 0)


@pytest.mark.parametrize("seed", range(60))
def test_exact_inertia_against_floats(seed):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 8))
    factor = rng.integers(-2, 3, (size, size))
    matrix = factor + factor.T if seed % 2 else factor @ np.diag(rng.integers(-1, 2, size)) @ factor.T
    if seed % 5 == 0:
        np.fill_diagonal(matrix, 0)
    values = np.linalg.eigvalsh(matrix.astype(float))
    wanted = (int(np.sum(values > 1e-9)), int(np.sum(values < -1e-9)))
    assert exact_inertia(matrix)[:2] == wanted
    assert exact_rank(matrix) == sum(wanted)


def test_exact_linear_algebra_input():
    half = sympy.Rational(1, 2)
    assert exact_inertia([[half, "1/2"], [0.5, Fraction(1, 2)]]) == (1, 0, 1)
    assert exact_rank([[1, 2, 3], [4, 5, 6]]) == 2
    with pytest.raises(ValueError, match="symmetric"):
        exact_inertia([[0, 1], [2, 0]])
    with pytest.raises(ValueError, match="square"):
        exact_inertia([[0, 1]])
    with pytest.raises(ValueError, match=r"matrix\[1\] has 1 entries"):
        exact_rank([[0, 1], [1]])
    with pytest.raises(ValueError, match=r"matrix\[0, 1\] is nan"):
        exact_rank([[0, float("nan")]])
    with pytest.raises(ValueError, match="empty"):
        exact_rank([])


@pytest.mark.parametrize("offset", [True, False])
def test_jacobian_rank_against_elimination(offset):
    """The counting formula against the rank of the Jacobian itself, duplicates and dead neurons included."""
    rng = np.random.default_rng(11)
    short = 0
    for _ in range(400):
        n, h = int(rng.integers(1, 8)), int(rng.integers(1, 6))
        x = [int(t) for t in rng.integers(0, 8, n)]
        w = [int(t) for t in rng.choice([-2, -1, 0, 1, 3], h)]
        b = [Fraction(int(t), 2) for t in rng.choice([-13, -9, -5, -3, 1, 3, 7, 11, 15], h)]
        b = [bi + Fraction(1, 7) for bi in b]
        v = [int(t) for t in rng.choice([-2, 1, 3], h)]
        rows = []
        for a in x:
            on = [wi * a + bi > 0 for wi, bi in zip(w, b, strict=True)]
            row = [vi * a * s for vi, s in zip(v, on, strict=True)] + [vi * s for vi, s in zip(v, on, strict=True)]
            row += [(wi * a + bi) * s for wi, bi, s in zip(w, b, on, strict=True)]
            rows.append(row + [1] * offset)
        rank = exact_rank(rows)
        short += rank < min(n, len(set(x)))
        assert jacobian_rank(w, b, x, offset) == rank
    assert short > 20


def test_lonely_with_offset_has_full_rank():
    assert jacobian_rank([1, -1, 1], ["-1/2", "3/2", "-5/2"], [0, 1, 2, 3]) == 4
    assert jacobian_rank([1, 1, 1], ["-1/2", "-3/2", "-5/2"], [0, 1, 2, 3], offset=False) == 3


def test_kernel_and_gauss_newton_agree_at_the_top():
    net, x, y = random_network(9, 50, 80)
    operator = hessian_operator(net, x, y, part="gauss_newton")
    wanted = np.linalg.eigvalsh(tangent_kernel(net, x))[::-1][:4]
    assert np.allclose(top_eigenvalues(operator, 4).values, wanted, rtol=1e-10)
