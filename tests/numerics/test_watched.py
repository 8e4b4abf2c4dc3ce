"""What descent says of itself, against the flow and the Hessian; mini-batches."""

import numpy as np
import pytest

import symspline as ss
from symspline.numerics.gradient_descent import gradient_descent

X, Y = np.array([0.5, -1.5, 1.5, -0.5]), np.array([-0.1, -1.5, 0.3, -0.7])


def net(seed, width=5):
    rng = np.random.default_rng(seed)
    return ss.Network(*rng.normal(size=(3, width)), float(rng.normal()))


def weights(network):
    return np.concatenate([network.w, network.b, network.v, [network.b0]])


def test_the_sharpness_is_that_of_the_hessian_up_to_the_shift():
    seen = gradient_descent(net(1), X, Y, 0.01, 320, watch=True).watched
    assert seen.at.tolist() == list(range(0, 321, 20))
    for at, sharpness, shift in zip(seen.at, seen.sharpness, seen.shift, strict=True):
        there = gradient_descent(net(1), X, Y, 0.01, int(at)).network
        assert abs(ss.sharpness(there, X, Y) - sharpness) <= shift + 2e-4 * sharpness
    assert seen.most == 0.01 * seen.sharpness.max() and "step * sharpness up to" in repr(seen)


def test_a_step_beyond_what_is_stable_is_seen():
    start = net(2)
    limit = 2 / ss.sharpness(start, X, Y)
    low, high = (gradient_descent(start, X, Y, share * limit, 4, watch=True).watched for share in (0.2, 1.5))
    assert low.most < 2 < high.most


def test_the_drift_of_the_imbalance_falls_with_the_step():
    def drift(step):
        return gradient_descent(net(3), X, Y, step, round(1 / step), watch=True).watched.drift

    assert drift(4e-3).shape == (5,)
    assert drift(4e-3).max() / drift(2e-3).max() == pytest.approx(2, rel=0.1)
    one = gradient_descent(net(3), X, Y, 0.01, 1, watch=True).watched.drift
    slope = ss.gradient(net(3), X, Y)
    assert one == pytest.approx(1e-4 * np.abs(slope.v**2 - slope.w**2 - slope.b**2), rel=1e-9, abs=1e-15)


def test_descent_chatters_where_the_flow_slides():
    start, x, y = ss.Network([0.5], [0.01], [0.5]), [1.0, 0.0], [1.0, -1.0]
    flow = ss.gradient_flow(start, x, y, 2.0, train=("w", "b", "v"))
    assert [(e.kind, e.neuron, e.datum) for e in flow.events] == [("slide", 0, 1)]
    seen = gradient_descent(start, x, y, 1e-2, 200, train=("w", "b", "v"), watch=True).watched
    ((neuron, datum, passages),) = seen.chatter
    assert (neuron, datum) == (0, 1) and passages > 20
    smooth = gradient_descent(net(1), X, Y, 1e-4, 50, watch=True).watched
    assert smooth.chatter == ()


def test_the_estimate_of_the_error_is_of_the_size_of_the_error():
    start, steps = net(4), 400
    flow = ss.gradient_flow(start, X, Y, 1.0)
    run = gradient_descent(start, X, Y, 1 / steps, steps, watch=True)
    true = np.abs(run.network(X) - flow.end(X)).max()
    assert run.watched.error == pytest.approx(true, rel=0.5)


def test_a_batch_of_all_data_is_descent_and_the_gradient_is_right_in_the_mean():
    start, step = net(5), 1e-7
    whole = gradient_descent(start, X, Y, step, 3).network
    assert weights(gradient_descent(start, X, Y, step, 3, batch=4, rng=np.random.default_rng(0)).network) == (
        pytest.approx(weights(whole), rel=1e-12)
    )
    # a pass through the data in steps so small that the network stands still adds up to as many whole steps
    for size in (1, 2):
        some = gradient_descent(start, X, Y, step, 4 // size, batch=size, rng=np.random.default_rng(1)).network
        full = gradient_descent(start, X, Y, step, 4 // size).network
        moved, expected = (weights(each) - weights(start) for each in (some, full))
        assert moved == pytest.approx(expected, rel=1e-4, abs=1e-12)
    first = gradient_descent(start, X, Y, 1e-2, 50, batch=2, rng=np.random.default_rng(2), watch=True)
    again = gradient_descent(start, X, Y, 1e-2, 50, batch=2, rng=np.random.default_rng(2))
    assert np.array_equal(first.losses, again.losses) and first.watched.error is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"batch": 5, "rng": np.random.default_rng(0)}, "batch is 5: there are 4 data"),
        ({"batch": 0, "rng": np.random.default_rng(0)}, "batch is 0"),
        ({"batch": 2}, "rng is None: mini-batches need a generator"),
        ({"batch": 2, "rng": 3}, "rng is 3"),
        ({"watch": "yes"}, "watch is 'yes': give True or False"),
    ],
)
def test_what_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        gradient_descent(net(1), X, Y, **options)
