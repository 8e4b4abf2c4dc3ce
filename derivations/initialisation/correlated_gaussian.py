"""Correlated normal weights and biases, with or without means (the second half of B7)."""

from sympy import Abs, Expr, Function, Integral, Symbol, atan, atan2, erf, exp, oo, pi, sqrt

from symspline.answers.family import table
from symspline.model import definitions as of
from symspline.model.joint_law import BivariateNormal
from symspline.model.law import Normal
from symspline.proof.moves import Antiderivative, By, Fold
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from ..references import stated_in
from .hypotheses import BENDS, CORRELATION
from .integrals import GAUSS_FIRST, GAUSS_THIRD, OTHER_RATE, RATE, RECIPROCAL_GAUSS
from .vocabulary import HALF, beta, c, m_b, m_w, mu, r, rho, s, sigma_b, sigma_v, sigma_w, w, y

B7 = Section(__name__, "B7")

PAIR = BivariateNormal(sigma_w, sigma_b, rho)
PAIR_WITH_MEANS = BivariateNormal(sigma_w, sigma_b, rho, m_w, m_b)
V = Normal(sigma_v)
DET = sigma_w * sigma_b * sqrt(1 - rho**2)


def spread(place: Expr) -> Expr:
    """The variance of `w place + b`."""
    return sigma_b**2 + 2 * rho * sigma_w * sigma_b * place + sigma_w**2 * place**2


def stable_spread(place: Expr) -> Expr:
    """The same as a sum of squares, which does not cancel when the correlation is close to -1 or 1."""
    return (sigma_w * place + rho * sigma_b) ** 2 + sigma_b**2 * (1 - rho**2)


def rate(place: Expr) -> Expr:
    """The coefficient of `-w^2` in the exponent of the density at `(w, -place w)`."""
    return spread(place) / (2 * DET**2)


def moment(pair: BivariateNormal, place: Symbol, order: int) -> Integral:
    """The moment function of a pair that need not be independent (B2, B3)."""
    return Integral(Abs(w) ** (order + 1) * pair.pdf(w, -place * w), (w, -oo, oo))


CORRELATED_JOINT = B7.theorem(
    "c.joint",
    "Joint density for correlated normal weights and biases",
    r"For $(w, b)$ normal with correlation $\rho$ and $v \sim N(0, \sigma_v^2)$ independent of both.",
    of.joint,
    Integral(PAIR.pdf(w, -beta * w) * V.pdf(mu / w), (w, -oo, oo)),
    (
        Integral(exp(-rate(beta) * w**2 - mu**2 / (2 * sigma_v**2 * w**2)), (w, -oo, oo))
        / ((2 * pi) ** (3 * HALF) * DET * sigma_v),
        "collect the exponents",
    ),
    Fold(w, r),
    (
        exp(-Abs(mu) * sqrt(spread(beta)) / (DET * sigma_v)) / (2 * pi * sigma_v * sqrt(spread(beta))),
        By(RECIPROCAL_GAUSS, {RATE: rate(beta), OTHER_RATE: mu**2 / (2 * sigma_v**2)}),
    ),
    given=(CORRELATION, BENDS),
    compute=exp(-Abs(mu) * sqrt(stable_spread(beta)) / (DET * sigma_v))
    / (2 * pi * sigma_v * sqrt(stable_spread(beta))),
)

CORRELATED_BREAKPOINT = B7.theorem(
    "c.breakpoint",
    "Density of the breakpoint for correlated normal weights and biases",
    r"A Cauchy law again, now centred at $-\rho\,\sigma_b/\sigma_w$ with scale $\sqrt{1-\rho^2}\,\sigma_b/\sigma_w$.",
    of.breakpoint_density,
    moment(PAIR, beta, 0),
    (Integral(Abs(w) * exp(-rate(beta) * w**2), (w, -oo, oo)) / (2 * pi * DET), "collect the exponents"),
    Fold(w, r),
    By(GAUSS_FIRST, {RATE: rate(beta)}),
    given=(CORRELATION,),
    compute=DET / (pi * stable_spread(beta)),
)

CORRELATED_ZETA = B7.theorem(
    "c.zeta",
    "Zeta of correlated normal weights and biases",
    r"A correlation moves the cheap region of the input axis to $-\rho\,\sigma_b/\sigma_w$ and sharpens it.",
    of.zeta,
    moment(PAIR, c, 2),
    (Integral(Abs(w) ** 3 * exp(-rate(c) * w**2), (w, -oo, oo)) / (2 * pi * DET), "collect the exponents"),
    Fold(w, r),
    By(GAUSS_THIRD, {RATE: rate(c)}),
    given=(CORRELATION,),
    compute=2 * DET**3 / (pi * stable_spread(c) ** 2),
)


CORRELATED_CDF = B7.theorem(
    "c.breakpoint-cdf",
    "Distribution function of the breakpoint for correlated normal weights and biases",
    "The integral of the density of B7c.breakpoint.",
    of.breakpoint_cdf,
    Integral(CORRELATED_BREAKPOINT.conclusion.subs(beta, s), (s, -oo, beta)),
    (
        HALF + atan(sigma_w * (sigma_w * beta + rho * sigma_b) / DET) / pi,
        Antiderivative(s, atan(sigma_w * (sigma_w * s + rho * sigma_b) / DET) / pi),
    ),
    given=(CORRELATION,),
    origin=By(CORRELATED_BREAKPOINT, {beta: s}),
    compute=atan2(sigma_b * sqrt(1 - rho**2), -sigma_w * beta - rho * sigma_b) / pi,
)

CORRELATED_CONDITIONAL = B7.theorem(
    "c.conditional",
    "Density of the delta-slope given the breakpoint, for correlated normal weights",
    r"A Laplace law for every breakpoint, widest at $\beta = -\rho\,\sigma_b/\sigma_w$.",
    of.conditional_density,
    CORRELATED_JOINT.start / CORRELATED_BREAKPOINT.start,
    By(CORRELATED_JOINT),
    By(CORRELATED_BREAKPOINT),
    given=(CORRELATION, BENDS),
    compute=sqrt(stable_spread(beta))
    * exp(-Abs(mu) * sqrt(stable_spread(beta)) / (DET * sigma_v))
    / (2 * DET * sigma_v),
)

CORRELATED = table(CORRELATED_JOINT, CORRELATED_BREAKPOINT, CORRELATED_ZETA, CORRELATED_CDF, CORRELATED_CONDITIONAL)


def _bell(shift: Expr) -> Expr:
    return exp(-RATE * (r - shift) ** 2)


def _step(shift: Expr) -> Expr:
    return sqrt(pi / RATE) * erf(sqrt(RATE) * (r - shift)) / 2


def _first(shift: Expr) -> Expr:
    """An antiderivative of `r exp(-A (r - shift)^2)`."""
    return -_bell(shift) / (2 * RATE) + shift * _step(shift)


def _third(shift: Expr) -> Expr:
    """An antiderivative of `r^3 exp(-A (r - shift)^2)`."""
    boundary = (r**2 + shift * r + shift**2 + 1 / RATE) / (2 * RATE)
    return -boundary * _bell(shift) + (shift**3 + 3 * shift / (2 * RATE)) * _step(shift)


def _shifted(order: int, word: str, primitive: Expr, value: Expr | None = None) -> Theorem:
    move = Antiderivative(r, primitive)
    return B7.theorem(
        f"n.shifted-{order}",
        f"{word} absolute moment of a shifted Gauss function",
        "The mean moves the Gauss function off the middle, and both halves of the line count.",
        Function(f"M_{order}", real=True)(y, RATE),
        Integral(Abs(w) ** order * exp(-RATE * (w - y) ** 2), (w, -oo, oo)),
        (Integral(r**order * (_bell(y) + _bell(-y)), (r, 0, oo)), Fold(w, r)),
        move if value is None else (value, move),
    )


_BELL, _ERF = exp(-RATE * y**2) / RATE, sqrt(pi / RATE) * erf(sqrt(RATE) * y)
SHIFTED_FIRST = _shifted(1, "First", _first(y) + _first(-y))
SHIFTED_THIRD = _shifted(
    3, "Third", _third(y) + _third(-y), (1 + RATE * y**2) * _BELL / RATE + (y**3 + 3 * y / (2 * RATE)) * _ERF
)


def location(place: Expr) -> Expr:
    """The mean of `w` given that `w place + b = 0`."""
    top = m_w * (sigma_b**2 + rho * sigma_w * sigma_b * place) - m_b * (sigma_w**2 * place + rho * sigma_w * sigma_b)
    return top / spread(place)


def height(place: Expr) -> Expr:
    """The Gauss factor with which `w place + b` takes the value 0."""
    return exp(-((m_b + m_w * place) ** 2) / (2 * spread(place)))


def _shifted_moment(place: Expr, order: int) -> Expr:
    shifted = Integral(Abs(w) ** order * exp(-rate(place) * (w - location(place)) ** 2), (w, -oo, oo))
    return height(place) * shifted / (2 * pi * DET)


def _ratio(place: Expr) -> Expr:
    return location(place) * sqrt(spread(place)) / (sqrt(2) * DET)


X_BETA, X_C = _ratio(beta), _ratio(c)
BREAKPOINT_VALUE = DET * height(beta) * (exp(-(X_BETA**2)) + sqrt(pi) * X_BETA * erf(X_BETA)) / (pi * spread(beta))
ZETA_PEAK = (1 + X_C**2) * exp(-(X_C**2)) + sqrt(pi) * X_C * (X_C**2 + 3 * HALF) * erf(X_C)
ZETA_VALUE = 2 * DET**3 * height(c) * ZETA_PEAK / (pi * spread(c) ** 2)

MEANS_BREAKPOINT = B7.theorem(
    "n.breakpoint",
    "Density of the breakpoint for normal weights and biases with means",
    r"""For $(w, b)$ normal with means $m_w$, $m_b$ and correlation $\rho$. The exponent $(m_b + m_w \beta)^2 / (2
    Q)$, with $Q$ the variance of $w \beta + b$, is small where the mean line vanishes.""",
    of.breakpoint_density,
    moment(PAIR_WITH_MEANS, beta, 0),
    (_shifted_moment(beta, 1), "complete the square in $w$"),
    (BREAKPOINT_VALUE, By(SHIFTED_FIRST, {RATE: rate(beta), y: location(beta)})),
    given=(CORRELATION,),
    compute=BREAKPOINT_VALUE.subs(spread(beta), stable_spread(beta)),
    source=stated_in(hinkley1969="the exact distribution of the ratio"),
)

MEANS_ZETA = B7.theorem(
    "n.zeta",
    "Zeta of normal weights and biases with means",
    "By the same route with the third moment.",
    of.zeta,
    moment(PAIR_WITH_MEANS, c, 2),
    (_shifted_moment(c, 3), "complete the square in $w$"),
    (ZETA_VALUE, By(SHIFTED_THIRD, {RATE: rate(c), y: location(c)})),
    given=(CORRELATION,),
    compute=ZETA_VALUE.subs(spread(c), stable_spread(c)),
)

WITH_MEANS = table(MEANS_BREAKPOINT, MEANS_ZETA)
