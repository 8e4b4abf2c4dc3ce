"""A phrase: words, and formulas that stay objects until someone prints them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Formula = tuple[Any, ...]
"""Objects of SymPy, with signs of relations between them as text: `(old, "=", new)`."""


class Phrase:
    """Words and formulas in the order in which they are read.

    Args:
        parts: words in the markup of statements (mathematics between dollar signs), or formulas.

    Example:
        >>> from sympy import Symbol
        >>> print(Phrase("fold at ", (Symbol("w"), "=", 0)))
        fold at w = 0
    """

    def __init__(self, *parts: str | Formula) -> None:
        self.parts = parts

    def written(self, words: Callable[[str], str], formula: Callable[[Formula], str]) -> str:
        """The phrase as text, its words and its formulas written by functions."""
        return "".join(words(part) if isinstance(part, str) else formula(part) for part in self.parts)

    def __str__(self) -> str:
        return self.written(str, lambda formula: " ".join(map(str, formula)))

    def __repr__(self) -> str:
        return f"<Phrase {str(self)!r}>"


def listed(formulas: list[Formula]) -> list[str | Formula]:
    """Formulas with commas between them."""
    return [part for formula in formulas for part in (", ", formula)][1:]


def lower_first(title: str) -> str:
    """A title inside a sentence; a name that is all capitals keeps them.

    Example:
        >>> lower_first("Zeta of normal weights"), lower_first("NTK at zero")
        ('zeta of normal weights', 'NTK at zero')
    """
    return title if title[1:2].isupper() or title[1:2] == "'" else title[:1].lower() + title[1:]
