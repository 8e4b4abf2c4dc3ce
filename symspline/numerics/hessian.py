"""The dense Hessian of the loss, O(1) an entry, in network and spline coordinates.

The Hessian is J^T J plus a residual part that only couples the parameters of one neuron. The entries of J^T J need the
sums of 1, x and x^2 over the data that two neurons both see, which are single entries of running sums.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symspline.numerics.active_sets import ActiveSets, Side, Vector
from symspline.numerics.arguments import check_choice
from symspline.numerics.landscape import Coordinates, LossPoint
from symspline.numerics.units import within_float64
from symspline.numerics.weights import Weights

Part = Literal["full", "gauss_newton", "residual"]
Matrix = NDArray[np.float64]


def block_slices(width: int, coordinates: Coordinates = "network") -> dict[str, slice]:
    """Where each group of parameters stands in the Hessian: name -> slice, in order.

    Args:
        width: number H of neurons.
        coordinates: "network" for w, b, v, b0; "spline" for beta, mu, b0.

    Example:
        >>> block_slices(3, "spline")["mu"]
        slice(3, 6, None)
    """
    check_choice("coordinates", coordinates, ("network", "spline"))
    names = ("w", "b", "v") if coordinates == "network" else ("beta", "mu")
    slices = {name: slice(k * width, (k + 1) * width) for k, name in enumerate(names)}
    slices["b0"] = slice(len(names) * width, len(names) * width + 1)
    return slices


def hessian(
    net: Weights,
    x: ArrayLike,
    y: ArrayLike,
    coordinates: Coordinates = "network",
    *,
    part: Part = "full",
    side: Side | None = None,
) -> Matrix:
    """Dense Hessian of the loss, O(1) an entry (C6a, C6b).

    H = J^T J + residual part. With X_k the sum of x^k over the data both neurons see,
    w_i w_j: v_i v_j X2; w_i b_j: v_i v_j X1; b_i b_j: v_i v_j X0; w_i v_j: v_i (w_j X2 + b_j X1) + [i=j] q_i;
    b_i v_j: v_i (w_j X1 + b_j X0) + [i=j] p_i; v_i v_j: w_i w_j X2 + (w_i b_j + w_j b_i) X1 + b_i b_j X0;
    beta_i beta_j: mu_i mu_j X0; beta_i mu_j: -mu_i (X1 - beta_j X0) - [i=j] p_i;
    mu_i mu_j: X2 - (beta_i + beta_j) X1 + beta_i beta_j X0.

    Args:
        net: the network.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        coordinates: "network" (w, b, v, b0) or "spline" (beta, mu, b0); see ``block_slices``.
        part: "full", "gauss_newton" (J^T J) or "residual" (the rest).
        side: one-sided value for breakpoints exactly on a datum: the limit from the "left" or from the "right".

    Returns:
        symmetric matrix, shape (3H + 1, 3H + 1) or (2H + 1, 2H + 1).

    Raises:
        ValueError: as ``gradient``; a breakpoint exactly on a datum when no side is given.

    Example:
        >>> hessian(Weights([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0], "spline")
        array([[ 4. , -4.5, -2. ],
               [-4.5,  1. ,  1. ],
               [-2. ,  1. ,  2. ]])
    """
    check_choice("coordinates", coordinates, ("network", "spline"))
    check_choice("part", part, ("full", "gauss_newton", "residual"))
    point = LossPoint.of(net, x, y, smooth=True, side=side).resolved(net, coordinates)
    with np.errstate(over="ignore", invalid="ignore"):
        matrix = _network_hessian(point, part) if coordinates == "network" else _spline_hessian(point, part)
        if point.units is not None:
            rows = point.units.rows(coordinates) + point.units.y
            matrix = np.ldexp(matrix, rows[:, None] + rows)
    within_float64("the Hessian", matrix)
    return matrix


def _network_hessian(point: LossPoint, part: Part) -> Matrix:
    width, w, b, v = point.w.size, point.w, point.b, point.v
    centre = point.data.centre
    at = block_slices(width)
    out = np.zeros((3 * width + 1, 3 * width + 1))
    if part != "residual":
        z0, z1, z2 = shared_moments(point.sets, point.data.z)
        # x-moments from z-moments: the powers of x only multiply sums of equal sign or the centred line w z + b.
        x1 = z1 + centre * z0
        line1 = z1 * w + z0 * b  # sum over A_ij of (w_j z + b_j)
        line2 = z2 * w + z1 * b  # sum over A_ij of z (w_j z + b_j)
        weights = np.multiply.outer(v, v)
        np.multiply(weights, z2 + centre * (z1 + x1), out=out[at["w"], at["w"]])
        np.multiply(weights, x1, out=out[at["w"], at["b"]])
        np.multiply(weights, z0, out=out[at["b"], at["b"]])
        np.multiply(v[:, None], line2 + centre * line1, out=out[at["w"], at["v"]])
        np.multiply(v[:, None], line1, out=out[at["b"], at["v"]])
        np.add(w[:, None] * line2, b[:, None] * line1, out=out[at["v"], at["v"]])
        count, first = point.sets.moments(np.ones(point.data.size), point.data.z)
        out[at["w"], -1] = v * (first + centre * count)
        out[at["b"], -1] = v * count
        out[at["v"], -1] = w * first + b * count
        out[-1, -1] = point.data.size
    if part != "gauss_newton":
        p, q = point.residual_moments()
        diagonal = np.arange(width)
        out[diagonal, 2 * width + diagonal] += q + centre * p
        out[width + diagonal, 2 * width + diagonal] += p
    out[at["b"], at["w"]] = out[at["w"], at["b"]].T
    out[at["v"], : 2 * width] = out[: 2 * width, at["v"]].T
    out[-1, :-1] = out[:-1, -1]
    return out


def _spline_hessian(point: LossPoint, part: Part) -> Matrix:
    width, mu, beta = point.w.size, point.w * point.v, point.breakpoints()
    at = block_slices(width, "spline")
    out = np.zeros((2 * width + 1, 2 * width + 1))
    if part != "residual":
        z0, z1, z2 = shared_moments(point.sets, point.data.z)
        hinge1 = z1 - z0 * beta  # sum over A_ij of (z - beta_j)
        np.multiply(np.multiply.outer(mu, mu), z0, out=out[at["beta"], at["beta"]])
        np.multiply(-mu[:, None], hinge1, out=out[at["beta"], at["mu"]])
        np.subtract(z2 - z1 * beta, beta[:, None] * hinge1, out=out[at["mu"], at["mu"]])
        count, first = point.sets.moments(np.ones(point.data.size), point.data.z)
        out[at["beta"], -1] = -mu * count
        out[at["mu"], -1] = first - beta * count
        out[-1, -1] = point.data.size
    if part != "gauss_newton":
        p, _ = point.residual_moments()
        diagonal = np.arange(width)
        out[diagonal, width + diagonal] -= p
    out[at["mu"], at["beta"]] = out[at["beta"], at["mu"]].T
    out[-1, :-1] = out[:-1, -1]
    return out


def shared_moments(sets: ActiveSets, z: Vector) -> tuple[Matrix, Matrix, Matrix]:
    """Sums of 1, z and z^2 over the data that two neurons both see: three symmetric matrices of shape (H, H) (C6).

    Two suffixes share the shorter suffix, two prefixes the shorter prefix, a suffix and a prefix the data between.
    """
    width = sets.key.size
    right = np.flatnonzero(sets.right)
    left = np.flatnonzero(~sets.right)
    suffix = sets.key[right]
    prefix = sets.key[left]
    both_right = np.maximum.outer(suffix, suffix)
    both_left = np.minimum.outer(prefix, prefix)
    start = suffix[:, None]
    # Where a prefix ends before a suffix starts they share nothing: the stop is lifted to the start.
    stop = np.maximum(prefix - sets.n_data - 1, start)
    powers = []
    for values in (np.ones_like(z), z, z * z):
        table = sets.table(values)
        from_left = table[sets.n_data + 1 :]
        if left.size == 0:
            powers.append(table[both_right])
        elif right.size == 0:
            powers.append(table[both_left])
        else:
            out = np.empty((width, width))
            out[np.ix_(right, right)] = table[both_right]
            out[np.ix_(left, left)] = table[both_left]
            between = from_left[stop] - from_left[start]
            out[np.ix_(right, left)] = between
            out[np.ix_(left, right)] = between.T
            powers.append(out)
    return powers[0], powers[1], powers[2]
