"""A theorem, a section or the formula of an initialisation in any of the formats."""

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from symspline.model.formula import Formula
from symspline.proof.report import TheoremReport
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.display import display, hypothesis
from symspline.render.mathematics.mathml import mathml
from symspline.render.mathematics.notation import tex
from symspline.render.mathematics.prose import escape_latex

from .bibtex import bibtex
from .html import section_page, theorem_html, theorem_page
from .latex import broken, derivation
from .markdown import derivation_markdown, section_markdown
from .page import page
from .pdf import typeset
from .tex_document import COLUMN, document, theorem_document

Subject = Theorem | Section | Formula
Reports = Mapping[str, TheoremReport]

PUT_IN = "With what this initialisation puts in:"


def theorems_of(subject: Subject) -> tuple[Theorem, ...]:
    """The theorems that are shown with a subject."""
    if isinstance(subject, Formula):
        return () if subject.theorem is None else (subject.theorem,)
    return (subject,) if isinstance(subject, Theorem) else subject.theorems


def show_as(subject: Subject, format: str, reports: Reports | None = None) -> str:
    """The subject as text: "latex" to paste, "tex" for a document, "md", "html", "json", or its sources as "bibtex".

    A theorem without a report has no verdict.
    """
    shown = {"latex": _latex, "tex": _tex, "md": _markdown, "html": _html, "json": _data, "bibtex": _bibtex}[format](
        subject, reports or {}
    )
    return shown if isinstance(shown, str) else json.dumps(shown, indent=1, ensure_ascii=False)


def show_pdf(subject: Subject, out: Path, reports: Reports | None = None) -> Path:
    """Compile the subject to a PDF; the `.tex` is kept beside it.

    Raises:
        MissingTool: when there is no pdflatex.
    """
    return typeset(show_as(subject, "tex", reports), out).path


def _title(formula: Formula) -> str:
    return formula.name.replace("_", " ")


def _latex(subject: Subject, reports: Reports) -> str:
    derivations = [derivation(theorem, reports.get(theorem.id)) for theorem in theorems_of(subject)]
    if not isinstance(subject, Formula):
        return "\n\n".join(derivations)
    equation = broken(subject.latex(), 0.95 * COLUMN)
    parts = [
        *(f"{text}\n\n{PUT_IN}" for text in derivations),
        equation,
        escape_latex(" ".join(subject.remarks)),
    ]
    return "\n\n".join(part for part in parts if part)


def _tex(subject: Subject, reports: Reports) -> str:
    if isinstance(subject, Formula):
        return document(_title(subject), _latex(subject, reports))
    return theorem_document(subject, reports)


def _markdown(subject: Subject, reports: Reports) -> str:
    if isinstance(subject, Section):
        return section_markdown(subject, reports)
    derivations = [derivation_markdown(theorem, reports.get(theorem.id)) for theorem in theorems_of(subject)]
    if isinstance(subject, Theorem):
        return derivations[0]
    head = (f"# {_title(subject)}", f"$$\n{subject.latex()}\n$$", " ".join(subject.remarks))
    return "\n\n".join(part for part in (*head, *derivations) if part)


def _html(subject: Subject, reports: Reports) -> str:
    if isinstance(subject, Section):
        return section_page(subject, reports)
    if isinstance(subject, Theorem):
        return theorem_page(subject, reports.get(subject.id))
    parts = [
        f"<h1>{escape(_title(subject))}</h1>",
        f'<div class="display">{mathml(subject.latex(), display=True)}</div>',
        *(f"<p>{escape(remark)}</p>" for remark in subject.remarks),
        f"<details><summary>LaTeX</summary><pre>{escape(subject.latex())}</pre></details>",
        *(theorem_html(theorem, reports.get(theorem.id)) for theorem in theorems_of(subject)),
    ]
    return page(_title(subject), "\n".join(parts))


def _bibtex(subject: Subject, reports: Reports) -> str:
    del reports
    theorems = theorems_of(subject)
    named = subject.id if isinstance(subject, Section) else theorems[0].id if theorems else ""
    return bibtex(theorems, f"{'Section' if isinstance(subject, Section) else 'Theorem'} {named}" if named else "")


def _data(subject: Subject, reports: Reports) -> dict[str, Any]:
    theorems = [theorem_data(theorem, reports.get(theorem.id)) for theorem in theorems_of(subject)]
    if isinstance(subject, Theorem):
        return theorems[0]
    if isinstance(subject, Section):
        return {"id": subject.id, "title": subject.title, "theorems": theorems}
    return {
        "name": subject.name,
        "arguments": [str(a) for a in subject.args],
        "latex": subject.latex(),
        "expression": str(subject.expr),
        "closed": subject.closed,
        "verdict": subject.verdict.value if subject.verdict else None,
        "remarks": list(subject.remarks),
        "theorem": theorems[0] if theorems else None,
    }


def theorem_data(theorem: Theorem, report: TheoremReport | None = None) -> dict[str, Any]:
    """A theorem as a dictionary that `json.dumps` takes; without a report its verdict and its check are None."""
    shown = display(theorem, report)
    return {
        "id": theorem.id,
        "title": theorem.title,
        "chapter": theorem.chapter,
        "section": theorem.section,
        "claim": str(theorem.claim),
        "not_checked": theorem.statement,
        "argued": theorem.argued,
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
                "coq": row.coq is not None,
            }
            for row in shown.rows
        ],
        "conclusion": tex(theorem.conclusion),
        "verdict": report.verdict.value if report else None,
        "check": report.as_dict() if report else None,
        "cites": [t.id for t in theorem.cites],
        "routines": list(theorem.routines),
        "source": {
            "text": theorem.source.text,
            "id": theorem.source.id,
            "stated": [
                {"key": c.reference.key, "label": c.reference.label, "place": c.place} for c in theorem.source.stated
            ],
        },
        "latex": derivation(theorem, report),
    }
