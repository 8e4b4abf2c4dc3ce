"""What a theorem takes as given, in sentences: where its symbols live, and what it assumes of them."""

from __future__ import annotations

from sympy import Symbol

from symspline.proof.theorem import Argument, Assumption, Theorem

from .notation import tex


def given(theorem: Theorem) -> tuple[str, ...]:
    """The sentences, in the markup of prose: none, one or two.

    Example:
        >>> import symspline as ss
        >>> given(ss.library["B0.erfc-2"])
        ('Here $A > 0$ (rate); $B > 0$ (rate).',)
    """
    lists = (
        ("Here", [symbol_text(argument) for argument in theorem.arguments]),
        ("Assume", [hypothesis(assumption) for assumption in theorem.assumes]),
    )
    return tuple(f"{word} {'; '.join(items)}." for word, items in lists if items)


def symbol_text(argument: Argument) -> str:
    """A symbol, where it lives, and what it means: "$c$ real (place on the input axis)"."""
    bound, kind = _home(argument.symbol)
    meaning = f"({argument.meaning})" if argument.meaning else ""
    return " ".join(part for part in (f"${tex(argument.symbol)}{bound}$", kind, meaning) if part)


def hypothesis(assumption: Assumption) -> str:
    """A hypothesis in words: its text, or its condition."""
    if assumption.condition is None or assumption.text:
        return assumption.text.rstrip(".")
    return f"${tex(assumption.condition, inline=True)}$"


def _home(symbol: Symbol) -> tuple[str, str]:
    """Where a symbol lives: what follows it in its formula, and the words behind it."""
    if symbol.is_integer:
        sign = "positive " if symbol.is_positive else "non-negative " if symbol.is_nonnegative else ""
        return "", f"a {sign}integer" if sign else "an integer"
    if symbol.is_positive:
        return " > 0", ""
    return (r" \geq 0", "") if symbol.is_nonnegative else ("", "real")
