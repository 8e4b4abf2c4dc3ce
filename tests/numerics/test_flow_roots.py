"""The first zeros of polynomials against those that a computer algebra finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from symspline.numerics.flow.roots import earliest, first_zero


@settings(max_examples=300, deadline=None)
@given(st.lists(st.floats(-2, 2), min_size=1, max_size=6), st.floats(0.1, 3))
def test_the_first_sign_change_is_found(zeros, stop):
    # Zeros closer than that to each other or to an end are no test of order.
    zeros = sorted(z for z in zeros if abs(z) > 1e-3 and abs(z - stop) > 1e-3)
    zeros = [z for k, z in enumerate(zeros) if k == 0 or z - zeros[k - 1] > 1e-3]
    coefficients = np.polynomial.polynomial.polyfromroots(zeros)
    inside = [z for z in zeros if 0 < z <= stop]
    found = first_zero(coefficients.tolist(), stop)
    assert found == pytest.approx(inside[0], rel=1e-8, abs=1e-11) if inside else found is None


def test_a_zero_that_only_touches_is_passed_over():
    # (t - 1)^2 (t - 2): the sign changes at 2 alone
    assert first_zero([-2.0, 5.0, -4.0, 1.0], 3.0) == pytest.approx(2.0, rel=1e-14)
    assert first_zero([1.0 + 1e-9, -2.0, 1.0], 3.0) is None


def test_two_close_zeros_are_told_apart():
    # (t - 1)^2 - 1e-12: a graze that does cross
    assert first_zero([1.0 - 1e-12, -2.0, 1.0], 3.0) == pytest.approx(1 - 1e-6, abs=1e-10)
    assert first_zero([1.0 + 1e-12, -2.0, 1.0], 3.0) is None


def test_the_earliest_of_many(monkeypatch):
    rng = np.random.default_rng(0)
    for _ in range(50):
        coefficients = rng.normal(size=(9, 200))
        coefficients[0] = np.sign(coefficients[0]) * rng.uniform(1, 3, 200)
        found = earliest(coefficients, 0.8)
        real = [
            (z.real, k)
            for k in range(200)
            for z in np.roots(coefficients[::-1, k])
            if abs(z.imag) < 1e-12 and 0 < z.real <= 0.8
        ]
        t, k = min(real)
        assert found is not None and found[1] == k and found[0] == pytest.approx(t, rel=1e-10)
    assert earliest(np.array([[1.0, 2.0], [0.1, 0.2]]), 1.0) is None


def test_forty_digits():
    with mp.workdps(40):
        zero = first_zero([mpf(-2), mpf(0), mpf(1)], mpf(3))
        assert abs(zero - mp.sqrt(2)) < mpf(10) ** -38
