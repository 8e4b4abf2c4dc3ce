"""Where the bends of a fit may be: on data, or free in a gap between two runs of data that do not see each other.

A best fit with bends, and every local minimum, is put together from runs (C4h): each run has the least-squares spline
with knots at some of its inner data, and two neighbouring runs are joined in the gap between them by one bend, where
their lines cross, or by two, which join any two lines.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from symspline.numerics.interval_fits import CriticalPoint, IntervalFits, Kind, Line
from symspline.numerics.piece_families import Slopes, join

Index = NDArray[np.intp]

ON_DATUM, ONE_BEND, TWO_BENDS = "d", "g", "G"
"""What a pattern may have at a place: a knot on a datum, a gap with one bend, a gap with two."""
_BENDS = ((ON_DATUM, 1), (ONE_BEND, 1), (TWO_BENDS, 2))
_CHUNK = 2**17


@dataclass(frozen=True)
class Run:
    """Consecutive data [start, stop) whose fit has knots at some data strictly inside."""

    start: int
    stop: int
    knots: tuple[int, ...] = ()

    @property
    def ends(self) -> tuple[int, ...]:
        """The first datum, the knots and the last datum."""
        return (self.start, *self.knots, self.stop - 1)


@dataclass(frozen=True)
class Pattern:
    """Runs, and for each gap between two of them whether it holds two bends."""

    runs: tuple[Run, ...]
    doubled: tuple[bool, ...] = ()

    @classmethod
    def of(cls, kinds: str, places: tuple[int, ...], size: int) -> Pattern:
        """What stands at some places: a knot on the datum of that number, or a gap before it."""
        cuts = [k for k, kind in enumerate(kinds) if kind != ON_DATUM]
        starts, stops = [0, *(places[k] for k in cuts)], [*(places[k] for k in cuts), size]
        inner = [[*range(a + 1, b)] for a, b in pairwise([-1, *cuts, len(kinds)])]
        runs = (
            Run(start, stop, tuple(places[k] for k in knots))
            for start, stop, knots in zip(starts, stops, inner, strict=True)
        )
        return cls(tuple(runs), tuple(kinds[k] == TWO_BENDS for k in cuts))

    def loss(self, fits: IntervalFits) -> Fraction:
        """The least loss of the runs, whether or not they can be joined: a bound for all fits of this pattern."""
        return sum((fits.spline(run.ends)[1] for run in self.runs), fits.data.within)

    def fit(self, fits: IntervalFits) -> CriticalPoint | None:
        """The fit of this pattern, None where neighbouring lines do not cross strictly inside their gap.

        A run of a single datum takes a line through it that its neighbours allow, and two bends in a gap stand at its
        thirds: such fits are one of a family with the same loss.
        """
        data = fits.data
        states: list[Slopes | Line] = []
        for k, run in enumerate(self.runs):
            lines = fits.spline(run.ends)[0]
            state = Slopes() if not lines else lines[-1]
            if k and not self.doubled[k - 1]:
                state = join(data, run.start, lines, states[-1])
            if state is None:
                return None
            states.append(state)
        pieces: list[tuple[Line, tuple[int, int]]] = []
        bends: list[tuple[Fraction, Kind]] = []
        for k in reversed(range(len(self.runs))):
            run, state = self.runs[k], states[k]
            lines = list(fits.spline(run.ends)[0])
            after = pieces[0][0] if pieces else None
            if isinstance(state, Slopes):
                before = states[k - 1] if k else None
                slope = _slope(
                    data, run.start, state, before, None if k < len(self.doubled) and self.doubled[k] else after
                )
                lines = [(slope, data.y[run.start] - slope * data.x[run.start])]
            if after is not None:
                left, right = data.x[run.stop - 1], data.x[run.stop]
                if self.doubled[k]:
                    places = (2 * left + right) / 3, (left + 2 * right) / 3
                    pieces.insert(0, (_through(places, lines[-1], after), (run.stop, run.stop)))
                    bends[:0] = [(place, "family") for place in places]
                else:
                    single = 1 in (run.stop - run.start, self.runs[k + 1].stop - run.stop)
                    place = (lines[-1][1] - after[1]) / (after[0] - lines[-1][0])
                    bends.insert(0, (place, "family" if single else "free"))
            bends[:0] = [(data.x[knot], "on a datum") for knot in run.knots]
            ends = run.ends if lines and run.stop - run.start > 1 else (run.start, run.start)
            pieces[:0] = list(zip(lines, ((a, b + 1) for a, b in pairwise(ends)), strict=True))
        return CriticalPoint(
            tuple(place for place, _ in bends),
            tuple(line for line, _ in pieces),
            self.loss(fits),
            tuple(span for _, span in pieces),
            tuple(kind for _, kind in bends),
        )

    def slides(self, fits: IntervalFits) -> bool:
        """Whether some bend on a datum lowers the loss, to first order, as it moves, or does not bend at all (C4h)."""
        for run in self.runs:
            lines, _ = fits.spline(run.ends)
            after = Fraction(0)
            for knot, stop, left, right in list(zip(run.knots, run.ends[2:], lines, lines[1:], strict=False))[::-1]:
                after += fits.residual_sum(knot + 1, stop + 1, right)
                here = fits.residual_sum(knot, knot + 1, right)
                bend = right[0] - left[0]
                ahead, behind = -bend * after, -bend * (after + here)
                if bend == 0 or behind > 0 or ahead < 0:
                    return True
        return False


def _through(places: tuple[Fraction, Fraction], left: Line, right: Line) -> Line:
    f, g = left[0] * places[0] + left[1], right[0] * places[1] + right[1]
    slope = (g - f) / (places[1] - places[0])
    return slope, f - slope * places[0]


def _slope(data, at: int, allowed: Slopes, before: Slopes | Line | None, after: Line | None) -> Fraction:
    """A slope for the line through a single datum, with its bends in the middle of their gaps where that is allowed."""
    x, y = data.x[at], data.y[at]
    low = high = None
    wishes = []
    if after is not None:
        right = data.x[at + 1]
        bound, miss = (after[0] * right + after[1] - y) / (right - x), after[0] * x + after[1] - y
        low, high = (bound, None) if miss > 0 else (None, bound)
        wishes.append(2 * bound - after[0])
    if isinstance(before, tuple):
        left = data.x[at - 1]
        wishes.append(2 * (y - before[0] * left - before[1]) / (x - left) - before[0])
    return allowed.pick(low, high, wishes)


def all_kinds(bends: int) -> Iterator[str]:
    """What patterns with some bends may have, from left to right; knots on data alone come first."""
    if bends == 0:
        yield ""
    for kind, used in _BENDS:
        if used <= bends:
            yield from (kind + rest for rest in all_kinds(bends - used))


def placements(kinds: str, size: int) -> Iterator[list[Index]]:
    """All places of these kinds, as columns, in chunks."""
    if not kinds:
        yield []
        return
    yield from _extended(kinds, size, [np.arange(1, _last(kinds[0], size) + 1)])


def number_of_patterns(size: int, bends: int) -> int:
    """How many patterns of some bends there are on that many data."""
    # (bends, places, steps of two, the last kind) -> number of kinds; a step of two follows a knot, except to a knot.
    ways = Counter({(0, 0, 0, ""): 1})
    for used in range(bends):
        for (_, places, wide, last), number in [(key, n) for key, n in ways.items() if key[0] == used]:
            for kind, more in _BENDS:
                step = last == ON_DATUM != kind
                ways[used + more, places + 1, wide + step, kind] += number
    # Ascending places, the second half of each step of two taken out: a choice of so many out of the rest.
    return sum(
        number * math.comb(max(_last(last, size) - wide, 0), places)
        for (used, places, wide, last), number in ways.items()
        if used == bends
    )


def patterns_at(gaps: Index, size: int) -> Iterator[tuple[str, list[Index]]]:
    """The patterns whose bends are in these gaps, or on the datum before the gap; a row holds a gap for each bend.

    Gap k lies between the data k and k + 1. Two bends in one gap are one place. What has a knot at the end of a run is
    left out: it is a gap with two bends.
    """
    same = np.diff(gaps, axis=1) == 0
    for equal in product((False, True), repeat=same.shape[1]):
        rows = gaps[(same == np.array(equal, dtype=bool)).all(axis=1)]
        places = [k for k in range(gaps.shape[1]) if k == 0 or not equal[k - 1]]
        times = np.diff([*places, gaps.shape[1]])
        if not rows.size or times.max() > 2:
            continue
        for chosen in product(*(TWO_BENDS if n == 2 else (ON_DATUM, ONE_BEND) for n in times)):
            columns = [rows[:, k] + (kind != ON_DATUM) for k, kind in zip(places, chosen, strict=True)]
            inside = np.ones(len(rows), dtype=bool)
            for k, (kind, column) in enumerate(zip(chosen, columns, strict=True)):
                if kind == ON_DATUM:
                    # After a gap the first datum of the run is no knot.
                    least = columns[k - 1] + 1 if k and chosen[k - 1] != ON_DATUM else np.ones_like(column)
                    inside &= (column >= least) & (column <= size - 2)
            if inside.any():
                yield "".join(chosen), [column[inside] for column in columns]


def _last(kind: str, size: int) -> int:
    return size - 2 if kind == ON_DATUM else size - 1


def _extended(kinds: str, size: int, columns: list[Index]) -> Iterator[list[Index]]:
    before, n = columns[-1], len(columns)
    if n == len(kinds) or not before.size:
        yield from [columns] if before.size else []
        return
    # A knot is strictly inside its run: no gap follows the datum right after it.
    step = 2 if kinds[n - 1] == ON_DATUM and kinds[n] != ON_DATUM else 1
    choices = np.maximum(_last(kinds[n], size) - before - step + 1, 0)
    reached = np.cumsum(choices)
    start = 0
    while start < before.size:
        done = reached[start - 1] if start else 0
        stop = max(int(np.searchsorted(reached, done + _CHUNK, side="right")), start + 1)
        several = choices[start:stop]
        rows = np.repeat(np.arange(start, stop), several)
        further = np.arange(rows.size) - np.repeat(np.cumsum(several) - several, several)
        yield from _extended(kinds, size, [*(column[rows] for column in columns), before[rows] + step + further])
        start = stop
