"""Every verdict is reached, and what is false is never called proved."""

from itertools import count

import pytest
from sympy import (
    Abs,
    And,
    Derivative,
    DiracDelta,
    Eq,
    Float,
    Function,
    Heaviside,
    I,
    Integer,
    Integral,
    Lambda,
    Piecewise,
    Rational,
    S,
    Sum,
    Symbol,
    atan,
    cos,
    exp,
    gamma,
    log,
    oo,
    pi,
    sin,
    sqrt,
    symbols,
)

from symspline.enclosure.ball import Undecided
from symspline.proof import checker
from symspline.proof.checker import Desk, check, check_step
from symspline.proof.functions import OnFunctions, even
from symspline.proof.moves import (
    Algebra,
    Antiderivative,
    Bound,
    By,
    Combine,
    Differentiate,
    Evaluate,
    Interchange,
    Known,
    SplitCases,
    Substitute,
    TakeLimit,
)
from symspline.proof.section import Section
from symspline.proof.theorem import Argument, Assumption, Evidence, Finding, Step, Theorem
from symspline.proof.verdict import Verdict

a, b, u = symbols("a b u", positive=True)
t, x, y, z = symbols("t x y z", real=True)
T = Symbol("T", real=True)
f = Function("f", real=True)
A, B, X, Y, Z = Argument(a, 1, 2), Argument(b, 2, 3), Argument(x, 1, 2), Argument(y, -1, 2), Argument(z, -1, 2)
DECAY = Integral(exp(-a * t), (t, 0, oo))


def theorem(arguments, start, *steps, id="X1", **more):
    return Theorem(id, "A title", "examples", tuple(arguments), T, start, tuple(steps), **more)


def report(*args, **more):
    return check(theorem(*args, **more))


def verdict(*args, **more):
    return report(*args, **more).verdict


def decay(value=1 / a, **more):
    return theorem((A,), DECAY, Step("=", value, Antiderivative(t, -exp(-a * t) / a)), id="X2", **more)


# --- every verdict ----------------------------------------------------------------------------------------------------


def test_proved():
    found = check(decay())
    assert found.verdict is Verdict.PROVED
    assert found.steps[0].how == "by the kernel"


def test_enclosed():
    found = report((A,), sin(2 * a), Step("=", 2 * sin(a) * cos(a), Known("double angle", "any table")))
    assert found.verdict is Verdict.ENCLOSED
    assert found.worst < 1e-7


def test_sampled_says_why():
    step = Step("=", DECAY.subs(a, 1) * f(a), Known("?", "?"))
    found = report((A,), f(a), step, instances=({f: Lambda(t, Float("1.0") * t)},))
    assert found.verdict is Verdict.SAMPLED
    assert "floating-point" in found.steps[0].why


def test_refuted_prints_the_counterexample():
    found = check(decay(2 / a))
    assert found.verdict is Verdict.REFUTED
    assert found.steps[0].why.startswith("at a = ")


def test_undecided_never_holds():
    found = report((A,), a * f(a), Step("=", f(2 * a), Known("?", "?")), instances=({f: Lambda(t, I * t)},))
    assert found.verdict is Verdict.UNDECIDED
    assert not found.verdict.holds


def test_nothing_is_proved_without_a_step():
    assert verdict((A,), a) is Verdict.UNDECIDED
    piece = Evidence("counted", lambda rng: Finding(True, 0.0, "all"), "exact")
    assert verdict((A,), a, evidence=(piece,)) is Verdict.SAMPLED


# --- citations and evidence -------------------------------------------------------------------------------------------


def test_a_citation_caps_the_verdict():
    known = theorem((A,), sin(2 * a), Step("=", 2 * sin(a) * cos(a), Known("double angle", "any table")), id="X3")
    found = report((A,), 3 * sin(2 * a), Step("=", 6 * sin(a) * cos(a), By(known)))
    assert found.steps[0].verdict is Verdict.PROVED
    assert found.cited == (("X3", Verdict.ENCLOSED),)
    assert found.verdict is Verdict.ENCLOSED


def test_a_refuted_citation_refutes():
    found = report((A,), a + DECAY, Step("=", a + 1 / a, By(decay(2 / a))))
    assert found.verdict is Verdict.REFUTED


@pytest.mark.parametrize("passed", [True, False])
def test_evidence_refutes_and_never_lifts(passed):
    piece = Evidence("a simulation", lambda rng: Finding(passed, 0.5, "figure"))
    assert check(decay(evidence=(piece,))).verdict is (Verdict.PROVED if passed else Verdict.REFUTED)
    assert check(decay(2 / a, evidence=(piece,))).verdict is Verdict.REFUTED
    assert check(decay(evidence=(piece,)), evidence=False).findings == ()


def test_report_as_plain_data():
    piece = Evidence("a simulation", lambda rng: Finding(True, 0.5, "figure"))
    plain = check(decay(evidence=(piece,))).as_dict()
    assert plain["verdict"] == "proved"
    assert plain["evidence"][0]["figure"] == 0.5
    assert [s["place"] for s in plain["steps"]] == ["step 1"]


# --- false theorems ---------------------------------------------------------------------------------------------------


def test_a_range_outside_the_assumptions_of_the_new_variable():
    start = Integral(Abs(t), (t, -1, 1))
    wrong = Integral(2 * u**3, (u, I, 1))
    steps = Step("=", wrong, Substitute(t, u, u**2, sqrt(t))), Step("=", Integer(0), Antiderivative(u, u**4 / 2))
    assert verdict((), start, *steps) is Verdict.REFUTED


def test_lines_without_values_are_not_proved():
    def start(first, second):
        return Integral((x**2 - y**2) / (x**2 + y**2) ** 2, (first, 0, 1), (second, 0, 1))

    step = Step("=", start(y, x), Interchange("it only converges conditionally"))
    desk = Desk(theorem((), start(x, y), step), points=1)

    def no_value(line, k):
        raise ArithmeticError("no value")

    desk.ball, desk.value = lambda line, k, digits: Undecided("no ball"), no_value
    assert check_step(desk, "step 1", start(x, y), step).verdict is Verdict.UNDECIDED


def test_a_citation_outside_the_hypotheses():
    known = theorem(
        (Argument(x, 2, 3),),
        sqrt(x**2 - 2 * x + 1),
        Step("=", x - 1, Known("the root of a square", "any table")),
        id="X3",
        assumes=(Assumption("$x > 1$", x > 1),),
    )
    box, line = Argument(y, 2, 3), sqrt(y**2 - 2 * y + 1)
    found = report((box,), line, Step("=", y - 1, By(known, {x: y})), assumes=(Assumption(condition=y > 2),))
    assert found.steps[0].verdict is Verdict.PROVED
    assert verdict((box,), line, Step("=", y - 1, By(known, {x: y}))) is Verdict.REFUTED


def test_a_citation_with_a_value_of_the_wrong_sign():
    line, value = DECAY.subs(a, b - 1), 1 / (b - 1)
    step = Step("=", value, By(decay(), {a: b - 1}))
    assert verdict((B,), line, step, assumes=(Assumption(condition=b > 1),)) is Verdict.PROVED
    assert verdict((B,), line, step) is Verdict.REFUTED


def test_a_primitive_that_may_jump_proves_nothing():
    found = report((A,), Integral(a / t, (t, -1, 1)), Step("=", Integer(0), Antiderivative(t, a * log(Abs(t)))))
    assert found.verdict < Verdict.ENCLOSED


@pytest.mark.parametrize("threshold", [Rational(199, 100), Rational(101, 100)])
def test_every_case_is_met(threshold):
    wrong = (
        Piecewise((a, a < threshold), (7, True))
        if threshold > Rational(3, 2)
        else Piecewise((7, a < threshold), (a, True))
    )
    assert verdict((A,), a, Step("=", wrong, SplitCases("cases"))) is Verdict.REFUTED


def test_a_case_on_a_line_is_met():
    box = Argument(x, -1, 1)
    right = Piecewise((1, Eq(x, 0)), (sin(x) / x, True))
    wrong = Piecewise((2, Eq(x, 0)), (sin(x) / x, True))
    assert verdict((box,), right, Step("=", wrong, SplitCases("cases"))) is Verdict.REFUTED


def test_a_case_on_a_line_is_met_under_a_hypothesis():
    wrong = Piecewise((2, Eq(x, 0)), (1, True))
    boxes = (Argument(x, 0, 2), Argument(y, 0, 2))
    for k in range(5):
        step = Step("=", wrong + y - y * k / (k + 1), SplitCases("cases"))
        given = (Assumption(condition=y > Rational(3, 2) - x / 2),)
        assert verdict(boxes, 1 + y / (k + 1), step, assumes=given, id=f"X{k + 1}") is Verdict.REFUTED


def test_a_case_outside_the_box_is_met():
    assert verdict((A,), a, Step("=", Piecewise((a, a < 3), (7, True)), SplitCases("cases"))) is Verdict.REFUTED


def test_a_case_that_no_point_meets_is_only_sampled():
    hidden = Eq(exp(a) + sin(a) * log(a), 7)
    found = report((A,), a, Step("=", Piecewise((7, hidden), (a, True)), SplitCases("cases")))
    assert found.verdict is Verdict.SAMPLED
    assert "no check point meets the case" in found.steps[0].why


@pytest.mark.parametrize(("there", "expected"), [(1 - a, Verdict.ENCLOSED), (2 - a, Verdict.REFUTED)])
def test_a_case_for_floating_point_is_met_outside_the_box(there, expected):
    line = exp(-a)
    form = Piecewise((exp(-a) if expected is Verdict.ENCLOSED else there, a < Rational(1, 10**9)), (exp(-a), True))
    start = Integral(exp(-t), (t, a, oo))
    found = report((A,), start, Step("=", line, Antiderivative(t, -exp(-t))), compute=form)
    assert [s.verdict for s in found.steps] == [Verdict.PROVED, expected]


def test_every_instance_is_used():
    powers = tuple({f: Lambda(t, t ** (2 * k))} for k in range(6))
    step = Step("=", f(-x), Algebra("f is even"))
    given = (OnFunctions("$f$ is even", holds=(even(f),)),)
    assert verdict((X,), f(x), step, instances=powers, assumes=given) is Verdict.ENCLOSED
    assert verdict((X,), f(x), step, instances=(*powers, {f: Lambda(t, t)}), assumes=given) is Verdict.REFUTED


def test_a_bound_is_not_an_equation():
    bound = theorem((A,), a, Step("<=", a**2, Bound("a is at least 1")), id="X3")
    assert By(bound).expected(2 * a) is None
    end = theorem((A, X), sin(a) / a, Step("=", Integer(1), TakeLimit(a, Integer(0))), id="X4")
    assert By(end).expected(2 * sin(a) / a) is None


def test_a_reason_that_gives_another_line():
    found = report((A,), DECAY, Step("=", 1 / a, Antiderivative(t, -exp(-a * t) / a + t)))
    assert found.verdict is Verdict.REFUTED
    assert found.steps[0].how == "the move's own condition fails"


def test_the_form_for_floating_point_is_a_step():
    assert check(decay(compute=a**-1 + 0 * a)).steps[-1].place == "compute"
    assert check(decay(compute=(1 + a**2) / (a + a**3))).verdict is Verdict.ENCLOSED
    assert check(decay(compute=(1 + a**2) / (a + a**2))).verdict is Verdict.REFUTED


# --- inequalities and limits ------------------------------------------------------------------------------------------


def test_inequalities():
    assert verdict((X,), 2 * x, Step("<=", x**2 + 1, Bound("a square"))) is Verdict.PROVED
    assert verdict((X,), x, Step("<=", exp(x), Bound("on the box"))) is Verdict.ENCLOSED
    box = (Assumption(condition=x >= 1), Assumption(condition=x <= 2))
    assert verdict((X,), x, Step("<=", exp(x), Bound("on the domain")), assumes=box) is Verdict.PROVED
    assert verdict((X,), x, Step("<=", x**2 - Rational(1, 10), Bound("false near 1"))) is Verdict.REFUTED
    integral = Integral(exp(-(t**4)), (t, 0, a))
    assert verdict((A,), integral, Step("<=", a, Bound("the integrand is below 1"))) is Verdict.ENCLOSED


def test_an_inequality_under_a_hypothesis():
    above = (Assumption("$y > 1$", y > 1),)
    found = report((Y,), y, Step("<=", y**3, Bound("above 1")), assumes=above)
    assert found.verdict is Verdict.PROVED


def test_an_inequality_of_functions_without_values():
    line = Step("<=", 2 * f(a), Bound("?"))
    assert verdict((A,), f(a), line, instances=({f: Lambda(t, I * t)},)) is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Integer(1), Verdict.PROVED), (Rational(11, 10), Verdict.REFUTED), (Integer(0), Verdict.REFUTED)],
)
def test_limits(value, expected):
    assert verdict((A, B), b * sin(a) / a, Step("=", b * value, TakeLimit(a, Integer(0)))) is expected


def test_a_limit_from_the_wrong_side():
    for side, value in (("+", 1), ("-", -1)):
        step = Step("=", Integer(value), TakeLimit(x, Integer(0), side))
        other = Step("=", Integer(-value), TakeLimit(x, Integer(0), side))
        assert verdict((X,), Abs(x) / x, step) is Verdict.PROVED
        assert verdict((X,), Abs(x) / x, other) is Verdict.REFUTED


def test_a_limit_without_values_is_undecided():
    step = Step("=", Integer(0), TakeLimit(x, Integer(0)))
    assert verdict((X,), f(x), step, instances=({f: Lambda(t, I + 0 * t)},)) is Verdict.UNDECIDED


# --- conditions -------------------------------------------------------------------------------------------------------


def test_implications_of_equations():
    both = And(Eq(x + y, 3), Eq(x - y, 1))
    assert verdict((X, Y), both, Step("=>", Eq(x, 2), Algebra())) is Verdict.PROVED
    assert verdict((X, Y), both, Step("<=>", And(Eq(x, 2), Eq(y, 1)), Algebra())) is Verdict.PROVED
    assert verdict((X, Y), both, Step("=>", Eq(x, 3), Algebra())) is Verdict.REFUTED
    assert verdict((X,), Eq(x, 1), Step("=>", Eq(x**2, 1), Algebra())) is Verdict.PROVED
    assert verdict((X,), Eq(x**2, 1), Step("=>", Eq(x, 1), Algebra())) is not Verdict.PROVED
    assert verdict((X, Y), Eq(x, 2), Step("<=>", Eq(x * y, 2 * y), Algebra())) is not Verdict.PROVED


def test_combined_equations():
    both = And(Eq(x + y, 3), Eq(x - y, 1))
    half = Rational(1, 2)
    old = both.args
    rows = ((half, half),)
    assert verdict((X, Y), And(*old), Step("=>", Eq(x, 2), Combine(rows))) is Verdict.PROVED
    assert verdict((X, Y), And(*old), Step("=>", Eq(x, 2), Combine(((1, 1),)))) is Verdict.UNDECIDED
    assert verdict((X, Y), And(*old), Step("=>", Eq(x, 2), Combine(((half,),)))) is Verdict.UNDECIDED


def test_a_multiplier_may_not_divide_by_zero():
    first = Symbol("d", real=True)
    step = Step("=>", Eq(first, 0), Combine(((1 / (x - y),),)))
    found = report((X, Y, Argument(first, 1, 2)), Eq((x - y) * first, 0), step)
    assert found.verdict is Verdict.UNDECIDED
    assert "x - y is not shown to be nonzero" in found.steps[0].why
    found = report((A, X), Eq(a * x, 0), Step("=>", Eq(x, 0), Combine(((1 / a,),))))
    assert found.verdict is Verdict.PROVED


def test_an_equation_may_not_divide_by_zero():
    assert verdict((X, Y), Eq(x, 0), Step("=>", Eq(x / y, 0), Algebra())) is Verdict.UNDECIDED
    assert verdict((X, A), Eq(x, 0), Step("<=>", Eq(x / a, 0), Algebra())) is Verdict.PROVED
    assert verdict((X, Y), Eq(x / y, 0), Step("=>", Eq(x, 0), Algebra())) is Verdict.UNDECIDED


def test_conditions_that_are_no_equations():
    assert verdict((X,), x < 2, Step("<=>", 3 * x < 6, Algebra())) is Verdict.PROVED
    box = Argument(x, 0, 2)
    assert verdict((box,), x > 1, Step("=>", x**2 > 1, Algebra())) is Verdict.PROVED
    assert verdict((box,), x < 1, Step("=>", x**2 > 1, Algebra())) is Verdict.REFUTED
    assert verdict((Y,), y > 1, Step("<=>", y**2 > 1, Algebra())) is Verdict.REFUTED
    assert verdict((A,), a > 1, Step("=>", exp(a) > exp(1), Algebra())) is Verdict.SAMPLED


def test_what_never_holds_implies_nothing():
    found = report((X,), sin(x) > 2, Step("=>", x > 5, Algebra()))
    assert found.verdict is Verdict.UNDECIDED
    assert "holds at no check point" in found.steps[0].why


# --- limits of time ---------------------------------------------------------------------------------------------------


def test_a_verdict_that_time_had_a_part_in_says_so(monkeypatch):
    made = Section("examples.there", "X9", boxes={a: A})
    theorem = made.theorem("angles", "A", "", None, atan(a) + atan(1 / a), (pi / 2, Algebra("a right triangle")))
    assert not theorem.check().out_of_time
    monkeypatch.setattr(checker, "SECONDS", 0.05)
    monkeypatch.setattr(Algebra, "prove", lambda *given: any(False for _ in count()))
    report = theorem.check()
    assert report.out_of_time and report.verdict is Verdict.ENCLOSED and report.as_dict()["steps"][0]["out_of_time"]


def test_a_move_of_the_kernel_has_a_limit(monkeypatch):
    monkeypatch.setattr(checker, "SECONDS", 0.05)
    monkeypatch.setattr(checker.rules, "at_most", lambda *given, strict: any(False for _ in count()))
    found = report((A,), a, Step("<=", a + sin(a) ** 2, Bound("a square")))
    assert found.out_of_time and found.verdict is Verdict.ENCLOSED


# --- what has no values -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "line"),
    [
        (DiracDelta(x), Integer(0)),
        (Integral(DiracDelta(t) * cos(t), (t, -1, 1)), Integer(1)),
        (Integral(Derivative(Heaviside(t), t), (t, -1, 1)), Integer(0)),
    ],
)
def test_distributions_have_no_values(start, line):
    assert verdict((X,) if start.has(x) else (), start, Step("=", line, Known("sifting", "?"))) is Verdict.UNDECIDED


def test_sums_whose_ends_run_in_a_circle_or_are_far():
    k, j, n = symbols("k j n", integer=True, positive=True)
    circle = Step("=", Sum(k * j, (j, 1, n), (k, 1, n)), Algebra("exchange"))
    assert verdict((Argument(n, 1, 3),), Sum(k * j, (k, 1, j), (j, 1, n)), circle) <= Verdict.UNDECIDED
    far = Argument(n, 10**30, 10**30)
    assert verdict((far,), Sum(1 / n, (k, 0, n)), Step("=", Integer(1), Evaluate())) <= Verdict.UNDECIDED


def test_a_derivative_under_the_integral_is_no_evidence_for_itself():
    r = Symbol("r", positive=True)
    tail = exp(-r * x**2) / (1 + r) ** 2  # no second derivative at 0
    step = Step("=", Integral(tail.diff(x, 2), (r, 0, oo)), Differentiate())
    assert verdict((X,), Derivative(Integral(tail, (r, 0, oo)), x, x), step) is Verdict.SAMPLED


# --- limits that are reached late -------------------------------------------------------------------------------------


def test_a_logarithm_loses_against_any_power(monkeypatch):
    monkeypatch.setattr(TakeLimit, "prove", lambda *given: checker.rules.holds([S.false], ()))
    late = Step("=", Integer(0), TakeLimit(a, oo))
    assert verdict((A,), log(a) / a ** Rational(1, 100), late) is Verdict.SAMPLED
    assert verdict((A,), log(a) * a ** Rational(1, 100), late) is Verdict.REFUTED
    stirling = gamma(a + 1) * (exp(1) / a) ** a / sqrt(2 * pi * a)
    assert verdict((A,), stirling, Step("=", 1 + Rational(1, 10**13), TakeLimit(a, oo))) is Verdict.REFUTED
