"""The initialisations that frameworks use for a network of one input, H hidden neurons and one output.

The hidden layer has fan-in 1 and fan-out H, the output layer fan-in H and fan-out 1. Every function takes the width, a
number or a symbol, and returns an :class:`~symspline.model.init.Init`.

Source:
    PyTorch 2.13 ``torch.nn.init`` and ``torch.nn.Linear``; JAX 0.10 ``jax.nn.initializers`` and
    ``jax.example_libraries.stax``; the documentation of Keras ``Dense`` and Flax ``Dense``.
"""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, Literal

import sympy as sp

from symspline.model.init import Init
from symspline.model.law import Constant, Law, Normal, TruncatedNormal, Uniform
from symspline.model.parameter import exact

Mode = Literal["fan_in", "fan_out", "fan_avg"]
Shape = Literal["normal", "truncated", "uniform"]

TRUNCATED_SD = sp.sqrt(1 - 4 * sp.exp(-2) / (sp.sqrt(2 * sp.pi) * sp.erf(sp.sqrt(2))))
"""Standard deviation of a standard normal law cut at two; 0.8796… exactly."""
FRAMEWORK_TRUNCATED_SD = sp.Rational("0.87962566103423978")
"""The same number as the frameworks write it."""


def torch(width: Any) -> Init:
    """PyTorch's ``nn.Linear`` as it comes: uniform on ``±1/sqrt(fan_in)``, biases too.

    Example:
        >>> torch(100)
        Init(w=Uniform(1), b=Uniform(1), v=Uniform(0.1), b0=Uniform(0.1))
    """
    H = _width(width)
    last = Uniform(1 / sp.sqrt(H))
    return Init(w=Uniform(1), b=Uniform(1), v=last, b0=last, name="torch", width=H)


def torch_he_normal(width: Any, *, mode: Mode = "fan_in", output_gain: Any = None) -> Init:
    """PyTorch's ``kaiming_normal_`` on both weights; biases stay uniform, and nothing is truncated.

    Args:
        width: H.
        mode: ``"fan_in"`` or ``"fan_out"``.
        output_gain: gain of the output layer, ``sqrt(2)`` unless told; 1 is the gain of a linear layer.
    """
    return _torch_scaled("torch_he_normal", width, "normal", mode, output_gain)


def torch_he_uniform(width: Any, *, mode: Mode = "fan_in", output_gain: Any = None) -> Init:
    """PyTorch's ``kaiming_uniform_`` on both weights; biases stay uniform. Arguments as in ``torch_he_normal``."""
    return _torch_scaled("torch_he_uniform", width, "uniform", mode, output_gain)


def torch_glorot_normal(width: Any) -> Init:
    """PyTorch's ``xavier_normal_`` on both weights; biases stay uniform, and nothing is truncated."""
    return _torch_scaled("torch_glorot_normal", width, "normal", "fan_avg", 1)


def torch_glorot_uniform(width: Any) -> Init:
    """PyTorch's ``xavier_uniform_`` on both weights; biases stay uniform.

    The hidden weights shrink like ``1/sqrt(H)`` and the biases do not: few breakpoints fall near the data.
    """
    return _torch_scaled("torch_glorot_uniform", width, "uniform", "fan_avg", 1)


def he_normal(width: Any, bias: Law | None = None, *, mode: Mode = "fan_in", truncated: bool = False) -> Init:
    """Normal weights of variance ``2/fan``.

    Args:
        width: H.
        bias: law of the hidden biases; zero unless told, as in the frameworks.
        mode: ``"fan_in"`` or ``"fan_out"``; both give the same law of the delta-slopes.
        truncated: cut at two standard deviations of the parent, and rescaled so that the variance stays (Keras, JAX).
    """
    return _scaled("he_normal", width, 2, "truncated" if truncated else "normal", mode, bias)


def he_uniform(width: Any, bias: Law | None = None, *, mode: Mode = "fan_in") -> Init:
    """Uniform weights of variance ``2/fan``. Arguments as in ``he_normal``."""
    return _scaled("he_uniform", width, 2, "uniform", mode, bias)


def glorot_normal(width: Any, bias: Law | None = None, *, truncated: bool = False) -> Init:
    """Normal weights of variance ``2/(fan_in + fan_out)`` in both layers. Arguments as in ``he_normal``."""
    return _scaled("glorot_normal", width, 1, "truncated" if truncated else "normal", "fan_avg", bias)


def glorot_uniform(width: Any, bias: Law | None = None) -> Init:
    """Uniform weights of variance ``2/(fan_in + fan_out)`` in both layers. Arguments as in ``he_normal``."""
    return _scaled("glorot_uniform", width, 1, "uniform", "fan_avg", bias)


def lecun_normal(width: Any, bias: Law | None = None, *, mode: Mode = "fan_in", truncated: bool = False) -> Init:
    """Normal weights of variance ``1/fan``. Arguments as in ``he_normal``."""
    return _scaled("lecun_normal", width, 1, "truncated" if truncated else "normal", mode, bias)


def lecun_uniform(width: Any, bias: Law | None = None, *, mode: Mode = "fan_in") -> Init:
    """Uniform weights of variance ``1/fan``. Arguments as in ``he_normal``."""
    return _scaled("lecun_uniform", width, 1, "uniform", mode, bias)


def keras(width: Any) -> Init:
    """Keras ``Dense`` as it comes: uniform Glorot weights and zero biases."""
    return _scaled("keras", width, 1, "uniform", "fan_avg", None)


def keras_he_normal(width: Any) -> Init:
    """Keras and JAX ``he_normal``: truncated normal weights with the standard deviation measured after the cut."""
    return _scaled("keras_he_normal", width, 2, "truncated", "fan_in", None)


def flax(width: Any) -> Init:
    """Flax ``Dense`` as it comes: truncated normal LeCun weights and zero biases."""
    return _scaled("flax", width, 1, "truncated", "fan_in", None)


def stax(width: Any) -> Init:
    """JAX ``stax.Dense``: truncated normal Glorot weights, normal biases of standard deviation 0.01."""
    small = Normal(sp.Rational(1, 100))
    return _scaled("stax", width, 1, "truncated", "fan_avg", small, output_bias=small)


def ntk(width: Any, sigma_w: Any = 1, sigma_b: Any = 1, sigma_v: Any = 1, sigma_b0: Any = 0) -> Init:
    """The tangent-kernel parameterisation ``sigma_v/sqrt(H) sum v_i relu(sigma_w w_i x + sigma_b b_i) + sigma_b0 b0``.

    All underlying weights are standard normal. The function has the law of a network with normal weights of these
    scales; only its gradients differ.

    Args:
        width: H.
        sigma_w: scale of the input weights.
        sigma_b: scale of the biases.
        sigma_v: scale of the output weights, before the factor ``1/sqrt(H)``.
        sigma_b0: scale of the output bias; 0 for none.
    """
    H = _width(width)
    output = Constant(0) if sigma_b0 == 0 else Normal(sigma_b0)
    scale = exact(sigma_v, "ntk sigma_v") / sp.sqrt(H)
    return Init(w=Normal(sigma_w), b=Normal(sigma_b), v=Normal(scale), b0=output, name="ntk", width=H)


_PRESETS: dict[str, Callable[[Any], Init]] = {
    preset.__name__: preset
    for preset in (
        torch,
        torch_he_normal,
        torch_he_uniform,
        torch_glorot_normal,
        torch_glorot_uniform,
        keras,
        keras_he_normal,
        flax,
        stax,
        he_normal,
        he_uniform,
        glorot_normal,
        glorot_uniform,
        lecun_normal,
        lecun_uniform,
        ntk,
    )
}


def names() -> tuple[str, ...]:
    """The names that ``by_name`` knows."""
    return tuple(_PRESETS)


def by_name(name: str, width: Any) -> Init:
    """The preset of a name, with its default options.

    Args:
        name: one of ``names()``; hyphens and PyTorch's words kaiming and xavier are understood.
        width: H, a positive integer or symbol.

    Raises:
        ValueError: no such preset; the nearest names are offered.

    Example:
        >>> by_name("torch-kaiming-uniform", 6).w
        Uniform(sqrt(6))
    """
    if not isinstance(name, str):
        raise ValueError(f"preset is {name!r}; give one of {', '.join(_PRESETS)}")
    key = name.strip().lower().replace("-", "_").replace("kaiming", "he").replace("xavier", "glorot")
    if key not in _PRESETS:
        near = get_close_matches(key, _PRESETS, n=3)
        hint = f"did you mean {', '.join(near)}?" if near else f"the presets are {', '.join(_PRESETS)}"
        raise ValueError(f"there is no preset {name!r}; {hint}")
    return _PRESETS[key](width)


def _width(width: Any) -> sp.Expr:
    H = exact(width, "width")
    if H.is_integer is not True or H.is_positive is not True:
        raise ValueError(f"width is {width}; give a positive integer, or Symbol('H', positive=True, integer=True)")
    return H


def _fan(fan_in: sp.Expr, fan_out: sp.Expr, mode: Mode) -> sp.Expr:
    fans = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}
    if mode not in list(fans):
        raise ValueError(f"mode is {mode!r}; give one of {', '.join(fans)}")
    return fans[mode]


def _law(shape: Shape, variance: sp.Expr) -> Law:
    if shape == "uniform":
        return Uniform(sp.sqrt(3 * variance))
    if shape == "normal":
        return Normal(sp.sqrt(variance))
    after_cut = TRUNCATED_SD if variance.free_symbols else FRAMEWORK_TRUNCATED_SD
    return TruncatedNormal(sp.sqrt(variance) / after_cut)


def _scaled(
    name: str, width: Any, scale: int, shape: Shape, mode: Mode, bias: Law | None, output_bias: Law | None = None
) -> Init:
    H, zero = _width(width), Constant(0)
    w = _law(shape, scale / _fan(sp.S.One, H, mode))
    v = _law(shape, scale / _fan(H, sp.S.One, mode))
    return Init(w=w, b=zero if bias is None else bias, v=v, b0=output_bias or zero, name=name, width=H)


def _torch_scaled(name: str, width: Any, shape: Shape, mode: Mode, output_gain: Any) -> Init:
    H = _width(width)
    gain = sp.S.One if mode == "fan_avg" else sp.sqrt(2)
    last = gain if output_gain is None else exact(output_gain, "output_gain")
    w = _law(shape, gain**2 / _fan(sp.S.One, H, mode))
    v = _law(shape, last**2 / _fan(H, sp.S.One, mode))
    return Init(w=w, b=Uniform(1), v=v, b0=Uniform(1 / sp.sqrt(H)), name=name, width=H)
