"""A standalone LaTeX document: article with amsmath, amssymb, amsthm and graphicx."""

from collections.abc import Mapping

from symspline.proof.report import TheoremReport
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


def document(title: str, body: str, *, contents: bool = False) -> str:
    """The `.tex` file around a body of LaTeX; the title is plain text."""
    front = f"\\title{{{escape_latex(title)}}}\n\\author{{symspline}}\n\\date{{}}\n\\begin{{document}}\n\\maketitle\n"
    if contents:
        front += "\\tableofcontents\n\\clearpage\n"
    return f"{_PREAMBLE}{front}\n{body.strip()}\n\n\\end{{document}}\n"


def section_body(
    section: Section, reports: Mapping[str, TheoremReport] | None = None, *, level: str = "section"
) -> str:
    """A section with its text and its theorems, as LaTeX; `level` is the sectioning command, without its backslash."""
    head = f"\\{level}{{{escape_latex(section.id)}. {escape_latex(section.title)}}}"
    text = to_latex(section.text)
    theorems = (derivation(theorem, (reports or {}).get(theorem.id), column=COLUMN) for theorem in section.theorems)
    return "\n\n".join([head, text, *theorems])


def theorem_document(subject: Theorem | Section, reports: Mapping[str, TheoremReport] | None = None) -> str:
    """A theorem or a section as one standalone document."""
    title = f"{subject.id}. {subject.title}"
    if isinstance(subject, Section):
        return document(title, section_body(subject, reports, level="section*"))
    return document(title, derivation(subject, (reports or {}).get(subject.id), column=COLUMN))
