"""Laws whose scales are far from one: the question is asked in units of the scales, and the answer carried back.

A formula has powers and products of the scales, which leave float64 long before the value does. With w, b and v in
units of powers of two near their scales no part of it does, and the way back, by powers of two, rounds nothing.
"""

from dataclasses import replace
from typing import Any

from sympy import Integer

from symspline.model.formula import Formula, InUnits
from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal, RotationInvariant
from symspline.model.law import Constant, Normal

_PLACE, _SLOPE = (-1, 1, 0), (1, 0, 1)
_VALUES: dict[str, tuple[tuple[tuple[int, int, int], ...], tuple[int, int, int]]] = {
    "joint_density": ((_PLACE, _SLOPE), (0, -1, -1)),
    "breakpoint_density": ((_PLACE,), (1, -1, 0)),
    "delta_slope_density": ((_SLOPE,), (-1, 0, -1)),
    "conditional_density": ((_SLOPE, _PLACE), (-1, 0, -1)),
    "zeta": ((_PLACE,), (3, -1, 0)),
    "zeta_1": ((_PLACE,), (2, -1, 0)),
    "curvature_penalty": ((_PLACE,), (-3, 1, 0)),
    "breakpoint_cdf": ((_PLACE,), (0, 0, 0)),
    "delta_slope_cdf": ((_SLOPE,), (0, 0, 0)),
    "breakpoint_probability": ((_PLACE, _PLACE), (0, 0, 0)),
    "dead_probability": ((_PLACE, _PLACE), (0, 0, 0)),
    "kernel": ((_PLACE, _PLACE), (0, 2, 0)),
    "step_kernel": ((_PLACE, _PLACE), (0, 0, 0)),
    "slope_kernel": ((_PLACE, _PLACE), (2, 0, 0)),
    "covariance": ((_PLACE, _PLACE), (0, 2, 2)),
    "slope_covariance": ((_PLACE, _PLACE), (2, 0, 2)),
}
"""Quantity -> the powers of the units of w, b and v in each of its arguments, and in its value."""


def near_one(init: Init, quantity: str) -> tuple[Init, tuple[int, int, int]] | None:
    """The initialisation in units 2^k of w, b and v, and the exponents; None where scales are near one or unknown."""
    if quantity not in _VALUES or init.free_symbols or (quantity == "covariance" and init.b0 != Constant(0)):
        return None
    w, b, v = _exponents(init)
    if w == b == v == 0:
        return None
    laws: dict[str, Any] = {"v": init.v.in_unit(v)}
    if isinstance(init.wb, BivariateNormal):
        sizes = {"sigma_w": w, "mean_w": w, "sigma_b": b, "mean_b": b}
        laws["wb"] = replace(init.wb, **{p: getattr(init.wb, p) / Integer(2) ** k for p, k in sizes.items()})
    elif isinstance(init.wb, RotationInvariant):
        laws["wb"] = RotationInvariant(init.wb.radius.in_unit(w))
    elif init.wb is None:
        laws |= {"w": init.w.in_unit(w), "b": init.b.in_unit(b)}
    return replace(init, **laws), (w, b, v)


def carried_back(quantity: str, found: Formula, units: tuple[int, int, int]) -> Formula:
    """The answer for an initialisation in those units as the one of the initialisation itself."""
    places, value = _VALUES[quantity]

    def exponent(powers: tuple[int, int, int]) -> int:
        return sum(power * unit for power, unit in zip(powers, units, strict=True))

    inside = InUnits(found, tuple(map(exponent, places)), exponent(value))
    put = {a: a / Integer(2) ** k for a, k in zip(found.args, inside.places, strict=True)}
    line: Any = Integer(2) ** inside.value * found.general.xreplace(put)
    return replace(found, general=line, compute=None, breaks={}, in_units=inside)


def _exponents(init: Init) -> tuple[int, int, int]:
    """The binary orders of magnitude of w, b and v; a bias that is always zero takes that of w."""
    v = init.v.order
    if isinstance(init.wb, BivariateNormal):
        return Normal(init.wb.sigma_w).order, Normal(init.wb.sigma_b).order, v
    if isinstance(init.wb, RotationInvariant):
        return init.wb.radius.order, init.wb.radius.order, v
    if init.wb is not None:
        return 0, 0, v
    return init.w.order, init.w.order if init.zero_bias else init.b.order, v
