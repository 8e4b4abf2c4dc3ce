"""Network and Spline: one function in two descriptions, against the definition evaluated neuron by neuron."""

from fractions import Fraction

import numpy as np
import pytest
from sympy import Symbol

from symspline.model.network import Network
from symspline.model.spline import Spline

X = np.array([-1e3, -2.0, -0.7, -0.1, 0.0, 0.3, 1.0, 5.0, 77.0])


def draw(width, seed=0):
    rng = np.random.default_rng(seed)
    return Network(*rng.standard_normal((3, width)), 0.3)


def definition(net, x):
    """The network's formula in rationals: no rounding, no running sums."""
    rows = [tuple(map(Fraction, row)) for row in zip(net.w, net.b, net.v, strict=True)]
    out = []
    for place in map(Fraction, np.ravel(x)):
        out.append(float(Fraction(net.b0) + sum(v * max(w * place + b, Fraction(0)) for w, b, v in rows)))
    return np.array(out)


@pytest.mark.parametrize("width", [1, 2, 17, 700])
def test_values(width):
    net = draw(width)
    size = np.abs(net.v) @ np.maximum(np.outer(net.w, X) + net.b[:, None], 0) + 1
    assert np.max(np.abs(net(X) - definition(net, X)) / size) < 1e-13
    assert np.max(np.abs(net.spline(X) - definition(net, X)) / size) < 1e-13


def test_shapes():
    net = draw(5)
    assert isinstance(net(0.2), float) and net(np.float64(0.2)) == net(0.2)
    assert net(np.zeros((2, 3))).shape == (2, 3)
    assert net([]).shape == (0,)
    assert np.array_equal(net(X[::-1]), net(X)[::-1])


def test_neurons_without_a_breakpoint_are_a_constant():
    net = Network([0.0, 1.0, 0.0], [2.0, -1.0, -3.0], [1.5, 2.0, 9.0], 0.25)
    assert net.spline.constant == 3.0 and net.spline.beta.size == 1
    assert np.array_equal(net(X), definition(net, X)) and np.array_equal(net.spline(X), net(X))
    flat = Network([0.0], [1.0], [2.0])
    assert np.array_equal(flat.spline(X), np.full(X.size, 2.0)) and flat.spline.slopes.tolist() == [0.0]


def test_parameters_of_the_spline():
    net = draw(50)
    spline = net.spline
    assert np.array_equal(spline.beta, -net.b / net.w)
    assert np.array_equal(spline.mu, net.w * net.v)
    assert np.array_equal(spline.s, np.sign(net.w))


def test_round_trip_without_loss():
    spline = draw(50).spline
    again = Network.from_spline(spline.beta, spline.mu, spline.s, spline.b0)
    assert again.spline == spline and hash(again.spline) == hash(spline)
    assert np.array_equal(np.abs(again.w), np.ones(50))


def test_round_trip_with_chosen_weights():
    net = draw(50)
    spline = net.spline
    again = Network.from_spline(spline.beta, spline.mu, spline.s, spline.b0, w=net.w)
    assert np.allclose(again.b, net.b, rtol=1e-15) and np.allclose(again.v, net.v, rtol=1e-15)


def test_piecewise_linear_representation():
    spline = draw(40).spline
    assert np.all(np.diff(spline.knots) > 0) and spline.slopes.size == spline.knots.size + 1
    assert np.allclose(np.diff(spline.slopes), spline.jumps, atol=1e-13)
    assert np.allclose(np.interp(X[2:5], spline.knots, spline.values), spline(X[2:5]), rtol=1e-12)
    left, right = spline.knots[0], spline.knots[-1]
    assert (spline(left) - spline(left - 1)) == pytest.approx(spline.slopes[0], rel=1e-11)
    assert (spline(right + 1) - spline(right)) == pytest.approx(spline.slopes[-1], rel=1e-11)


def test_shared_breakpoints_are_merged():
    spline = Spline([1.0, 0.0, 1.0], [2.0, 1.0, -2.0], [1, -1, -1], 0.5)
    assert spline.knots.tolist() == [0.0, 1.0] and spline.jumps.tolist() == [-1.0, 4.0]
    assert spline.slopes.tolist() == [-1.0, -2.0, 2.0]
    assert np.array_equal(spline(X), Network.from_spline(spline.beta, spline.mu, spline.s, spline.b0)(X))


def test_arrays_are_read_only_and_copied():
    w = np.array([1.0])
    net = Network(w, [0.0], [1.0])
    w[0] = 5.0
    assert net.w[0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        net.w[0] = 2.0
    with pytest.raises(AttributeError):
        net.b0 = 2.0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Network([], [], []), "w is empty"),
        (lambda: Network([1.0], [1.0, 2.0], [1.0]), "b has 2 entries but w has 1"),
        (lambda: Network([1.0], [np.nan], [1.0]), r"b\[0\] is nan"),
        (lambda: Network([1.0], [1.0], [1.0], np.inf), "b0 is inf"),
        (lambda: Network([[1.0]], [1.0], [1.0]), "w has 2 dimensions"),
        (lambda: Network([1.0 + 2.0j], [1.0], [1.0]), "w has entries of type complex128: pass real numbers"),
        (lambda: Network([Symbol("a")], [1.0], [1.0]), "w holds what is no float64 number"),
        (lambda: Network([1.0], [object()], [1.0]), "b holds what is no float64 number"),
        (lambda: Network([1.0], [1.0], [10**400]), "v holds what is no float64 number"),
        (lambda: Network([1.0], [1.0], ["a"]), "v has entries of type <U1"),
        (lambda: Network([1.0], [1.0], [1.0], None), "b0 holds what is no float64 number .None.: pass real"),
        (lambda: Network([1.0], [1.0], [1.0], np.complex128(1)), "b0 has entries of type complex128"),
        (lambda: Network([1.0], [1.0], [1.0], Symbol("a")), "b0 holds what is no float64 number"),
        (lambda: Network([1.0], [1.0], [1.0], 10**400), "b0 holds what is no float64 number"),
        (lambda: Network([1.0], [1.0], [1.0], [0.0]), "b0 has 1 dimensions: pass one number"),
        (lambda: draw(3)(1j), "x has entries of type complex128"),
        (lambda: Spline([1j], [1.0], [1]), "beta has entries of type complex128"),
        (lambda: Network([1e-320, 1.0], [1.0, 1.0], [1.0, 1.0]).spline, r"w\[0\] is 1e-320, .* set that w to 0"),
        (lambda: draw(3)(np.nan), r"x\[0\] is nan"),
        (lambda: Network([1e308], [1e308], [1e308])([0.0, 1e308]), "leaves float64 at x = .*: rescale"),
        (lambda: Spline([0.0], [1.0], [0.5]), r"s\[0\] is 0.5: an orientation is \+1 or -1"),
        (
            lambda: Network.from_spline([0.0], [1.0], [1], w=[-2.0]),
            r"w\[0\] is -2.0 but s\[0\] is \+1: give w the sign",
        ),
        (lambda: Network.from_spline([0.0], [1.0], [1], w=[2.0, 1.0]), "w has 2 entries but beta has 1"),
    ],
)
def test_bad_input(make, message):
    with pytest.raises(ValueError, match=message):
        make()
