"""Whether two lines are shown to be equal."""

from __future__ import annotations

import numpy as np
from sympy import Basic, Dummy, Expr, Integral, Rational, powsimp
from sympy.core.function import AppliedUndef

from symspline.enclosure.evaluate import evaluate

from .zero import vanishes


def same(one: Basic, other: Basic) -> bool:
    """Whether two lines are shown to be equal, integrals compared integrand by integrand."""
    if one == other:
        return True
    first, second = _normal(one), _normal(other)
    return first == second or vanishes(first - second)


def _normal(line: Basic) -> Expr:
    """Merge nested integrals, give integration variables common names and simplify the integrands lightly."""

    def rename(integral: Integral) -> Integral:
        names, function, limits = {}, integral.function, []
        # Inner integrals were renamed before: their variables keep names of their own.
        below = len(function.atoms(Integral))
        for k, (variable, *ends) in enumerate(integral.limits):
            assumptions = {key: v for key, v in variable.assumptions0.items() if key in ("positive", "real") and v}
            names[variable] = Dummy(f"t{below}_{k}", **assumptions, dummy_index=7000 + 100 * below + k)
            limits.append((variable, *ends))
        renamed = ((names[variable], *(end.xreplace(names) for end in ends)) for variable, *ends in limits)
        return Integral(powsimp(function.xreplace(names).expand()), *renamed)

    def merge(integral: Integral) -> Integral:
        while isinstance(integral.function, Integral):
            integral = Integral(integral.function.function, *integral.function.limits, *integral.limits)
        return rename(integral)

    return line.replace(lambda e: isinstance(e, Integral), merge)


def _visibly_nonzero(expression: Expr) -> bool:
    """Whether an expression differs from zero at a point drawn according to its symbols' assumptions."""
    rng = np.random.default_rng(1)
    if expression.atoms(AppliedUndef) or expression.has(Integral):
        return False
    for _ in range(3):
        point = {
            symbol: Rational(int(rng.integers(2, 9)) if symbol.is_integer else int(rng.integers(100, 1900)), 1)
            / (1 if symbol.is_integer else 997)
            for symbol in expression.free_symbols
        }
        try:
            value = abs(evaluate(expression, point))
        except (ArithmeticError, ValueError, TypeError):
            continue
        if value > 1e-12:
            return True
    return False
