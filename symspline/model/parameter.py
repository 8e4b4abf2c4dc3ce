"""A parameter of a law: any number or positive symbol in, an exact SymPy expression out."""

import math
from fractions import Fraction
from numbers import Integral, Number, Rational, Real
from typing import Any

import numpy as np
import sympy as sp

from symspline.numerics.arguments import shown

Parameter = Any
"""int, float, Fraction, SymPy number or expression when given; an exact SymPy expression once the law is built."""


def exact(value: object, name: str) -> sp.Expr:
    """The exact SymPy number or expression that a parameter means; floats are read as the decimal they print.

    Args:
        value: a number, or a SymPy expression whose symbols carry their assumptions.
        name: how the error calls it, e.g. ``"Normal scale"``.

    Raises:
        ValueError: for anything that is not a finite real number or a SymPy expression.

    Example:
        >>> exact(1.3, "scale")
        13/10
    """
    if isinstance(value, bool) or not isinstance(value, Real | sp.Expr):
        raise ValueError(f"{name} is {value!r}; give a number or a SymPy expression")
    if isinstance(value, sp.Expr):
        if value.has(sp.nan, sp.oo, -sp.oo, sp.zoo):
            raise ValueError(f"{name} is {value}; give a finite number")
        # Floats inside it as the decimals they print.
        decimals: Any = value.replace(lambda e: e.is_Float, lambda e: sp.Rational(str(e)))
        return decimals
    if isinstance(value, Integral):
        return sp.Integer(int(value))
    if isinstance(value, Fraction | Rational):
        return sp.Rational(int(value.numerator), int(value.denominator))
    if not math.isfinite(value):
        raise ValueError(f"{name} is {float(value)}; give a finite number")
    # str() of a numpy scalar is its shortest decimal, at its own precision.
    return sp.Rational(str(value))


def expression(value: object, name: str) -> sp.Expr:
    """What SymPy makes of a place or an order, a float left as it is; text is never evaluated.

    Raises:
        ValueError: for anything that is no number and no SymPy expression.
    """
    expr: Any = sp.sympify(value, strict=True) if isinstance(value, sp.Basic | Number | np.generic) else None
    if not isinstance(expr, sp.Expr) or isinstance(value, bool | np.bool_) or expr.is_extended_real is False:
        raise ValueError(f"{name} is {shown(value)}; give a real number or a SymPy expression")
    return expr


def real(value: object, name: str) -> sp.Expr:
    """``exact``, refused unless known to be real."""
    return assumed(value, name, "real")


def positive(value: object, name: str) -> sp.Expr:
    """``exact``, refused unless known to be positive."""
    return assumed(value, name, "positive")


def assumed(value: object, name: str, assumption: str) -> sp.Expr:
    """``exact``, refused unless known to be what SymPy calls by that word, such as ``"positive"`` or ``"integer"``."""
    expr = exact(value, name)
    if getattr(expr, f"is_{assumption}") is not True:
        if expr.free_symbols:
            raise ValueError(f"{name} is {expr}, which is not known to be {assumption}{_remedy(expr, assumption)}")
        raise ValueError(f"{name} is {text(expr)}; it must be {assumption}")
    return expr


def _remedy(expr: sp.Expr, assumption: str) -> str:
    weak = sorted(str(s) for s in expr.free_symbols if getattr(s, f"is_{assumption}") is not True)
    return f"; make the symbol with Symbol({weak[0]!r}, {assumption}=True)" if weak else ""


def number(expr: sp.Expr, name: str) -> float:
    """The float of a parameter.

    Raises:
        ValueError: names the symbol that still needs a number.
    """
    if expr.free_symbols:
        missing = ", ".join(sorted(str(s) for s in expr.free_symbols))
        raise ValueError(f"{name} is {expr}: give {missing} a number first")
    value = float(expr)
    if not math.isfinite(value) or (value == 0) != (expr == 0):
        raise ValueError(f"{name} is {text(expr)}, which is no float64 number")
    return value


def text(expr: sp.Expr) -> str:
    """How a parameter is printed: a decimal where that is exact or the expression is long, else the expression."""
    if not (expr.is_number and expr.is_real) or (expr.is_Integer and abs(expr) < 10**16):
        return str(expr)
    value = float(expr)
    if not math.isfinite(value) or (value == 0) != (expr == 0):
        return str(expr.evalf(6))
    decimal = repr(value)
    is_exact = expr.is_Rational and sp.Rational(decimal) == expr
    written = "" if is_exact else str(expr)
    return decimal if is_exact or len(written) > len(decimal) else written


def shortened(long: str, most: int = 300) -> str:
    """A text whose middle is left out where it is long, so that what is printed fits on a screen."""
    return long if len(long) <= most else f"{long[: most // 2]} … {long[-(most // 2) :]}"
