"""Gauss-Legendre nodes on (0, 1) with the matrices that integrate from either end to each node."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


class LegendreGrid:
    """Spectral integration on (0, 1), exact for polynomials of degree below the number n of nodes, at least 2.

    Attributes:
        nodes: shape (n,), ascending.
        weights: integral over (0, 1) of the interpolating polynomial, shape (n,).
        from_left: ``from_left @ f(nodes)`` is the integral of f from 0 to each node, shape (n, n).
        from_right: the integral from each node to 1, shape (n, n).

    Example:
        >>> grid = LegendreGrid(6)
        >>> bool(np.allclose(grid.from_left @ grid.nodes**2, grid.nodes**3 / 3, atol=1e-15))
        True
    """

    def __init__(self, count: int) -> None:
        if count < 2:
            raise ValueError(f"count is {count}: pass at least 2 nodes")
        roots, weights = np.polynomial.legendre.leggauss(count)
        values = np.polynomial.legendre.legvander(roots, count)
        degrees = np.arange(count)
        # Through Legendre coefficients: integrating the Lagrange polynomials of many nodes term by term would cancel.
        project = (values[:, :count] * weights[:, None]).T * (degrees + 0.5)[:, None]
        primitive = np.empty((count, count))
        primitive[:, 0] = roots + 1.0
        # The integral of P_m from -1 is (P_{m+1} - P_{m-1}) / (2m + 1).
        primitive[:, 1:] = (values[:, 2:] - values[:, :-2]) / (2 * degrees[1:] + 1)
        self.nodes: Vector = (roots + 1.0) / 2.0
        self.weights: Vector = weights / 2.0
        self.from_left: NDArray[np.float64] = primitive @ project / 2.0
        # The grid is symmetric: integrating from the right is integrating the mirrored function from the left.
        self.from_right: NDArray[np.float64] = self.from_left[::-1, ::-1].copy()
