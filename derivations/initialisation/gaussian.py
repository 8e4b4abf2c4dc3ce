r"""Normal weights, biases and output weights (B7).

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

from sympy import Abs, Expr, Function, Integral, S, Symbol, atan, atan2, besselk, exp, hyper, oo, pi, sign, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import collect, scales, table
from symspline.model import definitions as of
from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal
from symspline.model.law import Normal
from symspline.proof.moves import Antiderivative, By, Fold, Known, Substitute
from symspline.proof.section import Section
from symspline.special import bessel_k0_integral

from ..references import stated_in
from .correlated_gaussian import CORRELATED, WITH_MEANS
from .definitions import Laws
from .hypotheses import BENDS
from .integrals import BESSEL, OTHER_RATE, RATE, RECIPROCAL_GAUSS
from .vocabulary import HALF, beta, c, k, m_b, m_w, mu, r, rho, s, sigma_b, sigma_v, sigma_w, t, u, w, x, y

B7 = Section(__name__, "B7", "Normal weights")

NORMAL = Laws(B7, Normal(sigma_w), Normal(sigma_b), Normal(sigma_v))


def spread(place: Expr) -> Expr:
    """The variance of `w place + b`."""
    return sigma_b**2 + sigma_w**2 * place**2


def rate(place: Expr) -> Expr:
    """The coefficient of `-w^2` in the exponent of `p_w(w) p_b(-place w)`."""
    return spread(place) / (2 * sigma_w**2 * sigma_b**2)


def angle(gap: Expr) -> Expr:
    """The angle between the vectors `(sigma_w x, sigma_b)` and `(sigma_w y, sigma_b)` of inputs that far apart."""
    return atan2(sigma_w * sigma_b * gap, INNER)


INNER, OTHER = sigma_b**2 + sigma_w**2 * x * y, sigma_b**2 - sigma_w**2 * x * y
DELTA = atan2(sigma_w * sigma_b * (x + y), OTHER)
"""The product of these two vectors; with the sign of one input changed; and the angle then."""
LOW, HIGH = sigma_w * x / sigma_b, sigma_w * y / sigma_b
IN_UNITS = Substitute(c, s, sigma_b * s / sigma_w, sigma_w * c / sigma_b)
"""The inputs in units of the ratio of the scales, and the substitution."""
DENSITY_C, ZETA_C = sigma_w * sigma_b / (pi * spread(c)), 2 * sigma_w**3 * sigma_b**3 / (pi * spread(c) ** 2)
A = rate(beta)
D = mu**2 / (2 * sigma_v**2)

JOINT = NORMAL.theorem(
    "joint",
    "Joint density of breakpoint and delta-slope for normal weights",
    r"""For independent $w \sim N(0, \sigma_w^2)$, $b \sim N(0, \sigma_b^2)$ and $v \sim N(0, \sigma_v^2)$, the
    breakpoint $\beta = -b/w$ and the delta-slope $\mu = w v$ of one neuron have this joint density; at $\mu = 0$ the
    value is the limit.""",
    of.joint,
    (
        Integral(exp(-A * w**2 - D / w**2), (w, -oo, oo)) / ((2 * pi) ** (3 * HALF) * sigma_w * sigma_b * sigma_v),
        "collect the exponents",
    ),
    Fold(w, r),
    By(RECIPROCAL_GAUSS, {RATE: A, OTHER_RATE: D}),
    given=(BENDS,),
)

BREAKPOINT = NORMAL.theorem(
    "breakpoint",
    "Density of the breakpoint for normal weights",
    r"""For independent $w \sim N(0, \sigma_w^2)$ and $b \sim N(0, \sigma_b^2)$ the breakpoint has the Cauchy law with
    scale $\sigma_b/\sigma_w$.""",
    of.breakpoint_density,
    (Integral(Abs(w) * exp(-A * w**2), (w, -oo, oo)) / (2 * pi * sigma_w * sigma_b), "collect the exponents"),
    Fold(w, r),
    Antiderivative(r, -exp(-A * r**2) / (2 * A)),
    source=stated_in(mathworld="Normal Ratio Distribution"),
)

DELTA_SLOPE = NORMAL.theorem(
    "delta-slope",
    "Density of the delta-slope for normal weights",
    r"""For independent $w \sim N(0, \sigma_w^2)$ and $v \sim N(0, \sigma_v^2)$. The density has a logarithmic
    singularity at $\mu = 0$.""",
    of.delta_slope_density,
    (
        Integral(exp(-(w**2) / (2 * sigma_w**2) - D / w**2) / r, (r, 0, oo)).subs(w, r) / (pi * sigma_w * sigma_v),
        Fold(w, r),
    ),
    (
        Integral(exp(-t / (2 * sigma_w**2) - D / t) / t, (t, 0, oo)) / (2 * pi * sigma_w * sigma_v),
        Substitute(r, t, sqrt(t), r**2),
    ),
    By(BESSEL, {k: S.Zero, RATE: 1 / (2 * sigma_w**2), OTHER_RATE: D}),
    given=(BENDS,),
    source=stated_in(mathworld="Normal Product Distribution"),
)

CONDITIONAL = NORMAL.theorem(
    "conditional",
    "Density of the delta-slope given the breakpoint, for normal weights",
    r"""Given $\beta$ the delta-slope has the Laplace law with scale $\sigma_w \sigma_b \sigma_v / \sqrt{\sigma_b^2 +
    \sigma_w^2 \beta^2}$: kinks far out are small.""",
    of.conditional_density,
    By(JOINT),
    By(BREAKPOINT),
    given=(BENDS,),
)

A_C = rate(c)

ZETA = NORMAL.theorem(
    "zeta",
    "Zeta of normal weights and biases",
    r"For independent $w \sim N(0, \sigma_w^2)$ and $b \sim N(0, \sigma_b^2)$.",
    of.zeta,
    (Integral(Abs(w) ** 3 * exp(-A_C * w**2), (w, -oo, oo)) / (2 * pi * sigma_w * sigma_b), "collect the exponents"),
    Fold(w, r),
    Antiderivative(r, -(1 + A_C * r**2) * exp(-A_C * r**2) / (2 * A_C**2)),
)

BREAKPOINT_CDF = B7.theorem(
    "breakpoint-cdf",
    "Distribution function of the breakpoint for normal weights",
    r"""The integral of the density of B7.breakpoint: an arc tangent, half of the breakpoints on either side of 0 and
    half of them within $\sigma_b/\sigma_w$ of it.""",
    of.breakpoint_cdf,
    Integral(BREAKPOINT.conclusion.subs(beta, s), (s, -oo, beta)),
    Antiderivative(s, atan(sigma_w * s / sigma_b) / pi),
    origin=By(BREAKPOINT, {beta: s}),
    compute=atan2(sigma_b, -sigma_w * beta) / pi,
)

Z = Abs(mu) / (sigma_w * sigma_v)


def struve_l(order: Expr, z: Expr) -> Expr:
    """The modified Struve function of order 0 or -1 as a hypergeometric series."""
    if order == 0:
        return 2 * z / pi * hyper([1], [3 * HALF, 3 * HALF], z**2 / 4)
    return 2 / pi * hyper([1], [HALF, 3 * HALF], z**2 / 4)


DELTA_SLOPE_CDF = B7.theorem(
    "delta-slope-cdf",
    "Distribution function of the delta-slope for normal weights",
    r"""With $z = |\mu|/(\sigma_w \sigma_v)$ and the modified Struve functions $L_0$, $L_{-1}$, written as
    hypergeometric series: $P(|w v| \le |\mu|) = z\,[K_0(z) L_{-1}(z) + K_1(z) L_0(z)]$. At 0 it is one half.""",
    of.delta_slope_cdf,
    HALF + sign(mu) * Integral(DELTA_SLOPE.conclusion.subs(mu, t), (t, 0, Abs(mu))),
    (
        HALF + sign(mu) * Integral(besselk(0, u), (u, 0, Z)) / pi,
        Substitute(t, u, sigma_w * sigma_v * u, t / (sigma_w * sigma_v)),
    ),
    (
        HALF + sign(mu) * Z * (besselk(0, Z) * struve_l(-1, Z) + besselk(1, Z) * struve_l(0, Z)) / 2,
        Known(r"the integral of $K_0$ by Struve functions", "DLMF 10.43.2"),
    ),
    origin=By(
        DELTA_SLOPE, {mu: t}, text="the density is even, so that the integral from minus infinity to 0 is one half"
    ),
    given=(BENDS,),
    compute=HALF + sign(mu) * bessel_k0_integral(Z) / pi,
)

TOTAL = Function("Z_0", real=True)(c)
ZETA_INTEGRAL = B7.theorem(
    "zeta-integral",
    "Integral of zeta for normal weights and biases",
    r"The running integral of B7.zeta. Over the whole line it gives $\mathbb{E}[w^2] = \sigma_w^2$, as it must.",
    TOTAL,
    Integral(ZETA.conclusion.subs(c, s), (s, 0, c)),
    Antiderivative(s, sigma_w**2 * (atan(sigma_w * s / sigma_b) + sigma_w * sigma_b * s / spread(s)) / pi),
    origin=By(ZETA, {c: s}),
    where={TOTAL: Integral(of.zeta.subs(c, s), (s, 0, c))},
)

CENTRED = table(JOINT, BREAKPOINT, DELTA_SLOPE, CONDITIONAL, ZETA, BREAKPOINT_CDF, DELTA_SLOPE_CDF)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section computes for an initialisation; empty when nothing fits."""
    centred = scales(init, Normal, mean=0)
    pair = init.wb
    if isinstance(pair, BivariateNormal):
        values: dict[Symbol, Expr] = {sigma_w: pair.sigma_w, sigma_b: pair.sigma_b, rho: pair.correlation}
        if pair.is_symmetric:
            return collect(centred | values, CENTRED if pair.correlation == 0 else CENTRED | CORRELATED)
        slopes = collect({**centred, sigma_w: pair.sigma_w}, CENTRED) if pair.mean_w == 0 else {}
        return collect({**values, m_w: pair.mean_w, m_b: pair.mean_b}, WITH_MEANS) | slopes
    forms = collect(centred, CENTRED)
    if isinstance(init.w, Normal) and isinstance(init.b, Normal) and "zeta" not in forms:
        values = scales(init, Normal) | {rho: S.Zero, m_w: init.w.mean, m_b: init.b.mean}
        forms = collect(values, WITH_MEANS) | forms
    return forms
