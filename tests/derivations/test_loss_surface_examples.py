"""The executed examples of C1 and C3, from definitions typed anew."""

from fractions import Fraction as F

import numpy as np
import pytest
from sympy import Rational

from symspline.derivations.loss_surface import classification, criticality, kinks
from symspline.derivations.loss_surface.data_sets import D2, D3
from symspline.evidence.brute_force import cells
from symspline.evidence.exact_network import ExactFit


def _best_hinge(x, y, place):
    """Loss of the best line with a hinge at a place, by float least squares."""
    columns = np.column_stack([np.ones_like(x), x, np.maximum(0.0, x - place)])
    residual = y - columns @ np.linalg.lstsq(columns, y, rcond=None)[0]
    return 0.5 * residual @ residual


def test_the_best_hinge_of_d3_sits_on_a_datum():
    x, y = (np.array([float(value) for value in values]) for values in D3)
    grid = np.arange(0.01, 9.0, 0.01)
    losses = [_best_hinge(x, y, place) for place in grid]
    assert grid[int(np.argmin(losses))] == pytest.approx(6.0)
    assert min(losses) == pytest.approx(39159 / 6580, rel=1e-12)
    assert float(kinks.KINK_LOSS.lines[1]) == pytest.approx(min(losses), rel=1e-12)


def test_an_output_bias_does_not_replace_a_neuron_that_sees_all_data():
    beta, values = F(101, 18), []
    for x in range(8):
        values.append(F(5, 6) + 3 * max(x - beta, F(0)))
    e = [value - target for value, target in zip(values, D2.y, strict=True)]
    seen = [n for n in range(8) if n > beta]
    assert sum(e) == 0
    assert sum(e[n] for n in seen) == 0
    assert sum(e[n] * n for n in seen) == 0
    assert sum(e[n] * n for n in range(6)) == F(15, 2)
    assert criticality.TAU.conclusion == Rational(15, 2)
    assert sum(value * value for value in e) / 2 == F(41, 12)


def test_the_saddle_goes_down_both_ways():
    """Along (q, p, -(p^2 + q^2)/g) the loss falls below the saddle, whichever sign the small step has."""
    x, y, p, q, g = np.arange(4.0), np.array([1.0, 1.0, -3.0, 1.0]), 2.0, 3.0, 2.5

    def loss(step):
        w, b, v = 1 + step * q, -1.5 + step * p, -step * (p * p + q * q) / g
        return 0.5 * np.sum((v * np.maximum(0.0, w * x + b) - y) ** 2)

    assert loss(1e-3) < loss(0.0)
    assert loss(-1e-3) < loss(0.0)
    second = (loss(1e-4) - 2 * loss(0.0) + loss(-1e-4)) / 1e-8
    theorem = classification.SADDLE
    values = dict(zip((a.symbol for a in theorem.arguments), (p, q, g), strict=True))
    assert float(theorem.lines[1].subs(values)) == pytest.approx(second, rel=1e-3)


def test_a_wrong_formula_does_not_survive_the_patterns():
    """Brute force notices a moment over the wrong data."""
    wrong = [
        cell
        for cell in cells("network", 2, 1)
        if cell.derivative("w1")
        != cell["v1"] * sum((e * cell[f"x{n}"] for n, e in enumerate(cell.residuals)), cell.zero)
    ]
    assert wrong


def test_rational_fit_agrees_with_floats():
    fit = ExactFit.of([1, -2], [F(1, 2), 1], [3, F(-1, 3)], F(1, 5), [-1, 0, 2], [1, 0, -1])
    x = np.array([-1.0, 0.0, 2.0])
    values = 3 * np.maximum(0.0, x + 0.5) - np.maximum(0.0, -2 * x + 1) / 3 + 0.2
    assert [float(fit(place)) for place in fit.x] == pytest.approx(list(values), rel=1e-14)
    assert float(fit.loss) == pytest.approx(0.5 * np.sum((values - [1, 0, -1]) ** 2), rel=1e-14)
    e = values - np.array([1.0, 0.0, -1.0])
    assert [float(m) for m in fit.moments([0, 2])] == pytest.approx([e[0] + e[2], -e[0] + 2 * e[2]], rel=1e-13)
