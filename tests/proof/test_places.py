"""Where random points do not go: critical places, a search in floating point, many digits, the ends of hypotheses."""

import pytest
from sympy import (
    Abs,
    Eq,
    Integral,
    Max,
    Piecewise,
    Rational,
    S,
    Sum,
    Symbol,
    acos,
    exp,
    factorial,
    log,
    oo,
    sin,
    sqrt,
    tanh,
    zeta,
)

from symspline.enclosure.ball import Ball
from symspline.enclosure.evaluate import NoValue
from symspline.proof.checker import check
from symspline.proof.moves import Algebra, Bound, Known, SplitCases
from symspline.proof.places import critical, deciders, value_at
from symspline.proof.points import Desk
from symspline.proof.search import suspects
from symspline.proof.theorem import Argument, Assumption, Step, Theorem
from symspline.proof.verdict import Verdict
from symspline.proof.zero import zeros

a, b = (Symbol(name, positive=True) for name in "ab")
x, y, t = (Symbol(name, real=True) for name in "xyt")
n = Symbol("n", integer=True, positive=True)
BOXES = {a: (Rational(1, 2), 2), b: (Rational(1, 2), 2), x: (1, 2), y: (3, 4), n: (4, 6)}
QUOTED = Known("quoted", "a table")


def theorem(start, line, *given, relation="=", move=QUOTED, **boxes):
    free = start.free_symbols | line.free_symbols | set().union(*(c.free_symbols for c in given))
    arguments = tuple(Argument(s, *boxes.get(str(s), BOXES[s])) for s in sorted(free, key=str))
    step = Step(relation, line, move)
    assumes = tuple(Assumption(condition=each) for each in given)
    return Theorem("X1", "A title", "examples", arguments, Symbol("T"), start, (step,), assumes=assumes)


def verdict(*args, **more):
    return check(theorem(*args, **more)).verdict


@pytest.mark.parametrize(
    ("start", "line"),
    [
        ((x**2 - 1) / (x - 1), x + 1),
        ((x**2 - 2) / (x - sqrt(2)), x + sqrt(2)),
        ((x**2 - y**2) / (x - y), x + y),
        (Abs(x) / x, 1 + 0 * x),
        (Integral(exp(x * t), (t, 0, 1)), (exp(x) - 1) / x),
        (((x + 3) ** 3) ** Rational(1, 3), x + 3),
    ],
)
def test_a_value_is_asked_for_at_every_place(start, line):
    assert verdict(start, line) <= Verdict.SAMPLED


@pytest.mark.parametrize(
    ("start", "line"),
    [
        (Piecewise((1, Eq(x, 2 * y + 1)), (0, True)), S.Zero),
        (Max(a, b, a * b / 8), Max(a, b)),
        (Max(0, 1 - 10**6 * Abs(a - Rational(1234567, 10**6))), S.Zero),
        (Max(0, x) ** y, Piecewise((x**y, x > 0), (0, True))),
        ((-1) ** n, (-1) ** (n * (n - 4) * (n - 5) * (n - 6))),
        (zeta(200) * a, a),
        (tanh(S(50)) * a, a),
        (sin(x), sin(x) + Rational(1, 10**100)),
    ],
)
def test_a_place_of_another_value_refutes(start, line):
    assert verdict(start, line) is Verdict.REFUTED


def test_a_hypothesis_that_admits_no_such_place_lets_the_step_pass():
    assert verdict((x**2 - 1) / (x - 1), x + 1, x > 1, move=Algebra()) > Verdict.SAMPLED
    assert verdict(Abs(x) / x, 1 + 0 * x, x > 0) is Verdict.ENCLOSED


def test_the_ends_of_the_hypotheses_are_met():
    assert verdict(2 * acos(x), acos(2 * x**2 - 1), x > -1, x < 1, x=(0, Rational(1, 2))) is Verdict.REFUTED
    narrow = theorem(S.Zero, b - a - Rational(1, 1000), a < b, relation="<=", move=Bound("seen"), b=(3, 4))
    assert check(narrow).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("start", "line"),
    [(2**n, factorial(n)), (x, x**2), (n**10, 2**n), (S.Zero, (-1) ** (n * (n - 1)) * (n - 3) ** 2 - 1 / n)],
)
def test_a_bound_is_searched_for_a_counterexample(start, line):
    found = theorem(start, line, relation="<=", move=Bound("seen"), n=(60, 90) if start == n**10 else BOXES[n])
    assert check(found).verdict is Verdict.REFUTED
    assert suspects(Desk(found), start, line, "<=")


def test_suspects_are_points_of_the_domain():
    desk = Desk(theorem(x, x**2, x > 1, relation="<=", move=Bound("a product")))
    assert suspects(desk, x, x**2, "<=") == []
    assert all(point[x] > 1 for point in suspects(desk, x**2, x, "<="))
    assert suspects(desk, Integral(x, (t, 0, 1)), x + 1, "=") == []


def test_places_are_solved_for_and_admitted():
    desk = Desk(theorem(1 / (x - 7) + log(y), 1 / (x - 7) + log(y) + 1, x > 5, y > 0, x=(6, 8)))
    found = list(critical(desk, *desk.theorem.lines))
    assert any(point[x] == 7 for point in found)
    assert all(desk.admits(point) for point in found)
    assert zeros(x**2 - a, x, {a: 4, x: 1}) == [-2, 2]
    assert zeros(a + 1, a, {a: 1}) == []
    assert zeros(exp(x) + sin(x) * log(a) - 7, x, {a: 2, x: 1}) == []


def test_what_a_line_is_at_a_place():
    assert isinstance(value_at(1 / x, {x: S.Zero}), NoValue)
    assert isinstance(value_at(log(x) * 2, {x: -S.One}), NoValue)
    assert isinstance(value_at(x**2, {x: sqrt(2)}), Ball)
    assert isinstance(value_at(Integral(1 / t, (t, x, oo)), {x: S.One}), NoValue)
    cases = Piecewise((1, Eq(x, 0)), (sin(x) / x, True))
    assert value_at(cases, {x: S.Zero}).contains(1)


def test_a_case_at_an_irrational_place_is_met():
    cases = Piecewise((7, Eq(a, sqrt(2))), (a, True))
    assert verdict(a, cases, move=SplitCases("cases")) is Verdict.REFUTED


def test_a_tiny_value_is_no_nought():
    tiny = Integral(exp(-(10**4) * t), (t, 1, 2))
    assert verdict(tiny, S.Zero) is Verdict.SAMPLED


def test_an_index_takes_the_values_of_its_range():
    j = Symbol("j", integer=True, positive=True)
    line = Sum(Integral(t ** (j + b - 2), (t, 0, 1)) / 2**j, (j, 0, 2))
    assert b - 1 in set(deciders(line))
    assert isinstance(value_at(line, {b: S.One}), NoValue)
    # The term of the index 0 has a value further right.
    assert isinstance(value_at(line, {b: S(3)}), Ball)


def test_the_integer_below_the_box_is_tried():
    k = Symbol("k", integer=True)
    assert verdict(x, x + Sum(k**2, (k, 2, n)), relation="<", n=(2, 9)) is Verdict.REFUTED
    assert verdict(x, x + Sum(k**2, (k, 1, n)), relation="<", n=(2, 9)).holds
