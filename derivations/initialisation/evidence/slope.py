"""Evidence for B21."""

import numpy as np

from symspline.evidence.samples import moment_finding
from symspline.proof.theorem import Finding

from ..vocabulary import H, sigma_b, sigma_v, sigma_w, x, y
from .network_samples import normal_networks, slopes, stated
from .shares import statistical


def slope_covariance(rng: np.random.Generator, alpha: float) -> Finding:
    """Mean, variance, covariance and increments of the slope at width 4, normal weights."""
    width, places = 4, (-0.6, 0.2, 1.1)
    weights = normal_networks(rng, 200_000, width, (1.1, 0.8, 0.5))
    left, middle, right = (slopes(weights, place) for place in places)
    numbers = {H: width, sigma_w: 1.1, sigma_b: 0.8, sigma_v: 0.5, x: places[0], y: places[-1]}
    covariance = stated("B21.normal", numbers)
    variance = width * 0.5**2 * 1.1**2 / 2
    return moment_finding(
        {
            "mean": (left, 0.0),
            "variance": (right**2, variance),
            "covariance": (left * right, covariance),
            "change of slope": ((right - left) ** 2, 2 * variance - 2 * covariance),
            "product of adjacent changes": ((right - middle) * (middle - left), 0.0),
        },
        alpha,
    )


EVIDENCE = {"B21.normal": statistical("slopes of sampled networks", slope_covariance)}
