"""A theorem, a section or the formula of an initialisation in any of the formats."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from symspline.model.formula import Formula
from symspline.proof.checker import TheoremReport
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.breaking import break_lines
from symspline.render.mathematics.mathml import mathml
from symspline.render.mathematics.prose import escape_latex

from .html import section_page, theorem_html, theorem_page
from .json import theorem_data
from .latex import derivation
from .markdown import derivation_markdown, section_markdown
from .page import page
from .pdf import typeset
from .tex_document import COLUMN, document, theorem_document

Subject = Theorem | Section | Formula
Reports = Mapping[str, TheoremReport]

PUT_IN = "With what this initialisation puts in:"
NUMERIC = "No closed form was found for these laws; the integral is evaluated by quadrature."


def theorems_of(subject: Subject) -> tuple[Theorem, ...]:
    """The theorems that are shown with a subject."""
    if isinstance(subject, Formula):
        return () if subject.theorem is None else (subject.theorem,)
    return (subject,) if isinstance(subject, Theorem) else subject.theorems


def show_as(subject: Subject, format: str, reports: Reports | None = None) -> str:
    """The subject as text.

    Args:
        subject: what to show.
        format: "latex" to paste, "tex" for a document, "md", "html" or "json".
        reports: checks by theorem id; a theorem without one has no verdict.
    """
    known = reports or {}
    if isinstance(subject, Formula):
        return _FORMULA[format](subject, known)
    if isinstance(subject, Section):
        return {
            "latex": lambda: "\n\n".join(derivation(t, known.get(t.id)) for t in subject),
            "tex": lambda: theorem_document(subject, known),
            "md": lambda: section_markdown(subject, known),
            "html": lambda: section_page(subject, known),
            "json": lambda: _dump(
                {
                    "id": subject.id,
                    "title": subject.title,
                    "theorems": [theorem_data(t, known.get(t.id)) for t in subject],
                }
            ),
        }[format]()
    report = known.get(subject.id)
    return {
        "latex": lambda: derivation(subject, report),
        "tex": lambda: theorem_document(subject, known),
        "md": lambda: derivation_markdown(subject, report),
        "html": lambda: theorem_page(subject, report),
        "json": lambda: _dump(theorem_data(subject, report)),
    }[format]()


def show_pdf(subject: Subject, out: Path, reports: Reports | None = None) -> Path:
    """Compile the subject to a PDF; the `.tex` is kept beside it.

    Raises:
        MissingTool: when there is no pdflatex.
    """
    return typeset(show_as(subject, "tex", reports), out).path


def _dump(data: Any) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False)


def _equation(formula: Formula) -> str:
    """The formula with its numbers, as an align environment."""
    lines = break_lines(formula.latex(), 0.95 * COLUMN)
    body = " \\\\\n".join(("& " if k == 0 else "& \\quad ") + line for k, line in enumerate(lines))
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"


def _latex(formula: Formula, reports: Reports) -> str:
    parts: Sequence[str] = (
        *(f"{derivation(theorem, reports.get(theorem.id))}\n\n{PUT_IN}" for theorem in theorems_of(formula)),
        _equation(formula),
        "" if formula.closed else escape_latex(NUMERIC),
    )
    return "\n\n".join(part for part in parts if part)


def _html(formula: Formula, reports: Reports) -> str:
    parts = [
        f"<h1>{escape(formula.name.replace('_', ' '))}</h1>",
        f'<div class="display">{mathml(formula.latex(), display=True)}</div>',
        "" if formula.closed else f"<p>{NUMERIC}</p>",
        f"<details><summary>LaTeX</summary><pre>{escape(formula.latex())}</pre></details>",
        *(theorem_html(theorem, reports.get(theorem.id)) for theorem in theorems_of(formula)),
    ]
    return page(formula.name.replace("_", " "), "\n".join(parts))


def _markdown(formula: Formula, reports: Reports) -> str:
    parts = [f"# {formula.name.replace('_', ' ')}", f"$$\n{formula.latex()}\n$$", "" if formula.closed else NUMERIC]
    parts += (derivation_markdown(theorem, reports.get(theorem.id)) for theorem in theorems_of(formula))
    return "\n\n".join(part for part in parts if part)


def _json(formula: Formula, reports: Reports) -> str:
    shown = [theorem_data(theorem, reports.get(theorem.id)) for theorem in theorems_of(formula)]
    return _dump(
        {
            "name": formula.name,
            "arguments": [str(a) for a in formula.args],
            "latex": formula.latex(),
            "expression": str(formula.expr),
            "closed": formula.closed,
            "theorem": shown[0] if shown else None,
        }
    )


_FORMULA = {
    "latex": _latex,
    "tex": lambda formula, reports: document(formula.name.replace("_", " "), _latex(formula, reports)),
    "md": _markdown,
    "html": _html,
    "json": _json,
}
