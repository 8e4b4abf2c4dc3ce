"""Network: a shallow ReLU network of one input and one output."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from symspline.model.spline import Spline
from symspline.numerics.active_sets import (
    ActiveSets,
    SortedData,
    Vector,
    finite_scalar,
    finite_vector,
    real_array,
    same_length,
)
from symspline.numerics.weights import Weights


@dataclass(frozen=True, eq=False, repr=False)
class Network(Weights):
    r"""The network ``f(x) = b0 + sum_i v_i relu(w_i x + b_i)``.

    Args:
        w: input weights, shape (H,).
        b: biases, shape (H,).
        v: output weights, shape (H,).
        b0: output bias.

    Raises:
        ValueError: empty or non-finite weights, or different lengths.

    Example:
        >>> Network([1.0, -2.0], [0.0, 1.0], [3.0, 1.0])([-1.0, 2.0])
        array([3., 6.])
    """

    def __init__(self, w: ArrayLike, b: ArrayLike, v: ArrayLike, b0: float = 0.0):
        vectors = {"w": w, "b": b, "v": v}
        checked = {name: np.array(finite_vector(name, value)) for name, value in vectors.items()}
        for vector in checked.values():
            vector.flags.writeable = False
        self._keep(finite_scalar("b0", b0), **checked)

    def __repr__(self) -> str:
        return f"Network(width={self.width}, b0={self.b0:.6g})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Network):
            return NotImplemented
        same = all(np.array_equal(getattr(self, name), getattr(other, name)) for name in "wbv")
        return same and self.b0 == other.b0

    def __hash__(self) -> int:
        return hash((self.w.tobytes(), self.b.tobytes(), self.v.tobytes(), self.b0))

    def spline_like(self, beta: Vector, mu: Vector, b0: Any) -> Spline:
        """Numbers for each breakpoint and delta-slope as a spline with the orientations of this network."""
        return Spline(beta, mu, np.sign(self.w), float(b0))

    @property
    def width(self) -> int:
        """Number H of hidden neurons."""
        return self.w.size

    def __call__(self, x: ArrayLike) -> Any:
        """Values at x in O((N + H) log H), by sums over the neurons that each x switches on.

        Args:
            x: any shape, finite.

        Returns:
            float64 of the same shape; a float for a number.

        Raises:
            ValueError: x is not finite, or a sum overflows.
        """
        places = real_array("x", x)
        if places.size == 0:
            return np.zeros(places.shape)
        data = SortedData.of(places.reshape(-1))
        sets = ActiveSets.of(self.w, self.b, data)
        with np.errstate(over="ignore", invalid="ignore"):
            values = sets.forward(self.w * self.v, data.centred_bias(self.w, self.b) * self.v, data.z)
            values = data.restore(values + self.b0)
        if not np.all(np.isfinite(values)):
            at = places.reshape(-1)[np.argmin(np.isfinite(values))]
            raise ValueError(f"the network leaves float64 at x = {at:g}: rescale its weights or x")
        return values.reshape(places.shape) if places.shape else float(values[0])

    @cached_property
    def spline(self) -> Spline:
        """The same function by breakpoints, delta-slopes and orientations (B1).

        Neurons with ``w = 0`` have no breakpoint: they add ``v relu(b)`` to the spline's ``constant``.

        Raises:
            ValueError: a breakpoint overflows.
        """
        moving = self.w != 0
        w, b, v = self.w[moving], self.b[moving], self.v[moving]
        with np.errstate(over="ignore"):
            beta = -b / w
        if not np.all(np.isfinite(beta)):
            index = int(np.flatnonzero(moving)[~np.isfinite(beta)][0])
            raise ValueError(f"w[{index}] is {self.w[index]}, so its breakpoint -b/w overflows: set that w to 0")
        constant = float(np.sum(self.v[~moving] * np.maximum(self.b[~moving], 0.0)))
        return Spline(beta, w * v, np.sign(w), self.b0, constant)

    @classmethod
    def from_spline(
        cls, beta: ArrayLike, mu: ArrayLike, s: ArrayLike, b0: float = 0.0, w: ArrayLike | None = None
    ) -> Self:
        """The network with given breakpoints, delta-slopes and orientations.

        ``b = -w beta`` and ``v = mu / w``; the size of w is free because ``(w, b, v) -> (r w, r b, v / r)`` changes
        nothing.

        Args:
            beta: breakpoints, shape (H,).
            mu: delta-slopes, shape (H,).
            s: orientations, +1 or -1, shape (H,).
            b0: output bias.
            w: input weights of the signs s; ``w = s`` unless told, which loses no digit.

        Raises:
            ValueError: an orientation is not ±1, or the sign of a w is not its orientation.
        """
        spline = Spline(beta, mu, s, b0)
        weights = spline.s if w is None else finite_vector("w", w)
        same_length(beta=spline.beta, w=weights)
        wrong = np.flatnonzero(np.sign(weights) != spline.s)
        if wrong.size:
            i = int(wrong[0])
            raise ValueError(f"w[{i}] is {weights[i]} but s[{i}] is {spline.s[i]:+.0f}: give w the sign of s")
        return cls(weights, -weights * spline.beta, spline.mu / weights, b0)

    @classmethod
    def from_torch(cls, module: Any) -> Self:
        """The network that a PyTorch module computes.

        Args:
            module: ``nn.Sequential(nn.Linear(1, H), nn.ReLU(), nn.Linear(H, 1))``, or any module with exactly these two
                linear layers and a ReLU between them. The module is evaluated at a few points to make sure.

        Raises:
            ValueError: the module has other layers, shapes or values.
        """
        from symspline.model.torch_module import read_module

        return cls(*read_module(module))

    def to_torch(self, dtype: Any = None) -> Any:
        """The same function as ``nn.Sequential(Linear(1, H), ReLU(), Linear(H, 1))``.

        Args:
            dtype: a floating ``torch.dtype``; float64 unless told.

        Raises:
            ModuleNotFoundError: PyTorch is not installed.
        """
        from symspline.model.torch_module import build_module

        return build_module(self.w, self.b, self.v, self.b0, dtype)
