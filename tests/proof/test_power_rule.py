"""Integration of polynomials term by term, and determinants, as reasons of a step."""

import pytest
from sympy import Derivative, Determinant, Integral, Matrix, Rational, S, cos, cosh, sin, symbols

from symspline.enclosure.enclose import enclose
from symspline.enclosure.evaluate import evaluate
from symspline.proof.moves import Evaluate, MoveError, PowerRule
from symspline.proof.theorem import Argument, Step, Theorem

s, t = symbols("s t", real=True)
k = symbols("k", positive=True)


def theorem(line):
    start = Integral(6 * s * t**2, (s, t, 1), (t, 0, 1)) + Integral(s**2, (s, 0, 3))
    return Theorem("X1", "polynomials", "examples", (), symbols("I", real=True), start, (Step("=", line, PowerRule()),))


def test_nested_integrals_of_polynomials_are_proved():
    right = S(9) + Rational(2, 5)
    assert theorem(right).check().verdict.value == "proved"
    assert theorem(right + Rational(1, 1000)).check().verdict.value == "refuted"


@pytest.mark.parametrize("line", [Integral(sin(s), (s, 0, 1)), s + 1])
def test_what_is_no_polynomial_is_refused(line):
    with pytest.raises(MoveError, match=r"polynomial|no integral"):
        PowerRule().expected(line)


def test_determinants_are_carried_out_enclosed_and_evaluated():
    matrix = Determinant(Matrix([[cosh(k), sin(k)], [-sin(k), cos(k)]]))
    value = cosh(k) * cos(k) + sin(k) ** 2
    at = {k: Rational(7, 5)}
    assert (Evaluate().expected(matrix) - value).expand() == 0
    assert abs(evaluate(matrix, at) - evaluate(value, at)) < 1e-25
    assert abs(float(enclose(matrix, at)) - float(value.subs(at))) < 1e-14


def test_a_wrong_determinant_is_refuted():
    start = Determinant(Matrix([[k, 1], [1, k]]))
    argument = (Argument(k, 1, 3),)
    name = Derivative(symbols("D", real=True) * k, k)
    wrong = Theorem("X1", "wrong", "examples", argument, name, start, (Step("=", k**2 + 1, Evaluate()),))
    assert wrong.check().verdict.value == "refuted"
