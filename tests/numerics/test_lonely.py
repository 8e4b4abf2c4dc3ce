"""Lonely partitions: exact probabilities against all orderings, determinants against the matrix itself."""

from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pytest
import sympy
from scipy.stats import norm

from symspline.numerics.lonely import (
    expected_empty_gaps,
    lateral_determinant,
    lonely_bounds,
    lonely_probability,
    lonely_probability_of_laws,
    minimal_width,
)


def by_orderings(n, h):
    """All equally likely orders of n data and h breakpoints, by the places of the data."""
    places = list(combinations(range(n + h), n))
    lonely = sum(all(b - a > 1 for a, b in pairwise(p)) for p in places)
    empty = sum(sum(b - a == 1 for a, b in pairwise(p)) for p in places)
    return Fraction(lonely, len(places)), Fraction(empty, len(places))


@pytest.mark.parametrize("n", range(1, 6))
@pytest.mark.parametrize("h", range(8))
def test_probability_against_all_orderings(n, h):
    assert (lonely_probability(n, h), expected_empty_gaps(n, h) if n > 1 else 0) == by_orderings(n, h)


def test_known_values_and_the_exponential_that_fails():
    assert lonely_probability(10, 10) == Fraction(1, 16796)
    assert float(lonely_probability(10, 10)) < np.exp(-100 / 11)
    assert lonely_probability(2, 5) == Fraction(5, 7)


@pytest.mark.parametrize("n", [2, 3, 7, 20])
@pytest.mark.parametrize("h", [1, 6, 19, 50, 1000])
def test_bounds(n, h):
    p, bounds = lonely_probability(n, h), lonely_bounds(n, h)
    assert bounds.linear <= p
    assert bounds.lower <= float(p) * (1 + 1e-12)
    assert float(p) <= bounds.upper


@pytest.mark.parametrize(
    ("n", "widths"),
    [(2, (2, 18, 198)), (3, (8, 56, 596)), (5, (28, 189, 1989)), (10, (129, 854, 8954)), (20, (548, 3606, 37809))],
)
def test_minimal_widths(n, widths):
    assert tuple(minimal_width(n, level) for level in ("1/2", "9/10", "99/100")) == widths
    for level, h in zip((Fraction(1, 2), Fraction(9, 10)), widths, strict=False):
        assert lonely_probability(n, h) >= level > lonely_probability(n, h - 1)


def test_minimal_width_where_the_approximation_is_off():
    assert minimal_width(6, Fraction(2, 3)) == 74
    assert minimal_width(1, "1/2") == 0
    assert minimal_width(4, 0) == 0


CAUCHY = [
    (2, 1, 0.18169011381621, 1e-13),
    (2, 5, 0.5459454387162, 1e-12),
    (2, 20, 0.83183862265396, 1e-13),
    (3, 10, 0.357777305988, 1e-12),
    (5, 40, 0.378723426571, 1e-12),
    (10, 200, 0.398084063333, 1e-12),
    (10, 1000, 0.829002576858, 1e-12),
]


@pytest.mark.parametrize(("n", "h", "wanted", "tolerance"), CAUCHY)
def test_cauchy_breakpoints_uniform_data(n, h, wanted, tolerance):
    found = lonely_probability_of_laws(n, h, lambda t: 2 * t - 1, lambda x: 0.5 + np.arctan(x) / np.pi)
    assert found == pytest.approx(wanted, abs=tolerance)


@pytest.mark.parametrize(("n", "h"), [(2, 1), (3, 8), (5, 40), (10, 20), (10, 300)])
def test_equal_laws_do_not_matter(n, h):
    wanted = float(lonely_probability(n, h))
    assert lonely_probability_of_laws(n, h, norm.ppf, norm.cdf) == pytest.approx(wanted, abs=1e-13)
    assert lonely_probability_of_laws(n, h, lambda t: t**3, np.cbrt) == pytest.approx(wanted, abs=1e-13)


def test_different_laws_against_sampling():
    """Normal data, uniform breakpoints on [-2, 2]; false alarm about 6e-5 (four standard errors)."""
    rng = np.random.default_rng(0)
    repeats, n, h = 20000, 4, 25
    data = np.sort(rng.standard_normal((repeats, n)), axis=1)
    points = rng.uniform(-2, 2, (repeats, h))
    inside = (points[:, None, :] > data[:, :-1, None]) & (points[:, None, :] < data[:, 1:, None])
    lonely = np.mean(inside.any(axis=2).all(axis=1))
    found = lonely_probability_of_laws(n, h, norm.ppf, lambda x: np.clip((x + 2) / 4, 0, 1))
    assert abs(lonely - found) < 4 * np.sqrt(found * (1 - found) / repeats)


def test_lateral_determinant_against_the_matrix():
    rng = np.random.default_rng(4)
    for _ in range(60):
        n = int(rng.integers(2, 7))
        x = sorted({Fraction(int(t)) for t in rng.integers(0, 30, n)})
        if len(x) < 2:
            continue
        betas = [a + (b - a) * Fraction(int(rng.integers(1, 8)), 8) for a, b in pairwise(x)]
        facing = [int(t) for t in rng.choice([-1, 1], len(betas))]
        columns = [[1] * len(x)] + [[max(s * (a - t), 0) * s for a in x] for t, s in zip(betas, facing, strict=True)]
        wanted = sympy.Matrix(len(x), len(x), lambda i, j, c=columns: sympy.Rational(c[j][i])).det()
        scale = Fraction(1)
        for s, right, beta in zip(facing, x[1:], betas, strict=True):
            scale *= s * (right - beta)
        assert sympy.Rational(lateral_determinant(x, betas, facing) * scale) == wanted


def test_singular_lateral_example():
    assert lateral_determinant([0, 1, 2, 3], ["1/2", "4/3", "5/2"], [1, 1, -1]) == 0
    assert lateral_determinant([0, 1, 2, 3], ["1/2", "4/3", "5/2"], [1, 1, 1]) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lonely_probability(0, 3), "n_data is 0"),
        (lambda: lonely_probability(2, -1), "width is -1"),
        (lambda: lonely_probability(2.0, 1), "n_data is 2.0"),
        (lambda: minimal_width(3, 1), "probability is 1"),
        (lambda: lateral_determinant([0, 1], ["3/2"], [1]), r"breakpoints\[0\] is 3/2"),
        (lambda: lateral_determinant([0, 1], ["1/2"], [0]), r"orientation\[0\] is 0"),
        (lambda: lateral_determinant([0, 1, 2], ["1/2"], [1]), "need 2 breakpoints"),
        (lambda: lonely_probability_of_laws(2, 3, lambda t: t, lambda x: 2 * x), "does not give numbers"),
        (lambda: lonely_probability_of_laws(2, 3, lambda t: t, lambda x: 1 - x), "descends"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
