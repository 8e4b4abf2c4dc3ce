"""Every example in a docstring runs and shows what it says."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [
    *(p.relative_to(ROOT) for p in (ROOT / "symspline").rglob("*.py") if "derivations" not in p.parts),
    *("symspline" / p.relative_to(ROOT) for p in (ROOT / "derivations").rglob("*.py")),
]
MODULES = sorted(".".join(p.with_suffix("").parts).removesuffix(".__init__") for p in FILES if ">>>" in p.read_text())


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if "pip install 'symspline[" not in str(error):
            raise
        pytest.skip(str(error))
    found = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert found.attempted and not found.failed


def test_a_wrong_example_is_seen():
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)
    assert doctest.DocTestRunner(verbose=False).run(wrong, out=lambda text: None).failed == 1
