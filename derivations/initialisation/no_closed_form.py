"""Laws without an elementary density: what is known exactly all the same (B14)."""

from sympy import Abs, Integral, Rational, cosh, exp, log, oo, pi, sech
from sympy import zeta as riemann_zeta

from symspline.model import definitions
from symspline.model.law import Logistic
from symspline.proof.moves import Algebra, Fold, Known
from symspline.proof.theorem import Section, Step, Theorem

from .arguments import arguments
from .vocabulary import beta, c, r, w

LOGISTIC = Logistic(1)


def sech_density(x):
    """The density of the hyperbolic secant law with variance one."""
    return sech(pi * x / 2) / 2


LOGISTIC_BREAKPOINT = Theorem(
    id="B14.logistic-breakpoint",
    title="Breakpoint density of logistic weights and biases",
    chapter="initialisation",
    statement=r"No elementary form is known to us; the folded integral converges like $e^{-(1+|\beta|)r}$.",
    arguments=arguments(beta),
    subject=definitions.breakpoint_density,
    start=definitions.breakpoint_integral(LOGISTIC, LOGISTIC),
    steps=(Step("=", Integral(r / (8 * cosh(r / 2) ** 2 * cosh(beta * r / 2) ** 2), (r, 0, oo)), Fold(w, r)),),
)

LOGISTIC_ZETA = Theorem(
    id="B14.logistic-zeta",
    title="Zeta of logistic weights and biases",
    chapter="initialisation",
    statement=r"Computed by quadrature.",
    arguments=arguments(c),
    subject=definitions.zeta,
    start=definitions.zeta_integral(LOGISTIC, LOGISTIC),
    steps=(Step("=", Integral(r**3 / (8 * cosh(r / 2) ** 2 * cosh(c * r / 2) ** 2), (r, 0, oo)), Fold(w, r)),),
)

LOGISTIC_AT_ONE = Theorem(
    id="B14.logistic-at-one",
    title="Breakpoint density of logistic weights and biases at one",
    chapter="initialisation",
    statement=r"At $\beta = \pm 1$ the two densities coincide, and the integral is elementary.",
    arguments=(),
    subject=definitions.breakpoint_density.subs(beta, 1),
    start=definitions.breakpoint_integral(LOGISTIC, LOGISTIC).subs(beta, 1),
    steps=(
        Step("=", Integral(r / (8 * cosh(r / 2) ** 4), (r, 0, oo)), Fold(w, r)),
        Step(
            "=",
            (4 * log(2) - 1) / 12,
            Known(
                r"antiderivative $\tfrac12 u(\tanh u - \tfrac13\tanh^3 u) - \tfrac13\ln\cosh u - \tfrac1{12}\tanh^2 u$ "
                r"with $u = r/2$",
                "its derivative",
            ),
        ),
    ),
)

LOGISTIC_AT_ZERO = Theorem(
    id="B14.logistic-at-zero",
    title="Zeta of logistic weights and biases at zero",
    chapter="initialisation",
    statement=r"At $c = 0$ the bias density is constant, $\tfrac14$, and a third absolute moment remains.",
    arguments=(),
    subject=definitions.zeta.subs(c, 0),
    start=definitions.zeta_integral(LOGISTIC, LOGISTIC).subs(c, 0),
    steps=(
        Step("=", Integral(r**3 / (8 * cosh(r / 2) ** 2), (r, 0, oo)), Fold(w, r)),
        Step(
            "=",
            Rational(3, 2) * Integral(r**2 / (exp(r) + 1), (r, 0, oo)),
            Algebra(r"integrate by parts: $\tfrac14\cosh^{-2}(r/2)$ is the derivative of $-1/(e^r+1)$"),
        ),
        Step(
            "=",
            9 * riemann_zeta(3) / 4,
            Known(
                r"$\int_0^\infty r^2/(e^r+1)\,dr = 2(1 - 2^{-2})\,\zeta_R(3)$, by the geometric series", "DLMF 25.5.3"
            ),
        ),
    ),
)

_SECH = Integral(Abs(w) * sech_density(w) * sech_density(-beta * w), (w, -oo, oo))

SECH_BREAKPOINT = Theorem(
    id="B14.hyperbolic-secant-breakpoint",
    title="Breakpoint density of hyperbolic secant weights and biases",
    chapter="initialisation",
    statement=r"Density $\tfrac12\operatorname{sech}(\pi x/2)$ for weight and bias; computed by quadrature.",
    arguments=arguments(beta),
    subject=definitions.breakpoint_density,
    start=_SECH,
    steps=(Step("=", Integral(r / (2 * cosh(pi * r / 2) * cosh(pi * beta * r / 2)), (r, 0, oo)), Fold(w, r)),),
)

SECH_AT_ONE = Theorem(
    id="B14.hyperbolic-secant-at-one",
    title="Breakpoint density of hyperbolic secant weights and biases at one",
    chapter="initialisation",
    statement=r"At $\beta = \pm 1$ the integral is elementary.",
    arguments=(),
    subject=definitions.breakpoint_density.subs(beta, 1),
    start=_SECH.subs(beta, 1),
    steps=(
        Step("=", Integral(r / (2 * cosh(pi * r / 2) ** 2), (r, 0, oo)), Fold(w, r)),
        Step(
            "=",
            2 * log(2) / pi**2,
            Known(r"antiderivative $2(u\tanh u - \ln\cosh u)/\pi^2$ with $u = \pi r/2$", "its derivative"),
        ),
    ),
)

TEXT = r"""
For some laws we found no elementary form, and none of the tables that we know has one: logistic and hyperbolic secant
weights, generalised normal laws with different exponents, Student laws with different degrees of freedom, the
delta-slope of truncated normal weights, and the joint density for weights with a mean. This is a statement about our
search, not a proof that none exists.

Nothing is lost for computing. Folding the integral at $w = 0$ leaves a smooth, positive, exponentially decaying
integrand on the half-line, cut at the edges of the supports, and quadrature reaches double precision with a few
hundred points. A formula of such an initialisation says `closed = False`, prints its integral, and evaluates like any
other.

At isolated places the integral is elementary, which gives exact values to hold a quadrature against. They are also a
warning: for the logistic $\zeta(0)$ a computer algebra system returns an expression that contains $+\infty$, whereas
the value is $\tfrac94\zeta_R(3)$ with Riemann's zeta function.
"""

SECTION = Section(
    "B14",
    "Laws without a closed form",
    TEXT,
    (
        LOGISTIC_BREAKPOINT,
        LOGISTIC_ZETA,
        LOGISTIC_AT_ONE,
        LOGISTIC_AT_ZERO,
        SECH_BREAKPOINT,
        SECH_AT_ONE,
    ),
)
