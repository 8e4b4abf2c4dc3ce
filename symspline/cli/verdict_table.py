"""Verdicts of earlier checks, for `symspline list`: remembered on disk for exactly the code that gave them.

The name of the file is a checksum of every source file of symspline and of the versions of what it computes with: a
verdict that another state of the code gave is never read. Only checks that ran the evidence are kept, and only those in
which no limit of time had a part.
"""

import json
import platform
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import symspline
from symspline.cache import folder
from symspline.proof.report import TheoremReport
from symspline.proof.verdict import Verdict
from symspline.render.documents.files import write_text

_USED = ("sympy", "python-flint", "mpmath", "numpy", "scipy")


def known() -> dict[str, Verdict]:
    """Id of a theorem -> the verdict that this code gave it; empty where nothing is kept."""
    file = _file()
    if file is None:
        return {}
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    words = {verdict.value for verdict in Verdict}
    pairs = read.items() if isinstance(read, dict) else ()
    return {id: Verdict(word) for id, word in pairs if isinstance(word, str) and word in words}


def remember(reports: Iterable[TheoremReport]) -> None:
    """Keep the verdicts of checks that ran the evidence, beside those kept before, and drop those of other code."""
    file = _file()
    if file is None:
        return
    words = {id: verdict.value for id, verdict in known().items()}
    words |= {report.theorem.id: report.verdict.value for report in reports if not report.out_of_time}
    with suppress(OSError):
        write_text(file, json.dumps(words, indent=0))
        for other in file.parent.glob("verdicts-*.json"):
            if other != file:
                other.unlink(missing_ok=True)


def _file() -> Path | None:
    kept = folder()
    return None if kept is None else kept / f"verdicts-{_state()}.json"


def _state() -> str:
    """A checksum of the code and of what it computes with."""
    home = Path(symspline.__file__).parent
    sources = sorted([*home.rglob("*.py"), *(home / "derivations").resolve().rglob("*.py"), *home.glob("data/*.csv")])
    total = sha256(repr([platform.python_version(), *map(version, _USED)]).encode())
    for source in dict.fromkeys(sources):
        total.update(source.name.encode() + sha256(source.read_bytes()).digest())
    return total.hexdigest()[:40]
