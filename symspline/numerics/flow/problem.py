"""The data of a gradient flow, what of the network moves, and the sums over active sets, in any arithmetic."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""Numbers of one arithmetic: float64, or objects such as mpmath's."""
Index = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Problem:
    """Distinct data in ascending order with their weights; what of the network moves, and how fast it decays.

    A neuron's active set is one integer, its key, as in `ActiveSets`, whose sums are float64's alone: ``lo`` in 0..N
    for the suffix [lo, N), ``N + 1 + hi`` for the prefix [0, hi). The loss is ``1/2 sum_n weight_n e_n^2``.

    Attributes:
        x: data, shape (N,).
        y: targets, shape (N,).
        weight: of each datum, shape (N,), positive.
        train: which of w, b, v, b0 move.
        decay: lambda of ``lambda/2 (w^2 + b^2 + v^2)`` added to the loss for each neuron.
    """

    x: Array
    y: Array
    weight: Array
    train: Collection[str]
    decay: Any

    @property
    def size(self) -> int:
        """Number N of data."""
        return self.x.size

    @property
    def empty(self) -> tuple[int, int]:
        """Keys of the empty set."""
        return self.size, self.size + 1

    @property
    def whole(self) -> tuple[int, int]:
        """Keys of all data."""
        return 0, 2 * self.size + 1

    def zeros(self, *shape: int) -> Array:
        """Zeros of the arithmetic."""
        out = np.zeros(shape, dtype=self.x.dtype)
        if out.dtype == object:
            out.fill(self.x[0] * 0)
        return out

    def table(self, values: Array) -> Array:
        """Sums of values, shape (..., N), over every active set, shape (..., 2N + 2), by key."""
        n, out = self.size, self.zeros(*values.shape[:-1], 2 * self.size + 2)
        out[..., :n] = np.cumsum(values[..., ::-1], axis=-1)[..., ::-1]
        out[..., n + 2 :] = np.cumsum(values, axis=-1)
        return out

    def jumps(self, key: Index, amounts: Array) -> tuple[Array, Array]:
        """Sums of amounts, shape (..., H), over the neurons that see a datum and all after it, or all before it."""
        n, stride = self.size, 2 * self.size + 2
        if amounts.dtype == object:
            found = self.zeros(stride)
            np.add.at(found, key, amounts)
        else:
            rows = amounts.reshape(-1, key.size)
            places = (key + stride * np.arange(len(rows))[:, None]).ravel()
            found = np.bincount(places, rows.ravel(), minlength=stride * len(rows)).astype(float, copy=False)
            found = found.reshape(*amounts.shape[:-1], stride)
        return np.cumsum(found[..., :n], axis=-1), np.cumsum(found[..., n + 2 :][..., ::-1], axis=-1)[..., ::-1]

    def spread(self, key: Index, amounts: Array) -> Array:
        """Sums of amounts, shape (..., H), over the neurons that see each datum, shape (..., N)."""
        right, left = self.jumps(key, amounts)
        return right + left

    def without(self, datum: int, right: bool) -> int:
        """Key of the set that a neuron with its breakpoint on a datum sees beyond it."""
        return datum + 1 if right else self.size + 1 + datum

    def including(self, datum: int, right: bool) -> int:
        """Key of that set and the datum."""
        return datum if right else self.size + 2 + datum

    def is_right(self, key: int) -> bool:
        """Whether a key is of a suffix."""
        return key <= self.size

    def sees(self, key: int, datum: int) -> bool:
        """Whether an active set holds a datum."""
        return datum >= key if self.is_right(key) else datum < key - self.size - 1

    def key_of(self, heights: Array, w: Any) -> int:
        """Key of the data at which a line of slope w is positive."""
        count = int(np.sum(heights > 0))
        return self.size - count if w > 0 else self.size + 1 + count

    def reach(self, datum: int) -> Any:
        """``x_n^2 + 1`` of the trained ones of w and b: the square of how fast they move the breakpoint's value."""
        return ("w" in self.train) * self.x[datum] ** 2 + ("b" in self.train)
