"""Normal weights, biases and output weights (B7)."""

from sympy import Abs, Integral, exp, oo, pi

from symspline.model.law import Normal
from symspline.proof.moves import Algebra, Antiderivative, Fold
from symspline.proof.theorem import Section, Step, Theorem
from symspline.symbols import c, r, sigma_b, sigma_w, w

from .arguments import arguments
from .definitions import zeta, zeta_integral

W, B = Normal(sigma_w), Normal(sigma_b)
S2 = sigma_b**2 + sigma_w**2 * c**2
A = S2 / (2 * sigma_w**2 * sigma_b**2)

ZETA = Theorem(
    id="B7.zeta",
    title="Zeta of normal weights and biases",
    chapter="initialisation",
    statement=r"For independent $w \sim N(0, \sigma_w^2)$ and $b \sim N(0, \sigma_b^2)$.",
    arguments=arguments(c, sigma_w, sigma_b),
    subject=zeta,
    start=zeta_integral(W, B),
    steps=(
        Step("=", Integral(Abs(w) ** 3 * exp(-A * w**2), (w, -oo, oo)) / (2 * pi * sigma_w * sigma_b),
             Algebra("collect the exponents")),
        Step("=", Integral(r**3 * exp(-A * r**2), (r, 0, oo)) / (pi * sigma_w * sigma_b), Fold(w, r)),
        Step("=", 1 / (2 * pi * sigma_w * sigma_b * A**2),
             Antiderivative(r, -(1 + A * r**2) * exp(-A * r**2) / (2 * A**2))),
        Step("=", 2 * sigma_w**3 * sigma_b**3 / (pi * S2**2), Algebra("put in the exponent")),
    ),
)

SECTION = Section("B7", "Normal weights", "…", (ZETA,))
