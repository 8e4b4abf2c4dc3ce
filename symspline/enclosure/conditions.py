"""How functions with kinks and jumps, and branches under a condition, become balls.

A condition on balls has three values: true, false, and None where the balls do not tell.
"""

from collections.abc import Callable
from functools import reduce
from typing import Any

import sympy as sp
from flint import acb, arb
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from .ball import Env, Lower, Lowered, Rule, Slots, Undecided
from .functions import NAN, is_real_ball, off_imaginary_cuts


def _real_only(function: Callable[..., acb]) -> Callable[..., acb]:
    """Guard a function of a real variable.

    On real points the argument must come out exactly real. A box met by the integrator contains such points, so an
    argument that is analytic there is real on the whole real segment, and its real part decides which branch continues
    analytically.
    """

    def lowered(args: list[acb | Lowered]) -> acb | Lowered:
        def evaluate(env: Env, analytic: bool) -> acb:
            balls = [a if isinstance(a, acb) else a(env, analytic) for a in args]
            if all(is_real_ball(z) for z in env) and not all(is_real_ball(z) for z in balls):
                return NAN
            return function(analytic, *balls)

        if all(isinstance(a, acb) for a in args):
            value = evaluate((), False)
            if not value.is_finite():
                raise Undecided("a function of a real variable met an argument that is not surely real")
            return value
        return evaluate

    return lowered  # type: ignore[return-value]


def _kinked(function: Callable[..., acb]) -> Rule:
    guarded = _real_only(function)

    def rule(expr: sp.Basic, slots: Slots, lower: Lower) -> acb | Lowered:
        return guarded([lower(a, slots) for a in expr.args])  # type: ignore[arg-type]

    return rule


def _heaviside(analytic: bool, z: acb, at_zero: acb) -> acb:
    # Off the jump the function is constant, so the real part decides for complex arguments too.
    if z.is_zero() and not analytic:
        return at_zero
    if z.real > 0:
        return acb(1)
    if z.real < 0:
        return acb(0)
    return NAN if analytic else acb(arb(0.5, 0.5).union(at_zero.real))


def _sign(analytic: bool, z: acb) -> acb:
    if z.is_zero() and not analytic:
        return acb(0)
    if z.real > 0:
        return acb(1)
    if z.real < 0:
        return acb(-1)
    return NAN if analytic else acb(arb(0, 1))


def _atan2(analytic: bool, y: acb, x: acb) -> acb:
    # Three half planes cover all but the cut x < 0, y = 0; the arc tangent used is analytic on each.
    if x.real > 0:
        return (y / x).atan() if off_imaginary_cuts(y / x) else NAN
    if y.real > 0:
        return arb.pi() / 2 - (x / y).atan() if off_imaginary_cuts(x / y) else NAN
    if y.real < 0:
        return -arb.pi() / 2 - (x / y).atan() if off_imaginary_cuts(x / y) else NAN
    if not analytic and y.is_zero() and x.real < 0:
        return acb(arb.pi())
    return NAN


def _modulus(expr: sp.Basic, slots: Slots, lower: Lower) -> acb | Lowered:
    inner = lower(expr.args[0], slots)
    if isinstance(inner, acb):
        return acb(abs(inner.real)) if is_real_ball(inner) else acb(abs(inner))
    return _real_only(lambda analytic, z: z.real_abs(analytic=analytic))([inner])  # type: ignore[arg-type, return-value]


def _piecewise(expr: sp.Piecewise, slots: Slots, lower: Lower) -> acb | Lowered:
    branches: list[tuple[sp.Basic, Any]] = []
    for value, condition in expr.args:
        if condition.free_symbols & set(slots):
            branches.append((value, compiled(condition, slots, lower)))
            continue
        truth = decide(condition, lower)
        if truth:
            branches.append((value, True))
            break
    if not branches or not (branches[-1][1] is True or len(branches) == len(expr.args)):
        raise Undecided("no branch of a Piecewise applies")
    if branches[0][1] is True:
        return lower(branches[0][0], slots)
    lowered = [(lower(value, slots), test) for value, test in branches]

    def evaluate(env: Env, analytic: bool) -> acb:
        candidates: list[acb] = []
        for value, test in lowered:
            truth = True if test is True else test(env, analytic)
            if truth is False:
                continue
            candidates.append(value if isinstance(value, acb) else value(env, analytic))
            if truth:
                break
        else:
            return NAN
        # Where the balls cannot tell the branches apart, the hull holds the value; it is no analytic function.
        if len(candidates) > 1 and analytic:
            return NAN
        return reduce(lambda u, v: u.union(v), candidates)

    return evaluate


def compiled(condition: sp.Basic, slots: Slots, lower: Lower) -> Callable[[Env, bool], bool | None]:
    """Lower a condition to three-valued logic."""
    if isinstance(condition, (BooleanTrue, BooleanFalse)):
        truth = bool(condition)
        return lambda env, analytic: truth
    if isinstance(condition, sp.Not):
        inner, opposite = compiled(condition.args[0], slots, lower), {True: False, False: True, None: None}
        return lambda env, analytic: opposite[inner(env, analytic)]
    if isinstance(condition, (sp.And, sp.Or)):
        parts = [compiled(a, slots, lower) for a in condition.args]
        stop = isinstance(condition, sp.Or)

        def join(env: Env, analytic: bool) -> bool | None:
            truths = [part(env, analytic) for part in parts]
            if stop in truths:
                return stop
            return None if None in truths else not stop

        return join
    if isinstance(condition, Relational):
        gap = lower(condition.lhs - condition.rhs, slots)

        def compare(env: Env, analytic: bool) -> bool | None:
            z = gap if isinstance(gap, acb) else gap(env, analytic)
            if all(is_real_ball(u) for u in env) and not is_real_ball(z):
                return None
            return _compare_to_zero(condition, z, analytic)

        return compare
    raise Undecided(f"the condition {condition} cannot be decided")


def _compare_to_zero(relation: Relational, z: acb, analytic: bool = False) -> bool | None:
    """Decide ``z (relation) 0`` by the real part, None where the ball does not tell."""
    # `analytic` asks of a whole neighbourhood, where no equality holds.
    positive, negative = z.real > 0, z.real < 0
    zero = z.is_zero() and not analytic
    if not (positive or negative or zero):
        # A ball that touches 0 from one side decides the relation that admits 0.
        touches = {sp.Ge: z.real >= 0, sp.Le: z.real <= 0}.get(type(relation), False)
        return True if touches and not analytic else None
    table = {
        sp.Gt: positive,
        sp.Ge: positive or zero,
        sp.Lt: negative,
        sp.Le: negative or zero,
        sp.Eq: zero,
        sp.Ne: not zero,
    }
    return table.get(type(relation))


def decide(condition: sp.Basic, lower: Lower) -> bool:
    """Decide a condition without free symbols, or raise."""
    truth = compiled(condition, (), lower)((), False)
    # No ball is thin enough to show an equality of irrational numbers: that takes algebra.
    if truth is None and isinstance(condition, (sp.Eq, sp.Ne)) and sp.simplify(condition.lhs - condition.rhs) == 0:
        truth = isinstance(condition, sp.Eq)
    if truth is None:
        raise Undecided(f"the condition {condition} cannot be decided")
    return truth


def _fold(join: Callable[..., Any]) -> Callable[..., acb]:
    return lambda analytic, *zs: reduce(lambda u, v: join(u, v, analytic), zs)


RULES: dict[type, Rule] = {
    sp.Abs: _modulus,
    sp.sign: _kinked(_sign),
    sp.Heaviside: _kinked(_heaviside),
    sp.Min: _kinked(_fold(lambda u, v, analytic: u.real_min(v, analytic=analytic))),
    sp.Max: _kinked(_fold(lambda u, v, analytic: u.real_max(v, analytic=analytic))),
    sp.atan2: _kinked(_atan2),
    sp.Piecewise: _piecewise,
}
"""Kind of node -> its rule."""
