"""The exact gradient flow of a shallow ReLU network on data, through crossings, sliding, deaths and flips."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

import numpy as np
from mpmath.ctx_mp import MPContext
from numpy.typing import ArrayLike

from symspline.numerics.arguments import (
    exact_fractions,
    finite_scalar,
    finite_vector,
    real_array,
    same_length,
    shown,
    whole_number,
)
from symspline.numerics.flow.event import Event, NonUniqueFlow
from symspline.numerics.flow.given import check_sizes, joined
from symspline.numerics.flow.integrator import ACTIVE, INACTIVE, RAISE, Integrator, Step
from symspline.numerics.flow.problem import Problem
from symspline.numerics.flow.trajectory import Trajectory
from symspline.numerics.gradient_descent import PARAMETERS, parameters
from symspline.numerics.weights import Weights

__all__ = ["Event", "NonUniqueFlow", "Trajectory", "gradient_flow"]
STUCK = 100
"""Steps without any advance in time, beyond a few for each neuron, after which the flow is given up."""
GUARD = 12
"""Digits of the arithmetic beyond those that are asked for."""


def gradient_flow(
    net: Weights | tuple[Any, ...],
    x: ArrayLike,
    y: ArrayLike,
    t_end: float = np.inf,
    *,
    weights: ArrayLike | None = None,
    train: Collection[str] = PARAMETERS,
    train_b0: bool = True,
    weight_decay: float = 0.0,
    on_nonunique: str = RAISE,
    tol: float = 1e-12,
    seconds: float | None = None,
    steps: int | None = None,
    digits: int | None = None,
) -> Trajectory:
    r"""The gradient flow of ``L = 1/2 sum_n weight_n (f(x_n) - y_n)^2``, exactly up to rounding.

    ``dw_i/dt = -v_i M_i``, ``db_i/dt = -v_i E_i``, ``dv_i/dt = -(w_i M_i + b_i E_i)``, ``db0/dt = -sum_n e_n`` with
    ``E_i`` and ``M_i`` the sums of ``e_n`` and ``e_n x_n`` over the data that neuron i sees (D1). Between events this
    is a polynomial field, followed by its Taylor series (D13), or by collocation where its kernel is stiff. Events are
    isolated, not stepped over (D14).

    Args:
        net: the network at time 0.
        x: data, shape (N,), any order; equal ones count as one of their mean target and summed weight.
        y: targets, shape (N,).
        t_end: the last time; inf until the flow has converged: neither the gradient nor any ``(E_i, M_i)`` of a neuron
            that sees data is larger than ``sqrt(tol)`` times what it was, so that no neuron with a small v is about to
            leave a saddle.
        weights: of each datum, shape (N,), positive; 1 unless told.
        train: which of ``"w", "b", "v", "b0"`` move.
        train_b0: False is the same as to leave ``"b0"`` out of `train`.
        weight_decay: lambda of ``lambda/2 sum_i (w_i^2 + b_i^2 + v_i^2)``.
        on_nonunique: ``"raise"`` where the flow has more than one continuation (D12), or go on with the neuron that
            sees the datum, ``"active"``, or does not, ``"inactive"``. A neuron that has died on the way stays dead, as
            in descent, without being asked for.
        tol: relative accuracy of the Taylor series, 1e-14 to 1e-3.
        digits: decimal digits of the arithmetic of mpmath, 20 or more; float64 unless told. Then x, y and weights may
            be exact numbers, and net a tuple ``(w, b, v, b0)`` of such; `tol` is ``10^-digits``.
        seconds: a budget of time on the clock; the flow up to there is returned with the status ``"out of time"``.
        steps: a budget of Taylor series, the same on every machine; then the status is ``"out of steps"``.

    Returns:
        The trajectory: ``trajectory(t)`` is the network at time t, `events` what happened.

    Raises:
        NonUniqueFlow: the flow is not unique, and it was not told how to go on; has the trajectory up to there.
        ValueError: bad data, t_end not positive, or an option that is not known.

    Example:
        >>> from symspline.numerics.weights import Weights
        >>> flow = gradient_flow(Weights([0.5], [0.0], [0.5]), [0.0, 1.0], [-1.0, 1.0], 2.0, train_b0=False)
        >>> u = 1 / (1 + 3 * np.exp(-4.0))
        >>> bool(abs(flow.end.w[0] - u**0.5) < 1e-14), [event.kind for event in flow.events]
        (True, ['slide'])
    """
    if not isinstance(train_b0, bool | np.bool_):
        raise ValueError(f"train_b0 is {shown(train_b0)}: give True or False")
    trained = parameters(train) - (frozenset() if train_b0 else {"b0"})
    if digits is None:
        start = Weights.required(net)
        begin = (start.w.copy(), start.b.copy(), start.v.copy(), start.b0)
        data = (
            finite_vector("x", x),
            finite_vector("y", y),
            None if weights is None else finite_vector("weights", weights),
        )
    else:
        start, begin, data = _in_digits(whole_number("digits", digits, 20), net, x, y, weights)
    check_sizes(w=begin[0], b=begin[1], v=begin[2], b0=np.array([begin[3]]))
    inputs, targets, counts = data
    problem, caller, apart = joined(inputs, targets, counts, trained, finite_scalar("weight_decay", weight_decay))
    last = real_array("t_end", t_end)
    if last.ndim or not last > 0:
        raise ValueError(f"t_end is {shown(t_end)}: give a positive time, or inf to go on until the flow has converged")
    if not isinstance(on_nonunique, str) or on_nonunique not in (RAISE, ACTIVE, INACTIVE):
        raise ValueError(f"on_nonunique is {shown(on_nonunique)}: give {RAISE!r}, {ACTIVE!r} or {INACTIVE!r}")
    tol = finite_scalar("tol", tol)
    if not 1e-14 <= tol <= 1e-3:
        raise ValueError(f"tol is {tol}: give a number from 1e-14 to 1e-3")
    epsilon = float(np.finfo(float).eps) if digits is None else 10.0 ** -(digits + GUARD)
    if digits is not None:
        tol = 10.0**-digits
    order = int(np.ceil(-np.log10(tol))) + 4
    integrator = Integrator(problem, order, tol / 10, epsilon, on_nonunique)
    if seconds is not None and not finite_scalar("seconds", seconds) > 0:
        raise ValueError(f"seconds is {seconds}: give a positive number, or None for no budget")
    steps = None if steps is None else whole_number("steps", steps, 1)
    x_given, y_given = (np.array(part, dtype=float) for part in data[:2])
    trajectory = Trajectory(start, integrator, float(apart), float(last), x_given, y_given)
    with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
        return _follow(trajectory, begin, caller, np.sqrt(tol), seconds, steps)


def _in_digits(digits: int, net: Any, *vectors: Any) -> tuple[Weights, tuple[Any, ...], tuple[Any, ...]]:
    """The network and the data in an arithmetic of mpmath of its own, from exact numbers."""
    context = MPContext()
    context.dps = digits + GUARD
    parts = (net.w, net.b, net.v, net.b0) if isinstance(net, Weights) else net
    if not isinstance(parts, tuple) or len(parts) != 4:
        raise ValueError(f"net is {shown(net)}; give a Network, or with digits a tuple (w, b, v, b0)")

    def numbers(name: str, values: Any) -> np.ndarray:
        found = [context.mpf(each.numerator) / each.denominator for each in exact_fractions(name, values)]
        return np.array(found, dtype=object)

    w, b, v = (numbers(name, values) for name, values in zip(("w", "b", "v"), parts, strict=False))
    b0 = numbers("b0", [parts[3]])[0]
    same_length(w=w, b=b, v=v)
    named = zip(("x", "y", "weights"), vectors, strict=True)
    data = tuple(None if values is None else numbers(name, values) for name, values in named)
    rounded = Weights(w.astype(float), b.astype(float), v.astype(float), float(b0))
    return rounded, (w, b, v, b0), data


def _follow(
    trajectory: Trajectory,
    start: tuple[Any, ...],
    caller: np.ndarray,
    small: float,
    seconds: float | None,
    most: int | None,
) -> Trajectory:
    begin, integrator, t_end = time.monotonic(), trajectory.integrator, trajectory.stop
    state, found, fork = integrator.begin(*start)
    events, idle, goal = list(found), 0, None
    trajectory.keep(state)
    status = "completed"
    while fork is None and state.t < t_end:
        step = integrator.step(state, t_end)
        if t_end == np.inf:
            rate = _rate(step, integrator.problem)
            goal = small * rate if goal is None else goal
            if rate <= goal:
                status = "converged"
                break
        trajectory.steps += 1
        events += step.events
        fork = step.fork
        idle = 0 if step.end.t > state.t else idle + 1
        if idle > STUCK + 10 * state.w.size:
            raise ValueError(f"the flow does not advance beyond t = {float(state.t):.10g}: rescale x, y or the weights")
        state = step.end
        trajectory.keep(state)
        if seconds is not None and time.monotonic() - begin > seconds:
            status = "out of time"
            break
        if trajectory.steps == most and state.t < t_end:
            status = "out of steps"
            break
    trajectory.t_end = state.t
    trajectory.events = tuple(_named(event, caller) for event in events)
    if fork is not None:
        trajectory.status = "not unique"
        datum = None if fork.datum is None else int(caller[fork.datum])
        raise NonUniqueFlow(state.t, fork.neuron, datum, fork.kind, trajectory)
    trajectory.status = status
    return trajectory


def _named(event: Event, caller: np.ndarray) -> Event:
    datum = None if event.datum is None else int(caller[event.datum])
    return Event(event.time, event.kind, event.neuron, datum)


def _rate(step: Step, problem: Problem) -> float:
    """The largest speed of a weight, or at which a neuron of small v would leave: the moments that it sees (D19)."""
    series, state = step.series, step.start
    speeds = [float(np.max(np.abs(part[1]), initial=0.0)) for part in (series.w, series.b, series.v, series.b0)]
    free = state.slide < 0
    key = state.key[free]
    at = problem.x[state.slide[~free]]
    slid = series.first[0, state.key[~free]] - at * series.zeroth[0, state.key[~free]]
    moments = [np.abs(series.zeroth[0, key]), np.abs(series.first[0, key]), np.abs(slid) / (1 + at * at) ** 0.5]
    return max(*speeds, *(float(part.max(initial=0.0)) for part in moments))
