"""Densities and moment functions of generalised normal weights with one exponent (B6)."""

from sympy import (
    Abs,
    EulerGamma,
    Expr,
    Function,
    Integral,
    Le,
    Max,
    Min,
    Piecewise,
    Rational,
    S,
    besselk,
    exp,
    gamma,
    log,
    oo,
    sqrt,
)

from symspline.model.definitions import (
    breakpoint_density,
    breakpoint_integral,
    conditional_density,
    delta_slope_density,
    delta_slope_integral,
    joint,
    joint_integral,
    zeta,
    zeta_integral,
)
from symspline.model.law import GeneralisedNormal
from symspline.proof.moves import Algebra, By, Fold
from symspline.proof.theorem import Argument, Step, Theorem

from .arguments import arguments
from .integrals import BESSEL_POWER, GAMMA
from .vocabulary import A as RATE
from .vocabulary import B as OTHER_RATE
from .vocabulary import alpha_b, alpha_v, alpha_w, beta, c, k, mu, n, p, q, r, w

W, B, V = (GeneralisedNormal(scale, q) for scale in (alpha_w, alpha_b, alpha_v))
HALF = Rational(1, 2)
TINY = Rational(1, 10**100)


def height(scale: Expr) -> Expr:
    """The density at 0."""
    return q / (2 * scale * gamma(1 / q))


C_W, C_B, C_V = height(alpha_w), height(alpha_b), height(alpha_v)


def rate(place: Expr) -> Expr:
    """The coefficient of `-|w|^q` in the exponent of `p_w(w) p_b(-place w)`."""
    return alpha_w**-q + (Abs(place) / alpha_b) ** q


def reach(place: Expr) -> Expr:
    """The size `rate^(-1/q)` of a typical weight, in a form that neither overflows nor divides by 0."""
    one, other = alpha_b, alpha_w * Abs(place)
    return alpha_w * alpha_b / Max(one, other) * (1 + (Min(one, other) / Max(one, other)) ** q) ** (-1 / q)


A, D = rate(beta), (Abs(mu) / alpha_v) ** q
Y = Abs(mu) / (alpha_v * reach(beta))


def bessel_part(y: Expr) -> Expr:
    """`sqrt(y) K_{1/q}(2 y^(q/2))` with its limit at 0; its first two terms replace it where `y^q` underflows."""
    near = (gamma(1 / q) - q * y * gamma(1 - 1 / Max(q, 2))) / 2
    return Piecewise((near, Le(y ** (q / 2), TINY)), (sqrt(y) * besselk(1 / q, 2 * y ** (q / 2)), True))


KINK = Argument(mu, -HALF, HALF, "delta-slope")
"""A short box: for large exponents the density is soon too small to be enclosed with a relative radius."""

JOINT = Theorem(
    id="B6.joint",
    title="Joint density of breakpoint and delta-slope for generalised normal weights",
    chapter="initialisation",
    statement=r"For independent generalised normal $w$, $b$, $v$ with scales $\alpha_w$, $\alpha_b$, $\alpha_v$ and "
    r"the same exponent $q$. At $\mu = 0$ the value is the limit (B6.joint-at-zero).",
    arguments=(*arguments(beta), KINK, *arguments(alpha_w, alpha_b, alpha_v, q)),
    subject=joint,
    start=joint_integral(W, B, V),
    steps=(
        Step(
            "=",
            C_W * C_B * C_V * Integral(exp(-A * Abs(w) ** q - D * Abs(w) ** -q), (w, -oo, oo)),
            Algebra("collect the exponents"),
        ),
        Step("=", 2 * C_W * C_B * C_V * Integral(exp(-A * r**q - D * r**-q), (r, 0, oo)), Fold(w, r)),
        Step(
            "=",
            4 * C_W * C_B * C_V / q * (D / A) ** (1 / (2 * q)) * besselk(1 / q, 2 * sqrt(A * D)),
            By(BESSEL_POWER, {k: S.One, RATE: A, OTHER_RATE: D}),
        ),
    ),
    compute=4 * C_W * C_B * C_V / q * reach(beta) * bessel_part(Y),
)

JOINT_AT_ZERO = Theorem(
    id="B6.joint-at-zero",
    title="Joint density at delta-slope zero",
    chapter="initialisation",
    statement=r"At $\mu = 0$ the Bessel function has a pole and its factor a zero; the density itself is finite there.",
    arguments=arguments(beta, alpha_w, alpha_b, alpha_v, q),
    subject=joint.subs(mu, 0),
    start=joint_integral(W, B, V).subs(mu, 0),
    steps=(
        Step("=", C_W * C_B * C_V * Integral(exp(-A * Abs(w) ** q), (w, -oo, oo)), Algebra("collect the exponents")),
        Step("=", 2 * C_W * C_B * C_V * Integral(exp(-A * r**q), (r, 0, oo)), Fold(w, r)),
        Step("=", 2 * C_W * C_B * C_V / q * gamma(1 / q) * A ** (-1 / q), By(GAMMA, {p: S.One, RATE: A})),
    ),
    compute=2 * C_W * C_B * C_V / q * gamma(1 / q) * reach(beta),
)

Y_MU = Abs(mu) / (alpha_w * alpha_v)

DELTA_SLOPE = Theorem(
    id="B6.delta-slope",
    title="Density of the delta-slope for generalised normal weights",
    chapter="initialisation",
    statement=r"A Bessel function of order 0 for every exponent, with its logarithmic singularity at $\mu = 0$.",
    arguments=(KINK, *arguments(alpha_w, alpha_v, q)),
    subject=delta_slope_density,
    start=delta_slope_integral(W, V),
    steps=(
        Step("=", 2 * C_W * C_V * Integral(exp(-(alpha_w**-q) * r**q - D * r**-q) / r, (r, 0, oo)), Fold(w, r)),
        Step(
            "=",
            4 * C_W * C_V / q * besselk(0, 2 * sqrt(alpha_w**-q * D)),
            By(BESSEL_POWER, {k: S.Zero, RATE: alpha_w**-q, OTHER_RATE: D}),
        ),
        Step("=", 4 * C_W * C_V / q * besselk(0, 2 * Y_MU ** (q / 2)), Algebra("collect the powers")),
    ),
    compute=4
    * C_W
    * C_V
    / q
    * Piecewise((-q * log(Y_MU) / 2 - EulerGamma, Le(Y_MU ** (q / 2), TINY)), (besselk(0, 2 * Y_MU ** (q / 2)), True)),
)

MOMENTS = Theorem(
    id="B6.moments",
    title="Moment functions for generalised normal weights",
    chapter="initialisation",
    statement=r"The moment function $\zeta_n(c) = \int |w|^{n+1} p_w(w)\, p_b(-c w)\, dw$ of every order; $\zeta_0$ "
    r"is the density of "
    r"the breakpoint and $\zeta_2$ is $\zeta$.",
    arguments=arguments(c, alpha_w, alpha_b, q, n),
    subject=Function("zeta_n", real=True)(c),
    start=zeta_integral(W, B, n),
    steps=(
        Step(
            "=",
            C_W * C_B * Integral(Abs(w) ** (n + 1) * exp(-rate(c) * Abs(w) ** q), (w, -oo, oo)),
            Algebra("collect the exponents"),
        ),
        Step("=", 2 * C_W * C_B * Integral(r ** (n + 1) * exp(-rate(c) * r**q), (r, 0, oo)), Fold(w, r)),
        Step(
            "=",
            2 * C_W * C_B / q * gamma((n + 2) / q) * rate(c) ** (-(n + 2) / q),
            By(GAMMA, {p: n + 2, RATE: rate(c)}),
        ),
    ),
    compute=2 * C_W * C_B / q * gamma((n + 2) / q) * reach(c) ** (n + 2),
)

BREAKPOINT = Theorem(
    id="B6.breakpoint",
    title="Density of the breakpoint for generalised normal weights",
    chapter="initialisation",
    statement=r"The moment function of order 0. It falls as $\beta^{-2}$ for every exponent.",
    arguments=arguments(beta, alpha_w, alpha_b, q),
    subject=breakpoint_density,
    start=breakpoint_integral(W, B),
    steps=(
        Step("=", 2 * C_W * C_B / q * gamma(2 / q) * A ** (-2 / q), By(MOMENTS, {c: beta, n: S.Zero}, text="order 0")),
    ),
    compute=2 * C_W * C_B / q * gamma(2 / q) * reach(beta) ** 2,
)

ZETA = Theorem(
    id="B6.zeta",
    title="Zeta of generalised normal weights and biases",
    chapter="initialisation",
    statement=r"The moment function of order 2. It falls as $c^{-4}$ for every exponent.",
    arguments=arguments(c, alpha_w, alpha_b, q),
    subject=zeta,
    start=zeta_integral(W, B),
    steps=(Step("=", 2 * C_W * C_B / q * gamma(4 / q) * rate(c) ** (-4 / q), By(MOMENTS, {n: S(2)}, text="order 2")),),
    compute=2 * C_W * C_B / q * gamma(4 / q) * reach(c) ** 4,
)

CONDITIONAL = Theorem(
    id="B6.conditional",
    title="Density of the delta-slope given the breakpoint, for generalised normal weights",
    chapter="initialisation",
    statement=r"The breakpoint enters only through the scale $\alpha_v A(\beta)^{-1/q}$ of the delta-slope.",
    arguments=(KINK, *arguments(beta, alpha_w, alpha_b, alpha_v, q)),
    subject=conditional_density,
    start=joint_integral(W, B, V) / breakpoint_integral(W, B),
    steps=(
        Step("=", JOINT.conclusion / breakpoint_integral(W, B), By(JOINT)),
        Step("=", JOINT.conclusion / BREAKPOINT.conclusion, By(BREAKPOINT)),
    ),
    compute=2 * C_V * bessel_part(Y) / (gamma(2 / q) * reach(beta)),
)

SECOND_MOMENT = Theorem(
    id="B6.second-moment",
    title="Mean square of the weight given the breakpoint",
    chapter="initialisation",
    statement=r"Neurons with far breakpoints have small weights: $\mathbb{E}[w^2 \mid \beta]$ falls as $\beta^{-2}$.",
    arguments=arguments(c, alpha_w, alpha_b, q),
    subject=Function("E_2", real=True)(c),
    start=zeta_integral(W, B) / zeta_integral(W, B, 0),
    steps=(
        Step("=", ZETA.conclusion / zeta_integral(W, B, 0), By(ZETA)),
        Step("=", ZETA.conclusion / BREAKPOINT.conclusion.subs(beta, c), By(BREAKPOINT, {beta: c})),
    ),
    compute=gamma(4 / q) / gamma(2 / q) * reach(c) ** 2,
)
