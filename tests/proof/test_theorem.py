"""A theorem that is declared wrongly cannot be built; the message says what is wrong and where."""

import json
import re

import numpy as np
import pytest
from sympy import Eq, Float, Function, Integer, Integral, Lambda, Limit, Rational, Symbol, oo

from symspline.proof.moves import Algebra, By, Instantiate, TakeLimit
from symspline.proof.points import Desk
from symspline.proof.resting import Resting
from symspline.proof.theorem import Argument, Assumption, DerivationError, Evidence, Finding, Step, Theorem

a = Symbol("a", positive=True)
t = Symbol("t", real=True)
T = Symbol("T", real=True)


BOX = (Argument(a, 1, 2),)


def theorem(start=a, steps=(), arguments=BOX, id="X1", **more):
    return Theorem(id, "A title", "examples", tuple(arguments), T, start, tuple(steps), **more)


@pytest.mark.parametrize(
    ("symbol", "low", "high", "message"),
    [
        ("a", 1, 2, "argument 'a' is not a SymPy symbol; pass the Symbol object"),
        (Symbol("q"), 1, 2, "symbol q has no assumptions; make it with real=True, positive=True or integer=True"),
        (a, 1.5, 2, "argument a: low=1.5 is not exact; give an integer or a Rational"),
        (a, 1, None, "argument a: high=None is not exact; give an integer or a Rational"),
        (a, 2, 1, "argument a: the box [2, 1] is empty or unbounded"),
        (a, 0, 1, "argument a: the box starts at 0, against the symbol's assumptions"),
        (Symbol("n", nonnegative=True), -1, 1, "argument n: the box starts at -1, against the symbol's assumptions"),
    ],
)
def test_argument_refuses(symbol, low, high, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Argument(symbol, low, high)


@pytest.mark.parametrize(
    ("relation", "line", "message"),
    [
        (">=", a, "relation '>=' is not one of =, <=, <, =>, <=>"),
        ("=", Eq(a, 1), "relation '=' needs an expression, got Equality"),
        ("<=", Eq(a, 1), "relation '<=' needs an expression, got Equality"),
        ("=>", a, "relation '=>' needs a condition (Eq, And, …), got Symbol"),
        ("<=>", a + 1, "relation '<=>' needs a condition (Eq, And, …), got Add"),
    ],
)
def test_step_refuses(relation, line, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Step(relation, line, Algebra())


def test_evidence_refuses_an_unknown_kind():
    with pytest.raises(ValueError, match="kind 'hearsay' is neither 'simulation' nor 'exact'"):
        Evidence("it is said", lambda rng: None, "hearsay")


f = Function("f", real=True)
again = Step("=", a, Algebra())
x = Symbol("x", real=True)


@pytest.mark.parametrize(
    ("build", "place", "problem"),
    [
        (lambda: theorem(id="seven"), "id", "an id reads like B7, C3b or B7.zeta"),
        (lambda: theorem(arguments=(a,)), "argument 0", "a has no box; wrap it in Argument(…)"),
        (lambda: theorem(arguments=(Argument(a, 1, 2),) * 2), "arguments", "a symbol is declared twice"),
        (lambda: theorem(start=3), "start", "3 is not a SymPy expression"),
        (lambda: theorem(start=a + x), "start", "the symbol x has no Argument with a box"),
        (lambda: theorem(start=a + Symbol("y")), "start", "the symbol y has no assumptions"),
        (lambda: theorem(steps=(Step("=", a * x, Algebra()),)), "step 1", "the symbol x has no Argument with a box"),
        (lambda: theorem(compute=a * x), "compute", "the symbol x has no Argument with a box"),
        (lambda: theorem(start=f(a)), "start", "the function f has no instance to check it with"),
        (lambda: theorem(steps=(again,)), "step 1", "the line repeats the one before; leave the step out"),
        (lambda: theorem(steps=(Step("=>", Eq(a, 1), Algebra()),)), "step 1", "'=>' does not follow such a line"),
        (
            lambda: theorem(start=Eq(a, 1), steps=(Step("=", a, Algebra()),)),
            "step 1",
            "'=' does not follow such a line",
        ),
        *(
            (
                lambda move=move: theorem(origin=move),
                "origin",
                "a limit or another function is not the left side; make it a step",
            )
            for move in (TakeLimit(a, oo), Resting(TakeLimit(a, oo), ()), Instantiate({f: Lambda(x, x)}))
        ),
        (
            lambda: theorem(steps=(Step("<", a + 1, TakeLimit(a, oo)),)),
            "step 1",
            "a limit is an equation; '<' is a step after",
        ),
    ],
)
def test_theorem_refuses(build, place, problem):
    with pytest.raises(DerivationError) as caught:
        build()
    assert (caught.value.place, caught.value.problem) == (place, problem)
    assert str(caught.value) == f"theorem {caught.value.theorem}, {place}: {problem}"
    assert isinstance(caught.value, ValueError)


def test_no_point_of_the_box_satisfies_the_hypotheses():
    with pytest.raises(DerivationError, match="no point of the box satisfies the conditions"):
        theorem(assumes=(Assumption("$a > 3$", a > 3),)).check()


def test_unknown_theorem_names_the_nearest():
    with pytest.raises(ValueError, match=r"there is no theorem 'B7.zta'; the nearest are .*B7\.zeta"):
        By("B7.zta")


def test_relation_of_the_conclusion_is_the_weakest():
    low, high = Integer(0), a**2
    assert theorem(steps=(Step("=", 2 * a - a * Rational(1, 2), Algebra()),)).relation == "="
    assert theorem(low, (Step("<=", high, Algebra()), Step("=", high + 1, Algebra()))).relation == "<="
    falls = (Step("<", 1 / a, Algebra()), Step("=", Integer(0), Resting(TakeLimit(a, oo), ())))
    assert theorem(1 / (a + 1), falls).relation == "<="  # in the limit the sides may meet
    one, two = Eq(x, 1), Eq(2 * x, 2)
    box = (Argument(x, 0, 2),)
    assert theorem(one, (Step("<=>", two, Algebra()),), box).relation == "<=>"
    assert theorem(one, (Step("<=>", two, Algebra()), Step("=>", Eq(x**2, 1), Algebra())), box).relation == "=>"


def test_the_claim_is_about_the_limit_and_about_the_functions_put_in():
    falls = theorem(1 / a, (Step("=", Integer(0), Resting(TakeLimit(a, oo), ())),))
    assert falls.claim.left == Limit(1 / a, a, oo, "+") or falls.claim.left.has(Limit)
    square = {f: Lambda(x, x**2)}
    concrete = theorem(f(a), (Step("=", a**2, Instantiate(square)),), instances=(square, {f: Lambda(x, x)}))
    assert concrete.claim.left == a**2


def test_what_a_theorem_tells_of_itself():
    inner = theorem(id="X2.inner")
    outer = theorem(Integral(t, (t, 0, a)), (Step("=", a**2 / 2, By(inner)), Step("=", a * 3, By(inner))))
    assert outer.cites == (inner,)
    assert outer.section == "X1"
    assert outer.integrals == {Integral(t, (t, 0, a))}
    assert outer.conclusion == outer.lines[-1]
    assert repr(inner) == "<Theorem X2.inner: A title>"


def test_points_are_exact_and_inside_the_box():
    rng = np.random.default_rng(0)
    n = Symbol("n", integer=True, positive=True)
    drawn = {Argument(n, 2, 4).draw(rng) for _ in range(50)}
    assert drawn == {2, 3, 4}
    values = [Argument(x, -1, 1).draw(rng) for _ in range(50)]
    assert all(-1 < v < 1 and v.is_Rational and not isinstance(v, Float) for v in values)


def test_a_finding_holds_plain_numbers():
    found = Finding(np.bool_(True), np.float32(0.5), "half")
    assert json.loads(json.dumps([found.passed, found.figure])) == [True, 0.5]


@pytest.mark.parametrize(("kind", "holds"), [("odd", True), ("even", True), ("prime", True), ("prime", False)])
def test_points_are_what_their_symbols_are_assumed_to_be(kind, holds):
    """Beside and far outside the box too: a statement on odd numbers is not refuted at an even one."""
    m = Symbol("m", integer=True, positive=True, **{kind: holds})
    desk = Desk(
        Theorem(
            "X1", "Kinds", "examples", (Argument(m, 1, 9),), T, m * (m + 1), (Step("=", m**2 + m, Algebra("expand")),)
        )
    )
    assert len(desk.points) > 32
    assert all(getattr(point[m], f"is_{kind}") is holds for point in desk.points)
