r"""Absolute moments of the laws of the weights (B0m).

Slope, roughness and total variation of a random network need no more of a weight than a few numbers
$\mathbb{E}|w|^n$, most of all $n = 1, 2, 4$. The ratio $\kappa = \mathbb{E}w^4/(\mathbb{E}w^2)^2$ is 3 for a normal
law, $9/5$ for a uniform law and $2.3655$ for a normal law cut at two scales; the ratio
$\mathbb{E}|w|/\sqrt{\mathbb{E}w^2}$ is $\sqrt{2/\pi}$, $\sqrt 3/2$ and $0.8217$.

A trap: the scale of a truncated normal law is the standard deviation of the law before it is cut. Cutting at two
scales leaves $0.87962566\,\sigma$, and frameworks differ in whether they divide by that number.
"""

from sympy import Abs, Expr, Function, Integral, Rational, S, Symbol, erf, exp, gamma, lowergamma, oo, pi, sqrt

from symspline.model.definitions import over_support
from symspline.model.law import Laplace, Law, Normal, TruncatedNormal, Uniform
from symspline.proof.moves import Antiderivative, By, Fold, Known, Substitute
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from .integrals import GAMMA
from .vocabulary import A, a_w, kappa, n, p, q, r, sigma_w, tau_w, u, w

B0m = Section(__name__, "B0m", "Moments of the weights")

absolute_moment = Function("E", real=True)(Abs(w) ** n)


def moment(law: Law, order: int | Expr, variable: Symbol = w) -> Integral:
    """`E|X|^order` of a law, unevaluated."""
    return over_support(Abs(variable) ** order * law.density(variable), law, variable)


HALF_POWER = 2 ** (n / 2) * sigma_w**n / sqrt(pi)

NORMAL = B0m.theorem(
    "normal",
    "Absolute moments of a normal law",
    r"For $w \sim N(0, \sigma_w^2)$ and every order $n$.",
    absolute_moment,
    moment(Normal(sigma_w), n),
    (sqrt(2 / pi) / sigma_w * Integral(r**n * exp(-(r**2) / (2 * sigma_w**2)), (r, 0, oo)), Fold(w, r)),
    (HALF_POWER * gamma((n + 1) / 2), By(GAMMA, {p: n + 1, q: S(2), A: 1 / (2 * sigma_w**2)})),
)

UNIFORM = B0m.theorem(
    "uniform",
    "Absolute moments of a uniform law",
    "For $w$ uniform on $(-a_w, a_w)$ and every order $n$.",
    absolute_moment,
    moment(Uniform(a_w), n),
    Fold(w, r),
    (a_w**n / (n + 1), Antiderivative(r, r ** (n + 1) / ((n + 1) * a_w))),
)

TRUNCATED = B0m.theorem(
    "truncated",
    "Absolute moments of a truncated normal law",
    r"""For a normal law of scale $\sigma_w$ conditioned on $|w| \le \kappa\sigma_w$; the scale is the standard
    deviation before the cut.""",
    absolute_moment,
    moment(TruncatedNormal(sigma_w, kappa), n),
    Fold(w, r),
    (
        HALF_POWER / erf(kappa / sqrt(2)) * Integral(u ** ((n - 1) / 2) * exp(-u), (u, 0, kappa**2 / 2)),
        Substitute(r, u, sigma_w * sqrt(2 * u), r**2 / (2 * sigma_w**2)),
    ),
    (
        HALF_POWER * lowergamma((n + 1) / 2, kappa**2 / 2) / erf(kappa / sqrt(2)),
        Known("the lower incomplete gamma function", "DLMF 8.2.1"),
    ),
)

LAPLACE = B0m.theorem(
    "laplace",
    "Absolute moments of a Laplace law",
    r"For a Laplace law of scale $\tau_w$ and every order $n$.",
    absolute_moment,
    moment(Laplace(tau_w), n),
    (Integral(r**n * exp(-r / tau_w), (r, 0, oo)) / tau_w, Fold(w, r)),
    (tau_w**n * gamma(n + 1), By(GAMMA, {p: n + 1, q: S(1), A: 1 / tau_w})),
)


def by_uniform(order: int, half_width: Expr) -> By:
    """The moment of a uniform law by its theorem."""
    return By(UNIFORM, {n: S(order), a_w: half_width})


CUT = 1 - 2 * sqrt(2) * exp(-2) / (sqrt(pi) * erf(sqrt(2)))
"""Variance of a standard normal law cut at two scales."""
omega = Symbol("omega", real=True)
UNIT: dict[tuple[str, int], Theorem] = {}
"""(shape, order) -> the theorem on that moment of the law of unit variance."""

for shape, words, law, general, scale, moments in (
    ("normal", "a normal law", Normal, NORMAL, {sigma_w: S.One}, (sqrt(2 / pi), S.One, S(3))),
    ("uniform", "a uniform law", Uniform, UNIFORM, {a_w: sqrt(3)}, (sqrt(3) / 2, S.One, Rational(9, 5))),
    (
        "truncated",
        "a normal law cut at two scales",
        TruncatedNormal,
        TRUNCATED,
        {sigma_w: 1 / sqrt(CUT), kappa: S(2)},
        (
            sqrt(2 / pi) * (1 - exp(-2)) / (erf(sqrt(2)) * sqrt(CUT)),
            S.One,
            (3 - 14 * sqrt(2 / pi) * exp(-2) / erf(sqrt(2))) / CUT**2,
        ),
    ),
):
    for order, kind, value in zip((1, 2, 4), ("Mean size", "Variance", "Kurtosis"), moments, strict=True):
        start, cited = moment(law(*scale.values()), order), By(general, {n: S(order), **scale})
        elementary = (value, "the incomplete gamma function of half an integer is elementary")
        UNIT[shape, order] = B0m.theorem(
            f"{shape}-{order}",
            f"{kind} of {words} of unit variance",
            r"For a weight $\omega$ of variance 1, measured after any cut.",
            absolute_moment.subs({w: omega, n: order}),
            start,
            *((cited,) if cited.expected(start) == value else (cited, elementary)),
        )
