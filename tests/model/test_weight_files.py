"""Networks from files, written here byte by byte, and damaged ones."""

import json

import numpy as np
import pytest

from symspline.model.network import Network

NET = Network(*np.random.default_rng(4).standard_normal((3, 5)).astype(np.float32), 0.5)
STATE = {"10.weight": NET.v[None, :], "10.bias": np.array([NET.b0]), "2.weight": NET.w[:, None], "2.bias": NET.b}


def safetensors(path, state, kind="F32", change=lambda header: header):
    """The format: length of the header, header, numbers."""
    dtype = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<f4"}[kind]
    header, buffer = {"__metadata__": {"format": "pt"}}, b""
    for name, array in state.items():
        numbers = np.asarray(array, dtype)
        data = numbers.tobytes() if kind != "BF16" else (numbers.view(np.uint32) >> 16).astype("<u2").tobytes()
        offsets = [len(buffer), len(buffer) + len(data)]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": offsets}
        buffer += data
    text = json.dumps(change(header)).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + buffer)
    return path


@pytest.mark.parametrize(("kind", "digits"), [("F64", 0), ("F32", 0), ("F16", 1e-3), ("BF16", 1e-2)])
def test_safetensors(tmp_path, kind, digits):
    net = Network.load(safetensors(tmp_path / "net.safetensors", STATE, kind))
    assert all(np.allclose(getattr(net, name), getattr(NET, name), rtol=digits, atol=0) for name in "wbv")
    assert net.b0 == NET.b0


def test_one_neuron_by_natural_order(tmp_path):
    state = {name: array.reshape(-1)[:1].reshape([1] * array.ndim) for name, array in STATE.items()}
    net = Network.load(safetensors(tmp_path / "net.safetensors", state))
    assert (net.w, net.b, net.v, net.b0) == (NET.w[0], NET.b[0], NET.v[0], NET.b0)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("data_offsets", [0, 10**9], "does not fit bytes 0 to 1000000000 of 64: save it again"),
        ("data_offsets", [8, 4], "does not fit bytes"),
        ("data_offsets", [-4, 16], "has no dtype, shape and data_offsets"),
        ("data_offsets", [0], "has no dtype, shape and data_offsets"),
        ("shape", [1, 6], "does not fit bytes"),
        ("shape", [1, 10**400], "does not fit bytes"),
        ("shape", [True, 5], "has no dtype, shape"),
        ("shape", "ab", "has no dtype, shape"),
        ("dtype", "F8_E4M3", "numbers of type F8_E4M3: save it in float32"),
        ("dtype", ["F32"], "has no dtype"),
    ],
)
def test_damaged_entries(tmp_path, key, value, message):
    def change(header):
        header["10.weight"][key] = value
        return header

    with pytest.raises(ValueError, match=message):
        Network.load(safetensors(tmp_path / "net.safetensors", STATE, change=change))


@pytest.mark.parametrize(
    "content", [b"", b"1234", b"\xff" * 8 + b"{}", (2).to_bytes(8, "little") + b"{]", (2).to_bytes(8, "little") + b"[]"]
)
def test_damaged_headers(tmp_path, content):
    path = tmp_path / "net.safetensors"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"net\.safetensors is no safetensors file: .*save it again"):
        Network.load(path)


@pytest.mark.parametrize("b0", [NET.b0, [NET.b0], [[NET.b0]]])
def test_npz_by_letters(tmp_path, b0):
    np.savez(tmp_path / "net.npz", w=NET.w, b=NET.b, v=NET.v, b0=b0)
    assert Network.load(tmp_path / "net.npz") == NET


def test_npz_of_two_layers(tmp_path):
    w, b, v, b0 = NET.w[:, None], NET.b, NET.v[None, :], [NET.b0]
    for given in ([w, b, v, b0], [w.T, b, v.T, b0]):
        np.savez(tmp_path / "net.npz", *given)
        assert Network.load(str(tmp_path / "net.npz")) == NET
    for named in ({"w": w, "b": b, "v": v, "b0": b0}, STATE):
        np.savez(tmp_path / "net.npz", **named)
        assert Network.load(tmp_path / "net.npz") == NET


def test_npz_refused(tmp_path):
    path = tmp_path / "net.npz"
    np.savez(path, w=np.array([print], dtype=object))
    with pytest.raises(ValueError, match=r"no file of plain arrays \(Object arrays cannot be loaded"):
        Network.load(path)
    path.write_bytes(b"PK")
    with pytest.raises(ValueError, match="no file of plain arrays"):
        Network.load(path)
    np.savez(path, w=[1.0], b=[0.0], v=[1.0], b0=[1.0, 2.0])
    with pytest.raises(ValueError, match="b0 has 1 dimensions: pass one number"):
        Network.load(path)


def test_endings(tmp_path):
    with pytest.raises(ValueError, match=r"net.h5 ends in .h5: give .safetensors.*Network.from_keras"):
        Network.load(tmp_path / "net.h5")
    for ending in ("safetensors", "npz"):
        with pytest.raises(FileNotFoundError):
            Network.load(tmp_path / f"net.{ending}")
