"""A theorem as Markdown with mathematics between dollar signs, as GitHub and Jupyter read it."""

from __future__ import annotations

from collections.abc import Mapping

from symspline.proof.checker import TheoremReport
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.breaking import break_lines
from symspline.render.mathematics.display import Display, display
from symspline.render.mathematics.given import given

from .verdicts import endings

_LINE = 420.0


def derivation_markdown(theorem: Theorem, report: TheoremReport | None = None, *, level: int = 2) -> str:
    """A theorem as Markdown: statement, derivation, the reasons in a numbered list, verdict and source.

    Args:
        theorem: the theorem.
        report: its check; without one there is no verdict.
        level: of the heading.
    """
    parts = [f"{'#' * level} {theorem.id}. {theorem.title}"]
    if theorem.statement:
        parts.append(theorem.statement)
    parts += given(theorem)
    shown = display(theorem, report)
    parts.append(_aligned(shown))
    reasons = [row.reason for row in shown.rows if row.reason]
    if reasons:
        parts.append("\n".join(f"{k}. {reason}" for k, reason in enumerate(reasons, 1)))
    parts.append(" ".join(f"**{label}:** {text}." for label, text in endings(theorem, report)))
    return "\n\n".join(parts) + "\n"


def section_markdown(section: Section, reports: Mapping[str, TheoremReport] | None = None, *, level: int = 1) -> str:
    """A section as Markdown: its text, then its theorems."""
    known = reports or {}
    head = f"{'#' * level} {section.id}. {section.title}\n\n{section.text}\n"
    return "\n".join([head, *(derivation_markdown(t, known.get(t.id), level=level + 1) for t in section.theorems)])


def _aligned(shown: Display) -> str:
    lines, number = [], 0
    for k, row in enumerate(shown.rows):
        broken = break_lines(row.line, _LINE)
        number += bool(row.reason)
        mark = rf" && \text{{({number})}}" if row.reason else ""
        subject = f"{shown.subject} " if k == 0 and shown.subject else ""
        lines.append(f"{subject}&{row.relation} {broken[0]}{mark}")
        lines += [rf"&\quad {line}" for line in broken[1:]]
    return "$$\n\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}\n$$"
