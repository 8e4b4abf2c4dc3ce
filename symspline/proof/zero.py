"""Whether an expression is seen to differ from zero, and where it vanishes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from sympy import Expr, Integral, Rational, S, Symbol, fraction, solve, together
from sympy.core.function import AppliedUndef

from symspline.enclosure.evaluate import evaluate

from .limit import OutOfTime, within
from .moves import as_assumed

Point = Mapping[Symbol, Any]
SECONDS = 1.0
"""Processor time that one equation may take."""


def visibly_nonzero(expression: Expr) -> bool:
    """Whether an expression differs from zero at a point drawn according to its symbols' assumptions."""
    if expression.atoms(AppliedUndef) or expression.has(Integral):
        return False
    rng = np.random.default_rng(1)
    for _ in range(3):
        point = {
            symbol: Rational(int(rng.integers(2, 9)))
            if symbol.is_integer
            else Rational(int(rng.integers(100, 1900)), 997)
            for symbol in expression.free_symbols
        }
        try:
            value = abs(evaluate(expression, point))
        except (ArithmeticError, ValueError, TypeError):
            continue
        if value > 1e-12:
            return True
    return False


def zeros(g: Expr, symbol: Symbol, point: Point) -> list[Expr]:
    """Values of a symbol, such as its assumptions allow, at which an expression vanishes; the others stay."""
    equation = fraction(together(g.subs({s: v for s, v in point.items() if s != symbol})))[0]
    try:
        found = within(SECONDS, lambda: solve(equation, symbol), decides=False)
    except (OutOfTime, ArithmeticError, NotImplementedError, ValueError, TypeError):
        return []
    return [root for root in found if root.is_real and all(c == S.true for c in as_assumed(symbol, root))]
