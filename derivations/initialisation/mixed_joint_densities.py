"""Joint densities of weights, biases and output weights of different families, one of them uniform (B10)."""

from sympy import (
    Abs,
    Integral,
    Max,
    Min,
    Piecewise,
    Rational,
    S,
    Symbol,
    erf,
    erfc,
    exp,
    pi,
    sqrt,
)

from symspline.model import definitions
from symspline.model.law import Normal, Uniform
from symspline.proof.moves import Algebra, Antiderivative, By, Fold
from symspline.proof.theorem import Argument, Step, Theorem
from symspline.special import reciprocal_gauss_integral

from .arguments import arguments
from .vocabulary import a_b, a_v, a_w, beta, m, mu, r, sigma_b, sigma_v, sigma_w, w

_a = Symbol("a", positive=True)
_b = Symbol("b", positive=True)
_ERFS = sqrt(pi) / (4 * _a) * (exp(2 * _a * _b) * erf(_a * r + _b / r) + exp(-2 * _a * _b) * erf(_a * r - _b / r))

HALF_GAUSS = Theorem(
    id="B10.reciprocal-gauss",
    title="Integral of the exponential of a square and its reciprocal",
    chapter="initialisation",
    statement="With error functions alone, although the whole half-line gives a Bessel function of order one half.",
    arguments=(
        Argument(_a, Rational(1, 5), 2, "rate of the square"),
        Argument(_b, Rational(1, 5), 2, "rate of the reciprocal"),
        Argument(m, Rational(1, 5), 3, "upper limit"),
    ),
    subject=Symbol("I", real=True),
    start=Integral(exp(-(_a**2) * r**2 - _b**2 / r**2), (r, 0, m)),
    steps=(
        Step(
            "=",
            sqrt(pi)
            / (4 * _a)
            * (exp(-2 * _a * _b) * erfc(_b / m - _a * m) - exp(2 * _a * _b) * erfc(_b / m + _a * m)),
            Antiderivative(r, _ERFS),
        ),
    ),
    compute=reciprocal_gauss_integral(_a, _b, 1 / m),
)


def normal_output(weights: str, biases: str) -> Theorem:
    """Joint density for normal output weights beside a uniform law."""
    b_value = Abs(mu) / (sqrt(2) * sigma_v)
    if (weights, biases) == ("normal", "uniform"):
        w_law, b_law, scales = Normal(sigma_w), Uniform(a_b), (sigma_w, a_b)
        a_value, limit = 1 / (sqrt(2) * sigma_w), a_b / Abs(beta)
        factor, move = (
            1 / (2 * pi * a_b * sigma_w * sigma_v),
            Algebra(r"both signs of $w$ count alike, and no bias lies beyond $|w| = a_b/|\beta|$"),
        )
    else:
        w_law, b_law, scales = Uniform(a_w), Normal(sigma_b), (a_w, sigma_b)
        a_value, limit = Abs(beta) / (sqrt(2) * sigma_b), a_w
        factor, move = 1 / (2 * pi * a_w * sigma_b * sigma_v), Fold(w, r)
    values = {_a: a_value, _b: b_value, m: limit}
    return Theorem(
        id=f"B10.{weights}-{biases}-normal-joint",
        title=f"Joint density of {weights} weights, {biases} biases and normal output weights",
        chapter="initialisation",
        statement="The initialisation of PyTorch's `kaiming_normal_` with the default bias."
        if weights == "normal"
        else "For independent weights.",
        arguments=arguments(beta, mu, *scales, sigma_v),
        subject=definitions.joint,
        start=definitions.joint_integral(w_law, b_law, Normal(sigma_v)),
        steps=(
            Step("=", factor * HALF_GAUSS.start.xreplace(values), move),
            Step("=", factor * HALF_GAUSS.conclusion.xreplace(values), By(HALF_GAUSS, values)),
        ),
        compute=factor * reciprocal_gauss_integral(a_value, b_value, 1 / limit),
    )


NORMAL_UNIFORM_NORMAL = normal_output("normal", "uniform")
UNIFORM_NORMAL_NORMAL = normal_output("uniform", "normal")

_LARGEST = Min(a_w, a_b / Abs(beta))
_ROOT_B = Abs(mu) / (sqrt(2) * sigma_v)
_FACTOR_N = 1 / (2 * a_w * a_b * sigma_v * sqrt(2 * pi))
UNIFORM_UNIFORM_NORMAL = Theorem(
    id="B10.uniform-uniform-normal-joint",
    title="Joint density of uniform weights and biases and normal output weights",
    chapter="initialisation",
    statement="For independent weights.",
    arguments=arguments(beta, mu, a_w, a_b, sigma_v),
    subject=definitions.joint,
    start=definitions.joint_integral(Uniform(a_w), Uniform(a_b), Normal(sigma_v)),
    steps=(
        Step(
            "=",
            _FACTOR_N * Integral(exp(-(_ROOT_B**2) / r**2), (r, 0, _LARGEST)),
            Algebra(r"both signs of $w$ count alike, and no bias lies beyond $|w| = a_b/|\beta|$"),
        ),
        Step(
            "=",
            _FACTOR_N * (_LARGEST * exp(-((_ROOT_B / _LARGEST) ** 2)) - sqrt(pi) * _ROOT_B * erfc(_ROOT_B / _LARGEST)),
            Antiderivative(r, r * exp(-(_ROOT_B**2) / r**2) - sqrt(pi) * _ROOT_B * erfc(_ROOT_B / r)),
        ),
    ),
    compute=_FACTOR_N * reciprocal_gauss_integral(S.Zero, _ROOT_B, Max(1 / a_w, Abs(beta) / a_b)),
)


def uniform_output(weights: str) -> Theorem:
    """Joint density for uniform output weights where one of weight and bias is normal and the other uniform."""
    if weights == "normal":
        w_law, b_law, scales = Normal(sigma_w), Uniform(a_b), (sigma_w, a_b)
        rate, high = 1 / (sqrt(2) * sigma_w), a_b / Abs(beta)
        factor, front = 1 / (2 * a_b * a_v * sigma_w * sqrt(2 * pi)), 1 / (4 * a_b * a_v)
    else:
        w_law, b_law, scales = Uniform(a_w), Normal(sigma_b), (a_w, sigma_b)
        rate, high = Abs(beta) / (sqrt(2) * sigma_b), a_w
        factor, front = 1 / (2 * a_w * a_v * sigma_b * sqrt(2 * pi)), 1 / (4 * a_w * a_v * Abs(beta))
    low = Abs(mu) / a_v
    near, far = erf(rate * high) - erf(rate * low), erfc(rate * low) - erfc(rate * high)
    inside = low < high
    pieces = [(front * far, inside & (rate * low > 1)), (front * near, inside)]
    if weights == "uniform":
        pieces.insert(0, (factor * (high - low), inside & (rate * high < Rational(1, 10**9))))
    return Theorem(
        id=f"B10.{weights}-{'uniform' if weights == 'normal' else 'normal'}-uniform-joint",
        title=f"Joint density of {weights} weights, {'uniform' if weights == 'normal' else 'normal'} biases "
        "and uniform output weights",
        chapter="initialisation",
        statement="For independent weights; no neuron reaches beyond the edge of the support.",
        arguments=arguments(beta, mu, *scales, a_v),
        subject=definitions.joint,
        start=definitions.joint_integral(w_law, b_law, Uniform(a_v)),
        steps=(
            Step(
                "=",
                factor * Piecewise((Integral(exp(-((rate * r) ** 2)), (r, low, high)), inside), (0, True)),
                Algebra(
                    r"both signs of $w$ count alike, and the densities vanish for $|w| < |\mu|/a_v$ and large $|w|$"
                ),
            ),
            Step(
                "=",
                front * Piecewise((near, inside), (0, True)),
                Antiderivative(r, sqrt(pi) / (2 * rate) * erf(rate * r)),
            ),
        ),
        compute=Piecewise(*pieces, (0, True)),
    )


NORMAL_UNIFORM_UNIFORM = uniform_output("normal")
UNIFORM_NORMAL_UNIFORM = uniform_output("uniform")
