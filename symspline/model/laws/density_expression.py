"""Expressions of a density: read at the door, and where they bend or peak."""

from numbers import Real
from typing import Any

import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef

from symspline.model.parameter import exact


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
    if expr.has(sp.I):
        raise ValueError(f"pdf is {expr}, which holds the imaginary unit; give a real expression")
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
