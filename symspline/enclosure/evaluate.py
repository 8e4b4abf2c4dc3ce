"""Plain high-precision evaluation with mpmath: a second judge that shares no code with the enclosures.

Expressions go through ``lambdify(…, "mpmath")``; integrals go through doubly exponential quadrature on the parts
between the places where the integrand has kinks or jumps. Nothing here is rigorous: the value is a number, not a
certificate.
"""

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import mpmath
import sympy as sp
from mpmath import mp
from sympy.core.function import AppliedUndef

from symspline import special

GUARD_DIGITS = 10
LOOSE = 1e-8
"""Relative difference of the last two levels of a quadrature beyond which it has no value."""
MOST_TERMS = 20000
"""Terms of a sum that are still written out."""
DISTRIBUTIONS = (sp.DiracDelta, sp.SingularityFunction)
"""Distributions, which SymPy writes like functions."""
_KINKS = (sp.Abs, sp.sign, sp.Heaviside, sp.Min, sp.Max, sp.Piecewise)


class nothing(sp.Function):
    """0 times a number, which SymPy would drop where that may have no value."""

    is_real = True

    @classmethod
    def eval(cls, number: sp.Expr) -> sp.Expr | None:
        """0 for what is seen to have a value."""
        if number.has(sp.zoo, sp.nan):
            return sp.nan
        return sp.S.Zero if number.is_Rational else None


class NoValue(ValueError):
    """An expression without a real value at a point; the message says why."""


def evaluate(expr: sp.Expr, values: Mapping[sp.Symbol, Any] | None = None, digits: int = 30) -> Any:
    """Evaluate a real expression at exact values.

    Args:
        expr: a SymPy expression; integrals may be unevaluated and nested.
        values: a number for every free symbol.
        digits: decimal digits of working accuracy.

    Returns:
        An mpmath number; its error is not bounded.

    Raises:
        NoValue: the value is not real, or something is divided by zero.
        ValueError: a free symbol or a function has no value.

    Example:
        >>> from sympy import Integral, Symbol, exp, oo
        >>> from symspline.enclosure.evaluate import evaluate
        >>> t = Symbol("t", real=True)
        >>> print(mpmath.nstr(evaluate(Integral(exp(-t**2), (t, -oo, oo))**2), 20))
        3.1415926535897932385
    """
    given = {
        s: sp.nsimplify(v) if isinstance(v, float) else sp.sympify(v, strict=True) for s, v in (values or {}).items()
    }
    missing = expr.free_symbols - given.keys()
    if missing:
        raise ValueError(f"no value for {sorted(map(str, missing))}")
    expr = _written_out(expr, given)
    # An end point singularity sees the distance to the end as a difference: twice the digits keep it.
    with mp.workdps(2 * digits + GUARD_DIGITS):
        env = {s: mp.mpf(v.p) / v.q if v.is_Rational else v._to_mpmath(mp.prec) for s, v in given.items()}
        try:
            value = _number(_compile(expr, tuple(env))(*env.values()))
        except ZeroDivisionError:
            raise NoValue("it divides by zero") from None
        except AttributeError:
            # What mpmath raises then, of atan2 for instance.
            raise NoValue("a function of real numbers meets a complex one") from None
    with mp.workdps(digits):
        return +value


def _number(value: Any) -> Any:
    """Drop an imaginary part that is rounding."""
    if isinstance(value, mp.mpc):
        if abs(value.imag) > mp.sqrt(mp.eps) * max(1, abs(value.real)):
            raise NoValue(f"the value {mp.nstr(value, 8)} is not real")
        return value.real
    return mp.mpf(value)


def _compile(expr: sp.Expr, symbols: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    """Return a function of numbers; each outermost integral becomes a call of its own quadrature."""
    expr = carried_out(expr)
    if expr.has(sp.zoo, sp.nan):
        raise NoValue("it divides by zero")
    for node in expr.atoms(AppliedUndef, *DISTRIBUTIONS):
        raise ValueError(f"{node.func} has no values")
    integrals = _outermost(expr, sp.Integral)
    stand_ins = {node: sp.Dummy(f"I{k}") for k, node in enumerate(integrals)}
    closed = expr.xreplace(stand_ins)
    plain = sp.lambdify([*symbols, *stand_ins.values()], _printable(closed), modules=["mpmath"])
    if not integrals:
        return plain
    quadratures = [_quadrature(node, symbols) for node in integrals]
    return lambda *numbers: plain(*numbers, *(quad(*numbers) for quad in quadratures))


def carried_out(expr: Any) -> Any:
    """Derivatives and determinants as the expressions that they are."""
    return expr.replace(
        lambda e: isinstance(e, (sp.Derivative, sp.Determinant)),
        lambda e: differentiated(e) if isinstance(e, sp.Derivative) else e.doit(),
    )


def differentiated(e: sp.Derivative) -> Any:
    """A derivative as the expression that it is; that has no value where what is differentiated, or a case, has none.

    A case that holds at one place alone has no derivative there, and what a derivative drops must have a value.
    """
    done = e.doit(deep=not e.has(sp.Sum))
    kept = e.expr.is_polynomial() or e.expr.free_symbols <= {*done.free_symbols, *e.variables}
    lost = [] if kept else [e.expr]
    for node in e.expr.atoms(sp.Piecewise):
        conditions = (r for _, condition in node.args for r in condition.atoms(sp.core.relational.Relational))
        lost += [1 / (r.lhs - r.rhs) for r in conditions if r.has(*e.variables)]
    return sp.Add(done, *map(nothing, dict.fromkeys(lost)))


def _written_out(expr: Any, given: Mapping[sp.Symbol, Any]) -> Any:
    """Finite sums and products term by term: the printed ones run over mpmath numbers, which no range accepts."""
    return expr.replace(lambda e: isinstance(e, (sp.Sum, sp.Product)), lambda e: _terms(e, given))


def _terms(total: sp.Sum | sp.Product, given: Mapping[sp.Symbol, Any]) -> sp.Expr:
    # The ends of an inner index may hold the outer one, which SymPy writes last.
    *inner, (index, *ends) = total.limits
    low, high = (end.subs(given) for end in ends)
    if not (low.is_Integer and high.is_Integer):
        return total
    if high - low > MOST_TERMS:
        raise ValueError(f"there are {high - low + 1} terms")
    term = total.func(total.function, *inner) if inner else total.function
    first, last = int(low), int(high)
    if last < first - 1:  # it runs downwards, over the terms between (Karr)
        total = total.func(term, (index, last + 1, first - 1))
        return -_terms(total, given) if isinstance(total, sp.Sum) else 1 / _terms(total, given)
    join = sp.Add if isinstance(total, sp.Sum) else sp.Mul
    return join(*(_written_out(term.subs(index, k), given) for k in range(first, last + 1)))


def _printable(expr: sp.Basic) -> Any:
    """Put floating-point-free forms where the mpmath printer knows none."""
    expr = expr.replace(sp.Heaviside, lambda g, at=sp.S.Half: sp.Piecewise((0, g < 0), (at, sp.Eq(g, 0)), (1, True)))
    expr = expr.replace(nothing, lambda number: sp.Mul(0, number, evaluate=False))
    expr = expr.replace(sp.sign, lambda g: sp.Piecewise((-1, g < 0), (0, sp.Eq(g, 0)), (1, True)))
    return expr.replace(
        sp.expint, lambda nu, z: special.exp_integral(z) if nu == 1 else sp.expint(nu, z, evaluate=False)
    )


def _outermost(expr: sp.Basic, kind: type) -> list[Any]:
    found: list[Any] = []
    walk = sp.preorder_traversal(expr)
    for node in walk:
        if isinstance(node, kind):
            found.append(node)
            walk.skip()
    return list(dict.fromkeys(found))


def _quadrature(integral: sp.Integral, symbols: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    """Return the quadrature of an integral as a function of the outer symbols."""
    # SymPy writes nested integrals as one node with several limits, the outermost last.
    x, low, high = integral.limits[-1]
    inner_limits = integral.limits[:-1]
    function = sp.Integral(integral.function, *inner_limits) if inner_limits else integral.function
    fresh = sp.Dummy(x.name, real=True)
    body = function.xreplace({x: fresh})
    inner = _compile(body, (*symbols, fresh))
    limits = [_compile(end, symbols) if not end.is_infinite else None for end in (low, high)]
    deciders = [
        sp.lambdify([*symbols, fresh], _printable(g), modules=["mpmath"])
        for g in _deciders(body, fresh)
        if not g.has(sp.Integral)
    ]

    def integrate(*numbers: Any) -> Any:
        start, stop = (
            (mp.inf if end is sp.oo else -mp.inf) if f is None else _number(f(*numbers))
            for f, end in zip(limits, (low, high), strict=True)
        )
        if start == stop:
            return mp.zero
        left, right = sorted((start, stop))
        total = _by_parts(lambda t: inner(*numbers, t), left, right, _cuts(deciders, numbers, left, right))
        return total if start < stop else -total

    return integrate


def _deciders(body: sp.Expr, x: sp.Symbol) -> list[sp.Expr]:
    """Return the functions whose zeros are the kinks and jumps of the integrand in x."""
    found: list[sp.Expr] = []
    for node in sp.preorder_traversal(body):
        if not (isinstance(node, _KINKS) and node.has(x)):
            continue
        if isinstance(node, (sp.Min, sp.Max)):
            found += [f - g for k, f in enumerate(node.args) for g in node.args[:k]]
        elif isinstance(node, sp.Piecewise):
            found += [
                r.lhs - r.rhs for _, condition in node.args for r in condition.atoms(sp.core.relational.Relational)
            ]
        else:
            found.append(node.args[0])
    # The kinks of an inner integrand are smooth for the outer one, but their crossings are not; those of x alone count.
    bound = {s for node in body.atoms(sp.Integral) for s in node.bound_symbols}
    return [g for g in dict.fromkeys(found) if g.has(x) and not g.free_symbols & bound and not g.has(sp.oo)]


# A kink is found where two neighbours differ in sign: powers of two meet any scale, where a uniform grid meets one.
_SCALES = [mpmath.mpf(2) ** k for k in range(-14, 15)]


def _cuts(deciders: list[Callable[..., Any]], numbers: tuple[Any, ...], start: Any, stop: Any) -> list[Any]:
    """Find the sign changes of the deciding functions by scanning scales and bisecting."""
    grid = sorted({mp.zero, *_SCALES, *(-s for s in _SCALES)})
    if mp.isfinite(start) and mp.isfinite(stop):
        grid += [start + (stop - start) * k / 37 for k in range(38)]
    elif mp.isfinite(start):
        grid += [start + s for s in _SCALES]
    elif mp.isfinite(stop):
        grid += [stop - s for s in _SCALES]
    grid = sorted({t for t in grid if start < t < stop})
    ends = [t for t in (start, stop) if mp.isfinite(t)]
    cuts: set[Any] = set()
    # A decider that is nested in another shows its sign only near the other's cuts: look again there.
    for _ in range(3):
        known = len(cuts)
        cuts |= _sign_changes(deciders, numbers, sorted({*grid, *cuts}))
        if len(cuts) == known:
            break
    kept: list[Any] = []
    # Bisecting ends within a rounding or two of a kink: the same kink found twice, or an end, is no part of its own.
    tiny = mp.eps * 1000
    for t in sorted(cuts):
        if all(abs(t - other) > tiny * (1 + abs(t)) for other in (*kept, *ends)):
            kept.append(t)
    return kept


def _sign_changes(deciders: list[Callable[..., Any]], numbers: tuple[Any, ...], grid: list[Any]) -> set[Any]:
    cuts: set[Any] = set()
    for decider in deciders:

        def sign(t: Any, decider: Callable[..., Any] = decider) -> int:
            try:
                return int(mp.sign(mp.re(decider(*numbers, t))))
            except ZeroDivisionError:
                return 0

        signs = [(t, sign(t)) for t in grid]
        cuts.update(t for t, s in signs if s == 0)
        for (left, a), (right, b) in itertools.pairwise(signs):
            if a * b < 0:
                low, high = left, right
                for _ in range(mp.prec + 20):
                    middle = (low + high) / 2
                    side = sign(middle)
                    if side == 0:
                        low = high = middle
                        break
                    low, high = (middle, high) if side == a else (low, middle)
                cuts.add((low + high) / 2)
    return cuts


def _by_parts(f: Callable[[Any], Any], start: Any, stop: Any, cuts: list[Any]) -> Any:
    total = mp.zero
    for left, right in itertools.pairwise([start, *cuts, stop]):
        total += _smooth_part(f, left, right)
    return total


def _smooth_part(f: Callable[[Any], Any], left: Any, right: Any) -> Any:
    """Integrate between neighbouring cuts; an infinite part is cut at its scales, a bounded one keeps its ends."""
    if mp.isinf(left) and mp.isinf(right):
        return _smooth_part(f, left, mp.zero) + _smooth_part(f, mp.zero, right)
    if mp.isinf(left):
        return _smooth_part(lambda t: f(-t), -right, mp.inf)
    if mp.isinf(right):
        return _exp_sinh(lambda u: f(left + u))
    return mp.zero if left == right else _tanh_sinh(f, left, right)


def _levels(term: Callable[[Any], Any], reach: Any) -> Any:
    """Sum a doubly exponential rule, halving the step until two levels agree."""
    # The trapezoidal rule: on the line, for an analytic function that dies doubly exponentially, its error falls like
    # exp(-c/step) (Takahasi and Mori), and a halved step keeps the terms of the step before.
    step = mp.one / 2
    count = int(reach / step)
    total = mp.fsum(term(k * step) for k in range(-count, count + 1))
    previous, gap = total * step, mp.inf
    for level in range(1, 9):
        step /= 2
        count = int(reach / step)
        total += mp.fsum(term(k * step) for k in range(-count, count + 1) if k % 2)
        value = total * step
        # A halving squares the error: two levels need agree to half the digits only, with a margin.
        if abs(value - previous) <= mp.eps ** mp.mpf("0.4") * abs(value) and level > 1:
            return value
        gap, previous = abs(value - previous), value
    if gap > LOOSE * max(abs(previous), mp.sqrt(mp.eps)):
        raise NoValue("the quadrature does not converge")
    return previous


def _safe(value: Callable[[], Any]) -> Any:
    # So far out that numbers overflow, or on an end itself, a convergent integral has nothing left to add.
    try:
        result = value()
    except (ZeroDivisionError, OverflowError, ValueError):
        return mp.zero
    return result if mp.isfinite(result) else mp.zero


def _exp_sinh(f: Callable[[Any], Any]) -> Any:
    """Integrate over ``(0, ∞)`` with ``u = exp(π/2 sinh s)``."""
    half_pi = mp.pi / 2

    def term(s: Any) -> Any:
        u = mp.exp(half_pi * mp.sinh(s))
        weight = u * half_pi * mp.cosh(s)
        return _safe(lambda: f(u) * weight)

    return _levels(term, mp.mpf(6))


def _tanh_sinh(f: Callable[[Any], Any], left: Any, right: Any) -> Any:
    """Integrate over a bounded part with ``x = tanh(π/2 sinh s)``, the ends approached by their distance."""
    half_pi, half = mp.pi / 2, (right - left) / 2

    def term(s: Any) -> Any:
        # 1 - tanh y = 2 e/(1 + e) with e = exp(-2y): the distance to the near end without the difference of two ones.
        e = mp.exp(-2 * half_pi * mp.sinh(abs(s)))
        distance = 2 * half * e / (1 + e)
        weight = 4 * half * half_pi * mp.cosh(s) * e / (1 + e) ** 2
        x = right - distance if s > 0 else left + distance
        return _safe(lambda: f(x) * weight) if left < x < right else mp.zero

    return _levels(term, mp.mpf(5))
