"""The bibliography for every format: the works in which results are stated, and works to read beside the book."""

from collections.abc import Iterable
from html import escape

from symspline.derivations.references import REFERENCES
from symspline.proof.reference import Reference
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.prose import inline_latex

from .html import Links, sentence

TITLE = "Bibliography"
_STATED = "Works in which results are stated"
_FURTHER = "Further reading"
_PREFACE = (
    "Every result of this book is derived in it. Where a page could be read that says that a work states a result too, "
    "the result names the work as its source; it need not be the first to do so."
)


def described(reference: Reference) -> str:
    """A reference in the markup of prose, without its label and its address.

    Example:
        >>> described(REFERENCES["weyl1912"])[:48]
        'H. Weyl. *Das asymptotische Verteilungsgesetz de'
    """
    *others, last = (" ".join(reversed(name.split(", "))) for name in reference.names)
    who = f"{', '.join(others)} and {last}" if others else last
    title = reference.title if reference.title.endswith("?") else f"{reference.title}."
    pages = f", {reference.pages.replace('-', '–')}" if reference.pages else ""
    issue = f"({reference.number})" if reference.number else ""
    volume = f" {reference.volume}{issue}" if reference.volume else ""
    venue = f" {reference.venue}{volume}{pages}." if reference.venue else ""
    return f"{who}. *{title}*{venue}"


def stating(theorems: Iterable[Theorem]) -> dict[str, list[str]]:
    """Key of a reference -> ids of the theorems that are stated there."""
    found: dict[str, list[str]] = {}
    for theorem in theorems:
        for citation in theorem.source.stated:
            found.setdefault(citation.reference.key, []).append(theorem.id)
    return found


def _entries(theorems: Iterable[Theorem]) -> list[tuple[str, list[tuple[Reference, str]]]]:
    """The two lists with their headings: each reference, and what is said of it."""
    ids = stating(theorems)
    stated = [(r, f"Named by {', '.join(ids[r.key])}." if r.key in ids else "") for r in REFERENCES if not r.note]
    further = [(r, f"{r.note[0].upper()}{r.note[1:]}.") for r in REFERENCES if r.note]
    return [(_STATED, stated), (_FURTHER, further)]


def bibliography_html(theorems: Iterable[Theorem], links: Links) -> str:
    """The bibliography as a piece of HTML; each reference has its key as an anchor."""
    parts = [f"<h1>{TITLE}</h1>", f"<p>{_PREFACE}</p>"]
    for heading, entries in _entries(theorems):
        parts.append(f"<h2>{heading}</h2>\n<ul>")
        for reference, remark in entries:
            address = escape(reference.address, quote=True)
            where = f' <a href="{address}">{address}</a>.' if address else ""
            text = f"<strong>{escape(reference.label)}</strong> {sentence(described(reference))}{where}"
            parts.append(f'<li id="{reference.key}">{text} {sentence(remark, links)}</li>')
        parts.append("</ul>")
    return "\n".join(parts)


def bibliography_latex(theorems: Iterable[Theorem]) -> str:
    """The bibliography as a section of a LaTeX document."""
    parts = [f"\\section{{{TITLE}}}", inline_latex(_PREFACE)]
    for heading, entries in _entries(theorems):
        parts.append(f"\\subsection*{{{heading}}}\n\\begin{{description}}\\raggedright")
        for reference, remark in entries:
            text = " ".join(filter(None, (described(reference), _number(reference), remark)))
            parts.append(rf"\item[{inline_latex(reference.label)}] {inline_latex(text)}")
        parts.append("\\end{description}")
    return "\n".join(parts)


def _number(reference: Reference) -> str:
    """By what a reader of a printed page finds the work."""
    if reference.doi:
        return f"DOI {reference.doi}."
    return f"arXiv:{reference.arxiv}." if reference.arxiv else ""


def bibliography_markdown(theorems: Iterable[Theorem]) -> str:
    """The bibliography as a page of the documentation."""
    parts = [f"# {TITLE}", _PREFACE]
    for heading, entries in _entries(theorems):
        items = []
        for reference, remark in entries:
            where = f" <{reference.address}>." if reference.address else ""
            items.append(f"- **{reference.label}** {described(reference)}{where} {remark} `{reference.key}`")
        parts += [f"## {heading}", "\n".join(items)]
    return "\n\n".join(parts) + "\n"
