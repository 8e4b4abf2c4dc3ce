"""Sums and determinants that stay as they are written, for executed examples and for steps that expand them."""

from collections.abc import Sequence

from sympy import Add, Determinant, Expr, Integer, Matrix, Mul, Pow, Rational


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
