"""References as BibTeX, in ASCII: what classic `bibtex` and `biber` both read."""

import re
import unicodedata
from collections.abc import Iterable

from symspline import __version__
from symspline.derivations.references import REFERENCES
from symspline.proof.reference import VENUES, Reference
from symspline.proof.theorem import Theorem
from symspline.render.mathematics.prose import escape_latex

_ACCENTS = {
    "\N{COMBINING GRAVE ACCENT}": "`",
    "\N{COMBINING ACUTE ACCENT}": "'",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "^",
    "\N{COMBINING TILDE}": "~",
    "\N{COMBINING DIAERESIS}": '"',
    "\N{COMBINING CARON}": "v ",
    "\N{COMBINING CEDILLA}": "c ",
}
_ACCENTED = re.compile(f"([A-Za-z])([{''.join(_ACCENTS)}])")
_DOTLESS = {"i": r"\i", "j": r"\j"}


def plain_bibtex(text: str) -> str:
    r"""Plain text for a field: what LaTeX reserves is escaped, accents are commands.

    Example:
        >>> plain_bibtex("Montúfar & 5 %")
        "Mont{\\'u}far \\& 5 \\%"
    """

    def command(found: re.Match[str]) -> str:
        letter, accent = found.groups()
        return rf"{{\{_ACCENTS[accent]}{_DOTLESS.get(letter, letter)}}}"

    return _ACCENTED.sub(command, unicodedata.normalize("NFD", escape_latex(text)))


def entry(reference: Reference, note: str = "") -> str:
    """One entry; `note` becomes its field of that name.

    Example:
        >>> print(entry(REFERENCES["weyl1912"]).splitlines()[0])
        @article{weyl1912,
    """
    fields = {
        "author": " and ".join(name if "," in name else f"{{{name}}}" for name in map(plain_bibtex, reference.names)),
        # A second pair of braces keeps the capitals of the title as they are.
        "title": f"{{{plain_bibtex(reference.title)}}}",
        VENUES[reference.kind]: plain_bibtex(reference.venue),
        "year": str(reference.year or ""),
        "volume": reference.volume,
        "number": reference.number,
        "pages": reference.pages.replace("-", "--"),
        "doi": reference.doi,
        "eprint": reference.arxiv,
        "archiveprefix": "arXiv" if reference.arxiv else "",
        "url": reference.address,
        "note": plain_bibtex(note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{reference.kind}{{{reference.key},\n{lines}}}\n"


def own_entry(note: str = "") -> str:
    """The entry of symspline itself."""
    own = Reference(
        "symspline",
        "misc",
        "symspline: the theory of shallow ReLU networks seen as splines, derived, checked and computed",
        "The symspline authors",
        "CITATION.cff",
        venue=f"Software, version {__version__}",
        short="symspline",
    )
    return entry(own, note)


def cited(theorems: Iterable[Theorem]) -> tuple[Reference, ...]:
    """The works in which theorems are stated, each once, in the order of the bibliography."""
    keys = {citation.reference.key for theorem in theorems for citation in theorem.source.stated}
    return tuple(reference for reference in REFERENCES if reference.key in keys)


def bibtex(theorems: Iterable[Theorem], note: str = "") -> str:
    """The entry of symspline, and those of the works in which theorems are stated."""
    return "\n".join([own_entry(note), *map(entry, cited(theorems))])
