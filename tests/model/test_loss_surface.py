"""The network's face of the loss surface: shapes, orders, and finite differences of the network itself."""

import numpy as np
import pytest

from symspline.model.network import Network
from symspline.model.spline import Spline
from symspline.numerics.hessian import hessian
from symspline.numerics.hessian_operator import hessian_operator
from symspline.numerics.landscape import gradient, loss
from symspline.numerics.spectrum import sharpness
from symspline.numerics.tangent_kernel import tangent_kernel

NET = Network([1.0, -2.0, 0.5], [0.3, 1.0, -0.4], [0.7, -1.1, 2.0], 0.2)
X = np.array([1.7, -0.9, 0.1, 2.3])
Y = np.array([0.5, -1.0, 2.0, 0.0])


def parameters(net):
    return np.concatenate([net.w, net.b, net.v, [net.b0]])


def network(theta):
    return Network(theta[:3], theta[3:6], theta[6:9], theta[9])


def plain_loss(theta):
    hidden = np.maximum(np.multiply.outer(X, theta[:3]) + theta[3:6], 0.0)
    return 0.5 * np.sum((hidden @ theta[6:9] + theta[9] - Y) ** 2)


def test_gradient_is_a_network_of_derivatives():
    theta, step = parameters(NET), 1e-6
    wanted = [(plain_loss(theta + step * e) - plain_loss(theta - step * e)) / (2 * step) for e in np.eye(10)]
    found = gradient(NET, X, Y)
    assert isinstance(found, Network)
    assert np.allclose(parameters(found), wanted, rtol=1e-7, atol=1e-8)
    assert loss(NET, X, Y) == pytest.approx(plain_loss(theta), rel=1e-14)


def test_spline_gradient_is_a_spline_of_derivatives():
    """The chain rule beta = -b/w, mu = w v ties both gradients together."""
    found, plain = gradient(NET, X, Y, "spline"), gradient(NET, X, Y)
    assert isinstance(found, Spline)
    beta = -NET.b / NET.w
    assert np.allclose(plain.b, -found.beta / NET.w, rtol=1e-13)
    assert np.allclose(plain.v, NET.w * found.mu, rtol=1e-13)
    assert np.allclose(plain.w, NET.v * found.mu - found.beta * beta / NET.w, rtol=1e-13)
    assert found.b0 == plain.b0


def test_hessian_is_the_derivative_of_the_gradient():
    theta, step = parameters(NET), 1e-6
    columns = [
        (parameters(gradient(network(theta + step * e), X, Y)) - parameters(gradient(network(theta - step * e), X, Y)))
        / (2 * step)
        for e in np.eye(10)
    ]
    found = hessian(NET, X, Y)
    assert np.allclose(found, np.column_stack(columns), rtol=1e-7, atol=1e-8)
    assert np.allclose(hessian_operator(NET, X, Y) @ np.eye(10), found, rtol=1e-13, atol=1e-13)
    assert sharpness(NET, X, Y) == pytest.approx(np.linalg.eigvalsh(found)[-1], rel=1e-12)


def test_gauss_newton_and_tangent_kernel_share_their_spectrum():
    kernel = np.linalg.eigvalsh(tangent_kernel(NET, X))
    gauss_newton = np.linalg.eigvalsh(hessian(NET, X, Y, part="gauss_newton"))
    assert np.allclose(gauss_newton[-4:], kernel, rtol=1e-12, atol=1e-12)


def test_a_trained_torch_network_goes_in():
    torch = pytest.importorskip("torch", reason="torch is the peer here")
    module = NET.to_torch()
    x, y = torch.tensor(X)[:, None], torch.tensor(Y)[:, None]
    value = 0.5 * ((module(x) - y) ** 2).sum()
    value.backward()
    found = gradient(Network.from_torch(module), X, Y)
    assert np.allclose(found.w, module[0].weight.grad.numpy()[:, 0], rtol=1e-12)
    assert np.allclose(found.b, module[0].bias.grad.numpy(), rtol=1e-12)
    assert np.allclose(found.v, module[2].weight.grad.numpy()[0], rtol=1e-12)
    assert found.b0 == pytest.approx(float(module[2].bias.grad), rel=1e-12)
