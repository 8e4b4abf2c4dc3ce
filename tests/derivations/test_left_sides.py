"""What the theorems of the library name on the left is what their first lines are, as far as definitions go."""

import re
from dataclasses import replace

import pytest

from symspline.proof.checker import Desk, check_step
from symspline.proof.library import library
from symspline.proof.moves import Algebra
from symspline.proof.opening import beginning, definitions, taken_as_given
from symspline.proof.theorem import Step, is_condition
from symspline.proof.verdict import Verdict

THEOREMS = list(library)
ID = re.compile(r"\b[BCDF]\d+[a-z]?\.[a-z0-9-]+(?:\.[a-z-]+)?|\b[BCDF]\d+[a-z]\b")


@pytest.fixture(scope="module")
def begun():
    """How each left side leads to the first line."""
    found = {theorem.id: beginning(theorem) for theorem in THEOREMS}
    assert not {id: how.astray for id, how in found.items() if how.astray}
    return {id: how.opening for id, how in found.items()}


def test_densities_and_zeta_of_independent_laws_are_what_the_chapter_defines():
    named = [theorem for theorem in THEOREMS if not taken_as_given(theorem) and theorem.chapter == "initialisation"]
    assert {"B7.zeta", "B8.joint", "B9.conditional", "B11.breakpoint", "B12.delta-slope"} <= {t.id for t in named}
    assert len(named) >= 120


@pytest.mark.parametrize("id", ["B7.zeta", "B8.joint", "C6a.ww", "C1b.jump-right", "B26.torch.mean-roughness"])
def test_a_first_line_that_is_another_is_refuted(id):
    theorem = library[id]
    wrong = replace(theorem, start=2 * theorem.start, steps=(Step("=", 2 * theorem.start + 1, Algebra()),))
    begun = beginning(wrong).opening
    assert begun is not None and check_step(Desk(wrong), "start", *begun).verdict is Verdict.REFUTED


@pytest.mark.parametrize("id", ["B2.joint", "B16.kernel", "C2.balance", "C8f.phase"])
def test_where_definitions_end_the_page_says_so(id):
    assert taken_as_given(library[id])


def test_a_chain_may_start_at_what_is_cited(begun):
    cited = [theorem for theorem in THEOREMS if begun[theorem.id] and theorem.origin and theorem.origin.cites]
    assert {"B7.breakpoint-cdf", "B22.he-normal", "B25.normal", "C1b.jump-left", "C8a.power-3"} <= {
        theorem.id for theorem in cited
    }
    assert len(cited) >= 60


def test_an_id_in_a_reason_is_a_citation():
    """The verdict of a theorem that is called upon counts."""
    loose = []
    for theorem in THEOREMS:
        cited = {other.id for other in theorem.cites}
        moves = [*([theorem.origin] if theorem.origin else []), *(step.move for step in theorem.steps)]
        loose += [(theorem.id, id) for move in moves for id in ID.findall(str(move.reason())) if id not in cited]
    assert not loose


def test_what_is_argued_is_marked():
    argued = {theorem.id for theorem in THEOREMS if theorem.argued}
    assert argued == {"C5e.mismatch", "C6g.rank", "C6g.nullity", "C6h.upper", "C8f.phase"}


def test_definitions_are_printed_for_what_is_named(begun):
    silent = [
        theorem.id
        for theorem in THEOREMS
        if theorem.subject != theorem.start
        and not is_condition(theorem.start)
        and not taken_as_given(theorem)
        and not (begun[theorem.id] or definitions(theorem))
    ]
    assert not silent
