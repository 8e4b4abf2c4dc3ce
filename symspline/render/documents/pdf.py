"""LaTeX to PDF through pdflatex, in a folder of its own, renamed into place when it is whole."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from symspline.files import write_bytes, write_text

INSTALL = "apt-get install texlive-latex-base"
"""The line that installs pdflatex on Debian and Ubuntu."""


class MissingTool(OSError):
    """A program that is not installed, with the line that installs it."""

    def __init__(self, tool: str, install: str, kept: Path | None = None) -> None:
        at = f"; the LaTeX is at {kept}" if kept else ""
        super().__init__(f"{tool} is not installed; install it with: {install}{at}")
        self.tool, self.install, self.kept = tool, install, kept


class LatexError(OSError):
    """pdflatex stopped; the message names the line and what it says."""


class Typeset(NamedTuple):
    """A PDF, and what pdflatex said in its last run."""

    path: Path
    log: str


def typeset(
    source: str, out: Path | str, *, figures: Mapping[str, bytes] | None = None, timeout: float = 180.0
) -> Typeset:
    """Write `out.tex`, run pdflatex and put the PDF beside it.

    Args:
        source: the LaTeX document.
        out: path of the PDF; the `.tex` gets the same stem.
        figures: files that the document includes, by name.
        timeout: seconds for one run.

    Raises:
        MissingTool: when there is no pdflatex; the `.tex` is written all the same.
        LatexError: when pdflatex fails; the `.tex` is written all the same.
    """
    out = Path(out)
    tex_path = out.with_suffix(".tex")
    out.parent.mkdir(parents=True, exist_ok=True)
    images = figures or {}
    for name, data in images.items():
        write_bytes(out.parent / name, data)
    write_text(tex_path, source)
    program = shutil.which("pdflatex")
    if program is None:
        raise MissingTool("pdflatex", INSTALL, tex_path)
    with tempfile.TemporaryDirectory(prefix="symspline-") as folder:
        work = Path(folder)
        write_text(work / "page.tex", source)
        for name, data in images.items():
            write_bytes(work / name, data)
        log, previous = "", None
        # a table of contents moves the pages that it lists, which changes the table: some texts never settle
        for _ in range(4):
            log = _run(program, work, tex_path, timeout)
            read = (work / f"page.{suffix}" for suffix in ("aux", "toc", "out"))
            state = tuple(path.read_bytes() for path in read if path.exists())
            if state == previous and "Rerun to get" not in log:
                break
            previous = state
        write_bytes(out, (work / "page.pdf").read_bytes())
    return Typeset(out, log)


def _run(program: str, work: Path, tex_path: Path, timeout: float) -> str:
    options = ["-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error"]
    try:
        done = subprocess.run(
            [program, *options, "page.tex"], cwd=work, capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise LatexError(f"pdflatex took more than {timeout:g} s on {tex_path}") from late
    log_path = work / "page.log"
    log = (log_path.read_bytes() if log_path.exists() else done.stdout).decode(errors="replace")
    if done.returncode:
        match = re.search(r"page\.tex:(\d+): (.*)", log)
        said = f"line {match.group(1)}: {match.group(2)}" if match else log[-400:]
        raise LatexError(f"pdflatex stopped on {tex_path}, {said}")
    return log
