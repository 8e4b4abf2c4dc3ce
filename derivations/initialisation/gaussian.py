"""Normal weights, biases and output weights (B7)."""

from sympy import (
    Abs,
    Expr,
    Function,
    Integral,
    Rational,
    S,
    Symbol,
    atan,
    atan2,
    besselk,
    exp,
    hyper,
    oo,
    pi,
    sign,
    sqrt,
)

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
from symspline.model.joint_law import BivariateNormal
from symspline.model.law import Normal
from symspline.proof.moves import Algebra, Antiderivative, By, Fold, Known, Substitute
from symspline.proof.theorem import Section, Step, Theorem
from symspline.special import bessel_k0_integral

from .arguments import arguments
from .correlated_gaussian import (
    CORRELATED,
    CORRELATED_BREAKPOINT,
    CORRELATED_CDF,
    CORRELATED_CONDITIONAL,
    CORRELATED_JOINT,
    CORRELATED_ZETA,
    MEANS_BREAKPOINT,
    MEANS_ZETA,
    NON_ZERO_MEANS,
)
from .integrals import BESSEL, RECIPROCAL_GAUSS
from .vocabulary import A as RATE
from .vocabulary import B as OTHER_RATE
from .vocabulary import beta, c, k, m_b, m_w, mu, r, rho, s, sigma_b, sigma_v, sigma_w, t, u, w

W, B, V = Normal(sigma_w), Normal(sigma_b), Normal(sigma_v)


def spread(place: Expr) -> Expr:
    """The variance of `w place + b`."""
    return sigma_b**2 + sigma_w**2 * place**2


def rate(place: Expr) -> Expr:
    """The coefficient of `-w^2` in the exponent of `p_w(w) p_b(-place w)`."""
    return spread(place) / (2 * sigma_w**2 * sigma_b**2)


S2, A = spread(beta), rate(beta)
D = mu**2 / (2 * sigma_v**2)

JOINT = Theorem(
    id="B7.joint",
    title="Joint density of breakpoint and delta-slope for normal weights",
    chapter="initialisation",
    statement=r"For independent $w \sim N(0, \sigma_w^2)$, $b \sim N(0, \sigma_b^2)$ and $v \sim N(0, \sigma_v^2)$, "
    r"the "
    r"breakpoint $\beta = -b/w$ and the delta-slope $\mu = w v$ of one neuron have this joint density.",
    arguments=arguments(beta, mu, sigma_w, sigma_b, sigma_v),
    subject=joint,
    start=joint_integral(W, B, V),
    steps=(
        Step(
            "=",
            Integral(exp(-A * w**2 - D / w**2), (w, -oo, oo))
            / ((2 * pi) ** Rational(3, 2) * sigma_w * sigma_b * sigma_v),
            Algebra("collect the exponents"),
        ),
        Step(
            "=",
            2
            * Integral(exp(-A * r**2 - D / r**2), (r, 0, oo))
            / ((2 * pi) ** Rational(3, 2) * sigma_w * sigma_b * sigma_v),
            Fold(w, r),
        ),
        Step(
            "=",
            sqrt(pi / A) * exp(-2 * sqrt(A * D)) / ((2 * pi) ** Rational(3, 2) * sigma_w * sigma_b * sigma_v),
            By(RECIPROCAL_GAUSS, {RATE: A, OTHER_RATE: D}),
        ),
    ),
)

BREAKPOINT = Theorem(
    id="B7.breakpoint",
    title="Density of the breakpoint for normal weights",
    chapter="initialisation",
    statement=r"For independent $w \sim N(0, \sigma_w^2)$ and $b \sim N(0, \sigma_b^2)$ the breakpoint has the "
    r"Cauchy law "
    r"with scale $\sigma_b/\sigma_w$.",
    arguments=arguments(beta, sigma_w, sigma_b),
    subject=breakpoint_density,
    start=breakpoint_integral(W, B),
    steps=(
        Step(
            "=",
            Integral(Abs(w) * exp(-A * w**2), (w, -oo, oo)) / (2 * pi * sigma_w * sigma_b),
            Algebra("collect the exponents"),
        ),
        Step("=", Integral(r * exp(-A * r**2), (r, 0, oo)) / (pi * sigma_w * sigma_b), Fold(w, r)),
        Step("=", 1 / (2 * pi * sigma_w * sigma_b * A), Antiderivative(r, -exp(-A * r**2) / (2 * A))),
    ),
)

DELTA_SLOPE = Theorem(
    id="B7.delta-slope",
    title="Density of the delta-slope for normal weights",
    chapter="initialisation",
    statement=r"For independent $w \sim N(0, \sigma_w^2)$ and $v \sim N(0, \sigma_v^2)$. The density has a logarithmic "
    r"singularity at $\mu = 0$.",
    arguments=arguments(mu, sigma_w, sigma_v),
    subject=delta_slope_density,
    start=delta_slope_integral(W, V),
    steps=(
        Step(
            "=",
            Integral(exp(-(w**2) / (2 * sigma_w**2) - D / w**2) / r, (r, 0, oo)).subs(w, r) / (pi * sigma_w * sigma_v),
            Fold(w, r),
        ),
        Step(
            "=",
            Integral(exp(-t / (2 * sigma_w**2) - D / t) / t, (t, 0, oo)) / (2 * pi * sigma_w * sigma_v),
            Substitute(r, t, sqrt(t), r**2),
        ),
        Step(
            "=",
            besselk(0, 2 * sqrt(D / (2 * sigma_w**2))) / (pi * sigma_w * sigma_v),
            By(BESSEL, {k: S.Zero, RATE: 1 / (2 * sigma_w**2), OTHER_RATE: D}),
        ),
    ),
)

CONDITIONAL = Theorem(
    id="B7.conditional",
    title="Density of the delta-slope given the breakpoint, for normal weights",
    chapter="initialisation",
    statement=r"Given $\beta$ the delta-slope has the Laplace law with scale "
    r"$\sigma_w \sigma_b \sigma_v / \sqrt{\sigma_b^2 + \sigma_w^2 \beta^2}$: kinks far out are small.",
    arguments=arguments(mu, beta, sigma_w, sigma_b, sigma_v),
    subject=conditional_density,
    start=joint_integral(W, B, V) / breakpoint_integral(W, B),
    steps=(
        Step("=", JOINT.conclusion / breakpoint_integral(W, B), By(JOINT)),
        Step("=", JOINT.conclusion / BREAKPOINT.conclusion, By(BREAKPOINT)),
    ),
)

A_C, S2_C = rate(c), spread(c)

ZETA = Theorem(
    id="B7.zeta",
    title="Zeta of normal weights and biases",
    chapter="initialisation",
    statement=r"For independent $w \sim N(0, \sigma_w^2)$ and $b \sim N(0, \sigma_b^2)$.",
    arguments=arguments(c, sigma_w, sigma_b),
    subject=zeta,
    start=zeta_integral(W, B),
    steps=(
        Step(
            "=",
            Integral(Abs(w) ** 3 * exp(-A_C * w**2), (w, -oo, oo)) / (2 * pi * sigma_w * sigma_b),
            Algebra("collect the exponents"),
        ),
        Step("=", Integral(r**3 * exp(-A_C * r**2), (r, 0, oo)) / (pi * sigma_w * sigma_b), Fold(w, r)),
        Step(
            "=",
            1 / (2 * pi * sigma_w * sigma_b * A_C**2),
            Antiderivative(r, -(1 + A_C * r**2) * exp(-A_C * r**2) / (2 * A_C**2)),
        ),
    ),
)

Y = sigma_w * s / sigma_b

BREAKPOINT_CDF = Theorem(
    id="B7.breakpoint-cdf",
    title="Distribution function of the breakpoint for normal weights",
    chapter="initialisation",
    statement=r"The integral of the density of B7.breakpoint: an arc tangent, half of the breakpoints on either "
    r"side of 0 and "
    r"half of them within $\sigma_b/\sigma_w$ of it.",
    arguments=arguments(beta, sigma_w, sigma_b),
    subject=breakpoint_cdf,
    start=Integral(BREAKPOINT.conclusion.subs(beta, s), (s, -oo, beta)),
    origin=By(BREAKPOINT),
    steps=(Step("=", Rational(1, 2) + atan(sigma_w * beta / sigma_b) / pi, Antiderivative(s, atan(Y) / pi)),),
    compute=atan2(sigma_b, -sigma_w * beta) / pi,
)

Z = Abs(mu) / (sigma_w * sigma_v)
HALF = Rational(1, 2)


def struve_l(order: Expr, z: Expr) -> Expr:
    """The modified Struve function of order 0 or -1 as a hypergeometric series."""
    if order == 0:
        return 2 * z / pi * hyper([1], [3 * HALF, 3 * HALF], z**2 / 4)
    return 2 / pi * hyper([1], [HALF, 3 * HALF], z**2 / 4)


DELTA_SLOPE_CDF = Theorem(
    id="B7.delta-slope-cdf",
    title="Distribution function of the delta-slope for normal weights",
    chapter="initialisation",
    statement=r"With $z = |\mu|/(\sigma_w \sigma_v)$ and the modified Struve functions $L_0$, $L_{-1}$, written as "
    r"hypergeometric series: $P(|w v| \le |\mu|) = z\,[K_0(z) L_{-1}(z) + K_1(z) L_0(z)]$.",
    arguments=arguments(mu, sigma_w, sigma_v),
    subject=delta_slope_cdf,
    start=HALF + sign(mu) * Integral(DELTA_SLOPE.conclusion.subs(mu, t), (t, 0, Abs(mu))),
    origin=By(DELTA_SLOPE, text="the density is even, so that the integral from minus infinity to 0 is one half"),
    steps=(
        Step(
            "=",
            HALF + sign(mu) * Integral(besselk(0, u), (u, 0, Z)) / pi,
            Substitute(t, u, sigma_w * sigma_v * u, t / (sigma_w * sigma_v)),
        ),
        Step(
            "=",
            HALF + sign(mu) * Z * (besselk(0, Z) * struve_l(-1, Z) + besselk(1, Z) * struve_l(0, Z)) / 2,
            Known(r"the integral of $K_0$ by Struve functions", "DLMF 10.43.2"),
        ),
    ),
    compute=HALF + sign(mu) * bessel_k0_integral(Z) / pi,
)

ZETA_INTEGRAL = Theorem(
    id="B7.zeta-integral",
    title="Integral of zeta for normal weights and biases",
    chapter="initialisation",
    statement=r"The running integral of B7.zeta. Over the whole line it gives $\mathbb{E}[w^2] = \sigma_w^2$, as it "
    r"must.",
    arguments=arguments(c, sigma_w, sigma_b),
    subject=Function("Z_0", real=True)(c),
    start=Integral(ZETA.conclusion.subs(c, s), (s, 0, c)),
    origin=By(ZETA),
    steps=(
        Step(
            "=",
            sigma_w**2 * (atan(sigma_w * c / sigma_b) + sigma_w * sigma_b * c / S2_C) / pi,
            Antiderivative(s, sigma_w**2 * (atan(Y) + sigma_w * sigma_b * s / spread(s)) / pi),
        ),
    ),
)

TEXT = r"""
All three weights of a neuron are normal with mean zero: $w \sim N(0, \sigma_w^2)$, $b \sim N(0, \sigma_b^2)$, $v \sim
N(0, \sigma_v^2)$, independent. Everything is elementary but the law of the delta-slope, which is the product of two
normal variables and needs the Bessel function $K_0$. The quantity behind all formulas is $S(x) = \sqrt{\sigma_b^2 +
\sigma_w^2 x^2}$, the standard deviation of $w x + b$.

The breakpoint is a ratio of normal variables, so it has a Cauchy law: no mean, no variance, and for every width some
breakpoints lie far outside the data. Given the breakpoint the delta-slope has a Laplace law whose scale falls as
$1/S(\beta)$. Breakpoint and delta-slope are therefore dependent although each is the image of independent weights:
sampling both from their marginals gives another network.

The function $\zeta(c) = 2\sigma_w^3\sigma_b^3/(\pi S(c)^4)$ is the square of the density of the breakpoint, up to a
constant. It falls as $c^{-4}$: curvature is cheap near the origin and expensive far out.

When $w$ and $b$ are correlated, $S^2$ becomes the variance of $w x + b$ with its cross term and $\sigma_w \sigma_b$
the root of the determinant; nothing else changes, since $(w, b)$ and $(-w, -b)$ still have the same law. With means
that are not zero this symmetry is lost, the orientation depends on the breakpoint, and the two sides of $w = 0$ no
longer fold into one: the densities of breakpoint and $\zeta$ gain an error function, and the joint density has no
elementary form that we know.
"""

SECTION = Section(
    "B7",
    "Normal weights",
    TEXT,
    (
        JOINT,
        BREAKPOINT,
        DELTA_SLOPE,
        CONDITIONAL,
        ZETA,
        BREAKPOINT_CDF,
        DELTA_SLOPE_CDF,
        ZETA_INTEGRAL,
        *CORRELATED,
        *NON_ZERO_MEANS,
    ),
)


CENTRED: Table = {
    "joint_density": (JOINT, (beta, mu)),
    "breakpoint_density": (BREAKPOINT, (beta,)),
    "delta_slope_density": (DELTA_SLOPE, (mu,)),
    "conditional_density": (CONDITIONAL, (mu, beta)),
    "zeta": (ZETA, (c,)),
    "breakpoint_cdf": (BREAKPOINT_CDF, (beta,)),
    "delta_slope_cdf": (DELTA_SLOPE_CDF, (mu,)),
}
CENTRED_PAIR: Table = CENTRED | {
    "joint_density": (CORRELATED_JOINT, (beta, mu)),
    "breakpoint_density": (CORRELATED_BREAKPOINT, (beta,)),
    "conditional_density": (CORRELATED_CONDITIONAL, (mu, beta)),
    "zeta": (CORRELATED_ZETA, (c,)),
    "breakpoint_cdf": (CORRELATED_CDF, (beta,)),
}
DELTA_SLOPES: Table = {name: CENTRED[name] for name in ("delta_slope_density", "delta_slope_cdf")}
WITH_MEANS: Table = {"breakpoint_density": (MEANS_BREAKPOINT, (beta,)), "zeta": (MEANS_ZETA, (c,))}


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section computes for an initialisation; empty when nothing fits."""
    centred = scales(init, Normal, mean=0)
    pair = init.wb
    if isinstance(pair, BivariateNormal):
        values: dict[Symbol, Expr] = {sigma_w: pair.sigma_w, sigma_b: pair.sigma_b, rho: pair.correlation}
        if pair.is_symmetric:
            return collect(centred | values, CENTRED if pair.correlation == 0 else CENTRED_PAIR)
        slopes = collect({**centred, sigma_w: pair.sigma_w}, DELTA_SLOPES) if pair.mean_w == 0 else {}
        return collect({**values, m_w: pair.mean_w, m_b: pair.mean_b}, WITH_MEANS) | slopes
    forms = collect(centred, CENTRED)
    if isinstance(init.w, Normal) and isinstance(init.b, Normal) and "zeta" not in forms:
        values = scales(init, Normal) | {rho: S.Zero, m_w: init.w.mean, m_b: init.b.mean}
        forms = collect(values, WITH_MEANS) | forms
    return forms
