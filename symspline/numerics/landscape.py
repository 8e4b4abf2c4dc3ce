"""Loss and gradient of a shallow ReLU network, O(N + H) after sorting.

The network f(x) = sum_i v_i relu(w_i x + b_i) + b0 has loss L = (1/2) sum_n e_n^2 with e_n = f(x_n) - y_n. Network
coordinates are (w, b, v, b0); spline coordinates are (beta, mu, b0), the breakpoint beta = -b/w and mu = w v, the slope
of the neuron on its active side.

Everything follows from the sums over active sets A_i: p_i = sum e_n, q_i = sum e_n x_n, and X_k = sum x_n^k over
A_i and A_j together. They are taken about the centre of the data, and the w-rows are carried back at the end by
d/dw|_b = d/dw|_b' + centre d/db'.
"""

from dataclasses import dataclass
from typing import Any, Literal, Self, TypeVar, overload

import numpy as np
from numpy.typing import ArrayLike

from symspline.numerics.active_sets import ActiveSets, Side, SortedData, Vector, contacts
from symspline.numerics.arguments import check_choice, finite_vector, same_length, shown
from symspline.numerics.units import LEAST, Units, in_unit, within_float64
from symspline.numerics.weights import Weights

Coordinates = Literal["network", "spline"]
AnyWeights = TypeVar("AnyWeights", bound=Weights)


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
        units: those of all of these, None for one.
    """

    data: SortedData
    sets: ActiveSets
    w: Vector
    b: Vector
    v: Vector
    residual: Vector
    units: Units | None = None

    @classmethod
    def of(cls, net: Weights, x: ArrayLike, y: ArrayLike, *, smooth: bool = False, side: Side | None = None) -> Self:
        """Sort, centre, locate and evaluate; data and targets of shape (N,), in any order, duplicates welcome.

        If second derivatives will be asked for (``smooth``), a breakpoint on a datum is refused; a side moves it to the
        "left" or "right" of its datum, for the limit from there.

        Raises:
            ValueError: non-finite values, unequal lengths, empty data, or a breakpoint that is refused.
        """
        w, b, v = Weights.required(net).w, net.b, net.v
        data = SortedData.of(x)
        targets = finite_vector("y", y)
        same_length(x=data.x, y=targets)
        sets = ActiveSets.of(w, b, data)
        if smooth:
            sets = _off_the_data(w, b, data, sets, side)
        b0, targets = net.b0, data.sort(targets)
        units = Units.of(w, b, v, data.x, max(abs(b0), float(np.abs(targets).max())))
        if units is not None:
            # What a neuron sees is known; in other units small breakpoints and data may fall together.
            w, b, v, b0 = units.weights(w, b, v, b0)
            data, targets = data.in_units(units.x), in_unit(targets, units.y)
        with np.errstate(over="ignore", invalid="ignore"):
            centred = data.centred_bias(w, b)
            residual = sets.forward(w * v, centred * v, data.z)
            residual += b0
            residual -= targets
        within_float64("a residual f(x) - y", residual)
        return cls(data, sets, w, centred, v, residual, units)

    @property
    def loss(self) -> float:
        """(1/2) sum e_n^2; ValueError where it overflows."""
        with np.errstate(over="ignore"):
            loss = 0.5 * float(self.residual @ self.residual)
            unit = 2 * self.units.y if self.units is not None else 0
            if unit or not np.isfinite(loss):
                order = int(np.frexp(np.abs(self.residual).max())[1])
                scaled = np.ldexp(self.residual, -order)
                loss = float(np.ldexp(0.5 * float(scaled @ scaled), unit + 2 * order))
        within_float64("the loss", loss, "rescale y and the output weights")
        return loss

    def resolved(self, net: Weights, coordinates: Coordinates) -> Self:
        """The point itself; ValueError where a weight is so small in units of the largest that its row is lost."""
        pairs = [("v", net.v, self.v)] + [("w", net.w, self.w)] * (coordinates == "spline")
        for name, given, here in pairs if self.units is not None else ():
            lost = np.flatnonzero((given != 0.0) & (np.abs(here) < LEAST))
            if lost.size:
                raise ValueError(
                    f"{name}[{lost[0]}] is {given[lost[0]]:g}, too small beside the other weights for derivatives in "
                    "float64: rescale that neuron, or leave it out"
                )
        return self

    def plain(self) -> Self:
        """The point itself; ValueError where the sizes of weights or data are far from one."""
        if self.units is not None:
            raise ValueError("x or the weights are of sizes whose products leave float64: rescale x and the weights")
        return self

    def residual_moments(self) -> tuple[Vector, Vector]:
        """p_i = sum_{A_i} e_n and q_i = sum_{A_i} e_n z_n about the centre, each of shape (H,)."""
        return self.sets.moments(self.residual, self.data.z)

    def breakpoints(self) -> Vector:
        """Breakpoints less the centre of the data, shape (H,); ValueError for a neuron with w = 0, which has none."""
        if not self.w.all():
            neuron = int(np.argmax(self.w == 0.0))
            raise ValueError(
                f"w[{neuron}] is 0: neuron {neuron} has no breakpoint, so spline coordinates do not exist; "
                'use coordinates="network" or absorb the neuron into b0'
            )
        return -self.b / self.w


def _off_the_data(w: Vector, b: Vector, data: SortedData, sets: ActiveSets, side: Side | None) -> ActiveSets:
    if side is not None and not (isinstance(side, str) and side in ("left", "right")):
        raise ValueError(f'side is {shown(side)}: pass "left", "right" or None')
    touching = contacts(w, b, data, sets)
    for neuron, position in touching:
        if w[neuron] == 0.0:
            raise ValueError(
                f"w[{neuron}] and b[{neuron}] are 0: neuron {neuron} is at its kink on every datum, where the loss has "
                "no second derivative; move w or b away from zero"
            )
        if side is None:
            datum = position if data.order is None else data.order[position]
            raise ValueError(
                f"the breakpoint of neuron {neuron} is exactly on x[{datum}] = {data.x[position]}, "
                'where the loss has no second derivative; pass side="left" or side="right" for the one-sided value'
            )
    return sets.nudged(touching, side, data.x) if touching and side else sets


def loss(net: Weights, x: ArrayLike, y: ArrayLike) -> float:
    """Squared loss (1/2) sum_n (f(x_n) - y_n)^2.

    Args:
        net: the network.
        x: data, shape (N,), any order.
        y: targets, shape (N,).

    Raises:
        ValueError: non-finite values, unequal lengths or empty data.

    Example:
        >>> loss(Weights([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0])
        3.25
    """
    return LossPoint.of(net, x, y).loss


@overload
def gradient(
    net: AnyWeights, x: ArrayLike, y: ArrayLike, coordinates: Literal["network"] = "network"
) -> AnyWeights: ...
@overload
def gradient(net: Weights, x: ArrayLike, y: ArrayLike, coordinates: Literal["spline"]) -> Any: ...
def gradient(net: Weights, x: ArrayLike, y: ArrayLike, coordinates: Coordinates = "network") -> Any:
    """Gradient of the loss (C2, C7).

    d/dw_i = v_i q_i, d/db_i = v_i p_i, d/dv_i = w_i q_i + b_i p_i, d/db0 = sum e_n;
    d/dbeta_i = -mu_i p_i, d/dmu_i = q_i - beta_i p_i.
    A datum exactly on a breakpoint counts as inactive.

    Args:
        net: the network.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        coordinates: "network" or "spline".

    Returns:
        numbers in the shape of what is differentiated: a network whose w, b, v, b0 are the derivatives, or in spline
        coordinates a spline whose beta, mu, b0 are the derivatives and whose s are the orientations.

    Raises:
        ValueError: non-finite values, unequal lengths, empty data, or spline coordinates of a neuron with w = 0.

    Example:
        >>> slope = gradient(Weights([1.0], [0.0], [2.0], 0.5), [-1.0, 1.0], [0.0, 0.0])
        >>> slope.w, slope.b, slope.v, slope.b0
        (array([5.]), array([5.]), array([2.5]), 3.0)
    """
    check_choice("coordinates", coordinates, ("network", "spline"))
    point = LossPoint.of(net, x, y).resolved(net, coordinates)
    with np.errstate(over="ignore", invalid="ignore"):
        offset = float(np.sum(point.residual))
        p, q = point.residual_moments()
        if coordinates == "spline":
            parts: list[Any] = [-(point.w * point.v) * p, q - point.breakpoints() * p, offset]
        else:
            dv = point.w * q
            dv += point.b * p
            q = q + point.data.centre * p
            q *= point.v
            parts = [q, point.v * p, dv, offset]
        if point.units is not None:
            whole = np.ldexp(np.hstack(parts), point.units.rows(coordinates) + 2 * point.units.y)
            parts = [*np.split(whole[:-1], len(parts) - 1), whole[-1]]
    for part in parts:
        within_float64("the gradient", part)
    return net.like(*parts) if coordinates == "network" else net.spline_like(*parts)
