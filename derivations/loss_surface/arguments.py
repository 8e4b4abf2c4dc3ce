"""The sampling box of every symbol of this chapter."""

from sympy import Symbol

from symspline.proof.theorem import Argument

from .vocabulary import VOCABULARY


def arguments(*symbols: Symbol) -> tuple[Argument, ...]:
    """The symbols as arguments of a theorem, each with the box of this chapter."""
    return tuple(VOCABULARY[symbol] for symbol in symbols)
