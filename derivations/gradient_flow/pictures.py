"""The pictures of this chapter."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from sympy import lambdify

from symspline.render import figures
from symspline.render.chapter_pictures import ChapterPicture

from .not_unique import leaving_b, leaving_v
from .sliding import EXAMPLE_SHARE, EXAMPLE_WEIGHT
from .vocabulary import t


def adaptivity(imbalance: NDArray, size: float) -> NDArray:
    """The adaptivity of a neuron, from its two sides as D7.root has them."""
    return (1 + imbalance / np.hypot(imbalance, 2 * size)) / 2


def pictures() -> Iterator[ChapterPicture]:
    """What the imbalance decides, a slide, and two solutions from one start."""
    figure, ax = figures.new()
    sizes = {f"$|r| = {size}$": partial(adaptivity, size=size) for size in (0.3, 1, 3)}
    figures.curves(ax, np.linspace(-10, 10, 801), sizes, xlabel=r"imbalance $\delta$", ylabel=r"adaptivity $\chi$")
    text = (
        r"What the conserved number $\delta$ decides: at $\chi = 0$ the breakpoint stands still, at $\chi = 1$ it "
        "moves as its gradient says. Small neurons are one or the other, large ones lie in between."
    )
    yield ChapterPicture("D7", "adaptivity", figure, text, "Three rising curves from 0 to 1.")

    figure, ax = figures.new()
    weight, share = (lambdify(t, line) for line in (EXAMPLE_WEIGHT.start.expr, EXAMPLE_SHARE.conclusion))
    curves = {"weights $w = v$": weight, r"weight $\alpha$ of the datum": share}
    figures.curves(ax, np.linspace(0, 4, 401), curves, xlabel="time of training $t$")
    text = (
        "A breakpoint that slides on a datum for ever: its weights, and the share with which the datum counts. The "
        "share falls towards zero, where the breakpoint would leave, and does not reach it."
    )
    yield ChapterPicture("D11", "slide", figure, text, "A rising and a falling curve.")

    figure, ax = figures.new()
    leaving = lambdify(t, leaving_b * leaving_v)
    curves = {"begins to see the datum": leaving, "stays where it was": np.zeros_like}
    figures.curves(ax, np.linspace(0, 4, 401), curves, xlabel="time of training $t$", ylabel="value at the datum")
    text = r"Two solutions from one start: the value of the function at a datum with the target $\frac38$."
    yield ChapterPicture("D12", "two-solutions", figure, text, "A curve that rises to 3/8, and the line zero.")
