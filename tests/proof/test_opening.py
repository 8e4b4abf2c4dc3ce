"""The left side is compared with the first line: as it stands, by definitions, and by the theorems that are cited."""

import pytest
from sympy import Derivative, Eq, Function, Integral, Lambda, Lt, Symbol, cos, exp, oo, sin

from symspline.proof.checker import check
from symspline.proof.library import library
from symspline.proof.moves import Algebra, Antiderivative, Bound, By, TakeLimit
from symspline.proof.opening import definitions, misled, opening, taken_as_given
from symspline.proof.section import Section
from symspline.proof.theorem import Argument, DerivationError

a, t = Symbol("a", positive=True), Symbol("t", positive=True)
x, total = Symbol("x", real=True), Symbol("S", real=True)
T, F, g = (Function(name, real=True) for name in ("T", "F", "g"))
BOXES = {a: Argument(a, 1, 3), x: Argument(x, -2, 2), t: Argument(t, 1, 2)}
X1 = Section("examples.there", "X1", boxes=BOXES)
TAIL = X1.theorem(
    "tail", "A tail", "", T(a), Integral(exp(-a * t), (t, 1, oo)), Antiderivative(t, -exp(-a * t) / a), given=(a > 1,)
)
ABOVE = X1.theorem("above", "A bound", "", F(x), x, ("<=", x + 1, Bound("add one")))


def theorem(subject, start, line, **more):
    return Section("examples.there", "X1", boxes=BOXES).theorem(
        "one", "One", "", subject, start, (line, Algebra()), **more
    )


def check_step_of(subject, start, **more):
    return verdict(subject, start, start + sin(x) ** 2 + cos(x) ** 2 - 1, **more)[0]


def verdict(subject, start, line, **more):
    report = check(theorem(subject, start, line, **more))
    begun = [step for step in report.steps if step.place == "start"]
    return (begun[0].verdict.value if begun else "", report.verdict.value)


def test_a_left_side_that_can_be_evaluated_is_a_step():
    assert verdict((a + 1) ** 2, a**2 + 2 * a + 1, a * (a + 2) + 1) == ("proved", "proved")
    assert verdict((a + 1) ** 2, a**2 + a + 1, a * (a + 1) + 1) == ("refuted", "refuted")
    assert verdict(Eq(x, 1), Eq(2 * x, 2), Eq(3 * x, 3)) == ("proved", "proved")
    assert verdict(Eq(x**2, 1), Eq(2 * x, 2), Eq(3 * x, 3))[1] == "refuted"


def test_a_bound_as_an_origin_is_a_bound():
    bounded = theorem(x, x + 1, x + sin(x) ** 2 + cos(x) ** 2, origin=Bound("add one"), begins="<=")
    assert check(bounded).verdict.value == "proved" and bounded.relation == "<="
    assert verdict(x + 1, x, x * sin(x) ** 2 + x * cos(x) ** 2, begins="<=")[1] == "refuted"
    assert verdict(x, x + 1, x + sin(x) ** 2 + cos(x) ** 2, origin=Bound("add one"))[1] == "refuted"


def test_a_name_without_a_definition_is_taken_as_given():
    given = theorem(F(x), x + x**2, x * (1 + x))
    assert opening(given) is None and taken_as_given(given)
    assert not taken_as_given(theorem(x * (x + 1), x + x**2, x * (1 + x)))
    assert not taken_as_given(theorem(None, x + x**2, x * (1 + x)))


def test_a_symbol_of_which_nothing_is_said_is_refused():
    unknown = theorem(t * x, x + x**2, x * (1 + x))
    assert "nothing says what t is" in misled(unknown) and check(unknown).verdict.value == "undecided"


def test_definitions_say_what_a_name_is():
    where = {F: Lambda(x, x * g(x)), g: Lambda(x, x + 1)}
    assert verdict(F(x), x + x**2, x * (1 + x), where=where) == ("proved", "proved")
    assert verdict(F(x), x * (x + 1), x + x**2, where=where) == ("", "proved")
    assert verdict(F(2 * x), x + x**2, x * (1 + x), where=where)[1] == "refuted"
    assert verdict(total, x + x**2, x * (1 + x), where={total: x * (1 + x)})[1] == "proved"
    meant = definitions(theorem(F(2 * x), x + x**2, x * (1 + x), where=where))
    assert meant == {F(2 * x): 2 * x * g(2 * x), g(2 * x): 2 * x + 1}


def test_what_is_cited_gives_the_first_line():
    end, cited = exp(-3 * a) / (3 * a), {"origin": By(TAIL, {a: 3 * a}), "given": (a > 1,)}
    doubled = end * (1 + a) - end * (a - 1)
    assert verdict(2 * T(3 * a), 2 * end, doubled, **cited) == ("proved", "proved")
    assert verdict(T(3 * a), 2 * end, doubled, **cited) == ("refuted", "refuted")
    # Also where it stands in a definition, and where the first line is an earlier one of the theorem cited.
    assert verdict(total, 2 * end, doubled, **cited, where={total: 2 * T(3 * a)}) == ("proved", "proved")
    whole = Integral(exp(-3 * a * t), (t, 1, oo))
    assert verdict(2 * T(3 * a), 2 * whole, whole * (1 + a) - whole * (a - 1), **cited) == ("proved", "proved")


def test_several_theorems_may_be_cited():
    both = (By(TAIL), By(TAIL, {a: 3 * a}))
    start = exp(-a) / a + exp(-3 * a) / (3 * a)
    found = theorem(T(a) + T(3 * a), start, start * (1 + a) - start * a, origin=both, given=(a > 1,))
    assert check(found).verdict.value == "proved" and found.cites == (TAIL,)


def test_what_is_cited_must_speak_of_the_left_side():
    end = exp(-a) / a
    astray = theorem(T(2 * a), end, exp(-a) * (1 + a) / a - exp(-a), origin=By(TAIL))
    assert "speaks of T(a)" in misled(astray) and check(astray).verdict.value == "undecided"


def test_what_is_cited_must_hold_here():
    end = exp(-a) / a
    line = end * (1 + a) - end * a
    assert verdict(T(a), end, line, origin=By(TAIL), given=(a > 1,))[0] == "proved"
    # The theorem cited asks for more than 1; the lines alone would agree.
    assert verdict(T(a), end, line, origin=By(TAIL))[0] == "refuted"
    assert verdict(T(a), end, line, origin=By(TAIL), given=(a + a**2 > 3,))[0] == "enclosed"


def test_variables_of_an_integral_lie_between_its_ends():
    summed = {"origin": By(TAIL, {a: t}), "where": {total: Integral(T(t), (t, 2, 3))}}
    begun = opening(theorem(total, Integral(exp(-t) / t, (t, 2, 3)), x, **summed))
    assert begun is not None and (t > 1) in begun[1].move.hypotheses(total)
    assert getattr(begun[1].move, "ranges", ()) == (Lt(2, t, evaluate=False), t < 3)
    # The theorem cited asks for more than 1: the ends of the integral show it, and without them nothing does.
    assert check_step_of(total, Integral(exp(-t) / t, (t, 2, 3)), **summed) == "proved"
    wider = {**summed, "where": {total: Integral(T(t), (t, 1 / a, 3))}}
    assert check_step_of(total, Integral(exp(-t) / t, (t, 1 / a, 3)), **wider) == "enclosed"


def test_a_bound_says_nothing_of_what_holds_its_left_side():
    assert "bound" in misled(
        theorem(2 * F(x), 2 * x + 2, 2 * x + 2 * sin(x) ** 2 + 2 * cos(x) ** 2, origin=By(ABOVE), begins="<=")
    )
    assert "bound" in misled(theorem(F(x), x + 1, x + sin(x) ** 2 + cos(x) ** 2, origin=By(ABOVE)))
    assert not misled(theorem(F(x), x + 1, x + sin(x) ** 2 + cos(x) ** 2, origin=By(ABOVE), begins="<="))


def test_a_limit_of_a_family_says_nothing_of_its_members():
    falls = X1.theorem("falls", "A limit", "", g(t), 1 + x / t, TakeLimit(t, oo, family=True))
    assert "limit" in misled(theorem(g(t), x**2, x**2 * cos(t) ** 2 + x**2 * sin(t) ** 2, origin=By(falls)))


def test_no_symbol_is_caught_by_an_integral():
    """The cited T(a) hides x, and the integral over x would catch it."""
    hides = X1.theorem("hides", "Hides a symbol", "", g(a), a * x + x, (x * (a + 1), Algebra()))
    caught = theorem(
        total,
        (a + 1) / 2,
        a / 2 + cos(a) ** 2 / 2 + sin(a) ** 2 / 2,
        origin=By(hides),
        where={total: Integral(g(a), (x, 0, 1))},
    )
    assert "bound on the left side" in misled(caught)
    slope = theorem(total, a + 1, a + cos(a) ** 2 + sin(a) ** 2, origin=By(hides), where={total: Derivative(g(a), x)})
    assert "bound on the left side" in misled(slope)
    ends = X1.theorem(
        "ends", "An integral", "", F(a), Integral(a * x, (x, 0, t)), (a * Integral(x, (x, 0, t)), Algebra())
    )
    inside = theorem(F(x), x**2 / 2, x**2 * cos(x) ** 2 / 2 + x**2 * sin(x) ** 2 / 2, origin=By(ends, {a: x}))
    assert "a value holds a variable" in misled(inside)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"where": {a: x}}, "a is no name"),
        ({"where": {exp(a): x}}, r"exp\(a\) is no name"),
        ({"where": {g: Lambda(x, x)}, "instances": ({g: Lambda(x, x)},)}, "g is left open"),
        ({"begins": "=>"}, "does not stand in the relation '=>'"),
    ],
)
def test_what_is_no_definition_is_refused(more, problem):
    with pytest.raises(DerivationError, match=problem):
        theorem(F(a), a + a**2, a * (1 + a), **more)


def test_a_chapter_defines_its_names_once():
    section = library["B7"]
    zeta = library["B7.zeta"].subject
    assert not taken_as_given(library["B7.zeta"])
    with pytest.raises(DerivationError, match="the chapter defines zeta otherwise"):
        section.theorem("false", "", "", zeta, a, where={zeta.func: Lambda(x, x)})
