"""The curves of infinite width against computations that know neither zeta nor a kernel in closed form."""

import numpy as np
import pytest

from symspline.model.init import Init
from symspline.model.law import Normal
from symspline.report.infinite_width import Frozen, Grouped, least_penalty

X = np.array([-1.0, -0.55, -0.3, -0.3, 0.1, 0.42, 0.8, 1.0])
Y = np.array([0.2, -1.0, 0.5, 0.9, 0.0, 1.3, -0.4, 0.1])
NORMAL = Init(w=Normal(1), b=Normal(1), v=Normal(0.1), width=100)
GRID = np.linspace(-1.3, 1.3, 53)


def neurons(x, count=6000):
    """One neuron in each direction of (w, b), all equally likely for normal weights of one size."""
    angle = (np.arange(count) + 0.5) * 2 * np.pi / count
    return np.maximum(np.multiply.outer(x, np.cos(angle)) + np.sin(angle), 0) * np.sqrt(2 / count)


def test_the_curve_is_the_limit_of_output_weights_of_least_norm():
    knots = np.unique(X)
    means = np.array([Y[at == X].mean() for at in knots])
    weights = np.linalg.lstsq(neurons(knots), means, rcond=1e-13)[0]
    curve = least_penalty(NORMAL, Grouped.of(X, Y))
    assert curve(GRID) == pytest.approx(neurons(GRID) @ weights, abs=2e-5)
    assert curve(knots) == pytest.approx(means, abs=1e-9)
    without_affine_part = Frozen(lambda x, y: np.abs(x - y) ** 3, Grouped.of(X, Y))
    assert np.abs(without_affine_part(GRID) - neurons(GRID) @ weights).max() > 1e-2


def test_a_frozen_kernel_takes_the_steps_of_gradient_descent():
    kernel, step, steps = NORMAL.tangent_kernel, 3e-4, 70
    residual = Y.copy()
    moved = np.zeros_like(Y)
    for _ in range(steps):
        moved += step * residual
        residual -= step * kernel(X[:, None], X) @ residual
    found = Frozen(kernel, Grouped.of(X, Y), step=step, steps=steps)
    assert found(GRID) == pytest.approx(kernel(GRID[:, None], X) @ moved, rel=1e-9)


@pytest.mark.parametrize("x", [np.random.default_rng(0).uniform(-3, 5, 4000), np.linspace(-3, 5, 4000), X])
def test_near_neighbours_are_taken_together_at_their_means(x):
    data = Grouped.of(x, 2 * x + 1)
    assert data.number.sum() == len(x) and data.distinct == len(np.unique(x))
    assert data.y == pytest.approx(2 * data.x + 1, rel=1e-12, abs=1e-12)
    assert np.diff(data.x).min() >= np.ptp(x) / 500 and len(data.x) > min(300, len(np.unique(x)) - 1)
    assert ("taken together" in data.said) == (len(x) > 10)
