"""Which theorems of a family apply to an initialisation."""

from collections.abc import Callable, Mapping
from typing import Any

from sympy import Expr, Symbol

from symspline.model.definitions import NAMES
from symspline.model.init import Init
from symspline.model.law import Law
from symspline.proof.theorem import Theorem

from .closed_form import ClosedForm

Table = Mapping[str, tuple[Theorem, tuple[Symbol, ...]]]
"""Quantity -> its theorem and the call arguments."""


def table(*theorems: Theorem) -> dict[str, tuple[Theorem, tuple[Symbol, ...]]]:
    """The quantities that theorems compute, read off their left-hand sides."""
    return {NAMES[theorem.subject]: (theorem, theorem.subject.args) for theorem in theorems}


def family(kind: type[Law], *theorems: Theorem, **fixed: Any) -> Callable[[Init], dict[str, ClosedForm]]:
    """What theorems on one family of laws compute for an initialisation; nothing where another law enters.

    Args:
        kind: the family.
        theorems: on quantities that `model.definitions` names.
        fixed: values that parameters of the law must have, e.g. ``mean=0``.
    """
    return lambda init: collect(scales(init, kind, **fixed), table(*theorems))


def scales(init: Init, kind: type[Law], **fixed: Any) -> dict[Symbol, Expr]:
    """What the shared scale symbols stand for, of those among w, b, v that follow a family with these fixed values."""
    values: dict[Symbol, Expr] = {}
    for role in ("w", "b", "v"):
        law = getattr(init, role)
        if isinstance(law, kind) and all(getattr(law, name) == value for name, value in fixed.items()):
            values |= law.with_symbols(role)[1]
    return values


def collect(values: Mapping[Symbol, Expr], table: Table) -> dict[str, ClosedForm]:
    """The closed forms whose symbols all have a value or are call arguments."""
    forms = {}
    for quantity, (theorem, args) in table.items():
        needed = [a.symbol for a in theorem.arguments if a.symbol not in args]
        if all(symbol in values for symbol in needed):
            forms[quantity] = ClosedForm(theorem, args, {symbol: values[symbol] for symbol in needed})
    return forms
