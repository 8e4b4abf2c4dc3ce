"""Conditions at exact points: by rational arithmetic or by balls, and never by guessing."""

import pytest
from sympy import And, Eq, Ne, Or, Rational, Symbol, cos, exp, pi, sin, sqrt, true

from symspline.enclosure.enclose import truth

x, y = Symbol("x", real=True), Symbol("y", real=True)
AT = {x: Rational(7, 10), y: Rational(2**60 + 1, 2**60)}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (true, True),
        (x < y, True),
        (x**2 + y**2 < Rational(149, 100), False),
        (sqrt(2) * x < 1, True),
        (exp(x) >= 2 * y, True),
        (Eq(sqrt(x) ** 2, Rational(7, 10)), True),
        (Ne(y, 1), True),
        (And(x > 0, y <= 1), False),
        (Or(x > pi, x * y > 0), True),
    ],
)
def test_truth(condition, holds):
    assert truth(condition, AT) is holds


def test_what_cannot_be_decided_is_none():
    # An unknown symbol, and two sides that no ball tells apart.
    assert truth(x + Symbol("z", real=True) < 1, AT) is None
    assert truth(sin(y) ** 2 + cos(y) ** 2 < 1, AT) is None
