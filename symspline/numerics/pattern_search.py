"""A search through all patterns of bends that excludes in balls what it can and decides the rest in fractions."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import combinations, product
from operator import add
from typing import Any

import numpy as np

from symspline.numerics.array_balls import Balls, Floats, Mask
from symspline.numerics.bend_patterns import (
    ON_DATUM,
    ONE_BEND,
    TWO_BENDS,
    Index,
    Pattern,
    all_kinds,
    number_of_patterns,
    patterns_at,
    placements,
)
from symspline.numerics.interval_fits import CriticalPoint, IntervalFits
from symspline.numerics.knot_fits import KnotFits

MOST_PATTERNS = 3 * 10**8
"""Patterns that are all looked at, half an hour's worth."""
MOST_BOXES = 2 * 10**7
"""Boxes of places that a search for the best fit opens before it gives up, some minutes' worth."""
MOST_BENDS = 12
"""A box has two halves for each bend."""
_CHUNK, _GRID = 2**18, 500

Tick = Callable[[float], None]


class TooLongError(ValueError):
    """A search that was given up, or not begun."""


def check_bends(bends: int) -> None:
    """Refuses more bends than a search takes.

    Raises:
        TooLongError: there are too many.
    """
    if bends > MOST_BENDS:
        raise TooLongError(f"pieces is {bends + 1}: the search takes at most {MOST_BENDS + 1}; ask for fewer")


@dataclass
class Search:
    """Patterns of bends looked through in balls; what they leave open is decided in fractions.

    Attributes:
        fits: of the data, in fractions.
        balls: of the data, with bounds on the rounding.
        examined: how many patterns were looked at.
        no_better: those whose runs, even if they need not join, fit no better than the best fit.
        not_joined: those that would fit better but whose lines do not cross inside their gap.
        not_stationary: those that would fit better when a bend on a datum moves; counted in a search for minima.
        decided: those that were decided in fractions.
        opened: boxes of places that were looked at; what a search for the best fit has cost.

    One search serves for one question.
    """

    fits: IntervalFits
    balls: KnotFits
    examined: int = 0
    no_better: int = 0
    not_joined: int = 0
    not_stationary: int = 0
    decided: int = 0
    opened: int = 0

    def best(self, bends: int, tick: Tick = lambda done: None, most: int = MOST_BOXES) -> list[CriticalPoint]:
        """All best fits with that many bends; families by one of their fits.

        Args:
            bends: how many.
            tick: called with the share of all places of the bends that is done since.
            most: boxes of places that may be opened.

        Raises:
            TooLongError: more bends than a search takes, or no end after the most boxes that it may open.
        """
        check_bends(bends)
        size = len(self.fits.data)
        self.examined = number_of_patterns(size, bends)
        bound = self._reached(bends)
        kept: list[tuple[float, str, tuple[int, ...]]] = []
        apart: list[float] = []
        boxes = self._open(bends, lambda: bound, tick, most) if bends else [None]
        for gaps in boxes:
            for kinds, columns in [("", [])] if gaps is None else patterns_at(gaps, size):
                with np.errstate(all="ignore"):  # what is not known is a ball of radius nan
                    fit = _Fits(self.balls, kinds, columns)
                    joined = fit.joined & (fit.cost.upper < bound)
                    bound = min(bound, float(fit.cost.upper[joined].min(initial=math.inf)))
                    better = ~(fit.cost.lower > bound)
                apart += fit.cost.lower[fit.apart & better].tolist()
                kept += fit.rows(better & ~fit.apart)
        found: list[CriticalPoint] = []
        for lower, kinds, places in sorted(kept):
            if lower > bound:
                break
            self.decided += 1
            pattern = Pattern.of(kinds, places, size)
            if found and pattern.loss(self.fits) > found[0].loss:
                continue
            point = pattern.fit(self.fits)
            if point is not None:
                found = [*found, point] if found and point.loss == found[0].loss else [point]
        self.not_joined = sum(lower <= bound for lower in apart)
        self.no_better = self.examined - self.not_joined - self.decided
        return sorted(found, key=_rank)

    def _reached(self, bends: int) -> float:
        """A cost that a fit with its knots on data reaches: the best on a grid, each knot then moved in turn."""
        size = len(self.fits.data)
        if bends == 0 or size < bends + 2:
            return math.inf
        inner = size - 2
        while math.comb(inner, bends) > _GRID and inner > bends:
            inner -= 1
        grid = np.unique(np.linspace(1, size - 2, inner).round().astype(np.intp))
        knots = np.array(list(combinations(grid, bends)), dtype=np.intp)
        cost, best = math.inf, knots[0]
        while True:
            costs = self._knotted(knots)
            k = int(costs.argmin())
            if not costs[k] < cost:
                return cost
            cost, best = float(costs[k]), knots[k]
            ends = [0, *best.tolist(), size - 1]
            moves = [(i, at) for i in range(bends) for at in range(ends[i] + 1, ends[i + 2])]
            if len(moves) > 64 * _GRID:
                moves = moves[:: len(moves) // (64 * _GRID) + 1]
            knots = np.repeat(best[None], len(moves), axis=0)
            knots[np.arange(len(moves)), [i for i, _ in moves]] = [at for _, at in moves]

    def _knotted(self, knots: Index) -> Floats:
        ends = [np.zeros(len(knots), dtype=np.intp), *knots.T, np.full(len(knots), len(self.fits.data) - 1)]
        with np.errstate(all="ignore"):
            upper = self.balls.solve(ends)[0].upper
        return np.where(np.isnan(upper), math.inf, upper)

    def _open(self, bends: int, bound: Callable[[], float], tick: Tick, most: int) -> Iterator[Index]:
        """Gaps of the bends, one row a choice, but for those that no better fit has its bends in.

        A box says between which data each bend lies. All data but those inside it are on known lines, whose least
        squares bound what a fit of the box can reach; boxes that do not fall are halved.
        """
        last = len(self.fits.data) - 1
        whole = 1 << (last - 1).bit_length()
        stack = [(whole, np.zeros((1, bends), dtype=np.intp))]
        while stack:
            width, boxes = stack.pop()
            share = len(boxes) * (width / whole) ** bends
            if width == 1:
                yield boxes
                tick(share)
                continue
            width //= 2
            halves = np.array(list(product((0, 1), repeat=bends)), dtype=np.intp)
            boxes = (2 * boxes[:, None] + halves).reshape(-1, bends)
            boxes = boxes[(np.diff(boxes, axis=1) >= 0).all(axis=1) & (boxes[:, -1] * width < last)]
            self.opened += len(boxes)
            if self.opened > most:
                raise TooLongError(
                    f"pieces is {bends + 1}: no end after {most:.0e} boxes of places; "
                    "ask for fewer pieces, or thin the data out"
                )
            boxes = boxes[~(self._least(boxes * width, width) > bound())]
            tick(share - len(boxes) * (width / whole) ** bends)
            rows = _CHUNK >> bends
            stack += [(width, boxes[k : k + rows]) for k in range(0, len(boxes), rows)]

    def _least(self, first: Index, width: int) -> Floats:
        """A lower bound of the cost of every fit with each bend between a datum and the one that far behind it."""
        size = len(self.fits.data)
        behind = np.minimum(first + width, size - 1)
        starts = np.column_stack([np.zeros(len(first), dtype=np.intp), behind])
        stops = np.column_stack([first + 1, np.full(len(first), size)])
        with np.errstate(all="ignore"):
            costs = [self.balls.least_cost(start, stop) for start, stop in zip(starts.T, stops.T, strict=True)]
        return reduce(add, costs) * (1 - 1e-12)

    def minima(self, bends: int, tick: Tick = lambda done: None) -> Iterator[CriticalPoint]:
        """All local minima with that many bends, the best first; families by one of their fits.

        Raises:
            TooLongError: more bends, or patterns of them, than are looked through.
        """
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
        size = len(self.fits.data)
        check_bends(bends)
        patterns = number_of_patterns(size, bends)
        if patterns > MOST_PATTERNS:
            raise TooLongError(
                f"pieces is {bends + 1}: on {size} distinct x its bends have {patterns:.1e} patterns, and the minima "
                f"are looked for among {MOST_PATTERNS:.0e} at most; ask for fewer pieces, or thin the data out"
            )
        for kinds in all_kinds(bends):
            for columns in placements(kinds, size):
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
