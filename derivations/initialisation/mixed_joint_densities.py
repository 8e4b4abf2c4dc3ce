"""Joint densities of weights, biases and output weights of different families, one of them uniform (B10)."""

from sympy import Abs, Expr, Integral, Max, Min, Piecewise, Rational, S, Symbol, erf, erfc, exp, pi, prod, sqrt

from symspline.model import definitions as of
from symspline.model.law import Law, Normal, Uniform
from symspline.proof.moves import Antiderivative, By, Fold
from symspline.proof.section import Reason, Section
from symspline.proof.theorem import Argument
from symspline.special import reciprocal_gauss_integral

from .definitions import Laws
from .hypotheses import BENDS, OFF_ZERO
from .vocabulary import VOCABULARY, a_b, a_v, a_w, beta, m, mu, r, sigma_b, sigma_v, sigma_w, w

a, b = Symbol("a", positive=True), Symbol("b", positive=True)
RATES = {
    a: Argument(a, Rational(1, 5), 2, "rate of the square"),
    b: Argument(b, Rational(1, 5), 2, "rate of the reciprocal"),
    m: Argument(m, Rational(1, 5), 3, "upper limit"),
}
B10 = Section(__name__, "B10", boxes={**VOCABULARY, **RATES})

W_NORMAL, W_UNIFORM = Normal(sigma_w), Uniform(a_w)
B_NORMAL, B_UNIFORM = Normal(sigma_b), Uniform(a_b)
V_NORMAL, V_UNIFORM = Normal(sigma_v), Uniform(a_v)
# The coefficient of -r^2 is the square of the rate; the size r of the weight ranges up to the end.
NORMAL_WEIGHT = W_NORMAL, B_UNIFORM, 1 / (sqrt(2) * sigma_w), a_b / Abs(beta)
UNIFORM_WEIGHT = W_UNIFORM, B_NORMAL, Abs(beta) / (sqrt(2) * sigma_b), a_w
NO_BIAS_BEYOND = r"both signs of $w$ count alike, and no bias lies beyond $|w| = a_b/|\beta|$"


def front(*laws: Law) -> Expr:
    """The densities at 0 together, for both signs of the weight."""
    return 2 * prod(law.density(0) for law in laws)


HALF_GAUSS = B10.theorem(
    "reciprocal-gauss",
    "Integral of the exponential of a square and its reciprocal",
    "With error functions alone, although the whole half-line gives a Bessel function of order one half.",
    Symbol("I", real=True),
    Integral(exp(-(a**2) * r**2 - b**2 / r**2), (r, 0, m)),
    (
        sqrt(pi) / (4 * a) * (exp(-2 * a * b) * erfc(b / m - a * m) - exp(2 * a * b) * erfc(b / m + a * m)),
        Antiderivative(
            r, sqrt(pi) / (4 * a) * (exp(2 * a * b) * erf(a * r + b / r) + exp(-2 * a * b) * erf(a * r - b / r))
        ),
    ),
    compute=reciprocal_gauss_integral(a, b, 1 / m),
)

OUTPUT_RATE = Abs(mu) / (sqrt(2) * sigma_v)


def normal_output(
    weights: str, biases: str, statement: str, w_law: Law, b_law: Law, rate: Expr, end: Expr, reason: Reason
) -> None:
    """Joint density for normal output weights, where one of weight and bias is normal and the other uniform."""
    values, factor = {a: rate, b: OUTPUT_RATE, m: end}, front(w_law, b_law, V_NORMAL)
    Laws(B10, w_law, b_law, V_NORMAL).theorem(
        f"{weights}-{biases}-normal-joint",
        f"Joint density of {weights} weights, {biases} biases and normal output weights",
        statement,
        of.joint,
        (factor * HALF_GAUSS.start.xreplace(values), reason),
        By(HALF_GAUSS, values),
        given=(OFF_ZERO, BENDS),
        compute=factor * reciprocal_gauss_integral(rate, OUTPUT_RATE, 1 / end),
    )


DEFAULT = "The initialisation of PyTorch's `kaiming_normal_` with the default bias."
normal_output("normal", "uniform", DEFAULT, *NORMAL_WEIGHT, NO_BIAS_BEYOND)
normal_output("uniform", "normal", "For independent weights.", *UNIFORM_WEIGHT, Fold(w, r))

LARGEST, FRONT = Min(a_w, a_b / Abs(beta)), front(W_UNIFORM, B_UNIFORM, V_NORMAL)
Laws(B10, W_UNIFORM, B_UNIFORM, V_NORMAL).theorem(
    "uniform-uniform-normal-joint",
    "Joint density of uniform weights and biases and normal output weights",
    "For independent weights.",
    of.joint,
    (FRONT * Integral(exp(-(OUTPUT_RATE**2) / r**2), (r, 0, LARGEST)), NO_BIAS_BEYOND),
    (
        FRONT * (LARGEST * exp(-((OUTPUT_RATE / LARGEST) ** 2)) - sqrt(pi) * OUTPUT_RATE * erfc(OUTPUT_RATE / LARGEST)),
        Antiderivative(r, r * exp(-(OUTPUT_RATE**2) / r**2) - sqrt(pi) * OUTPUT_RATE * erfc(OUTPUT_RATE / r)),
    ),
    given=(OFF_ZERO, BENDS),
    compute=FRONT * reciprocal_gauss_integral(S.Zero, OUTPUT_RATE, Max(1 / a_w, Abs(beta) / a_b)),
)


def uniform_output(weights: str, biases: str, w_law: Law, b_law: Law, rate: Expr, end: Expr) -> None:
    """Joint density for uniform output weights where one of weight and bias is normal and the other uniform."""
    factor, least = front(w_law, b_law, V_UNIFORM), Abs(mu) / a_v
    height, inside = factor * sqrt(pi) / (2 * rate), least < end
    near, far = erf(rate * end) - erf(rate * least), erfc(rate * least) - erfc(rate * end)
    # Where the rate vanishes, height times near is infinity times 0.
    flat = [(factor * (end - least), inside & (rate * end < Rational(1, 10**100)))] if rate.has(beta) else []
    Laws(B10, w_law, b_law, V_UNIFORM).theorem(
        f"{weights}-{biases}-uniform-joint",
        f"Joint density of {weights} weights, {biases} biases and uniform output weights",
        "For independent weights; no neuron reaches beyond the edge of the support.",
        of.joint,
        (
            factor * Piecewise((Integral(exp(-((rate * r) ** 2)), (r, least, end)), inside), (0, True)),
            r"both signs of $w$ count alike, and the densities vanish for $|w| < |\mu|/a_v$ and large $|w|$",
        ),
        (height * Piecewise((near, inside), (0, True)), Antiderivative(r, sqrt(pi) / (2 * rate) * erf(rate * r))),
        given=(OFF_ZERO,),
        compute=Piecewise(*flat, (height * far, inside & (rate * least > 1)), (height * near, inside), (0, True)),
    )


uniform_output("normal", "uniform", *NORMAL_WEIGHT)
uniform_output("uniform", "normal", *UNIFORM_WEIGHT)
