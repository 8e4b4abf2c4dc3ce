"""Report section: the initialisation and its densities, with the numbers put in."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from sympy import Rational

from symspline.answers.quantities import derive
from symspline.model.init import Init

from .blocks import Block, Derivation, Display, Prose, ReportSection
from .subject import Subject

TEXT = r"""
A network with one input and $H = {width}$ hidden ReLU neurons computes $f(x) = b_0 + \sum_i v_i\,(w_i x + b_i)_+$,
where $z_+$ is $z$ if positive and 0 otherwise. That is a chain of straight pieces. Neuron $i$ bends it at its
**breakpoint** $\beta_i = -b_i / w_i$; on the side where the neuron is active it adds the slope $\mu_i = w_i v_i$, its
**delta-slope**.

The initialisation *{name}* draws {laws}{rounded}. {meaning}Drawing weights is therefore drawing breakpoints and
delta-slopes, and the formulas below are the laws of these, with the numbers of this report put in.{derived}
"""

DERIVED = " Under each formula stands how it was derived and how far every step has been checked."
_PARTLY = (
    " Under a formula that a theorem of the library gives stands how it was derived and how far every step has been "
    "checked."
)

QUANTITIES = (
    ("breakpoint_density", "**Where the breakpoints are.** The density of one breakpoint:"),
    ("delta_slope_density", "**How strong the bends are.** The density of one delta-slope:"),
    ("joint_density", "**Both together.** Strong bends are not equally likely everywhere; the joint density says how:"),
    (
        "zeta",
        r"**What training will penalise.** The function $\zeta(c) = \mathbb{E}[w^2 \mid \beta = c]\,p_\beta(c)$ says"
        r" how easily the network bends at $c$. Its reciprocal is the price of curvature there:",
    ),
)

_LONGEST = 20
"""Characters of a law that is named in full."""

_MEANINGS = {
    "Uniform": "`Uniform(a)` is uniform on $(-a, a)$",
    "Normal": "`Normal(s)` is normal with standard deviation $s$",
    "TruncatedNormal": "`TruncatedNormal(s)` is a normal law of standard deviation $s$ cut at $\\pm 2 s$",
}


def section(subject: Subject) -> ReportSection:
    """The laws of the weights, and each density with its derivation."""
    init = subject.initialisation
    name = init.name or "given by hand"
    formulas = [derive(init, quantity) for quantity, _ in QUANTITIES]
    derived = DERIVED if all(formula.theorem is not None for formula in formulas) else _PARTLY
    text = TEXT.format(
        width=subject.width,
        name=name,
        laws=laws(subject),
        meaning=meaning(init),
        derived=derived,
        rounded=rounded(init),
    )
    blocks: list[Block] = [Prose(text)]
    for (_, introduction), formula in zip(QUANTITIES, formulas, strict=True):
        blocks += [Prose(introduction), Display(formula.latex())]
        blocks += [Prose(remark) for remark in formula.remarks]
        if formula.theorem is not None:
            blocks.append(Derivation(formula.theorem))
    return ReportSection("The initialisation", tuple(blocks))


def laws(subject: Subject) -> str:
    """From what law each weight is drawn."""
    init = subject.initialisation
    names = (("w", "input weights $w$"), ("b", "biases $b$"), ("v", "output weights $v$"), ("b0", "output bias $b_0$"))
    parts = [f"the {meaning} from `{_short(getattr(init, role))}`" for role, meaning in names if getattr(init, role)]
    if init.wb is not None:
        parts.insert(0, f"the pairs $(w, b)$ from `{init.wb!r}`")
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def rounded(init: Init) -> str:
    """That numbers in the names of the laws are rounded, where they are."""
    given = [law for law in (init.w, init.b, init.v, init.b0) if law is not None]
    return ", rounded to four digits" if any(_short(law) != repr(law) for law in given) else ""


def _short(law: Any) -> str:
    """A law by its name, long parameters rounded to four digits.

    Example:
        >>> from symspline.model.law import Normal
        >>> _short(Normal(0.0508159522929)), _short(Normal(2))
        ('Normal(0.05082)', 'Normal(2)')
    """
    kind: Any = type(law)
    names = [part.name for part in fields(kind)] if is_dataclass(kind) else []
    if not names or len(repr(law)) <= _LONGEST:
        return repr(law)
    return repr(replace(law, **{name: Rational(f"{float(getattr(law, name)):.4g}") for name in names}))


def meaning(init: Init) -> str:
    """What the names of the common laws mean."""
    kinds = {type(getattr(init, role)).__name__ for role in ("w", "b", "v", "b0")}
    said = [text for kind, text in _MEANINGS.items() if kind in kinds]
    return f"Here {' and '.join(said)}. " if said else ""
