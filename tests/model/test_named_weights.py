"""Networks from arrays with names: state_dicts, kernels of Flax, lists of Keras, and back to raw units."""

import numpy as np
import pytest

from symspline.model.network import Network

X = np.linspace(-3, 3, 50)


def draw(width=5):
    return Network(*np.random.default_rng(4).standard_normal((3, width)), 0.7)


def arrays(net):
    """Hidden weight, bias, output weight, bias, as PyTorch shapes them."""
    return net.w[:, None], net.b, net.v[None, :], np.array([net.b0])


@pytest.mark.parametrize("width", [1, 2, 5])
@pytest.mark.parametrize("prefix", ["", "net.", "module._orig_mod."])
def test_state_dict(width, prefix):
    net = draw(width)
    w, b, v, b0 = arrays(net)
    state = {"2.weight": w, "2.bias": b, "10.weight": v, "10.bias": b0}
    assert Network.from_torch({prefix + name: array for name, array in state.items()}) == net
    if width > 1:
        assert Network.from_torch(dict(reversed(state.items()))) == net
    without = Network.from_torch({"0.weight": w, "2.weight": v, "2.bias": b0})
    assert np.array_equal(without.b, np.zeros(width)) and without.b0 == net.b0
    assert Network.from_torch({"W1": w, "W2": v, "b1": b, "b2": b0}) == net
    assert Network.from_torch({"W1": w, "b1": b, "W2": v}).b[0] == net.b[0]


@pytest.mark.parametrize("width", [1, 2, 5])
def test_keras(width):
    net = draw(width)
    w, b, v, b0 = arrays(net)
    assert Network.from_keras([w.T, b, v.T, b0]) == net
    assert Network.from_keras([w.T, v.T]) == Network(net.w, np.zeros(width), net.v)
    assert Network.from_keras([w.T, v.T, b0]) == Network(net.w, np.zeros(width), net.v, net.b0)
    assert Network.from_keras([w.T, b, v.T]) == Network(net.w, net.b, net.v)


@pytest.mark.parametrize("width", [1, 2, 5])
def test_flax(width):
    net = draw(width)
    w, b, v, b0 = arrays(net)
    params = {"Dense_0": {"kernel": w.T, "bias": b}, "Dense_1": {"kernel": v.T, "bias": b0}}
    assert Network.from_flax({"params": params}) == Network.from_flax(params) == net


W, B, V = np.ones((3, 1)), np.ones(3), np.ones((1, 3))


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: Network.from_torch({}), r"the weights are none; give a hidden weight \(H, 1\)"),
        (lambda: Network.from_torch({"w": W, "b": B}), r"the weights are w \(3, 1\), b \(3,\)"),
        (lambda: Network.from_torch({"w": W, "u": W}), "give a hidden weight"),
        (lambda: Network.from_torch({"w": W, "v": V, "b": B, "c": B}), "c is the bias of no layer or a second one"),
        (lambda: Network.from_torch({"w": W, "v": V, "b": np.ones(2)}), "b is the bias of no layer"),
        (lambda: Network.from_torch({"w": W, "v": V, "1.weight": np.ones(1)}), "1.weight of shape .* no linear layer"),
        (lambda: Network.from_torch({"w": W, "v": V, "running_mean": B}), "running_mean is of a normalisation"),
        (lambda: Network.from_torch({"w": np.array([[np.nan]]), "v": [[1.0]]}), r"w\[0\] is nan"),
        (lambda: Network.from_torch({"w": "text", "v": V}), "w has entries of type"),
        (lambda: Network.from_keras([]), "weights have shapes none"),
        (lambda: Network.from_keras([W, B, V, [1.0]]), r"shapes \(3, 1\), \(3,\), \(1, 3\), \(1,\): give \[W1"),
        (lambda: Network.from_keras([B, V, W, [1.0]]), r"give \[W1, b1, W2, b2\]"),
        (lambda: Network.from_keras([V, B, B, W]), r"give \[W1, b1, W2, b2\]"),
        (lambda: Network.from_keras([V, W, V, W, V, W]), r"give \[W1, b1, W2, b2\]"),
        (lambda: Network.from_keras([V, [1.0], W, B]), "is the bias of no layer"),
        (lambda: Network.from_flax([V, B]), "params is a list"),
        (lambda: Network.from_flax({"params": {}, "batch_stats": {}}), "batch_stats is of a normalisation"),
    ],
)
def test_refused(read, message):
    with pytest.raises(ValueError, match=message):
        read()


def test_raw_units():
    net = draw()
    raw = net.in_raw_units(x_mean=20.0, x_sd=4.0, y_mean=-3.0, y_sd=0.5)
    x = 20 + 4 * X
    assert np.allclose(raw(x), -3 + 0.5 * net(X), rtol=1e-12, atol=1e-12)
    assert net.in_raw_units() == net


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"x_sd": 0.0}, "x_sd is 0.0: give the positive number"),
        ({"y_sd": -1.0}, "y_sd is -1.0"),
        ({"x_mean": np.nan}, "x_mean is nan"),
        ({"y_mean": [1.0]}, "y_mean has 1 dimensions: pass one number"),
    ],
)
def test_raw_units_refused(given, message):
    with pytest.raises(ValueError, match=message):
        draw().in_raw_units(**given)
