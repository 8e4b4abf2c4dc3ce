"""No false statement is accepted, no true one refuted, and the suite itself is right about which is which."""

import itertools
import signal
from collections.abc import Callable
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from mpmath import isfinite, mp
from sympy import Abs, S, Symbol, cos, sin

from symspline.proof import moves
from symspline.proof.checker import check
from symspline.proof.moves import Algebra
from symspline.proof.theorem import is_condition

from . import CAUSES
from .case import Case
from .oracle import holds, value
from .words import a

CASES = [case for cause in CAUSES for case in cause]
FALSE = [case for case in CASES if not case.true]
TRUE = [case for case in CASES if case.true]
SECONDS = 60
"""Processor time of one check."""
MOVES = (
    *(
        "Algebra",
        "Antiderivative",
        "Bound",
        "By",
        "Combine",
        "Definition",
        "Differentiate",
        "Evaluate",
        "Fold",
        "Instantiate",
    ),
    *(
        "Interchange",
        "Known",
        "Linearity",
        "PowerRule",
        "SplitCases",
        "SplitDomain",
        "Substitute",
        "TakeLimit",
        "Telescope",
    ),
    "Unfold",
)
ORDER = ("refuted", "undecided", "sampled", "enclosed", "proved")


class Hung(BaseException):
    """A check that reached its limit; no `except Exception` on the way may keep it."""


@contextmanager
def limited(seconds: float):
    """Stop what runs inside after some seconds of this process's time."""

    over: list[Hung] = []

    def stop(*_: Any) -> None:
        over.append(Hung(f"stopped after {seconds:g} s"))
        raise over[-1]

    before = signal.signal(signal.SIGPROF, stop)
    # Again each second: what catches everything is told more than once.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    except Exception as error:
        if over:  # a library that calls back may wrap what was raised inside it
            raise over[-1] from error
        raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def verdict(case: Case) -> str:
    """What the checker says; "not built" where the theorem cannot be built and the case allows it."""
    try:
        theorem = case.theorem()
    except ValueError:  # DerivationError and MoveError are
        if not case.build:
            raise
        return "not built"
    with limited(SECONDS):
        return check(theorem, evidence=False).verdict.value


def by_id(cases: list[Case]) -> Callable[..., Any]:
    return pytest.mark.parametrize("case", cases, ids=[case.id for case in cases])


@pytest.mark.attack
@by_id(FALSE)
def test_false(case):
    assert verdict(case) not in ("enclosed", "proved"), case.why


@pytest.mark.attack
@by_id(TRUE)
def test_true(case):
    found = verdict(case)
    assert found in ORDER, found
    assert ORDER.index(found) >= ORDER.index(case.weakest), case.why


# --- the suite itself -------------------------------------------------------------------------------------------------


def in_domain(theorem: Any, point: dict[Symbol, Any], moving: set[Symbol]) -> bool:
    """Whether a point satisfies the assumptions of its symbols and the hypotheses; a limit's symbol only its own."""
    for symbol, at in point.items():
        exact = S(at)
        for sign in ("integer", "positive", "negative", "nonnegative", "nonzero", "real"):
            if getattr(symbol, f"is_{sign}") and not getattr(exact, f"is_{sign}"):
                return False
    conditions = [a.condition for a in theorem.assumes if a.condition is not None]
    return all(holds(each, point) for each in conditions if not each.free_symbols & moving)


def differs(case: Case) -> bool:
    """Whether the oracle sees at each point of the witness that the statement fails."""
    if case.shows is not None:
        return case.shows()
    theorem = case.theorem()
    left, right = case.sides(theorem)
    relation = theorem.relation if case.pair == (0, -1) else "="
    moving = {step.move.at[0] for step in theorem.steps if step.move.at}
    assert case.at, f"{case.id} has no witness"
    assert all(in_domain(theorem, dict(point), moving) for point in case.at), f"{case.id}: not in the domain"
    if is_condition(left):
        truths = [(holds(left, point), holds(right, point)) for point in case.at]
        return all(one != other if relation == "<=>" else one and not other for one, other in truths)
    gaps = [gap(left, right, point, case.near, bound=relation == "<=") for point in case.at]
    # A limit must not come nearer: the points are in the order of the approach.
    still = not moving or all(later > 0.9 * earlier for earlier, later in itertools.pairwise(gaps))
    return still and all(each > case.near for each in gaps)


def gap(left: Any, right: Any, point: Any, near: float, *, bound: bool = False, absolute: bool = False) -> float:
    """By how much two lines differ at a point, or the first exceeds the second, relative to the larger."""
    digits = 25 if near > 1e-13 else 40 if near > 1e-20 else 100
    one, other = value(left, point, digits), value(right, point, digits)
    if not isfinite(one) or not isfinite(other):
        return mp.inf if isfinite(one) != isfinite(other) else 0.0
    with mp.workdps(digits):
        difference = (one - other).real if bound else abs(one - other)
        size = 1 if absolute else max(abs(one), abs(other))
        return difference / size if size else 0.0


@by_id(FALSE)
def test_the_falsehood_is_false(case):
    with limited(SECONDS):
        assert differs(case), case.why


@by_id(TRUE)
def test_the_control_is_true(case):
    if case.shows is not None:
        assert case.shows()
        return
    theorem = case.theorem()
    left, right = case.sides(theorem)
    moving = {step.move.at[0] for step in theorem.steps if step.move.at}
    assert len(case.at) >= (1 if not theorem.arguments or moving else 2), "a control is checked at several points"
    for point in case.at:
        assert in_domain(theorem, dict(point), moving)
        if is_condition(left):
            one, other = holds(left, point), holds(right, point)
            assert one == other if theorem.relation == "<=>" else other or not one
        else:
            assert (
                gap(left, right, point, case.near, bound=theorem.relation == "<=", absolute=bool(moving) or right == 0)
                <= case.near
            )


def test_a_wrong_witness_is_seen():
    doubled = (sin(2 * a), (2 * sin(a) * cos(a), Algebra("double angle")))
    assert not differs(Case("X0.true", False, "it is true", doubled, ({a: 1},)))
    with pytest.raises(AssertionError, match="not in the domain"):
        differs(Case("X0.outside", False, "a is positive", (a, (Abs(a) + 1, Algebra("?"))), ({a: -1},)))
    with pytest.raises(AssertionError):
        test_the_control_is_true(Case("X0.false", True, "it is false", (a, (a + 1, Algebra("?"))), ({a: 1}, {a: 2})))


def test_a_hang_fails_one_case():
    with pytest.raises(Hung), limited(0.2):
        while True:
            with suppress(Exception):
                sum(range(100))


def test_every_move_is_attacked():
    used = {type(each[-1] if isinstance(each, tuple) else each) for case in FALSE for each in case.lines[1:]}
    assert {vars(moves)[name] for name in MOVES} <= used


def test_the_suite_is_large_enough_and_says_why():
    assert len(FALSE) >= 320
    assert len(TRUE) >= 80
    assert len({case.id for case in CASES}) == len(CASES)
    assert all(len(case.why) > 10 for case in FALSE)
    stated = {str((case.lines, *(case.more.get(name) for name in ("compute", "subject", "given")))) for case in CASES}
    assert len(stated) == len(CASES), "two cases are one"
