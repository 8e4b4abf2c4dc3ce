"""Loss, gradient, Hessian and Hessian-vector product of a shallow ReLU network, O(N + H) after sorting.

The network f(x) = sum_i v_i relu(w_i x + b_i) + b0 has loss L = (1/2) sum_n e_n^2 with e_n = f(x_n) - y_n. Network
coordinates are (w, b, v, b0); spline coordinates are (beta, mu, b0), the breakpoint beta = -b/w and mu = w v, the slope
of the neuron on its active side.

Everything follows from the sums over active sets A_i: p_i = sum e_n, q_i = sum e_n x_n, and X_k = sum x_n^k over
A_i and A_j together. They are taken about the centre of the data, and the w-rows are carried back at the end by
d/dw|_b = d/dw|_b' + centre d/db'.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse.linalg import LinearOperator

from symspline.numerics.active_sets import (
    ActiveSets,
    Side,
    SortedData,
    Vector,
    contacts,
    finite_scalar,
    finite_vector,
    same_length,
)

Coordinates = Literal["network", "spline"]
Part = Literal["full", "gauss_newton", "residual"]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LossPoint:
    """A network held against data: what every derivative of the loss is computed from.

    Attributes:
        data: sorted, centred data (N).
        sets: active sets of the H neurons.
        w: input weights, shape (H,).
        b: biases for the centred data, b + w centre, shape (H,).
        v: output weights, shape (H,).
        residual: e_n = f(x_n) - y_n in ascending order of x, shape (N,).
    """

    data: SortedData
    sets: ActiveSets
    w: Vector
    b: Vector
    v: Vector
    residual: Vector

    @classmethod
    def of(
        cls,
        w: ArrayLike,
        b: ArrayLike,
        v: ArrayLike,
        b0: float,
        x: ArrayLike,
        y: ArrayLike,
        *,
        smooth: bool = False,
        side: Side | None = None,
    ) -> LossPoint:
        """Sort, centre, locate and evaluate.

        Args:
            w: input weights, shape (H,).
            b: biases, shape (H,).
            v: output weights, shape (H,).
            b0: offset.
            x: data, shape (N,), any order, duplicates welcome.
            y: targets, shape (N,).
            smooth: whether second derivatives will be asked for, so that a breakpoint on a datum is refused.
            side: with ``smooth``, the one-sided value: the limit with each touching breakpoint moved to the "left" or
                to the "right" of its datum.

        Raises:
            ValueError: non-finite values, unequal lengths, empty data, or, with ``smooth`` and no side, a breakpoint
                exactly on a datum.
        """
        w, b, v = network_arrays(w, b, v)
        data = SortedData.of(x)
        targets = finite_vector("y", y)
        same_length(x=data.x, y=targets)
        b0 = finite_scalar("b0", b0)
        sets = ActiveSets.of(w, b, data)
        if smooth:
            sets = _off_the_data(w, b, data, sets, side)
        centred = data.centred_bias(w, b)
        residual = sets.forward(w * v, centred * v, data.z)
        residual += b0
        residual -= data.sort(targets)
        return cls(data, sets, w, centred, v, residual)

    @property
    def loss(self) -> float:
        """(1/2) sum e_n^2."""
        return 0.5 * float(self.residual @ self.residual)

    def residual_moments(self) -> tuple[Vector, Vector]:
        """p_i = sum_{A_i} e_n and q_i = sum_{A_i} e_n z_n about the centre, each of shape (H,)."""
        return self.sets.moments(self.residual, self.data.z)

    def breakpoints(self) -> Vector:
        """Breakpoints less the centre of the data, shape (H,).

        Raises:
            ValueError: a neuron with w = 0, which has no breakpoint.
        """
        if not self.w.all():
            neuron = int(np.argmax(self.w == 0.0))
            raise ValueError(
                f"w[{neuron}] is 0: neuron {neuron} has no breakpoint, so spline coordinates do not exist; "
                'use coordinates="network" or absorb the neuron into b0'
            )
        return -self.b / self.w


def network_arrays(w: ArrayLike, b: ArrayLike, v: ArrayLike) -> tuple[Vector, Vector, Vector]:
    """Checked float64 arrays of one length H >= 0.

    Raises:
        ValueError: non-finite values or unequal lengths.
    """
    w, b, v = (finite_vector(name, a, allow_empty=True) for name, a in (("w", w), ("b", b), ("v", v)))
    same_length(w=w, b=b, v=v)
    return w, b, v


def _off_the_data(w: Vector, b: Vector, data: SortedData, sets: ActiveSets, side: Side | None) -> ActiveSets:
    if side not in (None, "left", "right"):
        raise ValueError(f'side is {side!r}: pass "left", "right" or None')
    touching = list(contacts(w, b, data, sets))
    for neuron, position in touching:
        if w[neuron] == 0.0:
            raise ValueError(
                f"w[{neuron}] and b[{neuron}] are 0: neuron {neuron} is at its kink on every datum, where the loss has "
                "no second derivative; move w or b away from zero"
            )
        if side is None:
            datum = data.caller_index(position)
            raise ValueError(
                f"the breakpoint of neuron {neuron} is exactly on x[{datum}] = {data.x[position]}, "
                'where the loss has no second derivative; pass side="left" or side="right" for the one-sided value'
            )
    return sets.nudged(touching, side, data.x) if touching and side else sets


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ValueError(f"{name} is {value!r}: choose one of {', '.join(choices)}")


def loss(w: ArrayLike, b: ArrayLike, v: ArrayLike, b0: float, x: ArrayLike, y: ArrayLike) -> float:
    """Squared loss (1/2) sum_n (f(x_n) - y_n)^2.

    Args:
        w: input weights, shape (H,).
        b: biases, shape (H,).
        v: output weights, shape (H,).
        b0: offset.
        x: data, shape (N,), any order.
        y: targets, shape (N,).

    Raises:
        ValueError: non-finite values, unequal lengths or empty data.

    Example:
        >>> loss([1.0], [0.0], [2.0], 0.5, [-1.0, 1.0], [0.0, 0.0])
        3.25
    """
    return LossPoint.of(w, b, v, b0, x, y).loss


def gradient(
    w: ArrayLike,
    b: ArrayLike,
    v: ArrayLike,
    b0: float,
    x: ArrayLike,
    y: ArrayLike,
    coordinates: Coordinates = "network",
) -> tuple[Vector | float, ...]:
    """Gradient of the loss.

    d/dw_i = v_i q_i, d/db_i = v_i p_i, d/dv_i = w_i q_i + b_i p_i, d/db0 = sum e_n;
    d/dbeta_i = -mu_i p_i, d/dmu_i = q_i - beta_i p_i.
    A datum exactly on a breakpoint counts as inactive.

    Args:
        w: input weights, shape (H,).
        b: biases, shape (H,).
        v: output weights, shape (H,).
        b0: offset.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        coordinates: "network" or "spline".

    Returns:
        (dw, db, dv, db0) or (dbeta, dmu, db0), arrays of shape (H,) and a float.

    Raises:
        ValueError: non-finite values, unequal lengths, empty data, or spline coordinates of a neuron with w = 0.

    Source:
        C2, C7

    Example:
        >>> dw, db, dv, db0 = gradient([1.0], [0.0], [2.0], 0.5, [-1.0, 1.0], [0.0, 0.0])
        >>> dw.tolist(), db.tolist(), dv.tolist(), db0
        ([5.0], [5.0], [2.5], 3.0)
    """
    _check_choice("coordinates", coordinates, ("network", "spline"))
    point = LossPoint.of(w, b, v, b0, x, y)
    offset = float(np.sum(point.residual))
    if coordinates == "spline":
        beta = point.breakpoints()
        p, q = point.residual_moments()
        return -(point.w * point.v) * p, q - beta * p, offset
    p, q = point.residual_moments()
    dv = point.w * q
    dv += point.b * p
    q = q + point.data.centre * p
    q *= point.v
    return q, point.v * p, dv, offset


def block_slices(width: int, coordinates: Coordinates = "network") -> dict[str, slice]:
    """Where each group of parameters stands in the Hessian.

    Args:
        width: number H of neurons.
        coordinates: "network" for w, b, v, b0; "spline" for beta, mu, b0.

    Returns:
        name -> slice, in order.

    Example:
        >>> block_slices(3, "spline")["mu"]
        slice(3, 6, None)
    """
    _check_choice("coordinates", coordinates, ("network", "spline"))
    names = ("w", "b", "v") if coordinates == "network" else ("beta", "mu")
    slices = {name: slice(k * width, (k + 1) * width) for k, name in enumerate(names)}
    slices["b0"] = slice(len(names) * width, len(names) * width + 1)
    return slices


def hessian(
    w: ArrayLike,
    b: ArrayLike,
    v: ArrayLike,
    b0: float,
    x: ArrayLike,
    y: ArrayLike,
    coordinates: Coordinates = "network",
    *,
    part: Part = "full",
    side: Side | None = None,
) -> Matrix:
    """Dense Hessian of the loss, O(1) an entry.

    H = J^T J + residual part. With X_k the sum of x^k over the data both neurons see,
    w_i w_j: v_i v_j X2; w_i b_j: v_i v_j X1; b_i b_j: v_i v_j X0; w_i v_j: v_i (w_j X2 + b_j X1) + [i=j] q_i;
    b_i v_j: v_i (w_j X1 + b_j X0) + [i=j] p_i; v_i v_j: w_i w_j X2 + (w_i b_j + w_j b_i) X1 + b_i b_j X0;
    beta_i beta_j: mu_i mu_j X0; beta_i mu_j: -mu_i (X1 - beta_j X0) - [i=j] p_i;
    mu_i mu_j: X2 - (beta_i + beta_j) X1 + beta_i beta_j X0.

    Args:
        w: input weights, shape (H,).
        b: biases, shape (H,).
        v: output weights, shape (H,).
        b0: offset.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        coordinates: "network" (w, b, v, b0) or "spline" (beta, mu, b0); see ``block_slices``.
        part: "full", "gauss_newton" (J^T J) or "residual" (the rest).
        side: one-sided value for breakpoints exactly on a datum: the limit from the "left" or from the "right".

    Returns:
        symmetric matrix, shape (3H + 1, 3H + 1) or (2H + 1, 2H + 1).

    Raises:
        ValueError: as ``gradient``; a breakpoint exactly on a datum when no side is given.

    Source:
        C6a, C6b

    Example:
        >>> hessian([1.0], [0.0], [2.0], 0.5, [-1.0, 1.0], [0.0, 0.0], "spline")
        array([[ 4. , -4.5, -2. ],
               [-4.5,  1. ,  1. ],
               [-2. ,  1. ,  2. ]])
    """
    _check_choice("coordinates", coordinates, ("network", "spline"))
    _check_choice("part", part, ("full", "gauss_newton", "residual"))
    point = LossPoint.of(w, b, v, b0, x, y, smooth=True, side=side)
    if coordinates == "network":
        return _network_hessian(point, part)
    return _spline_hessian(point, part)


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
    """Sums of 1, z and z^2 over the data that two neurons both see, for every pair.

    Two suffixes share the shorter suffix, two prefixes the shorter prefix, a suffix and a prefix the data between.

    Args:
        sets: active sets of H neurons.
        z: sorted data, shape (N,).

    Returns:
        three symmetric matrices of shape (H, H).

    Source:
        C6
    """
    width = sets.key.size
    right = np.flatnonzero(sets.right)
    left = np.flatnonzero(~sets.right)
    suffix = sets.key[right]
    prefix = sets.key[left]
    both_right = np.maximum.outer(suffix, suffix)
    both_left = np.minimum.outer(prefix, prefix)
    start = suffix[:, None]
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


class HessianOperator(LinearOperator):
    """The Hessian as a linear map, O(N + H) a product, never stored.

    Args:
        point: the network held against the data.
        coordinates: "network" or "spline".
        part: "full", "gauss_newton" or "residual".

    Source:
        C7
    """

    def __init__(self, point: LossPoint, coordinates: Coordinates = "network", part: Part = "full"):
        _check_choice("coordinates", coordinates, ("network", "spline"))
        _check_choice("part", part, ("full", "gauss_newton", "residual"))
        self.point = point
        self.coordinates = coordinates
        self.part = part
        self.blocks = block_slices(point.w.size, coordinates)
        size = self.blocks["b0"].stop
        super().__init__(dtype=np.dtype(np.float64), shape=(size, size))
        # The residual moments enter as the weights of the residual part: zero where it is left out.
        self._p, self._q = (a.copy() for a in point.residual_moments())
        if part == "gauss_newton":
            self._p[:] = 0.0
            self._q[:] = 0.0
        self._beta = point.breakpoints() if coordinates == "spline" else np.empty(0)
        self._mu = point.w * point.v

    def _matvec(self, u: Vector) -> Vector:
        u = np.asarray(u, dtype=np.float64).reshape(-1)
        return self._network(u) if self.coordinates == "network" else self._spline(u)

    def _adjoint(self) -> HessianOperator:
        return self

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
    w: ArrayLike,
    b: ArrayLike,
    v: ArrayLike,
    b0: float,
    x: ArrayLike,
    y: ArrayLike,
    coordinates: Coordinates = "network",
    *,
    part: Part = "full",
    side: Side | None = None,
) -> HessianOperator:
    """The Hessian as a SciPy ``LinearOperator``: products in O(N + H), no matrix.

    Args:
        w: input weights, shape (H,).
        b: biases, shape (H,).
        v: output weights, shape (H,).
        b0: offset.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        coordinates: "network" or "spline".
        part: "full", "gauss_newton" or "residual".
        side: one-sided value for breakpoints exactly on a datum.

    Raises:
        ValueError: as ``hessian``.

    Source:
        C7

    Example:
        >>> operator = hessian_operator([1.0], [0.0], [2.0], 0.5, [-1.0, 1.0], [0.0, 0.0])
        >>> (operator @ np.array([0.0, 0.0, 0.0, 1.0])).tolist()
        [2.0, 2.0, 1.0, 2.0]
    """
    return HessianOperator(LossPoint.of(w, b, v, b0, x, y, smooth=True, side=side), coordinates, part)
