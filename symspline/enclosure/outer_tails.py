"""The tails of the outer integral of a nested one: its integrand is bounded by a sum of products.

Each product is a function of the outer variable times a number, the integral of the absolute value of a function of the
inner variable. The tail of the product is then a tail in one variable.
"""

# SymPy annotates results as Basic, flint has no stubs: these reports speak of their types, not of this file.
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportReturnType=false, reportGeneralTypeIssues=false, reportIndexIssue=false, reportAssignmentType=false

from __future__ import annotations

import itertools

import sympy as sp
from flint import arb

from .ball import Undecided
from .envelope import tail_integral
from .integrals import single_integral
from .pieces import pieces
from .place import Place, place
from .tails import majorant, tail


def bounded_range(body: sp.Expr, x: sp.Symbol, left: Place, right: Place, goal: float) -> tuple[Place, Place, arb]:
    """Replace infinite outer limits by finite ones and bound what is left out.

    The integrand is bounded by a sum of products of a function of x and a function of the inner variable.
    """
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
