r"""Uniform weights, biases and output weights (B8).

The three weights of a neuron are uniform: $|w| \le a_w$, $|b| \le a_b$, $|v| \le a_v$, independent. This is what
PyTorch does in every linear layer by default. All results follow from one remark: a breakpoint $\beta$ needs a bias
$b = -\beta w$, which exists only when $|w| \le a_b/|\beta|$, so that the weight ranges up to $m(\beta) = \min(a_w,
a_b/|\beta|)$. Density of the breakpoint and $\zeta$ are the second and fourth power of $m$, up to constants, and the
joint density is a tent over $|\mu| \le a_v m(\beta)$.

Although the weights are bounded the breakpoints are not: a ratio $-b/w$ is large when $w$ is small. The density of
the breakpoint falls as $\beta^{-2}$ and $\zeta$ as $c^{-4}$, exactly as for normal weights, and half of all
breakpoints lie outside $[-a_b/a_w, a_b/a_w]$, whatever the half-widths. With the default of PyTorch this interval is
$[-1, 1]$: on data scaled to it, half of the neurons have no kink where the data are.

Inside that interval $\zeta$ is constant. The statement that a constant $\zeta$ needs weights of one size is too
narrow: it is enough that the data lie where the bias never limits the weight.
"""

from sympy import Abs, Expr, Function, Integral, Le, Max, Min, Piecewise, log, oo, sign

from symspline.answers.family import family
from symspline.model import definitions as of
from symspline.model.law import Uniform
from symspline.proof.moves import Antiderivative, By, Fold
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from ..references import stated_in
from .definitions import Laws
from .hypotheses import BENDS
from .vocabulary import HALF, a_b, a_v, a_w, beta, c, mu, r, s, t, w

B8 = Section(__name__, "B8", "Uniform weights")
UNIFORM = Laws(B8, Uniform(a_w), Uniform(a_b), Uniform(a_v))


def largest(place: Expr) -> Expr:
    """The largest `|w|` that leaves `|w place| <= a_b`: `min(a_w, a_b/|place|)`, written to hold at 0 too."""
    return a_w * a_b / Max(a_b, a_w * Abs(place))


LARGEST = largest(beta)
LEAST = Abs(mu) / a_v  # the least |w| that leaves |μ/w| <= a_v

JOINT = UNIFORM.theorem(
    "joint",
    "Joint density of breakpoint and delta-slope for uniform weights",
    r"""For independent uniform $w$, $b$, $v$ on $[-a_w, a_w]$, $[-a_b, a_b]$, $[-a_v, a_v]$. With the largest possible
    weight $m(\beta) = \min(a_w, a_b/|\beta|)$ the density is a tent in $\mu$, zero for $|\mu| > a_v m(\beta)$.""",
    of.joint,
    (
        Integral(1, (r, LEAST, Max(LARGEST, LEAST))) / (4 * a_w * a_b * a_v),
        r"all three densities are positive only for $|\mu|/a_v \le |w| \le m(\beta)$; both signs of $w$ count",
    ),
    Antiderivative(r, r),
    (Max(LARGEST - LEAST, 0) / (4 * a_w * a_b * a_v), "the positive part"),
)
BREAKPOINT = UNIFORM.theorem(
    "breakpoint",
    "Density of the breakpoint for uniform weights",
    r"""Constant for $|\beta| \le a_b/a_w$ and falling as $\beta^{-2}$ beyond, as fast as the Cauchy law of normal
    weights.""",
    of.breakpoint_density,
    (
        Integral(Abs(w), (w, -LARGEST, LARGEST)) / (4 * a_w * a_b),
        r"the bias is possible only for $|w| \le m(\beta) = \min(a_w, a_b/|\beta|)$",
    ),
    Fold(w, r),
    Antiderivative(r, r**2 / 2),
)
DELTA_SLOPE = UNIFORM.theorem(
    "delta-slope",
    "Density of the delta-slope for uniform weights",
    r"For $|\mu| < a_w a_v$; zero beyond. The density has a logarithmic singularity at $\mu = 0$.",
    of.delta_slope_density,
    (
        Integral(1 / r, (r, LEAST, Max(a_w, LEAST))) / (2 * a_w * a_v),
        r"both densities are positive only for $|\mu|/a_v \le |w| \le a_w$; both signs of $w$ count",
    ),
    Antiderivative(r, log(r)),
    (Max(log(a_w * a_v / Abs(mu)), 0) / (2 * a_w * a_v), "the positive part of one logarithm"),
    compute=-log(Min(Abs(mu) / (a_w * a_v), 1)) / (2 * a_w * a_v),
    given=(BENDS,),
)
CONDITIONAL = UNIFORM.theorem(
    "conditional",
    "Density of the delta-slope given the breakpoint, for uniform weights",
    r"""Given $\beta$ the delta-slope has a triangular law on $[-a_v m(\beta), a_v m(\beta)]$, with variance
    $a_v^2 m(\beta)^2/6$.""",
    of.conditional_density,
    By(JOINT),
    By(BREAKPOINT),
)
VARIANCE = Function("Var", real=True)(mu, beta)
CONDITIONAL_VARIANCE = B8.theorem(
    "conditional-variance",
    "Variance of the delta-slope given the breakpoint, for uniform weights",
    "The second moment of the triangular law of B8.conditional.",
    VARIANCE,
    2 * Integral(r**2 * (LARGEST - r / a_v) / (a_v * LARGEST**2), (r, 0, a_v * LARGEST)),
    Antiderivative(r, (LARGEST * r**3 / 3 - r**4 / (4 * a_v)) / (a_v * LARGEST**2)),
    origin=By(CONDITIONAL, {mu: r}),
    where={VARIANCE: 2 * Integral(r**2 * of.conditional_density.subs(mu, r), (r, 0, a_v * LARGEST))},
)
ZETA = UNIFORM.theorem(
    "zeta",
    "Zeta of uniform weights and biases",
    "The fourth power of the largest possible weight.",
    of.zeta,
    (
        Integral(Abs(w) ** 3, (w, -LARGEST, LARGEST)).subs(beta, c) / (4 * a_w * a_b),
        r"the bias is possible only for $|w| \le m(c) = \min(a_w, a_b/|c|)$",
    ),
    Fold(w, r),
    Antiderivative(r, r**4 / 4),
)
CONSTANT_ZETA = UNIFORM.theorem(
    "constant-zeta",
    "Zeta is constant in the middle for uniform weights",
    r"""For $|c| \le a_b/a_w$ every weight is possible, and $\zeta$ does not depend on $c$: on data inside
    $[-a_b/a_w, a_b/a_w]$ all places cost the same, as for a natural cubic spline.""",
    of.zeta,
    By(ZETA),
    (a_w**3 / (8 * a_b), r"$m(c) = a_w$"),
    given=(Assumption(r"$|c| \le a_b/a_w$", Le(Abs(c), a_b / a_w)),),
    source=stated_in(
        williams2019="that uniform initialisations lead to cubic splines",
        jin2023="that they make the curvature penalty constant",
    ),
)

U = a_w * beta / a_b


def from_zero(place: Expr) -> Expr:
    """The probability between 0 and a place: linear inside, one half less `a_b/(4 a_w place)` to the right."""
    outer = Max(a_b, a_w * Abs(place))
    return a_w * place / outer * (HALF - a_b / (4 * outer))


BREAKPOINT_CDF = B8.theorem(
    "breakpoint-cdf",
    "Distribution function of the breakpoint for uniform weights",
    r"Linear for $|\beta| \le a_b/a_w$, hyperbolic beyond.",
    of.breakpoint_cdf,
    Integral(BREAKPOINT.conclusion.subs(beta, s), (s, -oo, beta)),
    (HALF + from_zero(beta), Antiderivative(s, from_zero(s))),
    (
        Piecewise((HALF + U / 4, Abs(beta) <= a_b / a_w), (1 - 1 / (4 * U), beta > 0), (-1 / (4 * U), True)),
        r"$\max(a_b, a_w|\beta|)$ in each case",
    ),
    origin=By(BREAKPOINT, {beta: s}),
)
INSIDE = Function("P", real=True)(Le(Abs(beta), a_b / a_w))
HALF_INSIDE = B8.theorem(
    "half",
    "Half of the breakpoints lie outside",
    r"Whatever $a_w$ and $a_b$ are, a breakpoint lies within $a_b/a_w$ of 0 with probability one half.",
    INSIDE,
    Integral(BREAKPOINT.conclusion.subs(beta, s), (s, -a_b / a_w, a_b / a_w)),
    Antiderivative(s, from_zero(s)),
    origin=By(BREAKPOINT, {beta: s}),
    where={INSIDE: Integral(of.breakpoint_density.subs(beta, s), (s, -a_b / a_w, a_b / a_w))},
)

Y = Min(Abs(mu) / (a_w * a_v), 1)
DELTA_SLOPE_CDF = B8.theorem(
    "delta-slope-cdf",
    "Distribution function of the delta-slope for uniform weights",
    r"""With $y = \min(|\mu|/(a_w a_v), 1)$: $P(|w v| \le |\mu|) = y\,(1 - \ln y)$; the distribution function is 0 below
    $-a_w a_v$ and 1 above $a_w a_v$.""",
    of.delta_slope_cdf,
    HALF + sign(mu) * Integral(DELTA_SLOPE.conclusion.subs(mu, r), (r, 0, Abs(mu))),
    (
        HALF + sign(mu) * Integral(log(a_w * a_v / r), (r, 0, a_w * a_v * Y)) / (2 * a_w * a_v),
        r"the density is zero beyond $a_w a_v$",
    ),
    Antiderivative(r, r * (1 + log(a_w * a_v / r))),
    origin=By(
        DELTA_SLOPE, {mu: t}, text="the density is even, so that the integral from minus infinity to 0 is one half"
    ),
    given=(Assumption(r"$\mu > -a_w a_v$, the lower end of the support", mu > -a_w * a_v), BENDS),
    compute=Piecewise((HALF + sign(mu) * Y * (1 - log(Y)) / 2, Abs(mu) > 0), (HALF, True)),
)

closed_forms = family(Uniform, JOINT, BREAKPOINT, DELTA_SLOPE, CONDITIONAL, ZETA, BREAKPOINT_CDF, DELTA_SLOPE_CDF)
