"""An integrand beside a place where it is singular, as a function of the distance from there.

Near an end like that of ``1/sqrt(1 - x^2)`` doubles are too coarse: at x = 1 - 1e-16 half of the digits of 1 - x^2 are
gone. Written in s = x - 1 the base is ``-s (2 + s)``, which keeps them all however small s is.
"""

from typing import Any

import sympy as sp
from sympy.core.relational import Relational

from symspline.model.laws.density_expression import singular_bases

_TERMS, _HIGHEST = 7, 20
_SAMPLES = (sp.Rational(17, 23), sp.Rational(31, 13), sp.Rational(7, 11), sp.Rational(41, 17))
_VANISHES = sp.Float(10) ** -24


def beside(integrand: Any, variable: sp.Symbol, place: Any, offset: sp.Symbol) -> sp.Expr | None:
    """The integrand at ``place + offset``, written so that it keeps its digits for small offsets.

    Bases and logarithms whose arguments vanish at the place are multiplied out, or replaced near it by their Taylor
    polynomials where they are no polynomials.

    Args:
        integrand: an expression without integrals.
        variable: its variable.
        place: an expression in its other symbols, or a number.
        offset: the distance from the place, positive to the right of it.

    Returns:
        The expression in the offset; None where no base vanishes there, so that nothing is gained.

    Example:
        >>> x, s = sp.symbols("x s", real=True)
        >>> beside(1 / sp.sqrt(1 - x**2), x, sp.Integer(1), s)
        1/sqrt(-s**2 - 2*s)
    """
    # A limit that is one of several places, as a minimum is, has no form of its own: the places themselves are cuts.
    bases = [] if place.has(sp.Min, sp.Max, sp.Piecewise) else singular_bases(integrand, variable)
    # Polynomials keep their digits at zero anyway.
    kept = [base for base in bases if place == 0 and _bare(base).is_polynomial(variable)]
    vanishing = [base for base in bases if base not in kept and _vanishes(base, variable, place)]
    if not vanishing:
        return None
    names = {base: sp.Dummy() for base in vanishing}
    moved = integrand.xreplace(names).xreplace({variable: place + offset})
    # A condition of an end is decided at the end itself by rounding, unless what is left of it is the offset.
    sides = {side: sp.expand(side) for node in moved.atoms(Relational) for side in node.args if side.has(offset)}
    moved = moved.xreplace(sides)
    return moved.xreplace({names[base]: _local(base, variable, place, offset) for base in vanishing})


def _vanishes(base: Any, variable: sp.Symbol, place: Any) -> bool:
    """Whether a base is zero at a place, for all values of its parameters; tried at two points of them."""
    return all(abs(value) < _VANISHES for value in _values(base, variable, place))


def _values(expression: Any, variable: sp.Symbol, place: Any) -> list[Any]:
    at = expression.xreplace({variable: place})
    names = sorted(at.free_symbols, key=str)
    points = [dict(zip(names, _SAMPLES[k:] * (1 + len(names)), strict=False)) for k in ((0, 1) if names else (0,))]
    values = (at.xreplace(point).evalf(30) for point in points)
    return [value if value.is_Number and value.is_finite else sp.S.One for value in values]


def _bare(base: Any) -> Any:
    return base.replace(sp.Abs, lambda inner: inner)


def _local(base: Any, variable: sp.Symbol, place: Any, offset: sp.Symbol) -> sp.Expr:
    """A base that vanishes at a place, in the offset."""
    if isinstance(base, sp.Abs):
        return sp.Abs(_local(base.args[0], variable, place, offset))
    moving = (size.args[0] for size in base.atoms(sp.Abs) if size.has(variable))
    sizes = {sp.Abs(inner): inner * _sign(inner, variable, place) for inner in moving}
    base = base.xreplace(sizes)
    moved = base.xreplace({variable: place + offset})
    if base.is_polynomial(variable):
        # What is left of the constant term is the rounding of a place that is known as a number only.
        return sp.Add(*(term for term in sp.Add.make_args(sp.expand(moved)) if term.has(offset)))
    return _near(moved, offset)


def _sign(expression: Any, variable: sp.Symbol, place: Any) -> sp.Expr:
    """The sign on both sides of a place; the expression's own where it changes there."""
    values = _values(expression, variable, place)
    if all(value > _VANISHES for value in values):
        return sp.S.One
    return sp.S.NegativeOne if all(value < -_VANISHES for value in values) else sp.sign(expression)


def _near(moved: Any, offset: sp.Symbol) -> sp.Expr:
    """A function that vanishes at 0, by its Taylor polynomial where it would cancel."""
    terms, derivative, order = [], moved, 0
    while len(terms) < _TERMS and order < _HIGHEST:
        derivative, order = sp.diff(derivative, offset), order + 1
        coefficient = derivative.xreplace({offset: sp.S.Zero}) / sp.factorial(order)
        if coefficient.is_finite is False:
            return moved
        if terms or not _vanishes(coefficient, offset, sp.S.Zero):
            terms.append((order, coefficient))
    if not terms:
        return moved
    first_order, first = terms[0]
    sizes = (sp.Abs(c / first) ** sp.Rational(1, k - first_order) for k, c in terms[1:])
    # Within a hundredth of the radius of convergence the terms left out are rounding.
    near = sp.Abs(offset) * sp.Max(sp.Rational(1, 10**6), *sizes) < sp.Rational(1, 100)
    return sp.Piecewise((sp.Add(*(c * offset**k for k, c in terms)), near), (moved, True))
