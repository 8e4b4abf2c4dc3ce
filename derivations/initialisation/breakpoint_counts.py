"""How many breakpoints fall into an interval, and how much they bend (B4)."""

from sympy import (
    Abs,
    Expr,
    Function,
    Integral,
    Le,
    Max,
    Min,
    Piecewise,
    Sum,
    atan,
    atan2,
    binomial,
    cos,
    erf,
    exp,
    oo,
    pi,
    sqrt,
)

from symspline.answers.closed_form import ClosedForm
from symspline.model.definitions import zeta_integral
from symspline.model.init import Init
from symspline.model.law import Laplace, Normal, Uniform
from symspline.proof.moves import Algebra, Antiderivative, Definition, Fold, Known, SplitCases, Substitute
from symspline.proof.theorem import Assumption, Section, Step, Theorem
from symspline.special import angle_minus_sine

from .arguments import arguments
from .uniform import largest
from .vocabulary import V_1, V_2, H, a_b, a_w, c, n, q_I, r, s, sigma_b, sigma_w, tau_b, tau_w, w, x, y

INTERVAL = Assumption(r"$x \le y$", Le(x, y))
_count = Function("N", real=True)(x, y)
_probability = Function("q", real=True)(x, y)
_first = Function("zeta_1", real=True)(c)


def _law(trials: Expr, index: Expr) -> Expr:
    return binomial(trials, index) * q_I**index * (1 - q_I) ** (trials - index)


MEAN = Theorem(
    id="B4.mean",
    title="Mean number of breakpoints",
    chapter="initialisation",
    statement=r"Of $H$ independent neurons, the number whose breakpoint falls into an interval of probability $q_I = "
    r"\int_I p_\beta$ is binomial.",
    arguments=arguments(H, q_I),
    subject=Function("E", real=True)(_count),
    start=Sum(n * _law(H, n), (n, 0, H)),
    origin=Definition("mean of the binomial law"),
    steps=(
        Step(
            "=",
            H * q_I * Sum(_law(H - 1, n), (n, 0, H - 1)),
            Known(
                r"absorption, $n\binom{H}{n} = H\binom{H-1}{n-1}$, and a shift of the index",
                "identity of binomial coefficients",
            ),
        ),
        Step("=", H * q_I, Known(r"$(q_I + (1 - q_I))^{H-1} = 1$", "binomial theorem")),
    ),
)

VARIANCE = Theorem(
    id="B4.variance",
    title="Variance of the number of breakpoints",
    chapter="initialisation",
    statement=r"The counts of an interval fluctuate by the square root of their mean.",
    arguments=arguments(H, q_I),
    subject=Function("Var", real=True)(_count),
    start=Sum((n - H * q_I) ** 2 * _law(H, n), (n, 0, H)),
    origin=Definition("variance of the binomial law"),
    steps=(
        Step(
            "=",
            Sum(n * (n - 1) * _law(H, n), (n, 0, H)) + H * q_I - H**2 * q_I**2,
            Known(
                r"$(n - Hq)^2 = n(n-1) + n - 2nHq + H^2q^2$; the law sums to one and has the mean $Hq$", "as in B4.mean"
            ),
        ),
        Step(
            "=",
            H * (H - 1) * q_I**2 + H * q_I - H**2 * q_I**2,
            Known(r"absorption twice, and $(q_I + (1 - q_I))^{H-2} = 1$", "binomial theorem"),
        ),
        Step("=", H * q_I * (1 - q_I), Algebra("collect")),
    ),
)

# Normal weights.
_S2 = sigma_b**2 + sigma_w**2 * c**2
_N, _D = sigma_w * sigma_b * (y - x), sigma_b**2 + sigma_w**2 * x * y
_LOW, _HIGH = sigma_w * x / sigma_b, sigma_w * y / sigma_b
_SX, _SY = sqrt(sigma_b**2 + sigma_w**2 * x**2), sqrt(sigma_b**2 + sigma_w**2 * y**2)
_THETA = atan2(_N, _D)
_DELTA = atan2(sigma_w * sigma_b * (x + y), sigma_b**2 - sigma_w**2 * x * y)
_SCALE = Substitute(c, s, sigma_b * s / sigma_w, sigma_w * c / sigma_b)
_ADDITION = Known(r"the difference of the arctangents is one angle $\theta$", "addition theorem of the tangent")

NORMAL_PROBABILITY = Theorem(
    id="B4.normal-probability",
    title="Probability of an interval for normal weights",
    chapter="initialisation",
    statement=r"For the interval $(x, y)$. Half of the breakpoints lie in $|c| < \sigma_b/\sigma_w$.",
    arguments=arguments(x, y, sigma_w, sigma_b),
    assumes=(INTERVAL,),
    subject=_probability,
    start=Integral(sigma_w * sigma_b / (pi * _S2), (c, x, y)),
    steps=(
        Step("=", Integral(1 / (1 + s**2), (s, _LOW, _HIGH)) / pi, _SCALE),
        Step("=", (atan(_HIGH) - atan(_LOW)) / pi, Antiderivative(s, atan(s))),
        Step("=", _THETA / pi, _ADDITION),
    ),
)

_A = _S2 / (2 * sigma_w**2 * sigma_b**2)

NORMAL_FIRST = Theorem(
    id="B4.normal-zeta-1",
    title="First moment function of normal weights",
    chapter="initialisation",
    statement=r"$\zeta_1(c) = \mathbb{E}\bigl[|w| \mid \beta = c\bigr]\,p_\beta(c)$.",
    arguments=arguments(c, sigma_w, sigma_b),
    subject=_first,
    start=zeta_integral(Normal(sigma_w), Normal(sigma_b), 1),
    steps=(
        Step("=", Integral(r**2 * exp(-_A * r**2), (r, 0, oo)) / (pi * sigma_w * sigma_b), Fold(w, r)),
        Step(
            "=",
            sqrt(pi) / (4 * _A * sqrt(_A)) / (pi * sigma_w * sigma_b),
            Antiderivative(r, -r * exp(-_A * r**2) / (2 * _A) + sqrt(pi) * erf(sqrt(_A) * r) / (4 * _A * sqrt(_A))),
        ),
    ),
)

NORMAL_KINKS = Theorem(
    id="B4.normal-kinks",
    title="Squared kinks in an interval for normal weights",
    chapter="initialisation",
    statement=r"$\mathbb{E}\sum_i \mu_i^2$ over the neurons that bend in $(x, y)$: $H\,\mathbb{E}[v^2]\int_I \zeta$ by "
    r"B3.kinks.",
    arguments=arguments(x, y, sigma_w, sigma_b, H, V_2),
    assumes=(INTERVAL,),
    subject=Function("E", real=True)(_count),
    start=H * V_2 * Integral(2 * sigma_w**3 * sigma_b**3 / (pi * _S2**2), (c, x, y)),
    steps=(
        Step("=", H * V_2 * 2 * sigma_w**2 / pi * Integral(1 / (1 + s**2) ** 2, (s, _LOW, _HIGH)), _SCALE),
        Step(
            "=",
            H * V_2 * sigma_w**2 / pi * (atan(_HIGH) - atan(_LOW) + _HIGH / (1 + _HIGH**2) - _LOW / (1 + _LOW**2)),
            Antiderivative(s, (atan(s) + s / (1 + s**2)) / 2),
        ),
    ),
    compute=H * V_2 * sigma_w**2 / pi * (angle_minus_sine(_THETA) + 2 * _N / (_SX * _SY) * cos(_DELTA / 2) ** 2),
)

NORMAL_VARIATION = Theorem(
    id="B4.normal-variation",
    title="Total variation of the slope in an interval for normal weights",
    chapter="initialisation",
    statement=r"$\mathbb{E}\sum_i |\mu_i|$ over the neurons that bend in $(x, y)$: $H\,\mathbb{E}|v|\int_I \zeta_1$ by "
    r"B3.variation.",
    arguments=arguments(x, y, sigma_w, sigma_b, H, V_1),
    assumes=(INTERVAL,),
    subject=Function("E", real=True)(_count),
    start=H * V_1 * Integral(sigma_w**2 * sigma_b**2 / (sqrt(2 * pi) * _S2 * sqrt(_S2)), (c, x, y)),
    steps=(
        Step(
            "=",
            H * V_1 * sigma_w**2 / sqrt(2 * pi) * (y / _SY - x / _SX),
            Antiderivative(c, sigma_w**2 * c / (sqrt(2 * pi) * sqrt(_S2))),
        ),
    ),
    compute=H
    * V_1
    * sigma_w**2
    / sqrt(2 * pi)
    * Piecewise(
        (sigma_b**2 * (y - x) * (x + y) / (_SX * _SY * (y * _SX + x * _SY)), x * y > 0), (y / _SY - x / _SX, True)
    ),
)

# Uniform weights.
_EDGE = a_b / a_w
_RIGHT, _LEFT = Max(x, _EDGE), Max(-y, _EDGE)
_FAR_RIGHT, _FAR_LEFT = Max(y, _EDGE), Max(-x, _EDGE)

UNIFORM_PROBABILITY = Theorem(
    id="B4.uniform-probability",
    title="Probability of an interval for uniform weights",
    chapter="initialisation",
    statement="For the interval $(x, y)$, with $r = a_b/a_w$: its part inside $(-r, r)$, its part to the right of $r$, "
    "its part to the left of $-r$. Half of the breakpoints lie inside.",
    arguments=arguments(x, y, a_w, a_b),
    assumes=(INTERVAL,),
    subject=_probability,
    start=Integral(Min(a_w, a_b / Abs(c)) ** 2 / (4 * a_w * a_b), (c, x, y)),
    steps=(
        Step(
            "=",
            a_w / (4 * a_b) * Max(0, Min(y, _EDGE) - Max(x, -_EDGE))
            + a_b / (4 * a_w) * (_FAR_RIGHT - _RIGHT) / (_FAR_RIGHT * _RIGHT)
            + a_b / (4 * a_w) * (_FAR_LEFT - _LEFT) / (_FAR_LEFT * _LEFT),
            SplitCases(r"the density is constant inside and $a_b/(4 a_w c^2)$ outside"),
        ),
    ),
)

_M = largest(c)

UNIFORM_FIRST = Theorem(
    id="B4.uniform-zeta-1",
    title="First moment function of uniform weights",
    chapter="initialisation",
    statement=r"With $m(c) = \min(a_w, a_b/|c|)$.",
    arguments=arguments(c, a_w, a_b),
    subject=_first,
    start=zeta_integral(Uniform(a_w), Uniform(a_b), 1),
    steps=(
        Step(
            "=",
            Integral(Abs(w) ** 2, (w, -_M, _M)) / (4 * a_w * a_b),
            Algebra(r"the bias is possible only for $|w| \le m(c)$"),
        ),
        Step("=", Integral(r**2, (r, 0, _M)) / (2 * a_w * a_b), Fold(w, r)),
        Step("=", _M**3 / (6 * a_w * a_b), Antiderivative(r, r**3 / 3)),
    ),
)

# Laplace weights.
_NEAR_RIGHT, _OUT_RIGHT = Max(x, 0), Max(y, 0)
_NEAR_LEFT, _OUT_LEFT = Max(-y, 0), Max(-x, 0)


def _level(place: Expr) -> Expr:
    return tau_b + tau_w * place


LAPLACE_PROBABILITY = Theorem(
    id="B4.laplace-probability",
    title="Probability of an interval for Laplace weights",
    chapter="initialisation",
    statement=r"For the interval $(x, y)$: its part to the right of zero and its part to the left.",
    arguments=arguments(x, y, tau_w, tau_b),
    assumes=(INTERVAL,),
    subject=_probability,
    start=Integral(tau_w * tau_b / (2 * _level(Abs(c)) ** 2), (c, x, y)),
    steps=(
        Step(
            "=",
            tau_w
            * tau_b
            / 2
            * (
                (_OUT_RIGHT - _NEAR_RIGHT) / (_level(_OUT_RIGHT) * _level(_NEAR_RIGHT))
                + (_OUT_LEFT - _NEAR_LEFT) / (_level(_OUT_LEFT) * _level(_NEAR_LEFT))
            ),
            SplitCases(r"the antiderivative is $-\tau_b/(2(\tau_b + \tau_w c))$ for $c > 0$, and odd"),
        ),
    ),
)

_RATE = 1 / tau_w + Abs(c) / tau_b

LAPLACE_FIRST = Theorem(
    id="B4.laplace-zeta-1",
    title="First moment function of Laplace weights",
    chapter="initialisation",
    statement=r"Between the square of the density and the fourth power of $\zeta$, a third power.",
    arguments=arguments(c, tau_w, tau_b),
    subject=_first,
    start=zeta_integral(Laplace(tau_w), Laplace(tau_b), 1),
    steps=(
        Step("=", Integral(r**2 * exp(-_RATE * r), (r, 0, oo)) / (2 * tau_w * tau_b), Fold(w, r)),
        Step(
            "=",
            1 / (tau_w * tau_b * _RATE**3),
            Antiderivative(r, -(r**2 / _RATE + 2 * r / _RATE**2 + 2 / _RATE**3) * exp(-_RATE * r)),
        ),
        Step("=", tau_w**2 * tau_b**2 / _level(Abs(c)) ** 3, Algebra("collect")),
    ),
)

TEXT = r"""
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

SECTION = Section(
    "B4",
    "Counting breakpoints",
    TEXT,
    (
        MEAN,
        VARIANCE,
        NORMAL_PROBABILITY,
        NORMAL_FIRST,
        NORMAL_KINKS,
        NORMAL_VARIATION,
        UNIFORM_PROBABILITY,
        UNIFORM_FIRST,
        LAPLACE_PROBABILITY,
        LAPLACE_FIRST,
    ),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """Probability of a breakpoint between two places, and the first moment function."""
    if isinstance(init.w, Normal) and isinstance(init.b, Normal) and init.w.mean == 0 == init.b.mean:
        values = {sigma_w: init.w.scale, sigma_b: init.b.scale}
        found = NORMAL_PROBABILITY, NORMAL_FIRST
    elif isinstance(init.w, Uniform) and isinstance(init.b, Uniform):
        values = {a_w: init.w.half_width, a_b: init.b.half_width}
        found = UNIFORM_PROBABILITY, UNIFORM_FIRST
    elif isinstance(init.w, Laplace) and isinstance(init.b, Laplace):
        values = {tau_w: init.w.scale, tau_b: init.b.scale}
        found = LAPLACE_PROBABILITY, LAPLACE_FIRST
    else:
        return {}
    return {
        "breakpoint_probability": ClosedForm(found[0], (x, y), values),
        "zeta_1": ClosedForm(found[1], (c,), values),
    }
