"""Breakpoint density and zeta, which differ in a power of the weight: for sections that derive both alike."""

from dataclasses import dataclass

from sympy import Expr, Symbol

from symspline.model import definitions as of

from .vocabulary import beta, c


@dataclass(frozen=True)
class Moment:
    """What is computed: the integral of `|w|^(order + 1) p_w(w) p_b(-place w)`.

    Args:
        order: the power of the weight, 0 or 2.
        name: for ids.
        title: begins the title of a theorem.
        place: the symbol of the place.
        subject: the left-hand side.
    """

    order: int
    name: str
    title: str
    place: Symbol
    subject: Expr


MOMENTS = (
    Moment(0, "breakpoint", "Breakpoint density", beta, of.breakpoint_density),
    Moment(2, "zeta", "Zeta", c, of.zeta),
)
