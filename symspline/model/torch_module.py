"""Between a PyTorch module and the weights of a shallow network."""

from typing import Any

import numpy as np

from symspline.numerics.active_sets import ActiveSets, SortedData

_WANTED = "give nn.Sequential(nn.Linear(1, H), nn.ReLU(), nn.Linear(H, 1)) or a module with exactly these layers"


def read_module(module: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """The weights ``w, b, v, b0`` of a module of two linear layers with a ReLU between them.

    Raises:
        ValueError: other layers, other shapes, non-finite weights, or a module that computes something else.
    """
    torch = _torch()

    if not isinstance(module, torch.nn.Module):
        raise ValueError(f"module is a {type(module).__name__}, no torch.nn.Module; {_WANTED}")
    layers = [m for m in module.modules() if isinstance(m, torch.nn.Linear)]
    if len(layers) != 2:
        raise ValueError(f"module has {len(layers)} linear layers, not 2; {_WANTED}")
    hidden, output = layers
    shapes = [(layer.in_features, layer.out_features) for layer in layers]
    if shapes[0][0] != 1 or shapes[1][1] != 1 or shapes[0][1] != shapes[1][0]:
        raise ValueError(f"module has linear layers of shapes {shapes[0]} and {shapes[1]}; {_WANTED}")
    leaves = [m for m in module.modules() if not list(m.children()) and m not in layers and m is not module]
    foreign = [type(m).__name__ for m in leaves if not isinstance(m, torch.nn.ReLU | torch.nn.Identity)]
    if foreign:
        raise ValueError(f"module has a layer {foreign[0]}; {_WANTED}")
    w, b = _numbers(hidden.weight)[:, 0], _bias(hidden)
    v, b0 = _numbers(output.weight)[0], float(_bias(output)[0])
    _check_values(module, hidden.weight, (w, b, v, b0))
    return w, b, v, b0


def _torch() -> Any:
    try:
        import torch
    except ModuleNotFoundError:
        raise ModuleNotFoundError("PyTorch is not installed; install it with: pip install torch") from None
    return torch


def _numbers(tensor: Any) -> np.ndarray:
    return np.array(tensor.detach().double().cpu().numpy())


def _bias(layer: Any) -> np.ndarray:
    return np.zeros(layer.out_features) if layer.bias is None else _numbers(layer.bias)


def _check_values(module: Any, like: Any, weights: tuple[np.ndarray, np.ndarray, np.ndarray, float]) -> None:
    """The layers alone do not say what ``forward`` does with them; a few values do."""
    torch = _torch()

    w, b, v, b0 = weights
    if not all(np.all(np.isfinite(part)) for part in weights):
        raise ValueError("module has non-finite weights; train it again with a smaller step")
    data = SortedData.of(np.array([-30.0, -3.0, -1.0, -0.3, 0.0, 0.2, 1.0, 2.5, 40.0]))
    sets = ActiveSets.of(w, b, data)
    ours = sets.forward(w * v, data.centred_bias(w, b) * v, data.z) + b0
    x = torch.tensor(data.x, dtype=like.dtype, device=like.device)[:, None]
    with torch.no_grad():
        theirs = _numbers(module(x)).reshape(-1)
    size = np.abs(v) @ (np.abs(w)[:, None] * np.abs(data.x) + np.abs(b)[:, None]) + abs(b0)
    allowed = 64 * torch.finfo(like.dtype).eps * size + 1e-300
    if theirs.shape != ours.shape or np.any(np.abs(theirs - ours) > allowed):
        raise ValueError(f"module computes something other than linear, ReLU, linear; {_WANTED}")


def build_module(w: np.ndarray, b: np.ndarray, v: np.ndarray, b0: float, dtype: Any = None) -> Any:
    """``nn.Sequential(Linear(1, H), ReLU(), Linear(H, 1))`` with these weights."""
    torch = _torch()

    dtype = torch.float64 if dtype is None else dtype
    hidden = torch.nn.Linear(1, w.size, dtype=dtype)
    output = torch.nn.Linear(w.size, 1, dtype=dtype)
    with torch.no_grad():
        hidden.weight.copy_(torch.from_numpy(w[:, None].copy()))
        hidden.bias.copy_(torch.from_numpy(b.copy()))
        output.weight.copy_(torch.from_numpy(v[None, :].copy()))
        output.bias.fill_(b0)
    return torch.nn.Sequential(hidden, torch.nn.ReLU(), output)
