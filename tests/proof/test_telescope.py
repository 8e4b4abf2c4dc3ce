"""Sums that telescope: the right primitive proves, a wrong one or a missing sum refutes."""

import pytest
from sympy import Integer, Product, Sum, Symbol, binomial

from symspline.enclosure.enclose import enclose
from symspline.enclosure.evaluate import evaluate
from symspline.proof.moves import Telescope
from symspline.proof.theorem import Argument, Step, Theorem
from symspline.proof.verdict import Verdict

n = Symbol("n", positive=True, integer=True)
k = Symbol("k", nonnegative=True, integer=True)
SQUARES = Sum(k**2, (k, 1, n))
VALUE = n * (n + 1) * (2 * n + 1) / 6


def check(start, line, primitive):
    theorem = Theorem(
        "X1", "A sum", "examples", (Argument(n, 2, 9),), Symbol("S", real=True), start,
        (Step("=", line, Telescope(k, primitive)),),
    )  # fmt: skip
    return theorem.check().verdict


def test_the_right_primitive_proves():
    assert check(SQUARES, VALUE, (k - 1) * k * (2 * k - 1) / 6) is Verdict.PROVED
    assert check(Sum(binomial(k, 2), (k, 2, n)), binomial(n + 1, 3), binomial(k, 3)) is Verdict.PROVED


@pytest.mark.parametrize(
    ("start", "line", "primitive"),
    [
        (SQUARES, VALUE, k * (k + 1) * (2 * k + 1) / 6),
        (SQUARES, VALUE + 1, (k - 1) * k * (2 * k - 1) / 6),
        (VALUE, VALUE + n - n * 2 / 2 + 1, k),
    ],
)
def test_a_wrong_primitive_a_wrong_line_and_no_sum_are_refuted(start, line, primitive):
    assert check(start, line, primitive) is Verdict.REFUTED


def test_products_are_enclosed_and_evaluated():
    factorial = Product(k + 1, (k, 0, n - 1))
    assert float(enclose(factorial, {n: Integer(5)})) == 120
    assert evaluate(factorial, {n: Integer(5)}) == 120
