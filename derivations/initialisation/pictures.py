"""The pictures of this chapter."""

from collections.abc import Iterator

import numpy as np

from symspline.model.init import Init
from symspline.model.law import Laplace, Normal, Uniform
from symspline.render import figures
from symspline.render.chapter_pictures import ChapterPicture


def pictures() -> Iterator[ChapterPicture]:
    """Densities of breakpoints and delta-slopes, zeta of the usual laws, the random function."""
    unit = {"normal": Normal(1), "uniform": Uniform(3**0.5), "Laplace": Laplace(0.5**0.5)}
    inits = {name: Init(w=law, b=law, v=Normal(1)) for name, law in unit.items()}
    grid = np.linspace(-4, 4, 801)

    figure, ax = figures.new()
    figures.breakpoint_density(ax, grid, {name: init.breakpoint_density for name, init in inits.items()})
    text = "The density of the breakpoint for three laws of the input weight and the bias, all of variance one."
    yield ChapterPicture("B2", "breakpoint-densities", figure, text, "Three curves with a peak at zero.")

    figure, ax = figures.new()
    figures.zeta(ax, grid, {name: init.zeta for name, init in inits.items()})
    text = r"$\zeta$ for the same laws: where it is large, a bend costs little."
    yield ChapterPicture("B3", "zeta", figure, text, "Three curves with a peak at zero, the uniform one flat on top.")

    init = inits["normal"]
    spline = init.sample(20000, np.random.default_rng(7)).spline
    figure, ax = figures.new(height=4.2)
    density = init.joint_density
    figures.joint_density(
        ax, density, np.linspace(-3, 3, 241), np.linspace(-3, 3, 240), (spline.beta[:600], spline.mu[:600])
    )
    text = "The joint density of breakpoint and delta-slope for normal weights, with 600 sampled neurons."
    yield ChapterPicture("B7", "joint-density", figure, text, "Heat map with dots, ridge along zero delta-slope.")

    figure, ax = figures.new()
    figures.sampled_breakpoints(ax, init.breakpoint_density, spline.beta, -5.0, 5.0)
    text = "The breakpoints of 20000 sampled neurons and the derived density, a Cauchy law."
    yield ChapterPicture("B7", "sampled-breakpoints", figure, text, "Histogram under a bell-shaped curve.")
