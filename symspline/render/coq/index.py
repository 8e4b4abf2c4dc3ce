"""Which steps Coq has accepted: a table, kept beside the data, that pages read without Coq.

The table names for each accepted step its kind, its proof, the conditions that had to be assumed, and a digest of the
statement with the definitions that it uses. A step that has been changed since has another digest, and no certificate.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from symspline.proof.checker import each_step
from symspline.proof.theorem import Theorem

from .lemma import Lemma
from .prelude import DEFINITIONS
from .steps import Stated, assuming, proved, stated
from .terms import Unprintable

FIELDS = ("theorem", "place", "kind", "proof", "assumed", "digest")
REFUSED = "Coq has accepted none of the proofs tried"
CHANGED = "the step has changed since Coq accepted it"
TABLE = Path(str(files("symspline"))) / "data" / "coq.csv"
"""The committed table; `python -m symspline.render.coq.trying` writes it."""


@dataclass(frozen=True)
class Entry:
    """A step that Coq accepted.

    Args:
        theorem: id of the theorem.
        place: "step 2" or "compute".
        kind: what the lemma is about.
        proof: name of the proof.
        assumed: numbers of the conditions for values that are hypotheses of the lemma.
        digest: of the statement.
    """

    theorem: str
    place: str
    kind: str
    proof: str
    assumed: frozenset[int]
    digest: str


@dataclass(frozen=True)
class Certificate:
    """What Coq says of a step.

    Args:
        place: "step 2" or "compute".
        kind: what the lemma is about; empty where there is none.
        assumed: conditions that the lemma assumes beyond the theorem's, as propositions.
        why: why there is no lemma; empty where there is one.
    """

    place: str
    kind: str
    assumed: tuple[str, ...] = ()
    why: str = ""

    @property
    def accepted(self) -> bool:
        """Whether Coq has accepted the step."""
        return bool(self.kind)


def digest(lemma: Lemma) -> str:
    """A short hash of a statement and of the definitions under it."""
    return hashlib.sha256(f"{DEFINITIONS}\n{lemma.statement}".encode()).hexdigest()[:12]


def parse(text: str) -> dict[tuple[str, str], Entry]:
    """The entries of a table."""
    found = {}
    for row in csv.DictReader(io.StringIO(text)):
        numbers = frozenset(int(k) for k in row["assumed"].split())
        entry = Entry(row["theorem"], row["place"], row["kind"], row["proof"], numbers, row["digest"])
        found[entry.theorem, entry.place] = entry
    return found


def table(entries: list[Entry]) -> str:
    """Entries as a table, the inverse of `parse`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for e in entries:
        writer.writerow((e.theorem, e.place, e.kind, e.proof, " ".join(map(str, sorted(e.assumed))), e.digest))
    return out.getvalue()


@cache
def accepted() -> dict[tuple[str, str], Entry]:
    """The committed table; empty where there is none."""
    return parse(TABLE.read_text(encoding="utf-8")) if TABLE.is_file() else {}


def certificate(theorem: Theorem) -> tuple[Certificate, ...]:
    """For each step of a theorem (its form for floating point last) whether Coq has accepted a lemma, and of what kind.

    Example:
        >>> import symspline as ss
        >>> [c.kind for c in certificate(ss.library["C9a.delta-slope"])]
        ['derivative', 'rational identity']
    """
    return tuple(_certificate(theorem, *each) for each in each_step(theorem))


def _certificate(theorem: Theorem, place: str, before: object, step: object) -> Certificate:
    entry = accepted().get((theorem.id, place))
    try:
        lemma = stated(theorem, place, before, step).lemma  # pyright: ignore[reportArgumentType]
    except Unprintable as error:
        return Certificate(place, "", why=str(error))
    if entry is None:
        return Certificate(place, "", why=REFUSED)
    lemma = assuming(lemma, entry.assumed)
    if digest(lemma) != entry.digest:
        return Certificate(place, "", why=CHANGED)
    return Certificate(place, lemma.kind, lemma.assumed)


def certified(theorem: Theorem) -> dict[str, Certificate]:
    """The certificates of the steps that Coq has accepted as they stand, by place."""
    places = (each for each in each_step(theorem) if (theorem.id, each[0]) in accepted())
    return {c.place: c for each in places if (c := _certificate(theorem, *each)).accepted}


def lemmas(theorem: Theorem) -> Iterator[Lemma]:
    """The accepted lemmas of a theorem, with their proofs."""
    for place, before, step in each_step(theorem):
        entry = accepted().get((theorem.id, place))
        if entry is None:
            continue
        try:
            what: Stated = stated(theorem, place, before, step)
            lemma = proved(what, entry.proof, entry.assumed)
        except Unprintable:
            continue
        if digest(lemma) == entry.digest:
            yield lemma
