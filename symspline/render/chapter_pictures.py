"""The pictures of each chapter of the book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .prose import inline_latex

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class ChapterPicture:
    """A picture with its place in a chapter.

    Args:
        section: id of the section that shows it.
        name: file name without suffix.
        figure: the figure.
        caption: what one sees, in the markup of prose.
        alternative: plain text for those who do not see it.
    """

    section: str
    name: str
    figure: Figure
    caption: str
    alternative: str

    @property
    def file(self) -> str:
        """Where the LaTeX document finds the picture."""
        return f"figures/{self.name}.pdf"

    @property
    def pdf(self) -> bytes:
        """The picture for LaTeX."""
        from .figures import image

        return image(self.figure, "pdf")

    def html(self, sentence: Callable[[str], str]) -> str:
        """The picture as a figure of a page, drawn inside it."""
        from .figures import svg

        caption = f"<figcaption>{sentence(self.caption)}</figcaption>"
        return f"\n<figure>\n{svg(self.figure, self.alternative)}\n{caption}\n</figure>"

    def latex(self) -> str:
        """The picture as LaTeX."""
        return (
            f"\\begin{{figure}}[htbp]\n\\centering\n\\includegraphics[width=\\linewidth]{{{self.file}}}\n"
            f"\\caption{{{inline_latex(self.caption)}}}\n\\end{{figure}}"
        )


def pictures(slug: str) -> list[ChapterPicture]:
    """The pictures of a chapter, in reading order; none for a chapter without pictures."""
    return initialisation() if slug == "initialisation" else []


def initialisation() -> list[ChapterPicture]:
    """Densities of breakpoints and delta-slopes, zeta of the usual laws, the random function."""
    import numpy as np

    from symspline.model.init import Init
    from symspline.model.law import Laplace, Normal, Uniform

    from . import figures

    unit = {"normal": Normal(1), "uniform": Uniform(3**0.5), "Laplace": Laplace(0.5**0.5)}
    inits = {name: Init(w=law, b=law, v=Normal(1)) for name, law in unit.items()}
    grid = np.linspace(-4, 4, 801)
    found = []

    figure, ax = figures.new()
    figures.breakpoint_density(ax, grid, {name: init.breakpoint_density for name, init in inits.items()})
    text = "The density of the breakpoint for three laws of the input weight and the bias, all of variance one."
    found.append(ChapterPicture("B2", "breakpoint-densities", figure, text, "Three curves with a peak at zero."))

    figure, ax = figures.new()
    figures.zeta(ax, grid, {name: init.zeta for name, init in inits.items()})
    text = r"$\zeta$ for the same laws: where it is large, a bend costs little."
    found.append(
        ChapterPicture("B3", "zeta", figure, text, "Three curves with a peak at zero, the uniform one flat on top.")
    )

    init = inits["normal"]
    spline = init.sample(20000, np.random.default_rng(7)).spline
    figure, ax = figures.new(height=4.2)
    density = init.joint_density
    figures.joint_density(
        ax, density, np.linspace(-3, 3, 241), np.linspace(-3, 3, 240), (spline.beta[:600], spline.mu[:600])
    )
    text = "The joint density of breakpoint and delta-slope for normal weights, with 600 sampled neurons."
    found.append(
        ChapterPicture("B7", "joint-density", figure, text, "Heat map with dots, ridge along zero delta-slope.")
    )

    figure, ax = figures.new()
    figures.sampled_breakpoints(ax, init.breakpoint_density, spline.beta, -5.0, 5.0)
    text = "The breakpoints of 20000 sampled neurons and the derived density, a Cauchy law."
    found.append(ChapterPicture("B7", "sampled-breakpoints", figure, text, "Histogram under a bell-shaped curve."))
    return found
