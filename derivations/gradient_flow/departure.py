r"""How descent departs from the flow, as far as it is a formula (D20).

On a smooth piece descent with the step $\eta$ follows the modified flow of D18 to one order more. Along a direction of
curvature $\lambda > 0$ it is ahead of the flow, nearer to the minimum, after the time $t$ by $\frac12\eta\lambda^2
t\,e^{-\lambda t}$ of the start in the first order, most at $t = 1/\lambda$ and nothing in the end. The imbalance drifts
by $\eta^2 (g_v^2 - g_w^2 - g_b^2)$ a step (D3.descent). The first order can be taken out: twice the run with half the
step minus the run itself misses the flow in the second order only, on smooth pieces.

At a datum on which the flow slides descent does not rest. As long as its two speeds do not change it steps to the lit
side with the speed $p_-$ and back with the speed $p_+$, so that the pre-activation stays in a band of the width $\eta
(p_- + p_+)$, and it sees the datum in the share $p_-/(p_- + p_+)$ of its steps: the weight $\alpha$ with which the
datum counts in the sliding flow (D11). So a run of descent tells sliding by the flips of one activation, and the band
by its step. Events closer in time than a few steps it cannot tell apart.

No bound is claimed for a run across many events; where the flow is not unique (D12) descent need not have a limit for
$\eta \to 0$ at all.
"""

from sympy import Derivative, S, exp

from symspline.proof.moves import Bound, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .vocabulary import (
    A,
    eta,
    exact,
    fraction,
    height,
    lam,
    missed,
    missed_2,
    nonzero_e,
    nonzero_v,
    p_dark,
    p_lit,
    t,
    x_n,
)

D20 = Section(__name__, "D20", "How descent departs from the flow")
LEADING = D20.theorem(
    "leading",
    "The error of the first order on a parabola",
    r"""The derivative by the step of the modified flow $e^{-\lambda t - \eta\lambda^2 t/2}$: at $\eta = 0$ it is
    $-\frac12\lambda^2 t\,e^{-\lambda t}$.""",
    None,
    Derivative(exp(-lam * t - eta * lam**2 * t / 2), eta),
    Evaluate(),
)
WORST = D20.theorem(
    "worst",
    "When the error is largest",
    r"The size $\frac12\lambda^2 t\,e^{-\lambda t}$ grows until $t = 1/\lambda$ and falls from there on.",
    None,
    Derivative(lam**2 * t * exp(-lam * t) / 2, t),
    Evaluate("differentiate"),
    (lam**2 * (1 - lam * t) * exp(-lam * t) / 2, "collect"),
)


def _run(step):
    """What descent gives: the flow and errors of the first and second order."""
    return exact + missed * step + missed_2 * step**2


RICHARDSON = D20.theorem(
    "richardson",
    "Two runs take out the first order",
    r"""With errors $c_1\eta + c_2\eta^2$ this mean of the runs with the steps $\vartheta\eta$ and $\eta$ is off by
    $-\vartheta c_2\eta^2$. At $\vartheta = \frac12$ it is twice the run with half the step minus the other.""",
    None,
    (_run(fraction * eta) - fraction * _run(eta)) / (1 - fraction),
    (exact - fraction * missed_2 * eta**2, "the first order cancels"),
    given=(fraction < 1,),
)
BAND = D20.theorem(
    "band",
    "The band at a datum",
    r"""A step from the dark side, $h \le 0$, leads to $h + \eta p_-$, which lies $\eta p_+ + \eta p_-$ above the lower
    end of the band $-\eta p_+ \le h \le \eta p_-$ at most. A step from the lit side stays in it by symmetry.""",
    None,
    height + eta * p_dark + eta * p_lit,
    ("<=", eta * (p_dark + p_lit), Bound(r"$h \le 0$")),
    given=(Assumption("the datum is not seen", height <= 0),),
)
DUTY = D20.theorem(
    "duty",
    "The share of the steps that see the datum",
    r"""Over many steps the way up and the way down are equal but for the band. With the share $\alpha$ of the steps on
    the lit side $(1 - \alpha) p_- = \alpha p_+$: for $\alpha = p_-/(p_- + p_+)$ nothing is left.""",
    None,
    (1 - p_dark / (p_dark + p_lit)) * p_dark - p_dark / (p_dark + p_lit) * p_lit,
    (S.Zero, "one fraction"),
)
dark, lit = -nonzero_v * A, -nonzero_v * (A + nonzero_e * (1 + x_n**2))
WEIGHT = D20.theorem(
    "weight",
    "It is the weight of the datum in the sliding flow",
    r"With the speeds of D10, $p_- = -v A$ and $p_+ = v (A + e_n (1 + x_n^2))$: the weight $\alpha$ of D11.weight.",
    None,
    dark / (dark - lit),
    (-A / (nonzero_e * (1 + x_n**2)), "the output weight cancels"),
)
