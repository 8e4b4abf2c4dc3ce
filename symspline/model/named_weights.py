"""The weights of a shallow network among named arrays: a state_dict of PyTorch, kernels of Flax, a list of Keras."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symspline.numerics.active_sets import Vector
from symspline.numerics.arguments import finite_scalar, finite_vector, real_array

FourWeights = tuple[Vector, Vector, Vector, float]
Named = tuple[str, NDArray[np.float64]]

_WANTED = "give a hidden weight (H, 1), its bias (H,), an output weight (1, H) and its bias (1,)"
_INSIDE = ("state_dict", "model_state_dict", "params", "model")
"""Where checkpoints keep the weights among other things."""
_FOLDED = re.compile(r"(weight_[gv]|original\d*|running_mean|running_var|num_batches_tracked|batch_stats)$")
"""What a normalisation keeps: its module says how it acts, the arrays alone do not."""


def weights_by_name(arrays: Mapping[str, Any], *, first_is_hidden: bool = False) -> FourWeights:
    """The weights ``w, b, v, b0`` among named arrays, found by shape; missing biases are zero.

    Args:
        arrays: names to arrays or tensors, nested or not. An array called ``kernel`` is a transposed weight.
        first_is_hidden: the first matrix is the hidden layer, transposed or not, where the names do not tell.

    Raises:
        ValueError: other arrays, other shapes or non-finite numbers.
    """
    found = list(_flat(_weights_inside(arrays)))
    shapes = ", ".join(f"{name} {array.shape}" for name, array in found) or "none"
    matrices = [(name, array) for name, array in found if array.ndim == 2]
    vectors = [(name, array.reshape(-1)) for name, array in found if array.ndim < 2]
    if len(matrices) != 2 or len(vectors) > 2 or len(found) != len(matrices) + len(vectors):
        raise ValueError(f"the weights are {shapes}; {_WANTED}")
    kinds = {_split(name)[1] for name, _ in matrices}
    if kinds == {"kernel"} or (first_is_hidden and not kinds & {"kernel", "weight"} and len(matrices[0][1]) == 1):
        matrices = [(name, array.T) for name, array in matrices]
    if matrices[0][1].shape[1] != 1:
        matrices.reverse()
    (hidden, w), (output, v) = matrices
    if w.shape[1] != 1 or v.shape != (1, w.size):
        raise ValueError(f"the weights are {shapes}; {_WANTED}")
    biases = {"hidden": ("b", np.zeros(w.size)), "output": ("b0", np.zeros(1))}
    for name, vector in vectors:
        layer = _layer(name, vector.size, [name for name, _ in found], hidden, output, w.size)
        if vector.size != biases[layer][1].size or biases[layer][0] not in ("b", "b0"):
            raise ValueError(f"the weights are {shapes}: {name} is the bias of no layer or a second one; {_WANTED}")
        biases[layer] = f"the bias {name}", vector
    name, b0 = biases["output"]
    return (
        finite_vector(hidden, w[:, 0]),
        finite_vector(*biases["hidden"]),
        finite_vector(output, v[0]),
        finite_scalar(name, float(b0[0])),
    )


def weights_in_order(arrays: Iterable[Any]) -> FourWeights:
    """The weights of ``[W1, b1, W2, b2]`` of shapes (1, H), (H,), (H, 1), (1,), as Keras lists them.

    Raises:
        ValueError: other shapes, or non-finite numbers.
    """
    listed = [real_array(f"weights[{i}]", array) for i, array in enumerate(arrays)]
    matrices = [array for array in listed if array.ndim == 2]
    named, layer = {}, 0
    for array in listed:
        layer += array.ndim == 2
        named[f"layer {layer}.{'kernel' if array.ndim == 2 else 'bias'}"] = array
    ends = [matrices[0].shape[0], matrices[-1].shape[1]] if matrices else []
    if len(matrices) != 2 or len(named) != len(listed) or "layer 0.bias" in named or ends != [1, 1]:
        shapes = ", ".join(str(array.shape) for array in listed) or "none"
        raise ValueError(f"weights have shapes {shapes}: give [W1, b1, W2, b2] of (1, H), (H,), (H, 1), (1,)")
    return weights_by_name(named)


def in_natural_order(names: Iterable[str]) -> list[str]:
    """Names in ascending order, their numbers as numbers: layer 2 before layer 10."""
    return sorted(names, key=lambda name: [part.zfill(20) for part in re.split(r"(\d+)", name)])


def _weights_inside(arrays: Mapping[str, Any]) -> Mapping[str, Any]:
    if "batch_stats" in arrays:
        _refuse_folded("batch_stats")
    for name in _INSIDE:
        if isinstance(inside := arrays.get(name), Mapping):
            return _weights_inside(inside)
    return arrays


def _flat(arrays: Mapping[str, Any], prefix: str = "") -> Iterator[Named]:
    for key, value in arrays.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.")
            continue
        if _FOLDED.search(name):
            _refuse_folded(name)
        # A tensor of any device and precision says so by its method.
        array = real_array(name, value.detach().cpu().double().numpy() if hasattr(value, "detach") else value)
        if array.ndim < 2 and _split(name)[1] in ("weight", "scale"):
            raise ValueError(f"{name} of shape {array.shape} is of no linear layer: give from_torch the module itself")
        yield name, array


def _refuse_folded(name: str) -> None:
    raise ValueError(f"{name} is of a normalisation, which arrays alone do not tell: give from_torch the module itself")


def _split(name: str) -> tuple[str, str]:
    stem, _, last = name.rpartition(".")
    return stem, last


def _layer(name: str, size: int, order: list[str], hidden: str, output: str, width: int) -> str:
    """Whose bias a vector is: by its name, by its shape, and for one neuron by its place among the arrays."""
    stem = _split(name)[0]
    owners = [matrix for matrix in (hidden, output) if stem and _split(matrix)[0] == stem]
    if len(owners) == 1:
        return "hidden" if owners[0] == hidden else "output"
    if width > 1:
        return "output" if size == 1 else "hidden"
    if len(order) == 4:
        return "hidden" if next(n for n in order if n not in (hidden, output)) == name else "output"
    return "hidden" if order.index(name) < order.index(output) else "output"
