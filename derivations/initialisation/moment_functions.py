r"""Zeta, the other moment functions, and the curvature penalty (B3).

Besides its density, a law of the weights has moment functions: $\zeta_n(c)$ is the mean of $|w|^n$ over the neurons
that bend at $c$, times their density. $\zeta_0$ is the density of the breakpoint, $\zeta_1$ governs the total
variation of the slope, and $\zeta = \zeta_2$ governs the covariance of the random function (B16) and the weight
that training puts on curvature. No moment function depends on the output weights.

Five identities tie the moment functions to moments of the weights: their integrals, the mean size and the mean
square of the delta-slope, and the marginal of the joint density (B2). They are the cheapest tests of a closed form.

Why is $1/\zeta$ the curvature penalty? Train the output weights alone, from zero. Gradient flow then ends at the
output weights of least $\sum_i v_i^2$ that fit the data. Of the $H$ neurons about $H p_\beta(c)\,dc$ bend near $c$,
and their $\sum_i w_i^2$ is close to $H \zeta(c)\,dc$. If together they bend the function by $f''(c)\,dc$, the
cheapest way costs $f''(c)^2\,dc/(H \zeta(c))$. Summed over $c$ the cost is $1/H$ times

$$\int \frac{f''(c)^2}{\zeta(c)}\,dc,$$

so that curvature is cheap where many neurons with large weights bend. The two theorems at the end are the finite
statements behind this sentence: what a group of neurons pays, and why neurons of both orientations share the work.
The latter leaves a freedom, for the difference between the orientations shows in the mean slope and the mean
intercept of the two asymptotes, which have a price of their own. The exact norm, with that price, is B16.energy.
The statement is one about the limit of many neurons and about output weights; it does not describe networks whose
input weights move.
"""

from typing import Any

from sympy import Abs, Function, Integral, Symbol, oo

from symspline.model.definitions import zeta
from symspline.proof.functions import OnFunctions, moment
from symspline.proof.moves import Bound, Fold, Substitute
from symspline.proof.section import Section

from .densities import INSTANCES, NORMALISED
from .hypotheses import INDEPENDENT, p_b, p_v, p_w
from .vocabulary import b, beta, c, ell, mu, n, r, t, v, v_1, v_2, v_3, w, w_1, w_2, w_3, x, y

B3 = Section(__name__, "B3", "Zeta and the curvature penalty")

_moment = Function("zeta_n", real=True)
_even, _half = p_w(Abs(w)) * p_b(Abs(c * w)), p_w(r) * p_b(r * Abs(c))
_positive = p_w(r) * p_b(-c * r)
FIXED = (
    " For a given weight $w = r > 0$; the weight $-r$ gives the same, and integrating over $r$ is allowed by Tonelli."
)
FINITE = OnFunctions(r"$\mathbb{E}|w|^{n+1}$ is finite", holds=(moment(p_w, lambda w: Abs(w) ** (n + 1)),))


def with_moment(p: Any, power: int) -> dict[str, Any]:
    """Any laws, one of which has a moment."""
    letter = str(p)[-1]
    finite = OnFunctions(
        rf"$\mathbb{{E}}|{letter}|^{power}$ is finite", holds=(moment(p, lambda size: Abs(size) ** power),)
    )
    return {"given": (INDEPENDENT, finite), "instances": INSTANCES}


MOMENT = B3.theorem(
    "moment",
    "Moment functions are conditional moments",
    r"""$\mathbb{E}\bigl[|w|^n \mid \beta = c\bigr] = \zeta_n(c)/p_\beta(c)$, here for even densities, with both sides
    folded. $\zeta_0$ is the density of the breakpoint, and $\zeta = \zeta_2$ is the one that matters most.""",
    Function("E", real=True)(Abs(w) ** n, c),
    Integral(Abs(w) ** n * Abs(w) * _even, (w, -oo, oo)) / Integral(Abs(w) * _even, (w, -oo, oo)),
    (Integral(r ** (n + 1) * _half, (r, 0, oo)) / Integral(r * _half, (r, 0, oo)), Fold(w, r)),
    origin=r"the mean of $|w|^n$ under the density proportional to $|w|\,p_w(w)\,p_b(-cw)$",
    given=(INDEPENDENT, FINITE),
    instances=INSTANCES,
)

TOTAL = B3.theorem(
    "total",
    "The integral of a moment function",
    r"""$\int \zeta_n(c)\,dc = \mathbb{E}|w|^n$; in particular $\int \zeta = \mathbb{E}\,w^2$ and $\int \zeta_1 =
    \mathbb{E}|w|$."""
    + FIXED,
    Function("I", real=True)(r),
    Integral(r ** (n + 1) * _positive, (c, -oo, oo)),
    (r**n * p_w(r) * Integral(p_b(b), (b, -oo, oo)), Substitute(c, b, -b / r, -c * r)),
    (r**n * p_w(r), NORMALISED),
    given=(INDEPENDENT,),
    instances=INSTANCES,
)

FIRST = B3.theorem(
    "first-moment",
    "The first moment of zeta",
    r"$\int c\,\zeta(c)\,dc = -\mathbb{E}[wb]$." + FIXED,
    Function("I_1", real=True)(r),
    Integral(c * r**3 * _positive, (c, -oo, oo)),
    (-r * p_w(r) * Integral(b * p_b(b), (b, -oo, oo)), Substitute(c, b, -b / r, -c * r)),
    **with_moment(p_b, 1),
)

SECOND = B3.theorem(
    "second-moment",
    "The second moment of zeta",
    r"$\int c^2\,\zeta(c)\,dc = \mathbb{E}\,b^2$." + FIXED,
    Function("I_2", real=True)(r),
    Integral(c**2 * r**3 * _positive, (c, -oo, oo)),
    (p_w(r) * Integral(b**2 * p_b(b), (b, -oo, oo)), Substitute(c, b, -b / r, -c * r)),
    **with_moment(p_b, 2),
)

KINKS = B3.theorem(
    "kinks",
    "The mean square of the delta-slope",
    r"""$\int \mu^2\,p(\beta, \mu)\,d\mu = \mathbb{E}[v^2]\,\zeta(\beta)$, and therefore $\mathbb{E}[\mu^2 \mid \beta] =
    \mathbb{E}[v^2]\,\zeta(\beta)/p_\beta(\beta)$."""
    + FIXED,
    Function("M_2", real=True)(beta, r),
    Integral(mu**2 * p_w(r) * p_b(-beta * r) * p_v(mu / r), (mu, -oo, oo)),
    (r**3 * p_w(r) * p_b(-beta * r) * Integral(v**2 * p_v(v), (v, -oo, oo)), Substitute(mu, v, r * v, mu / r)),
    **with_moment(p_v, 2),
)

VARIATION = B3.theorem(
    "variation",
    "The mean absolute delta-slope",
    r"$\int |\mu|\,p(\beta, \mu)\,d\mu = \mathbb{E}|v|\,\zeta_1(\beta)$." + FIXED,
    Function("M_1", real=True)(beta, r),
    Integral(Abs(mu) * p_w(r) * p_b(-beta * r) * p_v(mu / r), (mu, -oo, oo)),
    (r**2 * p_w(r) * p_b(-beta * r) * Integral(Abs(v) * p_v(v), (v, -oo, oo)), Substitute(mu, v, r * v, mu / r)),
    **with_moment(p_v, 1),
)

SCALE_WEIGHT = B3.theorem(
    "scaled-weight",
    "Input weights scaled",
    r"""When $w$ becomes $\ell w$, $\zeta_n(c)$ becomes $\ell^{n+1}\,\zeta_n(\ell c)$: the breakpoints move in, and
    $\zeta$ grows like $\ell^3$. Written for the positive weights.""",
    _moment(c),
    Integral(r ** (n + 1) * p_w(r / ell) / ell * p_b(-c * r), (r, 0, oo)),
    (
        ell ** (n + 1) * Integral(t ** (n + 1) * p_w(t) * p_b(-ell * c * t), (t, 0, oo)),
        Substitute(r, t, ell * t, r / ell),
    ),
    given=(INDEPENDENT, FINITE),
    instances=INSTANCES,
)

SCALE_BOTH = B3.theorem(
    "scaled-pair",
    "Input weights and biases scaled together",
    r"""When $(w, b)$ becomes $\ell\,(w, b)$, the breakpoints stay and $\zeta_n$ is multiplied by $\ell^n$. Written
    for the positive weights.""",
    _moment(c),
    Integral(r ** (n + 1) * p_w(r / ell) * p_b(-c * r / ell) / ell**2, (r, 0, oo)),
    (ell**n * Integral(t ** (n + 1) * p_w(t) * p_b(-c * t), (t, 0, oo)), Substitute(r, t, ell * t, r / ell)),
    given=(INDEPENDENT, FINITE),
    instances=INSTANCES,
)

_size = w_1**2 + w_2**2 + w_3**2
_total = w_1 * v_1 + w_2 * v_2 + w_3 * v_3
_cost = v_1**2 + v_2**2 + v_3**2
_slack = (w_1 * v_2 - w_2 * v_1) ** 2 + (w_1 * v_3 - w_3 * v_1) ** 2 + (w_2 * v_3 - w_3 * v_2) ** 2

BIN = B3.theorem(
    "bin",
    "The cheapest kink of several neurons",
    r"""Three neurons that share a breakpoint bend the function by $\sum_i w_i v_i$ together. The least $\sum_i v_i^2$
    for a given bend $m$ is $m^2/\sum_i w_i^2$, reached for $v_i$ proportional to $w_i$. The identity of Lagrange in
    the middle holds for any number of neurons.""",
    Symbol("m", real=True) ** 2 / Function("S", real=True)(w_1, w_2, w_3),
    _total**2 / _size,
    (_cost - _slack / _size, "identity of Lagrange"),
    ("<=", _cost, Bound("a sum of squares is not negative")),
)

SIDES = B3.theorem(
    "orientations",
    "The cheapest kink of both orientations",
    r"""Curvature $x$ carried by neurons that open to the right and $y$ by those that open to the left, each with half
    of $\zeta$ at its disposal, costs at least $(x + y)^2/\zeta$, with equality when both carry the same.""",
    Function("f''", real=True)(c) ** 2 / zeta,
    (x + y) ** 2 / r,
    ("<=", ((x + y) ** 2 + (x - y) ** 2) / r, Bound("a square is not negative")),
    (x**2 / (r / 2) + y**2 / (r / 2), "expand"),
)
