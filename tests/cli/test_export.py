"""`symspline export coq` as a person meets it, with Coq and without."""

import json
import shutil

import pytest


def test_without_coq_the_files_are_written_and_the_install_line_is_told(run, tmp_path):
    empty = tmp_path / "bin"
    empty.mkdir()
    done = run("export", "coq", "C9", "--out", tmp_path / "out", path=empty)
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert "apt-get install coq libcoq-coquelicot libcoq-interval" in done.stderr
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"prelude.v", "_CoqProject", "C9.v"}
    assert "Qed." in (tmp_path / "out" / "C9.v").read_text()


def test_a_library_that_coq_does_not_find_is_told_with_the_install_line(run, tmp_path):
    coqc = tmp_path / "bin" / "coqc"
    coqc.parent.mkdir()
    said = "Error: Cannot find a physical path bound to logical path Tactic with prefix Interval."
    coqc.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    coqc.chmod(0o755)
    done = run("export", "coq", "C9a.delta-slope", "--out", tmp_path / "out", path=coqc.parent)
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert "the library Interval of Coq is not installed" in done.stderr
    assert "apt-get install coq libcoq-coquelicot libcoq-interval" in done.stderr


def test_the_files_alone_need_no_coq(run, tmp_path):
    done = run("export", "coq", "C9a.delta-slope", "--out", tmp_path, "--no-check", "--json", path=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["lemmas"] == document["steps"] == 2
    assert document["kinds"] == {"derivative": 1, "rational identity": 1}


def test_an_unknown_id_is_refused(run, tmp_path):
    done = run("export", "coq", "C9a.delta-slop", "--out", tmp_path)
    assert done.returncode == 2 and "C9a.delta-slope" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.coq
@pytest.mark.skipif(shutil.which("coqc") is None, reason="coqc is not installed (apt-get install coq …)")
def test_with_coq_the_files_are_accepted(run, tmp_path):
    done = run("export", "coq", "C9a.delta-slope", "B24", "--out", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert set(document["seconds"]) == {"prelude", "C9", "B24"}
    assert "Classical_Prop.classic" in document["axioms"]
