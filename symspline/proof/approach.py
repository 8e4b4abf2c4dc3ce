"""Whether a line approaches its limit: the difference at ever smaller distances."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from flint import ctx
from sympy import Basic, Expr, Rational, Symbol

from symspline.enclosure.ball import Ball, Undecided
from symspline.enclosure.enclose import enclose
from symspline.enclosure.evaluate import evaluate

from .limit import OutOfTime, within
from .verdict import Verdict

if TYPE_CHECKING:
    from .points import Desk

Place = tuple[Symbol, Expr, str]
"""A symbol, where it goes, and from which side."""
NEAR = (10, 20, 40)
"""Distances of the places, in digits, at which the line is enclosed."""
NEARBY = (4, 8, 12)
"""The same where only mpmath has values."""
LATE = (640, 1280, 2560)
"""Where the line is followed to before its limit is refuted: a logarithm loses against any power, but late."""
SMALL = {NEAR: 1e-24, NEARBY: 1e-9, LATE: 1e-24}
"""A relative difference that counts as none at the last place."""
STAGNANT = 0.97
"""A difference that keeps more of its size than this when the number of digits doubles does not go to zero: even
1/log(1/h) loses half."""
POINTS = 4
"""Points at which a line is followed."""
PATIENCE = 20.0
"""Seconds that this may take at one point."""


@dataclass(frozen=True)
class Compared:
    """What two lines look like at check points: a verdict, how, the worst figure and why it is no stronger."""

    verdict: Verdict
    how: str
    worst: float | None = None
    why: str = ""
    points: int = 0


def compare_limit(desk: Desk, previous: Basic, line: Basic, at: Place) -> Compared:
    """Follow a line towards the place of its limit at check points."""
    worst = 0.0
    places = [k for k in desk.few if k not in desk.far][:POINTS]
    for k in places:
        errors, near = _errors(desk, previous, line, at, k, NEAR, NEARBY)
        if not isinstance(errors, str) and _stagnates(errors, near):
            late, _ = _errors(desk, previous, line, at, k, LATE)
            errors, near = (errors, near) if isinstance(late, str) else (late, LATE)
        if isinstance(errors, str):
            return Compared(Verdict.UNDECIDED, "no value", None, errors)
        if _stagnates(errors, near):
            shown = ", ".join(f"{error:.3g}" for error in errors)
            why = f"the relative differences are {shown} at distances of {near} digits, at {dict(desk.points[k])}"
            return Compared(Verdict.REFUTED, "values", errors[-1], why)
        worst = max(worst, errors[-1])
    return Compared(Verdict.SAMPLED, f"the values approach it at {len(places)} points", worst, "", len(places))


def _stagnates(errors: list[float], near: tuple[int, ...]) -> bool:
    return errors[-1] >= SMALL[near] and any(later > STAGNANT * before for before, later in pairwise(errors))


def _errors(
    desk: Desk, previous: Basic, line: Basic, at: Place, k: int, *distances: tuple[int, ...]
) -> tuple[list[float] | str, tuple[int, ...]]:
    """Relative differences at the distances that go with them; instead of differences, why there are none."""
    here, (symbol, end, side) = desk.concrete(previous, k), at

    def place(digits: int) -> dict:
        h = Rational(1, 10**digits)
        to: Expr = end + (h if side == "+" else -h)
        if end.is_infinite:
            # Of an integer or a half SymPy writes out the Gamma function, digit by digit.
            far = 1 / h + (0 if symbol.is_integer else Rational(1, 3))
            to = far if end > 0 else -far
        return {**desk.points[k], symbol: to.subs(desk.points[k])}

    def by_balls(near: tuple[int, ...]) -> list[float]:
        target, found = desk.ball(line, k), []
        for digits in near:
            if isinstance(target, Undecided):
                raise target
            value = enclose(here, place(digits), 30 + digits)
            with ctx.workprec(400):
                gap = Ball(value.value - target.value)
            found.append(max(abs(float(gap)), gap.radius) / (abs(float(target)) or 1.0))
        return found

    def by_values(near: tuple[int, ...]) -> list[float]:
        target = desk.value(line, k)
        return [float(abs(evaluate(here, place(digits)) - target) / (abs(target) or 1)) for digits in near]

    why = "the line cannot be followed"
    for way, near in zip((by_balls, by_values), distances, strict=False):
        try:
            return within(PATIENCE, lambda way=way, near=near: way(near)), near
        except (Undecided, OutOfTime, ArithmeticError, ValueError, TypeError, NotImplementedError) as error:
            why = str(error) or why
    return why, ()
