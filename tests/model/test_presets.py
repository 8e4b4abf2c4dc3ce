"""The presets against the published table of roughness and total variation, and against the frameworks themselves."""

import numpy as np
import pytest
import sympy as sp

from symspline.model import presets
from symspline.model.law import Constant, Normal, TruncatedNormal, Uniform

H = sp.Symbol("H", positive=True, integer=True)
WIDTH = 64
pi = sp.pi


def roughness(init, width):
    """Mean and variance times width of sum mu^2, mean and variance of sum |mu|, from the moments of the laws."""
    w, v = init.w, init.v
    c = width * w.absolute_moment(2) * v.absolute_moment(2)
    rho = width**2 * (w.absolute_moment(4) * v.absolute_moment(4) - (w.absolute_moment(2) * v.absolute_moment(2)) ** 2)
    tv = width * w.absolute_moment(1) * v.absolute_moment(1)
    return [c, rho, tv, c - width * (w.absolute_moment(1) * v.absolute_moment(1)) ** 2]


a_gauss, a_unif, a_cut = sp.sqrt(2 / pi), sp.sqrt(3) / 2, sp.Float("0.82170153084824103760", 20)
k_gauss, k_unif, k_cut = 3, sp.Rational(9, 5), sp.Float("2.3655367171296495117", 20)
glorot = 4 * WIDTH / sp.Integer(1 + WIDTH) ** 2
root = sp.sqrt(WIDTH)

TABLE = {
    "torch": (presets.torch(WIDTH), [sp.Rational(1, 9), sp.Rational(56, 2025), root / 4, sp.Rational(7, 144)]),
    "he normal": (presets.he_normal(WIDTH), [4, 128, 4 / pi * root, 4 * (1 - 4 / pi**2)]),
    "torch he normal": (presets.torch_he_normal(WIDTH), [4, 128, 4 / pi * root, 4 * (1 - 4 / pi**2)]),
    "he uniform": (presets.he_uniform(WIDTH), [4, sp.Rational(896, 25), 1.5 * root, 1.75]),
    "torch he uniform": (presets.torch_he_uniform(WIDTH), [4, sp.Rational(896, 25), 1.5 * root, 1.75]),
    "keras he normal": (presets.keras_he_normal(WIDTH), [4, 73.532223364, 1.3503868116 * root, 2.1764554591]),
    "fan_out": (presets.he_normal(WIDTH, mode="fan_out"), [4, 128, 4 / pi * root, 4 * (1 - 4 / pi**2)]),
    "gain 1": (presets.torch_he_normal(WIDTH, output_gain=1), [2, 32, 4 / pi * root / sp.sqrt(2), 2 * (1 - 4 / pi**2)]),
    "lecun normal": (presets.lecun_normal(WIDTH), [1, 8, a_gauss**2 * root, 1 - a_gauss**4]),
    "lecun uniform": (presets.lecun_uniform(WIDTH), [1, 2.24, a_unif**2 * root, 1 - a_unif**4]),
    "flax": (presets.flax(WIDTH), [1, 4.5957639601, a_cut**2 * root, 1 - a_cut**4]),
    "ntk": (presets.ntk(WIDTH), [1, 8, a_gauss**2 * root, 1 - a_gauss**4]),
    **{
        f"glorot {name}": (
            init,
            [glorot, glorot**2 * (k**2 - 1), sp.sqrt(WIDTH * glorot) * a**2, glorot * (1 - a**4)],
        )
        for name, init, a, k in (
            ("normal", presets.glorot_normal(WIDTH), a_gauss, k_gauss),
            ("uniform", presets.glorot_uniform(WIDTH), a_unif, k_unif),
            ("torch normal", presets.torch_glorot_normal(WIDTH), a_gauss, k_gauss),
            ("torch uniform", presets.torch_glorot_uniform(WIDTH), a_unif, k_unif),
            ("truncated", presets.glorot_normal(WIDTH, truncated=True), a_cut, k_cut),
            ("keras", presets.keras(WIDTH), a_unif, k_unif),
            ("stax", presets.stax(WIDTH), a_cut, k_cut),
        )
    },
}


@pytest.mark.parametrize("row", TABLE)
def test_the_table(row):
    init, expected = TABLE[row]
    assert [float(f) for f in roughness(init, WIDTH)] == pytest.approx([float(e) for e in expected], rel=1e-10)


def test_biases():
    for name in presets.names():
        init = presets.by_name(name, WIDTH)
        if name.startswith("torch"):
            assert init.b == Uniform(1) and init.b0 == Uniform(sp.Rational(1, 8))
        elif name == "stax":
            assert init.b == init.b0 == Normal(0.01)
        elif name == "ntk":
            assert init.b == Normal(1) and init.b0 == Constant(0)
        else:
            assert init.b == init.b0 == Constant(0) and init.zero_bias
    assert presets.he_normal(WIDTH, bias=Normal(0.5)).b == Normal(0.5)


def test_nothing_but_keras_and_jax_is_truncated():
    truncated = {n for n in presets.names() if isinstance(presets.by_name(n, WIDTH).w, TruncatedNormal)}
    assert truncated == {"keras_he_normal", "flax", "stax"}


def test_truncated_laws_have_the_wanted_standard_deviation_after_the_cut():
    assert float(presets.TRUNCATED_SD) == float(presets.FRAMEWORK_TRUNCATED_SD) == 0.87962566103423978
    assert abs(float(presets.keras_he_normal(50).w.variance) - 2) < 1e-15
    symbolic = presets.he_normal(H, truncated=True, mode="fan_out").w
    assert sp.simplify(symbolic.variance - 2 / H) == 0
    # The hard maximum is 2.2737 standard deviations.
    assert float(symbolic.upper.subs(H, 8)) == pytest.approx(2.2737 / 2, rel=1e-4)


def test_symbolic_width():
    assert presets.torch(H).v == Uniform(1 / sp.sqrt(H))
    assert sp.simplify(roughness(presets.he_uniform(H), H)[0]) == 4
    assert presets.ntk(H, sigma_v=sp.Symbol("s", positive=True)).v.scale == sp.Symbol("s", positive=True) / sp.sqrt(H)


def test_few_breakpoints_near_the_data_under_torch_glorot():
    a = presets.torch_glorot_uniform(400).w.half_width
    assert float(400 * a / 2) == pytest.approx(24.464, abs=5e-4)


@pytest.mark.parametrize("name", [None, 3, b"torch"])
def test_a_preset_has_a_name(name):
    with pytest.raises(ValueError, match=r"preset is .*; give one of torch, "):
        presets.by_name(name, 10)


def test_by_name():
    assert presets.by_name("Torch-Kaiming-Normal", 10) == presets.torch_he_normal(10)
    assert presets.by_name("torch_xavier_uniform", 10) == presets.torch_glorot_uniform(10)
    with pytest.raises(ValueError, match="there is no preset 'he_norml'; did you mean he_normal"):
        presets.by_name("he_norml", 10)
    with pytest.raises(ValueError, match="the presets are torch, "):
        presets.by_name("zzz", 10)


@pytest.mark.parametrize("width", [0, -1, 2.5, float("nan"), sp.Symbol("h"), "10"])
def test_bad_width(width):
    with pytest.raises(ValueError, match="width is"):
        presets.torch(width)


def test_bad_mode():
    with pytest.raises(ValueError, match="mode is 'fan'; give one of fan_in"):
        presets.he_normal(10, mode="fan")


@pytest.mark.peer
def test_pytorch_draws_from_these_laws():
    torch = pytest.importorskip("torch")
    from scipy.stats import kstest

    generator = torch.Generator().manual_seed(7)
    rows = 20_000
    hidden, output = torch.nn.Linear(1, rows), torch.nn.Linear(rows, 1)
    init = presets.torch(rows)
    with torch.random.fork_rng():
        torch.manual_seed(7)
        hidden.reset_parameters()
        output.reset_parameters()
        for tensor, law in ((hidden.weight, init.w), (hidden.bias, init.b), (output.weight, init.v)):
            assert kstest(tensor.detach().numpy().ravel().astype(float), law.cdf_array).pvalue > 1e-6
    for function, preset in (
        (lambda t: torch.nn.init.kaiming_normal_(t, generator=generator, nonlinearity="relu"), presets.torch_he_normal),
        (
            lambda t: torch.nn.init.kaiming_uniform_(t, generator=generator, nonlinearity="relu"),
            presets.torch_he_uniform,
        ),
        (lambda t: torch.nn.init.xavier_normal_(t, generator=generator), presets.torch_glorot_normal),
        (lambda t: torch.nn.init.xavier_uniform_(t, generator=generator), presets.torch_glorot_uniform),
    ):
        for layer, law in ((hidden, preset(rows).w), (output, preset(rows).v)):
            function(layer.weight)
            assert kstest(layer.weight.detach().numpy().ravel().astype(float), law.cdf_array).pvalue > 1e-6


@pytest.mark.peer
def test_jax_draws_from_these_laws():
    jax = pytest.importorskip("jax")
    from scipy.stats import kstest

    rows = 20_000
    for maker, preset in (
        (jax.nn.initializers.he_normal, lambda h: presets.he_normal(h, truncated=True)),
        (jax.nn.initializers.glorot_normal, lambda h: presets.glorot_normal(h, truncated=True)),
        (jax.nn.initializers.lecun_normal, lambda h: presets.lecun_normal(h, truncated=True)),
        (jax.nn.initializers.glorot_uniform, presets.glorot_uniform),
    ):
        for shape, role in (((1, rows), "w"), ((rows, 1), "v")):
            draws = np.asarray(maker()(jax.random.PRNGKey(3), shape), dtype=float).ravel()
            assert kstest(draws, getattr(preset(rows), role).cdf_array).pvalue > 1e-6
