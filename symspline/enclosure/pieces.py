"""Where a real integrand of one variable fails to be analytic, and what it is between those places.

Absolute values, signs, jumps, minima, maxima and piecewise branches are resolved innermost first: all zeros of the
deciding argument are found, the interval is cut there, and on each part the function becomes the branch that holds.
"""

import itertools
from collections.abc import Iterator, Mapping

import sympy as sp
from sympy.core.relational import Relational

from .arithmetic import put
from .ball import Undecided
from .conditions import decide
from .lowering import lower
from .majorants import MAJORANTS
from .place import Place, between, inside, sign_at
from .roots import algebraic_roots, real_roots

KINKED = (sp.Abs, sp.sign, sp.Heaviside, sp.Min, sp.Max, sp.Piecewise, sp.atan2, sp.floor, sp.ceiling, sp.DiracDelta)


def pieces(expr: sp.Expr, x: sp.Symbol, low: Place, high: Place) -> Iterator[tuple[sp.Expr, Place, Place]]:
    """Cut ``(low, high)`` into parts on which the integrand has no kink, and yield it there without kinks."""
    node = innermost(expr, x)
    if node is None:
        for left, right in itertools.pairwise([low, *inside(_singular_points(expr, x), low, high), high]):
            yield expr, left, right
        return
    cuts = inside([r for g in deciders(node, x) for r in real_roots(g, x, low, high)], low, high)
    for left, right in itertools.pairwise([low, *cuts, high]):
        sample = between(left, right)
        yield from pieces(put(expr, {node: branch(node, {x: sample})}), x, left, right)


def innermost(expr: sp.Basic, x: sp.Symbol) -> sp.Basic | None:
    """Return a kinked node that depends on x, on no variable of an inner integral, and holds no other such node."""
    bound = {s for inner in expr.atoms(sp.Integral) for s in inner.bound_symbols} if expr.has(sp.Integral) else set()
    for node in sp.postorder_traversal(expr):
        if isinstance(node, KINKED) and node.has(x) and not node.free_symbols & bound:
            return node
    return None


def deciders(node: sp.Basic, x: sp.Symbol) -> list[sp.Expr]:
    """Return the functions of x whose zeros are the only places where the branch of a node can change."""
    if isinstance(node, (sp.Abs, sp.sign, sp.Heaviside)):
        return [node.args[0]]
    if isinstance(node, (sp.Min, sp.Max)):
        return [f - g for k, f in enumerate(node.args) for g in node.args[:k] if (f - g).has(x)]
    if isinstance(node, sp.Piecewise):
        relations = [
            r for _, condition in node.args for r in condition.atoms(Relational) if r.has(x) and not r.has(sp.oo)
        ]
        for _, condition in node.args:
            leaves = condition.xreplace(dict.fromkeys(condition.atoms(Relational), sp.true))
            if leaves.has(x):
                raise Undecided(f"the condition {condition} cannot be decided")
        return list(dict.fromkeys(r.lhs - r.rhs for r in relations))
    if isinstance(node, sp.atan2):
        return list(node.args)
    raise Undecided(f"{type(node).__name__} of the variable of integration")


def branch(node: sp.Basic, at: Mapping[sp.Symbol, sp.Rational]) -> sp.Expr:
    """Return what a kinked node is near a sample point at which none of its deciders vanishes."""
    args = node.args
    # A continuous decider without a zero on the part keeps the sign that it has at the sample.
    if isinstance(node, sp.Abs):
        return args[0] * sign_at(args[0], at)
    if isinstance(node, sp.sign):
        return sp.Integer(sign_at(args[0], at))
    if isinstance(node, sp.Heaviside):
        return sp.Integer((sign_at(args[0], at) + 1) // 2)
    if isinstance(node, (sp.Min, sp.Max)):
        wanted = -1 if isinstance(node, sp.Min) else 1
        best = args[0]
        for other in args[1:]:
            gap = other - best
            if gap != 0 and sign_at(gap, at) == wanted:
                best = other
        return best
    if isinstance(node, sp.Piecewise):
        return _piecewise_branch(node, at)
    if isinstance(node, sp.atan2):
        return _atan2_branch(*args, at)
    raise Undecided(f"{type(node).__name__} of the variable of integration")


def _piecewise_branch(node: sp.Piecewise, at: Mapping[sp.Symbol, sp.Rational]) -> sp.Expr:
    for value, condition in node.args:
        truths = {}
        for relation in condition.atoms(Relational):
            if not relation.free_symbols & at.keys():
                continue
            if relation.has(sp.oo):
                truths[relation] = relation.xreplace(dict(at))
            else:
                side = sign_at(relation.lhs - relation.rhs, at)
                truths[relation] = sp.true if relation.func(side, 0) else sp.false
        resolved = condition.xreplace(truths)
        if decide(resolved, lower):
            return value
    raise Undecided("no branch of a Piecewise applies")


def _atan2_branch(y: sp.Expr, u: sp.Expr, at: Mapping[sp.Symbol, sp.Rational]) -> sp.Expr:
    if sign_at(u, at) > 0:
        return sp.atan(y / u)
    return sp.atan(y / u) + sp.pi * sign_at(y, at)


def _singular_points(expr: sp.Expr, x: sp.Symbol) -> list[Place]:
    """Return the interior zeros, where they are easily found, of bases, logarithms and other singular arguments.

    Missing one costs only convergence, never rigour: the integrator proves analyticity itself.
    """
    suspects: set[sp.Expr] = set()
    for node in sp.preorder_traversal(expr):
        if isinstance(node, sp.Pow) and node.base.has(x) and not (node.exp.is_Integer and node.exp > 0):
            suspects.add(node.base)
        elif isinstance(node, sp.Integral):
            continue
        elif isinstance(node, sp.log) or (
            type(node) in MAJORANTS and not isinstance(node, (sp.sin, sp.cos, sp.erf, sp.atan))
        ):
            suspects.update(a for a in node.args if a.has(x))
    found: list[Place] = []
    for g in suspects:
        if g.free_symbols != {x}:
            continue
        found.extend(algebraic_roots(g, x) or [])
    return found
