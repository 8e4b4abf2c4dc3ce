"""Compares two lines and decides the verdict; nothing else in the project does.

A step is looked at twice. Exactly: the kernel shows it, by the rule of its move, for all values that the hypotheses
allow. And at points: both lines are enclosed in Arb balls at random rational points, which must overlap; where a line
cannot be enclosed, mpmath evaluates it. A contradiction at a point refutes the step whatever the argument said, and
what has no values at points is not proved.
"""

import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from math import inf
from typing import Any

import numpy as np
from flint import ctx
from mpmath import isinf, isnan
from sympy import Basic, Derivative, Integral, S
from sympy.core.function import AppliedUndef
from sympy.polys.polyerrors import BasePolynomialError

from symspline.enclosure.ball import Ball, Undecided
from symspline.enclosure.boxes import nonnegative_on_box
from symspline.enclosure.evaluate import DISTRIBUTIONS, NoValue
from symspline.kernel import rules
from symspline.kernel.ring import NotShown

from .approach import Compared, compare_limit
from .condition import compare_conditions
from .limit import OutOfTime, ran_out, within
from .moves import Algebra, MoveError, put_in
from .opening import beginning, confused
from .places import critical, value_at
from .points import COARSE, MORE, TINY, Point, TooLong
from .points import Desk as Desk
from .report import StepReport as StepReport
from .report import TheoremReport as TheoremReport
from .search import suspects
from .theorem import Evidence, Finding, Step, Theorem
from .verdict import Verdict
from .zero import visibly_nonzero

LOST = 5
"""Digits of those aimed at that the difference of two enclosed lines may lack."""
SMALL = 1e-12
"""Values that are enclosed to an absolute accuracy, and so to few digits of their own."""
DEEP, INTEGRAL_DEEP = 400, 100
"""Digits of lines at one point, so that a small part that is wrong shows; integrals take longer."""
NOUGHT = 1e-45
"""mpmath values below this are rounding of zero."""
TOLERANCE = 1e-15
"""Largest relative discrepancy of mpmath values that counts as agreement."""
SECONDS = 4.0
"""Processor time that a move's hint may take."""


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
    if astray := beginning(theorem).astray or confused(theorem):
        reports.insert(0, StepReport("start", Verdict.UNDECIDED, "a citation does not apply", None, astray))
    findings = try_evidence(theorem, seed) if evidence else []
    uses = tuple((other.id, cited[other.id]) for other in theorem.cites)
    report = TheoremReport(theorem, tuple(reports), tuple(findings), uses, time.perf_counter() - begin)
    cited[theorem.id] = report.verdict
    return report


def try_evidence(theorem: Theorem, seed: int = 0) -> list[tuple[Evidence, Finding]]:
    """Each piece of evidence of a theorem with what it finds; the seed is that of the simulations."""
    stream = (seed, zlib.crc32(theorem.id.encode()))
    return [(piece, piece.run(np.random.default_rng([*stream, k]))) for k, piece in enumerate(theorem.evidence)]


def each_step(theorem: Theorem) -> Iterator[tuple[str, Basic, Step]]:
    """Each step with its place and the line before it.

    First how the left side leads to the first line, where that is not taken as given; last the form for floating point,
    a step from the conclusion.
    """
    begun = beginning(theorem).opening
    if begun is not None:
        yield "start", *begun
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
    if previous.has(*DISTRIBUTIONS) or step.line.has(*DISTRIBUTIONS):
        why = "a distribution has no values"
        return StepReport(place, Verdict.UNDECIDED, "no value", None, why)
    if step.relation in ("=>", "<=>"):
        verdict, how, why = compare_conditions(previous, step, desk)
        points = len(desk.many) + len(desk.all) if verdict is Verdict.SAMPLED else 0
        return StepReport(place, verdict, how, None, why, points)
    why = _not_proved(desk, previous, step) if exact and place != "compute" else "not asked for"
    before, previous = previous, _with_functions_put_in(previous, step)
    compare = _COMPARE[step.relation]
    if step.move.at:
        found = compare_limit(desk, previous, step.line, step.move.at)
    else:
        # Far outside the box a part may show that vanishes inside; integrals take long there.
        beyond = () if why or previous.has(Integral) or step.line.has(Integral) else desk.outside & {*desk.all}
        found = compare(desk, previous, step.line, [*desk.few, *sorted(beyond)])
    if found.verdict is not Verdict.REFUTED and (why or found.verdict is Verdict.UNDECIDED):
        if not step.move.at:
            found = compare(desk, previous, step.line, desk.all)
        reason = _wrong_reason(desk, before, step) if exact else None
        if reason and found.verdict is not Verdict.REFUTED:
            return StepReport(place, Verdict.REFUTED, reason, found.worst, reason)
    if found.verdict is Verdict.ENCLOSED and why and desk.theorem.arguments and found.points < MORE:
        found = replace(found, verdict=Verdict.SAMPLED, why=f"balls at {found.points} points only")
    if found.verdict is Verdict.ENCLOSED and why and any(map(_differentiates_an_integral, (previous, step.line))):
        # Its value is found by differentiating under the sign: that this may be done is not seen so.
        found = replace(found, verdict=Verdict.SAMPLED, why="the derivative of an integral is taken under its sign")
    if found.verdict is Verdict.ENCLOSED and why and (previous.has(AppliedUndef) or step.line.has(AppliedUndef)):
        found = _with_other_functions(desk, previous, step) or found
    if found.verdict is Verdict.ENCLOSED and why:
        found = _at_critical_places(desk, previous, step, place) or found
    unmet = [case for case in desk.unmet if previous.has(case) or step.line.has(case)]
    if not why and found.verdict.holds:
        return StepReport(place, Verdict.PROVED, "by the kernel", found.worst)
    if unmet and found.verdict > Verdict.SAMPLED:
        found = replace(found, verdict=Verdict.SAMPLED, why=f"no check point meets the case {unmet[0]}")
    if not why and found.verdict is Verdict.UNDECIDED:
        # Symbols can be moved around an integral that does not exist.
        found = replace(found, why=f"shown by the kernel, but the lines have no values: {found.why}")
    elif not found.why:
        found = replace(found, why=why)
    return StepReport(place, found.verdict, found.how, found.worst, found.why, found.points)


def _differentiates_an_integral(line: Basic) -> bool:
    return any(derivative.expr.has(Integral) for derivative in line.atoms(Derivative))


def _with_functions_put_in(previous: Basic, step: Step) -> Basic:
    """The line before, of which a step speaks for the functions alone that it puts in."""
    try:
        return put_in(previous, step.move.puts)
    except MoveError:
        return previous


def _not_proved(desk: Desk, previous: Basic, step: Step) -> str:
    """Why the kernel does not show a step; empty where it does."""
    try:
        if step.relation in ("<=", "<"):
            strict = step.relation == "<"
            within(SECONDS, lambda: rules.at_most(previous, step.line, desk.facts, strict=strict))
        else:
            within(SECONDS, lambda: step.move.prove(previous, step.line, desk.facts))
    except (NotShown, MoveError) as reason:
        return str(reason)
    except (OutOfTime, NotImplementedError, ValueError, TypeError, BasePolynomialError) as error:
        # What SymPy raises where it is asked for a hint.
        return str(error) or type(error).__name__
    return ""


def _wrong_reason(desk: Desk, previous: Basic, step: Step) -> str | None:
    """What makes the reason of a step wrong, whatever the lines are; None where nothing is seen to."""
    move = step.move
    try:
        expected, obligations, hypotheses = within(
            SECONDS, lambda: (move.expected(previous), move.obligations(previous), move.hypotheses(previous))
        )
    except MoveError as error:
        return f"the move does not apply: {error}"
    except (OutOfTime, NotImplementedError, BasePolynomialError):
        return None
    if any(visibly_nonzero(obligation) for obligation in obligations):
        return "the move's own condition fails"
    for condition in hypotheses:
        if any(desk.closures.truth(condition, point) is False for point in desk.many):
            return f"the move needs {condition}, which fails at a point"
    if expected is not None and expected != previous and not move.at:
        compared = _compare_equal(desk, expected, step.line, desk.few)
        if compared.verdict is Verdict.REFUTED:
            return f"the move gives another line: {compared.why}"
    return None


def _compare_equal(desk: Desk, previous: Basic, line: Basic, places: Sequence[int]) -> Compared:
    """Compare two lines at check points."""
    worst, why, sampled, lost, met = 0.0, "", False, "", 0
    only: set[int] = set()
    for k in places:
        if k in desk.far and line != desk.theorem.compute:
            continue
        point, found = desk.points[k], _balls(desk, previous, line, k)
        if isinstance(found, Balls):
            if _breaks(found.gap, "="):
                return Compared(Verdict.REFUTED, "balls", None, _counterexample(point, found.left, found.right))
            if found.sharp:
                worst, met = max(worst, found.figure), met + (k not in desk.outside)
                continue
        if k in desk.outside:
            # Far outside the box only a contradiction counts.
            continue
        why = "the balls are too wide" if isinstance(found, Balls) else str(found)
        try:
            one, other = desk.value(previous, k), desk.value(line, k)
            if isnan(one) or isnan(other) or (isinf(one) and isinf(other)):
                raise ArithmeticError("the value is not a number")
        except TooLong:
            lost = lost or (why if k in desk.few else "")
            continue
        except (ArithmeticError, ValueError, TypeError, NotImplementedError) as error:
            if k in desk.special | desk.far:
                # A form may give by itself a value at which the line before has none; there nothing is claimed.
                if desk.has_value(previous, k):
                    only.add(k)
                    sampled, why = True, f"no value in the case that holds at {_where(point)}"
                continue
            lost = lost or f"{why}; and mpmath: {error}"
            continue  # another point may still refute
        scale = max(abs(one), abs(other), NOUGHT)
        discrepancy = float(abs(one - other) / scale)
        if not discrepancy < TOLERANCE:
            return Compared(Verdict.REFUTED, "values", discrepancy, _counterexample(point, one, other))
        worst, sampled = max(worst, discrepancy), True
        only |= {k} & (desk.special | desk.far)
    if lost:
        return Compared(Verdict.UNDECIDED, "no value", None, lost)
    if sampled and (met < MORE or only):
        count = sum(k not in desk.outside for k in places)
        return Compared(Verdict.SAMPLED, f"mpmath values at {count} points", worst, why, count)
    return Compared(Verdict.ENCLOSED, f"balls at {met} points", worst, "", met)


def _with_other_functions(desk: Desk, previous: Basic, step: Step) -> Compared | None:
    """What functions that no hypothesis excludes make of a step; None where it holds for them."""
    lost = None
    for applied in sorted(previous.atoms(AppliedUndef) | step.line.atoms(AppliedUndef), key=str):
        if not applied.is_real:
            lost = Compared(Verdict.SAMPLED, "the theorem's instances", None, f"{applied} is not assumed to be real")
    if not desk.broken:
        lost = Compared(Verdict.SAMPLED, "the theorem's instances", None, "no other functions are known that fit")
    # Far outside the box integrals take long.
    left_out = desk.outside if previous.has(Integral) or step.line.has(Integral) else set[int]()
    for k, choice in ((k, choice) for k, choice in desk.broken.items() if k not in left_out):
        point, found = desk.points[k], _balls(desk, previous, step.line, k)
        shown = ", ".join(f"{f} = {body}" for f, body in choice.items())
        if isinstance(found, Undecided):
            # Far outside the box only a contradiction counts.
            if k not in desk.outside:
                why = f"no value for {shown}: {found}"
                lost = lost or Compared(Verdict.SAMPLED, "the theorem's instances", None, why)
        elif _breaks(found.gap, step.relation):
            counter = f"for {shown} {_counterexample(point, found.left, found.right)}"
            return Compared(Verdict.REFUTED, "balls", None, counter)
    return lost


def _at_critical_places(desk: Desk, previous: Basic, step: Step, place: str) -> Compared | None:
    """What the places make of a step at which a line may lose its value; None where they do not speak against it."""
    one, other = desk.concrete(previous, 0), desk.concrete(step.line, 0)
    lost = None
    deep = INTEGRAL_DEEP if one.has(Integral) or other.has(Integral) else DEEP
    tried = chain(
        [(desk.points[0], deep, "")],
        ((point, COARSE, "") for point in critical(desk, one, other, strict=step.relation == "<")),
        ((point, COARSE, "floating point") for point in suspects(desk, one, other, step.relation)),
    )
    for point, digits, against in tried:
        left, right = (value_at(each, point, digits, desk.closures) for each in (one, other))
        if isinstance(left, Ball) and isinstance(right, Ball):
            if _breaks(_gap(left, right), step.relation):
                return Compared(Verdict.REFUTED, "balls", None, _counterexample(point, left, right))
            if step.relation != "<" or not _gap(left, right).contains_zero:
                continue
            against = "the sides may meet"
        # Where the line has no value nothing is claimed of a form for floating point.
        if isinstance(right, NoValue) or (isinstance(left, NoValue) and place != "compute"):
            against = f"no value, as {right if isinstance(right, NoValue) else left}"
        if against:
            lost = lost or Compared(Verdict.SAMPLED, "random points", None, f"{against} at {_where(point)}")
    return lost


def _compare_bound(
    desk: Desk, previous: Basic, line: Basic, places: Sequence[int], *, strict: bool = False
) -> Compared:
    """`previous <= line`, or `<`, at check points, and by balls that cover the box."""
    verdict, worst, why, met = Verdict.ENCLOSED, 0.0, "", 0
    for k in places:
        if k in desk.far:
            continue
        point, found = desk.points[k], _balls(desk, previous, line, k)
        if isinstance(found, Undecided):
            if k in desk.outside:
                continue
            try:
                holds = desk.value(previous, k) <= desk.value(line, k) * (1 + TOLERANCE) + TOLERANCE
            except (ArithmeticError, ValueError, TypeError, NotImplementedError) as error:
                return Compared(Verdict.UNDECIDED, "no value", None, str(error))
            if not holds:
                counter = _counterexample(point, desk.value(previous, k), desk.value(line, k))
                return Compared(Verdict.REFUTED, "values", None, counter)
            verdict, why = Verdict.SAMPLED, str(found)
            continue
        if _breaks(found.gap, "<" if strict else "<="):
            return Compared(Verdict.REFUTED, "balls", None, _counterexample(point, found.left, found.right))
        if k in desk.outside:
            continue
        if not (found.gap.value < 0 if strict else found.gap.value <= 0 or found.sharp):
            verdict, why = Verdict.SAMPLED, "the balls are too wide"
        worst, met = max(worst, found.figure), met + 1
    gap = line - previous
    covered = ""
    if places is desk.all and not gap.has(Integral) and not gap.atoms(AppliedUndef):
        try:
            on_box = within(SECONDS, lambda: nonnegative_on_box(gap, desk.box).holds)
        except (Undecided, OutOfTime):
            on_box = None
        # Balls range over real numbers: a negative value between two integers, or where the hypotheses fail, refutes
        # nothing.
        if on_box is False and not desk.facts and not any(symbol.is_integer for symbol in gap.free_symbols):
            return Compared(Verdict.REFUTED, "a ball of the box is negative", worst, "balls cover the box")
        covered = ", and balls cover the box" if on_box else ""
        if on_box and verdict is Verdict.ENCLOSED and not strict and _within_box(desk, previous, line):
            return Compared(Verdict.PROVED, "balls cover the box, and so the domain", worst)
    return Compared(verdict, f"balls at {met} points{covered}", worst, why, met)


_COMPARE = {"=": _compare_equal, "<=": _compare_bound, "<": partial(_compare_bound, strict=True)}


def _within_box(desk: Desk, previous: Basic, line: Basic) -> bool:
    """Whether the hypotheses keep the symbols of two lines in the box, where both have values."""
    ends = [(s, *desk.box[s]) for s in sorted(previous.free_symbols | line.free_symbols, key=str)]
    try:
        rules.holds([S.true, *(c for s, low, high in ends for c in (s >= low, s <= high))], desk.facts)
        rules.valued((previous, line), desk.facts)
    except NotShown:
        return False
    return True


@dataclass(frozen=True)
class Balls:
    """Two lines enclosed at a point, and their difference."""

    left: Ball
    right: Ball
    gap: Ball
    figure: float
    """Its radius relative to the larger of the two numbers."""
    sharp: bool
    """Whether the radius is as small as was aimed at."""


def _balls(desk: Desk, previous: Basic, line: Basic, k: int) -> Balls | Undecided:
    """Both lines at point k, with more digits where few do not tell."""
    found: Balls | Undecided = Undecided("no digits were asked for")
    for digits in desk.digits(k):
        if digits == TINY and isinstance(found, Balls) and max(map(abs, map(float, (found.left, found.right)))) > SMALL:
            break
        left, right = desk.ball(previous, k, digits), desk.ball(line, k, digits)
        for ball in (left, right):
            if isinstance(ball, Undecided):
                return ball
        gap = _gap(left, right)
        scale = max(abs(float(left)), abs(float(right)))
        figure = gap.radius / scale if scale else gap.radius
        if S.Zero in (previous, line) and not gap.value.is_zero():
            figure = inf  # a ball around 0 does not tell it from what is tiny
        found = Balls(left, right, gap, figure, figure < 10.0 ** (LOST - digits))
        if found.sharp or not gap.contains_zero:
            break
    return found


def told_apart(desk: Desk, previous: Basic, step: Step, line: Basic) -> bool:
    """Whether balls at the first points show that a line cannot stand in the place of a step's own."""
    if step.move.at:
        return False
    before = _with_functions_put_in(previous, step)
    found = (_balls(desk, before, line, k) for k in desk.few if k not in desk.far)
    return any(isinstance(each, Balls) and _breaks(each.gap, step.relation) for each in found)


def _gap(left: Ball, right: Ball) -> Ball:
    with ctx.workprec(256):
        return Ball(left.value - right.value)


def _breaks(gap: Ball, relation: str) -> bool:
    """Whether a number less another shows that it does not stand in a relation to it."""
    if relation == "=":
        return not gap.contains_zero
    return bool(gap.value > 0 or (relation == "<" and gap.value >= 0))


def _counterexample(point: Point, left: Any, right: Any) -> str:
    return f"at {_where(point)}: {left} against {right}"


def _where(point: Point) -> str:
    return ", ".join(f"{symbol} = {value}" for symbol, value in point.items()) or "the only point"
