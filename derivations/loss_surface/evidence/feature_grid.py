"""The features of neurons on grids of data and breakpoints: the matrix whose singular values the beam predicts."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


def eigenvalues(x: Vector, beta: Vector, count: int, *, right: float = 1.0, kappa: float = 0.0) -> Vector:
    """Leading eigenvalues of the kernel of the delta-slopes, divided by N H.

    They are squared singular values of the features themselves: the eigenvalues fall like k^-4, and those of the Gram
    matrix would drown in rounding.

    Args:
        x: inputs.
        beta: breakpoints.
        count: how many.
        right: weight of right-facing neurons at these breakpoints; left-facing ones have the rest.
        kappa: weight of an output bias.
    """
    distance = (x[:, None] - beta[None, :]) / np.sqrt(x.size * beta.size)
    columns = [np.sqrt(right) * np.maximum(distance, 0.0)]
    if right < 1.0:
        columns.append(np.sqrt(1.0 - right) * np.minimum(distance, 0.0))
    if kappa > 0.0:
        columns.append(np.full((x.size, 1), np.sqrt(kappa / x.size)))
    return np.linalg.svd(np.hstack(columns), compute_uv=False)[:count] ** 2


def midpoints(cells: int) -> Vector:
    """Midpoints of equal cells of [0, 1]."""
    return (np.arange(cells) + 0.5) / cells


def wavenumbers(cells: int, count: int, *, right: float = 1.0, kappa: float = 0.0) -> Vector:
    """Wavenumbers lambda^(-1/4) on midpoint grids of data and breakpoints."""
    grid = midpoints(cells)
    return eigenvalues(grid, grid, count, right=right, kappa=kappa) ** -0.25


def weighted_eigenvalues(
    cells: int, count: int, data_density: Callable[[Vector], Vector], breakpoint_density: Callable[[Vector], Vector]
) -> Vector:
    """Leading eigenvalues for right-facing neurons when data and breakpoints have densities on [0, 1]."""
    grid = midpoints(cells)
    features = np.maximum(grid[:, None] - grid[None, :], 0.0) / cells
    features *= np.sqrt(data_density(grid))[:, None] * np.sqrt(breakpoint_density(grid))[None, :]
    return np.linalg.svd(features, compute_uv=False)[:count] ** 2
