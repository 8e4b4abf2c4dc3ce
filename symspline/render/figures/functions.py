"""Pictures of functions: the prior, the penalty along the data, the data, the trained network."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from .densities import foot
from .style import BLUE, GREEN, GREY, INK, PURPLE, SKY, VERMILION, styled

_FITS = ((BLUE, "-", 1.8), (VERMILION, (0, (5, 2)), 1.8), (GREEN, (0, (1, 1.2)), 2.0))
"""Colour, dashes and width of the curves over data."""

MOST_RINGS = 30
"""Bends that are marked one by one."""


@styled
def data(ax: Axes, x: np.ndarray, y: np.ndarray, x_name: str = "$x$", y_name: str = "$y$") -> list[Any]:
    """The data as dots, the distinct inputs marked at the foot; the names of the axes are plain text."""
    marks = dots(ax, x, y, size=16, color=INK, alpha=0.75)
    ticks = foot(ax, np.unique(x))
    ax.set(xlabel=plain(x_name), ylabel=plain(y_name))
    return [marks, *ticks]


@styled
def prior(
    ax: Axes,
    grid: np.ndarray,
    mean: np.ndarray | None,
    deviation: np.ndarray | None,
    paths: np.ndarray,
    x: np.ndarray | None = None,
    y: np.ndarray | None = None,
) -> list[Any]:
    """The function before training: two standard deviations as a band, the mean, sample paths, and the data as dots.

    `mean` and `deviation`, if there are some, have the shape (n,) of the grid, `paths` has shape (m, n).
    """
    artists: list[Any] = []
    if mean is not None and deviation is not None:
        low, high = mean - 2 * deviation, mean + 2 * deviation
        band = ax.fill_between(grid, low, high, color=SKY, alpha=0.25, linewidth=0, label="two standard deviations")
        artists.append(band)
    lines = [ax.plot(grid, path, color=BLUE, linewidth=0.8, alpha=0.55)[0] for path in np.atleast_2d(paths)]
    if lines:
        lines[0].set_label("sampled networks")
    artists += lines
    if mean is not None:
        artists += ax.plot(grid, mean, color=INK, linewidth=1.2, linestyle=(0, (5, 2)), label="mean")
    if x is not None and y is not None:
        artists.append(dots(ax, x, y, size=10, color=VERMILION, alpha=1.0, label="data", zorder=3))
    ax.set(xlabel="$x$", ylabel="$f(x)$", xlim=(grid[0], grid[-1]))
    ax.legend(ncols=2)
    return artists


@styled
def spline(
    ax: Axes,
    places: np.ndarray,
    values: np.ndarray,
    bends: np.ndarray,
    x: np.ndarray | None = None,
    y: np.ndarray | None = None,
) -> list[Any]:
    """A piecewise-linear function through its values at some places, its bends marked, with data if there are some.

    Few bends are rings on the line, many are ticks at the foot.
    """
    artists: list[Any] = []
    if x is not None and y is not None:
        artists.append(dots(ax, x, y, size=13, color=GREY))
    artists += ax.plot(places, values, color=BLUE)
    if len(bends) <= MOST_RINGS:
        heights = np.interp(bends, places, values)
        look: dict[str, Any] = {"facecolors": "white", "edgecolors": [BLUE], "linewidths": 1.4, "zorder": 4}
        artists.append(ax.scatter(bends, heights, s=24, **look))
    else:
        artists += foot(ax, bends)
    ax.set(xlabel="$x$", ylabel="$f(x)$", xlim=(places[0], places[-1]))
    return artists


@styled
def penalty(ax: Axes, grid: np.ndarray, price: np.ndarray, knots: np.ndarray) -> list[Any]:
    """The curvature penalty 1/zeta over the places of the grid; infinite where no breakpoint can fall."""
    finite = np.isfinite(price)
    line = ax.plot(grid[finite], price[finite], color=PURPLE)
    spread = price[finite].max() / price[finite].min() if finite.any() else 1.0
    ax.set(xlabel="$c$", ylabel=r"$1/\zeta(c)$", xlim=(grid[0], grid[-1]), yscale="log" if spread > 30 else "linear")
    if spread <= 30:
        ax.set_ylim(0, 1.08 * price[finite].max() if finite.any() else 1.0)
    return [*line, *foot(ax, knots)]


@styled
def bends(ax: Axes, places: np.ndarray, jumps: np.ndarray, knots: np.ndarray) -> list[Any]:
    """The change of slope at each breakpoint of a spline, as vertical lines: red bends up, blue bends down.

    Raises:
        ValueError: when there is not one change for each place.
    """
    if len(places) != len(jumps):
        raise ValueError(f"jumps has {len(jumps)} entries for {len(places)} places: pass one change for each")
    up = jumps > 0
    artists: list[Any] = [
        ax.vlines(places[chosen], 0.0, jumps[chosen], color=colour, linewidth=1.1)
        for chosen, colour in ((up, VERMILION), (~up, BLUE))
    ]
    artists.append(ax.axhline(0.0, color=GREY, linewidth=0.8))
    artists += foot(ax, knots)
    ax.set(xlabel="$x$", ylabel="change of slope", xlim=(knots[0], knots[-1]))
    return artists


@styled
def fit(
    ax: Axes,
    grid: np.ndarray,
    curves: Mapping[str, np.ndarray],
    x: np.ndarray,
    y: np.ndarray,
    x_name: str,
    y_name: str,
    *,
    breakpoints: np.ndarray | None = None,
) -> list[Any]:
    """The data as dots with up to three curves over them, told apart by colour and by dashes.

    `curves` maps labels to values on the grid; `breakpoints` are marked at the foot; the names of the axes are plain
    text. What leaves the data by more than half of their range is cut off.
    """
    artists: list[Any] = [dots(ax, x, y, size=13, color=GREY, label="data")]
    for (label, values), (colour, dash, width) in zip(curves.items(), _FITS, strict=False):
        artists += ax.plot(grid, values, color=colour, linestyle=dash, linewidth=width, label=label)
    ax.set(xlabel=plain(x_name), ylabel=plain(y_name))
    ax.set_xlim(min(grid[0], np.min(x)), max(grid[-1], np.max(x)))
    room = (np.max(y) - np.min(y)) / 2
    low, high = ax.get_ylim()
    if room > 0:
        ax.set_ylim(max(low, np.min(y) - room), min(high, np.max(y) + room))
    low, high = ax.get_xlim()
    if breakpoints is not None:
        artists += foot(ax, breakpoints[(breakpoints >= low) & (breakpoints <= high)])
    _legend_above(ax)
    return artists


@styled
def other_units(ax: Axes, name: str, centre: float, scale: float) -> Any:
    """The inputs in their own units along the top: `centre + scale` times those along the foot."""
    there: Any = lambda u: centre + scale * u  # noqa: E731
    back: Any = lambda x: (x - centre) / scale  # noqa: E731
    top = ax.secondary_xaxis("top", functions=(there, back))
    top.set_xlabel(plain(name))
    top.spines["top"].set_color(GREY)
    return top


@styled
def two_sides(
    ax: Axes,
    sides: Sequence[np.ndarray],
    curves: Mapping[str, Sequence[np.ndarray]],
    x: np.ndarray,
    y: np.ndarray,
    x_name: str,
    y_name: str,
) -> list[Any]:
    """The data as dots and curves that may jump between the sides; each curve has values for each of them."""
    artists: list[Any] = [dots(ax, x, y, size=13, color=GREY, label="data")]
    for (label, values), colour, dash in zip(curves.items(), (BLUE, VERMILION), ((0, (5, 2)), "-"), strict=True):
        for k, (grid, value) in enumerate(zip(sides, values, strict=True)):
            artists += ax.plot(grid, value, color=colour, linestyle=dash, label="" if k else label)
    ax.set(xlabel=plain(x_name), ylabel=plain(y_name))
    _legend_above(ax)
    return artists


def _legend_above(ax: Axes) -> None:
    """A legend in one line above the axes, where it hides no data."""
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, columnspacing=1.2, handlelength=1.8)


def dots(
    ax: Axes, x: np.ndarray, y: np.ndarray, *, size: float, color: str, alpha: float = 0.8, label: str = "", **more: Any
) -> Any:
    """A dot for each datum; many are smaller and let each other through, but not in the legend."""
    crowd = min(1.0, (300 / max(len(x), 1)) ** 0.5)
    if label:
        ax.scatter([], [], s=size, color=color, alpha=alpha, linewidths=0, label=label)
    look: dict[str, Any] = {"s": max(size * crowd, 2.0), "alpha": alpha * crowd, "rasterized": len(x) > 2000}
    return ax.scatter(x, y, color=color, linewidths=0, **look, **more)


@styled
def loss(ax: Axes, steps: np.ndarray, losses: np.ndarray) -> list[Any]:
    """The loss against the step, on logarithmic axes; that of the loss is linear where it falls by less than half."""
    shown = (np.asarray(steps) > 0) & (np.asarray(losses) > 0)
    steps, losses = np.asarray(steps)[shown], np.asarray(losses)[shown]
    line = ax.plot(steps, losses, color=INK)
    scale = "linear" if losses.size and losses.max() < 2 * losses.min() else "log"
    ax.set(xlabel="step of gradient descent", ylabel="loss", xscale="log", yscale=scale)
    return line


def plain(label: str) -> str:
    """A label from a person, so that no dollar sign of theirs opens a formula; a formula of ours stays."""
    if label in ("$x$", "$y$"):
        return label
    return label.replace("$", r"\$")
