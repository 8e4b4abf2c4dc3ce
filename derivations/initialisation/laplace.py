"""Laplace weights, biases and output weights (B9)."""

from sympy import Abs, Expr, Function, Integral, Piecewise, Rational, S, besselk, exp, oo, sign, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import Table, collect, scales
from symspline.model.definitions import (
    breakpoint_cdf,
    breakpoint_density,
    breakpoint_integral,
    conditional_density,
    delta_slope_cdf,
    delta_slope_density,
    delta_slope_integral,
    joint,
    joint_integral,
    zeta,
    zeta_integral,
)
from symspline.model.init import Init
from symspline.model.law import Laplace
from symspline.proof.moves import Algebra, By, Definition, Fold, SplitCases
from symspline.proof.theorem import Section, Step, Theorem

from .arguments import arguments
from .generalised_normal_densities import BREAKPOINT as GENERAL_BREAKPOINT
from .generalised_normal_densities import DELTA_SLOPE as GENERAL_DELTA_SLOPE
from .generalised_normal_densities import JOINT as GENERAL_JOINT
from .generalised_normal_densities import ZETA as GENERAL_ZETA
from .integrals import BESSEL
from .vocabulary import A as RATE
from .vocabulary import B as OTHER_RATE
from .vocabulary import alpha_b, alpha_v, alpha_w, beta, c, k, m, mu, q, r, s, tau_b, tau_v, tau_w, w

W, B, V = Laplace(tau_w), Laplace(tau_b), Laplace(tau_v)
HALF = Rational(1, 2)
EXPONENT_ONE = {alpha_w: tau_w, alpha_b: tau_b, alpha_v: tau_v, q: S.One}

A = 1 / tau_w + Abs(beta) / tau_b
D = Abs(mu) / tau_v
Z = 2 * sqrt(A * D)


def one_z(z: Expr) -> Expr:
    """`z K_1(z)` with its limit at 0."""
    return Piecewise((z * besselk(1, z), z > 0), (1, True))


JOINT = Theorem(
    id="B9.joint",
    title="Joint density of breakpoint and delta-slope for Laplace weights",
    chapter="initialisation",
    statement=r"For independent Laplace $w$, $b$, $v$ with scales $\tau_w$, $\tau_b$, $\tau_v$. At $\mu = 0$ the "
    "value is the limit, which the form for computing gives.",
    arguments=arguments(beta, mu, tau_w, tau_b, tau_v),
    subject=joint,
    start=joint_integral(W, B, V),
    steps=(Step("=", sqrt(D / A) * besselk(1, Z) / (2 * tau_w * tau_b * tau_v), By(GENERAL_JOINT, EXPONENT_ONE)),),
    compute=one_z(Z) / (4 * A * tau_w * tau_b * tau_v),
)

BREAKPOINT = Theorem(
    id="B9.breakpoint",
    title="Density of the breakpoint for Laplace weights",
    chapter="initialisation",
    statement=r"A rational function with a kink at 0.",
    arguments=arguments(beta, tau_w, tau_b),
    subject=breakpoint_density,
    start=breakpoint_integral(W, B),
    steps=(
        Step("=", 1 / (2 * tau_w * tau_b * A**2), By(GENERAL_BREAKPOINT, EXPONENT_ONE)),
        Step("=", tau_w * tau_b / (2 * (tau_b + tau_w * Abs(beta)) ** 2), Algebra("clear the fractions")),
    ),
)

DELTA_SLOPE = Theorem(
    id="B9.delta-slope",
    title="Density of the delta-slope for Laplace weights",
    chapter="initialisation",
    statement=r"Its tails fall only as $e^{-2\sqrt{|\mu|/(\tau_w\tau_v)}}$, more slowly than for normal weights.",
    arguments=arguments(mu, tau_w, tau_v),
    subject=delta_slope_density,
    start=delta_slope_integral(W, V),
    steps=(
        Step(
            "=",
            besselk(0, 2 * sqrt(Abs(mu) / (tau_w * tau_v))) / (tau_w * tau_v),
            By(GENERAL_DELTA_SLOPE, EXPONENT_ONE),
        ),
    ),
)

CONDITIONAL = Theorem(
    id="B9.conditional",
    title="Density of the delta-slope given the breakpoint, for Laplace weights",
    chapter="initialisation",
    statement=r"With $A = 1/\tau_w + |\beta|/\tau_b$: the law of a multiple $\tau_v/A$ of one and the same variable.",
    arguments=arguments(mu, beta, tau_w, tau_b, tau_v),
    subject=conditional_density,
    start=joint_integral(W, B, V) / breakpoint_integral(W, B),
    steps=(
        Step("=", JOINT.conclusion / breakpoint_integral(W, B), By(JOINT)),
        Step("=", JOINT.conclusion / BREAKPOINT.conclusion, By(BREAKPOINT)),
        Step("=", A * Z * besselk(1, Z) / (2 * tau_v), Algebra("divide")),
    ),
    compute=A * one_z(Z) / (2 * tau_v),
)

ZETA = Theorem(
    id="B9.zeta",
    title="Zeta of Laplace weights and biases",
    chapter="initialisation",
    statement=r"The fourth power of a hat: highest at 0, where it has a kink.",
    arguments=arguments(c, tau_w, tau_b),
    subject=zeta,
    start=zeta_integral(W, B),
    steps=(Step("=", 3 * tau_w**3 * tau_b**3 / (tau_b + tau_w * Abs(c)) ** 4, By(GENERAL_ZETA, EXPONENT_ONE)),),
)

SIZE = tau_b + tau_w * Abs(beta)

BREAKPOINT_CDF = Theorem(
    id="B9.breakpoint-cdf",
    title="Distribution function of the breakpoint for Laplace weights",
    chapter="initialisation",
    statement=r"Half of the breakpoints lie within $\tau_b/\tau_w$ of 0.",
    arguments=arguments(beta, tau_w, tau_b),
    subject=breakpoint_cdf,
    start=Integral(BREAKPOINT.conclusion.subs(beta, s), (s, -oo, beta)),
    origin=By(BREAKPOINT),
    steps=(
        Step(
            "=",
            Piecewise(
                (1 - Integral(tau_w * tau_b / (2 * (tau_b + tau_w * s) ** 2), (s, beta, oo)), beta >= 0),
                (Integral(tau_w * tau_b / (2 * (tau_b - tau_w * s) ** 2), (s, -oo, beta)), True),
            ),
            SplitCases("on either side of 0; the density is even"),
        ),
        Step(
            "=",
            Piecewise((1 - tau_b / (2 * SIZE), beta >= 0), (tau_b / (2 * SIZE), True)),
            Algebra("integrate in each case"),
        ),
    ),
)

Y = 2 * sqrt(m / (tau_w * tau_v))
EXCEEDS = exp(-m / (tau_v * Abs(w)))
GIVEN_W = Definition(r"given $w$, $|v|$ exceeds $m/|w|$ with probability $e^{-m/(\tau_v |w|)}$")

DELTA_SLOPE_TAIL = Theorem(
    id="B9.delta-slope-tail",
    title="Tail of the delta-slope for Laplace weights",
    chapter="initialisation",
    statement=r"With $y = 2\sqrt{m/(\tau_w\tau_v)}$: $P(|\mu| > m) = y K_1(y)$.",
    arguments=arguments(m, tau_w, tau_v),
    subject=Function("P", real=True)(Abs(mu) > m),
    start=Integral(W.density(w) * EXCEEDS, (w, -oo, oo)),
    origin=GIVEN_W,
    steps=(
        Step("=", Integral(exp(-r / tau_w - m / (tau_v * r)), (r, 0, oo)) / tau_w, Fold(w, r)),
        Step("=", Y * besselk(1, Y), By(BESSEL, {k: S.One, RATE: 1 / tau_w, OTHER_RATE: m / tau_v})),
    ),
)

Z_MU = 2 * sqrt(Abs(mu) / (tau_w * tau_v))

DELTA_SLOPE_CDF = Theorem(
    id="B9.delta-slope-cdf",
    title="Distribution function of the delta-slope for Laplace weights",
    chapter="initialisation",
    statement=r"By the tail, on either side of 0.",
    arguments=arguments(mu, tau_w, tau_v),
    subject=delta_slope_cdf,
    start=HALF + sign(mu) * (1 - DELTA_SLOPE_TAIL.start.subs(m, Abs(mu))) / 2,
    origin=Definition("the density is even, so that either side of 0 has probability one half"),
    steps=(
        Step(
            "=",
            HALF + sign(mu) * (1 - DELTA_SLOPE_TAIL.conclusion.subs(m, Abs(mu))) / 2,
            By(DELTA_SLOPE_TAIL, {m: Abs(mu)}),
        ),
    ),
    compute=Piecewise((1 - one_z(Z_MU) / 2, mu >= 0), (one_z(Z_MU) / 2, True)),
)

Z_M = 2 * sqrt(A * m / tau_v)

CONDITIONAL_TAIL = Theorem(
    id="B9.conditional-tail",
    title="Tail of the delta-slope given the breakpoint, for Laplace weights",
    chapter="initialisation",
    statement=r"With $y = 2\sqrt{A m/\tau_v}$ and $A = 1/\tau_w + |\beta|/\tau_b$: "
    r"$P(|\mu| > m \mid \beta) = \tfrac12 y^2 K_2(y)$.",
    arguments=arguments(m, beta, tau_w, tau_b, tau_v),
    subject=Function("P", real=True)(Abs(mu) > m, beta),
    start=Integral(Abs(w) * W.density(w) * B.pdf(-beta * w) * EXCEEDS, (w, -oo, oo)) / breakpoint_integral(W, B),
    origin=GIVEN_W,
    steps=(
        Step(
            "=",
            Integral(Abs(w) * W.density(w) * B.pdf(-beta * w) * EXCEEDS, (w, -oo, oo)) / BREAKPOINT.conclusion,
            By(BREAKPOINT),
        ),
        Step(
            "=",
            Integral(r * exp(-A * r - m / (tau_v * r)), (r, 0, oo)) / (2 * tau_w * tau_b * BREAKPOINT.conclusion),
            Fold(w, r),
        ),
        Step(
            "=",
            m * besselk(2, Z_M) / (A * tau_v * tau_w * tau_b * BREAKPOINT.conclusion),
            By(BESSEL, {k: S(2), RATE: A, OTHER_RATE: m / tau_v}),
        ),
        Step("=", Z_M**2 * besselk(2, Z_M) / 2, Algebra("divide")),
    ),
)

TEXT = r"""
The three weights of a neuron have Laplace laws with scales $\tau_w$, $\tau_b$, $\tau_v$. This is the generalised
normal family with exponent 1, so that the densities are read off B6. What is special to exponent 1 is that everything
can be integrated once more: the distribution functions and tails of breakpoint and delta-slope are closed.

Density of the breakpoint and $\zeta$ are powers of $\tau_b + \tau_w|\beta|$. Both have a kink at 0, where the
cubic-like splines of other families are smooth: the Laplace density is not smooth at zero weight, and small biases
belong to breakpoints at 0.
"""

SECTION = Section(
    "B9",
    "Laplace weights",
    TEXT,
    (
        JOINT,
        BREAKPOINT,
        DELTA_SLOPE,
        CONDITIONAL,
        ZETA,
        BREAKPOINT_CDF,
        DELTA_SLOPE_TAIL,
        DELTA_SLOPE_CDF,
        CONDITIONAL_TAIL,
    ),
)

TABLE: Table = {
    "joint_density": (JOINT, (beta, mu)),
    "breakpoint_density": (BREAKPOINT, (beta,)),
    "delta_slope_density": (DELTA_SLOPE, (mu,)),
    "conditional_density": (CONDITIONAL, (mu, beta)),
    "zeta": (ZETA, (c,)),
    "breakpoint_cdf": (BREAKPOINT_CDF, (beta,)),
    "delta_slope_cdf": (DELTA_SLOPE_CDF, (mu,)),
}


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section computes for an initialisation; empty when nothing fits."""
    return collect(scales(init, Laplace), TABLE)
