"""Exact decision whether an expression vanishes identically, within a time limit."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    Abs,
    Add,
    Expr,
    Integral,
    Mul,
    Piecewise,
    S,
    cancel,
    erf,
    erfc,
    exp,
    expand,
    expand_log,
    factor_terms,
    piecewise_fold,
    powdenest,
    powsimp,
    simplify,
    together,
)

from .limit import OutOfTime, within


def _ladder(difference: Expr) -> Iterator[Expr]:
    """Ever stronger rewritings of an expression that ought to vanish."""
    difference = difference.replace(erfc, lambda z: 1 - erf(z))
    yield expand(difference)
    if difference.has(Integral):
        yield _united(difference)
    yield _quotient(difference)
    yield cancel(together(powsimp(powdenest(difference, force=False))))
    if difference.has(Integral):
        return
    yield factor_terms(expand(expand_log(powdenest(expand(difference, power_base=True)))))
    if difference.has(Piecewise, Abs):
        yield simplify(piecewise_fold(difference))
    yield simplify(difference)
    yield simplify(difference.rewrite(exp))


def _quotient(difference: Expr) -> Expr:
    """0 where the difference of two products is shown to vanish by their quotient, exponents apart from the rest."""
    terms = Add.make_args(difference)
    if len(terms) != 2 or not difference.has(exp) or difference.has(Integral):
        return difference
    exponent, rest = S.Zero, S.One
    for factor in Mul.make_args(powsimp(-terms[0] / terms[1])):
        if isinstance(factor, exp):
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
