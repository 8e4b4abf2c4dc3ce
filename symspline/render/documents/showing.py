"""A theorem, a section or the formula of an initialisation in any of the formats."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from symspline.model.formula import Formula
from symspline.model.init import Init
from symspline.proof.report import TheoremReport
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.display import conclusion, display, hypothesis
from symspline.render.mathematics.mathml import mathml
from symspline.render.mathematics.notation import tex
from symspline.render.mathematics.prose import escape_latex

from .bibtex import bibtex
from .html import section_page, theorem_html, theorem_page
from .json_text import json_text
from .latex import broken, derivation, labelled_equation
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


def show_as(subject: Subject, format: str, reports: Reports | None = None, title: str = "") -> str:
    """The subject as text: "latex" to paste, "tex" for a document, "md", "html", "json", or its sources as "bibtex".

    A theorem without a report has no verdict. The title is that of a formula's page, its name unless told.
    """
    known = reports or {}
    if isinstance(subject, Formula) and format in _FORMULA:
        shown = _FORMULA[format](subject, known, title or _name(subject))
    else:
        shown = _AS[format](subject, known)
    return shown if isinstance(shown, str) else json_text(shown)


def show_pdf(subject: Subject, out: Path, reports: Reports | None = None, title: str = "") -> Path:
    """Compile the subject to a PDF; the `.tex` is kept beside it.

    Raises:
        MissingTool: when there is no pdflatex.
    """
    return typeset(show_as(subject, "tex", reports, title), out).path


def _name(formula: Formula) -> str:
    return formula.name.replace("_", " ")


def heading(formula: Formula, init: Init) -> str:
    """The title of a page on a formula of an initialisation, which it names.

    Example:
        >>> import symspline as ss
        >>> heading(ss.presets.torch(100).zeta, ss.presets.torch(100))
        'zeta of torch, width 100'
    """
    named = f"{init.name}, width {init.width}" if init.name else repr(init).removeprefix("Init(").removesuffix(")")
    return f"{_name(formula)} of {named}"


def labelled(subject: Subject) -> str:
    r"""The equation alone, as a block of LaTeX with a label to refer to by `\eqref`; one block a theorem of a section.

    Example:
        >>> import symspline as ss
        >>> print(labelled(ss.library["B7.breakpoint"]))
        \begin{equation}
        \label{eq:B7.breakpoint}
        p_{\beta}(\beta) = \frac{\sigma_{w} \sigma_{b}}{\pi(\sigma_{w}^{2} \beta^{2} + \sigma_{b}^{2})}
        \end{equation}
    """
    if isinstance(subject, Section):
        return "\n\n".join(map(labelled, subject.theorems))
    if isinstance(subject, Formula):
        return labelled_equation(subject.latex(), f"eq:{subject.name}")
    return labelled_equation(conclusion(subject), f"eq:{subject.id}")


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


def _markdown(subject: Theorem | Section, reports: Reports) -> str:
    if isinstance(subject, Section):
        return section_markdown(subject, reports)
    return derivation_markdown(subject, reports.get(subject.id))


def _formula_tex(subject: Formula, reports: Reports, title: str) -> str:
    return document(title, _latex(subject, reports))


def _formula_markdown(subject: Formula, reports: Reports, title: str) -> str:
    derivations = [derivation_markdown(theorem, reports.get(theorem.id)) for theorem in theorems_of(subject)]
    head = (f"# {title}", f"$$\n{subject.latex()}\n$$", " ".join(subject.remarks))
    return "\n\n".join(part for part in (*head, *derivations) if part)


def _html(subject: Theorem | Section, reports: Reports) -> str:
    if isinstance(subject, Section):
        return section_page(subject, reports)
    return theorem_page(subject, reports.get(subject.id))


def _formula_html(subject: Formula, reports: Reports, title: str) -> str:
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<div class="display">{mathml(subject.latex(), display=True)}</div>',
        *(f"<p>{escape(remark)}</p>" for remark in subject.remarks),
        f"<details><summary>LaTeX</summary><pre>{escape(subject.latex())}</pre></details>",
        *(theorem_html(theorem, reports.get(theorem.id)) for theorem in theorems_of(subject)),
    ]
    return page(title, "\n".join(parts))


_FORMULA = {"tex": _formula_tex, "md": _formula_markdown, "html": _formula_html}


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
        "simplified": str(subject.simplified),
        "closed": subject.closed,
        "verdict": subject.verdict.value if subject.verdict else None,
        "remarks": list(subject.remarks),
        "theorem": theorems[0] if theorems else None,
    }


_AS = {"latex": _latex, "tex": theorem_document, "md": _markdown, "html": _html, "json": _data, "bibtex": _bibtex}


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
