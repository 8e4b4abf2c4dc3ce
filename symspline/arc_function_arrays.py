"""Float64 kernels of :mod:`symspline.arc_functions`: a power series below one radian, the plain form above."""

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
    return _joined(angle, _SINE, angle - np.sin(angle))


def sine_minus_angle_cosine(angle: ArrayLike) -> Array:
    """Return ``sin φ - φ cos φ`` for real φ."""
    angle = np.asarray(angle, float)
    return _joined(angle, _COSINE, np.sin(angle) - angle * np.cos(angle))


def _joined(angle: Array, coefficients: list[float], plain: Array) -> Array:
    near = np.clip(angle, -1.0, 1.0)
    square = near * near
    series = np.full_like(near, coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        series = series * square + coefficient
    return np.where(np.abs(angle) < 1.0, near * square * series, plain)[()]
