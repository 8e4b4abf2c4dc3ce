"""Report section: the price of curvature along the data."""

from __future__ import annotations

import numpy as np

from symspline.render import figures

from .blocks import Picture, Prose, ReportSection, Table
from .subject import Subject


def section(subject: Subject) -> ReportSection:
    """The curvature penalty 1/zeta over the range of the data."""
    penalty = subject.init.curvature_penalty
    places = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    values = np.broadcast_to(penalty(places), places.shape)
    grid = np.linspace(-1.25, 1.25, 401)
    price = np.broadcast_to(penalty(grid), grid.shape)
    spread = float(values.max() / values.min())
    verdict = (
        "It is the same everywhere on the data, as for a cubic spline; but the straight part and the range outside the "
        "data have prices of their own, so that the curve need not be the natural cubic spline."
        if np.ptp(values) <= 1e-12 * values.max()
        else f"It varies by a factor of {spread:.3g} over the data: bends are cheaper where it is low, and there "
        "the fitted curve will bend."
    )
    text = f"""
When only the output weights of a very wide network are trained, by gradient descent from zero, the network goes to the
function that fits the data with the least $\\int f''(c)^2 / \\zeta(c)\\,dc$, up to a term for the straight
part (B3, B16). The curve in the picture is $1/\\zeta$, the price of curvature at each place. {verdict}
"""
    figure, ax = figures.new()
    figures.penalty(ax, grid, price, subject.knots)
    picture = Picture(
        "penalty",
        figure,
        "The price of curvature $1/\\zeta(c)$ along the data (ticks: the inputs).",
        "Curvature penalty along the input axis.",
    )
    rows = tuple(
        (f"{subject.scaling.x_out(place):.4g}", f"{place:+.1f}", f"{1 / value:.4g}", f"{value:.4g}")
        for place, value in zip(places, values, strict=True)
    )
    table = Table((subject.x_name, "$c$", r"$\zeta(c)$", r"$1/\zeta(c)$"), rows)
    return ReportSection("The price of curvature", (Prose(text), picture, table))
