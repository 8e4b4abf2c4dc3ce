"""Compares two lines and decides the verdict; nothing else in the project does.

An equality is looked at twice. Exactly: the line the move computes (or the line before) must equal the new line by
SymPy's rewriting, or the kernel shows it by the rule of the move. And at points: both lines are enclosed in balls at
random rational points of the box, which must overlap; where a line cannot be enclosed, mpmath evaluates it. A
contradiction at a point refutes the step whatever the argument said.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from flint import ctx
from mpmath import isinf, isnan
from sympy import Basic, Expr, Integral, Rational, factor, simplify
from sympy.core.function import AppliedUndef

from symspline.enclosure.ball import Ball, Undecided
from symspline.enclosure.boxes import nonnegative_on_box
from symspline.enclosure.evaluate import evaluate
from symspline.kernel import rules
from symspline.kernel.ring import NotShown

from .condition import compare_conditions, hypothesis
from .limit import OutOfTime, ran_out, within
from .moves import Algebra, Combine, Known, Move, MoveError, SplitCases, TakeLimit
from .points import Desk as Desk
from .points import Point
from .report import StepReport as StepReport
from .report import TheoremReport as TheoremReport
from .theorem import Step, Theorem
from .verdict import Verdict
from .zero import same, vanishes, visibly_nonzero

RADIUS = 1e-25
"""Largest relative radius of the difference that counts as enclosed."""
NOUGHT = 1e-45
"""mpmath values below this are rounding of zero."""
TOLERANCE = 1e-15
"""Largest relative discrepancy of mpmath values that counts as agreement."""
SECONDS = 4.0
"""Processor time that the kernel may take for one step."""
KERNEL = "by the kernel, wherever the hypotheses hold"


def check(
    theorem: Theorem, *, evidence: bool = True, seed: int = 0, cited: dict[str, Verdict] | None = None
) -> TheoremReport:
    """Check every step of a theorem, the theorems it cites, and its evidence.

    Args:
        theorem: the theorem.
        evidence: whether simulations and exhaustive computations run too.
        seed: of the check points and the simulations.
        cited: verdicts of theorems that are already known; extended in place.

    Returns:
        The report; its `verdict` is the weakest link.

    Example:
        >>> import symspline as ss
        >>> check(ss.library["B7.zeta"], evidence=False).verdict.holds
        True
    """
    begin = time.perf_counter()
    cited = {} if cited is None else cited
    for other in theorem.cites:
        if other.id not in cited:
            cited[other.id] = check(other, evidence=False, seed=seed, cited=cited).verdict
    desk = Desk(theorem, seed)
    reports = [check_step(desk, *each) for each in each_step(theorem)]
    findings = []
    for k, piece in enumerate(theorem.evidence if evidence else ()):
        findings.append((piece, piece.run(np.random.default_rng([seed, zlib.crc32(theorem.id.encode()), k]))))
    uses = tuple((other.id, cited[other.id]) for other in theorem.cites)
    report = TheoremReport(theorem, tuple(reports), tuple(findings), uses, time.perf_counter() - begin)
    cited[theorem.id] = report.verdict
    return report


def each_step(theorem: Theorem) -> Iterator[tuple[str, Basic, Step]]:
    """Each step with its place and the line before it; last the form for floating point, a step from the conclusion."""
    for k, step in enumerate(theorem.steps):
        yield f"step {k + 1}", theorem.lines[k], step
    if theorem.compute is not None:
        yield "compute", theorem.conclusion, Step("=", theorem.compute, Algebra("a form for floating point"))


def check_step(desk: Desk, place: str, previous: Basic, step: Step, *, exact: bool = True) -> StepReport:
    """Check one step; the report says where a limit of time had a part in the verdict.

    Args:
        desk: the theorem's lines and points.
        place: where the step stands, for the report.
        previous: the line before.
        step: the step.
        exact: whether the symbolic argument is tried; a planted fault needs only the points.
    """
    before = ran_out()
    report = _judged(desk, place, previous, step, exact)
    # A proof or a counterexample holds whatever other attempts were stopped.
    decided = report.verdict in (Verdict.PROVED, Verdict.REFUTED)
    return report if decided or ran_out() == before else replace(report, out_of_time=True)


def _judged(desk: Desk, place: str, previous: Basic, step: Step, exact: bool) -> StepReport:
    if step.relation in ("=>", "<=>"):
        multipliers = step.move.multipliers if isinstance(step.move, Combine) else None
        verdict, how, why = compare_conditions(previous, step.line, step.relation, multipliers, desk.theorem.arguments)
        return StepReport(place, verdict, how, None, why)
    if step.relation == "<=":
        return _check_inequality(desk, place, previous, step)
    if isinstance(step.move, TakeLimit):
        return _check_limit(desk, place, previous, step.line, step.move)

    verdict, how, worst, why = _compare_at_points(desk, previous, step.line)
    unmet = [case for case in desk.unmet if previous.has(case) or step.line.has(case)]
    if unmet and verdict > Verdict.SAMPLED:
        verdict, why = Verdict.SAMPLED, f"no check point meets the case {unmet[0]}"
    at_points = StepReport(place, verdict, how, worst, why)
    # Quoted identities, collected cases and forms for floating point are not derived; simplifying is dear.
    quoted = isinstance(step.move, Known | SplitCases) or place == "compute"
    if verdict is Verdict.REFUTED or not exact or (verdict is Verdict.ENCLOSED and quoted):
        return at_points
    shown, argument = _argue(desk, previous, step.line, step.move)
    if shown is False:
        return StepReport(place, Verdict.REFUTED, argument, worst, argument)
    if shown and verdict is Verdict.UNDECIDED:
        # Symbols can be moved around an integral that does not exist.
        return StepReport(place, verdict, how, worst, f"{argument}, but the lines have no values: {why}")
    if not shown and verdict.holds and _kernel_shows(desk, previous, step):
        shown, argument = True, KERNEL
    return StepReport(place, Verdict.PROVED, argument, worst) if shown else at_points


def _kernel_shows(desk: Desk, previous: Basic, step: Step) -> bool:
    """Whether the kernel shows a step by the rule of its move, for all values that the hypotheses allow."""

    def prove() -> None:
        if step.relation == "<=":
            rules.at_most(previous, step.line, desk.facts)
        else:
            step.move.prove(previous, step.line, desk.facts)

    try:
        within(SECONDS, prove)
    except (NotShown, MoveError, OutOfTime, NotImplementedError, ValueError, TypeError):
        # The last two are SymPy's, where it is asked for a hint.
        return False
    return True


def _argue(desk: Desk, previous: Basic, line: Basic, move: Move) -> tuple[bool | None, str]:
    """An exact argument for a line: True shown, False the reason does not give this line, None not shown."""
    try:
        expected, obligations, hypotheses = within(
            8, lambda: (move.expected(previous), move.obligations(previous), move.hypotheses(previous))
        )
    except MoveError as error:
        return False, f"the move does not apply: {error}"
    except (OutOfTime, NotImplementedError):
        expected, obligations, hypotheses = None, (), ()
    for obligation in obligations:
        if not vanishes(obligation):
            return (False, "the move's own condition fails") if visibly_nonzero(obligation) else (None, "")
    known = [a.condition for a in desk.theorem.assumes if a.condition is not None]
    for condition in hypotheses:
        holds = None if condition is None else hypothesis(condition, known, desk.theorem.arguments, desk.many)
        if holds is False:
            return False, f"the move needs {condition}, which fails at a point"
        if holds is None:
            return None, ""
    if expected is not None and expected != previous:
        if same(expected, line):
            return True, "the move computes this line"
        at_points, _, _, why = _compare_at_points(desk, expected, line)
        if at_points is Verdict.REFUTED:
            return False, f"the move gives another line: {why}"
        return None, ""
    if same(previous, line):
        return True, "the difference simplifies to zero"
    return None, ""


def _compare_at_points(desk: Desk, previous: Basic, line: Basic) -> tuple[Verdict, str, float | None, str]:
    """Compare two lines at every check point: the verdict, how, the worst figure and why."""
    worst, why, sampled, lost = 0.0, "", False, ""
    for k, point in enumerate(desk.points):
        if k in desk.far and line != desk.theorem.compute:
            continue
        left, right = desk.ball(previous, k), desk.ball(line, k)
        if not isinstance(left, Undecided) and not isinstance(right, Undecided):
            difference, figure = _gap(left, right)
            if not difference.contains_zero:
                return Verdict.REFUTED, "balls", None, _counterexample(point, left, right)
            if figure < RADIUS:
                worst = max(worst, figure)
                continue
            why = f"the balls are wider than {RADIUS:g}"
        else:
            why = str(left if isinstance(left, Undecided) else right)
        try:
            one, other = desk.value(previous, k), desk.value(line, k)
            if isnan(one) or isnan(other) or (isinf(one) and isinf(other)):
                raise ArithmeticError("the value is not a number")
        except (ArithmeticError, ValueError, TypeError, NotImplementedError) as error:
            if k in desk.special | desk.far:
                # A form may give by itself a value at which the line before has none; there nothing is claimed.
                if desk.has_value(previous, k):
                    sampled, why = True, f"no value in the case that holds at {_where(point)}"
                continue
            lost = lost or f"{why}; and mpmath: {error}"
            continue  # another point may still refute
        scale = max(abs(one), abs(other), NOUGHT)
        discrepancy = float(abs(one - other) / scale)
        if not discrepancy < TOLERANCE:
            return Verdict.REFUTED, "values", discrepancy, _counterexample(point, one, other)
        worst, sampled = max(worst, discrepancy), True
    if lost:
        return Verdict.UNDECIDED, "no value", None, lost
    if sampled:
        return Verdict.SAMPLED, f"mpmath values at {len(desk.points)} points", worst, why
    return Verdict.ENCLOSED, f"balls at {len(desk.points)} points", worst, ""


def _gap(left: Ball, right: Ball) -> tuple[Ball, float]:
    """The ball of a difference, and its radius relative to the larger of the two numbers."""
    with ctx.workprec(256):
        difference = Ball(left.value - right.value)
    scale = max(abs(float(left)), abs(float(right)))
    return difference, difference.radius / scale if scale else difference.radius


def _counterexample(point: Point, left: Any, right: Any) -> str:
    return f"at {_where(point)}: {left} against {right}"


def _where(point: Point) -> str:
    return ", ".join(f"{symbol} = {value}" for symbol, value in point.items()) or "the only point"


def _check_inequality(desk: Desk, place: str, previous: Basic, step: Step) -> StepReport:
    """`previous <= line`: by the kernel, by assumptions, by subdividing the whole box, or at points."""
    line = step.line
    gap = line - previous
    verdict, worst, why = Verdict.ENCLOSED, 0.0, ""
    for k, point in enumerate(desk.points):
        if k in desk.far:
            continue
        left, right = desk.ball(previous, k), desk.ball(line, k)
        if isinstance(left, Undecided) or isinstance(right, Undecided):
            try:
                holds = desk.value(previous, k) <= desk.value(line, k) * (1 + TOLERANCE) + TOLERANCE
            except (ArithmeticError, ValueError, TypeError, NotImplementedError) as error:
                return StepReport(place, Verdict.UNDECIDED, "no value", None, str(error))
            if not holds:
                counter = _counterexample(point, desk.value(previous, k), desk.value(line, k))
                return StepReport(place, Verdict.REFUTED, "values", None, counter)
            verdict, why = Verdict.SAMPLED, str(left if isinstance(left, Undecided) else right)
            continue
        difference, figure = _gap(right, left)
        if difference.value < 0:
            return StepReport(place, Verdict.REFUTED, "balls", None, _counterexample(point, left, right))
        if not difference.value >= 0 and figure >= RADIUS:
            verdict, why = Verdict.SAMPLED, f"the balls are wider than {RADIUS:g}"
        worst = max(worst, figure)
    if _kernel_shows(desk, previous, step):
        return StepReport(place, Verdict.PROVED, KERNEL, worst)
    if not gap.has(Integral) and _nonnegative(gap):
        return StepReport(place, Verdict.PROVED, "the difference is non-negative by the assumptions", worst)
    if not gap.has(Integral) and not gap.atoms(AppliedUndef):
        try:
            on_box = nonnegative_on_box(gap, desk.box).holds
        except Undecided:
            on_box = None
        # Balls range over real numbers: a negative value between two integers, or where the hypotheses fail, refutes
        # nothing.
        free = all(a.condition is None for a in desk.theorem.assumes)
        if on_box is False and free and not any(symbol.is_integer for symbol in gap.free_symbols):
            return StepReport(place, Verdict.REFUTED, "a ball of the box is negative", worst)
        if on_box:
            return StepReport(place, Verdict.PROVED, "balls cover the whole box", worst)
    return StepReport(place, verdict, f"balls at {len(desk.points)} points", worst, why)


def _nonnegative(gap: Expr) -> bool:
    try:
        return within(4, lambda: any(form(gap).is_nonnegative is True for form in (lambda e: e, factor, simplify)))
    except (OutOfTime, NotImplementedError, TypeError, ValueError):
        return False


def _check_limit(desk: Desk, place: str, previous: Basic, line: Basic, move: TakeLimit) -> StepReport:
    """A limit: SymPy's value and the approach of the line before, at three distances."""

    def approach(h: Rational) -> Expr:
        if move.to.is_finite:
            return move.to + (h if move.side == "+" else -h)
        return 1 / h if move.to > 0 else -1 / h

    worst = 0.0
    for k, point in enumerate(desk.points):
        if k in desk.far:
            continue
        errors = []
        for power in (4, 8, 12):
            near = {**point, move.symbol: approach(Rational(1, 10**power)).subs(point)}
            try:
                target, value = desk.value(line, k), evaluate(desk.concrete(previous, k), near)
            except (ArithmeticError, ValueError, TypeError, NotImplementedError) as error:
                return StepReport(place, Verdict.UNDECIDED, "no value", None, str(error))
            errors.append(float(abs(value - target) / (abs(target) or 1)))
        # Being near is not enough, the values must come nearer; 1e-12 where they agree from the first on.
        if errors[-1] > 1e-3 or errors[-1] > errors[0] * 0.9 + 1e-12:
            return StepReport(place, Verdict.REFUTED, "values", errors[-1], _counterexample(point, value, target))
        worst = max(worst, errors[-1])
    try:
        shown = within(8, lambda: vanishes(move.expected(previous) - line))
    except (OutOfTime, NotImplementedError):
        shown = False
    if shown:
        return StepReport(place, Verdict.PROVED, "SymPy's limit, and the values approach it", worst)
    return StepReport(place, Verdict.SAMPLED, "the values approach it", worst, "SymPy finds no limit")
