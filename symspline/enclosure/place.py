"""Points of the extended real line, known exactly or as balls, and what is between them."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp
from flint import arb

from .arithmetic import put
from .ball import Undecided
from .lowering import constant, real_part


@dataclass(frozen=True)
class Place:
    """A point of the extended real line: an exact expression where one is known, and a ball that holds it.

    Args:
        ball: the enclosure; infinite for ``±oo``.
        exact: the expression, or None where the place is known only as an isolated root.
    """

    ball: arb
    exact: sp.Expr | None

    @property
    def infinite(self) -> bool:
        """Whether the place is ``±oo``."""
        return self.exact in (sp.oo, -sp.oo)


def place(expr: sp.Expr) -> Place:
    """Return the place of a closed expression."""
    if expr is sp.oo:
        return Place(arb.pos_inf(), expr)
    if expr is -sp.oo:
        return Place(arb.neg_inf(), expr)
    return Place(real_part(constant(expr)), expr)


def sign_at(g: sp.Expr, at: Mapping[sp.Symbol, sp.Rational]) -> int:
    """Return the sign of g at a point, proved."""
    value = real_part(constant(put(g, at)))
    if value > 0:
        return 1
    if value < 0:
        return -1
    raise Undecided(f"the sign of {g} cannot be decided")


def between(left: Place, right: Place) -> sp.Rational:
    """Return a rational number strictly between two places."""
    if left.infinite and right.infinite:
        return sp.Integer(0)
    if left.infinite:
        return rational(right.ball.lower()) - 1
    if right.infinite:
        return rational(left.ball.upper()) + 1
    low, high = rational(left.ball.upper()), rational(right.ball.lower())
    if not low < high:
        raise Undecided("two break points cannot be told apart")
    middle = (low + high) / 2
    # A short dyadic number keeps later arithmetic cheap.
    width = high - low
    grid = sp.Integer(2) ** (sp.ceiling(-sp.log(width, 2).n(15)) + 3)
    short = sp.floor(middle * grid) / grid
    return short if low < short < high else middle


def rational(number: arb) -> sp.Rational:
    """Return the midpoint of a ball, a dyadic number, exactly."""
    mantissa, exponent = number.mid().man_exp()
    return sp.Integer(int(mantissa)) * sp.Integer(2) ** int(exponent)


def inside(found: list[Place], low: Place, high: Place) -> list[Place]:
    """Sort the places strictly inside ``(low, high)`` and drop repetitions."""
    kept: list[Place] = []
    for candidate in found:
        if candidate.ball <= low.ball or candidate.ball >= high.ball or _same(candidate, low) or _same(candidate, high):
            continue
        if not (candidate.ball > low.ball and candidate.ball < high.ball):
            raise Undecided("a break point cannot be told apart from a limit")
        if not any(_same(candidate, other) for other in kept):
            kept.append(candidate)
    kept.sort(key=lambda p: float(p.ball.mid()))
    for left, right in itertools.pairwise(kept):
        if not left.ball < right.ball:
            raise Undecided("two break points cannot be told apart")
    return kept


def _same(first: Place, second: Place) -> bool:
    if first.exact is None or second.exact is None or first.infinite or second.infinite:
        return first.exact is not None and first.exact == second.exact
    if first.exact == second.exact:
        return True
    return bool(first.ball.overlaps(second.ball)) and sp.simplify(first.exact - second.exact) == 0
