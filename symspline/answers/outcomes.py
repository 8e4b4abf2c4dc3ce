"""Integrals for which no closed form was found, remembered on disk so that nobody waits for SymPy twice.

One small JSON file an integral: how long SymPy was given, and whether it had finished. Its name is a checksum of the
integral and of the versions of SymPy and symspline, so that another version asks anew. No expression is stored, and
what is read decides nothing but whether SymPy is asked; a file that does not read so is none.

The folder is ``symspline`` among the caches of the user; the environment variable ``SYMSPLINE_CACHE`` names another
one, or switches the memory off with ``off``. The folder may be deleted at any time; `forget` does so.
"""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

import sympy as sp

import symspline

VARIABLE = "SYMSPLINE_CACHE"
"""The environment variable that names the folder, or is ``off``."""
FORMAT = 1
"""Version of the files; raised when what they mean changes."""


@dataclass(frozen=True)
class Outcome:
    """That an integral has no closed form, as far as was looked.

    Args:
        seconds: processor time that SymPy was given.
        finished: whether it had ended by itself, so that more time finds no more.
    """

    seconds: float
    finished: bool

    def serves(self, seconds: float) -> bool:
        """Whether asking for some seconds would tell no more."""
        return self.finished or seconds <= self.seconds


def folder() -> Path | None:
    """Where outcomes are kept; None where the memory is switched off or there is no home."""
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


def recall(integral: sp.Integral) -> Outcome | None:
    """What is known of an integral; None where nothing is."""
    file = _file(integral)
    if file is None:
        return None
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or set(read) != {"seconds", "finished"}:
        return None
    seconds, finished = read["seconds"], read["finished"]
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds >= 0
    return Outcome(float(seconds), finished) if is_number and isinstance(finished, bool) else None


def remember(integral: sp.Integral, outcome: Outcome) -> None:
    """Keep an outcome; a folder that cannot be written is passed over."""
    file = _file(integral)
    if file is None:
        return
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        # Renamed when it is whole: another thread or process reads one of the two, never a half.
        with NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, suffix=".part", delete=False) as part:
            json.dump(asdict(outcome), part)
        Path(part.name).replace(file)


def forget() -> int:
    """Delete everything that is remembered; the number of outcomes."""
    kept = folder()
    files = sorted(kept.glob("outcome-*.json")) if kept is not None else []
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)


def _file(integral: sp.Integral) -> Path | None:
    kept = folder()
    return None if kept is None else kept / f"outcome-{_key(integral)}.json"


def _key(integral: sp.Integral) -> str:
    # A dummy symbol has another number in every process; its name and assumptions tell what it is.
    names = {d: sp.Symbol(f"{d.name} (dummy)", **d.assumptions0) for d in integral.atoms(sp.Dummy)}
    said = (FORMAT, symspline.__version__, sp.__version__, sp.srepr(integral.xreplace(names)))
    return sha256(repr(said).encode()).hexdigest()[:40]
