"""IntegralFunction: an expression with unevaluated integrals, by quadrature on arrays."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from symspline.model.array_code import ArrayFunction
from symspline.model.laws.density_expression import find_breaks
from symspline.model.singular_ends import beside
from symspline.numerics.quadrature import integrate

Breaks = Mapping[sp.Symbol, Sequence[sp.Expr]]

_offset = sp.Dummy("s", real=True)


def outer_integrals(expr: sp.Expr) -> list[sp.Integral]:
    """The integrals of an expression that are inside no other one, with one variable each."""
    found: list[sp.Integral] = []
    walk = sp.preorder_traversal(expr)
    for node in walk:
        if isinstance(node, sp.Integral):
            walk.skip()
            if node not in found:
                found.append(node)
    return found


def one_variable(integral: Any) -> tuple[Any, Any, Any, Any]:
    """Integrand, variable and limits of the outermost variable; the inner ones stay in the integrand."""
    *inner, limit = integral.limits
    if len(limit) != 3:
        raise ValueError(f"{integral} has no limits; give the formula a definite integral")
    integrand = sp.Integral(integral.function, *inner) if inner else integral.function
    return integrand, *limit


class IntegralFunction:
    """An expression with unevaluated integrals as a function of float64 arrays.

    Args:
        expr: the expression; its free symbols must be among ``args``.
        args: the symbols, in the order of the call.
        breaks: integration variable -> points where to cut its integral, which may depend on the arguments. Zeros
            inside ``Abs`` and the ends of pieces are found without being told.
    """

    def __init__(self, expr: Any, args: Sequence[sp.Symbol], breaks: Breaks):
        self.args = tuple(args)
        integrals = outer_integrals(expr)
        names = [sp.Dummy(f"I{i}", real=True) for i in range(len(integrals))]
        self._integrals = [_OneIntegral(integral, self.args, breaks) for integral in integrals]
        self._body = ArrayFunction(expr.xreplace(dict(zip(integrals, names, strict=True))), (*self.args, *names))

    def __call__(self, *arrays: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
        """Values, and the largest relative error estimate among the integrals of each, broadcast over the arguments."""
        columns = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in arrays)) if arrays else [np.zeros(())]
        shape = columns[0].shape
        flat = [column.reshape(-1) for column in columns[: len(self.args)]] if arrays else []
        size = columns[0].size
        found = [integral(flat, size) for integral in self._integrals]
        values = [value for value, _ in found]
        out = self._body(*flat, *values) if flat or values else self._body()
        worst = np.zeros(size)
        for value, error in found:
            with np.errstate(all="ignore"):
                relative = np.where(error == 0, 0.0, error / np.abs(value))
            # What is no number and leaves a number stands in a branch that is not taken there.
            relative[np.isnan(value) & ~np.isnan(out)] = 0.0
            worst = np.fmax(worst, np.where(np.isnan(relative), np.inf, relative))
        return np.reshape(out, shape), worst.reshape(shape)


class _OneIntegral:
    def __init__(self, integral: sp.Integral, args: tuple[sp.Symbol, ...], breaks: Breaks):
        integrand, variable, lower, upper = one_variable(integral)
        points = split_points(integrand, variable, breaks)
        self._ends = [ArrayFunction(e, args) for e in (lower, upper)]
        self._points = [ArrayFunction(p, args) for p in points]
        self._beside = []
        if outer_integrals(integrand):
            nested = IntegralFunction(integrand, (variable, *args), breaks)
            self._integrand = lambda *columns: nested(*columns)[0]
        else:
            self._integrand = ArrayFunction(integrand, (variable, *args))
            # In the order of the edges below.
            for place in (lower, *points, upper):
                local = beside(integrand, variable, place, _offset) if place.is_infinite is not True else None
                self._beside.append(None if local is None else ArrayFunction(local, (_offset, *args)))

    def __call__(self, columns: list[np.ndarray], size: int) -> tuple[np.ndarray, np.ndarray]:
        lower, upper = (np.broadcast_to(end(*columns), size) for end in self._ends)
        # Integrated upwards, and turned at the end: the edges of a panel must ascend.
        sign = np.where(lower > upper, -1.0, 1.0)
        edges, order = self._edges(lower, upper, [np.broadcast_to(point(*columns), size) for point in self._points])
        integrand: Any = self._integrand

        def values(x: np.ndarray, row: np.ndarray) -> np.ndarray:
            return integrand(x, *(c[row] for c in columns))

        def values_beside(x: np.ndarray, row: np.ndarray, offset: np.ndarray, column: np.ndarray) -> np.ndarray:
            edge, out = order[row, column], np.empty(x.shape)
            for k, local in enumerate(self._beside):
                here = edge == k
                f, place = (integrand, x) if local is None else (local, offset)
                out[here] = f(place[here], *(c[row[here]] for c in columns))
            return out

        value, error = integrate(values, edges, beside=values_beside if any(self._beside) else None)
        return sign * value, error

    @staticmethod
    def _edges(lower: np.ndarray, upper: np.ndarray, points: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """The limits and points of each row in ascending order, and which of [lower, *points, upper] each is."""
        first, last = np.minimum(lower, upper), np.maximum(lower, upper)
        # A point outside, at infinity or without a number (a scale divided by zero) cuts nothing.
        cuts = [(point >= first) & (point <= last) for point in points]
        inner = [np.where(cut, point, first) for cut, point in zip(cuts, points, strict=True)]
        edges = np.stack([lower, *inner, upper], axis=1)
        # Of equal edges those that cut come next to the piece, and those that do not outermost.
        rank = np.stack([lower > upper, *(np.where(cut, 0.5, -1.0) for cut in cuts), lower <= upper], axis=1)
        order = np.lexsort((rank, edges), axis=1)
        return np.take_along_axis(edges, order, axis=1), order


def split_points(integrand: sp.Expr, variable: sp.Symbol, breaks: Breaks) -> list[sp.Expr]:
    """The points given for a variable, and those that the integrand itself shows."""
    given = [sp.sympify(p, strict=True) for p in breaks.get(variable, ())]
    own = find_breaks(integrand, variable) if not outer_integrals(integrand) else ()
    return list(dict.fromkeys([*given, *own]))


def compile_mp(expr: sp.Expr, names: Sequence[sp.Symbol], breaks: Breaks) -> Callable[..., Any]:
    """An expression, its integrals included, as a function of mpmath numbers at the working precision of the call."""
    integrals = outer_integrals(expr)
    dummies = [sp.Dummy() for _ in integrals]
    nested = [_integral_mp(integral, names, breaks) for integral in integrals]
    body = sp.lambdify([*names, *dummies], expr.xreplace(dict(zip(integrals, dummies, strict=True))), "mpmath")
    return lambda *point: body(*point, *(value(*point) for value in nested))


def _integral_mp(integral: sp.Integral, names: Sequence[sp.Symbol], breaks: Breaks) -> Callable[..., Any]:
    """One integral, cut at the same points."""
    integrand, variable, *limits = one_variable(integral)
    points_of = split_points(integrand, variable, breaks)
    points = [compile_mp(point, names, breaks) for point in points_of]
    ends = [compile_mp(limit, names, breaks) for limit in limits]
    f = compile_mp(integrand, (variable, *names), breaks)
    near = [_beside_mp(integrand, variable, place, names) for place in (*points_of, *limits)]

    def value(*point: Any) -> Any:
        low, high = (mpmath.mpf(end(*point)) for end in ends)
        # Of equal edges the singular one is kept.
        edges = {low: None, high: None}
        for place, local in zip((*points, *ends), near, strict=True):
            try:
                cut = mpmath.mpf(place(*point))
            except ZeroDivisionError:
                continue
            if mpmath.isfinite(cut) and min(low, high) <= cut <= max(low, high):
                edges[cut] = local or edges.get(cut)
        if low == -mpmath.inf and high == mpmath.inf and len(edges) == 2:
            edges[mpmath.mpf(0)] = None
        ascending = sorted(edges)
        total = mpmath.fsum(_piece_mp(f, point, a, b, edges[a], edges[b]) for a, b in pairwise(ascending))
        return total if low <= high else -total

    return value


def _beside_mp(integrand: sp.Expr, variable: sp.Symbol, place: sp.Expr, names: Sequence[sp.Symbol]) -> Any:
    if place.is_infinite or outer_integrals(integrand):
        return None
    local = beside(integrand, variable, place, _offset)
    return None if local is None else sp.lambdify([_offset, *names], local, "mpmath")


def _piece_mp(f: Any, point: Sequence[Any], low: Any, high: Any, near_low: Any, near_high: Any) -> Any:
    """The integral between two edges, from each end half of it where one of them is singular."""
    if near_low is near_high is None:
        return mpmath.quad(lambda t: f(t, *point), [low, high])
    if low == -mpmath.inf:
        middle = high - 1
    else:
        middle = low + 1 if high == mpmath.inf else (low + high) / 2
    total = mpmath.mpf(0)
    for end, local, sign in ((low, near_low, 1), (high, near_high, -1)):
        if local is None:
            total += mpmath.quad(lambda t: f(t, *point), [end, middle] if sign > 0 else [middle, end])
        else:
            reach = (middle - end) * sign
            total += mpmath.quad(lambda s, local=local, sign=sign: local(sign * s, *point), [0, reach])
    return total
