"""Points in order of their loss, against the complete list."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from symspline.numerics.critical_points import count_critical_points, critical_points
from symspline.numerics.least_loss import critical_points_by_loss


@pytest.mark.parametrize("seed", range(8))
def test_same_points_in_ascending_order(seed):
    rng = np.random.default_rng(seed)
    x = sorted(int(t) for t in rng.choice(np.arange(-40, 40), 16, replace=False))
    y = [Fraction(int(t), 3) for t in rng.integers(-9, 10, 16)]
    for pieces in range(1, 9):
        found = list(critical_points_by_loss(x, y, pieces))
        assert [p.loss for p in found] == sorted(p.loss for p in found)
        assert set(found) == set(critical_points(x, y, pieces))
        assert len(found) == len(set(found))


def test_the_best_of_very_many():
    rng = np.random.default_rng(3)
    x = list(range(120))
    y = [Fraction(int(1000 * np.sin(k / 5) + t), 1000) for k, t in zip(x, rng.integers(-400, 400, 120), strict=True)]
    assert count_critical_points(x, y, 12)[12] > 10**5
    best = list(islice(critical_points_by_loss(x, y, 12), 20))
    assert [p.loss for p in best] == sorted(p.loss for p in best)
    for point in best[::7]:
        assert point.loss == sum((point(Fraction(a)) - t) ** 2 for a, t in zip(x, y, strict=True)) / 2


def test_errors_come_at_the_call():
    with pytest.raises(ValueError, match="pieces is 3 but x has 4"):
        critical_points_by_loss(range(4), [0, 1, 0, 1], 3)
