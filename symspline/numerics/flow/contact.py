"""What happens to a neuron whose breakpoint is on a datum: it passes, slides, dies, or has several ways to go (D10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from symspline.numerics.flow.problem import Array, Index, Problem
from symspline.numerics.flow.state import FREE

ROUNDING = 1e3
"""Units of rounding below which a speed counts as zero."""


class Outcome(StrEnum):
    """Where a breakpoint goes from a datum."""

    ON = "on"
    OFF = "off"
    SLIDE = "slide"
    DIES = "dies"
    REPELS = "repels"
    """Both sides lead away, and so does the datum: three solutions."""
    REVIVES = "revives"
    """It may stay off, or go on: at the outermost datum."""
    TOUCHES = "touches"
    """A speed is zero: its sign is not known."""
    RESTS = "rests"
    """Both speeds are zero."""


@dataclass(frozen=True)
class Speeds:
    """Of ``w x_n + b`` at 0, as seen from both sides: ``-v A`` and ``-v (A + weight_n e_n (1 + x_n^2))``."""

    off: Any
    on: Any
    scale: Any
    """What rounding is measured against."""
    alone: bool
    """Whether nothing is seen without the datum, so that the speed off it is zero."""

    @classmethod
    def of(cls, problem: Problem, error: Array, datum: int, right: bool, v: Any) -> Speeds:
        """At a residual ``weight_n e_n``, shape (N,)."""
        beyond = slice(datum + 1, None) if right else slice(0, datum)
        x, e, at = problem.x[beyond], error[beyond], problem.x[datum]
        terms = e * (("w" in problem.train) * at * x + ("b" in problem.train))
        jump = error[datum] * problem.reach(datum)
        pull = terms.sum() if terms.size else 0 * jump
        scale = abs(v) * ((abs(terms).sum() if terms.size else 0 * jump) + abs(jump))
        return cls(-v * pull, -v * (pull + jump), scale, not terms.size)

    def outcome(self, epsilon: float) -> Outcome:
        """Where it goes."""
        off, on = (_sign(speed, ROUNDING * epsilon * self.scale) for speed in (self.off, self.on))
        if off == on == 0:
            return Outcome.RESTS
        if self.alone:
            return Outcome.DIES if on < 0 else Outcome.REVIVES
        if off >= 0 >= on:
            return Outcome.SLIDE
        if off == on:
            return Outcome.ON if on > 0 else Outcome.OFF
        return Outcome.REPELS if off and on else Outcome.TOUCHES


def _sign(value: Any, rounding: Any) -> int:
    return 0 if abs(value) <= rounding else (1 if value > 0 else -1)


@dataclass(frozen=True)
class Rise:
    """A direction in which a neuron with w = b = 0 can grow: its active set, and the datum that it slides on."""

    key: int
    slide: int
    rate: Any


def rises(problem: Problem, error: Array, v: Any) -> list[Rise]:
    """All directions (w, b) in which a neuron grows from w = b = 0, the fastest first (D12).

    Inside an active set the velocity is ``-v (M, E)``, and must see just that set; on a datum it must attract.
    """
    found = []
    zeroth, first = problem.table(error), problem.table(error * problem.x)
    for key in range(2 * problem.size + 2):
        w = -v * first[key] * ("w" in problem.train)
        b = -v * zeroth[key] * ("b" in problem.train)
        heights = w * problem.x + b
        if key not in problem.empty and np.all(heights != 0) and problem.key_of(heights, w) == key:
            found.append(Rise(key, FREE, w * w + b * b))
    # What slides on a datum moves w and b together.
    for datum in range(problem.size) if {"w", "b"} <= set(problem.train) else ():
        for right in (True, False):
            key = problem.without(datum, right)
            w = -v * (first[key] - problem.x[datum] * zeroth[key]) / problem.reach(datum)
            speeds = Speeds.of(problem, error, datum, right, v)
            if w != 0 and (w > 0) == right and speeds.off > 0 > speeds.on:
                found.append(Rise(key, datum, w * w * problem.reach(datum)))
    return sorted(found, key=lambda rise: -rise.rate)


def keys_of(problem: Problem, w: Array, b: Array) -> tuple[Index, list[tuple[int, int]]]:
    """Active sets of neurons, and which neurons touch which datum, a touched datum not counted as seen.

    A neuron touches a datum where the number ``w x_n + b`` is zero, or the number -b/w is x_n.
    """
    key, touching = np.empty(w.size, dtype=np.intp), []
    for i in range(w.size):
        heights = w[i] * problem.x + b[i]
        if w[i] != 0:
            for datum in np.flatnonzero((heights == 0) | (-b[i] / w[i] == problem.x)):
                touching.append((i, int(datum)))
                heights[datum] = 0
        key[i] = problem.key_of(heights, w[i])
    return key, touching
