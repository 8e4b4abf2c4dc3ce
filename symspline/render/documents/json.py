"""A theorem as plain data: LaTeX strings, reasons and verdicts."""

from __future__ import annotations

from typing import Any

from symspline.proof.checker import TheoremReport
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.display import display
from symspline.render.mathematics.given import hypothesis
from symspline.render.mathematics.notation import tex

from .latex import derivation


def theorem_data(theorem: Theorem, report: TheoremReport | None = None) -> dict[str, Any]:
    """A theorem as a dictionary that `json.dumps` takes.

    Args:
        theorem: the theorem.
        report: its check; without one verdict and check are None.

    Returns:
        Keys: id, title, chapter, section, statement, arguments, assumes, subject, relation, lines, conclusion, verdict,
        check, cites, routines, source, latex.
    """
    shown = display(theorem, report)
    return {
        "id": theorem.id,
        "title": theorem.title,
        "chapter": theorem.chapter,
        "section": theorem.section,
        "statement": theorem.statement,
        "arguments": [
            {
                "symbol": str(a.symbol),
                "latex": tex(a.symbol),
                "low": str(a.low),
                "high": str(a.high),
                "meaning": a.meaning,
            }
            for a in theorem.arguments
        ],
        "assumes": [hypothesis(a) for a in theorem.assumes],
        "subject": shown.subject,
        "relation": theorem.relation,
        "lines": [
            {
                "relation": row.relation,
                "latex": row.line,
                "reason": row.reason,
                "verdict": row.verdict.value if row.verdict else None,
                "cites": list(row.cites),
            }
            for row in shown.rows
        ],
        "conclusion": tex(theorem.conclusion),
        "verdict": report.verdict.value if report else None,
        "check": report.as_dict() if report else None,
        "cites": [t.id for t in theorem.cites],
        "routines": list(theorem.routines),
        "source": {"text": theorem.source.text, "id": theorem.source.id},
        "latex": derivation(theorem, report),
    }
