"""Exact least-squares fits of runs of consecutive data, by integer running sums."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from symspline.door import Shown, up
from symspline.numerics.arguments import exact_fraction, whole_number
from symspline.numerics.rational_data import RationalData
from symspline.numerics.tridiagonal import least_squares

Line = tuple[Fraction, Fraction]
Kind = Literal["free", "on a datum", "family"]


@dataclass(frozen=True, repr=False)
class CriticalPoint(Shown):
    """A continuous piecewise-linear fit that is critical for the loss.

    Attributes:
        breakpoints: P - 1 abscissae, ascending.
        lines: P pairs (slope, intercept).
        loss: (1/2) sum of squared residuals over all data.
        pieces: P pairs (start, stop), the distinct x in ascending order that each line fits; a datum under a breakpoint
            belongs to both its lines.
        kinds: of each breakpoint: "free" inside a gap, "on a datum", or "family", where it stands at one of many places
            in its gap that serve as well.
    """

    breakpoints: tuple[Fraction, ...]
    lines: tuple[Line, ...]
    loss: Fraction
    pieces: tuple[tuple[int, int], ...]
    kinds: tuple[Kind, ...]

    @property
    def delta_slopes(self) -> tuple[Fraction, ...]:
        """Change of slope at each breakpoint."""
        return tuple(right[0] - left[0] for left, right in pairwise(self.lines))

    def __call__(self, x: Fraction | int) -> Fraction:
        """Value of the fit at an exact abscissa."""
        x = exact_fraction("x", x)
        piece = sum(x > beta for beta in self.breakpoints)
        slope, intercept = self.lines[piece]
        return slope * x + intercept

    def __repr__(self) -> str:
        bends = ", ".join(f"{float(place):.6g}" for place in self.breakpoints)
        kinds = ", ".join(dict.fromkeys(self.kinds))
        kinds = f", {kinds}" if kinds else ""
        return f"CriticalPoint(loss={float(self.loss):.6g}, breakpoints=[{bends}]{kinds})"

    def plot(self, x: Any = None, y: Any = None, *, ax: Any = None) -> Any:
        """Draw the fit, over data if they are given.

        Args:
            x: inputs of the data, length N.
            y: their targets, length N.
            ax: matplotlib axes; those of a new figure unless told.

        Returns:
            The axes.

        Raises:
            ValueError: bad numbers, or only one of x and y.

        Example:
            >>> from symspline.numerics.critical_points import critical_points
            >>> x, y = [0, 1, 2, 3], [0, 1, 1, 0]
            >>> critical_points(x, y, 2)[0].plot(x, y).get_ylabel()
            '$y$'
        """
        return up("plots").fits((self,), x, y, ax)


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
    def w_scale(self) -> int:
        """Common denominator of the weights."""
        return math.lcm(*(w.denominator for w in self.data.weight))

    @cached_property
    def weights(self) -> list[int]:
        """Weights in units of 1 / w_scale."""
        return [int(w * self.w_scale) for w in self.data.weight]

    @cached_property
    def targets(self) -> list[int]:
        """Targets in units of 1 / y_scale."""
        return [int(y * self.y_scale) for y in self.data.y]

    @cached_property
    def _sums(self) -> list[tuple[int, ...]]:
        rows = zip(self.weights, self.abscissae, self.targets, strict=True)
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
        return (Fraction(syy) - Fraction(sy * sy, n) - Fraction(a * a, n * d)) / (2 * self.w_scale * self.y_scale**2)

    def spline(self, ends: tuple[int, ...]) -> tuple[tuple[Line, ...], Fraction]:
        """Lines and loss of the best fit of the data from the first to the last of these, bending at the others alone.

        A single datum has no line of its own, and no loss.
        """
        if ends[0] == ends[-1]:
            return (), Fraction(0)
        n, y = self.weights[ends[0]], self.targets[ends[0]]
        diagonal, right, beside, squares = [Fraction(n)], [Fraction(n * y)], [], n * y * y
        for start, stop in pairwise(ends):
            n, sx, sy, sxx, sxy, syy = self.moments(start + 1, stop + 1)
            left, width = self.abscissae[start], self.abscissae[stop] - self.abscissae[start]
            # Sums of the hat function that rises over the segment, of its square, and with the targets.
            rise = Fraction(sx - left * n, width)
            rising = Fraction(sxx - 2 * left * sx + left * left * n, width * width)
            rising_y = Fraction(sxy - left * sy, width)
            diagonal[-1] += n - 2 * rise + rising
            right[-1] += sy - rising_y
            beside.append(rise - rising)
            diagonal.append(rising)
            right.append(rising_y)
            squares += syy
        explained, values = least_squares(diagonal, beside, right)
        loss = (squares - explained) / (2 * self.w_scale * self.y_scale**2)
        knots = [(self.data.x[k], value / self.y_scale) for k, value in zip(ends, values, strict=True)]
        slopes = [(g - f) / (b - a) for (a, f), (b, g) in pairwise(knots)]
        return tuple((m, f - m * a) for m, (a, f) in zip(slopes, knots, strict=False)), loss

    def residual_sum(self, start: int, stop: int, line: Line) -> Fraction:
        """Weighted sum of the residuals f - y of a line over the run [start, stop)."""
        n, sx, sy, *_ = self.moments(start, stop)
        return (line[0] * Fraction(sx, self.x_scale) + line[1] * n - Fraction(sy, self.y_scale)) / self.w_scale

    @property
    def constant(self) -> CriticalPoint:
        """The best constant, as one piece: what data at a single x have instead of a line."""
        mean = Fraction(sum(w * y for w, y in zip(self.weights, self.targets, strict=True)), sum(self.weights))
        return CriticalPoint((), ((Fraction(0), mean / self.y_scale),), self.data.within, ((0, 1),), ())

    def check_pieces(self, pieces: int, name: str = "pieces") -> int:
        """ValueError, with the largest number that the data allow, for no whole number of pieces or too many."""
        size = len(self.data)
        if 2 * whole_number(name, pieces, 1) > size:
            raise ValueError(
                f"{name} is {pieces} but x has {size} distinct values: each piece needs two, so pass "
                f"at most {size // 2} pieces" + ("" if size > 1 else " (a single x determines no line: add data)")
            )
        return whole_number(name, pieces, 1)

    def point(self, cuts: Sequence[int]) -> CriticalPoint:
        """The critical point whose runs lie between the cuts (0, c_1, ..., N), which must join."""
        pieces = tuple(pairwise(cuts))
        lines = tuple(self.line(*piece) for piece in pieces)
        breakpoints = tuple((c1 - c2) / (m2 - m1) for (m1, c1), (m2, c2) in pairwise(lines))
        loss = sum((self.loss(*piece) for piece in pieces), self.data.within)
        return CriticalPoint(breakpoints, lines, loss, pieces, ("free",) * len(breakpoints))

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
