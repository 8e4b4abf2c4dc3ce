"""Exact enumeration of the piecewise least-squares critical points of the loss.

With an all-active neuron (or a free line a + c x) the network is critical exactly when each piece of the data between
its breakpoints is fitted by its own least-squares line and the lines meet strictly inside the gaps. For all pieces to
hold at least two distinct x that is a finite problem over the compositions of N: ``critical_points`` lists its
solutions by a depth-first search that only enters branches that can be completed, ``count_critical_points`` counts
them by dynamic programming over the last piece, in O(N^3) whatever their number.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symspline.numerics.rational_data import RationalData, whole_number

Line = tuple[Fraction, Fraction]
_INT64_SAFE = 2**62


@dataclass(frozen=True)
class CriticalPoint:
    """A continuous piecewise-linear fit that is critical for the loss.

    Attributes:
        breakpoints: P - 1 abscissae, ascending, each strictly inside a gap of the data.
        lines: P pairs (slope, intercept).
        loss: (1/2) sum of squared residuals over all data.
        pieces: P pairs (start, stop), the distinct x in ascending order that each line fits.
    """

    breakpoints: tuple[Fraction, ...]
    lines: tuple[Line, ...]
    loss: Fraction
    pieces: tuple[tuple[int, int], ...]

    @property
    def delta_slopes(self) -> tuple[Fraction, ...]:
        """Change of slope at each breakpoint."""
        return tuple(right[0] - left[0] for left, right in pairwise(self.lines))

    def __call__(self, x: Fraction | int) -> Fraction:
        """Value of the fit at an exact abscissa."""
        piece = sum(x > beta for beta in self.breakpoints)
        slope, intercept = self.lines[piece]
        return slope * x + intercept


@dataclass(frozen=True)
class IntervalFits:
    """Exact least-squares lines of all runs of consecutive data, by integer running sums.

    With x = X / x_scale and y = Y / y_scale in integers, the line of the run [a, b) is Y = (A X + B) / D with integer
    A, B and D > 0.
    """

    data: RationalData

    # Integers over one denominator: running sums of Fractions would look for a common divisor at every addition.

    @cached_property
    def x_scale(self) -> int:
        """Common denominator of the abscissae."""
        return math.lcm(*(x.denominator for x in self.data.x))

    @cached_property
    def y_scale(self) -> int:
        """Common denominator of the targets."""
        return math.lcm(*(y.denominator for y in self.data.y))

    @cached_property
    def abscissae(self) -> list[int]:
        """Data in units of 1 / x_scale."""
        return [int(x * self.x_scale) for x in self.data.x]

    @cached_property
    def _sums(self) -> list[tuple[int, ...]]:
        targets = [int(y * self.y_scale) for y in self.data.y]
        rows = zip(self.data.weight, self.abscissae, targets, strict=True)
        terms = [(n, n * x, n * y, n * x * x, n * x * y, n * y * y) for n, x, y in rows]
        zero = (0,) * 6
        return list(accumulate(terms, lambda s, t: tuple(a + c for a, c in zip(s, t, strict=True)), initial=zero))

    def moments(self, start: int, stop: int) -> tuple[int, ...]:
        """Weighted sums of 1, X, Y, X^2, X Y, Y^2 over the run."""
        return tuple(b - a for a, b in zip(self._sums[start], self._sums[stop], strict=True))

    def coefficients(self, start: int, stop: int) -> tuple[int, int, int]:
        """Integers (A, B, D) of the line Y = (A X + B) / D of the run [start, stop), D > 0."""
        n, sx, sy, sxx, sxy, _ = self.moments(start, stop)
        return n * sxy - sx * sy, sy * sxx - sx * sxy, n * sxx - sx * sx

    def line(self, start: int, stop: int) -> Line:
        """Slope and intercept of the run's line."""
        a, b, d = self.coefficients(start, stop)
        return Fraction(a * self.x_scale, d * self.y_scale), Fraction(b, d * self.y_scale)

    def loss(self, start: int, stop: int) -> Fraction:
        """Half the weighted sum of squared residuals of the run about its line."""
        n, _, sy, _, _, syy = self.moments(start, stop)
        a, _, d = self.coefficients(start, stop)
        return (Fraction(syy) - Fraction(sy * sy, n) - Fraction(a * a, n * d)) / (2 * self.y_scale**2)

    def check_pieces(self, pieces: int) -> None:
        """ValueError, with the largest number that the data allow, for no whole number of pieces or too many."""
        size = len(self.data)
        if 2 * whole_number("pieces", pieces, 1) > size:
            raise ValueError(
                f"pieces is {pieces} but x has {size} distinct values: each piece needs two, so pass "
                f"at most {size // 2} pieces" + ("" if size > 1 else " (a single x determines no line: add data)")
            )

    def point(self, cuts: Sequence[int]) -> CriticalPoint:
        """The critical point whose runs lie between the cuts (0, c_1, ..., N), which must join."""
        pieces = tuple(pairwise(cuts))
        lines = tuple(self.line(*piece) for piece in pieces)
        breakpoints = tuple((c1 - c2) / (m2 - m1) for (m1, c1), (m2, c2) in pairwise(lines))
        loss = sum((self.loss(*piece) for piece in pieces), self.data.within)
        return CriticalPoint(breakpoints, lines, loss, pieces)

    @cached_property
    def joins(self) -> list[NDArray[np.bool_]]:
        """``joins[b][a, c - b - 2]``: whether the lines of [a, b) and [b, c) cross strictly between x_{b-1} and x_b.

        They do when their difference has strictly opposite signs at the two data; no division, so nothing is rounded.
        """
        size = len(self.data)
        out = [np.zeros((0, 0), dtype=bool)] * (size + 1)
        for b in range(2, size - 1):
            left = [self.coefficients(a, b) for a in range(b - 1)]
            right = [self.coefficients(b, c) for c in range(b + 2, size + 1)]
            before = _sign_of_difference(left, right, self.abscissae[b - 1])
            after = _sign_of_difference(left, right, self.abscissae[b])
            out[b] = before * after < 0
        return out


def _sign_of_difference(
    left: list[tuple[int, int, int]], right: list[tuple[int, int, int]], at: int
) -> NDArray[np.int8]:
    """Signs of left_i(at) - right_j(at) for lines (A X + B) / D, exactly."""
    left_values = [(a * at + b, d) for a, b, d in left]
    right_values = [(a * at + b, d) for a, b, d in right]
    # Rounding to the nearest double is monotone: different doubles decide the sign, equal ones ask the integers.
    first = np.array([_nearest_double(*value) for value in left_values])
    second = np.array([_nearest_double(*value) for value in right_values])
    less, greater = np.less.outer(first, second), np.greater.outer(first, second)
    signs = greater.astype(np.int8) - less.astype(np.int8)
    for i, j in np.argwhere(signs == 0):
        (p, q), (r, s) = left_values[i], right_values[j]
        signs[i, j] = (p * s > r * q) - (p * s < r * q)
    return signs


def _nearest_double(numerator: int, denominator: int) -> float:
    try:
        return numerator / denominator
    except OverflowError:
        return math.inf if numerator > 0 else -math.inf


def critical_points(x: Sequence[Any], y: Sequence[Any], pieces: int) -> list[CriticalPoint]:
    """All strict piecewise least-squares critical points with a given number of pieces, the best first (C3b, C4a).

    Each piece holds at least two distinct x and is fitted by its own least-squares line; neighbouring lines cross
    strictly inside the gap between the pieces. These are the critical points of a network with an all-active neuron, an
    offset and one breakpoint in each used gap; all of them are local minima. They are not all local minima: see
    ``one_breakpoint_minima`` for minima with a breakpoint on a datum. Data with equal x count as one datum with a
    weight.

    Args:
        x: data, length N, any order; ints, Fractions, strings like "1/3", SymPy Rationals, floats (taken exactly).
        y: targets, length N.
        pieces: number P of pieces, 1 <= P <= (number of distinct x) / 2.

    Raises:
        ValueError: bad numbers, unequal lengths, or more pieces than the data allow.

    Example:
        >>> best = critical_points(range(8), [3, 1, 0, 0, 1, 0, 2, 5], 2)[0]
        >>> best.loss, best.pieces, best.breakpoints
        (Fraction(38, 21), ((0, 6), (6, 8)), (Fraction(47, 9),))
    """
    fits = IntervalFits(RationalData.of(x, y))
    fits.check_pieces(pieces)
    found = [fits.point(cuts) for cuts in _complete_cuts(fits, pieces)]
    return sorted(found, key=lambda point: (point.loss, point.breakpoints))


def _complete_cuts(fits: IntervalFits, pieces: int) -> Iterator[tuple[int, ...]]:
    """Cuts (0, c_1, ..., N) whose neighbouring lines all join, by depth-first search without dead ends."""
    # Without the table from the right most branches would die late: work without bound for a short list.
    size = len(fits.data)
    # completable[r][a, b]: the run [a, b) can be followed by r more pieces up to the end of the data.
    completable = [np.zeros((size + 1, size + 1), dtype=bool)]
    completable[0][: size - 1, size] = True
    for _ in range(pieces - 1):
        previous, current = completable[-1], np.zeros((size + 1, size + 1), dtype=bool)
        for b in range(2, size - 1):
            current[: b - 1, b] = (fits.joins[b] & previous[b, b + 2 :]).any(axis=1)
        completable.append(current)

    def extend(cuts: tuple[int, ...], remaining: int) -> Iterator[tuple[int, ...]]:
        if remaining == 0:
            yield cuts
            return
        a, b = cuts[-2:]
        follow = fits.joins[b][a] & completable[remaining - 1][b, b + 2 :]
        for c in np.flatnonzero(follow) + b + 2:
            yield from extend((*cuts, int(c)), remaining - 1)

    for b in np.flatnonzero(completable[pieces - 1][0]):
        yield from extend((0, int(b)), pieces - 1)


def count_critical_points(x: Sequence[Any], y: Sequence[Any], max_pieces: int | None = None) -> dict[int, int]:
    """How many strict piecewise least-squares critical points there are for each number of pieces.

    Dynamic programming over the last piece: O(N^3) for each number of pieces, without listing anything.

    Args:
        x: data, length N, as for ``critical_points``.
        y: targets, length N.
        max_pieces: count for 1..max_pieces; None for all that the data allow.

    Returns:
        number of pieces -> number of critical points.

    Raises:
        ValueError: bad numbers, unequal lengths, or more pieces than the data allow.

    Source:
        C4a

    Example:
        >>> count_critical_points(range(8), [3, 1, 0, 0, 1, 0, 2, 5])
        {1: 1, 2: 5, 3: 1, 4: 0}
    """
    data = RationalData.of(x, y)
    limit = len(data) // 2 if max_pieces is None else max_pieces
    fits, size = IntervalFits(data), len(data)
    fits.check_pieces(1 if max_pieces is None else max_pieces)
    # ending[a, b]: how many ways lead to [a, b) as the last piece so far.
    ending = np.zeros((size + 1, size + 1), dtype=np.int64)
    ending[0, 2:] = 1
    counts = {1: 1}
    for pieces in range(2, limit + 1):
        if not ending.any():
            counts[pieces] = 0
            continue
        # No new entry exceeds the sum of the old ones, so int64 serves until that sum might overflow it.
        exact_type = np.int64 if ending.astype(float).sum() < _INT64_SAFE else object
        ending = ending.astype(exact_type)
        longer = np.zeros((size + 1, size + 1), dtype=exact_type)
        for b in range(2, size - 1):
            longer[b, b + 2 :] = ending[: b - 1, b] @ fits.joins[b].astype(exact_type)
        ending = longer
        counts[pieces] = int(ending[:, size].sum())
    return counts
