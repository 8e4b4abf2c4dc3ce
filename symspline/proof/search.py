"""A search for counterexamples in plain floating point, all over the domain; whoever asks confirms them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sympy import And, Basic, Integral, Rational, Symbol, lambdify
from sympy.core.function import AppliedUndef

from symspline.enclosure.evaluate import carried_out

from .limit import OutOfTime, within
from .zero import Point

if TYPE_CHECKING:
    from numpy.random import Generator

    from .points import Desk

POINTS, SUSPECTS = 400, 3
"""Points that are tried, and suspects that are handed on."""
SECONDS = 0.3
"""Processor time of one search."""
FIRST, LAST = 12, 20000
"""Up to where every second integer is drawn, and where all end."""
APART = 1e-6
"""Relative difference beyond the rounding of a line that does not cancel."""
SMALL = 1e-3
"""Smaller values may be all rounding."""


def suspects(desk: Desk, previous: Basic, line: Basic, relation: str) -> list[Point]:
    """Points of the domain at which two lines without integrals seem not to stand in a relation."""
    arguments = [a.symbol for a in desk.theorem.arguments]
    if not arguments or previous.has(Integral, AppliedUndef) or line.has(Integral, AppliedUndef):
        return []
    found: list[Point] = []

    def look() -> None:
        for modules in ("math", "mpmath"):
            sides = lambdify(arguments, [*map(carried_out, (previous, line)), And(*desk.facts)], modules)
            try:
                for point in _points(desk):
                    if _fails(sides, point, relation):
                        found.append(point)
                    if len(found) == SUSPECTS:
                        break
                return
            except NameError:  # a function that the module lacks
                continue

    # What cannot be printed as a program, or overflows, is not searched.
    with suppress(OutOfTime, ArithmeticError, LookupError, TypeError, AttributeError, NotImplementedError, SyntaxError):
        within(SECONDS, look, decides=False)
    return found


def _fails(sides: Callable[..., Any], point: Point, relation: str) -> bool:
    """Whether one side alone seems to have a value, or the values do not stand in the relation."""
    numbers = [int(value) if value.is_Integer else float(value) for value in point.values()]
    try:
        left, right, admitted = sides(*numbers)
    except (ArithmeticError, ValueError):
        return False
    if not admitted or isinstance(left, complex) or isinstance(right, complex):
        return bool(admitted) and isinstance(left, complex) != isinstance(right, complex)
    gap, size = float(left - right), max(SMALL, float(abs(left)), float(abs(right)))
    return (gap if relation != "=" else abs(gap)) > APART * size


def _points(desk: Desk) -> Iterator[Point]:
    arguments = desk.theorem.arguments
    if len(arguments) == 1 and arguments[0].symbol.is_integer:
        symbol = arguments[0].symbol
        first = 1 if symbol.is_positive else 0 if symbol.is_nonnegative else -POINTS // 2
        yield from ({symbol: Rational(n)} for n in range(first, first + POINTS))
    for _ in range(POINTS):
        yield {a.symbol: a.draw(desk.other) if a.parts else _number(a.symbol, desk.other) for a in arguments}


def _number(symbol: Symbol, rng: Generator) -> Rational:
    """A number of the symbol's kind: all sizes are alike probable, and small integers more."""
    size = 10 ** rng.uniform(-2, 2)
    if symbol.is_integer:
        near = int(rng.integers(FIRST)) if rng.integers(2) else int(LAST ** rng.random())
        number = Rational(max(near, 1 if symbol.is_nonzero else 0))
    else:
        number = Rational(int(size * 2**20) | 1, 2**20)
    if symbol.is_negative or (not symbol.is_nonnegative and rng.integers(2)):
        return -number
    return number
