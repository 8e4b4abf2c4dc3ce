"""What a run of gradient descent tells of itself: stability, imbalance, breakpoints that chatter, its own error."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symspline.numerics.active_sets import Vector

CHECKS = 16
"""Steps of a run at which the sharpness is looked at, besides the first."""
CHANGES, WITHIN = 3, 100
"""A breakpoint chatters at a datum that it passes so many times within so many steps."""


@dataclass(frozen=True, eq=False, repr=False)
class Watched:
    """What `gradient_descent` saw on its way (D3, D18, D19).

    Attributes:
        at: step numbers at which the sharpness was looked at, shape (K,); the first and the last are among them.
        sharpness: the largest eigenvalue of the tangent kernel of what trains there, to about 1e-4, shape (K,).
        shift: at most by so much is the largest eigenvalue of the Hessian another, shape (K,) (D19).
        step: the step size. Descent is linearly unstable where ``step * (sharpness - shift) > 2``, and stable where
            ``step * (sharpness + shift) < 2``.
        drift: of each neuron the largest distance of ``v^2 - w^2 - b^2``, which the flow conserves (D3), from its value
            at the start, shape (H,).
        chatter: (neuron, datum, passages) of breakpoints that passed a datum 3 times or more within 100 steps, as
            descent does where the flow slides; the most passages first, the datum as the caller counts.
        error: an estimate of the distance from the flow at the data at the end, by a second run of twice as many steps
            of half the size: twice the largest difference of the two (D18, first order). None with mini-batches.
    """

    at: NDArray[np.intp]
    sharpness: Vector
    shift: Vector
    step: float
    drift: Vector
    chatter: tuple[tuple[int, int, int], ...]
    error: float | None

    @property
    def most(self) -> float:
        """``step * sharpness`` at its largest; beyond 2 descent is not stable, up to the shift."""
        return self.step * float(self.sharpness.max())

    def __repr__(self) -> str:
        return (
            f"Watched(step * sharpness up to {self.most:.3g}, drift {float(self.drift.max(initial=0.0)):.3g}, "
            f"{len(self.chatter)} chattering, error {'none' if self.error is None else format(self.error, '.3g')})"
        )


class Watch:
    """Looks at every step of a run; `state` is the network on its way."""

    def __init__(self, state: Any, n_steps: int) -> None:
        self.state = state
        self.every = max(1, n_steps // CHECKS)
        self.start, self.key = self._imbalance(), state.sets.key.copy()
        self.drift = np.zeros(state.w.size)
        self.looks: list[tuple[int, float, float]] = []
        self.passed: dict[tuple[int, int], deque[int]] = {}
        self.count: dict[tuple[int, int], int] = {}
        self.chatters: set[tuple[int, int]] = set()

    def _imbalance(self) -> Vector:
        state = self.state
        return state.v**2 - state.w**2 - state.b**2

    def see(self, made: int, e: Vector, last: bool) -> None:
        """Look at the state after so many steps, whose residual is e in ascending order of x."""
        state = self.state
        np.maximum(self.drift, np.abs(self._imbalance() - self.start), out=self.drift)
        if made % self.every == 0 or last:
            p, q = state.sets.moments(e, state.data.z)
            moments = np.hypot(p * ("b" in state.train), (q + state.data.centre * p) * ("w" in state.train))
            shift = float(moments.max(initial=0.0)) if "v" in state.train else 0.0
            self.looks.append((made, state.sharpness(), shift))
        self._pass(made)

    def _pass(self, made: int) -> None:
        """Count the data that breakpoints have passed in the last step."""
        before, now, n = self.key, self.state.sets.key, self.state.data.size
        for i in np.flatnonzero(before != now).tolist():
            right = now[i] <= n
            if (before[i] <= n) != right:
                continue  # the neuron has turned round
            edges = sorted((int(before[i]), int(now[i])) if right else (int(before[i]) - n - 1, int(now[i]) - n - 1))
            for datum in range(*edges):
                pair = (i, datum)
                times = self.passed.setdefault(pair, deque(maxlen=CHANGES))
                times.append(made)
                self.count[pair] = self.count.get(pair, 0) + 1
                if len(times) == CHANGES and times[-1] - times[0] < WITHIN:
                    self.chatters.add(pair)
        self.key = now.copy()

    def told(self, step: float, error: float | None) -> Watched:
        """What was seen."""
        at, sharpness, shift = zip(*self.looks, strict=True)
        order = self.state.data.order
        found = [(i, n if order is None else int(order[n]), self.count[i, n]) for i, n in self.chatters]
        chatter = tuple(sorted(found, key=lambda each: (-each[2], each[:2])))
        return Watched(
            np.array(at, dtype=np.intp), np.array(sharpness), np.array(shift), step, self.drift, chatter, error
        )
