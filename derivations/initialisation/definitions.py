"""What the names of this chapter mean, in terms of one another and of the laws of the weights."""

from dataclasses import dataclass
from typing import Any

from sympy import Abs, Basic, Expr, Function, Integral, Lambda, Rational, Symbol, oo, sign

from symspline.model import definitions as of
from symspline.model.law import Law
from symspline.proof.section import Line, Section
from symspline.proof.theorem import Theorem

from .hypotheses import p_b, p_v, p_w
from .vocabulary import beta, c, mu, s, t, w

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


def density_of(law: Law) -> Lambda:
    """The density of a law, to be put for an undefined one."""
    return Lambda(s, law.density(s))


def laws(w: Law, b: Law | None = None, v: Law | None = None) -> dict[Any, Basic]:
    """What the definitions leave open, for independent weights of these laws."""
    known = {p_w: density_of(w), lowest: w.lower, highest: w.upper}
    return known | {name: Lambda(s, law.pdf(s)) for name, law in ((p_b, b), (p_v, v)) if law is not None}


INTEGRALS = {
    of.joint: (of.joint_integral, "wbv"),
    of.breakpoint_density: (of.breakpoint_integral, "wb"),
    of.delta_slope_density: (of.delta_slope_integral, "wv"),
    of.conditional_density: (lambda w, b, v: of.joint_integral(w, b, v) / of.breakpoint_integral(w, b), "wbv"),
    of.zeta: (of.zeta_integral, "wb"),
}
"""Quantity -> its integral over the input weight, and whose laws enter it."""


@dataclass(frozen=True)
class Laws:
    """A section about independent weights of these laws; a law is left out where nothing depends on it."""

    section: Section
    w: Law
    b: Law | None = None
    v: Law | None = None

    def theorem(self, name: str, title: str, statement: str, quantity: Expr, *lines: Line, **more: Any) -> Theorem:
        """Write the next theorem, on a quantity of these laws, which begins with the integral that defines it."""
        integral, roles = INTEGRALS[quantity]
        used = {role: getattr(self, role) for role in roles}
        start, where = integral(*used.values()), laws(**used)
        return self.section.theorem(name, title, statement, quantity, start, *lines, where=where, **more)
