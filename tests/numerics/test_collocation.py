"""Long stretches of the flow against its Taylor series, and the kernel on which Newton's steps rest."""

import numpy as np
import pytest

import symspline as ss
from symspline.numerics.flow import integrator
from symspline.numerics.flow.collocation import Collocation, NotReached
from symspline.numerics.flow.contact import keys_of
from symspline.numerics.flow.problem import Problem
from symspline.numerics.flow.state import FREE, State


def stiff(seed):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.normal(size=8)) * 4
    net = ss.Network(*rng.normal(size=(2, 8)), rng.normal(size=8) / 3, 0.0)
    return net, x, np.sin(x) + 0.1 * rng.normal(size=8), rng.uniform(0.5, 2, 8)


@pytest.mark.parametrize(
    ("seed", "options"),
    [
        (0, {}),
        (1, {"train_b0": False}),
        (2, {"weight_decay": 0.05}),
        (3, {"weights": True}),
        (4, {"train": {"v", "b0"}}),
        (10, {"train": {"w", "b"}}),
        (6, {"train": {"w", "v"}}),
        (7, {}),
        (8, {"weight_decay": 0.3, "weights": True}),
    ],
)
def test_it_is_the_flow_of_the_series(seed, options, monkeypatch):
    net, x, y, weights = stiff(seed)
    options = {**options, "on_nonunique": "inactive"} | ({"weights": weights} if "weights" in options else {})
    monkeypatch.setattr(integrator, "MANY", 10)
    flow = ss.gradient_flow(net, x, y, 5.0, **options)
    between = flow([1.0, 4.0])
    monkeypatch.setattr(integrator, "MANY", np.inf)
    truth = ss.gradient_flow(net, x, y, 5.0, **options)
    assert flow.steps < truth.steps
    assert [event[1:] for event in told(flow)] == [event[1:] for event in told(truth)]
    assert all(abs(one[0] - other[0]) < 1e-8 for one, other in zip(told(flow), told(truth), strict=True))
    for found, right in zip([*between, flow.end], [*truth([1.0, 4.0]), truth.end], strict=True):
        for part in ("w", "b", "v", "b0"):
            assert np.abs(getattr(found, part) - getattr(right, part)).max() < 1e-11


def told(flow):
    return [(event.time, event.kind, event.neuron, event.datum) for event in flow.events]


@pytest.mark.parametrize("train", [{"w", "b", "v", "b0"}, {"v"}, {"w", "b"}, {"b", "b0"}])
def test_the_kernel_is_that_of_the_derivatives(train):
    rng = np.random.default_rng(1)
    x = np.sort(rng.normal(size=9))
    problem = Problem(x, x, np.ones(9), frozenset(train), 0.0)
    w, b, v = rng.normal(size=(3, 12))
    key, slide = keys_of(problem, w, b)[0], np.full(12, FREE)
    for i, n in ((0, 3), (5, 4)):
        b[i], key[i], slide[i] = -w[i] * x[n], problem.without(n, bool(w[i] > 0)), n
    columns = [np.ones(9)] if "b0" in train else []
    for i in range(12):
        on = np.array([problem.sees(int(key[i]), n) for n in range(9)]) * 1.0
        moved = {"w": v[i] * on * x, "b": v[i] * on}
        if slide[i] != FREE:
            # On a datum w and b move together, so that w x_n + b stays 0, or not at all.
            at = x[slide[i]]
            both = {"w", "b"} <= train
            moved = {"w": v[i] * on * (x - at) / (1 + at * at) ** 0.5 * both, "b": 0 * x}
        columns += [moved[name] for name in ("w", "b") if name in train]
        columns += [on * (w[i] * x + b[i])] if "v" in train else []
    kernel = Collocation(State(0.0, w, b, v, 0.3, key, slide), problem)._kernel()
    assert np.abs(kernel - np.array(columns).T @ np.array(columns)).max() < 1e-13


def test_a_stretch_that_is_too_long_is_refused():
    net, x, y, _ = stiff(0)
    problem = Problem(x, y, np.ones(8), frozenset({"w", "b", "v", "b0"}), 0.0)
    state = State(0.0, net.w, net.b, net.v, 0.0, keys_of(problem, net.w, net.b)[0], np.full(8, FREE))
    with pytest.raises(NotReached):
        Collocation(state, problem).series(1e3, 1e-12)
