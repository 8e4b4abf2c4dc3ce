"""The flow from tube to tube: each ends where the next event is shown to be, or where its length does."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, ctx, fmpq

from symspline.enclosure.flow.first_zero import TouchesError, first_zero
from symspline.enclosure.flow.guards import FLIP, INPUT, OFF, ON, OUTPUT, PAIR, Guard, UnknownSignError, guards, sign
from symspline.enclosure.flow.path import Doubt, Path
from symspline.enclosure.flow.symmetry import Symmetry
from symspline.enclosure.flow.tube import Motion, Tube, centred, held
from symspline.enclosure.flow.turn import Happened, Turn, turn
from symspline.numerics.flow.contact import keys_of
from symspline.numerics.flow.event import Event
from symspline.numerics.flow.problem import Array, Problem
from symspline.numerics.flow.series import Series
from symspline.numerics.flow.state import FREE, State

MOST = 10_000
"""Tubes after which the rest is not decided."""
HALVINGS = 40
"""Shorter steps that are tried before a sign counts as not known."""
SHORTER = 0.7
"""What a step is shortened by that its box does not hold."""
NEARBY = 0.9
"""The share of the way to a sign that is not known."""
BITS_PER_ORDER, LEAST_ORDER = 3, 12
"""The order of a series, by the bits of the accuracy of a step; 2 to 4 cost the same within a fifth."""
SPARED = 8
"""Bits by which a remainder may be larger than what the last terms of the series promised."""


def enclosed(
    exact: Problem, start: tuple[Array, Array, Array, Fraction], t_end: Fraction, bits: int, until: float
) -> Path:
    """The flow of a problem in fractions from a start in fractions.

    Args:
        exact: the data.
        start: w, b, v, shape (H,), and b0.
        t_end: the last time.
        bits: of the accuracy of a step; the arithmetic has twice as many.
        until: the reading of `time.monotonic` at which it ends in a doubt.
    """
    with ctx.workprec(2 * bits):
        return _Walk.begin(exact, start, t_end, bits, until).path()


@dataclass(eq=False)
class _Walk:
    """The flow on its way."""

    problem: Problem
    symmetry: Symmetry
    t_end: arb
    bits: int
    until: float
    turned: Turn
    doubt: Doubt | None = None

    @classmethod
    def begin(
        cls, exact: Problem, start: tuple[Array, Array, Array, Fraction], t_end: Fraction, bits: int, until: float
    ) -> _Walk:
        w, b, v, b0 = start
        key, touching = keys_of(exact, w, b)
        state = State(Fraction(0), w, b, v, b0, key, np.full(w.size, FREE, dtype=np.intp))
        nowhere = np.flatnonzero((w == 0) & (b == 0)).tolist()
        doubt = None
        try:
            turned = turn(exact, state, Happened(hits=touching, gone=nowhere))
        except UnknownSignError as error:
            doubt = Doubt(arb(0), "a speed is zero at the start", error.neuron, error.datum)
            turned = Turn(state, ())
        state = turned.state
        in_balls = state.with_(t=arb(0), w=_balls(state.w), b=_balls(state.b), v=_balls(state.v), b0=_ball(state.b0))
        events = tuple(Event(arb(0), event.kind, event.neuron, event.datum) for event in turned.events)
        problem = Problem(_balls(exact.x), _balls(exact.y), _balls(exact.weight), exact.train, _ball(exact.decay))
        symmetry = Symmetry.of(exact, list(zip(w, b, v, strict=True)), b0)
        fresh, signs = dict(turned.fresh), _first_signs(exact, state)
        fresh |= {(FLIP, i, -1, False): 1 for i in signs}
        turned = Turn(in_balls, events, turned.fork, fresh, signs)
        return cls(problem, symmetry, _ball(t_end), bits, until, turned, doubt)

    def path(self) -> Path:
        """The whole flow."""
        tubes, events = [], list(self.turned.events)
        end, doubt, final = self.turned.state, self.doubt, False
        shorter, motion = 1.0, Motion.of(end, self.problem)
        centre, radius = centred(held(end, self.problem), motion, self.problem, arb(0))
        while not (self.turned.fork or doubt or final):
            if time.monotonic() > self.until:
                doubt = Doubt(end.t, "out of time")
                break
            if len(tubes) == MOST:
                doubt = Doubt(end.t, f"more than {MOST} steps")
                break
            try:
                step = self._step(centre, motion, radius, shorter)
                tubes.append((step.tube, step.length))
                end, final, shorter = step.tube.at(step.length), step.final, step.shorter
                if step.hit:
                    self.turned = turn(self.problem, end, _happened(step.hit))
                    events += self.turned.events
                    end = self.turned.state
                    motion = Motion.of(end, self.problem)
                    centre, radius = centred(held(end, self.problem), motion, self.problem, arb(0))
                else:
                    centre, radius = step.tube.centred(step.length)
                    self.turned = Turn(centre, ())
            except UnknownSignError as error:
                doubt = Doubt(end.t, "a sign is not known", error.neuron, error.datum)
            except _UnsettledError as error:
                doubt = Doubt(end.t, error.reason, *error.place)
        return Path(self.problem, 2 * self.bits, tuple(tubes), end, tuple(events), self.turned.fork, doubt)

    def _step(self, centre: State, motion: Motion, radius: arb, shorter: float) -> _Step:
        """The longest tube that a box holds, up to the next event.

        Args:
            centre: of the ball.
            motion: what moves.
            radius: of the ball.
            shorter: by how much the step before was shorter than its series reached.
        """
        problem = self.problem
        series = Series.of(centre, problem, max(LEAST_ORDER, self.bits // BITS_PER_ORDER))
        watched = guards(centre, problem, self.symmetry, self.turned.turned)
        left = self.t_end - centre.t
        length = arb(_reach(series, self.bits) * shorter)
        unsettled = _UnsettledError("no box holds the flow")
        for _ in range(HALVINGS):
            final = not length < left
            if final:
                length = left.upper()
            tube = Tube.along(problem, centre, motion, radius, series, length)
            if tube is None or not self._fine(tube):
                length, shorter = (length * SHORTER).mid(), shorter * SHORTER
                continue
            try:
                at, hit = self._next(tube, watched, left if final else length)
            except _UnsettledError as error:
                unsettled = error
                if error.retry is None:
                    break
                length = error.retry
                continue
            return _Step(tube, at, hit, final and not hit, min(1.0, shorter / SHORTER**0.5))
        raise unsettled

    def _fine(self, tube: Tube) -> bool:
        """Whether the remainder is as small as the bits ask."""
        order = len(tube.series.w)
        power, small = tube.length**order, arb(2) ** (SPARED - self.bits)
        for part, rest in zip(_parts(tube.series), _parts(tube.next), strict=True):
            if any(not abs(r) * power < small * (1 + abs(c)) for c, r in zip(part[0], rest[order], strict=True)):
                return False
        return True

    def _next(self, tube: Tube, watched: list[Guard], stop: arb) -> tuple[arb, list[Guard]]:
        """The time at which the tube ends, and what happens then."""
        found: list[tuple[arb, Guard]] = []
        for guard in watched:
            order = self.turned.fresh.get(guard.label)
            if order:
                # It is zero now: positive from now on where its first derivative that is not zero is so.
                if not guard.row(tube.next, tube.problem, order) > 0:
                    shorter = (tube.length / 2).mid()
                    raise _UnsettledError("a breakpoint may come back to a datum at once", guard.place, shorter)
                continue
            polynomial, slack = guard.along(tube)
            try:
                at = first_zero(polynomial, slack, tube.length)
            except TouchesError as error:
                # Up to there nothing happens; from nearby the sign may be known.
                shorter = (error.place * NEARBY).mid() if error.place > 0 else None
                raise _UnsettledError("it may touch zero or pass it", guard.place, shorter) from error
            if at is not None:
                found.append((at, guard))
        if not found:
            return stop, []
        at, first = found[0]
        for other, guard in found:
            if other.lower() < at.lower():
                at, first = other, guard
        if at > stop:
            return stop, []
        if not at < stop:
            raise _UnsettledError("it may happen before the last time or after it", first.place)
        orbit = self.symmetry.orbit(first.label)
        hit = [guard for guard in watched if self.symmetry.orbit(guard.label) == orbit]
        for other, guard in found:
            if guard not in hit and not other > at:
                raise _UnsettledError("two events are not told apart", guard.place)
        return at, hit


@dataclass(frozen=True, eq=False)
class _Step:
    """A tube, the time in it at which it ends, what happens then, whether it is the last, and how it was shortened."""

    tube: Tube
    length: arb
    hit: list[Guard]
    final: bool
    shorter: float


class _UnsettledError(ArithmeticError):
    """A step on which not all signs are known; `retry` is a length on which they may be."""

    def __init__(
        self, reason: str, place: tuple[int | None, int | None] = (None, None), retry: arb | None = None
    ) -> None:
        super().__init__(reason)
        self.reason, self.place, self.retry = reason, place, retry


def _happened(hit: list[Guard]) -> Happened:
    """What the guards stand for."""
    what = Happened()
    for guard in hit:
        kind, i, n, right = guard.label
        if kind == PAIR:
            what.hits.append((i, n))
        elif kind in (OFF, ON):
            what.exits.append((n, right, kind == ON))
        elif kind == OUTPUT:
            what.zeros.append(i)
        elif kind == INPUT:
            what.gone.append(i)
        elif kind == FLIP:
            what.flips.append((i, -guard.sign))
    return what


def _first_signs(problem: Problem, state: State) -> dict[int, int]:
    """Of neurons that begin with w = 0 and see all data, the sign that w takes."""
    found = {}
    first = problem.table(problem.weight * state.residual(problem) * problem.x)
    for i in np.flatnonzero((state.w == 0) & np.isin(state.key, problem.whole)).tolist():
        speed = -state.v[i] * first[state.key[i]] * ("w" in problem.train)
        if sign(speed):
            found[i] = 1 if speed > 0 else -1
    return found


def _reach(series: Series, bits: int) -> float:
    """A time for which the last terms stay below ``2^-bits`` of the largest."""
    order, found = len(series.w) - 1, math.inf
    for part in _parts(series):
        sizes = [max((_log2(each) for each in row), default=-math.inf) for row in part]
        for k in (order - 1, order):
            if sizes[k] > -math.inf:
                found = min(found, 2.0 ** min(1000.0, (max(sizes[:k]) - bits - sizes[k]) / k))
    return found


def _log2(number: arb) -> float:
    size = abs(number).mid()
    return float(size.log()) / math.log(2) if size > 0 else -math.inf


def _parts(series: Series) -> tuple[Array, Array, Array, Array]:
    return series.w, series.b, series.v, series.b0[:, None]


def _ball(number: Any) -> arb:
    fraction = Fraction(number)
    return arb(fmpq(fraction.numerator, fraction.denominator))


def _balls(numbers: Array) -> Array:
    return np.array([_ball(number) for number in numbers], dtype=object)
