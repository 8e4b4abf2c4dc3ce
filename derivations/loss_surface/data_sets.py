"""The small data sets of the executed examples, and sums and determinants that stay as they are written."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from sympy import Add, Determinant, Expr, Integer, Matrix, Mul, Pow, Rational


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


def written_sum(terms: Sequence[Expr]) -> Expr:
    """A sum of numbers that stays as it is written."""
    return Add(*terms, evaluate=False)


def half_squares(numbers: Sequence[Expr]) -> Expr:
    """Half the sum of squares of numbers, as written."""
    squares = [Pow(number, Integer(2), evaluate=False) for number in numbers]
    return Mul(Rational(1, 2), written_sum(squares), evaluate=False)


def determinant(*rows: Sequence[Expr | int]) -> Determinant:
    """The determinant of a matrix with these rows, not expanded."""
    return Determinant(Matrix(rows))
