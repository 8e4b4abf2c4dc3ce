"""The left side is compared with the first line: as it stands, by definitions, and by the theorems that are cited."""

import pytest
from sympy import Abs, Derivative, Eq, Function, Integral, Lambda, S, Sum, Symbol, cos, exp, oo, sin, sqrt

from symspline.kernel.ring import NotShown
from symspline.proof.checker import check
from symspline.proof.functions import OnFunctions, even
from symspline.proof.library import library
from symspline.proof.moves import Algebra, Antiderivative, Bound, By, Instantiate, TakeLimit
from symspline.proof.opening import Citations, beginning, confused, definitions, taken_as_given
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


def misled(theorem):
    return beginning(theorem).astray


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
    assert beginning(given).opening is None and taken_as_given(given)
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
    begun = beginning(theorem(total, Integral(exp(-t) / t, (t, 2, 3)), x, **summed)).opening
    assert begun is not None
    (need,) = getattr(begun[1].move, "needs", ())
    # The variable has a name of its own: a hypothesis of the theorem may be on a symbol of its old name.
    ((own, low, high),) = need.ranges
    assert (low, high) == (2, 3) and own != t and need.conditions == (own > 0, own > 1)
    # The theorem cited asks for more than 1: the ends of the integral show it, and without them nothing does.
    assert check_step_of(total, Integral(exp(-t) / t, (t, 2, 3)), **summed) == "proved"
    wider = {**summed, "where": {total: Integral(T(t), (t, 1 / a, 3))}}
    assert "is needed and not shown" in misled(theorem(total, Integral(exp(-t) / t, (t, 1 / a, 3)), x, **wider))


AWAY = X1.theorem("away", "A distance", "", Abs(x - 1), x - 1, given=(x > 1,))


def put(subject, start, value=t, given=()):
    """The verdict on a left side into which a distance is put, and why the kernel does not show it."""
    asked = theorem(
        subject, S(start), start + x - x * sin(x) ** 2 - x * cos(x) ** 2, origin=By(AWAY, {x: value}), given=given
    )
    return next((step.verdict.value, step.why) for step in check(asked).steps if step.place == "start")


def test_each_place_has_its_own_ranges():
    def both(low, high):
        return Integral(Abs(t - 1), (t, low, high)), Integral(t - 1, (t, low, high))

    (one, plain), (other, bare), (wrong, false) = both(2, 3), both(4, 3), both(0, 1)
    proved = ("proved", "")
    assert put(one, plain) == put(other, bare) == put(one + other, plain + bare) == put(t * one, t * plain) == proved
    for subject, start in ((wrong, false), (one + wrong, plain + false), (t * wrong, t * false), both(2, 0)):
        assert put(subject, start, given=(t > 1,))[0] == "refuted"
    k = Symbol("k", integer=True)
    assert put(Sum(Abs(k - 1), (k, 2, 9)), 36, k) == proved
    assert put(Sum(Abs(k - 1), (k, 0, 9)), 35, k)[0] == "refuted"


def test_a_derivative_is_taken_of_what_holds_on_an_open_set():
    assert put(Derivative(Abs(x - 1), x), 1, x, (x > 1,)) == ("proved", "")
    there = (x >= 1, x <= 1)
    at_one = X1.theorem("at-one", "At one", "", x**2, x, given=there)
    begun = beginning(theorem(x * Derivative(x**2, x), x, x**2, origin=By(at_one), given=there)).opening
    assert begun is not None
    with pytest.raises(NotShown, match="at a single point"):
        begun[1].move.prove(begun[0], begun[1].line, there)


def test_what_is_cited_does_not_show_what_it_needs_itself():
    size = X1.theorem("size", "A size", "", sin(x), Abs(sin(x)), given=(sin(x) >= 0,))
    found = beginning(theorem(2 * sin(x), 2 * Abs(sin(x)), x, origin=By(size))).opening
    assert found is not None and getattr(found[1].move, "needs", ())[0].conditions == (sin(x) >= 0,)
    # An earlier citation may rest on what a later one says.
    away = X1.theorem("high", "High", "", Abs(x), x, given=(x >= 0,))
    both = Citations((By(away, {x: T(a)}), By(TAIL)))
    later = beginning(theorem(Abs(T(a)), exp(-a) / a, x, origin=both, given=(a > 1,))).opening
    assert later is not None and exp(-a) / a in [value for need in later[1].move.needs for value in need.values]  # type: ignore[attr-defined]


def test_points_look_at_the_left_side_as_it_stands():
    """What is cited is for the kernel: where its hypothesis fails the points must not compare a line with itself."""
    found = beginning(theorem(Abs(x - 1), x - 1, x, origin=By(AWAY))).opening
    assert found is not None and found[0] == Abs(x - 1) and getattr(found[1].move, "known", None) == x - 1


def test_values_are_real_numbers_for_symbols():
    square = X1.theorem("square", "A square", "", Abs(x**2 - 2 * x + 2), x**2 - 2 * x + 2)
    line = x**2 - 2 * x + 2
    assert "is no argument" in misled(theorem(Abs(line), line, x, origin=By(square, {x**2: x})))
    line = line.subs(x, sqrt(x))
    found = beginning(theorem(Abs(line), line, x, origin=By(square, {x: sqrt(x)}))).opening
    assert found is not None
    with pytest.raises(NotShown, match="not shown to be non-negative"):
        found[1].move.prove(found[0], found[1].line, ())


def test_a_meaning_is_not_caught():
    held = {F: Lambda(x, x * t)}
    assert "bound on the left side" in misled(theorem(Integral(F(x), (t, 0, 1)), x / 2, x, where=held))
    assert not misled(theorem(F(x) + Integral(t, (t, 0, 1)), x * t + 1, x, where=held))
    inside = {F: Lambda(x, Integral(x * t, (t, 0, 1)))}
    assert "which its argument holds" in misled(theorem(F(t), t**2 / 3, x, where=inside))


def test_what_is_cited_speaks_of_the_same_functions():
    sine, square = ({g: Lambda(x, sin(x))},), {g: Lambda(x, x**2)}
    concrete = X1.theorem("concrete", "One", "", None, g(x), Instantiate(square), instances=(square,))
    assert not By(concrete).is_equation()
    assert "functions that it puts in" in misled(theorem(2 * g(x), 2 * x**2, x, origin=By(concrete), instances=sine))
    is_even = OnFunctions("$g$ is even", holds=(even(g),))
    mirror = X1.theorem("mirror", "Even", "", None, g(-x), (g(x), Algebra()), given=(is_even,), instances=(square,))
    mirrored = {"origin": By(mirror), "instances": (square,)}
    assert "is no hypothesis here" in misled(theorem(2 * g(-x), 2 * g(x), x, **mirrored))
    assert not misled(theorem(2 * g(-x), 2 * g(x), x, given=(is_even,), **mirrored))
    assert "is left open here" in misled(
        theorem(2 * T(a), 2 * exp(-a) / a, x, origin=By(TAIL), instances=({T: Lambda(a, a)},))
    )


def test_two_theorems_of_one_id_are_told():
    def same(start, line):
        return Section("examples.there", "X1", boxes=BOXES).theorem("same", "", "", None, start, (line, Algebra()))

    right, wrong = same(sin(x) ** 2 + cos(x) ** 2, 1 + 0 * x), same(x**2, 2 * x)
    between = X1.theorem("between", "", "", None, 3 * x**2, (6 * x, By(wrong)))
    start = 3 * x**2 + sin(x) ** 2 + cos(x) ** 2
    top = X1.theorem("top", "", "", None, start, (3 * x**2 + 1, By(right)), (6 * x + 1, By(between)))
    assert "cited as X1.same" in confused(top) and not confused(between)
    assert check(top).verdict.value in ("undecided", "refuted")


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
        _ = theorem(F(a), a + a**2, a * (1 + a), **more).steps


def test_a_chapter_defines_its_names_once():
    section = library["B7"]
    zeta = library["B7.zeta"].subject
    assert not taken_as_given(library["B7.zeta"])
    with pytest.raises(DerivationError, match="the chapter defines zeta otherwise"):
        section.theorem("false", "", "", zeta, a, where={zeta.func: Lambda(x, x)})
