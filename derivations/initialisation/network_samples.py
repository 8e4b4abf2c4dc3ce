"""Samples of whole random networks, against the moments that this chapter states.

One value per network enters each average: values of one network at several places are dependent. Claims come from the
theorems' conclusions, numbers put in; the networks are drawn with NumPy and evaluated from their weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from sympy import Expr, N, S, Symbol, sqrt
from sympy.core.function import AppliedUndef

from symspline.proof.theorem import Finding, Theorem

from . import flatness, function_moments, presets, roughness, slope, total_variation
from . import vocabulary as sym

Weights = tuple[np.ndarray, np.ndarray, np.ndarray]


def stated(theorem: Theorem, values: Mapping[Symbol, Any], functions: Mapping[Any, Any] | None = None) -> float:
    """The conclusion of a theorem as a number."""
    line = theorem.conclusion
    for function, concrete in (functions or {}).items():
        line = line.replace(function, concrete)
    line = line.subs({symbol: S(value) for symbol, value in values.items()})
    assert isinstance(line, Expr) and not line.atoms(AppliedUndef)
    return float(N(line.doit(), 17))


def outputs(weights: Weights, x: float) -> np.ndarray:
    """`f(x)` of each network without output bias, shape (networks,)."""
    w, b, v = weights
    return (v * np.maximum(w * x + b, 0.0)).sum(axis=1)


def slopes(weights: Weights, x: float) -> np.ndarray:
    """`f'(x)` of each network, shape (networks,)."""
    w, b, v = weights
    return (v * w * (w * x + b > 0)).sum(axis=1)


def normal_networks(rng: np.random.Generator, networks: int, width: int, scales=(1.0, 1.0, 1.0), mean_v=0.0) -> Weights:
    """Weights of shape (networks, width)."""
    w, b, v = (scale * rng.standard_normal((networks, width)) for scale in scales)
    return w, b, v + mean_v


def uniform_networks(rng: np.random.Generator, networks: int, width: int, widths=(1.0, 1.0, 1.0)) -> Weights:
    """Weights of shape (networks, width), uniform on (-1, 1) times the half-widths."""
    w, b, v = (half * rng.uniform(-1.0, 1.0, (networks, width)) for half in widths)
    return w, b, v


def _judge(values: Mapping[str, tuple[np.ndarray, float]], alpha: float) -> Finding:
    from symspline.evidence.samples import moment_finding

    return moment_finding(values, alpha)


def mean_and_covariance(rng: np.random.Generator, alpha: float) -> Finding:
    """Mean and covariance at width 5 with output weights of mean 0.4 and an output bias."""
    width, mean_v, sd_v, bias_mean, bias_sd = 5, 0.4, 0.5, 0.3, 0.6
    weights = normal_networks(rng, 100_000, width, (1.0, np.sqrt(2.0), sd_v), mean_v)
    bias = bias_mean + bias_sd * rng.standard_normal(100_000)
    x, y = 1.5, -0.5
    at = {place: outputs(weights, place) + bias for place in (x, y)}
    # The first instance of the theorem: normal weights of variance 1, biases of variance 2.
    laws = function_moments.INSTANCES[0]
    numbers = {
        sym.H: width,
        sym.m_v: S(mean_v),
        sym.m_0: S(bias_mean),
        sym.V_2: S(mean_v) ** 2 + S(sd_v) ** 2,
        sym.sigma_0: S(bias_sd),
    }
    mean = {place: stated(function_moments.MEAN, {**numbers, sym.x: S(place)}, laws) for place in (x, y)}
    values = {f"mean at {place}": (at[place], mean[place]) for place in (x, y)}
    for one, other in ((x, x), (x, y), (y, y)):
        claim = stated(function_moments.COVARIANCE, {**numbers, sym.x: S(one), sym.y: S(other)}, laws)
        values[f"covariance at {one}, {other}"] = ((at[one] - mean[one]) * (at[other] - mean[other]), claim)
    return _judge(values, alpha)


def torch_variance(rng: np.random.Generator, alpha: float) -> Finding:
    """Variance of the function and of the slope under the PyTorch default, width 9."""
    width = 9
    weights = uniform_networks(rng, 100_000, width, (1.0, 1.0, 1 / 3))
    bias = rng.uniform(-1 / 3, 1 / 3, 100_000)
    values = {}
    for x in (-0.8, 0.0, 2.5):
        claim = stated(
            function_moments.VARIANCE_AT_A_POINT,
            {sym.x: S(x), sym.H: width, sym.V_2: S(1) / 27, sym.sigma_0: 1 / sqrt(27), sym.a_w: 1, sym.a_b: 1},
        )
        values[f"variance at {x}"] = ((outputs(weights, x) + bias) ** 2, claim)
    return _judge(values, alpha)


def kurtosis(rng: np.random.Generator, alpha: float) -> Finding:
    """Second and fourth moment of the function at width 6, uniform weights."""
    width, x = 6, 0.75
    value = outputs(uniform_networks(rng, 200_000, width), x)
    square = (x**2 + 1) / 3
    numbers = {sym.x: S(x), sym.a_w: 1, sym.a_b: 1}
    kappa = stated(function_moments.UNIFORM_KURTOSIS, numbers)
    excess = stated(
        function_moments.KURTOSIS,
        {sym.H: width, sym.V_2: S(1) / 3, sym.V_4: S(1) / 5, sym.A_2: S(square), sym.A_4: S(kappa * square**2)},
    )
    variance = width * square / 6
    return _judge(
        {"second moment": (value**2, variance), "fourth moment": (value**4, (3 + excess) * variance**2)}, alpha
    )


def characteristic_function(rng: np.random.Generator, alpha: float) -> Finding:
    """The characteristic function at width 3, normal weights, at four frequencies."""
    width, x = 3, 1.25
    scales = {sym.sigma_w: 1.2, sym.sigma_b: 0.7, sym.sigma_v: 0.9, sym.sigma_0: 0.5}
    weights = normal_networks(rng, 100_000, width, (1.2, 0.7, 0.9))
    value = outputs(weights, x) + 0.5 * rng.standard_normal(100_000)
    numbers = {sym.x: S(x), sym.H: width, **{symbol: S(scale) for symbol, scale in scales.items()}}
    claims = {t: stated(function_moments.CHARACTERISTIC, {**numbers, sym.t: S(t)}) for t in (0.3, 0.8, 1.5, 3.0)}
    return _judge({f"E cos({t} f)": (np.cos(t * value), claim) for t, claim in claims.items()}, alpha)


def atom(rng: np.random.Generator, alpha: float) -> Finding:
    """How often no neuron is active, widths 2 and 5."""
    values = {}
    for width in (2, 5):
        weights = normal_networks(rng, 100_000, width, (1.2, 0.7, 0.9))
        claim = stated(function_moments.ATOM, {sym.H: width})
        values[f"f(x) = b0 at width {width}"] = ((outputs(weights, 0.6) == 0.0).astype(float), claim)
    return _judge(values, alpha)


def slope_covariance(rng: np.random.Generator, alpha: float) -> Finding:
    """Mean, variance, covariance and increments of the slope at width 4, normal weights."""
    width, x, y = 4, -0.6, 1.1
    weights = normal_networks(rng, 200_000, width, (1.1, 0.8, 0.5))
    left, right = slopes(weights, x), slopes(weights, y)
    numbers = {sym.x: S(x), sym.y: S(y), sym.H: width, sym.sigma_w: S(1.1), sym.sigma_b: S(0.8), sym.sigma_v: S(0.5)}
    covariance = stated(slope.NORMAL, numbers)
    variance = width * 0.5**2 * 1.1**2 / 2
    middle = slopes(weights, 0.2)
    return _judge(
        {
            "mean": (left, 0.0),
            "variance": (right**2, variance),
            "covariance": (left * right, covariance),
            "change of slope": ((right - left) ** 2, 2 * variance - 2 * covariance),
            "product of adjacent changes": ((right - middle) * (middle - left), 0.0),
        },
        alpha,
    )


def roughness_tail(rng: np.random.Generator, alpha: float) -> Finding:
    """How often the roughness exceeds its mean by 3 at width 64, against Cantelli's bound; He normal and uniform."""
    from symspline.evidence.statistics import normal_tail

    width, excess, networks = 64, 3, 40_000
    passed, parts, worst = True, [], 0.0
    laws = {
        "normal": (normal_networks, 1.0, roughness.HE_NORMAL),
        "uniform": (uniform_networks, 3**0.5, roughness.HE_UNIFORM),
    }
    for name, (draw, factor, theorem) in laws.items():
        bound = stated(theorem, {sym.lambda_: excess, sym.H: width})
        w, _, v = draw(rng, networks, width, (factor * 2**0.5, 1.0, factor * (2 / width) ** 0.5))
        over = ((w * v) ** 2).sum(axis=1) - 4 >= excess
        rate = over.mean()
        score = (rate - bound) / np.sqrt(bound * (1 - bound) / networks)
        passed &= bool(score < 0 or normal_tail(score) / 2 >= alpha / len(laws))
        worst = max(worst, rate / bound)
        parts.append(f"{name}: {rate:.4f} against at most {bound:.4f}")
    return Finding(passed, float(worst), f"P(roughness - 4 >= {excess}) at width {width}; {'; '.join(parts)}")


def preset_numbers(preset: presets.Preset, rng: np.random.Generator, alpha: float) -> Finding:
    """The four numbers of a preset at width 16.

    The variance of the roughness has terms with eighth moments of the weights; for normal weights, whose mean square
    roughness averages too slowly for a normal tail, it is left to the bounded laws.
    """
    width, networks = 16, 60_000
    w, v = (_draw(law, width, networks, rng) for law in (preset.w, preset.v))
    kinks = np.abs(w * v)
    rho, variation = (kinks**2).sum(axis=1), kinks.sum(axis=1)
    one = {suffix: theorem for theorem in presets.theorems(preset) for suffix in [theorem.id.rsplit(".", 1)[1]]}
    claim = {suffix: stated(theorem, {sym.H: width}) for suffix, theorem in one.items()}
    values = {
        "mean roughness": (rho, claim["mean-roughness"]),
        "mean total variation": (variation, claim["mean-variation"]),
        "variance of the total variation": ((variation - claim["mean-variation"]) ** 2, claim["variation-variance"]),
    }
    if preset.w.shape != "normal":
        squares = (rho - claim["mean-roughness"]) ** 2
        values["variance of the roughness"] = (squares, claim["roughness-variance"])
    return _judge(values, alpha)


def _draw(law: presets.WeightLaw, width: int, networks: int, rng: np.random.Generator) -> np.ndarray:
    scale = float(law.variance.subs(sym.H, width)) ** 0.5
    if law.shape == "uniform":
        return 3**0.5 * scale * rng.uniform(-1.0, 1.0, (networks, width))
    draws = rng.standard_normal((networks, width))
    if law.shape == "truncated":
        while (outside := np.abs(draws) > 2).any():
            draws[outside] = rng.standard_normal(int(outside.sum()))
        # The constant of the frameworks, not the one that the theorem derives.
        return scale * draws / 0.87962566103423978
    return scale * draws


def xavier_breakpoints(rng: np.random.Generator, alpha: float) -> Finding:
    """Breakpoints in [-1, 1] at width 100, Xavier uniform weights with uniform biases."""
    width, networks = 100, 10_000
    half = (6 / (1 + width)) ** 0.5
    w, b = half * rng.uniform(-1.0, 1.0, (networks, width)), rng.uniform(-1.0, 1.0, (networks, width))
    count = (np.abs(b) <= np.abs(w)).sum(axis=1).astype(float)
    return _judge({"breakpoints in [-1, 1]": (count, stated(presets.XAVIER_BREAKPOINTS, {sym.H: width}))}, alpha)


def flat_or_not(rng: np.random.Generator, alpha: float) -> Finding:
    """Kinks, slope and total variation of He and Glorot normal networks at widths 100 and 2500."""
    values, table = {}, []
    for width in (100, 2500):
        he = normal_networks(rng, 3000, width, (2**0.5, 1.0, (2 / width) ** 0.5))
        kinks = np.abs(he[0] * he[2])
        at = {sym.H: width}
        slope_at = slopes(he, 0.3)
        values[f"He mean square kink, width {width}"] = (kinks[:, 0] ** 2, stated(flatness.HE_KINK, at) ** 2)
        values[f"He variance of the slope, width {width}"] = (slope_at**2, stated(flatness.HE_SLOPE, at))
        total = kinks.sum(axis=1)
        values[f"He total variation, width {width}"] = (total, stated(total_variation.HE_NORMAL, at))
        scale = (2 / (1 + width)) ** 0.5
        glorot = normal_networks(rng, 3000, width, (scale, 1.0, scale))
        jumps = np.abs(glorot[0] * glorot[2]).sum(axis=1)
        variance = 2 * width / (1 + width) ** 2
        values[f"Glorot variance of the slope, width {width}"] = (slopes(glorot, 0.3) ** 2, variance)
        values[f"Glorot total variation, width {width}"] = (jumps, 4 * width / (np.pi * (1 + width)))
        table.append(
            f"width {width}: He kink {np.sqrt((kinks[:, 0] ** 2).mean()):.3f}, largest {kinks.max(axis=1).mean():.3f}, "
            f"Var slope {slope_at.var():.3f}, TV {total.mean():.1f}; "
            f"Glorot Var slope {(slopes(glorot, 0.3) ** 2).mean():.4f}, TV {jumps.mean():.3f}"
        )
    finding = _judge(values, alpha)
    return Finding(finding.passed, finding.figure, f"{'; '.join(table)} ({finding.text})")


def sums_by_enumeration(power: int, theorem: Theorem) -> Finding:
    """The moment of a sum over every outcome of up to four neurons that take three values, in rational arithmetic."""
    laws = (
        ((Fraction(-1), Fraction(1, 4)), (Fraction(0), Fraction(1, 2)), (Fraction(1), Fraction(1, 4))),
        ((Fraction(-2), Fraction(1, 6)), (Fraction(1, 2), Fraction(2, 3)), (Fraction(0), Fraction(1, 6))),
    )
    cases = 0
    for law in laws:
        moment = {k: sum((p * value**k for value, p in law), Fraction(0)) for k in (1, 2, 4)}
        if power == 4 and moment[1] != 0:
            continue
        for width in (1, 2, 3, 4):
            total = Fraction(0)
            for outcome in product(law, repeat=width):
                weight = Fraction(1)
                for _, p in outcome:
                    weight *= p
                total += weight * sum(value for value, _ in outcome) ** power
            if power == 2:
                total -= (width * moment[1]) ** 2
            names = {sym.H: width, sym.M_1: moment[1], sym.M_2: moment[2], sym.M_4: moment[4]}
            claim = theorem.conclusion.subs({k: S(e.numerator) / e.denominator for k, e in names.items()})
            cases += 1
            if claim != S(total.numerator) / total.denominator:
                return Finding(False, float(width), f"at width {width} the sum is {total}, the theorem says {claim}")
    return Finding(True, float(cases), f"{cases} laws and widths enumerated, all equal")
