"""Evidence for B26."""

from functools import partial

import numpy as np

from symspline.evidence.samples import moment_finding
from symspline.proof.theorem import Finding

from ..presets import PRESETS, Preset, WeightLaw
from ..vocabulary import H
from .network_samples import stated
from .shares import statistical


def preset_numbers(preset: Preset, rng: np.random.Generator, alpha: float) -> Finding:
    """The four numbers of a preset at width 16.

    The variance of the roughness has terms with eighth moments of the weights; for normal weights, whose mean square
    roughness averages too slowly for a normal tail, it is left to the bounded laws.
    """
    width, networks = 16, 60_000
    w, v = (_draw(law, width, networks, rng) for law in (preset.w, preset.v))
    kinks = np.abs(w * v)
    rho, variation = (kinks**2).sum(axis=1), kinks.sum(axis=1)
    numbers = ("mean-roughness", "mean-variation", "variation-variance", "roughness-variance")
    claim = {number: stated(f"B26.{preset.slug}.{number}", {H: width}) for number in numbers}
    values = {
        "mean roughness": (rho, claim["mean-roughness"]),
        "mean total variation": (variation, claim["mean-variation"]),
        "variance of the total variation": ((variation - claim["mean-variation"]) ** 2, claim["variation-variance"]),
    }
    if preset.w.shape != "normal":
        squares = (rho - claim["mean-roughness"]) ** 2
        values["variance of the roughness"] = (squares, claim["roughness-variance"])
    return moment_finding(values, alpha)


def _draw(law: WeightLaw, width: int, networks: int, rng: np.random.Generator) -> np.ndarray:
    scale = float(law.variance.subs(H, width)) ** 0.5
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
    return moment_finding({"breakpoints in [-1, 1]": (count, stated("B26.xavier-breakpoints", {H: width}))}, alpha)


EVIDENCE = {
    **{
        f"B26.{preset.slug}.mean-roughness": statistical(
            f"roughness and total variation of sampled networks, {preset.title}", partial(preset_numbers, preset)
        )
        for preset in PRESETS
    },
    "B26.xavier-breakpoints": statistical("breakpoints of sampled networks", xavier_breakpoints),
}
