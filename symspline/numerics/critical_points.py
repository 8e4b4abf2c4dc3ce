"""Exact enumeration of the piecewise least-squares critical points of the loss.

With an all-active neuron (or a free line a + c x) the network is critical exactly when each piece of the data between
its breakpoints is fitted by its own least-squares line and the lines meet strictly inside the gaps. For all pieces to
hold at least two distinct x that is a finite problem over the compositions of N: ``critical_points`` lists its
solutions by a depth-first search that only enters branches that can be completed, ``count_critical_points`` counts
them by dynamic programming over the last piece, in O(N^3) whatever their number.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from symspline.numerics.arguments import whole_number
from symspline.numerics.interval_fits import CriticalPoint, IntervalFits
from symspline.numerics.knot_fits import KnotFits
from symspline.numerics.pattern_search import Search
from symspline.numerics.rational_data import RationalData

_INT64_SAFE = 2**62


def critical_points(
    x: Sequence[Any], y: Sequence[Any], pieces: int, *, on_data: bool = False, weights: Sequence[Any] | None = None
) -> list[CriticalPoint]:
    """Piecewise least-squares critical points, or all local minima, with a given number of pieces, the best first.

    Without ``on_data`` each piece holds at least two distinct x and is fitted by its own least-squares line, and
    neighbouring lines cross strictly inside the gap between the pieces (C3b, C4a). These are the critical points of a
    network with an all-active neuron, an offset and one breakpoint in each used gap; all of them are local minima.

    With ``on_data`` all local minima are listed (C4h): breakpoints on data too, where the loss has a kink, pieces of a
    single datum, and two breakpoints in one gap; of minima that come in families, one each. ``best_fit`` finds the best
    of them and proves it.

    Data with equal x count as one datum with their number, or the sum of their weights, as weight.

    Args:
        x: data, length N, any order; ints, Fractions, strings like "1/3", SymPy Rationals, floats (taken exactly).
        y: targets, length N.
        pieces: number P of pieces, at most the number of distinct x, and half of it without ``on_data``.
        on_data: whether to list all local minima.
        weights: positive weights of the data, length N; the loss is (1/2) sum w e^2. None for ones.

    Raises:
        ValueError: bad numbers, unequal lengths, more pieces than the data allow, or too many patterns of breakpoints.

    Example:
        >>> best = critical_points(range(8), [3, 1, 0, 0, 1, 0, 2, 5], 2)[0]
        >>> best.loss, best.pieces, best.breakpoints
        (Fraction(38, 21), ((0, 6), (6, 8)), (Fraction(47, 9),))
        >>> best = critical_points(range(10), [0, 1, 1, 3, 2, 0, -1, 1, 3, 2], 2, on_data=True)[0]
        >>> best.loss, best.breakpoints, best.kinds
        (Fraction(39159, 6580), (Fraction(6, 1),), ('on a datum',))
    """
    fits = IntervalFits(RationalData.of(x, y, weights))
    if on_data:
        size = len(fits.data)
        pieces = whole_number("pieces", pieces, 1)
        if pieces > size:
            raise ValueError(f"pieces is {pieces} but x has {size} distinct values: pass at most {size} pieces")
        if size == 1:
            return [fits.constant]
        return list(Search(fits, KnotFits(fits)).minima(pieces - 1))
    pieces = fits.check_pieces(pieces)
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
    fits, size = IntervalFits(data), len(data)
    fits.check_pieces(1)
    limit = size // 2 if max_pieces is None else fits.check_pieces(max_pieces, "max_pieces")
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
