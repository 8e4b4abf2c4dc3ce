"""Cauchy weights: Student laws with one degree of freedom (B12)."""

from sympy import Abs, Expr, Integral, S, Symbol, log, oo, pi

from symspline.model import definitions
from symspline.model.law import StudentT
from symspline.proof.moves import Algebra, Fold, Known
from symspline.proof.theorem import Step, Theorem
from symspline.special import log_ratio

from .arguments import arguments
from .vocabulary import beta, mu, r, sigma_b, sigma_v, sigma_w, u, w

W1, B1, V1 = (StudentT(scale, S.One) for scale in (sigma_w, sigma_b, sigma_v))


def _cauchy(place: Symbol, scale: Expr, start: Expr, id: str, title: str, subject: Expr, rest: Symbol) -> Theorem:
    """The ratio and the product of two Cauchy variables have the same form."""
    z = (place / scale) ** 2
    return Theorem(
        id=id,
        title=title,
        chapter="initialisation",
        statement=r"One degree of freedom: two Cauchy laws, $\zeta$ is infinite everywhere.",
        arguments=arguments(place, sigma_w, rest),
        subject=subject,
        start=start,
        steps=(
            Step(
                "=",
                Integral(1 / ((1 + u) * (1 + z * u)), (u, 0, oo)) / (pi**2 * scale)
                if subject == definitions.breakpoint_density
                else Integral(1 / ((1 + u) * (z + u)), (u, 0, oo)) / (pi**2 * scale),
                Algebra(r"fold at $w = 0$ and put $w^2 = \sigma_w^2 u$"),
            ),
            Step(
                "=",
                log(z) / (pi**2 * scale * (z - 1)),
                Known("an antiderivative by partial fractions", "its derivative"),
            ),
        ),
        compute=log_ratio(z) / (pi**2 * scale),
    )


CAUCHY_BREAKPOINT = _cauchy(
    beta,
    sigma_b / sigma_w,
    definitions.breakpoint_integral(W1, B1),
    "B12.cauchy-breakpoint",
    "Breakpoint density of Cauchy weights and biases",
    definitions.breakpoint_density,
    sigma_b,
)
CAUCHY_DELTA_SLOPE = _cauchy(
    mu,
    sigma_w * sigma_v,
    definitions.delta_slope_integral(W1, V1),
    "B12.cauchy-delta-slope",
    "Delta-slope of Cauchy weights",
    definitions.delta_slope_density,
    sigma_v,
)

_S, _T = sigma_b + sigma_w * Abs(beta), sigma_w * sigma_v + Abs(mu)
CAUCHY_JOINT = Theorem(
    id="B12.cauchy-joint",
    title="Joint density of Cauchy weights",
    chapter="initialisation",
    statement="One degree of freedom in all three laws: a rational function of the sizes.",
    arguments=arguments(beta, mu, sigma_w, sigma_b, sigma_v),
    subject=definitions.joint,
    start=definitions.joint_integral(W1, B1, V1),
    steps=(
        Step(
            "=",
            2
            * sigma_w
            * sigma_b
            * sigma_v
            / pi**3
            * Integral(
                r**2 / ((sigma_w**2 + r**2) * (sigma_b**2 + beta**2 * r**2) * (sigma_v**2 * r**2 + mu**2)), (r, 0, oo)
            ),
            Fold(w, r),
        ),
        Step(
            "=",
            sigma_w * sigma_b * sigma_v / (pi**2 * _S * (sigma_b * sigma_v + Abs(beta * mu)) * _T),
            Known(
                r"$\int_0^\infty \frac{r^2\,dr}{(r^2+a^2)(r^2+b^2)(r^2+c^2)} = \frac{\pi}{2(a+b)(b+c)(c+a)}$",
                "by residues",
            ),
        ),
    ),
)
