"""The pictures of this chapter."""

from collections.abc import Callable, Iterator

import numpy as np

from symspline.model.network import Network
from symspline.numerics.beam import cantilever_wavenumbers
from symspline.numerics.critical_points import critical_points
from symspline.numerics.hessian import block_slices, hessian
from symspline.numerics.one_breakpoint import fit_with_breakpoint, one_breakpoint_minima
from symspline.render import figures
from symspline.render.chapter_pictures import ChapterPicture

from .data_sets import D2, D3


def pictures() -> Iterator[ChapterPicture]:
    """The loss along a breakpoint and over a neuron, critical points, a Hessian, beams, lonely partitions."""
    (x, y), (x3, y3) = ([np.array(values, dtype=float) for values in data] for data in (D2, D3))
    figure, ax = figures.new()
    figures.breakpoint_loss(ax, x, np.array([0.0, 1, -4, -2, 4, 4, -2, 2]), -1.0, low=1.7, high=7.5)
    text = (
        "The loss as one breakpoint slides along the data (ticks), everything else held: a parabola in each gap, and "
        r"at each datum a jump of the slope by $s_i \mu_i e_n$. Minima lie at vertices, or at data where the slope "
        "jumps up; maxima only at data where it jumps down."
    )
    yield ChapterPicture("C1", "breakpoint-loss", figure, text, "A curve of parabola arcs with marked kinks.")

    def marks(kind: str) -> np.ndarray:
        """Breakpoints and delta-slopes of the minima of one kind, a row each."""
        places = [minimum.start for minimum in one_breakpoint_minima(*D3) if minimum.kind == kind]
        return np.array([places, [fit_with_breakpoint(*D3, place).delta_slope for place in places]], dtype=float)

    figure, ax = figures.new(height=4.4)
    figures.loss_map(
        ax,
        hinge_and_line(x3, y3),
        np.linspace(0.2, 8.8, 345),
        np.linspace(-4, 4, 321),
        points=marks("smooth"),
        kinks=marks("kink"),
        knots=x3[1:-1],
    )
    text = (
        "The loss of a line and one neuron over its breakpoint and delta-slope, the line fitted best at each place. "
        "The lowest point lies on a datum, where no piecewise least-squares fit is."
    )
    yield ChapterPicture("C4", "loss-map", figure, text, "Map of valleys with one round and several square marks.")

    figure, ax = figures.new()
    points = [p for pieces in range(1, 5) for p in critical_points(*D2, pieces)]
    figures.critical_fits(ax, x, y, points)
    text = (
        f"All {len(points)} strict piecewise least-squares critical points of eight data, with up to four pieces: with "
        "a neuron that is active on all data, each is a local minimum. Circles are breakpoints."
    )
    yield ChapterPicture("C4", "critical-fits", figure, text, "Data with several broken lines through them.")

    figure, ax = figures.new()
    figures.lonely(ax, (2, 5, 10, 20))
    text = (
        "The probability that every gap between $N$ data holds a breakpoint, for data and breakpoints of one law. Dots "
        "mark the least widths for one half and for nine tenths: the width grows like $N^2$."
    )
    yield ChapterPicture("C5", "lonely", figure, text, "Four rising curves, each further to the right.")

    rng = np.random.default_rng(3)
    right, left = np.sort(rng.uniform(-1, 1, 9)), np.sort(rng.uniform(-1, 1, 7))
    facing = np.repeat([1.0, -1.0], [9, 7])
    sizes = facing * rng.uniform(0.5, 1.5, 16)
    net = Network.from_spline(np.concatenate([right, left]), rng.normal(size=16), facing, 0.2, sizes)
    places_x = np.sort(rng.uniform(-1, 1, 40))
    figure, ax = figures.new(height=5.2)
    figures.hessian_map(ax, hessian(net, places_x, np.sin(3 * places_x)), block_slices(16))
    text = (
        "The Hessian of a network of 16 neurons: in each block first the nine that face right, then the seven that "
        "face left, both in order of their breakpoints. Two neurons interact through the data that both see, so that "
        "a right-facing one and a left-facing one do only where they overlap (white: they do not)."
    )
    yield ChapterPicture("C6", "hessian", figure, text, "Heat map of a matrix in sixteen blocks.")

    size = 400
    breakpoints, data = np.sort(rng.uniform(size=size)), np.sort(rng.uniform(size=size))
    features = np.maximum(data[:, None] - breakpoints, 0.0)
    _, singular, vectors = np.linalg.svd(features)
    spectrum, waves = (singular / size) ** 2, np.array([float(k) for k in cantilever_wavenumbers(40, 15)]) ** -4.0

    figure, ax = figures.new()
    figures.beam_modes(ax, 4, {mode: (breakpoints[::8], vectors[mode - 1, ::8] * size**0.5) for mode in range(1, 5)})
    text = (
        f"Leading eigenvectors of the Hessian in the delta-slopes of {size} right-facing neurons at random places with "
        f"{size} random data (dots), and the modes of a beam clamped at the right end (lines)."
    )
    yield ChapterPicture("C8", "beam-modes", figure, text, "Four waves, flat at the right end, with dots on them.")

    figure, axes = figures.new(columns=2, width=9.0)
    figures.eigenvalue_histogram(axes[0], spectrum[:40], waves, label="random network", per_decade=2)
    figures.eigenvalues(axes[1], {"random network": spectrum[:40]}, waves)
    text = (
        r"The 40 largest eigenvalues of the same Hessian, divided by $N H$, and those of the beam, $\lambda = k^{-4}$ "
        r"with $\cos k \cosh k = -1$: counted by size, and in order."
    )
    yield ChapterPicture("C8", "beam-spectrum", figure, text, "Histogram with an outline, and dots along a line.")


def hinge_and_line(x: np.ndarray, y: np.ndarray) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """The loss of c + a x + mu (x - beta)_+ with the best c and a, as a function of beta and mu.

    Args:
        x: inputs, shape (N,), not all equal.
        y: targets, shape (N,).

    Returns:
        L(beta, mu), broadcasting.
    """
    line, _ = np.linalg.qr(np.column_stack([np.ones_like(x), x]))

    def bent(values: np.ndarray) -> np.ndarray:
        return values - (values @ line) @ line.T

    target = bent(y)

    def loss(beta: np.ndarray, mu: np.ndarray) -> np.ndarray:
        beta, mu = np.broadcast_arrays(beta, mu)
        hinge = bent(np.maximum(x - beta[..., None], 0.0))
        return 0.5 * np.sum((mu[..., None] * hinge - target) ** 2, axis=-1)

    return loss
