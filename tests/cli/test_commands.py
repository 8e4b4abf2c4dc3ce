"""The command line as a person meets it: output, exit codes, and errors without a traceback."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from symspline.cli.app import _message
from symspline.cli.options import parse_law
from symspline.cli.report import write_report
from symspline.files import write_text

ROOT = Path(__file__).parents[2]
MCYCLE = ROOT / "symspline" / "data" / "mcycle.csv"


def started(*arguments):
    """A process of its own, as a shell starts it."""
    command = [sys.executable, "-W", "error", "-m", "symspline", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=300)


def refused(done, *words):
    """Exit code 2, one message on stderr that has these words, nothing on stdout, no traceback."""
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr and not done.stdout
    for word in words:
        assert word in done.stderr, done.stderr


def test_help_and_version_load_no_sympy():
    done = started("--version")
    assert done.returncode == 0 and done.stdout.startswith("symspline 0.")
    code = "import sys, symspline.cli.app, symspline.cli\ntry:\n  sys.argv = ['symspline', '--help']\n  "
    code += "symspline.cli.main()"
    code += "\nexcept SystemExit: pass\nprint('LOADED', *{m.split('.')[0] for m in sys.modules})"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "report" in seen
    assert not {"sympy", "numpy", "scipy", "matplotlib", "flint"} & set(seen.split("LOADED")[1].split())


def test_a_process_answers_and_refuses():
    done = started("show", "B7.zeta")
    assert done.returncode == 0 and r"\begin{align*}" in done.stdout and not done.stderr
    refused(started("show", "B77"), "no theorem 'B77'")


def test_list_names_every_theorem(run):
    from symspline.proof.library import library

    rows = json.loads(run("list", "--json").stdout)
    assert [row["id"] for row in rows] == [t.id for t in library]
    assert "B7.zeta" in run("list", "B7").stdout


def test_show_in_every_format(run, tmp_path):
    latex = run("show", "B7.zeta").stdout
    assert r"\begin{align*}" in latex and latex.endswith("\n") and not latex.endswith("\n\n")
    assert run("show", "B7.zeta", "--format", "tex").stdout.startswith(r"\documentclass")
    assert json.loads(run("show", "B7.zeta", "-f", "json").stdout)["id"] == "B7.zeta"
    assert "**Verdict:**" in run("show", "B7.zeta", "-f", "md").stdout
    assert "@inproceedings{cho2009," in run("show", "B17.kernel", "-f", "bibtex").stdout
    page = tmp_path / "zeta.html"
    assert run("show", "B7.zeta", "-f", "html", "--out", page).returncode == 0
    assert "<math" in page.read_text() and "<script" not in page.read_text()


def test_show_for_an_initialisation(run):
    done = run("show", "zeta", "--w", "normal:1.3", "--b", "normal:0.7", "-f", "json")
    shown = json.loads(done.stdout)
    assert shown["closed"] and shown["theorem"]["id"] == "B7.zeta"
    torch = run("show", "breakpoint_density", "--init", "torch", "--width", "100")
    assert r"\frac{1}{4" in torch.stdout


def test_unknown_ids_and_options(run):
    refused(run("show", "B77"), "no theorem 'B77'", "nearest", "symspline list")
    refused(run("show", "zeta"), "zeta is a quantity of an initialisation", "--init torch")
    refused(run("show", "zeta", "--init", "torhc"), "torhc", "torch")
    refused(run("show", "zeta", "--w", "normall:1"), "normall", "normal")
    refused(run("show", "zeta", "--w", "normal:-1"), "Normal scale", "positive")
    refused(run("show", "zeta", "--w", "normal:__import__('os')"), "neither a number")
    refused(run("show", "zeta", "--w", "normal:1/0"), "neither a number")
    refused(run("show", "zeta", "--w", "normal:1e999999999"), "neither a number")
    refused(run("show", "nothing", "--init", "torch"), "quantity is 'nothing'", "zeta")
    refused(run("check", "Q9"), "no theorem 'Q9'")
    refused(run("report", MCYCLE, "--width", "100000000000"), "--width", "10000000")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("normal:nan", "--w normal:nan: 'nan' is neither a number"),
        ("normal:Inf", "--w normal:Inf: 'Inf' is neither a number"),
        ("normal:-1", "--w normal:-1: Normal scale is -1; it must be positive"),
        ("student_t:1", "--w student_t:1: wrong number of parameters"),
    ],
)
def test_the_option_of_a_wrong_law_is_named(text, message):
    with pytest.raises(ValueError, match=message):
        parse_law(text, "--w")


def test_numbers_too_long_to_print_are_explained():
    assert "too many digits" in _message(ValueError("Exceeds the limit (4300 digits) for integer string conversion"))[0]


def test_a_report_that_fails_leaves_no_folder(run, tmp_path, monkeypatch):
    refused(run("report", MCYCLE, "--w", "normal:s", "--out", tmp_path / "o"), "--w normal:s: report needs numbers")

    def interrupted(*_):
        raise SystemExit(143)

    monkeypatch.setattr("symspline.report.write", interrupted)
    (tmp_path / "mine").mkdir()
    for name in ("o", "mine"):
        with pytest.raises(SystemExit):
            write_report(MCYCLE, init="torch", width=9, w="", b="", v="", x="", y="", steps=9, out=tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_check_prints_its_table(run):
    done = run("check", "B7.zeta", "--no-evidence", "--jobs", "1")
    assert done.returncode == 0 and "B7.zeta" in done.stdout and "proved" in done.stdout
    document = json.loads(run("check", "B7.zeta", "--faults", "--no-evidence", "--jobs", "1", "--json").stdout)
    assert document["faults"]["planted"] == document["faults"]["refuted"] > 0
    assert document["theorems"][0]["verdict"] == "proved"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ("is empty",)),
        ("t,a\n", ("no rows",)),
        ("t,a\n1,2\n", ("one row",)),
        ("t,a\n1,2\n2,fast\n", ("row 3", "'a'", "'fast'")),
        ("t,a\n1,2\n2,\n", ("row 3", "'a'")),
        ("t,a\n1,2\n2,nan\n", ("row 3", "'nan'", "--missing drop")),
        ("t,a\n1,2\n2\n", ("row 3", "1 cells under 2 columns; give as many")),
        ("t\n1\n2\n", ("too few columns", "give two")),
        ("t,a\n1,2\n1,3\n", ("constant",)),
        ("t,a\nNA,2\n1,3\n", ("row 2", "'t'", "'NA'")),
        ('t,a\n"1,5","2,5"\n"2,5","3,5"\n', ("row 2", "'1,5'")),
        ('t,a,note\n1,2,"two\nlines"\n2,fast,no\n', ("row 4", "'a'", "'fast'")),
        ("t,a\n-1.7e308,1\n1.7e308,2\n", ("data.csv, row 2, column 't': x has values of size 1.7e+308", "rescale")),
        ("t,a\n1,1e-300\n2,3e-300\n", ("y has values of size 2e-300", "rescale")),
    ],
)
def test_bad_data_is_refused(run, tmp_path, text, words):
    file = tmp_path / "data.csv"
    file.write_text(text)
    refused(run("report", file, "--out", tmp_path / "out"), *words)
    assert not (tmp_path / "out").exists()


def test_bad_columns_and_files(run, tmp_path):
    twins = tmp_path / "twins.csv"
    twins.write_text("t,a,a\n1,2,3\n2,3,5\n")
    refused(run("report", twins, "--y", "a", "--out", tmp_path / "o"), "several such columns", "2, 3")
    refused(run("report", MCYCLE, "--x", "speed", "--out", tmp_path / "o"), "speed", "times, accel")
    refused(run("report", tmp_path / "none.csv"), "No such file")
    binary = tmp_path / "b.csv"
    binary.write_bytes(b"\xff\x00\x01")
    refused(run("report", binary), "UTF-8")
    taken = tmp_path / "file"
    taken.write_text("x")
    refused(run("report", MCYCLE, "--out", taken), f"{taken} is a file; give a folder")


def test_a_folder_in_the_way_of_a_file_is_named(run, tmp_path):
    done = run("show", "B7.zeta", "--out", tmp_path)
    refused(done, f"--out {tmp_path}: that is a folder; give a file name\n")
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    def fails(*_, **__):
        raise PermissionError(13, "Permission denied", "/somewhere/.x.part")

    monkeypatch.setattr(Path, "open", fails)
    with pytest.raises(PermissionError) as caught:
        write_text(tmp_path / "x.tex", "")
    assert caught.value.filename == str(tmp_path / "x.tex")


@pytest.mark.parametrize("error", ["TypeError('no')", "ArithmeticError('an integral diverges')"])
def test_an_unexpected_error_is_one_line(error):
    code = f"""
import symspline.proof.library, symspline.cli
def fails(*_): raise {error}
type(symspline.proof.library.library).section_of = fails
symspline.cli.main()
"""
    done = subprocess.run([sys.executable, "-c", code, "list", "B7"], capture_output=True, text=True, check=False)
    assert done.returncode in (1, 2) and done.stderr.count("\n") == 1 and not done.stdout


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupted_check_stops_at_once_and_says_so():
    arguments = [sys.executable, "-c", "from symspline.cli import main; main()", "check", "--jobs", "2"]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True}
    # A shell starts what runs in the background deaf to interrupts.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(arguments, preexec_fn=heard, **pipes) as process:
        time.sleep(6)
        out, err = b"", b"still running"
        for _ in range(3):  # a bare except of mpmath may keep the first
            os.killpg(process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                out, err = process.communicate(timeout=10)  # ends when every worker has closed its stderr
                break
        else:
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130 and not out
    *said, last = err.decode().splitlines()
    assert last == "symspline: interrupted" and all(
        re.fullmatch(r"symspline: check, \d+ theorems …", line) for line in said
    )


def test_missing_pdflatex(run, tmp_path):
    bare = tmp_path / "bin"
    bare.mkdir()
    out = tmp_path / "zeta.pdf"
    done = run("show", "B7.zeta", "-f", "pdf", "--out", out, path=bare)
    assert done.returncode == 3 and "apt-get install texlive-latex-base" in done.stderr
    assert out.with_suffix(".tex").read_text().startswith(r"\documentclass") and not out.exists()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_show_as_pdf(run, tmp_path):
    out = tmp_path / "zeta.pdf"
    assert run("show", "B7.zeta", "-f", "pdf", "--out", out).returncode == 0
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name, width", [("mcycle", 500), ("nile", 50)])
def test_report(run, tmp_path, name, width):
    data = ROOT / f"symspline/data/{name}.csv"
    done = run("report", data, "--out", tmp_path, "--width", width, "--steps", "2000", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    page, tex = (tmp_path / "report.html").read_text(), (tmp_path / "report.tex").read_text()
    assert "<script" not in page and "http" not in page.replace("http://www.w3.org", "")
    assert tex.startswith(r"\documentclass")
    assert all(verdict in ("proved", "enclosed", "sampled") for verdict in document["verdicts"].values())
    inside, expected = document["breakpoints_inside_sampled"], document["breakpoints_inside_expected"]
    assert abs(inside - expected) < 5 * (expected * 0.5) ** 0.5
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]
