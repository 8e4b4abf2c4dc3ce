"""A search through all patterns of bends that excludes in balls what it can and decides the rest in fractions."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any

import numpy as np

from symspline.numerics.array_balls import Balls, Mask
from symspline.numerics.bend_patterns import ON_DATUM, ONE_BEND, TWO_BENDS, Index, Pattern, all_kinds, placements
from symspline.numerics.interval_fits import CriticalPoint, IntervalFits
from symspline.numerics.knot_fits import KnotFits

MOST_PATTERNS = 3 * 10**8
"""Patterns that a search goes through at most, half an hour's worth."""

Tick = Callable[[int], None]


def number_of_patterns(size: int, bends: int) -> int:
    """About how many patterns of some bends there are on that many distinct x."""
    # A pattern of m places, of which t hold two bends: which those are, and what stands at each of the others.
    places = ((bends - t, t) for t in range(bends // 2 + 1))
    return sum(math.comb(size, m) * math.comb(m, t) * 2 ** (m - t) for m, t in places)


def check_patterns(size: int, pieces: int) -> None:
    """ValueError for more patterns than a search goes through."""
    patterns = number_of_patterns(size, pieces - 1)
    if patterns > MOST_PATTERNS:
        raise ValueError(
            f"pieces is {pieces}: on {size} distinct x its bends have about {patterns:.1e} patterns, and a search goes "
            f"through {MOST_PATTERNS:.0e} at most; ask for fewer pieces, or thin the data out"
        )


@dataclass
class Search:
    """Patterns of bends looked through in balls; what they leave open is decided in fractions.

    Attributes:
        examined: how many patterns were looked at.
        no_better: those whose runs, even if they need not join, fit no better than the best fit.
        not_joined: those that would fit better but whose lines do not cross inside their gap.
        not_stationary: those that would fit better when a bend on a datum moves; counted in a search for minima.
        decided: those that were decided in fractions.
    """

    fits: IntervalFits
    examined: int = 0
    no_better: int = 0
    not_joined: int = 0
    not_stationary: int = 0
    decided: int = 0
    balls: KnotFits = field(init=False)

    def __post_init__(self) -> None:
        self.balls = KnotFits(self.fits)

    def best(self, bends: int, tick: Tick = lambda done: None) -> list[CriticalPoint]:
        """All best fits with that many bends; families by one of their fits."""
        kept: list[tuple[float, str, tuple[int, ...]]] = []
        bound = math.inf
        for kinds, columns in self._chunks(bends, tick):
            fit = _Fits(self.balls, kinds, columns)
            joined = fit.joined & (fit.cost.upper < bound)
            bound = min(bound, fit.cost.upper[joined].min(initial=math.inf))
            worse = fit.cost.lower > bound
            self.no_better += int(worse.sum())
            self.not_joined += int((fit.apart & ~worse).sum())
            kept += fit.rows(~worse & ~fit.apart)
        found: list[CriticalPoint] = []
        for k, (lower, kinds, places) in enumerate(sorted(kept)):
            if lower > bound:
                self.no_better += len(kept) - k
                break
            self.decided += 1
            pattern = Pattern.of(kinds, places, len(self.fits.data))
            if found and pattern.loss(self.fits) > found[0].loss:
                continue
            point = pattern.fit(self.fits)
            if point is not None:
                found = [*found, point] if found and point.loss == found[0].loss else [point]
        return sorted(found, key=_rank)

    def minima(self, bends: int, tick: Tick = lambda done: None) -> Iterator[CriticalPoint]:
        """All local minima with that many bends, the best first; families by one of their fits."""
        kept: list[tuple[float, str, tuple[int, ...]]] = []
        for kinds, columns in self._chunks(bends, tick):
            fit = _Fits(self.balls, kinds, columns)
            slides = fit.slides()
            self.not_joined += int(fit.apart.sum())
            self.not_stationary += int((slides & ~fit.apart).sum())
            kept += fit.rows(~slides & ~fit.apart)
        return self._in_order(kept)

    def _in_order(self, kept: list[tuple[float, str, tuple[int, ...]]]) -> Iterator[CriticalPoint]:
        # The lower ends of the balls say how far the exact losses must be looked at before one of them is the next.
        heapq.heapify(kept)
        exact: list[tuple[Any, int, CriticalPoint]] = []
        while kept or exact:
            while kept and not (exact and self._surely_above(kept[0][0], exact[0][-1].loss)):
                _, kinds, places = heapq.heappop(kept)
                self.decided += 1
                pattern = Pattern.of(kinds, places, len(self.fits.data))
                point = None if pattern.slides(self.fits) else pattern.fit(self.fits)
                if point is not None:
                    heapq.heappush(exact, (_rank(point), self.decided, point))
            if exact:
                yield heapq.heappop(exact)[-1]

    def _surely_above(self, lower: float, loss: Fraction) -> bool:
        return Fraction(lower) * self.balls.unit / 2 + self.fits.data.within > loss

    def _chunks(self, bends: int, tick: Tick) -> Iterator[tuple[str, list[Index]]]:
        check_patterns(len(self.fits.data), bends + 1)
        for kinds in all_kinds(bends):
            for columns in placements(kinds, len(self.fits.data)):
                rows = columns[0].size if columns else 1
                self.examined += rows
                with np.errstate(all="ignore"):  # what is not known is a ball of radius nan
                    yield kinds, columns
                tick(rows)


def _rank(point: CriticalPoint) -> tuple[Fraction, int, tuple[Fraction, ...]]:
    """The best first, and of equals those whose bends are determined."""
    return point.loss, point.kinds.count("family"), point.breakpoints


class _Fits:
    """The fits of many patterns of the same kinds: their runs, costs, and whether neighbouring lines cross."""

    def __init__(self, balls: KnotFits, kinds: str, columns: list[Index]) -> None:
        self._balls, self._kinds, self._columns = balls, kinds, columns
        size = balls.x.mid.size
        first = np.zeros(columns[0].size if columns else 1, dtype=np.intp)
        self._gaps = [(column, kind) for kind, column in zip(kinds, columns, strict=True) if kind != ON_DATUM]
        runs, ends = [], [first]
        for kind, column in zip(kinds, columns, strict=True):
            if kind == ON_DATUM:
                ends.append(column)
            else:
                runs.append([*ends, column - 1])
                ends = [column]
        self._runs = [_Run(balls, ends) for ends in [*runs, [*ends, first + size - 1]]]
        self.cost = reduce(add, (run.cost for run in self._runs))
        self.apart = np.zeros(first.size, dtype=bool)
        """Where two lines certainly do not cross inside their gap."""
        self.joined = np.ones(first.size, dtype=bool)
        """Where the fit certainly is one; what has a run of a single datum is left to fractions."""
        self._join()

    def _join(self) -> None:
        for k, (gap, kind) in enumerate(self._gaps):
            if kind == TWO_BENDS:
                continue
            left, right = self._runs[k : k + 2]
            before = left.after(gap - 1) - right.before(gap - 1)
            behind = left.after(gap) - right.before(gap)
            lines = ~left.single & ~right.single
            same = (before.positive & behind.positive) | (before.negative & behind.negative)
            self.apart |= lines & same
            self.joined &= lines & ((before.positive & behind.negative) | (before.negative & behind.positive))
            if k + 1 < len(self._gaps) and self._gaps[k + 1][1] == ONE_BEND:
                last = self._runs[k + 2]
                self.apart |= right.single & ~left.single & ~last.single & self._peak(left, gap, last)

    def _peak(self, left: _Run, datum: Index, right: _Run) -> Mask:
        """Where no line through the datum meets both neighbouring lines inside the gaps beside it (C4e)."""
        x, y = self._balls.x, self._balls.y
        following = np.minimum(datum + 1, x.mid.size - 1)
        missed, met = left.after(datum) - y[datum], right.before(datum) - y[datum]
        rise = (y[datum] - left.after(datum - 1)) / (x[datum] - x[datum - 1])
        fall = (right.before(following) - y[datum]) / (x[following] - x[datum])
        above, below = missed.positive & met.positive, missed.negative & met.negative
        return (above & (fall - rise).positive) | (below & (rise - fall).positive)

    def slides(self) -> Mask:
        """Where some bend on a datum certainly lowers the loss when it moves."""
        return reduce(np.logical_or, (run.slides() for run in self._runs))

    def rows(self, chosen: Mask) -> list[tuple[float, str, tuple[int, ...]]]:
        """Lower bounds of the costs and places of some of the patterns."""
        rows = np.flatnonzero(chosen)
        lower = np.nan_to_num(self.cost.lower[rows], nan=-math.inf)
        places = zip(*(column[rows].tolist() for column in self._columns), strict=True) if self._columns else [()]
        return [(low, self._kinds, place) for low, place in zip(lower.tolist(), places, strict=False)]


class _Run:
    """The same run of many patterns."""

    def __init__(self, balls: KnotFits, ends: list[Index]) -> None:
        self._balls = balls
        self.single = ends[0] == ends[-1]
        if self.single.any():
            # A single datum has no line: any other datum keeps its place, and nothing is read from it.
            ends = [np.where(self.single & (ends[1] > 0), ends[1] - 1, ends[0]), *ends[1:]]
            ends[-1] = np.where(ends[0] == ends[-1], ends[-1] + 1, ends[-1])
        self.ends = ends
        cost, self.values = balls.solve(ends)
        self.cost = Balls(np.where(self.single, 0.0, cost.mid), np.where(self.single, 0.0, cost.rad))

    def before(self, place: Index) -> Balls:
        """The first line at the abscissa of a datum."""
        return self._line(0, place)

    def after(self, place: Index) -> Balls:
        """The last line at the abscissa of a datum."""
        return self._line(len(self.ends) - 2, place)

    def _slope(self, piece: int) -> Balls:
        x = self._balls.x
        rise = self.values[piece + 1] - self.values[piece]
        return rise / (x[self.ends[piece + 1]] - x[self.ends[piece]])

    def _line(self, piece: int, place: Index) -> Balls:
        x = self._balls.x
        return self.values[piece] + self._slope(piece) * (x[place] - x[self.ends[piece]])

    def slides(self) -> Mask:
        slides = np.zeros(self.single.size, dtype=bool)
        if len(self.ends) == 2:
            return slides
        sums = self._balls.residual_sums(self.ends, self.values)
        after = sums[-1]
        for k in range(len(self.ends) - 2, 0, -1):
            bend = self._slope(k) - self._slope(k - 1)
            here = self._balls.residual(self.ends[k], self.values[k])
            ahead, behind = bend * after, bend * (after + here)
            slides |= ahead.positive | behind.negative
            after = after + sums[k - 1]
        return slides
