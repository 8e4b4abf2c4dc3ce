"""The tangent kernel K(x, x') = sum over parameters of df(x)/dtheta df(x')/dtheta, from running sums.

K(x, x') = 1 + sum over the neurons active at both of (w x + b)(w x' + b) + v^2 (1 + x x'). The right-facing neurons
active at both are those with a breakpoint below min(x, x'), the left-facing ones those with a breakpoint above
max(x, x'): four running sums over the sorted breakpoints serve the whole matrix.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.linalg import LinearOperator

from symspline.numerics.active_sets import ActiveSets, SortedData, Vector, breakpoints
from symspline.numerics.arguments import finite_vector, real_array
from symspline.numerics.hessian import Matrix
from symspline.numerics.units import far_order, within_float64
from symspline.numerics.weights import Weights


def tangent_kernel(net: Weights, x: ArrayLike, x2: ArrayLike | None = None) -> Matrix:
    """Tangent kernel of all parameters, the offset b0 included.

    Args:
        net: the network.
        x: first points, shape (N,), any order.
        x2: second points, shape (M,); None for x itself.

    Returns:
        shape (N, M), in the caller's order; O(H log H + N M).

    Raises:
        ValueError: non-finite values, unequal lengths or empty points.

    Source:
        C6g, D19

    Example:
        >>> tangent_kernel(Weights([1.0], [0.0], [2.0]), [-1.0, 1.0]).tolist()
        [[1.0, 1.0], [1.0, 10.0]]
    """
    w, b, v = Weights.required(net).w, net.b, net.v
    x = finite_vector("x", x)
    x2 = x if x2 is None else finite_vector("x2", x2)
    data, beta = SortedData.of(np.concatenate([x, x2])), breakpoints(w, b)
    right_facing = w >= 0.0
    unit = far_order(max(abs(float(data.x[0])), abs(float(data.x[-1]))))
    above = max(unit, 0)
    out = np.ones((x.size, x2.size))
    with np.errstate(over="ignore", invalid="ignore"):
        data, w, v = data.in_units(unit), np.ldexp(w, unit), np.ldexp(v, above)
        z, z2 = (np.ldexp(places, -unit) - data.centre for places in (x, x2))
        b = data.centred_bias(w, b)
        plain = np.multiply.outer(np.ldexp(x, -above), np.ldexp(x2, -above)) + 4.0**-above
        centred = np.multiply.outer(z, z2)
        total = np.add.outer(z, z2)
        for sign in (1.0, -1.0):
            # A left-facing neuron is a right-facing one on the mirrored axis.
            facing = np.flatnonzero(right_facing if sign > 0 else ~right_facing)
            order = facing[np.argsort(sign * beta[facing])]
            first = np.searchsorted(sign * beta[order], sign * x, "left")
            second = np.searchsorted(sign * beta[order], sign * x2, "left")
            seen = np.minimum.outer(first, second)
            ww, wb, bb, vv = (
                np.concatenate([[0.0], np.cumsum(values[order])])[seen] for values in (w * w, w * b, b * b, v * v)
            )
            out += ww * centred + wb * total + bb + vv * plain
    within_float64("the tangent kernel", out, "rescale x or the weights")
    return out


class TangentKernelOperator(LinearOperator):
    """The tangent kernel matrix K(x_n, x_m) of data x, shape (N,), as a linear map, O(N + H) a product.

    Raises:
        ValueError: as ``tangent_kernel``.

    Source:
        C7

    Example:
        >>> (TangentKernelOperator(Weights([1.0], [0.0], [2.0]), [-1.0, 1.0]) @ np.array([1.0, 2.0])).tolist()
        [3.0, 21.0]
    """

    def __init__(self, net: Weights, x: ArrayLike):
        self._w, b, self._v = Weights.required(net).w, net.b, net.v
        self._data = SortedData.of(x)
        self._sets = ActiveSets.of(self._w, b, self._data)
        self._b = self._data.centred_bias(self._w, b)
        super().__init__(dtype=np.dtype(np.float64), shape=(self._data.size, self._data.size))

    def _matvec(self, u: Vector) -> Vector:
        w, b, v, z, centre = self._w, self._b, self._v, self._data.z, self._data.centre
        u = self._data.sort(real_array("u", u).reshape(-1))
        s0, s1 = self._sets.moments(u, z)
        by_v = w * s1 + b * s0
        by_b = v * s0
        by_w = v * s1 + centre * by_b
        slope = w * by_v + v * by_w
        constant = b * by_v + v * (by_b + centre * by_w)
        return self._data.restore(self._sets.forward(slope, constant, z) + np.sum(u))

    def _adjoint(self) -> TangentKernelOperator:
        return self
