"""References, and the theorems that name them."""

import pickle

import pytest

from symspline.derivations.references import FURTHER, REFERENCES, STATED, stated_in
from symspline.proof.bibliography import Bibliography
from symspline.proof.reference import Reference
from symspline.proof.source import Citation, Source

FIELDS = {"key": "some2000", "kind": "misc", "title": "T", "authors": "Some, One", "seen": "a page", "year": 2000}


def made(**changed):
    return Reference(**{**FIELDS, **changed})


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"key": "Some 2000"}, "a key reads like cho2009"),
        ({"kind": "paper"}, "kind 'paper' is not one of article"),
        ({"title": ""}, "some2000: title is empty; say what the page says"),
        ({"seen": ""}, "some2000: seen is empty"),
        ({"year": None}, "neither year nor short is given"),
    ],
)
def test_a_reference_that_cannot_be_named_or_found_is_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        made(**changed)


def test_labels():
    assert [made(authors=a).label for a in ("A, B", "A, B; C, D", "A, B; C, D; E, F")] == [
        "A (2000)",
        "A and C (2000)",
        "A et al. (2000)",
    ]
    assert made(year=None, short="Site").label == "Site"
    assert made(doi="1/2").address == "https://doi.org/1/2" and made(arxiv="1.2").address.endswith("/abs/1.2")


def test_keys_and_labels_are_unique():
    with pytest.raises(ValueError, match="the key is used twice"):
        Bibliography(made(), made(title="U"))
    with pytest.raises(ValueError, match=r"some2000 and somer2000 are both named Some \(2000\)"):
        Bibliography(made(), made(key="somer2000"))


def test_an_unknown_key_is_refused():
    with pytest.raises(ValueError, match=r"no reference 'weil1912'; the nearest are weyl1912.*references.py"):
        stated_in(weil1912="for any two matrices")
    with pytest.raises(ValueError, match="no reference 'zzz'; derivations"):
        REFERENCES["zzz"]


def test_a_source_in_words():
    one, two = Citation(made(), "$a^2$"), Citation(made(key="other1999", authors="Other, X", year=1999))
    assert Source().words == "derived here" and Source(id="B3").words == "derived here [B3]"
    assert Source(stated=(one, two)).words == "derived here; stated in Some (2000), $a^2$; in Other (1999)"
    assert pickle.loads(pickle.dumps(Source(stated=(one,)))) == Source(stated=(one,))


def test_every_reference_is_named_by_a_theorem_or_says_why_it_is_listed():
    from symspline.proof.library import library

    named = {citation.reference.key for theorem in library for citation in theorem.source.stated}
    assert named == {reference.key for reference in STATED}
    assert all(reference.note for reference in FURTHER) and not any(reference.note for reference in STATED)
    assert all(citation.place for theorem in library for citation in theorem.source.stated)
