"""What a move is: the reason of a step, which says where it can what the next line must be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Expr, Lambda, Symbol
from sympy.core.function import AppliedUndef

from symspline.kernel import rules
from symspline.kernel.ring import bound, held

Formula = tuple[Any, ...]
"""Objects of SymPy, with signs of relations between them as text: `(old, "=", new)`."""


class Phrase:
    """Words, and formulas that stay objects until someone prints them, in the order in which they are read.

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


class MoveError(ValueError):
    """A move that does not apply to the line before it, with the reason."""


def put_in(line: Basic, functions: Mapping[Any, Lambda]) -> Basic:
    """Replace undefined functions by concrete ones, all at once.

    Raises:
        MoveError: a concrete function holds a symbol that the line integrates or sums over, or the converse.
    """
    here = {applied.func for applied in line.atoms(AppliedUndef)} & functions.keys()
    if not here:
        return line
    captured = bound(line) & set[Basic]().union(*(functions[each].free_symbols for each in here))
    if captured:
        raise MoveError(f"the function put in holds {captured.pop()}, which the line integrates or sums over")
    parts = [put_in(part, functions) for part in line.args]
    return applied(functions[line.func], *parts) if line.func in functions else line.func(*parts)


def applied(function: Lambda, *values: Basic) -> Basic:
    """The value of a function.

    Raises:
        MoveError: the function integrates, sums or differentiates over a symbol that a value holds.
    """
    captured = held(function.expr) & set[Basic]().union(*(value.free_symbols for value in values))
    if captured:
        raise MoveError(f"the function put in integrates or sums over {captured.pop()}, which its argument holds")
    return function(*values)


@dataclass(frozen=True)
class Move:
    """Base of all moves: says nothing of the next line and leaves it to the checker."""

    @property
    def cites(self) -> tuple[Any, ...]:
        """Theorems the move rests on."""
        return ()

    @property
    def at(self) -> tuple[Symbol, Expr, str] | None:
        """The symbol, the place and the side of a limit that the move takes; None for other moves."""
        return None

    @property
    def puts(self) -> Mapping[Any, Lambda]:
        """The concrete functions that the move puts in for undefined ones: from there on only they are spoken of."""
        return {}

    def reason(self) -> Phrase:
        """The reason as a phrase, its formulas as objects."""
        raise NotImplementedError(type(self).__name__)

    def expected(self, previous: Basic) -> Basic | None:
        """The line that must follow, or None when the move does not determine it."""
        del previous
        return None

    def obligations(self, previous: Basic) -> tuple[Expr, ...]:
        """Expressions that must vanish identically for the move to be valid."""
        del previous
        return ()

    def hypotheses(self, previous: Basic) -> tuple[Basic, ...]:
        """Conditions that must hold for the move to be valid, as far as it can say them."""
        del previous
        return ()

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """Have the kernel show that the line follows from the one before, for all symbols that satisfy the facts.

        Raises:
            NotShown: it does not.
        """
        rules.equal(previous, line, facts)


class Worded(Move):
    """Base of the moves that give their reason in words."""

    # Not a field: each move says where among its arguments the text stands, and what it is by default.
    text: str

    def reason(self) -> Phrase:
        """The text given."""
        return Phrase(self.text)
