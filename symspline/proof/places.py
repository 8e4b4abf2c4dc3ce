"""Critical places: where a line may have no value or changes its case, which hardly any random point meets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, islice, product
from typing import TYPE_CHECKING

from sympy import (
    Abs,
    Basic,
    Eq,
    Expr,
    Heaviside,
    Integral,
    KroneckerDelta,
    Max,
    Min,
    Mod,
    Poly,
    Pow,
    Rational,
    S,
    Sum,
    Symbol,
    ceiling,
    cos,
    cot,
    csc,
    expand,
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
JOINT = 2
"""Symbols that are moved at once beside a place."""
SECONDS = 1.0
"""Processor time that one equation or one value may take."""


def deciders(line: Basic) -> Iterator[Expr]:
    """Expressions at whose zeros a line may have no value or changes its case."""
    for node in preorder_traversal(line):
        if isinstance(node, Pow):
            if not (node.exp.is_nonnegative and node.exp.is_integer):
                yield node.base
            if node.exp.free_symbols:
                # At an end of an integral the power -1 is where its value is lost.
                yield from (node.exp, node.exp + 1)
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
        elif isinstance(node, Sum):
            # An index takes the values of its range, whatever its name is assumed to be.
            ends = ({index: end} for index, *range_ in node.limits for end in range_ if end.is_Rational)
            yield from (g for each in ends for g in deciders(node.function.xreplace(each)))


def critical(desk: Desk, *lines: Expr, strict: bool = False) -> Iterator[Point]:
    """Admitted places where lines may lose their values, and beside them; where a symbol vanishes or two agree.

    Of a strict bound also those where its sides meet, and where several hypotheses end. Before these the solutions of
    equations among the hypotheses, and a place where as much as possible vanishes at once.
    """
    arguments = {a.symbol for a in desk.theorem.arguments}
    moved = sorted(set[Basic]().union(*(line.free_symbols for line in lines)), key=str)
    found = [g for line in lines for g in deciders(line) if g.free_symbols and g.free_symbols <= arguments]
    found += [lines[1] - lines[0]] if strict and not any(line.has(Integral) for line in lines) else []
    equations = [each.lhs - each.rhs for fact in desk.facts for each in fact.atoms(Eq)]
    gaps = list(found)
    found += [*moved, *(one - other for one, other in combinations(moved, 2))]
    # A point beside a place costs as much as the place, and most where there are integrals.
    beside = not any(line.has(Integral) for line in lines)
    joint = [point for order in (gaps, gaps[::-1]) for point in _together(desk, order, beside)]
    vanishing = (g for g in dict.fromkeys([*equations, *found]) if g.is_zero is not False)
    met = (point for g in vanishing for point in _zeros(desk, g, beside and g not in moved, every=g in equations))
    return islice(chain(_corners(desk) if strict else (), joint, met), len(joint) + (MOST if beside else FEW))


def _together(desk: Desk, gaps: Sequence[Expr], beside: bool) -> list[Point]:
    """A place where several expressions vanish that are linear in a symbol each, and those beside it.

    A sum of squares vanishes nowhere else: of a quadratic it is the derivatives that do.
    """
    solved: dict[Symbol, Expr] = {}
    for part in dict.fromkeys(part for gap in gaps for part in _parts(gap)):
        try:
            rest = part.subs(solved)
        except ValueError:  # of SymPy, where a part loses its value
            continue
        for symbol in sorted(rest.free_symbols, key=str):
            slope = rest.diff(symbol) if rest.is_polynomial(symbol) else S.Zero
            if slope.is_Rational and slope:
                root = expand(symbol - rest / slope)
                if S.false not in as_assumed(symbol, root):
                    solved = {**{s: each.subs(symbol, root) for s, each in solved.items()}, symbol: root}
                    break
    drawn = desk.draw_short()
    point = {**drawn, **{s: each.subs(drawn) for s, each in solved.items()}}
    sides = (0, -1, 1) if beside and len(solved) <= JOINT else (0,)
    ways = product(sides, repeat=len(solved)) if len(solved) > 1 else ()
    places = (
        {**point, **{s: _near(point[s], side) for s, side in zip(solved, way, strict=True) if side}} for way in ways
    )
    return [place for place in places if all(_admits(desk, place, symbol) for symbol in solved)]


def _parts(gap: Expr) -> list[Expr]:
    """An expression, or the derivatives of a quadratic in several symbols."""
    symbols = sorted(gap.free_symbols, key=str)
    quadratic = len(symbols) > 1 and gap.is_polynomial(*symbols) and Poly(gap, *symbols).total_degree() == 2
    return [gap.diff(symbol) for symbol in symbols] if quadratic else [gap]


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


def _zeros(desk: Desk, g: Expr, beside: bool, every: bool = False) -> list[Point]:
    """Zeros of an expression: all symbols but one are drawn, and that one is solved for, or every one in its turn."""
    found: list[Point] = []
    for symbol in sorted(g.free_symbols, key=str):
        for k in range(DRAWS if len(desk.theorem.arguments) > 1 else 1):
            point = desk.draw_short()
            if not (roots := zeros(g, symbol, point)):
                break  # what is not solved at one point hardly ever is at another
            sides = (-1, 1) if beside and k == 0 and not symbol.is_integer else ()
            tried = (*roots, *(_near(root, side) for root in roots for side in sides))
            found += [there for value in tried if _admits(desk, there := {**point, symbol: value}, symbol)]
        if found and not every:
            break
    return found


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
    lost = closed.has(nan, zoo)
    try:
        # A power of an index may be written as one of infinity where the sum has a value.
        if rational or not lost:
            return enclose(line, point, digits) if rational else enclose(closed, {}, digits)
    except Undecided:
        pass
    if lost:
        return NoValue("it divides by zero")
    try:
        evaluate(line, point, digits)
    except NoValue as reason:
        return reason
    return None
