"""Where a density of one's own is not analytic: exactly where algebra tells, else isolated by balls."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symspline.enclosure.ball import Undecided
from symspline.enclosure.zeros import CLOSE, zeros
from symspline.model.array_code import ArrayFunction
from symspline.proof.limit import OutOfTime, within

from .density_expression import kink_edges, polynomial_zeros, singular_edges

SECONDS = 1.0
"""Processor time in which an exact name is sought for a place."""
NEGLIGIBLE = 1e-20
"""What ``x^4 p(x)`` falls below, relative to its largest value, where kinks of a tail do not matter any more."""
FARTHEST = 1e6
"""Where a tail is looked at at most: a kinked density that is still felt there has too many kinks, or one too far."""


@dataclass(frozen=True)
class Breaks:
    """Places inside a support where a density is not analytic, and whether all of them are exact."""

    places: tuple[sp.Expr, ...]
    exact: bool


def breaks_of(expr: sp.Expr, symbol: sp.Symbol, support: sp.Set) -> Breaks:
    """The kinks, jumps and inner singularities of a density.

    Zeros of polynomials are found by algebra, with parameters too. Those of other functions are isolated by balls and
    given their exact name where SymPy finds one that lies in the ball; else they are rational numbers within 1e-29.

    Args:
        expr: the density.
        symbol: its variable.
        support: the interval where it holds.

    Raises:
        ValueError: zeros that accumulate, are too many, or depend on a parameter; the message names function and place.

    Example:
        >>> t = sp.Symbol("t", real=True)
        >>> breaks_of(sp.Abs(sp.exp(t) - 2), t, sp.Interval(0, 1))
        Breaks(places=(log(2),), exact=True)
    """
    found: dict[Any, None] = {}
    names, exact, ends = expr.free_symbols - {symbol}, True, None
    for factor, is_kink in _factors_of_edges(expr, symbol):
        roots = polynomial_zeros(factor, symbol)
        if roots is not None:
            # Of a singular place that is real for some parameters only nothing is known.
            found.update(dict.fromkeys(root for root in roots if is_kink or root.is_real))
        elif names and is_kink:
            raise ValueError(
                f"pdf bends where {factor} vanishes, which cannot be found while {min(map(str, names))} is a symbol; "
                "give it a number"
            )
        elif not names:
            ends = ends or _ends(expr, symbol, support)
            places = _isolated(factor, symbol, ends, is_kink)
            named = _named(factor, symbol, ends, places) if places else {}
            exact = exact and len(named) == len(places)
            found.update(dict.fromkeys(named.get(place, place) for place in places))
    return Breaks(tuple(_inside(found, support)), exact)


def _isolated(factor: sp.Expr, symbol: sp.Symbol, ends: tuple[Any, Any], is_kink: bool) -> list[Any]:
    try:
        return zeros(factor, symbol, *ends)
    except Undecided as error:
        # A base that no ball encloses was no reason to refuse: quadrature estimates its own error.
        if not is_kink and "enclosure is known" in str(error):
            return []
        raise ValueError(
            f"pdf cannot be cut where it is not analytic: {error}; give a density with finitely many such places, or "
            "end the support before they accumulate"
        ) from None


def _inside(found: Any, support: sp.Set) -> Iterator[sp.Expr]:
    for place in found:
        if not (place.is_number and (place <= support.inf or place >= support.sup)):
            yield place


def _factors_of_edges(expr: sp.Expr, symbol: sp.Symbol) -> Iterator[tuple[Any, bool]]:
    """What vanishes where a density is not analytic, and whether it bends or jumps there."""
    seen = set()
    for edges, is_kink in ((kink_edges(expr), True), (singular_edges(expr, symbol), False)):
        for factor in (factor for edge in edges for factor in _factors(edge)):
            if factor.has(symbol) and factor not in seen and not _never_vanishes(factor):
                seen.add(factor)
                yield factor, is_kink


def _factors(edge: Any) -> Iterator[Any]:
    """Factors of numerator and denominator, without powers."""
    for part in sp.fraction(sp.together(edge)):
        factors: tuple[Any, ...] = sp.Mul.make_args(part)
        for factor in factors:
            base = factor.base if factor.is_Pow and not factor.exp.free_symbols else factor
            if base == factor:
                yield factor
            else:
                yield from _factors(base)


def _never_vanishes(factor: Any) -> bool:
    return bool(isinstance(factor, sp.exp | sp.cosh) or factor.is_positive or factor.is_negative)


def _ends(expr: sp.Expr, symbol: sp.Symbol, support: sp.Set) -> tuple[sp.Expr, sp.Expr]:
    """The support, its tails cut where what is left of the density is no more than rounding."""
    low, high = support.inf, support.sup
    if low.is_finite and high.is_finite:
        return low, high
    density = ArrayFunction(expr, (symbol,))
    origin = float(low) if low.is_finite else float(high) if high.is_finite else 0.0
    sizes = 2.0 ** np.arange(-20.0, 20.0, 0.125)
    x = np.concatenate([origin - sizes[::-1], origin + sizes])
    x = x[(x > float(low)) & (x < float(high))]
    with np.errstate(all="ignore"):
        felt = np.abs((x - origin) ** 4 * density(x))
    felt[~np.isfinite(felt)] = 0.0
    seen = np.abs(x[felt > NEGLIGIBLE * np.max(felt)] - origin)
    far = sp.Integer(int(np.ceil(min(2 * np.max(seen, initial=1.0), FARTHEST))))
    start = sp.Rational(origin)
    return (low if low.is_finite else start - far), (high if high.is_finite else start + far)


def _named(edge: Any, symbol: sp.Symbol, ends: tuple[Any, Any], places: list[Any]) -> dict[Any, Any]:
    """The exact zero that lies where a place was isolated, of those that have a name."""
    try:
        candidates = within(SECONDS, lambda: _solutions(edge, symbol, ends), decides=False)
    except (OutOfTime, NotImplementedError, ValueError, TypeError):
        candidates = []
    named, width = {}, abs(ends[1] - ends[0])
    for candidate in (sp.S.Zero, *candidates):
        value = sp.N(candidate, 30)
        for place in places:
            if abs(value - place) <= CLOSE * sp.N(sp.Max(width, abs(place))) and edge.subs(symbol, candidate) == 0:
                named[place] = candidate
    return named


def _solutions(edge: Any, symbol: sp.Symbol, ends: tuple[Any, Any]) -> list[Any]:
    solutions = sp.solveset(edge, symbol, sp.Interval(*ends))
    return [s for s in solutions if s.is_number and s.is_real] if isinstance(solutions, sp.FiniteSet) else []
