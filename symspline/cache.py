"""What may be found again, kept on disk between runs for exactly the code that found it.

A memory is a JSON file of its own. Its name ends in a checksum of every source file of symspline and of the versions of
what it computes with: what another state of the code found is never read, and is dropped when this one writes.
"""

import json
import os
import platform
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .files import write_text

VARIABLE = "SYMSPLINE_CACHE"
"""The environment variable that names the folder, or is ``off``."""

_USED = ("sympy", "python-flint", "mpmath", "numpy", "scipy")


def folder() -> Path | None:
    """``symspline`` among the caches of the user, or what the variable names; None where it is off or nobody's home.

    It may be deleted at any time.
    """
    told = os.environ.get(VARIABLE)
    if told is not None:
        return None if told.strip().lower() in ("", "0", "off") else Path(told)
    with suppress(RuntimeError):
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "symspline" / "Cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "symspline"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "symspline"
    return None


def read(name: str) -> Any:
    """What this code kept under a name, as JSON: unchecked, and None where there is nothing that reads."""
    file = _file(name)
    if file is None:
        return None
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def write(name: str, value: Any) -> None:
    """Keep a value whole or not at all, in place of an earlier one; a folder that cannot be written is passed over."""
    file = _file(name)
    if file is None:
        return
    kind = name.partition("-")[0]
    with suppress(OSError):
        write_text(file, json.dumps(value, indent=0))
        for other in file.parent.glob(f"{kind}-*.json"):
            if not other.stem.endswith(f"-{state()}"):
                other.unlink(missing_ok=True)


def _file(name: str) -> Path | None:
    kept = folder()
    return None if kept is None else kept / f"{name}-{state()}.json"


@cache
def state() -> str:
    """A checksum of the code, as it was when it was first asked for, and of what it computes with."""
    return checksum(Path(__file__).parent)


def checksum(home: Path) -> str:
    """A checksum of the sources of a package, its chapters and data, and of the versions of what they compute with."""
    sources = sorted([*home.rglob("*.py"), *(home / "derivations").resolve().rglob("*.py"), *home.glob("data/*.csv")])
    total = sha256(repr([platform.python_version(), *map(version, _USED)]).encode())
    for source in dict.fromkeys(sources):
        total.update(source.name.encode() + sha256(source.read_bytes()).digest())
    return total.hexdigest()[:40]
