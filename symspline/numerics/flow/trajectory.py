"""The exact flow of one network: its events, and the network at any time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from symspline.door import Shown, up
from symspline.numerics.active_sets import Vector
from symspline.numerics.arguments import real_array, whole_number
from symspline.numerics.flow.event import Event
from symspline.numerics.flow.integrator import Integrator, Step
from symspline.numerics.flow.problem import Array
from symspline.numerics.flow.record import Record
from symspline.numerics.flow.state import FREE, State
from symspline.numerics.weights import Weights

KEPT = 4_000_000
"""Numbers kept of states on the way; between them the flow is computed again when it is asked for."""
BEGUN = 0.02
"""Share of the way of the function up to which times count as the beginning."""
NEARBY = 0.4
"""Share of the gap between two times by which one of them may be moved."""


@dataclass(eq=False, repr=False)
class Trajectory(Shown):
    """A gradient flow from time 0 to its end; ``trajectory(t)`` is the network at time t.

    Attributes:
        events: what happened, in order of time.
        t_end: the last time.
        status: ``"completed"``, ``"converged"``, ``"not unique"``, or ``"out of time"`` or ``"out of steps"`` where a
            budget ended it.
        steps: Taylor series that were made.
        net: the network at time 0.
        integrator: what makes the steps.
        apart: the loss that stays between data of equal x.
        stop: the time that was asked for.
        x: inputs as the caller gave them, shape (N,): an event's datum n is ``x[n]``.
        y: their targets, shape (N,).
    """

    net: Weights
    integrator: Integrator
    apart: float
    stop: Any
    x: Vector
    y: Vector
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

    def panels(self, times: int = 5) -> Any:
        """Draw the flow in five panels.

        The function at some times over the data with its breakpoints, the loss, the breakpoints with what happens to
        them, their delta-slopes, and the neurons in the plane of angle and size (D7).

        Args:
            times: how many times the function is drawn at, 2 to 12; `times` of the trajectory chooses them.

        Returns:
            A figure of matplotlib; a notebook shows it, ``figure.savefig(path)`` writes it.
        """
        return up("plots").flow_panels(self, times)

    def film(
        self, path: Any, seconds: float = 10.0, fps: int = 25, *, tick: Callable[[int], None] | None = None
    ) -> Path:
        """Write a film of the flow: the function over the data, its delta-slopes, the loss, the plane of the neurons.

        The frames are at the times that `times` of the trajectory chooses, so that all of the learning is seen; the
        clock in the picture tells the time of the flow.

        Args:
            path: ends in ``.mp4``, which needs ffmpeg, or ``.gif``. Where there is no ffmpeg, a GIF is written in place
                of an MP4, and a warning says so.
            seconds: how long the film lasts, at most 120; a GIF has at most 1000 frames.
            fps: frames a second, 1 to 60; of a GIF at most 50.
            tick: called with 1 after each frame.

        Returns:
            The file that was written, whole or not at all.

        Raises:
            ValueError: another ending, `seconds` or `fps` out of range, or a flow that ends at time 0.
            OSError: the place is not writable, or ffmpeg fails.
        """
        return up("plots").flow_film(self, path, seconds, fps, tick)

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
        state = self._at(t)
        if state is not None:
            return state.w, state.b, state.v, state.b0
        return self._around(t).at(t, self.integrator.problem)

    def _at(self, t: Any) -> State | None:
        """The state at a time, if it is kept."""
        if self._last is not None and t >= self._last.t:
            return self._last
        kept = self._kept[bisect_right(self._kept, t, key=lambda state: state.t) - 1]
        return kept if kept.t == t else None

    def _around(self, t: Any) -> Step:
        """The step that a time before the end lies in."""
        step, k = self._step, bisect_right(self._kept, t, key=lambda state: state.t) - 1
        begun = self._kept[k]
        with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
            if self._stride == 1 and k + 1 < len(self._kept):
                if step is None or step.start is not begun:
                    # Where the step ends is known: its series need not be searched for events again.
                    series, _, _ = self.integrator.stretch(begun, self.stop - begun.t)
                    step = Step(begun, series, self._kept[k + 1])
            else:
                # Forward from the step that was looked at last, unless a later start is kept.
                if step is None or not step.start.t <= t or step.end.t < begun.t:
                    step = self.integrator.step(begun, self.stop)
                while step.end.t < t:
                    step = self.integrator.step(step.end, self.stop)
        self._step = step
        return step

    def times(self, count: int) -> Vector:
        """Times from 0 to the end between which about as much is to be seen, shape (count,).

        Half of the pace is how far the function has moved at the data, half the logarithm of the time: neither the
        beginning, when it moves fast, nor the end, when it hardly moves, takes all of them.

        Raises:
            ValueError: fewer than 2 times.
        """
        count, problem = whole_number("count", count, 2), self.integrator.problem
        states = self._kept if self._last is None or self._last is self._kept[-1] else [*self._kept, self._last]
        t = np.array([float(state.t) for state in states])
        if not t[-1] > 0:
            return np.zeros(count)
        moved, before = np.zeros(t.size), None
        for k, state in enumerate(states):
            e = state.residual(problem).astype(float)
            moved[k] = 0.0 if before is None else float(np.sqrt(np.sum((e - before) ** 2)))
            before = e
        way = np.cumsum(moved)
        far = way[-1] > 0
        share = way / way[-1] if far else t / t[-1]
        begun = max(float(np.interp(BEGUN, share, t)), 1e-9 * t[-1])
        logarithm = np.log1p(t / begun)
        found = np.interp(np.linspace(0, 1, count), (share + logarithm / logarithm[-1]) / 2, t)
        found[0], found[-1] = 0.0, t[-1]
        # What is known already need not be computed again: a time goes to a state that is kept nearby.
        right = np.searchsorted(t, found).clip(1, t.size - 1)
        near = np.where(found - t[right - 1] < t[right] - found, t[right - 1], t[right])
        gap = np.diff(found, prepend=-np.inf, append=np.inf)
        return np.where(abs(near - found) < NEARBY * np.minimum(gap[1:], gap[:-1]), near, found)

    def record(self, times: ArrayLike) -> Record:
        """The networks at times, shape (T,), as arrays.

        Example:
            >>> from symspline.numerics.gradient_flow import gradient_flow
            >>> flow = gradient_flow(Weights([0.5], [0.0], [0.5]), [0.0, 1.0], [-1.0, 1.0], 2.0, train_b0=False)
            >>> record = flow.record(flow.times(3))
            >>> record.breakpoints.shape, bool(abs(record.imbalance).max() < 1e-14), record.sliding[1].tolist()
            ((3, 1), True, [True])
        """
        t = np.atleast_1d(real_array("times", times))
        w, b, v = (np.empty((t.size, self.net.w.size)) for _ in range(3))
        b0, sliding, loss = np.empty(t.size), np.empty(w.shape, dtype=bool), np.empty(t.size)
        for k, each in enumerate(t):
            w[k], b[k], v[k], b0[k] = self.weights(each)
            sliding[k] = (self._at(each) or self._around(each).start).slide != FREE
        record = Record(t, w, b, v, b0, sliding, loss)
        x, y, weight = (part.astype(float) for part in self._data)
        for k in range(t.size):
            loss[k] = float(weight @ (record.values(k, x) - y) ** 2) / 2 + self.apart
        return record

    @property
    def _data(self) -> tuple[Array, Array, Array]:
        problem = self.integrator.problem
        return problem.x, problem.y, problem.weight

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
