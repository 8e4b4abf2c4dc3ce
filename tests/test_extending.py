"""What the pages tell to write works as written; the chapter of docs/extending.md appears everywhere by itself."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from symspline.proof.moves import MoveError
from symspline.proof.verdict import Verdict

ROOT = Path(__file__).parents[1]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "docs/extending.md").read_text(), re.S)
FILES = {block.split("\n", 1)[0][2:]: block.split("\n", 1)[1] for block in BLOCKS if block.startswith("# derivations/")}


@pytest.fixture(scope="module")
def written():
    """The names that the blocks of the page define, read from top to bottom."""
    names: dict = {"__name__": "page"}
    for block in BLOCKS:
        if not block.startswith("# derivations/"):
            exec(compile(block, "docs/extending.md", "exec"), names)
    return names


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The project, copied, with the files of the page."""
    home = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "symspline", home / "symspline", symlinks=True)
    shutil.copytree(ROOT / "derivations", home / "derivations", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in FILES.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return home


def python(home, code, *arguments):
    """What a script prints that imports the copy."""
    env = {**os.environ, "PYTHONPATH": str(home)}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, check=True).stdout


def symspline(home, *arguments):
    return python(home, "from symspline.cli import main; main()", *arguments)


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
@pytest.mark.parametrize("with_laws_of_ones_own", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_the_python_of_a_page_runs(page, with_laws_of_ones_own, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the film is written
    names: dict = {"__name__": "page"}
    for block in re.findall(r"^ *```python\n(.*?)^ *```", (ROOT / page).read_text(), re.S | re.M):
        if "import torch" not in block and (with_laws_of_ones_own or "ss.Law(" not in block):
            exec(compile(textwrap.dedent(block), page, "exec"), names)
    assert "init" in names


def test_the_law(written):
    law = written["Triangular"](2)
    assert float(law.variance) == pytest.approx(4 / 6) and law.is_symmetric
    assert written["init"].breakpoint_density(0.0) == pytest.approx(1 / 3, rel=1e-12)


def test_the_move(written):
    from sympy import Symbol

    Sum, shift = written["Sum"], written["ShiftIndex"](2)
    k = Symbol("k", integer=True)
    assert shift.expected(Sum(k**2, (k, 0, 3))) == Sum((k - 2) ** 2, (k, 2, 5))
    with pytest.raises(MoveError):
        shift.expected(k)


def test_the_theorem(written):
    assert written["TAIL"].check().verdict is Verdict.PROVED
    assert all(fault.caught for fault in written["plant"](written["TAIL"]))


def test_the_chapter_is_listed(home):
    assert "G1.filled" in symspline(home, "list")


def test_the_chapter_is_checked(home):
    out = symspline(home, "check", "gaps")
    assert "1 theorem, 1 step: 1 proved" in out and "20000 drawn gaps" not in out


def test_the_chapter_is_in_the_book(home, tmp_path):
    code = f"""
from symspline.proof.library import library
from symspline.render.documents.book import book
(chapter,) = (chapter for chapter in library.chapters if chapter.slug == "gaps")
book({str(tmp_path)!r}, {{t.id: t.check() for t in chapter}}, pdf=False, chapters=(chapter,))
"""
    python(home, code)
    page = (tmp_path / "gaps" / "G1.html").read_text()
    assert "Probability that a gap holds a breakpoint" in page and "A rising curve." in page


def test_the_chapter_speaks_in_the_report(home):
    code = "from symspline.report import parts; print([name for name, _ in parts()])"
    assert "'gaps'" in python(home, code)
