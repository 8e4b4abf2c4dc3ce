"""Probabilities of intervals and first moment functions in float64 against mpmath."""

import mpmath
import numpy as np
import pytest

from symspline.answers.quantities import formula
from symspline.derivations.initialisation import breakpoint_counts
from symspline.model.init import Init
from symspline.model.law import Laplace, Normal, Uniform

W, B = 1.25, 0.75
LAWS = {"normal": Normal, "uniform": Uniform, "laplace": Laplace}
INTERVALS = [
    (-1.0, 2.0),
    (0.1, 0.1 + 2**-20),
    (1e3, 1e4),
    (-1e4, -9999.0),
    (-0.6, 0.6),
    (-1e4, 1e4),
    (0.0, 0.5),
    (-3.0, -0.2),
]


def density(name, c):
    """Density of the breakpoint, typed anew."""
    w, b = mpmath.mpf(W), mpmath.mpf(B)
    if name == "normal":
        return w * b / (mpmath.pi * (b * b + w * w * c * c))
    if name == "laplace":
        return w * b / (2 * (b + w * abs(c)) ** 2)
    return min(w, b / abs(c) if c else w) ** 2 / (4 * w * b)


def weight_density(name, scale, value):
    """Density of one weight, typed anew."""
    if name == "normal":
        return mpmath.npdf(value, 0, scale)
    if name == "laplace":
        return mpmath.exp(-abs(value) / scale) / (2 * scale)
    return 1 / (2 * scale) if abs(value) <= scale else mpmath.mpf(0)


@pytest.mark.parametrize("name", LAWS)
def test_probability_of_an_interval(name):
    """1e-13 relative, for short intervals and far out."""
    init = Init(w=LAWS[name](W), b=LAWS[name](B), v=Normal(1))
    probability = formula("breakpoint_probability", breakpoint_counts.closed_forms(init)["breakpoint_probability"])
    low, high = np.array(INTERVALS).T
    found = probability(low, high)
    with mpmath.workdps(30):
        edge = mpmath.mpf(B) / mpmath.mpf(W)
        for value, (a, b) in zip(found, INTERVALS, strict=True):
            inner = [mpmath.mpf(t) for t in (-1e3, -30, -3, -1, 0, 1, 3, 30, 1e3)] + [edge, -edge]
            marks = [mpmath.mpf(a), *sorted(t for t in inner if a < t < b), mpmath.mpf(b)]
            expected = mpmath.quad(lambda c: density(name, c), marks)
            assert abs(value / expected - 1) < 1e-13, (a, b)


@pytest.mark.parametrize("name", LAWS)
def test_first_moment_function(name):
    """Against the integral of |w|^2 p_w(w) p_b(-c w)."""
    init = Init(w=LAWS[name](W), b=LAWS[name](B), v=Normal(1))
    first = formula("zeta_1", breakpoint_counts.closed_forms(init)["zeta_1"])
    with mpmath.workdps(25):
        for place in (0.0, 1e-6, 0.4, -2.5, 300.0):
            w, b, c = mpmath.mpf(W), mpmath.mpf(B), mpmath.mpf(place)
            top = min(w, b / abs(c) if c else w) if name == "uniform" else 60 / (1 / w + abs(c) / b)

            def integrand(size, w=w, b=b, c=c):
                return size**2 * weight_density(name, w, size) * weight_density(name, b, c * size)

            expected = 2 * mpmath.quad(integrand, [0, top / 20, top / 6, top / 2, top])
            assert abs(first(place) / expected - 1) < 1e-13, place


def test_no_form_for_other_laws():
    """Families that are not named have no entry."""
    assert breakpoint_counts.closed_forms(Init(w=Normal(1), b=Uniform(1), v=Normal(1))) == {}
