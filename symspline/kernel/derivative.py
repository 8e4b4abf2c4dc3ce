"""Derivatives by the rules of the calculus, a function at a time."""

from collections.abc import Callable
from typing import Any

import sympy as sp
from sympy import Expr, Integral, Symbol
from sympy.core.function import AppliedUndef

from symspline.special import StableFunction

from .ring import NotShown

_OF_ONE: dict[Any, Callable[[Expr], Expr]] = {
    sp.exp: sp.exp,
    sp.log: lambda z: 1 / z,
    sp.sin: sp.cos,
    sp.cos: lambda z: -sp.sin(z),
    sp.tan: lambda z: 1 / sp.cos(z) ** 2,
    sp.asin: lambda z: 1 / sp.sqrt(1 - z**2),
    sp.acos: lambda z: -1 / sp.sqrt(1 - z**2),
    sp.atan: lambda z: 1 / (1 + z**2),
    sp.sinh: sp.cosh,
    sp.cosh: sp.sinh,
    sp.tanh: lambda z: 1 / sp.cosh(z) ** 2,
    sp.asinh: lambda z: 1 / sp.sqrt(1 + z**2),
    sp.acosh: lambda z: 1 / (sp.sqrt(z - 1) * sp.sqrt(z + 1)),
    sp.atanh: lambda z: 1 / (1 - z**2),
    sp.sech: lambda z: -sp.sinh(z) / sp.cosh(z) ** 2,
    sp.erf: lambda z: 2 * sp.exp(-(z**2)) / sp.sqrt(sp.pi),
    sp.erfc: lambda z: -2 * sp.exp(-(z**2)) / sp.sqrt(sp.pi),
    sp.erfi: lambda z: 2 * sp.exp(z**2) / sp.sqrt(sp.pi),
    sp.Ei: lambda z: sp.exp(z) / z,
    sp.Si: lambda z: sp.sin(z) / z,
    sp.Ci: lambda z: sp.cos(z) / z,
    sp.loggamma: lambda z: sp.digamma(z),
}
"""f' of functions of one argument that are differentiable wherever they have a real value inside their domain."""
_JUMPS = (sp.floor, sp.ceiling, sp.sign, sp.Heaviside, sp.Piecewise, sp.atan2)
"""Functions that jump: an integral over them need have no derivative by its end."""
_OF_LAST: dict[Any, Callable[..., Expr]] = {
    sp.besselk: lambda n, z: -(sp.besselk(n - 1, z) + sp.besselk(n + 1, z)) / 2,
    sp.besseli: lambda n, z: (sp.besseli(n - 1, z) + sp.besseli(n + 1, z)) / 2,
    sp.besselj: lambda n, z: (sp.besselj(n - 1, z) - sp.besselj(n + 1, z)) / 2,
    sp.lowergamma: lambda s, z: z ** (s - 1) * sp.exp(-z),
    sp.uppergamma: lambda s, z: -(z ** (s - 1)) * sp.exp(-z),
    sp.expint: lambda n, z: -sp.expint(n - 1, z),
}
"""The derivative by the last argument, of functions whose first is free of the variable."""


def derivative(e: Expr, *variables: Symbol) -> Expr:
    """The derivative of an expression by one variable after another.

    Raises:
        NotShown: an integral whose integrand holds the variable, or a function without a rule.
    """
    for variable in variables:
        e = _derivative(e, variable)
    return e


def _derivative(e: Expr, x: Symbol) -> Expr:
    if not e.has(x):
        return sp.S.Zero
    if e == x:
        return sp.S.One
    if isinstance(e, sp.Add):
        return sp.Add(*(_derivative(part, x) for part in e.args))
    if isinstance(e, sp.Mul):
        return sp.Add(*(sp.Mul(*e.args[:k], _derivative(p, x), *e.args[k + 1 :]) for k, p in enumerate(e.args)))
    if isinstance(e, sp.Pow):
        base, exponent = e.args
        if not exponent.has(x):
            return exponent * base ** (exponent - 1) * _derivative(base, x)
        log = sp.log(base)
        return e * (_derivative(exponent, x) * log + exponent * _derivative(base, x) / base)
    if type(e) in _OF_ONE:
        return _OF_ONE[type(e)](e.args[0]) * _derivative(e.args[0], x)
    if type(e) in _OF_LAST and not any(a.has(x) for a in e.args[:-1]):
        return _OF_LAST[type(e)](*e.args) * _derivative(e.args[-1], x)
    if isinstance(e, StableFunction):
        return _derivative(e.definition(), x)
    if isinstance(e, sp.Sum) and not any(limit.has(x) for limit in e.limits):
        return sp.Sum(_derivative(e.function, x), *e.limits)
    if isinstance(e, Integral) and len(e.limits) == 1 and not e.function.has(x, *_JUMPS):
        variable, low, high = e.limits[0]
        at = lambda end: e.function.subs(variable, end) * _derivative(end, x) if end.has(x) else sp.S.Zero  # noqa: E731
        return at(high) - at(low)
    open_ = e.expr if isinstance(e, sp.Derivative) else e
    if isinstance(open_, AppliedUndef) and all(a.is_Symbol and open_.args.count(a) == 1 for a in open_.args):
        return sp.Derivative(e, x)
    raise NotShown(f"no rule for the derivative of {type(e).__name__}")
