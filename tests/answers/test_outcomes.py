"""What SymPy did not find: remembered by every process, safe beside others, never executed, removable."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sympy as sp

from symspline import cache
from symspline.answers import symbolic_integral
from symspline.answers.outcomes import Outcome, recall, remember
from symspline.answers.symbolic_integral import attempt

r = sp.Symbol("r", positive=True)


def question(k=0):
    """An integral with a dummy symbol, whose number is another one in every call."""
    return sp.Integral(r**3 / sp.cosh(r) ** 2 / sp.cosh(sp.Dummy("a", positive=True) + k * r) ** 2, (r, 0, sp.oo))


@pytest.fixture
def kept(monkeypatch, tmp_path):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_was_not_found_is_not_asked_for_again(kept, monkeypatch):
    asked = []

    def ask(integral, seconds):
        asked.append(seconds)
        return None, seconds > 5

    monkeypatch.setattr(symbolic_integral, "_ask", ask)
    assert attempt(question(), 2) == (None, True) and asked == [2]
    # No longer limit, no question; and the answer says that time ran out, as the first one did.
    assert attempt(question(), 1) == attempt(question(), 2) == (None, True) and asked == [2]
    assert attempt(question(), 9) == (None, False) and attempt(question(), 99) == (None, False) and asked == [2, 9]
    assert attempt(question(1), 1) == (None, True) and asked == [2, 9, 1]


def test_a_closed_form_and_a_process_that_could_not_be_asked_are_not_remembered(kept, monkeypatch):
    answers = iter([(sp.Integer(1), True), (None, None)])
    monkeypatch.setattr(symbolic_integral, "_ask", lambda integral, seconds: next(answers))
    assert attempt(question(), 1) == (1, False) and attempt(question(), 1) == (None, False)
    assert recall(question()) is None and not kept.exists()


PROCESS = """
import sympy as sp
from symspline.answers.outcomes import Outcome, recall, remember
r = sp.Symbol("r", positive=True)
integral = sp.Integral(r**3 / sp.cosh(r) ** 2 / sp.cosh(sp.Dummy("a", positive=True) + 7 * r) ** 2, (r, 0, sp.oo))
print(recall(integral))
for k in range(200):
    remember(integral, Outcome(3.0, False))
    assert recall(integral) == Outcome(3.0, False)
"""


def test_processes_and_threads_share_it(kept):
    def run(seed):
        env = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        return subprocess.run(
            [sys.executable, "-c", PROCESS], env=env, capture_output=True, text=True, check=True
        ).stdout

    with ThreadPoolExecutor(8) as pool:
        found = pool.map(run, (1, 2))
        for _ in pool.map(lambda k: remember(question(k % 3), Outcome(float(k), False)), range(200)):
            pass
        assert len(list(found)) == 2
    assert recall(question(7)) == Outcome(3.0, False) and "Outcome(seconds=3.0" in run(3)
    assert {file.suffix for file in kept.iterdir()} == {".json"} and len(list(kept.iterdir())) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2",
        "__import__('os').mkdir('executed')",
        '{"seconds": "__import__(\'os\').mkdir(\'executed\')", "finished": true}',
        '{"seconds": 1e9, "finished": "yes"}',
        '{"seconds": true, "finished": true}',
        '{"seconds": NaN, "finished": true}',
        '{"seconds": 1}',
        f'{{"seconds": 1{"0" * 400}, "finished": true}}',
        "[" * 100_000,
    ],
    ids=lambda text: text[:30],
)
def test_what_does_not_read_so_is_none(kept, text, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    remember(question(), Outcome(1.0, True))
    (file,) = kept.iterdir()
    file.write_text(text)
    assert recall(question()) is None and not (tmp_path / "executed").exists()
    remember(question(), Outcome(2.0, False))
    assert recall(question()) == Outcome(2.0, False) and json.loads(file.read_text()) == {
        "seconds": 2.0,
        "finished": False,
    }


def test_another_version_asks_anew_and_leaves_nothing_behind(kept, monkeypatch):
    remember(question(), Outcome(1.0, True))
    monkeypatch.setattr(cache, "state", lambda: "of another code")
    assert recall(question()) is None
    remember(question(1), Outcome(2.0, True))
    (file,) = kept.iterdir()
    assert file.stem.endswith("-of another code")


def test_the_state_is_of_the_versions_too(monkeypatch, tmp_path):
    before = cache.checksum(tmp_path)
    monkeypatch.setattr(cache, "version", lambda name: "0.0")
    assert cache.checksum(tmp_path) != before


def test_memories_of_another_kind_stay(kept):
    cache.write("verdicts", {})
    remember(question(), Outcome(1.0, True))
    assert {file.stem.partition("-")[0] for file in kept.iterdir()} == {"verdicts", "outcome"}


def test_it_can_be_removed_and_switched_off(kept, monkeypatch, tmp_path):
    remember(question(), Outcome(1.0, True))
    shutil.rmtree(kept)
    assert recall(question()) is None
    monkeypatch.setenv(cache.VARIABLE, "off")
    remember(question(), Outcome(1.0, True))
    assert cache.folder() is None and recall(question()) is None and not kept.exists()
    # Where it cannot be written nothing is remembered, and nobody is told.
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file"))
    remember(question(), Outcome(1.0, True))
    assert recall(question()) is None
