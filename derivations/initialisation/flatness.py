r"""What is flat about a wide random network, and what is not (B24).

Sahs et al. (2022) find that standard initialisations start at very flat functions. Which part of this is true
depends on what "flat" measures and on the scaling.

Under He, LeCun and PyTorch scaling, where $C = H\,\mathbb{E}w^2\,\mathbb{E}v^2$ is constant, a single kink has size
of order $H^{-1/2}$, and even the largest goes to zero. But there are $H$ of them: the roughness stays at $C$ and only
its fluctuation vanishes, the slope keeps the variance $C/2$, and the total variation of the slope grows like $\sqrt
H$. In numbers, for He normal: at $H = 100$ one kink is $0.2$, the variance of the slope 2, the total variation
$12.7$; at $H = 10^4$ they are $0.02$, 2 and 127.

Under Glorot scaling $C = 4H/(1+H)^2 \to 0$: the function and its slope vanish like $H^{-1/2}$ and the total variation
stays near $4/\pi$ (normal) or $3/2$ (uniform). Only there is the network flat in every sense but the total variation,
which does not vanish either. With zero biases, the default of Keras and Flax, there is one kink at the origin and
these statements about the sum of sizes do not apply.
"""

from sympy import Abs, Function, Integral, Lambda, Rational, S, Symbol, exp, oo, pi, sqrt

from symspline.model.law import Normal
from symspline.proof import functions as on
from symspline.proof.moves import Bound, By, TakeLimit
from symspline.proof.section import Section

from . import roughness, total_variation
from .vocabulary import M_4, V_1, V_2, V_4, W_1, W_2, W_4, H, lambda_, n, sigma_w, v, x
from .weight_moments import NORMAL, moment

B24 = Section(__name__, "B24", "What is flat and what is not")

mean_square, deviation = Function("E", real=True), Function("sd", real=True)
slope = Function("f'", real=True)
mu = Symbol("mu_i", real=True)
density = Function("p_mu", real=True)

HE = {W_1: 2 / sqrt(pi), W_2: S(2), V_1: 2 / sqrt(pi * H), V_2: 2 / H}
GLOROT = {W_1: 2 / sqrt(pi * (1 + H)), W_2: 2 / (1 + H), V_1: 2 / sqrt(pi * (1 + H)), V_2: 2 / (1 + H)}
"""Moments of normal weights of these scalings."""

HE_KINK = B24.theorem(
    "he-kink",
    "One kink is small",
    "Root mean square of one delta-slope under He normal: $0.2$ at $H = 100$, $0.02$ at $H = 10^4$. This is flat.",
    sqrt(mean_square(mu**2)),
    sqrt(moment(Normal(sqrt(2)), 2) * moment(Normal(sqrt(2 / H)), 2, v)),
    By(NORMAL, {n: S(2), sigma_w: sqrt(2)}),
    By(NORMAL, {n: S(2), sigma_w: sqrt(2 / H)}),
)

_FOURTH = (
    {density: Lambda(x, exp(-(x**2) * sqrt(3 / M_4) / 2) * (3 / M_4) ** Rational(1, 4) / sqrt(2 * pi))},
    {density: Lambda(x, exp(-Abs(x) * (24 / M_4) ** Rational(1, 4)) * (24 / M_4) ** Rational(1, 4) / 2)},
    {density: Lambda(x, Abs(x) * exp(-(x**2) * sqrt(2 / M_4)) * sqrt(2 / M_4))},
)
LARGEST = B24.theorem(
    "largest-kink",
    "Even the largest kink is small",
    r"""$P(\max_i|\mu_i| > \lambda)$ for delta-slopes with fourth moment $M_4$. Under He normal $M_4 = 144/H^2$, so
    the bound is $144/(H\lambda^4)$ and goes to zero. This is flat.""",
    Function("P", real=True)(Symbol(r"\max_i|\mu_i|", real=True) > lambda_),
    H * (Integral(density(x), (x, -oo, -lambda_)) + Integral(density(x), (x, lambda_, oo))),
    (
        "<=",
        H * Integral((x / lambda_) ** 4 * density(x), (x, -oo, oo)),
        Bound(r"$(\mu/\lambda)^4$ is at least 1 where $|\mu| > \lambda$"),
    ),
    (H * M_4 / lambda_**4, "the fourth moment"),
    given=(
        on.OnFunctions(
            r"$\int\mu^4p_\mu = M_4 < \infty$", holds=(*on.density(density), on.moment(density, lambda mu: mu**4, M_4))
        ),
    ),
    origin=Bound("the probability of a union is at most the sum of the probabilities"),
    instances=_FOURTH,
)

HE_SLOPE = B24.theorem(
    "he-slope",
    "The slope does not become small",
    r"$\operatorname{Var}f'(x) = C/2$ under He normal, at every place and every width. This is not flat.",
    Function("Var", real=True)(slope(x)),
    roughness.MEAN.start.subs(HE) / 2,
    By(roughness.MEAN, HE),
)

HE_FLUCTUATION = B24.theorem(
    "he-fluctuation",
    "Roughness settles at its mean",
    r"Standard deviation of $\varrho$ under He normal, whose mean stays 4; it falls to zero, the roughness does not.",
    deviation(roughness.rho),
    sqrt(H * (S(12) * (12 / H**2) - (S(2) * (2 / H)) ** 2)),
    TakeLimit(H, oo, family=True),
    origin=By(roughness.VARIANCE, {W_2: S(2), W_4: S(12), V_2: 2 / H, V_4: 12 / H**2}),
    where={deviation(roughness.rho): sqrt(roughness.VARIANCE.subject)},
)

HE_VARIATION = B24.theorem(
    "he-variation",
    "The total variation of the slope grows",
    r"""Mean of $\mathrm{TV}(f')/\sqrt H$ under He normal: $\mathrm{TV}(f')$ is about 12.7 at $H = 100$ and 127 at $H
    = 10^4$. This is the opposite of flat.""",
    mean_square(total_variation.total_variation) / sqrt(H),
    total_variation.HE_NORMAL.start / sqrt(H),
    By(total_variation.HE_NORMAL),
)

GLOROT_SLOPE = B24.theorem(
    "glorot-slope",
    "Under Glorot scaling the slope vanishes",
    r"$\operatorname{Var}f'(x)$ for $\operatorname{Var}w = \operatorname{Var}v = 2/(1+H)$, normal weights.",
    Function("Var", real=True)(slope(x)),
    roughness.MEAN.start.subs(GLOROT) / 2,
    By(roughness.MEAN, GLOROT),
    TakeLimit(H, oo, family=True),
)

GLOROT_VARIATION = B24.theorem(
    "glorot-variation",
    "Under Glorot scaling the total variation stays bounded",
    r"""Mean of $\mathrm{TV}(f')$ for $\operatorname{Var}w = \operatorname{Var}v = 2/(1+H)$, normal weights; $3/2$ for
    uniform ones.""",
    mean_square(total_variation.total_variation),
    total_variation.MEAN.start.subs(GLOROT),
    By(total_variation.MEAN, GLOROT),
    TakeLimit(H, oo, family=True),
)
