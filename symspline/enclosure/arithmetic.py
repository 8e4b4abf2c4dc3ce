"""How numbers, sums, products, powers and functions become balls: one rule for each kind of node."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import add, mul
from typing import Any

import sympy as sp
from flint import acb, arb, fmpq
from mpmath import mpf, workprec
from sympy.codegen.cfunctions import expm1
from sympy.core.relational import Relational

from symspline import special

from .ball import Env, Lower, Lowered, Rule, Slots, Undecided, combine
from .evaluate import differentiated, nothing
from .functions import FUNCTIONS, NAN, is_real_ball, off_negative_axis, off_upper_cut

MOST_TERMS = 100_000
"""Largest number of terms of a sum or product that is written out."""


def _float(expr: sp.Float, slots: Slots, lower: Lower) -> acb:
    raise Undecided(f"{expr} is a floating-point number; write it as a Rational")


def _joined(
    expr: sp.Add | sp.Mul, slots: Slots, lower: Lower, neutral: acb, join: Callable[[acb, acb], acb]
) -> acb | Lowered:
    """Lower a sum or product; its constant arguments are joined once, here, and not whenever the closure is called."""
    lowered = [lower(arg, slots) for arg in expr.args]
    balls = [part for part in lowered if isinstance(part, acb)]
    first, *others = [part for part in lowered if not isinstance(part, acb)] or [None]
    constant = reduce(join, balls) if balls else neutral
    if first is None:
        return constant
    if balls and not others:
        return lambda env, analytic: join(constant, first(env, analytic))

    def evaluate(env: Env, analytic: bool) -> acb:
        value = first(env, analytic)
        for other in others:
            value = join(value, other(env, analytic))
        return join(value, constant) if balls else value

    return evaluate


def _without_cancellation(expr: sp.Add) -> sp.Basic | None:
    """Write ``c - c exp(h)`` as ``-c expm1(h)``: the difference would lose all digits where h is small."""
    shift, rest = expr.as_coeff_Add()
    if not shift:
        return None
    for term in sp.Add.make_args(rest):
        coefficient, core = term.as_coeff_Mul()
        if isinstance(core, sp.exp) and coefficient == -shift:
            return sp.Add(coefficient * expm1(core.args[0]), *(t for t in sp.Add.make_args(rest) if t is not term))
    return None


def _add(expr: sp.Add, slots: Slots, lower: Lower) -> acb | Lowered:
    stable = _without_cancellation(expr)
    return _joined(expr, slots, lower, acb(0), add) if stable is None else lower(stable, slots)


def _mul(expr: sp.Mul, slots: Slots, lower: Lower) -> acb | Lowered:
    return _joined(expr, slots, lower, acb(1), mul)


def _power(analytic: bool, base: acb, exponent: acb) -> acb:
    """Return the principal power; 0 to a positive power is 0."""
    if base.is_zero() and is_real_ball(exponent) and exponent.real > 0:
        return acb(0)
    return base.pow(exponent, analytic=analytic)


def _pow(expr: sp.Pow, slots: Slots, lower: Lower) -> acb | Lowered:
    base, exponent = expr.args
    if base is sp.S.Exp1:
        return combine(lambda _, z: z.exp(), [lower(exponent, slots)])
    inner = lower(base, slots)
    # Integer powers have no cut, and a root is one square root: both are sharper than exp(exponent ln(base)).
    if exponent.is_Integer:
        n = int(exponent)
        return combine((lambda _, z: z**n) if n >= 0 else (lambda _, z: 1 / z**-n), [inner])
    if exponent.is_Rational and exponent.q == 2:
        root, n = (acb.sqrt, int(exponent.p)) if exponent > 0 else (acb.rsqrt, -int(exponent.p))
        if n == 1:
            return combine(lambda analytic, z: root(z, analytic=analytic), [inner])
        return combine(lambda analytic, z: root(z, analytic=analytic) ** n, [inner])
    return combine(_power, [inner, lower(exponent, slots)])


MOST_FACTORS = 10_000
"""The largest integer power of a rational that is multiplied out."""


class rational_power(sp.Function):
    """A positive rational to a rational power, left alone: SymPy would look for perfect powers in it, at any cost."""

    is_positive = is_real = is_finite = True

    def _eval_evalf(self, prec: int) -> sp.Expr:
        with workprec(prec + 10):
            base, exponent = (mpf(int(a.p)) / int(a.q) for a in self.args)
            return sp.Float._new((base**exponent)._mpf_, prec)


class rational_log(sp.Function):
    """The logarithm of a positive rational, left alone: SymPy would make exp(c ln r) a rational power."""

    is_real = is_finite = True

    def _eval_is_positive(self) -> bool:
        return bool(self.args[0] > 1)

    def _eval_evalf(self, prec: int) -> sp.Expr:
        return sp.log(self.args[0], evaluate=False)._eval_evalf(prec)


def put(expr: sp.Basic, exact: Mapping[sp.Basic, sp.Basic]) -> Any:
    """Numbers, or other expressions, in place of symbols, with as little of SymPy's evaluation as serves.

    Evaluated, SymPy asks for size and sign of every part of what has numbers of many digits, and looks for perfect
    powers in them: that takes longer than the rest of an enclosure.
    """
    if expr in exact:
        return exact[expr]
    if not expr.args or not expr.has(*exact):
        return expr
    if isinstance(expr, sp.Piecewise):
        return _put_piecewise(expr, exact)
    args = [put(a, exact) for a in expr.args]
    if isinstance(expr, sp.Mul):
        return product(*args)
    if isinstance(expr, sp.Pow):
        return _put_power(*args)
    if isinstance(expr, sp.log) and args[0].is_Rational and args[0] > 0 and args[0] != 1:
        return rational_log(args[0])
    if isinstance(expr, UNEVALUATED):
        return expr.func(*args, evaluate=all(arg.is_Rational for arg in args))
    return expr.func(*args)


UNEVALUATED = (sp.exp, sp.Abs, sp.sign, sp.Max, sp.Min, Relational)


def _put_piecewise(expr: sp.Piecewise, exact: Mapping[sp.Basic, sp.Basic]) -> Any:
    kept = []
    for value, condition in expr.args:
        holds = put(condition, exact)
        if holds is not sp.false:
            kept.append((put(value, exact), holds))
        if holds is sp.true:
            break
    if kept and kept[0][1] is sp.true:
        return kept[0][0]
    return sp.Piecewise(*kept, evaluate=False) if kept else sp.nan


def product(*args: sp.Basic) -> Any:
    """A product whose rational factors alone are multiplied out."""
    number, rest = sp.S.One, []
    for arg in args:
        for factor in arg.args if arg.is_Mul else (arg,):
            if factor.is_Rational:
                number *= factor
            else:
                rest.append(factor)
    if number == 0:
        if any(each in (sp.oo, -sp.oo) or each.has(sp.zoo, sp.nan) for each in rest):
            return sp.nan
        # Nothing times what may diverge need not be nothing.
        unsure = [each for each in rest if each.has(sp.Integral, sp.Sum, sp.Product)]
        return nothing(sp.Mul(*unsure, evaluate=False)) if unsure else number
    if not rest:
        return number
    if number == 1 and len(rest) == 1:
        return rest[0]
    return sp.Mul(*([] if number == 1 else [number]), *rest, evaluate=False)


def _put_power(base: sp.Basic, exponent: sp.Basic) -> sp.Basic:
    if exponent.is_Rational and (exponent.q > 2 or abs(exponent) > MOST_FACTORS):
        number, rest = base.as_coeff_Mul()
        if number > 0 and number != 1:
            return product(rational_power(number, exponent), sp.Pow(rest, exponent, evaluate=False))
    if exponent is sp.S.One:
        return base
    if exponent.is_Integer and abs(exponent) <= MOST_FACTORS and base.is_Mul and base.args[0].is_Rational:
        # A sign that cancels must do so: both halves of an odd integrand then have the same digits.
        return product(base.args[0] ** exponent, _put_power(product(*base.args[1:]), exponent))
    plain = (
        base.is_Symbol
        or (base.is_Pow and base.args[0].is_Symbol)
        or base is sp.S.Zero
        or (base.is_Rational and exponent.is_Integer)
    )
    return sp.Pow(base, exponent, evaluate=plain)


def _log(expr: sp.Basic, slots: Slots, lower: Lower) -> acb | Lowered:
    argument = expr.args[0]
    if argument.is_Add and sp.S.One in argument.args and slots:
        # ln(1 + h) keeps its digits where h is small.
        gap = lower(sp.Add(*(a for a in argument.args if a != 1)), slots)
        return combine(lambda _, h: h.log1p() if off_negative_axis(1 + h) else NAN, [gap])
    return combine(lambda analytic, z: z.log(analytic=analytic), [lower(argument, slots)])


def _hyper(expr: sp.Basic, slots: Slots, lower: Lower) -> acb | Lowered:
    upper, lower_parameters, argument = expr.args
    top = [lower(a, slots) for a in upper.args]
    bottom = [lower(b, slots) for b in lower_parameters.args]
    z = lower(argument, slots)
    if not all(isinstance(p, acb) for p in (*top, *bottom)):
        raise Undecided("a hypergeometric function with variable parameters")
    if len(top) == 2 and len(bottom) == 1:
        a, b, c = *top, bottom[0]
        return combine(lambda _, u: u.hypgeom_2f1(a, b, c) if off_upper_cut(u) else NAN, [z])
    if len(top) == 1 and len(bottom) == 1:
        return combine(lambda _, u: u.hypgeom_1f1(top[0], bottom[0]), [z])
    if len(top) == 0 and len(bottom) == 1:
        return combine(lambda _, u: u.hypgeom_0f1(bottom[0]), [z])
    if len(top) <= len(bottom):
        return combine(lambda _, u: u.hypgeom(top, bottom), [z])
    raise Undecided(f"no enclosure is known for {len(top)}F{len(bottom)}")


def _sum(expr: sp.Sum | sp.Product, slots: Slots, lower: Lower) -> acb | Lowered:
    if len(expr.limits) != 1:
        body = expr.func(expr.function, *expr.limits[:-1])
        return _sum(expr.func(body, expr.limits[-1]), slots, lower) if body != expr else lower(expr.doit(), slots)
    index, first, last = expr.limits[0]
    if not (first.is_Integer and last.is_Integer):
        raise Undecided(f"the sum or product over {index} from {first} to {last} is not finite")
    if abs(last - first) > MOST_TERMS:
        raise Undecided(f"the sum or product has more than {MOST_TERMS:g} terms")
    if last < first - 1:  # it runs downwards, over the terms between (Karr)
        between = expr.func(expr.function, (index, last + 1, first - 1))
        return lower(-between if isinstance(expr, sp.Sum) else 1 / between, slots)
    terms = (expr.function.xreplace({index: sp.Integer(k)}) for k in range(int(first), int(last) + 1))
    return lower(sp.Add(*terms) if isinstance(expr, sp.Sum) else sp.Mul(*terms), slots)


def _derivative(expr: sp.Derivative, slots: Slots, lower: Lower) -> acb | Lowered:
    done = differentiated(expr)
    if done.has(sp.Derivative):
        raise Undecided(f"the derivative {expr} cannot be taken")
    return lower(done, slots)


RULES: dict[type, Rule] = {
    sp.Rational: lambda number, *_: acb(arb(fmpq(int(number.p), int(number.q)))),
    sp.Float: _float,
    type(sp.pi): lambda *_: acb(arb.pi()),
    type(sp.E): lambda *_: acb(arb.const_e()),
    type(sp.EulerGamma): lambda *_: acb(arb.const_euler()),
    type(sp.Catalan): lambda *_: acb(arb.const_catalan()),
    type(sp.GoldenRatio): lambda *_: (1 + acb(5).sqrt()) / 2,
    type(sp.I): lambda *_: acb(0, 1),
    sp.Add: _add,
    sp.Mul: _mul,
    sp.Pow: _pow,
    rational_power: _pow,
    sp.hyper: _hyper,
    nothing: lambda expr, slots, lower: combine(lambda _, z: 0 * z, [lower(expr.args[0], slots)]),
    sp.log: _log,
    rational_log: _log,
    sp.Sum: _sum,
    sp.Product: _sum,
    sp.Derivative: _derivative,
    # Berkowitz's algorithm divides by nothing: no pivot has to be told apart from 0.
    sp.Determinant: lambda expr, slots, lower: lower(expr.arg.det(method="berkowitz"), slots),
    special.StableFunction: lambda expr, slots, lower: lower(expr.definition(), slots),
    **dict.fromkeys(FUNCTIONS, lambda f, slots, lower: combine(FUNCTIONS[type(f)], [lower(a, slots) for a in f.args])),
}
"""Kind of node -> its rule."""
