r"""Total variation of the slope: the sum of the sizes of the delta-slopes (B23).

Where the breakpoints are distinct, the total variation of the slope is $\mathrm{TV}(f') = \sum_i|\mu_i|$. Its mean is
$H\,\mathbb{E}|w|\,\mathbb{E}|v|$ and its variance stays bounded: for a scaling with $C =
H\,\mathbb{E}w^2\,\mathbb{E}v^2$ constant the mean grows like $\sqrt H$ while the standard deviation does not grow at
all.

A trap: with zero biases all breakpoints sit at 0, the jumps add up before their size is taken, and the total
variation is $|\sum_i|w_i|\,v_i|$, which stays bounded. The formulas of this section do not apply there.
"""

from sympy import Function, Sum, Symbol, pi, sqrt

from symspline.proof.moves import By, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .function_moments import SQUARE
from .vocabulary import M_1, M_2, V_1, V_2, W_1, W_2, H, i

B23 = Section(__name__, "B23", "Total variation of the slope")

total_variation = Symbol("TV", real=True)

MEAN = B23.theorem(
    "mean",
    "Mean total variation of the slope",
    r"$\mathrm{TV}(f') = \sum_i|\mu_i|$ with $W_1 = \mathbb{E}|w|$ and $V_1 = \mathbb{E}|v|$.",
    Function("E", real=True)(total_variation),
    Sum(W_1 * V_1, (i, 1, H)),
    Evaluate("$H$ equal terms"),
    given=(Assumption("$w$ and $v$ are independent, and the breakpoints are distinct"),),
)

_PUT = {M_1: W_1 * V_1, M_2: W_2 * V_2}
VARIANCE = B23.theorem(
    "variance",
    "Variance of the total variation of the slope",
    r"A term $|\mu|$ has mean $W_1V_1$ and mean square $W_2V_2$.",
    Function("Var", real=True)(total_variation),
    SQUARE.start.xreplace(_PUT),
    By(SQUARE, _PUT),
    given=(Assumption("$w$ and $v$ are independent, and the breakpoints are distinct"),),
)

_HE = {W_1: 2 / sqrt(pi), V_1: 2 / sqrt(pi * H)}
HE_NORMAL = B23.theorem(
    "he-normal",
    "Mean total variation of the slope, He normal",
    r"For $w \sim N(0,2)$ and $v \sim N(0,2/H)$: it grows like $\sqrt H$.",
    Function("E", real=True)(total_variation),
    MEAN.start.subs(_HE),
    By(MEAN, _HE),
)
