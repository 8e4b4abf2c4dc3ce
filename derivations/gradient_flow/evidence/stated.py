"""What the theorems of this chapter state, as numbers."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from symspline.proof.library import library


def stated(id: str, **given: Any) -> Any:
    """The conclusion of a theorem at numbers or arrays by the names of its symbols; further names are ignored."""
    routine, names = _routine(id)
    return routine(*(np.asarray(given[name], dtype=float) for name in names))


@cache
def _routine(id: str) -> tuple[Callable[..., Any], tuple[str, ...]]:
    theorem = library[id]
    return theorem.routine, tuple(argument.symbol.name for argument in theorem.arguments)
