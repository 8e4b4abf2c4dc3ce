"""The door of the room: a SymPy expression to a ball that is proved to hold its value.

Every value returned is a proved enclosure, or :class:`Undecided` is raised. An expression is lowered once to a closure
over complex balls, and that closure serves points, boxes and the rigorous integrator alike. Here the table of rules is
completed by that of integrals; whoever lowers takes :func:`lower` from this file or below the integrals from
:mod:`.lowering`.
"""

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp
from flint import acb, arb, ctx, fmpq

from .arithmetic import put
from .ball import Ball, Undecided
from .conditions import compiled, decide
from .evaluate import differentiated
from .lowering import RULES, bits, constant, lower, real_part
from .nested_integrals import integral_rule

__all__ = ["Closures", "bits", "enclose", "instantiate", "lower", "truth"]

RULES[sp.Integral] = integral_rule


def enclose(expr: sp.Expr, values: Mapping[sp.Symbol, Any] | None = None, digits: int = 30) -> Ball:
    """Enclose a real expression at exact rational values.

    Args:
        expr: a SymPy expression, with unevaluated integrals nested up to two deep.
        values: an exact rational number for every free symbol.
        digits: the decimal digits aimed at.

    Returns:
        A ball that contains the value of the expression.

    Raises:
        Undecided: no rigorous enclosure was found.
        ValueError: a free symbol has no value, or a value is not rational.

    Example:
        >>> from sympy import Integral, Symbol, exp, oo, pi, sqrt
        >>> from symspline.enclosure.enclose import enclose
        >>> t = Symbol("t", real=True)
        >>> ball = enclose(Integral(exp(-t**2), (t, -oo, oo)) - sqrt(pi))
        >>> ball.contains_zero, ball.radius < 1e-25
        (True, True)
    """
    closed = instantiate(expr, values or {})
    wanted = 10.0 ** (2 - digits)
    ball = None
    # Cancellation inside the expression, and a small value, are answered with more bits.
    for stretch in (1.0, 1.6, 2.6):
        with ctx.workprec(int(bits(digits) * stretch)):
            ball = Ball(real_part(constant(closed)))
        if ball.radius <= wanted * abs(float(ball)) or (ball.contains_zero and ball.radius <= wanted):
            break
    return ball


class Closures:
    """Expressions lowered once for each precision, to be looked at at many points."""

    def __init__(self) -> None:
        self._kept: dict[tuple, Any] = {}

    def _at(self, expr: sp.Basic, values: Mapping[sp.Symbol, Any], lowered: Callable[[Any, Any], Any]) -> Any:
        """What the closure of an expression gives at a point; None where there is none."""
        key = (expr, ctx.prec)
        with contextlib.suppress(Undecided):
            if key not in self._kept:
                self._kept[key] = None
                symbols = tuple(sorted(expr.free_symbols, key=str))
                self._kept[key] = symbols, lowered(expr, symbols)
            symbols, closure = self._kept[key] or ((), None)
            if callable(closure) and all(s in values and values[s].is_Rational for s in symbols):
                return closure([acb(arb(fmpq(int(values[s].p), int(values[s].q)))) for s in symbols], False)
        return None

    def sharp(self, expr: sp.Expr, values: Mapping[sp.Symbol, Any], digits: int) -> Ball | None:
        """A ball that contains the value of an expression to so many digits of its own; None where none is found so."""
        for stretch in (1.0, 1.6):
            with ctx.workprec(int(bits(digits) * stretch)):
                value = self._at(expr, values, _closed)
                if value is None or not (value.imag.contains(0) and value.real.is_finite()):
                    return None
                ball = Ball(value.real)
                if ball.radius <= 10.0 ** (2 - digits) * abs(float(ball)):
                    return ball
        return None

    def enclose(self, expr: sp.Expr, values: Mapping[sp.Symbol, Any], digits: int) -> Ball:
        """As :func:`enclose`, which is asked where that is not enough."""
        return self.sharp(expr, values, digits) or enclose(expr, values, digits)

    def truth(self, condition: sp.Basic, values: Mapping[sp.Symbol, Any]) -> bool | None:
        """As :func:`truth`, which is asked where balls do not tell."""
        with ctx.workprec(bits(15)):
            found = self._at(condition, values, lambda c, symbols: compiled(c, symbols, lower))
        return truth(condition, values) if found is None else found


def _closed(expr: sp.Expr, symbols: tuple[sp.Symbol, ...]) -> Any:
    if expr.has(sp.Integral, sp.Sum, sp.Product, sp.Derivative, sp.Determinant):
        raise Undecided("it is known better where the symbols have their values")
    return lower(expr, symbols)


def truth(condition: sp.Basic, values: Mapping[sp.Symbol, Any]) -> bool | None:
    """Whether a condition holds at exact rational values; None where that cannot be decided.

    Example:
        >>> from sympy import Rational, Symbol, sqrt
        >>> from symspline.enclosure.enclose import truth
        >>> x = Symbol("x", real=True)
        >>> truth(sqrt(2) * x < 1, {x: Rational(7, 10)}), truth(sqrt(2) * x < 1, {})
        (True, None)
    """
    closed = put(condition, values)
    with contextlib.suppress(Undecided), ctx.workprec(bits(15)):
        return decide(closed, lower)
    return None


def instantiate(expr: sp.Expr, values: Mapping[sp.Symbol, Any]) -> sp.Expr:
    """Put exact values for the free symbols, leaving bound symbols alone."""
    expr = sp.sympify(expr, strict=True)
    exact: dict[sp.Basic, sp.Basic] = {}
    for symbol, value in values.items():
        number = sp.sympify(value, strict=True)
        if not number.is_Rational:
            raise ValueError(f"values[{symbol}] is {number!r}; an enclosure needs an exact Rational")
        exact[symbol] = number
    binders = expr.atoms(sp.Integral, sp.Sum, sp.Derivative)
    bound = {s for node in binders for s in getattr(node, "bound_symbols", ())}
    clash = bound & exact.keys()
    if clash:
        expr = _rename_bound(expr, clash)
    # A derivative must be taken before its variable is replaced; a closed form of a sum inside is sought in vain.
    expr = expr.replace(lambda e: isinstance(e, sp.Derivative), differentiated)
    closed = put(expr, exact) if exact else expr
    missing = closed.free_symbols
    if missing:
        raise ValueError(f"no value for {sorted(map(str, missing))}")
    return closed


def _rename_bound(expr: sp.Basic, clash: set[sp.Basic]) -> Any:
    if isinstance(expr, (sp.Integral, sp.Sum)):
        fresh = {s: sp.Dummy(s.name, **s.assumptions0) for s in expr.bound_symbols if s in clash}  # type: ignore[attr-defined]
        body = _rename_bound(expr.function, clash)
        limits = []
        for k, limit in enumerate(expr.limits):
            # A later limit binds the symbols of the earlier ones, never the reverse.
            later = {s: d for s, d in fresh.items() if s in {lim[0] for lim in expr.limits[k + 1 :]}}
            ends = [_rename_bound(e, clash).xreplace(later) for e in limit[1:]]
            limits.append((fresh.get(limit[0], limit[0]), *ends))
        return expr.func(body.xreplace(fresh), *limits)
    if not expr.args:
        return expr
    return expr.func(*(_rename_bound(a, clash) for a in expr.args))
