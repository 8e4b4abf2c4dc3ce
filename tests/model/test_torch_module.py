"""Networks from PyTorch modules and back."""

import warnings
from pathlib import Path

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


def plain(width=6):
    return nn.Sequential(nn.Linear(1, width), nn.ReLU(), nn.Linear(width, 1))


def deep():
    return nn.Sequential(nn.Linear(1, 4), nn.ReLU(), nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 1))


class Around(nn.Module):
    """What a person writes in forward around a plain network."""

    def __init__(self, forward):
        super().__init__()
        self.net, self.mean = plain(), torch.tensor([3.0])
        self.around = forward

    def forward(self, x):
        return self.around(self.net, x)


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
            lambda: nn.Sequential(nn.Linear(1, 9), nn.ReLU(), nn.Linear(9, 1), nn.ReLU()),
            "computes something other than",
        ),
        (lambda: Functional(torch.tanh), "computes something other than"),
        (
            lambda: nn.Sequential(nn.Linear(1, 3), nn.LeakyReLU(1e-6), nn.Linear(3, 1)),
            r"a layer LeakyReLU \(1\) .* at x = ",
        ),
        (lambda: nn.Sequential(nn.Linear(1, 3), nn.PReLU(), nn.Linear(3, 1)), r"a layer PReLU \(1\) and calls no ReLU"),
        (lambda: nn.Sequential(nn.Linear(1, 1), nn.GELU(), nn.Linear(1, 1)), r"a layer GELU \(1\) .* at x = "),
        (lambda: nn.Sequential(nn.Linear(1, 3), nn.ReLU6(), nn.Linear(3, 1)), r"a layer ReLU6 \(1\) .* at x = "),
        (lambda: nn.Sequential(nn.Linear(1, 3), nn.LayerNorm(3), nn.ReLU(), nn.Linear(3, 1)), "a layer LayerNorm"),
        (lambda: deep(), "module has 3 linear layers, not 2"),
        (lambda: Around(lambda f, x: f(x) + 1e-8 * x), "computes something other than .* at x = "),
        (lambda: Around(lambda f, x: f(x) + 1e-3 * (x - 0.123).abs()), "computes something other than"),
        (lambda: Around(lambda f, x: f(x) * x), "computes something other than"),
        (lambda: Around(lambda f, x: f(x.clamp(-100, 100))), "computes something other than"),
        (lambda: Around(lambda f, x: f(x).clamp(max=100)), "computes something other than"),
        (lambda: Around(lambda f, x: nn.functional.dropout(f(x))), "computes something other than"),
        (lambda: Around(lambda f, x: (f(x), x)), "returns a tuple, no tensor"),
        (lambda: Around(lambda f, x: f(x.float())), "fails on x of shape"),
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


class OutputFirst(nn.Module):
    def __init__(self, width=50):
        super().__init__()
        self.out, self.hidden = nn.Linear(width, 1), nn.Linear(1, width)

    def forward(self, x):
        return self.out(self.hidden(x).clamp(min=0))


class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([3.0]))
        self.factor = nn.Parameter(torch.tensor(0.7))

    def forward(self, x):
        return (x - self.mean) * self.factor


def normalised(*layers):
    module = nn.Sequential(*layers)
    for norm in [m for m in module if isinstance(m, nn.BatchNorm1d)]:
        for part in (norm.weight, norm.bias, norm.running_mean):
            nn.init.normal_(part)
        nn.init.uniform_(norm.running_var, 0.1, 3)
    return module.eval()


def old_weight_norm():
    module = plain()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        nn.utils.weight_norm(module[0])
        nn.utils.weight_norm(module[2])
    return module


def parametrised():
    module = plain()
    nn.utils.parametrizations.weight_norm(module[0])
    nn.utils.parametrizations.weight_norm(module[2])
    return module


class Difference(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two = plain(3), plain(4)

    def forward(self, x):
        return self.one(x) - 2 * self.two(-x)


HARMLESS = {
    "unflatten": lambda: nn.Sequential(nn.Unflatten(-1, (-1, 1)), nn.Linear(1, 50), nn.ReLU(), nn.Linear(50, 1)),
    "flatten": lambda: nn.Sequential(nn.Linear(1, 50), nn.ReLU(inplace=True), nn.Linear(50, 1), nn.Flatten()),
    "to a vector": lambda: nn.Sequential(plain(), nn.Flatten(0)),
    "identity": lambda: nn.Sequential(nn.Identity(), plain()),
    "dropout": lambda: nn.Sequential(nn.Linear(1, 50), nn.ReLU(), nn.Dropout(0.5), nn.Linear(50, 1)).eval(),
    "dropout of nothing": lambda: nn.Sequential(nn.Linear(1, 50), nn.ReLU(), nn.Dropout(0.0), nn.Linear(50, 1)),
    "output first": OutputFirst,
    "output first, one neuron": lambda: OutputFirst(1),
    "norm before relu": lambda: normalised(nn.Linear(1, 9), nn.BatchNorm1d(9), nn.ReLU(), nn.Linear(9, 1)),
    "norm after relu": lambda: normalised(nn.Linear(1, 9), nn.ReLU(), nn.BatchNorm1d(9), nn.Linear(9, 1)),
    "norm outside": lambda: normalised(
        nn.BatchNorm1d(1), nn.Linear(1, 9), nn.ReLU(), nn.Linear(9, 1), nn.BatchNorm1d(1)
    ),
    "old weight norm": old_weight_norm,
    "weight norm": parametrised,
    "scaled in forward": lambda: Around(lambda f, x: 5 + 2 * f((x - 3) / 7)),
    "flat in forward": lambda: Around(lambda f, x: f(x[:, None])[:, 0]),
    "scaling module": lambda: nn.Sequential(Scale(), plain(), Scale()),
    "relu in place": lambda: Around(lambda f, x: f[2](f[0](x).relu_())),
    "dead neuron": lambda: Functional(lambda z: torch.relu(z * torch.tensor([1.0, 0, 1, 1, 1, 1]))),
    "a difference": Difference,
    "compiled": lambda: torch.compile(plain(), backend="eager"),
    "parallel": lambda: nn.DataParallel(plain()),
    "wide": lambda: plain(3000),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_affine_around_the_relu_is_folded(name):
    torch.manual_seed(1)
    module = HARMLESS[name]()
    before = {key: value.clone() for key, value in module.state_dict().items()}
    modes, seed = [m.training for m in module.modules()], torch.random.get_rng_state()
    net = Network.from_torch(module)
    assert [m.training for m in module.modules()] == modes and torch.equal(torch.random.get_rng_state(), seed)
    assert all(torch.equal(value, before[key]) for key, value in module.state_dict().items())
    assert next(module.parameters()).dtype == torch.float32 and next(module.parameters()).grad is None

    if name in ("compiled", "parallel"):
        module = getattr(module, "_orig_mod", None) or module.module
    if name.endswith("weight norm"):
        module(torch.zeros(1, 1))
    with torch.no_grad():
        x = torch.tensor(X)
        theirs = module.double()(x if name in ("unflatten", "flat in forward") else x[:, None]).numpy().reshape(-1)
    assert np.max(np.abs(net(X) - theirs)) < 1e-12 * np.max(np.abs(theirs))


@pytest.mark.parametrize("layer", [nn.BatchNorm1d(3), nn.Dropout(0.5)])
def test_training_mode(layer):
    module = nn.Sequential(nn.Linear(1, 3), layer, nn.ReLU(), nn.Linear(3, 1))
    with pytest.raises(ValueError, match=rf"{type(layer).__name__} \(1\) in training mode: call module.eval\(\)"):
        Network.from_torch(module)
    Network.from_torch(module.eval())


def test_a_norm_without_statistics():
    module = nn.Sequential(nn.Linear(1, 3), nn.BatchNorm1d(3, track_running_stats=False), nn.ReLU(), nn.Linear(3, 1))
    with pytest.raises(ValueError, match="BatchNorm1d"):
        Network.from_torch(module.eval())


def test_state_dicts():
    net = draw()
    module = net.to_torch()
    assert Network.from_torch(module.state_dict()) == net
    assert Network.from_torch({f"module.{k}": v for k, v in module.state_dict().items()}) == net
    assert Network.from_torch({"epoch": 3, "model_state_dict": module.state_dict()}) == net
    half = module.to(torch.bfloat16).state_dict()
    assert np.array_equal(Network.from_torch(half).w, half["0.weight"].double().numpy()[:, 0])
    norm = nn.Sequential(nn.Linear(1, 3), nn.BatchNorm1d(3, affine=False), nn.ReLU(), nn.Linear(3, 1))
    for folded in (norm, parametrised(), old_weight_norm()):
        with pytest.raises(ValueError, match="give from_torch the module itself"):
            Network.from_torch(folded.state_dict())


def test_files(tmp_path):
    net = draw()
    module = net.to_torch()
    torch.save(module.state_dict(), tmp_path / "net.pt")
    assert Network.load(tmp_path / "net.pt") == net
    torch.save({"state_dict": module.state_dict(), "epoch": 1}, tmp_path / "net.ckpt")
    assert Network.load(tmp_path / "net.ckpt") == net


def test_files_with_code_are_refused(tmp_path):
    class Trap:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "sprung",))

    remedy = r"torch.save\(module.state_dict\(\), path\)"
    torch.save(draw().to_torch(), tmp_path / "module.pt")
    torch.save({"state_dict": Trap()}, tmp_path / "trap.pth")
    for name in ("module.pt", "trap.pth"):
        with pytest.raises(ValueError, match=f"{name} needs pickled code, which is not run: save {remedy}"):
            Network.load(tmp_path / name)
    torch.save({"state_dict": Trap()}, tmp_path / "old.pt", _use_new_zipfile_serialization=False)
    (tmp_path / "text.pt").write_text("no weights")
    for name in ("old.pt", "text.pt"):
        with pytest.raises(ValueError, match=f"{name} is no file of PyTorch 1.6 or later: save {remedy}"):
            Network.load(tmp_path / name)
    torch.save(torch.zeros(3), tmp_path / "tensor.pt")
    with pytest.raises(ValueError, match="holds a Tensor, no state_dict"):
        Network.load(tmp_path / "tensor.pt")
    assert not (tmp_path / "sprung").exists()
