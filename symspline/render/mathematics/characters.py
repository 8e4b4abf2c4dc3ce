"""The Unicode characters of LaTeX commands, and letters in another style."""

import unicodedata
from html.entities import html5

from .metrics import pairs
from .reader import LayoutError

_OWN = {"~": "\u00a0"} | pairs(
    r"\epsilon ϵ \varepsilon ε \phi ϕ \varphi φ \infty ∞ \partial ∂ \to → \cdot ⋅ \neq ≠ \ldots … \dots … \cdots ⋯ "
    r"\exists ∃ \ast ∗ \star ⋆ \circ ∘ \surd √ \lvert | \rvert | \lVert ‖ \rVert ‖ \| ‖ - − * ∗"
)
"""Where the entities of HTML, which otherwise have the names of TeX, differ from TeX or have another name."""
_STYLES = {
    "\\mathbf": ("BOLD",),
    "\\mathbb": ("DOUBLE-STRUCK",),
    "\\mathcal": ("SCRIPT",),
    "\\mathfrak": ("FRAKTUR", "BLACK-LETTER"),
    "\\mathsf": ("SANS-SERIF",),
    "\\mathit": ("ITALIC",),
    "\\boldsymbol": ("BOLD ITALIC", "BOLD"),
}


def character(token: str) -> str:
    r"""The character that a token of LaTeX prints.

    Raises:
        LayoutError: for a command that prints none, or that is not known.

    Example:
        >>> character(r"\beta"), character(r"\varphi"), character("-"), character(r"\{")
        ('β', 'φ', '−', '{')
    """
    name = token[1:] or token
    known = _OWN.get(token) or (html5.get(f"{name};", "") if len(name) > 1 else name)
    if len(known) != 1 or known == "\\":
        raise LayoutError(f"there is no character for {token!r}")
    return known


def styled(text: str, command: str) -> str:
    r"""Letters and digits in the style of a command such as `\mathbb`; a character without that style stays.

    Example:
        >>> styled("R1", r"\mathbb"), styled("N", r"\mathcal"), styled("β", r"\boldsymbol")
        ('ℝ𝟙', '𝒩', '𝜷')
    """
    return "".join(_in_style(letter, _STYLES[command]) for letter in text)


def _in_style(letter: str, styles: tuple[str, ...]) -> str:
    name = unicodedata.name(letter, "")
    for word in ("LATIN ", "GREEK ", "LETTER "):
        name = name.replace(word, "")
    for style in styles:
        # letters older than Unicode's mathematical alphabets, such as ℝ, are missing there and named without the word
        for prefix in ("MATHEMATICAL ", ""):
            try:
                return unicodedata.lookup(f"{prefix}{style} {name}")
            except KeyError:
                continue
    return letter
