"""The public names are what the stub says, and each is documented."""

import ast
from pathlib import Path

import pytest

import symspline as ss

STUB = ast.parse(Path(ss.__file__).with_suffix(".pyi").read_text())
NAMES = [a.asname for node in STUB.body if isinstance(node, ast.ImportFrom) for a in node.names]


def test_the_stub_is_what_is_there():
    assert [n for n in dir(ss) if not n.startswith("_")] == sorted(NAMES)
    assert {"Init", "Network", "critical_points", "library", "loss", "presets"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_there_and_documented(name):
    assert getattr(ss, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="Norml"):
        ss.Norml  # noqa: B018
