"""The exact flow of one network: its events, and the network at any time."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from symspline.door import Shown, up
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
class Trajectory(Shown):
    """A gradient flow from time 0 to its end; ``trajectory(t)`` is the network at time t.

    Attributes:
        events: what happened, in order of time.
        t_end: the last time.
        status: ``"completed"``, ``"converged"``, ``"out of time"`` where a budget ended it, or ``"not unique"``.
        steps: Taylor series that were made.
        net: the network at time 0.
        integrator: what makes the steps.
        apart: the loss that stays between data of equal x.
        stop: the time that was asked for.
    """

    net: Weights
    integrator: Integrator
    apart: float
    stop: Any
    events: tuple[Event, ...] = ()
    t_end: Any = 0.0
    status: str = "completed"
    steps: int = 0
    _kept: list[State] = field(default_factory=list)
    _stride: int = 1
    _last: State | None = None
    _step: Step | None = None

    def __repr__(self) -> str:
        return (
            f"Trajectory({self.status} at t = {float(self.t_end):.6g}, {len(self.events)} events, {self.steps} steps)"
        )

    @property
    def end(self) -> Any:
        """The network at the end."""
        return self(self.t_end)

    def plot(self, *, ax: Any = None) -> Any:
        """Draw the breakpoints along the time, wide where the function bends strongly, and what happens to them.

        Args:
            ax: matplotlib axes; those of a new figure unless told.

        Returns:
            The axes.
        """
        return up("plots").flow(self, ax)

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
        if t > self.t_end and float(t) == float(self.t_end):
            t = self.t_end  # of more digits than a float has
        if not 0 <= t <= self.t_end:
            raise ValueError(f"t is {t}: give a time from 0 to {float(self.t_end):.10g}, where the flow ends")
        if self._last is not None and t == self._last.t:
            last = self._last
            return last.w, last.b, last.v, last.b0
        step, begun = self._step, self._kept[bisect_right(self._kept, t, key=lambda state: state.t) - 1]
        with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
            # Forward from the step that was looked at last, unless a later start is kept.
            if step is None or not step.start.t <= t or step.end.t < begun.t:
                step = self.integrator.step(begun, self.stop)
            while step.end.t < t:
                step = self.integrator.step(step.end, self.stop)
        self._step = step
        return step.at(t, self.integrator.problem)

    def __call__(self, t: Any) -> Any:
        """The network at time t; a list of networks for several times.

        Args:
            t: a time, or times, shape (K,), from 0 to the end.
        """
        if np.ndim(t) == 0:
            w, b, v, b0 = self.weights(t)
            return self.net.like(w.astype(float), b.astype(float), v.astype(float), b0)
        return [self(each) for each in real_array("t", t)]

    def loss(self, t: ArrayLike) -> Vector:
        """``1/2 sum_n weight_n (f(x_n) - y_n)^2`` at times, shape (K,)."""
        out = []
        for each in np.atleast_1d(real_array("t", t)):
            w, b, v, b0 = self.weights(each)
            problem = self.integrator.problem
            e = np.maximum(np.outer(problem.x, w) + b, 0 * b0) @ v + b0 - problem.y
            out.append(float((problem.weight * e * e).sum() / 2) + self.apart)
        return np.array(out)
