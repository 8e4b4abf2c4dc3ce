"""Networks from PyTorch modules and back."""

import numpy as np
import pytest

from symspline.model.network import Network

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.peer
nn = torch.nn
X = np.linspace(-3, 3, 50)


def draw(width=20):
    return Network(*np.random.default_rng(4).standard_normal((3, width)), 0.7)


def test_round_trip():
    net = draw()
    module = net.to_torch()
    assert Network.from_torch(module) == net
    values = module(torch.tensor(X)[:, None]).detach().numpy()[:, 0]
    assert np.allclose(values, net(X), rtol=0, atol=1e-13)


def test_single_precision():
    net = draw()
    single = Network.from_torch(net.to_torch(torch.float32))
    assert np.array_equal(single.w, net.w.astype(np.float32).astype(float))


class Functional(nn.Module):
    def __init__(self, activation):
        super().__init__()
        self.hidden, self.out = nn.Linear(1, 6), nn.Linear(6, 1)
        self.activation = activation

    def forward(self, x):
        return self.out(self.activation(self.hidden(x)))


def test_a_module_of_ones_own():
    module = Functional(torch.relu)
    net = Network.from_torch(module)
    values = module(torch.tensor(X, dtype=torch.float32)[:, None]).detach().numpy()[:, 0]
    assert np.allclose(values, net(X), atol=1e-5)


def test_nested_modules_and_missing_biases():
    module = nn.Sequential(nn.Sequential(nn.Linear(1, 4, bias=False), nn.ReLU()), nn.Linear(4, 1, bias=False))
    net = Network.from_torch(module)
    assert np.array_equal(net.b, np.zeros(4)) and net.b0 == 0


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (lambda: nn.Linear(1, 1), "module has 1 linear layers, not 2"),
        (lambda: nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)), r"shapes \(2, 3\) and \(3, 1\)"),
        (lambda: nn.Sequential(nn.Linear(1, 3), nn.ReLU(), nn.Linear(3, 2)), r"shapes \(1, 3\) and \(3, 2\)"),
        (lambda: nn.Sequential(nn.Linear(1, 3), nn.Tanh(), nn.Linear(3, 1)), "module has a layer Tanh"),
        (lambda: nn.Sequential(nn.Linear(1, 3), nn.Linear(3, 1)), "computes something other than"),
        (
            lambda: nn.Sequential(nn.Linear(1, 3), nn.ReLU(), nn.Linear(3, 1), nn.ReLU()),
            "computes something other than",
        ),
        (lambda: Functional(torch.tanh), "computes something other than"),
        (lambda: "module", "module is a str, no torch.nn.Module"),
    ],
)
def test_refused(module, message):
    torch.manual_seed(0)
    made = module()
    if isinstance(made, nn.Module):
        for parameter in made.parameters():
            nn.init.uniform_(parameter, -1, 1)
        with torch.no_grad():
            list(made.parameters())[-1].fill_(-0.1)
    with pytest.raises(ValueError, match=message):
        Network.from_torch(made)


def test_weights_that_are_no_numbers():
    module = nn.Sequential(nn.Linear(1, 3), nn.ReLU(), nn.Linear(3, 1))
    with torch.no_grad():
        module[0].weight[1, 0] = float("nan")
    with pytest.raises(ValueError, match="non-finite weights"):
        Network.from_torch(module)
