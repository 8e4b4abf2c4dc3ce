"""Numbers of a density: evenness, panels, checks at the door, moments by quadrature."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from symspline.model.array_code import ArrayFunction
from symspline.model.singular_ends import beside
from symspline.numerics.joined_panels import JoinedPanels, Part
from symspline.numerics.panels import Panels

from .density_expression import find_centres

_TOLERANCE = 1e-9
_SMALLEST, _LARGEST = 1e-305, 1e305  # lengths of a bounded support that leave room to cut it
_SAMPLE_VALUES = (1.0, 0.45, 2.6)

_t = sp.Symbol("t", real=True)
_s = sp.Dummy("s", real=True)

ContinuousLaw = Any
"""A law with a density; `Law` itself stands above, and asks."""


def is_even(law: ContinuousLaw) -> bool:
    """Whether the density and the support are symmetric about zero; a doubt that SymPy leaves is settled at points."""
    if sp.simplify(law.lower + law.upper) != 0 and not (law.lower == -sp.oo and law.upper == sp.oo):
        return False
    t = sp.Symbol("t", positive=True)
    difference = law.density(t) - law.density(-t)
    if difference == 0 or sp.simplify(difference) == 0:
        return True
    values = _exact(dict(zip(sorted(law.free_symbols, key=str), (1.3, 0.7, 2.1) * 9, strict=False)))
    upper = law.upper.xreplace(values)
    places = [
        p if upper == sp.oo else p * upper / 10 for p in map(sp.Rational, ("0.0137", "0.391", "1.0721", "2.9", "7.3"))
    ]
    right, left = ([law.density(s * p).xreplace(values).evalf(30) for p in places] for s in (1, -1))
    return all(abs(r - s) <= sp.Float(10) ** -22 * (abs(r) + abs(s)) for r, s in zip(right, left, strict=True))


def _exact(values: dict[sp.Symbol, float]) -> dict[Any, Any]:
    return {s: sp.Rational(str(v)) for s, v in values.items()}


def _numeric(expr: Any, symbol: sp.Symbol = _t):
    """A density as a function of arrays; points where float64 gives no number are computed with mpmath."""
    fast = ArrayFunction(expr, (symbol,))
    slow = sp.lambdify(symbol, expr, "mpmath")

    def density(x: np.ndarray) -> np.ndarray:
        out = np.array(fast(x), dtype=float)
        for i in np.flatnonzero(~np.isfinite(out)):
            out[i] = _with_mpmath(slow, x[i])
        return out

    return density


def _with_mpmath(density: Any, x: float) -> float:
    with mpmath.workdps(25):
        try:
            value = density(mpmath.mpf(x))
            return float(value) if mpmath.im(value) == 0 else np.nan
        except (ZeroDivisionError, ValueError, OverflowError):
            return np.nan


def panels_of(
    law: ContinuousLaw, values: dict[sp.Symbol, float] | None = None, power: float = 0.0
) -> Panels | JoinedPanels:
    """The density of a law integrated panel by panel; times ``|x|^power`` where a power is given."""
    exact = _exact(values or {})
    expr = law.density(_t).xreplace(exact)
    places = [place.xreplace(exact) for place in law.breaks]
    peaks: tuple[Any, ...] = find_centres(law.density(_t), _t)
    centres = [float(p) for p in (*places, *(peak.xreplace(exact) for peak in peaks))]
    lower, upper, length = (float(e.xreplace(exact)) for e in (law.lower, law.upper, law.length))
    if np.isfinite(lower) and np.isfinite(upper):
        length = upper - lower
    if power and lower < 0 < upper:
        centres = [0.0, *centres]

    def weighted(f: Any, at: Any = lambda x: x) -> Any:
        return (lambda x: np.abs(at(x)) ** power * f(x)) if power else f

    local = {float(place): beside(expr, _t, place, _s) for place in places}
    local = {place: form for place, form in local.items() if form is not None}
    if not local:
        return Panels(weighted(_numeric(expr)), lower, upper, centres or [0.0], length)
    if 0.0 in map(float, places):
        local[0.0] = expr.xreplace({_t: _s})
    parts = []
    for place, side, low, high in _halves(sorted(local), lower, upper):
        f = _numeric(local[place].subs(_s, side * _s), _s)
        inside = [c for c in centres if low <= c <= high]
        parts.append(Part(low, high, place, weighted(f, lambda s, p=place, d=side: p + d * s), inside))
    return JoinedPanels(parts, length)


def _halves(places: list[float], lower: float, upper: float) -> Iterator[tuple[float, int, float, float]]:
    """Each singular place with the stretch to the left of it, as side -1, and to the right, up to its neighbours."""
    middles = [(a + b) / 2 for a, b in pairwise(places)]
    for place, low, high in zip(places, [lower, *middles], [*middles, upper], strict=True):
        if low < place:
            yield place, -1, low, place
        if place < high:
            yield place, 1, place, high


def check_density(law: ContinuousLaw) -> None:
    """Refuses a density that is negative somewhere or does not integrate to one, and says by how much."""
    names = sorted(law.free_symbols, key=str)
    if not names:
        _check_at(law, {}, "")
    for shift in range(len(_SAMPLE_VALUES)) if names else ():
        values = {s: _SAMPLE_VALUES[(i + shift) % len(_SAMPLE_VALUES)] for i, s in enumerate(names)}
        where = ", ".join(f"{s} = {v}" for s, v in values.items())
        _check_at(law, values, f" at {where}")


def _check_at(law: ContinuousLaw, values: dict[sp.Symbol, float], where: str) -> None:
    lower, upper = (float(e.xreplace(_exact(values))) for e in (law.lower, law.upper))
    if not (lower < upper and (np.isinf(lower) or np.isinf(upper) or _SMALLEST < upper - lower < _LARGEST)):
        raise ValueError(f"support{where} is ({law.lower}, {law.upper}), which float64 cannot divide: change the unit")
    panels = panels_of(law, values)
    x, density = panels.nodes()
    if not np.all(np.isfinite(density)):
        raise ValueError(
            f"pdf{where} is not a finite real number at {x[~np.isfinite(density)][0]:.6g}; check the support"
        )
    place, lowest = _lowest(panels, x, density)
    if lowest < -1e-13 * np.max(density, initial=0.0):
        raise ValueError(f"pdf{where} is negative: {lowest:.6g} at {place:.6g}; a density is nowhere below zero")
    if not abs(panels.total - 1) <= _TOLERANCE:
        if panels.error > _TOLERANCE:
            raise ValueError(
                f"pdf{where} could not be integrated to {_TOLERANCE:g}: {panels.total:.6g} with an estimated error of "
                f"{panels.error:.1g}; a tail is too heavy or a singularity too strong: end the support before it"
            )
        raise ValueError(f"pdf{where} integrates to {panels.total:.10g}, not to 1; divide it by that")


def _lowest(panels: Panels | JoinedPanels, x: np.ndarray, density: np.ndarray) -> tuple[float, float]:
    """The smallest value found: at the nodes, then refined around the lowest few inner minima."""
    order = np.argsort(x)
    x, density = x[order], density[order]
    inner = np.flatnonzero((density[1:-1] <= density[:-2]) & (density[1:-1] <= density[2:])) + 1
    best = int(np.argmin(density))
    place, lowest = float(x[best]), float(density[best])
    for i in inner[np.argsort(density[inner])][:12]:
        if x[i + 1] > x[i - 1]:
            # Loaded here: a theorem is printed without SciPy.
            from scipy.optimize import minimize_scalar

            found: Any = minimize_scalar(
                lambda z: float(panels.f(np.array([z]))[0]),
                bounds=(x[i - 1], x[i + 1]),
                method="bounded",
                options={"xatol": 1e-12 * max(1.0, abs(x[i]))},
            )
            if found.fun < lowest:
                place, lowest = float(found.x), float(found.fun)
    return place, lowest


def absolute_moment_by_quadrature(law: ContinuousLaw, n: float) -> float:
    """``E|X|^n`` from the density alone."""
    with np.errstate(over="ignore", invalid="ignore"):
        return panels_of(law, power=n).total
