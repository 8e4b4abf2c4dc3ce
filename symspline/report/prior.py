"""Report sections: the initial function before any training, and the price that it puts on curvature."""

import numpy as np

from symspline.answers.quantities import derive
from symspline.render import figures
from symspline.render.mathematics.notation import tex

from .blocks import Block, Display, Picture, Prose, ReportSection, Table, number
from .subject import Subject
from .training import draw_fit
from .units import own_units

PATHS, SAMPLES = 12, 400


def section(subject: Subject) -> ReportSection:
    """Mean, two standard deviations and sample paths of the initial function."""
    covariance = derive(subject.initialisation, "covariance")
    grid = subject.grid(201, 0.25)
    deviation = np.sqrt(covariance(grid, grid))
    rng = subject.rng(2)
    samples = np.array([subject.initialisation.sample(subject.width, rng)(grid) for _ in range(SAMPLES)])
    # the standard error of a sampled standard deviation of nearly normal values
    score = (samples.std(axis=0, ddof=1) / deviation - 1) * np.sqrt(2 * SAMPLES)
    middle = slice(20, 181, 40)
    init, (low, high) = subject.initialisation, subject.ends
    ends = low, (low + high) / 2, high
    scale, shift = subject.width * init.mean_square_v, init.b0.variance
    text = r"""
Before training the network is a random function. Its mean is zero and its covariance at every width is $H$ times the
second moment of $v$ times the kernel $k_1(x, x') = \mathbb{E}[(w x + b)_+ (w x' + b)_+]$ of one neuron, plus the
variance of $b_0$ (B16, B20):
"""
    front = "" if scale == 1 else tex(scale) + r"\,"
    offset = "" if shift == 0 else f"+ {tex(shift)}"
    display = rf"\operatorname{{Cov}}(f(x), f(x')) = {front} k_1(x, x') {offset}"
    after = f"""
At the left end, in the middle and at the right end of the data the standard deviation is
{", ".join(f"{_at(covariance, place):.4g}" for place in ends)}, in this order. Over {SAMPLES} networks drawn for this
report the sampled standard deviations differ from the predicted ones by
{", ".join(f"${z:+.1f}$" for z in score[middle])} standard errors at five places; beyond $\\pm 3$ would be a surprise.
"""
    figure, ax = figures.new()
    figures.prior(ax, grid, np.zeros_like(grid), deviation, samples[:PATHS], subject.x, subject.y)
    own_units(ax, subject)
    picture = Picture(
        "prior",
        figure,
        f"The initial function: mean, two standard deviations and {PATHS} draws of width {subject.width}, with the "
        "data (dots), in the units of the network.",
        "Band of the initial function with sample paths.",
    )
    return ReportSection("The function before training", (Prose(text), Display(display), Prose(after), picture))


def _at(covariance, x: float) -> float:
    return float(np.sqrt(covariance(x, x)))


def penalty(subject: Subject) -> ReportSection:
    """The curvature penalty 1/zeta over the range of the data."""
    price_at = subject.initialisation.curvature_penalty
    places = subject.grid(5)
    values = np.broadcast_to(price_at(places), places.shape)
    grid = subject.grid(401, 0.25)
    price = np.broadcast_to(price_at(grid), grid.shape)
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
    own_units(ax, subject)
    picture = Picture(
        "penalty",
        figure,
        "The price of curvature $1/\\zeta(c)$ along the data; at the foot the inputs.",
        "Curvature penalty along the input axis.",
    )
    rows = tuple(
        (f"{subject.scaling.x_out(place):.4g}", number(place, 4), f"{1 / value:.4g}", f"{value:.4g}")
        for place, value in zip(places, values, strict=True)
    )
    table = Table((subject.x_name, "$c$", r"$\zeta(c)$", r"$1/\zeta(c)$"), rows)
    return ReportSection("The price of curvature", (Prose(text), picture, table, *_curve(subject)))


def _missed(subject: Subject) -> str:
    """How far the curve is from the data that it cannot reach."""
    data = subject.grouped
    missed = float(np.abs(subject.cheapest(data.x) - data.y).max())
    if missed <= 1e-3 * max(float(np.ptp(data.y)), 1e-300):
        return ""
    return (
        " Where bends are impossible, or so dear that rounding hides them, it takes the least squares: it misses a "
        f"place by up to {number(missed)} in the units of the network."
    )


def _curve(subject: Subject) -> tuple[Block, ...]:
    """The function of least penalty in a large picture."""
    data = subject.grouped
    others = {"cheapest bends": subject.cheapest(subject.places), "all parameters, infinite width": subject.predicted}
    through = "all data" if data.number.max() == 1 else "the mean of the targets at each place"
    arrived = (
        "is where training from zero ends"
        if subject.given is not None
        else f"starts as the network does and takes its {subject.descent.steps} steps, which may end before it arrives"
    )
    text = f"""
**The curve itself.** The picture shows the function that this price selects: of all that pass through {through}, the
one of least $\\int f''^2/\\zeta$ plus the price of the straight part. For weights of symmetric laws, uncorrelated with
their biases, that is $4p^2/\\mathbb{{E}}[b^2] + 4q^2/\\mathbb{{E}}[w^2]$, with $p$ and $q$ the mean intercept and the
mean slope of its two asymptotes (B16). It goes on until nothing is left to fit, noise included. The function for all
parameters {arrived} (B25).{data.said}{_missed(subject)}
"""
    figure, ax = figures.new(width=9.0, height=5.4)
    draw_fit(ax, subject, others)
    name = "the given network" if subject.given is not None else "the network trained for this report"
    picture = Picture(
        "curve",
        figure,
        f"The data, {name}, the curve with the cheapest bends (an infinitely wide network whose output weights alone "
        "were trained) and the prediction for infinite width when all parameters are trained; in the units of the "
        "data, at the foot the network's breakpoints. What leaves the data by more than half of their range is cut "
        "off.",
        "Data with three curves: a network, the curve of least curvature penalty, the infinite-width prediction.",
    )
    return Prose(text), picture
