"""What is shown of a flow: its tubes, its events, and how it ends."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from flint import arb, ctx

from symspline.enclosure.flow.tube import Tube, between
from symspline.numerics.flow.event import Event
from symspline.numerics.flow.integrator import Fork
from symspline.numerics.flow.problem import Array, Problem
from symspline.numerics.flow.state import State


@dataclass(frozen=True)
class Doubt:
    """Where a proof ends, and why.

    Attributes:
        time: a ball of the time from which nothing is shown.
        reason: in words.
        neuron: which, as the caller counts; None where no single one is to blame.
        datum: which, as the caller counts; None where there is none.
    """

    time: arb
    reason: str
    neuron: int | None = None
    datum: int | None = None


@dataclass(frozen=True, eq=False)
class Path:
    """A flow up to a time.

    Attributes:
        problem: the data, in balls.
        bits: of the arithmetic.
        tubes: one after the other, each with the time that it lasts, which may be a ball.
        end: all networks that the flow may be at the end.
        events: what happened; times are balls.
        fork: where the flow is shown not to be unique, if it is.
        doubt: where the proof ends before its time, if it does.
    """

    problem: Problem
    bits: int
    tubes: tuple[tuple[Tube, arb], ...]
    end: State
    events: tuple[Event, ...]
    fork: Fork | None
    doubt: Doubt | None

    @property
    def radius(self) -> arb:
        """The largest radius at the end."""
        parts = (*self.end.w, *self.end.b, *self.end.v, self.end.b0)
        return reduce(max, (each.rad() for each in parts))

    def weights(self, t: arb) -> tuple[Array, Array, Array, arb]:
        """Balls of w, b, v, shape (H,), and b0 at a time up to the end."""
        with ctx.workprec(self.bits):
            states = self._states(t)
            w, b, v = (reduce(_union, (getattr(state, part) for state in states)) for part in "wbv")
            return w, b, v, reduce(between, (state.b0 for state in states))

    def loss(self, t: arb) -> arb:
        """``1/2 sum_n weight_n e_n^2`` at a time up to the end."""
        with ctx.workprec(self.bits):
            errors = (state.residual(self.problem) for state in self._states(t))
            return reduce(between, ((self.problem.weight * e * e).sum() / 2 for e in errors))

    @cached_property
    def _ends(self) -> list[arb]:
        return [(tube.start.t + length).upper() for tube, length in self.tubes]

    def _states(self, t: arb) -> list[State]:
        """All networks at a time, of each tube in which it may lie."""
        found = []
        first = bisect_left(self._ends, t.lower())
        for tube, _ in self.tubes[first:]:
            s = t - tube.start.t
            if s < 0:
                break
            # The polynomial is that of the flow on [0, length] alone.
            found.append(tube.at(s.intersection(between(arb(0), tube.length))))
        return found or [self.end]


def _union(one: Array, other: Array) -> Array:
    return np.array([between(a, b) for a, b in zip(one, other, strict=True)], dtype=object)
