"""Lonely partitions when data and breakpoints have different laws (C5e)."""

from fractions import Fraction

import numpy as np
from sympy import QQ, Function, Integral, Symbol, exp, factorial, pi, ring
from sympy.polys.rings import PolyElement

from symspline.evidence.samples import moment_finding
from symspline.numerics.lonely import lonely_probability_of_laws
from symspline.proof.moves import Algebra, Antiderivative, By
from symspline.proof.theorem import Assumption, Evidence, Finding, Step, Theorem

from .arguments import arguments
from .vocabulary import H, s, t, x, z

_UNIFORM = Assumption("two data, and all laws uniform on $(0, 1)$")
TABLE = {(2, 1): 0.18169011381621, (2, 5): 0.5459454387162, (3, 10): 0.357777305988, (5, 40): 0.378723426571}
"""Probabilities for standard Cauchy breakpoints and uniform data on (-1, 1)."""


def _cauchy(n: int, h: int) -> float:
    return lonely_probability_of_laws(n, h, lambda t: 2 * t - 1, lambda x: 0.5 + np.arctan(x) / np.pi)


def _over_ordered(polynomial: PolyElement) -> Fraction:
    """Integral over 0 < a < b < c < 1, monomial by monomial."""
    total = Fraction(0)
    for (i, k, m), coefficient in polynomial.terms():
        value = Fraction(int(coefficient.numerator), int(coefficient.denominator))
        total += value / ((i + 1) * (i + k + 2) * (i + k + m + 3))
    return total


def _squares(rng: np.random.Generator) -> Finding:
    """Uniform data and the breakpoint law x^2 on (0, 1): for two and three data the integrals are rational."""
    del rng
    _, a, b, c = ring("a, b, c", QQ)
    worst = 0.0
    for h in (2, 3, 5, 8):
        first, second, both = (1 - (b**2 - a**2)) ** h, (1 - (c**2 - b**2)) ** h, (1 - (c**2 - a**2)) ** h
        three = 6 * _over_ordered(a**0 - first - second + both)
        two = 1 - 2 * sum(
            (
                Fraction(int(k.numerator), int(k.denominator)) / ((i + 1) * (i + m + 2))
                for (i, m, _), k in first.terms()
            ),
            Fraction(0),
        )
        for n, exact in ((2, two), (3, three)):
            found = lonely_probability_of_laws(n, h, lambda t: t, lambda x: x**2)
            worst = max(worst, abs(found - float(exact)))
    return Finding(worst < 1e-12, worst, f"eight rational integrals; the largest deviation is {worst:.1e}")


def _two_cauchy(rng: np.random.Generator) -> Finding:
    """Two data: 1 - P is a double integral over a < b, here by Gauss-Legendre in both directions."""
    del rng
    nodes, weights = np.polynomial.legendre.leggauss(60)
    nodes, weights = (nodes + 1) / 2, weights / 2
    low = -1 + 2 * nodes[:, None]
    width = 1 - low
    high = low + width * nodes[None, :]
    inside = (np.arctan(high) - np.arctan(low)) / np.pi
    worst = 0.0
    for h in (1, 5, 20):
        failure = 2 * np.sum(2 * weights[:, None] * weights[None, :] * width * 0.25 * (1 - inside) ** h)
        worst = max(worst, abs(_cauchy(2, h) - (1 - failure)))
    table = max(abs(_cauchy(n, h) - value) for (n, h), value in TABLE.items())
    passed = worst < 1e-12 and table < 1e-12
    return Finding(passed, worst, f"two data to {worst:.1e}, the table to {table:.1e}")


def _sampled(rng: np.random.Generator) -> Finding:
    """Cauchy breakpoints and uniform data, drawn."""
    values = {}
    for n, h in ((3, 10), (5, 40)):
        data = np.sort(rng.uniform(-1, 1, (20_000, n)), axis=1)
        places = rng.standard_cauchy((20_000, h))
        filled = (places[:, None, :] > data[:, :-1, None]) & (places[:, None, :] < data[:, 1:, None])
        values[f"{n} data, {h} breakpoints"] = (filled.any(axis=2).all(axis=1).astype(float), TABLE[n, h])
    return moment_finding(values)


TWO_DATA = Theorem(
    id="C5e.two",
    title="Two data, by integration",
    chapter="loss_surface",
    statement=r"The distance $x$ of two uniform data has density $2(1 - x)$, and all $H$ breakpoints miss the gap with "
    r"probability $(1 - x)^H$. The result agrees with C5c.probability.",
    arguments=arguments(H),
    assumes=(_UNIFORM,),
    subject=Function("P", real=True)(2, H),
    start=1 - Integral(2 * (1 - x) * (1 - x) ** H, (x, 0, 1)),
    steps=(
        Step("=", 1 - 2 / (H + 2), Antiderivative(x, -2 * (1 - x) ** (H + 2) / (H + 2))),
        Step("=", H / (H + 2), Algebra("subtract")),
    ),
)

STATE = Theorem(
    id="C5e.state",
    title="A Poisson number of breakpoints, after one datum",
    chapter="loss_surface",
    statement=r"Let the number of breakpoints be Poisson with mean $z$, and go through $(0, 1)$ from the left. "
    r"After one datum "
    r"the last event is the datum with weight $A_1$, where $A_1' = 1 - z A_1$, so that $z A_1 = 1 - e^{-z s}$, and "
    r"a breakpoint "
    r"with weight $B_1$, where $B_1' = z A_1$.",
    arguments=arguments(t, z),
    assumes=(_UNIFORM,),
    subject=Function("B_1", real=True)(t),
    start=Integral(1 - exp(-z * s), (s, 0, t)),
    steps=(Step("=", t - (1 - exp(-z * t)) / z, Antiderivative(s, s + exp(-z * s) / z)),),
)

POISSON = Theorem(
    id="C5e.poisson",
    title="A Poisson number of breakpoints, after two data",
    chapter="loss_surface",
    statement=r"The second datum may only follow a breakpoint: $A_2' + B_2' = 2 B_1$. For other laws $p$ and $\rho$ "
    r"of data and "
    r"breakpoints the equations are $A_k' = k\,p\,B_{k-1} - z\rho A_k$ and $B_k' = z\rho A_k$, and $Q = A_N + B_N$ "
    r"at the end.",
    arguments=arguments(z),
    assumes=(_UNIFORM,),
    subject=Function("Q", real=True)(z),
    start=2 * Integral(t - (1 - exp(-z * t)) / z, (t, 0, 1)),
    origin=By(STATE),
    steps=(
        Step(
            "=",
            1 - 2 / z + 2 * (1 - exp(-z)) / z**2,
            Antiderivative(t, t**2 / 2 - t / z - exp(-z * t) / z**2),
        ),
    ),
)

FIXED = Theorem(
    id="C5e.fixed",
    title="From a Poisson number back to a fixed number of breakpoints",
    chapter="loss_surface",
    statement=r"The probability for $H$ breakpoints is $H!$ times the coefficient of $z^H$ in $e^z Q(z) = e^z - 2 "
    r"e^z/z + "
    r"2(e^z - 1)/z^2$. In general the coefficient is read off a circle of radius $H$ in the complex plane.",
    arguments=arguments(H),
    assumes=(_UNIFORM,),
    subject=Function("P", real=True)(2, H),
    start=factorial(H) * (1 / factorial(H) - 2 / factorial(H + 1) + 2 / factorial(H + 2)),
    steps=(Step("=", H / (H + 2), Algebra("cancel the factorials")),),
    evidence=(
        Evidence("rational integrals for another law", _squares, "exact"),
        Evidence("Cauchy breakpoints and uniform data, by quadrature", _two_cauchy, "exact"),
        Evidence("Cauchy breakpoints and uniform data, drawn", _sampled),
    ),
    routines=("symspline.numerics.lonely.lonely_probability_of_laws",),
)

MISMATCH = Theorem(
    id="C5e.mismatch",
    title="What different laws cost",
    chapter="loss_surface",
    statement=r"In wide networks $P \approx \exp(-N(N-1)/H \cdot \int p^2/\rho)$, and $\int p^2/\rho = 1 + \int (p - "
    r"\rho)^2/\rho \ge 1$: one law for both is best. For standard Cauchy breakpoints and uniform data on $(-1, 1)$ the "
    r"network must be wider by the factor computed here. The approximation itself is a heuristic, not proved.",
    arguments=(),
    subject=Symbol("I", real=True),
    start=Integral(pi * (1 + x**2) / 4, (x, -1, 1)),
    steps=(Step("=", 2 * pi / 3, Antiderivative(x, pi * (x + x**3 / 3) / 4)),),
)
