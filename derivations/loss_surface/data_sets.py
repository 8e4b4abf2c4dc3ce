"""The small data sets of the executed examples."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple


class DataSet(NamedTuple):
    """Inputs in ascending order and their targets."""

    x: tuple[Fraction, ...]
    y: tuple[Fraction, ...]

    @classmethod
    def of(cls, x: Iterable[int | Fraction], y: Iterable[int | Fraction]) -> "DataSet":
        """The data set with these numbers as fractions."""
        return cls(tuple(map(Fraction, x)), tuple(map(Fraction, y)))


D2 = DataSet.of(range(8), (3, 1, 0, 0, 1, 0, 2, 5))
D3 = DataSet.of(range(10), (0, 1, 1, 3, 2, 0, -1, 1, 3, 2))
D6 = DataSet.of((-3, -2, -1, 1, 2, 3), (2, 1, 1, 0, 2, 3))
