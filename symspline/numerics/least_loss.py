"""Critical points one after the other in order of their loss, so that the best few of very many cost little.

The loss of a point is the sum over its runs, and whether two runs join depends on the two alone. A dynamic programme
from the right gives the least loss with which each run can be completed; a best-first search that uses it as its
estimate meets the points in order and never enters a branch in vain.
"""

import heapq
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np

from symspline.numerics.interval_fits import CriticalPoint, IntervalFits
from symspline.numerics.rational_data import RationalData

Losses = dict[tuple[int, int], Fraction]


def critical_points_by_loss(x: Sequence[Any], y: Sequence[Any], pieces: int) -> Iterator[CriticalPoint]:
    """The points of ``critical_points``, of the same arguments, the best first, each found when it is asked for (C4a).

    The order of points with equal losses is that of their cuts.

    Raises:
        ValueError: bad numbers, unequal lengths, or more pieces than the data allow.

    Example:
        >>> best = next(critical_points_by_loss(range(8), [3, 1, 0, 0, 1, 0, 2, 5], 2))
        >>> best.loss
        Fraction(38, 21)
    """
    fits = IntervalFits(RationalData.of(x, y))
    # Checked here, since a generator would complain only when its first point is asked for.
    fits.check_pieces(pieces)
    return _in_order(fits, pieces)


def _in_order(fits: IntervalFits, pieces: int) -> Iterator[CriticalPoint]:
    least = _least_losses(fits, pieces)
    order = count()
    queue: list[tuple[Fraction, tuple[int, ...], int, Fraction]] = []
    for (start, stop), loss in least[pieces - 1].items():
        if start == 0:
            heapq.heappush(queue, (loss, (0, stop), next(order), Fraction(0)))
    while queue:
        _, cuts, _, before = heapq.heappop(queue)
        remaining = pieces + 1 - len(cuts)
        if remaining == 0:
            yield fits.point(cuts)
            continue
        start, stop = cuts[-2:]
        so_far = before + fits.loss(start, stop)
        for end in np.flatnonzero(fits.joins[stop][start]) + stop + 2:
            rest = least[remaining - 1].get((stop, int(end)))
            if rest is not None:
                heapq.heappush(queue, (so_far + rest, (*cuts, int(end)), next(order), so_far))


def _least_losses(fits: IntervalFits, pieces: int) -> list[Losses]:
    """For each number of further pieces: run -> least loss of the run and of what can follow it."""
    size = len(fits.data)
    own = {(a, b): fits.loss(a, b) for b in range(2, size + 1) for a in range(b - 1)}
    found: list[Losses] = [{(a, size): own[a, size] for a in range(size - 1)}]
    for _ in range(pieces - 1):
        following, current = found[-1], {}
        for b in range(2, size - 1):
            # In ascending order of loss the first run that joins is the best.
            ends = sorted((following[b, c], c) for c in range(b + 2, size + 1) if (b, c) in following)
            if not ends:
                continue
            joins = fits.joins[b][:, [c - b - 2 for _, c in ends]]
            first = joins.argmax(axis=1)
            for a in np.flatnonzero(joins.any(axis=1)):
                current[int(a), b] = own[int(a), b] + ends[int(first[a])][0]
        found.append(current)
    return found
