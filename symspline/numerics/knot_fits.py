"""Least-squares splines with knots on data, for many choices of knots at once, with bounds on the rounding."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import accumulate, pairwise
from operator import add

import numpy as np
from numpy.typing import NDArray

from symspline.numerics.array_balls import Balls, Floats
from symspline.numerics.interval_fits import IntervalFits
from symspline.numerics.tridiagonal import least_squares

Index = NDArray[np.intp]
_POWERS = ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 2))
"""Of x and of y, in the sums that a fit needs."""


class KnotFits:
    """Fits of the data from a first to a last knot, all knots on data, continuous and straight between them.

    In the basis of hat functions the normal equations are tridiagonal, and their entries are sums over the data between
    two knots, which running sums give: a fit costs a few operations for each knot, whatever the number of data (C4h).

    Attributes:
        x: abscissae, in units of their range.
        y: targets less the line of all data, in units of the largest.
        unit: what a squared residual of one unit adds to twice the loss.
    """

    def __init__(self, fits: IntervalFits) -> None:
        weight, size = fits.weights, len(fits.data)
        x = [place - fits.abscissae[0] for place in fits.abscissae]
        a, b, d = fits.coefficients(0, size)
        y = [d * target - a * place - b for target, place in zip(fits.targets, fits.abscissae, strict=True)]
        reach, most, heaviest = x[-1], max(map(abs, y)) or 1, max(weight)
        self.unit = Fraction(heaviest * most**2, fits.w_scale * (d * fits.y_scale) ** 2)
        rows = list(zip(weight, x, y, strict=True))
        self._sums = [
            Balls.of(accumulate((w * p**k * q**m for w, p, q in rows), initial=0), heaviest * reach**k * most**m)
            for k, m in _POWERS
        ]
        self._rough_sums = [sums.doubles() for sums in self._sums]
        self._x = Balls.of(x, reach)
        self._weight, self.x, self.y = (
            each.doubles() for each in (Balls.of(weight, heaviest), self._x, Balls.of(y, most))
        )

    def solve(self, knots: list[Index]) -> tuple[Balls, list[Balls]]:
        """Sum of the weighted squared residuals, and the values at the knots, of many fits.

        Args:
            knots: indices of the first knots, of the second knots, ...: at least two for each fit, ascending.
        """
        first = knots[0]
        weight, target = self._weight[first], self.y[first]
        diagonal, right, beside = [weight], [weight * target], []
        squares = [weight * target * target]
        for start, stop in pairwise(knots):
            falling, mixed, rising, falling_y, rising_y, square = self._between(start, stop)
            diagonal[-1], right[-1] = diagonal[-1] + falling, right[-1] + falling_y
            diagonal.append(rising)
            right.append(rising_y)
            beside.append(mixed)
            squares.append(square)
        explained, values = least_squares(diagonal, beside, right)
        return reduce(add, squares) - explained, values

    def least_cost(self, start: Index, stop: Index) -> Floats:
        """No more than the cost of the line of each run [start, stop), cheaply; zero for two data or less."""
        empty = stop - start < 3
        start = np.where(empty, 0, start)
        n, x, xx, y, xy, yy = (sums[np.where(empty, 3, stop)] - sums[start] for sums in self._rough_sums)
        mean = x / n
        slope = xy - mean * y
        lower = (yy - y * y / n - slope * slope / (xx - mean * x)).lower
        return np.where(empty | ~(lower > 0), 0.0, lower)

    def _between(self, start: Index, stop: Index) -> list[Balls]:
        """Sums over the data after one knot up to the next: products of the two hats, theirs with y, and y^2."""
        n, x, xx, y, xy, yy = (sums[stop + 1] - sums[start + 1] for sums in self._sums)
        left = self._x[start]
        width = self._x[stop] - left
        shifted = x - left * n
        rise = shifted / width
        rising = (xx - left * (x + shifted)) / (width * width)
        mixed = rise - rising
        rising_y = (xy - left * y) / width
        return [each.doubles() for each in (n - rise - mixed, mixed, rising, y - rising_y, rising_y, yy)]

    def residual_sums(self, knots: list[Index], values: list[Balls]) -> list[Balls]:
        """Weighted sums of the residuals f - y over the data after each knot up to the next one."""
        sums = []
        for (start, stop), (f, g) in zip(pairwise(knots), pairwise(values), strict=True):
            falling, mixed, rising, falling_y, rising_y, _ = self._between(start, stop)
            sums.append((falling + mixed) * f + (mixed + rising) * g - (falling_y + rising_y))
        return sums

    def residual(self, datum: Index, value: Balls) -> Balls:
        """Weighted residual of a value at a datum."""
        return self._weight[datum] * (value - self.y[datum])
