"""Uniform weights, biases and output weights (B8)."""

from sympy import Abs, Expr, Function, Integral, Le, Max, Min, Piecewise, Rational, log, oo, sign

from symspline.model.init import Init
from symspline.model.law import Uniform
from symspline.proof.moves import Algebra, Antiderivative, By, Fold, SplitCases
from symspline.proof.theorem import Assumption, Section, Step, Theorem
from symspline.symbols import a_b, a_v, a_w, beta, c, mu, r, s, w

from .arguments import arguments
from .closed_form import ClosedForm
from .definitions import (
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
from .family import Table, collect, scales

W, B, V = Uniform(a_w), Uniform(a_b), Uniform(a_v)


def largest(place: Expr) -> Expr:
    """The largest `|w|` that leaves `|w place| <= a_b`: `min(a_w, a_b/|place|)`, written to hold at 0 too."""
    return a_w * a_b / Max(a_b, a_w * Abs(place))


M, M_C = largest(beta), largest(c)
LOW = Abs(mu) / a_v

JOINT = Theorem(
    id="B8.joint",
    title="Joint density of breakpoint and delta-slope for uniform weights",
    chapter="initialisation",
    statement=r"For independent uniform $w$, $b$, $v$ on $[-a_w, a_w]$, $[-a_b, a_b]$, $[-a_v, a_v]$. With the "
    r"largest possible "
    r"weight $m(\beta) = \min(a_w, a_b/|\beta|)$ the density is a tent in $\mu$, zero for $|\mu| > a_v m(\beta)$.",
    arguments=arguments(beta, mu, a_w, a_b, a_v),
    subject=joint,
    start=joint_integral(W, B, V),
    steps=(
        Step(
            "=",
            Integral(1, (r, LOW, Max(M, LOW))) / (4 * a_w * a_b * a_v),
            Algebra(
                r"all three densities are positive only for $|\mu|/a_v \le |w| \le m(\beta)$; both signs of $w$ count"
            ),
        ),
        Step("=", (Max(M, LOW) - LOW) / (4 * a_w * a_b * a_v), Antiderivative(r, r)),
        Step("=", Max(M - LOW, 0) / (4 * a_w * a_b * a_v), Algebra("the positive part")),
    ),
)

BREAKPOINT = Theorem(
    id="B8.breakpoint",
    title="Density of the breakpoint for uniform weights",
    chapter="initialisation",
    statement=r"Constant for $|\beta| \le a_b/a_w$ and falling as $\beta^{-2}$ beyond, as fast as the Cauchy law of "
    r"normal weights.",
    arguments=arguments(beta, a_w, a_b),
    subject=breakpoint_density,
    start=breakpoint_integral(W, B),
    steps=(
        Step(
            "=",
            Integral(Abs(w), (w, -M, M)) / (4 * a_w * a_b),
            Algebra(r"the bias is possible only for $|w| \le m(\beta) = \min(a_w, a_b/|\beta|)$"),
        ),
        Step("=", Integral(r, (r, 0, M)) / (2 * a_w * a_b), Fold(w, r)),
        Step("=", M**2 / (4 * a_w * a_b), Antiderivative(r, r**2 / 2)),
    ),
)

DELTA_SLOPE = Theorem(
    id="B8.delta-slope",
    title="Density of the delta-slope for uniform weights",
    chapter="initialisation",
    statement=r"For $|\mu| < a_w a_v$; zero beyond. The density has a logarithmic singularity at $\mu = 0$.",
    arguments=arguments(mu, a_w, a_v),
    subject=delta_slope_density,
    start=delta_slope_integral(W, V),
    steps=(
        Step(
            "=",
            Integral(1 / r, (r, LOW, Max(a_w, LOW))) / (2 * a_w * a_v),
            Algebra(r"both densities are positive only for $|\mu|/a_v \le |w| \le a_w$; both signs of $w$ count"),
        ),
        Step("=", (log(Max(a_w, LOW)) - log(LOW)) / (2 * a_w * a_v), Antiderivative(r, log(r))),
        Step("=", Max(log(a_w * a_v / Abs(mu)), 0) / (2 * a_w * a_v), Algebra("the positive part of one logarithm")),
    ),
    compute=-log(Min(Abs(mu) / (a_w * a_v), 1)) / (2 * a_w * a_v),
)

CONDITIONAL = Theorem(
    id="B8.conditional",
    title="Density of the delta-slope given the breakpoint, for uniform weights",
    chapter="initialisation",
    statement=r"Given $\beta$ the delta-slope has a triangular law on $[-a_v m(\beta), a_v m(\beta)]$, with variance "
    r"$a_v^2 m(\beta)^2/6$.",
    arguments=arguments(mu, beta, a_w, a_b, a_v),
    subject=conditional_density,
    start=joint_integral(W, B, V) / breakpoint_integral(W, B),
    steps=(
        Step("=", JOINT.conclusion / breakpoint_integral(W, B), By(JOINT)),
        Step("=", JOINT.conclusion / BREAKPOINT.conclusion, By(BREAKPOINT)),
    ),
)

CONDITIONAL_VARIANCE = Theorem(
    id="B8.conditional-variance",
    title="Variance of the delta-slope given the breakpoint, for uniform weights",
    chapter="initialisation",
    statement=r"The second moment of the triangular law of B8.conditional.",
    arguments=arguments(beta, a_w, a_b, a_v),
    subject=Function("Var", real=True)(mu, beta),
    start=2 * Integral(r**2 * (M - r / a_v) / (a_v * M**2), (r, 0, a_v * M)),
    origin=By(CONDITIONAL),
    steps=(Step("=", a_v**2 * M**2 / 6, Antiderivative(r, (M * r**3 / 3 - r**4 / (4 * a_v)) / (a_v * M**2))),),
)

ZETA = Theorem(
    id="B8.zeta",
    title="Zeta of uniform weights and biases",
    chapter="initialisation",
    statement=r"The fourth power of the largest possible weight.",
    arguments=arguments(c, a_w, a_b),
    subject=zeta,
    start=zeta_integral(W, B),
    steps=(
        Step(
            "=",
            Integral(Abs(w) ** 3, (w, -M_C, M_C)) / (4 * a_w * a_b),
            Algebra(r"the bias is possible only for $|w| \le m(c) = \min(a_w, a_b/|c|)$"),
        ),
        Step("=", Integral(r**3, (r, 0, M_C)) / (2 * a_w * a_b), Fold(w, r)),
        Step("=", M_C**4 / (8 * a_w * a_b), Antiderivative(r, r**4 / 4)),
    ),
)

CONSTANT_ZETA = Theorem(
    id="B8.constant-zeta",
    title="Zeta is constant in the middle for uniform weights",
    chapter="initialisation",
    statement=r"For $|c| \le a_b/a_w$ every weight is possible, and $\zeta$ does not depend on $c$: on data inside "
    r"$[-a_b/a_w, a_b/a_w]$ all places cost the same, as for a natural cubic spline.",
    arguments=arguments(c, a_w, a_b),
    assumes=(Assumption(r"$|c| \le a_b/a_w$", Le(Abs(c), a_b / a_w)),),
    subject=zeta,
    start=zeta_integral(W, B),
    steps=(
        Step("=", M_C**4 / (8 * a_w * a_b), By(ZETA)),
        Step("=", a_w**3 / (8 * a_b), Algebra(r"$m(c) = a_w$")),
    ),
)

HALF = Rational(1, 2)
U = a_w * beta / a_b

BREAKPOINT_CDF = Theorem(
    id="B8.breakpoint-cdf",
    title="Distribution function of the breakpoint for uniform weights",
    chapter="initialisation",
    statement=r"Linear for $|\beta| \le a_b/a_w$, hyperbolic beyond.",
    arguments=arguments(beta, a_w, a_b),
    subject=breakpoint_cdf,
    start=Integral(BREAKPOINT.conclusion.subs(beta, s), (s, -oo, beta)),
    origin=By(BREAKPOINT),
    steps=(
        Step(
            "=",
            Piecewise(
                (HALF + Integral(a_w / (4 * a_b), (s, 0, beta)), Abs(beta) <= a_b / a_w),
                (1 - Integral(a_b / (4 * a_w * s**2), (s, beta, oo)), beta > 0),
                (Integral(a_b / (4 * a_w * s**2), (s, -oo, beta)), True),
            ),
            SplitCases(
                r"$m(s) = a_w$ for $|s| \le a_b/a_w$ and $m(s) = a_b/|s|$ beyond; half of the mass lies on either "
                r"side of 0"
            ),
        ),
        Step(
            "=",
            Piecewise((HALF + U / 4, Abs(beta) <= a_b / a_w), (1 - 1 / (4 * U), beta > 0), (-1 / (4 * U), True)),
            Algebra("integrate in each case"),
        ),
    ),
)

HALF_INSIDE = Theorem(
    id="B8.half",
    title="Half of the breakpoints lie outside",
    chapter="initialisation",
    statement=r"Whatever $a_w$ and $a_b$ are, a breakpoint lies within $a_b/a_w$ of 0 with probability one half.",
    arguments=arguments(a_w, a_b),
    subject=Function("P", real=True)(Le(Abs(beta), a_b / a_w)),
    start=Integral(BREAKPOINT.conclusion.subs(beta, s), (s, -a_b / a_w, a_b / a_w)),
    origin=By(BREAKPOINT),
    steps=(
        Step("=", Integral(a_w / (4 * a_b), (s, -a_b / a_w, a_b / a_w)), Algebra(r"$m(s) = a_w$ there")),
        Step("=", HALF, Antiderivative(s, a_w * s / (4 * a_b))),
    ),
)

Y = Min(Abs(mu) / (a_w * a_v), 1)

DELTA_SLOPE_CDF = Theorem(
    id="B8.delta-slope-cdf",
    title="Distribution function of the delta-slope for uniform weights",
    chapter="initialisation",
    statement=r"With $y = \min(|\mu|/(a_w a_v), 1)$: $P(|w v| \le |\mu|) = y\,(1 - \ln y)$; the distribution "
    r"function is 0 below "
    r"$-a_w a_v$ and 1 above $a_w a_v$.",
    arguments=arguments(mu, a_w, a_v),
    assumes=(Assumption(r"$\mu > -a_w a_v$, the lower end of the support", mu > -a_w * a_v),),
    subject=delta_slope_cdf,
    start=HALF + sign(mu) * Integral(DELTA_SLOPE.conclusion.subs(mu, r), (r, 0, Abs(mu))),
    origin=By(DELTA_SLOPE, text="the density is even, so that the integral from minus infinity to 0 is one half"),
    steps=(
        Step(
            "=",
            HALF + sign(mu) * Integral(log(a_w * a_v / r), (r, 0, a_w * a_v * Y)) / (2 * a_w * a_v),
            Algebra(r"the density is zero beyond $a_w a_v$"),
        ),
        Step("=", HALF + sign(mu) * Y * (1 - log(Y)) / 2, Antiderivative(r, r * (1 + log(a_w * a_v / r)))),
    ),
    compute=Piecewise((HALF + sign(mu) * Y * (1 - log(Y)) / 2, Abs(mu) > 0), (HALF, True)),
)

TEXT = r"""
The three weights of a neuron are uniform: $|w| \le a_w$, $|b| \le a_b$, $|v| \le a_v$, independent. This is what
PyTorch does in every linear layer by default. All results follow from one remark: a breakpoint $\beta$ needs a bias
$b = -\beta w$, which exists only when $|w| \le a_b/|\beta|$, so that the weight ranges up to $m(\beta) = \min(a_w,
a_b/|\beta|)$. Density of the breakpoint and $\zeta$ are the second and fourth power of $m$, up to constants, and the
joint density is a tent over $|\mu| \le a_v m(\beta)$.

Although the weights are bounded the breakpoints are not: a ratio $-b/w$ is large when $w$ is small. The density of
the breakpoint falls as $\beta^{-2}$ and $\zeta$ as $c^{-4}$, exactly as for normal weights, and half of all
breakpoints lie outside $[-a_b/a_w, a_b/a_w]$, whatever the half-widths. With the default of PyTorch this interval is
$[-1, 1]$: on data scaled to it, half of the neurons have no kink where the data are.

Inside that interval $\zeta$ is constant. The usual statement that a constant $\zeta$ needs weights of one size is too
narrow: it is enough that the data lie where the bias never limits the weight.
"""

SECTION = Section(
    "B8",
    "Uniform weights",
    TEXT,
    (
        JOINT,
        BREAKPOINT,
        DELTA_SLOPE,
        CONDITIONAL,
        CONDITIONAL_VARIANCE,
        ZETA,
        CONSTANT_ZETA,
        BREAKPOINT_CDF,
        HALF_INSIDE,
        DELTA_SLOPE_CDF,
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
    return collect(scales(init, Uniform), TABLE)
