"""The vocabulary of a chapter: its symbols, each made once with its assumptions, its box and its meaning."""

from typing import Any

from sympy import Symbol

from .theorem import Argument


class Vocabulary(dict[Symbol, Argument]):
    """Symbol -> argument, in the order in which theorems name their arguments.

    Example:
        >>> words = Vocabulary()
        >>> rate = words.positive("a", 1, 3, "rate")
        >>> words[rate].meaning, rate.is_positive
        ('rate', True)
    """

    def real(self, name: str, low: Any, high: Any, meaning: str, **assumptions: bool) -> Symbol:
        """A real symbol with its box; further assumptions as SymPy names them."""
        return self.box(Symbol(name, real=True, **assumptions), low, high, meaning)

    def positive(self, name: str, low: Any, high: Any, meaning: str, **assumptions: bool) -> Symbol:
        """A positive symbol with its box."""
        return self.box(Symbol(name, positive=True, **assumptions), low, high, meaning)

    def natural(self, name: str, low: Any, high: Any, meaning: str) -> Symbol:
        """A positive integer with its box; a nonnegative one where the box begins at 0."""
        sign = "nonnegative" if low == 0 else "positive"
        return self.box(Symbol(name, integer=True, **{sign: True}), low, high, meaning)

    def box(self, symbol: Symbol, low: Any, high: Any, meaning: str, parts: int = Argument.parts) -> Symbol:
        """A symbol that is already there, such as one that all chapters share, with its box in this chapter."""
        self[symbol] = Argument(symbol, low, high, meaning, parts)
        return symbol
