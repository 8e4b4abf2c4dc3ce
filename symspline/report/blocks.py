"""What a report is made of: sections of prose, formulas, derivations, tables and pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from symspline.proof.theorem import Theorem

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Prose:
    """Paragraphs in the markup of `symspline.render.mathematics.prose`."""

    text: str


@dataclass(frozen=True)
class Display:
    """A displayed formula.

    Args:
        latex: LaTeX without delimiters.
    """

    latex: str


@dataclass(frozen=True)
class Derivation:
    """A theorem with all its steps; the report's table of verdicts lists it."""

    theorem: Theorem


@dataclass(frozen=True)
class Table:
    """A table.

    Args:
        header: one text a column.
        rows: texts, in the markup of prose.
        caption: a sentence.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Picture:
    """A figure.

    Args:
        name: file name without suffix.
        figure: the matplotlib figure.
        caption: what one sees, in the markup of prose.
        alternative: the same for those who do not see it, plain text.
    """

    name: str
    figure: Figure
    caption: str
    alternative: str


def number(value: float, digits: int = 3) -> str:
    r"""A number for prose; very large and very small ones as a power of ten.

    Example:
        >>> number(0.0123456), number(-44921.0, 4), number(8.83e-5), number(0)
        ('0.0123', '$-4.492 \\cdot 10^{4}$', '$8.83 \\cdot 10^{-5}$', '0')
    """
    # adding zero turns a negative zero into zero
    shown = f"{value + 0.0:.{digits}g}" if value == 0 or abs(value) >= 1e-3 else f"{value:.{digits - 1}e}"
    if "e" not in shown:
        return f"${shown}$" if shown.startswith("-") else shown
    mantissa, exponent = shown.split("e")
    return f"${mantissa} \\cdot 10^{{{int(exponent)}}}$"


_MARKUP = "$*`"
_HIDDEN = {character: chr(0xE010 + k) for k, character in enumerate(_MARKUP)}
_SHOWN_HTML = {hidden: character for character, hidden in _HIDDEN.items()}
_SHOWN_LATEX = {_HIDDEN["$"]: r"\$", _HIDDEN["*"]: "*", _HIDDEN["`"]: r"\textasciigrave{}"}


_LONGEST = 40
"""Characters of a name that are shown."""


def verbatim(text: str) -> str:
    r"""A text from a person, such as the name of a column, to put into prose: none of it is taken for markup.

    The characters of the markup travel as private ones; they are put back at the very end.

    Example:
        >>> shown_in_latex(verbatim("price in $"))
        'price in \\$'
    """
    kept = "".join(character for character in text if not 0xE000 <= ord(character) <= 0xF8FF)
    line = " ".join(kept.split())
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    return "".join(_HIDDEN.get(character, character) for character in line)


def shown_in_html(page: str) -> str:
    """A finished page with the characters that `verbatim` put away."""
    return page.translate(str.maketrans(_SHOWN_HTML))


def shown_in_latex(document: str) -> str:
    """A finished LaTeX document with the characters that `verbatim` put away."""
    return document.translate(str.maketrans(_SHOWN_LATEX))


Block = Prose | Display | Derivation | Table | Picture


@dataclass(frozen=True)
class ReportSection:
    """A titled run of blocks."""

    title: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)


Builder = Callable[..., ReportSection]
