"""The simpler form in which an expression is displayed, held against the expression itself at points."""

from collections.abc import Mapping, Sequence
from typing import Any

import mpmath
import numpy as np
import sympy as sp
from sympy.core.relational import Relational

from symspline.model.integral_code import compile_mp

POINTS, DIGITS = 6, 30
"""Where and how closely a simpler form is held against the expression."""
_LARGEST = 1500
"""Operations of an expression up to which a simpler form is looked for."""
_DRAWS = 5 * POINTS
_LONGEST_NUMBER = 12
"""Digits of the parts of a fraction that is printed in full."""


def simplified(general: sp.Expr, values: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr:
    """The expression with the values put in, simplified in symbols before they are numbers.

    Common factors are taken out and cancelled, and symbols of one value are one symbol meanwhile, so that what is equal
    cancels without a number being multiplied out. A form that writes as many symbols, or that does not agree with the
    expression to 25 digits at `POINTS` points, is not taken.

    Args:
        general: the expression in symbols.
        values: symbol -> number or expression that stands for it.

    Returns:
        An expression equal to ``general.xreplace(values)``.

    Example:
        >>> a, b, c, s = sp.symbols("a b c s", positive=True)
        >>> simplified(a**3 * b**3 / (c**2 * a**2 + b**2) ** 2, {a: s, b: s})
        s**2/(c**2 + 1)**2
        >>> simplified(a**3 * b**3 / (c**2 * a**2 + b**2) ** 2, {a: sp.Rational(13, 10), b: sp.Rational(13, 10)})
        169/(100*(c**2 + 1)**2)
    """
    expr: Any = general.xreplace(dict(values))
    if expr.has(sp.Integral) or expr.count_ops() > _LARGEST:
        return expr
    names: dict[tuple[Any, ...], sp.Dummy] = {}
    put: dict[Any, Any] = {}
    for symbol, value in values.items():
        if value.is_number and value not in (0, 1, -1):
            key = (value, tuple(sorted(symbol.assumptions0.items())))
            put[symbol] = names.setdefault(key, sp.Dummy(symbol.name, **symbol.assumptions0))
        else:
            put[symbol] = value
    numbers = {name: key[0] for key, name in names.items()}
    before: Any = general.xreplace(put)
    after = _without_common_factors(before)
    found: Any = after.xreplace(numbers)
    return found if _length(after) < _length(before) and agree(found, expr) else expr


def _length(expr: sp.Expr) -> int:
    """How often a symbol is written; to take numbers out alone makes nothing simpler."""
    return sum(isinstance(node, sp.Symbol) for node in sp.preorder_traversal(expr))


def _without_common_factors(expr: sp.Expr) -> sp.Expr:
    once: Any = sp.factor_terms(expr)
    inside = once.replace(lambda e: isinstance(e, sp.atan2 | sp.Max | sp.Min | Relational), _reduced)
    again: Any = once if inside == once else sp.factor_terms(inside)
    return again


def _reduced(function: Any) -> sp.Expr:
    """``atan2(k y, k x)`` and ``k x < k y`` without a positive factor k, ``Max(k x, k y)`` as ``k Max(x, y)``."""
    arguments = [sp.factor_terms(a) for a in function.args]
    shared = set.intersection(*(set(sp.Mul.make_args(a)) for a in arguments))
    common = sp.Mul(*(factor for factor in shared if factor.is_positive))
    made = function.func(*(a / common for a in arguments))
    return common * made if isinstance(function, sp.Max | sp.Min) else made


def agree(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether two expressions have the same values, to 25 digits, at some points where both have values."""
    names: list[Any] = sorted(one.free_symbols | other.free_symbols, key=str)
    rng, met = np.random.default_rng(0), 0
    with mpmath.workdps(DIGITS):
        functions = [compile_mp(expr, names, {}) for expr in (one, other)]
        for _ in range(_DRAWS if names else 1):
            point = [_draw(symbol, rng) for symbol in names]
            try:
                left, right = (mpmath.mpf(function(*point)) for function in functions)
            except (ArithmeticError, ValueError, TypeError, NotImplementedError, NameError):
                continue
            if not abs(left - right) <= mpmath.mpf(10) ** (5 - DIGITS) * max(abs(left), abs(right)):
                return False
            met += 1
            if met == POINTS:
                break
    return met >= (POINTS if names else 1)


def _draw(symbol: Any, rng: np.random.Generator) -> Any:
    if symbol.is_integer:
        return mpmath.mpf(int(rng.integers(2, 9)))
    size = mpmath.mpf(int(rng.integers(20, 300))) / 97
    return size if symbol.is_nonnegative else -size if symbol.is_nonpositive else size * int(rng.choice([-1, 1]))


def decimal_digits(number: Any) -> int | None:
    """How many significant digits a rational has as a decimal; None where it has no end.

    Example:
        >>> decimal_digits(sp.Rational(169, 100)), decimal_digits(sp.Rational(1, 3))
        (3, None)
    """
    rest, twos, fives = int(number.q), 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return len(str(abs(int(number.p)) * 10**places // int(number.q)).rstrip("0")) or 1


def has_decimals(values: Sequence[sp.Expr]) -> bool:
    """Whether some of the numbers are most likely meant as decimals."""
    return any(v.is_Rational and not v.is_Integer and decimal_digits(v) is not None for v in values)


def rationals(expr: sp.Expr) -> set[sp.Rational]:
    """The fractions in an expression, those of exponents left out."""
    powers = expr.atoms(sp.Pow)
    exponents = {node for power in powers for node in power.exp.atoms(sp.Rational) if power.base != sp.E}
    return {number for number in expr.atoms(sp.Rational) if number.q != 1} - exponents


def in_decimals(expr: sp.Expr, decimals: bool) -> sp.Expr:
    """The expression with floats for decimals, where they are wanted, and for numbers too long to be read; to print.

    Example:
        >>> in_decimals(sp.Rational(169, 100) * sp.Symbol("c") ** sp.Rational(1, 3), True)
        1.69*c**(1/3)
    """
    put = {}
    for number in rationals(expr) | expr.atoms(sp.Integer):
        digits = decimal_digits(number)
        if max(len(str(number.p)), len(str(number.q))) > _LONGEST_NUMBER:
            put[number] = sp.Float(number, 6)
        elif decimals and number.q > 4 and digits is not None:
            put[number] = sp.Float(number, digits + 1)
    changed: Any = expr.xreplace(put)
    return changed
