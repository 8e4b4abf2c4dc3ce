"""Report sections that no chapter owns: the whole in short, the data, and how far every statement used is checked."""

from collections.abc import Sequence

import numpy as np

from symspline.proof.checker import TheoremReport
from symspline.render import figures

from .blocks import Picture, Prose, ReportSection, Table, number
from .breakpoints import gap_counts
from .subject import Scaling, Subject
from .summary import tables


def summary(subject: Subject) -> ReportSection:
    """What each of the sections finds, for a reader in a hurry."""
    if subject.init is None:
        return in_short(subject, "")
    counts = gap_counts(subject)
    price = np.broadcast_to(subject.init.curvature_penalty(subject.grid(41)), 41)
    spread = float(price.max() / price.min())
    even = (
        "equally dear everywhere on the data"
        if spread < 1 + 1e-9
        else f"up to {spread:.3g} times as dear at one place of the data as at another"
    )
    before = f"""
- **Before training** the network can bend at {subject.width} random places. About
{counts.expected[1:-1].sum():.0f} of them fall between the first and the last input.
- **What a very wide network prefers** when only its output weights learn: the curve with the cheapest bends that fits
the data. Bends are {even}.
"""
    return in_short(subject, before)


def in_short(subject: Subject, before: str) -> ReportSection:
    """The summary whose points on the untrained network are given."""
    curvature, gaps = subject.curvature, len(subject.knots) - 1
    trained = "the given network" if subject.given is not None else "the network trained for this report"
    pieces = f"{curvature.pieces} straight piece{'s' * (curvature.pieces > 1)}"
    empty = (
        f"{curvature.empty_gaps} of the {gaps} gaps between neighbouring inputs "
        f"hold{'s' * (curvature.empty_gaps == 1)} no breakpoint: there the fit is straight"
        if curvature.empty_gaps
        else "nothing between two inputs: every gap between neighbours holds a breakpoint"
    )
    known = subject.init is not None
    says = "what the theory of such chains predicts" if known else "what the theory of such chains tells"
    densities = "Each density comes with its derivation and a verdict on how far it has been checked. " if known else ""
    does = ", and what one network really does" if known else ""
    text = f"""
A ReLU network with one input draws a chain of straight pieces. This report says {says} for {len(subject.data)} pairs of
data and a network of {subject.width} hidden neurons{does}.

{before.strip()}
- **After training**: {trained} misses the targets by {number(subject.error)} {subject.unit} (root mean square) and has
{pieces} on the data.
- **How steep the loss is there**: its largest curvature is {number(curvature.sharpness)}, so that gradient descent is
stable with steps up to {number(2 / curvature.sharpness)}.
- **What it cannot bend**: {empty}.

{densities}Ids like B4 or C6 name theorems of
the library: `symspline show B4` prints them, `symspline check B4` checks them.
"""
    return ReportSection("In short", (*tables(subject), Prose(text)))


def data(subject: Subject) -> ReportSection:
    """The data, what repeats in them, and the map to the units of the network."""
    given, scaling = subject.data, subject.scaling
    distinct = len(subject.knots)
    repeated = (
        f" Only {distinct} of the inputs are distinct: where one input has several targets, no function passes through "
        "all of them, and a fit can at best take their mean."
        if distinct < len(given)
        else " All inputs are distinct, so that a wide enough network can pass through every point."
    )
    text = f"""
The data are {len(given)} pairs of *{subject.x_name}* (the input $x$) and *{subject.y_name}* (the target $y$).{repeated}

{_own_units(subject)}
"""
    rows = (
        _units("input", "x", given.x, scaling.x_centre, scaling.x_scale),
        _units("target", "y", given.y, scaling.y_centre, scaling.y_scale),
    )
    figure, ax = figures.new()
    figures.data(ax, given.x, given.y, given.x_name, given.y_name)
    picture = Picture(
        "data",
        figure,
        f"The data, in their own units; at the foot the {distinct} distinct inputs.",
        f"Scatter plot of {given.y_name} against {given.x_name}.",
    )
    blocks = [] if scaling.is_raw else [Table(("", "least", "largest", "units of the network"), rows)]
    return ReportSection("The data", (Prose(text), picture, *blocks))


def _own_units(subject: Subject) -> str:
    """What is done to the data before a network sees them."""
    if subject.scaling.is_raw:
        return "The network takes and gives them as they are: everything below is stated in the units of the data."
    spread = "mean 0 and standard deviation 1" if np.ptp(subject.data.y) > 0 else "0, since it is constant"
    mapped = subject.scaling == Scaling.of(subject.data)
    map_to = "to the interval $[-1, 1]$" if mapped else "to mean 0 and standard deviation 1"
    why = (
        "Networks are initialised for inputs of size about one, so that the data are first mapped to such units"
        if subject.given is None
        else "The network takes and gives the data in units of its own"
    )
    return (
        f"{why}: $x$ {map_to} and $y$ to {spread}. Everything below is stated in these units, unless it says that it "
        f"is in those of the data; pictures in the units of the network have {subject.x_name} along the top."
    )


def _units(what: str, symbol: str, values: np.ndarray, centre: float, scale: float) -> tuple[str, str, str, str]:
    """Least and largest value, and how a value becomes one of the network."""
    less = f"{'+' if centre < 0 else '-'} {_number(abs(centre))}"
    change = f"${symbol} = (\\mathrm{{{what}}} {less}) / {_number(scale)}$"
    return what, _number(values.min()), _number(values.max()), change


def _number(value: float) -> str:
    return np.format_float_positional(value, precision=4, unique=True, trim="-")


_VERDICTS = """
The table lists the derivations that this report shows; every step of them was checked when it was written.
**Proved**: an exact symbolic argument. **Enclosed**: at several points both sides were computed with rigorous relative
error bounds below $10^{-25}$ and agree; a certificate at those points. **Sampled**: high-precision numbers agree,
without error bounds. A statement is worth its weakest step and the weakest statement that it cites. The last column is
the largest relative error bound (where sampled: difference) of any step. Theorems that are only cited by their ids are
checked by `symspline check`.
"""


def verdicts(reports: Sequence[TheoremReport]) -> ReportSection:
    """The table of verdicts."""
    rows = tuple(
        (
            report.theorem.id,
            report.theorem.title,
            f"**{report.verdict}**",
            str(len(report.steps)),
            "exact" if report.worst is None else f"{report.worst:.0e}",
        )
        for report in reports
    )
    table = Table(("statement", "title", "verdict", "steps", "largest error"), rows)
    return ReportSection("What has been checked", (Prose(_VERDICTS), table))
