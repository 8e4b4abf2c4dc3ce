"""The limit of a wide network with zero biases, whose tangent kernel stays as it starts: a line on each side of 0."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from symspline.answers.quantities import derive
from symspline.model.init import Init
from symspline.model.network import Network

WEIGHTS, OUTPUT_BIAS, ALL = frozenset(), frozenset({"b0"}), frozenset({"b", "b0"})
"""Which biases learn beside the weights."""


def features(init: Init, width: int, x: ArrayLike, biases: frozenset[str] = ALL) -> np.ndarray:
    r"""Columns whose products are the expected tangent kernel of a network with zero biases (B25), shape (N, k).

    On the side of 0 where $P(w x > 0) = P$ the input weights give $H E[v^2] P x y$, the output weights
    $H E[w^2; w x > 0] x y$ and the biases $H E[v^2] P$; across 0 only the output bias gives 1.
    """
    x = np.asarray(x, dtype=float)
    squares, shares = derive(init, "slope_kernel"), derive(init, "step_kernel")
    second = float(init.mean_square_v)
    columns = []
    for side in (1.0, -1.0):
        on = (side * x > 0).astype(float)
        share = width * second * float(shares(side, side))
        columns.append(on * x * np.sqrt(width * float(squares(side, side)) + share))
        if "b" in biases:
            columns.append(on * np.sqrt(share))
    if "b0" in biases:
        columns.append(np.ones_like(x))
    return np.column_stack(columns)


@dataclass(frozen=True, eq=False)
class TwoRays:
    """Where gradient descent of the frozen kernel ends: the least squares nearest to the start.

    Args:
        init: an initialisation with zero biases.
        start: the network at the start.
        x: inputs, shape (N,).
        y: targets, shape (N,).
        biases: those that learn, of "b" and "b0".
    """

    init: Init
    start: Network
    x: np.ndarray
    y: np.ndarray
    biases: frozenset[str] = ALL

    @cached_property
    def coefficients(self) -> np.ndarray:
        """Of the features, least in length."""
        columns = features(self.init, self.start.width, self.x, self.biases)
        return np.linalg.lstsq(columns, self.y - self.start(self.x), rcond=None)[0]

    def __call__(self, x: ArrayLike) -> np.ndarray:
        """Values of the limit."""
        return self.start(x) + features(self.init, self.start.width, x, self.biases) @ self.coefficients

    @cached_property
    def error(self) -> float:
        """Root mean square of the residuals; 0 where nothing but rounding is left."""
        return _rounded(np.sqrt(np.mean((self(self.x) - self.y) ** 2)))

    def line(self, side: int) -> tuple[float, float]:
        """Value at 0 and slope of the line right (1) or left (-1) of 0."""
        near, far = self(np.array([side, 2.0 * side]))
        return float(2 * near - far), float(side * (far - near))

    @cached_property
    def bend_moved(self) -> float:
        """How far the frozen kernel lets the bends go: the median size of -b/w on the side where it is larger.

        The biases become $v_i$ times one number for each side; the kernel is frozen only where this is small.
        """
        if "b" not in self.biases:
            return 0.0
        net = self.start
        # the coefficients of the offsets, right and left, over the roots of H E[v^2] P
        roots = features(self.init, net.width, [1.0, -1.0])[[0, 1], [1, 3]]
        right, left = np.abs(self.coefficients[[1, 3]]) / roots
        return bend_distance(net, np.where(net.w > 0, right, left) * net.v)


def bend_distance(net: Network, b: np.ndarray) -> float:
    """Median size of -b/w over the neurons that face one way, the larger of the two."""
    sizes = [np.abs(b[facing] / net.w[facing]) for facing in (net.w > 0, net.w < 0)]
    return max(_rounded(np.median(size)) for size in sizes if size.size)


def _rounded(value: float) -> float:
    return float(np.round(value, 13))
