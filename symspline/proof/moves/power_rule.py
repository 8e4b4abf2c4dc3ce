"""The move that integrates polynomials term by term."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Basic, Expr, Integral, Poly

from symspline.proof.move import Move, MoveError
from symspline.proof.phrase import Phrase


@dataclass(frozen=True)
class PowerRule(Move):
    """Every integral of a polynomial is carried out by the power rule, the inner integrations first.

    Args:
        text: what is integrated.

    Raises:
        MoveError: when an integrand is no polynomial in its variable.

    Example:
        >>> from sympy import Integral, symbols
        >>> s, t = symbols("s t")
        >>> PowerRule().expected(Integral(3 * s * t, (s, 0, t), (t, 0, 1)))
        3/8
    """

    text: str = "integrate term by term"

    def reason(self) -> Phrase:
        """The text given."""
        return Phrase(self.text)

    def expected(self, previous: Basic) -> Basic:
        """The line with its integrals replaced by their values."""
        integrals = previous.atoms(Integral)
        if not integrals:
            raise MoveError("there is no integral in the line")
        return previous.xreplace({integral: _value(integral) for integral in integrals})


def _value(integral: Integral) -> Expr:
    body = integral.function
    for variable, low, high in integral.limits:
        if not body.is_polynomial(variable):
            raise MoveError(f"the integrand {body} is no polynomial in {variable}")
        primitive = Poly(body, variable).integrate(variable).as_expr()
        body = (primitive.subs(variable, high) - primitive.subs(variable, low)).expand()
    return body
