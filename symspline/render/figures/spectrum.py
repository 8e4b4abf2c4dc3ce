"""Pictures of the Hessian and its spectrum, of vibrating beams, and of lonely partitions."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, SymLogNorm

from symspline.numerics.beam import cantilever_mode
from symspline.numerics.lonely import lonely_probability, minimal_width

from .loss_surface import bar
from .style import BLUE, CYCLE, GREY, INK, VERMILION, styled

_SIGNED = LinearSegmentedColormap.from_list(
    "signed", ["#8c2d04", VERMILION, "#fdd0a2", "#ffffff", "#9ecae1", BLUE, "#08306b"]
)
_NAMES = {"w": "$w$", "b": "$b$", "v": "$v$", "b0": "$b_0$", "beta": r"$\beta$", "mu": r"$\mu$"}


@styled
def hessian_map(ax: Axes, matrix: np.ndarray, blocks: Mapping[str, slice] | None = None) -> list[Any]:
    """A symmetric matrix as a heat map, its blocks named; blue is positive, red is negative.

    The colour is logarithmic in the size of the entry over four decades, and linear from there to 0; `blocks` maps
    names to rows, as `block_slices` gives them.

    Raises:
        ValueError: not square.
    """
    matrix = np.asarray(matrix, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"matrix has shape {matrix.shape}: pass a square matrix")
    size = matrix.shape[0]
    top = float(np.abs(matrix).max()) or 1.0
    norm = SymLogNorm(top * 1e-4, linscale=0.5, vmin=-top, vmax=top)
    mesh = ax.imshow(matrix, cmap=_SIGNED, norm=norm, interpolation="nearest", extent=(0, size, size, 0))
    artists: list[Any] = [mesh]
    ax.set_aspect("equal")
    for side in ax.spines.values():
        side.set_visible(True)
    middles, labels = [], []
    for name, rows in (blocks or {}).items():
        if rows.start > 0:
            artists.append(ax.axhline(rows.start, color=INK, linewidth=1.3))
            artists.append(ax.axvline(rows.start, color=INK, linewidth=1.3))
        middles.append((rows.start + rows.stop) / 2)
        labels.append(_NAMES.get(name, name))
    ax.set_xticks(middles, labels)
    ax.set_yticks(middles, labels)
    ax.tick_params(length=0, pad=5, labelsize=11)
    ax.xaxis.tick_top()
    made = bar(ax, mesh, "")
    # powers within half a decade of the linear part would be printed over the 0
    powers = 10.0 ** np.arange(np.ceil(np.log10(norm.linthresh) + 0.5), np.floor(np.log10(top)) + 1)
    made.set_ticks([*-powers[::-1], 0.0, *powers])
    made.minorticks_off()
    artists.append(made)
    return artists


@styled
def eigenvalue_histogram(
    ax: Axes,
    eigenvalues: np.ndarray,
    predicted: np.ndarray | None = None,
    *,
    per_decade: int = 3,
    label: str = "eigenvalues",
) -> list[Any]:
    """How many eigenvalues there are of each size, on a logarithmic axis, with the sizes that the theory predicts.

    Args:
        ax: where to draw.
        eigenvalues: shape (n,); negative ones are counted by size and drawn below the axis, and those below 1e-12 of
            the largest size are left out.
        predicted: eigenvalues of the limit, for instance k^-4 of a beam.
        per_decade: bins in each factor of ten.
        label: of the bars.

    Raises:
        ValueError: no eigenvalue other than zero.
    """
    values = np.asarray(eigenvalues, dtype=float)
    sizes = np.abs(values)
    top = float(sizes.max(initial=0.0))
    if top == 0:
        raise ValueError("eigenvalues are all zero: there is nothing to count")
    kept = values[sizes > 1e-12 * top]
    ends = np.log10([np.abs(kept).min(), top])
    first, last = int(np.floor(ends[0] * per_decade)), int(np.floor(ends[1] * per_decade)) + 1
    edges = 10 ** (np.arange(first, last + 1) / per_decade)
    above, _ = np.histogram(kept[kept > 0], edges)
    below, _ = np.histogram(-kept[kept < 0], edges)
    artists: list[Any] = [ax.stairs(above, edges, fill=True, color=BLUE, alpha=0.35, label=label)]
    if below.any():
        artists.append(ax.stairs(-below, edges, fill=True, color=VERMILION, alpha=0.45, label="negative"))
        ax.axhline(0, color=GREY, linewidth=0.8)
    if predicted is not None:
        expected, _ = np.histogram(np.asarray(predicted, dtype=float), edges)
        artists.append(ax.stairs(expected, edges, color=INK, linewidth=1.6, label="predicted"))
    ax.set(xscale="log", xlabel=r"$|\lambda|$" if below.any() else r"$\lambda$", ylabel="number")
    if len(artists) > 1:
        ax.legend()
    return artists


@styled
def eigenvalues(
    ax: Axes,
    values: Mapping[str, np.ndarray],
    predicted: np.ndarray | None = None,
    *,
    limit: float | None = None,
    limit_label: str = "2 / step",
) -> list[Any]:
    """Eigenvalues by rank on logarithmic axes; negative ones are shown by their size, as open marks.

    `values` maps labels to eigenvalues in any order, zeros left out; those of the limit, `predicted` in descending
    order, are a line; `limit` is a level, such as the largest sharpness at which gradient descent is stable.
    """
    artists: list[Any] = []
    for k, (label, numbers) in enumerate(values.items()):
        numbers = np.asarray(numbers, dtype=float)
        colour = CYCLE[k % len(CYCLE)]
        negative = bool(np.all(numbers <= 0))
        sizes = np.sort(np.abs(numbers[numbers != 0]))[::-1]
        artists += ax.plot(
            np.arange(1, sizes.size + 1),
            sizes,
            linestyle="none",
            marker="o" if k == 0 else "D",
            markersize=4.5 if k == 0 else 5.5,
            color=colour,
            markerfacecolor="none" if negative or k else colour,
            label=label,
        )
    if predicted is not None:
        places = np.arange(1, len(predicted) + 1)
        artists += ax.plot(places, predicted, color=INK, linewidth=1.2, label="beam", zorder=1)
    if limit is not None:
        artists.append(ax.axhline(limit, color=GREY, linestyle=(0, (5, 2)), linewidth=1.2, label=limit_label))
    ax.set(xscale="log", yscale="log", xlabel="rank", ylabel="eigenvalue")
    # a level leaves no room inside
    above: dict[str, Any] = {} if limit is None else {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": 2}
    ax.legend(**above)
    return artists


@styled
def beam_modes(
    ax: Axes, modes: int = 4, sampled: Mapping[int, tuple[np.ndarray, np.ndarray]] | None = None
) -> list[Any]:
    """How the Hessian's eigenvectors look for right-facing neurons of infinite number: the modes of a cantilever.

    `sampled` maps a mode to breakpoints in [0, 1] and eigenvector entries, shape (H,) each, scaled to mean square 1.
    """
    beta = np.linspace(0.0, 1.0, 401)
    artists: list[Any] = []
    for mode in range(1, modes + 1):
        colour = CYCLE[(mode - 1) % len(CYCLE)]
        shape = cantilever_mode(mode, 1.0 - beta)
        artists += ax.plot(beta, shape, color=colour, label=f"mode {mode}")
        if sampled is not None and mode in sampled:
            places, entries = (np.asarray(a, dtype=float) for a in sampled[mode])
            # an eigenvector has no sign of its own
            turn = np.sign(entries @ cantilever_mode(mode, 1.0 - places)) or 1.0
            artists.append(ax.scatter(places, turn * entries, s=9, color=colour, linewidths=0, alpha=0.7))
    ax.axhline(0, color=GREY, linewidth=0.8, zorder=0)
    ax.set(xlabel=r"breakpoint $\beta$", ylabel="entry of the eigenvector", xlim=(0, 1))
    ax.legend(ncols=2)
    return artists


@styled
def lonely(ax: Axes, n_data: Sequence[int]) -> list[Any]:
    """The probability that every gap between N data holds a breakpoint, against the width H, one curve for each N.

    P = C(H+1, N) / C(N+H, N) for data and breakpoints of one law; dots mark the least widths for one half and for nine
    tenths.
    """
    thresholds = {n: [minimal_width(n, level) for level in ("1/2", "9/10")] for n in n_data}
    widths = np.unique(np.geomspace(1, 3 * max(map(max, thresholds.values())), 160).round().astype(int))
    artists: list[Any] = []
    for k, (n, reached) in enumerate(thresholds.items()):
        colour = CYCLE[k % len(CYCLE)]
        curve = [float(lonely_probability(n, int(h))) for h in widths]
        artists += ax.plot(widths, curve, color=colour, label=f"$N = {n}$")
        heights = [float(lonely_probability(n, h)) for h in reached]
        artists.append(ax.scatter(reached, heights, s=26, color=colour, zorder=3))
        for h, height in zip(reached, heights, strict=True):
            ax.annotate(str(h), (h, height), xytext=(5, -10), textcoords="offset points", fontsize=8.5, color=colour)
    ax.set(xscale="log", xlabel="width $H$", ylabel="probability", xlim=(widths[0], widths[-1]), ylim=(0, 1.02))
    ax.legend(loc="upper left")
    return artists
