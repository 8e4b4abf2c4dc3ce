"""Imports only go down, no two files import each other, and the bans hold."""

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = (
    ("vocabulary", "special", "numerics", "cache", "copies", "files"),
    ("enclosure",),
    ("kernel",),
    ("proof",),
    ("model",),
    ("evidence",),
    ("answers",),
    ("derivations",),
    ("render",),
    ("report",),
    ("cli", "__main__"),
)
RANK = {room: k for k, floor in enumerate(FLOORS) for room in floor}
DOOR = "symspline.door"
"""The one file with arrows up; anything may ask it."""
ABOVE = {"pictures": "render", "report": "report"}
"""Files of a chapter that belong to a higher floor, which looks for them there."""


def module_files() -> dict[str, Path]:
    """Dotted name -> file, the chapters through the folder at the top."""
    found = [(p.relative_to(ROOT), p) for p in (ROOT / "symspline").rglob("*.py") if "derivations" not in p.parts]
    found += [("symspline" / p.relative_to(ROOT), p) for p in (ROOT / "derivations").rglob("*.py")]
    return {".".join(r.with_suffix("").parts).removesuffix(".__init__"): p for r, p in sorted(found)}


FILES = module_files()


def imported(module: str, source: str, files=FILES) -> set[str]:
    """Modules that a module names in an import, wherever in the file it stands, or in import_module of a constant."""
    is_package = files.get(module, Path()).name == "__init__.py"
    package = module.split(".") if is_package else module.split(".")[:-1]
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            names = {f"{origin}.{alias.name}" for alias in node.names}
            found |= {name if name in files else origin for name in names}
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "import_module":
            leaves = (leaf.value for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant))
            found |= {leaf for leaf in leaves if isinstance(leaf, str) and leaf.startswith("symspline.")}
    return found - {module}


def room(module: str) -> str:
    parts = module.split(".")
    here = parts[1] if len(parts) > 1 else ""
    return ABOVE.get(parts[3], here) if here == "derivations" and len(parts) > 3 else here


def arrows_up(module: str, names: set[str]) -> list[str]:
    """Imports of a higher floor."""
    if module in (DOOR, "symspline"):
        return []
    return [n for n in names if room(n) in RANK and RANK[room(n)] > RANK[room(module)]]


def circle(graph: dict[str, set[str]]) -> list[str]:
    """A circle of files that import each other; empty when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


GRAPH = {m: {n for n in imported(m, p.read_text()) if n in FILES} for m, p in FILES.items() if m != DOOR}


def test_every_room_has_a_floor():
    assert {room(m) for m in FILES} - set(RANK) == {"", "door"}


@pytest.mark.parametrize("module", [m for m in FILES if room(m) in RANK])
def test_imports_go_down(module):
    names = imported(module, FILES[module].read_text())
    assert not arrows_up(module, names)
    if room(module) == "numerics":
        foreign = {n for n in names if n.split(".")[0] == "sympy"}
        inside = {n for n in names if n.startswith("symspline.") and room(n) != "numerics"} - {DOOR}
        assert not foreign | inside, "numerics must not know the closed forms"
        # A display asks upwards and brings nothing down.
        asked = set(re.findall(r"up\((.*?)\)", FILES[module].read_text()))
        assert asked <= {'"plots"'} and (DOOR in names) == ("Shown" in FILES[module].read_text())


def test_no_two_files_import_each_other():
    assert not circle(GRAPH)


def test_only_the_door_leads_up():
    """A module whose name is put together at run time is looked for by the door, the chapters and their files alone."""
    dynamic = {m for m, p in FILES.items() if "import_module(" in p.read_text()}
    assert dynamic <= {DOOR, "symspline.proof.section", "symspline.proof.chapter", "symspline.proof.library"}


def test_an_arrow_up_is_seen():
    planted = "def f():\n    from ..render import latex\n    import_module('symspline.cli')"
    assert len(arrows_up("symspline.proof.checker", imported("symspline.proof.checker", planted))) == 2


def test_a_circle_is_seen():
    planted = "def f():\n    from .checker import check"
    name = "symspline.proof.theorem"
    assert set(circle({**GRAPH, name: GRAPH[name] | imported(name, planted)})) >= {name, "symspline.proof.checker"}


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
