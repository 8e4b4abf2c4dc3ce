"""Lemmas as files of Coq, one a section, and what `coqc` and `coqchk` say of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from symspline.files import make_folder, write_text
from symspline.proof.library import library
from symspline.proof.theorem import Theorem
from symspline.render.documents.pdf import MissingTool

from .index import lemmas
from .lemma import Lemma
from .prelude import HEADER, LIBRARY, NAME, PRELUDE

Progress = Callable[[str], None]

AXIOMS = "axioms"
"""The file that asks Coq what the lemmas rest on."""
INSTALL = "apt-get install coq libcoq-coquelicot libcoq-interval"
"""The line that installs Coq with its libraries on Debian and Ubuntu."""
STANDARD_AXIOMS = (
    "ClassicalDedekindReals.sig_not_dec",
    "ClassicalDedekindReals.sig_forall_dec",
    "FunctionalExtensionality.functional_extensionality_dep",
    "Classical_Prop.classic",
    "PrimInt63.",
    "Uint63.",
)
"""What the real numbers of Coq rest on, and its machine integers, which the tactic `interval` computes with."""
_MISSING = re.compile(r"Cannot find a physical path bound to logical path \w+ with prefix (\w+)")
"""What Coq says of a library that it does not find."""


class CoqError(OSError):
    """Coq refuses a file; the message says which and why."""


@dataclass(frozen=True)
class Written:
    """Files of lemmas.

    Args:
        folder: where they are.
        sections: the lemmas by the name of their file, without ending.
    """

    folder: Path
    sections: Mapping[str, Sequence[Lemma]]

    @property
    def modules(self) -> tuple[str, ...]:
        """Names of the files without ending, the prelude first."""
        return (NAME, *self.sections)

    @property
    def lemmas(self) -> tuple[Lemma, ...]:
        """All lemmas."""
        return tuple(lemma for found in self.sections.values() for lemma in found)


def write(theorems: Iterable[Theorem], out: Path, progress: Progress = lambda name: None) -> Written:
    """Write the accepted lemmas of some theorems, one file a section, each whole or not at all.

    Args:
        theorems: which.
        out: a folder; made when it does not exist.
        progress: called with the id of each theorem whose lemmas stand.
    """
    make_folder(out)
    sections: dict[str, list[Lemma]] = {}
    for theorem in theorems:
        for lemma in lemmas(theorem):
            section = library.section_of(theorem.id)
            assert section is not None
            sections.setdefault(section.id, []).append(lemma)
        progress(theorem.id)
    write_text(out / f"{NAME}.v", PRELUDE)
    for module, found in sections.items():
        write_text(out / f"{module}.v", HEADER + "\n" + "\n".join(lemma.text() for lemma in found))
    written = Written(out, sections)
    write_text(out / "_CoqProject", "\n".join([f"-R . {LIBRARY}", *(f"{m}.v" for m in written.modules)]) + "\n")
    return written


def compile_all(written: Written, jobs: int = 2, progress: Progress = lambda name: None) -> dict[str, float]:
    """Let `coqc` read every file; seconds by module. `progress` is called with the name of each that is read.

    Raises:
        MissingTool: `coqc` or a library is not installed.
        CoqError: it refuses a file.
    """

    def seconds(module: str) -> float:
        begin = time.perf_counter()
        _coqc(written.folder, module)
        progress(module)
        return time.perf_counter() - begin

    taken = {NAME: seconds(NAME)}
    longest_first = sorted(written.sections, key=lambda module: -len(written.sections[module]))
    with ThreadPoolExecutor(jobs) as pool:
        taken.update(zip(longest_first, pool.map(seconds, longest_first), strict=True))
    return taken


def compile_prelude(folder: Path) -> None:
    """Write and compile the prelude alone."""
    write_text(folder / f"{NAME}.v", PRELUDE)
    _coqc(folder, NAME)


def _coqc(folder: Path, module: str) -> str:
    """What Coq prints on a file."""
    done = _run(["coqc", "-q", "-w", "none", "-R", ".", LIBRARY, f"{module}.v"], folder)
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())
        missing = _MISSING.search(said)
        if missing:
            raise MissingTool(f"the library {missing[1]} of Coq", INSTALL)
        raise CoqError(f"coqc refuses {folder / module}.v: {said[:600]}")
    return done.stdout


def check_again(written: Written) -> None:
    """Let `coqchk`, a checker of its own, read the proofs in the compiled files; it takes the libraries as they are.

    Raises:
        MissingTool: `coqchk` is not installed.
        CoqError: it refuses a file, or a file assumes something.
    """
    modules = [part for module in written.modules for part in ("-norec", f"{LIBRARY}.{module}")]
    done = _run(["coqchk", "-silent", "-o", "-R", ".", LIBRARY, *modules], written.folder)
    said = done.stdout + done.stderr
    if done.returncode:
        raise CoqError(f"coqchk refuses the files in {written.folder}: {' '.join(said.split())[-600:]}")
    ours = sorted(name for name in listed(said) if name.startswith(f"{LIBRARY}."))
    if ours:
        raise CoqError(f"the files in {written.folder} assume {', '.join(ours)}")


def listed(report: str) -> frozenset[str]:
    r"""What a report of `coqchk -o` lists as assumed.

    Example:
        >>> sorted(listed("* Axioms:\n    A.b\n* Constants/Inductives relying on type-in-type: <none>"))
        ['A.b']
    """
    found, inside = set(), False
    for line in report.splitlines():
        if line.lstrip().startswith("*"):
            inside = "Theory" not in line and "<none>" not in line
        elif inside and line.strip():
            found.add(line.strip())
    return frozenset(found)


def axioms(written: Written) -> frozenset[str]:
    """The axioms that the lemmas rest on, as Coq itself prints them.

    Raises:
        MissingTool: `coqc` is not installed.
        CoqError: it refuses the list of the lemmas.
    """
    lines = [f"From {LIBRARY} Require {' '.join(written.modules)}."]
    for module, found in written.sections.items():
        lines.append(f"Definition in_{module} := ({', '.join(f'@{module}.{lemma.name}' for lemma in found)}, tt).")
    lines.append(f"Definition all := ({', '.join([*(f'in_{module}' for module in written.sections), 'tt'])}).")
    write_text(written.folder / f"{AXIOMS}.v", "\n".join([*lines, "Print Assumptions all."]) + "\n")
    return printed_axioms(_coqc(written.folder, AXIOMS))


def printed_axioms(report: str) -> frozenset[str]:
    r"""The axioms that `Print Assumptions` prints.

    Example:
        >>> sorted(printed_axioms("Axioms:\nA.b : forall P : Prop,\n  P\nA.c\n  : nat"))
        ['A.b', 'A.c']
    """
    return frozenset(re.findall(r"^([\w.]+)(?: :.*)?$", report, re.M))


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    if shutil.which(command[0]) is None:
        raise MissingTool(command[0], INSTALL)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
