"""Integrals inside integrals: the inner kinks move with the outer variable.

The outer interval is cut where two inner break points meet or one of them escapes to infinity. Between such places the
inner integral is a sum of integrals over a fixed domain, ``(0, 1)`` or ``(0, ∞)``, of integrands that are analytic in
both variables, and so it is analytic in the outer one and can be evaluated on complex balls.

Outer tails: the integrand is bounded by a sum of products of a function of the outer variable and a number, the
integral of the absolute value of a function of the inner variable. The tail of a product is then one in one variable.
"""

import contextlib
import itertools
from collections.abc import Iterator

import sympy as sp
from flint import acb, arb, ctx

from .ball import Env, Lower, Lowered, Slots, Undecided
from .envelope import tail_integral
from .functions import NAN
from .integrals import integrate, oriented, single_integral, total_of_parts
from .pieces import branch, deciders, innermost, pieces
from .place import Place, between, inside, place
from .roots import real_roots
from .tails import majorant, tail, target

COARSE_BITS = 60


def integral_rule(expr: sp.Integral, slots: Slots, lower: Lower) -> acb | Lowered:
    """Lower an integral: a number, or a function of the outer variables."""
    if expr.free_symbols & set(slots):
        return _inner_integral(expr, slots, lower)
    # SymPy writes nested integrals as one node with several limits, the outermost last.
    limit = expr.limits[-1]
    if len(limit) != 3:
        raise Undecided("an indefinite integral has no value")
    body = sp.Integral(expr.function, *expr.limits[:-1]) if len(expr.limits) > 1 else expr.function
    nested = any(node.has(limit[0]) for node in body.atoms(sp.Integral))
    return _nested_integral(body, *limit) if nested else single_integral(body, *limit)


def _nested_integral(f: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> acb:
    """Enclose the integral over x of a function that holds integrals which depend on x."""
    if low == high:
        return acb(0)
    reverse, start, stop = oriented(low, high)
    start, stop, rest = _bounded_range(f, x, start, stop, target())
    parts = (resolved for part, *ends in pieces(f, x, start, stop) for resolved in _resolved(part, x, *ends))
    total = acb(arb(0, rest)) + total_of_parts(parts, x)
    return -total if reverse else total


def _resolved(f: sp.Expr, x: sp.Symbol, left: Place, right: Place) -> Iterator[tuple[sp.Expr, Place, Place]]:
    """Cut the outer interval and write the inner integrals over fixed domains without kinks."""
    # The inner break points keep their order between the zeros of the critical functions; which they are shows only at
    # a sample, and where one lies inside the interval each part is begun anew with a sample of its own.
    nodes = [node for node in f.atoms(sp.Integral) if node.has(x)]
    sample = between(left, right)
    criticals: list[sp.Expr] = []
    replacement = {node: _over_fixed_domains(node, x, sample, criticals) for node in nodes}
    roots = [r for g in dict.fromkeys(criticals) for r in real_roots(g, x, left, right)]
    cuts = inside(roots, left, right)
    if not cuts:
        yield f.xreplace(replacement), left, right
        return
    for start, stop in itertools.pairwise([left, *cuts, right]):
        yield from _resolved(f, x, start, stop)


def _over_fixed_domains(node: sp.Integral, x: sp.Symbol, sample: sp.Rational, criticals: list[sp.Expr]) -> sp.Expr:
    if len(node.limits) != 1 or node.function.has(sp.Integral):
        raise Undecided("integrals nested more than two deep")
    b, low, high = node.limits[0]
    if not (low.is_infinite or high.is_infinite):
        gap = high - low
        if gap.has(x):
            criticals.append(gap)
        if place(gap.xreplace({x: sample})).ball < 0:
            return -_over_fixed_domains(sp.Integral(node.function, (b, high, low)), x, sample, criticals)
    total = sp.S.Zero
    for part, start, stop in _cut(node.function, b, low, high, x, sample, criticals):
        if part != 0:
            total += _mapped(part, b, start, stop)
    return total


def _cut(
    f: sp.Expr, b: sp.Symbol, low: sp.Expr, high: sp.Expr, x: sp.Symbol, sample: sp.Rational, criticals: list[sp.Expr]
) -> Iterator[tuple[sp.Expr, sp.Expr, sp.Expr]]:
    """Cut the inner interval at the kinks that hold for the sample, noting when this order may change."""
    node = innermost(f, b)
    if node is None:
        yield f, low, high
        return
    found: list[sp.Expr] = []
    for g in deciders(node, b):
        found += _moving_roots(g, b, x, criticals)
    found = list(dict.fromkeys(found))
    for one, other in itertools.combinations([*found, *(e for e in (low, high) if not e.is_infinite)], 2):
        gap = sp.together(one - other)
        if gap.has(x):
            criticals.append(gap)
    start, stop = place(low.xreplace({x: sample})), place(high.xreplace({x: sample}))
    named = {r.xreplace({x: sample}): r for r in found}
    cuts = inside([place(value) for value in named], start, stop)
    ends = [start, *cuts, stop]
    names = [low, *(named[c.exact] for c in cuts), high]  # type: ignore[index]
    for (left, right), (first, last) in zip(itertools.pairwise(ends), itertools.pairwise(names), strict=True):
        inner_sample = between(left, right)
        smooth = f.xreplace({node: branch(node, {x: sample, b: inner_sample})})
        yield from _cut(smooth, b, first, last, x, sample, criticals)


def _moving_roots(g: sp.Expr, b: sp.Symbol, x: sp.Symbol, criticals: list[sp.Expr]) -> list[sp.Expr]:
    """Return the zeros in b of a function of b and x that is linear in b or free of x."""
    if not g.has(b):
        return []
    if not g.has(x):
        everywhere = (Place(arb.neg_inf(), -sp.oo), Place(arb.pos_inf(), sp.oo))
        roots = real_roots(g, b, *everywhere)
        if any(r.exact is None for r in roots):
            raise Undecided("an inner break point that is not known exactly")
        return [r.exact for r in roots]  # type: ignore[misc]
    poly = g.as_poly(b)
    if poly is None or poly.degree() != 1 or any(c.has(b) for c in poly.all_coeffs()):
        raise Undecided(f"the inner break points of {g} are not linear")
    slope, shift = poly.all_coeffs()
    # Where the slope vanishes the break point escapes to infinity.
    if slope.has(x):
        criticals.append(slope)
    return [-shift / slope]


def _mapped(f: sp.Expr, b: sp.Symbol, low: sp.Expr, high: sp.Expr) -> sp.Expr:
    u = sp.Dummy("u", positive=True)
    if low is -sp.oo and high is sp.oo:
        return _mapped(f, b, low, sp.S.Zero) + _mapped(f, b, sp.S.Zero, high)
    if high is sp.oo:
        return sp.Integral(f.xreplace({b: low + u}), (u, 0, sp.oo))
    if low is -sp.oo:
        return sp.Integral(f.xreplace({b: high - u}), (u, 0, sp.oo))
    # Fixed ends: the outer variable moves into the integrand, where the integrator can carry it through complex balls.
    width = high - low
    return sp.Integral(f.xreplace({b: low + width * u}) * width, (u, 0, 1))


def _inner_integral(integral: sp.Integral, slots: Slots, lower: Lower) -> Lowered:
    """Return the closure of an inner integral over ``(0, 1)`` or ``(0, ∞)`` without kinks."""
    u, low, high = integral.limits[0]
    if (low, high) not in ((0, 1), (0, sp.oo)) or innermost(integral.function, u) is not None:
        raise Undecided("an inner integral whose break points move with an outer variable")
    f = integral.function
    closure = lower(f, (*slots, u))
    if isinstance(closure, acb):
        raise Undecided("a constant inner integrand")
    v = sp.Dummy("v", positive=True)
    shifted = f.xreplace({u: v - 1})
    last_stop: list[arb] = []

    def tail_bound(env: Env, goal: float) -> tuple[arb, arb]:
        """Return where the tail starts and a bound of it, for all values in the balls of the environment."""
        values = dict(zip(slots, env, strict=True))
        # The integrator asks for one place after another nearby: the start that served last mostly serves again.
        for stop in last_stop:
            with contextlib.suppress(Undecided), ctx.workprec(COARSE_BITS):
                bound = tail_integral(majorant(shifted, v, stop, values), stop)
                if bound < arb(2) ** -int(goal):
                    return stop, bound
        envelope, stop = tail(shifted, v, arb(1), values, goal)
        last_stop[:] = [stop]
        return stop, tail_integral(envelope, stop)

    def inner(env: Env, goal: int, effort: int) -> acb:
        stop, rest = arb(1), arb(0)
        if high is sp.oo:
            end, rest = tail_bound(env, goal)
            stop = (end - 1).upper()
        value, tolerance = acb(0), arb(2) ** -goal
        # Where the whole integral is below the tolerance, the bound of the tail is the enclosure.
        if stop != 0:
            limits = {"rel_tol": tolerance, "abs_tol": tolerance, "eval_limit": effort, "depth_limit": 200}
            value = integrate(lambda z, analytic: closure([*env, z], analytic), acb(0), acb(stop), **limits)
        if rest == 0:
            return value
        # The bound is one of the absolute value: at a complex place the tail may point anywhere.
        spread = arb(0, rest)
        return value + acb(spread, arb(0) if all(z.imag.is_zero() for z in env) else spread)

    def evaluate(env: Env, analytic: bool) -> acb:
        # On wide balls the integrator only asks whether the function is analytic and how large it is: few bits will do.
        wide = any(z.real.rad() + z.imag.rad() > arb(2) ** -40 for z in env)
        try:
            if not wide:
                return inner(env, int(ctx.prec - 24), 3000)
            with ctx.workprec(COARSE_BITS):
                return inner(env, 8, 120)
        except Undecided:
            # The integrator reads a non-finite value as "cut further" and fails in the end.
            return NAN

    return evaluate


def _bounded_range(body: sp.Expr, x: sp.Symbol, left: Place, right: Place, goal: float) -> tuple[Place, Place, arb]:
    """Replace infinite outer limits by finite ones and bound what is left out."""
    rest = arb(0)
    if left.infinite:
        far, bound = _outer_tail(body.xreplace({x: -x}), x, goal)
        left, rest = place(-far), rest + bound
    if right.infinite:
        far, bound = _outer_tail(body, x, goal)
        right, rest = place(far), rest + bound
    return left, right, rest


def _outer_tail(body: sp.Expr, x: sp.Symbol, goal: float) -> tuple[sp.Expr, arb]:
    products: list[tuple[sp.Expr, arb]] = []
    for term in sp.Add.make_args(sp.expand_mul(body)):
        for outer, inner in _separated(term, x):
            mass = abs(single_integral(*inner)).upper() if inner else arb(1)
            products.append((outer, mass))
    stop = arb(1)
    tails: list[tuple[sp.Expr, arb]] = []
    for outer, mass in products:
        smooth, start, _ = list(pieces(outer, x, place(sp.S.Zero), place(sp.oo)))[-1]
        stop = stop.max(start.ball + 1)
        if smooth != 0:
            tails.append((smooth, mass))
    for smooth, _ in tails:
        if smooth.has(x):
            stop = stop.max(tail(smooth, x, stop.upper(), None, goal)[1])
        else:
            raise Undecided("the outer tail does not decay")
    far = sp.Integer(int(stop.ceil().upper().unique_fmpz()))
    start = arb(int(far))
    bound = arb(0)
    for smooth, mass in tails:
        bound += mass * tail_integral(majorant(smooth, x, start), start)
    return far, bound.upper()


def _separated(term: sp.Expr, x: sp.Symbol) -> list[tuple[sp.Expr, tuple[sp.Expr, ...]]]:
    """Bound ``c(x) ∫ f(x, b) db`` by products of a function of x and a number ``∫ |g(b)| db``."""
    # Moving inner limits are widened to the half-line: the integrand is replaced by a bound of its absolute value.
    nodes = [node for node in term.atoms(sp.Integral) if node.has(x)]
    if not nodes:
        return [(term, ())]
    if len(nodes) > 1 or nodes[0] not in sp.Mul.make_args(term):
        raise Undecided("the tail of a product of inner integrals")
    node = nodes[0]
    b, low, high = node.limits[0]
    factor = term / node
    fixed = not (low.has(x) or high.has(x))
    result: list[tuple[sp.Expr, tuple[sp.Expr, ...]]] = []
    for side in (1, -1):
        t = sp.Dummy("t", positive=True)
        start, stop = sp.S.Zero, sp.oo
        if fixed:
            start, stop = (sp.Max(0, low), sp.Max(0, high)) if side == 1 else (sp.Max(0, -high), sp.Max(0, -low))
        if start == stop:
            continue
        for f, g in _products(node.function.xreplace({b: side * t}), x, t):
            result.append((f * factor, (sp.Abs(g), t, start, stop)))
    return result


def _products(e: sp.Expr, x: sp.Symbol, t: sp.Symbol) -> list[tuple[sp.Expr, sp.Expr]]:
    """Return ``(f_k, g_k)`` with ``|e| <= Σ |f_k(x)| |g_k(t)|`` for x, t > 0."""
    if not e.has(t):
        return [(e, sp.S.One)]
    if not e.has(x):
        return [(sp.S.One, e)]
    # |max(f, g)| and |min(f, g)| are at most |f| + |g|.
    if e.is_Add or isinstance(e, (sp.Max, sp.Min)):
        return [pair for arg in e.args for pair in _products(arg, x, t)]
    if isinstance(e, sp.Abs):
        return _products(e.args[0], x, t)
    if isinstance(e, (sp.sign, sp.Heaviside)):
        return [(sp.S.One, sp.S.One)]
    if isinstance(e, sp.Piecewise):
        return [pair for value, _ in e.args for pair in _products(value, x, t)]
    if e.is_Mul:
        return _outer_product([_products(arg, x, t) for arg in e.args])
    if isinstance(e, sp.exp):
        return [_separated_exponential(e.args[0], x, t)]
    if isinstance(e, sp.Pow) and e.exp.is_Integer and 0 < e.exp <= 8:
        return _outer_product([_products(e.base, x, t)] * int(e.exp))
    raise Undecided(f"{e} does not separate")


def _outer_product(factors: list[list[tuple[sp.Expr, sp.Expr]]]) -> list[tuple[sp.Expr, sp.Expr]]:
    return [
        (sp.Mul(*(f for f, _ in choice)), sp.Mul(*(g for _, g in choice))) for choice in itertools.product(*factors)
    ]


def _separated_exponential(h: sp.Expr, x: sp.Symbol, t: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    of_x, of_t = sp.S.Zero, sp.S.Zero
    for term in sp.Add.make_args(sp.expand(h)):
        if not term.has(t):
            of_x += term
        elif not term.has(x):
            of_t += term
        else:
            coefficient = term / (x * t)
            if coefficient.has(x) or coefficient.has(t):
                raise Undecided("an exponent that does not separate")
            # |x t| <= (x² + t²)/2.
            of_x += sp.Abs(coefficient) * x**2 / 2
            of_t += sp.Abs(coefficient) * t**2 / 2
    return sp.exp(of_x), sp.exp(of_t)
