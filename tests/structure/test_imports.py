"""Imports only go down, and the two bans hold."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RANK = {"symbols": 0, "special": 0} | {
    floor: k for k, floor in enumerate(("numerics", "proof", "model", "derivations", "render", "cli"))
}
FACES = {
    ("proof/theorem.py", "render"),  # Theorem.latex and the notebook faces
    ("proof/theorem.py", "model"),  # Theorem.routine
    ("proof/library.py", "derivations"),  # the look-up by id
    ("model/formula.py", "render"),  # Formula.latex
    ("model/formula.py", "derivations"),  # the look-up of an initialisation's closed form
}


def sources():
    """Every module of the package with its floor, the chapters through the folder at the top."""
    for path in sorted((ROOT / "symspline").rglob("*.py")):
        relative = path.relative_to(ROOT / "symspline")
        if relative.parts[0] != "derivations":
            yield relative.as_posix(), path
    for path in sorted((ROOT / "derivations").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path


def floor_of(relative: str) -> str:
    return relative.split("/")[0].removesuffix(".py")


def imported(relative: str, tree: ast.AST):
    """Absolute names of the modules that a module imports, lazily or not; also through import_module of a constant."""
    package = ("symspline/" + relative).removesuffix(".py").split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "import_module":
            for leaf in ast.walk(node.args[0]):
                if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                    yield leaf.value.rstrip(".")


def arrows_up(relative: str, tree: ast.AST):
    here = floor_of(relative)
    for name in imported(relative, tree):
        parts = name.split(".")
        if parts[0] == "symspline" and len(parts) > 1 and parts[1] in RANK:
            there = parts[1]
            if RANK[there] > RANK[here] and (relative, there) not in FACES:
                yield f"{relative} imports {name}"


MODULES = [(relative, path) for relative, path in sources() if "/" in relative or floor_of(relative) in RANK]


@pytest.mark.parametrize(("relative", "path"), MODULES, ids=[m[0] for m in MODULES])
def test_imports_go_down(relative, path):
    tree = ast.parse(path.read_text())
    assert not list(arrows_up(relative, tree))
    if floor_of(relative) == "numerics":
        foreign = {n for n in imported(relative, tree) if n.split(".")[0] == "sympy"}
        inside = {
            n for n in imported(relative, tree) if n.startswith("symspline.") and not n.startswith("symspline.numerics")
        }
        assert not foreign | inside, "numerics must not know the closed forms"


def test_an_arrow_up_is_seen():
    planted = ast.parse("def f():\n    from ..render import latex\n    import_module('symspline.cli')")
    assert len(list(arrows_up("proof/checker.py", planted))) >= 2


def loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_importing_the_package_is_light():
    assert not {"sympy", "matplotlib", "scipy", "torch", "jax", "typer"} & loaded_after("import symspline")


def test_the_numerics_never_load_sympy():
    names = [p.stem for p in (ROOT / "symspline/numerics").glob("*.py") if p.stem != "__init__"]
    code = "\n".join(f"import symspline.numerics.{name}" for name in names)
    assert not {"sympy", "flint_sympy"} & loaded_after(code)
