"""A theorem put to work for one initialisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sympy import Expr, Symbol

from symspline.proof.theorem import Theorem


@dataclass(frozen=True)
class ClosedForm:
    """A theorem whose conclusion is a quantity of an initialisation.

    Args:
        theorem: the theorem.
        args: its symbols that remain free, in call order.
        values: what its other symbols stand for, e.g. {sigma_w: 1.3}.
    """

    theorem: Theorem
    args: tuple[Symbol, ...]
    values: Mapping[Symbol, Expr | float] = field(default_factory=dict)
