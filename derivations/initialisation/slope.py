r"""The random slope: variance, orthogonal increments, the ends (B21).

The slope $f'(x) = \sum_i v_iw_i\,1[w_ix+b_i > 0]$ jumps by $|\mu_i|$ at each breakpoint. For symmetric $(w,b)$ and
centred output weights its covariance needs only $\zeta$: a neuron is active at both $x < y$ exactly when its
breakpoint lies outside $[x,y]$ on the proper side.

Three things follow. The variance $C/2$, $C = H\,\mathbb{E}w^2\,\mathbb{E}v^2$, is the same everywhere, so the random
function is no flatter far from the data than near it. Changes of slope on disjoint intervals are uncorrelated, with
mean square $H\,\mathbb{E}v^2\int\zeta$: the second derivative is white noise of intensity $H\,\mathbb{E}v^2\,\zeta$,
and in the wide limit $f'$ is a Brownian motion run at the speed of $\zeta$. And the slopes at the two ends are
uncorrelated, since no neuron is active at both.

This is where the curvature penalty comes from: a Gaussian prior whose second derivative has intensity $\zeta$
penalises $\int f''^2/\zeta$, together with a two-parameter affine prior for the ends.
"""

from sympy import Abs, Function, Integral, Lambda, Min, atan, oo, pi

from symspline.proof.functions import OnFunctions, moment
from symspline.proof.moves import Antiderivative, By, SplitDomain, TakeLimit
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption, Source

from .gaussian import ZETA_C, spread
from .hypotheses import APART
from .vocabulary import V_2, H, c, s, sigma_b, sigma_v, sigma_w, u, x, y

B21 = Section(__name__, "B21", "The random slope")

zeta = Function("zeta", real=True)
covariance = Function("Cov", real=True)
slope = Function("f'", real=True)

FINITE = OnFunctions(r"$\mathbb{E}w^2$ is finite", holds=(moment(zeta, lambda c: 1),))
INSTANCES = (
    {zeta: Lambda(c, 2 / (pi * (1 + c**2) ** 2))},
    {zeta: Lambda(c, 3 / (1 + Abs(c)) ** 4)},
    {zeta: Lambda(c, Min(1, 1 / Abs(c)) ** 4 / 8)},
)
"""Normal, Laplace and uniform weights of unit scale."""


def total(low, high) -> Integral:
    """The integral of zeta."""
    return Integral(zeta(c), (c, low, high))


def slope_covariance(low, high):
    """`Cov(f'(low), f'(high))` for low <= high, as B21.covariance states it."""
    return H * V_2 * (total(-oo, oo) - total(low, high)) / 2


COVARIANCE = B21.theorem(
    "covariance",
    "Covariance of the slope",
    r"""For $x < y$, symmetric $(w,b)$ and $\mathbb{E}v = 0$. Both places are active for the neurons with $w > 0$ and
    $\beta < x$, and for those with $w < 0$ and $\beta > y$; each sign carries half of $\zeta$. Since $\int\zeta =
    \mathbb{E}w^2$ (B3), this is $\tfrac12H\,\mathbb{E}v^2(\mathbb{E}w^2-\int_x^y\zeta)$.""",
    covariance(slope(x), slope(y)),
    H * V_2 * (total(-oo, x) / 2 + total(y, oo) / 2),
    (slope_covariance(x, y), "the two ends are the whole line without the gap"),
    given=(
        APART,
        FINITE,
        Assumption(r"$(w,b)$ and $(-w,-b)$ have one law, $\mathbb{E}v=0$, $v$ independent of $(w,b)$"),
    ),
    instances=INSTANCES,
    source=Source(id="B21"),
)

VARIANCE = B21.theorem(
    "variance",
    "Variance of the slope, the same everywhere",
    r"""$\operatorname{Var}f'(x) = \tfrac12H\,\mathbb{E}v^2\,\mathbb{E}w^2 = C/2$ with $C =
    H\,\mathbb{E}w^2\,\mathbb{E}v^2$: 2 for He scaling and $1/18$ for the PyTorch default, at every place and every
    width.""",
    Function("Var", real=True)(slope(x)),
    H * V_2 * (total(-oo, x) / 2 + total(x, oo) / 2),
    (H * V_2 * total(-oo, oo) / 2, "join the two ranges"),
    given=(FINITE,),
    instances=INSTANCES,
)

CHANGE = Function("E", real=True)((slope(y) - slope(x)) ** 2)
INCREMENT = B21.theorem(
    "increment",
    "Mean square of a change of slope",
    r"""$\mathbb{E}(f'(y)-f'(x))^2$ for $x < y$: the random second derivative is white noise of intensity
    $H\,\mathbb{E}v^2\,\zeta$.""",
    CHANGE,
    2 * VARIANCE.conclusion - 2 * slope_covariance(x, y),
    (H * V_2 * total(x, y), "the variances cancel the whole line"),
    given=(FINITE, APART),
    origin=(By(VARIANCE), By(VARIANCE, {x: y}), By(COVARIANCE)),
    where={CHANGE: VARIANCE.subject + VARIANCE.subject.subs(x, y) - 2 * COVARIANCE.subject},
    instances=INSTANCES,
)

ORTHOGONAL = B21.theorem(
    "orthogonal",
    "Changes of slope on adjacent intervals are uncorrelated",
    r"""$\mathbb{E}(f'(y)-f'(x))^2$ for $x < s < y$ is the sum of the mean squares of the two changes, from $x$ to $s$
    and from $s$ to $y$, so that their product has mean zero.""",
    CHANGE,
    INCREMENT.start,
    By(INCREMENT),
    SplitDomain(c, (s,)),
    given=(
        FINITE,
        Assumption("$x < s < y$", (x < s) & (s < y)),
    ),
    instances=INSTANCES,
)

NORMAL = B21.theorem(
    "normal",
    "Covariance of the slope, normal weights",
    r"For normal weights and $x < y$, with $\zeta(c) = 2\sigma_w^3\sigma_b^3/(\pi(\sigma_b^2+\sigma_w^2c^2)^2)$.",
    covariance(slope(x), slope(y)),
    H * sigma_v**2 * (sigma_w**2 - Integral(ZETA_C, (c, x, y))) / 2,
    Antiderivative(c, sigma_w**2 / pi * (atan(sigma_w * c / sigma_b) + sigma_w * sigma_b * c / spread(c))),
    given=(APART,),
)

ENDS = B21.theorem(
    "ends",
    "The slopes at the two ends are uncorrelated",
    r"""$\operatorname{Cov}(f'(-u), f'(u))$ as $u \to \infty$, normal weights: no neuron is active at both ends, and
    the covariance of the outermost slopes falls to zero.""",
    covariance(slope(-oo), slope(oo)),
    NORMAL.start.subs({x: -u, y: u}),
    By(NORMAL, {x: -u, y: u}),
    TakeLimit(u, oo),
)
