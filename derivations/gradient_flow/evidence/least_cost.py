"""F2: the cheapest network of a given polygon by linear programming."""

import numpy as np
from scipy.optimize import linprog

from symspline.proof.theorem import Evidence, Finding

from .small_network import Array


def cheapest(x: Array, y: Array, breakpoints: Array, prices: Array) -> float:
    """The least sum of prices times sizes of neurons at these places that interpolate, output bias free.

    A neuron has the slope one; each place has one that faces right and one that faces left.
    """
    right = np.maximum(x[:, None] - breakpoints, 0.0)
    left = np.maximum(breakpoints - x[:, None], 0.0)
    columns = np.concatenate((right, left), axis=1)
    one = np.ones((len(x), 1))
    cost = np.concatenate((np.tile(prices, 4), [0.0, 0.0]))
    found = linprog(cost, A_eq=np.concatenate((columns, -columns, one, -one), axis=1), b_eq=y, method="highs")
    return float(found.fun)


def _polygons(rng: np.random.Generator) -> Finding:
    """60 random polygons, met at their knots and at two places beyond either end."""
    worst, lines = 0.0, 0
    for _ in range(60):
        knots = np.sort(rng.normal(size=rng.integers(1, 6)))
        slopes = rng.normal(size=len(knots) + 1) + rng.choice([0.0, 3.0])
        x = np.concatenate(([knots[0] - 2, knots[0] - 1], knots, [knots[-1] + 1, knots[-1] + 2]))
        middles = (x[1:] + x[:-1]) / 2
        y = np.concatenate(([0.0], np.cumsum(np.diff(x) * slopes[np.searchsorted(knots, middles)])))
        variation, ends = np.abs(np.diff(slopes)).sum(), abs(slopes[0] + slopes[-1])
        lines += ends > variation
        worst = max(worst, abs(cheapest(x, y, knots, np.ones(len(knots))) - max(variation, ends)))
    text = f"the costs agree to {worst:.1e}; {lines} of 60 polygons pay for a line"
    return Finding(bool(worst < 1e-8 and 10 < lines < 50), worst, text)


def _two(rng: np.random.Generator) -> Finding:
    """50 pairs of data, 41 places in and beyond their gap: the cost is the slope of the chord."""
    worst = 0.0
    for _ in range(50):
        x, y = np.sort(rng.normal(size=2)), rng.normal(size=2)
        places = np.linspace(2 * x[0] - x[1], 2 * x[1] - x[0], 40)
        slope = abs((y[1] - y[0]) / (x[1] - x[0]))
        found = cheapest(x, y, np.append(places, x[0]), np.ones(41))
        worst = max(worst, abs(found - slope) / max(slope, 1.0))
    return Finding(worst < 1e-8, worst, f"the cost is that of the chord once, to {worst:.1e}")


EVIDENCE = {
    "F2.rest": Evidence("linear programming over networks of random polygons", _polygons),
    "F2.two-data": Evidence("linear programming over networks through two data", _two),
}
