"""A theorem, a section or the formula of an initialisation in any of the formats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from symspline.model.formula import Formula
from symspline.proof.theorem import Section, Theorem
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

PUT_IN = "With what this initialisation puts in:"
NUMERIC = "No closed form was found for these laws; the integral is evaluated by quadrature."


def show_as(subject: Subject, format: str) -> str:
    """The subject as text.

    Args:
        subject: what to show.
        format: "latex" to paste, "tex" for a document, "md", "html" or "json".
    """
    if isinstance(subject, Formula):
        return _FORMULA[format](subject)
    if isinstance(subject, Section):
        return {
            "latex": lambda: "\n\n".join(derivation(t) for t in subject),
            "tex": lambda: theorem_document(subject),
            "md": lambda: section_markdown(subject),
            "html": lambda: section_page(subject),
            "json": lambda: _dump(
                {"id": subject.id, "title": subject.title, "theorems": [theorem_data(t) for t in subject]}
            ),
        }[format]()
    return {
        "latex": lambda: derivation(subject),
        "tex": lambda: theorem_document(subject),
        "md": lambda: derivation_markdown(subject),
        "html": lambda: theorem_page(subject),
        "json": lambda: _dump(theorem_data(subject)),
    }[format]()


def show_pdf(subject: Subject, out: Path) -> Path:
    """Compile the subject to a PDF; the `.tex` is kept beside it.

    Raises:
        MissingTool: when there is no pdflatex.
    """
    return typeset(show_as(subject, "tex"), out).path


def _dump(data: Any) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False)


def _equation(formula: Formula) -> str:
    """The formula with its numbers, as an align environment."""
    lines = break_lines(formula.latex(), 0.95 * COLUMN)
    body = " \\\\\n".join(("& " if k == 0 else "& \\quad ") + line for k, line in enumerate(lines))
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"


def _latex(formula: Formula) -> str:
    parts: Sequence[str] = (
        f"{derivation(formula.theorem)}\n\nWith what this initialisation puts in:"
        if formula.theorem is not None
        else "",
        _equation(formula),
        "" if formula.closed else escape_latex(NUMERIC),
    )
    return "\n\n".join(part for part in parts if part)


def _html(formula: Formula) -> str:
    parts = [
        f"<h1>{escape(formula.name.replace('_', ' '))}</h1>",
        f'<div class="display">{mathml(formula.latex(), display=True)}</div>',
        "" if formula.closed else f"<p>{NUMERIC}</p>",
        f"<details><summary>LaTeX</summary><pre>{escape(formula.latex())}</pre></details>",
        theorem_html(formula.theorem) if formula.theorem is not None else "",
    ]
    return page(formula.name.replace("_", " "), "\n".join(parts))


def _markdown(formula: Formula) -> str:
    parts = [f"# {formula.name.replace('_', ' ')}", f"$$\n{formula.latex()}\n$$", "" if formula.closed else NUMERIC]
    if formula.theorem is not None:
        parts.append(derivation_markdown(formula.theorem))
    return "\n\n".join(part for part in parts if part)


def _json(formula: Formula) -> str:
    return _dump(
        {
            "name": formula.name,
            "arguments": [str(a) for a in formula.args],
            "latex": formula.latex(),
            "expression": str(formula.expr),
            "closed": formula.closed,
            "theorem": theorem_data(formula.theorem) if formula.theorem is not None else None,
        }
    )


_FORMULA = {
    "latex": _latex,
    "tex": lambda formula: document(formula.name.replace("_", " "), _latex(formula)),
    "md": _markdown,
    "html": _html,
    "json": _json,
}
