"""What a neuron does on a datum, by signs that are known: in fractions at the start, in balls on the way (D10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from symspline.enclosure.flow.guards import FLIP, OUTPUT, PAIR, UnknownSignError, known_sign, sign
from symspline.enclosure.flow.symmetry import Label
from symspline.numerics.flow.contact import Outcome, Speeds
from symspline.numerics.flow.event import Event
from symspline.numerics.flow.integrator import Fork
from symspline.numerics.flow.problem import Array, Problem
from symspline.numerics.flow.state import FREE, State


@dataclass
class Happened:
    """All that happens at one time.

    Attributes:
        hits: neurons and the data that their breakpoints meet.
        exits: data whose sliders leave, their orientation, and whether they see the datum then.
        zeros: sliders whose v vanishes.
        gone: neurons whose w and b vanish.
        flips: neurons whose w changes sign with the breakpoint at infinity, and its sign after that.
    """

    hits: list[tuple[int, int]] = field(default_factory=list)
    exits: list[tuple[int, bool, bool]] = field(default_factory=list)
    zeros: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    flips: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Turn:
    """What comes of it.

    Attributes:
        state: the network after it.
        events: what happened.
        fork: where the flow is not unique, the first of them where several neurons fork; None where it is unique.
        fresh: guards that are zero now, and the order of the zero.
        turned: neurons whose w is zero now, and its sign from now on.
    """

    state: State
    events: tuple[Event, ...]
    fork: Fork | None = None
    fresh: dict[Label, int] = field(default_factory=dict)
    turned: dict[int, int] = field(default_factory=dict)


def turn(problem: Problem, state: State, what: Happened) -> Turn:
    """The flow beyond a time at which something happens.

    Neurons that meet data at once do not matter to each other: the residual is continuous (D11).

    Raises:
        UnknownSignError: where a sign is needed, a ball holds zero, or a speed is zero.
    """
    b, v, w = state.b.copy(), state.v.copy(), state.w.copy()
    key, slide = state.key.copy(), state.slide.copy()
    events: list[Event] = []
    fresh: dict[Label, int] = {}
    forks: list[Fork] = []
    for i, n in what.hits:
        b[i] = -w[i] * problem.x[n]
    for i in what.zeros:
        v[i] = 0 * v[i]
    for i in what.gone:
        w[i], b[i] = 0 * problem.x[0], 0 * problem.x[0]
    now = State(state.t, w, b, v, state.b0, key, slide)
    error = problem.weight * now.residual(problem)

    def tell(kind: str, i: int, n: int | None) -> None:
        events.append(Event(state.t, kind, i, n))

    def drift(i: int, n: int, right: bool) -> Any:
        """The speed of v on a datum, ``-w D`` with the sum D over what is seen beside it (D11)."""
        return (
            -w[i]
            * problem.table(error * (problem.x - problem.x[n]))[problem.without(n, right)]
            * ("v" in problem.train)
        )

    def leave(i: int, n: int, on: bool, order: int) -> None:
        key[i] = (problem.including if on else problem.without)(n, known_sign(w[i], i, n) > 0)
        slide[i] = FREE
        fresh[PAIR, i, n, False] = order

    for n, right, on in what.exits:
        for i in np.flatnonzero((slide == n) & (key == problem.without(n, right))).tolist():
            leave(i, n, on, 2)
            tell("exit on" if on else "exit off", i, n)
    for i in what.zeros:
        n = int(slide[i])
        # On passing zero v makes a datum that attracts one that repels.
        known_sign(drift(i, n, bool(problem.is_right(int(key[i])))), i, n)
        forks.append(Fork(i, n, "output weight zero"))
    for i in what.gone:
        grows = can_grow(problem, error, v[i])
        if grows is None:
            raise UnknownSignError(i, None)
        if grows:
            forks.append(Fork(i, int(slide[i]) if slide[i] != FREE else None, "collapse"))
            continue
        key[i], slide[i] = problem.empty[0], FREE
        if state.t:
            tell("vanishes", i, None)
    for i, n in what.hits:
        right, seen = known_sign(w[i], i, n) > 0, problem.sees(int(state.key[i]), n)
        # Where v is zero the speeds are, too: then its own speed stands for it, and they are accelerations.
        moved, order = (v[i], 1) if sign(v[i]) != 0 else (drift(i, n, right), 2)
        speeds = Speeds.of(problem, error, n, right, moved)
        if order == 2 and speeds.alone:
            key[i] = problem.without(n, right)  # at rest for good
            continue
        outcome = _outcome(speeds, i, n)
        if outcome in (Outcome.REPELS, Outcome.REVIVES):
            forks.append(Fork(i, n, outcome.value))
        elif outcome in (Outcome.SLIDE, Outcome.DIES):
            key[i] = problem.without(n, right)
            slide[i] = n if outcome is Outcome.SLIDE else FREE
            tell(outcome.value, i, n)
            if order == 2:
                fresh[OUTPUT, i, -1, False] = 1
        else:
            leave(i, n, outcome is Outcome.ON, order)
            if seen != (outcome is Outcome.ON) or not state.t:
                tell(outcome.value, i, n)
    for i, _ in what.flips:
        fresh[FLIP, i, -1, False] = 1
        tell("flip", i, None)
    return Turn(now, tuple(events), forks[0] if forks else None, fresh, dict(what.flips))


def _outcome(speeds: Speeds, i: int, n: int) -> Outcome:
    on = known_sign(speeds.on, i, n)
    if speeds.alone:
        return Outcome.DIES if on < 0 else Outcome.REVIVES
    off = known_sign(speeds.off, i, n)
    if off == on:
        return Outcome.ON if on > 0 else Outcome.OFF
    return Outcome.SLIDE if off > 0 else Outcome.REPELS


def can_grow(problem: Problem, error: Array, v: Any) -> bool | None:
    """Whether a neuron with w = b = 0 has a direction in which it grows; None where signs are not known (D12).

    Inside an active set the velocity is ``-v (M, E)``, and must see just that set; on a datum it must attract.
    """
    if sign(v) == 0:
        return False
    zeroth, first = problem.table(error), problem.table(error * problem.x)
    ways: list[bool | None] = []
    for key in set(range(2 * problem.size + 2)) - set(problem.empty):
        w = -v * first[key] * ("w" in problem.train)
        b = -v * zeroth[key] * ("b" in problem.train)
        heights = enumerate(w * problem.x + b)
        ways.append(_all(sign(height if problem.sees(key, n) else -height) for n, height in heights))
    for datum in range(problem.size) if {"w", "b"} <= set(problem.train) else ():
        for right in (True, False):
            key = problem.without(datum, right)
            if key in problem.empty:
                continue
            w = -v * (first[key] - problem.x[datum] * zeroth[key])
            speeds = Speeds.of(problem, error, datum, right, v)
            ways.append(_all(map(sign, (w if right else -w, speeds.off, -speeds.on))))
    if True in ways:
        return True
    return None if None in ways else False


def _all(signs: Iterable[int | None]) -> bool | None:
    """Whether all are 1: False where one is -1, None where that is not known."""
    found = list(signs)
    if -1 in found:
        return False
    return None if None in found or 0 in found else True
