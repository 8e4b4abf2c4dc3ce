"""Loss and gradient of a shallow ReLU network, O(N + H) after sorting.

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
from numpy.typing import ArrayLike

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


def check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Check that an argument is one of the named choices.

    Raises:
        ValueError: it is not; the message lists them.
    """
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
    check_choice("coordinates", coordinates, ("network", "spline"))
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
