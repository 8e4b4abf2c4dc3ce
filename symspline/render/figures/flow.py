"""Pictures of a gradient flow: the paths of breakpoints with what happens to them."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from .style import BLUE, GREEN, GREY, INK, ORANGE, PALE, PURPLE, VERMILION, styled

MARKS = {
    "crosses a datum": (("on", "off"), "o", INK),
    "begins to slide": (("slide",), "s", GREEN),
    "leaves the datum": (("exit on", "exit off"), "D", ORANGE),
    "dies": (("dies", "vanishes"), "X", PURPLE),
}
"""Words of the legend: the kinds of events, their marker and colour."""
MOST_MARKS = 400
"""Events beyond which the crossings are not marked."""


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
        events: time, place and kind of each.
    """
    for place in np.unique(x):
        ax.axhline(place, color=PALE, linewidth=0.7, zorder=0)
    largest = float(np.nanmax(np.abs(bends), initial=0.0)) or 1.0
    for neuron in range(breakpoints.shape[1]):
        points = np.column_stack([times, breakpoints[:, neuron]])
        parts = np.stack([points[:-1], points[1:]], axis=1)
        # A breakpoint that passes through infinity comes back from the other side: no line joins the two.
        joined = np.abs(np.diff(breakpoints[:, neuron])) < ends[1] - ends[0]
        share = np.abs(bends[1:, neuron]) / largest
        widths = 0.5 + 2.5 * np.sqrt(share)
        shades = np.where(alive[1:, neuron], np.where(bends[1:, neuron] > 0, VERMILION, BLUE), GREY)
        keep = np.flatnonzero(joined)
        ax.add_collection(
            LineCollection(list(parts[keep]), colors=[shades[k] for k in keep], linewidths=widths[keep], alpha=0.85)
        )
    handles = [
        Line2D([], [], color=VERMILION, label="bends up"),
        Line2D([], [], color=BLUE, label="bends down"),
        *([Line2D([], [], color=GREY, label="sees no datum")] if not np.all(alive) else []),
    ]
    for label, (kinds, marker, colour) in MARKS.items():
        marked = [(t, place) for t, place, kind in events if kind in kinds and ends[0] <= place <= ends[1]]
        if not marked or (len(events) > MOST_MARKS and marker == "o"):
            continue
        ax.scatter(*zip(*marked, strict=True), marker=marker, s=16, color=colour, zorder=3, linewidths=0)
        handles.append(Line2D([], [], linestyle="", marker=marker, markersize=4.5, color=colour, label=label))
    ax.set(xlabel="time", ylabel="breakpoint", xlim=(times[0], times[-1]), ylim=ends)
    ax.legend(handles=handles, ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0), columnspacing=1.2)
