"""Whether an expression is seen to differ from zero."""

from __future__ import annotations

import numpy as np
from sympy import Expr, Integral, Rational
from sympy.core.function import AppliedUndef

from symspline.enclosure.evaluate import evaluate


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
