r"""Mean, covariance, kurtosis and exact law of the random function (B20).

The random network $f(x) = b_0 + \sum_{i=1}^H v_i\,(w_ix+b_i)_+$ is a sum of $H$ independent copies of one function.
Its mean and covariance follow from one neuron: the covariance is $H\,\mathbb{E}v^2\,k_1(x,y) + \operatorname{Var}b_0$
for centred output weights, at every width and not only in the limit, where $k_1$ is the kernel of the section before.
If $\mathbb{E}v \ne 0$ a product of means is subtracted and the mean of $f$ grows like $H$.

Sums over neurons are done by adding one neuron at a time: the new term is independent of all before it, so that only
its own moments and the mean (or mean square) of the rest enter. This turns an $H$-fold sum into one over $i$.

What is Gaussian about $f$ appears only as $H \to \infty$ with $H\operatorname{Var}v$ fixed (the central limit theorem
for finitely many places). At finite width the excess kurtosis is $(2\kappa_v\kappa_a-3)/H$, hence $15/H$ for normal
weights, the exact characteristic function is the $H$-th power of that of one neuron, and with probability $2^{-H}$ no
neuron is active at $x$ and $f(x) = b_0$ exactly: a test of $f(x)$ against a density must fail for small $H$.
"""

from sympy import Abs, Eq, Function, Integral, Lambda, Max, Rational, S, Sum, Symbol, erf, exp, oo, pi, sqrt

from symspline.model.law import Uniform
from symspline.proof.moves import Antiderivative, By, Evaluate, Fold, Telescope, Unfold
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption, Source

from .gaussian import spread
from .kernel import normal_kernels
from .vocabulary import A_2, A_4, M_1, M_2, M_4, V_2, V_4, H, a_b, a_w, b, i, m_0, m_v, r, sigma_0, sigma_v, t, w, x, y
from .weight_moments import by_uniform, moment

B20 = Section(__name__, "B20", "Moments of the random function")

k_1 = Function("k_1", real=True)
rectified_mean = Function("m", real=True)
g = Function("g", real=True)
covariance = Function("Cov", real=True)
expectation = Function("E", real=True)
f = Function("f", real=True)

S2 = spread(x)
INSTANCES = (
    {k_1: normal_kernels(S(1), S(2))[0], rectified_mean: Lambda(x, sqrt(2 + x**2) / sqrt(2 * pi))},
    {k_1: normal_kernels(Rational(1, 3), S(1))[0], rectified_mean: Lambda(x, sqrt(1 + x**2 / 3) / sqrt(2 * pi))},
    {k_1: Lambda((x, y), (x * y + 1) / 6 + Abs(x - y) ** 3 / 96), rectified_mean: Lambda(x, (3 + x**2) / 24)},
)
DENSITIES = (
    {g: Lambda(r, exp(-(r**2) / 2) / sqrt(2 * pi))},
    {g: Lambda(r, exp(-r) / 2)},
    {g: Lambda(r, exp(-(r**2)) * (1 + r**2) * 2 / (3 * sqrt(pi)))},
)
MEAN = B20.theorem(
    "mean",
    "Mean of the random function",
    r"""With $m_v = \mathbb{E}v$, $m_0 = \mathbb{E}b_0$ and $m(x) = \mathbb{E}(wx+b)_+$ the mean of one rectified
    neuron; it is $m_0$ when $\mathbb{E}v = 0$.""",
    expectation(f(x)),
    m_0 + Sum(m_v * rectified_mean(x), (i, 1, H)),
    Evaluate("$H$ equal terms"),
    instances=INSTANCES,
)

SQUARE = B20.theorem(
    "square",
    "Variance of a sum over neurons",
    """For independent copies with mean $M_1$ and mean square $M_2$. The sum of $i$ terms has the mean square of the
    sum of $i-1$ terms plus $M_2 + 2(i-1)M_1^2$: the new term meets $i-1$ independent ones.""",
    Function("Var", real=True)(Sum(Function("X", real=True)(i), (i, 1, H))),
    Sum(M_2 + 2 * (i - 1) * M_1**2, (i, 1, H)) - (H * M_1) ** 2,
    Telescope(i, M_2 * i + M_1**2 * (i - 1) * (i - 2)),
    (H * (M_2 - M_1**2), "collect the terms"),
)

COVARIANCE = B20.theorem(
    "covariance",
    "Covariance of the random function at every width",
    r"""With $V_2 = \mathbb{E}v^2$, $m_v = \mathbb{E}v$ and $\sigma_0^2 = \operatorname{Var} b_0$. Exact for every
    $H$, not only in the limit: in $\mathbb{E}[f(x)f(y)]$ the $i$-th neuron adds $\mathbb{E}v^2\,k_1(x,y)$ with itself
    and $2(i-1)(\mathbb{E}v)^2 m(x)m(y)$ with those before it.""",
    covariance(f(x), f(y)),
    sigma_0**2
    + Sum(V_2 * k_1(x, y) + 2 * (i - 1) * m_v**2 * rectified_mean(x) * rectified_mean(y), (i, 1, H))
    - (H * m_v * rectified_mean(x)) * (H * m_v * rectified_mean(y)),
    Telescope(i, V_2 * k_1(x, y) * i + m_v**2 * rectified_mean(x) * rectified_mean(y) * (i - 1) * (i - 2)),
    (H * (V_2 * k_1(x, y) - m_v**2 * rectified_mean(x) * rectified_mean(y)) + sigma_0**2, "collect the terms"),
    given=(Assumption(r"$v$ is independent of $(w, b)$, and $b_0$ of everything"),),
    instances=INSTANCES,
    source=Source(id="B20"),
)

CENTRED = B20.theorem(
    "centred",
    "Covariance for centred output weights",
    r"For $\mathbb{E}v = 0$: the kernel of one neuron, times $H\,\mathbb{E}v^2$, plus the variance of $b_0$.",
    covariance(f(x), f(y)),
    COVARIANCE.start.subs(m_v, 0),
    By(COVARIANCE, {m_v: S.Zero}),
    given=(Assumption(r"$\mathbb{E}v = 0$, $v$ independent of $(w, b)$"),),
    instances=INSTANCES,
)

RECTIFIED_MEAN = B20.theorem(
    "rectified-mean",
    "Mean of a rectified normal neuron",
    r"""For $w \sim N(0,\sigma_w^2)$, $b \sim N(0,\sigma_b^2)$: $wx+b$ is normal of variance $S^2 =
    \sigma_b^2+\sigma_w^2x^2$.""",
    rectified_mean(x),
    Integral(Max(w, 0) * exp(-(w**2) / (2 * S2)) / sqrt(2 * pi * S2), (w, -oo, oo)),
    (Integral(r * exp(-(r**2) / (2 * S2)) / sqrt(2 * pi * S2), (r, 0, oo)), Fold(w, r)),
    (sqrt(S2) / sqrt(2 * pi), Antiderivative(r, -S2 * exp(-(r**2) / (2 * S2)) / sqrt(2 * pi * S2))),
)

RECTIFIED_SQUARE = B20.theorem(
    "rectified-square",
    "Half of the mean square passes the rectifier",
    "For a pre-activation $a = wx+b$ with an even density $g(|a|)$, as when $(w,b)$ and $(-w,-b)$ have one law.",
    expectation(Max(w, 0) ** 2),
    Integral(Max(w, 0) ** 2 * g(Abs(w)), (w, -oo, oo)),
    Fold(w, r),
    Unfold(r, w),
    given=(Assumption(r"the density of $a$ is even"),),
    instances=DENSITIES,
)

VARIANCE_AT_A_POINT = B20.theorem(
    "variance",
    "Variance of the random function at a point, uniform laws",
    r"""For symmetric $(w,b)$ and $\mathbb{E}v=0$, with $\mathbb{E}w^2, \mathbb{E}b^2$ as they follow from uniform
    laws, the PyTorch default among them ($a_w = a_b = 1$): half of $\mathbb{E}(wx+b)^2 = \mathbb{E}w^2\,x^2 +
    \mathbb{E}b^2$ passes the rectifier.""",
    Function("Var", real=True)(f(x)),
    H * V_2 * (moment(Uniform(a_w), 2) * x**2 + moment(Uniform(a_b), 2, b)) / 2 + sigma_0**2,
    by_uniform(2, a_w),
    (H * V_2 * (a_w**2 * x**2 + a_b**2) / 6 + sigma_0**2, by_uniform(2, a_b)),
)

FOURTH = B20.theorem(
    "fourth",
    "Fourth moment of a sum over neurons",
    r"""For independent copies, symmetric or at least with vanishing mean, $M_2$ and $M_4$ their second and fourth
    moments. The $i$-th term adds $M_4$ alone and $6\,(i-1)M_2\,M_2$ with the mean square of those before it.""",
    expectation(Sum(Function("X", real=True)(i), (i, 1, H)) ** 4),
    Sum(M_4 + 6 * (i - 1) * M_2**2, (i, 1, H)),
    (H * M_4 + 3 * H * (H - 1) * M_2**2, Telescope(i, M_4 * i + 3 * M_2**2 * (i - 1) * (i - 2))),
)

_NEURON = {M_2: V_2 * A_2 / 2, M_4: V_4 * A_4 / 2}
KURTOSIS = B20.theorem(
    "kurtosis",
    "Excess kurtosis of the random function",
    r"""Without output bias, for symmetric $(w,b)$ and $\mathbb{E}v = 0$, where $A_n = \mathbb{E}(wx+b)^n$ and $V_n =
    \mathbb{E}v^n$: one neuron has $\mathbb{E}X^n = V_nA_n/2$. It is $(2\kappa_v\kappa_a - 3)/H$, and $15/H$ for
    normal weights. The function is Gaussian only in the limit.""",
    Function("kurt", real=True)(f(x)),
    FOURTH.start.subs(_NEURON) / (H * V_2 * A_2 / 2) ** 2 - 3,
    By(FOURTH, _NEURON),
    ((2 * V_4 / V_2**2 * A_4 / A_2**2 - 3) / H, "divide"),
)

_W4, _W2 = (moment(Uniform(a_w), order) for order in (4, 2))
_B4, _B2 = (moment(Uniform(a_b), order, b) for order in (4, 2))

UNIFORM_KURTOSIS = B20.theorem(
    "uniform-kurtosis",
    "Kurtosis of the pre-activation, uniform laws",
    "For $w$ uniform on $(-a_w,a_w)$ and $b$ uniform on $(-a_b,a_b)$: between $9/5$ and $12/5$.",
    Function("kappa", real=True)(w * x + b),
    (_W4 * x**4 + 6 * _W2 * _B2 * x**2 + _B4) / (_W2 * x**2 + _B2) ** 2,
    by_uniform(4, a_w),
    by_uniform(2, a_w),
    by_uniform(4, a_b),
    by_uniform(2, a_b),
    (
        3 - Rational(6, 5) * (a_w**4 * x**4 + a_b**4) / (a_w**2 * x**2 + a_b**2) ** 2,
        "complete the square in the numerator",
    ),
)

_PDF = exp(-(r**2) / (2 * S2)) / sqrt(2 * pi * S2)
_DAMPED = exp(-(t**2) * sigma_v**2 * r**2 / 2)
_WIDE = 1 + t**2 * sigma_v**2 * S2
CHARACTERISTIC = B20.theorem(
    "characteristic",
    "Exact law at a point, normal weights",
    r"""Characteristic function $\mathbb{E}\,e^{\mathrm{i}tf(x)}$ of a network of $H$ neurons with normal weights,
    $S^2 = \sigma_b^2+\sigma_w^2x^2$, and $b_0 \sim N(0,\sigma_0^2)$. Given $a = wx+b$ a neuron is normal of variance
    $\sigma_v^2a_+^2$; the neurons are independent.""",
    Function("varphi", real=True)(t),
    Integral(exp(-(t**2) * sigma_v**2 * Max(w, 0) ** 2 / 2) * exp(-(w**2) / (2 * S2)) / sqrt(2 * pi * S2), (w, -oo, oo))
    ** H
    * exp(-(sigma_0**2) * t**2 / 2),
    (Integral((_DAMPED + 1) * _PDF, (r, 0, oo)) ** H * exp(-(sigma_0**2) * t**2 / 2), Fold(w, r)),
    Antiderivative(r, (erf(r / sqrt(2 * S2)) + erf(r * sqrt(_WIDE) / sqrt(2 * S2)) / sqrt(_WIDE)) / 2),
)

ATOM = B20.theorem(
    "atom",
    "Probability that no neuron is active",
    r"""$P(f(x) = b_0) = P(\text{every } w_ix+b_i \le 0)$ for normal weights, and for every symmetric law without
    atoms: at finite width the law of $f(x)$ is no density.""",
    Function("P", real=True)(Eq(f(x), Symbol("b_0", real=True))),
    Integral(exp(-(w**2) / (2 * S2)) / sqrt(2 * pi * S2), (w, -oo, 0)) ** H,
    (2 ** (-H), Antiderivative(w, erf(w / sqrt(2 * S2)) / 2)),
)
