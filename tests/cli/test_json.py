"""Every `--json`, in this process: what comes out is JSON, of plain values."""

import json
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from symspline.cli import book, check, critical, export, flow, listing, report, show  # noqa: F401  (they register)
from symspline.cli.app import app
from symspline.proof.report import StepReport
from symspline.proof.theorem import Finding
from symspline.proof.verdict import Verdict

DATA = Path(__file__).parents[1] / "data" / "bod.csv"
CALLS = {
    "list": ["C9a"],
    "show": ["B0.gauss-1"],
    "check": ["C6d.form", "C8f.outer", "--jobs", "1"],
    "critical": [DATA],
    "flow": [DATA, "--width", "3", "--t-end", "0.2"],
    "book": [],
    "export": ["coq", "C9a.delta-slope", "--no-check"],
}
ELSEWHERE = {"report"}
"""Commands whose JSON is read where they are tested, since they take long."""


def refuse(word):
    raise AssertionError(f"{word} is no JSON")


def run(command, *options):
    done = CliRunner().invoke(app, [command, *map(str, options), "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout, parse_constant=refuse)


def test_every_command_is_here():
    commands = typer.main.get_command(app).commands
    assert {name for name, each in commands.items() if any(p.name == "json" for p in each.params)} == {
        *CALLS,
        *ELSEWHERE,
    }


@pytest.mark.parametrize("command", CALLS)
def test_json(command, tmp_path, monkeypatch):
    if command == "book":
        monkeypatch.setattr("symspline.cli.loading.theorems_named", lambda ids: ())
        monkeypatch.setattr("symspline.render.documents.book.book", lambda *_, **__: [tmp_path / "index.html"])
    folder = ["--out", tmp_path] if command in ("book", "export") else []
    assert run(command, *CALLS[command], *folder)


def test_json_of_a_formula_and_of_fits():
    shown = run("show", "zeta", "--w", "normal:1.3", "--b", "normal:1.3")
    assert shown["simplified"] == "169/(50*pi*(c**2 + 1)**2)" != shown["expression"]
    assert run("critical", DATA, "--pieces", "2")["certificate"]["examined"] == 9


def test_findings_and_steps_hold_plain_values():
    found = Finding(np.bool_(True), np.float64(0.5), np.str_("agrees"))
    assert [type(v) for v in (found.passed, found.figure, found.text)] == [bool, float, str]
    step = StepReport("step 1", Verdict.ENCLOSED, "balls", np.float32(0.5), points=np.int64(32))
    assert (type(step.worst), type(step.points)) == (float, int)
