"""Float64 kernels of :mod:`symspline.special.arc_functions`: a power series below one radian, the plain form above."""

from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_TERMS = 9
_SINE = [(-1.0) ** k / factorial(2 * k + 3) for k in range(_TERMS)]
_COSINE = [(-1.0) ** k * (2 * k + 2) / factorial(2 * k + 3) for k in range(_TERMS)]


def angle_minus_sine(angle: ArrayLike) -> Array:
    """Return ``φ - sin φ`` for real φ."""
    angle = np.asarray(angle, float)
    value = np.atleast_1d(angle - np.sin(angle))
    near = np.abs(value) < 0.15
    value[near] = _cubic(np.atleast_1d(angle)[near], _SINE)
    return value.reshape(angle.shape)[()]


def arc_cosine_sum(across: ArrayLike, along: ArrayLike) -> Array:
    """Return ``N + (π - atan2(N, D)) D`` for N >= 0 and real D."""
    across, along = np.broadcast_arrays(np.asarray(across, float), np.asarray(along, float))
    shape = across.shape
    across, along = np.atleast_1d(across), np.atleast_1d(along)
    angle = np.arctan2(across, -along)
    value = across + angle * along
    near = across < -along
    if np.any(near):
        value[near] = np.hypot(across[near], along[near]) * _cubic(angle[near], _COSINE)
    return value.reshape(shape)[()]


def _cubic(angle: Array, coefficients: list[float]) -> Array:
    """Return the sum of ``c_k φ^(2k+3)``."""
    square = angle * angle
    series = np.full_like(angle, coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        series *= square
        series += coefficient
    return angle * square * series
