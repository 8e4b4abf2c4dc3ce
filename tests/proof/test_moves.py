"""Every move computes the line that must follow, and refuses what it does not apply to."""

import pytest
from sympy import (
    Abs,
    Derivative,
    Determinant,
    Eq,
    Function,
    Gt,
    I,
    Integer,
    Integral,
    Lambda,
    Matrix,
    Ne,
    Piecewise,
    Product,
    Rational,
    Sum,
    Symbol,
    cos,
    exp,
    floor,
    oo,
    sin,
    sqrt,
    symbols,
)

from symspline.proof.moves import (
    Algebra,
    Antiderivative,
    Bound,
    By,
    Combine,
    Definition,
    Differentiate,
    Evaluate,
    Fold,
    Instantiate,
    Interchange,
    Known,
    Linearity,
    Move,
    MoveError,
    SplitCases,
    SplitDomain,
    Substitute,
    TakeLimit,
    Telescope,
    Unfold,
    as_assumed,
    caught,
)
from symspline.proof.resting import Resting
from symspline.proof.theorem import Argument, Assumption, Step, Theorem

a, r, u = symbols("a r u", positive=True)
s, t, x = symbols("s t x", real=True)
k, n = symbols("k n", integer=True, positive=True)
f = Function("f", real=True)
OVER_T = Integral(f(t), (t, 0, a))


def decay(*assumes):
    start = Integral(exp(-a * t), (t, 0, oo))
    step = Step("=", 1 / a, Antiderivative(t, -exp(-a * t) / a))
    return Theorem(
        "X2",
        "Exponential tail",
        "examples",
        (Argument(a, 1, 2),),
        Symbol("T", real=True),
        start,
        (step,),
        assumes=assumes,
    )


@pytest.mark.parametrize(
    ("move", "text"),
    [
        (Definition("what zeta is"), "what zeta is"),
        (Algebra("expand"), "expand"),
        (Known("an identity", "DLMF 1.2"), "an identity (DLMF 1.2)"),
        (Bound("a square"), "a square"),
        (SplitCases("two cases"), "two cases"),
        (Combine(((1,),)), "combine the equations"),
        (Substitute(t, u, u**2, sqrt(t)), "substitute t = u**2"),
        (Fold(t, r), "fold at t = 0"),
        (Unfold(r, t), "unfold about t = 0"),
        (SplitDomain(t, (Integer(1),)), "cut the range at t = 1"),
        (Antiderivative(t, t**2), "antiderivative t**2"),
        (Interchange("Tonelli"), "exchange the integrations (Tonelli)"),
        (Linearity(), "linearity of the integral"),
        (Evaluate("take the sum"), "take the sum"),
        (Telescope(k, k**2), "the sum telescopes: each term is the step of k**2"),
        (Differentiate("bounded"), "differentiate under the integral sign (bounded)"),
        (TakeLimit(a, Integer(0)), "let a ↓ 0"),
        (Instantiate({f: Lambda(t, t)}), "put in the densities"),
        (By(decay(), {a: 2 * a}), "exponential tail (X2; a = 2*a)"),
    ],
)
def test_reasons(move, text):
    assert str(move.reason()) == text
    assert isinstance(hash(move), int)


@pytest.mark.parametrize(
    "move", [Definition(), Algebra(), Known("a", "b"), Bound("a"), SplitCases("a"), Combine(((1,),))]
)
def test_moves_that_leave_the_line_to_the_checker(move):
    assert move.expected(a) is None
    assert move.obligations(a) == move.hypotheses(a) == move.cites == ()


def test_a_move_must_give_its_reason():
    with pytest.raises(NotImplementedError):
        Move().reason()


def test_substitute():
    grows, falls = Substitute(t, u, u**2, sqrt(t)), Substitute(t, u, 1 / u, 1 / t)
    assert grows.expected(Integral(f(t), (t, 0, 4))) == Integral(2 * u * f(u**2), (u, 0, 2))
    assert falls.expected(Integral(f(t), (t, 1, oo))) == Integral(f(1 / u) / u**2, (u, 0, 1))
    assert grows.obligations(OVER_T) == (0,)
    assert Substitute(t, u, u**2, t).obligations(OVER_T) == (u**2 - u,)


def test_substitute_refuses():
    with pytest.raises(MoveError, match="there is no integral over t"):
        Substitute(t, u, u**2, sqrt(t)).expected(Integral(f(s), (s, 0, 1)))
    with pytest.raises(MoveError, match=r"the sign of dt/ds = 2.s is not definite; give s a sign"):
        Substitute(t, s, s**2, sqrt(t)).expected(OVER_T)
    with pytest.raises(MoveError, match="u would range to I, which is not real"):
        Substitute(t, u, u**2, sqrt(t)).hypotheses(Integral(f(t), (t, -1, 1)))


def test_substitute_needs_the_range_of_its_variable():
    shift = Substitute(t, u, u + x, t - x)
    assert shift.hypotheses(Integral(f(t), (t, 0, oo)))[0] == (-x >= 0)
    assert shift.hypotheses(Integral(f(t), (t, x, oo)))[0] == True  # noqa: E712


def test_fold_and_unfold():
    whole = Integral(f(t), (t, -a, a))
    assert Fold(t, r).expected(whole) == Integral(f(r) + f(-r), (r, 0, a))
    assert Unfold(r, t).expected(Integral(f(r), (r, 0, a))) == Integral(f(Abs(t)), (t, -a, a)) / 2
    with pytest.raises(MoveError, match="is not symmetric about 0"):
        Fold(t, r).expected(OVER_T)
    with pytest.raises(MoveError, match="does not begin at 0"):
        Unfold(r, t).expected(Integral(f(r), (r, 1, a)))


def test_split_domain():
    found = SplitDomain(t, (Integer(1), Integer(2))).expected(Integral(f(t), (t, 0, oo)))
    assert found == Integral(f(t), (t, 0, 1)) + Integral(f(t), (t, 1, 2)) + Integral(f(t), (t, 2, oo))


def test_antiderivative():
    move = Antiderivative(t, -exp(-a * t) / a)
    line = 3 * Integral(exp(-a * t), (t, 0, oo))
    assert move.expected(line) == 3 / a
    assert move.obligations(line) == (0,)
    with pytest.raises(MoveError, match="there are 2 integrals over t; do them one at a time"):
        move.expected(line + Integral(t, (t, 0, 1)))


def test_interchange():
    double = Integral(f(s * t), (s, 0, 1), (t, 0, 2))
    assert Interchange().expected(double) == Integral(f(s * t), (t, 0, 2), (s, 0, 1))
    with pytest.raises(MoveError, match="depend on each other"):
        Interchange().expected(Integral(f(s), (s, 0, t), (t, 0, 2)))
    with pytest.raises(MoveError, match="there is no double integral"):
        Interchange().expected(OVER_T)


def test_linearity():
    line = Integral(2 * t * a + a * (1 + cos(t)), (t, 0, 1))
    assert Linearity().expected(line) == 2 * a * Integral(t, (t, 0, 1)) + a + a * Integral(cos(t), (t, 0, 1))


def test_evaluate():
    kept = Integral(exp(-a * t**2), (t, 0, 1))
    assert Evaluate().expected(Derivative(a**3, a) + kept) == 3 * a**2 + kept
    assert Evaluate().expected(Sum(k, (k, 1, 3)) * Product(k, (k, 1, 3))) == 36
    assert Evaluate().expected(Determinant(Matrix([[a, 1], [1, a]]))) == a**2 - 1


def test_telescope():
    move = Telescope(k, -1 / k)
    line = Sum(1 / (k * (k + 1)), (k, 1, n))
    assert move.expected(line).equals(1 - 1 / (n + 1))
    assert move.obligations(line)[0].simplify() == 0
    assert Telescope(k, k).obligations(line)[0].simplify() != 0
    with pytest.raises(MoveError, match="there are 0 sums over k in the line; one is needed"):
        move.expected(a)


def test_differentiate():
    line = Derivative(Integral(exp(-a * t), (t, 0, 1)), a)
    assert Differentiate().expected(line) == Integral(-t * exp(-a * t), (t, 0, 1))
    with pytest.raises(MoveError, match="there is no derivative of an integral"):
        Differentiate().expected(OVER_T)
    with pytest.raises(MoveError, match="moves with what is differentiated by"):
        Differentiate().expected(Derivative(OVER_T, a))


def test_take_limit():
    assert TakeLimit(a, Integer(0)).expected(sin(a) / a) == 1
    assert TakeLimit(a, oo).expected((1 + 1 / a) ** a) == exp(1)
    assert TakeLimit(x, Integer(0), "-").expected(Abs(x) / x) == -1


def test_instantiate():
    assert Instantiate({f: Lambda(t, t**2)}).expected(OVER_T) == Integral(t**2, (t, 0, a))


def test_by():
    assert By(decay()).cites[0].id == "X2"
    line = Integral(exp(-2 * a * t), (t, 0, oo))
    assert By(decay(), {a: 2 * a}).expected(3 * line + 1) == 3 / (2 * a) + 1
    assert By(decay(), {a: 2 * a}).expected(Integral(5 * exp(-2 * a * s), (s, 0, oo))) == 5 / (2 * a)
    assert By(decay()).expected(Symbol("T", real=True) + 1) == 1 / a + 1
    assert By(decay()).expected(Integral(exp(-(t**2)), (t, 0, oo))) is None


def test_values_stand_for_arguments():
    with pytest.raises(MoveError, match=r"sin\(a\) is no argument of X2"):
        By(decay(), {sin(a): a}).hypotheses(a)
    with pytest.raises(MoveError, match="T is no argument of X2"):
        By(decay(), {Symbol("T", real=True): a}).hypotheses(a)
    # What the theorem does not hold may have a value: a chapter puts the same values into many.
    assert By(decay(), {s: a, a: a}).put() == {}


def test_no_value_is_caught():
    line = Integral(a * t, (t, 0, 1)) + Derivative(s * x**2, x)
    assert caught({a: t}, line) and caught({s: x}, line) and caught({x: a, s: a}, line)
    assert not caught({x: s, s: a}, line) and not caught({a: x**2, x: s}, line)


def test_resting_is_what_the_move_is():
    limit, concrete = Resting(TakeLimit(a, oo), ()), Resting(Instantiate({f: Lambda(t, t)}), ())
    assert limit.at == (a, oo, "+") and concrete.puts == {f: Lambda(t, t)}
    assert not (concrete.at or limit.puts or Algebra().puts)


def test_what_a_citation_needs():
    assert By(decay()).hypotheses(a) == ()
    assert By(decay(), {a: x}).hypotheses(a) == (Gt(x, 0),)
    assert By(decay(Assumption("$a < 2$", a < 2)), {a: x}).hypotheses(a) == (Gt(x, 0), x < 2)


@pytest.mark.parametrize(
    ("symbol", "value", "needed"),
    [
        (a, a, ()),
        (a, x, (Gt(x, 0),)),
        (a, 2 * r, (True,)),
        (x, I, (False,)),
        (a, I * r, (False,)),
        (k, I * a, (False,)),
        (k, x, (Eq(floor(x), x), Gt(x, 0))),
        (Symbol("m", real=True, nonzero=True), x, (Ne(x, 0),)),
        (Symbol("m", negative=True), x, (x < 0,)),
        (Symbol("m", nonnegative=True), x, (x >= 0,)),
        (Symbol("m", nonpositive=True), x, (x <= 0,)),
        (x, a, ()),
        (x, oo, (False,)),
        (a, oo, (False,)),
        (Symbol("m", odd=True), 2 * n + 1, (True,)),
        (Symbol("m", odd=True), n, (False,)),
        (Symbol("m", rational=True), sqrt(a), (False,)),
        (Symbol("m", rational=True), Rational(1, 3), ()),
    ],
)
def test_what_a_symbol_assumes(symbol, value, needed):
    assert as_assumed(symbol, value) == needed


def test_unused_lines_stay():
    other = Piecewise((a, Eq(a, 1)), (Rational(1, 2), True))
    assert Evaluate().expected(other) == other
