"""The chapter on gradient flow: its evidence passes and catches faults, and its laws hold at float64 networks."""

from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import pytest

from symspline.derivations.gradient_flow import CHAPTER
from symspline.derivations.gradient_flow import evidence as beside
from symspline.derivations.gradient_flow.evidence.small_network import SmallNetwork, drawn
from symspline.derivations.gradient_flow.evidence.stated import stated
from symspline.proof.library import library

PIECES = {theorem.id: piece for theorem in CHAPTER for piece in theorem.evidence}
CALLING = ("conservation", "breakpoint_laws", "closure", "polar", "function_flow", "curvature_transport", "sliding")
DATA = SmallNetwork(np.array([-1.3, -0.4, 0.2, 0.9, 1.7]), np.array([0.3, -1.1, 0.4, 1.9, -0.6]))


def test_every_piece_of_evidence_stands_at_a_theorem():
    files = [import_module(f"{beside.__name__}.{found.name}") for found in iter_modules(beside.__path__)]
    written = {id for file in files for id in getattr(file, "EVIDENCE", {})}
    assert written == set(PIECES) and len(written) >= 15


@pytest.mark.parametrize("id", PIECES)
def test_the_evidence_passes_for_another_seed(id):
    finding = PIECES[id].run(np.random.default_rng(7))
    assert finding.passed, finding.text


@pytest.mark.parametrize("name", CALLING)
def test_a_law_that_is_one_percent_wrong_is_seen(name, monkeypatch):
    file = import_module(f"{beside.__name__}.{name}")
    monkeypatch.setattr(file, "stated", lambda id, **given: 1.01 * stated(id, **given) + 1e-3)
    findings = [file.EVIDENCE[id].run(np.random.default_rng(7)) for id in file.EVIDENCE]
    assert not all(finding.passed for finding in findings)


def test_velocities_with_a_wrong_sign_are_seen(monkeypatch):
    file = import_module(f"{beside.__name__}.neuron_flow")
    right = file.FORMULAS
    monkeypatch.setattr(file, "FORMULAS", lambda *given: [right(*given)[0], -right(*given)[1], right(*given)[2]])
    assert not file.EVIDENCE["D1.input-weight"].run(np.random.default_rng(7)).passed


def _beside_a_datum(facing, v, shift):
    """One neuron whose pre-activation at the middle datum is the shift; its moments without that datum."""
    w = 0.8 * facing
    state = np.array([[w], [-w * DATA.x[2] + shift], [v]])
    residuals = DATA.values(state) - DATA.y
    others = (facing * (DATA.x - DATA.x[2]) > 0) & (np.arange(5) != 2)
    return state, residuals[2], residuals[others].sum(), (residuals * DATA.x)[others].sum()


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("v", [0.7, -1.2])
@pytest.mark.parametrize("side, law", [(-1, "dark"), (1, "lit")])
def test_the_speed_on_either_side_of_a_datum(facing, v, side, law):
    state, e_n, E, M = _beside_a_datum(facing, v, side * 1e-12)
    velocity = DATA.velocity(state)[:, 0]
    given = {"w": state[0, 0], "b": state[1, 0], "v": v, "E": E, "M": M, "e_n": e_n, "x_n": DATA.x[2]}
    assert velocity[0] * DATA.x[2] + velocity[1] == pytest.approx(float(stated(f"D10.{law}", **given)), rel=1e-9)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("v", [0.7, -1.2])
def test_the_sliding_velocity_is_the_mean_that_keeps_the_breakpoint(facing, v):
    """Where the datum does not hold the neuron the weight lies beyond 0 and 1, and the mean is the same expression."""
    sides = [DATA.velocity(_beside_a_datum(facing, v, shift)[0])[:, 0] for shift in (-1e-12, 1e-12)]
    speeds = [side[0] * DATA.x[2] + side[1] for side in sides]
    weight = speeds[0] / (speeds[0] - speeds[1])
    mean = (1 - weight) * sides[0] + weight * sides[1]
    state, e_n, E, M = _beside_a_datum(facing, v, 0.0)
    given = {"w": state[0, 0], "v": v, "E": E, "M": M, "e_n": e_n, "x_n": DATA.x[2]}
    laws = [float(stated(f"D11.{name}", **given)) for name in ("input-weight", "bias", "output-weight")]
    assert laws == pytest.approx(mean, rel=1e-9)
    assert laws[0] * DATA.x[2] + laws[1] == pytest.approx(0.0, abs=1e-12)


def test_neurons_on_one_datum_share_the_weight_of_the_datum():
    """Three neurons that slide on one datum: the mean of the one-sided speeds vanishes for all at one weight."""
    w, x_n = np.array([0.4, 0.9, 1.5]), DATA.x[2]
    network = SmallNetwork(DATA.x, DATA.y - np.array([0.0, 0.0, 3.0, 0.0, 0.0]))
    states = [np.array([w, -w * x_n + shift, [0.3, 0.5, 0.8]]) for shift in (-1e-12, 1e-12)]
    dark, lit = (network.velocity(state)[0] * x_n + network.velocity(state)[1] for state in states)
    weights = dark / (dark - lit)
    assert weights == pytest.approx(weights[0], rel=1e-9)


def test_a_breakpoint_passes_through_infinity_smoothly():
    network = SmallNetwork(np.array([-0.5, 0.5]), np.array([1.0, -1.0]))
    start, step = np.array([[0.02], [0.8], [0.9]]), 1e-3
    states = [start]
    while states[-1][0, 0] > -0.02:
        states.append(network.flow(states[-1], step, 1))
    kappa = np.array([-state[0, 0] / state[1, 0] for state in states])
    assert kappa[0] < 0 < kappa[-1] and len(states) < 200
    for k in range(1, len(states) - 1):
        (w, b, v), (E, M) = states[k][:, 0], (each[0] for each in network.moments(states[k]))
        law = float(stated("D6.reciprocal", w=w, b=b, v=v, E=E, M=M))
        assert (kappa[k + 1] - kappa[k - 1]) / (2 * step) == pytest.approx(law, rel=1e-5)


def test_smooth_attracting_angles_grow_and_need_no_datum():
    """Local minima of g on a fine circle: those between data have g < 0 and the breakpoint -E/M (D16)."""
    rng, smooth = np.random.default_rng(3), 0
    theta = np.linspace(-np.pi, np.pi, 20_001)
    for _ in range(20):
        network, _ = drawn(rng, data=6)
        e = network.y - network.y.mean()
        rays = np.outer(np.cos(theta), network.x) + np.sin(theta)[:, None]
        g = np.maximum(rays, 0) @ e
        lows = np.flatnonzero((g[1:-1] < g[:-2]) & (g[1:-1] < g[2:])) + 1
        for k in lows:
            if np.abs(rays[k]).min() < 1e-3:  # a datum
                continue
            smooth += 1
            E, M = e[rays[k] > 0].sum(), (e * network.x)[rays[k] > 0].sum()
            assert g[k] < 0 and g[k] == pytest.approx(-np.hypot(E, M), rel=1e-6)
            assert -np.tan(theta[k]) == pytest.approx(-E / M, rel=0.05, abs=0.02)
    assert smooth > 5


def test_two_solutions_start_at_one_place():
    from symspline.derivations.gradient_flow.not_unique import leaving_b, leaving_v
    from symspline.derivations.gradient_flow.vocabulary import t

    assert leaving_b.subs(t, 0) == 0 and leaving_v.subs(t, 0) == 1 and leaving_b.subs(t, 1) > 0


def test_the_sections_stand_in_the_order_of_their_ids():
    ids = list(CHAPTER.files)
    assert ids == sorted(ids, key=lambda id: (id[0], int(id[1:])))
    assert [id for chapter in library.chapters for id in chapter.files][-len(ids) :] == ids
