"""Log-normal sizes of weights and biases with fair signs (B13)."""

from sympy import Abs, Eq, Integral, Ne, Piecewise, erf, exp, log, oo, pi, sqrt

from symspline.model.law import Normal
from symspline.proof.moves import Antiderivative
from symspline.proof.section import Section
from symspline.proof.theorem import Argument, Assumption, Theorem

from .breakpoint_and_zeta import MOMENTS, Moment
from .vocabulary import VOCABULARY, m_b, m_w, s, sigma_b, sigma_w

MEANS = {
    m_w: Argument(m_w, -1, 1, "mean of the logarithm of the weight"),
    m_b: Argument(m_b, -1, 1, "mean of the logarithm of the bias"),
}
B13 = Section(__name__, "B13", boxes={**VOCABULARY, **MEANS})

S2 = sigma_w**2 + sigma_b**2


def log_normal(moment: Moment) -> Theorem:
    """Breakpoint density and zeta, by completing the square in the logarithm of the weight."""
    order, place = moment.order, moment.place
    d = log(Abs(place)) - m_b + m_w
    # For zeta the factor w^2 shifts the normal law of ln|w| by 2 sigma_w^2 and leaves E[w^2] in front.
    peak = exp(order * m_w + order * sigma_w**2) * exp(-((d + order * sigma_w**2) ** 2) / (2 * S2))
    width2 = sigma_w**2 * sigma_b**2 / S2
    middle = m_w - sigma_w**2 * d / S2 + order * width2
    in_logarithms = Normal(sigma_w, m_w).density(s) * Normal(sigma_b, m_b).density(s + log(Abs(place)))
    return B13.theorem(
        f"log-normal-{moment.name}",
        f"{moment.title} of log-normal sizes with random signs",
        r"""For $\ln|w| \sim N(m_w, \sigma_w^2)$, $\ln|b| \sim N(m_b, \sigma_b^2)$ and fair signs: $\ln|\beta|$ is
        normal with mean $m_b - m_w$ and variance $\sigma_w^2 + \sigma_b^2$.""",
        moment.subject,
        Integral(exp(order * s) * in_logarithms, (s, -oo, oo)) / (2 * Abs(place)),
        (
            peak
            * Integral(exp(-((s - middle) ** 2) / (2 * width2)), (s, -oo, oo))
            / (4 * pi * sigma_w * sigma_b * Abs(place)),
            "complete the square",
        ),
        Antiderivative(s, sqrt(pi * width2 / 2) * erf((s - middle) / sqrt(2 * width2))),
        given=(Assumption(rf"${place} \neq 0$; towards ${place} = 0$ the limit is $0$", Ne(place, 0)),),
        origin=r"the density of $\ln|\beta| = \ln|b| - \ln|w|$ with $s = \ln|w|$; both signs of $\beta$ share it",
        compute=Piecewise((0, Eq(place, 0)), (peak / (2 * Abs(place) * sqrt(2 * pi * S2)), True)),
    )


LOG_NORMAL = [log_normal(moment) for moment in MOMENTS]
