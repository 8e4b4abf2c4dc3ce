"""Where to cut the integrals that answers leave to quadrature: the one place that knows.

A cut too many costs a few points; one too few lets a panel straddle a kink or miss a narrow peak.
"""

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal, JointLaw
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
    # b = -place w and v = slope/w meet a mark of their laws at these w; the mark 0 is met at w = 0 or nowhere.
    w_marks, b_marks = _input_marks(init)
    cuts = [sp.S.Zero, *w_marks]
    if place is not None:
        cuts += [-mark / place for mark in b_marks if mark != 0]
    if slope is not None:
        cuts += [slope / mark for mark in marks(init.v) if mark != 0]
    return tuple(dict.fromkeys(sp.sympify(cut, strict=True) for cut in cuts))


def folded_cuts(init: Init, *, place: Any = None, slope: Any = None) -> tuple[sp.Expr, ...]:
    """The same for an integral that was folded to sizes r > 0 of the weight and cut at the edges of the laws already.

    What is left is the scale of each law that enters.
    """
    assert init.w is not None and init.b is not None
    # The ends of the integral are edges already, but a narrow law inside a wide one shows only by its length.
    cuts = [init.w.length]
    if place is not None:
        cuts.append(init.b.length / sp.Abs(place))
    if slope is not None:
        cuts.append(sp.Abs(slope) / init.v.length)
    return tuple(cuts)


def active_cuts(init: Init, places: Sequence[Any]) -> tuple[tuple[sp.Expr, ...], tuple[sp.Expr, ...]]:
    """Cuts in w and in b of an expectation over the neurons that are active at some places."""
    w_marks, b_marks = _input_marks(init)
    # Where the limit -w place of the inner integral over b passes a mark, the outer integrand bends.
    kinks = [-mark / place for mark in b_marks if mark != 0 for place in places]
    return (sp.S.Zero, *w_marks, *kinks), b_marks


def bias_cuts(law: JointLaw, weight: sp.Expr) -> tuple[sp.Expr, ...]:
    """Cuts in b of the joint density at a given weight: around the mean of the bias there."""
    if not isinstance(law, BivariateNormal):
        return _around(sp.S.Zero, sp.S.One)
    centre = law.mean_b + law.correlation * law.sigma_b / law.sigma_w * (weight - law.mean_w)
    return _around(centre, law.sigma_b * sp.sqrt(1 - law.correlation**2))


def slope_cuts(init: Init) -> tuple[sp.Expr, ...]:
    """Places where the density of the delta-slope bends or falls off: products of lengths or edges."""
    if init.w is None:
        return (sp.S.Zero, sp.S.One, sp.S.NegativeOne)
    outputs, weights = ({law.length, *(sp.Abs(p) for p in law.breaks if p != 0)} for law in (init.v, init.w))
    sizes = [output * weight for output in outputs for weight in weights]
    return (sp.S.Zero, *sizes, *(-size for size in sizes))


def breakpoint_cuts(init: Init) -> tuple[sp.Expr, ...]:
    """Places where zeta and the breakpoint density bend or fall off: ratios of a length or edge of bias and weight."""
    if init.wb is not None:
        return (sp.S.Zero, sp.S.One, sp.S.NegativeOne)
    assert init.w is not None and init.b is not None
    biases, weights = ({law.length, *(sp.Abs(p) for p in law.breaks if p != 0)} for law in (init.b, init.w))
    sizes = [bias / weight for bias in biases for weight in weights]
    return (sp.S.Zero, *sizes, *(-size for size in sizes))


def moment_cuts(init: Init) -> tuple[sp.Expr, ...]:
    """Cuts of integrals over one law alone, its moments and its distribution function: the marks of all laws."""
    laws = (law for law in (init.w, init.b, init.v) if law is not None and not law.is_discrete)
    return tuple(dict.fromkeys(mark for law in laws for mark in marks(law)))


def circle_cuts(init: Init, radius: sp.Expr, slope: sp.Expr) -> tuple[sp.Expr, ...]:
    """Sizes of the breakpoint of neurons on a circle at which the output weight of a delta-slope meets an edge."""
    return tuple(sp.sqrt(sp.Abs((radius * edge / slope) ** 2 - 1)) for edge in init.v.breaks if edge != 0)


def _input_marks(init: Init) -> tuple[tuple[sp.Expr, ...], tuple[sp.Expr, ...]]:
    if init.wb is None:
        assert init.w is not None and init.b is not None
        return marks(init.w), marks(init.b)
    if isinstance(init.wb, BivariateNormal):
        return _around(init.wb.mean_w, init.wb.sigma_w), _around(init.wb.mean_b, init.wb.sigma_b)
    # Nothing is known of the scale of another joint law; quadrature refines by itself.
    return (_around(sp.S.Zero, sp.S.One),) * 2


def marks(law: Law) -> tuple[sp.Expr, ...]:
    """Points of a law that its density is organised around: ends, kinks, peaks, and one length to either side."""
    # One length to either side: a panel as wide as the support would pass over a peak between its nodes.
    centres = law.centres or (sp.S.Zero,)
    sides = [side for centre in centres for side in _around(centre, law.length)]
    inside = [side for side in sides if law.support.contains(side) is not sp.false]
    return tuple(dict.fromkeys((*law.breaks, *inside)))


def _around(centre: sp.Expr, length: sp.Expr) -> tuple[sp.Expr, ...]:
    return (centre - length, centre, centre + length)
