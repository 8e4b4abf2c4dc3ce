"""SymPy expression to closure of balls: a table of rules, one for each kind of node.

The table holds all rules but that of integrals, which need closures themselves: :mod:`.enclose` adds it. A rule is
given :func:`lower` for the parts of its node.
"""

import sympy as sp
from flint import acb, arb
from sympy.core.function import AppliedUndef

from . import arithmetic, conditions
from .ball import Lowered, Rule, Slots, Undecided

GUARD_BITS = 40
"""Bits of working precision beyond the digits aimed at, lost to rounding and cancellation."""

RULES: dict[type, Rule] = {**arithmetic.RULES, **conditions.RULES}
"""Kind of node -> its rule."""


def bits(digits: int) -> int:
    """Return the working precision in bits for so many decimal digits."""
    return int(digits * 3.33) + GUARD_BITS


def lower(expr: sp.Basic, slots: Slots) -> acb | Lowered:
    """Return the ball of a number, or the closure of a function of the slots."""
    if expr.is_Symbol:
        if expr not in slots:
            raise Undecided(f"the symbol {expr} has no value")
        k = slots.index(expr)  # type: ignore[arg-type]
        return lambda env, analytic: env[k]
    for kind in type(expr).__mro__:
        rule = RULES.get(kind)
        if rule is not None:
            return rule(expr, slots, lower)
    if isinstance(expr, AppliedUndef):
        raise Undecided(f"the function {expr.func} is undefined")
    raise Undecided(f"no enclosure is known for {type(expr).__name__}")


def constant(expr: sp.Expr) -> acb:
    """Enclose an expression without free symbols at the precision in force."""
    lowered = lower(expr, ())
    if not isinstance(lowered, acb):
        raise Undecided(f"{expr} is not a number")
    return lowered


def real_part(value: acb) -> arb:
    """Return the real part of a ball whose imaginary part may vanish."""
    if not value.imag.contains(0):
        raise Undecided(f"the value {value.str(6)} is not real")
    if not value.real.is_finite():
        raise Undecided("the enclosure is not finite")
    return value.real
