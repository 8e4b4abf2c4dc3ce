"""F3: functions with many bends through three data, and how far a function of least variation may leave the chord."""

import numpy as np
from scipy.optimize import linprog

from symspline.proof.theorem import Evidence, Finding


def _slopes(rng: np.random.Generator, width: float, rise: float) -> np.ndarray:
    """Random slopes on one interval, shifted so that the function rises as much as the data."""
    lengths = width * rng.dirichlet(np.ones(rng.integers(1, 6)))
    slopes = rng.normal(size=len(lengths)) * rng.choice([0.05, 1.0])
    return slopes + (rise - slopes @ lengths) / width


def _bent(rng: np.random.Generator) -> Finding:
    """2000 functions with up to four bends in each interval: what they pay beyond the polygon is never negative."""
    excess = []
    for _ in range(2000):
        widths, rises = rng.uniform(0.3, 2.0, 2), rng.normal(size=2)
        slopes = np.concatenate([_slopes(rng, *interval) for interval in zip(widths, rises, strict=True)])
        polygon = abs(np.diff(rises / widths)[0])
        excess.append(np.abs(np.diff(slopes)).sum() - polygon)
    least = min(excess)
    return Finding(least > -1e-12, least, f"the variation exceeds that of the polygon by at least {least:.1e}")


def _range(x: np.ndarray, y: np.ndarray, at: float, places: np.ndarray, least: float) -> tuple[float, float]:
    """The least and the largest value at one input of interpolants of least variation, by linear programming."""
    bends = np.maximum(x[:, None] - places, 0.0)
    columns = np.concatenate((bends, -bends, np.stack((np.ones_like(x), -np.ones_like(x), x, -x), axis=1)), axis=1)
    value = np.maximum(at - places, 0.0)
    objective = np.concatenate((value, -value, [1.0, -1.0, at, -at]))
    budget = np.concatenate((np.ones(2 * len(places)), np.zeros(4)))[None]
    given = {"A_eq": columns, "b_eq": y, "A_ub": budget, "b_ub": [least + 1e-9], "method": "highs"}
    low, high = (linprog(side * objective, **given) for side in (1, -1))
    return float(low.fun), -float(high.fun)


def _triangles(rng: np.random.Generator) -> Finding:
    """40 sets of six data: at the middle of each inner interval the range is that between chord and neighbours."""
    worst, wide = 0.0, 0
    for _ in range(40):
        x, y = np.sort(rng.uniform(-2, 2, 6)) + np.linspace(-1, 1, 6), rng.normal(size=6)
        s = np.diff(y) / np.diff(x)
        # The corners of the triangles are where the lines of two intervals meet that lie one apart.
        corners = [
            (y[k + 2] - y[k - 1] - s[k + 1] * x[k + 2] + s[k - 1] * x[k - 1]) / (s[k - 1] - s[k + 1])
            for k in range(1, 4)
        ]
        places, least = np.concatenate((x[1:-1], corners)), np.abs(np.diff(s)).sum()
        for k in range(1, 4):
            at = (x[k] + x[k + 1]) / 2
            chord, sides = (y[k] + y[k + 1]) / 2, (y[k] + s[k - 1] * (at - x[k]), y[k + 1] + s[k + 1] * (at - x[k + 1]))
            rising, falling = s[k - 1] < s[k] < s[k + 1], s[k - 1] > s[k] > s[k + 1]
            ends = (max(sides), chord) if rising else (chord, min(sides)) if falling else (chord, chord)
            wide += rising or falling
            worst = max(worst, np.abs(np.array(_range(x, y, at, places, least)) - ends).max())
    return Finding(bool(worst < 1e-6 and 20 < wide < 100), worst, f"{wide} of 120 intervals are free, to {worst:.1e}")


EVIDENCE = {
    "F3.three-data": Evidence("random functions with many bends", _bent),
    "F3.triangle": Evidence("linear programming over functions of least variation", _triangles),
}
