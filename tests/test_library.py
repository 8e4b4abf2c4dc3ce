"""Every theorem of the library holds, and every error planted in it is caught."""

import re
import subprocess
import sys

import pytest

from symspline.proof.checker import check, try_evidence
from symspline.proof.faults import plant
from symspline.proof.library import library
from symspline.proof.verdict import Verdict

THEOREMS = list(library)
IDS = [theorem.id for theorem in THEOREMS]


@pytest.mark.parametrize("theorem", THEOREMS, ids=IDS)
def test_it_holds(theorem):
    # What it cites is held by that theorem's own test.
    report = check(theorem, evidence=False, cited={other.id: Verdict.PROVED for other in theorem.cites})
    weak = [(s.place, s.verdict.value, s.how, s.why) for s in report.steps if not s.verdict.holds]
    assert report.verdict.holds, weak
    for step in report.steps:
        assert step.verdict is not Verdict.SAMPLED or step.why, f"{step.place} does not say why it is only sampled"


@pytest.mark.slow
@pytest.mark.parametrize("theorem", THEOREMS, ids=IDS)
def test_planted_errors_are_caught(theorem):
    survivors = [f"{f.place}, {f.kind}: {f.line} ({f.verdict})" for f in plant(theorem, per_line=1) if not f.caught]
    assert not survivors


@pytest.mark.slow
@pytest.mark.parametrize("theorem", [t for t in THEOREMS if t.evidence], ids=lambda t: t.id)
def test_the_evidence_agrees(theorem):
    assert [finding.text for _, finding in try_evidence(theorem) if not finding.passed] == []


def test_ids_and_titles():
    assert len(set(IDS)) == len(IDS)
    for theorem in THEOREMS:
        assert theorem.chapter in {chapter.slug for chapter in library.chapters}
        assert theorem.title[:1].isupper() or theorem.title.startswith("$"), theorem.id
        assert not re.search(r"\b(TODO|issue)\b", theorem.statement + theorem.title)


def test_every_section_introduces_itself():
    for section in library.sections:
        assert len(section.text.split()) >= 25, f"{section.id} has no text to speak of"
        assert section.theorems


def test_what_is_cited_can_be_read():
    for theorem in THEOREMS:
        for other in theorem.cites:
            assert other.id in IDS, f"{theorem.id} cites {other.id}, which is in no section"


def test_a_section_of_one_theorem_is_a_section(monkeypatch):
    section = library["B2"]
    monkeypatch.setattr(section, "_theorems", section._theorems[:1])
    assert library["B2"] is section


def test_a_wrong_id_loads_no_chapter():
    code = "import sys; from symspline.proof.library import library\ntry: library['NOPE']\nexcept ValueError: pass\n"
    code += "print(*(name for name in sys.modules if name.endswith('.gaussian')))"
    assert not subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_looking_up():
    assert library["B7.zeta"].id == "B7.zeta"
    assert next(iter(library["B7"])).id.startswith("B7")
    with pytest.raises(ValueError, match=r"no theorem 'B7.zita'; the nearest are .*B7.zeta"):
        library["B7.zita"]
    assert library[" b7.ZETA "] is library["B7.zeta"] and library["b7"] is library["B7"]
    lone = [section.id for section in library.sections if len(section.theorems) == 1]
    assert all(library[id].id.startswith(id) for id in lone)
    assert [t.id.partition(".")[0] for t in library["c5d"]] == ["C5d"] * len(library["C5d"].theorems)
    assert len(library["C5"].theorems) > len(library["C5d"].theorems)
    with pytest.raises(ValueError, match="'B77'; the nearest are B7"):
        library["B77"]
    for id in ("", ".", "X.y", "NOPE"):
        with pytest.raises(ValueError, match=f"no theorem '{id}'; `symspline list` names them all"):
            library[id]
    with pytest.raises(ValueError, match="id is None; give the id of a theorem"):
        library[None]
