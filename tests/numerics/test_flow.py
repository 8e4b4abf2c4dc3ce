"""The exact flow: closed forms, plain descent, conservation, forks, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest

import symspline as ss
from symspline.numerics.flow import trajectory as trajectory_module
from symspline.render.figures.style import new

X, Y = np.array([-1.5, -0.5, 0.5, 1.5]), np.array([-1.5, -0.7, -0.1, 0.3])


def net(seed, width=4, scale=1.0):
    rng = np.random.default_rng(seed)
    return ss.Network(*rng.normal(size=(3, width)) * scale, float(rng.normal()))


def delta(network):
    return network.v**2 - network.w**2 - network.b**2


def weights(network):
    return np.concatenate([network.w, network.b, network.v, [network.b0]])


def test_the_closed_form_of_a_slide():
    """D11x: u = 1/(1 + 3 exp(-2t)), w = v = sqrt(u), b = 0."""
    flow = ss.gradient_flow(ss.Network([0.5], [0.0], [0.5]), [0.0, 1.0], [-1.0, 1.0], 6.0, train_b0=False)
    for t in (0.0, 0.3, 1.7, 6.0):
        u = 1 / (1 + 3 * np.exp(-2 * t))
        assert weights(flow(t)) == pytest.approx([u**0.5, 0.0, u**0.5, 0.0], abs=2e-15)
    assert [event.kind for event in flow.events] == ["slide"]


@pytest.mark.parametrize("seed", range(3))
def test_descent_of_small_steps_comes_close_at_first_order(seed):
    start, t_end = net(seed), 1.0
    flow = ss.gradient_flow(start, X, Y, t_end)
    gaps = []
    for steps in (1000, 4000):
        end = ss.gradient_descent(start, X, Y, t_end / steps, steps, record_every=steps).network
        gaps.append(np.abs(weights(end) - weights(flow.end)).max())
    assert gaps[1] < 8e-3 and gaps[1] < gaps[0] / 2.5


@pytest.mark.parametrize("train", [("w", "b", "v"), ("v",), ("w", "v", "b0"), ("b", "v"), ("w", "b")])
def test_only_what_trains_moves_and_the_loss_falls(train):
    start = net(3)
    flow = ss.gradient_flow(start, X, Y, 2.0, train=train)
    for name in ("w", "b", "v"):
        assert np.array_equal(getattr(flow.end, name), getattr(start, name)) == (name not in train)
    assert (flow.end.b0 == start.b0) == ("b0" not in train)
    losses = flow.loss(np.linspace(0, 2, 60))
    assert np.all(np.diff(losses) <= 1e-13)
    small = ss.gradient_descent(start, X, Y, 1e-3, 2000, train=train, record_every=2000).network
    assert weights(flow.end) == pytest.approx(weights(small), abs=2e-2)


@pytest.mark.parametrize("rate", [0.0, 0.3])
def test_the_imbalance_decays_at_twice_the_rate(rate):
    start = net(5, 6)
    flow = ss.gradient_flow(start, X, Y, 3.0, weight_decay=rate)
    assert len(flow.events) > 2
    for t in (0.7, 3.0):
        assert delta(flow(t)) == pytest.approx(delta(start) * np.exp(-2 * rate * t), abs=1e-13)


def test_equal_inputs_are_one_of_their_mean_and_weight():
    start = net(2)
    rows = ss.gradient_flow(start, [*X, -0.5, -0.5], [*Y, 1.0, 0.0], 1.5)
    one = ss.gradient_flow(start, X, [Y[0], 0.1, *Y[2:]], 1.5, weights=[1, 3, 1, 1])
    assert weights(rows.end) == pytest.approx(weights(one.end), abs=1e-13)
    assert rows.loss(0.0)[0] == pytest.approx(ss.loss(start, [*X, -0.5, -0.5], [*Y, 1.0, 0.0]), rel=1e-14)
    assert {event.datum for event in rows.events} <= {0, 1, 2, 3, None}


def test_the_order_of_the_data_does_not_matter():
    start = net(5, 6)
    one, other = (ss.gradient_flow(start, X[place], Y[place], 2.0) for place in ([0, 1, 2, 3], [2, 0, 3, 1]))
    assert weights(one.end) == pytest.approx(weights(other.end), abs=1e-13)
    there = [(e.kind, e.neuron, None if e.datum is None else [2, 0, 3, 1][e.datum]) for e in other.events]
    assert [(e.kind, e.neuron, e.datum) for e in one.events] == there


def test_the_network_at_any_time_whatever_was_asked_before(monkeypatch):
    start = net(5, 6)
    times = np.random.default_rng(0).permutation(np.linspace(0, 2.5, 40))
    full = ss.gradient_flow(start, X, Y, 2.5)
    seen = {t: weights(full(t)) for t in times}
    monkeypatch.setattr(trajectory_module, "KEPT", 100)
    thin = ss.gradient_flow(start, X, Y, 2.5)
    assert len(thin._kept) < len(full._kept) / 2
    for t in sorted(times):
        assert np.array_equal(weights(thin(t)), seen[t])
    assert [len(thin([0.1, 0.2])), type(thin.end)] == [2, ss.Network]


def test_mirrored_data_and_neurons_stay_mirrored():
    """Events at one time on both sides: none may be lost by rounding."""
    for seed in range(8):
        rng = np.random.default_rng(seed)
        w, b, v = rng.normal(size=(3, 2))
        x, y = np.abs(rng.normal(size=3)) + 0.1, rng.normal(size=3)
        start = ss.Network([*w, *-w], [*b, *b], [*v, *v])
        flow = ss.gradient_flow(start, [*x, *-x], [*y, *y], 3.0, on_nonunique="inactive")
        end = flow.end
        assert end.w[:2] == pytest.approx(-end.w[2:], abs=1e-11) and end.b[:2] == pytest.approx(end.b[2:], abs=1e-11)
        assert delta(end) == pytest.approx(delta(start), abs=1e-11)


def test_it_goes_on_until_it_has_converged():
    flow = ss.gradient_flow(net(1, 8), X, Y)
    assert flow.status == "converged" and flow.loss(flow.t_end)[0] < 1e-9
    # A tiny output weight at a vanishing gradient is a saddle that the flow leaves.
    saddle = ss.Network([1.0], [2.0], [1e-9], float(np.mean(Y)))
    left = ss.gradient_flow(saddle, X, Y)
    assert left.status == "converged" and left.loss(left.t_end)[0] < left.loss(0.0)[0] / 5


@pytest.mark.parametrize("target", [[1.0, 2.0], [2.0, 1.0]])
def test_an_input_weight_that_starts_at_zero_does_not_flip(target):
    flow = ss.gradient_flow(ss.Network([0.0], [2.0], [0.5]), [-1.0, 1.0], target, 0.5)
    assert flow.events == () and (flow.end.w[0] > 0) == (target[1] > target[0])


# --- many digits ------------------------------------------------------------------------------------------------------

GRAZE = ([-0.8, 1.2], [-0.3, 0.8], [1.7, 1.2], 0), [-1.5, -0.5, 0.5, 1.5], [-1.5, -0.7, -0.1, 0.3], 3
KINK = ([0.6, -0.8], [0, 0], [0.5, 0.7], 0), [-1, 0, 1], [0.3, -0.4, 0.9], 5
RECORDS = {
    # From an integrator of one's own in 32 digits: the end (w, v), and the times of the events.
    "a breakpoint that comes near to a datum and turns": (
        GRAZE,
        ["-0.3893934109092521472485", "0.7053224753432395870072", "1.62873831307963971827", "0.8308453711257715065544"],
        [("0.009652356269430095459204", "off", 0, 1), ("0.0882093507217905210829", "dies", 0, 0)],
    ),
    "zero biases and a datum at 0": (
        KINK,
        ["1.128386393638225543851", "-0.8248619576542186392362", "1.078543394281324448973", "0.7282837696840085310844"],
        [
            *(("0", "on", 0, 1), ("0", "off", 1, 1)),
            *(("1.262418574469748614322", "slide", 0, 1), ("3.977441360179498565153", "slide", 1, 1)),
        ],
    ),
}


def exactly(values):
    return [Fraction(str(value)) for value in values]


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("digits", [None, 30])
def test_records_of_many_digits(name, digits):
    ((w, b, v, b0), x, y, t_end), end, events = RECORDS[name]
    if digits:
        flow = ss.gradient_flow((*map(exactly, (w, b, v)), b0), exactly(x), exactly(y), t_end, digits=digits)
    else:
        flow = ss.gradient_flow(ss.Network(w, b, v, b0), x, y, t_end)
    near = 1e-20 if digits else 1e-13
    w, _, v, _ = flow.weights(flow.t_end)
    found = [Fraction(str(value)) for value in (*w, *v)]
    assert all(abs(one - other) < near for one, other in zip(found, map(Fraction, end), strict=True))
    assert [(e.kind, e.neuron, e.datum) for e in flow.events] == [event[1:] for event in events]
    assert all(abs(Fraction(str(e.time)) - Fraction(t)) < near for e, (t, *_) in zip(flow.events, events, strict=True))


@pytest.mark.parametrize("factor", [1e-5, 1e5])
def test_sides_of_very_different_sizes_are_equally_exact(factor):
    """The small side as well: the function is the product of both."""
    start, t_end = net(3), 3e-10
    w, b, v = start.w * factor, start.b * factor, start.v / factor
    flow = ss.gradient_flow(ss.Network(w, b, v, start.b0), X, Y, t_end)
    exact = [list(map(Fraction, part)) for part in (w, b, v)]
    many = ss.gradient_flow((*exact, Fraction(start.b0)), X, Y, t_end, digits=20)
    assert flow.loss(t_end)[0] < flow.loss(0.0)[0] / 2
    for one, other in zip(flow.weights(t_end), many.weights(many.t_end), strict=True):
        assert np.all(abs(one - other) <= 1e-13 * np.max(abs(other)))


def test_digits_and_their_arguments():
    with pytest.raises(ValueError, match="digits is 3: pass a whole number of at least 20"):
        ss.gradient_flow(net(0), X, Y, 1.0, digits=3)
    with pytest.raises(ValueError, match=r"net is \[1\]; give a Network, or with digits a tuple"):
        ss.gradient_flow([1], X, Y, 1.0, digits=30)


# --- on the way ------------------------------------------------------------------------------------------------------


def test_a_record_is_the_trajectory_at_its_times():
    flow = ss.gradient_flow(net(5, 6), X, Y, 2.5)
    times = flow.times(40)
    assert times[0] == 0 and times[-1] == 2.5 and np.all(np.diff(times) > 0)
    record = flow.record(times)
    assert record.loss == pytest.approx(flow.loss(times), rel=1e-12)
    assert np.ptp(record.imbalance, axis=0) == pytest.approx(0, abs=1e-12)
    again = ss.gradient_flow(net(5, 6), X, Y, 2.5)
    for k in range(0, 40, 3):
        there = again(times[k])
        assert np.array_equal(record.values(k, X), there(X)) or record.values(k, X) == pytest.approx(
            there(X), rel=1e-13
        )
        x, values = record.chain(k, -2.0, 2.0)
        assert values == pytest.approx(there(x), abs=1e-12) and (x[0], x[-1]) == (-2.0, 2.0)
        held = record.sliding[k]
        assert np.isin(np.round(record.breakpoints[k, held], 9), X).all()
    assert record.sliding.any() and not record.sliding.all()


def test_times_follow_the_function_and_the_logarithm():
    flow = ss.gradient_flow(net(3), X, Y, 50.0, on_nonunique="inactive")
    times = flow.times(101)
    values = np.array([flow(t)(X) for t in times])
    way = np.linalg.norm(np.diff(values, axis=0), axis=1)
    # Neither does the function jump from one frame to the next, nor stand still for most of them.
    assert way.max() < 0.05 * way.sum() and np.sum(times < 0.5) > 20
    with pytest.raises(ValueError, match="count is 1: pass a whole number of at least 2"):
        flow.times(1)


# --- forks ------------------------------------------------------------------------------------------------------------

FORK = ss.Network([1.0], [0.0], [0.2]), [0.0, 1.0, 3.0], [-2.0, 2.9, -1.4]


def test_a_flow_that_is_not_unique_stops_there():
    with pytest.raises(
        ss.NonUniqueFlow, match=r'neuron 0 at x.0.: output weight zero.*on_nonunique="active"'
    ) as caught:
        ss.gradient_flow(*FORK, 3.0, train_b0=False)
    fork = caught.value
    assert (fork.neuron, fork.datum, fork.kind) == (0, 0, "output weight zero")
    assert fork.time == pytest.approx(0.09498079, abs=1e-8)
    assert fork.trajectory.status == "not unique" and fork.trajectory.t_end == fork.time
    assert fork.trajectory(fork.time).v == pytest.approx([0.0], abs=1e-15)


def test_both_ways_on_from_there():
    """The ends that D12 states to six digits."""
    on, off = (ss.gradient_flow(*FORK, 3.0, train_b0=False, on_nonunique=way) for way in ("active", "inactive"))
    assert weights(on.end)[:3] == pytest.approx([0.804499, -0.720775, -0.454682], abs=1e-6)
    assert weights(off.end)[:3] == pytest.approx([0.888195, -0.888195, -0.785990], abs=1e-6)
    assert on.loss(3.0)[0] == pytest.approx(6.5148, abs=1e-4) and off.loss(3.0)[0] == pytest.approx(6.2050, abs=1e-4)


COLLAPSE = (
    ss.Network([0.2], [0.0], [1.0]),
    [-1.727, 0.0, 0.86, 1.904, 1.941],
    [0.338, -2.291, 2.307, -2.006, 0.371],
)


def test_a_neuron_that_collapses():
    with pytest.raises(ss.NonUniqueFlow) as caught:
        ss.gradient_flow(*COLLAPSE, 1.0, train_b0=False)
    assert caught.value.kind == "collapse" and caught.value.time == pytest.approx(0.1129255046, abs=1e-9)
    stays = ss.gradient_flow(*COLLAPSE, 1.0, train_b0=False, on_nonunique="inactive")
    assert [stays.end.w[0], stays.end.b[0]] == [0.0, 0.0] and stays.events[-1].kind == "vanishes"
    grows = ss.gradient_flow(*COLLAPSE, 1.0, train_b0=False, on_nonunique="active")
    assert grows.end.w[0] < -0.1 and grows.loss(1.0)[0] < stays.loss(1.0)[0]
    assert delta(grows.end) == pytest.approx(delta(COLLAPSE[0]), abs=1e-12)


@pytest.mark.parametrize("digits", [None, 20])
def test_a_start_with_no_input_side_is_on_every_datum(digits):
    start, y = ss.Network([0.0, 1.0], [0.0, 0.5], [1.0, 0.3]), np.array([1.0, 2.0, 3.0])
    with pytest.raises(ss.NonUniqueFlow) as caught:
        ss.gradient_flow(start, [-1.0, 0.5, 1.0], y, 1.0, digits=digits)
    assert (caught.value.time, caught.value.neuron, caught.value.datum, caught.value.kind) == (0, 0, None, "collapse")
    grows, stays = (
        ss.gradient_flow(start, [-1.0, 0.5, 1.0], y, 1.0, on_nonunique=way, digits=digits)
        for way in ("active", "inactive")
    )
    assert [e.kind for e in grows.events] == ["grows"] and stays.events == () and stays.end.w[0] == 0 < grows.end.w[0]
    # It is the end of starts that come near: the neuron takes its direction at once.
    near = ss.gradient_flow(ss.Network([1e-9, 1.0], [1e-9, 0.5], [1.0, 0.3]), [-1.0, 0.5, 1.0], y, 1.0)
    assert weights(grows.end) == pytest.approx(weights(near.end), abs=1e-7)
    # Without a residual there is no way to grow.
    rest = ss.gradient_flow(start, [-1.0, 0.5, 1.0], start([-1.0, 0.5, 1.0]), 1.0, digits=digits)
    assert rest.events == () and weights(rest.end) == pytest.approx(weights(start), abs=1e-15)


def test_a_fork_of_many_digits_is_drawn_and_shown():
    with pytest.raises(ss.NonUniqueFlow) as caught:
        ss.gradient_flow(*FORK, 3.0, train_b0=False, digits=30)
    flow = caught.value.trajectory
    assert flow.loss([0.0, float(flow.t_end)])[1] < flow.loss(0.0)[0] and "not unique" in flow._repr_html_()
    assert flow.plot(ax=new()[1]).get_xlabel() == "time"


def test_a_start_on_a_kink_that_repels():
    start = ss.Network([1.0], [0.0], [0.5])
    with pytest.raises(ss.NonUniqueFlow) as caught:
        ss.gradient_flow(start, [-1.0, 0.0, 1.0], [0.3, 2.0, -0.1], 1.0)
    assert (caught.value.time, caught.value.kind, caught.value.datum) == (0, "repels", 1)
    off = ss.gradient_flow(start, [-1.0, 0.0, 1.0], [0.3, 2.0, -0.1], 1.0, on_nonunique="inactive")
    # relu'(0) = 0 in descent: the branch that it takes
    small = ss.gradient_descent(start, [-1.0, 0.0, 1.0], [0.3, 2.0, -0.1], 1e-4, 10_000, record_every=10_000)
    assert weights(off.end) == pytest.approx(weights(small.network), abs=1e-3)


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"t_end": 0.0}, "t_end is 0.0: give a positive time"),
        ({"t_end": float("nan")}, "t_end is nan"),
        ({"x": [0.0, np.nan, 1.0, 2.0]}, r"x\[1\] is nan"),
        ({"y": [1.0]}, "y has 1 entries but x has 4"),
        ({"weights": [1, 1, 0, 1]}, r"weights\[2\] is 0.0: give positive"),
        ({"train": ("u",)}, "train is"),
        ({"train_b0": "no"}, "train_b0 is 'no': give True or False"),
        ({"weight_decay": -1}, "weight_decay is -1"),
        ({"weight_decay": 1, "train": ("w", "v")}, "weight_decay needs w and b both"),
        ({"on_nonunique": "on"}, "on_nonunique is 'on'"),
        ({"tol": 1e-20}, "tol is 1e-20"),
        ({"seconds": 0}, "seconds is 0"),
        ({"x": [0.0, 1.0, 2.0, 1e70]}, r"x\[3\] is 1e\+70, beyond .*: rescale"),
        ({"net": 3}, "net is 3; give a Network"),
    ],
)
def test_refused(change, message):
    with pytest.raises(ValueError, match=message):
        ss.gradient_flow(**{"net": net(0), "x": X, "y": Y, "t_end": 1.0} | change)


def test_a_budget_keeps_what_is_done():
    flow = ss.gradient_flow(net(5, 6), X, Y, 1e6, seconds=1e-9)
    assert flow.status == "out of time" and 0 < flow.t_end < 1e6
    same = ss.gradient_flow(net(5, 6), X, Y, 1e6, steps=1)
    assert same.status == "out of steps" and same.t_end == flow.t_end
    assert np.all(np.isfinite(weights(flow.end)))
    with pytest.raises(ValueError, match="where the flow ends"):
        flow(2e6)


def test_sizes_that_no_step_can_follow_are_named():
    with pytest.raises(ValueError, match="leaves float64 after t = 0: rescale"):
        ss.gradient_flow(ss.Network([1e50], [1e50], [1e50]), [1e50, 2e50], [1e50, 3.0], 1.0)
