"""The first zero of a polynomial, or of many, after 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from symspline.numerics.flow.problem import Array

GRID = 8
"""Places at which many polynomials are looked at before any is looked at closely."""
DEPTH = 48
"""Halvings after which two zeros that do not part are one that touches."""


def value(coefficients: Sequence[Any] | Array, t: Any) -> Any:
    """A polynomial, or an array of them, at t by Horner's rule; coefficients by ascending powers."""
    found = coefficients[-1]
    for c in coefficients[-2::-1]:
        found = found * t + c
    return found


def earliest(coefficients: Array, stop: Any) -> tuple[Any, int] | None:
    """The first time in (0, stop] at which one of some polynomials is zero, and which one.

    Args:
        coefficients: by ascending powers, shape (order + 1, M); none is zero at 0.
        stop: the last time.
    """
    near = _may_vanish(coefficients, stop)
    if not near.size:
        return None
    # Signs on a grid bound the first zero from above: fewer polynomials are left that may vanish before it.
    for k in range(1, GRID + 1):
        t = stop * k / GRID
        values = value(coefficients[:, near], t)
        if np.any(values * coefficients[0, near] <= 0):
            stop = t
            near = near[_may_vanish(coefficients[:, near], stop)]
            break
    found = None
    for place in near:
        t = first_zero(coefficients[:, place].tolist(), stop)
        if t is not None and (found is None or t < found[0]):
            found, stop = (t, int(place)), t
    return found


def _may_vanish(coefficients: Array, stop: Any) -> Any:
    tail = abs(coefficients[-1]) * stop
    for row in coefficients[-2:0:-1]:
        tail = (tail + abs(row)) * stop
    return np.flatnonzero(~(abs(coefficients[0]) > tail))


def first_zero(coefficients: Sequence[Any], stop: Any) -> Any | None:
    """The first zero in (0, stop] at which a polynomial changes its sign; None where it has none.

    Intervals in which Lipschitz bounds exclude a zero are passed over, those in which the polynomial is monotone are
    decided by their ends, others are halved. Two zeros that rounding cannot part count as none or as one.
    """
    coefficients = [*coefficients, *(0 * coefficients[0] for _ in range(3 - len(coefficients)))]
    derivative = [k * c for k, c in enumerate(coefficients)][1:]
    second = [k * c for k, c in enumerate(derivative)][1:]
    sizes, sizes_of_second = [abs(c) for c in derivative], [abs(c) for c in second]
    open_ = [(0 * stop, stop, 0)]
    while open_:
        low, high, depth = open_.pop()
        middle, radius = (low + high) / 2, (high - low) / 2
        if abs(value(coefficients, middle)) > value(sizes, high) * radius:
            continue
        if abs(value(derivative, middle)) > value(sizes_of_second, high) * radius or depth == DEPTH:
            if (value(coefficients, low) > 0) != (value(coefficients, high) > 0):
                return _zero_between(coefficients, derivative, low, high)
            continue
        open_ += [(middle, high, depth + 1), (low, middle, depth + 1)]
    return None


def _zero_between(coefficients: Sequence[Any], derivative: Sequence[Any], low: Any, high: Any) -> Any:
    """The zero between two places of different signs: Newton's steps, halved where they leave the interval."""
    above = value(coefficients, low) > 0
    t = (low + high) / 2
    for _ in range(400):
        height = value(coefficients, t)
        if (height > 0) == above:
            low = t
        else:
            high = t
        slope = value(derivative, t)
        following = t - height / slope if slope != 0 else low
        if not low < following < high:
            following = (low + high) / 2
        if following in (t, low, high):
            return following
        t = following
    return t
