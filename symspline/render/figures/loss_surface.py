"""Pictures of the loss: along one breakpoint, over breakpoint and delta-slope, its critical points with their fits."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize
from matplotlib.ticker import MaxNLocator

from symspline.numerics.interval_fits import CriticalPoint

from .densities import foot
from .style import BLUE, GREEN, GREY, INK, ORANGE, PALE, VERMILION, styled

_LOW_IS_DARK = LinearSegmentedColormap.from_list("low is dark", ["#08306b", "#2171b5", "#9ecae1", "#f4f8fc"])
_BEST_IS_BLUE = LinearSegmentedColormap.from_list("best is blue", [BLUE, "#8A8A8A", VERMILION])


@styled
def breakpoint_loss(
    ax: Axes,
    x: np.ndarray,
    rest: np.ndarray,
    mu: float,
    orientation: int = 1,
    *,
    low: float | None = None,
    high: float | None = None,
) -> list[Any]:
    """The loss as one breakpoint slides along the data, everything else held.

    L(beta) = (1/2) sum_n (r_n + mu (x_n - beta) 1[s (x_n - beta) > 0])^2 is a parabola between neighbouring data; at a
    datum its slope jumps by s mu e_n, up where the dot is green and down where it is red.

    Args:
        ax: where to draw.
        x: distinct inputs, ascending, shape (N,).
        rest: residual r_n of the network without the neuron, shape (N,).
        mu: the neuron's slope on its active side.
        orientation: +1 if it is active to the right of the breakpoint, -1 to the left.
        low: left end of the picture; a little left of the data unless told.
        high: right end.

    Returns:
        The line, the kinks (up, down), the vertices inside their gaps, and the ticks at the data.

    Raises:
        ValueError: x not ascending, unequal lengths or another orientation.
    """
    x, rest = np.asarray(x, dtype=float), np.asarray(rest, dtype=float)
    if len(x) != len(rest):
        raise ValueError(f"rest has {len(rest)} entries for {len(x)} inputs: pass one residual for each input")
    if np.any(np.diff(x) <= 0):
        raise ValueError(f"x[{int(np.argmax(np.diff(x) <= 0)) + 1}] is not above its neighbour: pass ascending inputs")
    if orientation not in (1, -1):
        raise ValueError(f"orientation is {orientation}: pass 1 (active to the right) or -1 (to the left)")
    margin = 0.08 * (x[-1] - x[0])
    left = float(x[0] - margin) if low is None else low
    right = float(x[-1] + margin) if high is None else high

    def residual(beta: np.ndarray) -> np.ndarray:
        away = x - beta[:, None]
        return rest + mu * np.where(orientation * away > 0, away, 0.0)

    def loss(beta: np.ndarray) -> np.ndarray:
        return 0.5 * np.sum(residual(beta) ** 2, axis=1)

    seen = (x >= left) & (x <= right)
    shown = x[seen]
    # every datum is a place of the line, so that no kink is cut off
    grid = np.unique(np.concatenate([np.linspace(left, right, 601), shown]))
    artists: list[Any] = [*ax.plot(grid, loss(grid), color=INK, zorder=2)]
    jumps = orientation * mu * np.diagonal(residual(x))[seen]
    heights = loss(shown)
    for chosen, colour, word in ((jumps > 0, GREEN, "slope jumps up"), (jumps < 0, VERMILION, "slope jumps down")):
        artists.append(ax.scatter(shown[chosen], heights[chosen], s=26, color=colour, zorder=3, label=word))
    inside = _vertices(x, rest, mu, orientation)
    inside = inside[(inside >= left) & (inside <= right)]
    artists.append(
        ax.scatter(
            inside, loss(inside), s=52, facecolors="white", edgecolors=BLUE, linewidths=1.8, zorder=4, label="vertex"
        )
    )
    artists += foot(ax, shown)
    ax.set(xlabel=r"breakpoint $\beta$", ylabel="loss", xlim=(left, right))
    ax.legend()
    return artists


def _vertices(x: np.ndarray, rest: np.ndarray, mu: float, orientation: int) -> np.ndarray:
    """mean_A(x) + mean_A(r) / mu where it lies inside the gap whose active set is A."""
    found = []
    for gap in range(len(x) - 1):
        seen = slice(gap + 1, None) if orientation > 0 else slice(0, gap + 1)
        vertex = np.mean(x[seen]) + np.mean(rest[seen]) / mu if mu else np.nan
        if x[gap] < vertex < x[gap + 1]:
            found.append(vertex)
    return np.array(found)


@styled
def loss_map(
    ax: Axes,
    loss: Callable[[np.ndarray, np.ndarray], np.ndarray],
    betas: np.ndarray,
    mus: np.ndarray,
    *,
    points: tuple[np.ndarray, np.ndarray] | None = None,
    kinks: tuple[np.ndarray, np.ndarray] | None = None,
    knots: np.ndarray | None = None,
) -> list[Any]:
    """The positive loss L(beta, mu), which broadcasts, as a map with contours; dark is low.

    `points` are breakpoints and delta-slopes of the critical points inside gaps, `kinks` those of minima with the
    breakpoint on a datum; `knots` are marked at the foot; the contours lie closer together where the loss is low.

    Raises:
        ValueError: a loss that is nowhere positive.
    """
    values = np.asarray(loss(betas[None, :], mus[:, None]), dtype=float)
    positive = values[values > 0]
    if positive.size == 0:
        raise ValueError("loss is nowhere positive on the grid: pass a grid on which the fit is not perfect")
    norm = LogNorm(float(positive.min()), float(np.quantile(positive, 0.9)))
    shown = np.clip(values, norm.vmin, norm.vmax)
    mesh = ax.pcolormesh(betas, mus, shown, cmap=_LOW_IS_DARK, norm=norm, shading="gouraud", rasterized=True)
    # unique: a loss that is constant on a part of the grid gives equal quantiles, which contour refuses
    heights = np.unique(np.quantile(positive, np.linspace(0, 0.97, 17)[1:] ** 1.5))
    lines = ax.contour(betas, mus, values, levels=heights, colors=PALE, linewidths=0.6)
    artists: list[Any] = [mesh, lines]
    marks: tuple[tuple[Any, str, str, str], ...] = (
        (points, "o", ORANGE, "critical, inside a gap"),
        (kinks, "D", VERMILION, "minimum on a datum"),
    )
    for places, marker, colour, word in marks:
        if places is not None and len(places[0]):
            dots = ax.scatter(
                *places, s=46, marker=marker, color=colour, edgecolors="white", linewidths=1.0, zorder=3, label=word
            )
            artists.append(dots)
    artists += foot(ax, knots)
    ax.set(
        xlabel=r"breakpoint $\beta$", ylabel=r"delta-slope $\mu$", xlim=(betas[0], betas[-1]), ylim=(mus[0], mus[-1])
    )
    if ax.get_legend_handles_labels()[0]:
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    made = bar(ax, mesh, "loss")
    _plain_ticks(made, norm)
    return [*artists, made]


def _plain_ticks(made: Any, norm: Normalize) -> None:
    """A few round numbers beside a colour bar, written out also where the scale is logarithmic."""
    low, high = float(norm.vmin or 0), float(norm.vmax or 1)
    ticks = [t for t in MaxNLocator(6).tick_values(low, high) if low <= t <= high]
    made.minorticks_off()
    made.set_ticks(ticks, labels=[f"{t:g}" for t in ticks])


@styled
def critical_fits(
    ax: Axes,
    x: np.ndarray | None,
    y: np.ndarray | None,
    points: Sequence[CriticalPoint],
    *,
    ends: tuple[float, float] | None = None,
) -> list[Any]:
    """Every critical point that `critical_points` found as the fit that it stands for, coloured by its loss.

    There is at least one. The best is drawn last and strongest; there is a colour bar when the losses differ. The fits
    reach over the data, or from one end to the other where these are given.
    """
    losses = [float(p.loss) for p in points]
    norm = (LogNorm if min(losses) > 0 else Normalize)(min(losses), max(losses))
    artists: list[Any] = []
    if x is not None and y is not None:
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        artists.append(ax.scatter(x, y, s=26, color=INK, linewidths=0, zorder=5))
        ends = ends or (float(x.min()), float(x.max()))
    if ends is None:
        raise ValueError("ends is None: give the data or the ends of the axis")
    low, high = ends
    for k in sorted(range(len(points)), key=lambda k: -losses[k]):
        point, colour = points[k], _BEST_IS_BLUE(norm(losses[k]))
        bends = np.array([float(b) for b in point.breakpoints])
        places = np.concatenate([[low], bends, [high]])
        lines = [point.lines[0], *point.lines]
        heights = np.array([float(m) * t + float(c) for t, (m, c) in zip(places, lines, strict=True)])
        best = losses[k] == min(losses)
        artists += ax.plot(
            places, heights, color=colour, linewidth=2.4 if best else 1.3, alpha=1.0 if best else 0.8, zorder=3
        )
        artists.append(
            ax.scatter(bends, heights[1:-1], s=24, facecolors="white", edgecolors=[colour], linewidths=1.4, zorder=4)
        )
    ax.set(xlabel="$x$", ylabel="$y$")
    if norm.vmin != norm.vmax:
        made = bar(ax, ScalarMappable(norm, _BEST_IS_BLUE), "loss")
        _plain_ticks(made, norm)
        artists.append(made)
    return artists


def bar(ax: Axes, drawn: ScalarMappable, label: str) -> Any:
    """A colour bar beside the axes in the common look."""
    made = ax.get_figure().colorbar(drawn, ax=ax, pad=0.02, fraction=0.05)  # type: ignore[union-attr]
    made.set_label(label)
    made.outline.set_visible(False)  # type: ignore[operator]
    made.ax.tick_params(color=GREY)
    return made
