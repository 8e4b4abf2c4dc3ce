"""Report section: the network trained by gradient descent beside the prediction for infinite width."""

import numpy as np
from matplotlib.axes import Axes

from symspline.answers.quantities import derive
from symspline.render import figures

from .blocks import Picture, Prose, ReportSection, Table, number
from .subject import Subject
from .two_rays import bend_distance


def wide_prediction(subject: Subject, grid: np.ndarray) -> np.ndarray:
    """What the network would become if its tangent kernel stayed at its expected value (B25).

    The residual then follows the linear recursion e <- (I - eta K) e, whose n-th iterate is known; the prediction
    starts from the same initial function and takes the same steps as the network itself.
    """
    kernel = derive(subject.init, "tangent_kernel")
    x, step, steps = subject.x, subject.descent.step, subject.descent.steps
    values, vectors = np.linalg.eigh(kernel(x[:, None], x[None, :]))
    # The kernel has no negative eigenvalue but for rounding.
    values = np.maximum(values, 0.0)
    start = subject.y - subject.network(x)
    # (1 - (1 - eta lambda)^n) / lambda without cancellation for small eta lambda, and n eta in the limit of lambda = 0.
    decay = np.where(step * values < 1, np.log1p(-np.minimum(step * values, 0.999999)), np.nan)
    shrunk = np.where(np.isnan(decay), 1 - (1 - step * values) ** steps, -np.expm1(steps * np.nan_to_num(decay)))
    gain = np.divide(shrunk, values, out=np.full_like(values, steps * step), where=values > 1e-14 * values.max())
    return subject.network(grid) + kernel(grid[:, None], x[None, :]) @ (vectors @ (gain * (vectors.T @ start)))


def section(subject: Subject) -> ReportSection:
    """The trained network, the prediction, and how far they are apart; a given network stands alone."""
    return _given(subject) if subject.given is not None else _trained(subject)


def _given(subject: Subject) -> ReportSection:
    network, grid = subject.trained, np.linspace(-1.0, 1.0, 401)
    text = f"""
This is the network that was given, with {network.width} hidden neurons; nothing was trained for this report. Its
root-mean-square error on the data is {number(subject.error)} {subject.unit}.
"""
    figure, ax = figures.new()
    _draw_fit(ax, subject, grid, None)
    picture = Picture("training", figure, "The data and the network; ticks mark its breakpoints.", "Data and a fit.")
    return ReportSection("The network after training", (Prose(text), picture))


def _trained(subject: Subject) -> ReportSection:
    descent, grid = subject.descent, np.linspace(-1.0, 1.0, 400)  # without 0, where zero biases leave a jump
    trained, predicted = subject.trained(grid), wide_prediction(subject, grid)
    apart = float(np.abs(trained - predicted).max())
    moved = float(np.abs(trained - subject.network(grid)).max())
    text = f"""
The network was trained on all its parameters by {descent.steps} steps of full-batch gradient descent of size
{number(descent.step)} on $\\tfrac12\\sum_n (f(x_n) - y_n)^2$; its root-mean-square error is {number(subject.error)}
{subject.unit}. The prediction is what a network does whose tangent kernel does not move while it learns, as for
infinite width: it is computed from the expected kernel (B25), starts at the same function and takes the same steps.

Between $x = -1$ and $1$ the two differ by at most {number(apart)}, where training moved the network by up to
{number(moved)}. {_why_apart(subject)}
"""
    figure, axes = figures.new(columns=2, width=9.0)
    _draw_fit(axes[0], subject, grid, predicted)
    figures.loss(axes[1], descent.recorded, descent.losses)
    picture = Picture(
        "training",
        figure,
        "Left: the data, the trained network and the prediction for infinite width; ticks mark the trained network's "
        "breakpoints. Right: the loss.",
        "Trained network beside the infinite-width prediction, and the loss.",
    )
    zero = subject.init.zero_bias
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
    if not subject.init.zero_bias:
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


def _draw_fit(ax: Axes, subject: Subject, grid: np.ndarray, predicted: np.ndarray | None) -> None:
    """The data and the trained network in the units of the data, beside the prediction, if there is one."""
    scaling, data, network = subject.scaling, subject.data, subject.trained
    other = None if predicted is None else scaling.y_out(predicted)
    places, ticks = scaling.x_out(grid), scaling.x_out(network.spline.beta)
    fitted = scaling.y_out(network(grid))
    figures.fit(ax, places, fitted, other, data.x, data.y, ticks, data.x_name, data.y_name)
