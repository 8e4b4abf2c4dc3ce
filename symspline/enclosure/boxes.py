"""Inequalities proved on a whole box by subdividing it into balls."""

import heapq
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sympy as sp
from flint import acb, arb, ctx, fmpq

from .ball import Undecided
from .enclose import bits, lower

Box = tuple[tuple[fmpq, fmpq], ...]


@dataclass(frozen=True)
class BoxProof:
    """The outcome of an inequality on a box.

    Args:
        holds: True where every part of the box was covered, False where a point refutes it, None otherwise.
        boxes: how many parts were looked at.
        witness: a point at which the expression is surely negative.
    """

    holds: bool | None
    boxes: int
    witness: Mapping[sp.Symbol, sp.Rational] | None = None


def nonnegative_on_box(
    expr: sp.Expr, box: Mapping[sp.Symbol, tuple[sp.Expr, sp.Expr]], max_boxes: int = 20_000, digits: int = 15
) -> BoxProof:
    """Decide ``expr >= 0`` on a closed box.

    Args:
        expr: a real SymPy expression without integrals.
        box: the rational ends of the interval of each free symbol.
        max_boxes: how many parts are tried before giving up.
        digits: working digits.

    Returns:
        The outcome, with a witness and the effort. A zero that the expression touches inside the box cannot be told
        from a sign change by balls: `holds` is then None.

    Example:
        >>> from sympy import Integer, Symbol
        >>> from symspline.enclosure.boxes import nonnegative_on_box
        >>> x = Symbol("x", real=True)
        >>> span = {x: (Integer(-1), Integer(1))}
        >>> nonnegative_on_box(x**2 - x + 1, span).holds, nonnegative_on_box(x**2 - x, span).holds
        (True, False)
    """
    # An axis that the expression does not know would be cut in vain.
    symbols, start = _checked(expr, box)
    kept = [k for k, s in enumerate(symbols) if expr.has(s)]
    symbols, start = tuple(symbols[k] for k in kept), tuple(start[k] for k in kept)
    if expr.has(sp.Integral):
        raise Undecided("an integral on a box")
    with ctx.workprec(bits(digits)):
        value = _real_function(expr, symbols)
        slopes = [_real_function(sp.diff(expr, s), symbols) for s in symbols] if _smooth(expr) else None
        # The part with the least value in its middle comes first: a refutation is found before the zero set is traced.
        extents = [float(arb(high - low)) or 1.0 for low, high in start]
        queue: list[tuple[float, int, Box]] = [(0.0, 0, start)]
        seen, order = 0, itertools.count(1)
        while queue:
            if seen >= max_boxes:
                return BoxProof(None, seen)
            seen += 1
            part = heapq.heappop(queue)[2]
            sides = [arb(low).union(arb(high)) for low, high in part]
            try:
                image = value(sides)
            except Undecided:
                image = arb.nan()
            if image >= 0:
                continue
            if slopes is not None and _by_corner(value, slopes, part, sides):
                continue
            corner = [_middle(*ends) for ends in part]
            at_middle = value([arb(c) for c in corner])
            if at_middle < 0:
                witness = {s: sp.Rational(int(c.p), int(c.q)) for s, c in zip(symbols, corner, strict=True)}
                return BoxProof(False, seen, witness)
            if not part:
                return BoxProof(None, seen)
            widths = [high - low for low, high in part]
            wide = max(range(len(part)), key=lambda k: float(arb(widths[k])) / extents[k])
            if widths[wide] == 0:
                return BoxProof(None, seen)
            low, high = part[wide]
            cut = _middle(low, high)
            urgency = float(at_middle.mid()) if at_middle.is_finite() else 0.0
            for half in ((low, cut), (cut, high)):
                heapq.heappush(queue, (urgency, next(order), (*part[:wide], half, *part[wide + 1 :])))
        return BoxProof(True, seen)


def _checked(expr: sp.Expr, box: Mapping[sp.Symbol, tuple[sp.Expr, sp.Expr]]) -> tuple[tuple[sp.Symbol, ...], Box]:
    missing = expr.free_symbols - box.keys()
    if missing:
        raise ValueError(f"box gives no interval for {sorted(map(str, missing))}")
    ends = []
    for symbol, pair in box.items():
        low, high = (sp.sympify(e, strict=True) for e in pair)
        if not (low.is_Rational and high.is_Rational and low <= high):
            raise ValueError(f"box[{symbol}] = ({low}, {high}); give two ordered Rationals")
        ends.append((fmpq(int(low.p), int(low.q)), fmpq(int(high.p), int(high.q))))
    return tuple(box), tuple(ends)


def _real_function(expr: sp.Expr, symbols: tuple[sp.Symbol, ...]) -> Callable[[Sequence[arb]], arb]:
    lowered = lower(expr, symbols)

    def evaluate(sides: Sequence[arb]) -> arb:
        z = lowered([acb(side) for side in sides], False) if callable(lowered) else lowered
        # A part on which the value is not surely real proves nothing.
        return z.real if z.imag.is_zero() else arb.nan()

    return evaluate


def _smooth(expr: sp.Expr) -> bool:
    return not expr.has(sp.Abs, sp.sign, sp.Heaviside, sp.Min, sp.Max, sp.Piecewise)


def _by_corner(
    value: Callable[[Sequence[arb]], arb], slopes: list[Callable[[Sequence[arb]], arb]], part: Box, sides: list[arb]
) -> bool:
    """Return whether the mean value form proves the part, or the least corner of a monotone function does."""
    # Mean value theorem: f(x) - f(corner) lies in the sum of slope ball times distance along each side. Where a slope
    # keeps its sign the corner is the end of the side where f is least, and that term is not negative.
    low_corner, shift = [], arb(0)
    for slope, (low, high), side in zip(slopes, part, sides, strict=True):
        rate = slope(sides)
        if not rate.is_finite():
            return False
        if rate >= 0:
            low_corner.append(arb(low))
        elif rate <= 0:
            low_corner.append(arb(high))
        else:
            centre = _middle(low, high)
            low_corner.append(arb(centre))
            shift += rate * (side - arb(centre))
    return bool(value(low_corner) + shift >= 0)


def _middle(low: fmpq, high: fmpq) -> fmpq:
    return (low + high) / 2
