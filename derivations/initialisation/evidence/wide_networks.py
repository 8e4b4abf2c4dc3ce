"""Finite networks trained by gradient flow, against the minimiser of the curvature penalty.

The minimiser is computed without any training: the interpolant of least norm for the kernel of one neuron, which B16
builds from zeta alone. The networks are trained without any kernel: their output weights follow gradient flow.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from symspline.model.init import Init
from symspline.model.network import Network

DATA_X = np.array([-1.7, -1.1, -0.4, 0.1, 0.6, 1.2, 1.9])
DATA_Y = np.array([0.3, -0.9, 0.4, 1.1, 0.2, -0.5, 0.7])
"""Seven points without a pattern."""
GRID = np.linspace(-3.0, 3.0, 241)
"""Where the distance is taken: the data lie in [-1.7, 1.9]."""
WIDTHS = (512, 1024, 2048, 4096, 8192)
NODES = 40


@dataclass(frozen=True, eq=False)
class WidthExperiment:
    """Networks of growing width from one initialisation, trained on the same data.

    Args:
        init: law of (w, b) and of v; v is divided by the root of the width, b0 is zero and stays.
        kinks: places where zeta is not smooth, in increasing order.
    """

    init: Init
    kinks: tuple[float, ...] = ()

    def kernel(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """`k_1` of B16: half of the affine moments, and half of the integral of (hi - s)(s - lo) zeta(s) between.

        Args:
            x: shape (n,).
            y: shape (m,).

        Returns:
            Shape (n, m).
        """
        law = self.init
        square_w, product, square_b = (float(e) for e in (law.mean_square_w, law.mean_product_wb, law.mean_square_b))
        low, high = np.minimum.outer(x, y), np.maximum.outer(x, y)
        affine = square_w * np.outer(x, y) + product * np.add.outer(x, y) + square_b
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        bridge = np.zeros(low.shape)
        # Cut at the kinks of zeta and at a few places more, so that the poles of zeta stay far from every panel.
        edges = np.unique([-np.inf, *self.kinks, *np.arange(-3.0, 3.1, 0.75), np.inf])
        for left, right in pairwise(edges):
            start, stop = np.clip(low, left, right), np.clip(high, left, right)
            half = (stop - start)[..., None] / 2
            place = (start + stop)[..., None] / 2 + half * nodes
            zeta = law.zeta(np.clip(place, -1e9, 1e9))
            bridge += (weights * half * (high[..., None] - place) * (place - low[..., None]) * zeta).sum(axis=-1)
        return (affine + bridge) / 2

    @cached_property
    def _kernels(self) -> tuple[np.ndarray, np.ndarray]:
        return self.kernel(DATA_X, DATA_X), self.kernel(GRID, DATA_X)

    def minimiser(self, targets: np.ndarray) -> np.ndarray:
        """The interpolant of least penalty on the grid."""
        among_data, to_grid = self._kernels
        return to_grid @ np.linalg.solve(among_data, targets)

    def train(self, width: int, rng: np.random.Generator) -> tuple[Network, np.ndarray]:
        """Draw a network and follow the gradient flow of its output weights to the end.

        Returns:
            The change of the network from start to end, itself a network, and the targets left at the start.
        """
        w, b, v = self.init.sample_neurons(width, rng)
        w, b = w / np.sqrt(width), b / np.sqrt(width)
        features = np.maximum(np.outer(DATA_X, w) + b, 0.0)
        residual = DATA_Y - Network(w, b, v)(DATA_X)
        # The modes of the 7 x 7 Gram matrix decay at their own rates; einsum, since a threaded product is slower here.
        rates, modes = np.linalg.eigh(np.einsum("nh,mh->nm", features, features))
        time = 50 / rates.min()
        coefficients = modes @ (-np.expm1(-rates * time) / rates * (modes.T @ residual))
        return Network(w, b, coefficients @ features), residual

    def distance(self, width: int, rng: np.random.Generator) -> float:
        """Train one network; the sup distance of its change from the minimiser."""
        change, targets = self.train(width, rng)
        return float(np.abs(change(GRID) - self.minimiser(targets)).max())

    def distances(self, repetitions: int, rng: np.random.Generator, widths: tuple[int, ...] = WIDTHS) -> np.ndarray:
        """Distances of independent networks, shape (repetitions, len(widths))."""
        return np.array([[self.distance(width, rng) for width in widths] for _ in range(repetitions)])
