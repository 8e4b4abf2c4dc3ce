"""The best continuous piecewise-linear fit with a number of pieces: its certificate, its network, its spline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from symspline.copies import Copied
from symspline.door import Shown, up
from symspline.model.network import Network
from symspline.model.spline import Spline
from symspline.numerics.arguments import exact_fractions, whole_number
from symspline.numerics.interval_fits import CriticalPoint, IntervalFits, Line
from symspline.numerics.knot_fits import KnotFits
from symspline.numerics.pattern_search import MOST_BOXES, Search, Tick, TooLongError
from symspline.numerics.rational_data import RationalData

MOST_CHOSEN, LITTLE_WORK, FOLDS = 8, 10**5, 5
"""Pieces among which a number is chosen, boxes of places that one of them may cost, and parts of a validation."""


@dataclass(frozen=True)
class Certificate:
    """Why no fit with that many pieces is better.

    Each fit belongs to a pattern: which bends stand on which data, and which in which gaps. The best fit of its runs,
    whether or not they can be joined, bounds the loss of all fits of the pattern from below (C4h). The least bound of
    the patterns whose runs can be joined is the value that is reached.

    Attributes:
        examined: how many patterns there are.
        no_better: how many have a bound that is not below the value.
        not_joined: how many have a lower bound, but lines that do not cross inside their gap; the best of such a
            pattern has a bend on a datum, and belongs to another one.
        decided: how many were too close for bounded rounding and were decided in fractions; the best are among them.
    """

    examined: int
    no_better: int
    not_joined: int
    decided: int

    def __str__(self) -> str:
        return (
            f"{self.examined} patterns of bends: {self.no_better} fit no better, {self.not_joined} would but do not "
            f"join, {self.decided} decided in fractions"
        )


@dataclass(frozen=True)
class Choice:
    """A number of pieces that was considered.

    Attributes:
        pieces: their number P.
        loss: the least loss, (1/2) sum w e^2.
        bic: N log(2 loss / N) + 2 P log N, for P slopes, P - 1 bends and a value; -inf for a loss of zero.
        score: mean squared error on the data left out, for cross-validation; None without.
    """

    pieces: int
    loss: Fraction
    bic: float
    score: float | None = None


@dataclass(frozen=True, repr=False)
class BestFit(Copied, Shown):
    """The best fit with some pieces, and the proof that it is.

    Attributes:
        points: all best fits, those whose bends are determined first; of a family of best fits, one.
        certificate: why there is no better one.
        table: the numbers of pieces up to the one that was taken or, where it was to be chosen, all considered ones.
    """

    points: tuple[CriticalPoint, ...]
    certificate: Certificate
    table: tuple[Choice, ...]

    @property
    def point(self) -> CriticalPoint:
        """The first best fit."""
        return self.points[0]

    @property
    def pieces(self) -> int:
        """Number of pieces; less than asked for where more bends gain nothing."""
        return len(self.point.lines)

    @property
    def loss(self) -> Fraction:
        """(1/2) sum w e^2."""
        return self.point.loss

    @property
    def breakpoints(self) -> tuple[Fraction, ...]:
        """Where it bends, ascending."""
        return self.point.breakpoints

    @property
    def lines(self) -> tuple[Line, ...]:
        """(slope, intercept) of each piece."""
        return self.point.lines

    @cached_property
    def spline(self) -> Spline:
        """The fit by breakpoints and delta-slopes."""
        (slope, intercept), *_ = self.lines
        bends = self.breakpoints or (Fraction(0),)
        slopes = [line[0] for line in self.lines] if self.breakpoints else [slope, slope]
        # A neuron on each side of the first bend, and one for each further change of slope.
        delta = [slopes[1], *(after - before for before, after in pairwise(slopes[1:]))]
        beta = np.array([bends[0], *bends], dtype=float)
        mu = np.array([slope, *delta], dtype=float)
        return Spline(beta, mu, np.array([-1, *[1] * len(delta)]), float(slope * bends[0] + intercept))

    @cached_property
    def network(self) -> Network:
        """The fit as a network; width one more than the number of bends."""
        spline = self.spline
        return Network.from_spline(spline.beta, spline.mu, spline.s, spline.b0)

    def __call__(self, x: ArrayLike) -> Any:
        """Values at x, any shape; a float for a number."""
        return self.spline(x)

    def plot(self, x: Any = None, y: Any = None, *, ax: Any = None) -> Any:
        """Draw the best fits, over data if they are given.

        Args:
            x: inputs of the data, length N.
            y: their targets, length N.
            ax: matplotlib axes; those of a new figure unless told.

        Returns:
            The axes.

        Raises:
            ValueError: bad numbers, or only one of x and y.

        Example:
            >>> x, y = [1, 2, 3, 4], [0, 1, 1, 0]
            >>> len(best_fit(x, y, 2).plot(x, y).lines)
            1
        """
        return up("plots").fits(self.points, x, y, ax)

    def __repr__(self) -> str:
        bends = ", ".join(f"{float(place):.6g}" for place in self.breakpoints)
        ties = f", one of {len(self.points)}" if len(self.points) > 1 else ""
        return f"BestFit({self.pieces} pieces, loss={float(self.loss):.6g}, breakpoints=[{bends}]{ties})"


def best_fit(
    x: Sequence[Any] | np.ndarray,
    y: Sequence[Any] | np.ndarray,
    pieces: int | Literal["bic", "cv"],
    *,
    weights: Sequence[Any] | np.ndarray | None = None,
    tick: Tick = lambda done: None,
) -> BestFit:
    """The continuous piecewise-linear function with at most P pieces that has the least loss, for certain (C4h).

    Its bends may be anywhere, on data and between them. Whole boxes of places are excluded by the least squares of the
    data outside them, single patterns by bounds on the rounding, and what these leave open is decided in fractions.
    Where data bend clearly that is quick at any size; many bends in noise take long.

    Args:
        x: data, length N, any order; ints, Fractions, strings like "1/3" or "0.1", floats (taken exactly).
        y: targets, length N.
        pieces: at most so many, 1 or more; "bic" takes the number with the least Bayesian information criterion, "cv"
            the one that predicts best what is left out, every fifth datum in turn.
        weights: positive weights, length N; the loss is (1/2) sum w e^2. None for ones.
        tick: called with the share of a search that is done since; there are `searches` of them at most.

    Raises:
        ValueError: bad numbers, unequal lengths, or more patterns than a search goes through.

    Example:
        >>> fit = best_fit([1, 2, 3, 4, 5, 7], ["8.3", "10.3", "19", "16", "15.6", "19.8"], 2)
        >>> fit.loss, fit.breakpoints, fit.point.kinds
        (Fraction(6427, 800), (Fraction(3, 1),), ('on a datum',))
        >>> print(fit.certificate)
        9 patterns of bends: 6 fit no better, 2 would but do not join, 1 decided in fractions
    """
    xs, ys = exact_fractions("x", x), exact_fractions("y", y)
    shares = None if weights is None else exact_fractions("weights", weights)
    data, count = RationalData.of(xs, ys, shares), len(xs)
    if not isinstance(pieces, str):
        return _ladder(data, whole_number("pieces", pieces, 1), count, tick)[-1]
    if pieces not in ("bic", "cv"):
        raise ValueError(f"pieces is {pieces!r}: pass a whole number, 'bic' or 'cv'")
    found = _ladder(data, _most(count), count, tick, last=False)
    table = found[-1].table
    if pieces == "bic":
        chosen = min(table, key=lambda row: (row.bic, row.pieces))
    else:
        table = _scored(xs, ys, shares or [Fraction(1)] * count, table, tick)
        chosen = min(table, key=lambda row: (row.score, row.pieces))
    fit = found[table.index(chosen)]
    return BestFit(fit.points, fit.certificate, table)


def searches(pieces: int | str, count: int) -> int:
    """How many searches `best_fit` makes among a number of data at most: one for each number of pieces."""
    if isinstance(pieces, int):
        return pieces - 1
    return (_most(count) - 1) * (1 + FOLDS * (pieces == "cv"))


def _most(count: int) -> int:
    """The largest number of pieces that is considered among some data."""
    return min(MOST_CHOSEN, max(1, count // 3))


def _ladder(
    data: RationalData, pieces: int, count: int, tick: Tick, *, last: bool = True, work: int = LITTLE_WORK
) -> list[BestFit]:
    """The best fits with 1, 2, … pieces, up to a number of them or to where more gain nothing.

    From where one opens more boxes than `work` they are left out, all but the last; that one too unless it is wanted.
    """
    fits = IntervalFits(data)
    if len(data) == 1:
        only = fits.constant
        return [BestFit((only,), Certificate(1, 0, 0, 1), (_choice(1, only.loss, count),))]
    balls = KnotFits(fits)
    found: list[BestFit] = []
    bends = 0
    while bends < pieces:
        search, wanted = Search(fits, balls), last and bends == pieces - 1
        try:
            points = search.best(bends, tick, MOST_BOXES if wanted else work)
        except TooLongError:
            if wanted:
                raise
            if not last:
                break
            bends = pieces - 1
            continue
        if found and (not points or points[0].loss == found[-1].loss):
            points = list(found[-1].points)  # a bend that gains nothing
        certificate = Certificate(search.examined, search.no_better, search.not_joined, search.decided)
        table = (*(found[-1].table if found else ()), _choice(bends + 1, points[0].loss, count))
        found.append(BestFit(tuple(points), certificate, table))
        if points[0].loss == data.within:
            break
        bends += 1
    return found


def _choice(pieces: int, loss: Fraction, count: int) -> Choice:
    # Of whole numbers, since a fraction may leave the range of a float.
    squares = 2 * loss / count
    fit = count * (math.log(squares.numerator) - math.log(squares.denominator)) if squares else -math.inf
    return Choice(pieces, loss, fit + 2 * pieces * math.log(count))


def _scored(
    x: list[Fraction], y: list[Fraction], weights: list[Fraction], table: Sequence[Choice], tick: Tick
) -> tuple[Choice, ...]:
    """The table with the mean squared error of every fifth datum, in the order of x, from the fits of the others."""
    order = sorted(range(len(x)), key=lambda k: x[k])
    errors, total = np.zeros(len(table)), 0.0
    for first in range(min(FOLDS, len(x)) if len(x) > 1 else 0):
        left = order[first::FOLDS]
        out = set(left)
        kept = [k for k in order if k not in out]
        rest = RationalData.of(*([part[k] for k in kept] for part in (x, y, weights)))
        fits = _ladder(rest, len(table), len(kept), tick, last=False, work=MOST_BOXES)
        places, targets, worth = (np.array([part[k] for k in left], dtype=float) for part in (x, y, weights))
        total += worth.sum()
        for k in range(len(table)):
            fit = fits[min(k, len(fits) - 1)]
            errors[k] += float(worth @ (fit(places) - targets) ** 2)
    scores = errors / total if total else errors
    return tuple(replace(row, score=float(score)) for row, score in zip(table, scores, strict=True))
