"""Values of expressions by mpmath, for the witnesses; shares no code with the checker and its enclosures."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy as sp
from mpmath import mp, mpf
from sympy import Basic, Symbol

DIGITS = 40
"""Digits of every value; a witness of a tiny difference asks for more."""

_NAMES = {
    "Abs": "fabs",
    "uppergamma": "gammainc",
    "ceiling": "ceil",
    "Ei": "ei",
    "Si": "si",
    "Ci": "ci",
    "LambertW": "lambertw",
}
_OF_NUMBERS: dict[str, Callable[..., Any]] = {
    "Max": max,
    "Min": min,
    "sign": lambda z: mp.sign(z),
    "Heaviside": lambda z, half: half if z == 0 else mpf(z > 0),
    "lowergamma": lambda s, z: mp.gammainc(s, 0, z),
    "DiracDelta": lambda z: mpf(0) if z != 0 else mp.nan,
    "Mod": lambda z, d: z - d * mp.floor(z / d),
    "factorial": mp.factorial,
    "besselk": mp.besselk,
    "KroneckerDelta": lambda i, j: mpf(i == j),
    "frac": lambda z: z - mp.floor(z),
    "acot": lambda z: mp.atan(1 / z) if z else mp.pi / 2,
    "re": mp.re,
}


def value(expression: Basic, point: Mapping[Symbol, Any], digits: int = DIGITS) -> Any:
    """The value of an expression at a point, exact numbers read exactly; not a number where it has none."""
    with mp.workdps(digits):
        try:
            return _value(sp.sympify(expression), {s: _value(sp.sympify(v), {}) for s, v in point.items()})
        except (ZeroDivisionError, ValueError):  # mpmath raises the second at a pole
            return mp.nan


def holds(condition: Basic, point: Mapping[Symbol, Any]) -> bool:
    """Whether a condition holds at a point; sides of an equation agree to all but a few digits."""
    with mp.workdps(DIGITS):
        return _holds(condition, {s: _value(sp.sympify(v), {}) for s, v in point.items()})


def _holds(condition: Any, at: dict[Any, Any]) -> bool:
    if condition in (sp.true, sp.false):
        return bool(condition)
    if isinstance(condition, sp.And):
        return all(_holds(part, at) for part in condition.args)
    if isinstance(condition, sp.Or):
        return any(_holds(part, at) for part in condition.args)
    if isinstance(condition, sp.Not):
        return not _holds(condition.args[0], at)
    left, right = _value(condition.lhs, at), _value(condition.rhs, at)
    equal = abs(left - right) <= mpf(10) ** (8 - mp.dps) * max(1, abs(left), abs(right))
    if isinstance(condition, sp.Eq | sp.Ne):
        return equal if isinstance(condition, sp.Eq) else not equal
    less = {sp.StrictLessThan: left < right, sp.LessThan: left <= right}
    more = {sp.StrictGreaterThan: left > right, sp.GreaterThan: left >= right}
    return bool({**less, **more}[type(condition)])


def _value(e: Any, at: dict[Any, Any]) -> Any:
    if e in at:
        return at[e]
    if isinstance(e, sp.Rational):
        return mpf(int(e.p)) / int(e.q)
    if isinstance(e, sp.Integral):
        return _integral(e, at)
    if isinstance(e, sp.Sum | sp.Product):
        return _over_index(e, at)
    if isinstance(e, sp.Derivative):
        (variable, count), body = e.variable_count[0], e.expr
        return mp.diff(lambda z: _value(body, {**at, variable: z}), at[variable], int(count))
    if isinstance(e, sp.Piecewise):
        return next((_value(case, at) for case, condition in e.args if _holds(condition, at)), mp.nan)
    if isinstance(e, sp.Determinant):
        return mp.det(mp.matrix([[_value(each, at) for each in row] for row in e.arg.tolist()]))
    if isinstance(e, sp.Float):
        return mpf(str(e))
    if isinstance(e, sp.Pow) and isinstance(e.base, sp.gamma) and e.exp == -1:
        return mp.rgamma(_value(e.base.args[0], at))  # 0 at the poles of gamma
    parts = [_value(part, at) for part in e.args]
    if isinstance(e, sp.Add):
        return mp.fsum(parts)
    if isinstance(e, sp.Mul):
        return mp.fprod(parts)
    if isinstance(e, sp.Pow):
        return mp.power(*parts)
    if isinstance(e, sp.uppergamma):
        return mp.gammainc(*parts)
    known = _OF_NUMBERS.get(type(e).__name__)
    if known is not None:
        return known(*parts)
    if parts:
        return getattr(mp, _NAMES.get(type(e).__name__, type(e).__name__))(*parts)
    constants = {sp.pi: mp.pi, sp.E: mp.e, sp.I: mp.j, sp.oo: mp.inf, -sp.oo: -mp.inf, sp.EulerGamma: mp.euler}
    return +constants[e] if e in (sp.pi, sp.E, sp.EulerGamma) else constants[e]


def _integral(e: sp.Integral, at: dict[Any, Any]) -> Any:
    *inner, (variable, low, high) = e.limits
    body = sp.Integral(e.function, *inner) if inner else e.function
    low, high = _value(low, at), _value(high, at)
    # Doubly exponential quadrature wants its ends at the kinks: the integers are the suite's.
    inside = sorted({mpf(i) / 2 for i in range(-12, 13)} | {mpf(i) for i in (-100, -30, 30, 100)})
    ends = sorted((low, high))
    cuts = [ends[0], *(i for i in inside if ends[0] < i < ends[1]), ends[1]]
    total = mp.quad(lambda z: _value(body, {**at, variable: z}), cuts)
    return total if low <= high else -total


def _over_index(e: sp.Sum | sp.Product, at: dict[Any, Any]) -> Any:
    *inner, (index, low, high) = e.limits
    body = e.func(e.function, *inner) if inner else e.function
    first, last = _value(low, at), _value(high, at)
    if last == mp.inf:
        return mp.nsum(lambda i: _value(body, {**at, index: i}), [first, mp.inf])
    # SymPy's convention, Karr's: an empty range is 0 (or 1), a reversed one subtracts what lies between.
    indices = range(int(first), int(last) + 1)
    parts = [_value(body, {**at, index: mpf(i)}) for i in indices]
    if last < first - 1:
        back = [_value(body, {**at, index: mpf(i)}) for i in range(int(last) + 1, int(first))]
        return -mp.fsum(back) if isinstance(e, sp.Sum) else 1 / mp.fprod(back)
    return mp.fsum(parts) if isinstance(e, sp.Sum) else mp.fprod(parts)


def grows(integrand: Callable[[Any], Any], place: Any, far: Any) -> bool:
    """Whether the integral of a non-negative function diverges at a place (a number or ∞), as its parts show.

    The parts over the ranges that come a hundred times nearer each do not become smaller.
    """
    with mp.workdps(30):
        if place == mp.inf:
            ends = [mpf(far) * 100**i for i in range(6)]
        else:
            ends = [mpf(place) + (far - mpf(place)) / mpf(100) ** i for i in range(6)]
        parts = [
            abs(
                mp.quad(
                    integrand, [one, mp.sqrt(abs(one * other)) if place in (0, mp.inf) else (one + other) / 2, other]
                )
            )
            for one, other in itertools.pairwise(ends)
        ]
        return all(later > 0.9 * earlier > 0 for earlier, later in itertools.pairwise(parts))


def apart(one: Sequence[Any], other: Sequence[Any], gap: float) -> bool:
    """Whether numbers differ, pair by pair, by more than a gap."""
    return all(abs(left - right) > gap for left, right in zip(one, other, strict=True))
