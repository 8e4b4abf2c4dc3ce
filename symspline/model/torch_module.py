"""Between a PyTorch module and the weights of a shallow network."""

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np

from symspline.model.named_weights import FourWeights, weights_by_name
from symspline.numerics.active_sets import ActiveSets, SortedData, Vector, breakpoints

_WANTED = "give a module that is linear from 1 input to H, ReLU, linear from H to 1 output, with what is affine around"
_AGREE = 1e-10
"""Largest difference from the module in float64, relative to the sum of the sizes of the terms."""
_BEYOND = np.array([1.0, 10.0, 1e3, 1e6])
_LARGEST = 1e100
_NEURONS_LOOKED_AT = 64
_CELLS_AT_ONCE = 2**22
_CELLS = 2**29
"""Neurons times places, some seconds. Of more than 13 000 breakpoints an even choice is looked at."""


def read_module(module: Any) -> FourWeights:
    """The weights ``w, b, v, b0`` of a module that computes a shallow ReLU network, or of its state_dict.

    What is affine before and after the ReLU, such as normalisation in eval mode, weight norm or a scaling, is folded
    into the weights. The module itself is left as it is.

    Raises:
        ValueError: other layers, other shapes, non-finite weights, a normalisation or dropout in training mode, or a
            module that computes something else.
    """
    if isinstance(module, Mapping):
        return weights_by_name(module)
    torch = _torch()
    if not isinstance(module, torch.nn.Module):
        raise ValueError(f"module is a {type(module).__name__}, no torch.nn.Module or state_dict; {_WANTED}")
    module = _unwrapped(torch, module)
    _refuse_training(torch, module)
    with torch.inference_mode(False), torch.random.fork_rng(devices=[]):
        return _Twin(torch, module).weights()


def _torch() -> Any:
    try:
        import torch
    except ModuleNotFoundError:
        raise ModuleNotFoundError("PyTorch is not installed; install it with: pip install torch") from None
    return torch


def _unwrapped(torch: Any, module: Any) -> Any:
    """The module inside torch.compile and data parallelism."""
    while True:
        if hasattr(module, "_orig_mod"):
            module = module._orig_mod
        elif isinstance(module, torch.nn.DataParallel | torch.nn.parallel.DistributedDataParallel):
            module = module.module
        else:
            return module


def _refuse_training(torch: Any, module: Any) -> None:
    norm, dropout = torch.nn.modules.batchnorm._BatchNorm, torch.nn.modules.dropout._DropoutNd
    for name, layer in module.named_modules():
        if layer.training and (isinstance(layer, norm) or (isinstance(layer, dropout) and layer.p > 0)):
            raise ValueError(f"module has {_called(name, layer)} in training mode: call module.eval() first")


def _called(name: str, layer: Any) -> str:
    return f"a layer {type(layer).__name__}" + (f" ({name})" if name else "")


class _Twin:
    """A copy of a module in float64 and eval mode, on which everything is tried."""

    def __init__(self, torch: Any, module: Any):
        self.torch = torch
        # Old weight norm keeps a computed tensor, which cannot be copied but may be replaced.
        loose = [t for m in module.modules() for t in vars(m).values() if isinstance(t, torch.Tensor)]
        memo = {id(t): t.detach().cpu().to(torch.float64 if t.is_floating_point() else t.dtype) for t in loose}
        try:
            self.module = copy.deepcopy(module, memo).requires_grad_(False).eval().cpu().double()
        except Exception as error:
            raise ValueError(f"module cannot be copied ({error}): give module.state_dict()") from error
        for name, tensor in self.module.state_dict().items():
            if isinstance(tensor, torch.Tensor) and not torch.isfinite(tensor).all():
                raise ValueError(f"module has non-finite weights in {name}; train it again with a smaller step")
        self.column = True

    def weights(self) -> FourWeights:
        """The weights that the copy computes with, once its values agree with theirs."""
        torch = self.torch
        problem = "calls no ReLU"
        try:
            with torch.no_grad():
                self._find_shape()
            for weights in filter(None, (self._cut_at_relu(), self._named())):
                with torch.no_grad():
                    difference = self._difference(*weights)
                if difference is None:
                    return weights
                problem = difference if problem == "calls no ReLU" else problem
        except ValueError as error:
            problem = str(error)
        raise ValueError(f"{self._complaint()} {problem}; {_WANTED}")

    def _named(self) -> FourWeights | None:
        """Weights by the shapes of the state, for a ReLU that is called by another name."""
        try:
            return weights_by_name(self.module.state_dict())
        except ValueError:
            return None

    def _call(self, x: Any) -> Any:
        try:
            out = self.module(x)
        except Exception as error:
            reason = str(error).strip().split("\n")[0]
            raise ValueError(f"fails on x of shape {tuple(x.shape)} in float64 ({reason})") from error
        if not isinstance(out, self.torch.Tensor):
            raise ValueError(f"returns a {type(out).__name__}, no tensor")
        if out.numel() != len(x):
            raise ValueError(f"gives {out.numel()} numbers for {len(x)} of x")
        return out

    def _find_shape(self) -> None:
        """Whether x goes in as a column or flat."""
        try:
            self._call(self._input(np.zeros(3)))
        except ValueError as error:
            self.column = False
            try:
                self._call(self._input(np.zeros(3)))
            except ValueError:
                raise error from None

    def _input(self, x: Vector) -> Any:
        tensor = self.torch.tensor(x, dtype=self.torch.float64, device="cpu")
        return tensor[:, None] if self.column else tensor

    def _cut_at_relu(self) -> FourWeights | None:
        """The weights by derivatives before and after ReLU, which are exact.

        With zeros for the values of ReLU and for x, what goes into ReLU is b and what comes out of the module is b0.
        """
        torch = self.torch
        before, after = [], []

        class Cut(torch.overrides.TorchFunctionMode):
            def __torch_function__(self, func, types, args=(), kwargs=None):
                if not _is_relu(func, args, kwargs or {}):
                    return func(*args, **(kwargs or {}))
                before.append(args[0])
                after.append(torch.zeros_like(args[0], requires_grad=True))
                return after[-1].clone()

        with torch.enable_grad():
            x = self._input(np.zeros(1)).requires_grad_()
            with Cut():
                out = self._call(x)
            if not after:
                return None
            w, b, v = [np.zeros(0)], [np.zeros(0)], [np.zeros(0)]
            for z, h in zip(before, after, strict=True):
                probe = torch.ones_like(z, requires_grad=True)
                slope = _gradient(torch, z, x, probe)
                w.append(_numbers(_gradient(torch, slope, probe)))
                b.append(_numbers(z))
                v.append(_numbers(_gradient(torch, out, h)))
        return np.concatenate(w), np.concatenate(b), np.concatenate(v), float(out.detach())

    def _difference(self, w: Vector, b: Vector, v: Vector, b0: float) -> str | None:
        """A place where the module differs from the weights, in words.

        Two continuous functions without bends between these places are equal when they agree at all of them.
        """
        places = _places(w, b)
        data = SortedData.of(places)
        ours = ActiveSets.of(w, b, data).forward(w * v, data.centred_bias(w, b) * v, data.z) + b0
        rows = max(_CELLS_AT_ONCE // max(w.size, 1), 1)
        parts = [self._call(self._input(places[k : k + rows])) for k in range(0, places.size, rows)]
        theirs = np.concatenate([_numbers(part) for part in parts])
        size = np.abs(places) * (np.abs(w) @ np.abs(v)) + np.abs(b) @ np.abs(v) + abs(b0)
        wrong = ~(np.abs(theirs - ours) <= _AGREE * size + 1e-300)
        if not wrong.any():
            return None
        k = np.argmin(np.where(wrong, np.abs(places), np.inf))
        place = f"at x = {places[k]:.6g} it gives {theirs[k]:.9g}, its weights {ours[k]:.9g}"
        return f"computes something other than linear, ReLU, linear: {place}"

    def _complaint(self) -> str:
        """The layer that is most likely to blame, for a module that is refused."""
        nn = self.torch.nn
        linear = [m for m in self.module.modules() if isinstance(m, nn.Linear)]
        shapes = [(layer.in_features, layer.out_features) for layer in linear]
        if len(linear) != 2:
            return f"module has {len(linear)} linear layers, not 2, and"
        if shapes[0] != shapes[1][::-1] or 1 not in shapes[0]:
            return f"module has linear layers of shapes {shapes[0]} and {shapes[1]} and"
        norm, dropout = nn.modules.batchnorm._BatchNorm, nn.modules.dropout._DropoutNd
        harmless = (nn.Linear, nn.ReLU, nn.Identity, nn.Flatten, nn.Unflatten, dropout)
        leaves = [(name, m) for name, m in self.module.named_modules() if name and not list(m.children())]
        foreign = [pair for pair in leaves if not isinstance(pair[1], harmless)]
        foreign.sort(
            key=lambda pair: (type(pair[1]).__module__ != "torch.nn.modules.activation", isinstance(pair[1], norm))
        )
        return f"module has {_called(*foreign[0])} and" if foreign else "module"


def _is_relu(func: Any, args: tuple, kwargs: dict) -> bool:
    """Whether a call is relu(x), or clamp(x, 0), which is the same."""
    match getattr(func, "__name__", ""):
        case "relu" | "relu_":
            return len(args) > 0
        case "clamp" | "clamp_" | "clamp_min" | "clamp_min_":
            low = kwargs.get("min", args[1] if len(args) > 1 else None)
            high = kwargs.get("max", args[2] if len(args) > 2 else None)
            return isinstance(low, int | float) and low == 0 and high is None
    return False


def _gradient(torch: Any, of: Any, by: Any, weights: Any = None) -> Any:
    """Derivative of a sum, zero where there is none."""
    zero = torch.zeros_like(by)
    if not of.requires_grad:
        return zero
    weights = torch.ones_like(of) if weights is None else weights
    (found,) = torch.autograd.grad(of, by, weights, create_graph=True, allow_unused=True)
    return zero if found is None else found


def _numbers(tensor: Any) -> Vector:
    return np.array(tensor.detach().double().cpu().numpy()).reshape(-1)


def _places(w: Vector, b: Vector) -> Vector:
    """Every breakpoint, two places between neighbours, some beyond the ends, some at the scale of single neurons."""
    beta = breakpoints(w, b)
    usable = np.isfinite(beta) & (np.abs(beta) < _LARGEST)
    knots = np.unique(beta[usable]) if usable.any() else np.zeros(1)
    thin = -(-3 * knots.size * w.size // _CELLS)
    knots = np.unique(np.append(knots[::thin], knots[-1]))
    gaps = np.diff(knots)
    some = np.flatnonzero(usable & (np.abs(w) > 1 / _LARGEST))
    some = some[:: max(some.size // _NEURONS_LOOKED_AT, 1)]
    width = 1 / np.abs(w[some])
    beyond = max(knots[-1] - knots[0], 1.0) * _BEYOND
    return np.unique(
        np.concatenate(
            [knots, knots[:-1] + 0.382 * gaps, knots[:-1] + 0.645 * gaps, knots[0] - beyond, knots[-1] + beyond]
            + [beta[some] + steps * width for steps in (-10.0, -1.0, 1.0, 10.0)]
        )
    )


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
