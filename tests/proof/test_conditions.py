"""Systems of equations: what follows, what does not, and which changes of a condition are errors."""

from sympy import And, Eq, Function, Lambda, Rational, Sum, Symbol

from symspline.enclosure.evaluate import evaluate
from symspline.proof.condition import compare_conditions
from symspline.proof.faults import plant
from symspline.proof.moves import Algebra, Evaluate
from symspline.proof.points import Desk
from symspline.proof.theorem import Argument, Step, Theorem
from symspline.proof.verdict import Verdict

a, b, c = (Symbol(name, real=True) for name in "abc")
k = Symbol("k", positive=True, integer=True)
n = Symbol("n", nonnegative=True, integer=True)
BOXES = tuple(Argument(symbol, -3, 3) for symbol in (a, b, c))


def test_a_false_consequence_of_three_linear_equations_is_refuted():
    system = And(Eq(a, 0), Eq(c, b), Eq(b, 2))
    for relation, line, verdict in (
        ("=>", Eq(c, 2), Verdict.PROVED),
        ("=>", Eq(c, 3), Verdict.REFUTED),
        ("<=>", And(Eq(a, 0), Eq(b, 2)), Verdict.REFUTED),
    ):
        step = Step(relation, line, Algebra())
        desk = Desk(Theorem("X1", "t", "x", BOXES, system, system, (step,)))
        assert compare_conditions(system, step, desk)[0] is verdict


def test_planted_faults_of_a_condition_change_it():
    start = And(Eq(a + b, 0), Eq(b, 0))
    theorem = Theorem("X1", "t", "x", BOXES[:2], start, start, (Step("<=>", And(Eq(a, 0), Eq(b, 0)), Algebra()),))
    faults = plant(theorem, per_line=10)
    assert faults
    assert all(fault.caught for fault in faults)
    assert all(fault.line != And(Eq(2 * a, 0), Eq(b, 0)) for fault in faults)


def test_sums_of_any_length():
    assert evaluate(Sum(n * a, (n, 1, k)), {k: 4, a: Rational(1, 2)}) == 5
    assert evaluate(Sum(n * a, (n, 1, k)), {k: 1, a: Rational(1, 2)}) == Rational(1, 2)
    f = Function("f", real=True)
    total = Sum((f(n) + a) ** 2, (n, 1, k)).diff(a, evaluate=False)
    theorem = Theorem(
        "X2", "t", "x", (*BOXES[:1], Argument(k, 1, 5)), Symbol("D", real=True), total,
        (Step("=", 2 * Sum(f(n) + a, (n, 1, k)), Evaluate()),),
        instances=({f: Lambda(n, n / 3)}, {f: Lambda(n, 1 - n**2)}),
    )  # fmt: skip
    assert theorem.check().verdict is Verdict.PROVED
    faults = plant(theorem)
    assert len(faults) == 3
    assert all(fault.caught for fault in faults)


def test_a_changed_inequality_is_refuted():
    start, end = a**2 + b < 1, 2 * a**2 + 2 * b < 2
    theorem = Theorem("X3", "t", "x", BOXES[:2], start, start, (Step("<=>", end, Algebra()),))
    assert theorem.check().verdict is Verdict.PROVED
    faults = plant(theorem, per_line=10)
    assert len(faults) >= 3
    assert all(fault.caught for fault in faults)
