"""A derivation as rows: relation, line and reason, which every format prints in its own way."""

from __future__ import annotations

from dataclasses import dataclass

from sympy.logic.boolalg import Boolean

from symspline.proof.checker import TheoremReport
from symspline.proof.theorem import Theorem
from symspline.proof.verdict import Verdict

from .notation import tex
from .reasons import reason

RELATION_TEX = {"=": "=", "<=": r"\leq", "=>": r"\Longrightarrow", "<=>": r"\Longleftrightarrow"}


@dataclass(frozen=True)
class Row:
    """One line of a derivation.

    Args:
        relation: LaTeX of the relation to the line before; empty for the first condition of a chain.
        line: LaTeX of the line.
        reason: prose, mathematics between dollar signs; may be empty.
        verdict: what the check of the step said; None for the first line.
        cites: ids of the theorems that the reason names.
        note: the reason again, for a place where its formulas are displayed.
    """

    relation: str
    line: str
    reason: str
    verdict: Verdict | None = None
    cites: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Display:
    """A derivation: what is computed, and the rows that lead to it.

    Args:
        subject: LaTeX of the left side; empty for a chain of conditions.
        rows: the lines.
    """

    subject: str
    rows: tuple[Row, ...]


def display(theorem: Theorem, report: TheoremReport | None = None) -> Display:
    """The rows of a theorem, with the verdict of each step where a report is given."""
    logical = isinstance(theorem.start, Boolean)
    verdicts = {step.place: step.verdict for step in report.steps} if report else {}
    origin = theorem.origin
    rows = [
        Row(
            "" if logical else "=",
            tex(theorem.start),
            reason(origin) if origin else "",
            None,
            tuple(t.id for t in origin.cites) if origin else (),
            reason(origin, inline=False) if origin else "",
        )
    ]
    for k, step in enumerate(theorem.steps):
        move, verdict = step.move, verdicts.get(f"step {k + 1}")
        cites = tuple(t.id for t in move.cites)
        note = reason(move, inline=False)
        rows.append(Row(RELATION_TEX[step.relation], tex(step.line), reason(move), verdict, cites, note))
    subject = "" if logical else tex(theorem.subject)
    if subject and subject == rows[0].line:
        rows = rows[1:] or rows
    return Display(subject, tuple(rows))
