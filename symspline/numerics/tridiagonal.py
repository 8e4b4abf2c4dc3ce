"""Normal equations that couple neighbours only, over any numbers that add, multiply and divide."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any


def least_squares(diagonal: list[Any], beside: list[Any], right: list[Any]) -> tuple[Any, list[Any]]:
    """What the solution explains of the sum of squares, and the solution, by elimination from one end (C4h.pivot).

    Args:
        diagonal: of the symmetric matrix, n numbers; changed in place, as `right` is.
        beside: the entries beside it, n - 1 numbers.
        right: the right side, n numbers.
    """
    for i, entry in enumerate(beside):
        factor = entry / diagonal[i]
        diagonal[i + 1] = diagonal[i + 1] - factor * entry
        right[i + 1] = right[i + 1] - factor * right[i]
    explained = reduce(add, (r * r / p for r, p in zip(right, diagonal, strict=True)))
    solution = [right[-1] / diagonal[-1]]
    for r, p, entry in list(zip(right, diagonal, beside, strict=False))[::-1]:
        solution.insert(0, (r - entry * solution[0]) / p)
    return explained, solution
