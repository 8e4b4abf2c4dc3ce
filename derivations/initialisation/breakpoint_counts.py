r"""How many breakpoints fall into an interval, and how much they bend (B4).

A network of width $H$ is a spline with $H$ knots at random places. The knots are independent, so that the number in
an interval $I$ is binomial with the probability $q_I = \int_I p_\beta$; over a stretch of data this says how many
bends the random function can offer there. If the law of $w$ has an atom at zero, $q_I$ is multiplied by the
probability that $w \neq 0$.

What the knots do is weighed by the other moment functions. The squared delta-slopes in $I$ add up to
$H\,\mathbb{E}[v^2]\int_I\zeta$ on average, and the total variation of the slope in $I$ is
$H\,\mathbb{E}|v|\int_I\zeta_1$ on average.

For the symmetric laws without a mean the three families are strikingly alike. The density of the breakpoint falls
like $c^{-2}$, $\zeta_1$ like $c^{-3}$ and $\zeta$ like $c^{-4}$; the breakpoint has no mean; and half of the
breakpoints lie beyond the ratio of the scales of bias and weight. A network whose data fill the interval between
these points spends half of its neurons on bends outside the data.
"""

from sympy import Abs, Expr, Function, Integral, Max, Min, Piecewise, Sum, atan, binomial, cos, erf, exp, oo, pi, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import collect, scales
from symspline.model import definitions as of
from symspline.model.init import Init
from symspline.model.law import Laplace, Normal, Uniform
from symspline.proof.moves import Antiderivative, Fold, Known
from symspline.proof.resting import Resting
from symspline.proof.section import Section
from symspline.special import angle_minus_sine

from .gaussian import DELTA, DENSITY_C, HIGH, IN_UNITS, LOW, ZETA_C, angle, rate, spread
from .hypotheses import ORDERED
from .laplace import level
from .uniform import from_zero, largest
from .vocabulary import V_1, V_2, H, a_b, a_w, c, n, q_I, r, s, sigma_b, sigma_w, tau_b, tau_w, w, x, y

B4 = Section(__name__, "B4", "Counting breakpoints")

_count = Function("N", real=True)(x, y)
_probability = Function("q", real=True)(x, y)
_first = Function("zeta_1", real=True)(c)


def _law(trials: Expr, index: Expr) -> Expr:
    return binomial(trials, index) * q_I**index * (1 - q_I) ** (trials - index)


MEAN = B4.theorem(
    "mean",
    "Mean number of breakpoints",
    r"""Of $H$ independent neurons, the number whose breakpoint falls into an interval of probability $q_I = \int_I
    p_\beta$ is binomial.""",
    Function("E", real=True)(_count),
    Sum(n * _law(H, n), (n, 0, H)),
    (
        H * q_I * Sum(_law(H - 1, n), (n, 0, H - 1)),
        Known(
            r"absorption, $n\binom{H}{n} = H\binom{H-1}{n-1}$, and a shift of the index",
            "identity of binomial coefficients",
        ),
    ),
    (H * q_I, Known(r"$(q_I + (1 - q_I))^{H-1} = 1$", "binomial theorem")),
    origin="mean of the binomial law",
)

VARIANCE = B4.theorem(
    "variance",
    "Variance of the number of breakpoints",
    "The counts of an interval fluctuate by the square root of their mean.",
    Function("Var", real=True)(_count),
    Sum((n - H * q_I) ** 2 * _law(H, n), (n, 0, H)),
    (
        Sum(n * (n - 1) * _law(H, n), (n, 0, H)) + H * q_I - H**2 * q_I**2,
        Resting(
            Known(r"$(n - Hq)^2 = n(n-1) + n - 2nHq + H^2q^2$", "the law sums to one and has the mean $Hq$"), (MEAN,)
        ),
    ),
    (
        H * (H - 1) * q_I**2 + H * q_I - H**2 * q_I**2,
        Known(r"absorption twice, and $(q_I + (1 - q_I))^{H-2} = 1$", "binomial theorem"),
    ),
    (H * q_I * (1 - q_I), "collect"),
    origin="variance of the binomial law",
)

# Normal weights.
_S2, _SX, _SY = spread(c), sqrt(spread(x)), sqrt(spread(y))
_N, _THETA = sigma_w * sigma_b * (y - x), angle(y - x)
_ADDITION = Known(r"the difference of the arctangents is one angle $\theta$", "addition theorem of the tangent")

NORMAL_PROBABILITY = B4.theorem(
    "normal-probability",
    "Probability of an interval for normal weights",
    r"For the interval $(x, y)$. Half of the breakpoints lie in $|c| < \sigma_b/\sigma_w$.",
    _probability,
    Integral(DENSITY_C, (c, x, y)),
    (Integral(1 / (1 + s**2), (s, LOW, HIGH)) / pi, IN_UNITS),
    Antiderivative(s, atan(s)),
    (_THETA / pi, _ADDITION),
    given=(ORDERED,),
)

_A = rate(c)
NORMAL_FIRST = B4.theorem(
    "normal-zeta-1",
    "First moment function of normal weights",
    r"$\zeta_1(c) = \mathbb{E}\bigl[|w| \mid \beta = c\bigr]\,p_\beta(c)$.",
    _first,
    of.zeta_integral(Normal(sigma_w), Normal(sigma_b), 1),
    (Integral(r**2 * exp(-_A * r**2), (r, 0, oo)) / (pi * sigma_w * sigma_b), Fold(w, r)),
    Antiderivative(r, -r * exp(-_A * r**2) / (2 * _A) + sqrt(pi) * erf(sqrt(_A) * r) / (4 * _A * sqrt(_A))),
)

NORMAL_KINKS = B4.theorem(
    "normal-kinks",
    "Squared kinks in an interval for normal weights",
    r"""$\mathbb{E}\sum_i \mu_i^2$ over the neurons that bend in $(x, y)$: $H\,\mathbb{E}[v^2]\int_I \zeta$ by
    B3.kinks.""",
    Function("E", real=True)(_count),
    H * V_2 * Integral(ZETA_C, (c, x, y)),
    (H * V_2 * 2 * sigma_w**2 / pi * Integral(1 / (1 + s**2) ** 2, (s, LOW, HIGH)), IN_UNITS),
    (
        H * V_2 * sigma_w**2 / pi * (atan(HIGH) - atan(LOW) + HIGH / (1 + HIGH**2) - LOW / (1 + LOW**2)),
        Antiderivative(s, (atan(s) + s / (1 + s**2)) / 2),
    ),
    given=(ORDERED,),
    compute=H * V_2 * sigma_w**2 / pi * (angle_minus_sine(_THETA) + 2 * _N / (_SX * _SY) * cos(DELTA / 2) ** 2),
)

_HEIGHT = H * V_1 * sigma_w**2 / sqrt(2 * pi)

NORMAL_VARIATION = B4.theorem(
    "normal-variation",
    "Total variation of the slope in an interval for normal weights",
    r"""$\mathbb{E}\sum_i |\mu_i|$ over the neurons that bend in $(x, y)$: $H\,\mathbb{E}|v|\int_I \zeta_1$ by
    B3.variation.""",
    Function("E", real=True)(_count),
    H * V_1 * Integral(sigma_w**2 * sigma_b**2 / (sqrt(2 * pi) * _S2 * sqrt(_S2)), (c, x, y)),
    (_HEIGHT * (y / _SY - x / _SX), Antiderivative(c, sigma_w**2 * c / (sqrt(2 * pi) * sqrt(_S2)))),
    given=(ORDERED,),
    compute=_HEIGHT
    * Piecewise(
        (sigma_b**2 * (y - x) * (x + y) / (_SX * _SY * (y * _SX + x * _SY)), x * y > 0), (y / _SY - x / _SX, True)
    ),
)

# Uniform weights.
_EDGE = a_b / a_w


def _beyond(low: Expr, high: Expr) -> Expr:
    """Integral of the density from the larger of `low` and the edge to that of `high` and the edge."""
    start, end = Max(low, _EDGE), Max(high, _EDGE)
    return a_b / (4 * a_w) * (end - start) / (end * start)


UNIFORM_PROBABILITY = B4.theorem(
    "uniform-probability",
    "Probability of an interval for uniform weights",
    """For the interval $(x, y)$, with $r = a_b/a_w$: its part inside $(-r, r)$, its part to the right of $r$, its
    part to the left of $-r$. Half of the breakpoints lie inside.""",
    _probability,
    Integral(largest(c) ** 2 / (4 * a_w * a_b), (c, x, y)),
    Antiderivative(c, from_zero(c)),
    (
        a_w / (4 * a_b) * Max(0, Min(y, _EDGE) - Max(x, -_EDGE)) + _beyond(x, y) + _beyond(-y, -x),
        "the part inside, and those to the right and to the left",
    ),
    given=(ORDERED,),
)

_M = largest(c)

UNIFORM_FIRST = B4.theorem(
    "uniform-zeta-1",
    "First moment function of uniform weights",
    r"With $m(c) = \min(a_w, a_b/|c|)$.",
    _first,
    of.zeta_integral(Uniform(a_w), Uniform(a_b), 1),
    (Integral(Abs(w) ** 2, (w, -_M, _M)) / (4 * a_w * a_b), r"the bias is possible only for $|w| \le m(c)$"),
    Fold(w, r),
    Antiderivative(r, r**3 / 3),
)


# Laplace weights.
def _share(low: Expr, high: Expr) -> Expr:
    """What the part of an interval to the right of 0 contributes."""
    start, end = Max(low, 0), Max(high, 0)
    return (end - start) / (level(end) * level(start))


LAPLACE_PROBABILITY = B4.theorem(
    "laplace-probability",
    "Probability of an interval for Laplace weights",
    "For the interval $(x, y)$: its part to the right of zero and its part to the left.",
    _probability,
    Integral(tau_w * tau_b / (2 * level(Abs(c)) ** 2), (c, x, y)),
    Antiderivative(c, tau_w * c / (2 * level(Abs(c)))),
    (tau_w * tau_b / 2 * (_share(x, y) + _share(-y, -x)), "what lies to the right of 0, and to the left"),
    given=(ORDERED,),
)

_RATE = 1 / tau_w + Abs(c) / tau_b

LAPLACE_FIRST = B4.theorem(
    "laplace-zeta-1",
    "First moment function of Laplace weights",
    r"Between the square of the density and the fourth power of $\zeta$, a third power.",
    _first,
    of.zeta_integral(Laplace(tau_w), Laplace(tau_b), 1),
    (Integral(r**2 * exp(-_RATE * r), (r, 0, oo)) / (2 * tau_w * tau_b), Fold(w, r)),
    Antiderivative(r, -(r**2 / _RATE + 2 * r / _RATE**2 + 2 / _RATE**3) * exp(-_RATE * r)),
    (tau_w**2 * tau_b**2 / level(Abs(c)) ** 3, "collect"),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """Probability of a breakpoint between two places, and the first moment function."""
    forms: dict[str, ClosedForm] = {}
    for values, probability, first in (
        (scales(init, Normal, mean=0), NORMAL_PROBABILITY, NORMAL_FIRST),
        (scales(init, Uniform), UNIFORM_PROBABILITY, UNIFORM_FIRST),
        (scales(init, Laplace), LAPLACE_PROBABILITY, LAPLACE_FIRST),
    ):
        forms |= collect(values, {"breakpoint_probability": (probability, (x, y)), "zeta_1": (first, (c,))})
    return forms
