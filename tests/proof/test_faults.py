"""Planted errors: which are made, that they are refuted, and that a harmless change is not called an error."""

import pytest
from sympy import (
    Eq,
    Integral,
    Piecewise,
    Rational,
    Symbol,
    cos,
    exp,
    oo,
    sin,
    sqrt,
    symbols,
)

from symspline.proof.checker import Desk
from symspline.proof.faults import Fault, _is_error, mutations, plant
from symspline.proof.moves import Algebra, Antiderivative, Bound, SplitCases
from symspline.proof.theorem import Argument, Step, Theorem
from symspline.proof.verdict import Verdict

a, b = symbols("a b", positive=True)
t, x, y = symbols("t x y", real=True)
BOX = (Argument(a, 1, 2),)


def theorem(start, *steps, arguments=BOX, **more):
    return Theorem("X1", "A title", "examples", arguments, Symbol("T", real=True), start, tuple(steps), **more)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Rational(1, 2), {("coefficient", Rational(3, 2))}),
        (a, {("coefficient", 2 * a)}),
        (a**2, {("exponent", a**3), ("coefficient", 4 * a**2)}),
        (a + b, {("sign", a - b), ("sign", b - a), ("coefficient", 2 * a + b), ("coefficient", a + 2 * b)}),
        (2 * a, {("coefficient", 3 * a), ("factor", 2), ("coefficient", 4 * a)}),
        (a * b, {("factor", a), ("factor", b), ("coefficient", 2 * a * b)}),
        (sin(a), {("coefficient", sin(2 * a))}),
        (
            Piecewise((a, a < 2), (b, True)),
            {
                ("coefficient", Piecewise((2 * a, a < 2), (b, True))),
                ("coefficient", Piecewise((a, a < 2), (2 * b, True))),
            },
        ),
        (Integral(t, (t, 0, oo)), {("limit", Integral(t, (t, 0, 2))), ("coefficient", Integral(2 * t, (t, 0, oo)))}),
        (
            Integral(t, (t, 0, a)),
            {("limit", Integral(t, (t, 0, 9 * a / 10))), ("coefficient", Integral(2 * t, (t, 0, a)))},
        ),
        (
            Integral(t, (t, -1, 0)),
            {("limit", Integral(t, (t, -1, Rational(1, 3)))), ("coefficient", Integral(2 * t, (t, -1, 0)))},
        ),
    ],
)
def test_mutations(line, expected):
    assert set(mutations(line)) == expected


def test_every_error_is_refuted():
    start = Integral(exp(-a * t), (t, 0, oo))
    right = theorem(start, Step("=", 1 / a, Antiderivative(t, -exp(-a * t) / a)), compute=(1 + a) / (a + a**2))
    planted = plant(right, per_line=5)
    assert planted
    assert all(fault.caught for fault in planted)
    assert {fault.place for fault in planted} == {"step 1", "compute"}


def test_errors_in_bounds_and_conditions():
    bound = theorem(2 * a, Step("<=", a**2 + 1, Bound("a square")))
    assert all(fault.caught for fault in plant(bound, per_line=9))
    boxes = (Argument(x, -2, 2), Argument(y, -2, 2))
    system = theorem(Eq(x + y, 3), Step("<=>", Eq(2 * x + 2 * y, 6), Algebra("double")), arguments=boxes)
    planted = plant(system, per_line=9)
    assert planted
    assert all(fault.caught for fault in planted)


def test_a_change_without_effect_is_no_error():
    even = theorem(cos(a) ** 2, Step("=", 1 - sin(a) ** 2, Algebra("even")))
    assert all(fault.line != 1 - sin(-a) ** 2 and fault.caught for fault in plant(even, per_line=9))


def test_an_error_in_a_case_that_few_points_meet():
    cases = Piecewise((1, a < Rational(101, 100)), (a / sqrt(a**2), True))
    split = theorem(sin(a) ** 2 + cos(a) ** 2, Step("=", cases, SplitCases("cases")))
    planted = plant(split, per_line=9)
    assert all(fault.caught for fault in planted)


def test_a_point_without_a_value_hides_no_error():
    box = (Argument(x, -1, 3),)
    start = x**2 + 2 * x + 1
    right = theorem(start, Step("=", (x + 1) ** 2, Algebra("a square")), arguments=box)
    wrong = (x + 1) ** 2 + sqrt(x)
    desk = Desk(right)
    assert any(point[x] < 0 for point in desk.points)
    assert _is_error(desk, right.steps[0], wrong)


def test_caught_means_refuted():
    for verdict in Verdict:
        assert Fault("X1", "step 1", "sign", a, verdict).caught is (verdict is Verdict.REFUTED)
