"""Spline: the same function as a network, by breakpoints and delta-slopes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from symspline.copies import Copied
from symspline.door import Shown, up
from symspline.numerics.active_sets import Vector
from symspline.numerics.arguments import finite_scalar, finite_vector, real_array, same_length
from symspline.numerics.values import values_at


@dataclass(frozen=True, eq=False, repr=False)
class Spline(Copied, Shown):
    r"""The continuous piecewise linear function ``b0 + constant + sum_i mu_i (x - beta_i) 1[s_i (x - beta_i) > 0]``.

    Args:
        beta: breakpoints, shape (K,), any order; K may be zero.
        mu: delta-slopes, the slope of each neuron on its active side, shape (K,); the slope changes by ``s mu``.
        s: orientations, +1 for a neuron active to the right of its breakpoint and -1 to the left, shape (K,).
        b0: output bias.
        constant: what neurons without a breakpoint (``w = 0``) add, ``sum v_i relu(b_i)``.

    Raises:
        ValueError: different lengths, non-finite entries, an orientation other than ±1.

    Example:
        >>> line = Spline([0.0, 1.0], [1.0, -1.0], [1, 1])
        >>> line.knots, line.slopes, line([-1.0, 0.5, 3.0])
        (array([0., 1.]), array([0., 1., 0.]), array([0. , 0.5, 1. ]))
    """

    beta: Vector
    mu: Vector
    s: Vector
    b0: float = 0.0
    constant: float = 0.0

    def __init__(self, beta: ArrayLike, mu: ArrayLike, s: ArrayLike, b0: float = 0.0, constant: float = 0.0):
        vectors = {"beta": beta, "mu": mu, "s": s}
        checked = {name: np.array(finite_vector(name, value, allow_empty=True)) for name, value in vectors.items()}
        same_length(**checked)
        wrong = np.flatnonzero(np.abs(checked["s"]) != 1)
        if wrong.size:
            raise ValueError(f"s[{wrong[0]}] is {checked['s'][wrong[0]]}: an orientation is +1 or -1")
        for name, vector in checked.items():
            vector.flags.writeable = False
            object.__setattr__(self, name, vector)
        object.__setattr__(self, "b0", finite_scalar("b0", b0))
        object.__setattr__(self, "constant", finite_scalar("constant", constant))

    def __repr__(self) -> str:
        return f"Spline({self.beta.size} breakpoints, b0={self.b0:.6g}, constant={self.constant:.6g})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spline):
            return NotImplemented
        same = all(np.array_equal(getattr(self, name), getattr(other, name)) for name in ("beta", "mu", "s"))
        return same and (self.b0, self.constant) == (other.b0, other.constant)

    def __hash__(self) -> int:
        return hash((self.beta.tobytes(), self.mu.tobytes(), self.s.tobytes(), self.b0, self.constant))

    def __call__(self, x: ArrayLike) -> Any:
        """Values at x, any shape; a float for a number; ValueError where x is not finite or a value overflows."""
        offset = finite_scalar("b0 + constant", self.b0 + self.constant)
        values = values_at(self.s, -self.s * self.beta, self.s * self.mu, offset, real_array("x", x))
        return values if values.shape else float(values)

    def plot(self, x: Any = None, y: Any = None, *, low: Any = None, high: Any = None, ax: Any = None) -> Any:
        """Draw the function and its breakpoints, over data if they are given.

        Args:
            x: inputs of the data, shape (N,).
            y: their targets, shape (N,).
            low: where the axis begins; at the data, or around the breakpoints, unless told.
            high: where it ends.
            ax: matplotlib axes; those of a new figure unless told.

        Returns:
            The axes.

        Raises:
            ValueError: bad numbers, or no room between low and high.

        Example:
            >>> Spline([0.0], [1.0], [1]).plot(low=-1, high=1).get_xlabel()
            '$x$'
        """
        return up("plots").spline(self, x, y, low, high, ax)

    @cached_property
    def knots(self) -> Vector:
        """The distinct breakpoints in ascending order."""
        return _read_only(np.unique(self.beta))

    @cached_property
    def jumps(self) -> Vector:
        """Change of slope at each knot: the sum of ``s mu`` over the neurons that share it."""
        return _read_only(self._by_knot(self.s * self.mu))

    def _by_knot(self, values: Vector) -> Vector:
        _, where = np.unique(self.beta, return_inverse=True)
        return np.bincount(where, values, minlength=self.knots.size).astype(float)

    @cached_property
    def slopes(self) -> Vector:
        """Slope of every piece from left to right, one more than there are knots."""
        # From the nearer end, as the function itself is summed: left-facing neurons act on the left only.
        right, left = (self._by_knot(np.where(side * self.s > 0, self.mu, 0.0)) for side in (1, -1))
        rising = np.concatenate([[0.0], np.cumsum(right)])
        falling = np.concatenate([np.cumsum(left[::-1])[::-1], [0.0]])
        return _read_only(rising + falling)

    @cached_property
    def values(self) -> Vector:
        """Values at the knots."""
        return _read_only(np.asarray(self(self.knots)))


def _read_only(array: Vector) -> Vector:
    array.flags.writeable = False
    return array
