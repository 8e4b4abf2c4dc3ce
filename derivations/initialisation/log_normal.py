"""Log-normal sizes of weights and biases with fair signs (B13)."""

from sympy import (
    Abs,
    Eq,
    Expr,
    Integral,
    Ne,
    Piecewise,
    Symbol,
    erf,
    exp,
    log,
    oo,
    pi,
    sqrt,
)

from symspline.model import definitions
from symspline.model.law import Normal
from symspline.proof.moves import Algebra, Antiderivative, Definition
from symspline.proof.theorem import Argument, Assumption, Step, Theorem

from .arguments import arguments
from .vocabulary import beta, c, s, sigma_b, sigma_w

LOG_MEAN_W = Symbol("m_w", real=True)
LOG_MEAN_B = Symbol("m_b", real=True)
_MEANS = (
    Argument(LOG_MEAN_W, -1, 1, "mean of the logarithm of the weight"),
    Argument(LOG_MEAN_B, -1, 1, "mean of the logarithm of the bias"),
)
_S2 = sigma_w**2 + sigma_b**2


def _in_logarithms(place: Expr, mean: Expr, deviation: Expr) -> Expr:
    return Normal(deviation, mean).density(place)


def _log_normal(order: int) -> Theorem:
    place = beta if order == 0 else c
    d = log(Abs(place)) - LOG_MEAN_B + LOG_MEAN_W
    # For zeta the factor w^2 shifts the normal law of ln|w| by 2 sigma_w^2 and leaves E[w^2] in front.
    peak = exp(order * LOG_MEAN_W + order * sigma_w**2) * exp(-((d + order * sigma_w**2) ** 2) / (2 * _S2))
    width2 = sigma_w**2 * sigma_b**2 / _S2
    middle = LOG_MEAN_W - sigma_w**2 * d / _S2 + order * width2
    density = peak / (2 * Abs(place) * sqrt(2 * pi * _S2))
    factor = 1 / (4 * pi * sigma_w * sigma_b * Abs(place))
    return Theorem(
        id="B13.log-normal-breakpoint" if order == 0 else "B13.log-normal-zeta",
        title=("Breakpoint density" if order == 0 else "Zeta") + " of log-normal sizes with random signs",
        chapter="initialisation",
        statement=r"For $\ln|w| \sim N(m_w, \sigma_w^2)$, $\ln|b| \sim N(m_b, \sigma_b^2)$ and fair signs: "
        r"$\ln|\beta|$ is normal with mean $m_b - m_w$ and variance $\sigma_w^2 + \sigma_b^2$.",
        arguments=(*arguments(place, sigma_w, sigma_b), *_MEANS),
        assumes=(Assumption(rf"${place} \neq 0$; towards ${place} = 0$ the limit is $0$", Ne(place, 0)),),
        subject=definitions.breakpoint_density if order == 0 else definitions.zeta,
        origin=Definition(
            r"the density of $\ln|\beta| = \ln|b| - \ln|w|$ with $s = \ln|w|$; both signs of $\beta$ share it"
        ),
        start=Integral(
            exp(order * s)
            * _in_logarithms(s, LOG_MEAN_W, sigma_w)
            * _in_logarithms(s + log(Abs(place)), LOG_MEAN_B, sigma_b),
            (s, -oo, oo),
        )
        / (2 * Abs(place)),
        steps=(
            Step(
                "=",
                factor * peak * Integral(exp(-((s - middle) ** 2) / (2 * width2)), (s, -oo, oo)),
                Algebra("complete the square"),
            ),
            Step(
                "=",
                density,
                Antiderivative(s, sqrt(pi * width2 / 2) * erf((s - middle) / sqrt(2 * width2))),
            ),
        ),
        compute=Piecewise((0, Eq(place, 0)), (density, True)),
    )


LOG_NORMAL_BREAKPOINT = _log_normal(0)
LOG_NORMAL_ZETA = _log_normal(2)
