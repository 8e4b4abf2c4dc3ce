"""Weights in files: safetensors, state_dicts of PyTorch and arrays of NumPy. No file is trusted with code."""

import json
import zipfile
from math import prod
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import numpy as np

from symspline.model.named_weights import FourWeights, in_natural_order, weights_by_name
from symspline.numerics.arguments import finite_scalar, finite_vector, shown

_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1"}
_TYPES |= {"U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1"}
_HEADER_LIMIT = 10**8
_SAVE = "save torch.save(module.state_dict(), path) or safetensors"


def read_weights(path: str | Path) -> FourWeights:
    """The weights ``w, b, v, b0`` in a file, by its ending.

    Raises:
        ValueError: an unknown ending, a damaged file, one that needs pickled code, or other weights.
    """
    if not isinstance(path, str | PathLike) or not isinstance(fspath(path), str):
        raise ValueError(f"path is {shown(path)}: give the name of a file")
    path = Path(path)
    match path.suffix.lower():
        case ".safetensors":
            return weights_by_name(read_safetensors(path))
        case ".pt" | ".pth" | ".ckpt" | ".bin":
            return weights_by_name(_read_torch(path))
        case ".npz":
            return _read_npz(path)
    raise ValueError(
        f"{path.name} ends in {path.suffix or 'nothing'}: give .safetensors, .pt, .pth or .npz; "
        "of Keras or Flax, give the arrays to Network.from_keras or Network.from_flax"
    )


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """The arrays of a safetensors file, names in their natural order.

    Raises:
        ValueError: a damaged file, or a type of number that NumPy lacks.
    """
    if path.stat().st_size < 8:
        raise ValueError(f"{path.name} is no safetensors file: it has {path.stat().st_size} bytes; save it again")
    content = np.memmap(path, np.uint8, mode="r")
    length = int.from_bytes(content[:8].tobytes(), "little")
    if length > min(content.size - 8, _HEADER_LIMIT):
        raise ValueError(
            f"{path.name} is no safetensors file: its header of {length} bytes ends nowhere; save it again"
        )
    try:
        header = json.loads(content[8 : 8 + length].tobytes())
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is no safetensors file: its header is no JSON; save it again") from error
    if not isinstance(header, dict):
        raise ValueError(f"{path.name} is no safetensors file: its header is no JSON object; save it again")
    names = in_natural_order(name for name in header if name != "__metadata__")
    return {name: _tensor(name, header[name], content[8 + length :]) for name in names}


def _tensor(name: str, entry: Any, buffer: np.ndarray) -> np.ndarray:
    """One array of a safetensors file, its place checked before it is read."""
    match entry:
        case {"dtype": str(kind), "shape": list(shape), "data_offsets": [start, end]} if all(
            type(number) is int and number >= 0 for number in (*shape, start, end)
        ):
            pass
        case _:
            raise ValueError(f"{name} has no dtype, shape and data_offsets in the safetensors header: save it again")
    if kind not in _TYPES:
        raise ValueError(f"{name} has numbers of type {kind}: save it in float32 or float64")
    dtype = np.dtype(_TYPES[kind])
    if not start <= end <= buffer.size or end - start != prod(shape) * dtype.itemsize:
        raise ValueError(
            f"{name} of shape {tuple(shape)} does not fit bytes {start} to {end} of {buffer.size}: save it again"
        )
    numbers = np.frombuffer(buffer[start:end].tobytes(), dtype)
    if kind == "BF16":
        numbers = (numbers.astype(np.uint32) << np.uint32(16)).view(np.float32)
    return numbers.astype(np.float64).reshape(shape)


def _read_torch(path: Path) -> dict[str, Any]:
    """The state_dict in a file of PyTorch."""
    try:
        import torch
    except ModuleNotFoundError:
        raise ModuleNotFoundError("PyTorch is not installed; install it with: pip install torch") from None
    from pickle import UnpicklingError

    path.stat()
    # The format before PyTorch 1.6 is where weights_only was once broken (CVE-2025-32434).
    if not zipfile.is_zipfile(path):
        raise ValueError(f"{path.name} is no file of PyTorch 1.6 or later: {_SAVE}")
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except UnpicklingError as error:
        raise ValueError(f"{path.name} needs pickled code, which is not run: {_SAVE}") from error
    except (RuntimeError, EOFError, OSError, KeyError, ValueError) as error:
        reason = str(error).split("\n")[0]
        raise ValueError(f"{path.name} holds no state_dict ({reason}): {_SAVE}") from error
    if not isinstance(loaded, dict):
        raise ValueError(f"{path.name} holds a {type(loaded).__name__}, no state_dict: {_SAVE}")
    return loaded


def _read_npz(path: Path) -> FourWeights:
    """Arrays of ``numpy.savez``: w, b, v and b0, or the weights of two layers, the hidden one first."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (ValueError, EOFError, AttributeError, TypeError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path.name} is no file of plain arrays ({error}): save it by numpy.savez") from error
    if not {"w", "b", "v"} <= set(arrays) <= {"w", "b", "v", "b0"} or arrays["w"].ndim == 2:
        return weights_by_name(arrays, first_is_hidden=True)
    w, b, v = (finite_vector(name, arrays[name]) for name in "wbv")
    b0 = arrays.get("b0", np.zeros(1))
    return w, b, v, finite_scalar("b0", b0.item() if b0.size == 1 else b0)
