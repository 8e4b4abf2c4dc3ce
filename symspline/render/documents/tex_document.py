"""A standalone LaTeX document: article with amsmath, amssymb, amsthm and graphicx."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symspline.proof.checker import TheoremReport
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.prose import escape_latex, to_latex

from .latex import derivation

_PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb,amsthm}
\usepackage{graphicx}
\setlength{\textwidth}{410pt}
\setlength{\oddsidemargin}{0.5\paperwidth}
\addtolength{\oddsidemargin}{-0.5\textwidth}
\addtolength{\oddsidemargin}{-1in}
\setlength{\textheight}{620pt}
\setlength{\topmargin}{-20pt}
\setlength{\emergencystretch}{3em}
\setcounter{secnumdepth}{-1}
\allowdisplaybreaks
"""
COLUMN = 410 / 1.095
"""Width of the text of these documents in units of a tenth of their type size."""


def document(title: str, body: str, *, contents: bool = False, author: str = "symspline") -> str:
    """A document around a body.

    Args:
        title: plain text.
        body: LaTeX.
        contents: whether a table of contents follows the title.
        author: plain text under the title.

    Returns:
        The `.tex` file.
    """
    front = (
        f"\\title{{{escape_latex(title)}}}\n\\author{{{escape_latex(author)}}}\n\\date{{}}\n"
        "\\begin{document}\n\\maketitle\n"
    )
    if contents:
        front += "\\tableofcontents\n\\clearpage\n"
    return f"{_PREAMBLE}{front}\n{body.strip()}\n\n\\end{{document}}\n"


def section_body(
    section: Section, reports: Mapping[str, TheoremReport] | None = None, *, level: str = "section"
) -> str:
    """A section with its text and its theorems, as LaTeX.

    Args:
        section: the section.
        reports: checks by theorem id; a theorem without one has no verdict.
        level: the sectioning command, without its backslash.
    """
    head = f"\\{level}{{{escape_latex(section.id)}. {escape_latex(section.title)}}}"
    text = to_latex(section.text)
    theorems = (derivation(theorem, (reports or {}).get(theorem.id), column=COLUMN) for theorem in section.theorems)
    return "\n\n".join([head, text, *theorems])


def theorem_document(
    theorems: Theorem | Section | Iterable[Theorem], reports: Mapping[str, TheoremReport] | None = None
) -> str:
    """A theorem, a section or several theorems as one standalone document."""
    if isinstance(theorems, Section):
        return document(f"{theorems.id}. {theorems.title}", section_body(theorems, reports, level="section*"))
    if isinstance(theorems, Theorem):
        theorems = (theorems,)
    chosen = tuple(theorems)
    title = f"{chosen[0].id}. {chosen[0].title}" if len(chosen) == 1 else "Derivations"
    return document(title, "\n\n".join(derivation(t, (reports or {}).get(t.id), column=COLUMN) for t in chosen))
