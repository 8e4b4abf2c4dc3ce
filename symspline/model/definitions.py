"""What is asked of an initialisation: each quantity with its definition, an integral over the input weight (B2, B3)."""

from sympy import Abs, Expr, Function, Integral, Symbol

from symspline.model.law import Law
from symspline.vocabulary import beta, c, mu, w

joint = Function("p", real=True)(beta, mu)
breakpoint_density = Function("p_beta", real=True)(beta)
delta_slope_density = Function("p_mu", real=True)(mu)
conditional_density = Function("p_{mu|beta}", real=True)(mu, beta)
zeta = Function("zeta", real=True)(c)
breakpoint_cdf = Function("F_beta", real=True)(beta)
delta_slope_cdf = Function("F_mu", real=True)(mu)

NAMES = {
    joint: "joint_density",
    breakpoint_density: "breakpoint_density",
    delta_slope_density: "delta_slope_density",
    conditional_density: "conditional_density",
    zeta: "zeta",
    breakpoint_cdf: "breakpoint_cdf",
    delta_slope_cdf: "delta_slope_cdf",
}
"""Left-hand side -> the attribute of an initialisation that it defines."""


def over_support(integrand: Expr, law: Law, variable: Symbol = w) -> Integral:
    """The integral of an expression over the support of a law."""
    return Integral(integrand, (variable, law.lower, law.upper))


def joint_integral(w_law: Law, b_law: Law, v_law: Law) -> Integral:
    """Joint density of breakpoint and delta-slope."""
    return over_support(w_law.density(w) * b_law.pdf(-beta * w) * v_law.pdf(mu / w), w_law)


def breakpoint_integral(w_law: Law, b_law: Law) -> Integral:
    """Density of the breakpoint."""
    return over_support(Abs(w) * w_law.density(w) * b_law.pdf(-beta * w), w_law)


def delta_slope_integral(w_law: Law, v_law: Law) -> Integral:
    """Density of the delta-slope."""
    return over_support(w_law.density(w) * v_law.pdf(mu / w) / Abs(w), w_law)


def zeta_integral(w_law: Law, b_law: Law, order: int = 2) -> Integral:
    """Moment function of the given order; order 2 is zeta, order 0 the density of the breakpoint."""
    return over_support(Abs(w) ** (order + 1) * w_law.density(w) * b_law.pdf(-c * w), w_law)
