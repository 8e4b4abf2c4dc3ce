"""What a report is made of: sections of prose, formulas, derivations, tables and pictures."""

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure

from symspline.proof.theorem import Theorem


@dataclass(frozen=True)
class Prose:
    """Paragraphs in the markup of `symspline.render.mathematics.prose`."""

    text: str


@dataclass(frozen=True)
class Display:
    """A displayed formula, in LaTeX without delimiters."""

    latex: str


@dataclass(frozen=True)
class Derivation:
    """A theorem with all its steps; the report's table of verdicts lists it."""

    theorem: Theorem


@dataclass(frozen=True)
class Table:
    """A table: one text a column in the header and in each row, all in the markup of prose, and a sentence below.

    Rows that read the same stand once.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(dict.fromkeys(self.rows)))


@dataclass(frozen=True)
class Picture:
    """A figure by its file name without suffix; the caption is markup of prose, the alternative is plain text."""

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


_HIDDEN = str.maketrans("$*`", "\ue010\ue011\ue012")
_SHOWN_HTML = str.maketrans("\ue010\ue011\ue012", "$*`")
_SHOWN_LATEX = str.maketrans({"\ue010": r"\$", "\ue011": "*", "\ue012": r"\textasciigrave{}"})

_LONGEST = 40
"""Characters of a name that are shown."""


def verbatim(text: str) -> str:
    r"""A text from a person, such as the name of a column, to put into prose: none of it is taken for markup.

    The characters of the markup travel as private ones; they are put back at the very end.

    Example:
        >>> shown_in_latex(verbatim("price in $"))
        'price in \\$'
    """
    # Characters of the private area in the text itself would come out as markup at the end.
    kept = "".join(character for character in text if not 0xE000 <= ord(character) <= 0xF8FF)
    line = " ".join(kept.split())
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    return line.translate(_HIDDEN)


def shown_in_html(page: str) -> str:
    """A finished page with the characters that `verbatim` put away."""
    return page.translate(_SHOWN_HTML)


def shown_in_latex(document: str) -> str:
    """A finished LaTeX document with the characters that `verbatim` put away."""
    return document.translate(_SHOWN_LATEX)


Block = Prose | Display | Derivation | Table | Picture


@dataclass(frozen=True)
class ReportSection:
    """A titled run of blocks."""

    title: str
    blocks: tuple[Block, ...] = ()


Builder = Callable[..., ReportSection]
