"""What the names of this chapter mean, in terms of one another and of the laws of the weights."""

from typing import Any

from sympy import Abs, Basic, Expr, Function, Integral, Lambda, Rational, Symbol, oo, sign

from symspline.model import definitions as of
from symspline.model.law import Law

from .vocabulary import beta, c, mu, s, t, w

p_w, p_b, p_v = (Function(name, real=True) for name in ("p_w", "p_b", "p_v"))
lowest, highest = (Function(name, extended_real=True)(Symbol("p_w", real=True)) for name in ("inf", "sup"))
"""The ends of the support of the input weight."""


def _integral(integrand: Expr) -> Integral:
    return Integral(p_w(w) * integrand, (w, lowest, highest))


DEFINITIONS = {
    of.joint.func: Lambda((beta, mu), _integral(p_b(-beta * w) * p_v(mu / w))),
    of.breakpoint_density.func: Lambda(beta, _integral(Abs(w) * p_b(-beta * w))),
    of.delta_slope_density.func: Lambda(mu, _integral(p_v(mu / w) / Abs(w))),
    of.conditional_density.func: Lambda((mu, beta), of.joint / of.breakpoint_density),
    of.zeta.func: Lambda(c, _integral(Abs(w) * w**2 * p_b(-c * w))),
    of.breakpoint_cdf.func: Lambda(beta, Integral(of.breakpoint_density.subs(beta, s), (s, -oo, beta))),
    # Every law of the chapter whose distribution function is asked for is even.
    of.delta_slope_cdf.func: Lambda(
        mu, Rational(1, 2) + sign(mu) * Integral(of.delta_slope_density.subs(mu, t), (t, 0, Abs(mu)))
    ),
}


def laws(w: Law, b: Law | None = None, v: Law | None = None) -> dict[Any, Basic]:
    """What the definitions leave open, for independent weights of these laws."""
    known = {p_w: Lambda(s, w.density(s)), lowest: w.lower, highest: w.upper}
    return known | {name: Lambda(s, law.pdf(s)) for name, law in ((p_b, b), (p_v, v)) if law is not None}
