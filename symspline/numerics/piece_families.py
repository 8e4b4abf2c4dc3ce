"""Which partitions of the data into pieces carry critical points when pieces may hold a single datum.

A piece of two or more data has one least-squares line. A piece of one datum may use any line through it, so its slope
is free as far as its neighbours allow; the critical points then come in families. Going from left to right, the
slopes that a single datum may take form one or two half-lines that start at the slope of the secant to its left
neighbour.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symspline.numerics.interval_fits import IntervalFits, Line
from symspline.numerics.rational_data import RationalData

Partition = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Slopes:
    """A set of slopes: those below ``pivot``, those above it, or both; every slope for None."""

    pivot: Fraction | None = None
    below: bool = True
    above: bool = True

    def reach_below(self, bound: Fraction) -> bool:
        """Whether some slope of the set is below the bound."""
        return self.below or self.pivot is None or (self.above and self.pivot < bound)

    def reach_above(self, bound: Fraction) -> bool:
        """Whether some slope of the set is above the bound."""
        return self.above or self.pivot is None or (self.below and self.pivot > bound)

    def pick(self, low: Fraction | None, high: Fraction | None, wishes: Sequence[Fraction]) -> Fraction:
        """A slope of the set strictly between two bounds, of which it holds some: the first wish that is one."""
        parts = [(low, high)]
        if self.pivot is not None:
            lows, highs = (
                [p for p in (self.pivot, low) if p is not None],
                [p for p in (self.pivot, high) if p is not None],
            )
            parts = [(low, min(highs))] * self.below + [(max(lows), high)] * self.above
        parts = [(a, b) for a, b in parts if a is None or b is None or a < b]
        for wish in wishes:
            if any((a is None or a < wish) and (b is None or wish < b) for a, b in parts):
                return wish
        a, b = parts[0]
        if a is not None and b is not None:
            return (a + b) / 2
        return b - 1 if b is not None else a + 1 if a is not None else Fraction(0)


def feasible_partitions(x: Sequence[Any], y: Sequence[Any], pieces: int) -> list[Partition]:
    """Partitions of the data into runs that carry critical points with exactly one breakpoint in each cut gap (C4e).

    Each is a tuple of (start, stop), in order of their cuts. Data and targets are as for ``critical_points``; there are
    1 to (number of distinct x) runs, and a run may hold one datum.

    Raises:
        ValueError: bad numbers, unequal lengths, or more pieces than distinct x.

    Example:
        >>> [len(feasible_partitions(range(8), [3, 1, 0, 0, 1, 0, 2, 5], p)) for p in range(1, 9)]
        [1, 7, 12, 16, 21, 17, 7, 1]
    """
    data = RationalData.of(x, y)
    if isinstance(pieces, bool) or not isinstance(pieces, int) or not 1 <= pieces <= len(data):
        raise ValueError(f"pieces is {pieces!r}: pass a whole number from 1 to {len(data)}, the number of distinct x")
    return list(_extend(IntervalFits(data), (), 0, None, pieces))


def _extend(
    fits: IntervalFits, done: Partition, start: int, state: Slopes | Line | None, remaining: int
) -> Iterator[Partition]:
    """``state`` is what is known of the last run: its line, or the slopes open to its single datum."""
    if remaining == 0:
        yield done
        return
    size = len(fits.data)
    for stop in [size] if remaining == 1 else range(start + 1, size - remaining + 2):
        lines = [] if stop - start == 1 else [fits.line(start, stop)]
        following = (lines[0] if lines else Slopes()) if state is None else join(fits.data, start, lines, state)
        if following is not None:
            yield from _extend(fits, (*done, (start, stop)), stop, following, remaining - 1)


def join(data: RationalData, start: int, lines: Sequence[Line], state: Slopes | Line) -> Slopes | Line | None:
    """What is known of the last piece of a run that starts at a datum; None if no bend in the gap before it joins it.

    Args:
        data: the data.
        start: the first datum of the run.
        lines: of the run; none for a run of a single datum, whose line is free.
        state: the line before the gap, or the slopes that are open to a single datum there.
    """
    left, right = data.x[start - 1], data.x[start]
    secant = (data.y[start] - data.y[start - 1]) / (right - left)
    if isinstance(state, Slopes):
        if not lines:
            # Lines through both data cross between them when one slope is above the secant and one below.
            above, below = state.reach_below(secant), state.reach_above(secant)
            return Slopes(secant, below, above)
        # A line through the single datum meets any line of that datum there, and not inside the gap.
        slope, intercept = lines[0]
        miss = slope * left + intercept - data.y[start - 1]
        bound = (slope * right + intercept - data.y[start - 1]) / (right - left)
        if miss == 0:
            return None
        return lines[-1] if (state.reach_above(bound) if miss > 0 else state.reach_below(bound)) else None
    slope, intercept = state
    if not lines:
        miss = slope * right + intercept - data.y[start]
        bound = (data.y[start] - slope * left - intercept) / (right - left)
        if miss == 0:
            return None
        return Slopes(bound, below=miss > 0, above=miss < 0)
    before = slope * left + intercept - lines[0][0] * left - lines[0][1]
    after = slope * right + intercept - lines[0][0] * right - lines[0][1]
    return lines[-1] if before * after < 0 else None
