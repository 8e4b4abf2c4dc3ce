"""SymPy expression to Arb ball: every value returned is a proved enclosure, or :class:`Undecided` is raised.

An expression is lowered once to a closure over complex balls, and that closure serves points, boxes and the rigorous
integrator alike. The flag ``analytic`` follows the convention of ``acb.integral``: when it is set, the closure returns
a non-finite ball unless the function is analytic on the whole argument.
"""

# SymPy annotates results as Basic, flint has no stubs: these reports speak of their types, not of this file.
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportReturnType=false, reportGeneralTypeIssues=false, reportIndexIssue=false, reportAssignmentType=false

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import sympy as sp
from flint import acb, arb, ctx, fmpq
from sympy.codegen.cfunctions import expm1
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symspline import special
from symspline.enclosure.ball import Ball, Undecided
from symspline.enclosure.functions import (
    FUNCTIONS,
    NAN,
    is_real_ball,
    off_imaginary_cuts,
    off_negative_axis,
    off_upper_cut,
)

Env = Sequence[acb]
Lowered = Callable[[Env, bool], acb]
GUARD_BITS = 40


def bits(digits: int) -> int:
    """Return the working precision in bits for so many decimal digits."""
    return int(digits * 3.33) + GUARD_BITS


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
        >>> from symspline.enclosure.lowering import enclose
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


def difference(lhs: sp.Expr, rhs: sp.Expr, values: Mapping[sp.Symbol, Any], digits: int = 30) -> tuple[Ball, float]:
    """Enclose ``lhs - rhs`` and return it with the scale ``max(|lhs|, |rhs|)``.

    Each side is refined until the radius of the difference is below 1e-25 of the scale, or two refinements have passed.
    """
    ball, scale = Ball(arb(0)), 0.0
    for extra in (0, 15, 40):
        left, right = enclose(lhs, values, digits + extra), enclose(rhs, values, digits + extra)
        with ctx.workprec(bits(digits + extra)):
            ball = Ball(left.value - right.value)
            magnitude = left.value.abs_upper().max(right.value.abs_upper())
        scale = float(magnitude)
        if ball.radius <= 1e-25 * min(1.0, scale):
            break
    return ball, scale


def instantiate(expr: sp.Expr, values: Mapping[sp.Symbol, Any]) -> sp.Expr:
    """Put exact values for the free symbols, leaving bound symbols alone."""
    expr = sp.sympify(expr, strict=True)
    exact: dict[sp.Basic, sp.Basic] = {}
    for symbol, value in values.items():
        number = sp.sympify(value, strict=True)
        if not number.is_Rational:
            raise ValueError(f"values[{symbol}] is {number!r}; an enclosure needs an exact Rational")
        exact[symbol] = number
    bound = {s for node in expr.atoms(sp.Integral, sp.Sum, sp.Derivative) for s in _bound_symbols(node)}
    clash = bound & exact.keys()
    if clash:
        expr = _rename_bound(expr, clash)
    # A derivative must be taken before its variable is replaced; a closed form of a sum inside is sought in vain.
    expr = expr.replace(lambda e: isinstance(e, sp.Derivative), lambda e: e.doit(deep=not e.has(sp.Sum)))
    closed = expr.xreplace(exact)
    missing = closed.free_symbols
    if missing:
        raise ValueError(f"no value for {sorted(map(str, missing))}")
    return closed


def _bound_symbols(node: sp.Basic) -> set[sp.Basic]:
    return set(getattr(node, "bound_symbols", ()))


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


def real_part(value: acb) -> arb:
    """Return the real part of a ball whose imaginary part may vanish."""
    if not value.imag.contains(0):
        raise Undecided(f"the value {value.str(6)} is not real")
    if not value.real.is_finite():
        raise Undecided("the enclosure is not finite")
    return value.real


def constant(expr: sp.Expr) -> acb:
    """Enclose an expression without free symbols at the precision in force."""
    lowered = lower(expr, ())
    if not isinstance(lowered, acb):
        raise Undecided(f"{expr} is not a number")
    return lowered


def lower(expr: sp.Basic, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    """Return the ball of a number, or the closure of a function of the slots."""
    if expr.is_Symbol:
        if expr not in slots:
            raise Undecided(f"the symbol {expr} has no value")
        k = slots.index(expr)  # type: ignore[arg-type]
        return lambda env, analytic: env[k]
    for kind in type(expr).__mro__:
        rule = RULES.get(kind)
        if rule is not None:
            return rule(expr, slots)
    if isinstance(expr, AppliedUndef):
        raise Undecided(f"the function {expr.func} is undefined")
    raise Undecided(f"no enclosure is known for {type(expr).__name__}")


def combine(function: Callable[..., acb], args: Sequence[acb | Lowered]) -> acb | Lowered:
    """Apply ``function(analytic, *balls)`` to lowered arguments, folding constants."""
    if all(isinstance(a, acb) for a in args):
        return function(False, *args)
    if len(args) == 1:
        only = args[0]
        return lambda env, analytic: function(analytic, only(env, analytic))  # type: ignore[operator]
    if len(args) == 2:
        first, second = args
        if isinstance(first, acb):
            return lambda env, analytic: function(analytic, first, second(env, analytic))  # type: ignore[operator]
        if isinstance(second, acb):
            return lambda env, analytic: function(analytic, first(env, analytic), second)
    callables = [(lambda env, analytic, v=a: v) if isinstance(a, acb) else a for a in args]
    return lambda env, analytic: function(analytic, *(f(env, analytic) for f in callables))


# --- numbers, sums, products, powers ---------------------------------------------------------------------------------


def rational(number: sp.Rational) -> acb:
    """Return the ball of a rational number."""
    return acb(arb(fmpq(int(number.p), int(number.q))))


def _float(expr: sp.Float, slots: tuple[sp.Symbol, ...]) -> acb:
    raise Undecided(f"{expr} is a floating-point number; write it as a Rational")


def _split_constants(
    args: Sequence[sp.Basic], slots: tuple[sp.Symbol, ...], neutral: acb, join: Callable[[acb, acb], acb]
) -> tuple[acb | None, list[Lowered]]:
    constants: acb | None = None
    functions: list[Lowered] = []
    for arg in args:
        lowered = lower(arg, slots)
        if isinstance(lowered, acb):
            constants = lowered if constants is None else join(constants, lowered)
        else:
            functions.append(lowered)
    if not functions and constants is None:
        constants = neutral
    return constants, functions


def _without_cancellation(expr: sp.Add) -> sp.Basic | None:
    """Write ``c - c exp(h)`` as ``-c expm1(h)``."""
    shift, rest = expr.as_coeff_Add()
    if not shift:
        return None
    for term in sp.Add.make_args(rest):
        coefficient, core = term.as_coeff_Mul()
        if isinstance(core, sp.exp) and coefficient == -shift:
            return sp.Add(coefficient * expm1(core.args[0]), *(t for t in sp.Add.make_args(rest) if t is not term))
    return None


def _add(expr: sp.Add, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    stable = _without_cancellation(expr)
    if stable is not None:
        return lower(stable, slots)
    total, terms = _split_constants(expr.args, slots, acb(0), lambda u, v: u + v)
    if not terms:
        return total  # type: ignore[return-value]
    if total is not None and len(terms) == 1:
        shift, only = total, terms[0]
        return lambda env, analytic: shift + only(env, analytic)

    def evaluate(env: Env, analytic: bool) -> acb:
        value = terms[0](env, analytic)
        for term in terms[1:]:
            value = value + term(env, analytic)
        return value if total is None else value + total

    return evaluate


def _mul(expr: sp.Mul, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    factor, terms = _split_constants(expr.args, slots, acb(1), lambda u, v: u * v)
    if not terms:
        return factor  # type: ignore[return-value]
    if factor is not None and len(terms) == 1:
        scale, only = factor, terms[0]
        return lambda env, analytic: scale * only(env, analytic)

    def evaluate(env: Env, analytic: bool) -> acb:
        value = terms[0](env, analytic)
        for term in terms[1:]:
            value = value * term(env, analytic)
        return value if factor is None else value * factor

    return evaluate


def power(analytic: bool, base: acb, exponent: acb) -> acb:
    """Return the principal power; 0 to a positive power is 0."""
    if base.is_zero() and is_real_ball(exponent) and exponent.real > 0:
        return acb(0)
    return base.pow(exponent, analytic=analytic)


def _pow(expr: sp.Pow, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    base, exponent = expr.args
    if base is sp.S.Exp1:
        return combine(lambda _, z: z.exp(), [lower(exponent, slots)])
    inner = lower(base, slots)
    if exponent.is_Integer:
        n = int(exponent)
        if n >= 0:
            return combine(lambda _, z: z**n, [inner])
        return combine(lambda _, z: 1 / z**-n, [inner])
    if exponent == sp.S.Half:
        return combine(lambda analytic, z: z.sqrt(analytic=analytic), [inner])
    if exponent == -sp.S.Half:
        return combine(lambda analytic, z: z.rsqrt(analytic=analytic), [inner])
    if exponent.is_Rational and exponent.q == 2:
        n = int(exponent.p)
        if n > 0:
            return combine(lambda analytic, z: z.sqrt(analytic=analytic) ** n, [inner])
        return combine(lambda analytic, z: z.rsqrt(analytic=analytic) ** -n, [inner])
    return combine(power, [inner, lower(exponent, slots)])


# --- functions -------------------------------------------------------------------------------------------------------


def _log(expr: sp.Basic, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    argument = expr.args[0]
    if argument.is_Add and sp.S.One in argument.args and slots:
        # ln(1 + h) keeps its digits where h is small.
        gap = lower(sp.Add(*(a for a in argument.args if a != 1)), slots)
        return combine(lambda _, h: h.log1p() if off_negative_axis(1 + h) else NAN, [gap])
    return combine(lambda analytic, z: z.log(analytic=analytic), [lower(argument, slots)])


def _hyper(expr: sp.Basic, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
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


def _by_definition(expr: sp.Basic, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    return lower(expr.definition(), slots)  # type: ignore[attr-defined]


def _function(expr: sp.Basic, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    return combine(FUNCTIONS[type(expr)], [lower(a, slots) for a in expr.args])


# --- functions with kinks and jumps, which need a real argument ------------------------------------------------------


def _real_only(function: Callable[..., acb]) -> Callable[..., acb]:
    """Guard a function of a real variable.

    On real points the argument must come out exactly real. A box met by the integrator contains such points, so an
    argument that is analytic there is real on the whole real segment.
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


def _kinked(function: Callable[..., acb]) -> Callable[[sp.Basic, tuple[sp.Symbol, ...]], acb | Lowered]:
    guarded = _real_only(function)

    def rule(expr: sp.Basic, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
        return guarded([lower(a, slots) for a in expr.args])  # type: ignore[arg-type]

    return rule


def _heaviside(analytic: bool, z: acb, at_zero: acb | None = None) -> acb:
    if z.is_zero() and not analytic:
        return at_zero if at_zero is not None else acb(0.5)
    if z.real > 0:
        return acb(1)
    if z.real < 0:
        return acb(0)
    return NAN if analytic else acb(arb(0.5, 0.5)) if at_zero is None else acb(arb(0.5, 0.5).union(at_zero.real))


def _sign(analytic: bool, z: acb) -> acb:
    if z.is_zero() and not analytic:
        return acb(0)
    if z.real > 0:
        return acb(1)
    if z.real < 0:
        return acb(-1)
    return NAN if analytic else acb(arb(0, 1))


def _atan2(analytic: bool, y: acb, x: acb) -> acb:
    if x.real > 0:
        return (y / x).atan() if off_imaginary_cuts(y / x) else NAN
    if y.real > 0:
        return arb.pi() / 2 - (x / y).atan() if off_imaginary_cuts(x / y) else NAN
    if y.real < 0:
        return -arb.pi() / 2 - (x / y).atan() if off_imaginary_cuts(x / y) else NAN
    if not analytic and y.is_zero() and x.real < 0:
        return acb(arb.pi())
    return NAN


def _modulus(expr: sp.Basic, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    inner = lower(expr.args[0], slots)
    if isinstance(inner, acb):
        return acb(abs(inner.real)) if is_real_ball(inner) else acb(abs(inner))
    return _real_only(lambda analytic, z: z.real_abs(analytic=analytic))([inner])  # type: ignore[arg-type, return-value]


def _piecewise(expr: sp.Piecewise, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    branches: list[tuple[sp.Basic, Any]] = []
    for value, condition in expr.args:
        if condition.free_symbols & set(slots):
            branches.append((value, _condition(condition, slots)))
            continue
        truth = decide(condition)
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
        if len(candidates) > 1 and analytic:
            return NAN
        return reduce(lambda u, v: u.union(v), candidates)

    return evaluate


def _condition(condition: sp.Basic, slots: tuple[sp.Symbol, ...]) -> Callable[[Env, bool], bool | None]:
    """Lower a condition to three-valued logic."""
    if isinstance(condition, (BooleanTrue, BooleanFalse)):
        truth = bool(condition)
        return lambda env, analytic: truth
    if isinstance(condition, sp.Not):
        inner = _condition(condition.args[0], slots)

        def negate(env: Env, analytic: bool) -> bool | None:
            truth = inner(env, analytic)
            return None if truth is None else not truth

        return negate
    if isinstance(condition, (sp.And, sp.Or)):
        parts = [_condition(a, slots) for a in condition.args]
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
            return compare_to_zero(condition, z, analytic)

        return compare
    raise Undecided(f"the condition {condition} cannot be decided")


def compare_to_zero(relation: Relational, z: acb, analytic: bool = False) -> bool | None:
    """Decide ``z (relation) 0`` by the real part, None where the ball does not tell."""
    positive, negative = z.real > 0, z.real < 0
    zero = z.is_zero() and not analytic
    if not (positive or negative or zero):
        if not analytic and isinstance(relation, sp.Ge) and z.real >= 0:
            return True
        if not analytic and isinstance(relation, sp.Le) and z.real <= 0:
            return True
        return None
    table = {
        sp.Gt: positive,
        sp.Ge: positive or zero,
        sp.Lt: negative,
        sp.Le: negative or zero,
        sp.Eq: zero,
        sp.Ne: not zero,
    }
    for kind, truth in table.items():
        if isinstance(relation, kind):
            return bool(truth)
    return None


def decide(condition: sp.Basic) -> bool:
    """Decide a condition without free symbols, or raise."""
    truth = _condition(condition, ())((), False)
    if truth is None and isinstance(condition, (sp.Eq, sp.Ne)) and sp.simplify(condition.lhs - condition.rhs) == 0:
        truth = isinstance(condition, sp.Eq)
    if truth is None:
        raise Undecided(f"the condition {condition} cannot be decided")
    return truth


def _sum(expr: sp.Sum | sp.Product, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    if len(expr.limits) != 1:
        body = expr.func(expr.function, *expr.limits[:-1])
        return _sum(expr.func(body, expr.limits[-1]), slots) if body != expr else lower(expr.doit(), slots)
    index, first, last = expr.limits[0]
    if not (first.is_Integer and last.is_Integer):
        raise Undecided(f"the sum or product over {index} from {first} to {last} is not finite")
    if last - first > 100_000:
        raise Undecided("the sum or product has more than 1e5 terms")
    terms = (expr.function.xreplace({index: sp.Integer(k)}) for k in range(int(first), int(last) + 1))
    return lower(sp.Add(*terms) if isinstance(expr, sp.Sum) else sp.Mul(*terms), slots)


def _derivative(expr: sp.Derivative, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    done = expr.doit()
    if done.has(sp.Derivative):
        raise Undecided(f"the derivative {expr} cannot be taken")
    return lower(done, slots)


def _integral(expr: sp.Integral, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    from symspline.enclosure.integrals import enclose_integral
    from symspline.enclosure.nested_integrals import lower_inner_integral

    if expr.free_symbols & set(slots):
        return lower_inner_integral(expr, slots)
    # SymPy writes nested integrals as one node with several limits, the outermost last.
    limit = expr.limits[-1]
    if len(limit) != 3:
        raise Undecided("an indefinite integral has no value")
    body = sp.Integral(expr.function, *expr.limits[:-1]) if len(expr.limits) > 1 else expr.function
    return enclose_integral(body, *limit)


def _fold(join: Callable[..., Any]) -> Callable[..., acb]:
    return lambda analytic, *zs: reduce(lambda u, v: join(u, v, analytic), zs)


def _determinant(expr: sp.Determinant, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    return lower(expr.arg.det(method="berkowitz"), slots)


RULES: dict[type, Callable[[Any, tuple[sp.Symbol, ...]], acb | Lowered]] = {
    sp.Rational: lambda e, s: rational(e),
    sp.Float: _float,
    type(sp.pi): lambda e, s: acb(arb.pi()),
    type(sp.E): lambda e, s: acb(arb.const_e()),
    type(sp.EulerGamma): lambda e, s: acb(arb.const_euler()),
    type(sp.Catalan): lambda e, s: acb(arb.const_catalan()),
    type(sp.GoldenRatio): lambda e, s: (1 + acb(5).sqrt()) / 2,
    type(sp.I): lambda e, s: acb(0, 1),
    sp.Add: _add,
    sp.Mul: _mul,
    sp.Pow: _pow,
    sp.Abs: _modulus,
    sp.sign: _kinked(_sign),
    sp.Heaviside: _kinked(_heaviside),
    sp.Min: _kinked(_fold(lambda u, v, analytic: u.real_min(v, analytic=analytic))),
    sp.Max: _kinked(_fold(lambda u, v, analytic: u.real_max(v, analytic=analytic))),
    sp.atan2: _kinked(_atan2),
    sp.Piecewise: _piecewise,
    sp.hyper: _hyper,
    sp.log: _log,
    sp.Sum: _sum,
    sp.Product: _sum,
    sp.Derivative: _derivative,
    sp.Determinant: _determinant,
    sp.Integral: _integral,
    special.StableFunction: _by_definition,
}
RULES.update(dict.fromkeys(FUNCTIONS, _function))
