"""Evidence for B16."""

from functools import partial

import numpy as np

from symspline.evidence.samples import rate_finding
from symspline.model.init import Init
from symspline.model.law import Laplace, Normal, Uniform
from symspline.proof.theorem import Evidence, Finding

from .wide_networks import WIDTHS, WidthExperiment

REPETITIONS = 500
"""Networks of each width."""
TRAINED = {
    "normal": (Init(w=Normal(1), b=Normal(1), v=Normal(1)), ()),
    "uniform": (Init(w=Uniform(1), b=Uniform(1), v=Uniform(1)), (-1.0, 1.0)),
    "Laplace": (Init(w=Laplace(1), b=Laplace(1), v=Laplace(1)), (0.0,)),
}
"""Laws of the networks that are trained, with the kinks of their zeta."""


def width_rate(name: str, rng: np.random.Generator) -> Finding:
    """Distance of trained networks from the minimiser of the penalty, as the width grows."""
    return rate_finding(WIDTHS, WidthExperiment(*TRAINED[name]).distances(REPETITIONS, rng), -0.5, 0.1)


EVIDENCE = {
    "B16.energy": tuple(
        Evidence(
            f"networks of growing width trained by gradient flow, {name} weights: distance to the minimiser",
            partial(width_rate, name),
        )
        for name in TRAINED
    )
}
