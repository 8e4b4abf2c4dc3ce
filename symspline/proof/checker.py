"""Compares two lines and decides the verdict; nothing else in the project does.

An equality is looked at twice. Exactly: the line the move computes (or the line before) must equal the new line by
symbolic rewriting. And at points: both lines are enclosed in Arb balls at random rational points of the box, which must
overlap; where a line cannot be enclosed, mpmath evaluates it. A contradiction at a point refutes the step whatever the
symbolic argument said.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from flint import ctx
from mpmath import isnan, mpf
from sympy import Basic, Dummy, Eq, Expr, Integral, Piecewise, Rational, S, Symbol, factor, lambdify, powsimp, simplify
from sympy.core.function import AppliedUndef

from .ball import Ball, Undecided
from .box import nonnegative_on_box
from .condition import compare_conditions, hypothesis
from .enclosure import enclose
from .evaluate import evaluate
from .moves import Algebra, Combine, Known, Move, MoveError, SplitCases, TakeLimit, put_in
from .theorem import Argument, DerivationError, Evidence, Finding, Step, Theorem
from .verdict import Verdict
from .zero import OutOfTime, time_limit, vanishes

POINTS = 6
"""Points of the box at which every line is enclosed."""
CASE_DRAWS = 300
"""Points drawn to meet a case of a Piecewise that the first points miss."""
RADIUS = 1e-25
"""Largest relative radius of the difference that counts as enclosed."""
NOUGHT = 1e-45
"""mpmath values below this are rounding of zero."""
PATIENCE = 15.0
"""Seconds that one enclosure or evaluation may take."""
TOLERANCE = 1e-15
"""Largest relative discrepancy of mpmath values that counts as agreement."""


@dataclass(frozen=True)
class StepReport:
    """What became of one step.

    Args:
        place: "step 3", or "compute" for the form used in floating point.
        verdict: the verdict.
        how: the argument that decided.
        worst: largest relative radius (enclosed) or discrepancy (sampled) met; None when nothing was evaluated.
        why: for a sampled step why it is no stronger; for a refuted one the counterexample.
    """

    place: str
    verdict: Verdict
    how: str
    worst: float | None = None
    why: str = ""


@dataclass(frozen=True)
class TheoremReport:
    """What became of a theorem: its steps, its evidence and the theorems it cites.

    The verdict is the weakest of its steps and of the theorems cited; evidence that fails refutes.
    """

    theorem: Theorem
    steps: tuple[StepReport, ...]
    findings: tuple[tuple[Evidence, Finding], ...]
    cited: tuple[tuple[str, Verdict], ...]
    seconds: float

    @property
    def verdict(self) -> Verdict:
        """The weakest link."""
        if any(not finding.passed for _, finding in self.findings):
            return Verdict.REFUTED
        # Nothing is derived without a step: the evidence is all there is.
        bare = [] if self.steps else [Verdict.SAMPLED if self.findings else Verdict.UNDECIDED]
        return min([step.verdict for step in self.steps] + [verdict for _, verdict in self.cited] + bare)

    @property
    def worst(self) -> float | None:
        """The largest relative radius or discrepancy of any step."""
        return max((s.worst for s in self.steps if s.worst is not None), default=None)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "id": self.theorem.id,
            "title": self.theorem.title,
            "verdict": self.verdict.value,
            "steps": [
                {"place": s.place, "verdict": s.verdict.value, "how": s.how, "worst": s.worst, "why": s.why}
                for s in self.steps
            ],
            "evidence": [
                {"title": e.title, "kind": e.kind, "passed": f.passed, "figure": f.figure, "text": f.text}
                for e, f in self.findings
            ],
            "cites": [{"id": id, "verdict": verdict.value} for id, verdict in self.cited],
            "worst": self.worst,
            "seconds": round(self.seconds, 3),
        }


Point = Mapping[Symbol, Rational]


def _beside_an_end(argument: Argument, high: bool) -> Rational:
    end = argument.high if high else argument.low
    if argument.symbol.is_integer or argument.low == argument.high:
        return end
    return end + (argument.low - argument.high if high else argument.high - argument.low) / 997


def _case_finder(conditions: Sequence[Basic], symbols: Sequence[Symbol]) -> Callable[[Point], int | None]:
    """Which case of a Piecewise holds at a point, by mpmath numbers: exact ones take long over powers."""
    truths = lambdify(list(symbols), list(conditions), "mpmath")

    def case(point: Point) -> int | None:
        try:
            holds = truths(*(mpf(int(point[s].p)) / int(point[s].q) for s in symbols))
        except (ArithmeticError, ValueError, TypeError, NameError):
            return None
        return next((k for k, each in enumerate(holds) if each), None)

    return case


class Desk:
    """The lines of one theorem with their values at the check points, each computed once.

    Args:
        theorem: the theorem.
        seed: of the check points.
        points: how many.
    """

    def __init__(self, theorem: Theorem, seed: int = 0, points: int = POINTS) -> None:
        self.theorem = theorem
        self._rng = np.random.default_rng([seed, zlib.crc32(theorem.id.encode())])
        if not theorem.arguments:
            points = 1
        points = max(points, len(theorem.instances))
        self.points = [self._draw() for _ in range(points)]
        self.special: set[int] = set()
        self.far: set[int] = set()
        self.unmet = tuple(self._meet_every_case())
        self._balls: dict[tuple[Basic, int], Any] = {}
        self._values: dict[tuple[Basic, int], Any] = {}

    def _admitted(self, point: Point) -> bool:
        conditions = (a.condition.subs(point) for a in self.theorem.assumes if a.condition is not None)
        return all(condition == S.true for condition in conditions)

    def _draw(self, rng: np.random.Generator | None = None) -> Point:
        for _ in range(2000):
            point = {a.symbol: a.draw(rng or self._rng) for a in self.theorem.arguments}
            if self._admitted(point):
                return point
        raise DerivationError(self.theorem.id, "assumes", "no point of the box satisfies the conditions")

    def _meet_every_case(self) -> Iterator[Basic]:
        """Add points until every case of every Piecewise is met by one; yield the cases that no point meets."""
        symbols = {a.symbol for a in self.theorem.arguments}
        cases: list[tuple[Basic, ...]] = []
        for line in (*self.theorem.lines, *([self.theorem.compute] if self.theorem.compute is not None else [])):
            for node in sorted(line.atoms(Piecewise), key=str):
                conditions = tuple(condition for _, condition in node.args)
                if all(condition.free_symbols <= symbols for condition in conditions) and conditions not in cases:
                    cases.append(conditions)
        for conditions in cases:
            case = _case_finder(conditions, [a.symbol for a in self.theorem.arguments])
            missing = set(range(len(conditions))) - {case(point) for point in self.points}
            for _ in range(CASE_DRAWS if missing else 0):
                point = self._draw()
                found = case(point)
                if found in missing:
                    self.points.append(point)
                    missing.remove(found)
                if not missing:
                    break
            for k in sorted(missing):
                special = self._on_the_line(conditions[k])
                if special is not None and case(special) == k:
                    self.special.add(len(self.points))
                    self.points.append(special)
                    continue
                # A form for floating point has cases for sizes that no box contains.
                away = next((p for p in map(self._far_away, range(CASE_DRAWS)) if case(p) == k), None)
                if away is not None and self._only_computed(conditions[k]) and self._admitted(away):
                    self.far.add(len(self.points))
                    self.points.append(away)
                else:
                    yield conditions[k]

    def _only_computed(self, condition: Basic) -> bool:
        return not any(
            condition in [c for p in line.atoms(Piecewise) for _, c in p.args] for line in self.theorem.lines
        )

    def _far_away(self, _: int) -> Point:
        """A point of the box with one argument made 0, or smaller or larger by many powers of ten."""
        point = dict(self._draw())
        sizes = [a.symbol for a in self.theorem.arguments if not a.symbol.is_integer and a.parts == Argument.parts]
        if sizes:
            symbol = sizes[int(self._rng.integers(len(sizes)))]
            nought = symbol.is_zero is None and self._rng.random() < 1 / 4
            point[symbol] *= 0 if nought else Rational(10) ** int(self._rng.integers(-240, 40))
        return point

    def _on_the_line(self, condition: Basic) -> Point | None:
        """A point at which an equation `symbol = number` holds, when the number lies in the symbol's box."""
        if isinstance(condition, Eq) and condition.lhs in self.box and condition.rhs.is_Rational:
            low, high = self.box[condition.lhs]
            if low <= condition.rhs <= high:
                return {**self._draw(), condition.lhs: condition.rhs}
        return None

    def concrete(self, line: Basic, k: int) -> Basic:
        """The line with an instance of its undefined functions, a different one at each point."""
        if self.theorem.instances and line.atoms(AppliedUndef):
            return put_in(line, self.theorem.instances[k % len(self.theorem.instances)])
        return line

    def ball(self, line: Basic, k: int) -> Any:
        """The Arb ball of a line at point k, or the `Undecided` that came instead."""
        key = (line, k)
        if key not in self._balls:
            try:
                with time_limit(PATIENCE):
                    self._balls[key] = enclose(self.concrete(line, k), self.points[k])
            except Undecided as undecided:
                self._balls[key] = undecided
            except OutOfTime:
                self._balls[key] = Undecided(f"the enclosure took longer than {PATIENCE:g} s")
        return self._balls[key]

    def value(self, line: Basic, k: int) -> Any:
        """The mpmath value of a line at point k."""
        key = (line, k)
        if key not in self._values:
            try:
                with time_limit(PATIENCE):
                    self._values[key] = evaluate(self.concrete(line, k), self.points[k])
            except OutOfTime:
                raise ArithmeticError(f"the evaluation took longer than {PATIENCE:g} s") from None
        return self._values[key]

    def has_value(self, line: Basic, k: int) -> bool:
        """Whether mpmath finds a number for a line at point k."""
        try:
            return not isnan(self.value(line, k))
        except (ArithmeticError, ValueError, TypeError, NotImplementedError):
            return False

    @cached_property
    def box(self) -> dict[Symbol, tuple[Rational, Rational]]:
        """The sampling box."""
        return {a.symbol: (a.low, a.high) for a in self.theorem.arguments}

    @cached_property
    def many(self) -> list[Point]:
        """The check points, many more of the box, and points beside its corners; all satisfy the hypotheses."""
        rng = np.random.default_rng(11)
        beside = []
        for _ in range(100):
            corner = {a.symbol: _beside_an_end(a, bool(rng.integers(2))) for a in self.theorem.arguments}
            if self._admitted(corner):
                beside.append(corner)
        return [
            *(p for k, p in enumerate(self.points) if k not in self.far | self.special),
            *beside,
            *(self._draw(rng) for _ in range(100)),
        ]

    def forget(self, line: Basic) -> None:
        """Drop the values of a line."""
        for store in (self._balls, self._values):
            for key in [key for key in store if key[0] == line]:
                del store[key]


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
    reports = [check_step(desk, f"step {k + 1}", theorem.lines[k], step) for k, step in enumerate(theorem.steps)]
    if theorem.compute is not None:
        form = Step("=", theorem.compute, Algebra("a form for floating point"))
        reports.append(check_step(desk, "compute", theorem.conclusion, form))
    findings = []
    for k, piece in enumerate(theorem.evidence if evidence else ()):
        findings.append((piece, piece.run(np.random.default_rng([seed, zlib.crc32(theorem.id.encode()), k]))))
    uses = tuple((other.id, cited[other.id]) for other in theorem.cites)
    report = TheoremReport(theorem, tuple(reports), tuple(findings), uses, time.perf_counter() - begin)
    cited[theorem.id] = report.verdict
    return report


def check_step(desk: Desk, place: str, previous: Basic, step: Step, *, exact: bool = True) -> StepReport:
    """Check one step.

    Args:
        desk: the theorem's lines and points.
        place: where the step stands, for the report.
        previous: the line before.
        step: the step.
        exact: whether the symbolic argument is tried; a planted fault needs only the points.
    """
    if step.relation in ("=>", "<=>"):
        multipliers = step.move.multipliers if isinstance(step.move, Combine) else None
        verdict, how, why = compare_conditions(previous, step.line, step.relation, multipliers, desk.theorem.arguments)
        return StepReport(place, verdict, how, None, why)
    if step.relation == "<=":
        return _check_inequality(desk, place, previous, step.line)
    if isinstance(step.move, TakeLimit):
        return _check_limit(desk, place, previous, step.line, step.move)

    verdict, how, worst, why = _compare_at_points(desk, previous, step.line)
    unmet = [case for case in desk.unmet if previous.has(case) or step.line.has(case)]
    if unmet and verdict > Verdict.SAMPLED:
        verdict, why = Verdict.SAMPLED, f"no check point meets the case {unmet[0]}"
    if verdict is Verdict.REFUTED or not exact:
        return StepReport(place, verdict, how, worst, why)
    if verdict is Verdict.ENCLOSED and (isinstance(step.move, Known | SplitCases) or place == "compute"):
        # Quoted identities, collected cases and forms for floating point are not derived; simplifying is dear.
        return StepReport(place, verdict, how, worst, why)
    shown, argument = _argue(desk, previous, step.line, step.move)
    if shown is False:
        return StepReport(place, Verdict.REFUTED, argument, worst, argument)
    if shown and verdict is Verdict.UNDECIDED:
        # Symbols can be moved around an integral that does not exist.
        return StepReport(place, verdict, how, worst, f"{argument}, but the lines have no values: {why}")
    if shown:
        return StepReport(place, Verdict.PROVED, argument, worst)
    return StepReport(place, verdict, how, worst, why)


def _argue(desk: Desk, previous: Basic, line: Basic, move: Move) -> tuple[bool | None, str]:
    """An exact argument for a line: True shown, False the reason does not give this line, None not shown."""
    try:
        with time_limit(8):
            expected = move.expected(previous)
            obligations, hypotheses = move.obligations(previous), move.hypotheses(previous)
    except MoveError as error:
        return False, f"the move does not apply: {error}"
    except (OutOfTime, NotImplementedError):
        expected, obligations, hypotheses = None, (), ()
    for obligation in obligations:
        if not vanishes(obligation):
            return (False, "the move's own condition fails") if _visibly_nonzero(obligation) else (None, "")
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


def same(one: Basic, other: Basic) -> bool:
    """Whether two lines are shown to be equal, integrals compared integrand by integrand."""
    if one == other:
        return True
    first, second = _normal(one), _normal(other)
    return first == second or vanishes(first - second)


def _normal(line: Basic) -> Expr:
    """Merge nested integrals, give integration variables common names and simplify the integrands lightly."""

    def rename(integral: Integral) -> Integral:
        names, function, limits = {}, integral.function, []
        # Inner integrals were renamed before: their variables keep names of their own.
        below = len(function.atoms(Integral))
        for k, (variable, *ends) in enumerate(integral.limits):
            assumptions = {key: v for key, v in variable.assumptions0.items() if key in ("positive", "real") and v}
            names[variable] = Dummy(f"t{below}_{k}", **assumptions, dummy_index=7000 + 100 * below + k)
            limits.append((variable, *ends))
        renamed = ((names[variable], *(end.xreplace(names) for end in ends)) for variable, *ends in limits)
        return Integral(powsimp(function.xreplace(names).expand()), *renamed)

    def merge(integral: Integral) -> Integral:
        while isinstance(integral.function, Integral):
            integral = Integral(integral.function.function, *integral.function.limits, *integral.limits)
        return rename(integral)

    return line.replace(lambda e: isinstance(e, Integral), merge)


def _visibly_nonzero(expression: Expr) -> bool:
    """Whether an expression differs from zero at a point drawn according to its symbols' assumptions."""
    rng = np.random.default_rng(1)
    if expression.atoms(AppliedUndef) or expression.has(Integral):
        return False
    for _ in range(3):
        point = {
            symbol: Rational(int(rng.integers(2, 9)) if symbol.is_integer else int(rng.integers(100, 1900)), 1)
            / (1 if symbol.is_integer else 997)
            for symbol in expression.free_symbols
        }
        try:
            value = abs(evaluate(expression, point))
        except (ArithmeticError, ValueError, TypeError):
            continue
        if value > 1e-12:
            return True
    return False


def _compare_at_points(desk: Desk, previous: Basic, line: Basic) -> tuple[Verdict, str, float | None, str]:
    """Compare two lines at every check point: the verdict, how, the worst figure and why."""
    worst, why, sampled = 0.0, "", False
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
            if isnan(one) or isnan(other):
                raise ArithmeticError("the value is not a number")
        except (ArithmeticError, ValueError, TypeError, NotImplementedError) as error:
            if k in desk.special | desk.far:
                # A form may give by itself a value at which the line before has none; there nothing is claimed.
                if desk.has_value(previous, k):
                    sampled, why = True, f"no value in the case that holds at {_where(point)}"
                continue
            return Verdict.UNDECIDED, "no value", None, f"{why}; and mpmath: {error}"
        scale = max(abs(one), abs(other), NOUGHT)
        discrepancy = float(abs(one - other) / scale)
        if not discrepancy < TOLERANCE:
            return Verdict.REFUTED, "values", discrepancy, _counterexample(point, one, other)
        worst, sampled = max(worst, discrepancy), True
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


def _check_inequality(desk: Desk, place: str, previous: Basic, line: Basic) -> StepReport:
    """`previous <= line`: by assumptions, by subdividing the whole box, or at points."""
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
    if not gap.has(Integral) and _nonnegative(gap):
        return StepReport(place, Verdict.PROVED, "the difference is non-negative by the assumptions", worst)
    if not gap.has(Integral) and not gap.atoms(AppliedUndef):
        try:
            on_box = nonnegative_on_box(gap, desk.box)
        except Undecided:
            on_box = None
        # Balls range over real numbers; a negative value between two integers refutes nothing.
        # Nor does one at a point that the hypotheses exclude.
        free = all(a.condition is None for a in desk.theorem.assumes)
        if on_box is False and free and not any(symbol.is_integer for symbol in gap.free_symbols):
            return StepReport(place, Verdict.REFUTED, "a ball of the box is negative", worst)
        if on_box:
            return StepReport(place, Verdict.PROVED, "balls cover the whole box", worst)
    return StepReport(place, verdict, f"balls at {len(desk.points)} points", worst, why)


def _nonnegative(gap: Expr) -> bool:
    try:
        with time_limit(4):
            return any(form(gap).is_nonnegative is True for form in (lambda e: e, factor, simplify))
    except (OutOfTime, NotImplementedError, TypeError, ValueError):
        return False


def _check_limit(desk: Desk, place: str, previous: Basic, line: Basic, move: TakeLimit) -> StepReport:
    """A limit: SymPy's value and the approach of the line before, at three distances."""
    approach: Callable[[Rational], Expr]
    if move.to.is_finite:
        sign = 1 if move.side == "+" else -1
        approach = lambda h: move.to + sign * h  # noqa: E731
    else:
        approach = lambda h: 1 / h if move.to > 0 else -1 / h  # noqa: E731
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
        if errors[-1] > 1e-3 or errors[-1] > errors[0] * 0.9 + 1e-12:
            return StepReport(place, Verdict.REFUTED, "values", errors[-1], _counterexample(point, value, target))
        worst = max(worst, errors[-1])
    try:
        with time_limit(8):
            shown = vanishes(move.expected(previous) - line)
    except (OutOfTime, NotImplementedError):
        shown = False
    if shown:
        return StepReport(place, Verdict.PROVED, "SymPy's limit, and the values approach it", worst)
    return StepReport(place, Verdict.SAMPLED, "the values approach it", worst, "SymPy finds no limit")
