"""A theorem as Markdown with mathematics between dollar signs, as GitHub and Jupyter read it."""

from collections.abc import Mapping, Sequence

from symspline.proof.report import TheoremReport
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.breaking import break_lines
from symspline.render.mathematics.display import REST, Display, display, endings, given

_LINE = 420.0


def derivation_markdown(theorem: Theorem, report: TheoremReport | None = None) -> str:
    """A theorem as Markdown: derivation, the reasons in a numbered list, verdict, source and what is not checked."""
    shown = display(theorem, report)
    reasons = [row.reason for row in shown.rows if row.reason]
    parts = (
        f"## {theorem.id}. {theorem.title}",
        *given(theorem),
        _numbered(shown),
        "\n".join(f"{k}. {reason}" for k, reason in enumerate(reasons, 1)),
        "\n\n".join(f"**{label}:** {text}." for label, text in endings(theorem, report)),
        f"**{REST}:** {theorem.statement}" if theorem.statement else "",
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def section_markdown(section: Section, reports: Mapping[str, TheoremReport] | None = None) -> str:
    """A section as Markdown: its text, then its theorems."""
    head = f"# {section.id}. {section.title}\n\n{section.text}\n"
    return "\n".join([head, *(derivation_markdown(t, (reports or {}).get(t.id)) for t in section.theorems)])


def _numbered(shown: Display) -> str:
    lines, number = [], 0
    for k, row in enumerate(shown.rows):
        broken = break_lines(row.line, _LINE)
        number += bool(row.reason)
        mark = rf" && \text{{({number})}}" if row.reason else ""
        subject = f"{shown.subject} " if k == 0 and shown.subject else ""
        lines.append(f"{subject}&{row.relation} {broken[0]}{mark}")
        lines += [rf"&\quad {line}" for line in broken[1:]]
    return _aligned(lines)


def notebook_latex(subject: Theorem | Section) -> str:
    """A theorem or a section as LaTeX that MathJax reads, for notebooks without HTML."""
    theorems = (subject,) if isinstance(subject, Theorem) else subject.theorems
    return "\n\n".join(_with_reasons(display(theorem)) for theorem in theorems)


def _with_reasons(shown: Display) -> str:
    lines = []
    for k, row in enumerate(shown.rows):
        left = shown.subject if k == 0 else ""
        reason = rf" && \text{{({row.reason})}}" if row.reason else ""
        lines.append(f"{left} & {row.relation} {row.line}{reason}".strip())
    return _aligned(lines)


def _aligned(lines: Sequence[str]) -> str:
    return "$$\n\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}\n$$"
