"""What infinitely wide networks do with the data: all parameters trained, or the output weights alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from symspline.answers.quantities import derive
from symspline.model.init import Init

PARTS = 500
"""Parts of the range of the inputs: what is nearer than one of them no picture shows, and kernels lose in rounding."""


@dataclass(frozen=True, eq=False)
class Grouped:
    """Data whose equal inputs count as one, at the mean of their targets; near neighbours are taken together too.

    For gradient descent of a frozen kernel that changes nothing where inputs are equal (their number is a weight).

    Attributes:
        x: inputs in ascending order, shape (K,).
        y: means of their targets, shape (K,).
        number: how many data each stands for, shape (K,).
        distinct: how many distinct inputs there are.
    """

    x: np.ndarray
    y: np.ndarray
    number: np.ndarray
    distinct: int

    @classmethod
    def of(cls, x: np.ndarray, y: np.ndarray, parts: int = PARTS) -> Self:
        """The data by inputs that are not nearer to each other than such a part of their range.

        Example:
            >>> data = Grouped.of(np.array([2.0, 1.0, 1.0, 1.01]), np.array([3.0, 0.0, 2.0, 4.0]), parts=10)
            >>> data.y, data.number
            (array([2., 3.]), array([3, 1]))
        """
        knots, group = np.unique(x, return_inverse=True)
        distinct, least = len(knots), (knots[-1] - knots[0]) / parts
        if distinct > 1 and np.diff(knots).min() < least:
            # First into cells of half the size, which is quick; then the nearest pairs, until none is too near.
            _, group = np.unique(np.floor((x - knots[0]) / (least / 2)), return_inverse=True)
            while True:
                places = np.bincount(group, x) / np.bincount(group)
                gaps = np.concatenate([[np.inf], np.diff(places), [np.inf]])
                joined = (gaps[1:-1] < least) & (gaps[1:-1] <= gaps[:-2]) & (gaps[1:-1] < gaps[2:])
                if not joined.any():
                    break
                group = np.concatenate([[0], np.cumsum(~joined)])[group]
        number = np.bincount(group)
        return cls(np.bincount(group, x) / number, np.bincount(group, y) / number, number, distinct)

    @property
    def said(self) -> str:
        """That neighbours were taken together, where they were."""
        if self.distinct == len(self.x):
            return ""
        return (
            f" For the curves of infinite width inputs nearer than about a {PARTS}th of the range are taken together, "
            f"each group at its mean: {len(self.x)} places for {self.distinct} distinct inputs."
        )


@dataclass(frozen=True, eq=False)
class Frozen:
    """What linear training of a frozen kernel makes of a function.

    The residual follows e <- (I - eta K) e, whose n-th iterate is known.

    Args:
        kernel: of two inputs.
        data: the data.
        start: the function at the start.
        step: size of the steps of gradient descent; None for the end of training.
        steps: their number.
    """

    kernel: Callable[[np.ndarray, np.ndarray], np.ndarray]
    data: Grouped
    start: Callable[[np.ndarray], np.ndarray] = np.zeros_like
    step: float | None = None
    steps: int = 0

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """Values, of the shape of x."""
        return self.start(x) + self.kernel(x[..., None], self.data.x) @ self.weights

    @cached_property
    def weights(self) -> np.ndarray:
        """The function adds so much of the kernel at each input, shape (K,)."""
        data, root = self.data, np.sqrt(self.data.number)
        values, vectors = np.linalg.eigh(root[:, None] * self.kernel(data.x[:, None], data.x) * root)
        # The kernel has no negative eigenvalue but for rounding.
        gain = self._gain(np.maximum(values, 0.0))
        return root * (vectors @ (gain * (vectors.T @ (root * (data.y - self.start(data.x))))))

    def _gain(self, values: np.ndarray) -> np.ndarray:
        if self.step is None:
            # what is no more than rounding is never learned
            kept = values > 4 * np.finfo(float).eps * values.max()
            return np.divide(1.0, values, out=np.zeros_like(values), where=kept)
        step, steps = self.step, self.steps
        # (1 - (1 - eta lambda)^n) / lambda without cancellation for small eta lambda, n eta in the limit of lambda = 0
        decay = np.where(step * values < 1, np.log1p(-np.minimum(step * values, 0.999999)), np.nan)
        shrunk = np.where(np.isnan(decay), 1 - (1 - step * values) ** steps, -np.expm1(steps * np.nan_to_num(decay)))
        return np.divide(shrunk, values, out=np.full_like(values, steps * step), where=values > 1e-14 * values.max())


def least_penalty(init: Init, data: Grouped) -> Frozen:
    r"""The function through the data of least curvature penalty (B16.energy).

    That is $\int f''^2/\zeta$ with the price of the straight part, the square of the norm of the kernel $k_1$ of one
    neuron: the function is a sum of kernels at the inputs, where training of the output weights from zero ends. Where
    inputs are equal it passes through the mean of their targets; where the kernel cannot tell inputs apart it is the
    least squares.
    """
    return Frozen(derive(init, "kernel"), data)
