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
from symspline.enclosure.flow.symmetry import Label, Symmetry
from symspline.enclosure.flow.tube import Motion, Tube, centred, held
from symspline.enclosure.flow.turn import Happened, Turn, turn
from symspline.numerics.flow.contact import keys_of
from symspline.numerics.flow.event import Event
from symspline.numerics.flow.integrator import Fork
from symspline.numerics.flow.problem import Array, Problem
from symspline.numerics.flow.series import Series
from symspline.numerics.flow.state import FREE, State

HALVINGS = 40
"""Shorter steps that are tried before a sign counts as not known."""
SHORTER = 0.7
"""What a step is shortened by that its box does not hold."""


@dataclass(frozen=True)
class Doubt:
    """Where the proof ends: after which time, why, and at which neuron and datum if it is one."""

    time: arb
    reason: str
    neuron: int | None = None
    datum: int | None = None


@dataclass(frozen=True, eq=False)
class Path:
    """What is shown of a flow.

    Attributes:
        tubes: one after the other, each with the exact time or ball of time that it lasts.
        end: all networks that the flow may be at the end.
        events: what happened, times as balls.
        fork: where the flow is not unique, if it is shown not to be.
        doubt: where the proof ends before `t_end`, if it does.
    """

    tubes: tuple[tuple[Tube, arb], ...]
    end: State
    events: tuple[Event, ...]
    fork: Fork | None
    doubt: Doubt | None


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
        turned = Turn(in_balls, events, turned.fork, turned.fresh)
        return cls(problem, symmetry, _ball(t_end), bits, until, turned, doubt)

    def path(self) -> Path:
        """The whole flow."""
        problem, tubes = self.problem, []
        state, events, fork = self.turned.state, list(self.turned.events), self.turned.fork
        centre, radius, shorter = None, arb(0), 1.0
        end = state
        while fork is None and self.doubt is None:
            motion = Motion.of(state, problem)
            if centre is None:
                centre, radius = centred(held(state, problem), motion, problem, arb(0))
            if time.monotonic() > self.until:
                self.doubt = Doubt(end.t, "out of time")
                break
            try:
                step = self._step(centre, motion, radius, shorter)
            except UnknownSignError as error:
                self.doubt = Doubt(end.t, "a sign is not known", error.neuron, error.datum)
                break
            except _UnsettledError as error:
                self.doubt = Doubt(end.t, error.reason, *error.place)
                break
            tube, s, hit, shorter = step
            tubes.append((tube, s))
            end = tube.at(s)
            if not hit:
                if s is not tube.length:
                    break
                centre, radius = tube.centred(s)
                state, self.turned = centre, Turn(centre, ())
                continue
            try:
                self.turned = turn(problem, end, self._happened(hit, tube))
            except UnknownSignError as error:
                self.doubt = Doubt(end.t, "a sign is not known", error.neuron, error.datum)
                break
            state, fork, centre = self.turned.state, self.turned.fork, None
            end = state
            events += self.turned.events
        return Path(tuple(tubes), end, tuple(events), fork, self.doubt)

    def _step(
        self, centre: State, motion: Motion, radius: arb, shorter: float
    ) -> tuple[Tube, arb, list[Guard], float]:
        """A tube, the time in it at which it ends, what happens then, and how much it was shortened."""
        problem = self.problem
        order = max(12, self.bits // 3)
        series = Series.of(centre, problem, order)
        watched = guards(centre, problem, self.symmetry, self.turned.turned)
        fresh = self.turned.fresh
        left = self.t_end - centre.t
        reach = _reach(series, self.bits)
        unsettled: _UnsettledError = _UnsettledError("no box holds the flow")
        for _ in range(HALVINGS):
            length, final = arb(reach * shorter), False
            if not length < left:
                length, final = left.upper(), True
            tube = Tube.along(problem, centre, motion, radius, series, length)
            if tube is None or not self._fine(tube):
                shorter *= SHORTER
                continue
            try:
                s, hit = self._next(tube, watched, fresh, left if final else length)
            except _UnsettledError as error:
                unsettled, shorter = error, shorter / 2 if length > 0 else shorter
                continue
            return tube, s, hit, min(1.0, shorter / SHORTER**0.5)
        raise unsettled

    def _fine(self, tube: Tube) -> bool:
        """Whether the remainder is as small as the bits ask."""
        order = len(tube.series.w)
        power, small = tube.length**order, arb(2) ** (8 - self.bits)
        for part, rest in zip(_parts(tube.series), _parts(tube.next), strict=True):
            if any(not abs(r) * power < small * (1 + abs(c)) for c, r in zip(part[0], rest[order], strict=True)):
                return False
        return True

    def _next(self, tube: Tube, watched: list[Guard], fresh: dict[Label, int], stop: arb) -> tuple[arb, list[Guard]]:
        """The time at which the tube ends, and what happens then."""
        found: list[tuple[arb, Guard]] = []
        for guard in watched:
            order = fresh.get(guard.label)
            if order:
                # It is zero now: positive from now on where its first derivative that is not zero is so.
                if not guard.row(tube.next, tube.problem, order) > 0:
                    raise _UnsettledError("a breakpoint may come back to a datum at once", guard.place)
                continue
            polynomial, slack = guard.along(tube)
            try:
                at = first_zero(polynomial, slack, tube.length)
            except TouchesError as error:
                raise _UnsettledError("a sign is not known", guard.place) from error
            if at is not None:
                found.append((at, guard))
        if not found:
            return stop, []
        at, first = min(found, key=lambda each: float(each[0].lower()))
        for other, guard in found:
            if other.lower() < at.lower():
                at, first = other, guard
        if not at < stop:
            if at > stop:
                return stop, []
            raise _UnsettledError("an event at the last time", first.place)
        orbit = self.symmetry.orbit(first.label)
        hit = [guard for guard in watched if self.symmetry.orbit(guard.label) == orbit]
        for other, guard in found:
            if guard not in hit and not other > at:
                raise _UnsettledError("two events are not told apart", guard.place)
        return at, hit

    def _happened(self, hit: list[Guard], tube: Tube) -> Happened:
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


class _UnsettledError(ArithmeticError):
    """A step on which not all signs are known."""

    def __init__(self, reason: str, place: tuple[int | None, int | None] = (None, None)) -> None:
        super().__init__(reason)
        self.reason, self.place = reason, place


def _reach(series: Series, bits: int) -> float:
    """A time for which the last terms stay below ``2^-bits`` of the largest."""
    order, found = len(series.w) - 1, math.inf
    for part in _parts(series):
        sizes = [max((_log2(each) for each in row), default=-math.inf) for row in part]
        for k in (order - 1, order):
            if sizes[k] > -math.inf:
                found = min(found, 2.0 ** ((max(sizes[:k]) - bits - sizes[k]) / k))
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
