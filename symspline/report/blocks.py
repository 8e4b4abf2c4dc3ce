"""What a report is made of: sections of prose, formulas, derivations, tables and pictures."""

import math
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
        >>> number(0.0123456), number(-44921.0, 4), number(7603.0), number(8.83e-5), number(0)
        ('0.0123', '$-4.492 \\cdot 10^{4}$', '$7.60 \\cdot 10^{3}$', '$8.83 \\cdot 10^{-5}$', '0')
    """
    # adding zero turns a negative zero into zero
    value = value + 0.0
    if value == 0 or abs(value) >= 1e-3:
        shown = f"{value:.{digits}g}"
        if "e" not in shown:
            return f"${shown}$" if shown.startswith("-") else shown
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"${mantissa} \\cdot 10^{{{int(exponent)}}}$"


def chance(value: float, error: float = 0.0) -> str:
    r"""A probability for prose, known up to an error; one that is nearly 1 by what it lacks.

    Example:
        >>> chance(0.25), chance(1 - 1.3e-4), chance(1e-15, error=1e-9)
        ('0.25', '$1 - 1.30 \\cdot 10^{-4}$', 'below $10^{-9}$')
    """
    if value in (0.0, 1.0) and not error:
        return f"{value:g}"
    if value < error:
        return f"below ${_power(error)}$"
    lacks = 1 - value
    if lacks < error:
        return f"above $1 - {_power(error)}$"
    return number(value) if lacks > 1e-3 else f"$1 - {number(lacks).strip('$')}$"


def _power(value: float) -> str:
    return f"10^{{{round(math.log10(value))}}}"


def place(value: float, length: float, least: float = 1e-5) -> str:
    r"""A place on an axis, to a ten thousandth of its length; what is smaller than the part `least` of that is 0.

    Example:
        >>> place(1923.25, 48.5), place(-0.5, 1.0), place(2000000.0004, 1e-3), place(1e-17, 5.0)
        ('1923.25', '$-0.5$', '2000000.0004', '0')
        >>> place(68.49581, 7.0), place(70.07732, 7.0)
        ('68.4958', '70.0773')
    """
    if abs(value) <= least * length:
        return "0"
    before, finest = (math.floor(math.log10(size)) for size in (abs(value), length))
    return number(value, max(4, 5 + before - finest))


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
