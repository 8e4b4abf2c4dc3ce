"""What a theorem claims, as an object: the checker's verdict is about this and about nothing else."""

from dataclasses import dataclass

from sympy import Basic, Symbol
from sympy.logic.boolalg import Boolean


@dataclass(frozen=True)
class Claim:
    """For all symbols, as their assumptions say, that satisfy the hypotheses: `left relation right`.

    Args:
        symbols: the symbols; their assumptions (real, positive, integer) are their domains.
        hypotheses: conditions on them.
        left: the left side of the derivation where it can be evaluated, else its first line; the limit of it where the
            derivation takes one, and with the functions in it that the derivation puts in.
        relation: "=", "<=", "<", "=>" or "<=>".
        right: the last line.

    Example:
        >>> import symspline as ss
        >>> print(ss.library["B0.gauss-1"].claim)
        for all positive A: Integral(t*exp(-A*t**2), (t, 0, oo)) = 1/(2*A)
    """

    symbols: tuple[Symbol, ...]
    hypotheses: tuple[Boolean, ...]
    left: Basic
    relation: str
    right: Basic

    def __str__(self) -> str:
        lives = ", ".join(f"{domain(symbol)} {symbol}" for symbol in self.symbols)
        given = " with " + ", ".join(map(str, self.hypotheses)) if self.hypotheses else ""
        return (f"for all {lives}{given}: " if lives else "") + f"{self.left} {self.relation} {self.right}"


def domain(symbol: Symbol) -> str:
    """Where a symbol lives, in a word or two, by its assumptions."""
    kind = "integer" if symbol.is_integer else ""
    for sign in ("positive", "negative", "nonnegative", "nonpositive", "nonzero"):
        if getattr(symbol, f"is_{sign}"):
            return f"{sign} {kind}".strip()
    return kind or "real"
