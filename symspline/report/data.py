"""Report section: the data and the units of the network."""

from __future__ import annotations

import numpy as np

from symspline.render import figures

from .blocks import Picture, Prose, ReportSection, Table
from .subject import Subject


def section(subject: Subject) -> ReportSection:
    """The data, what repeats in them, and the map to the units of the network."""
    data, scaling = subject.data, subject.scaling
    distinct = len(subject.knots)
    repeated = (
        f" Only {distinct} of the inputs are distinct: where one input has several targets, no function passes through "
        "all of them, and a fit can at best take their mean."
        if distinct < len(data)
        else " All inputs are distinct, so that a wide enough network can pass through every point."
    )
    text = f"""
The data are {len(data)} pairs of *{subject.x_name}* (the input $x$) and *{subject.y_name}* (the target $y$).{repeated}

Networks are initialised for inputs of size about one, so that the data are first mapped to such units: $x$ to the
interval
$[-1, 1]$ and $y$ to mean 0 and standard deviation 1. Everything below is stated in these units; pictures also show
those
of the data.
"""
    rows = (
        (
            "input",
            *_span(data.x),
            f"$x = (\\mathrm{{input}} {_less(scaling.x_centre)}) / {_number(scaling.x_scale)}$",
        ),
        (
            "target",
            *_span(data.y),
            f"$y = (\\mathrm{{target}} {_less(scaling.y_centre)}) / {_number(scaling.y_scale)}$",
        ),
    )
    figure, ax = figures.new()
    figures.data(ax, data.x, data.y, data.x_name, data.y_name)
    picture = Picture(
        "data",
        figure,
        f"The data, in their own units; the ticks at the foot mark the {distinct} distinct inputs.",
        f"Scatter plot of {data.y_name} against {data.x_name}.",
    )
    table = Table(("", "least", "largest", "units of the network"), rows)
    return ReportSection("The data", (Prose(text), picture, table))


def _span(values: np.ndarray) -> tuple[str, str]:
    return _number(values.min()), _number(values.max())


def _number(value: float) -> str:
    return np.format_float_positional(value, precision=4, unique=True, trim="-")


def _less(value: float) -> str:
    """A number with the sign of its subtraction."""
    return f"{'+' if value < 0 else '-'} {_number(abs(value))}"
