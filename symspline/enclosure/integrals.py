"""Rigorous integrals: cut at the kinks, integrate each part by ``acb.integral``, bound the tails by majorants."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any

import sympy as sp
from flint import acb, arb, ctx

from .arithmetic import product, put
from .ball import Undecided
from .envelope import tail_integral
from .functions import NAN
from .leading import regular
from .lowering import lower
from .pieces import pieces
from .place import Place, place, rational
from .tails import tail, target

EFFORT, NESTED_EFFORT, ALGEBRAIC_EFFORT = 200_000, 2_500, 5_000
"""Evaluations allowed to one integral; each of a nested one is itself an integral; an algebraic one takes few."""


def single_integral(f: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> acb:
    """Enclose the integral of f over x from low to high, where x is the only free symbol and in no integral inside f.

    Raises:
        Undecided: the integrand could not be cut, integrated or bounded rigorously.
    """
    if low == high:
        return acb(0)
    return _known_integral(put(f, {x: VARIABLE}), low, high, ctx.prec)


VARIABLE = sp.Dummy("x", real=True)


@lru_cache(maxsize=512)
def _known_integral(f: sp.Expr, low: sp.Expr, high: sp.Expr, prec: int) -> acb:
    # The lines of a derivation carry integrals along, whose variable may change its name.
    reverse, start, stop = oriented(low, high)
    total = total_of_parts(pieces(f, VARIABLE, start, stop), VARIABLE)
    return -total if reverse else total


def oriented(low: sp.Expr, high: sp.Expr) -> tuple[bool, Place, Place]:
    """Return whether the limits fall, and their places in rising order."""
    start, stop = place(low), place(high)
    if start.ball > stop.ball:
        return True, stop, start
    if not start.ball < stop.ball:
        raise Undecided("the limits of an integral cannot be told apart")
    return False, start, stop


def total_of_parts(parts: Iterable[tuple[sp.Expr, Place, Place]], x: sp.Symbol) -> acb:
    """Add the integrals of functions without kinks, each over its part."""
    total = acb(0)
    for part, left, right in parts:
        if part != 0:
            total += _smooth_part(part, x, left, right)
    return total


def _smooth_part(f: sp.Expr, x: sp.Symbol, left: Place, right: Place) -> acb:
    """Integrate a function without kinks over one part."""
    if left.infinite and right.infinite:
        zero = Place(arb(0), sp.Integer(0))
        return _smooth_part(f, x, left, zero) + _smooth_part(f, x, zero, right)
    if left.infinite:
        mirrored = Place(-right.ball, None if right.exact is None else -right.exact)
        return _smooth_part(put(f, {x: -x}), x, mirrored, Place(arb.pos_inf(), sp.oo))
    if right.infinite:
        return _half_line(f, x, left)
    return _bounded_part(f, x, left, right)


def _bounded_part(f: sp.Expr, x: sp.Symbol, left: Place, right: Place) -> acb:
    integrand = closure(f, x)
    width = (right.ball - left.ball) / 4
    rough_left, rough_right = (not _bounded_near(integrand, end, w) for end, w in ((left, width), (right, -width)))
    if not (rough_left or rough_right) or f.has(sp.Integral):
        return _between(integrand, left, right, NESTED_EFFORT if f.has(sp.Integral) else EFFORT)
    middle = ((left.ball + right.ball) / 2).mid()
    centre = Place(middle, rational(middle))
    first = _singular_end(f, x, left, centre, 1) if rough_left else _between(integrand, left, centre)
    last = _singular_end(f, x, right, centre, -1) if rough_right else _between(integrand, centre, right)
    return first + last


def _bounded_near(integrand: Callable[[acb, bool], acb], end: Place, width: arb) -> bool:
    reach = arb(2) ** -20 if abs(width) > arb(2) ** -20 else abs(width)
    return integrand(acb(end.ball.union(end.ball + (reach if width > 0 else -reach))), False).is_finite()


def _singular_end(f: sp.Expr, x: sp.Symbol, end: Place, centre: Place, side: int) -> acb:
    """Integrate up to a singular end point, mapped to infinity by ``x = end ± 1/u``."""
    if end.exact is None or not end.exact.is_number:
        raise Undecided("a singularity at a place that is not known exactly")
    t, u = sp.Dummy("t", positive=True), sp.Dummy("u", positive=True)
    with suppress(Undecided):
        return _from_zero(put(f, {x: end.exact + side * t}), t, side * (centre.ball - end.ball))
    mapped = product(_tidy(put(f, {x: end.exact + side / u}), u), u**-2)
    start = 1 / (side * (centre.ball - end.ball))
    envelope, stop = tail(mapped, u, start.max(arb(1)).upper())
    return _logarithmic(closure(mapped, u), start, stop) + acb(arb(0, tail_integral(envelope, stop)))


def _from_zero(f: sp.Expr, t: sp.Symbol, stop: arb) -> acb:
    """Integrate over ``(0, stop)`` a function that is algebraic at 0."""
    smooth, r, q = regular(f, t)
    integrand = closure(smooth, r)
    if not integrand(acb(arb(0).union(arb(2) ** -10)), False).is_finite():
        raise Undecided("the function is not bounded beside its leading power")
    end = stop if q == 1 else stop.root(q)
    return _between(integrand, Place(arb(0), sp.S.Zero), Place(end, None), ALGEBRAIC_EFFORT)


def _half_line(f: sp.Expr, x: sp.Symbol, left: Place) -> acb:
    """Integrate from a finite place to infinity."""
    integrand = closure(f, x)
    if not _bounded_near(integrand, left, arb(1)):
        step = Place((left.ball + 1).mid(), rational(left.ball + 1))
        return _singular_end(f, x, left, step, 1) + _half_line(f, x, step)
    # Where the place is an isolated root, shift by a nearby rational number.
    shift = rational(left.ball) if left.exact is None else left.exact
    t, u = sp.Dummy("t", positive=True), sp.Dummy("u", positive=True)
    if left.exact is not None:
        with suppress(Undecided):
            return _from_zero(product(put(f, {x: shift - 1 + 1 / t}), t**-2), t, arb(1))
    # Envelopes hold for u >= 1, so the half-line is moved to begin there.
    mapped = put(f, {x: u + shift - 1})
    envelope, start = tail(mapped, u, arb(1))
    base = left if left.exact is not None else Place(left.ball.mid(), shift)
    total = acb(0)
    if left.exact is None:
        total += _sliver(integrand, left.ball, base.ball)
    bound = tail_integral(envelope, start)
    shift_ball = place(shift).ball
    if start < 400:
        stop = (start + shift_ball - 1).mid()
        total += _between(integrand, base, Place(stop, None))
        # The rounded end may fall short of the start of the tail by its radius.
        total += _sliver(integrand, start + shift_ball - 1, stop)
    else:
        total += _logarithmic(closure(mapped, u), arb(1), start)
    return total + acb(arb(0, bound))


def _tidy(f: sp.Expr, u: sp.Symbol) -> sp.Expr:
    """Expand polynomial sums so that an end point that cancels does so symbolically."""

    def polynomial(e: sp.Basic) -> bool:
        return e.is_Add and e.has(u) and e.is_rational_function(u)

    return f.replace(polynomial, lambda e: sp.factor_terms(sp.expand(e)))


def closure(f: sp.Expr, x: sp.Symbol) -> Callable[[acb, bool], acb]:
    """Return f as a function of one ball and the flag ``analytic``."""
    lowered = lower(f, (x,))
    if isinstance(lowered, acb):
        return lambda z, analytic: lowered
    return lambda z, analytic: lowered([z], analytic)


def integrate(f: Callable[[acb, bool], acb], a: acb, b: acb, **limits: Any) -> acb:
    """FLINT's rigorous integrator; an exception on the way is raised after it has ended.

    FLINT does not expect one inside: a computation that is stopped there from another thread would leave it half-way.
    """
    kept: list[BaseException] = []

    def guarded(z: acb, analytic: bool) -> acb:
        if kept:
            return NAN
        try:
            return f(z, analytic)
        except BaseException as error:  # noqa: BLE001  # raised below
            kept.append(error)
            return NAN

    try:
        value = acb.integral(guarded, a, b, **limits)
    except SystemError as error:
        # The stop came between two calls of the integrand.
        raise error.__cause__ or error from None
    if kept:
        raise kept[0]
    return value


def _integrate(f: Callable[[acb, bool], acb], a: arb, b: arb, effort: int = EFFORT) -> acb:
    """Integrate between exact points."""
    if a == b:
        return acb(0)
    goal = arb(2) ** -int(target())
    value = integrate(f, acb(a), acb(b), rel_tol=goal, abs_tol=goal, eval_limit=effort, depth_limit=4 * ctx.prec)
    if not value.is_finite():
        raise Undecided("the integrator found no finite enclosure")
    return value


def _between(integrand: Callable[[acb, bool], acb], left: Place, right: Place, effort: int = EFFORT) -> acb:
    a, b = left.ball.mid(), right.ball.mid()
    return _integrate(integrand, a, b, effort) + _sliver(integrand, left.ball, a) + _sliver(integrand, right.ball, b)


def _sliver(integrand: Callable[[acb, bool], acb], end: arb, exact: arb) -> acb:
    """Enclose the integral between an end known as a ball and the exact point used for it."""
    # The true end lies in the ball: width times height bounds what is too much or too little.
    if end.is_exact():
        return acb(0)
    height = abs(integrand(acb(end.union(exact)), False))
    if not height.is_finite():
        raise Undecided("the integrand is not bounded near a place that is not exact")
    width = abs(end - exact).upper()
    return acb(arb(0, (width * height).upper()))


def _logarithmic(integrand: Callable[[acb, bool], acb], start: arb, stop: arb) -> acb:
    """Integrate on the scale ``u = e^s`` between two positive points."""
    # On the plain scale the integrator would have to bisect once for each power of two between the ends.

    def mapped(s: acb, analytic: bool) -> acb:
        u = s.exp()
        return integrand(u, analytic) * u

    left, right = start.log(), stop.log()
    a, b = left.mid(), right.mid()
    return _integrate(mapped, a, b) + _sliver(mapped, left, a) + _sliver(mapped, right, b)
