r"""Generalised normal weights with one exponent: the family that contains normal, Laplace and uniform weights (B6).

The generalised normal law has density proportional to $e^{-(|x|/\alpha)^q}$. Exponent 1 is the Laplace law, exponent
2 the normal law, and as $q \to \infty$ it becomes the uniform law on $[-\alpha, \alpha]$. When $w$, $b$ and $v$ share
the exponent, the exponents of the three densities add up: with $b = -\beta w$ and $v = \mu/w$ the integrand is
$e^{-A|w|^q - B|w|^{-q}}$ with $A = \alpha_w^{-q} + |\beta|^q\alpha_b^{-q}$ and $B = (|\mu|/\alpha_v)^q$, and one
substitution makes it a Bessel or a gamma integral. So one computation serves the families of the next sections, which
are read off it or derived again in their own, simpler way.

Two things hold for every member of the family and are easily taken for accidents of the normal one. The density of
the breakpoint falls as $\beta^{-2}$, so that breakpoints have no mean, and $\zeta$ falls as $c^{-4}$. And the
breakpoint enters the law of the delta-slope only as a scale, $A^{-1/q}$, the size of the weights that can produce it.

The formulas hold for $\mu \ne 0$. At $\mu = 0$ the joint density has a finite limit, stated separately, and the
density of the delta-slope a logarithmic singularity. Truncation turns gamma functions into incomplete ones and spoils
the Bessel functions: the joint density of truncated laws is elementary for $q = 2$ only.
"""

from sympy import Abs, Expr, Function, Integral, Max, Min, Piecewise, S, Symbol, besselk, exp, gamma, log, oo, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import collect, table
from symspline.model import definitions as of
from symspline.model.init import Init
from symspline.model.law import GeneralisedNormal, Laplace, Law, Normal
from symspline.proof.moves import By, Fold
from symspline.proof.section import Section

from .definitions import Laws, laws
from .hypotheses import BENDS
from .integrals import BESSEL_POWER, GAMMA, OTHER_RATE, RATE
from .vocabulary import alpha_b, alpha_v, alpha_w, beta, c, k, mu, n, p, q, r, w

B6 = Section(__name__, "B6", "Generalised normal weights")

W, B, V = (GeneralisedNormal(scale, q) for scale in (alpha_w, alpha_b, alpha_v))
GENERALISED = Laws(B6, W, B, V)
TINY = S(10) ** -100


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
    return Piecewise((near, y ** (q / 2) <= TINY), (sqrt(y) * besselk(1 / q, 2 * y ** (q / 2)), True))


JOINT = GENERALISED.theorem(
    "joint",
    "Joint density of breakpoint and delta-slope for generalised normal weights",
    r"""For independent generalised normal $w$, $b$, $v$ with scales $\alpha_w$, $\alpha_b$, $\alpha_v$ and the same
    exponent $q$. At $\mu = 0$ the value is the limit (B6.joint-at-zero).""",
    of.joint,
    (C_W * C_B * C_V * Integral(exp(-A * Abs(w) ** q - D * Abs(w) ** -q), (w, -oo, oo)), "collect the exponents"),
    Fold(w, r),
    By(BESSEL_POWER, {k: S.One, RATE: A, OTHER_RATE: D}),
    given=(BENDS,),
    compute=4 * C_W * C_B * C_V / q * reach(beta) * bessel_part(Y),
)

JOINT_AT_ZERO = B6.theorem(
    "joint-at-zero",
    "Joint density at delta-slope zero",
    r"At $\mu = 0$ the Bessel function has a pole and its factor a zero; the density itself is finite there.",
    of.joint.subs(mu, 0),
    of.joint_integral(W, B, V).subs(mu, 0),
    (C_W * C_B * C_V * Integral(exp(-A * Abs(w) ** q), (w, -oo, oo)), "collect the exponents"),
    Fold(w, r),
    By(GAMMA, {p: S.One, RATE: A}),
    compute=2 * C_W * C_B * C_V / q * gamma(1 / q) * reach(beta),
    where=laws(W, B, V),
)

Y_MU = Abs(mu) / (alpha_w * alpha_v)
ROOT = Y_MU ** (q / 2)
LOGARITHM = -q * log(Y_MU) / 2 - S.EulerGamma  # what K_0 is close to 0, where the power may underflow

DELTA_SLOPE = GENERALISED.theorem(
    "delta-slope",
    "Density of the delta-slope for generalised normal weights",
    r"A Bessel function of order 0 for every exponent, with its logarithmic singularity at $\mu = 0$.",
    of.delta_slope_density,
    (2 * C_W * C_V * Integral(exp(-(alpha_w**-q) * r**q - D * r**-q) / r, (r, 0, oo)), Fold(w, r)),
    By(BESSEL_POWER, {k: S.Zero, RATE: alpha_w**-q, OTHER_RATE: D}),
    (4 * C_W * C_V / q * besselk(0, 2 * ROOT), "collect the powers"),
    given=(BENDS,),
    compute=4 * C_W * C_V / q * Piecewise((LOGARITHM, ROOT <= TINY), (besselk(0, 2 * ROOT), True)),
)

MOMENTS = B6.theorem(
    "moments",
    "Moment functions for generalised normal weights",
    r"""The moment function $\zeta_n(c) = \int |w|^{n+1} p_w(w)\, p_b(-c w)\, dw$ of every order; $\zeta_0$ is the
    density of the breakpoint and $\zeta_2$ is $\zeta$.""",
    Function("zeta_n", real=True)(c),
    of.zeta_integral(W, B, n),
    (C_W * C_B * Integral(Abs(w) ** (n + 1) * exp(-rate(c) * Abs(w) ** q), (w, -oo, oo)), "collect the exponents"),
    Fold(w, r),
    (2 * C_W * C_B / q * gamma((n + 2) / q) * rate(c) ** (-(n + 2) / q), By(GAMMA, {p: n + 2, RATE: rate(c)})),
    compute=2 * C_W * C_B / q * gamma((n + 2) / q) * reach(c) ** (n + 2),
)

BREAKPOINT = GENERALISED.theorem(
    "breakpoint",
    "Density of the breakpoint for generalised normal weights",
    r"The moment function of order 0. It falls as $\beta^{-2}$ for every exponent.",
    of.breakpoint_density,
    By(MOMENTS, {c: beta, n: S.Zero}, text="order 0"),
    compute=2 * C_W * C_B / q * gamma(2 / q) * reach(beta) ** 2,
)

ZETA = GENERALISED.theorem(
    "zeta",
    "Zeta of generalised normal weights and biases",
    "The moment function of order 2. It falls as $c^{-4}$ for every exponent.",
    of.zeta,
    By(MOMENTS, {n: S(2)}, text="order 2"),
    compute=2 * C_W * C_B / q * gamma(4 / q) * reach(c) ** 4,
)

CONDITIONAL = GENERALISED.theorem(
    "conditional",
    "Density of the delta-slope given the breakpoint, for generalised normal weights",
    r"The breakpoint enters only through the scale $\alpha_v A(\beta)^{-1/q}$ of the delta-slope.",
    of.conditional_density,
    By(JOINT),
    By(BREAKPOINT),
    given=(BENDS,),
    compute=2 * C_V * bessel_part(Y) / (gamma(2 / q) * reach(beta)),
)

SECOND_MOMENT = B6.theorem(
    "second-moment",
    "Mean square of the weight given the breakpoint",
    r"Neurons with far breakpoints have small weights: $\mathbb{E}[w^2 \mid \beta]$ falls as $\beta^{-2}$.",
    Function("E_2", real=True)(c),
    of.zeta_integral(W, B) / of.zeta_integral(W, B, 0),
    By(ZETA),
    By(BREAKPOINT, {beta: c}),
    compute=gamma(4 / q) / gamma(2 / q) * reach(c) ** 2,
)

TABLE = table(JOINT, BREAKPOINT, DELTA_SLOPE, CONDITIONAL, ZETA)
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

    Laws that share their exponent fit together, so that a normal bias beside a generalised normal weight of exponent 2
    does.
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
