"""The exact flow of one network: its events, and the network at any time."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from symspline.numerics.active_sets import Vector
from symspline.numerics.arguments import real_array
from symspline.numerics.flow.event import Event
from symspline.numerics.flow.integrator import Integrator, Step
from symspline.numerics.flow.problem import Array
from symspline.numerics.flow.state import State
from symspline.numerics.weights import Weights

KEPT = 4_000_000
"""Numbers kept of states on the way; between them the flow is computed again when it is asked for."""


@dataclass(eq=False, repr=False)
class Trajectory:
    """A gradient flow from time 0 to its end; ``trajectory(t)`` is the network at time t.

    Attributes:
        events: what happened, in order of time.
        t_end: the last time.
        status: ``"completed"``, ``"converged"``, ``"out of time"`` where a budget ended it, or ``"not unique"``.
        steps: Taylor series that were made.
        order: their order.
    """

    net: Weights
    integrator: Integrator
    caller: Array
    events: tuple[Event, ...] = ()
    t_end: Any = 0.0
    status: str = "completed"
    steps: int = 0
    _kept: list[State] = field(default_factory=list)
    _stride: int = 1
    _stop: Any = 0.0
    _last: State | None = None
    _step: Step | None = None

    def __repr__(self) -> str:
        return f"Trajectory({self.status} at t = {float(self.t_end):.6g}, {len(self.events)} events, {self.steps} steps)"

    @property
    def order(self) -> int:
        """Order of the Taylor series."""
        return self.integrator.order

    @property
    def end(self) -> Any:
        """The network at the end."""
        return self(self.t_end)

    def keep(self, state: State) -> None:
        """Remember the start of a step; every other one of those kept is dropped when they are too many."""
        if self.steps % self._stride == 0:
            self._kept.append(state)
            if len(self._kept) * (3 * state.w.size + 1) > KEPT and len(self._kept) > 2:
                del self._kept[1::2]
                self._stride *= 2
        self._last = state

    def weights(self, t: Any) -> tuple[Array, Array, Array, Any]:
        """w, b, v, shape (H,), and b0 at time t, in the arithmetic of the flow.

        Raises:
            ValueError: t is not between 0 and the end.
        """
        if not 0 <= t <= self.t_end:
            raise ValueError(f"t is {t}: give a time from 0 to {float(self.t_end):.10g}, where the flow ends")
        last = self._last
        if last is not None and t >= last.t:
            if t == last.t:
                return last.w, last.b, last.v, last.b0
        problem = self.integrator.problem
        if self._step is None or not self._step.start.t <= t:
            self._step = None
        begun = self._kept[max(bisect_right([state.t for state in self._kept], t) - 1, 0)]
        if self._step is None or self._step.end.t < begun.t:
            self._step = self.integrator.step(begun, self._stop)
        while self._step.end.t < t:
            self._step = self.integrator.step(self._step.end, self._stop)
        return self._step.at(t, problem)

    def __call__(self, t: Any) -> Any:
        """The network at time t; a list of networks for several times.

        Args:
            t: a time, or times, shape (K,), from 0 to the end.
        """
        if np.ndim(t) == 0:
            w, b, v, b0 = self.weights(t)
            return self.net.like(*(np.asarray(part, dtype=float) for part in (w, b, v)), float(b0))
        return [self(each) for each in real_array("t", t)]

    def loss(self, t: ArrayLike) -> Vector:
        """``1/2 sum_n weight_n (f(x_n) - y_n)^2`` at times, shape (K,)."""
        out = []
        for each in np.atleast_1d(real_array("t", t)):
            w, b, v, b0 = self.weights(each)
            problem = self.integrator.problem
            e = np.maximum(np.outer(problem.x, w) + b, 0 * b0) @ v + b0 - problem.y
            out.append(float((problem.weight * e * e).sum() / 2))
        return np.array(out)
