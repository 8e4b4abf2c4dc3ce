"""Check an installed wheel: one top-level name, every module importable from another directory."""

import pkgutil
import sys
import zipfile
from importlib import import_module
from pathlib import Path

import symspline

names = {n.split("/")[0] for n in zipfile.ZipFile(sys.argv[1]).namelist()}
top = {n for n in names if not n.endswith(".dist-info")}
assert top == {"symspline"}, f"top-level names in the wheel: {sorted(top)}"
assert "site-packages" in Path(symspline.__file__).parts, "the checkout was imported, not the wheel"
modules = [m.name for m in pkgutil.walk_packages(symspline.__path__, "symspline.")]
chapters = [m for m in modules if m.startswith("symspline.derivations.")]
assert chapters, "the chapters are not in the wheel"
extras = []
for module in modules:
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if "pip install 'symspline[" not in str(error):
            raise
        extras.append(module)
assert extras in ([], ["symspline.model.estimator"]), f"modules that need an extra: {extras}"
assert (Path(symspline.__file__).parent / "data" / "mcycle.csv").is_file()
print(f"{len(modules)} modules, {len(chapters)} of them chapters and sections")
