"""Report sections: the initial function before any training, and the price that it puts on curvature."""

import numpy as np

from symspline.answers.quantities import derive
from symspline.render import figures
from symspline.render.mathematics.notation import tex

from .blocks import Display, Picture, Prose, ReportSection, Table
from .subject import Subject

PATHS, SAMPLES = 12, 400


def section(subject: Subject) -> ReportSection:
    """Mean, two standard deviations and sample paths of the initial function."""
    covariance = derive(subject.init, "covariance")
    grid = np.linspace(-1.25, 1.25, 201)
    deviation = np.sqrt(covariance(grid, grid))
    rng = subject.rng(2)
    samples = np.array([subject.init.sample(subject.width, rng)(grid) for _ in range(SAMPLES)])
    # the standard error of a sampled standard deviation of nearly normal values
    score = (samples.std(axis=0, ddof=1) / deviation - 1) * np.sqrt(2 * SAMPLES)
    middle = slice(20, 181, 40)
    init = subject.init
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
At the left end, the middle and the right end of the data the standard deviation is
{_at(covariance, -1.0):.4g}, {_at(covariance, 0.0):.4g} and {_at(covariance, 1.0):.4g}. Over {SAMPLES} networks drawn
for
this report the sampled standard deviations differ from the predicted ones by
{", ".join(f"${z:+.1f}$" for z in score[middle])} standard errors at five places; beyond $\\pm 3$ would be a surprise.
"""
    figure, ax = figures.new()
    figures.prior(ax, grid, np.zeros_like(grid), deviation, samples[:PATHS], subject.x, subject.y)
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
    price_at = subject.init.curvature_penalty
    places = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    values = np.broadcast_to(price_at(places), places.shape)
    grid = np.linspace(-1.25, 1.25, 401)
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
