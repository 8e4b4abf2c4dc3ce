"""The first zero of a function that a polynomial in balls approximates, proved to be the first."""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb

from symspline.numerics.flow.roots import value

DEPTH = 40
"""Halvings of an interval after which a polynomial that nears zero is not told from one that touches it."""
LOOKS = 500
"""Intervals that are looked at before the same is said; a simple zero takes a few dozen."""
NEWTON = 60
"""Steps of Newton's rule at most; it doubles the digits."""


class TouchesError(ArithmeticError):
    """The function cannot be told from one that touches zero, at `place`."""

    def __init__(self, place: arb) -> None:
        super().__init__("the sign is not known")
        self.place = place


def first_zero(polynomial: Sequence[arb], slack: arb, stop: arb) -> arb | None:
    """A ball that holds the first zero in (0, stop] of every continuous f with ``|f - polynomial| <= slack`` there.

    Before the ball f is positive, after it f has been negative. None where f is positive on all of [0, stop].

    Args:
        polynomial: coefficients by ascending powers.
        slack: how far f may be from it.
        stop: exact, positive.

    Raises:
        TouchesError: at the place where f may be zero and may be not, or at 0 where it is not known to be positive.
    """
    slack = slack.abs_upper()
    sizes = [abs(c) for c in polynomial]
    if polynomial[0] - value([0 * slack, *sizes[1:]], stop) > slack:
        return None
    derivative = [k * c for k, c in enumerate(polynomial)][1:] or [0 * slack]
    second = [k * c for k, c in enumerate(derivative)][1:] or [0 * slack]
    sizes, sizes_of_second = [abs(c) for c in derivative], [abs(c) for c in second]
    if not value(polynomial, 0 * stop) > slack:
        raise TouchesError(0 * stop)
    open_ = [(0 * stop, stop, 0)]
    for _ in range(LOOKS):
        if not open_:
            return None
        # All before `low` is positive.
        low, high, depth = open_.pop()
        middle = (low + high).mid() / 2
        radius = (high - middle).max(middle - low)
        if value(polynomial, middle) - value(sizes, high) * radius > slack:
            continue
        slope, bend = value(derivative, middle), value(sizes_of_second, high) * radius
        if slope > bend:
            continue
        if slope < -bend:
            if value(polynomial, high) > slack:
                continue
            return _isolated(polynomial, derivative, slack, low, high)
        if depth == DEPTH:
            raise TouchesError(middle)
        open_ += [(middle, high, depth + 1), (low, middle, depth + 1)]
    raise TouchesError(open_[-1][1])


def _isolated(polynomial: Sequence[arb], derivative: Sequence[arb], slack: arb, low: arb, high: arb) -> arb:
    """The zero in an interval where the polynomial falls and is positive at the left end."""
    at, width = (low + high).mid() / 2, high - low
    for _ in range(NEWTON):
        slope = value(derivative, at).mid()
        if not slope < 0:
            break
        following = (at - value(polynomial, at).mid() / slope).mid()
        following = max(low.mid(), min(high.mid(), following))
        step, at = abs(following - at), following
        if step * 2**60 < width and step < 4 * slack / -slope:
            break
    height = value(polynomial, at)
    around = 4 * (slack + abs(height)) / abs(value(derivative, at))
    left, right = (at - around).lower(), (at + around).upper()
    if not right < high:
        raise TouchesError(high)  # a step that ends elsewhere tells
    left = max(left, low)
    # It falls from `low` on, so that it is positive up to `left` where it is positive there.
    if not (value(polynomial, left) > slack and value(polynomial, right) < -slack):
        raise TouchesError(at)
    return left.union(right)
