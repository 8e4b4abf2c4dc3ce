"""The small data sets of the executed examples."""

from fractions import Fraction
from typing import NamedTuple


class DataSet(NamedTuple):
    """Inputs in ascending order and their targets."""

    x: tuple[Fraction, ...]
    y: tuple[Fraction, ...]


def _data_set(x: range | tuple[int, ...], y: tuple[int, ...]) -> DataSet:
    return DataSet(tuple(map(Fraction, x)), tuple(map(Fraction, y)))


D2 = _data_set(range(8), (3, 1, 0, 0, 1, 0, 2, 5))
D3 = _data_set(range(10), (0, 1, 1, 3, 2, 0, -1, 1, 3, 2))
D6 = _data_set((-3, -2, -1, 1, 2, 3), (2, 1, 1, 0, 2, 3))
