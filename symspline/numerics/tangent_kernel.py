"""The tangent kernel K(x, x') = sum over parameters of df(x)/dtheta df(x')/dtheta, from running sums.

K(x, x') = 1 + sum over the neurons active at both of (w x + b)(w x' + b) + v^2 (1 + x x'). The right-facing neurons
active at both are those with a breakpoint below min(x, x'), the left-facing ones those with a breakpoint above
max(x, x'): four running sums over the sorted breakpoints serve the whole matrix.
"""

import numpy as np
from numpy.typing import ArrayLike

from symspline.numerics.active_sets import SortedData, breakpoints, finite_vector
from symspline.numerics.hessian import Matrix
from symspline.numerics.weights import Weights


def tangent_kernel(net: Weights, x: ArrayLike, x2: ArrayLike | None = None) -> Matrix:
    """Tangent kernel of all parameters, the offset b0 included (C6g, D19).

    Args:
        net: the network.
        x: first points, shape (N,), any order.
        x2: second points, shape (M,); None for x itself.

    Returns:
        shape (N, M), in the caller's order; O(H log H + N M).

    Raises:
        ValueError: non-finite values, unequal lengths or empty points.

    Example:
        >>> tangent_kernel(Weights([1.0], [0.0], [2.0]), [-1.0, 1.0]).tolist()
        [[1.0, 1.0], [1.0, 10.0]]
    """
    w, b, v = net.w, net.b, net.v
    x = finite_vector("x", x)
    x2 = x if x2 is None else finite_vector("x2", x2)
    data = SortedData.of(np.concatenate([x, x2]))
    z, z2 = x - data.centre, x2 - data.centre
    b = data.centred_bias(w, b)
    beta = breakpoints(w, b)
    out = np.ones((x.size, x2.size))
    plain = np.multiply.outer(x, x2) + 1.0
    centred = np.multiply.outer(z, z2)
    total = np.add.outer(z, z2)
    for sign in (1.0, -1.0):
        # A left-facing neuron is a right-facing one on the mirrored axis.
        facing = np.flatnonzero(w >= 0.0) if sign > 0 else np.flatnonzero(w < 0.0)
        order = facing[np.argsort(sign * beta[facing])]
        first = np.searchsorted(sign * beta[order], sign * z, "left")
        second = np.searchsorted(sign * beta[order], sign * z2, "left")
        seen = np.minimum.outer(first, second)
        ww, wb, bb, vv = (
            np.concatenate([[0.0], np.cumsum(values[order])])[seen] for values in (w * w, w * b, b * b, v * v)
        )
        out += ww * centred + wb * total + bb + vv * plain
    return out
