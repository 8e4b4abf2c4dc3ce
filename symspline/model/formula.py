"""Formula: a closed form with its arguments and its theorem; it prints itself and evaluates on arrays."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symspline.model.init import Init


def derive(init: "Init", quantity: str) -> "Formula":
    """The formula of a quantity of an initialisation, derived by the first chapter.

    The chapters stand above the model; this look-up, made when a formula is asked for, is the one way up.
    """
    return import_module("symspline.derivations.initialisation").derive(init, quantity)


class Formula:
    """Placeholder."""
