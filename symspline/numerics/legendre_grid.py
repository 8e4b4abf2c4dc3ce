"""Gauss-Legendre nodes on (0, 1) with the matrices that integrate from either end to each node."""

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from symspline.numerics.active_sets import Vector


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
        roots, weights = legendre.leggauss(count)
        # Through Legendre coefficients: integrating the Lagrange polynomials of many nodes term by term would cancel.
        project = (legendre.legvander(roots, count - 1) * weights[:, None]).T * (np.arange(count)[:, None] + 0.5)
        primitive = legendre.legvander(roots, count) @ legendre.legint(project, lbnd=-1)
        self.nodes: Vector = (roots + 1.0) / 2.0
        self.weights: Vector = weights / 2.0
        self.from_left: NDArray[np.float64] = primitive / 2.0
        # The grid is symmetric: integrating from the right is integrating the mirrored function from the left.
        self.from_right: NDArray[np.float64] = self.from_left[::-1, ::-1].copy()
