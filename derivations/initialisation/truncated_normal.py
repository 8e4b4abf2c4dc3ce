"""Truncated normal weights, biases and output weights (B11)."""

from sympy import (
    Abs,
    Expr,
    Ge,
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

from symspline.model.init import Init
from symspline.model.law import Normal, TruncatedNormal, Uniform
from symspline.proof.moves import Algebra, Antiderivative, By, Fold, Known, SplitCases
from symspline.proof.theorem import Section, Step, Theorem
from symspline.special import erfcx, exp_integral, owens_t, scaled_lower_gamma
from symspline.symbols import A as RATE
from symspline.symbols import (
    a_v,
    beta,
    c,
    kappa_b,
    kappa_v,
    kappa_w,
    m,
    mu,
    r,
    s,
    sigma_b,
    sigma_v,
    sigma_w,
    w,
)

from .arguments import arguments
from .closed_form import ClosedForm
from .definitions import (
    breakpoint_cdf,
    breakpoint_density,
    breakpoint_integral,
    delta_slope_density,
    delta_slope_integral,
    joint,
    joint_integral,
    zeta,
    zeta_integral,
)
from .family import Table, collect
from .integrals import CUT_GAUSS_FIRST, CUT_GAUSS_THIRD, reciprocal_gauss_primitive
from .truncated_normal_law import DEVIATION_AT_TWO, FOURTH, KURTOSIS_AT_TWO, RATIO_AT_TWO, SIZE, VARIANCE, mass

W, B, V = (TruncatedNormal(*law) for law in ((sigma_w, kappa_w), (sigma_b, kappa_b), (sigma_v, kappa_v)))
HALF = Rational(1, 2)
CUT_W, CUT_B, CUT_V = kappa_w * sigma_w, kappa_b * sigma_b, kappa_v * sigma_v


Z_W, Z_B, Z_V = mass(kappa_w), mass(kappa_b), mass(kappa_v)


def rate(place: Expr) -> Expr:
    """The coefficient of `-w^2` in the exponent of `p_w(w) p_b(-place w)`."""
    return (sigma_b**2 + sigma_w**2 * place**2) / (2 * sigma_w**2 * sigma_b**2)


def largest(place: Expr) -> Expr:
    """The largest `|w|` that both cuts allow, `min(kappa_w sigma_w, kappa_b sigma_b/|place|)`, also at 0."""
    return CUT_W * CUT_B / Max(CUT_B, CUT_W * Abs(place))


A, A_C = rate(beta), rate(c)
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

B_NORMAL, V_UNIFORM = Normal(sigma_b), Uniform(a_v)

W_BREAKPOINT = Theorem(
    id="B11w.breakpoint",
    title="Density of the breakpoint for truncated weights and normal biases",
    chapter="initialisation",
    statement=r"For $w$ normal and cut at $\kappa_w\sigma_w$ and $b \sim N(0, \sigma_b^2)$ not cut.",
    arguments=arguments(beta, sigma_w, sigma_b, kappa_w),
    subject=breakpoint_density,
    start=breakpoint_integral(W, B_NORMAL),
    steps=(
        Step(
            "=",
            Integral(Abs(w) * exp(-A * w**2), (w, -CUT_W, CUT_W)) / (2 * pi * sigma_w * sigma_b * Z_W),
            Algebra("collect the exponents"),
        ),
        Step("=", Integral(r * exp(-A * r**2), (r, 0, CUT_W)) / (pi * sigma_w * sigma_b * Z_W), Fold(w, r)),
        Step(
            "=",
            (1 - exp(-A * CUT_W**2)) / (2 * pi * sigma_w * sigma_b * Z_W * A),
            By(CUT_GAUSS_FIRST, {RATE: A, m: CUT_W}),
        ),
    ),
    compute=CUT_W**2 * scaled_lower_gamma(1, A * CUT_W**2) / (2 * pi * sigma_w * sigma_b * Z_W),
)

W_ZETA = Theorem(
    id="B11w.zeta",
    title="Zeta of truncated weights and normal biases",
    chapter="initialisation",
    statement=r"The same with the third moment; smooth everywhere.",
    arguments=arguments(c, sigma_w, sigma_b, kappa_w),
    subject=zeta,
    start=zeta_integral(W, B_NORMAL),
    steps=(
        Step(
            "=",
            Integral(Abs(w) ** 3 * exp(-A_C * w**2), (w, -CUT_W, CUT_W)) / (2 * pi * sigma_w * sigma_b * Z_W),
            Algebra("collect the exponents"),
        ),
        Step("=", Integral(r**3 * exp(-A_C * r**2), (r, 0, CUT_W)) / (pi * sigma_w * sigma_b * Z_W), Fold(w, r)),
        Step(
            "=",
            (1 - (1 + A_C * CUT_W**2) * exp(-A_C * CUT_W**2)) / (2 * pi * sigma_w * sigma_b * Z_W * A_C**2),
            By(CUT_GAUSS_THIRD, {RATE: A_C, m: CUT_W}),
        ),
    ),
    compute=CUT_W**4 * scaled_lower_gamma(2, A_C * CUT_W**2) / (2 * pi * sigma_w * sigma_b * Z_W),
)

LOW_U = Abs(mu) / a_v

V_DELTA_SLOPE = Theorem(
    id="B11v.delta-slope",
    title="Density of the delta-slope for truncated normal weights and uniform output weights",
    chapter="initialisation",
    statement=r"For $w$ normal and cut at $\kappa_w\sigma_w$ and $v$ uniform on $[-a_v, a_v]$, or the other way "
    r"round; zero for "
    r"$|\mu| > \kappa_w\sigma_w a_v$.",
    arguments=arguments(mu, sigma_w, a_v, kappa_w),
    subject=delta_slope_density,
    start=delta_slope_integral(W, V_UNIFORM),
    steps=(
        Step(
            "=",
            Integral(exp(-(r**2) / (2 * sigma_w**2)) / r, (r, LOW_U, Max(CUT_W, LOW_U)))
            / (a_v * sigma_w * sqrt(2 * pi) * Z_W),
            Algebra(
                r"both densities are positive only for $|\mu|/a_v \le |w| \le \kappa_w\sigma_w$; both signs of $w$ "
                r"count"
            ),
        ),
        Step(
            "=",
            (
                Integral(exp(-(r**2) / (2 * sigma_w**2)) / r, (r, LOW_U, oo))
                - Integral(exp(-(r**2) / (2 * sigma_w**2)) / r, (r, Max(CUT_W, LOW_U), oo))
            )
            / (a_v * sigma_w * sqrt(2 * pi) * Z_W),
            Algebra("as a difference of two tails"),
        ),
        Step(
            "=",
            (exp_integral(LOW_U**2 / (2 * sigma_w**2)) - exp_integral(Max(CUT_W, LOW_U) ** 2 / (2 * sigma_w**2)))
            / (2 * a_v * sigma_w * sqrt(2 * pi) * Z_W),
            Known(r"definition of $\mathrm{E}_1$", "DLMF 6.2.1"),
        ),
    ),
    compute=Piecewise(
        (0, Ge(LOW_U, CUT_W)),
        (
            (exp_integral(LOW_U**2 / (2 * sigma_w**2)) - exp_integral(kappa_w**2 / 2))
            / (2 * a_v * sigma_w * sqrt(2 * pi) * Z_W),
            True,
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
