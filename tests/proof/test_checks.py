"""Many theorems side by side: the order, the sections that are loaded, and workers that are stuck."""

import subprocess
import sys

import pytest

from symspline.proof import checks
from symspline.proof.checker import check
from symspline.proof.verdict import Verdict


def test_names_come_in_reading_order():
    ids = [theorem.id for theorem in checks.named(["B8.zeta", "B7.zeta", "B7.joint"])]
    assert ids == ["B7.joint", "B7.zeta", "B8.zeta"]
    assert {theorem.id.split(".")[0] for theorem in checks.named(["B21"])} == {"B21"}
    assert len(checks.named(["loss_surface"])) > 200


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match=r"there is no theorem 'B7.zta'"):
        checks.named(["B7.zta"])


def test_a_name_loads_its_section_and_what_that_cites():
    script = "import sys; from symspline.proof.checks import named; named(['B9.zeta']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {m.rpartition(".")[2] for m in done.stdout.split() if m.startswith("symspline.derivations.")}
    assert "laplace" in loaded and not {"presets", "gaussian", "prefix_sums", "student_t"} & loaded


def test_several_processes_find_what_one_finds():
    theorems = checks.named(["B5", "B1"])
    side_by_side = checks.check_all(theorems, evidence=False, jobs=2)
    assert [r.verdict for r in side_by_side] == [check(t, evidence=False).verdict for t in theorems]


def test_a_worker_that_is_stuck_is_ended_and_its_theorem_undecided():
    report, _ = checks.check_all(checks.named(["B7.zeta", "B7.joint"]), evidence=False, jobs=2, timeout=0.01)
    assert report.verdict is Verdict.UNDECIDED and report.out_of_time
    assert "0.01 s" in report.steps[0].why
