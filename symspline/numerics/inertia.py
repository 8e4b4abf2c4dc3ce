"""Exact rank, inertia and nullity over the rationals, and the rank of the network's Jacobian from counting alone.

Eigenvalues at zero come in ties that no tolerance separates from small ones; a symmetric elimination over the rationals
decides them. Floats are taken as the rationals they are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from flint import fmpq

from symspline.numerics.arguments import exact_fraction, exact_fractions
from symspline.numerics.rational_data import rational_matrix


class Inertia(NamedTuple):
    """Numbers of positive, negative and zero eigenvalues of a symmetric matrix."""

    positive: int
    negative: int
    zero: int


def _rows(matrix: Sequence[Sequence[Any]]) -> list[list[Fraction]]:
    rows = [[exact_fraction(f"matrix[{i}, {j}]", entry) for j, entry in enumerate(row)] for i, row in enumerate(matrix)]
    if not rows or not rows[0]:
        raise ValueError("matrix is empty: pass at least one entry")
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(f"matrix[{i}] has {len(row)} entries but matrix[0] has {len(rows[0])}: pass a full matrix")
    return rows


def exact_rank(matrix: Sequence[Sequence[Any]]) -> int:
    """Rank over the rationals of a matrix of shape (m, n), entries as ``exact_fraction`` reads them.

    Raises:
        ValueError: empty, ragged, or an entry that is no finite number.

    Example:
        >>> exact_rank([[1, 2], ["1/2", 1]])
        1
    """
    return rational_matrix(_rows(matrix)).rank()


def exact_inertia(matrix: Sequence[Sequence[Any]]) -> Inertia:
    """Signs of the eigenvalues of a symmetric matrix, by symmetric elimination over the rationals (C4g).

    Each nonzero pivot on the diagonal gives one eigenvalue of its sign (Sylvester). Where the whole remaining diagonal
    vanishes but some a_ij does not, row and column j are added to row and column i, which puts 2 a_ij on the diagonal.

    Raises:
        ValueError: empty, ragged, not square or not symmetric, or an entry that is no finite number.

    Example:
        >>> exact_inertia([[0, 1], [1, 0]])
        Inertia(positive=1, negative=1, zero=0)
    """
    rows = _rows(matrix)
    size = len(rows)
    if len(rows[0]) != size:
        raise ValueError(f"matrix has shape ({size}, {len(rows[0])}): pass a square matrix")
    for i in range(size):
        for j in range(i):
            if rows[i][j] != rows[j][i]:
                raise ValueError(f"matrix[{i}, {j}] differs from matrix[{j}, {i}]: pass a symmetric matrix")
    a = [[fmpq(entry.numerator, entry.denominator) for entry in row] for row in rows]
    # What is left after a pivot is its Schur complement, whose signs and the pivot's are those of the matrix.
    left = list(range(size))
    positive = negative = 0
    while left:
        pivot = next((i for i in left if a[i][i] != 0), None)
        if pivot is None:
            pair = next(((i, j) for i in left for j in left if a[i][j] != 0), None)
            if pair is None:
                break
            i, j = pair
            for k in left:
                a[i][k] += a[j][k]
            for k in left:
                a[k][i] += a[k][j]
            pivot = i
        if a[pivot][pivot] > 0:
            positive += 1
        else:
            negative += 1
        left.remove(pivot)
        active = [k for k in left if a[pivot][k] != 0]
        for k in active:
            factor = a[k][pivot] / a[pivot][pivot]
            for m in active:
                a[k][m] -= factor * a[pivot][m]
    return Inertia(positive, negative, size - positive - negative)


def jacobian_rank(w: Sequence[Any], b: Sequence[Any], x: Sequence[Any], offset: bool = True) -> int:
    """Rank of the Jacobian of the network's values at the data, all v nonzero, from the cells alone (C5a, C6g).

    The cuts of the neurons divide the distinct data into pieces with d = min(2, number of data). With an all-active
    neuron or a complementary pair (two neurons that share all the data between them) the rank is sum d. Otherwise label
    each cut by its neuron, L or R, the left end L and the right end R: the rank loses one (with the offset) when all
    pieces between different labels have d = 2; without the offset it loses two then, one when exactly one of them has
    d = 1, and nothing when two or more do.

    Args:
        w: input weights, shape (H,).
        b: biases, shape (H,).
        x: data, shape (N,), any order.
        offset: whether b0 is a parameter.

    Returns:
        the rank, which is that of the Hessian wherever all residual moments vanish.

    Raises:
        ValueError: bad numbers or unequal lengths.

    Example:
        >>> jacobian_rank([1, 1, -1], [0, "-3/2", "5/2"], [0, 1, 2, 3])
        4
    """
    weights = [exact_fraction(f"w[{i}]", value) for i, value in enumerate(w)]
    biases = [exact_fraction(f"b[{i}]", value) for i, value in enumerate(b)]
    if len(weights) != len(biases):
        raise ValueError(f"b has {len(biases)} entries but w has {len(weights)}: pass one bias for each weight")
    data = sorted(set(exact_fractions("x", x)))
    size = len(data)
    labels: dict[int, set[str]] = {0: {"L"}, size: {"R"}}
    closed = False
    for slope, bias in zip(weights, biases, strict=True):
        count = _active(slope, bias, data)
        if count == size:
            closed = True
        elif count:
            cut, label = (size - count, "R") if slope > 0 else (count, "L")
            labels.setdefault(cut, set()).add(label)
    closed = closed or any(len(names) == 2 for names in labels.values())
    cuts = sorted(labels)
    dimensions = [min(2, stop - start) for start, stop in pairwise(cuts)]
    if closed:
        return sum(dimensions)
    mixed = [d for d, (start, stop) in zip(dimensions, pairwise(cuts), strict=True) if labels[start] != labels[stop]]
    singles = mixed.count(1)
    if offset:
        return sum(dimensions) - (singles == 0)
    return sum(dimensions) - max(0, 2 - singles)


def _active(slope: Fraction, bias: Fraction, data: Sequence[Fraction]) -> int:
    """How many of the data, in ascending order, a neuron is active on."""
    if slope == 0:
        return len(data) if bias > 0 else 0
    place = -bias / slope
    return len(data) - bisect_right(data, place) if slope > 0 else bisect_left(data, place)
