"""Report section: breakpoints predicted and sampled over the range of the data, gap by gap."""

from dataclasses import dataclass

import numpy as np

from symspline.answers.quantities import derive
from symspline.numerics.lonely import poisson_circle
from symspline.render import figures

from .blocks import Picture, Prose, ReportSection, Table
from .subject import Subject


@dataclass(frozen=True)
class GapCounts:
    """Breakpoints left of the data, in each gap between distinct inputs, and right of the data.

    For K distinct inputs ``probability`` and ``sampled``, the count of the sampled network, have shape (K+1,).
    """

    probability: np.ndarray
    sampled: np.ndarray
    width: int

    @property
    def expected(self) -> np.ndarray:
        """Mean count: width times probability."""
        return self.width * self.probability

    @property
    def none_empty(self) -> float:
        """Probability that no gap between two inputs is empty, these inputs being fixed.

        H breakpoints in regions of probability q_g: P = H! [z^H] e^z prod_g (1 - e^(-z q_g)), over the inner gaps, read
        off the circle |z| = H by the trapezoid rule; absolute error about 1e-12.
        """
        gaps, width = self.probability[1:-1], self.width
        if width < len(gaps) or np.any(gaps <= 0):
            return 0.0
        z, log_terms = poisson_circle(width)
        for q in gaps:
            # 1 - e^(-zq) from the side on which nothing overflows
            ahead = np.real(z) >= 0
            factor = np.expm1(np.where(ahead, -z, z) * q)
            log_terms += np.where(ahead, np.log(-factor), np.log(factor) - z * q)
        return min(1.0, max(0.0, float(np.mean(np.real(np.exp(log_terms))))))

    @property
    def deviation(self) -> np.ndarray:
        """Standard deviation of the binomial count."""
        return np.sqrt(self.width * self.probability * (1 - self.probability))


def gap_counts(subject: Subject) -> GapCounts:
    """Predicted and sampled counts of breakpoints (B4); with zero biases all are at 0, on a datum just right of it."""
    if subject.init.zero_bias:
        inside = (subject.knots > 0).astype(float)
    else:
        inside = np.atleast_1d(derive(subject.init, "breakpoint_cdf")(subject.knots))
    below = np.concatenate([[0.0], inside, [1.0]])
    edges = np.concatenate([[-np.inf], subject.knots, [np.inf]])
    sampled, _ = np.histogram(subject.network.spline.beta, edges)
    return GapCounts(np.diff(below), sampled, subject.width)


def section(subject: Subject) -> ReportSection:
    """Counts over the range of the data: binomial prediction against one sampled network."""
    counts = gap_counts(subject)
    inner = slice(1, -1)
    inside, inside_sampled = counts.probability[inner].sum(), int(counts.sampled[inner].sum())
    empty_expected = float(((1 - counts.probability[inner]) ** subject.width).sum())
    empty = int((counts.sampled[inner] == 0).sum())
    gaps = len(subject.knots) - 1
    within = np.abs(counts.sampled - counts.expected) <= 2 * counts.deviation
    text = f"""
A breakpoint falls into a gap between two neighbouring inputs with a probability $q$ that the density gives,
independently of the others, so that of $H$ breakpoints a binomial number falls into that gap, with mean $H q$ and
variance $H q (1 - q)$ (B4). The function bends only in gaps that hold a breakpoint.

Of the {subject.width} breakpoints, {subject.width * inside:.1f} are expected between the first and the last input,
and the
sampled network has {inside_sampled}. The {gaps} gaps between distinct inputs should leave {empty_expected:.1f} empty on
average; the sampled network leaves {empty}. Of the {len(within)} counts, those of the gaps and those left and right of
the data, {within.sum()} lie within two standard deviations of their mean.
"""
    figure, axes = figures.new(rows=2, height=5.6)
    knots, beta = subject.knots, subject.network.spline.beta
    margin = 0.15 * (knots[-1] - knots[0])
    density = subject.init.breakpoint_density
    figures.sampled_breakpoints(axes[0], density, beta, knots[0] - margin, knots[-1] + margin, knots=knots)
    figures.gap_counts(axes[1], knots, counts.expected[inner], counts.deviation[inner], counts.sampled[inner])
    axes[1].set_xlim(axes[0].get_xlim())
    picture = Picture(
        "breakpoints",
        figure,
        "Above: the density of the breakpoints against a histogram of the sampled network's. Below: the number of "
        "breakpoints in each gap between neighbouring inputs, predicted (band: two standard deviations) "
        "and sampled (dots; orange ones lie outside the band).",
        "Density and histogram of the breakpoints, and counts in each gap.",
    )
    rows = tuple(
        (name, f"{counts.expected[k].sum():.2f}", f"{spread:.2f}", str(int(counts.sampled[k].sum())))
        for name, k, spread in (
            ("left of the data", slice(0, 1), float(counts.deviation[0])),
            ("between first and last input", inner, float(np.sqrt(subject.width * inside * (1 - inside)))),
            ("right of the data", slice(-1, None), float(counts.deviation[-1])),
        )
    )
    table = Table(
        ("region", "expected", "standard deviation", "sampled"),
        rows,
        "Where the breakpoints fall; `gaps.csv` holds the same for every gap.",
    )
    return ReportSection("The breakpoints", (Prose(text), picture, table))
