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
from sympy.codegen.cfunctions import expm1, log1p
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symspline import special
from symspline.proof.ball import Ball, Undecided

Env = Sequence[acb]
Lowered = Callable[[Env, bool], acb]
NAN = acb("nan")
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
        >>> from symspline.proof.enclosure import enclose
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
    expr = sp.sympify(expr)
    exact: dict[sp.Basic, sp.Basic] = {}
    for symbol, value in values.items():
        number = sp.sympify(value)
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


def is_real_ball(z: acb) -> bool:
    """Return whether a ball is exactly real."""
    return z.imag.is_zero()


def off_negative_axis(z: acb) -> bool:
    """Return whether a ball surely avoids the cut ``(-∞, 0]``."""
    return z.real > 0 or not z.imag.contains(0)


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


def _entire(name: str) -> Callable[..., acb]:
    return lambda _, z: getattr(z, name)()


def _off_cut(function: Callable[..., acb], safe: Callable[[acb], bool]) -> Callable[..., acb]:
    """Guard a function with a cut: Arb's value near the cut is not asked for."""
    return lambda _, *args: function(*args) if safe(args[-1]) else NAN


def _off_upper_cut(z: acb) -> bool:
    return z.real < 1 or not z.imag.contains(0)


def _within_unit(z: acb) -> bool:
    return abs(z.real) < 1 or not z.imag.contains(0)


def _off_imaginary_cuts(z: acb) -> bool:
    return abs(z.imag) < 1 or not z.real.contains(0)


def _unit_closed(name: str) -> Callable[..., acb]:
    # On the real axis the end points ±1 belong to the domain.
    def evaluate(analytic: bool, z: acb) -> acb:
        if _within_unit(z) or (not analytic and is_real_ball(z) and abs(z.real) <= 1):
            return getattr(z, name)()
        return NAN

    return evaluate


def _lower_gamma(analytic: bool, s: acb, z: acb) -> acb:
    if s.real.is_integer() and is_real_ball(s) and s.real > 0:
        return z.gamma_lower(s)
    if z.is_zero() and s.real > 0:
        return acb(0)
    return z.gamma_lower(s) if off_negative_axis(z) else NAN


def _scaled_lower_gamma(_: bool, s: acb, z: acb) -> acb:
    # γ(s, z)/z^s = exp(-z) 1F1(1; s+1; z)/s is entire in z.
    return (-z).exp() * z.hypgeom_1f1(1, s + 1) / s


def _ei(analytic: bool, z: acb) -> acb:
    if is_real_ball(z) and not z.real.contains(0) and not analytic:
        return acb(z.real.ei())
    return z.ei() if off_negative_axis(z) else NAN


def _log(expr: sp.Basic, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    argument = expr.args[0]
    if argument.is_Add and sp.S.One in argument.args and slots:
        # ln(1 + h) keeps its digits where h is small.
        gap = lower(sp.Add(*(a for a in argument.args if a != 1)), slots)
        return combine(lambda _, h: h.log1p() if off_negative_axis(1 + h) else NAN, [gap])
    return combine(lambda analytic, z: z.log(analytic=analytic), [lower(argument, slots)])


def _bessel_k(_: bool, nu: acb, z: acb) -> acb:
    """Return ``K_ν(z)``: by its midpoint and ``|K_ν'(z)| <= K_{|ν|+1}(Re z)`` in the right half plane."""
    if not (z.real > 0 and is_real_ball(nu)):
        return z.bessel_k(nu) if off_negative_axis(z) else NAN
    radius = z.real.rad() + z.imag.rad()
    if radius == 0:
        return _bessel_k_point(nu, z)
    with ctx.workprec(64):
        least = acb(z.real.lower())
        if not least.real > 0:
            return NAN
        size = _bessel_k_point(acb(abs(nu.real)), least).real.abs_upper()
        reach = (radius * _bessel_k_point(acb(abs(nu.real) + 1), least).real).abs_upper()
    if not reach < size:
        return acb(arb(0).union(size)) if is_real_ball(z) else acb(arb(0, size), arb(0, size))
    spread = acb(arb(0, reach), arb(0) if is_real_ball(z) else arb(0, reach))
    return _bessel_k_point(nu, acb(z.real.mid(), z.imag.mid())) + spread


def _bessel_k_point(nu: acb, z: acb) -> acb:
    """Return ``K_ν`` at an exact point, with the bits that its series cancels added."""
    wanted = ctx.prec
    value = z.bessel_k(nu)
    extra = 2.9 * float(abs(z).upper())
    if value.rel_accuracy_bits() < wanted - 20 and extra < 20 * wanted:
        with ctx.workprec(wanted + int(extra) + 30):
            value = z.bessel_k(nu)
    return value


def _hyper(expr: sp.Basic, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    upper, lower_parameters, argument = expr.args
    top = [lower(a, slots) for a in upper.args]
    bottom = [lower(b, slots) for b in lower_parameters.args]
    z = lower(argument, slots)
    if not all(isinstance(p, acb) for p in (*top, *bottom)):
        raise Undecided("a hypergeometric function with variable parameters")
    if len(top) == 2 and len(bottom) == 1:
        a, b, c = *top, bottom[0]
        return combine(lambda _, u: u.hypgeom_2f1(a, b, c) if _off_upper_cut(u) else NAN, [z])
    if len(top) == 1 and len(bottom) == 1:
        return combine(lambda _, u: u.hypgeom_1f1(top[0], bottom[0]), [z])
    if len(top) == 0 and len(bottom) == 1:
        return combine(lambda _, u: u.hypgeom_0f1(bottom[0]), [z])
    if len(top) <= len(bottom):
        return combine(lambda _, u: u.hypgeom(top, bottom), [z])
    raise Undecided(f"no enclosure is known for {len(top)}F{len(bottom)}")


def _hyp2f1_complement(_: bool, a: acb, b: acb, c: acb, z: acb) -> acb:
    return (1 - z).hypgeom_2f1(a, b, c) if off_negative_axis(z) else NAN


def _scaled_bessel_k(nu: acb, z: acb) -> acb:
    return z.bessel_k(nu, scaled=True)


def _erfcx(_: bool, z: acb) -> acb:
    if z.real > 4:
        # erfcx(z) = Γ(1/2, z²) exp(z²)/√π, whose product Arb forms without overflow as U(1/2, 1/2, z²)/√π.
        return (z * z).hypgeom_u(acb(0.5), acb(0.5)) / arb.pi().sqrt()
    return (z * z).exp() * z.erfc()


def _removable(function: Callable[[acb], acb], series: Callable[[int], fmpq], radius: float) -> Callable[..., acb]:
    """Enclose a function with a removable singularity at 1 by its power series in ``d = z - 1`` near 1."""

    def evaluate(analytic: bool, z: acb) -> acb:
        if not off_negative_axis(z):
            return NAN
        gap = z - 1
        size = abs(gap).upper()
        if not size < radius:
            return function(z)
        terms = int(ctx.prec / max(1.0, -float(size.log()) / 0.6931)) + 8 if size > 0 else 2
        total = acb(0)
        for k in reversed(range(terms)):
            total = total * gap + acb(arb(series(k)))
        # The coefficients are at most 1 in size, so the rest is below size^terms/(1 - size).
        rest = size**terms / (1 - size)
        return total + acb(arb(0, rest.upper()), arb(0, rest.upper()) if not is_real_ball(z) else arb(0))

    return evaluate


_log_ratio = _removable(lambda z: z.log() / (z - 1), lambda k: fmpq((-1) ** k, k + 1), 0.4)
_student3_breakpoint = _removable(
    lambda z: (z * z - 1 - 2 * z * z.log()) / (z - 1) ** 3, lambda k: fmpq(2 * (-1) ** k, (k + 3) * (k + 2)), 0.4
)
_student3_zeta = _removable(
    lambda z: ((1 + z) * z.log() - 2 * (z - 1)) / (z - 1) ** 3,
    lambda k: fmpq((-1) ** k * (k + 1), (k + 3) * (k + 2)),
    0.4,
)


def _by_definition(expr: sp.Basic, slots: tuple[sp.Symbol, ...]) -> acb | Lowered:
    return lower(expr.definition(), slots)  # type: ignore[attr-defined]


FUNCTIONS: dict[type, Callable[..., acb]] = {
    sp.exp: _entire("exp"),
    sp.sin: _entire("sin"),
    sp.cos: _entire("cos"),
    sp.tan: _entire("tan"),
    sp.cot: _entire("cot"),
    sp.sec: _entire("sec"),
    sp.csc: _entire("csc"),
    sp.sinc: _entire("sinc"),
    sp.sinh: _entire("sinh"),
    sp.cosh: _entire("cosh"),
    sp.tanh: _entire("tanh"),
    sp.coth: _entire("coth"),
    sp.sech: _entire("sech"),
    sp.csch: _entire("csch"),
    sp.erf: _entire("erf"),
    sp.erfc: _entire("erfc"),
    sp.erfi: _entire("erfi"),
    sp.gamma: _entire("gamma"),
    sp.zeta: lambda _, s, *a: s.zeta(*a),
    expm1: _entire("expm1"),
    log1p: _off_cut(lambda z: z.log1p(), lambda z: off_negative_axis(1 + z)),
    sp.atan: _off_cut(lambda z: z.atan(), _off_imaginary_cuts),
    sp.asinh: _off_cut(lambda z: z.asinh(), _off_imaginary_cuts),
    sp.acot: _off_cut(lambda z: (1 / z).atan(), lambda z: _off_imaginary_cuts(1 / z)),
    sp.asin: _unit_closed("asin"),
    sp.acos: _unit_closed("acos"),
    sp.atanh: _off_cut(lambda z: z.atanh(), _within_unit),
    sp.acosh: _off_cut(lambda z: z.acosh(), lambda z: off_negative_axis(z - 1)),
    sp.loggamma: _off_cut(lambda z: z.lgamma(), off_negative_axis),
    sp.polygamma: lambda _, n, z: z.digamma() if n.is_zero() else z.polygamma(n),
    sp.expint: lambda _, nu, z: z.expint(nu) if off_negative_axis(z) else NAN,
    sp.Ei: _ei,
    sp.lowergamma: _lower_gamma,
    sp.uppergamma: lambda _, s, z: z.gamma_upper(s) if off_negative_axis(z) else NAN,
    sp.besselk: _bessel_k,
    sp.besseli: lambda _, nu, z: (
        z.bessel_i(nu) if off_negative_axis(z) or (is_real_ball(nu) and nu.real.is_integer()) else NAN
    ),
    sp.besselj: lambda _, nu, z: (
        z.bessel_j(nu) if off_negative_axis(z) or (is_real_ball(nu) and nu.real.is_integer()) else NAN
    ),
    special.erfcx: _erfcx,
    special.exp_integral: _off_cut(lambda z: z.expint(1), off_negative_axis),
    special.scaled_bessel_k: _off_cut(_scaled_bessel_k, off_negative_axis),
    special.lower_gamma: _lower_gamma,
    special.scaled_lower_gamma: _scaled_lower_gamma,
    special.hyp2f1_complement: _hyp2f1_complement,
    special.log_ratio: _log_ratio,
    special.student3_breakpoint: _student3_breakpoint,
    special.student3_zeta: _student3_zeta,
}


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
        return (y / x).atan() if _off_imaginary_cuts(y / x) else NAN
    if y.real > 0:
        return arb.pi() / 2 - (x / y).atan() if _off_imaginary_cuts(x / y) else NAN
    if y.real < 0:
        return -arb.pi() / 2 - (x / y).atan() if _off_imaginary_cuts(x / y) else NAN
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
    from symspline.proof.nested_integral import lower_inner_integral
    from symspline.proof.rigorous_integral import enclose_integral

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
