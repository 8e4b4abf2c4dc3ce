"""Values of a network at places, by sums over the neurons that each place switches on."""

import numpy as np
from numpy.typing import NDArray

from symspline.numerics.active_sets import ActiveSets, SortedData, Vector
from symspline.numerics.units import Units


def values_at(w: Vector, b: Vector, v: Vector, b0: float, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """``b0 + sum_i v_i relu(w_i x + b_i)`` at places of any shape, in O((N + H) log H).

    Raises:
        ValueError: a place is not finite, or a value overflows.
    """
    if places.size == 0:
        return np.zeros(places.shape)
    data = SortedData.of(places.reshape(-1))
    sets = ActiveSets.of(w, b, data)
    units = Units.of(w, b, v, data.x, abs(b0))
    with np.errstate(over="ignore", invalid="ignore"):
        if units is not None:
            (w, b, v, b0), data = units.weights(w, b, v, b0), data.in_units(units.x)
        values = data.restore(sets.forward(w * v, data.centred_bias(w, b) * v, data.z) + b0)
        values = values if units is None else np.ldexp(values, units.y)
    finite = np.isfinite(values)
    if not finite.all():
        at = places.reshape(-1)[np.argmin(finite)]
        raise ValueError(f"the network leaves float64 at x = {at:g}: rescale its weights or x")
    return values.reshape(places.shape)
