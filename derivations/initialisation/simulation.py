"""The evidence of this chapter: which samples stand against which closed forms.

All statistical checks together refuse a true chapter with probability at most `FALSE_ALARM` a run: each is given an
equal share. The fitted rates have no p-values; a true exponent lies some six standard errors from the tolerance.

Closed forms are established by their steps and by quadrature. Sampling tests what those cannot see: the change of
variables, the presets and the samplers themselves, and that training finds the minimiser of the penalty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from sympy import Symbol

from symspline.evidence.pair_samples import density_of, sampled_pairs
from symspline.model import presets as initialisations
from symspline.model.init import Init
from symspline.model.joint_law import UnitCircle
from symspline.model.law import Laplace, Normal, TruncatedNormal, TwoPoint, Uniform
from symspline.proof.library import library
from symspline.proof.theorem import Evidence, Finding, Theorem

from . import function_moments, network_samples, presets
from .vocabulary import R, v_0, w_0
from .wide_networks import WIDTHS, WidthExperiment

FALSE_ALARM = 1e-4
"""Probability that a run over the chapter refuses anything although every statement is true."""
REPETITIONS = 500
"""Networks of each width in the check of the curvature penalty."""

Sampled = Callable[[np.random.Generator, float], Finding]


@dataclass(frozen=True)
class PairCase:
    """Neurons to draw against a joint density.

    Args:
        title: what is drawn.
        init: from where.
        values: for a theorem on general densities, what its other symbols stand for; the densities are those of `init`.
            Without it the density is the one that `init` itself derives.
    """

    title: str
    init: Init
    values: Mapping[Symbol, Any] | None = None

    def run(self, id: str, rng: np.random.Generator, alpha: float) -> Finding:
        """Draw, and compare with the theorem of that id."""
        if self.values is None:
            return sampled_pairs(self.init, rng, alpha)
        theorem = library[id]
        assert isinstance(theorem, Theorem)
        return sampled_pairs(self.init, rng, alpha, joint=density_of(theorem, self.init, self.values))


PAIRS: dict[str, tuple[PairCase, ...]] = {
    "B7.joint": (PairCase("normal weights", Init(w=Normal(1.3), b=Normal(0.7), v=Normal(0.2))),),
    "B8.joint": (
        PairCase("uniform weights", Init(w=Uniform(1.3), b=Uniform(0.7), v=Uniform(0.2))),
        PairCase("the PyTorch default at width 100", initialisations.torch(100)),
    ),
    "B9.joint": (PairCase("Laplace weights", Init(w=Laplace(1.3), b=Laplace(0.7), v=Laplace(0.2))),),
    "B10.normal-uniform-normal-joint": (
        PairCase("PyTorch's normal He weights, which leave the bias uniform", initialisations.torch_he_normal(100)),
    ),
    "B11.joint": (
        PairCase(
            "truncated normal weights",
            Init(w=TruncatedNormal(1.3), b=TruncatedNormal(0.7), v=TruncatedNormal(0.2)),
        ),
        PairCase(
            "the truncated He weights of JAX and Keras",
            initialisations.he_normal(100, TruncatedNormal(1), truncated=True),
        ),
    ),
    "B13.two-point-weight-joint": (
        PairCase("weights of one size", Init(w=TwoPoint(2), b=Normal(0.7), v=Normal(0.2)), {w_0: 2}),
    ),
    "B13.two-point-output-joint": (
        PairCase("output weights of one size", Init(w=Normal(1.3), b=Normal(0.7), v=TwoPoint(2)), {v_0: 2}),
    ),
    "B13.circle-joint": (PairCase("weights on a circle", Init(wb=UnitCircle(2), v=Normal(0.2)), {R: 2}),),
}
"""Joint densities, and the initialisations whose neurons are drawn against them."""

NETWORKS: dict[str, tuple[str, Sampled]] = {
    "B20.covariance": ("mean and covariance of sampled networks", network_samples.mean_and_covariance),
    "B20.variance": ("variance of sampled networks, PyTorch default", network_samples.torch_variance),
    "B20.kurtosis": ("fourth moment of sampled networks", network_samples.kurtosis),
    "B20.characteristic": ("characteristic function of sampled networks", network_samples.characteristic_function),
    "B20.atom": ("sampled networks without an active neuron", network_samples.atom),
    "B21.normal": ("slopes of sampled networks", network_samples.slope_covariance),
    "B22.cantelli": ("tail of the roughness of sampled networks", network_samples.roughness_tail),
    "B24.he-variation": ("kinks, slope and total variation as the width grows", network_samples.flat_or_not),
    "B26.xavier-breakpoints": ("breakpoints of sampled networks", network_samples.xavier_breakpoints),
    **{
        f"B26.{preset.slug}.mean-roughness": (
            f"roughness and total variation of sampled networks, {preset.title}",
            partial(network_samples.preset_numbers, preset),
        )
        for preset in presets.PRESETS
    },
}
"""Statements on whole networks, and what is sampled against them."""

TRAINED = {
    "normal": (Init(w=Normal(1), b=Normal(1), v=Normal(1)), ()),
    "uniform": (Init(w=Uniform(1), b=Uniform(1), v=Uniform(1)), (-1.0, 1.0)),
    "Laplace": (Init(w=Laplace(1), b=Laplace(1), v=Laplace(1)), (0.0,)),
}
"""Laws of the networks that are trained, with the kinks of their zeta."""


def width_rate(name: str, rng: np.random.Generator) -> Finding:
    """Distance of trained networks from the minimiser of the penalty, as the width grows."""
    from symspline.evidence.samples import rate_finding

    init, kinks = TRAINED[name]
    return rate_finding(WIDTHS, WidthExperiment(init, kinks).distances(REPETITIONS, rng), -0.5, 0.1)


def _collect() -> dict[str, tuple[Evidence, ...]]:
    sampled: list[tuple[str, str, Sampled]] = [
        (id, f"Rosenblatt transform of sampled neurons, {case.title}", partial(case.run, id))
        for id, cases in PAIRS.items()
        for case in cases
    ]
    sampled += [(id, title, run) for id, (title, run) in NETWORKS.items()]
    share = FALSE_ALARM / len(sampled)
    found: dict[str, list[Evidence]] = {}
    for id, title, run in sampled:
        found.setdefault(id, []).append(Evidence(title, partial(_with_share, run, share)))
    for power, theorem in ((2, function_moments.SQUARE), (4, function_moments.FOURTH)):
        exact = Evidence(
            "every outcome of up to four neurons, in rationals", partial(_enumerated, power, theorem), kind="exact"
        )
        found.setdefault(theorem.id, []).append(exact)
    for name in TRAINED:
        title = f"networks of growing width trained by gradient flow, {name} weights: distance to the minimiser"
        found.setdefault("B16.energy", []).append(Evidence(title, partial(width_rate, name)))
    return {id: tuple(pieces) for id, pieces in found.items()}


def _with_share(run: Sampled, alpha: float, rng: np.random.Generator) -> Finding:
    return run(rng, alpha)


def _enumerated(power: int, theorem: Theorem, rng: np.random.Generator) -> Finding:
    del rng
    return network_samples.sums_by_enumeration(power, theorem)


EVIDENCE = _collect()
"""Theorem id -> its simulations and enumerations."""


def with_evidence(theorem: Theorem) -> Theorem:
    """The theorem with the evidence of this chapter attached; the same object where there is none."""
    pieces = EVIDENCE.get(theorem.id, ())
    return replace(theorem, evidence=theorem.evidence + pieces) if pieces else theorem
