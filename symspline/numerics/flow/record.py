"""A gradient flow at some times, as arrays: what pictures and films are drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symspline.numerics.active_sets import Vector

Flags = NDArray[np.bool_]
Table = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Record:
    """The networks of a flow at T times, in float64.

    Attributes:
        t: the times, shape (T,), ascending.
        w, b, v: weights, shape (T, H).
        b0: output bias, shape (T,).
        sliding: which breakpoints are held on a datum, shape (T, H).
        loss: shape (T,).
    """

    t: Vector
    w: Table
    b: Table
    v: Table
    b0: Vector
    sliding: Flags
    loss: Vector

    @property
    def breakpoints(self) -> Table:
        """``-b/w``, shape (T, H); nan where w is 0."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.where(self.w != 0, -self.b / self.w, np.nan)

    @property
    def bends(self) -> Table:
        """``v |w|``, shape (T, H): by how much the slope of the function changes at each breakpoint."""
        return self.v * np.abs(self.w)

    @property
    def angle(self) -> Table:
        """The angle of ``(w, b) = rho (cos theta, sin theta)``, shape (T, H): -pi/2 to 3 pi/2 (D7).

        No path jumps from one end to the other: a neuron with w = 0 and b < 0 sees nothing and rests.
        """
        angle = np.arctan2(self.b, self.w)
        return np.where(angle < -np.pi / 2, angle + 2 * np.pi, angle)

    @property
    def size(self) -> Table:
        """``r = v rho``, shape (T, H): how much a neuron adds to the function (D7)."""
        return self.v * np.hypot(self.w, self.b)

    @property
    def imbalance(self) -> Table:
        """``delta = v^2 - w^2 - b^2``, shape (T, H), which the flow conserves (D3)."""
        return self.v**2 - self.w**2 - self.b**2

    def alive(self, low: float, high: float) -> Flags:
        """Whether each neuron is active somewhere between two inputs, shape (T, H)."""
        return self.w * np.where(self.w > 0, high, low) + self.b > 0

    def values(self, k: int, x: Vector) -> Vector:
        """The function at the k-th time at inputs x, shape (N,)."""
        return np.maximum(np.multiply.outer(x, self.w[k]) + self.b[k], 0.0) @ self.v[k] + self.b0[k]

    def chain(self, k: int, low: float, high: float) -> tuple[Vector, Vector]:
        """The function at the k-th time between two inputs as a chain: its ends and bends, and its values there."""
        w, bends = self.w[k], self.breakpoints[k]
        inside = np.flatnonzero((bends > low) & (bends < high))
        order = inside[np.argsort(bends[inside])]
        x = np.concatenate([[low], bends[order], [high]])
        seen = w * low + self.b[k] > 0
        # A neuron whose breakpoint rounding puts on the end counts as inside, or as seen, and not as both.
        seen[inside] = w[inside] < 0
        slopes = np.cumsum([float((self.v[k] * w)[seen].sum()), *self.bends[k, order]])
        return x, self.values(k, x[:1])[0] + np.concatenate([[0.0], np.cumsum(slopes * np.diff(x))])
