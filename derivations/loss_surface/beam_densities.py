"""Any densities of data and breakpoints (C8f)."""

from sympy import Derivative, Function, Ge, Integral, Lambda, Rational, cos, exp, pi

from symspline.proof.moves import Antiderivative, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Argument

from .vocabulary import beta, n, s, x

TENTH = Rational(1, 10)
BOXES = {
    x: Argument(x, TENTH, 1 - TENTH, "input"),
    beta: Argument(beta, TENTH, 1 - TENTH, "breakpoint"),
    n: Argument(n, 1, 12, "number of the mode"),
}
C8 = Section(__name__, "C8", boxes=BOXES)

rho, phi, G = (Function(name, real=True) for name in ("rho", "phi", "G"))
p = Function("p", positive=True)
DENSITIES = (
    (Rational(2, 3) * (1 + s), exp(-s), 1 - s**2),
    (2 - s, 1 + s**2, cos(s)),
    (exp(s), Rational(1, 2) + s, s**3 - 2 * s),
)
"""Of the data, of the breakpoints, and a mode."""

f = rho(beta) * phi(beta)
_features = x * Integral(f, (beta, 0, x)) - Integral(beta * f, (beta, 0, x))
INNER = C8.theorem(
    "f.inner",
    "Features weighted with the density of the breakpoints",
    r"""$G(x) = \int_0^x (x - \beta)\rho(\beta)\varphi(\beta)\,d\beta$ satisfies $G'' = \rho\varphi$, with $G = G' =
    0$ at $0$.""",
    Derivative(G(x), (x, 2)),
    Derivative(_features, (x, 2)),
    Evaluate("Leibniz' rule, twice"),
    where={G(x): _features},
    instances=[{rho: Lambda(s, kinks), phi: Lambda(s, mode)} for _, kinks, mode in DENSITIES],
)

_mode = Integral(x * p(x) * G(x), (x, beta, 1)) - beta * Integral(p(x) * G(x), (x, beta, 1))
OUTER = C8.theorem(
    "f.outer",
    "The data side weighted with the density of the data",
    r"""$\lambda\varphi(\beta) = \int_\beta^1 (x - \beta)\,p(x)\,G(x)\,dx$ gives $\lambda\varphi''/p = G$, with
    $\varphi = \varphi' = 0$ at $1$. With C8f.inner: $\lambda(\varphi''/p)'' = \rho\varphi$ and $\varphi''/p =
    (\varphi''/p)' = 0$ at $0$, a cantilever of stiffness $1/p$ and mass density $\rho$.""",
    Derivative(phi(beta), (beta, 2)) / p(beta),
    Derivative(_mode, (beta, 2)) / p(beta),
    Evaluate("Leibniz' rule, twice"),
    where={phi(beta): _mode},
    instances=[{p: Lambda(s, data), G: Lambda(s, mode)} for data, _, mode in DENSITIES],
    routines=("symspline.numerics.density_spectrum.density_spectrum",),
)

PHASE = C8.theorem(
    "f.phase",
    "Phase of a fast mode",
    r"""A mode that oscillates fast has locally the wavenumber $(p\rho/\lambda)^{1/4}$. Between a clamped and a free
    end the phase is $(n - \frac12)\pi$, so that $\lambda_n \approx [\int (p\rho)^{1/4} / ((n - \frac12)\pi)]^4$. For
    $p\rho = (1 + x)^4$ the right side is the $\Lambda_n$ computed here; for uniform densities it is the large-$n$ form
    of C8a. With both orientations $\rho_R + \rho_L$ takes the place of $\rho$, up to a constant in the phase.""",
    Function("Lambda", positive=True)(n),
    (Integral((1 + x), (x, 0, 1)) / ((n - Rational(1, 2)) * pi)) ** 4,
    Antiderivative(x, x + x**2 / 2),
    (81 / ((2 * n - 1) * pi) ** 4, "clear the fractions"),
    given=(Ge(n, 1),),
    argued=r"""The lines compute $\Lambda_n$ for $p\rho = (1 + x)^4$. That $\lambda_n/\Lambda_n \to 1$ rests on the
    leading order of the mode for short waves.""",
)
