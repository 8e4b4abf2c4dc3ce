"""Integrals panel by panel: Gauss's rule on graded panels, halved until the halves agree with the whole."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Integrand = Callable[[Vector], Vector]
"""Values at places of shape (n,): of shape (..., n)."""

NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)
_DEPTH = 30
_MOST = 1000
"""Panels that are halved at once."""


class Integral(NamedTuple):
    """An integral with an estimate of its absolute error, each of shape (...)."""

    value: Vector
    error: Vector


class Panels(NamedTuple):
    """Consecutive panels and the integrals over them, of shapes (n,), (n,) and (..., n), with their errors."""

    left: Vector
    right: Vector
    value: Vector
    error: Vector


def graded(
    marks: Iterable[float],
    length: float,
    low: float = -np.inf,
    high: float = np.inf,
    *,
    base: float = 4.0,
    reach: tuple[int, int] = (40, 50),
) -> Vector:
    """Edges of panels that grow by a factor away from zero and around each mark, between ends that may be infinite.

    They reach from ``length base**-reach[0]`` to ``length base**reach[1]``.
    """
    sizes = length * base ** np.arange(-reach[0], reach[1] + 1)
    around = length * 4.0 ** np.arange(-10, 5)
    found = [np.array([0.0, *(end for end in (low, high) if np.isfinite(end))]), sizes, -sizes]
    found += [edges for mark in marks for edges in (np.array([mark]), mark + around, mark - around)]
    edges = np.concatenate(found)
    return np.unique(edges[(edges >= low) & (edges <= high)])


def nodes_of(left: Vector, right: Vector) -> tuple[Vector, Vector]:
    """Nodes and weights of panels, of shape (n, nodes)."""
    half = (right - left)[..., None] / 2
    return (left + right)[..., None] / 2 + half * NODES, half * WEIGHTS


def gauss(f: Integrand, left: Vector, right: Vector) -> Vector:
    """The integral over each panel by one rule, of shape (..., n)."""
    x, weight = nodes_of(left, right)
    values = np.asarray(f(x.ravel()))
    return (values.reshape(*values.shape[:-1], *x.shape) * weight).sum(axis=-1)


def refined(f: Integrand, edges: Vector, tolerance: float = 1e-12, depth: int = _DEPTH) -> Panels:
    """Panels that are halved until one rule on each half agrees with one on the whole, relative to the sum of all."""
    left, right = edges[:-1], edges[1:]
    found: list[Panels] = []
    with np.errstate(all="ignore"):
        whole = gauss(f, left, right)
        size = np.abs(whole).sum(axis=-1, keepdims=True)
        for level in range(depth):
            middle = (left + right) / 2
            halves = gauss(f, np.concatenate([left, middle]), np.concatenate([middle, right]))
            first, second = halves[..., : left.size], halves[..., left.size :]
            error = np.abs(first + second - whole)
            if level == 0:
                size = np.maximum(size, np.abs(first + second).sum(axis=-1, keepdims=True))
            rough = ~np.all(error <= tolerance * size, axis=tuple(range(error.ndim - 1)))
            # What is infinite stays so, and what is rough everywhere is no integrand.
            rough &= (middle > left) & (middle < right) & np.isfinite(error).all(axis=tuple(range(error.ndim - 1)))
            rough &= (level + 1 < depth) & (np.count_nonzero(rough) < _MOST)
            found.append(Panels(left[~rough], right[~rough], (first + second)[..., ~rough], error[..., ~rough]))
            if not rough.any():
                break
            left, right = np.concatenate([left[rough], middle[rough]]), np.concatenate([middle[rough], right[rough]])
            whole = np.concatenate([first[..., rough], second[..., rough]], axis=-1)
    left, right, value, error = (np.concatenate(column, axis=-1) for column in zip(*found, strict=True))
    order = np.argsort(left)
    return Panels(left[order], right[order], value[..., order], error[..., order])


def integral(f: Integrand, edges: Vector, tolerance: float = 1e-12, depth: int = _DEPTH) -> Integral:
    """The integral over all panels."""
    panels = refined(f, edges, tolerance, depth)
    return Integral(panels.value.sum(axis=-1), panels.error.sum(axis=-1))
