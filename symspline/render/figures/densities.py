"""Pictures of an initialisation: zeta, the breakpoints, the joint density."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from .style import BLUE, CYCLE, GREY, INK, VERMILION, styled

Curve = Callable[[np.ndarray], Any]
_DASHES = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (7, 2, 1, 2)), (0, (3, 1, 1, 1, 1, 1)), (0, (9, 3)))
_MOST_TICKS, _FOOT_BINS = 400, 100
"""Ticks that can be told apart at the foot of a picture; bins of the histogram that stands for more of them."""
_WHITE_TO_BLUE = LinearSegmentedColormap.from_list("white to blue", ["#ffffff", "#9ecae1", "#2171b5", "#08306b"])


@styled
def curves(
    ax: Axes, grid: np.ndarray, functions: Mapping[str, Curve], *, xlabel: str = "$c$", ylabel: str = ""
) -> list[Any]:
    """Several curves over one grid, told apart by colour and by dashes: the lines; labels map to functions."""
    lines = []
    for k, (label, function) in enumerate(functions.items()):
        values = np.broadcast_to(np.asarray(function(grid), dtype=float), grid.shape)
        lines += ax.plot(grid, values, color=CYCLE[k % len(CYCLE)], linestyle=_DASHES[k % len(_DASHES)], label=label)
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(grid[0], grid[-1]))
    ax.set_ylim(bottom=0)
    if len(functions) > 1:
        ax.legend()
    return lines


def zeta(ax: Axes, grid: np.ndarray, functions: Mapping[str, Curve]) -> list[Any]:
    """Zeta of several initialisations; where it is large, bends are cheap."""
    return curves(ax, grid, functions, ylabel=r"$\zeta(c)$")


def breakpoint_density(ax: Axes, grid: np.ndarray, functions: Mapping[str, Curve]) -> list[Any]:
    """The density of the breakpoints for several initialisations."""
    return curves(ax, grid, functions, xlabel=r"breakpoint $\beta$", ylabel=r"$p_\beta(\beta)$")


@styled
def joint_density(
    ax: Axes,
    density: Callable[[np.ndarray, np.ndarray], Any],
    betas: np.ndarray,
    mus: np.ndarray,
    samples: tuple[np.ndarray, np.ndarray] | None = None,
) -> list[Any]:
    """The joint density of breakpoint and delta-slope as a heat map, with sampled neurons on it: the mesh and the dots.

    `density` broadcasts p(beta, mu) over `betas`, shape (n,), and `mus`, shape (m,), which may pass through 0.
    """
    mesh = _heat(ax, density(betas[None, :], mus[:, None]), betas, mus)
    artists: list[Any] = [mesh]
    if samples is not None:
        beta, mu = samples
        inside = (beta >= betas[0]) & (beta <= betas[-1]) & (mu >= mus[0]) & (mu <= mus[-1])
        artists.append(ax.scatter(beta[inside], mu[inside], s=5, color=VERMILION, linewidths=0, alpha=0.75))
    ax.set(
        xlabel=r"breakpoint $\beta$", ylabel=r"delta-slope $\mu$", xlim=(betas[0], betas[-1]), ylim=(mus[0], mus[-1])
    )
    return artists


@styled
def heat_map(
    ax: Axes,
    function: Callable[[np.ndarray, np.ndarray], Any],
    xs: np.ndarray,
    ys: np.ndarray,
    *,
    xlabel: str,
    ylabel: str,
    label: str,
) -> list[Any]:
    """A function of two numbers, which broadcasts over `xs`, shape (n,), and `ys`, shape (m,): the mesh and its bar."""
    mesh = _heat(ax, function(xs[None, :], ys[:, None]), xs, ys)
    made = ax.get_figure().colorbar(mesh, ax=ax, pad=0.02, fraction=0.05)  # type: ignore[union-attr]
    made.outline.set_visible(False)  # type: ignore[operator]
    made.set_label(label)
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(xs[0], xs[-1]), ylim=(ys[0], ys[-1]))
    return [mesh, made]


def _heat(ax: Axes, values: Any, xs: np.ndarray, ys: np.ndarray) -> Any:
    """White where a function is least, blue where it is largest; shape (m, n)."""
    values = np.broadcast_to(np.asarray(values, dtype=float), (len(ys), len(xs)))
    finite = values[np.isfinite(values)]
    # it may be infinite at one place: the largest value on a grid says nothing about the colours then
    top, bottom = float(np.quantile(finite, 0.995)), min(0.0, float(finite.min()))
    colours = {"cmap": _WHITE_TO_BLUE, "vmin": bottom, "vmax": top}
    return ax.pcolormesh(xs, ys, np.minimum(values, top), shading="gouraud", rasterized=True, **colours)


@styled
def sampled_breakpoints(
    ax: Axes,
    density: Curve,
    beta: np.ndarray,
    low: float,
    high: float,
    *,
    bins: int | None = None,
    knots: np.ndarray | None = None,
) -> list[Any]:
    """A histogram of sampled breakpoints from `low` to `high` with the density that predicts it: the bars and the line.

    Breakpoints outside the range count in the normalisation, and infinite ones too; `knots` are marked at the foot.
    Unless told there are as many bins as a bin holds halves of a breakpoint, 6 to 60.
    """
    inside = beta[(beta >= low) & (beta <= high)]
    edges = np.linspace(low, high, (bins or int(np.clip(np.sqrt(2 * len(inside)), 6, 60))) + 1)
    counts, _ = np.histogram(inside, edges)
    heights = counts / (max(len(beta), 1) * np.diff(edges))
    bars = ax.stairs(heights, edges, fill=True, color=BLUE, alpha=0.3, label="sampled")
    grid = np.linspace(low, high, 801)
    line = ax.plot(grid, np.broadcast_to(density(grid), grid.shape), color=INK, label="derived")
    foot(ax, knots)
    ax.set(xlabel=r"breakpoint $\beta$", ylabel="density", xlim=(low, high))
    ax.set_ylim(bottom=0)
    ax.legend()
    return [bars, *line]


@styled
def gap_counts(
    ax: Axes, knots: np.ndarray, expected: np.ndarray, deviation: np.ndarray, sampled: np.ndarray
) -> list[Any]:
    """Breakpoints in each gap of the data: two standard deviations of the binomial count, its mean, the count.

    `knots` are the distinct inputs, increasing, shape (K,); the others belong to the gaps, shape (K-1,).
    """
    low, high = np.maximum(expected - 2 * deviation, 0), expected + 2 * deviation
    band = ax.stairs(high, knots, baseline=low, fill=True, color=BLUE, alpha=0.25, label="two standard deviations")
    mean = ax.stairs(expected, knots, color=BLUE, baseline=None, label="expected")
    middle = (knots[1:] + knots[:-1]) / 2
    outside = (sampled < low) | (sampled > high)
    size = 12 * min(1.0, (300 / len(middle)) ** 0.5)
    dots = ax.scatter(middle[~outside], sampled[~outside], s=size, color=INK, linewidths=0, zorder=3)
    far = ax.scatter(middle[outside], sampled[outside], s=12, color=VERMILION, zorder=3)
    ax.scatter([], [], s=12, color=INK, label="sampled")
    ax.set(xlabel=r"input", ylabel="breakpoints in the gap", xlim=(knots[0], knots[-1]))
    ax.set_ylim(0, 1.45 * max(float(high.max()), float(np.max(sampled)), 1.0))  # room for the legend
    ax.legend(loc="upper center", ncols=3)
    return [band, mean, dots, far]


def foot(ax: Axes, places: np.ndarray | None) -> list[Any]:
    """Short ticks at the foot of the axes, if there are places; a low histogram of very many."""
    if places is None:
        return []
    across: dict[str, Any] = {"color": GREY, "transform": ax.get_xaxis_transform(), "clip_on": False}
    if len(places) > _MOST_TICKS:
        counts, edges = np.histogram(places, _FOOT_BINS)
        return [ax.stairs(0.05 * counts / counts.max(), edges, fill=True, alpha=0.5, linewidth=0, **across)]
    ticks = ax.plot(places, np.zeros(len(places)), "|", markersize=7, **across)
    crowd = min(1.0, 200 / max(len(places), 1))
    for line in ticks:
        line.set(alpha=crowd)
        line.set_markeredgewidth(crowd)
    return ticks
