"""`symspline list` and `show --only`: what is chosen, and verdicts that are never stale."""

import json
import time

import pytest
from typer.testing import CliRunner

import symspline as ss
from symspline import cache
from symspline.cli import listing, show, verdict_table  # noqa: F401  (they register)
from symspline.cli.app import PATIENCE, app, progress_bar
from symspline.proof.library import library
from symspline.proof.verdict import Verdict
from symspline.render.documents.showing import heading, show_as


def run(*arguments, code=0):
    done = CliRunner().invoke(app, [*map(str, arguments)])
    assert done.exit_code == code, done.output
    return done


def ids(*arguments):
    return [row["id"] for row in json.loads(run("list", *arguments, "--json").stdout)]


def test_ids_and_words_choose():
    assert ids("B7.zeta", "C9d") == ["B7.zeta", *(t.id for t in library["C9d"])]
    found = ids("B7", "zeta")
    assert found == [t.id for t in library.section_of("B7") if "zeta" in f"{t.id} {t.title}".lower()] and found
    assert "no theorem 'B77'" in run("list", "B77", code=2).stderr
    assert "no title among B7 holds 'beam'" in run("list", "B7", "beam", code=2).stderr


@pytest.fixture
def memory(tmp_path, monkeypatch):
    monkeypatch.setenv("SYMSPLINE_CACHE", str(tmp_path))
    return tmp_path


def test_verdicts_are_remembered_for_this_code_alone(memory, monkeypatch):
    assert "proved" not in run("list", "C9a.delta-slope").stdout
    assert "C9a.delta-slope  proved     " in run("list", "C9a.delta-slope", "--verdicts", "--jobs", "1").stdout
    assert "C9a.delta-slope  proved     " in run("list", "C9a.delta-slope").stdout
    with monkeypatch.context() as change:
        change.setattr(cache, "state", lambda: "of another code")
        assert verdict_table.known() == {}
        verdict_table.remember([])
    assert [path.name for path in memory.iterdir()] == ["verdicts-of another code.json"]


def test_a_changed_source_is_another_state(tmp_path):
    (tmp_path / "derivations").mkdir()
    file = tmp_path / "derivations" / "gaussian.py"
    file.write_text("a = 1")
    before = cache.checksum(tmp_path)
    file.write_text("a = 2")
    assert cache.checksum(tmp_path) != before


@pytest.mark.parametrize("text", ["", "[1]", '{"B7.zeta": "certain"}', '{"B7.zeta": ["proved"]}', "[" * 10**5])
def test_a_damaged_memory_is_none(memory, text):
    verdict_table.remember([])
    (file,) = memory.iterdir()
    file.write_text(text)
    assert verdict_table.known() == {}


def test_what_time_decided_is_not_remembered(memory):
    report = library["C9a.delta-slope"].check()
    late = type(report)(
        report.theorem, (type(report.steps[0])("step 1", Verdict.SAMPLED, "", out_of_time=True),), (), (), 1
    )
    verdict_table.remember([late])
    assert verdict_table.known() == {}
    verdict_table.remember([report])
    assert verdict_table.known() == {"C9a.delta-slope": Verdict.PROVED}


def test_the_equation_alone():
    block = run("show", "B7.breakpoint", "--only", "equation").stdout
    assert block.startswith("\\begin{equation}\n\\label{eq:B7.breakpoint}\np_{\\beta}(\\beta) = ")
    assert block.endswith("\\end{equation}\n") and block.count("\n") == 4
    assert "give it without --format md" in run("show", "B7.zeta", "--only", "equation", "-f", "md", code=2).stderr


@pytest.mark.parametrize(
    ("format", "head"), [("md", "# {}\n"), ("html", "<title>{}</title>"), ("tex", "\\title{{{}}}")]
)
def test_a_page_names_the_initialisation(format, head):
    init = ss.presets.torch(64)
    assert head.format("zeta of torch, width 64") in show_as(init.zeta, format, title=heading(init.zeta, init))
    own = ss.Init(w=ss.Normal(1.3), b=ss.Uniform(1), v=ss.Normal(1))
    assert heading(init.zeta, own) == "zeta of w=Normal(1.3), b=Uniform(1), v=Normal(1)"


def test_show_names_it_too():
    assert run("show", "step_kernel", "--init", "flax", "-f", "md").stdout.startswith(
        "# step kernel of flax, width 100"
    )


def test_a_folder_for_a_file_is_refused_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr("symspline.cli.show._subject", lambda *_: pytest.fail("the work has begun"))
    laws = ("--w", "normal:1.3", "--b", "laplace:2")
    done = run("show", "zeta", *laws, "--format", "pdf", "--out", tmp_path, code=2)
    assert f"--out {tmp_path}: that is a folder; give a file name" in done.stderr and not list(tmp_path.iterdir())


def test_without_a_terminal_one_line_says_what_takes_long(capsys, monkeypatch):
    assert PATIENCE == 2
    monkeypatch.setattr("symspline.cli.app.PATIENCE", 0.01)
    with progress_bar("check", 540, "theorems"), progress_bar("load", 3, "sections", says=False):
        time.sleep(0.1)
    with progress_bar("quick", 1):
        pass
    assert capsys.readouterr().err == "symspline: check, 540 theorems …\n"
