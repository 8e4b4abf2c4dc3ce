"""Where to cut the integrals over the input weight that a law without a closed form leaves."""

from typing import Any

import sympy as sp

from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal
from symspline.model.laws.base import Law


def neuron_cuts(init: Init, *, place: Any = None, slope: Any = None) -> tuple[sp.Expr, ...]:
    r"""Points w where the integrand of ``\int |w|^n p_w(w) p_b(-place w) p_v(slope/w) dw`` bends or changes its scale.

    Args:
        init: the initialisation.
        place: the breakpoint, where the integrand holds ``p_b(-place w)``.
        slope: the delta-slope, where it holds ``p_v(slope/w)``.

    Returns:
        Expressions in place and slope, zero among them; hand them to ``Formula(breaks={w: …})``.

    Example:
        >>> from symspline.model.law import Normal, Uniform
        >>> c = sp.Symbol("c", real=True)
        >>> neuron_cuts(Init(w=Uniform(2), b=Uniform(3), v=Normal(1)), place=c)
        (0, -2, 2, 3/c, -3/c)
    """
    if init.wb is None:
        assert init.w is not None and init.b is not None
        w_marks, b_marks = marks(init.w), marks(init.b)
    elif isinstance(init.wb, BivariateNormal):
        w_marks = _around(init.wb.mean_w, init.wb.sigma_w)
        b_marks = _around(init.wb.mean_b, init.wb.sigma_b)
    else:
        w_marks = b_marks = ()
    cuts = [sp.S.Zero, *w_marks]
    if place is not None:
        cuts += [-mark / place for mark in b_marks if mark != 0]
    if slope is not None:
        cuts += [slope / mark for mark in marks(init.v) if mark != 0]
    return tuple(dict.fromkeys(sp.sympify(cut, strict=True) for cut in cuts))


def marks(law: Law) -> tuple[sp.Expr, ...]:
    """Points of a law that its density is organised around: ends, kinks, peaks, and one length to either side."""
    centres = law.centres or (sp.S.Zero,)
    sides = [side for centre in centres for side in _around(centre, law.length)]
    inside = [side for side in sides if law.support.contains(side) is not sp.false]
    return tuple(dict.fromkeys((*law.breaks, *inside)))


def _around(centre: sp.Expr, length: sp.Expr) -> tuple[sp.Expr, ...]:
    return (centre - length, centre, centre + length)
