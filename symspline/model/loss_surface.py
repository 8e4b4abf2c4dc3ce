"""The loss surface of a network on data: loss, gradient, Hessian, tangent kernel and sharpness.

All speak of L = (1/2) sum_n (f(x_n) - y_n)^2, in network coordinates (w, b, v, b0) or in spline coordinates (beta,
mu, b0) with breakpoint beta = -b/w and delta-slope mu = w v on the neuron's active side.
"""

from __future__ import annotations

from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symspline.model.network import Network
from symspline.model.spline import Spline
from symspline.numerics import hessian as dense
from symspline.numerics import hessian_operator as matrix_free
from symspline.numerics import landscape, spectrum
from symspline.numerics import tangent_kernel as kernel

Coordinates = Literal["network", "spline"]
Part = Literal["full", "gauss_newton", "residual"]
Side = Literal["left", "right"]
Matrix = NDArray[np.float64]


def loss(net: Network, x: ArrayLike, y: ArrayLike) -> float:
    """Squared loss (1/2) sum_n (f(x_n) - y_n)^2, O((N + H) log(N + H)).

    Args:
        net: the network.
        x: data, shape (N,), any order, duplicates welcome.
        y: targets, shape (N,).

    Raises:
        ValueError: non-finite values, unequal lengths or empty data.

    Source:
        C1

    Example:
        >>> loss(Network([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0])
        3.25
    """
    return landscape.loss(net.w, net.b, net.v, net.b0, x, y)


@overload
def gradient(net: Network, x: ArrayLike, y: ArrayLike, coordinates: Literal["network"] = "network") -> Network: ...
@overload
def gradient(net: Network, x: ArrayLike, y: ArrayLike, coordinates: Literal["spline"]) -> Spline: ...
def gradient(net: Network, x: ArrayLike, y: ArrayLike, coordinates: Coordinates = "network") -> Network | Spline:
    """Gradient of the loss, O((N + H) log(N + H)), in the shape of what it differentiates.

    With p_i = sum e_n and q_i = sum e_n x_n over the data that neuron i sees:
    dL/dw_i = v_i q_i, dL/db_i = v_i p_i, dL/dv_i = w_i q_i + b_i p_i, dL/db0 = sum e_n;
    dL/dbeta_i = -mu_i p_i, dL/dmu_i = q_i - beta_i p_i. A datum exactly on a breakpoint counts as not seen.

    Args:
        net: the network.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        coordinates: "network" or "spline".

    Returns:
        a Network whose w, b, v, b0 are the derivatives; in spline coordinates a Spline whose beta, mu, b0 are the
        derivatives and whose s are the orientations.

    Raises:
        ValueError: non-finite values, unequal lengths, empty data, or spline coordinates of a neuron with w = 0.

    Source:
        C2, C7

    Example:
        >>> slope = gradient(Network([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0])
        >>> slope.w, slope.b, slope.v, slope.b0
        (array([5.]), array([5.]), array([2.5]), 3.0)
    """
    parts = landscape.gradient(net.w, net.b, net.v, net.b0, x, y, coordinates)
    if coordinates == "network":
        return Network(parts[0], parts[1], parts[2], float(parts[3]))
    return Spline(parts[0], parts[1], np.sign(net.w), float(parts[2]))


def hessian(
    net: Network,
    x: ArrayLike,
    y: ArrayLike,
    coordinates: Coordinates = "network",
    *,
    part: Part = "full",
    side: Side | None = None,
) -> Matrix:
    """Dense Hessian of the loss, O(1) an entry.

    H = J^T J + a residual part that couples only the parameters of one neuron: (w_i, v_i) by q_i and (b_i, v_i) by p_i;
    (beta_i, mu_i) by -p_i in spline coordinates.

    Args:
        net: the network.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        coordinates: "network", in the order w_1..w_H, b_1..b_H, v_1..v_H, b0, or "spline", in the order
            beta_1..beta_H, mu_1..mu_H, b0.
        part: "full", "gauss_newton" (J^T J) or "residual" (the rest).
        side: value for breakpoints exactly on a datum, where the Hessian jumps: the limit as such a breakpoint comes
            from the "left" or from the "right".

    Returns:
        symmetric matrix, shape (3H + 1, 3H + 1) or (2H + 1, 2H + 1).

    Raises:
        ValueError: as ``gradient``; a breakpoint exactly on a datum when no side is given.

    Source:
        C6a, C6b

    Example:
        >>> hessian(Network([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0], "spline")
        array([[ 4. , -4.5, -2. ],
               [-4.5,  1. ,  1. ],
               [-2. ,  1. ,  2. ]])
    """
    return dense.hessian(net.w, net.b, net.v, net.b0, x, y, coordinates, part=part, side=side)


def hessian_operator(
    net: Network,
    x: ArrayLike,
    y: ArrayLike,
    coordinates: Coordinates = "network",
    *,
    part: Part = "full",
    side: Side | None = None,
) -> matrix_free.HessianOperator:
    """The Hessian as a SciPy ``LinearOperator``: products in O(N + H), no matrix.

    Args:
        net: the network.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        coordinates: "network" or "spline", ordered as in ``hessian``.
        part: "full", "gauss_newton" or "residual".
        side: value for breakpoints exactly on a datum, as in ``hessian``.

    Returns:
        the operator; ``operator.blocks`` names the parameters' places.

    Raises:
        ValueError: as ``hessian``.

    Source:
        C7

    Example:
        >>> operator = hessian_operator(Network([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0])
        >>> (operator @ np.array([0.0, 0.0, 0.0, 1.0])).tolist()
        [2.0, 2.0, 1.0, 2.0]
    """
    return matrix_free.hessian_operator(net.w, net.b, net.v, net.b0, x, y, coordinates, part=part, side=side)


def tangent_kernel(net: Network, x: ArrayLike, x2: ArrayLike | None = None) -> Matrix:
    """Tangent kernel K(x, x') = sum over all parameters, b0 included, of df(x)/dtheta df(x')/dtheta.

    K(x, x') = 1 + sum over the neurons active at both of (w x + b)(w x' + b) + v^2 (1 + x x'), O(H log H + N M).

    Args:
        net: the network.
        x: first points, shape (N,), any order.
        x2: second points, shape (M,); None for x itself.

    Returns:
        shape (N, M), in the caller's order.

    Raises:
        ValueError: non-finite values or no points.

    Source:
        C6g, D19

    Example:
        >>> tangent_kernel(Network([1.0], [0.0], [2.0]), [-1.0, 1.0]).tolist()
        [[1.0, 1.0], [1.0, 10.0]]
    """
    return kernel.tangent_kernel(net.w, net.b, net.v, x, x2)


def sharpness(
    net: Network, x: ArrayLike, y: ArrayLike, coordinates: Coordinates = "network", *, side: Side | None = None
) -> float:
    """Largest eigenvalue of the Hessian; gradient descent is linearly stable for steps below 2 / sharpness.

    Args:
        net: the network.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        coordinates: "network" or "spline".
        side: value for breakpoints exactly on a datum, as in ``hessian``.

    Raises:
        ValueError: as ``hessian``.

    Source:
        D19

    Example:
        >>> round(sharpness(Network([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0]), 12)
        12.583349897261
    """
    return spectrum.sharpness(net.w, net.b, net.v, net.b0, x, y, coordinates, side=side)
