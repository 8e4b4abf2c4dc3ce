"""Report section: the initialisation and its densities, with the numbers put in."""

from symspline.answers.quantities import derive
from symspline.model.init import Init

from .blocks import Block, Derivation, Display, Prose, ReportSection
from .subject import Subject

TEXT = r"""
A network with one input and $H = {width}$ hidden ReLU neurons computes $f(x) = b_0 + \sum_i v_i\,(w_i x + b_i)_+$,
where $z_+$ is $z$ if positive and 0 otherwise. That is a chain of straight pieces. Neuron $i$ bends it at its
**breakpoint** $\beta_i = -b_i / w_i$; on the side where the neuron is active it adds the slope $\mu_i = w_i v_i$, its
**delta-slope**.

The initialisation *{name}* draws {laws}. {meaning}Drawing weights is therefore drawing breakpoints and delta-slopes,
and the formulas below are the laws of these, derived from the law of the weights, with the numbers of this report put
in. Under each formula stands how it was derived and how far every step has been checked.
"""

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

_MEANINGS = {
    "Uniform": "`Uniform(a)` is uniform on $(-a, a)$",
    "Normal": "`Normal(s)` is normal with standard deviation $s$",
    "TruncatedNormal": "`TruncatedNormal(s)` is a normal law of standard deviation $s$ cut at $\\pm 2 s$",
}


def section(subject: Subject) -> ReportSection:
    """The laws of the weights, and each density with its derivation."""
    init = subject.initialisation
    name = init.name or "given by hand"
    text = TEXT.format(width=subject.width, name=name, laws=laws(subject), meaning=meaning(init))
    blocks: list[Block] = [Prose(text)]
    for quantity, introduction in QUANTITIES:
        formula = derive(init, quantity)
        blocks += [Prose(introduction), Display(formula.latex())]
        blocks += [Prose(remark) for remark in formula.remarks]
        if formula.theorem is not None:
            blocks.append(Derivation(formula.theorem))
    return ReportSection("The initialisation", tuple(blocks))


def laws(subject: Subject) -> str:
    """From what law each weight is drawn."""
    init = subject.initialisation
    names = (("w", "input weights $w$"), ("b", "biases $b$"), ("v", "output weights $v$"), ("b0", "output bias $b_0$"))
    parts = [f"the {meaning} from `{getattr(init, role)!r}`" for role, meaning in names if getattr(init, role)]
    if init.wb is not None:
        parts.insert(0, f"the pairs $(w, b)$ from `{init.wb!r}`")
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def meaning(init: Init) -> str:
    """What the names of the common laws mean."""
    kinds = {type(getattr(init, role)).__name__ for role in ("w", "b", "v", "b0")}
    said = [text for kind, text in _MEANINGS.items() if kind in kinds]
    return f"Here {' and '.join(said)}. " if said else ""
