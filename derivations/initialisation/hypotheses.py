"""The hypotheses that theorems of this chapter share, each encoded once."""

from sympy import Abs, Function, Ne

from symspline.proof.functions import OnFunctions, density, even, moment
from symspline.proof.theorem import Assumption

from .vocabulary import beta, c, mu, rho, x, y

p_w, p_b, p_v = (Function(name, real=True) for name in ("p_w", "p_b", "p_v"))

ORDERED = Assumption(r"$x \le y$", x <= y)
APART = Assumption("$x < y$", x < y)
ORDERED_KERNEL = Assumption(r"$x \le y$; the kernel is symmetric, $k(y, x) = k(x, y)$", x <= y)
CORRELATION = Assumption(r"$-1 < \rho < 1$", Abs(rho) < 1)
INDEPENDENT = OnFunctions(
    "$w$, $b$, $v$ are independent, with densities $p_w$, $p_b$, $p_v$", holds=density(p_w, p_b, p_v)
)
NO_ATOM = Assumption("$P(w = 0) = 0$")
SYMMETRIC = Assumption("$(w, b)$ and $(-w, -b)$ have the same law")
SQUARES = OnFunctions(
    r"$\mathbb{E}\,w^2$ and $\mathbb{E}\,b^2$ are finite",
    holds=tuple(
        moment(Function(name, real=True), weight)
        for name in ("zeta", "zeta_+", "zeta_-")
        for weight in (lambda c: 1, lambda c: c**2)
    ),
)
EVEN = OnFunctions("$p_w$, $p_b$, $p_v$ are even", holds=(even(p_w), even(p_b), even(p_v)))
BENDS, OFF_ZERO, AWAY = Ne(mu, 0), Ne(beta, 0), Ne(c, 0)
"""What is divided by: a delta-slope, a breakpoint, a place."""
