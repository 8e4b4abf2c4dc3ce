"""Evidence for B20."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
from sympy import Rational, S, sqrt

from symspline.evidence.cases import every_case
from symspline.evidence.samples import moment_finding
from symspline.proof.library import library
from symspline.proof.theorem import Evidence, Finding

from .. import vocabulary as sym
from .network_samples import conclusion, normal_networks, outputs, stated, uniform_networks
from .shares import statistical


def mean_and_covariance(rng: np.random.Generator, alpha: float) -> Finding:
    """Mean and covariance at width 5 with output weights of mean 0.4 and an output bias."""
    width, mean_v, sd_v, bias_mean, bias_sd = 5, 0.4, 0.5, 0.3, 0.6
    w, b, v = normal_networks(rng, 100_000, width, (1.0, np.sqrt(2.0), sd_v))
    bias = bias_mean + bias_sd * rng.standard_normal(100_000)
    places = 1.5, -0.5
    at = {place: outputs((w, b, v + mean_v), place) + bias for place in places}
    # The first instance of the theorem: normal weights of variance 1, biases of variance 2.
    laws = library["B20.mean"].instances[0]
    numbers = {sym.H: width, sym.m_v: mean_v, sym.m_0: bias_mean, sym.V_2: mean_v**2 + sd_v**2, sym.sigma_0: bias_sd}
    mean = {place: stated("B20.mean", {**numbers, sym.x: place}, laws) for place in places}
    values = {f"mean at {place}": (at[place], mean[place]) for place in places}
    for x, y in ((1.5, 1.5), (1.5, -0.5), (-0.5, -0.5)):
        claim = stated("B20.covariance", {**numbers, sym.x: x, sym.y: y}, laws)
        values[f"covariance at {x}, {y}"] = ((at[x] - mean[x]) * (at[y] - mean[y]), claim)
    return moment_finding(values, alpha)


def torch_variance(rng: np.random.Generator, alpha: float) -> Finding:
    """Variance of the function under the PyTorch default, width 9."""
    width = 9
    weights = uniform_networks(rng, 100_000, width, (1.0, 1.0, 1 / 3))
    bias = rng.uniform(-1 / 3, 1 / 3, 100_000)
    numbers = {sym.H: width, sym.V_2: Rational(1, 27), sym.sigma_0: 1 / sqrt(27), sym.a_w: 1, sym.a_b: 1}
    values = {
        f"variance at {x}": ((outputs(weights, x) + bias) ** 2, stated("B20.variance", {**numbers, sym.x: x}))
        for x in (-0.8, 0.0, 2.5)
    }
    return moment_finding(values, alpha)


def kurtosis(rng: np.random.Generator, alpha: float) -> Finding:
    """Second and fourth moment of the function at width 6, uniform weights."""
    width, x = 6, 0.75
    value = outputs(uniform_networks(rng, 200_000, width), x)
    square = (x**2 + 1) / 3
    fourth = stated("B20.uniform-kurtosis", {sym.x: x, sym.a_w: 1, sym.a_b: 1}) * square**2
    excess = stated(
        "B20.kurtosis", {sym.H: width, sym.V_2: S(1) / 3, sym.V_4: S(1) / 5, sym.A_2: square, sym.A_4: fourth}
    )
    variance = width * square / 6
    return moment_finding(
        {"second moment": (value**2, variance), "fourth moment": (value**4, (3 + excess) * variance**2)}, alpha
    )


def characteristic_function(rng: np.random.Generator, alpha: float) -> Finding:
    """The characteristic function at width 3, normal weights, at four frequencies."""
    width, x = 3, 1.25
    value = outputs(normal_networks(rng, 100_000, width, (1.2, 0.7, 0.9)), x) + 0.5 * rng.standard_normal(100_000)
    numbers = {sym.x: x, sym.H: width, sym.sigma_w: 1.2, sym.sigma_b: 0.7, sym.sigma_v: 0.9, sym.sigma_0: 0.5}
    values = {
        f"E cos({t} f)": (np.cos(t * value), stated("B20.characteristic", {**numbers, sym.t: t}))
        for t in (0.3, 0.8, 1.5, 3.0)
    }
    return moment_finding(values, alpha)


def atom(rng: np.random.Generator, alpha: float) -> Finding:
    """How often no neuron is active, widths 2 and 5."""
    values = {}
    for width in (2, 5):
        silent = outputs(normal_networks(rng, 100_000, width, (1.2, 0.7, 0.9)), 0.6) == 0.0
        values[f"f(x) = b0 at width {width}"] = (silent.astype(float), stated("B20.atom", {sym.H: width}))
    return moment_finding(values, alpha)


LAWS = (
    ((Fraction(-1), Fraction(1, 4)), (Fraction(0), Fraction(1, 2)), (Fraction(1), Fraction(1, 4))),
    ((Fraction(-2), Fraction(1, 6)), (Fraction(1, 2), Fraction(2, 3)), (Fraction(0), Fraction(1, 6))),
)
"""Three values each, with their probabilities; the first law is symmetric."""


def sums_by_enumeration(id: str, power: int) -> Evidence:
    """The moment of a sum over every outcome of up to four neurons that take three values, in rational arithmetic."""

    @every_case("every outcome of up to four neurons, in rationals", "{} laws and widths")
    def compare(_: np.random.Generator) -> Iterator[str]:
        for law in LAWS:
            moment = {k: sum((p * value**k for value, p in law), Fraction(0)) for k in (1, 2, 4)}
            if power == 4 and moment[1] != 0:
                continue
            for width in (1, 2, 3, 4):
                total = Fraction(0)
                for outcome in product(law, repeat=width):
                    total += prod(p for _, p in outcome) * sum(value for value, _ in outcome) ** power
                if power == 2:
                    total -= (width * moment[1]) ** 2
                claim = conclusion(id, {sym.H: width, sym.M_1: moment[1], sym.M_2: moment[2], sym.M_4: moment[4]})
                yield "" if claim == S(total) else f"at width {width} the sum is {total}, the theorem says {claim}"

    return compare


EVIDENCE = {
    "B20.covariance": statistical("mean and covariance of sampled networks", mean_and_covariance),
    "B20.variance": statistical("variance of sampled networks, PyTorch default", torch_variance),
    "B20.kurtosis": statistical("fourth moment of sampled networks", kurtosis),
    "B20.characteristic": statistical("characteristic function of sampled networks", characteristic_function),
    "B20.atom": statistical("sampled networks without an active neuron", atom),
    "B20.square": sums_by_enumeration("B20.square", 2),
    "B20.fourth": sums_by_enumeration("B20.fourth", 4),
}
