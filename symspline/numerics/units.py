"""Units near the sizes of a network and its data, where those are so far from one that products leave float64.

With x = 2^p x', y = 2^q y' and each neuron (w, b, v) = (2^(k - p) w', 2^k b', 2^(q - k) v') the network is
f(x) = 2^q f'(x'). Derivatives by w, b, v, b0 are those by w', b', v', b0' times powers of two, which round nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symspline.numerics.active_sets import Vector

_FAR = 120
"""Binary orders of magnitude up to which products of the few factors of a derivative stay within float64."""

LEAST = 2.0**-480
"""Products of two numbers below it lose digits."""

Exponents = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Units:
    """Binary exponents of the units of x, of y and of each neuron."""

    x: int
    y: int
    neuron: Exponents

    @classmethod
    def of(cls, w: Vector, b: Vector, v: Vector, x: Vector, other: float = 0.0) -> "Units | None":
        """Units for the weights and data x, shape (N,), in ascending order; None where all sizes are near one.

        Where no neuron has a height, the unit of y is one unless the other numbers in it are tiny.
        """
        largest = max(abs(float(x[0])), abs(float(x[-1])))
        sizes = (largest, _largest(w), _largest(v))
        if not any(_is_far(size) for size in sizes) and _largest(b) < 2.0**_FAR:
            return None
        # Of w x and b the larger one; a neuron that is zero on the data keeps its unit.
        orders = np.maximum(_orders(w) + _order(largest), _orders(b)) if largest else _orders(b)
        zero = ((w == 0.0) | (largest == 0.0)) & (b == 0.0)
        neuron = np.where(zero, 0, orders)
        # Of data at zero any unit will do that keeps the weights.
        p = _order(largest) if largest else -int(np.max(_orders(w) - neuron, initial=0))
        heights = (_orders(v) + neuron)[(v != 0.0) & ~zero]
        return cls(p, int(heights.max()) if heights.size else _order(other) if other < LEAST else 0, neuron)

    def weights(self, w: Vector, b: Vector, v: Vector, b0: float) -> tuple[Vector, Vector, Vector, float]:
        """The weights in these units."""
        return (
            in_unit(w, self.neuron - self.x),
            in_unit(b, self.neuron),
            in_unit(v, self.y - self.neuron),
            float(in_unit(b0, self.y)),
        )

    def rows(self, coordinates: str) -> Exponents:
        """Exponents of what a derivative by each parameter is to be multiplied by, in the order of the Hessian."""
        k = self.neuron
        if coordinates == "spline":
            parts = (np.full(k.size, -self.x), np.full(k.size, self.x - self.y))
        else:
            parts = (self.x - k, -k, k - self.y)
        return np.concatenate([*parts, [-self.y]])


_NEVER = 10**6


def _largest(values: Vector) -> float:
    return max(float(values.max(initial=0.0)), -float(values.min(initial=0.0)))


def _is_far(size: float) -> bool:
    return size != 0.0 and not 2.0**-_FAR < size < 2.0**_FAR


def _order(size: float) -> int:
    return int(np.frexp(size)[1]) if size else 0


def _orders(values: Vector) -> Exponents:
    return np.where(values == 0.0, -_NEVER, np.frexp(values)[1]).astype(np.intp)


def in_unit(values: Vector | float, exponent: int | Exponents) -> Vector:
    """Values in units of 2^exponent; inf where they leave float64."""
    with np.errstate(over="ignore", under="ignore"):
        return np.ldexp(values, -exponent)


def far_order(size: float) -> int:
    """The binary order of magnitude of a size that is far from one, 0 for any other."""
    return _order(size) if _is_far(size) else 0


def within_float64(what: str, values: Vector | float, remedy: str = "rescale x, y or the weights") -> None:
    """ValueError unless all values are finite."""
    if not np.all(np.isfinite(values)):
        raise ValueError(f"{what} leaves float64: {remedy}")
