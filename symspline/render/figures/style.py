"""The common look of the pictures: colours that the colour-blind can tell apart, readable type, nothing global."""

import base64
import io
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9"
"""The palette of Okabe and Ito."""
INK, GREY, PALE = "#222222", "#777777", "#C8C8C8"
CYCLE = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
LOOK: Any = {
    "font.size": 10.5,
    "axes.titlesize": 11,
    "axes.labelsize": 10.5,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
    "legend.fontsize": 9.5,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "axes.titlelocation": "left",
    "lines.linewidth": 1.8,
    "mathtext.fontset": "dejavusans",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    # without a salt the names inside an SVG are random
    "svg.hashsalt": "symspline",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
}

styled = mpl.rc_context(LOOK)
"""Runs a drawing function under the common look, which it leaves nowhere else."""


@styled
def new(rows: int = 1, columns: int = 1, *, width: float = 6.4, height: float | None = None) -> tuple[Figure, Any]:
    """A figure and its axes, an array of axes when there are several, outside pyplot.

    Width and height are in inches; unless told a row has 0.56 of a panel's width.
    """
    figure = new_figure(width=width, height=height or 0.56 * width / columns * rows)
    return figure, figure.subplots(rows, columns)


@styled
def new_figure(*, width: float, height: float, dpi: float = 100) -> Figure:
    """A figure of that size in inches, without axes, outside pyplot."""
    figure = Figure(figsize=(width, height), layout="constrained", dpi=dpi)
    FigureCanvasAgg(figure)
    return figure


@styled
def image(figure: Figure, format: str = "png", *, dpi: int = 160) -> bytes:
    """The picture as "png", "svg" or "pdf"; the same figure gives the same bytes.

    The dots per inch are those of a PNG, and of what is drawn as pixels in the others.

    Raises:
        ValueError: for another format.
    """
    stamp: dict[str, dict[str, Any]] = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    if format not in stamp:
        raise ValueError(f"format {format!r} is not one of png, svg, pdf")
    buffer = io.BytesIO()
    figure.savefig(buffer, format=format, dpi=dpi, metadata=stamp[format])
    return buffer.getvalue()


def svg(figure: Figure, alternative: str) -> str:
    """The picture as an element of HTML: an SVG inside the page, and plain text for those who do not see it."""
    data = base64.b64encode(image(figure, "svg")).decode("ascii")
    return f'<img class="figure" alt="{escape(alternative, quote=True)}" src="data:image/svg+xml;base64,{data}">'
