"""Exact decision, within a time limit, whether an expression vanishes identically and whether two lines are equal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import sympy as sp
from sympy import Add, Basic, Dummy, Expr, Integral, Mul, Rational, S, cancel, expand, powdenest, powsimp, together
from sympy.core.function import AppliedUndef

from symspline.enclosure.evaluate import evaluate

from .limit import OutOfTime, within


def _ladder(difference: Expr) -> Iterator[Expr]:
    """Ever stronger rewritings of an expression that ought to vanish."""
    # Every rung equals the first under the assumptions of the symbols, so one 0 is a proof; cheap rungs come first.
    difference = difference.replace(sp.erfc, lambda z: 1 - sp.erf(z))
    yield expand(difference)
    if difference.has(Integral):
        yield _united(difference)
    yield _quotient(difference)
    # Without force: roots and logarithms are joined only where the assumptions of the symbols keep them on one branch.
    yield cancel(together(powsimp(powdenest(difference, force=False))))
    # `simplify` carries out what it meets: it would look for closed forms of the integrals, for minutes and in vain.
    if difference.has(Integral):
        return
    yield sp.factor_terms(expand(sp.expand_log(powdenest(expand(difference, power_base=True)))))
    if difference.has(sp.Piecewise, sp.Abs):
        yield sp.simplify(sp.piecewise_fold(difference))
    yield sp.simplify(difference)
    yield sp.simplify(difference.rewrite(sp.exp))


def _quotient(difference: Expr) -> Expr:
    """0 where the difference of two products is shown to vanish by their quotient, exponents apart from the rest."""
    terms = Add.make_args(difference)
    if len(terms) != 2 or not difference.has(sp.exp) or difference.has(Integral):
        return difference
    exponent, rest = S.Zero, S.One
    for factor in Mul.make_args(powsimp(-terms[0] / terms[1])):
        if isinstance(factor, sp.exp):
            exponent += factor.args[0]
        else:
            rest *= factor
    return S.Zero if cancel(together(rest)) == 1 and cancel(together(exponent)) == 0 else difference


def _united(difference: Expr) -> Expr:
    """The difference with the integrals over the same range united, each integrand 0 where it is shown to vanish."""
    integrands: dict[tuple, Expr] = {}
    rest = S.Zero
    for term in Add.make_args(expand(difference)):
        factors = [factor for factor in Mul.make_args(term) if factor.has(Integral)]
        if not factors:
            rest += term
            continue
        integral = factors[0]
        constant = term / integral
        if len(factors) > 1 or not isinstance(integral, Integral) or constant.has(Integral):
            return difference
        integrands[integral.limits] = integrands.get(integral.limits, S.Zero) + constant * integral.function
    # Equal integrands have equal integrals, not the reverse: a remainder that is not shown to vanish decides nothing.
    shown = all(any(form == 0 for form in _ladder(integrand)) for integrand in [*integrands.values(), rest])
    return S.Zero if shown else difference


def vanishes(difference: Expr, seconds: float = 1.5) -> bool:
    """Whether SymPy shows that an expression is identically zero.

    False means only that it was not shown.

    Args:
        difference: the expression.
        seconds: limit of the whole attempt, of processor time.

    Example:
        >>> from sympy import cos, sin, symbols
        >>> t = symbols("t", real=True)
        >>> vanishes(sin(t) ** 2 + cos(t) ** 2 - 1), vanishes(sin(t))
        (True, False)
    """
    if difference == 0:
        return True
    try:
        return within(seconds, lambda: any(form == 0 for form in _ladder(difference)))
    except (OutOfTime, NotImplementedError, RecursionError, ValueError, TypeError, AttributeError):
        # SymPy's simplifiers raise the last five on expressions they cannot handle; the answer stays "not shown".
        return False


def same(one: Basic, other: Basic) -> bool:
    """Whether two lines are shown to be equal, integrals compared integrand by integrand."""
    if one == other:
        return True
    first, second = _normal(one), _normal(other)
    return first == second or vanishes(first - second)


def _normal(line: Basic) -> Expr:
    """Merge nested integrals, give integration variables common names and simplify the integrands lightly."""

    def rename(integral: Integral) -> Integral:
        names, function = {}, integral.function
        # Inner integrals were renamed before: their variables keep names of their own.
        below = len(function.atoms(Integral))
        for k, (variable, *_) in enumerate(integral.limits):
            assumptions = {key: v for key, v in variable.assumptions0.items() if key in ("positive", "real") and v}
            # Dummies of one name are equal when their numbers are: a number of our own makes two lines meet.
            names[variable] = Dummy(f"t{below}_{k}", **assumptions, dummy_index=7000 + 100 * below + k)
        renamed = ((names[variable], *(end.xreplace(names) for end in ends)) for variable, *ends in integral.limits)
        return Integral(powsimp(function.xreplace(names).expand()), *renamed)

    def merge(integral: Integral) -> Integral:
        while isinstance(integral.function, Integral):
            integral = Integral(integral.function.function, *integral.function.limits, *integral.limits)
        return rename(integral)

    return line.replace(lambda e: isinstance(e, Integral), merge)


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
