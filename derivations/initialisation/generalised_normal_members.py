"""Members, limit and truncation of the generalised normal family (the second half of B6)."""

from sympy import (
    Abs,
    Expr,
    Function,
    Integral,
    Max,
    Piecewise,
    S,
    exp,
    gamma,
    oo,
    pi,
    sqrt,
)

from symspline.model.definitions import joint, joint_integral, zeta_integral
from symspline.model.law import Laplace, Normal
from symspline.proof.moves import Algebra, By, Fold, Known, TakeLimit
from symspline.proof.theorem import Step, Theorem
from symspline.special import lower_gamma, scaled_lower_gamma

from .arguments import arguments
from .generalised_normal_densities import JOINT, MOMENTS, B, W, rate
from .integrals import LOWER_GAMMA
from .vocabulary import A as RATE
from .vocabulary import (
    alpha_b,
    alpha_v,
    alpha_w,
    beta,
    c,
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

TO_NORMAL = {alpha_w: sqrt(2) * sigma_w, alpha_b: sqrt(2) * sigma_b, alpha_v: sqrt(2) * sigma_v, q: S(2)}
NORMAL_RATE = (sigma_b**2 + sigma_w**2 * c**2) / (2 * sigma_w**2 * sigma_b**2)

NORMAL = Theorem(
    id="B6.normal",
    title="Exponent 2: moment functions of normal weights",
    chapter="initialisation",
    statement=r"The normal law of standard deviation $\sigma$ is the generalised normal law of exponent 2 and scale "
    r"$\sqrt2\,\sigma$.",
    arguments=arguments(c, sigma_w, sigma_b, n),
    subject=Function("zeta_n", real=True)(c),
    start=zeta_integral(Normal(sigma_w), Normal(sigma_b), n),
    steps=(
        Step("=", MOMENTS.conclusion.subs(TO_NORMAL), By(MOMENTS, TO_NORMAL)),
        Step(
            "=",
            gamma(n / S(2) + 1) * NORMAL_RATE ** (-n / S(2) - 1) / (2 * pi * sigma_w * sigma_b),
            Algebra(r"$\Gamma(1/2)^2 = \pi$"),
        ),
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
        Step(
            "=",
            exp(-Abs(mu) * sqrt(sigma_b**2 + sigma_w**2 * beta**2) / (sigma_w * sigma_b * sigma_v))
            / (2 * pi * sigma_v * sqrt(sigma_b**2 + sigma_w**2 * beta**2)),
            Known(r"$K_{1/2}(z) = \sqrt{\pi/(2z)}\,e^{-z}$", "DLMF 10.39.2"),
        ),
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
        Step(
            "=", gamma(n + 2) * (1 / tau_w + Abs(c) / tau_b) ** (-n - 2) / (2 * tau_w * tau_b), By(MOMENTS, TO_LAPLACE)
        ),
    ),
)

UNIFORM = Theorem(
    id="B6.uniform",
    title="Large exponents: moment functions of uniform weights",
    chapter="initialisation",
    statement=r"As $q \to \infty$ the generalised normal law of scale $\alpha$ becomes the uniform law on "
    r"$[-\alpha, \alpha]$, and "
    r"$A^{-1/q}$ the largest possible weight $m(c) = \min(\alpha_w, \alpha_b/|c|)$.",
    arguments=arguments(c, alpha_w, alpha_b, q, n),
    subject=Function("zeta_n", real=True)(c),
    start=zeta_integral(W, B, n),
    steps=(
        Step("=", MOMENTS.conclusion, By(MOMENTS)),
        Step("=", MOMENTS.compute, Algebra("take the largest term out of the rate")),
        Step(
            "=",
            (alpha_w * alpha_b / Max(alpha_b, alpha_w * Abs(c))) ** (n + 2) / (2 * (n + 2) * alpha_w * alpha_b),
            TakeLimit(q, oo),
        ),
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
    statement=r"With $w$ conditioned on $|w| \le \kappa_w \alpha_w$ and $b$ on $|b| \le \kappa_b \alpha_b$ the "
    r"gamma function becomes "
    r"an incomplete one, up to the largest possible weight $m = \min(\kappa_w \alpha_w, \kappa_b \alpha_b/|c|)$.",
    arguments=arguments(c, alpha_w, alpha_b, kappa_w, kappa_b, q, n),
    subject=Function("zeta_n", real=True)(c),
    start=Integral(
        Abs(w) ** (n + 1)
        * cut_density(alpha_w, kappa_w, w)
        * Piecewise((cut_density(alpha_b, kappa_b, c * w), Abs(c * w) <= CUT_B), (0, True)),
        (w, -CUT_W, CUT_W),
    ),
    steps=(
        Step(
            "=",
            HEIGHTS * Integral(Abs(w) ** (n + 1) * exp(-rate(c) * Abs(w) ** q), (w, -LARGEST, LARGEST)),
            Algebra(r"the bias is possible only for $|w| \le m$; collect the exponents"),
        ),
        Step("=", 2 * HEIGHTS * Integral(r ** (n + 1) * exp(-rate(c) * r**q), (r, 0, LARGEST)), Fold(w, r)),
        Step(
            "=",
            2 * HEIGHTS / q * lower_gamma((n + 2) / q, rate(c) * LARGEST**q) * rate(c) ** (-(n + 2) / q),
            By(LOWER_GAMMA, {p: n + 2, RATE: rate(c), m: LARGEST}),
        ),
    ),
    compute=2
    * HEIGHTS
    / q
    * LARGEST ** (n + 2)
    * scaled_lower_gamma((n + 2) / q, (LARGEST / alpha_w) ** q + (LARGEST * Abs(c) / alpha_b) ** q),
)
