"""Integrals inside integrals: the inner kinks move with the outer variable.

The outer interval is cut where two inner break points meet or one of them escapes to infinity. Between such places the
inner integral is a sum of integrals over a fixed domain, ``(0, 1)`` or ``(0, ∞)``, of integrands that are analytic in
both variables, and so it is analytic in the outer one and can be evaluated on complex balls.
"""

# SymPy annotates results as Basic, flint has no stubs: these reports speak of their types, not of this file.
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportReturnType=false, reportGeneralTypeIssues=false, reportIndexIssue=false, reportAssignmentType=false

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator

import sympy as sp
from flint import acb, arb, ctx

from .ball import Undecided
from .closure import Env, Lower, Lowered, Slots
from .envelope import tail_integral
from .functions import NAN
from .integrals import oriented, single_integral, total_of_parts
from .outer_tails import bounded_range
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
    start, stop, rest = bounded_range(f, x, start, stop, target())
    total = acb(arb(0, rest)) + total_of_parts(_inner_parts(f, x, start, stop), x)
    return -total if reverse else total


def _inner_parts(f: sp.Expr, x: sp.Symbol, left: Place, right: Place) -> Iterator[tuple[sp.Expr, Place, Place]]:
    """Cut the outer interval and write the inner integrals over fixed domains without kinks."""
    for part, start, stop in pieces(f, x, left, right):
        yield from _resolved(part, x, start, stop)


def _resolved(f: sp.Expr, x: sp.Symbol, left: Place, right: Place) -> Iterator[tuple[sp.Expr, Place, Place]]:
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
        if _at(gap, x, sample) < 0:
            return -_over_fixed_domains(sp.Integral(node.function, (b, high, low)), x, sample, criticals)
    total = sp.S.Zero
    for part, start, stop in _cut(node.function, b, low, high, x, sample, criticals):
        if part != 0:
            total += _mapped(part, b, start, stop)
    return total


def _at(g: sp.Expr, x: sp.Symbol, sample: sp.Rational) -> arb:
    return place(g.xreplace({x: sample})).ball


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
        tolerance = arb(2) ** -goal
        # Where the whole integral is below the tolerance, the bound of the tail is the enclosure.
        value = (
            acb(0)
            if stop == 0
            else acb.integral(
                lambda z, analytic: closure([*env, z], analytic),
                acb(0),
                acb(stop),
                rel_tol=tolerance,
                abs_tol=tolerance,
                eval_limit=effort,
                depth_limit=200,
            )
        )
        if rest == 0:
            return value
        spread = arb(0, rest)
        return value + acb(spread, arb(0) if all(z.imag.is_zero() for z in env) else spread)

    def evaluate(env: Env, analytic: bool) -> acb:
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
