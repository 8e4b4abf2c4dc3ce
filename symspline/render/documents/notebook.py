"""What a notebook shows for a theorem or a section: MathML in HTML, or LaTeX for MathJax."""

from __future__ import annotations

from collections.abc import Mapping

from symspline.proof.checker import TheoremReport
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.display import Display, display

from .html import section_html, theorem_html
from .page import PIECES

_COLOURS = (
    ".symspline { --soft: #777; --rule: #9996; --link: #2a7ab8; --card: #8881; --proved: #2e8b57; --enclosed: #3a7dbd; "
    "--sampled: #b07a10; --undecided: #888; --refuted: #d0453a; }"
)


def notebook_html(subject: Theorem | Section, reports: Mapping[str, TheoremReport] | None = None) -> str:
    """A theorem or a section for a notebook's output, its style kept to itself.

    Args:
        subject: what to show.
        reports: checks by theorem id.
    """
    if isinstance(subject, Theorem):
        body = theorem_html(subject, (reports or {}).get(subject.id), level=3)
    else:
        body = section_html(subject, reports, level=3)
    return f'<style>{_COLOURS}\n.symspline {{{PIECES}}}</style>\n<div class="symspline">\n{body}\n</div>'


def notebook_latex(subject: Theorem | Section) -> str:
    """A theorem or a section as LaTeX that MathJax reads."""
    theorems = (subject,) if isinstance(subject, Theorem) else subject.theorems
    return "\n\n".join(_aligned(display(theorem)) for theorem in theorems)


def _aligned(shown: Display) -> str:
    lines = []
    for k, row in enumerate(shown.rows):
        left = shown.subject if k == 0 else ""
        reason = rf" && \text{{({row.reason})}}" if row.reason else ""
        lines.append(f"{left} & {row.relation} {row.line}{reason}".strip())
    return "$$\n\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}\n$$"
