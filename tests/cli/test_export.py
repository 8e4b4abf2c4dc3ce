"""`symspline export coq` as a person meets it, with Coq and without."""

import json
import os
import shutil
import subprocess
import sys

import pytest


def run(*arguments, path=None):
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    if path is not None:
        environment["PATH"] = str(path)
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", "from symspline.cli import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=300,
    )


def test_without_coq_the_files_are_written_and_the_install_line_is_told(tmp_path):
    empty = tmp_path / "bin"
    empty.mkdir()
    done = run("export", "coq", "C9", "--out", tmp_path / "out", path=empty)
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert "apt-get install coq libcoq-coquelicot libcoq-interval" in done.stderr
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"prelude.v", "_CoqProject", *(f"C9{letter}.v" for letter in "abcd")}
    assert "Qed." in (tmp_path / "out" / "C9a.v").read_text()


def test_the_files_alone_need_no_coq(tmp_path):
    done = run("export", "coq", "C9a.delta-slope", "--out", tmp_path, "--no-check", "--json", path=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["lemmas"] == document["steps"] == 2
    assert document["kinds"] == {"derivative": 1, "rational identity": 1}


def test_an_unknown_id_is_refused(tmp_path):
    done = run("export", "coq", "C9a.delta-slop", "--out", tmp_path)
    assert done.returncode == 2 and "C9a.delta-slope" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.coq
@pytest.mark.skipif(shutil.which("coqc") is None, reason="coqc is not installed (apt-get install coq …)")
def test_with_coq_the_files_are_accepted(tmp_path):
    done = run("export", "coq", "C9", "--out", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)["seconds"]) == {"prelude", "C9a", "C9b", "C9c", "C9d"}
