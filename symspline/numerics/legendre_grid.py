"""Gauss-Legendre nodes on (0, 1) with the matrices that integrate from either end to each node."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LegendreGrid:
    """Spectral integration on (0, 1), exact for polynomials of degree below the number of nodes.

    Attributes:
        count: number n of nodes.
        nodes: shape (n,), ascending.
        weights: integral over (0, 1) of the interpolating polynomial, shape (n,).
        from_left: ``from_left @ f(nodes)`` is the integral of f from 0 to each node, shape (n, n).
        from_right: the integral from each node to 1, shape (n, n).

    Raises:
        ValueError: fewer than two nodes.

    Example:
        >>> grid = LegendreGrid(6)
        >>> bool(np.allclose(grid.from_left @ grid.nodes**2, grid.nodes**3 / 3, atol=1e-15))
        True
    """

    count: int
    nodes: Vector = field(init=False)
    weights: Vector = field(init=False)
    from_left: NDArray[np.float64] = field(init=False)
    from_right: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        if self.count < 2:
            raise ValueError(f"count is {self.count}: pass at least 2 nodes")
        roots, weights = np.polynomial.legendre.leggauss(self.count)
        values = np.polynomial.legendre.legvander(roots, self.count)
        degrees = np.arange(self.count)
        project = (values[:, : self.count] * weights[:, None]).T * (degrees + 0.5)[:, None]
        primitive = np.empty((self.count, self.count))
        primitive[:, 0] = roots + 1.0
        # The integral of P_m from -1 is (P_{m+1} - P_{m-1}) / (2m + 1).
        primitive[:, 1:] = (values[:, 2:] - values[:, :-2]) / (2 * degrees[1:] + 1)
        object.__setattr__(self, "nodes", (roots + 1.0) / 2.0)
        object.__setattr__(self, "weights", weights / 2.0)
        object.__setattr__(self, "from_left", primitive @ project / 2.0)
        # The grid is symmetric: integrating from the right is integrating the mirrored function from the left.
        object.__setattr__(self, "from_right", self.from_left[::-1, ::-1].copy())
