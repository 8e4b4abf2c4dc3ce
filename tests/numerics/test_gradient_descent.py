"""Gradient descent against autodiff-free finite differences; the output-weight flow against an ODE solver."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import approx_fprime

from symspline.numerics.gradient_descent import PARAMETERS, gradient_descent, output_weights_flow
from symspline.numerics.weights import Weights

rng = np.random.default_rng(8)
N, H = 9, 23
X, Y = 40 + np.sort(rng.uniform(-1, 1, N))[::-1], rng.standard_normal(N)
W, V = rng.standard_normal((2, H))
B = rng.standard_normal(H) - 40 * W
B0 = 0.4
NET = Weights(W, B, V, B0)


def features(w, b):
    return np.maximum(np.outer(X, w) + b, 0)


def loss(theta):
    w, b, v, b0 = theta[:H], theta[H : 2 * H], theta[2 * H : 3 * H], theta[-1]
    return 0.5 * np.sum((features(w, b) @ v + b0 - Y) ** 2)


START = np.concatenate([W, B, V, [B0]])
SLICES = {"w": slice(0, H), "b": slice(H, 2 * H), "v": slice(2 * H, 3 * H), "b0": slice(3 * H, None)}


@pytest.mark.parametrize("train", [PARAMETERS, ("v",), ("w", "b"), ("v", "b0"), ("b0",)])
def test_one_step_is_the_gradient(train):
    end = gradient_descent(NET, X, Y, step=1e-6, n_steps=1, train=train)
    moved = (START - np.concatenate([end.network.w, end.network.b, end.network.v, [end.network.b0]])) / 1e-6
    slope = approx_fprime(START, loss, 1e-7)
    for name, part in SLICES.items():
        expected = slope[part] if name in train else 0 * slope[part]
        assert np.allclose(moved[part], expected, rtol=2e-4, atol=2e-3 * np.abs(slope).max() * 1e-2)


def test_many_steps_against_a_dense_loop():
    end = gradient_descent(NET, X, Y, step=1e-5, n_steps=200, record_every=50)
    w, b, v, b0 = W.copy(), B.copy(), V.copy(), B0
    for _ in range(200):
        phi = features(w, b)
        e = phi @ v + b0 - Y
        on = phi > 0
        dw, db = v * ((e * X) @ on), v * (e @ on)
        w, b, v, b0 = w - 1e-5 * dw, b - 1e-5 * db, v - 1e-5 * (phi.T @ e), b0 - 1e-5 * e.sum()
    for name, theirs in (("w", w), ("b", b), ("v", v), ("b0", b0)):
        assert np.allclose(getattr(end.network, name), theirs, rtol=1e-10)
    assert end.recorded.tolist() == [0, 50, 100, 150, 200]
    assert end.losses[0] == pytest.approx(loss(START), rel=1e-12)
    assert end.losses[-1] == pytest.approx(0.5 * np.sum((features(w, b) @ v + b0 - Y) ** 2), rel=1e-9)


def test_the_default_step_is_the_inverse_of_the_largest_eigenvalue_of_the_tangent_kernel():
    phi = features(W, B)
    on = phi > 0
    jacobian = {"w": on * V * X[:, None], "b": on * V, "v": phi, "b0": np.ones((N, 1))}
    for train in (PARAMETERS, ("v",), ("b", "b0")):
        j = np.hstack([jacobian[name] for name in train])
        end = gradient_descent(NET, X, Y, n_steps=0, train=train)
        assert 1 / end.step == pytest.approx(np.linalg.eigvalsh(j @ j.T)[-1], rel=1e-3)


def test_the_default_step_decreases_the_loss():
    end = gradient_descent(NET, X, Y, n_steps=300, train=("v", "b0"))
    assert np.all(np.diff(end.losses) < 0)


def test_it_stops_at_the_tolerance_and_calls_back():
    seen = []
    end = gradient_descent(
        Weights([1.0], [0.0], [0.0]),
        [1.0, 2.0],
        [3.0, 6.0],
        train=("v",),
        n_steps=10_000,
        tolerance=1e-10,
        record_every=7,
        callback=lambda k, value: seen.append((k, value)),
    )
    assert end.converged and end.steps < 100 and end.network.v[0] == pytest.approx(3, abs=1e-9)
    assert seen == list(zip(end.recorded.tolist(), end.losses.tolist(), strict=True)) and seen[-1][0] == end.steps


@pytest.mark.parametrize("train_b0", [False, True])
def test_the_flow_against_an_ode_solver(train_b0):
    flow = output_weights_flow(NET, X, Y, train_b0=train_b0)
    phi = np.hstack([features(W, B), np.full((N, 1), float(train_b0))])
    scale = 1 / np.linalg.norm(phi, 2) ** 2

    def rate(t, theta):
        shift = 0.0 if train_b0 else B0
        return -phi.T @ (phi @ theta + shift - Y)

    start = np.append(V, B0 if train_b0 else 0.0)
    times = np.array([0.3, 5.0, 40.0]) * scale
    path = solve_ivp(rate, (0, times[-1]), start, method="DOP853", rtol=1e-12, atol=1e-13, t_eval=times)
    for t, theirs in zip(times, path.y.T, strict=True):
        v, b0 = flow(t)
        assert np.allclose(v, theirs[:-1], rtol=1e-8, atol=1e-10)
        assert b0 == pytest.approx(theirs[-1] if train_b0 else B0, rel=1e-8)
        assert np.allclose(flow.residual(t), features(W, B) @ v + b0 - Y, atol=1e-9 * np.abs(Y).max() * 1e2)


def test_the_limit_is_the_nearest_solution():
    flow = output_weights_flow(NET, X, Y)
    v, b0 = flow(np.inf)
    phi = features(W, B)
    nearest = V + np.linalg.pinv(phi, rcond=1e-14) @ (Y - B0 - phi @ V)
    assert np.allclose(phi @ v + b0, phi @ nearest + B0, atol=1e-8)
    assert np.allclose(v, nearest, rtol=1e-6, atol=1e-8)
    assert np.array_equal(flow(0.0)[0], V)


def test_descent_converges_to_the_limit_of_the_flow():
    x, y = np.array([-1.0, 0.2, 1.0]), np.array([1.0, -0.5, 0.7])
    net = Weights(*np.random.default_rng(1).standard_normal((3, 400)))
    end = gradient_descent(net, x, y, train=("v",), n_steps=20_000, tolerance=1e-13, record_every=1000)
    assert np.allclose(end.network.v, output_weights_flow(net, x, y)(np.inf)[0], atol=1e-9)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"step": -1.0}, "step is -1.0: give a positive number"),
        ({"step": float("nan")}, "step is nan"),
        ({"step": 1e3, "n_steps": 500}, r"the loss is not finite after \d+ steps of size 1e\+03: give a smaller step"),
        ({"train": ("w", "c")}, "train is .*: give some of"),
        ({"train": "w"}, "train is 'w'"),
        ({"train": ()}, "train is"),
        ({"n_steps": -1}, "n_steps is -1"),
        ({"record_every": 0}, "record_every is 0"),
        ({"y": Y[:-1]}, "y has 8 entries but x has 9"),
        ({"v": np.append(V[1:], np.inf)}, r"v\[22\] is inf"),
        ({"x": []}, "x is empty"),
    ],
)
def test_bad_input(change, message):
    given = {"x": X, "y": Y, **change}
    with pytest.raises(ValueError, match=message):
        gradient_descent(Weights(W, B, given.pop("v", V), B0), **given)


def test_bad_time():
    with pytest.raises(ValueError, match="t is -1: give a time"):
        output_weights_flow(NET, X, Y)(-1)
