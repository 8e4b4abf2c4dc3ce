"""What `.plot()` draws of a formula, an initialisation, a network, a spline, fits, a flow; and the film of a flow."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from symspline.model.formula import Formula
from symspline.model.init import Init
from symspline.model.network import Network
from symspline.model.spline import Spline
from symspline.numerics.arguments import exact_fractions, finite_scalar, finite_vector, same_length, whole_number
from symspline.numerics.flow.record import Record
from symspline.numerics.flow.trajectory import Trajectory
from symspline.numerics.interval_fits import CriticalPoint
from symspline.render import figures
from symspline.render.figures.film import film_frames
from symspline.render.figures.style import styled
from symspline.render.mathematics.notation import tex
from symspline.render.movies import plan_of
from symspline.vocabulary import H

POINTS, FEW, PATH, PANEL_PATH = 401, 41, 151, 240
"""Places of a curve, along each side of a heat map of integrals, and times of a path, alone and in panels."""
MOST_CHAINS = 12
"""Curves in one panel."""
ROOM = 0.12
"""Share of the range of the data on each side of it where a flow is drawn."""
_MOST_KNOTS = 4000
MOST_EVENTS = 2000
"""Events at whose times paths are drawn exactly."""
_SCALES = np.geomspace(1e-9, 1e9, 145)
_TAIL, _GROWTH = 0.03, 0.1
"""Shares of the largest value, or of the reciprocal of the least where a function grows, that the axis still holds."""
WIDTH = 100
"""Of sampled networks where the initialisation names none."""


def formula(subject: Formula, low: Any, high: Any, ax: Axes | None) -> Axes:
    """A curve of one argument or a heat map of two; see `Formula.plot`."""
    count = len(subject.args)
    if count not in (1, 2):
        raise ValueError(f"{subject.name} has {count} arguments: a picture has one or two")
    subject(*([1.0] * count))  # refuses symbols without a number
    ranges = [_range(subject, k, _end(low, k, count, "low"), _end(high, k, count, "high")) for k in range(count)]
    labels = [f"${tex(a)}$" for a in subject.args]
    ax, name = ax or axes(), f"${tex(subject.subject, inline=True)}$"
    if count == 2:
        size = POINTS // 4 if subject.closed else FEW
        xs, ys = (np.linspace(*ends, size) for ends in ranges)
        figures.heat_map(ax, _values(subject), xs, ys, xlabel=labels[0], ylabel=labels[1], label=name)
        return ax
    grid = np.linspace(*ranges[0], POINTS)
    values = np.broadcast_to(_values(subject)(grid), grid.shape)
    figures.curves(ax, grid, {"": lambda _: values}, xlabel=labels[0], ylabel=name)
    finite = values[np.isfinite(values)]
    if finite.size:
        # next to a pole the largest value on a grid says nothing
        top, usual = float(finite.max()), float(np.quantile(finite, 0.98))
        bottom = min(0.0, 1.05 * float(finite.min()))
        ax.set_ylim(bottom, 1.05 * (usual if top > 4 * usual > 0 else top) or 1.0)
    return ax


def _values(subject: Formula) -> Callable[..., Any]:
    """The values without a refusal: a place without one is left white."""
    return lambda *arrays: subject.with_error(*np.broadcast_arrays(*arrays))[0]


def _end(given: Any, k: int, count: int, name: str) -> float | None:
    if given is None:
        return None
    if count == 1 or np.ndim(given) == 0:
        return finite_scalar(name, given)
    return float(finite_vector(name, given)[k])


def _range(subject: Formula, k: int, low: float | None, high: float | None) -> tuple[float, float]:
    """The ends of an axis; where an end is not given, it holds what differs from the values far away."""
    if low is None or high is None:
        left, right = _bulk(subject, k)
        low, high = left if low is None else low, right if high is None else high
    if not low < high:
        raise ValueError(
            f"{subject.name}: the axis of {subject.args[k]} would go from {low:g} to {high:g}; give low < high"
        )
    return low, high


def _bulk(subject: Formula, k: int) -> tuple[float, float]:
    ends = []
    for side in (-1.0, 1.0):
        places = side * (_SCALES if subject.closed else _SCALES[32:104:6])
        # beside the axis of the other argument, on which a density may be infinite
        columns = [places if j == k else np.full_like(places, 0.1) for j in range(len(subject.args))]
        with np.errstate(all="ignore"):
            values = np.asarray(subject.with_error(*columns)[0], dtype=float)
            values = np.where(np.isfinite(values), values, np.nan)
            grows = abs(values[-1]) > 1e3 * abs(values[0])
            values = 1 / values if grows else values
            far = np.abs(values - values[-1])
            if far[0] > 1.01 * far[_SCALES.size // 18 if subject.closed else 1]:
                far *= np.sqrt(np.abs(places))  # a pole at 0 is high and narrow
        level = (_GROWTH if grows else _TAIL) * np.nanmax(far)
        seen = np.flatnonzero(far > level) if level > 0 else []
        ends.append(abs(places[seen[-1]]) if len(seen) else 1.0)
    reach = 1.2 * max(ends)
    return -reach, reach


def init(subject: Init, low: float, high: float, width: int | None, paths: int, seed: int, ax: Axes | None) -> Axes:
    """The function before training; see `Init.plot`."""
    if subject.free_symbols:
        missing = ", ".join(sorted(map(str, subject.free_symbols)))
        raise ValueError(f"the laws hold {missing}: give {missing} a number")
    low, high = finite_scalar("low", low), finite_scalar("high", high)
    if not low < high:
        raise ValueError(f"low is {low:g} and high is {high:g}; give low < high")
    if width is None:
        width = int(subject.width) if subject.width is not None else WIDTH
    for name, number, least in (("width", width, 1), ("paths", paths, 0)):
        whole_number(name, number, least)
    grid, rng = np.linspace(low, high, POINTS), np.random.default_rng(seed)
    drawn = np.array([subject.sample(width, rng)(grid) for _ in range(paths)]).reshape(paths, POINTS)
    ax = ax or axes()
    figures.prior(ax, grid, *_mean_and_deviation(replace(subject, width=width), grid), drawn)
    return ax


def _mean_and_deviation(subject: Init, grid: np.ndarray) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Of a network of that width at each place; None where laws have no such moments or the mean is not zero."""
    if not subject.centred_v or subject.b0.expectation != 0:
        return None, None
    try:
        covariance = subject.covariance
    except ValueError:
        return None, None
    if H in covariance.parameters:
        covariance = covariance.put({H: subject.width})
    return np.zeros_like(grid), np.sqrt(covariance(grid, grid))


def spline(subject: Network | Spline, x: Any, y: Any, low: Any, high: Any, ax: Axes | None) -> Axes:
    """A piecewise-linear function with its bends; see `Network.plot` and `Spline.plot`."""
    knots = (subject.spline if isinstance(subject, Network) else subject).knots
    data = _data(x, y)
    low, high = _ends(knots, data, low, high)
    inside = knots[(knots > low) & (knots < high)]
    places = np.linspace(low, high, _MOST_KNOTS) if len(inside) > _MOST_KNOTS else np.array([low, *inside, high])
    ax = ax or axes()
    figures.spline(ax, places, np.asarray(subject(places)), inside, *data)
    return ax


def fits(points: Sequence[CriticalPoint], x: Any, y: Any, ax: Axes | None) -> Axes:
    """Fits over the data, if these are given; see `BestFit.plot` and `CriticalPoint.plot`."""
    data = _data(x, y, exact=True)
    bends = np.array([float(bend) for point in points for bend in point.breakpoints])
    low, high = _ends(bends, data, None, None)
    ax = ax or axes()
    figures.critical_fits(ax, *data, points, ends=(low, high))
    return ax


def flow(subject: Trajectory, ax: Axes | None) -> Axes:
    """The breakpoints along the time; see `Trajectory.plot`."""
    ax = ax or axes()
    # Between events paths are smooth: their times and an even grid show them.
    marked = [float(event.time) for event in subject.events]
    record = subject.record(np.unique([*np.linspace(0.0, float(subject.t_end), PATH), *marked[:MOST_EVENTS]]))
    flow_paths(ax, subject, record)
    return ax


@styled
def flow_panels(subject: Trajectory, count: int) -> Figure:
    """A gradient flow in five panels; see `Trajectory.panels`."""
    if whole_number("times", count, 2) > MOST_CHAINS:
        raise ValueError(f"times is {count}: give at most {MOST_CHAINS}, more curves cannot be told apart")
    if not float(subject.t_end) > 0:
        raise ValueError("the flow ends at t = 0, so that there is nothing to draw: move the start")
    record, frames = subject.record(subject.times(PANEL_PATH)), subject.record(subject.times(count))
    figure = figures.new_figure(width=12.0, height=7.4)
    rows = figure.add_gridspec(2, 1)
    top, bottom = rows[0].subgridspec(1, 2, width_ratios=[2.3, 1]), rows[1].subgridspec(1, 3, width_ratios=[1.3, 1, 1])
    places = {"functions": top[0], "loss": top[1], "breakpoints": bottom[0], "slopes": bottom[1], "plane": bottom[2]}
    ax = {name: figure.add_subplot(place) for name, place in places.items()}
    low, high = _flow_ends(subject)
    begun, alive = float(record.t[PANEL_PATH // 5]), record.alive(float(subject.x.min()), float(subject.x.max()))
    figures.functions_at_times(
        ax["functions"],
        [frames.chain(k, low, high) for k in range(count)],
        [f"$t = {figures.short(t)}$" for t in frames.t],
        list(zip(frames.breakpoints, frames.bends, strict=True)),
        subject.x,
        subject.y,
    )
    figures.loss_over_time(ax["loss"], record.t, record.loss, begun=begun)
    flow_paths(ax["breakpoints"], subject, record, begun=begun, columns=3)
    figures.delta_slope_paths(ax["slopes"], record.t, record.bends, alive, begun=begun)
    figures.phase_portrait(ax["plane"], record.angle, record.size, alive, subject.x)
    return figure


def flow_film(subject: Trajectory, path: Any, seconds: Any, fps: Any, tick: Callable[[int], None] | None) -> Path:
    """A film of a gradient flow; see `Trajectory.film`."""
    plan = plan_of(path, seconds, fps)
    if not float(subject.t_end) > 0:
        raise ValueError("the flow ends at t = 0, so that there is nothing to film: move the start")
    record = subject.record(subject.times(plan.frames))
    low, high = _flow_ends(subject)
    pictures = film_frames(record, subject.x, subject.y, (low, high), plan.dots)
    return plan.write(pictures, tick or (lambda done: None))


def flow_paths(ax: Axes, subject: Trajectory, record: Record, *, begun: float = 0.0, columns: int = 4) -> None:
    """The breakpoints of a flow along the times of a record, with its events."""
    x, (low, high) = subject.x, _flow_ends(subject)
    places, events = record.breakpoints, []
    for event in subject.events:
        k = int(np.searchsorted(record.t, float(event.time)).clip(1, record.t.size - 1))
        if event.kind == "flip":
            # It leaves at the end that it was nearer to before.
            place = high if places[k - 1, event.neuron] > 0 else low
        elif event.datum is not None:
            place = float(x[event.datum])
        else:
            place = float(places[k - 1, event.neuron])
        events.append((float(event.time), place, event.kind))
    alive = record.alive(float(x.min()), float(x.max()))
    figures.breakpoint_paths(ax, record.t, places, record.bends, alive, x, (low, high), events, begun, columns)


def _flow_ends(subject: Trajectory) -> tuple[float, float]:
    """The inputs with room beside them."""
    low, high = float(subject.x.min()), float(subject.x.max())
    margin = ROOM * ((high - low) or 1.0)
    return low - margin, high + margin


def _data(x: Any, y: Any, *, exact: bool = False) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The data as floats, None without; `exact` allows what `best_fit` takes."""
    if x is None and y is None:
        return None, None
    if x is None or y is None:
        raise ValueError(f"{'y' if y is None else 'x'} is missing: give the data by x and y, or neither")
    if exact:
        x, y = (np.array(exact_fractions(name, values), dtype=float) for name, values in (("x", x), ("y", y)))
    x, y = finite_vector("x", x), finite_vector("y", y)
    same_length(x=x, y=y)
    return x, y


def _ends(knots: np.ndarray, data: tuple[Any, Any], low: Any, high: Any) -> tuple[float, float]:
    """Ends of the axis: those given, those of the data, or around the bends, the farthest tenth of many left out."""
    x = data[0]
    if x is not None and x.size and np.ptp(x) > 0:
        left, right, margin = x.min(), x.max(), 0.0
    elif knots.size:
        left, right = np.quantile(knots, [0.05, 0.95]) if knots.size > 9 else (knots.min(), knots.max())
        margin = 0.25 * (right - left) or max(1.0, abs(left))
    else:
        left, right, margin = -1.0, 1.0, 0.0
    left = left - margin if low is None else finite_scalar("low", low)
    right = right + margin if high is None else finite_scalar("high", high)
    if not left < right:
        raise ValueError(f"the axis would go from {left:g} to {right:g}; give low < high")
    return float(left), float(right)


@styled
def axes() -> Axes:
    """The axes of a new figure of pyplot, which a notebook shows."""
    return plt.subplots(figsize=(6.4, 3.6), layout="constrained")[1]
