"""Laws whose scales are far from one: the question is asked in units of the scales, and the answer carried back.

A formula has powers and products of the scales, which leave float64 long before the value does. With w, b and v in
units of powers of two near their scales no part of it does, and the way back, by powers of two, rounds nothing.
"""

from dataclasses import replace
from typing import Any

from sympy import Abs, Integer, floor, log

from symspline.model.formula import Formula, InUnits
from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal, RotationInvariant
from symspline.model.law import Constant, Law, SymmetrisedLogNormal

FAR = 64
"""Binary orders of magnitude from which on a scale is far from one."""

_LENGTHS = {"scale", "mean", "half_width", "value", "size"}
"""Parameters that grow with the variable itself."""

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
    if max(map(abs, (w, b, v))) < FAR:
        return None
    laws: dict[str, Any] = {"v": _divided(init.v, v)}
    if isinstance(init.wb, BivariateNormal):
        sizes = {"sigma_w": w, "mean_w": w, "sigma_b": b, "mean_b": b}
        laws["wb"] = replace(init.wb, **{p: getattr(init.wb, p) / Integer(2) ** k for p, k in sizes.items()})
    elif isinstance(init.wb, RotationInvariant):
        laws["wb"] = RotationInvariant(_divided(init.wb.radius, w))
    elif init.wb is None:
        laws |= {"w": _divided(init.w, w), "b": _divided(init.b, b)}
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
    v = _exponent(init.v)
    if isinstance(init.wb, BivariateNormal):
        return _order(init.wb.sigma_w), _order(init.wb.sigma_b), v
    if isinstance(init.wb, RotationInvariant):
        return _exponent(init.wb.radius), _exponent(init.wb.radius), v
    if init.wb is not None:
        return 0, 0, v
    w = _exponent(init.w)
    return w, w if init.zero_bias else _exponent(init.b), v


def _exponent(law: Law | None) -> int:
    if law is None or isinstance(law, SymmetrisedLogNormal) or not (law.is_discrete or law.scale_symbols):
        return 0
    return _order(law.length)


def _order(length: Any) -> int:
    return int(floor(log(Abs(length), 2).evalf()))


def _divided(law: Any, exponent: int) -> Any:
    """The law of X / 2^exponent."""
    if exponent == 0:
        return law
    sizes = {f: value / Integer(2) ** exponent for f, value in law.parameters.items() if f in _LENGTHS}
    return replace(law, **sizes)
