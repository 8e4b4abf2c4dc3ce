"""Arrays of balls: each number with a bound on what rounding has done to it, so that a filter in floats proves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Mask = NDArray[np.bool_]

_LEAST = 1e-290
"""More than a product loses to underflow; callers scale their numbers to about one."""


@dataclass(frozen=True)
class Balls:
    """Real numbers ``mid ± rad``, elementwise, in float64 or in long doubles.

    ``positive`` and ``negative`` are certain: False stands for no, and for not known. A radius that is infinite or nan,
    as after a division by what may be zero, says that nothing is known.

    Example:
        >>> third = Balls.of([1], 3)
        >>> (third + third + third - Balls.of([1])).positive
        array([False])
    """

    mid: Floats
    rad: Floats

    @classmethod
    def of(cls, numbers: Iterable[int], unit: int = 1) -> Balls:
        """Whole numbers in a unit, in long doubles."""
        exact = list(numbers)
        high = [number / unit for number in exact]
        # What the double leaves out, so that the sum is right to the last bit of a long double where that is longer.
        parts = ((p, *h.as_integer_ratio()) for p, h in zip(exact, high, strict=True))
        low = [(p * d - n * unit) / (unit * d) for p, n, d in parts]
        mid = np.array(high, dtype=np.longdouble) + np.array(low, dtype=np.longdouble)
        return cls(mid, np.finfo(np.longdouble).eps * np.abs(mid))

    def __add__(self, other: Balls) -> Balls:
        return _rounded(self.mid + other.mid, self.rad + other.rad)

    def __sub__(self, other: Balls) -> Balls:
        return _rounded(self.mid - other.mid, self.rad + other.rad)

    def __mul__(self, other: Balls) -> Balls:
        rad = np.abs(self.mid) * other.rad + self.rad * (np.abs(other.mid) + other.rad)
        return _rounded(self.mid * other.mid, rad)

    def __truediv__(self, other: Balls) -> Balls:
        mid = self.mid / other.mid
        away = np.abs(other.mid) - other.rad
        return _rounded(mid, (self.rad + np.abs(mid) * other.rad) / np.where(away > 0, away, 0))

    def __getitem__(self, index: Any) -> Balls:
        return Balls(self.mid[index], self.rad[index])

    @property
    def lower(self) -> Floats:
        """Numbers not above these."""
        return self.mid - _widened(self.mid, self.rad)

    @property
    def upper(self) -> Floats:
        """Numbers not below these."""
        return self.mid + _widened(self.mid, self.rad)

    @property
    def positive(self) -> Mask:
        """Where they are certainly above zero."""
        return self.lower > 0

    @property
    def negative(self) -> Mask:
        """Where they are certainly below zero."""
        return self.upper < 0

    def doubles(self) -> Balls:
        """The same in float64."""
        return _rounded(self.mid.astype(np.float64), self.rad.astype(np.float64))


def _rounded(mid: Floats, rad: Floats) -> Balls:
    return Balls(mid, _widened(mid, rad) + _LEAST)


def _widened(mid: Floats, rad: Floats) -> Floats:
    # A radius is a sum of a few nonnegative terms: a surplus in the last bits covers its own rounding.
    unit = np.finfo(mid.dtype).eps
    return (rad + unit * np.abs(mid)) * (1 + 16 * unit)
