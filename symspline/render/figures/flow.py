"""Pictures of a gradient flow: the function at some times, the paths of its neurons, and what happens to them."""

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from .functions import dots
from .style import BLUE, GREEN, GREY, INK, ORANGE, PALE, PURPLE, SKY, VERMILION, styled

MARKS = {
    "crosses a datum": (("on", "off"), "o", INK),
    "begins to slide": (("slide",), "s", GREEN),
    "leaves the datum": (("exit on", "exit off"), "D", ORANGE),
    "dies": (("dies", "vanishes"), "X", PURPLE),
    "flips": (("flip",), "^", SKY),
}
"""Words of the legend: the kinds of events, their marker and colour. A flip is at infinity: it is drawn on the edge."""
MOST_MARKS = 400
"""Events beyond which the crossings are not marked."""
MOST_LINES = 300
"""Inputs beyond which they are not drawn as lines."""
FEW_NEURONS = 40
"""Neurons whose paths are drawn as boldly as one."""
WIDTHS = 6
"""Widths among which those of paths are rounded."""
ANGLES = {-0.5: "$-\\frac{\\pi}{2}$", 0.0: "$0$", 0.5: "$\\frac{\\pi}{2}$", 1.0: "$\\pi$", 1.5: "$\\frac{3\\pi}{2}$"}
"""Ticks of an angle, in units of pi."""


def short(time: float) -> str:
    r"""A time in a few digits, as LaTeX.

    Example:
        >>> short(0.01234), short(2.0), short(3.2e-7)
        ('0.0123', '2', '3.2 \\cdot 10^{-7}')
    """
    time = time + 0.0  # turns a negative zero into zero
    if time == 0 or 1e-3 <= abs(time) < 1e4:
        return f"{time:.3g}"
    mantissa, exponent = f"{time:.1e}".split("e")
    return f"{mantissa} \\cdot 10^{{{int(exponent)}}}"


def share_of(sizes: np.ndarray) -> np.ndarray:
    """Sizes by the largest of them, between 0 and 1."""
    sizes = np.abs(sizes)
    largest = float(np.nanmax(sizes, initial=0.0))
    return sizes / largest if largest > 0 else np.zeros_like(sizes)


def lines_of(x: np.ndarray) -> np.ndarray:
    """The inputs that lines stand for: none where they are too many to be told apart."""
    distinct = np.unique(x)
    return distinct if distinct.size <= MOST_LINES else distinct[:0]


def thin(distinct: np.ndarray) -> float:
    """The width of such lines."""
    return min(0.7, 14 / max(distinct.size, 1))


def _boldness(count: int) -> float:
    """How wide and dark the paths of so many neurons are."""
    return float(np.clip((FEW_NEURONS / count) ** 0.5, 0.25, 1.0))


def _paths(
    ax: Axes, x: np.ndarray, y: np.ndarray, widths: np.ndarray, shades: np.ndarray, joined: np.ndarray
) -> list[Line2D]:
    """The paths of H neurons through T points: a line for all stretches of one colour and about one width.

    Args:
        ax: the axes.
        x: shape (T, H) or (T, 1).
        y: shape (T, H).
        widths: of the stretches, shape (T - 1, H).
        shades: their colours.
        joined: which of them are drawn.
    """
    points = np.stack([np.broadcast_to(x, y.shape), y], axis=-1).swapaxes(0, 1)
    levels = np.linspace(float(widths.min(initial=np.inf)), float(widths.max(initial=0.0)), WIDTHS)
    level = np.abs(widths[..., None] - levels).argmin(axis=-1)
    alpha = 0.9 * _boldness(y.shape[1]) ** 0.5
    drawn = []
    for k, width in enumerate(levels):
        for shade in (GREY, BLUE, VERMILION):
            chosen = (joined & (level == k) & (shades == shade)).T
            if chosen.any():
                look: dict[str, Any] = {"color": shade, "linewidth": width, "alpha": alpha, "solid_capstyle": "round"}
                drawn += ax.plot(*_runs(points, chosen).T, **look)
    return drawn


def _runs(points: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """One line through the chosen stretches of paths: points (H, T, 2), stretches (H, T - 1); nan between runs."""
    begins, ends = chosen.copy(), chosen.copy()
    begins[:, 1:] &= ~chosen[:, :-1]
    ends[:, :-1] &= ~chosen[:, 1:]
    parts = np.stack([points[:, :-1], points[:, 1:], np.full_like(points[:, 1:], np.nan)], axis=2)
    return parts[np.stack([begins, chosen, ends], axis=2)]


def _shades(bends: np.ndarray, alive: np.ndarray) -> np.ndarray:
    return np.where(alive, np.where(bends > 0, VERMILION, BLUE), GREY)


def log_from(ax: Axes, begun: float, end: float) -> None:
    """The time from 0 to the end along the axis: even up to a time, by its logarithm beyond it."""
    if 0 < begun < end / 20:
        ax.set_xscale("symlog", linthresh=begun, linscale=0.4)
        low, high = np.ceil(np.log10(begun)), np.floor(np.log10(end))
        step = max(1, int(np.ceil((high - low + 1) / 4)))
        ax.set_xticks([0.0, *(10.0 ** np.arange(high, low - 0.5, -step)[::-1])], minor=False)
        ax.minorticks_off()
    ax.set(xlabel="time", xlim=(0.0, end))


@styled
def breakpoint_paths(
    ax: Axes,
    times: np.ndarray,
    breakpoints: np.ndarray,
    bends: np.ndarray,
    alive: np.ndarray,
    x: np.ndarray,
    ends: tuple[float, float],
    events: Sequence[tuple[float, float, str]],
    begun: float = 0.0,
    columns: int = 4,
) -> None:
    """Breakpoints along the time, red where the function bends up and blue where it bends down, wide where strongly.

    Args:
        ax: the axes.
        times: shape (T,).
        breakpoints: shape (T, H); nan where a neuron has none.
        bends: change of slope at each, shape (T, H).
        alive: whether the neuron sees a datum, shape (T, H).
        x: the data, drawn as lines.
        ends: of the axis of breakpoints.
        events: time, place and kind of each; the place of a flip is the end where the breakpoint leaves.
        begun: up to where the time runs evenly, by its logarithm beyond it; evenly all the way when 0.
        columns: of the legend.
    """
    distinct = lines_of(x)
    ax.hlines(distinct, times[0], times[-1], color=PALE, linewidth=thin(distinct), zorder=0)
    bold = _boldness(breakpoints.shape[1])
    widths = (0.5 + 2.5 * np.sqrt(share_of(bends[1:]))) * bold
    # A breakpoint that passes through infinity comes back from the other side: no line joins the two.
    joined = np.abs(np.diff(breakpoints, axis=0)) < ends[1] - ends[0]
    joined &= np.minimum(breakpoints[:-1], breakpoints[1:]) <= ends[1]
    joined &= np.maximum(breakpoints[:-1], breakpoints[1:]) >= ends[0]
    _paths(ax, times[:, None], breakpoints, widths, _shades(bends[1:], alive[1:]), joined)
    handles = [
        Line2D([], [], color=VERMILION, label="bends up"),
        Line2D([], [], color=BLUE, label="bends down"),
        *([Line2D([], [], color=GREY, label="sees no datum")] if not np.all(alive) else []),
    ]
    size = 16 * max(bold, 0.5)
    for label, (kinds, marker, colour) in MARKS.items():
        marked = [
            (t, np.clip(place, *ends))
            for t, place, kind in events
            if kind in kinds and (kind == "flip" or ends[0] <= place <= ends[1])
        ]
        if not marked or (len(events) > MOST_MARKS and marker == "o"):
            continue
        where: dict[str, Any] = {"zorder": 3, "linewidths": 0, "clip_on": marker != "^"}
        ax.scatter(*zip(*marked, strict=True), marker=marker, s=size, color=colour, **where)
        handles.append(Line2D([], [], linestyle="", marker=marker, markersize=4.5, color=colour, label=label))
    ax.set(ylabel="breakpoint", ylim=ends)
    log_from(ax, begun, times[-1])
    ax.legend(handles=handles, ncols=columns, loc="lower center", bbox_to_anchor=(0.5, 1.0), columnspacing=1.2)


@styled
def delta_slope_paths(ax: Axes, times: np.ndarray, bends: np.ndarray, alive: np.ndarray, *, begun: float = 0.0) -> None:
    """The change of slope at each breakpoint along the time, shape (T, H), coloured as in `breakpoint_paths`."""
    bold = _boldness(bends.shape[1])
    widths = np.full(bends[1:].shape, 1.6 * bold)
    ax.axhline(0.0, color=PALE, linewidth=0.8, zorder=0)
    _paths(ax, times[:, None], bends, widths, _shades(bends[1:], alive[1:]), np.isfinite(bends[1:]))
    reach = 1.08 * float(np.max(np.abs(bends), initial=0.0)) or 1.0
    low = float(np.min(bends, initial=0.0))
    high = float(np.max(bends, initial=0.0))
    ax.set(ylabel="delta-slope $v|w|$", ylim=(max(1.12 * low, -reach) - 0.02 * reach, 1.12 * high + 0.02 * reach))
    log_from(ax, begun, times[-1])


@styled
def phase_portrait(ax: Axes, angle: np.ndarray, size: np.ndarray, alive: np.ndarray, x: np.ndarray) -> list[Any]:
    """The paths of neurons in the plane of angle and size (D7), a dot at the end of each.

    Args:
        ax: the axes.
        angle: theta of ``(w, b)``, shape (T, H), from -pi/2 to 3 pi/2.
        size: ``r = v rho``, shape (T, H).
        alive: whether the neuron sees a datum, shape (T, H).
        x: the data: their angles, at which breakpoints lie on them, are marked by lines.
    """
    frame_of_portrait(ax, size, x)
    bold = _boldness(angle.shape[1])
    widths = np.full(angle[1:].shape, 1.3 * bold)
    _paths(ax, angle, size, widths, _shades(size[1:], alive[1:]), np.isfinite(angle[1:]))
    shades = _shades(size[-1], alive[-1])
    return [ax.scatter(angle[-1], size[-1], s=4 + 22 * bold, color=shades.tolist(), linewidths=0, zorder=3)]


def frame_of_portrait(ax: Axes, size: np.ndarray, x: np.ndarray) -> None:
    """The axes of a phase portrait: the angles, lines at those of the data, and room for all sizes."""
    distinct = lines_of(x)
    ends = 1.06 * float(np.min(size, initial=0.0)), 1.06 * float(np.max(size, initial=0.0))
    low, high = ends if ends[0] < ends[1] else (-1.0, 1.0)
    room = 0.03 * (high - low)
    right = -np.arctan(distinct)
    ax.vlines([*right, *(right + np.pi)], low - room, high + room, color=PALE, linewidth=thin(distinct), zorder=0)
    ax.axhline(0.0, color=GREY, linewidth=0.6, zorder=0)
    ax.set_xlim(-np.pi / 2, 3 * np.pi / 2)
    ax.set_xticks([k * np.pi for k in ANGLES], list(ANGLES.values()))
    ax.set(xlabel=r"angle $\theta$ of $(w, b)$", ylabel="size $r = v\\,|(w, b)|$", ylim=(low - room, high + room))


@styled
def functions_at_times(
    ax: Axes,
    chains: Sequence[tuple[np.ndarray, np.ndarray]],
    labels: Sequence[str],
    bends: Sequence[tuple[np.ndarray, np.ndarray]],
    x: np.ndarray,
    y: np.ndarray,
) -> None:
    """Functions over the data, early ones pale, and below each the places of its bends, long where it bends strongly.

    Args:
        ax: the axes.
        chains: places and values of each function, shape (n,) each.
        labels: the words of the legend.
        bends: breakpoints and changes of slope of each function, shape (H,) each.
        x: inputs of the data.
        y: their targets.
    """
    dots(ax, x, y, size=13, color=GREY)
    colours = [mpl.colormaps["viridis_r"](k) for k in np.linspace(0.12, 0.95, len(chains))]
    for k, ((places, values), label) in enumerate(zip(chains, labels, strict=True)):
        ax.plot(places, values, color=colours[k], linewidth=1.2 + 0.8 * (k == len(chains) - 1), label=label)
    tops = [y, *(values for _, values in chains)]
    low, high = min(float(part.min()) for part in tops), max(float(part.max()) for part in tops)
    span = (high - low) or 1.0
    row = 0.075 * span
    largest = max((float(np.max(np.abs(jumps), initial=0.0)) for _, jumps in bends), default=0.0) or 1.0
    for k, (places, jumps) in enumerate(bends):
        foot = low - 0.07 * span - row * (k + 1)
        ax.axhline(foot, color=PALE, linewidth=0.5, zorder=0)
        heights = 0.85 * row * np.sqrt(np.abs(jumps) / largest)
        ax.vlines(places, foot, foot + heights, color=colours[k], linewidth=0.5 + 0.8 * _boldness(len(places)))
    ax.set(xlabel="$x$", ylabel="$f(x)$", xlim=(chains[0][0][0], chains[0][0][-1]))
    ax.set_ylim(low - 0.09 * span - row * len(bends), high + 0.05 * span)
    ax.set_yticks([tick for tick in ax.get_yticks() if low - 0.05 * span <= tick <= high + 0.05 * span])
    ax.legend(ncols=len(chains), loc="lower center", bbox_to_anchor=(0.5, 1.0), columnspacing=1.2, handlelength=1.2)


def scale_of_losses(ax: Axes, losses: np.ndarray) -> None:
    """The scale of an axis of losses: logarithmic where they fall far."""
    positive = losses[losses > 0]
    if positive.size and losses.max() > 8 * positive.min():
        ax.set_yscale("log", nonpositive="mask")
    else:
        ax.set_ylim(0.0, 1.06 * float(losses.max()) or 1.0)


@styled
def loss_over_time(ax: Axes, times: np.ndarray, losses: np.ndarray, *, begun: float = 0.0) -> None:
    """The loss along the time, by its logarithm where it falls far."""
    ax.plot(times, losses, color=INK, linewidth=1.6)
    scale_of_losses(ax, losses)
    ax.set_ylabel("loss")
    log_from(ax, begun, times[-1])


@styled
def beside(ax: Axes, times: np.ndarray, losses: np.ndarray, one: str, other: str) -> None:
    """Another loss on the axes of `loss_over_time`, dashed, and the names of both."""
    ax.lines[0].set_label(one)
    ax.plot(times, losses, color=VERMILION, linewidth=1.4, linestyle=(0, (5, 2)), label=other)
    ax.legend()
