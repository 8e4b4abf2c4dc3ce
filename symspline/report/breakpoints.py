"""Report section: breakpoints predicted and sampled over the range of the data, gap by gap."""

from dataclasses import dataclass

import numpy as np

from symspline.answers.quantities import derive
from symspline.numerics.lonely import poisson_circle
from symspline.render import figures

from .blocks import Picture, Prose, ReportSection, Table
from .subject import Subject
from .units import own_units

_LEAST = 5
"""Breakpoints that are expected in a region at least, so that two standard deviations mean what they say."""


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

    def together(self, least: float) -> tuple["GapCounts", np.ndarray]:
        """Neighbouring gaps taken together until so many breakpoints are expected, and which inputs still divide them.

        What is left at the right end joins the region before it. The indices of the inputs, among them the first and
        the last, have shape (k,), the counts shape (k+1,).
        """
        edges, mass = [0], 0.0
        for gap, expected in enumerate(self.expected[1:-1], 1):
            mass += expected
            if mass >= least:
                edges.append(gap)
                mass = 0.0
        last = len(self.probability) - 2
        edges = [*(edges if edges[-1] == last or len(edges) == 1 else edges[:-1]), last]
        kept = np.unique(edges)
        starts = np.concatenate([[0], kept + 1])
        probability, sampled = (np.add.reduceat(values, starts) for values in (self.probability, self.sampled))
        return GapCounts(probability, sampled, self.width), kept


def gap_counts(subject: Subject) -> GapCounts:
    """Predicted and sampled counts of breakpoints (B4); with zero biases all are at 0, on a datum just right of it."""
    if subject.initialisation.zero_bias:
        inside = (subject.knots > 0).astype(float)
    else:
        inside = np.atleast_1d(derive(subject.initialisation, "breakpoint_cdf")(subject.knots))
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
    together, dividing = counts.together(_LEAST)
    within = np.abs(together.sampled - together.expected) <= 2 * together.deviation
    regions = len(dividing) - 1
    joined = (
        f"Where fewer than {_LEAST} are expected neighbouring gaps are taken together, to {regions} "
        f"region{'s' * (regions > 1)}. "
        if regions < gaps
        else ""
    )
    text = f"""
A breakpoint falls into a gap between two neighbouring inputs with a probability $q$ that the density gives,
independently of the others, so that of $H$ breakpoints a binomial number falls into that gap, with mean $H q$ and
variance $H q (1 - q)$ (B4). The function bends only in gaps that hold a breakpoint.

Of the {subject.width} breakpoints, {subject.width * inside:.1f} are expected between the first and the last input,
and the sampled network has {inside_sampled}. The {gaps} gaps between distinct inputs should leave {empty_expected:.1f}
empty on average; the sampled network leaves {empty}. {joined}Of the {len(within)} counts, those amid the data and those
left and right of them, {within.sum()} lie within two standard deviations of their mean.
"""
    figure, axes = figures.new(rows=2, height=5.9)
    knots, beta = subject.knots, subject.network.spline.beta
    margin = 0.15 * (knots[-1] - knots[0])
    density = subject.initialisation.breakpoint_density
    figures.sampled_breakpoints(axes[0], density, beta, knots[0] - margin, knots[-1] + margin, knots=knots)
    own_units(axes[0], subject)
    figures.gap_counts(
        axes[1], knots[dividing], together.expected[inner], together.deviation[inner], together.sampled[inner]
    )
    axes[1].set(xlim=axes[0].get_xlim(), ylabel="breakpoints in the region" if joined else "breakpoints in the gap")
    what = "region of neighbouring gaps" if joined else "gap between neighbouring inputs"
    picture = Picture(
        "breakpoints",
        figure,
        "Above: the density of the breakpoints against a histogram of the sampled network's; at the foot the inputs. "
        f"Below: the number of breakpoints in each {what}, predicted (band: two standard deviations) "
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
