"""The weights of a shallow ReLU network: what every routine here takes and gives back."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike

from symspline.numerics.active_sets import Vector
from symspline.numerics.arguments import finite_scalar, finite_vector, same_length, shown


class SplineDerivative(NamedTuple):
    """Derivatives by breakpoints, delta-slopes and offset, with the orientations of the neurons."""

    beta: Vector
    mu: Vector
    s: Vector
    b0: float


@dataclass(frozen=True, eq=False, repr=False)
class Weights:
    """The weights of f(x) = sum_i v_i relu(w_i x + b_i) + b0, checked at the door, not copied.

    Args:
        w: input weights, shape (H,); H may be 0.
        b: biases, shape (H,).
        v: output weights, shape (H,).
        b0: output bias.

    Raises:
        ValueError: non-finite values or unequal lengths.

    Example:
        >>> Weights([1, -2], [0, 1], [3, 1]).w
        array([ 1., -2.])
    """

    w: Vector
    b: Vector
    v: Vector
    b0: float = 0.0

    def __init__(self, w: ArrayLike, b: ArrayLike, v: ArrayLike, b0: float = 0.0) -> None:
        self._keep(
            finite_scalar("b0", b0),
            **{name: finite_vector(name, values, allow_empty=True) for name, values in (("w", w), ("b", b), ("v", v))},
        )

    @classmethod
    def required(cls, net: object, name: str = "net") -> Self:
        """The argument itself; ValueError unless it is a network."""
        if not isinstance(net, cls):
            raise ValueError(f"{name} is {shown(net)}; give a Network")
        return net

    def _keep(self, b0: float, **vectors: Vector) -> None:
        same_length(**vectors)
        for name, value in (*vectors.items(), ("b0", b0)):
            object.__setattr__(self, name, value)

    def like(self, w: Vector, b: Vector, v: Vector, b0: Any) -> Self:
        """Numbers for each weight, such as derivatives, in the shape of this network."""
        return type(self)(w, b, v, float(b0))

    def spline_like(self, beta: Vector, mu: Vector, b0: Any) -> Any:
        """Numbers for each breakpoint and delta-slope, with the orientations of this network."""
        return SplineDerivative(beta, mu, np.sign(self.w), float(b0))
