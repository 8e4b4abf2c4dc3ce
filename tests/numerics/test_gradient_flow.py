"""The exact flow against records to 25 digits, made by an integrator that shares no code with it."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import symspline as ss

RECORDS = json.loads((Path(__file__).parents[1] / "data" / "flows.json").read_text())["problems"]
UNIQUE = [record for record in RECORDS if "stop" not in record]
STOPPED = [record for record in RECORDS if "stop" in record]


def name(record):
    return f"{record['family']}-{record['seed']}"


def start(record):
    return ss.Network(*(record[part] for part in ("w", "b", "v", "b0")))


def flow(record):
    return ss.gradient_flow(start(record), record["x"], record["y"], record["t_end"])


def same_weights(network, end):
    for part in ("w", "b", "v", "b0"):
        expected = np.array(end[part], dtype=float)
        assert np.abs(getattr(network, part) - expected).max() < 1e-10, part


def same_events(events, expected):
    """Kinds, neurons, data and times; events of one time stand in any order."""

    def in_order(each):
        return sorted(each, key=lambda event: (event[1], event[2], -1 if event[3] is None else event[3], event[0]))

    found = in_order((event.time, event.kind, event.neuron, event.datum) for event in events)
    expected = in_order((float(time), *what) for time, *what in expected)
    assert [event[1:] for event in found] == [event[1:] for event in expected]
    assert [event[0] for event in found] == pytest.approx([event[0] for event in expected], rel=0, abs=1e-9)
    times = [event.time for event in events]
    assert times == sorted(times)


def imbalance(network):
    return network.v**2 - network.w**2 - network.b**2


def conserved_and_falling(trajectory, record, end):
    """What every flow keeps, at 200 times: v^2 - w^2 - b^2 stays, the loss does not rise."""
    networks = [trajectory(t) for t in np.linspace(0.0, end, 200)]
    away = max(np.abs(imbalance(network) - imbalance(start(record))).max() for network in networks)
    assert away < 1e-12
    losses = np.array([ss.loss(network, record["x"], record["y"]) for network in networks])
    # a loss is rounded like the sum of squares at the start
    assert np.diff(losses).max() < 1e-14 * (1 + losses[0])


def test_every_kind_of_event_is_recorded_three_times():
    kinds = [kind for record in RECORDS for kind in {event[1] for event in record["events"]}]
    for kind in ("on", "off", "slide", "exit on", "exit off", "dies", "flip"):
        assert kinds.count(kind) >= 3, kind
    stops = [record["stop"]["kind"] for record in STOPPED]
    assert min(map(stops.count, ("repels", "output weight zero", "collapse"))) >= 3


@pytest.mark.parametrize("record", UNIQUE[::7], ids=name)
def test_twenty_digits(record):
    end = record["end"]
    trajectory = ss.gradient_flow(start(record), record["x"], record["y"], record["t_end"], digits=26)
    found = dict(zip(("w", "b", "v"), trajectory.weights(trajectory.t_end)[:3], strict=True))
    for part, values in found.items():
        assert all(abs(Fraction(str(a)) - Fraction(b)) < 1e-20 for a, b in zip(values, end[part], strict=True)), part


@pytest.mark.parametrize("record", UNIQUE, ids=name)
def test_the_end_and_the_events(record):
    trajectory = flow(record)
    end = trajectory(record["t_end"])
    assert isinstance(end, ss.Network)
    same_weights(end, record["end"])
    assert ss.loss(end, record["x"], record["y"]) == pytest.approx(float(record["loss"]), rel=0, abs=1e-10)
    same_events(trajectory.events, record["events"])


@pytest.mark.parametrize("record", UNIQUE, ids=name)
def test_what_is_conserved_and_what_falls(record):
    conserved_and_falling(flow(record), record, record["t_end"])


@pytest.mark.parametrize("record", UNIQUE[::5], ids=name)
def test_the_order_of_the_data_does_not_matter(record):
    order = np.random.default_rng(0).permutation(len(record["x"]))
    mixed = record | {part: [record[part][n] for n in order] for part in "xy"}
    place = {int(n): k for k, n in enumerate(order)}
    trajectory = flow(mixed)
    same_weights(trajectory(record["t_end"]), record["end"])
    expected = [[time, kind, i, n if n is None else place[n]] for time, kind, i, n in record["events"]]
    same_events(trajectory.events, expected)


def can_grow(record):
    """Whether a neuron with w = b = 0 has a direction in which it grows: some angle with v sum_n e_n relu(…) < 0."""
    end, i = record["end"], record["stop"]["neuron"]
    network = ss.Network(*(np.array(end[part], dtype=float) for part in "wbv"), float(end["b0"]))
    e, angle = network(record["x"]) - np.array(record["y"]), np.linspace(-np.pi, np.pi, 20_001)
    seen = np.maximum(np.outer(np.cos(angle), record["x"]) + np.sin(angle)[:, None], 0.0)
    return np.min(np.sign(network.v[i]) * (seen @ e)) < -1e-9


@pytest.mark.parametrize("record", [r for r in STOPPED if r["stop"]["kind"] == "collapse"], ids=name)
def test_a_neuron_that_collapses_and_cannot_grow_is_gone(record):
    if can_grow(record):
        with pytest.raises(ss.NonUniqueFlow):
            flow(record)
        return
    last = flow(record).events[len(record["events"])]
    assert (last.kind, last.neuron) == ("vanishes", record["stop"]["neuron"])
    assert last.time == pytest.approx(float(record["stop"]["time"]), rel=0, abs=1e-9)


@pytest.mark.parametrize("record", [r for r in STOPPED if r["stop"]["kind"] != "collapse" or can_grow(r)], ids=name)
def test_where_several_curves_go_on_the_flow_ends(record):
    with pytest.raises(ss.NonUniqueFlow) as caught:
        flow(record)
    found, stop = caught.value, record["stop"]
    assert (found.kind, found.neuron, found.datum) == (stop["kind"], stop["neuron"], stop["datum"])
    assert found.time == pytest.approx(float(stop["time"]), rel=0, abs=1e-9)
    if found.time > 0:
        same_weights(found.trajectory(found.time), record["end"])
        same_events(found.trajectory.events, record["events"])
        conserved_and_falling(found.trajectory, record, found.time)
