"""Correlated normal weights and biases, with or without means (the second half of B7)."""

from sympy import Abs, Expr, Function, Integral, Rational, Symbol, atan, atan2, erf, exp, oo, pi, sqrt

from symspline.model.definitions import breakpoint_cdf, breakpoint_density, conditional_density, joint, zeta
from symspline.model.joint_law import BivariateNormal
from symspline.model.law import Normal
from symspline.proof.moves import Algebra, Antiderivative, By, Fold
from symspline.proof.theorem import Assumption, Step, Theorem

from .arguments import arguments
from .integrals import GAUSS_FIRST, GAUSS_THIRD, RECIPROCAL_GAUSS
from .vocabulary import A as RATE
from .vocabulary import B as OTHER_RATE
from .vocabulary import beta, c, m_b, m_w, mu, r, rho, s, sigma_b, sigma_v, sigma_w, w, y

HALF = Rational(1, 2)
PAIR = BivariateNormal(sigma_w, sigma_b, rho)
PAIR_WITH_MEANS = BivariateNormal(sigma_w, sigma_b, rho, m_w, m_b)
V = Normal(sigma_v)
DET = sigma_w * sigma_b * sqrt(1 - rho**2)
CORRELATION = Assumption(r"$-1 < \rho < 1$", Abs(rho) < 1)


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


CORRELATED_JOINT = Theorem(
    id="B7c.joint",
    title="Joint density for correlated normal weights and biases",
    chapter="initialisation",
    statement=r"For $(w, b)$ normal with correlation $\rho$ and $v \sim N(0, \sigma_v^2)$ independent of both.",
    arguments=arguments(beta, mu, sigma_w, sigma_b, sigma_v, rho),
    assumes=(CORRELATION,),
    subject=joint,
    start=Integral(PAIR.pdf(w, -beta * w) * V.pdf(mu / w), (w, -oo, oo)),
    steps=(
        Step(
            "=",
            Integral(exp(-rate(beta) * w**2 - mu**2 / (2 * sigma_v**2 * w**2)), (w, -oo, oo))
            / ((2 * pi) ** (3 * HALF) * DET * sigma_v),
            Algebra("collect the exponents"),
        ),
        Step(
            "=",
            2
            * Integral(exp(-rate(beta) * r**2 - mu**2 / (2 * sigma_v**2 * r**2)), (r, 0, oo))
            / ((2 * pi) ** (3 * HALF) * DET * sigma_v),
            Fold(w, r),
        ),
        Step(
            "=",
            exp(-Abs(mu) * sqrt(spread(beta)) / (DET * sigma_v)) / (2 * pi * sigma_v * sqrt(spread(beta))),
            By(RECIPROCAL_GAUSS, {RATE: rate(beta), OTHER_RATE: mu**2 / (2 * sigma_v**2)}),
        ),
    ),
    compute=exp(-Abs(mu) * sqrt(stable_spread(beta)) / (DET * sigma_v))
    / (2 * pi * sigma_v * sqrt(stable_spread(beta))),
)

CORRELATED_BREAKPOINT = Theorem(
    id="B7c.breakpoint",
    title="Density of the breakpoint for correlated normal weights and biases",
    chapter="initialisation",
    statement=r"A Cauchy law again, now centred at $-\rho\,\sigma_b/\sigma_w$ with scale "
    r"$\sqrt{1-\rho^2}\,\sigma_b/\sigma_w$.",
    arguments=arguments(beta, sigma_w, sigma_b, rho),
    assumes=(CORRELATION,),
    subject=breakpoint_density,
    start=moment(PAIR, beta, 0),
    steps=(
        Step(
            "=",
            Integral(Abs(w) * exp(-rate(beta) * w**2), (w, -oo, oo)) / (2 * pi * DET),
            Algebra("collect the exponents"),
        ),
        Step("=", Integral(r * exp(-rate(beta) * r**2), (r, 0, oo)) / (pi * DET), Fold(w, r)),
        Step("=", DET / (pi * spread(beta)), By(GAUSS_FIRST, {RATE: rate(beta)})),
    ),
    compute=DET / (pi * stable_spread(beta)),
)

CORRELATED_ZETA = Theorem(
    id="B7c.zeta",
    title="Zeta of correlated normal weights and biases",
    chapter="initialisation",
    statement=r"A correlation moves the cheap region of the input axis to $-\rho\,\sigma_b/\sigma_w$ and sharpens it.",
    arguments=arguments(c, sigma_w, sigma_b, rho),
    assumes=(CORRELATION,),
    subject=zeta,
    start=moment(PAIR, c, 2),
    steps=(
        Step(
            "=",
            Integral(Abs(w) ** 3 * exp(-rate(c) * w**2), (w, -oo, oo)) / (2 * pi * DET),
            Algebra("collect the exponents"),
        ),
        Step("=", Integral(r**3 * exp(-rate(c) * r**2), (r, 0, oo)) / (pi * DET), Fold(w, r)),
        Step("=", 2 * DET**3 / (pi * spread(c) ** 2), By(GAUSS_THIRD, {RATE: rate(c)})),
    ),
    compute=2 * DET**3 / (pi * stable_spread(c) ** 2),
)


CORRELATED_CDF = Theorem(
    id="B7c.breakpoint-cdf",
    title="Distribution function of the breakpoint for correlated normal weights and biases",
    chapter="initialisation",
    statement=r"The integral of the density of B7c.breakpoint.",
    arguments=arguments(beta, sigma_w, sigma_b, rho),
    assumes=(CORRELATION,),
    subject=breakpoint_cdf,
    start=Integral(CORRELATED_BREAKPOINT.conclusion.subs(beta, s), (s, -oo, beta)),
    origin=By(CORRELATED_BREAKPOINT),
    steps=(
        Step(
            "=",
            HALF + atan(sigma_w * (sigma_w * beta + rho * sigma_b) / DET) / pi,
            Antiderivative(s, atan(sigma_w * (sigma_w * s + rho * sigma_b) / DET) / pi),
        ),
    ),
    compute=atan2(sigma_b * sqrt(1 - rho**2), -sigma_w * beta - rho * sigma_b) / pi,
)

CORRELATED_CONDITIONAL = Theorem(
    id="B7c.conditional",
    title="Density of the delta-slope given the breakpoint, for correlated normal weights",
    chapter="initialisation",
    statement=r"A Laplace law for every breakpoint, widest at $\beta = -\rho\,\sigma_b/\sigma_w$.",
    arguments=arguments(mu, beta, sigma_w, sigma_b, sigma_v, rho),
    assumes=(CORRELATION,),
    subject=conditional_density,
    start=CORRELATED_JOINT.start / CORRELATED_BREAKPOINT.start,
    steps=(
        Step("=", CORRELATED_JOINT.conclusion / CORRELATED_BREAKPOINT.start, By(CORRELATED_JOINT)),
        Step("=", CORRELATED_JOINT.conclusion / CORRELATED_BREAKPOINT.conclusion, By(CORRELATED_BREAKPOINT)),
    ),
    compute=sqrt(stable_spread(beta))
    * exp(-Abs(mu) * sqrt(stable_spread(beta)) / (DET * sigma_v))
    / (2 * DET * sigma_v),
)

CORRELATED = (CORRELATED_JOINT, CORRELATED_BREAKPOINT, CORRELATED_ZETA, CORRELATED_CDF, CORRELATED_CONDITIONAL)


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


def _shifted(order: int, word: str, primitive: Expr, value: Expr) -> Theorem:
    return Theorem(
        id=f"B7n.shifted-{order}",
        title=f"{word} absolute moment of a shifted Gauss function",
        chapter="initialisation",
        statement=r"The mean moves the Gauss function off the middle, and both halves of the line count.",
        arguments=arguments(y, RATE),
        subject=Function(f"M_{order}", real=True)(y, RATE),
        start=Integral(Abs(w) ** order * exp(-RATE * (w - y) ** 2), (w, -oo, oo)),
        steps=(
            Step("=", Integral(r**order * (_bell(y) + _bell(-y)), (r, 0, oo)), Fold(w, r)),
            Step("=", value, Antiderivative(r, primitive)),
        ),
    )


SHIFTED_FIRST = _shifted(
    1, "First", _first(y) + _first(-y), exp(-RATE * y**2) / RATE + sqrt(pi / RATE) * y * erf(sqrt(RATE) * y)
)
SHIFTED_THIRD = _shifted(
    3,
    "Third",
    _third(y) + _third(-y),
    (1 + RATE * y**2) * exp(-RATE * y**2) / RATE**2
    + sqrt(pi / RATE) * (y**3 + 3 * y / (2 * RATE)) * erf(sqrt(RATE) * y),
)


def location(place: Expr) -> Expr:
    """The mean of `w` given that `w place + b = 0`."""
    top = m_w * (sigma_b**2 + rho * sigma_w * sigma_b * place) - m_b * (sigma_w**2 * place + rho * sigma_w * sigma_b)
    return top / spread(place)


def evidence(place: Expr) -> Expr:
    """The Gauss factor with which `w place + b` takes the value 0."""
    return exp(-((m_b + m_w * place) ** 2) / (2 * spread(place)))


def _stable(value: Expr, place: Expr) -> Expr:
    return value.subs(spread(place), stable_spread(place))


def _ratio(place: Expr) -> Expr:
    return location(place) * sqrt(spread(place)) / (sqrt(2) * DET)


X_BETA, X_C = _ratio(beta), _ratio(c)

MEANS_BREAKPOINT = Theorem(
    id="B7n.breakpoint",
    title="Density of the breakpoint for normal weights and biases with means",
    chapter="initialisation",
    statement=r"For $(w, b)$ normal with means $m_w$, $m_b$ and correlation $\rho$. The exponent "
    r"$(m_b + m_w \beta)^2 / (2 Q)$, with $Q$ the variance of $w \beta + b$, is small where the mean line vanishes.",
    arguments=arguments(beta, sigma_w, sigma_b, rho, m_w, m_b),
    assumes=(CORRELATION,),
    subject=breakpoint_density,
    start=moment(PAIR_WITH_MEANS, beta, 0),
    steps=(
        Step(
            "=",
            evidence(beta)
            * Integral(Abs(w) * exp(-rate(beta) * (w - location(beta)) ** 2), (w, -oo, oo))
            / (2 * pi * DET),
            Algebra("complete the square in $w$"),
        ),
        Step(
            "=",
            DET * evidence(beta) * (exp(-(X_BETA**2)) + sqrt(pi) * X_BETA * erf(X_BETA)) / (pi * spread(beta)),
            By(SHIFTED_FIRST, {RATE: rate(beta), y: location(beta)}),
        ),
    ),
    compute=_stable(
        DET * evidence(beta) * (exp(-(X_BETA**2)) + sqrt(pi) * X_BETA * erf(X_BETA)) / (pi * spread(beta)), beta
    ),
)

MEANS_ZETA = Theorem(
    id="B7n.zeta",
    title="Zeta of normal weights and biases with means",
    chapter="initialisation",
    statement=r"By the same route with the third moment.",
    arguments=arguments(c, sigma_w, sigma_b, rho, m_w, m_b),
    assumes=(CORRELATION,),
    subject=zeta,
    start=moment(PAIR_WITH_MEANS, c, 2),
    steps=(
        Step(
            "=",
            evidence(c) * Integral(Abs(w) ** 3 * exp(-rate(c) * (w - location(c)) ** 2), (w, -oo, oo)) / (2 * pi * DET),
            Algebra("complete the square in $w$"),
        ),
        Step(
            "=",
            2
            * DET**3
            * evidence(c)
            * ((1 + X_C**2) * exp(-(X_C**2)) + sqrt(pi) * X_C * (X_C**2 + 3 * HALF) * erf(X_C))
            / (pi * spread(c) ** 2),
            By(SHIFTED_THIRD, {RATE: rate(c), y: location(c)}),
        ),
    ),
    compute=_stable(
        2
        * DET**3
        * evidence(c)
        * ((1 + X_C**2) * exp(-(X_C**2)) + sqrt(pi) * X_C * (X_C**2 + 3 * HALF) * erf(X_C))
        / (pi * spread(c) ** 2),
        c,
    ),
)

NON_ZERO_MEANS = (SHIFTED_FIRST, SHIFTED_THIRD, MEANS_BREAKPOINT, MEANS_ZETA)
