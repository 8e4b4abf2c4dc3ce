"""Generated calls of every command: each answers, or says in one line what is wrong and of which argument."""

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from symspline.cli import book, check, critical, export, flow, listing, loading, report, show  # noqa: F401  (they register)
from symspline.cli.app import FAILED, MISSING_TOOL, USAGE, app
from symspline.proof.library import library
from symspline.report import Written

from .outcome import WrongOutcomeError

ROWS = "t,y\n0,1\n1,3\n2,2\n3,5\n5,4\n"
COMMANDS = typer.main.get_command(app).commands
"""Each command as click knows it."""
FILE = "FILE"
BASE = {
    "list": [["C9a"], ["zeta", "B7"]],
    "show": [["B0.gauss-1"], ["zeta", "--init", "torch"], ["breakpoint_density", "--w", "normal:1", "--b", "normal:2"]],
    "check": [["C9a.delta-slope", "--jobs", "1"]],
    "critical": [[FILE, "-P", "2"], [FILE]],
    "flow": [[FILE, "--width", "3", "--t-end", "0.1", "--seconds", "1"]],
    "report": [[FILE, "--width", "5", "--steps", "3"]],
    "book": [["--jobs", "1"]],
    "export": [["coq", "C9a.delta-slope", "--no-check"]],
}
HOSTILE = [
    *["", " ", "0", "-1", "1", "3", "2.5", "nan", "inf", "-inf", "1e400", "1e-320", "99999999999999999999", "1/0", "½"],
    *["normal:1", "normal:", ":1", "normal:1:2:3", "normal:1e308", "normal:1e-308", "uniform:1/3", "two_point:1"],
    *[
        "student_t:1:1",
        "student_t:1:0",
        "constant:0",
        "normal:9**9**9",
        "normal:__import__('os').getcwd()",
        "lognormal:2",
    ],
    *["torch", "keras", "he_normal", "TORCH", "stax", "drop", "fail", ",", ".", ";", "dmy", "mdy", "bic", "cv", "raw"],
    *["t", "y", "1 ", "2", "-", "--", "../..", "/dev/null", "a/b.png", "x.svg", "x.exe", "coq", "B7", "C99", "B7.zita"],
    *["<script>alert(1)</script>", "$\\input{/etc/passwd}$", "%s%n", "{0}", "'", '"', "\\", "\n", "\x00", "\x1b[2J"],
    *[
        "é",
        "日本",
        "\u202e",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "a" * 5000,
        "*",
        "~",
    ],
]
LEFT_OUT = ("--help", "--jobs", "--evidence", "--faults", "--verdicts", "--check", "--out")
"""Options that take no text, or minutes."""
FEW, MANY = 12, 60
"""Calls of each command in the fast and in the slow suite."""


def generated(name, rng, file):
    """Arguments of one call: a good call with one to three options of hostile values, or hostile words alone."""
    bases = BASE[name]
    words = [str(file) if word == FILE else word for word in bases[rng.integers(len(bases))]]
    options = [
        option
        for parameter in COMMANDS[name].params
        for option in parameter.opts
        if option.startswith("--") and option not in LEFT_OUT
    ]
    if words and rng.random() < 0.2:
        words[rng.integers(len(words))] = HOSTILE[rng.integers(len(HOSTILE))]
    for _ in range(1 + rng.integers(3)):
        option = options[rng.integers(len(options))] if options else "--json"
        flag = next(p for p in COMMANDS[name].params if option in p.opts).is_flag
        words += [option] if flag else [option, HOSTILE[rng.integers(len(HOSTILE))]]
    return words


def call(name, seed, folder):
    """Run one generated call; WrongOutcomeError unless it answers or refuses well."""
    rng = np.random.default_rng([seed, sorted(BASE).index(name)])
    file = folder / "data.csv"
    file.write_text(ROWS)
    words = generated(name, rng, file)
    if any(parameter.name == "out" for parameter in COMMANDS[name].params):
        words += ["--out", str(folder / "out")]
    done = CliRunner().invoke(app, [name, *words])
    said = f"symspline {name} {words}: {done.exit_code}, {done.stderr[-400:]!r}"
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise WrongOutcomeError(f"{said}, {done.exception!r}")
    if done.exit_code == FAILED or "a defect of symspline" in done.stderr or "Traceback" in done.stderr:
        raise WrongOutcomeError(said)
    if done.exit_code not in (0, USAGE, MISSING_TOOL):
        raise WrongOutcomeError(said)
    if done.exit_code and not done.stderr.strip():
        raise WrongOutcomeError(f"{said}: nothing is said")
    left = [path for path in folder.rglob("*") if path.name.endswith(".part")]
    if left or (done.exit_code == USAGE and (folder / "out").exists()):
        raise WrongOutcomeError(f"{said}: {left or 'out'} is left behind")


@pytest.fixture
def nothing_long(monkeypatch, tmp_path):
    """What takes minutes is replaced by what only takes its arguments."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("symspline.report.write", lambda *_, **__: Written((), (), {}))
    named = loading.theorems_named
    one = (library["C9a.delta-slope"],)
    monkeypatch.setattr(loading, "theorems_named", lambda ids, **how: named(ids, **how) if ids else one)
    monkeypatch.setattr("symspline.render.documents.book.book", lambda *_, **__: [tmp_path / "index.html"])
    return tmp_path


def test_every_command_is_called():
    assert BASE.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", BASE)
def test_few_calls(name, nothing_long):
    for seed in range(FEW):
        folder = nothing_long / str(seed)
        folder.mkdir()
        call(name, seed, folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", BASE)
def test_calls(name, nothing_long):
    for seed in range(FEW, MANY):
        folder = nothing_long / str(seed)
        folder.mkdir()
        call(name, seed, folder)


def test_a_planted_defect_is_seen(nothing_long, monkeypatch):
    monkeypatch.setattr("symspline.cli.options.parse_law", lambda *_: [][1])
    with pytest.raises(WrongOutcomeError, match="IndexError"):
        for seed in range(MANY):
            folder = nothing_long / str(seed)
            folder.mkdir()
            call("show", seed, folder)
