"""Makes the table of accepted steps anew: `python -m symspline.render.coq.trying [ID…]`.

It does so for the theorems that are named, for all without a name, and after `changed` for those whose accepted steps
are no longer as they were.
Each step that has a lemma is shown to Coq, one proof after the other; what it accepts becomes a line. Conditions under
which the lines have values are proved where they follow from the hypotheses, and assumed where they do not.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from symspline.files import write_text
from symspline.proof.checker import each_step
from symspline.proof.checks import named
from symspline.proof.library import library
from symspline.proof.theorem import Theorem

from .coqtop import Conversation
from .files import compile_prelude
from .index import TABLE, Entry, accepted, digest, lemmas, table
from .lemma import Lemma
from .steps import Stated, assuming, proofs, stated
from .terms import Unprintable


def entries(
    theorems: Iterable[Theorem], seconds: int = 10, tell: Callable[[str], None] = lambda line: None
) -> list[Entry]:
    """The steps that Coq accepts.

    Args:
        theorems: whose steps are tried.
        seconds: limit of one tactic.
        tell: is told of each step what became of it.
    """
    found = []
    with tempfile.TemporaryDirectory() as folder:
        compile_prelude(Path(folder))
        coq = Conversation(Path(folder), seconds)
        for theorem in theorems:
            for place, before, step in each_step(theorem):
                try:
                    what = stated(theorem, place, before, step)
                    entry, why = _tried(coq, what)
                except Unprintable as error:
                    tell(f"{theorem.id} {place}: no lemma, {error}")
                    continue
                tell(f"{theorem.id} {place}: {what.lemma.kind}, {why or 'accepted'}")
                if entry is not None:
                    found.append(entry)
        coq.close()
    return found


def _tried(coq: Conversation, what: Stated) -> tuple[Entry | None, str]:
    why = "no proof"
    assumed: frozenset[int] | None = None
    for name, script in proofs(what):
        if assumed is None:
            unmet = _unmet(coq, what.lemma)
            if unmet is None:
                return None, "refused: the integrand has no value on the range"
            assumed = unmet
        lemma = assuming(replace(what.lemma, proof=tuple(script)), assumed)
        why = coq.refused(lemma)
        if not why:
            return Entry(lemma.theorem, lemma.place, lemma.kind, name, assumed, digest(lemma)), ""
    return None, f"refused: {why}"


def _unmet(coq: Conversation, lemma: Lemma) -> frozenset[int] | None:
    """Numbers of the conditions that do not follow; None where one of them concerns a bound variable.

    A condition for all values of a variable is never assumed: it may hold for none, and with it anything follows.
    """

    def follows(k: int) -> bool:
        trial = assuming(replace(lemma, proof=("signs.",), claim=lemma.defined[k]), unmet)
        return not coq.refused(replace(trial, defined=()))

    unmet: frozenset[int] = frozenset()
    bound = [k for k, condition in enumerate(lemma.defined) if condition.startswith("forall ")]
    unmet = frozenset(k for k in range(len(lemma.defined)) if k not in bound and not follows(k))
    return unmet if all(follows(k) for k in bound) else None


def merged(found: Iterable[Entry], tried: Iterable[Theorem]) -> list[Entry]:
    """The committed entries with those of the theorems that were tried anew, in reading order."""
    again = {theorem.id for theorem in tried}
    order = {theorem.id: k for k, theorem in enumerate(library)}
    kept = (entry for entry in accepted().values() if entry.theorem not in again and entry.theorem in order)
    return sorted([*kept, *found], key=lambda entry: order[entry.theorem])


def changed() -> tuple[Theorem, ...]:
    """The theorems of which the table names a step that is no longer as it was."""
    held = {(lemma.theorem, lemma.place) for theorem in library for lemma in lemmas(theorem)}
    ids = {id for id, place in accepted() if (id, place) not in held}
    return tuple(theorem for theorem in library if theorem.id in ids)


def main() -> None:
    """Write the table, and what becomes of each step on stderr."""
    theorems = changed() if sys.argv[1:] == ["changed"] else named(sys.argv[1:])
    found = entries(theorems, tell=lambda line: print(line[:400], file=sys.stderr, flush=True))
    write_text(TABLE, table(merged(found, theorems)))


if __name__ == "__main__":
    main()
