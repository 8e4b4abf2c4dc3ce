"""One step of the exact flow: a Taylor series up to the next event, and what the event changes (D14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from symspline.numerics.flow.collocation import MOST, SAFE, STAGES, Collocation, NotReached
from symspline.numerics.flow.contact import Outcome, Speeds, keys_of, rises
from symspline.numerics.flow.event import Event
from symspline.numerics.flow.problem import Array, Index, Problem
from symspline.numerics.flow.roots import earliest, first_zero, value
from symspline.numerics.flow.series import Series
from symspline.numerics.flow.state import FREE, State

NEAR = 1e5
"""Units of rounding within which a breakpoint counts as being on a datum."""
NOISE = 100
"""Units of rounding below which what holds a slider counts as zero."""
RETURNED = 1e-9
"""Share of the terms of a series below which a breakpoint that left a datum has come back to it."""
HALVINGS = 30
MANY, PATIENCE, FAR = 100, 8, 8
"""Series to come that are too many; those that are made before collocation is tried, and how many times as far."""
TRIES, LEAST = 6, 6.0
"""Lengths that are tried; times of the fastest mode below which a series does as well."""
Pairs = tuple[Index, Index, Array]
"""Neurons, the data beside their breakpoints, and the sign of ``w x_n + b`` there."""
Groups = dict[tuple[int, bool], Index]
"""Sliders by datum and orientation."""
RAISE, ACTIVE, INACTIVE = "raise", "active", "inactive"


@dataclass(frozen=True)
class Fork:
    """A place where the flow is not unique."""

    neuron: int
    datum: int | None
    kind: str


@dataclass(frozen=True, eq=False)
class Step:
    """A stretch of the flow: its start, the series there, and what it ends with."""

    start: State
    series: Series
    end: State
    events: tuple[Event, ...] = ()
    fork: Fork | None = None

    def at(self, t: Any, problem: Problem) -> tuple[Array, Array, Array, Any]:
        """The weights at a time of the stretch."""
        w, b, v, b0 = self.series.at(t - self.start.t)
        return w, _held(b, w, self.start.slide, problem), v, b0


def _held(b: Array, w: Array, slide: Index, problem: Problem) -> Array:
    """Biases with the breakpoints of sliders exactly on their data."""
    held = np.flatnonzero(slide != FREE)
    if held.size:
        b = b.copy()
        b[held] = -w[held] * problem.x[slide[held]]
    return b


class _MissedError(ArithmeticError):
    """A breakpoint was found on the wrong side of a datum, too far away for rounding."""


@dataclass(frozen=True, eq=False)
class Integrator:
    """Takes steps.

    Attributes:
        problem: the data.
        order: of the Taylor series.
        tolerance: of their last terms, relative to the largest weight.
        epsilon: the rounding of the arithmetic.
        choice: what to do where the flow is not unique: ``"raise"``, ``"active"`` or ``"inactive"``.
    """

    problem: Problem
    order: int
    tolerance: float
    epsilon: float
    choice: str

    def begin(self, w: Array, b: Array, v: Array, b0: Any) -> tuple[State, list[Event], Fork | None]:
        """The state at time 0; breakpoints on data are told where to go."""
        key, touching = keys_of(self.problem, w, b)
        state = State(abs(0 * b0), w, b, v, b0, key, np.full(w.size, FREE, dtype=np.intp))
        # A neuron with w = b = 0 is on every datum.
        nowhere = np.flatnonzero((w == 0) & (b == 0)).tolist()
        return self._decided(state, touching, [], [], nowhere)

    def step(self, state: State, stop: Any) -> Step:
        """The flow from a state to its next event, or as far as its series reaches, at most to the time `stop`."""
        left = stop - state.t
        series, length, state = self.stretch(state, left)
        for _ in range(HALVINGS):
            try:
                return self._step(state, series, length, final=length == left, stop=stop)
            except _MissedError:
                length = length / 2
        raise ArithmeticError(f"an event after t = {float(state.t):.10g} is not found: rescale x and y")

    def stretch(self, state: State, left: Any) -> tuple[Series, Any, State]:
        """The polynomials of the flow from a state, how far they reach, at most `left`, and the state with its pace."""
        found = self._collocated(state, left)
        if found is not None:
            return found
        series = Series.of(state, self.problem, self.order)
        reach = series.reach(self.tolerance)
        if not reach > 0:
            when = f"t = {float(state.t):.10g}"
            raise ValueError(f"the flow leaves float64 after {when}: rescale x, y or the weights")
        wait = state.wait - 1 if left > MANY * reach else PATIENCE
        state = state.with_(pace=0.0 if wait else FAR * float(reach), wait=wait or PATIENCE)
        return series, 0 * state.t + reach if reach < left else left, state

    def _collocated(self, state: State, left: Any) -> tuple[Series, Any, State] | None:
        """The same by collocation, where it has been found to reach further."""
        if not state.pace or self.problem.x.dtype == object or self.problem.size > MOST:
            return None
        collocation, length = Collocation(state, self.problem), min(state.pace, left)
        for _ in range(TRIES):
            try:
                series, error = collocation.series(length, self.tolerance)
            except NotReached:
                length /= 4
                continue
            factor = SAFE * (self.tolerance / max(error, 1e-30)) ** (1 / STAGES)
            if length * collocation.rates[-1] < LEAST:
                return None
            if error <= self.tolerance:
                return series, length, state.with_(pace=length * min(factor, 4))
            length *= max(factor, 1 / 16)
        return None

    def _step(self, state: State, series: Series, length: Any, *, final: bool, stop: Any) -> Step:
        pairs = self._pairs(state)
        groups = self._groups(state)
        values = self._pair_values(state, series, pairs)
        first = self._first(state, series, values, groups, length)
        dt = length if first is None else first[0]
        w, b, v, b0 = series.at(dt)
        b = _held(b, w, state.slide, self.problem)
        t = stop if final and first is None else state.t + dt
        hits, exits, zeros, gone = self._found(state, first, pairs, groups)
        moved = state.with_(t=t, w=w, b=b, v=v, b0=b0)
        self._sweep(state, moved, pairs, values, hits)
        # By rounding another slider may have passed its end at the same time.
        for now, then, ended in ((v, state.v, zeros), (w, state.w, gone)):
            held = np.flatnonzero((state.slide != FREE) & (now * then <= 0) & (then != 0))
            ended += [int(i) for i in held if i not in ended]
        end, events, fork = self._decided(moved, hits, exits, zeros, gone)
        return Step(state, series, end, (*self._flips(state, series, dt), *events), fork)

    def _pairs(self, state: State) -> Pairs:
        """Free neurons with the data next to their breakpoints, and the sign of ``w x_n + b`` that their sets say.

        ``w x + b`` is monotone in x, so no other datum can be first. A neuron that sees all data has both ends.
        """
        n, key = self.problem.size, state.key
        right = key <= n
        lo, hi = key, key - n - 1
        free = (state.slide == FREE) & ~np.isin(key, self.problem.empty)
        whole = np.isin(key, self.problem.whole)
        seen = np.where(right, lo, hi - 1)
        unseen = np.where(right, lo - 1, hi)
        neurons = np.arange(key.size)
        one, other = free & ~whole, free & whole
        i = np.concatenate([neurons[one], neurons[one], neurons[other], neurons[other]])
        data = np.concatenate(
            [seen[one], unseen[one], np.zeros(other.sum(), np.intp), np.full(other.sum(), n - 1, np.intp)]
        )
        sign = np.concatenate([np.ones(one.sum()), -np.ones(one.sum()), np.ones(2 * other.sum())])
        return i, data, sign

    def _groups(self, state: State) -> Groups:
        """Sliders by datum and orientation: they leave at once (D11)."""
        groups: dict[tuple[int, bool], list[int]] = {}
        for i in np.flatnonzero(state.slide != FREE).tolist():
            groups.setdefault((int(state.slide[i]), bool(self.problem.is_right(state.key[i]))), []).append(i)
        return {group: np.array(members) for group, members in groups.items()}

    def _pair_values(self, state: State, series: Series, pairs: Pairs) -> Array:
        """``w x_n + b`` of each pair as a series; a zero that a breakpoint has left just now is divided out."""
        i, data, _ = pairs
        values = series.b[:, i] + series.w[:, i] * self.problem.x[data]
        for place in _touching(state, i, data, values):
            values[:, place] = _deflated(values[:, place], _order(state, int(i[place]), int(data[place])))
        return values

    def _first(
        self, state: State, series: Series, values: Array, groups: Groups, stop: Any
    ) -> tuple[Any, str, int] | None:
        """The time of the first event, of which kind it is, and its place in a list of that kind."""
        problem, found = self.problem, None
        pulls = []
        for (datum, right), members in groups.items():
            key, v = problem.without(datum, right), state.v[members[0]]
            # It attracts only with v e_n > 0, which tells the sign of a v that is zero just now.
            side = 1 if (v if v != 0 else series.error[0, datum]) > 0 else -1
            pull = series.first[:, key] * problem.x[datum] * ("w" in problem.train)
            pull = pull + series.zeroth[:, key] * ("b" in problem.train)
            # Both are positive while the datum attracts (D10). In a flow that comes to rest they may end at 0: what is
            # zero within the accuracy is no exit.
            scale = Speeds.of(problem, series.error[0], datum, right, 1).scale
            for each in (-side * pull, side * (pull + series.error[:, datum] * problem.reach(datum))):
                each[0] += max(self.tolerance, NOISE * self.epsilon) * scale
                pulls.append(each)
        for place, pull in enumerate(pulls):
            if pull[0] <= 0:
                return 0 * stop, "exit", place
        sliders = np.flatnonzero(state.slide != FREE)
        lists = (
            ("pair", values),
            ("exit", np.column_stack(pulls) if pulls else values[:, :0]),
            ("zero", series.v[:, sliders]),
            ("gone", series.w[:, sliders]),
        )
        for kind, coefficients in lists:
            for place in np.flatnonzero(coefficients[0] == 0):
                coefficients[:, place] = _deflated(coefficients[:, place], 0)
            moving = np.flatnonzero((coefficients != 0).any(axis=0))
            first = earliest(coefficients[:, moving], stop) if moving.size else None
            if first is not None:
                stop = first[0]
                found = (stop, kind, int(moving[first[1]]))
        return found

    def _found(
        self,
        state: State,
        first: tuple[Any, str, int] | None,
        pairs: Pairs,
        groups: Groups,
    ) -> tuple[list[tuple[int, int]], list[tuple[int, bool, bool]], list[int], list[int]]:
        """The first event as pairs that meet, groups that leave and whether they are on then, sliders that end."""
        hits, exits, zeros, gone = [], [], [], []
        sliders = np.flatnonzero(state.slide != FREE)
        match first:
            case (_, "pair", place):
                hits = [(int(pairs[0][place]), int(pairs[1][place]))]
            case (_, "exit", place):
                exits = [(*list(groups)[place // 2], bool(place % 2))]
            case (_, "zero", place):
                zeros = [int(sliders[place])]
            case (_, "gone", place):
                gone = [int(sliders[place])]
        return hits, exits, zeros, gone

    def _sweep(self, before: State, state: State, pairs: Pairs, values: Array, hits: list[tuple[int, int]]) -> None:
        """Add the breakpoints that are on the wrong side of a datum by rounding: events at the same time."""
        i, data, sign = pairs
        x, dt = self.problem.x[data], state.t - before.t
        heights = state.w[i] * x + state.b[i]
        rounding = NEAR * self.epsilon * (abs(state.w[i] * x) + abs(state.b[i]))
        for place in np.flatnonzero(heights * sign <= 0):
            pair = (int(i[place]), int(data[place]))
            # Of a breakpoint that left the datum just now the series knows the side better than the weights do.
            if pair in hits or (_order(before, *pair) and _at(values[:, place], dt) * sign[place] > 0):
                continue
            if abs(heights[place]) > rounding[place]:
                raise _MissedError
            hits.append(pair)

    def _flips(self, state: State, series: Series, dt: Any) -> list[Event]:
        """Neurons whose w changes sign, the breakpoint passing through infinity (D6)."""
        whole = np.flatnonzero(np.isin(state.key, self.problem.whole) & (state.slide == FREE))
        begun, end, events = state.w[whole], value(series.w[:, whole], dt), []
        for i in whole[((end > 0) & (begun < 0)) | ((end <= 0) & (begun > 0))]:
            at = first_zero(series.w[:, i].tolist(), dt)
            if at is not None:
                events.append(Event(state.t + at, "flip", int(i), None))
        return sorted(events, key=lambda event: event.time)

    def _decided(
        self,
        state: State,
        hits: list[tuple[int, int]],
        exits: list[tuple[int, bool, bool]],
        zeros: list[int],
        gone: list[int],
    ) -> tuple[State, list[Event], Fork | None]:
        """The state after what happens at its time, the events, and where the flow forks.

        Neurons that meet data at once do not matter to each other: the residual is continuous.
        """
        problem, t = self.problem, state.t
        b, v, w = state.b.copy(), state.v.copy(), state.w.copy()
        key, slide = state.key.copy(), state.slide.copy()
        contact = self._still_near(state)
        events: list[Event] = []
        for i, n in hits:
            b[i] = -w[i] * problem.x[n]
        for i in zeros:
            v[i] = 0 * v[i]
        for i in gone:
            w[i], b[i] = 0 * w[i], 0 * b[i]
        now = state.with_(w=w, b=b, v=v, key=key, slide=slide, contact=contact)
        error = problem.weight * now.residual(problem)

        def leave(i: int, n: int, on: bool, order: int) -> None:
            key[i] = (problem.including if on else problem.without)(n, bool(w[i] > 0))
            slide[i] = FREE
            contact[i] = (n, order)

        for n, right, on in exits:
            members = np.flatnonzero((slide == n) & (key == problem.without(n, right)))
            for i in members.tolist():
                leave(i, n, on, 2)
                events.append(Event(t, "exit on" if on else "exit off", i, n))
        for i in zeros:
            n = int(slide[i])
            if self.choice == RAISE:
                return now, events, Fork(i, n, "output weight zero")
            leave(i, n, self.choice == ACTIVE, 2)
            events.append(Event(t, f"exit {'on' if self.choice == ACTIVE else 'off'}", i, n))
        for i in gone:
            n = int(slide[i]) if slide[i] != FREE else None
            ways = rises(problem, error, v[i])
            if ways and self.choice == RAISE:
                return now, events, Fork(i, n, "collapse")
            key[i], slide[i] = problem.empty[0], FREE
            if ways and self.choice == ACTIVE:
                key[i], slide[i] = ways[0].key, ways[0].slide
                events.append(Event(t, "grows", i, None))
            elif t:
                events.append(Event(t, "vanishes", i, None))
        for i, n in hits:
            right, seen = bool(w[i] > 0), problem.sees(int(state.key[i]), n)
            speeds, order = Speeds.of(problem, error, n, right, v[i]), 1
            if v[i] == 0 and not speeds.alone:
                # Its speeds are zero, too: that of v, which is -w sum (x_m - x_n) e_m, says what they will be.
                drift = -w[i] * problem.table(error * (problem.x - problem.x[n]))[problem.without(n, right)]
                speeds, order = Speeds.of(problem, error, n, right, drift * ("v" in problem.train)), 2
            outcome = speeds.outcome(self.epsilon)
            if outcome in (Outcome.REPELS, Outcome.REVIVES, Outcome.TOUCHES):
                if self.choice == RAISE:
                    return now, events, Fork(i, n, outcome.value)
                outcome = Outcome.ON if self.choice == ACTIVE else Outcome.OFF
            match outcome:
                case Outcome.SLIDE:
                    key[i], slide[i] = problem.without(n, right), n
                    contact.pop(i, None)
                    events.append(Event(t, "slide", i, n))
                case Outcome.DIES:
                    key[i] = problem.without(n, right)
                    contact.pop(i, None)
                    events.append(Event(t, "dies", i, n))
                case Outcome.RESTS:
                    leave(i, n, False, 2)
                case _:
                    leave(i, n, outcome is Outcome.ON, order)
                    if seen != (outcome is Outcome.ON) or not t:
                        events.append(Event(t, outcome.value, i, n))
        return now, events, None

    def _still_near(self, state: State) -> dict[int, tuple[int, int]]:
        """Of the breakpoints that had left data just before, those that rounding cannot tell from being there."""
        kept = {}
        for i, (n, order) in state.contact.items():
            at = state.w[i] * self.problem.x[n]
            if state.slide[i] == FREE and abs(at + state.b[i]) <= NEAR * self.epsilon * abs(at) and state.t:
                kept[i] = (n, order)
        return kept


def _order(state: State, i: int, n: int) -> int:
    """The order of the zero that a breakpoint has on a datum that it left just now, else 0."""
    datum, order = state.contact.get(int(i), (None, 0))
    return order if datum == n else 0


def _touching(state: State, i: Index, data: Index, values: Array) -> list[Any]:
    """Places of pairs with a zero at the start."""
    zero = values[0] == 0
    left = np.isin(i, list(state.contact)) if state.contact else zero
    return [place for place in np.flatnonzero(zero | left) if zero[place] or _order(state, i[place], data[place])]


def _at(coefficients: Array, t: Any) -> Any:
    """A series at a time, 0 where that is rounding."""
    height, size = value(coefficients, t), value(abs(coefficients), t)
    return height if abs(height) > RETURNED * size else 0 * height


def _deflated(coefficients: Array, order: int) -> Array:
    """A polynomial divided by a power of t, and by t while it vanishes at 0."""
    shift = order
    while shift < coefficients.size and coefficients[shift] == 0:
        shift += 1
    out = 0 * coefficients
    out[: coefficients.size - shift] = coefficients[shift:]
    return out
