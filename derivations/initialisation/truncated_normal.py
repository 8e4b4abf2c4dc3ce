"""Truncated normal weights, biases and output weights (B11)."""

from sympy import (
    Abs,
    Expr,
    Integral,
    Le,
    Max,
    Piecewise,
    Rational,
    Symbol,
    atan,
    erf,
    exp,
    oo,
    pi,
    sqrt,
)

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import Table, collect
from symspline.model.definitions import (
    breakpoint_cdf,
    breakpoint_density,
    breakpoint_integral,
    joint,
    joint_integral,
    zeta,
    zeta_integral,
)
from symspline.model.init import Init
from symspline.model.law import Normal, TruncatedNormal, Uniform
from symspline.proof.moves import Algebra, Antiderivative, By, Fold, Known, SplitCases
from symspline.proof.theorem import Section, Step, Theorem
from symspline.special import erfcx, owens_t, scaled_lower_gamma

from .arguments import arguments
from .integrals import CUT_GAUSS_FIRST, CUT_GAUSS_THIRD, reciprocal_gauss_primitive
from .truncated_beside_others import V_DELTA_SLOPE, W_BREAKPOINT, W_ZETA
from .truncated_normal_law import DEVIATION_AT_TWO, FOURTH, KURTOSIS_AT_TWO, RATIO_AT_TWO, SIZE, VARIANCE
from .truncated_normal_terms import A_C, CUT_B, CUT_V, CUT_W, Z_B, Z_V, Z_W, A, B, V, W, largest, rate
from .vocabulary import A as RATE
from .vocabulary import a_v, beta, c, kappa_b, kappa_v, kappa_w, m, mu, r, s, sigma_b, sigma_v, sigma_w, w

HALF = Rational(1, 2)
M, M_C = largest(beta), largest(c)
D = mu**2 / (2 * sigma_v**2)
LOW = Abs(mu) / CUT_V
FRONT = 1 / ((2 * pi) ** Rational(3, 2) * sigma_w * sigma_b * sigma_v * Z_W * Z_B * Z_V)


def primitive(place: Expr) -> Expr:
    """The antiderivative of `exp(-A w^2 - D/w^2)` at `w = place`."""
    return reciprocal_gauss_primitive(place, A, D)


def _computed_joint() -> Expr:
    """The joint density by scaled error functions, one form for each sign of the two arguments that change sign."""
    root, size = sqrt(A), Abs(mu) / (sqrt(2) * sigma_v)
    first, last = exp(-A * LOW**2 - kappa_v**2 / 2), exp(-A * M**2 - (size / M) ** 2)
    low, high = root * LOW - kappa_v / sqrt(2), root * M - size / M
    grown = first * erfcx(root * LOW + kappa_v / sqrt(2)) - last * erfcx(root * M + size / M)
    fallen = Piecewise(
        (first * erfcx(low) - last * erfcx(high), low > 0),
        (last * erfcx(-high) - first * erfcx(-low), high < 0),
        (exp(-2 * root * size) * (erf(high) - erf(low)), True),
    )
    value = 2 * FRONT * sqrt(pi) / (4 * root) * (grown + fallen)
    return Piecewise((0, Le(M, LOW)), (value, True))


JOINT = Theorem(
    id="B11.joint",
    title="Joint density of breakpoint and delta-slope for truncated normal weights",
    chapter="initialisation",
    statement=r"For independent normal $w$, $b$, $v$ with parent scales $\sigma_w$, $\sigma_b$, $\sigma_v$, "
    r"conditioned on "
    r"$|w| \le \kappa_w\sigma_w$, $|b| \le \kappa_b\sigma_b$, $|v| \le \kappa_v\sigma_v$. The weight ranges from "
    r"$|\mu|/(\kappa_v\sigma_v)$ to $m(\beta) = \min(\kappa_w\sigma_w, \kappa_b\sigma_b/|\beta|)$; the density is "
    r"zero where this "
    r"range is empty.",
    arguments=arguments(beta, mu, sigma_w, sigma_b, sigma_v, kappa_w, kappa_b, kappa_v),
    subject=joint,
    start=joint_integral(W, B, V),
    steps=(
        Step(
            "=",
            2 * FRONT * Integral(exp(-A * r**2 - D / r**2), (r, LOW, Max(M, LOW))),
            Algebra(
                r"all three densities are positive only for $|\mu|/(\kappa_v\sigma_v) \le |w| \le m(\beta)$; both "
                r"signs of $w$ count"
            ),
        ),
        Step("=", 2 * FRONT * (primitive(Max(M, LOW)) - primitive(LOW)), Antiderivative(r, primitive(r))),
    ),
    compute=_computed_joint(),
)

BREAKPOINT = Theorem(
    id="B11.breakpoint",
    title="Density of the breakpoint for truncated normal weights",
    chapter="initialisation",
    statement=r"The Cauchy density of B7.breakpoint with a factor that the cuts take off.",
    arguments=arguments(beta, sigma_w, sigma_b, kappa_w, kappa_b),
    subject=breakpoint_density,
    start=breakpoint_integral(W, B),
    steps=(
        Step(
            "=",
            Integral(Abs(w) * exp(-A * w**2), (w, -M, M)) / (2 * pi * sigma_w * sigma_b * Z_W * Z_B),
            Algebra(r"the bias is possible only for $|w| \le m(\beta)$; collect the exponents"),
        ),
        Step("=", Integral(r * exp(-A * r**2), (r, 0, M)) / (pi * sigma_w * sigma_b * Z_W * Z_B), Fold(w, r)),
        Step(
            "=",
            (1 - exp(-A * M**2)) / (2 * pi * sigma_w * sigma_b * Z_W * Z_B * A),
            By(CUT_GAUSS_FIRST, {RATE: A, m: M}),
        ),
    ),
    compute=M**2 * scaled_lower_gamma(1, A * M**2) / (2 * pi * sigma_w * sigma_b * Z_W * Z_B),
)

ZETA = Theorem(
    id="B11.zeta",
    title="Zeta of truncated normal weights and biases",
    chapter="initialisation",
    statement=r"With $m(c) = \min(\kappa_w\sigma_w, \kappa_b\sigma_b/|c|)$. It is smooth except at "
    r"$|c| = \kappa_b\sigma_b/(\kappa_w\sigma_w)$.",
    arguments=arguments(c, sigma_w, sigma_b, kappa_w, kappa_b),
    subject=zeta,
    start=zeta_integral(W, B),
    steps=(
        Step(
            "=",
            Integral(Abs(w) ** 3 * exp(-A_C * w**2), (w, -M_C, M_C)) / (2 * pi * sigma_w * sigma_b * Z_W * Z_B),
            Algebra(r"the bias is possible only for $|w| \le m(c)$; collect the exponents"),
        ),
        Step("=", Integral(r**3 * exp(-A_C * r**2), (r, 0, M_C)) / (pi * sigma_w * sigma_b * Z_W * Z_B), Fold(w, r)),
        Step(
            "=",
            (1 - (1 + A_C * M_C**2) * exp(-A_C * M_C**2)) / (2 * pi * sigma_w * sigma_b * Z_W * Z_B * A_C**2),
            By(CUT_GAUSS_THIRD, {RATE: A_C, m: M_C}),
        ),
    ),
    compute=M_C**4 * scaled_lower_gamma(2, A_C * M_C**2) / (2 * pi * sigma_w * sigma_b * Z_W * Z_B),
)

T = sigma_w * beta / sigma_b


def inside(slope: Expr, cut: Expr) -> Expr:
    """The probability between 0 and a breakpoint whose weight is limited by one cut only."""
    return (atan(slope) / pi - 2 * owens_t(cut, slope)) / (Z_W * Z_B)


BREAKPOINT_CDF = Theorem(
    id="B11.breakpoint-cdf",
    title="Distribution function of the breakpoint for truncated normal weights",
    chapter="initialisation",
    statement=r"With $t = \sigma_w\beta/\sigma_b$ and Owen's function $T$. In the middle the cut of the weights "
    r"limits the integral, "
    r"beyond $|t| = \kappa_b/\kappa_w$ that of the biases.",
    arguments=arguments(beta, sigma_w, sigma_b, kappa_w, kappa_b),
    subject=breakpoint_cdf,
    start=Integral(BREAKPOINT.conclusion.subs(beta, s), (s, -oo, beta)),
    origin=By(BREAKPOINT),
    steps=(
        Step(
            "=",
            Piecewise(
                (
                    HALF
                    + Integral(
                        sigma_w * sigma_b * (1 - exp(-rate(s) * CUT_W**2)) / (sigma_b**2 + sigma_w**2 * s**2),
                        (s, 0, beta),
                    )
                    / (pi * Z_W * Z_B),
                    Abs(T) <= kappa_b / kappa_w,
                ),
                (
                    1
                    - Integral(
                        sigma_w * sigma_b * (1 - exp(-rate(s) * CUT_B**2 / s**2)) / (sigma_b**2 + sigma_w**2 * s**2),
                        (s, beta, oo),
                    )
                    / (pi * Z_W * Z_B),
                    T > 0,
                ),
                (
                    Integral(
                        sigma_w * sigma_b * (1 - exp(-rate(s) * CUT_B**2 / s**2)) / (sigma_b**2 + sigma_w**2 * s**2),
                        (s, -oo, beta),
                    )
                    / (pi * Z_W * Z_B),
                    True,
                ),
            ),
            SplitCases(
                r"$m(s) = \kappa_w\sigma_w$ in the middle and $\kappa_b\sigma_b/|s|$ beyond; half of the mass lies "
                r"on either side of 0"
            ),
        ),
        Step(
            "=",
            Piecewise(
                (HALF + inside(T, kappa_w), Abs(T) <= kappa_b / kappa_w),
                (1 - inside(1 / T, kappa_b), T > 0),
                (inside(-1 / T, kappa_b), True),
            ),
            Known(
                r"$T(h, a) = \frac{1}{2\pi}\int_0^a \frac{e^{-h^2(1+x^2)/2}}{1+x^2}\,dx$",
                "definition of Owen's function",
            ),
        ),
    ),
)

TEXT = r"""
JAX and Keras draw *normal* weights from a normal law cut at two standard deviations. The law is named by its parent:
the scale $\sigma$ is that of the uncut normal law, and the standard deviation after cutting is smaller. Frameworks
that promise a variance divide by $0.8796\ldots$ first, so that the largest weight is 2.2737 of the standard
deviations promised.

As with uniform weights a breakpoint $\beta$ bounds the weight, here by $m(\beta) = \min(\kappa_w\sigma_w,
\kappa_b\sigma_b/|\beta|)$, and as with normal weights the exponents add up to $-A w^2$. Density of the breakpoint and
$\zeta$ are the normal ones times incomplete gamma functions of $A m^2$. The joint density needs the antiderivative of
$e^{-A w^2 - B/w^2}$, which error functions express; the textbook form multiplies a growing exponential with a
difference of error functions close to one and overflows, so that the form for computing uses $\operatorname{erfcx}(x)
= e^{x^2}\operatorname{erfc}(x)$ throughout.

The density of the delta-slope would be an incomplete $K_0$, for which we know no elementary form; it is computed by
quadrature, except beside a uniform law, where the exponential integral does it. The distribution function of the
breakpoint is an arc tangent less Owen's function.
"""

SECTION = Section(
    "B11",
    "Truncated normal weights",
    TEXT,
    (
        JOINT,
        BREAKPOINT,
        ZETA,
        BREAKPOINT_CDF,
        W_BREAKPOINT,
        W_ZETA,
        V_DELTA_SLOPE,
        SIZE,
        VARIANCE,
        FOURTH,
        DEVIATION_AT_TWO,
        KURTOSIS_AT_TWO,
        RATIO_AT_TWO,
    ),
)

TABLE: Table = {
    "joint_density": (JOINT, (beta, mu)),
    "breakpoint_density": (BREAKPOINT, (beta,)),
    "zeta": (ZETA, (c,)),
    "breakpoint_cdf": (BREAKPOINT_CDF, (beta,)),
}
NORMAL_BIAS: Table = {"breakpoint_density": (W_BREAKPOINT, (beta,)), "zeta": (W_ZETA, (c,))}
UNIFORM_OUTPUT: Table = {"delta_slope_density": (V_DELTA_SLOPE, (mu,))}
CUTS = {"w": kappa_w, "b": kappa_b, "v": kappa_v}


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section computes for an initialisation; empty when nothing fits."""
    values: dict[Symbol, Expr] = {}
    for role, symbol in CUTS.items():
        law = getattr(init, role)
        if isinstance(law, TruncatedNormal):
            values |= law.with_symbols(role)[1] | {symbol: law.cut}
    forms = collect(values, TABLE)
    if isinstance(init.b, Normal) and init.b.mean == 0:
        forms |= collect({**values, sigma_b: init.b.scale}, NORMAL_BIAS)
    for cut, flat in ((init.w, init.v), (init.v, init.w)):
        if isinstance(cut, TruncatedNormal) and isinstance(flat, Uniform):
            forms |= collect({sigma_w: cut.scale, kappa_w: cut.cut, a_v: flat.half_width}, UNIFORM_OUTPUT)
    return forms
