"""Makes the table of accepted steps anew: `python -m symspline.render.coq.trying [ID…] > symspline/data/coq.csv`.

Each step that has a lemma is shown to Coq, one proof after the other; what it accepts becomes a line. Conditions under
which the lines have values are proved where they follow from the hypotheses, and assumed where they do not.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from symspline.proof.checker import each_step
from symspline.proof.checks import named
from symspline.proof.theorem import Theorem

from .coqtop import Conversation
from .files import compile_prelude
from .index import Entry, digest, table
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


def main() -> None:
    """Write the table on stdout, and what becomes of each step on stderr."""
    found = entries(named(sys.argv[1:]), tell=lambda line: print(line[:400], file=sys.stderr, flush=True))
    print(table(found), end="")


if __name__ == "__main__":
    main()
