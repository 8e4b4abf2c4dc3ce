"""Random initialisation in function space: what a draw of the weights means for the spline the network is."""

from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from symspline.proof.theorem import Chapter

if TYPE_CHECKING:
    from symspline.model.formula import Formula
    from symspline.model.init import Init

READING_ORDER = (
    "integrals",
    "change_of_variables",
    "densities",
    "moment_functions",
    "breakpoint_counts",
    "orientation",
    "generalised_normal",
    "gaussian",
    "uniform",
    "laplace",
    "mixed",
    "truncated_normal",
    "student_t",
    "discrete",
    "no_closed_form",
    "degenerate",
    "kernel",
    "arc_cosine_kernel",
    "uniform_kernel",
    "laplace_kernel",
    "weight_moments",
    "function_moments",
    "slope",
    "roughness",
    "total_variation",
    "flatness",
    "tangent_kernel",
    "presets",
)
"""The section modules of this chapter."""

TEXT = r"""
A ReLU network with one input and one hidden layer, $f(x) = b_0 + \sum_{i=1}^H v_i\,(w_i x + b_i)_+$, is a piecewise
linear function. Neuron $i$ bends it at the breakpoint $\beta_i = -b_i/w_i$; on the side where the neuron is active it
adds the slope $\mu_i = w_i v_i$, its delta-slope, so that from left to right the slope changes there by
$\mathrm{sign}(w_i)\,\mu_i = |w_i|\,v_i$. When the weights are drawn at random, so are the breakpoints and the
delta-slopes; this chapter computes their laws for the initialisations in use and for any other that a reader may
propose.

The neurons are independent and alike, so that one neuron $(w, b, v)$ says everything. The tool is the change of
variables $(w, b, v) \to (w, \beta, \mu)$, whose Jacobian is one; integrating over $w$ gives the joint density
$p(\beta, \mu)$, and its marginals. Besides them one function matters more than any density: $\zeta(c) =
\mathbb{E}[w^2 \mid \beta = c]\, p_\beta(c)$. It is the reciprocal of the weight that training puts on the squared
curvature at $c$, it generates the covariance of the random function, and it never depends on the output weights.

The chapter goes from the definitions to the families of laws in closed form, then to the laws that need quadrature
and to those that degenerate, and last to the random function itself: its covariance, slope, roughness and total
variation, and the kernel that governs its first training steps.
"""


@cache
def _chapter() -> Chapter:
    from .simulation import with_evidence

    written = (import_module(f"{__name__}.{name}").SECTION for name in READING_ORDER)
    sections = tuple(replace(s, theorems=tuple(with_evidence(t) for t in s)) for s in written)
    return Chapter("initialisation", "Random initialisation in function space", TEXT, sections)


def derive(init: "Init", quantity: str, **options: Any) -> "Formula":
    """The formula of a quantity of an initialisation; see `quantities.derive`."""
    from .quantities import derive

    return derive(init, quantity, **options)


def __getattr__(name: str) -> Any:
    # A section may be imported alone, without the whole chapter.
    if name == "CHAPTER":
        return _chapter()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
