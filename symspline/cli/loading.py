"""Theorems by what a person types: ids, sections, chapters, words of titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .app import progress_bar

if TYPE_CHECKING:
    from symspline.proof.section import Section
    from symspline.proof.theorem import Theorem

_ID = re.compile(r"[A-Za-z]\d+[a-z]*(\..*)?")


def theorems_named(ids: Sequence[str], *, says: bool = False) -> tuple[Theorem, ...]:
    """The theorems of some ids, of all sections without one; loaded under a progress bar.

    Raises:
        ValueError: for an unknown id; the nearest ids are named.
    """
    from symspline.proof.checks import named
    from symspline.proof.library import library

    if not ids:
        sections = [(chapter, id) for chapter in library.chapters for id in chapter.files]
        with progress_bar("load", len(sections), "sections", says=says) as tick:
            for chapter, id in sections:
                len(chapter.section(id).theorems)
                tick(id)
    return named(ids)


def section_of(theorem: Theorem) -> Section:
    """The section in which a theorem of the library stands."""
    from symspline.proof.library import library

    found = library.section_of(theorem.id)
    assert found is not None
    return found


def theorems_with(words: Sequence[str]) -> tuple[Theorem, ...]:
    """Those among the theorems of the ids, if there are some, that hold every other word.

    A word is looked for, in letters of any case, in the id and the title of a theorem and in the titles of its section
    and its chapter.

    Raises:
        ValueError: for an unknown id, or words that no theorem holds.
    """
    from symspline.proof.library import library

    titles = {chapter.slug: chapter.title for chapter in library.chapters}
    ids = [word for word in words if word in titles or _ID.fullmatch(word)]
    wanted = [word.casefold() for word in words if word not in ids]
    found = []
    for theorem in theorems_named(ids, says=True):
        text = " ".join((theorem.id, theorem.title, section_of(theorem).title, titles[theorem.chapter])).casefold()
        if all(word in text for word in wanted):
            found.append(theorem)
    if not found:
        among = f" among {', '.join(ids)}" if ids else ""
        raise ValueError(f"no title{among} holds {' and '.join(map(repr, wanted))}; `symspline list` names them all")
    return tuple(found)
