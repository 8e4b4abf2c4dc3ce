"""IntegralFunction: an expression with unevaluated integrals, by quadrature on arrays."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from symspline.model.array_code import ArrayFunction
from symspline.model.laws.density_expression import find_breaks
from symspline.numerics.quadrature import integrate

Breaks = Mapping[sp.Symbol, Sequence[sp.Expr]]


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
        worst, values = np.zeros(size), []
        for integral in self._integrals:
            value, error = integral(flat, size)
            values.append(value)
            with np.errstate(all="ignore"):
                relative = np.where(error == 0, 0.0, error / np.abs(value))
            worst = np.fmax(worst, np.where(np.isnan(relative), np.inf, relative))
        out = self._body(*flat, *values) if flat or values else self._body()
        return np.reshape(out, shape), worst.reshape(shape)


class _OneIntegral:
    def __init__(self, integral: sp.Integral, args: tuple[sp.Symbol, ...], breaks: Breaks):
        integrand, variable, lower, upper = one_variable(integral)
        points = split_points(integrand, variable, breaks)
        self._ends = [ArrayFunction(e, args) for e in (lower, upper)]
        self._points = [ArrayFunction(p, args) for p in points]
        if outer_integrals(integrand):
            nested = IntegralFunction(integrand, (variable, *args), breaks)
            self._integrand = lambda *columns: nested(*columns)[0]
        else:
            self._integrand = ArrayFunction(integrand, (variable, *args))

    def __call__(self, columns: list[np.ndarray], size: int) -> tuple[np.ndarray, np.ndarray]:
        lower, upper = (np.broadcast_to(end(*columns), size) for end in self._ends)
        # Integrated upwards, and turned at the end: the edges of a panel must ascend.
        sign = np.where(lower > upper, -1.0, 1.0)
        lower, upper = np.minimum(lower, upper), np.maximum(lower, upper)
        points = [np.broadcast_to(point(*columns), size) for point in self._points]
        # A point at infinity or without a number (a scale divided by zero) cuts nothing.
        inner = [np.clip(np.where(np.isnan(p), upper, p), lower, upper) for p in points]
        edges = np.sort(np.stack([lower, *inner, upper], axis=1), axis=1)
        integrand: Any = self._integrand
        value, error = integrate(lambda x, row: integrand(x, *(c[row] for c in columns)), edges)
        return sign * value, error


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
    points = [compile_mp(point, names, breaks) for point in split_points(integrand, variable, breaks)]
    ends = [compile_mp(limit, names, breaks) for limit in limits]
    f = compile_mp(integrand, (variable, *names), breaks)

    def value(*point: Any) -> Any:
        low, high = (mpmath.mpf(end(*point)) for end in ends)
        cuts = []
        for place in points:
            try:
                cut = mpmath.mpf(place(*point))
            except ZeroDivisionError:
                continue
            if mpmath.isfinite(cut) and min(low, high) < cut < max(low, high):
                cuts.append(cut)
        edges = [low, *sorted(set(cuts), reverse=bool(low > high)), high]
        if low == -mpmath.inf and high == mpmath.inf and not cuts:
            edges = [low, mpmath.mpf(0), high]
        return mpmath.quad(lambda t: f(t, *point), edges)

    return value
