"""Report section: the network trained by gradient descent beside the prediction for infinite width."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from symspline.render import figures

from .blocks import Picture, Prose, ReportSection, Table, number
from .subject import Subject
from .two_rays import bend_distance


def section(subject: Subject) -> ReportSection:
    """The trained network, the prediction, and how far they are apart; a given network stands alone."""
    return _given(subject) if subject.given is not None else _trained(subject)


def _given(subject: Subject) -> ReportSection:
    network = subject.trained
    text = f"""
This is the network that was given, with {network.width} hidden neurons; nothing was trained for this report. Its
root-mean-square error on the data is {number(subject.error)} {subject.unit}.
"""
    figure, ax = figures.new()
    draw_fit(ax, subject, {})
    picture = Picture("training", figure, "The data and the network; at the foot its breakpoints.", "Data and a fit.")
    return ReportSection("The network after training", (Prose(text), picture))


def _trained(subject: Subject) -> ReportSection:
    descent, grid = subject.descent, subject.places
    trained, predicted = subject.trained(grid), subject.predicted
    apart = float(np.abs(trained - predicted).max())
    moved = float(np.abs(trained - subject.network(grid)).max())
    text = f"""
The network was trained on all its parameters by {descent.steps} steps of full-batch gradient descent of size
{number(descent.step)} on $\\tfrac12\\sum_n (f(x_n) - y_n)^2$; its root-mean-square error is {number(subject.error)}
{subject.unit}. The prediction is what a network does whose tangent kernel does not move while it learns, as for
infinite width: it is computed from the expected kernel (B25), starts at the same function and takes the same steps.

On the range of the data the two differ by at most {number(apart)}, where training moved the network by up to
{number(moved)}. {_why_apart(subject)}{subject.grouped.said}
"""
    figure, axes = figures.new(columns=2, width=9.0)
    draw_fit(axes[0], subject, {"infinite width": predicted})
    figures.loss(axes[1], descent.recorded, descent.losses)
    picture = Picture(
        "training",
        figure,
        "Left: the data, the trained network and the prediction for infinite width; at the foot the trained network's "
        "breakpoints. Right: the loss.",
        "Trained network beside the infinite-width prediction, and the loss.",
    )
    zero = subject.initialisation.zero_bias
    limit = (("that of the limit, a line on each side of 0", f"{subject.rays.error:.4g}"),) if zero else ()
    before, after = subject.network.spline, subject.trained.spline
    shift = np.abs(after.beta - before.beta)
    inside = (np.abs(before.beta) <= 1) & np.isfinite(shift)
    median = f"{np.median(shift[inside]):.3g}" if inside.any() else "none"
    rows = (
        ("root-mean-square error", f"{subject.error:.4g}"),
        *limit,
        ("largest difference to the prediction", f"{apart:.4g}"),
        ("median movement of a breakpoint inside the data", median),
        ("sum of squared delta-slopes, before and after", f"{(before.mu**2).sum():.4g}, {(after.mu**2).sum():.4g}"),
    )
    return ReportSection("The network after training", (Prose(text), picture, Table(("", "value"), rows)))


def _why_apart(subject: Subject) -> str:
    if not subject.initialisation.zero_bias:
        return (
            "The difference is the finite width: the kernel of a network of width "
            f"{subject.width} is not its mean, and it moves while the network learns; both effects shrink as the "
            "network grows."
        )
    found = bend_distance(subject.trained, subject.trained.b)
    return (
        "The prediction may jump at 0, where a network can only be steep; elsewhere they part because the bends, all "
        f"at 0 before, leave it: half of those that face one way lie farther from it than {number(found)} after "
        f"training. The frozen kernel expects {number(subject.rays.bend_moved)} at the end of training."
    )


def draw_fit(ax: Axes, subject: Subject, others: Mapping[str, np.ndarray]) -> None:
    """The data, the trained network and other functions by their values at `places`, in the units of the data."""
    scaling, data, network = subject.scaling, subject.data, subject.trained
    name = "trained network" if subject.given is None else "given network"
    curves = {label: scaling.y_out(values) for label, values in {name: network(subject.places), **others}.items()}
    bends = scaling.x_out(network.spline.beta)
    places = scaling.x_out(subject.places)
    figures.fit(ax, places, curves, data.x, data.y, data.x_name, data.y_name, breakpoints=bends)
