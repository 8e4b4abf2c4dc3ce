"""Report section: the whole report in a few sentences."""

from __future__ import annotations

import numpy as np

from .blocks import Prose, ReportSection, number
from .breakpoints import gap_counts
from .subject import Subject


def section(subject: Subject) -> ReportSection:
    """What each of the sections finds, for a reader in a hurry."""
    counts, curvature = gap_counts(subject), subject.curvature
    inputs = len(subject.knots)
    price = np.broadcast_to(subject.init.curvature_penalty(np.linspace(-1.0, 1.0, 41)), 41)
    spread = float(price.max() / price.min())
    even = (
        "equally dear everywhere on the data"
        if spread < 1 + 1e-9
        else f"up to {spread:.3g} times as dear at one place of the data as at another"
    )
    error = float(np.sqrt(2 * subject.loss / len(subject.data)))
    trained = "The given network" if subject.given is not None else "The network trained for this report"
    text = f"""
A ReLU network with one input draws a chain of straight pieces. This report says what the theory of such chains predicts
for {len(subject.data)} pairs of data and a network of {subject.width} hidden neurons, and what one network really does.

- **Before training** the network can bend at {subject.width} random places. About
{counts.expected[1:-1].sum():.0f} of them fall between the first and the last input.
- **What a very wide network prefers** when only its output weights learn: the curve with the cheapest bends that fits
the data. Bends are {even}.
- **After training**: {trained[0].lower() + trained[1:]} misses the targets by {error:.3g} of their standard deviation
(root mean square) and has {curvature.pieces} straight pieces on the data.
- **How steep the loss is there**: its largest curvature is {number(curvature.sharpness)}, so that gradient descent is
stable with steps up to {number(2 / curvature.sharpness)}.
- **What it cannot bend**: {curvature.empty_gaps} of the {inputs - 1} gaps between neighbouring inputs hold no
breakpoint: there the fit is straight.

Each density comes with its derivation and a verdict on how far it has been checked. Ids like B4 or C6 name theorems of
the library: `symspline show B4` prints them, `symspline check B4` checks them.
"""
    return ReportSection("In short", (Prose(text),))
