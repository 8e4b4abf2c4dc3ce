r"""Laws without an elementary density: what is known exactly all the same (B14).

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

from sympy import Abs, Integral, Rational, cosh, exp, log, oo, pi, sech
from sympy import zeta as riemann_zeta

from symspline.model import definitions
from symspline.model.law import Logistic
from symspline.proof.moves import Fold, Known
from symspline.proof.section import Section

from .vocabulary import beta, c, r, w

B14 = Section(__name__, "B14", "Laws without a closed form")

LOGISTIC = Logistic(1)


def sech_density(x):
    """The density of the hyperbolic secant law with variance one."""
    return sech(pi * x / 2) / 2


LOGISTIC_BREAKPOINT = B14.theorem(
    "logistic-breakpoint",
    "Breakpoint density of logistic weights and biases",
    r"No elementary form is known to us; the folded integral converges like $e^{-(1+|\beta|)r}$.",
    definitions.breakpoint_density,
    definitions.breakpoint_integral(LOGISTIC, LOGISTIC),
    (Integral(r / (8 * cosh(r / 2) ** 2 * cosh(beta * r / 2) ** 2), (r, 0, oo)), Fold(w, r)),
)

LOGISTIC_ZETA = B14.theorem(
    "logistic-zeta",
    "Zeta of logistic weights and biases",
    "Computed by quadrature.",
    definitions.zeta,
    definitions.zeta_integral(LOGISTIC, LOGISTIC),
    (Integral(r**3 / (8 * cosh(r / 2) ** 2 * cosh(c * r / 2) ** 2), (r, 0, oo)), Fold(w, r)),
)

LOGISTIC_AT_ONE = B14.theorem(
    "logistic-at-one",
    "Breakpoint density of logistic weights and biases at one",
    r"At $\beta = \pm 1$ the two densities coincide, and the integral is elementary.",
    definitions.breakpoint_density.subs(beta, 1),
    definitions.breakpoint_integral(LOGISTIC, LOGISTIC).subs(beta, 1),
    (Integral(r / (8 * cosh(r / 2) ** 4), (r, 0, oo)), Fold(w, r)),
    (
        (4 * log(2) - 1) / 12,
        Known(
            r"antiderivative $\tfrac12 u(\tanh u - \tfrac13\tanh^3 u) - \tfrac13\ln\cosh u - \tfrac1{12}\tanh^2 u$ "
            r"with $u = r/2$",
            "its derivative",
        ),
    ),
)

LOGISTIC_AT_ZERO = B14.theorem(
    "logistic-at-zero",
    "Zeta of logistic weights and biases at zero",
    r"At $c = 0$ the bias density is constant, $\tfrac14$, and a third absolute moment remains.",
    definitions.zeta.subs(c, 0),
    definitions.zeta_integral(LOGISTIC, LOGISTIC).subs(c, 0),
    (Integral(r**3 / (8 * cosh(r / 2) ** 2), (r, 0, oo)), Fold(w, r)),
    (
        Rational(3, 2) * Integral(r**2 / (exp(r) + 1), (r, 0, oo)),
        r"integrate by parts: $\tfrac14\cosh^{-2}(r/2)$ is the derivative of $-1/(e^r+1)$",
    ),
    (
        9 * riemann_zeta(3) / 4,
        Known(r"$\int_0^\infty r^2/(e^r+1)\,dr = 2(1 - 2^{-2})\,\zeta_R(3)$, by the geometric series", "DLMF 25.5.3"),
    ),
)

_SECH = Integral(Abs(w) * sech_density(w) * sech_density(-beta * w), (w, -oo, oo))

SECH_BREAKPOINT = B14.theorem(
    "hyperbolic-secant-breakpoint",
    "Breakpoint density of hyperbolic secant weights and biases",
    r"Density $\tfrac12\operatorname{sech}(\pi x/2)$ for weight and bias; computed by quadrature.",
    definitions.breakpoint_density,
    _SECH,
    (Integral(r / (2 * cosh(pi * r / 2) * cosh(pi * beta * r / 2)), (r, 0, oo)), Fold(w, r)),
)

SECH_AT_ONE = B14.theorem(
    "hyperbolic-secant-at-one",
    "Breakpoint density of hyperbolic secant weights and biases at one",
    r"At $\beta = \pm 1$ the integral is elementary.",
    definitions.breakpoint_density.subs(beta, 1),
    _SECH.subs(beta, 1),
    (Integral(r / (2 * cosh(pi * r / 2) ** 2), (r, 0, oo)), Fold(w, r)),
    (
        2 * log(2) / pi**2,
        Known(r"antiderivative $2(u\tanh u - \ln\cosh u)/\pi^2$ with $u = \pi r/2$", "its derivative"),
    ),
)
