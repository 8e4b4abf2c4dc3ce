"""The chapter's evidence: it stands at theorems that exist, passes, and catches planted faults."""

from collections import ChainMap
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np
import pytest

from symspline.derivations.initialisation import CHAPTER
from symspline.derivations.initialisation import evidence as beside
from symspline.derivations.initialisation.evidence import (
    function_moments,
    network_samples,
    neuron_samples,
    presets,
    shares,
    slope,
)
from symspline.derivations.initialisation.evidence.kernel import TRAINED, width_rate
from symspline.derivations.initialisation.evidence.wide_networks import DATA_X, DATA_Y, GRID, WidthExperiment
from symspline.evidence.pair_samples import StatedPair, sampled_pairs
from symspline.evidence.samples import PairClaim, pair_finding, rate_finding
from symspline.model.init import Init
from symspline.model.law import Laplace, Normal, TruncatedNormal, Uniform
from symspline.proof.library import library

PIECES: dict[tuple[str, int], Any] = {
    (theorem.id, k): piece for theorem in CHAPTER for k, piece in enumerate(theorem.evidence)
}
STATISTICAL: dict[tuple[str, int], Any] = {
    place: piece for place, piece in PIECES.items() if "alpha" in getattr(piece.run, "keywords", ())
}


def test_every_piece_of_evidence_stands_at_a_theorem():
    files = [import_module(f"{beside.__name__}.{found.name}") for found in iter_modules(beside.__path__)]
    written = [pair for file in files for pair in getattr(file, "EVIDENCE", {}).items()]
    found = {(id, k): piece for id, given in written for k, piece in enumerate(np.atleast_1d(given))}
    assert found == PIECES


@pytest.mark.parametrize(("id", "k"), [place for place in PIECES if place[0] != "B16.energy"])
def test_evidence_passes(id, k):
    finding = PIECES[id, k].run(np.random.default_rng([0, k]))
    assert finding.passed, finding.text


def test_neurons_are_drawn_against_the_theorem_they_are_filed_under():
    sampled = [
        (id, *piece.run.args) for (id, _), piece in STATISTICAL.items() if piece.run.func is neuron_samples.drawn
    ]
    assert len(sampled) > 9
    assert not {id for id, init, given, _ in sampled if (given or init.joint_density.theorem.id) != id}


def test_the_shares_add_up_to_the_stated_rate():
    assert len(STATISTICAL) == shares.CHECKS
    assert sum(piece.run.keywords["alpha"] for piece in STATISTICAL.values()) == pytest.approx(shares.FALSE_ALARM)


def test_only_fitted_rates_do_without_a_share():
    without = {id for (id, k), piece in PIECES.items() if piece.kind == "simulation" and (id, k) not in STATISTICAL}
    assert without == {"B16.energy"}


class Mislabelled(Init):
    """Draws from one initialisation, states the densities of another."""

    def sample_neurons(self, n, rng):
        return self.other.sample_neurons(n, rng)


def stated_but_drawn_from(stated, other):
    init = Mislabelled(w=stated.w, b=stated.b, v=stated.v)
    object.__setattr__(init, "other", other)
    return init


@pytest.mark.parametrize(
    "other",
    [
        Init(w=Normal(1.3), b=Normal(0.7), v=Normal(0.21)),
        Init(w=Normal(1.3), b=Normal(0.74), v=Normal(0.2)),
        Init(w=Uniform(1.3 * 3**0.5), b=Normal(0.7), v=Normal(0.2)),
        Init(w=TruncatedNormal(1.3), b=TruncatedNormal(0.7), v=TruncatedNormal(0.2)),
    ],
    ids=["output scale", "bias scale", "uniform weights", "truncated"],
)
def test_a_wrong_sampler_is_caught(other):
    stated = Init(w=Normal(1.3), b=Normal(0.7), v=Normal(0.2))
    assert sampled_pairs(stated, np.random.default_rng(1), 3e-6).passed
    assert not sampled_pairs(stated_but_drawn_from(stated, other), np.random.default_rng(1), 3e-6).passed


def test_a_wrong_density_is_caught():
    # The right marginals and a wrong joint: mu independent of beta.
    class Independent(StatedPair):
        def delta_slope_cdf(self, mu, beta):
            shuffled = np.random.default_rng(0).permutation(beta)
            return super().delta_slope_cdf(mu, shuffled)

    init = Init(w=Normal(1.3), b=Normal(0.7), v=Normal(0.2))
    w, b, v = init.sample_neurons(60_000, np.random.default_rng(2))
    wrong = Independent(init)
    claim = PairClaim(wrong.breakpoint_cdf, wrong.delta_slope_cdf, wrong.log_density, wrong.entropy)
    assert not pair_finding(-b / w, w * v, claim, 3e-6).passed


def test_the_entropy_of_the_normal_case_in_closed_form():
    sw, sb, sv = 1.3, 0.7, 0.2
    # log(4 pi g) of the Cauchy law, 1 + log(2 scale) of the Laplace law, and E log sqrt(1 + (beta/g)^2) = log 2.
    closed = np.log(4 * np.pi * sb / sw) + 1 + np.log(2 * sw * sv) - np.log(2)
    assert StatedPair(Init(w=Normal(sw), b=Normal(sb), v=Normal(sv))).entropy == pytest.approx(closed, abs=1e-4)


def spoil(monkeypatch, id, factor):
    """Let the samples see another conclusion of a theorem."""
    theorem = library[id]
    wrong = replace(theorem, steps=(*theorem.steps[:-1], replace(theorem.steps[-1], line=factor * theorem.conclusion)))
    monkeypatch.setattr(network_samples, "library", ChainMap({id: wrong}, library))


@pytest.mark.parametrize(
    ("id", "run"),
    [
        ("B20.covariance", function_moments.mean_and_covariance),
        ("B20.variance", function_moments.torch_variance),
        ("B20.kurtosis", function_moments.kurtosis),
        ("B20.characteristic", function_moments.characteristic_function),
        ("B20.atom", function_moments.atom),
        ("B21.normal", slope.slope_covariance),
        ("B26.xavier-breakpoints", presets.xavier_breakpoints),
    ],
)
def test_a_wrong_moment_is_caught(monkeypatch, id, run):
    spoil(monkeypatch, id, 2 if id == "B20.kurtosis" else 1.06)
    assert not run(np.random.default_rng(3), 3e-6).passed


def test_enumeration_catches_a_wrong_count(monkeypatch):
    rng = np.random.default_rng(0)
    assert function_moments.sums_by_enumeration("B20.fourth", 4).run(rng).passed
    spoil(monkeypatch, "B20.fourth", 2)
    assert not function_moments.sums_by_enumeration("B20.fourth", 4).run(rng).passed


@pytest.mark.parametrize("name", TRAINED)
def test_networks_approach_the_minimiser_at_the_stated_rate(name):
    finding = width_rate(name, np.random.default_rng(4))
    assert finding.passed, finding.text


def test_the_minimiser_of_another_law_is_not_approached():
    class Wrong(WidthExperiment):
        def kernel(self, x, y):
            return WidthExperiment(Init(w=Normal(1), b=Normal(1.1), v=Normal(1))).kernel(x, y)

    init, kinks = TRAINED["normal"]
    distances = Wrong(init, kinks).distances(60, np.random.default_rng(5), (512, 2048, 8192, 32768))
    assert not rate_finding((512, 2048, 8192, 32768), distances, -0.5, 0.1).passed


def test_training_goes_to_the_nearest_solution():
    init, kinks = TRAINED["uniform"]
    change, targets = WidthExperiment(init, kinks).train(300, np.random.default_rng(6))
    w, b, v = init.sample_neurons(300, np.random.default_rng(6))
    w, b = w / np.sqrt(300), b / np.sqrt(300)
    on_data, on_grid = (np.maximum(np.outer(x, w) + b, 0) for x in (DATA_X, GRID))
    wanted = on_grid @ np.linalg.pinv(on_data) @ (DATA_Y - on_data @ v)
    assert np.abs(change(GRID) - wanted).max() < 1e-9
    assert np.abs(change(DATA_X) - targets).max() < 1e-9


@pytest.mark.parametrize("law", [Normal, Uniform, Laplace])
def test_the_kernel_through_zeta_against_samples_of_the_definition(law):
    init = Init(w=law(1), b=law(1), v=law(1))
    kinks = {Normal: (), Uniform: (-1.0, 1.0), Laplace: (0.0,)}[law]
    x, y = np.array([-1.7, -0.4, 0.3, 2.0]), np.array([-0.9, 0.3, 1.5])
    formula = init.kernel(x[:, None], y[None, :])
    assert WidthExperiment(init, kinks).kernel(x, y) == pytest.approx(formula, rel=1e-12)


@pytest.mark.parametrize("name", TRAINED)
def test_the_minimiser_minimises_the_penalty(name):
    # Quadratic programme: g = 1/2 int u(c) |x - c| dc + p + q x, with u, p, q free and the penalty
    # int u^2/zeta + 4 p^2/E b^2 + 4 q^2/E w^2; breakpoints c = tan(angle) on a fine grid.
    init, kinks = TRAINED[name]
    inside = np.arctan([*DATA_X, *GRID, *kinks])
    edges = np.unique([*inside, *np.linspace(-np.pi / 2, np.pi / 2, 33)])
    nodes, weights = np.polynomial.legendre.leggauss(10)
    half, middle = np.diff(edges) / 2, (edges[1:] + edges[:-1]) / 2
    angle, step = (middle[:, None] + half[:, None] * nodes).ravel(), (half[:, None] * weights).ravel()
    c, dc = np.tan(angle), step / np.cos(angle) ** 2
    price = np.concatenate([dc / init.zeta(c), [4 / float(init.mean_square_b)], [4 / float(init.mean_square_w)]])

    def functions(x):
        return np.column_stack([np.abs(np.subtract.outer(x, c)) * dc / 2, np.ones(x.size), x])

    scaled = functions(DATA_X) / np.sqrt(price)
    best = np.linalg.lstsq(scaled, DATA_Y, rcond=None)[0] / np.sqrt(price)
    assert WidthExperiment(init, kinks).minimiser(DATA_Y) == pytest.approx(functions(GRID) @ best, abs=1e-8)
