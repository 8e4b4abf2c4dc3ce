"""Lines in each case of their moduli, maxima and pieces."""

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import Any

import sympy as sp
from sympy import Basic, Expr, Integral, S, Symbol

from .derivative import derivative
from .domain import parts_of
from .field import Field
from .ring import NotShown
from .signs import NONNEGATIVE, NONPOSITIVE

CASES = 64
"""Cases that one comparison may split into."""
_CONTINUOUS = (sp.Abs, sp.Max, sp.Min)
Case = tuple[Any, ...]


def cases(
    lines: Sequence[Expr],
    facts: Sequence[Basic],
    told: Sequence[Basic] = (),
    *,
    continuous: Symbol | None = None,
    left: int = CASES,
    field: Field | None = None,
) -> Iterator[Case]:
    """Lines in each case: the field over the facts of the case, and the lines there.

    Args:
        lines: the lines.
        facts: what holds on the domain.
        told: the conditions of the case so far, which may have cases too.
        continuous: a variable in which the lines may not jump: nothing that does is split by it.
        left: how many cases there may be.
        field: that over what holds and is told, where there is one already.
    """
    field = field or Field((*facts, *told))
    for node in sp.preorder_traversal(sp.Tuple(*lines, *told)):
        found = branches(node, field, continuous)
        if not found or any(_bound(node, line) for line in lines):
            continue
        for derived in (d for line in lines for d in line.atoms(sp.Derivative) if d.has(node)):
            if not isinstance(node, Integral) and node.free_symbols & set(derived.variables):
                raise NotShown("a case inside a derivative: its sides meet where there may be none")
        for conditions, value in found:
            yield from _branch(lines, node, value, facts, told, conditions, continuous, left, field)
        return
    yield field, *lines


def decided(line: Expr, field: Field) -> Expr:
    """The line with the value of each modulus, maximum and distinction of cases that has one case on the domain."""
    for node in sp.preorder_traversal(line):
        if isinstance(node, Integral) or _bound(node, line):
            continue
        for conditions, value in branches(node, field):
            if all(truth(condition, field) for condition in conditions):
                return decided(line.xreplace({node: value}), field)
    return line


def truth(condition: Basic, field: Field) -> bool | None:
    """Whether a condition holds on the whole domain, or nowhere on it; None where neither is shown."""
    if condition in (S.true, S.false):
        return condition == S.true
    if isinstance(condition, sp.And | sp.Or):
        found, sure = {truth(part, field) for part in condition.args}, isinstance(condition, sp.Or)
        return sure if sure in found else None if None in found else not sure
    if not isinstance(condition, sp.Rel):
        raise NotShown(f"the condition {condition} is not read")
    # Each side by itself: SymPy cancels in a difference what may have no value.
    signs = field.of_fraction(field.of(condition.lhs) + -field.of(condition.rhs))
    signs &= field.signs(condition.lhs - condition.rhs)
    wanted = {sp.Gt: {1}, sp.Ge: {0, 1}, sp.Lt: {-1}, sp.Le: {-1, 0}, sp.Eq: {0}, sp.Ne: {-1, 1}}[type(condition)]
    return True if signs <= wanted else False if not signs & wanted else None


def _branch(lines, node, value, facts, told, conditions, continuous, left, field) -> Iterator[Case]:
    more, put = [], {}
    for condition in conditions:
        found = truth(condition, field)
        if found is False:
            return
        if found is None and (isinstance(condition, sp.Eq) or _only_tie(condition, field)):
            put = _solved(condition, field)
        elif found is None:
            more.append(condition)
    if left < 1:
        raise NotShown(f"more than {CASES} cases")
    lines, told = ([each.xreplace({node: value}).subs(put) for each in group] for group in (lines, told))
    facts, more = ([fact.subs(put) for fact in group] for group in (facts, more))
    left = left // 2 if more or put else left
    known = field if (*facts, *more, *told) == field.facts else None
    yield from cases(lines, facts, [*more, *told], continuous=continuous, left=left, field=known)


def _only_tie(condition: Basic, field: Field) -> bool:
    """Whether a weak inequality holds on the domain only where its sides are equal."""
    weak = isinstance(condition, sp.Ge | sp.Le)
    return weak and field.signs(condition.gts - condition.lts) <= NONPOSITIVE


def branches(node: Basic, field: Field, continuous: Symbol | None = None) -> list[tuple[list[Basic], Expr]]:
    """The conditions and the value of each case of an expression; none for one that has no cases."""
    gt, lt, ge, eq = (lambda a, b, kind=kind: kind(a, b, evaluate=False) for kind in (sp.Gt, sp.Lt, sp.Ge, sp.Eq))
    if isinstance(node, Integral) and len(node.limits) == 1 and len(node.limits[0]) == 3:
        variable, low, high = node.limits[0]
        if low.is_infinite or high.is_infinite or field.signs(high - low) <= NONNEGATIVE:
            return []
        turned = -Integral(node.function, (variable, high, low))
        return [([ge(high, low)], node), ([lt(high, low)], turned)]
    if not isinstance(node, (*_CONTINUOUS, sp.sign, sp.Heaviside, sp.Piecewise)):
        return []
    if continuous is not None and node.has(continuous) and not isinstance(node, _CONTINUOUS):
        raise NotShown(f"{type(node).__name__} may jump in {continuous}")
    u = node.args[0]
    if isinstance(node, sp.Abs):
        return [([ge(u, 0)], u), ([lt(u, 0)], -u)]
    if isinstance(node, sp.Max | sp.Min):
        rest = node.func(*node.args[1:])
        first, second = (u, rest) if isinstance(node, sp.Max) else (rest, u)
        return [([ge(first, second)], u), ([lt(first, second)], rest)]
    if isinstance(node, sp.sign):
        return [([gt(u, 0)], S.One), ([lt(u, 0)], -S.One), ([eq(u, 0)], S.Zero)]
    if isinstance(node, sp.Heaviside):
        return [([gt(u, 0)], S.One), ([lt(u, 0)], S.Zero), ([eq(u, 0)], node.args[1])]
    return _pieces(node)


def _pieces(node: sp.Piecewise) -> list[tuple[list[Basic], Expr]]:
    if node.args[-1][1] != S.true:
        raise NotShown("a distinction of cases that need not be all")
    found: list[tuple[list[Basic], Expr]] = []
    before: list[list[Basic]] = [[]]
    for value, condition in node.args:
        found += [([*old, *new], value) for old in before for new in _ways(condition)]
        before = [[*old, *new] for old in before for new in _ways(sp.Not(condition))]
    return found


def _ways(condition: Basic) -> list[list[Basic]]:
    """The conjunctions of which a condition is one or another."""
    condition = sp.to_nnf(condition, simplify=False)
    if condition in (S.true, S.false):
        return [[]] if condition == S.true else []
    if isinstance(condition, sp.Or):
        return [way for part in sorted(condition.args, key=sp.default_sort_key) for way in _ways(part)]
    if isinstance(condition, sp.And):
        return [[*chain(*parts)] for parts in product(*map(_ways, parts_of(condition)))]
    return [[condition]]


def _solved(condition: sp.Rel, field: Field) -> dict[Symbol, Expr]:
    gap = condition.lhs - condition.rhs
    slopes = ((symbol, derivative(gap, symbol)) for symbol in sorted(gap.free_symbols, key=str))
    for symbol, slope in sorted(slopes, key=lambda each: not each[1].is_Rational):
        if not slope.has(symbol) and field.nonvanishing(slope):
            return {symbol: sp.expand(symbol - gap / slope)}
    raise NotShown(f"the case {condition} is not solved")


def _bound(node: Expr, line: Expr) -> bool:
    """Whether an expression holds a variable that the line integrates or sums over."""
    bound = {limit[0] for e in line.atoms(Integral, sp.Sum, sp.Product) for limit in e.limits}
    return bool(node.free_symbols & bound)
