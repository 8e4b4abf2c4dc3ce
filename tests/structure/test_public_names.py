"""The public names are pinned, and what type checkers see is what is there."""

import ast
from pathlib import Path

import pytest

import symspline as ss

NAMES = [
    "BivariateNormal",
    "Constant",
    "Formula",
    "GeneralisedNormal",
    "Init",
    "Laplace",
    "Law",
    "Logistic",
    "Network",
    "Normal",
    "RotationInvariant",
    "Spline",
    "StudentT",
    "SymmetrisedLogNormal",
    "Theorem",
    "Training",
    "TruncatedNormal",
    "TwoPoint",
    "Uniform",
    "UnitCircle",
    "Verdict",
    "count_critical_points",
    "critical_points",
    "gradient",
    "gradient_descent",
    "hessian",
    "hessian_operator",
    "library",
    "lonely_probability",
    "loss",
    "presets",
    "sharpness",
    "tangent_kernel",
]


def test_the_names_are_pinned():
    assert [n for n in dir(ss) if not n.startswith("_")] == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_there_and_documented(name):
    assert getattr(ss, name).__doc__


def test_type_checkers_see_the_same():
    tree = ast.parse(Path(ss.__file__).read_text())
    seen = {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    assert seen == set(NAMES)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Norml'"):
        ss.Norml  # noqa: B018
