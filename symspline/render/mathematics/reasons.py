"""The reason of a step as prose, its formulas in the notation of the field."""

from __future__ import annotations

from symspline.proof.move import Move

from .notation import tex
from .reader import LayoutError, slim

_SIGNS = {"=": "=", "→": r"\to", "↓": r"\downarrow", "↑": r"\uparrow"}


def reason(move: Move, *, inline: bool = True) -> str:
    """The reason a move gives, mathematics between dollar signs.

    Args:
        move: the move.
        inline: whether fractions are written with a slash, to stand in a sentence.

    Example:
        >>> from sympy import Symbol
        >>> from symspline.proof.moves import Fold
        >>> reason(Fold(Symbol("w", real=True), Symbol("r", positive=True)))
        'fold at $w = 0$'
    """
    return move.reason().written(
        _tidy,
        lambda formula: (
            f"${' '.join(_SIGNS[part] if isinstance(part, str) else tex(part, inline=inline) for part in formula)}$"
        ),
    )


def _tidy(words: str) -> str:
    """Words whose mathematics is written as a person writes it."""
    pieces = words.split("$")
    for k in range(1, len(pieces) - 1, 2):
        try:
            pieces[k] = slim(pieces[k])
        except LayoutError:
            continue
    return "$".join(pieces)
