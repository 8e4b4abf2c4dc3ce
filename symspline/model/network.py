"""Network: a shallow ReLU network of one input and one output."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from symspline.copies import Copied
from symspline.door import Shown, up
from symspline.model.named_weights import weights_by_name, weights_in_order
from symspline.model.spline import Spline
from symspline.numerics.active_sets import Vector
from symspline.numerics.arguments import finite_scalar, finite_vector, real_array, same_length
from symspline.numerics.values import values_at
from symspline.numerics.weights import Weights


@dataclass(frozen=True, eq=False, repr=False)
class Network(Copied, Shown, Weights):
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
        values = values_at(self.w, self.b, self.v, self.b0, real_array("x", x))
        return values if values.shape else float(values)

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
            >>> Network([1.0], [0.0], [1.0]).plot([0.0, 1.0], [0.1, 0.9]).get_xlabel()
            '$x$'
        """
        return up("plots").spline(self, x, y, low, high, ax)

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
            module: a module that is linear from 1 input to H, ReLU, linear from H to 1 output. Whatever is affine
                around the ReLU is folded in: Flatten, dropout and batch normalisation in eval mode, weight norm, a
                scaling in ``forward``. A copy in float64 is compared with the network at every breakpoint (of more than
                13 000 an even choice), between and beyond them; the module itself is left alone. A state_dict, of
                tensors or arrays, is read by shapes.

        Raises:
            ValueError: other layers, shapes or values, non-finite weights, or a module in training mode whose dropout
                or batch normalisation differs then.

        Example:
            >>> Network.from_torch({"0.weight": [[1.0], [-2.0]], "0.bias": [0.0, 1.0], "2.weight": [[3.0, 1.0]]})
            Network(width=2, b0=0)
        """
        from symspline.model.torch_module import read_module

        return cls(*read_module(module))

    @classmethod
    def from_keras(cls, weights: Iterable[ArrayLike]) -> Self:
        """The network of a Keras model Dense(H, "relu"), Dense(1), by its arrays.

        Args:
            weights: what ``model.get_weights()`` gives, ``[W1, b1, W2, b2]`` of shapes (1, H), (H,), (H, 1), (1,);
                without the biases that the layers lack.

        Raises:
            ValueError: other shapes, or non-finite weights.

        Example:
            >>> Network.from_keras([[[1.0, -2.0]], [0.0, 1.0], [[3.0], [1.0]], [0.5]])(2.0)
            6.5
        """
        return cls(*weights_in_order(weights))

    @classmethod
    def from_flax(cls, params: Mapping[str, Any]) -> Self:
        """The network of a Flax module Dense(H), relu, Dense(1), by its parameters.

        Args:
            params: ``{"params": {"Dense_0": {"kernel": …, "bias": …}, "Dense_1": …}}`` or the mapping inside.

        Raises:
            ValueError: other arrays or shapes, or non-finite weights.

        Example:
            >>> dense = {"kernel": [[1.0, -2.0]], "bias": [0.0, 1.0]}
            >>> Network.from_flax({"Dense_0": dense, "Dense_1": {"kernel": [[3.0], [1.0]]}})(2.0)
            6.0
        """
        if not isinstance(params, Mapping):
            raise ValueError(f"params is a {type(params).__name__}: give the mapping that module.init returns")
        return cls(*weights_by_name(params))

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """The network whose weights are in a file; no code in it is run.

        Args:
            path: ``.safetensors``, a PyTorch state_dict (``.pt``, ``.pth``), or ``.npz`` with w, b, v, b0 or with the
                weights and biases of the two layers.

        Raises:
            ValueError: an unknown or damaged file, one that needs pickled code, or other weights.
        """
        from symspline.model.weight_files import read_weights

        return cls(*read_weights(path))

    def in_raw_units(self, x_mean: float = 0.0, x_sd: float = 1.0, y_mean: float = 0.0, y_sd: float = 1.0) -> "Network":
        """A network trained on standardised data, in the units of the raw data.

        Args:
            x_mean: what was subtracted from the inputs.
            x_sd: what they were divided by then, positive.
            y_mean: what was subtracted from the targets.
            y_sd: what they were divided by then, positive.

        Returns:
            The network ``x -> y_mean + y_sd f((x - x_mean) / x_sd)``.

        Raises:
            ValueError: a number is not finite, or x_sd or y_sd not positive.

        Example:
            >>> Network([1.0], [0.0], [1.0]).in_raw_units(x_mean=10.0, x_sd=2.0, y_mean=5.0, y_sd=3.0)(14.0)
            11.0
        """
        given = {"x_mean": x_mean, "x_sd": x_sd, "y_mean": y_mean, "y_sd": y_sd}
        x_mean, x_sd, y_mean, y_sd = (finite_scalar(name, value) for name, value in given.items())
        for name, value in (("x_sd", x_sd), ("y_sd", y_sd)):
            if value <= 0:
                raise ValueError(f"{name} is {value}: give the positive number that the data were divided by")
        w = self.w / x_sd
        return Network(w, self.b - w * x_mean, self.v * y_sd, y_mean + y_sd * self.b0)

    def to_torch(self, dtype: Any = None) -> Any:
        """The same function as ``nn.Sequential(Linear(1, H), ReLU(), Linear(H, 1))``.

        Args:
            dtype: a floating ``torch.dtype``; float64 unless told.

        Raises:
            ModuleNotFoundError: PyTorch is not installed.
        """
        from symspline.model.torch_module import build_module

        return build_module(self.w, self.b, self.v, self.b0, dtype)
