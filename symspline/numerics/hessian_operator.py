"""The Hessian of the loss as a linear map, O(N + H) a product, never stored."""

from collections.abc import Callable
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.linalg import LinearOperator

from symspline.numerics.active_sets import Side, Vector
from symspline.numerics.arguments import check_choice, real_array
from symspline.numerics.hessian import Matrix, Part, block_slices
from symspline.numerics.landscape import Coordinates, LossPoint
from symspline.numerics.units import Exponents, within_float64
from symspline.numerics.weights import Weights

_TOGETHER = 480
"""Binary orders of magnitude that entries of a vector may lie apart where products of them are still numbers."""


class HessianOperator(LinearOperator):
    """The Hessian at a point in some coordinates, or a part of it, as ``hessian_operator`` gives it (C7)."""

    def __init__(self, point: LossPoint, coordinates: Coordinates = "network", part: Part = "full"):
        check_choice("coordinates", coordinates, ("network", "spline"))
        check_choice("part", part, ("full", "gauss_newton", "residual"))
        self.point = point
        self.coordinates = coordinates
        self.part = part
        self.blocks = block_slices(point.w.size, coordinates)
        size = self.blocks["b0"].stop
        super().__init__(dtype=np.dtype(np.float64), shape=(size, size))
        # The residual moments enter as the weights of the residual part: zero where it is left out.
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused in the product
            self._p, self._q = (a.copy() for a in point.residual_moments())
        if part == "gauss_newton":
            self._p[:] = 0.0
            self._q[:] = 0.0
        self._beta = point.breakpoints() if coordinates == "spline" else np.empty(0)
        self._mu = point.w * point.v

    def _matvec(self, u: Vector) -> Vector:
        u = np.asarray(u, dtype=np.float64).reshape(-1)
        product = self._network if self.coordinates == "network" else self._spline
        with np.errstate(over="ignore", invalid="ignore"):
            if self.point.units is None:
                out = product(u)
            else:
                rows = self.point.units.rows(self.coordinates) + self.point.units.y
                out = self._in_units(product, u, rows)
        within_float64("the product with the Hessian", out)
        return out

    def _in_units(self, product: Callable[[Vector], Vector], u: Vector, rows: Exponents) -> Vector:
        """The product where parameters have units of 2^rows, entries of far different sizes one after another."""
        out, sizes = np.zeros_like(u), rows + np.frexp(u)[1]
        left = u != 0.0
        while left.any():
            largest = int(sizes[left].max())
            now = left & (sizes > largest - _TOGETHER)
            out += np.ldexp(product(np.ldexp(np.where(now, u, 0.0), rows - largest)), rows + largest)
            left &= ~now
        return out

    def dot(self, x):
        """The product with a vector or the columns of a matrix, with another operator or a number."""
        return super().dot(x if isinstance(x, LinearOperator) or np.isscalar(x) else real_array("u", x))

    def _adjoint(self) -> Self:
        return self

    def descent_directions(self, count: int) -> Matrix:
        """Eigenvectors of the residual part for its lowest eigenvalues -sqrt(p_i^2 + q_i^2) (``-|p_i|`` in spline).

        At most ``count`` orthonormal columns: neurons without residual moments have none (C6d).
        """
        moments = self._residual_rows()
        strength = np.sqrt(np.sum(moments**2, axis=0))
        neurons = np.argsort(-strength)[:count]
        neurons = neurons[strength[neurons] > 0.0]
        out = np.zeros((self.shape[0], neurons.size))
        columns = np.arange(neurons.size)
        width = strength.size
        for k, row in enumerate(moments):
            out[k * width + neurons, columns] = row[neurons] / (np.sqrt(2.0) * strength[neurons])
        out[len(moments) * width + neurons, columns] = -np.sqrt(0.5)
        return out

    def solve_residual_part(self, u: Vector, margin: float) -> Vector:
        """Solve (R + s) x = u for the residual part R, s = (1 + 1e-4) max sqrt(p_i^2 + q_i^2) + margin > 0, O(H)."""
        # R couples the last parameter of a neuron to its others only: block elimination leaves one equation a neuron.
        moments = self._residual_rows()
        squares = np.sum(moments**2, axis=0)
        shift = 1.0001 * float(np.sqrt(squares.max(initial=0.0))) + margin
        width = squares.size
        parts = np.reshape(u, -1)[: (len(moments) + 1) * width].reshape(len(moments) + 1, width)
        last = (parts[-1] - np.sum(moments * parts[:-1], axis=0) / shift) / (shift - squares / shift)
        out = np.empty(self.shape[0])
        out[-1] = np.reshape(u, -1)[-1] / shift
        out[: len(moments) * width] = ((parts[:-1] - moments * last) / shift).reshape(-1)
        out[len(moments) * width : -1] = last
        return out

    def _residual_rows(self) -> Matrix:
        """Couplings of each neuron's last parameter to its others in the residual part, shape (2 or 1, H)."""
        if self.coordinates == "spline":
            return -self._p[None, :]
        return np.stack([self._q + self.point.data.centre * self._p, self._p])

    def _changed_values(self, slope: Vector, constant: Vector, offset: float) -> tuple[Vector, Vector, float]:
        """Moments of the change J u of the network's values over each active set, and its sum."""
        if self.part == "residual":
            zero = np.zeros(slope.size)
            return zero, zero, 0.0
        sets, z = self.point.sets, self.point.data.z
        change = sets.forward(slope, constant, z)
        change += offset
        s0, s1 = sets.moments(change, z)
        return s0, s1, float(np.sum(change))

    def _network(self, u: Vector) -> Vector:
        w, b, v, centre = self.point.w, self.point.b, self.point.v, self.point.data.centre
        uw, uv, u0 = u[self.blocks["w"]], u[self.blocks["v"]], u[-1]
        # From (w, b) to (w, b + w centre) and, on the way out, back by the transpose of the same map.
        ub = u[self.blocks["b"]] + centre * uw
        s0, s1, total = self._changed_values(v * uw + w * uv, v * ub + b * uv, u0)
        out = np.empty_like(u)
        by_b = v * s0 + self._p * uv
        out[self.blocks["b"]] = by_b
        out[self.blocks["w"]] = v * s1 + self._q * uv + centre * by_b
        out[self.blocks["v"]] = w * s1 + b * s0 + self._q * uw + self._p * ub
        out[-1] = total
        return out

    def _spline(self, u: Vector) -> Vector:
        beta, mu = self._beta, self._mu
        ubeta, umu, u0 = u[self.blocks["beta"]], u[self.blocks["mu"]], u[-1]
        s0, s1, total = self._changed_values(umu, -beta * umu - mu * ubeta, u0)
        out = np.empty_like(u)
        out[self.blocks["beta"]] = -mu * s0 - self._p * umu
        out[self.blocks["mu"]] = s1 - beta * s0 - self._p * ubeta
        out[-1] = total
        return out


def hessian_operator(
    net: Weights,
    x: ArrayLike,
    y: ArrayLike,
    coordinates: Coordinates = "network",
    *,
    part: Part = "full",
    side: Side | None = None,
) -> HessianOperator:
    """The Hessian as a SciPy ``LinearOperator``: products in O(N + H), no matrix (C7).

    Arguments and errors are those of ``hessian``.

    Example:
        >>> operator = hessian_operator(Weights([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0])
        >>> (operator @ np.array([0.0, 0.0, 0.0, 1.0])).tolist()
        [2.0, 2.0, 1.0, 2.0]
    """
    check_choice("coordinates", coordinates, ("network", "spline"))
    point = LossPoint.of(net, x, y, smooth=True, side=side).resolved(net, coordinates)
    return HessianOperator(point, coordinates, part)
