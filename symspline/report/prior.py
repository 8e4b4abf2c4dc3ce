"""Report section: the initial function before any training."""

from __future__ import annotations

import numpy as np
from sympy import Expr

from symspline.answers.quantities import derive
from symspline.render import figures
from symspline.render.mathematics.notation import tex

from .blocks import Display, Picture, Prose, ReportSection
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
    display = rf"\operatorname{{Cov}}(f(x), f(x')) = {_coefficient(scale)} k_1(x, x') {_summand(shift)}"
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


def _coefficient(scale: Expr) -> str:
    return "" if scale == 1 else tex(scale) + r"\,"


def _summand(shift: Expr) -> str:
    return "" if shift == 0 else f"+ {tex(shift)}"


def _at(covariance, x: float) -> float:
    return float(np.sqrt(covariance(x, x)))
