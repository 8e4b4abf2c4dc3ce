r"""Truncated normal weights, biases and output weights (B11).

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

from sympy import Abs, Expr, Ge, Integral, Le, Max, Piecewise, Rational, atan, erf, exp, oo, pi, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import collect, scales, table
from symspline.model import definitions as of
from symspline.model.init import Init
from symspline.model.law import Normal, TruncatedNormal, Uniform
from symspline.proof.moves import Antiderivative, By, Fold, Known, SplitCases
from symspline.proof.section import Section
from symspline.special import erfcx, exp_integral, owens_t, scaled_lower_gamma

from .definitions import Laws
from .gaussian import rate
from .hypotheses import BENDS
from .integrals import CUT_GAUSS_FIRST, CUT_GAUSS_THIRD, RATE, reciprocal_gauss_primitive
from .vocabulary import HALF, a_v, beta, c, kappa_b, kappa_v, kappa_w, m, mu, r, s, sigma_b, sigma_v, sigma_w, w

B11 = Section(__name__, "B11", "Truncated normal weights")

W, B, V = TruncatedNormal(sigma_w, kappa_w), TruncatedNormal(sigma_b, kappa_b), TruncatedNormal(sigma_v, kappa_v)
TRUNCATED, BESIDE_NORMAL = Laws(B11, W, B, V), Laws(B11, W, Normal(sigma_b))
D = mu**2 / (2 * sigma_v**2)
LOW = Abs(mu) / V.upper
FRONT = 1 / ((2 * pi) ** Rational(3, 2) * sigma_w * sigma_b * sigma_v * W.mass * B.mass * V.mass)


def largest(place: Expr) -> Expr:
    """The largest `|w|` that both cuts allow, `min(kappa_w sigma_w, kappa_b sigma_b/|place|)`, also at 0."""
    return W.upper * B.upper / Max(B.upper, W.upper * Abs(place))


A, A_C = rate(beta), rate(c)
M, M_C = largest(beta), largest(c)


def computed_joint() -> Expr:
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
    return Piecewise((0, Le(M, LOW)), (2 * FRONT * sqrt(pi) / (4 * root) * (grown + fallen), True))


JOINT = TRUNCATED.theorem(
    "joint",
    "Joint density of breakpoint and delta-slope for truncated normal weights",
    r"""For independent normal $w$, $b$, $v$ with parent scales $\sigma_w$, $\sigma_b$, $\sigma_v$, conditioned on
    $|w| \le \kappa_w\sigma_w$, $|b| \le \kappa_b\sigma_b$, $|v| \le \kappa_v\sigma_v$. The weight ranges from
    $|\mu|/(\kappa_v\sigma_v)$ to $m(\beta) = \min(\kappa_w\sigma_w, \kappa_b\sigma_b/|\beta|)$; the density is zero
    where this range is empty.""",
    of.joint,
    (
        2 * FRONT * Integral(exp(-A * r**2 - D / r**2), (r, LOW, Max(M, LOW))),
        r"all three densities are positive only for $|\mu|/(\kappa_v\sigma_v) \le |w| \le m(\beta)$; both signs of $w$ "
        "count",
    ),
    Antiderivative(r, reciprocal_gauss_primitive(r, A, D)),
    compute=computed_joint(),
)

BOTH_CUT = 2 * pi * sigma_w * sigma_b * W.mass * B.mass
BREAKPOINT = TRUNCATED.theorem(
    "breakpoint",
    "Density of the breakpoint for truncated normal weights",
    "The Cauchy density of B7.breakpoint with a factor that the cuts take off.",
    of.breakpoint_density,
    (
        Integral(Abs(w) * exp(-A * w**2), (w, -M, M)) / BOTH_CUT,
        r"the bias is possible only for $|w| \le m(\beta)$; collect the exponents",
    ),
    Fold(w, r),
    By(CUT_GAUSS_FIRST, {RATE: A, m: M}),
    compute=M**2 * scaled_lower_gamma(1, A * M**2) / BOTH_CUT,
)

ZETA = TRUNCATED.theorem(
    "zeta",
    "Zeta of truncated normal weights and biases",
    r"""With $m(c) = \min(\kappa_w\sigma_w, \kappa_b\sigma_b/|c|)$. It is smooth except at $|c| =
    \kappa_b\sigma_b/(\kappa_w\sigma_w)$.""",
    of.zeta,
    (
        Integral(Abs(w) ** 3 * exp(-A_C * w**2), (w, -M_C, M_C)) / BOTH_CUT,
        r"the bias is possible only for $|w| \le m(c)$; collect the exponents",
    ),
    Fold(w, r),
    By(CUT_GAUSS_THIRD, {RATE: A_C, m: M_C}),
    compute=M_C**4 * scaled_lower_gamma(2, A_C * M_C**2) / BOTH_CUT,
)

T = sigma_w * beta / sigma_b


def mass(end: Expr, low: Expr, high: Expr) -> Expr:
    """The probability of the breakpoints of a range in which the weight is limited by that end."""
    density = sigma_w * sigma_b * (1 - exp(-rate(s) * end**2)) / (sigma_b**2 + sigma_w**2 * s**2)
    return Integral(density, (s, low, high)) / (pi * W.mass * B.mass)


def inside(slope: Expr, cut: Expr) -> Expr:
    """The probability between 0 and a breakpoint whose weight is limited by one cut only."""
    return (atan(slope) / pi - 2 * owens_t(cut, slope)) / (W.mass * B.mass)


BREAKPOINT_CDF = B11.theorem(
    "breakpoint-cdf",
    "Distribution function of the breakpoint for truncated normal weights",
    r"""With $t = \sigma_w\beta/\sigma_b$ and Owen's function $T$. In the middle the cut of the weights limits the
    integral, beyond $|t| = \kappa_b/\kappa_w$ that of the biases.""",
    of.breakpoint_cdf,
    Integral(BREAKPOINT.conclusion.subs(beta, s), (s, -oo, beta)),
    (
        Piecewise(
            (HALF + mass(W.upper, 0, beta), Abs(T) <= kappa_b / kappa_w),
            (1 - mass(B.upper / s, beta, oo), T > 0),
            (mass(B.upper / s, -oo, beta), True),
        ),
        SplitCases(
            r"$m(s) = \kappa_w\sigma_w$ in the middle and $\kappa_b\sigma_b/|s|$ beyond; half of the mass lies on "
            "either side of 0"
        ),
    ),
    (
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
    origin=By(BREAKPOINT, {beta: s}),
)

# --- beside normal biases or uniform output weights -------------------------------------------------------------------

WEIGHT_CUT = 2 * pi * sigma_w * sigma_b * W.mass
W_BREAKPOINT = BESIDE_NORMAL.theorem(
    "w.breakpoint",
    "Density of the breakpoint for truncated weights and normal biases",
    r"For $w$ normal and cut at $\kappa_w\sigma_w$ and $b \sim N(0, \sigma_b^2)$ not cut.",
    of.breakpoint_density,
    (Integral(Abs(w) * exp(-A * w**2), (w, -W.upper, W.upper)) / WEIGHT_CUT, "collect the exponents"),
    Fold(w, r),
    By(CUT_GAUSS_FIRST, {RATE: A, m: W.upper}),
    compute=W.upper**2 * scaled_lower_gamma(1, A * W.upper**2) / WEIGHT_CUT,
)

W_ZETA = BESIDE_NORMAL.theorem(
    "w.zeta",
    "Zeta of truncated weights and normal biases",
    "The same with the third moment; smooth everywhere.",
    of.zeta,
    (Integral(Abs(w) ** 3 * exp(-A_C * w**2), (w, -W.upper, W.upper)) / WEIGHT_CUT, "collect the exponents"),
    Fold(w, r),
    By(CUT_GAUSS_THIRD, {RATE: A_C, m: W.upper}),
    compute=W.upper**4 * scaled_lower_gamma(2, A_C * W.upper**2) / WEIGHT_CUT,
)

LEAST = Abs(mu) / a_v
TAIL = exp(-(r**2) / (2 * sigma_w**2)) / r
SLOPE_FRONT = 1 / (a_v * sigma_w * sqrt(2 * pi) * W.mass)
FIRST = exp_integral(LEAST**2 / (2 * sigma_w**2))
V_DELTA_SLOPE = Laws(B11, W, v=Uniform(a_v)).theorem(
    "v.delta-slope",
    "Density of the delta-slope for truncated normal weights and uniform output weights",
    r"""For $w$ normal and cut at $\kappa_w\sigma_w$ and $v$ uniform on $[-a_v, a_v]$, or the other way round; zero
    for $|\mu| > \kappa_w\sigma_w a_v$.""",
    of.delta_slope_density,
    (
        Integral(TAIL, (r, LEAST, Max(W.upper, LEAST))) * SLOPE_FRONT,
        r"both densities are positive only for $|\mu|/a_v \le |w| \le \kappa_w\sigma_w$; both signs of $w$ count",
    ),
    (
        (Integral(TAIL, (r, LEAST, oo)) - Integral(TAIL, (r, Max(W.upper, LEAST), oo))) * SLOPE_FRONT,
        "as a difference of two tails",
    ),
    (
        (FIRST - exp_integral(Max(W.upper, LEAST) ** 2 / (2 * sigma_w**2))) * SLOPE_FRONT / 2,
        Known(r"definition of $\mathrm{E}_1$", "DLMF 6.2.1"),
    ),
    given=(BENDS,),
    compute=Piecewise((0, Ge(LEAST, W.upper)), ((FIRST - exp_integral(kappa_w**2 / 2)) * SLOPE_FRONT / 2, True)),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section computes for an initialisation; empty when nothing fits."""
    values = scales(init, TruncatedNormal)
    for role, symbol in (("w", kappa_w), ("b", kappa_b), ("v", kappa_v)):
        if isinstance(law := getattr(init, role), TruncatedNormal):
            values[symbol] = law.cut
    forms = collect(values, table(JOINT, BREAKPOINT, ZETA, BREAKPOINT_CDF))
    if isinstance(init.b, Normal) and init.b.mean == 0:
        forms |= collect({**values, sigma_b: init.b.scale}, table(W_BREAKPOINT, W_ZETA))
    for cut, flat in ((init.w, init.v), (init.v, init.w)):
        if isinstance(cut, TruncatedNormal) and isinstance(flat, Uniform):
            values = {sigma_w: cut.scale, kappa_w: cut.cut, a_v: flat.half_width}
            forms |= collect(values, table(V_DELTA_SLOPE))
    return forms
