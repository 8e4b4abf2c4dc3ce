"""Members, limit and truncation of the generalised normal family (the second half of B6)."""

from sympy import Abs, Expr, Function, Integral, Max, Piecewise, S, exp, gamma, oo, pi, sqrt

from symspline.model import definitions as of
from symspline.model.law import Laplace, Normal
from symspline.proof.moves import By, Fold, Known, TakeLimit
from symspline.proof.section import Section
from symspline.special import lower_gamma, scaled_lower_gamma

from . import vocabulary as sym
from .definitions import Laws
from .generalised_normal import JOINT, MOMENTS, B, W, rate
from .hypotheses import BENDS
from .integrals import LOWER_GAMMA
from .vocabulary import alpha_b, alpha_v, alpha_w, beta, c, kappa_b, kappa_w, mu, n, q, r, sigma_b, sigma_v, sigma_w, w

B6 = Section(__name__, "B6")

TO_NORMAL = {alpha_w: sqrt(2) * sigma_w, alpha_b: sqrt(2) * sigma_b, alpha_v: sqrt(2) * sigma_v, q: S(2)}
NORMAL_RATE = (sigma_b**2 + sigma_w**2 * c**2) / (2 * sigma_w**2 * sigma_b**2)

NORMAL = B6.theorem(
    "normal",
    "Exponent 2: moment functions of normal weights",
    r"""The normal law of standard deviation $\sigma$ is the generalised normal law of exponent 2 and scale
    $\sqrt2\,\sigma$.""",
    Function("zeta_n", real=True)(c),
    of.zeta_integral(Normal(sigma_w), Normal(sigma_b), n),
    By(MOMENTS, TO_NORMAL),
    (gamma(n / S(2) + 1) * NORMAL_RATE ** (-n / S(2) - 1) / (2 * pi * sigma_w * sigma_b), r"$\Gamma(1/2)^2 = \pi$"),
)

NORMAL_JOINT = Laws(B6, Normal(sigma_w), Normal(sigma_b), Normal(sigma_v)).theorem(
    "normal-joint",
    "Exponent 2: joint density of normal weights",
    "The Bessel function of order one half is elementary, and the joint density of B7.joint appears.",
    of.joint,
    (JOINT.conclusion.subs(TO_NORMAL), By(JOINT, TO_NORMAL)),
    (
        exp(-Abs(mu) * sqrt(sigma_b**2 + sigma_w**2 * beta**2) / (sigma_w * sigma_b * sigma_v))
        / (2 * pi * sigma_v * sqrt(sigma_b**2 + sigma_w**2 * beta**2)),
        Known(r"$K_{1/2}(z) = \sqrt{\pi/(2z)}\,e^{-z}$", "DLMF 10.39.2"),
    ),
    given=(BENDS,),
)

TO_LAPLACE = {alpha_w: sym.tau_w, alpha_b: sym.tau_b, alpha_v: sym.tau_v, q: S.One}

LAPLACE = B6.theorem(
    "laplace",
    "Exponent 1: moment functions of Laplace weights",
    "The Laplace law is the generalised normal law of exponent 1.",
    Function("zeta_n", real=True)(c),
    of.zeta_integral(Laplace(sym.tau_w), Laplace(sym.tau_b), n),
    By(MOMENTS, TO_LAPLACE),
)

UNIFORM = B6.theorem(
    "uniform",
    "Large exponents: moment functions of uniform weights",
    r"""As $q \to \infty$ the generalised normal law of scale $\alpha$ becomes the uniform law on $[-\alpha, \alpha]$,
    and $A^{-1/q}$ the largest possible weight $m(c) = \min(\alpha_w, \alpha_b/|c|)$.""",
    Function("zeta_n", real=True)(c),
    of.zeta_integral(W, B, n),
    By(MOMENTS),
    (MOMENTS.compute, "take the largest term out of the rate"),
    (
        (alpha_w * alpha_b / Max(alpha_b, alpha_w * Abs(c))) ** (n + 2) / (2 * (n + 2) * alpha_w * alpha_b),
        TakeLimit(q, oo, family=True),
    ),
)


def cut_density(scale: Expr, cut: Expr, place: Expr) -> Expr:
    """The density of a generalised normal law conditioned on `|x| <= cut scale`, at a point of its support."""
    return q * exp(-((Abs(place) / scale) ** q)) / (2 * scale * lower_gamma(1 / q, cut**q))


CUT_W, CUT_B = kappa_w * alpha_w, kappa_b * alpha_b
LARGEST = CUT_W * CUT_B / Max(CUT_B, CUT_W * Abs(c))
LARGEST_POWER = (LARGEST / alpha_w) ** q + (LARGEST * Abs(c) / alpha_b) ** q
HEIGHTS = q**2 / (4 * alpha_w * alpha_b * lower_gamma(1 / q, kappa_w**q) * lower_gamma(1 / q, kappa_b**q))

TRUNCATED = B6.theorem(
    "t.moments",
    "Moment functions for truncated generalised normal weights",
    r"""With $w$ conditioned on $|w| \le \kappa_w \alpha_w$ and $b$ on $|b| \le \kappa_b \alpha_b$ the gamma function
    becomes an incomplete one, up to the largest possible weight $m = \min(\kappa_w \alpha_w, \kappa_b
    \alpha_b/|c|)$.""",
    Function("zeta_n", real=True)(c),
    Integral(
        Abs(w) ** (n + 1)
        * cut_density(alpha_w, kappa_w, w)
        * Piecewise((cut_density(alpha_b, kappa_b, c * w), Abs(c * w) <= CUT_B), (0, True)),
        (w, -CUT_W, CUT_W),
    ),
    (
        HEIGHTS * Integral(Abs(w) ** (n + 1) * exp(-rate(c) * Abs(w) ** q), (w, -LARGEST, LARGEST)),
        r"the bias is possible only for $|w| \le m$; collect the exponents",
    ),
    Fold(w, r),
    (
        2 * HEIGHTS / q * lower_gamma((n + 2) / q, rate(c) * LARGEST**q) * rate(c) ** (-(n + 2) / q),
        By(LOWER_GAMMA, {sym.p: n + 2, sym.A: rate(c), sym.m: LARGEST}),
    ),
    compute=2 * HEIGHTS / q * LARGEST ** (n + 2) * scaled_lower_gamma((n + 2) / q, LARGEST_POWER),
)
