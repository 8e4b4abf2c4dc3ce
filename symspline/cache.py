"""Where what may be found again is kept on disk between runs."""

import os
import sys
from contextlib import suppress
from pathlib import Path

VARIABLE = "SYMSPLINE_CACHE"
"""The environment variable that names the folder, or is ``off``."""


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
