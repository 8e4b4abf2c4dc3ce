"""Generalised normal weights with one exponent: the family that contains normal, Laplace and uniform weights (B6)."""

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
    Symbol,
    besselk,
    exp,
    gamma,
    log,
    oo,
    pi,
    sqrt,
)

from symspline.model.init import Init
from symspline.model.law import GeneralisedNormal, Laplace, Law, Normal
from symspline.proof.moves import Algebra, By, Fold, Known, TakeLimit
from symspline.proof.theorem import Argument, Section, Step, Theorem
from symspline.special import lower_gamma, scaled_lower_gamma
from symspline.symbols import A as RATE
from symspline.symbols import B as OTHER_RATE
from symspline.symbols import (
    alpha_b,
    alpha_v,
    alpha_w,
    beta,
    c,
    k,
    kappa_b,
    kappa_w,
    m,
    mu,
    n,
    p,
    q,
    r,
    sigma_b,
    sigma_v,
    sigma_w,
    tau_b,
    tau_v,
    tau_w,
    w,
)

from .arguments import arguments
from .closed_form import ClosedForm
from .definitions import (
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
from .family import Table, collect
from .integrals import BESSEL_POWER, GAMMA, LOWER_GAMMA

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
    statement=r"For independent generalised normal $w$, $b$, $v$ with scales $\alpha_w$, $\alpha_b$, $\alpha_v$ and the same "
    r"exponent $q$.",
    arguments=(*arguments(beta), KINK, *arguments(alpha_w, alpha_b, alpha_v, q)),
    subject=joint,
    start=joint_integral(W, B, V),
    steps=(
        Step("=", C_W * C_B * C_V * Integral(exp(-A * Abs(w) ** q - D * Abs(w) ** -q), (w, -oo, oo)),
             Algebra("collect the exponents")),
        Step("=", 2 * C_W * C_B * C_V * Integral(exp(-A * r**q - D * r**-q), (r, 0, oo)), Fold(w, r)),
        Step("=", 4 * C_W * C_B * C_V / q * (D / A) ** (1 / (2 * q)) * besselk(1 / q, 2 * sqrt(A * D)),
             By(BESSEL_POWER, {k: S.One, RATE: A, OTHER_RATE: D})),
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
        Step("=", 4 * C_W * C_V / q * besselk(0, 2 * sqrt(alpha_w**-q * D)),
             By(BESSEL_POWER, {k: S.Zero, RATE: alpha_w**-q, OTHER_RATE: D})),
        Step("=", 4 * C_W * C_V / q * besselk(0, 2 * Y_MU ** (q / 2)), Algebra("collect the powers")),
    ),
    compute=4 * C_W * C_V / q * Piecewise(
        (-q * log(Y_MU) / 2 - EulerGamma, Le(Y_MU ** (q / 2), TINY)), (besselk(0, 2 * Y_MU ** (q / 2)), True)
    ),
)

MOMENTS = Theorem(
    id="B6.moments",
    title="Moment functions for generalised normal weights",
    chapter="initialisation",
    statement=r"The moment function $\zeta_n(c) = \int |w|^{n+1} p_w(w)\, p_b(-c w)\, dw$ of every order; $\zeta_0$ is the density of "
    r"the breakpoint and $\zeta_2$ is $\zeta$.",
    arguments=arguments(c, alpha_w, alpha_b, q, n),
    subject=Function("zeta_n", real=True)(c),
    start=zeta_integral(W, B, n),
    steps=(
        Step("=", C_W * C_B * Integral(Abs(w) ** (n + 1) * exp(-rate(c) * Abs(w) ** q), (w, -oo, oo)),
             Algebra("collect the exponents")),
        Step("=", 2 * C_W * C_B * Integral(r ** (n + 1) * exp(-rate(c) * r**q), (r, 0, oo)), Fold(w, r)),
        Step("=", 2 * C_W * C_B / q * gamma((n + 2) / q) * rate(c) ** (-(n + 2) / q), By(GAMMA, {p: n + 2, RATE: rate(c)})),
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
    steps=(
        Step("=", 2 * C_W * C_B / q * gamma(4 / q) * rate(c) ** (-4 / q), By(MOMENTS, {n: S(2)}, text="order 2")),
    ),
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
        Step("=", 2 * C_V * A ** (2 / q) * (D / A) ** (1 / (2 * q)) * besselk(1 / q, 2 * sqrt(A * D)) / gamma(2 / q),
             Algebra("divide")),
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
        Step("=", gamma(4 / q) / gamma(2 / q) * rate(c) ** (-2 / q), Algebra("divide")),
    ),
    compute=gamma(4 / q) / gamma(2 / q) * reach(c) ** 2,
)

TO_NORMAL = {alpha_w: sqrt(2) * sigma_w, alpha_b: sqrt(2) * sigma_b, alpha_v: sqrt(2) * sigma_v, q: S(2)}
NORMAL_RATE = (sigma_b**2 + sigma_w**2 * c**2) / (2 * sigma_w**2 * sigma_b**2)

NORMAL = Theorem(
    id="B6.normal",
    title="Exponent 2: moment functions of normal weights",
    chapter="initialisation",
    statement=r"The normal law of standard deviation $\sigma$ is the generalised normal law of exponent 2 and scale $\sqrt2\,\sigma$.",
    arguments=arguments(c, sigma_w, sigma_b, n),
    subject=Function("zeta_n", real=True)(c),
    start=zeta_integral(Normal(sigma_w), Normal(sigma_b), n),
    steps=(
        Step("=", MOMENTS.conclusion.subs(TO_NORMAL), By(MOMENTS, TO_NORMAL)),
        Step("=", gamma(n / S(2) + 1) * NORMAL_RATE ** (-n / S(2) - 1) / (2 * pi * sigma_w * sigma_b), Algebra(r"$\Gamma(1/2)^2 = \pi$")),
    ),
)

NORMAL_JOINT = Theorem(
    id="B6.normal-joint",
    title="Exponent 2: joint density of normal weights",
    chapter="initialisation",
    statement=r"The Bessel function of order one half is elementary, and the joint density of B7.joint appears.",
    arguments=arguments(beta, mu, sigma_w, sigma_b, sigma_v),
    subject=joint,
    start=joint_integral(Normal(sigma_w), Normal(sigma_b), Normal(sigma_v)),
    steps=(
        Step("=", JOINT.conclusion.subs(TO_NORMAL), By(JOINT, TO_NORMAL)),
        Step("=", exp(-Abs(mu) * sqrt(sigma_b**2 + sigma_w**2 * beta**2) / (sigma_w * sigma_b * sigma_v))
             / (2 * pi * sigma_v * sqrt(sigma_b**2 + sigma_w**2 * beta**2)),
             Known(r"$K_{1/2}(z) = \sqrt{\pi/(2z)}\,e^{-z}$", "DLMF 10.39.2")),
    ),
)

TO_LAPLACE = {alpha_w: tau_w, alpha_b: tau_b, alpha_v: tau_v, q: S.One}

LAPLACE = Theorem(
    id="B6.laplace",
    title="Exponent 1: moment functions of Laplace weights",
    chapter="initialisation",
    statement=r"The Laplace law is the generalised normal law of exponent 1.",
    arguments=arguments(c, tau_w, tau_b, n),
    subject=Function("zeta_n", real=True)(c),
    start=zeta_integral(Laplace(tau_w), Laplace(tau_b), n),
    steps=(
        Step("=", gamma(n + 2) * (1 / tau_w + Abs(c) / tau_b) ** (-n - 2) / (2 * tau_w * tau_b), By(MOMENTS, TO_LAPLACE)),
    ),
)

UNIFORM = Theorem(
    id="B6.uniform",
    title="Large exponents: moment functions of uniform weights",
    chapter="initialisation",
    statement=r"As $q \to \infty$ the generalised normal law of scale $\alpha$ becomes the uniform law on $[-\alpha, \alpha]$, and "
    r"$A^{-1/q}$ the largest possible weight $m(c) = \min(\alpha_w, \alpha_b/|c|)$.",
    arguments=arguments(c, alpha_w, alpha_b, q, n),
    subject=Function("zeta_n", real=True)(c),
    start=zeta_integral(W, B, n),
    steps=(
        Step("=", MOMENTS.conclusion, By(MOMENTS)),
        Step("=", MOMENTS.compute, Algebra("take the largest term out of the rate")),
        Step("=", (alpha_w * alpha_b / Max(alpha_b, alpha_w * Abs(c))) ** (n + 2) / (2 * (n + 2) * alpha_w * alpha_b),
             TakeLimit(q, oo)),
    ),
)


def cut_density(scale: Expr, cut: Expr, place: Expr) -> Expr:
    """The density of a generalised normal law conditioned on `|x| <= cut scale`, at a point of its support."""
    return q * exp(-((Abs(place) / scale) ** q)) / (2 * scale * lower_gamma(1 / q, cut**q))


CUT_W, CUT_B = kappa_w * alpha_w, kappa_b * alpha_b
LARGEST = CUT_W * CUT_B / Max(CUT_B, CUT_W * Abs(c))
HEIGHTS = q**2 / (4 * alpha_w * alpha_b * lower_gamma(1 / q, kappa_w**q) * lower_gamma(1 / q, kappa_b**q))

TRUNCATED = Theorem(
    id="B6t.moments",
    title="Moment functions for truncated generalised normal weights",
    chapter="initialisation",
    statement=r"With $w$ conditioned on $|w| \le \kappa_w \alpha_w$ and $b$ on $|b| \le \kappa_b \alpha_b$ the gamma function becomes "
    r"an incomplete one, up to the largest possible weight $m = \min(\kappa_w \alpha_w, \kappa_b \alpha_b/|c|)$.",
    arguments=arguments(c, alpha_w, alpha_b, kappa_w, kappa_b, q, n),
    subject=Function("zeta_n", real=True)(c),
    start=Integral(
        Abs(w) ** (n + 1) * cut_density(alpha_w, kappa_w, w)
        * Piecewise((cut_density(alpha_b, kappa_b, c * w), Abs(c * w) <= CUT_B), (0, True)),
        (w, -CUT_W, CUT_W),
    ),
    steps=(
        Step("=", HEIGHTS * Integral(Abs(w) ** (n + 1) * exp(-rate(c) * Abs(w) ** q), (w, -LARGEST, LARGEST)),
             Algebra(r"the bias is possible only for $|w| \le m$; collect the exponents")),
        Step("=", 2 * HEIGHTS * Integral(r ** (n + 1) * exp(-rate(c) * r**q), (r, 0, LARGEST)), Fold(w, r)),
        Step("=", 2 * HEIGHTS / q * lower_gamma((n + 2) / q, rate(c) * LARGEST**q) * rate(c) ** (-(n + 2) / q),
             By(LOWER_GAMMA, {p: n + 2, RATE: rate(c), m: LARGEST})),
    ),
    compute=2 * HEIGHTS / q * LARGEST ** (n + 2)
    * scaled_lower_gamma((n + 2) / q, (LARGEST / alpha_w) ** q + (LARGEST * Abs(c) / alpha_b) ** q),
)

TEXT = r"""
The generalised normal law has density proportional to $e^{-(|x|/\alpha)^q}$. Exponent 1 is the Laplace law, exponent 2 the normal
law, and as $q \to \infty$ it becomes the uniform law on $[-\alpha, \alpha]$. When $w$, $b$ and $v$ share the exponent, the exponents of
the three densities add up: with $b = -\beta w$ and $v = \mu/w$ the integrand is $e^{-A|w|^q - B|w|^{-q}}$ with
$A = \alpha_w^{-q} + |\beta|^q\alpha_b^{-q}$ and $B = (|\mu|/\alpha_v)^q$, and one substitution makes it a Bessel or a gamma integral. So one
computation serves the families of the next sections, which are read off it or derived again in their own, simpler way.

Two things hold for every member of the family and are easily taken for accidents of the normal one. The density of the
breakpoint falls as $\beta^{-2}$, so that breakpoints have no mean, and $\zeta$ falls as $c^{-4}$. And the breakpoint enters the law
of the delta-slope only as a scale, $A^{-1/q}$, the size of the weights that can produce it.

The formulas hold for $\mu \ne 0$. At $\mu = 0$ the joint density has a finite limit, stated separately, and the density of the
delta-slope a logarithmic singularity. Truncation turns gamma functions into incomplete ones and spoils the Bessel functions:
the joint density of truncated laws is elementary for $q = 2$ only.
"""

SECTION = Section(
    "B6",
    "Generalised normal weights",
    TEXT,
    (
        JOINT,
        JOINT_AT_ZERO,
        DELTA_SLOPE,
        MOMENTS,
        BREAKPOINT,
        ZETA,
        CONDITIONAL,
        SECOND_MOMENT,
        NORMAL,
        NORMAL_JOINT,
        LAPLACE,
        UNIFORM,
        TRUNCATED,
    ),
)

TABLE: Table = {
    "joint_density": (JOINT, (beta, mu)),
    "breakpoint_density": (BREAKPOINT, (beta,)),
    "delta_slope_density": (DELTA_SLOPE, (mu,)),
    "conditional_density": (CONDITIONAL, (mu, beta)),
    "zeta": (ZETA, (c,)),
}


LARGEST_EXPONENT = 100
"""Beyond it powers with this exponent leave the range of float64, and the law is uniform for every purpose."""


def as_generalised(law: Law | None) -> GeneralisedNormal | None:
    """A law of the family written with its exponent, None for any other."""
    if isinstance(law, GeneralisedNormal):
        return law
    if isinstance(law, Laplace):
        return GeneralisedNormal(law.scale, S.One)
    if isinstance(law, Normal) and law.mean == 0:
        return GeneralisedNormal(sqrt(2) * law.scale, S(2))
    return None


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section computes for an initialisation; empty when nothing fits.

    Laws that share their exponent fit together, so that a normal bias beside a generalised normal weight of exponent 2 does.
    """
    laws = {role: as_generalised(getattr(init, role)) for role in ("w", "b", "v")}
    if not any(isinstance(getattr(init, role), GeneralisedNormal) for role in laws) or laws["w"] is None:
        return {}
    exponent = laws["w"].q
    if (exponent - LARGEST_EXPONENT).is_positive:
        return {}
    values: dict[Symbol, Expr] = {q: exponent}
    for role, law in laws.items():
        if law is not None and law.q == exponent:
            values |= law.with_symbols(role)[1]
    return collect(values, TABLE)
