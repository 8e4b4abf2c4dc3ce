"""Distribution functions where one of the weights has atoms: a sum of those of the other weight."""

from sympy import Eq, Expr, Piecewise, S

from symspline.model.init import Init
from symspline.model.law import Law
from symspline.vocabulary import beta, mu


def breakpoint_from_atoms(init: Init) -> Expr | None:
    """``P(-b/w <= beta)`` where w or b has atoms, None where neither has."""
    if init.wb is not None or init.w.is_discrete == init.b.is_discrete:
        return None
    if init.w.is_discrete:
        return sum((chance * _product_below(init.b, -1 / at, beta) for at, chance in init.w.atoms), S.Zero)
    return sum((chance * _ratio_below(init.w, -at) for at, chance in init.b.atoms), S.Zero)


def delta_slope_from_atoms(init: Init) -> Expr | None:
    """``P(w v <= mu)`` where w or v has atoms, None where neither has."""
    if init.wb is not None or init.w.is_discrete == init.v.is_discrete:
        return None
    discrete, other = (init.w, init.v) if init.w.is_discrete else (init.v, init.w)
    return sum((chance * _product_below(other, at, mu) for at, chance in discrete.atoms), S.Zero)


def _product_below(law: Law, factor: Expr, place: Expr) -> Expr:
    """``P(factor X <= place)``."""
    below = law.cdf(place / factor)
    return below if factor.is_positive else 1 - below


def _ratio_below(law: Law, top: Expr) -> Expr:
    """``P(top/X <= beta)``."""
    at_zero, at_ratio = law.cdf(S.Zero), law.cdf(top / beta)
    if top.is_positive:
        # For beta >= 0 every negative X counts, and the positive ones beyond top/beta.
        return Piecewise((at_zero, Eq(beta, 0)), (at_zero + 1 - at_ratio, beta > 0), (at_zero - at_ratio, True))
    return Piecewise((1 - at_zero, Eq(beta, 0)), (1 - at_zero + at_ratio, beta > 0), (at_ratio - at_zero, True))
