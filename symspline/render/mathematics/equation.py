"""Equations with numbers in them: decimals where they are meant, and a sign that says where a long one is rounded."""

from sympy import Basic

from .notation import Notation, tex
from .reader import slim


def equation(left: Basic, *right: tuple[Basic, bool]) -> str:
    r"""The LaTeX of `left = right = …`, with `\approx` before what holds a number that is rounded.

    Args:
        left: the left side.
        right: each an expression, and whether it is written with decimals.

    Example:
        >>> from sympy import Rational, Symbol
        >>> equation(Symbol("f"), (Rational(9, 4) * Symbol("c"), True), (Rational(1, 3**30), False))
        'f = 2.25c \\approx 4.85694 \\cdot 10^{-15}'
    """
    text = tex(left)
    for line, decimals in right:
        notation = Notation(decimals=decimals, rounds=True)
        side = slim(notation.doprint(line))
        text += f" = {side}" if notation.exact else rf" \approx {side}"
    return text
