"""The frames of a film of learning: the function over the data, its delta-slopes, the loss, the neurons' plane."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from symspline.numerics.flow.record import Record

from .flow import frame_of_portrait, lines_of, log_from, scale_of_losses, thin
from .functions import dots
from .style import BLUE, GREY, INK, ORANGE, PALE, VERMILION, new_figure, styled

WIDTH, HEIGHT = 9.6, 5.4
"""Inches of a frame: 16 to 9."""
TAIL = 8
"""Frames behind a neuron of which its tail is made."""
CLOCK = 4
"""Frames for which the words of the clock stay: type is the dearest to draw, and nobody reads faster."""
FOOT = 0.09
"""Share of the height of the function's panel in which ticks stand, long where the function bends strongly."""


def film_frames(
    record: Record, x: np.ndarray, y: np.ndarray, ends: tuple[float, float], dpi: float
) -> Iterator[np.ndarray]:
    """A frame for each time of a record, shape (height, width, 4) of bytes; each is overwritten by the next.

    What stays is drawn once and put back; what moves is a few lines of many pieces, which Agg draws in a few
    milliseconds however many neurons there are.
    """
    film = _Film(record, x, y, ends, dpi)
    for k in range(record.t.size):
        yield film.frame(k)


class _Film:
    """The panels of a film and the artists in them that move."""

    @styled
    def __init__(self, record: Record, x: np.ndarray, y: np.ndarray, ends: tuple[float, float], dpi: float) -> None:
        self.record, self.ends = record, ends
        self.alive = record.alive(float(x.min()), float(x.max()))
        self.chains = [record.chain(k, *ends) for k in range(record.t.size)]
        self.breakpoints, self.bends = record.breakpoints, record.bends
        self.angle, self.size = record.angle, record.size
        self.figure: Figure = new_figure(width=WIDTH, height=HEIGHT, dpi=dpi)
        grid = self.figure.add_gridspec(2, 2, width_ratios=[1.75, 1], height_ratios=[1.55, 1])
        self.moving: list[tuple[Axes, Any]] = []
        function = self.figure.add_subplot(grid[0, 0])
        self._function(function, x, y)
        self._slopes(self.figure.add_subplot(grid[1, 0], sharex=function), x)
        self._loss(self.figure.add_subplot(grid[0, 1]))
        self._portrait(self.figure.add_subplot(grid[1, 1]), x)
        self.canvas = FigureCanvasAgg(self.figure)
        self.canvas.draw()
        self.figure.set_layout_engine("none")
        self.still = self.canvas.copy_from_bbox(self.figure.bbox)
        box, beside = self.above.bbox, self.now.axes.bbox
        self.strip = Bbox.from_extents(box.x0, box.y1 + 1, beside.x0 - 10, self.figure.bbox.y1)
        self.words: Any = None

    def _moves(self, ax: Axes, artist: Any) -> Any:
        artist.set_animated(True)
        self.moving.append((ax, artist))
        return artist

    def _line(self, ax: Axes, **look: Any) -> Any:
        return self._moves(ax, ax.plot([], [], **look)[0])

    def _function(self, ax: Axes, x: np.ndarray, y: np.ndarray) -> None:
        values = np.concatenate([y, *(values for _, values in self.chains)])
        low, high = float(values.min()), float(values.max())
        span = (high - low) or 1.0
        self.foot, self.foot_height = low - (0.05 + FOOT) * span, FOOT * span
        dots(ax, x, y, size=13, color=GREY)
        ax.axhline(self.foot, color=PALE, linewidth=0.6)
        ax.plot(*self.chains[0], color=PALE, linewidth=1.2)
        self.ticks = [self._line(ax, color=colour, linewidth=0.9) for colour in (VERMILION, BLUE)]
        self.curve = self._line(ax, color=INK, linewidth=2.0, solid_joinstyle="round")
        look = {"transform": ax.transAxes, "va": "bottom", "fontsize": 12, "parse_math": False, "animated": True}
        self.above, self.clock = ax, ax.text(0.012, 1.015, "", **look)
        ax.set(ylabel="$f(x)$", xlim=self.ends, ylim=(self.foot - 0.02 * span, high + 0.04 * span))
        ax.tick_params(labelbottom=False)
        self.sharpest = float(np.max(np.abs(self.bends), initial=0.0)) or 1.0

    def _slopes(self, ax: Axes, x: np.ndarray) -> None:
        reach = [float(end(self.bends, initial=0.0)) for end in (np.min, np.max)]
        room = 0.08 * ((reach[1] - reach[0]) or 1.0)
        distinct = lines_of(x)
        ax.vlines(distinct, reach[0] - room, reach[1] + room, color=PALE, linewidth=thin(distinct), zorder=0)
        ax.axhline(0.0, color=GREY, linewidth=0.7)
        bold = float(np.clip(30 / self.bends.shape[1], 0.45, 1.0))
        self.stems = [self._line(ax, color=colour, linewidth=1.8 * bold) for colour in (VERMILION, BLUE)]
        look = {"linestyle": "", "marker": "o", "markersize": 2 + 3 * bold, "markeredgewidth": 0}
        self.heads = [self._line(ax, color=colour, **look) for colour in (VERMILION, BLUE)]
        self.held = self._line(ax, color=ORANGE, **{**look, "markersize": 2.6 + 3 * bold})
        ax.set(xlabel="$x$", ylabel="delta-slope $v|w|$", ylim=(reach[0] - room, reach[1] + room))
        words = "orange: held on a datum"
        if np.any(self.record.sliding):
            ax.text(0.988, 0.03, words, transform=ax.transAxes, ha="right", fontsize=8.5, color=ORANGE)

    def _loss(self, ax: Axes) -> None:
        t, loss = self.record.t, self.record.loss
        ax.plot(t, loss, color=PALE, linewidth=1.4)
        scale_of_losses(ax, loss)
        self.passed = self._line(ax, color=INK, linewidth=1.8)
        self.now = self._line(ax, color=INK, linestyle="", marker="o", markersize=5)
        ax.set_title("loss")
        log_from(ax, float(t[max(1, t.size // 5)]), float(t[-1]))

    def _portrait(self, ax: Axes, x: np.ndarray) -> None:
        frame_of_portrait(ax, self.size, x)
        bold = float(np.clip(30 / self.size.shape[1], 0.4, 1.0))
        colours = (VERMILION, BLUE, GREY)
        self.tails = [self._line(ax, color=colour, linewidth=1.4 * bold, alpha=0.4) for colour in colours]
        look = {"linestyle": "", "marker": "o", "markersize": 1.5 + 3.5 * bold, "markeredgewidth": 0}
        self.neurons = [self._line(ax, color=colour, **look) for colour in colours]

    def frame(self, k: int) -> np.ndarray:
        """The picture of the k-th time."""
        self._place(k)
        self.canvas.restore_region(self.still)
        if k % CLOCK == 0 or k + 1 == self.record.t.size:
            self._say(k)
            self.above.draw_artist(self.clock)
            self.words = self.canvas.copy_from_bbox(self.strip)
        else:
            self.canvas.restore_region(self.words)
        for ax, artist in self.moving:
            ax.draw_artist(artist)
        return np.asarray(self.canvas.buffer_rgba())

    def _place(self, k: int) -> None:
        record, bends, places = self.record, self.bends[k], self.breakpoints[k]
        held = record.sliding[k]
        inside = (places > self.ends[0]) & (places < self.ends[1])
        self.curve.set_data(*self.chains[k])
        for which, (ticks, stems, heads) in enumerate(zip(self.ticks, self.stems, self.heads, strict=True)):
            chosen = np.flatnonzero(inside & self.alive[k] & ((bends > 0) if which == 0 else (bends < 0)))
            at, by = places[chosen], bends[chosen]
            height = self.foot_height * np.sqrt(np.abs(by) / self.sharpest)
            ticks.set_data(*_uprights(at, np.full(at.size, self.foot), self.foot + height))
            stems.set_data(*_uprights(at, np.zeros(at.size), by))
            heads.set_data(at, by)
        self.held.set_data(places[held], bends[held])
        self.passed.set_data(record.t[: k + 1], record.loss[: k + 1])
        self.now.set_data(record.t[k : k + 1], record.loss[k : k + 1])
        groups = (self.alive[k] & (bends > 0), self.alive[k] & (bends <= 0), ~self.alive[k])
        back = slice(max(0, k - TAIL), k + 1)
        for chosen, tail, neurons in zip(groups, self.tails, self.neurons, strict=True):
            angle, size = self.angle[back, chosen], self.size[back, chosen]
            tail.set_data(_parted(angle), _parted(size))
            neurons.set_data(angle[-1], size[-1])

    def _say(self, k: int) -> None:
        record, held = self.record, self.record.sliding[k]
        count = int(held.sum())
        words = [f"t = {record.t[k] + 0.0:.3g}", f"loss {record.loss[k]:.4g}"]
        words += [f"{count} of {held.size} breakpoints held on data"] if count else []
        self.clock.set_text("      ".join(words))


def _uprights(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One line of many vertical pieces."""
    none = np.full(x.size, np.nan)
    return np.column_stack([x, x, none]).ravel(), np.column_stack([low, high, none]).ravel()


def _parted(paths: np.ndarray) -> np.ndarray:
    """Paths of neurons, shape (T, H), as one line of H pieces."""
    return np.vstack([paths, np.full((1, paths.shape[1]), np.nan)]).T.ravel()
