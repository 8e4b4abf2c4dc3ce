"""Critical places: where a line may have no value or changes its case, which hardly any random point meets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, islice, product
from typing import TYPE_CHECKING

from sympy import (
    Abs,
    Basic,
    Expr,
    Heaviside,
    Integral,
    KroneckerDelta,
    Max,
    Min,
    Mod,
    Pow,
    Rational,
    S,
    Symbol,
    ceiling,
    cos,
    cot,
    csc,
    floor,
    log,
    nan,
    preorder_traversal,
    sec,
    sign,
    sin,
    tan,
    zoo,
)
from sympy.core.relational import Relational

from symspline.enclosure.ball import Ball, Undecided
from symspline.enclosure.enclose import Closures, enclose, instantiate
from symspline.enclosure.evaluate import NoValue, carried_out, evaluate

from .limit import OutOfTime, within
from .moves import as_assumed
from .zero import Point, zeros

if TYPE_CHECKING:
    from .points import Desk

DRAWS, MOST, FEW = 2, 12, 6
"""Points from which a critical place is looked for, and places that are looked at; few where there are integrals."""
SECONDS = 1.0
"""Processor time that one equation or one value may take."""


def deciders(line: Basic) -> Iterator[Expr]:
    """Expressions at whose zeros a line may have no value or changes its case."""
    for node in preorder_traversal(line):
        if isinstance(node, Pow):
            if not (node.exp.is_nonnegative and node.exp.is_integer):
                yield node.base
            if node.exp.free_symbols:
                yield node.exp
        elif isinstance(node, (log, sign, Heaviside, Abs)):
            yield node.args[0]
        elif isinstance(node, (Max, Min, KroneckerDelta)):
            yield from (one - other for one, other in combinations(node.args, 2))
        elif isinstance(node, (tan, sec)):
            yield cos(node.args[0])
        elif isinstance(node, (cot, csc)):
            yield sin(node.args[0])
        elif isinstance(node, (floor, ceiling)):
            yield node.args[0] - 2
        elif isinstance(node, Mod):
            yield node.args[0] / node.args[1] - 2
        elif isinstance(node, Relational):
            yield node.lhs - node.rhs


def critical(desk: Desk, *lines: Expr, strict: bool = False) -> Iterator[Point]:
    """Admitted places where lines may lose their values, and beside them; where a symbol vanishes or two agree.

    Of a strict bound also those where its sides meet, and where several hypotheses end.
    """
    arguments = {a.symbol for a in desk.theorem.arguments}
    moved = sorted(set[Basic]().union(*(line.free_symbols for line in lines)), key=str)
    found = [g for line in lines for g in deciders(line) if g.free_symbols and g.free_symbols <= arguments]
    found += [lines[1] - lines[0]] if strict and not any(line.has(Integral) for line in lines) else []
    found += [*moved, *(one - other for one, other in combinations(moved, 2))]
    # A point beside a place costs as much as the place, and most where there are integrals.
    beside = not any(line.has(Integral) for line in lines)
    vanishing = (g for g in dict.fromkeys(found) if g.is_zero is not False)
    met = (point for g in vanishing for point in _zeros(desk, g, beside and g not in moved))
    return islice(chain(_corners(desk) if strict else (), met), MOST if beside else FEW)


def _corners(desk: Desk) -> Iterator[Point]:
    """Where the hypotheses end that bound symbols by numbers, all of them at once."""
    relations = (r for fact in desk.facts for r in fact.atoms(Relational))
    ends: dict[Symbol, list[Expr]] = {}
    for gap in dict.fromkeys(r.lhs - r.rhs for r in relations):
        if len(gap.free_symbols) == 1:
            (symbol,) = gap.free_symbols
            if symbol in desk.box:
                ends.setdefault(symbol, []).extend(zeros(gap, symbol, {}))
    for values in islice(product(*ends.values()), MOST) if ends else ():
        point = {**desk.draw_short(), **dict(zip(ends, values, strict=True))}
        if all(_admits(desk, point, symbol) for symbol in ends):
            yield point


def _zeros(desk: Desk, g: Expr, beside: bool) -> list[Point]:
    """Zeros of an expression: all symbols but one are drawn, and that one is solved for."""
    for symbol in sorted(g.free_symbols, key=str):
        found: list[Point] = []
        for k in range(DRAWS if len(desk.theorem.arguments) > 1 else 1):
            point = desk.draw_short()
            if not (roots := zeros(g, symbol, point)):
                break  # what is not solved at one point hardly ever is at another
            sides = (-1, 1) if beside and k == 0 and not symbol.is_integer else ()
            tried = (*roots, *(_near(root, side) for root in roots for side in sides))
            found += [there for value in tried if _admits(desk, there := {**point, symbol: value}, symbol)]
        if found:
            return found
    return []


def _near(root: Expr, side: int) -> Rational:
    at = Rational(str(root.evalf(20)))
    return at + side * (abs(at) or 1) / 61


def _admits(desk: Desk, point: Point, symbol: Symbol) -> bool:
    return all(each == S.true for each in as_assumed(symbol, point[symbol])) and desk.admits(point)


def value_at(line: Basic, point: Point, digits: int = 12, closures: Closures | None = None) -> Ball | NoValue | None:
    """The ball of a line at a place, or the `NoValue` that is seen there; None where nothing is seen."""
    try:
        return within(SECONDS, lambda: _value_at(line, point, digits, closures or Closures()), decides=False)
    except (OutOfTime, ArithmeticError, ValueError, TypeError, NotImplementedError):
        return None


def _value_at(line: Basic, point: Point, digits: int, closures: Closures) -> Ball | NoValue | None:
    if ball := closures.sharp(line, point, digits):
        return ball
    rational = all(value.is_Rational for value in point.values())
    # SymPy takes long over powers of fractions, and over integrals that hold them.
    slow = line.has(Integral) or any(power.exp.free_symbols for power in line.atoms(Pow))
    if slow and not rational:
        return None
    closed = instantiate(line, point) if slow else carried_out(line).xreplace(point)
    if closed.has(nan, zoo):
        return NoValue("it divides by zero")
    try:
        return enclose(line, point, digits) if rational else enclose(closed, {}, digits)
    except Undecided:
        if line.has(Integral):
            return None
    try:
        evaluate(line, point)
    except NoValue as reason:
        return reason
    return None
