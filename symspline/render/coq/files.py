"""Lemmas as files of Coq, one a section, and what `coqc` and `coqchk` say of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from symspline.proof.theorem import Theorem
from symspline.render.documents.files import make_folder, write_text
from symspline.render.documents.pdf import MissingTool

from .index import lemmas
from .lemma import Lemma
from .prelude import HEADER, LIBRARY, NAME, PRELUDE

INSTALL = "apt-get install coq libcoq-coquelicot libcoq-interval"
"""The line that installs Coq with its libraries on Debian and Ubuntu."""
STANDARD_AXIOMS = frozenset(
    {
        "Coq.Logic.FunctionalExtensionality.functional_extensionality_dep",
        "Coq.Reals.ClassicalDedekindReals.sig_not_dec",
        "Coq.Reals.ClassicalDedekindReals.sig_forall_dec",
        "Coq.Logic.Classical_Prop.classic",
        "Coq.Logic.Eqdep.Eq_rect_eq.eq_rect_eq",
        "Coq.Logic.ClassicalEpsilon.constructive_indefinite_description",
    }
)
"""What the real numbers of Coq and the libraries on them rest on."""


class CoqError(OSError):
    """Coq refuses a file; the message says which and why."""


@dataclass(frozen=True)
class Written:
    """Files of lemmas.

    Args:
        folder: where they are.
        modules: names of the files without ending, the prelude first.
        lemmas: the lemmas in them.
    """

    folder: Path
    modules: tuple[str, ...]
    lemmas: tuple[Lemma, ...]


def write(theorems: Iterable[Theorem], out: Path) -> Written:
    """Write the accepted lemmas of some theorems, one file a section, each whole or not at all."""
    make_folder(out)
    sections: dict[str, list[Lemma]] = {}
    for theorem in theorems:
        for lemma in lemmas(theorem):
            sections.setdefault(_module(theorem.section), []).append(lemma)
    write_text(out / f"{NAME}.v", PRELUDE)
    for module, found in sections.items():
        write_text(out / f"{module}.v", HEADER + "\n" + "\n".join(lemma.text() for lemma in found))
    write_text(out / "_CoqProject", "\n".join([f"-R . {LIBRARY}", *(f"{m}.v" for m in (NAME, *sections))]) + "\n")
    return Written(out, (NAME, *sections), tuple(lemma for found in sections.values() for lemma in found))


def _module(section: str) -> str:
    return re.sub(r"\W", "_", section)


def compile_all(written: Written, jobs: int = 2) -> dict[str, float]:
    """Let `coqc` read every file; seconds by module.

    Raises:
        MissingTool: `coqc` is not installed.
        CoqError: it refuses a file.
    """
    prelude, *others = written.modules
    seconds = {prelude: _coqc(written.folder, prelude)}
    with ThreadPoolExecutor(jobs) as pool:
        seconds.update(zip(others, pool.map(lambda module: _coqc(written.folder, module), others), strict=True))
    return seconds


def compile_prelude(folder: Path) -> None:
    """Write and compile the prelude alone."""
    write_text(folder / f"{NAME}.v", PRELUDE)
    _coqc(folder, NAME)


def _coqc(folder: Path, module: str) -> float:
    begin = time.perf_counter()
    done = _run(["coqc", "-q", "-w", "none", "-R", ".", LIBRARY, f"{module}.v"], folder)
    if done.returncode:
        raise CoqError(f"coqc refuses {folder / module}.v: {' '.join((done.stderr or done.stdout).split())[:600]}")
    return time.perf_counter() - begin


def axioms(written: Written) -> frozenset[str]:
    """The axioms that the files rest on, by `coqchk`, which reads the compiled files again with a checker of its own.

    Raises:
        MissingTool: `coqchk` is not installed.
        CoqError: it refuses a file.
    """
    modules = [f"{LIBRARY}.{module}" for module in written.modules]
    done = _run(["coqchk", "-silent", "-o", "-R", ".", LIBRARY, *modules], written.folder)
    if done.returncode:
        raise CoqError(f"coqchk refuses the files: {' '.join((done.stderr or done.stdout).split())[-600:]}")
    return listed_axioms(done.stdout + done.stderr)


def listed_axioms(report: str) -> frozenset[str]:
    r"""The axioms that a report of `coqchk -o` lists, and whatever else it lists as assumed.

    Example:
        >>> sorted(listed_axioms("* Axioms:\n    A.b\n* Constants/Inductives relying on type-in-type: <none>"))
        ['A.b']
    """
    found, inside = set(), False
    for line in report.splitlines():
        if line.lstrip().startswith("*"):
            inside = "Theory" not in line and "<none>" not in line
        elif inside and line.strip():
            found.add(line.strip())
    return frozenset(found)


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    if shutil.which(command[0]) is None:
        raise MissingTool(command[0], INSTALL)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
