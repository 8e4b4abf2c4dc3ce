"""The integral over the input weight, cut into pieces of the half-line on which every density is one smooth expression.

With w = s r, r > 0, s = ±1, the bias is -β s r and the output weight μ/(s r): which half of a density is met depends
on s and on the signs of β and μ only, and every edge of a support becomes a bound on r.
"""

from collections.abc import Iterator
from functools import cmp_to_key
from itertools import pairwise, product
from typing import NamedTuple

from sympy import Expr, Max, Min, Piecewise, S, Symbol, oo

from symspline.model.law import Law
from symspline.model.laws.density_expression import find_breaks, smooth
from symspline.vocabulary import r


class Unordered(ValueError):
    """The edges of a density have no order while its parameters are symbols, or are known as numbers only."""


class Piece(NamedTuple):
    """The density of ``sign * r`` on one interval of the half-line, in the symbol r."""

    low: Expr
    high: Expr
    density: Expr


class Part(NamedTuple):
    """One smooth part of an integral over r, and how often it occurs; where `high` falls below `low` it is empty."""

    low: Expr
    high: Expr
    body: Expr
    times: int


def pieces(law: Law, side: int) -> tuple[Piece, ...]:
    """The pieces of a density on the positive half of the line, or with side -1 on the negative one, mirrored.

    Raises:
        Unordered: the parameters leave open which edge comes first, or an edge has no name.
    """
    if not law.has_exact_breaks:
        raise Unordered(f"the edges of {law!r} are isolated by numbers that no closed form may hold")
    low, high = (law.lower, law.upper) if side > 0 else (-law.upper, -law.lower)
    if high.is_nonpositive:
        return ()
    low = low if low.is_positive else S.Zero
    density = law.density(side * r)
    # A law need not name each of its kinks: what its expression shows is added.
    found = {*(side * point for point in law.breaks), *find_breaks(density, r)}
    inner = (p for p in found if p.is_positive and _compare(low, p) < 0 and _compare(p, high) < 0)
    edges = sorted({low, *inner, high}, key=cmp_to_key(_compare))
    return tuple(Piece(a, b, smooth(density, r, a + 1 if b is oo else (a + b) / 2)) for a, b in pairwise(edges))


def _compare(one: Expr, other: Expr) -> int:
    if one == other:
        return 0
    less = one < other
    if less in (S.true, S.false):
        return -1 if less == S.true else 1
    # An order that holds for some numbers only would cut the others wrongly, without a sign of it.
    raise Unordered(f"{one} and {other} have no order yet")


def parts(
    weight: Law,
    bias: Law | None,
    output: Law | None,
    kernel: Expr,
    places: tuple[Symbol, Symbol],
    signs: tuple[int, int],
) -> tuple[Part, ...]:
    """The parts of ``∫ kernel(r) p_w(w) p_b(-β w) p_v(μ/w) dw``, both signs of w; a law that is None is left out.

    Args:
        weight: law of w.
        bias: law of b, or None.
        output: law of v, or None.
        kernel: the remaining factor, an expression in r.
        places: |β| and |μ|, as positive or non-negative expressions.
        signs: signs of β and μ.
    """
    found: dict[tuple[Expr, Expr, Expr], int] = {}
    even = all(law is None or law.is_symmetric for law in (weight, bias, output))
    # Equal parts are counted and not repeated: SymPy is asked once for each.
    for side in (1,) if even else (1, -1):
        for low, high, body in _intersections(weight, bias, output, places, signs, side):
            key = (low, high, kernel * body)
            found[key] = found.get(key, 0) + (2 if even else 1)
    return tuple(Part(low, high, body, times) for (low, high, body), times in found.items())


def _intersections(weight, bias, output, places, signs, side) -> Iterator[tuple[Expr, Expr, Expr]]:
    """Bounds on r and the product of the densities, for one sign of w and each choice of pieces."""
    stretch, size = places
    biases = pieces(bias, -side * signs[0]) if bias else (None,)
    outputs = pieces(output, side * signs[1]) if output else (None,)
    for w_piece, b_piece, v_piece in product(pieces(weight, side), biases, outputs):
        lows, highs, body = [w_piece.low], [w_piece.high], w_piece.density
        if b_piece:
            lows += [b_piece.low / stretch] if b_piece.low != 0 else []
            highs += [b_piece.high / stretch] if b_piece.high is not oo else []
            body *= b_piece.density.subs(r, stretch * r)
        if v_piece:
            # μ/r falls in r, so that the far edge of the output weight is the near one of r.
            lows += [size / v_piece.high] if v_piece.high is not oo else []
            highs += [size / v_piece.low] if v_piece.low != 0 else []
            body *= v_piece.density.subs(r, size / r)
        yield Max(*lows), Min(*highs), body


def where_present(part: Part, value: Expr) -> Expr:
    """The value of a part, zero where its upper end does not exceed the lower one."""
    # A part from 0 or to infinity is never empty; a condition that always holds would only hide its smooth form.
    if part.low == 0 or part.high is oo:
        return value
    return Piecewise((value, part.low < part.high), (S.Zero, True))
