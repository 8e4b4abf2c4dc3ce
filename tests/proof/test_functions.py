"""Theorems over undefined functions: only a declared hypothesis keeps a choice out that breaks the claim."""

import pytest
from sympy import Abs, Derivative, Function, Integral, Lambda, Piecewise, Symbol, exp, oo, pi, sqrt

import symspline as ss
from symspline.proof.checker import check
from symspline.proof.functions import OnFunctions, breaking, density, even, moment, satisfied, t, undefined
from symspline.proof.moves import Algebra, Evaluate, Fold, Instantiate, Known, MoveError, put_in
from symspline.proof.points import Desk
from symspline.proof.theorem import Argument, Step, Theorem
from symspline.proof.verdict import Verdict

x = Symbol("x", real=True)
r = Symbol("r", positive=True)
f, g = (Function(name, real=True) for name in "fg")
GAUSS = {f: Lambda(t, exp(-(t**2) / 2) / sqrt(2 * pi))}
LAPLACE = {f: Lambda(t, exp(-Abs(t)) / 2)}
MASS = Integral(f(t), (t, -oo, oo))
TABLE = Known("a property of the instances", "a table")


def verdict(start, line, *given, move=TABLE, instances=(GAUSS, LAPLACE)):
    boxes = (Argument(x, -2, 2),) if start.has(x) else ()
    theorem = Theorem(
        "X1",
        "A title",
        "examples",
        boxes,
        Symbol("T"),
        start,
        (Step("=", line, move),),
        assumes=given,
        instances=instances,
    )
    return check(theorem).verdict


@pytest.mark.parametrize(
    ("start", "line", "holds"),
    [
        (f(-x), f(x), (even(f),)),
        (MASS, 1 + 0 * t, density(f)),
        (1 + Integral(t * f(t), (t, -oo, oo)), 1 + 0 * t, (*density(f), even(f), moment(f, Abs))),
        ((f(x) ** 2 + f(x)) / f(x), f(x) + 1, (f(t) > 0,)),
    ],
)
def test_a_property_of_the_instances_is_a_hypothesis_or_the_claim_falls(start, line, holds):
    assert verdict(start, line) in (Verdict.REFUTED, Verdict.SAMPLED)
    assert verdict(start, line, OnFunctions("words alone")) in (Verdict.REFUTED, Verdict.SAMPLED)
    assert verdict(start, line, OnFunctions("declared", holds=holds)) > Verdict.SAMPLED


def test_without_a_finite_moment_there_may_be_no_value():
    start, line = Integral((t + 1) * f(t), (t, -oo, oo)), Integral(t * f(t), (t, -oo, oo)) + MASS
    assert verdict(start, line, OnFunctions("a density", holds=density(f))) is Verdict.SAMPLED
    assert verdict(start, line, OnFunctions("with a mean", holds=(*density(f), moment(f, Abs)))) is Verdict.ENCLOSED


def test_choices_that_no_hypothesis_excludes():
    lines = (f(x), g(x))
    free = breaking(lines, (), (), {x: 1})
    assert len(free) == 8
    assert all(choice[f] != choice[g] for choice in free)
    laws = breaking(lines, (OnFunctions("laws", holds=density(f, g)),), (), {x: 1})
    assert len(laws) == 4
    smooth = breaking((Derivative(f(x), x),), (), (), {x: 1})
    assert smooth
    assert not any(choice[f].has(Piecewise) for choice in smooth)
    stretched = OnFunctions("a given variance", holds=(moment(f, lambda z: z**2, 77),))
    fitted = breaking((f(x),), (stretched,), (GAUSS,), {x: 1})
    assert fitted and all(satisfied(stretched.holds[0], choice, {x: 1}) for choice in fitted)
    nothing = OnFunctions("two variances", holds=(*stretched.holds, moment(f, lambda z: z**2, 78)))
    assert breaking((f(x),), (nothing,), (GAUSS,), {x: 1}) == []


def test_a_sign_of_the_function_is_a_hypothesis():
    p = Function("p", positive=True)
    assert all(choice[p](x).subs(x, 3) > 0 for choice in breaking((p(x),), (), (), {x: 1}))


def test_functions_of_two_arguments_are_neither_symmetric_nor_products():
    y = Symbol("y", real=True)
    found = breaking((f(x, y),), (), (), {x: 1, y: 1})
    at = [[choice[f](*z).evalf() for z in ((1, 2), (2, 1), (1, 1), (2, 2))] for choice in found]
    assert any(a != b for a, b, *_ in at)
    assert any(abs(a * b - c * d) > 1e-9 for a, b, c, d in at)


def test_a_choice_is_tested_against_what_is_declared():
    assert all(satisfied(each, GAUSS, {}) for each in (*density(f), even(f), moment(f, lambda z: z**2, 1)))
    assert not satisfied(moment(f, lambda z: z**2, 1), LAPLACE, {})
    cauchy = {f: Lambda(t, 1 / (pi * (1 + t**2)))}
    assert satisfied(density(f)[1], cauchy, {})
    assert not satisfied(moment(f, Abs), cauchy, {})


def test_a_step_that_puts_functions_in_speaks_of_these_alone():
    chosen = Instantiate({f: Lambda(t, exp(t))})
    assert verdict(f(x) * f(-x), 1 + 0 * x, move=chosen) is Verdict.PROVED
    assert verdict(f(x) + f(-x), 2 * exp(x), move=chosen) is Verdict.REFUTED


def test_what_is_put_in_captures_no_variable():
    with pytest.raises(MoveError, match="integrates or sums over"):
        put_in(Integral(t * f(t), (t, 0, 1)), {f: Lambda(r, r * t)})
    with pytest.raises(MoveError, match="its argument holds"):
        put_in(f(t), {f: Lambda(r, Integral(r * t, (t, 0, 1)))})
    assert put_in(f(f(x)), {f: Lambda(t, t)}) == x


def test_folding_holds_for_all_functions():
    start = Integral(f(t), (t, -1, 1))
    assert verdict(start, Integral(f(r) + f(-r), (r, 0, 1)), move=Fold(t, r)) > Verdict.SAMPLED
    assert verdict(start, 2 * Integral(f(r), (r, 0, 1)), move=Fold(t, r)) is Verdict.REFUTED
    assert verdict(Derivative(f(2 * x), x), Derivative(f(x), x), move=Evaluate()) is Verdict.REFUTED
    assert verdict(f(x) ** 2 - 1, (f(x) - 1) * (f(x) + 1), move=Algebra()) is Verdict.PROVED


def declaring():
    return [t for t in ss.library if any(isinstance(a, OnFunctions) for a in t.assumes)]


def test_the_instances_of_the_library_satisfy_what_is_declared():
    found = declaring()
    assert len(found) > 20
    for theorem in found:
        point = Desk(theorem).points[0]
        for instance in theorem.instances:
            for hypothesis in theorem.assumes:
                for each in getattr(hypothesis, "holds", ()):
                    held = set(undefined(each))
                    if held and held <= instance.keys():
                        assert satisfied(each, instance, point), (theorem.id, each)


def test_an_argument_that_looks_like_the_symbol_of_a_property_does_not_pin_it():
    # -2t + t^3/2 vanishes at t = 2: there alone this choice looks even.
    bent = {f: Lambda(x, 1 - 2 * x + x**3 / 2)}
    assert not satisfied(even(f), bent, {Symbol("t", real=True): 2})
