"""Training of a network: the same numbers as the routine on arrays, in the words of the model."""

import subprocess
import sys

import numpy as np
import pytest

from symspline.model.network import Network
from symspline.numerics.gradient_descent import gradient_descent

X, Y = np.array([-1.0, 0.0, 0.5, 2.0]), np.array([1.0, 0.0, 0.3, -1.0])


def test_training_reduces_the_loss_of_the_network_itself():
    net = Network(*np.random.default_rng(0).standard_normal((3, 50)))
    done = gradient_descent(net, X, Y, n_steps=400, record_every=100)
    assert done.losses[0] == pytest.approx(0.5 * np.sum((net(X) - Y) ** 2), rel=1e-12)
    assert 0.5 * np.sum((done.network(X) - Y) ** 2) == pytest.approx(done.losses[-1], rel=1e-9)
    assert done.losses[-1] < 1e-3 * done.losses[0]
    assert done.steps == 400 and not done.converged and "400 steps" in repr(done)


def test_frozen_parameters_stay():
    net = Network(*np.random.default_rng(0).standard_normal((3, 5)), 0.5)
    done = gradient_descent(net, X, Y, 1e-3, 10, train=("v",)).network
    assert np.array_equal(done.w, net.w) and np.array_equal(done.b, net.b) and done.b0 == net.b0
    assert not np.array_equal(done.v, net.v)


def test_networks_and_their_training_need_no_sympy():
    code = "import sys, symspline.model.network, symspline.numerics.gradient_descent; sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
