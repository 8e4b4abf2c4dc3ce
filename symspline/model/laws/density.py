"""Densities typed by a user: read, checked by quadrature, tabulated."""

from numbers import Real
from typing import TYPE_CHECKING, Any

import mpmath
import numpy as np
import sympy as sp
from scipy.optimize import minimize_scalar
from sympy.core.function import AppliedUndef

from symspline.model.parameter import exact
from symspline.numerics.panels import Panels

if TYPE_CHECKING:
    from symspline.model.laws.base import Law

_TOLERANCE = 1e-9
_SMALLEST, _LARGEST = 1e-305, 1e305  # lengths of a bounded support that leave room to cut it
_PLACES = ("0.0137", "0.391", "1.0721", "2.9", "7.3")
_SAMPLE_VALUES = (1.0, 0.45, 2.6)


def read_support(support: Any, symbol: sp.Symbol) -> sp.Set:
    """The interval that ``(lower, upper)`` or an ``Interval`` means, its ends exact."""
    ends = (support.start, support.end) if isinstance(support, sp.Interval) else support
    if isinstance(ends, tuple | list) and len(ends) == 2:
        lower, upper = (_read_end(end) for end in ends)
        if (lower + upper).atoms(AppliedUndef):
            raise ValueError(f"support is ({lower}, {upper}), with an undefined function; define it")
        if lower.is_extended_real and upper.is_extended_real and (lower < upper) is not sp.false:
            _require_positive_parameters("support", lower.free_symbols | upper.free_symbols, symbol)
            if symbol not in lower.free_symbols | upper.free_symbols:
                return sp.Interval(lower, upper)
    raise ValueError(f"support is {support!r}; give (lower, upper) with lower < upper, or a SymPy Interval")


def _read_end(end: Any) -> Any:
    if isinstance(end, float | np.floating) and np.isinf(end):
        return sp.oo if end > 0 else -sp.oo
    return end if end in (sp.oo, -sp.oo) else exact(end, "support")


def _require_positive_parameters(what: str, found: set, symbol: sp.Symbol) -> None:
    weak = sorted(str(s) for s in found - {symbol} if s.is_positive is not True)
    if weak:
        raise ValueError(
            f"{what} has the symbol {weak[0]}, which is neither {symbol} nor known to be positive; "
            f"make it with Symbol({weak[0]!r}, positive=True)"
        )


def read_density(pdf: Any, symbol: Any) -> sp.Expr:
    """The density, refused unless it is a SymPy expression in the symbol and positive parameters."""
    if not isinstance(symbol, sp.Symbol) or symbol.is_real is not True:
        raise ValueError(f"symbol is {symbol!r}; give Symbol('x', real=True), the variable of the density")
    if not isinstance(pdf, sp.Expr | Real) or isinstance(pdf, bool):
        raise ValueError(f"pdf is {pdf!r}; give a SymPy expression in {symbol}")
    expr = exact(pdf, "pdf")
    _require_positive_parameters("pdf", expr.free_symbols, symbol)
    if expr.has(sp.Integral, sp.Derivative, sp.Sum, sp.Product, sp.Limit):
        raise ValueError(f"pdf is {expr}, which is not evaluated; call .doit() first")
    if expr.atoms(AppliedUndef):
        raise ValueError(f"pdf has the undefined function {sorted(map(str, expr.atoms(AppliedUndef)))[0]}; define it")
    if expr.has(sp.DiracDelta):
        raise ValueError("pdf has a DiracDelta; a law with atoms is TwoPoint or Constant")
    return expr


def find_breaks(expr: Any, symbol: sp.Symbol) -> tuple[sp.Expr, ...]:
    """Where a density may fail to be analytic: the ends of its pieces, the zeros inside ``Abs``, ``sign``, ``Max``."""
    edges: list[Any] = []
    for piecewise in expr.atoms(sp.Piecewise):
        for _, condition in piecewise.args:
            edges += [r.lhs - r.rhs for r in condition.atoms(sp.core.relational.Relational)]
    for node in expr.atoms(sp.Abs, sp.sign, sp.Heaviside):
        edges.append(node.args[0])
    for node in expr.atoms(sp.Max, sp.Min):
        edges += [node.args[0] - other for other in node.args[1:]]
    roots = (root for edge in edges for side in _both_sides(edge) for root in _zeros(side, symbol))
    return tuple(dict.fromkeys(roots))


def _both_sides(edge: Any) -> tuple[sp.Expr, ...]:
    """The edge with each absolute value in it replaced by its argument, and by minus its argument."""
    sizes = edge.atoms(sp.Abs)
    if not sizes:
        return (edge,)
    return tuple(edge.xreplace({size: sign * size.args[0] for size in sizes}) for sign in (1, -1))


def _zeros(edge: Any, symbol: sp.Symbol) -> list[sp.Expr]:
    numerator = sp.fraction(sp.together(edge))[0]
    if not numerator.has(symbol) or not numerator.is_polynomial(symbol):
        return []
    return [root for root in sp.roots(sp.Poly(numerator, symbol)) if root.is_real is not False]


def find_centres(expr: Any, symbol: sp.Symbol) -> tuple[sp.Expr, ...]:
    """Zeros and extrema of the sums of an expression that are linear or quadratic: the middle of ``(x - 3)^2`` is 3."""
    sums = (node for node in sp.preorder_traversal(expr) if isinstance(node, sp.Add) and node.is_polynomial(symbol))
    polynomials = (sp.Poly(node, symbol) for node in sums if node.has(symbol))
    return tuple(dict.fromkeys(root for poly in polynomials if poly.degree() <= 2 for root in _extrema(poly)))


def _extrema(poly: Any) -> list[sp.Expr]:
    middle = poly if poly.degree() == 1 else poly.diff()
    return [root for root in sp.roots(middle) if root.is_real]


def is_even(law: "Law") -> bool:
    """Whether the density and the support are symmetric about zero; a doubt that SymPy leaves is settled at points."""
    if sp.simplify(law.lower + law.upper) != 0 and not (law.lower == -sp.oo and law.upper == sp.oo):
        return False
    t = sp.Symbol("t", positive=True)
    difference = law.density(t) - law.density(-t)
    if difference == 0 or sp.simplify(difference) == 0:
        return True
    values = {
        s: sp.Rational(str(v)) for s, v in zip(sorted(law.free_symbols, key=str), (1.3, 0.7, 2.1) * 9, strict=False)
    }
    upper = _put(law.upper, values)
    places = [
        p if upper == sp.oo else p * upper / 10 for p in map(sp.Rational, ("0.0137", "0.391", "1.0721", "2.9", "7.3"))
    ]
    right, left = ([_put(law.density(s * p), values).evalf(30) for p in places] for s in (1, -1))
    return all(abs(r - s) <= sp.Float(10) ** -22 * (abs(r) + abs(s)) for r, s in zip(right, left, strict=True))


def _put(expr: Any, values: Any) -> Any:
    return expr.xreplace(values)


def numeric_density(law: "Law", values: dict[sp.Symbol, float] | None = None):
    """The density as a function of arrays; points where float64 gives no number are computed with mpmath."""
    from symspline.model.array_code import ArrayFunction

    t = sp.Symbol("t", real=True)
    expr = _put(law.density(t), {s: sp.Rational(str(v)) for s, v in (values or {}).items()})
    fast = ArrayFunction(expr, (t,))
    slow = sp.lambdify(t, expr, "mpmath")

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


def panels_of(law: "Law", values: dict[sp.Symbol, float] | None = None) -> Panels:
    """The density of a law integrated panel by panel."""
    exact = {s: sp.Rational(str(v)) for s, v in (values or {}).items()}
    t = sp.Symbol("t", real=True)
    places = [*law.breaks, *find_centres(law.density(t), t)]
    centres = [float(_put(p, exact)) for p in places] or [0.0]
    lower, upper, length = (float(_put(e, exact)) for e in (law.lower, law.upper, law.length))
    if np.isfinite(lower) and np.isfinite(upper):
        length = upper - lower
    return Panels(numeric_density(law, values), lower, upper, centres, length)


def check_density(law: "Law") -> None:
    """Refuses a density that is negative somewhere or does not integrate to one, and says by how much."""
    names = sorted(law.free_symbols, key=str)
    if not names:
        _check_at(law, {}, "")
    for shift in range(len(_SAMPLE_VALUES)) if names else ():
        values = {s: _SAMPLE_VALUES[(i + shift) % len(_SAMPLE_VALUES)] for i, s in enumerate(names)}
        where = ", ".join(f"{s} = {v}" for s, v in values.items())
        _check_at(law, values, f" at {where}")


def _check_at(law: "Law", values: dict[sp.Symbol, float], where: str) -> None:
    lower, upper = (float(_put(e, {s: sp.Rational(str(v)) for s, v in values.items()})) for e in (law.lower, law.upper))
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


def _lowest(panels: Panels, x: np.ndarray, density: np.ndarray) -> tuple[float, float]:
    """The smallest value found: at the nodes, then refined around the lowest few inner minima."""
    order = np.argsort(x)
    x, density = x[order], density[order]
    inner = np.flatnonzero((density[1:-1] <= density[:-2]) & (density[1:-1] <= density[2:])) + 1
    best = int(np.argmin(density))
    place, lowest = float(x[best]), float(density[best])
    for i in inner[np.argsort(density[inner])][:12]:
        if x[i + 1] > x[i - 1]:
            found: Any = minimize_scalar(
                lambda z: float(panels.f(np.array([z]))[0]),
                bounds=(x[i - 1], x[i + 1]),
                method="bounded",
                options={"xatol": 1e-12 * max(1.0, abs(x[i]))},
            )
            if found.fun < lowest:
                place, lowest = float(found.x), float(found.fun)
    return place, lowest


class Table:
    """The distribution function of a law and its inverse, from the integrated density."""

    def __init__(self, panels: Panels):
        self._panels = panels

    def cdf(self, x: np.ndarray) -> np.ndarray:
        """``P(X <= x)``."""
        return np.clip(self._panels.cumulative(x) / self._panels.total, 0.0, 1.0)

    def quantile(self, u: np.ndarray) -> np.ndarray:
        """The x with ``P(X <= x) = u``."""
        return self._panels.quantile(u)


def tabulate(law: "Law") -> Table:
    """The table of a law whose parameters are numbers."""
    law._require_numbers()
    return Table(panels_of(law))


def absolute_moment_by_quadrature(law: "Law", n: float) -> float:
    """``E|X|^n`` from the density alone, or from the atoms."""
    law._require_numbers()
    if law.is_discrete:
        return float(sum(float(p) * abs(float(x)) ** n for x, p in law.atoms))
    density = numeric_density(law)
    lower, upper, length = float(law.lower), float(law.upper), float(law.length)
    centres = [0.0, *(float(b) for b in law.breaks)] if lower < 0 < upper else [float(b) for b in law.breaks]
    with np.errstate(over="ignore", invalid="ignore"):
        return Panels(lambda x: np.abs(x) ** n * density(x), lower, upper, centres or [0.0], length).total
