"""The reason of a step in words, its mathematics in the notation of the field."""

from __future__ import annotations

import re

from symspline.proof.moves import Antiderivative, By, Fold, Move, SplitDomain, Substitute, TakeLimit
from symspline.proof.theorem import Assumption

from .boxes import LayoutError, slim
from .notation import tex


def reason(move: Move, *, inline: bool = True) -> str:
    """The reason a move gives, mathematics between dollar signs.

    Args:
        move: the move.
        inline: whether fractions are written with a slash, to stand in a sentence.

    Example:
        >>> from sympy import Symbol
        >>> reason(Fold(Symbol("w", real=True), Symbol("r", positive=True)))
        'fold at $w = 0$'
    """
    match move:
        case Substitute():
            return f"substitute ${tex(move.old, inline=inline)} = {tex(move.forward, inline=inline)}$"
        case Fold():
            return f"fold at ${tex(move.variable, inline=inline)} = 0$"
        case SplitDomain():
            places = ", ".join(
                f"${tex(move.variable, inline=inline)} = {tex(point, inline=inline)}$" for point in move.points
            )
            return f"cut the range at {places}"
        case Antiderivative():
            return f"antiderivative ${tex(move.primitive, inline=inline)}$"
        case TakeLimit():
            arrow = {"+": r"\downarrow", "-": r"\uparrow"} if move.to.is_finite else {"+": r"\to", "-": r"\to"}
            return f"let ${tex(move.symbol, inline=inline)} {arrow[move.side]} {tex(move.to, inline=inline)}$"
        case By():
            pairs = ((old, new) for old, new in move.values.items() if old != new)
            put = ", ".join(f"${tex(old, inline=inline)} = {tex(new, inline=inline)}$" for old, new in pairs)
            title = move.text or lower_first(move.theorem.title)
            return f"{title} ({move.theorem.id}{'; ' + put if put else ''})"
    return _tidy(move.reason())


def hypothesis(assumption: Assumption) -> str:
    """A hypothesis in words, mathematics between dollar signs: its text, or its condition."""
    return assumption.text.rstrip(".") or f"${tex(assumption.condition, inline=True)}$"


def lower_first(title: str) -> str:
    """A title inside a sentence; a name that is all capitals keeps them."""
    return title if title[1:2].isupper() or title[1:2] == "'" else title[:1].lower() + title[1:]


def _tidy(text: str) -> str:
    """Mathematics of a reason as a person writes it."""

    def tidy(match: re.Match[str]) -> str:
        try:
            return "$" + slim(match.group(1).replace("\\limits", "")) + "$"
        except LayoutError:
            return match.group()

    return re.sub(r"\$([^$]+)\$", tidy, text)
