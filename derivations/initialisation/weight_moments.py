"""Absolute moments of the laws of the weights (B0m)."""

from sympy import Abs, Expr, Function, Integral, Rational, S, Symbol, erf, exp, gamma, lowergamma, oo, pi, sqrt

from symspline.proof.moves import Algebra, Antiderivative, By, Fold, Known, Substitute
from symspline.proof.theorem import Section, Step, Theorem

from .arguments import arguments
from .integrals import GAMMA
from .vocabulary import A, a_w, kappa, n, p, q, r, sigma_w, tau_w, u, w

absolute_moment = Function("E", real=True)(Abs(w) ** n)


def normal_moment(order: Expr, sigma: Expr, variable: Symbol) -> Integral:
    """`E|X|^order` of a normal law of standard deviation sigma, unevaluated."""
    density = exp(-(variable**2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
    return Integral(Abs(variable) ** order * density, (variable, -oo, oo))


def uniform_moment(order: Expr, half_width: Expr, variable: Symbol) -> Integral:
    """`E|X|^order` of a uniform law on (-half_width, half_width), unevaluated."""
    return Integral(Abs(variable) ** order / (2 * half_width), (variable, -half_width, half_width))


def truncated_moment(order: Expr, sigma: Expr, cut: Expr, variable: Symbol) -> Integral:
    """`E|X|^order` of a normal law of scale sigma cut at `cut * sigma`, unevaluated."""
    density = exp(-(variable**2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma * erf(cut / sqrt(2)))
    return Integral(Abs(variable) ** order * density, (variable, -cut * sigma, cut * sigma))


def laplace_moment(order: Expr, tau: Expr, variable: Symbol) -> Integral:
    """`E|X|^order` of a Laplace law of scale tau, unevaluated."""
    return Integral(Abs(variable) ** order * exp(-Abs(variable) / tau) / (2 * tau), (variable, -oo, oo))


HALF_POWER = 2 ** (n / 2) * sigma_w**n / sqrt(pi)
BELL = u ** ((n - 1) / 2) * exp(-u)
TO_ENERGY = Substitute(r, u, sigma_w * sqrt(2 * u), r**2 / (2 * sigma_w**2))

NORMAL = Theorem(
    id="B0m.normal",
    title="Absolute moments of a normal law",
    chapter="initialisation",
    statement=r"For $w \sim N(0, \sigma_w^2)$ and every order $n$.",
    arguments=arguments(n, sigma_w),
    subject=absolute_moment,
    start=normal_moment(n, sigma_w, w),
    steps=(
        Step(
            "=",
            sqrt(2 / pi) / sigma_w * Integral(r**n * exp(-(r**2) / (2 * sigma_w**2)), (r, 0, oo)),
            Fold(w, r),
        ),
        Step(
            "=",
            HALF_POWER * gamma((n + 1) / 2),
            By(GAMMA, {p: n + 1, q: S(2), A: 1 / (2 * sigma_w**2)}),
        ),
    ),
)

UNIFORM = Theorem(
    id="B0m.uniform",
    title="Absolute moments of a uniform law",
    chapter="initialisation",
    statement=r"For $w$ uniform on $(-a_w, a_w)$ and every order $n$.",
    arguments=arguments(n, a_w),
    subject=absolute_moment,
    start=uniform_moment(n, a_w, w),
    steps=(
        Step("=", Integral(r**n / a_w, (r, 0, a_w)), Fold(w, r)),
        Step("=", a_w**n / (n + 1), Antiderivative(r, r ** (n + 1) / ((n + 1) * a_w))),
    ),
)

TRUNCATED = Theorem(
    id="B0m.truncated",
    title="Absolute moments of a truncated normal law",
    chapter="initialisation",
    statement=(
        r"For a normal law of scale $\sigma_w$ conditioned on $|w| \le \kappa\sigma_w$; the scale is the standard "
        r"deviation before the cut."
    ),
    arguments=arguments(n, sigma_w, kappa),
    subject=absolute_moment,
    start=truncated_moment(n, sigma_w, kappa, w),
    steps=(
        Step(
            "=",
            2
            * Integral(
                r**n * exp(-(r**2) / (2 * sigma_w**2)) / (sqrt(2 * pi) * sigma_w * erf(kappa / sqrt(2))),
                (r, 0, kappa * sigma_w),
            ),
            Fold(w, r),
        ),
        Step("=", HALF_POWER / erf(kappa / sqrt(2)) * Integral(BELL, (u, 0, kappa**2 / 2)), TO_ENERGY),
        Step(
            "=",
            HALF_POWER * lowergamma((n + 1) / 2, kappa**2 / 2) / erf(kappa / sqrt(2)),
            Known("the lower incomplete gamma function", "DLMF 8.2.1"),
        ),
    ),
)

LAPLACE = Theorem(
    id="B0m.laplace",
    title="Absolute moments of a Laplace law",
    chapter="initialisation",
    statement=r"For a Laplace law of scale $\tau_w$ and every order $n$.",
    arguments=arguments(n, tau_w),
    subject=absolute_moment,
    start=laplace_moment(n, tau_w, w),
    steps=(
        Step("=", Integral(r**n * exp(-r / tau_w), (r, 0, oo)) / tau_w, Fold(w, r)),
        Step("=", tau_w**n * gamma(n + 1), By(GAMMA, {p: n + 1, q: S(1), A: 1 / tau_w})),
    ),
)

TRUNCATED_SQUARE = 1 - 2 * sqrt(2) * exp(-2) / (sqrt(pi) * erf(sqrt(2)))
"""Variance of a standard normal law cut at two scales."""
_TAIL = exp(-2) / erf(sqrt(2))
SHAPES = {
    "normal": (sqrt(2 / pi), S.One, S(3)),
    "uniform": (sqrt(3) / 2, S.One, Rational(9, 5)),
    "truncated": (
        sqrt(2 / pi) * (1 - exp(-2)) / (erf(sqrt(2)) * sqrt(TRUNCATED_SQUARE)),
        S.One,
        (3 - 14 * sqrt(2 / pi) * _TAIL) / TRUNCATED_SQUARE**2,
    ),
}
"""E|X|, E X^2 and E X^4 of the laws of unit variance; "truncated" is the normal law cut at two scales."""


def _unit(shape: str, order: int) -> tuple[Integral, By]:
    """The moment of the law of unit variance as an integral, and the theorem that evaluates it."""
    power = S(order)
    if shape == "normal":
        return normal_moment(power, S.One, w), By(NORMAL, {n: power, sigma_w: S.One})
    if shape == "uniform":
        return uniform_moment(power, sqrt(3), w), By(UNIFORM, {n: power, a_w: sqrt(3)})
    scale = 1 / sqrt(TRUNCATED_SQUARE)
    return truncated_moment(power, scale, S(2), w), By(TRUNCATED, {n: power, sigma_w: scale, kappa: S(2)})


_NAMES = {"normal": "a normal law", "uniform": "a uniform law", "truncated": "a normal law cut at two scales"}
_KINDS = {1: "Mean size", 2: "Variance", 4: "Kurtosis"}


def _unit_theorem(shape: str, order: int, value: Expr) -> Theorem:
    start, cite = _unit(shape, order)
    evaluated = cite.theorem.conclusion.subs(cite.values)
    steps = [Step("=", evaluated, cite)]
    if evaluated != value:
        steps.append(Step("=", value, Algebra("the incomplete gamma function of half an integer is elementary")))
    return Theorem(
        id=f"B0m.{shape}-{order}",
        title=f"{_KINDS[order]} of {_NAMES[shape]} of unit variance",
        chapter="initialisation",
        statement="The variance is measured after any cut.",
        arguments=(),
        subject=absolute_moment.subs(n, order),
        start=start,
        steps=tuple(steps),
    )


UNIT = {
    (shape, order): _unit_theorem(shape, order, value)
    for shape, values in SHAPES.items()
    for order, value in zip((1, 2, 4), values, strict=True)
}
"""(shape, order) -> the theorem on that moment of the law of unit variance."""

TEXT = r"""
Slope, roughness and total variation of a random network need no more of a weight than a few numbers
$\mathbb{E}|w|^n$, most of all $n = 1, 2, 4$. The ratio $\kappa = \mathbb{E}w^4/(\mathbb{E}w^2)^2$ is 3 for a normal
law, $9/5$ for a uniform law and $2.3655$ for a normal law cut at two scales; the ratio
$\mathbb{E}|w|/\sqrt{\mathbb{E}w^2}$ is $\sqrt{2/\pi}$, $\sqrt 3/2$ and $0.8217$.

A trap: the scale of a truncated normal law is the standard deviation of the law before it is cut. Cutting at two
scales leaves $0.87962566\,\sigma$, and frameworks differ in whether they divide by that number.
"""

SECTION = Section(
    "B0m",
    "Moments of the weights",
    TEXT,
    (
        NORMAL,
        UNIFORM,
        TRUNCATED,
        LAPLACE,
        *UNIT.values(),
    ),
)
