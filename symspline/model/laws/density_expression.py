"""Expressions of a density: read at the door, and where they bend or peak."""

from itertools import combinations
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
    """Where algebra finds that an expression bends or jumps: the zeros of the polynomials among its edges."""
    roots = (root for edge in kink_edges(expr) for root in polynomial_zeros(edge, symbol) or ())
    return tuple(dict.fromkeys(roots))


def kink_edges(expr: Any) -> list[sp.Expr]:
    """What vanishes where an expression bends or jumps: arguments of ``Abs``, differences in conditions, and so on."""
    edges: list[Any] = []
    for piecewise in expr.atoms(sp.Piecewise):
        for _, condition in piecewise.args:
            edges += [r.lhs - r.rhs for r in condition.atoms(sp.core.relational.Relational)]
    edges += [node.args[0] for node in expr.atoms(sp.Abs, sp.sign, sp.Heaviside)]
    for node in expr.atoms(sp.Max, sp.Min):
        edges += [one - other for one, other in combinations(node.args, 2)]
    # A whole number is a zero of the sine.
    edges += [sp.sin(sp.pi * node.args[0]) for node in expr.atoms(sp.floor, sp.ceiling, sp.frac)]
    edges += [sp.sin(sp.pi * node.args[0] / node.args[1]) for node in expr.atoms(sp.Mod)]
    return list(dict.fromkeys(side for edge in edges for side in _both_sides(edge)))


def singular_edges(expr: Any, symbol: sp.Symbol) -> list[sp.Expr]:
    """What vanishes where an expression may be infinite or has an infinite slope: bases of powers, logarithms."""
    roots = [node.base for node in expr.atoms(sp.Pow) if not node.exp.is_Integer and node.base.has(symbol)]
    bases = (base for base in (*roots, *singular_bases(expr, symbol)) if not base.is_positive)
    return list(dict.fromkeys(side for base in bases for side in _both_sides(base)))


def singular_bases(expr: Any, symbol: sp.Symbol) -> list[sp.Expr]:
    """What vanishes where an expression may be infinite: bases of powers that may be negative, and logarithms."""
    powers = [node.base for node in expr.atoms(sp.Pow) if not node.exp.is_nonnegative]
    bases = (*powers, *(node.args[0] for node in expr.atoms(sp.log)))
    return [base for base in dict.fromkeys(bases) if base.has(symbol)]


def _both_sides(edge: Any) -> tuple[sp.Expr, ...]:
    """The edge with each absolute value in it replaced by its argument, and by minus its argument."""
    sizes = edge.atoms(sp.Abs)
    if not sizes:
        return (edge,)
    return tuple(edge.xreplace({size: sign * size.args[0] for size in sizes}) for sign in (1, -1))


def polynomial_zeros(edge: Any, symbol: sp.Symbol) -> list[sp.Expr] | None:
    """The real zeros of a polynomial, or of a quotient of two, in radicals; None for another, or without real ones."""
    numerator = sp.fraction(sp.together(edge))[0]
    if not numerator.has(symbol):
        return []
    if not numerator.is_polynomial(symbol):
        return None
    poly = sp.Poly(numerator, symbol)
    roots = sp.roots(poly)
    # Of a number whose radicals are complex SymPy may not know that it is real.
    if sum(roots.values()) != poly.degree() or any(root.is_number and root.is_real is None for root in roots):
        return None
    return [root for root in roots if root.is_real is not False]


def find_centres(expr: Any, symbol: sp.Symbol) -> tuple[sp.Expr, ...]:
    """Zeros and extrema of the sums of an expression that are linear or quadratic: the middle of ``(x - 3)^2`` is 3."""
    sums = (node for node in sp.preorder_traversal(expr) if isinstance(node, sp.Add) and node.is_polynomial(symbol))
    polynomials = (sp.Poly(node, symbol) for node in sums if node.has(symbol))
    return tuple(dict.fromkeys(root for poly in polynomials if poly.degree() <= 2 for root in _extrema(poly)))


def _extrema(poly: Any) -> list[sp.Expr]:
    middle = poly if poly.degree() == 1 else poly.diff()
    return [root for root in sp.roots(middle) if root.is_real]


def smooth(density: Any, symbol: sp.Symbol, middle: Any) -> Any:
    """The density with each branch, absolute value and sign settled as it is in the middle of a piece.

    No edge lies inside a piece, so that one point of it decides for all.
    """

    def decided(expression: Any) -> sp.Expr:
        at = expression.subs(symbol, middle)
        return sp.S.One if at.is_positive else sp.S.NegativeOne if at.is_negative else sp.sign(expression)

    def branch(expression: Any) -> sp.Expr:
        for value, condition in expression.args:
            truth = condition.subs(symbol, middle)
            if truth == sp.S.true:
                return value
            if truth != sp.S.false:
                return expression
        return expression

    # Branches first: what stands in a branch that falls away need not be decided.
    density = density.replace(lambda e: isinstance(e, sp.Piecewise), branch)
    density = density.replace(
        lambda e: isinstance(e, sp.Abs) and e.has(symbol), lambda e: e.args[0] * decided(e.args[0])
    )
    density = density.replace(lambda e: isinstance(e, sp.sign) and e.has(symbol), lambda e: decided(e.args[0]))
    density = density.replace(
        lambda e: isinstance(e, sp.Heaviside) and e.has(symbol), lambda e: (1 + decided(e.args[0])) / 2
    )
    return density.replace(
        lambda e: isinstance(e, sp.Max | sp.Min) and e.has(symbol), lambda e: _extreme(e, symbol, middle)
    )


def _extreme(expression: Any, symbol: sp.Symbol, middle: Any) -> Any:
    better = (lambda a, b: a > b) if isinstance(expression, sp.Max) else (lambda a, b: a < b)
    for candidate in expression.args:
        at = candidate.subs(symbol, middle)
        if all(better(at, other.subs(symbol, middle)) == sp.S.true for other in expression.args if other != candidate):
            return candidate
    return expression
