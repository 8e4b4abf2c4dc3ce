"""Samples of one neuron, against the joint densities of breakpoint and delta-slope that this chapter states."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from sympy import Symbol

from symspline.evidence.pair_samples import density_of, sampled_pairs
from symspline.model.init import Init
from symspline.proof.library import library
from symspline.proof.theorem import Evidence, Finding

from .shares import statistical


def neurons(title: str, init: Init, id: str = "", values: Mapping[Symbol, Any] | None = None) -> Evidence:
    """Neurons to draw against a joint density.

    Args:
        title: what is drawn.
        init: from where.
        id: a theorem on general densities, into which those of `init` are put; without it the density is the one that
            `init` itself derives.
        values: what the other symbols of that theorem stand for.
    """
    return statistical(f"Rosenblatt transform of sampled neurons, {title}", partial(drawn, init, id, values or {}))


def drawn(init: Init, id: str, values: Mapping[Symbol, Any], rng: np.random.Generator, alpha: float) -> Finding:
    """Draw, and compare with the density of `init` or of that theorem."""
    return sampled_pairs(init, rng, alpha, joint=density_of(library[id], init, values) if id else None)
