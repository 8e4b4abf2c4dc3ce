"""Report section: the trained network as a spline, and the loss around it."""

import numpy as np

from symspline.numerics.lonely import lonely_probability, minimal_width
from symspline.numerics.spectrum import sharpness_bounds
from symspline.render import figures

from .blocks import Block, Display, Picture, Prose, ReportSection, Table, number
from .breakpoints import gap_counts
from .curvature import WHOLE_UP_TO, Curvature
from .subject import Subject

_LARGEST_BENDS, _SHOWN_NEURONS = 5, 14
_EXACT_UP_TO = 400
"""Distinct inputs up to which the probability of a lonely partition is computed as a fraction."""


def section(subject: Subject) -> ReportSection:
    """Pieces and bends; gradient, sharpness and spectrum; rank and flat directions; empty gaps."""
    curvature = subject.curvature
    blocks: list[Block] = [*_spline(subject, curvature), *_spectrum(subject, curvature), *_rank(curvature)]
    return ReportSection("The loss around the trained network", (*blocks, *_gaps(subject, curvature)))


def _spline(subject: Subject, curvature: Curvature) -> list[Block]:
    places, jumps = curvature.bends
    net = curvature.network
    right, left = int((net.w > 0).sum()), int((net.w < 0).sum())
    facing = (
        f"{right} {_plural(right, 'neuron')} face{'s' * (right == 1)} right, which means active to the right of "
        f"{'its breakpoint' if right == 1 else 'their breakpoints'}, and {left} left"
    )
    low, high = subject.ends
    told, sizes = _told_apart(places, jumps, (high - low) / 2)
    largest = np.argsort(-np.abs(sizes), kind="stable")[:_LARGEST_BENDS]
    share = float(np.abs(sizes[largest]).sum() / np.abs(jumps).sum()) if jumps.size else 0.0
    text = f"""
**As a spline.** On the range of the data the trained network is a chain of {curvature.pieces} straight
{_plural(curvature.pieces, "piece")}; {facing}. {_share(len(told), len(largest), share)}
"""
    if not largest.size:
        return [Prose(text)]
    figure, ax = figures.new(height=2.9)
    figures.bends(ax, subject.scaling.x_out(places), jumps, subject.scaling.x_out(subject.knots))
    ax.set_xlabel(figures.plain(subject.data.x_name))
    named = f", in the units of the network, over {subject.x_name} in the units of the data"
    units = "" if subject.scaling.is_raw else named
    picture = Picture(
        "bends",
        figure,
        f"The change of slope at every breakpoint inside the data{units}; at the foot the inputs.",
        "Vertical lines, one for each breakpoint, as tall as the change of slope.",
    )
    rows = tuple((f"{subject.scaling.x_out(told[k]):.5g}", f"{told[k]:+.4f}", f"{sizes[k]:+.4g}") for k in largest)
    header = (subject.x_name, r"$\beta$", "change of slope")
    if subject.scaling.is_raw:
        header, rows = (subject.x_name, "change of slope"), tuple((place, size) for place, _, size in rows)
    return [
        Prose(text),
        picture,
        Table(header, rows, "The largest bends inside the data; those at one place to four digits count as one."),
    ]


def _told_apart(places: np.ndarray, jumps: np.ndarray, length: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Bends at places that differ in four digits of a length, and the sums of their changes of slope."""
    told, which = np.unique(np.round(places / length, 4) + 0.0, return_inverse=True)
    return told * length, np.bincount(which, jumps, len(told))


def _share(total: int, count: int, share: float) -> str:
    if not total:
        return "It has no bend there: on the data it is one straight line."
    if total <= count:
        return f"All {total} bends are in the table." if total > 1 else "Its one bend is in the table."
    return (
        f"The {count} largest bends make up {100 * share:.0f} % of all change of slope. Many weak bends close together "
        "look like one strong bend: the picture shows where they are."
    )


def _spectrum(subject: Subject, curvature: Curvature) -> list[Block]:
    sharpness = curvature.sharpness
    bounds = sharpness_bounds(curvature.network, curvature.x, curvature.y, side="right")
    text = r"""
**How steep the loss is.** The loss is $L = \tfrac12 \sum_n e_n^2$ with $e_n = f(x_n) - y_n$. Its Hessian, the matrix of
second derivatives with respect to all weights, says how the loss curves around the trained network. It is a sum of two
parts (C6):
"""
    formula = r"\nabla^2 L = J^{\top} J + R,\qquad J_{n\theta} = \frac{\partial f(x_n)}{\partial \theta}"
    moments = r"p_i = \sum_{n \in A_i} e_n,\qquad q_i = \sum_{n \in A_i} e_n x_n"
    after = """
Here $\\theta$ runs over all weights. $J^\\top J$ never curves down. Only $R$ can: its eigenvalues are 0 and, for each
neuron $i$, $\\pm\\sqrt{p_i^2 + q_i^2}$, where $A_i$ are the data that the neuron is active on and
"""
    then = f"""
so that $R$ vanishes where the residuals of every neuron balance. The largest eigenvalue of the Hessian is called the
**sharpness**. Gradient descent with steps of size $\\eta$ is stable along every direction only while the sharpness is
below $2 / \\eta$.

{_stability(subject, sharpness)} Sums alone bound it without any eigenvalue: it must lie between
{number(max(bounds.lower, 0.0), 4)} and {number(bounds.upper, 4)} (C6d, C6h).
{_lowest(curvature, bounds.residual_shift)} The gradient has length {number(curvature.gradient_norm)}.
{_critical(curvature)}
"""
    figure, ax = figures.new()
    shown: dict[str, np.ndarray] = {}
    if curvature.fixed_part is not None:
        shown[r"$J^{\top}J$, all that are not zero"] = curvature.fixed_part
    else:
        shown["Hessian, the largest"] = curvature.top.values
    negative = curvature.bottom.values[curvature.bottom.values < -curvature.rounding]
    if negative.size:
        shown["Hessian, the lowest (size; negative)"] = negative
    limit = None if subject.step is None else 2 / subject.step
    figures.eigenvalues(ax, shown, limit=limit, limit_label=r"$2/\eta$: unstable above")
    spectrum = Picture(
        "spectrum",
        figure,
        "The eigenvalues in order of size, on logarithmic axes: a few directions are steep, and most are almost flat. "
        "Open marks, where there are any, are the negative eigenvalues of the Hessian.",
        "Eigenvalues by rank, falling.",
    )
    matrix, blocks = curvature.corner(_SHOWN_NEURONS)
    figure, ax = figures.new(height=5.2)
    figures.hessian_map(ax, matrix, blocks)
    count = blocks["b"].start
    heat = Picture(
        "hessian",
        figure,
        f"The part of the Hessian that belongs to the {count} {_plural(count, 'neuron')} with the largest delta-slopes "
        "inside the data: in each block those that face right, then those that face left, by their breakpoints. Blue "
        "is positive, orange negative. Two neurons interact through the data that both are active on.",
        "Heat map of a symmetric matrix in blocks.",
    )
    return [Prose(text), Display(formula), Prose(after), Display(moments), Prose(then), spectrum, heat]


def _stability(subject: Subject, sharpness: float) -> str:
    largest = f"steps up to {number(2 / sharpness)} would be stable here"
    if subject.step is None:
        return f"Its sharpness is {number(sharpness, 4)}: {largest}."
    limit = 2 / subject.step
    word = "below" if sharpness < limit else "above"
    return (
        f"This network was trained with steps of {number(subject.step)}, so that the limit is {number(limit, 4)}. Its "
        f"sharpness is {number(sharpness, 4)}, {word} the limit; {largest}."
    )


def _lowest(curvature: Curvature, shift: float) -> str:
    """The lowest eigenvalue beside its bound, where it is more than rounding."""
    lowest = float(curvature.bottom.values[0])
    rounding = curvature.rounding
    if lowest > rounding:
        return f"The lowest eigenvalue is {number(lowest)}: the loss curves up in every direction."
    if lowest > -rounding:
        return f"The lowest eigenvalue is 0 up to rounding, which is {number(rounding, 1)} here."
    # computed to about `rounding`, so that it may come out below a bound that it attains
    return (
        f"The lowest eigenvalue is {number(max(lowest, -shift))}, and {number(-shift)} is the lowest that $R$ allows."
    )


def _critical(curvature: Curvature) -> str:
    """How far the network is from a critical point."""
    if curvature.gradient_norm <= 1e-8 * curvature.sharpness:
        return (
            "That is as good as none: the network stands at a critical point, and with all output weights different "
            "from zero every such point inside a cell is a local minimum (C3)."
        )
    return (
        "The network has therefore not quite arrived: at a critical point with all output weights different from zero "
        "$R$ would vanish and no eigenvalue could be negative (C3)."
    )


def _rank(curvature: Curvature) -> list[Block]:
    rank, inputs, parameters = curvature.rank, len(curvature.inputs), curvature.parameters
    silent = int((curvature.network.v == 0).sum())
    without = f", without the {silent} {_plural(silent, 'neuron')} whose output weight is 0" if silent else ""
    if curvature.fixed_part is None:
        told = (
            f"How many of its eigenvalues can be told from zero in floating point is not computed here: that takes "
            f"a full matrix, and there are more than {WHOLE_UP_TO} distinct inputs."
        )
    else:
        numerical = len(curvature.fixed_part)
        steep = int((curvature.fixed_part > 1e-3 * curvature.fixed_part[0]).sum())
        told = (
            f"In floating point {numerical} {_plural(numerical, 'eigenvalue')} of $J^\\top J$ can be told from zero, "
            f"and {steep} {'exceeds' if steep == 1 else 'exceed'} a thousandth of the largest: these few are what "
            "gradient descent learns quickly."
        )
    full = (
        "That is as many as there are distinct inputs: a small move of the weights can change the fitted values in any "
        "way"
        if rank == inputs
        else f"There are {inputs} distinct inputs, so that {inputs - rank} "
        f"{_plural(inputs - rank, 'combination')} of fitted values cannot be changed by a small move of the weights"
    )
    text = f"""
**Flat directions.** Which neuron is active on which data decides the rank of $J$ exactly, without any rounding: cut the
distinct inputs into pieces at the breakpoints, and count two for a piece of two or more inputs and one for a piece of
one (C6g; in one special case, without a neuron that is active everywhere, one less). Here the rank is
**{rank}**{without}. {full}.
The other {parameters - rank} of the {parameters} directions of weight space leave all fitted values as they are, to
first order.

{told}
"""
    return [Prose(text)]


def _gaps(subject: Subject, curvature: Curvature) -> list[Block]:
    inputs, width = len(curvature.inputs), curvature.network.width
    gaps = inputs - 1
    same = ""
    if inputs <= _EXACT_UP_TO:
        chance = float(lonely_probability(inputs, width))
        half, most = minimal_width(inputs, "1/2"), minimal_width(inputs, "9/10")
        same = (
            "For comparison, data of which nothing is known but their number: if inputs and breakpoints were drawn "
            "from one and the same law, whichever it is, no gap would be empty with probability "
            f"$\\binom{{H+1}}{{N}} / \\binom{{H+N}}{{N}}$ = {number(chance)} for $N = {inputs}$ inputs and "
            f"$H = {width}$; a width of {half} would be needed for one half, of {most} for nine tenths (C5)."
        )
    before = ""
    if subject.init is not None:
        empty = int((gap_counts(subject).sampled[1:-1] == 0).sum())
        before = f" ({empty} in the network drawn from the initialisation)"
    full = "every gap holds one, so that" if curvature.empty_gaps == 0 else "where every gap held one,"
    text = f"""
**Empty gaps.** Two neighbouring inputs without a breakpoint between them lie on one straight piece of the fit.
Of the {gaps} {_plural(gaps, "gap")} between the {inputs} distinct inputs **{curvature.empty_gaps}**
{"is" if curvature.empty_gaps == 1 else "are"} empty in the trained network{before}; {full} weights could be found that
pass through all targets (their mean where an input has several), and every critical point with all output weights
different from zero would do so (C5).

{_chance(subject, gaps)}{same}
"""
    return [Prose(text)]


def _chance(subject: Subject, gaps: int) -> str:
    """The probability that no gap is empty, where the initialisation is known."""
    if subject.init is None:
        return ""
    counts = gap_counts(subject)
    # the sum behind none_empty has an absolute error of about 1e-12
    chance = number(counts.none_empty) if counts.none_empty > 1e-9 else "below $10^{-9}$"
    if subject.init.zero_bias and gaps > 1:
        chance = "0: its breakpoints are all at 0"
    elif subject.width < gaps:
        chance = "0: it has fewer breakpoints than there are gaps"
    return (
        "For a network of this width drawn from the initialisation, the probability that no gap between these inputs "
        f"is empty is {chance}. "
    )


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else noun + "s"
