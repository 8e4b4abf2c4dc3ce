"""Double-exponential quadrature of many integrals at once."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from symspline.numerics.active_sets import Vector

Index = NDArray[np.intp]
Integrand = Callable[[Vector, Index], Vector]
Beside = Callable[[Vector, Index, Vector, Index], Vector]

_REACH = 5.5  # nodes cover |t| <= 5.5: ends are approached to 1e-167 of a finite interval, tails to 1e83 lengths
_EDGE = 4.0  # beyond this |t| a node without a number lies too far out, or too near an end, to matter
_FIRST_STEP = 0.25
_LEVELS = 8
_BATCH = 400_000  # integrand values held together


def integrate(
    f: Integrand,
    edges: Vector,
    *,
    length: float | Vector = 1.0,
    tolerance: float = 1e-12,
    beside: Beside | None = None,
) -> tuple[Vector, Vector]:
    r"""Integrals of one integrand for many parameters, each cut at its own points.

    Finite pieces use the tanh-sinh map ``x = a + (b-a) / (1 + exp(-pi sinh t))``, infinite ones the exp-sinh map
    ``x = a + L exp(pi/2 sinh t)``; the step is halved until two levels agree. Both maps crowd their nodes at the ends
    of a piece doubly exponentially, so that a feature at any scale near an end, or a singularity at it, costs nothing.
    A singularity like ``1/sqrt`` keeps its digits at the end 0 only: elsewhere the doubles beside it are too coarse,
    and the integrand must be told how far from the edge it is asked.

    Args:
        f: ``f(x, row)``, the integrand at the places x for the parameters with these row numbers, both of shape (n,).
        edges: shape (rows, k), ascending in each row: lower end, points where the integrand is not analytic or changes
            its scale, upper end. The ends may be infinite; equal edges are pieces of no length.
        length: L for the tails of a row whose tail begins at zero, shape () or (rows,).
        tolerance: relative error asked for.
        beside: ``beside(x, row, offset, column)``, the integrand at ``x = edges[row, column] + offset``, in place of f:
            the offset from the nearest edge keeps the digits that x has lost. Of edges that are equal the one next to
            the piece is named.

    Returns:
        Values and estimates of their absolute errors, each of shape (rows,). A row that did not converge has a large
        error; one whose integrand is no number is nan.

    Raises:
        ValueError: edges that do not ascend.

    Example:
        >>> value, error = integrate(lambda x, row: np.exp(-x), np.array([[0.0, np.inf]]))
        >>> bool(abs(value[0] - 1) < 1e-14)
        True
    """
    edges = np.array(np.atleast_2d(edges), dtype=float)
    if np.isnan(edges).any() or np.any(edges[:, 1:] < edges[:, :-1]):
        row = int(np.argmax(np.isnan(edges).any(axis=1) | (edges[:, 1:] < edges[:, :-1]).any(axis=1)))
        raise ValueError(f"edges[{row}] is {edges[row]}: give ascending edges without nan")
    rows = edges.shape[0]
    parts = _pieces(edges, length)
    row = parts.row
    # The sum of the weighted values of each piece, halved in weight at every finer level.
    total = np.zeros(row.size)
    estimate, error = np.zeros(row.size), np.full(row.size, np.inf)
    live = np.arange(row.size)
    step = _FIRST_STEP
    with np.errstate(all="ignore"):
        for level in range(_LEVELS):
            index = np.arange(-int(_REACH / step), int(_REACH / step) + 1)
            # Behind the first level only the nodes between those that are known.
            nodes = (index if level == 0 else index[index % 2 != 0]).astype(np.float64) * step
            total[live] += _weighted_sums(f, parts.at(live), nodes, beside)
            new = total[live] * step
            change = np.abs(new - estimate[live])
            estimate[live], error[live] = new, change if level else np.inf
            size = np.bincount(row, np.abs(estimate), minlength=rows)
            # A piece may err by the tolerance of its whole row; a piece that is no number never settles.
            unsettled = ~(error[live] <= tolerance * size[row[live]] / 4)
            live = live[unsettled & np.isfinite(new)]
            if not live.size:
                break
            step /= 2
        value, worst = (np.bincount(row, part, minlength=rows).astype(float) for part in (estimate, error))
    return value, worst


class _Parts(NamedTuple):
    """Pieces: their ends, the length of a tail, row and the column of their left edge, each of shape (n,)."""

    left: Vector
    right: Vector
    scale: Vector
    row: Index
    column: Index

    def at(self, index: Index) -> "_Parts":
        """Some of them."""
        return _Parts(self.left[index], self.right[index], self.scale[index], self.row[index], self.column[index])


def _pieces(edges: Vector, length: float | Vector) -> _Parts:
    """Every piece that has a length; a whole line is cut at zero."""
    row, column = np.nonzero(edges[:, 1:] > edges[:, :-1])
    left, right = edges[row, column], edges[row, column + 1]
    whole = np.isinf(left) & np.isinf(right)
    left, right = np.concatenate([left, np.zeros(np.count_nonzero(whole))]), np.concatenate([right, right[whole]])
    right[: row.size][whole] = 0.0
    row, column = (np.concatenate([index, index[whole]]) for index in (row, column))
    end, is_tail = np.where(np.isinf(right), left, right), np.isinf(left) | np.isinf(right)
    own = np.broadcast_to(np.asarray(length, dtype=float), edges.shape[0])[row]
    return _Parts(left, right, np.where(is_tail, np.where(end == 0, own, np.abs(end)), 1.0), row, column)


def _weighted_sums(f: Integrand, parts: _Parts, nodes: Vector, beside: Beside | None) -> Vector:
    out = np.empty(parts.left.size)
    tail = np.isinf(parts.left) | np.isinf(parts.right)
    for chosen, rule in ((~tail, _finite_rule), (tail, _tail_rule)):
        index = np.flatnonzero(chosen)
        block = max(1, _BATCH // nodes.size)
        for start in range(0, index.size, block):
            some = parts.at(index[start : start + block])
            left, right = some.left[:, None], some.right[:, None]
            offset, from_right, weight = rule(left, right, some.scale[:, None], nodes)
            x = np.where(from_right, right, left) + offset
            rows = np.repeat(some.row, nodes.size)
            if beside is None:
                values = f(x.ravel(), rows)
            else:
                values = beside(x.ravel(), rows, offset.ravel(), (some.column[:, None] + from_right).ravel())
            values = values.reshape(x.shape) * weight
            # A node that rounds to an end stands for a place beside it that doubles cannot tell apart.
            at_end = (x <= left) | (x >= right)
            values[~np.isfinite(values) & (at_end | (np.abs(nodes) > _EDGE))] = 0.0
            out[index[start : start + block]] = values.sum(axis=1)
    return out


def _finite_rule(left: Vector, right: Vector, scale: Vector, t: Vector) -> tuple[Vector, NDArray[np.bool_], Vector]:
    """The offset of the nodes from the nearer end, which of the ends that is, and the weights."""
    # The part of the interval up to the nearer end, measured from that end: from the other it would round to the whole.
    near = 1 / (1 + np.exp(np.pi * np.sinh(np.abs(t))))
    width = right - left
    from_right = np.broadcast_to(t >= 0, (width.size, t.size))
    offset = np.where(from_right, -width * near, width * near)
    return offset, from_right, width * (np.pi * np.cosh(t) * near * (1 - near))


def _tail_rule(left: Vector, right: Vector, scale: Vector, t: Vector) -> tuple[Vector, NDArray[np.bool_], Vector]:
    distance = scale * np.exp(np.pi / 2 * np.sinh(t))
    from_right = np.broadcast_to(np.isinf(left), distance.shape)
    return np.where(from_right, -distance, distance), from_right, distance * (np.pi / 2 * np.cosh(t))
