"""Draw the picture of the README: `python docs/make_picture.py`.

The idea at a glance: a derivation, the density that comes out of it, and a simulation that agrees.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import symspline as ss
from symspline.proof.report import TheoremReport
from symspline.proof.theorem import Theorem
from symspline.render.figures import image
from symspline.render.figures.densities import joint_density, sampled_breakpoints
from symspline.render.figures.style import GREEN, GREY, INK, new, styled
from symspline.render.mathematics.display import display

INIT = ss.Init(w=ss.Normal(1), b=ss.Normal(1), v=ss.Normal(1))
_MATHTEXT = ((r"\lvert", "|"), (r"\rvert", "|"), (r"\frac", r"\dfrac"), (r"\bigl", ""), (r"\bigr", ""))


@styled
def derivation(ax: Axes, theorem: Theorem, report: TheoremReport | None = None, *, size: float = 12.0) -> list[Any]:
    """The lines of a theorem, from the definition down to the closed form, with the verdict of a report.

    They have to fit the axes, whose frame is taken away; one that repeats another is left out; `size` is in points.
    """
    shown = display(theorem)
    ax.set_axis_off()
    lines = dict.fromkeys(f"{row.relation}\\;{row.line}" for row in shown.rows)
    texts = [ax.text(0, 1.0, f"${_mathtext(shown.subject)}$", fontsize=size, color=INK, va="top")]
    step = 0.78 / max(len(lines), 1)
    for k, line in enumerate(lines):
        texts.append(ax.text(0.03, 0.86 - k * step, f"${_mathtext(line)}$", fontsize=size, color=INK, va="top"))
    if report is not None:
        word = f"{report.verdict.value}: {len(report.steps)} steps checked"
        texts.append(ax.text(0.0, -0.04, word, fontsize=10.5, color=GREEN, weight="bold", va="bottom"))
    for text in texts:
        text.set_in_layout(False)
    return texts


def _mathtext(tex: str) -> str:
    """What matplotlib reads of LaTeX."""
    for old, new_text in _MATHTEXT:
        tex = tex.replace(old, new_text)
    return tex


@styled
def overview(
    init: ss.Init, theorem: Theorem, report: TheoremReport | None = None, *, neurons: int = 20000, seed: int = 0
) -> Figure:
    """Three panels: the derivation of the joint density, the density with neurons, the breakpoints of a simulation.

    Args:
        init: normal weights, biases and output weights.
        theorem: the theorem of the joint density.
        report: its check.
        neurons: how many are drawn for the histogram; 400 of them are shown as dots.
        seed: of the draw.
    """
    figure, axes = new(1, 3, width=13.0, height=4.2)
    axes[0].get_gridspec().set_width_ratios([1.5, 1, 1])
    derivation(axes[0], theorem, report)
    axes[0].set_title("derive", color=GREY)
    spline = init.sample(neurons, np.random.default_rng(seed)).spline
    wide = float(np.quantile(np.abs(spline.mu), 0.97))
    betas, mus = np.linspace(-2.5, 2.5, 241), np.linspace(-wide, wide, 240)
    joint_density(axes[1], init.joint_density, betas, mus, (spline.beta[:400], spline.mu[:400]))
    axes[1].set_title("compute", color=GREY)
    sampled_breakpoints(axes[2], init.breakpoint_density, spline.beta, -4.0, 4.0)
    axes[2].set_title(f"simulate: {neurons} neurons", color=GREY)
    return figure


if __name__ == "__main__":
    target, theorem = Path(__file__).with_name("picture.png"), ss.library["B7.joint"]
    target.write_bytes(image(overview(INIT, theorem, theorem.check(evidence=False)), "png", dpi=110))
    print(target)
