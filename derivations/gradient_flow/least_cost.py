r"""What a function costs, with and without a free straight line (F2).

What is the least $\sum |\mu_i|$ of a network that computes a given polygon $f$? If a straight line is free the answer
is the variation of the slope, $V = \sum |c_j|$ over its bends $c_j$. Without it lines have to be made of neurons, and
with only the output bias free the cost is

$$\max\big(V,\; |f'(-\infty) + f'(\infty)|\big).$$

Both are lower bounds. The bends at one place add up to the bend of the function; and since each neuron has its slope
$\mu_i$ on one side of its breakpoint and none on the other, $f'(-\infty) + f'(\infty) = \sum \mu_i$. Both are reached.
A bend $c$ may be shared between a neuron that faces right and one that faces left, $(1 \pm \tau) c/2$, at no cost, and
the share moves the sum of the slopes at the ends by $\tau c$: with $\tau = \pm T/V$ any $|T| \le V$ comes out. What is
missing beyond is a straight line of slope $(T \mp V)/2$, made of two neurons with opposite bends at one place, which
costs twice its slope.

Hence the polygon that joins the data is not always the cheapest interpolant. Through two data the straight line costs
$2 |s|$; the function that is flat before the first datum and after it follows the chord costs $|s|$, and nothing is
cheaper.
"""

from sympy import Abs, Lambda, Max, Sum

from symspline.proof.moves import Bound
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from ..references import stated_in
from .vocabulary import (
    H,
    after,
    before,
    bend,
    beta,
    chord,
    ends,
    i,
    lean,
    lift,
    lifted,
    variation,
    x,
)

F2 = Section(__name__, "F2", "The cost of a function")
term = lifted(i)
MEASURES = tuple({lifted: Lambda(i, each)} for each in (1 - i / 3, (-1) ** i / i, (i - 3) ** 2 / 5 - 1))


def _over_neurons(of):
    return Sum(of, (i, 1, H))


SUM = F2.theorem(
    "sum",
    "A sum costs no more than its parts",
    r"""For any numbers $p_i$: the delta-slopes of all neurons, whose sum is $f'(-\infty) + f'(\infty)$, or the bends at
    one place. With all signs exchanged the same bounds minus the sum.""",
    None,
    _over_neurons(term),
    ("<=", _over_neurons(term) + _over_neurons(Abs(term) - term), Bound("no number exceeds its size")),
    (_over_neurons(Abs(term)), "add the terms"),
    instances=MEASURES,
)
BETWEEN = (lean > -1, lean < 1)
SHARED = F2.theorem(
    "shared",
    "A bend shared between two directions costs the same",
    r"$\frac{1 + \tau}{2} c$ by a neuron that faces right and $\frac{1 - \tau}{2} c$ by one that faces left.",
    None,
    Abs((1 + lean) * bend / 2) + Abs((1 - lean) * bend / 2),
    (Abs(bend), r"$-1 < \tau < 1$"),
    given=BETWEEN,
)
SHIFTED = F2.theorem(
    "ends",
    "The share moves the slopes at the ends",
    r"""A neuron that faces left has the delta-slope minus its bend. With $\tau = T/V$ for $c > 0$ and $-T/V$ for $c <
    0$ the delta-slopes of all bends add up to $T$.""",
    None,
    ((1 + lean) * bend / 2) - ((1 - lean) * bend / 2),
    (lean * bend, "collect"),
)
LINE = F2.theorem(
    "line",
    "A straight line from two neurons",
    r"""Two neurons at one place, one facing right with the bend $d$ and one facing left with the bend $-d$, are the
    line $d (x - \beta)$. Both delta-slopes are $d$: the line costs $2 |d|$ and adds $2 d$ to the slopes at the
    ends.""",
    None,
    lift * Max(0, x - beta) - lift * Max(0, beta - x),
    (lift * (x - beta), "on either side of the breakpoint"),
)
REST = F2.theorem(
    "rest",
    "The cost beyond the variation",
    r"For $T > V$ the bends give $V$ and a line of slope $(T - V)/2$ the rest: together $T$.",
    None,
    variation + 2 * Abs((ends - variation) / 2),
    (ends, "$T > V$"),
    given=(Assumption(condition=ends > variation),),
    source=stated_in(savarese2019="in the abstract: the maximum of the two, for unbounded width and free biases"),
)
variation_of = Abs(chord - before) + Abs(after - chord)
TWO = F2.theorem(
    "two-data",
    "Two data: the line is not the cheapest",
    r"""Some slope $s$ of $f$ between two data is at least that of their chord. With $p_-$ and $p_+$ at the ends its
    variation and the size of the sum at the ends add up to $2 s$ at least, so that the larger of the two is at least
    $s$: half of what the line costs. At $p_- = 0$ and $p_+ = s$, the slope of the chord, both are $s$.""",
    None,
    chord,
    ("<=", chord + (Abs(chord - before) - (chord - before)) / 2, Bound("no number exceeds its size")),
    ("<=", chord + (variation_of - (chord - before) - (chord - after)) / 2, Bound("no number exceeds its size")),
    ("<=", (variation_of + Abs(before + after)) / 2, Bound("no number exceeds its size")),
    ("<=", Max(variation_of, Abs(before + after)), Bound("a mean is at most the larger")),
)
