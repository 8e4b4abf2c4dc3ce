r"""Laplace weights, biases and output weights (B9).

The three weights of a neuron have Laplace laws with scales $\tau_w$, $\tau_b$, $\tau_v$. This is the generalised
normal family with exponent 1, so that the densities are read off B6. What is special to exponent 1 is that everything
can be integrated once more: the distribution functions and tails of breakpoint and delta-slope are closed.

Density of the breakpoint and $\zeta$ are powers of $\tau_b + \tau_w|\beta|$. Both have a kink at 0, where the
cubic-like splines of other families are smooth: the Laplace density is not smooth at zero weight, and small biases
belong to breakpoints at 0.
"""

from sympy import Abs, Expr, Function, Integral, Piecewise, S, besselk, exp, oo, sign, sqrt

from symspline.answers.family import family
from symspline.model import definitions as of
from symspline.model.law import Laplace
from symspline.proof.moves import Antiderivative, By, Fold
from symspline.proof.section import Section

from .definitions import Laws
from .hypotheses import BENDS
from .integrals import BESSEL, OTHER_RATE, RATE
from .vocabulary import HALF, alpha_b, alpha_v, alpha_w, beta, c, k, m, mu, q, r, s, tau_b, tau_v, tau_w, w

B9 = Section(__name__, "B9", "Laplace weights")

W, B = Laplace(tau_w), Laplace(tau_b)
LAPLACE = Laws(B9, W, B, Laplace(tau_v))
EXPONENT_ONE = {alpha_w: tau_w, alpha_b: tau_b, alpha_v: tau_v, q: S.One}

A = 1 / tau_w + Abs(beta) / tau_b
D = Abs(mu) / tau_v
Z = 2 * sqrt(A * D)


def level(place: Expr) -> Expr:
    """What the densities fall with, at a place to the right of 0."""
    return tau_b + tau_w * place


def one_z(z: Expr) -> Expr:
    """`z K_1(z)` with its limit at 0."""
    return Piecewise((z * besselk(1, z), z > 0), (1, True))


JOINT = LAPLACE.theorem(
    "joint",
    "Joint density of breakpoint and delta-slope for Laplace weights",
    r"""For independent Laplace $w$, $b$, $v$ with scales $\tau_w$, $\tau_b$, $\tau_v$. At $\mu = 0$ the value is the
    limit, which the form for computing gives.""",
    of.joint,
    By("B6.joint", EXPONENT_ONE),
    given=(BENDS,),
    compute=one_z(Z) / (4 * A * tau_w * tau_b * tau_v),
)

BREAKPOINT = LAPLACE.theorem(
    "breakpoint",
    "Density of the breakpoint for Laplace weights",
    "A rational function with a kink at 0.",
    of.breakpoint_density,
    By("B6.breakpoint", EXPONENT_ONE),
    (tau_w * tau_b / (2 * level(Abs(beta)) ** 2), "clear the fractions"),
)

DELTA_SLOPE = LAPLACE.theorem(
    "delta-slope",
    "Density of the delta-slope for Laplace weights",
    r"Its tails fall only as $e^{-2\sqrt{|\mu|/(\tau_w\tau_v)}}$, more slowly than for normal weights.",
    of.delta_slope_density,
    By("B6.delta-slope", EXPONENT_ONE),
    given=(BENDS,),
)

CONDITIONAL = LAPLACE.theorem(
    "conditional",
    "Density of the delta-slope given the breakpoint, for Laplace weights",
    r"With $A = 1/\tau_w + |\beta|/\tau_b$: the law of a multiple $\tau_v/A$ of one and the same variable.",
    of.conditional_density,
    By(JOINT),
    By(BREAKPOINT),
    (A * Z * besselk(1, Z) / (2 * tau_v), "divide"),
    given=(BENDS,),
    compute=A * one_z(Z) / (2 * tau_v),
)

ZETA = LAPLACE.theorem(
    "zeta",
    "Zeta of Laplace weights and biases",
    "The fourth power of a hat: highest at 0, where it has a kink.",
    of.zeta,
    (3 * tau_w**3 * tau_b**3 / level(Abs(c)) ** 4, By("B6.zeta", EXPONENT_ONE)),
)

SIZE = level(Abs(beta))

BREAKPOINT_CDF = B9.theorem(
    "breakpoint-cdf",
    "Distribution function of the breakpoint for Laplace weights",
    r"Half of the breakpoints lie within $\tau_b/\tau_w$ of 0.",
    of.breakpoint_cdf,
    Integral(BREAKPOINT.conclusion.subs(beta, s), (s, -oo, beta)),
    Antiderivative(s, tau_w * s / (2 * level(Abs(s)))),
    (Piecewise((1 - tau_b / (2 * SIZE), beta >= 0), (tau_b / (2 * SIZE), True)), "on either side of 0"),
    origin=By(BREAKPOINT, {beta: s}),
)

EXCEEDS = exp(-m / (tau_v * Abs(w)))
GIVEN_W = r"given $w$, $|v|$ exceeds $m/|w|$ with probability $e^{-m/(\tau_v |w|)}$"

DELTA_SLOPE_TAIL = B9.theorem(
    "delta-slope-tail",
    "Tail of the delta-slope for Laplace weights",
    r"With $y = 2\sqrt{m/(\tau_w\tau_v)}$: $P(|\mu| > m) = y K_1(y)$.",
    Function("P", real=True)(Abs(mu) > m),
    Integral(W.density(w) * EXCEEDS, (w, -oo, oo)),
    (Integral(exp(-r / tau_w - m / (tau_v * r)), (r, 0, oo)) / tau_w, Fold(w, r)),
    By(BESSEL, {k: S.One, RATE: 1 / tau_w, OTHER_RATE: m / tau_v}),
    origin=GIVEN_W,
)

Z_MU = 2 * sqrt(Abs(mu) / (tau_w * tau_v))

DELTA_SLOPE_CDF = B9.theorem(
    "delta-slope-cdf",
    "Distribution function of the delta-slope for Laplace weights",
    "By the tail, on either side of 0, where it is one half.",
    of.delta_slope_cdf,
    HALF + sign(mu) * (1 - DELTA_SLOPE_TAIL.start.subs(m, Abs(mu))) / 2,
    By(DELTA_SLOPE_TAIL, {m: Abs(mu)}),
    given=(BENDS,),
    origin="the density is even, so that either side of 0 has probability one half",
    compute=Piecewise((1 - one_z(Z_MU) / 2, mu >= 0), (one_z(Z_MU) / 2, True)),
)

Z_M = 2 * sqrt(A * m / tau_v)

CONDITIONAL_TAIL = B9.theorem(
    "conditional-tail",
    "Tail of the delta-slope given the breakpoint, for Laplace weights",
    r"""With $y = 2\sqrt{A m/\tau_v}$ and $A = 1/\tau_w + |\beta|/\tau_b$: $P(|\mu| > m \mid \beta) = \tfrac12 y^2
    K_2(y)$.""",
    Function("P", real=True)(Abs(mu) > m, beta),
    Integral(Abs(w) * W.density(w) * B.pdf(-beta * w) * EXCEEDS, (w, -oo, oo)) / of.breakpoint_integral(W, B),
    By(BREAKPOINT),
    (Integral(r * exp(-A * r - m / (tau_v * r)), (r, 0, oo)) / (2 * tau_w * tau_b * BREAKPOINT.conclusion), Fold(w, r)),
    By(BESSEL, {k: S(2), RATE: A, OTHER_RATE: m / tau_v}),
    (Z_M**2 * besselk(2, Z_M) / 2, "divide"),
    origin=GIVEN_W,
)

closed_forms = family(Laplace, JOINT, BREAKPOINT, DELTA_SLOPE, CONDITIONAL, ZETA, BREAKPOINT_CDF, DELTA_SLOPE_CDF)
