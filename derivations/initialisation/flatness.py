"""What is flat about a wide random network, and what is not (B24)."""

from sympy import Abs, Function, Integral, Lambda, Rational, S, Symbol, exp, oo, pi, sqrt

from symspline.proof.moves import Algebra, Bound, By, TakeLimit
from symspline.proof.theorem import Assumption, Section, Step, Theorem

from . import roughness, total_variation
from .arguments import arguments
from .vocabulary import M_4, V_1, V_2, W_1, W_2, H, lambda_, n, sigma_w, v, w, x
from .weight_moments import NORMAL, normal_moment

CHAPTER = "initialisation"
mean_square, deviation = Function("E", real=True), Function("sd", real=True)
slope = Function("f'", real=True)
mu = Symbol("mu_i", real=True)
density = Function("p_mu", real=True)

HE = {W_1: 2 / sqrt(pi), W_2: S(2), V_1: 2 / sqrt(pi * H), V_2: 2 / H}
GLOROT = {W_1: 2 / sqrt(pi * (1 + H)), W_2: 2 / (1 + H), V_1: 2 / sqrt(pi * (1 + H)), V_2: 2 / (1 + H)}
"""Moments of normal weights of these scalings."""

HE_KINK = Theorem(
    id="B24.he-kink",
    title="One kink is small",
    chapter=CHAPTER,
    statement=(
        r"Root mean square of one delta-slope under He normal: $0.2$ at $H = 100$, $0.02$ at $H = 10^4$. This is flat."
    ),
    arguments=arguments(H),
    subject=sqrt(mean_square(mu**2)),
    start=sqrt(normal_moment(S(2), sqrt(2), w) * normal_moment(S(2), sqrt(2 / H), v)),
    steps=(
        Step("=", sqrt(2 * normal_moment(S(2), sqrt(2 / H), v)), By(NORMAL, {n: S(2), sigma_w: sqrt(2)})),
        Step("=", 2 / sqrt(H), By(NORMAL, {n: S(2), sigma_w: sqrt(2 / H)})),
    ),
)

_FOURTH = (
    {density: Lambda(x, exp(-(x**2) * sqrt(3 / M_4) / 2) * (3 / M_4) ** Rational(1, 4) / sqrt(2 * pi))},
    {density: Lambda(x, exp(-Abs(x) * (24 / M_4) ** Rational(1, 4)) * (24 / M_4) ** Rational(1, 4) / 2)},
    {density: Lambda(x, Abs(x) * exp(-(x**2) * sqrt(2 / M_4)) * sqrt(2 / M_4))},
)
LARGEST = Theorem(
    id="B24.largest-kink",
    title="Even the largest kink is small",
    chapter=CHAPTER,
    statement=(
        r"$P(\max_i|\mu_i| > \lambda)$ for delta-slopes with fourth moment $M_4$. Under He normal $M_4 = 144/H^2$, so "
        r"the bound is $144/(H\lambda^4)$ and goes to zero. This is flat."
    ),
    arguments=arguments(lambda_, M_4, H),
    assumes=(Assumption(r"$\int\mu^4p_\mu = M_4 < \infty$"),),
    subject=Function("P", real=True)(Symbol(r"\max_i|\mu_i|", real=True) > lambda_),
    start=H * (Integral(density(x), (x, -oo, -lambda_)) + Integral(density(x), (x, lambda_, oo))),
    steps=(
        Step(
            "<=",
            H * Integral((x / lambda_) ** 4 * density(x), (x, -oo, oo)),
            Bound(r"$(\mu/\lambda)^4$ is at least 1 where $|\mu| > \lambda$"),
        ),
        Step("=", H * M_4 / lambda_**4, Algebra("the fourth moment")),
    ),
    origin=Bound("the probability of a union is at most the sum of the probabilities"),
    instances=_FOURTH,
)

HE_SLOPE = Theorem(
    id="B24.he-slope",
    title="The slope does not become small",
    chapter=CHAPTER,
    statement=r"$\operatorname{Var}f'(x) = C/2$ under He normal, at every place and every width. This is not flat.",
    arguments=arguments(H),
    subject=Function("Var", real=True)(slope(x)),
    start=roughness.MEAN.start.subs(HE) / 2,
    steps=(Step("=", S(2), By(roughness.MEAN, HE)),),
)

HE_FLUCTUATION = Theorem(
    id="B24.he-fluctuation",
    title="Roughness settles at its mean",
    chapter=CHAPTER,
    statement=(
        r"Standard deviation of $\varrho$ under He normal, whose mean stays 4; it falls to zero, the roughness does "
        r"not."
    ),
    arguments=arguments(H),
    subject=deviation(roughness.rho),
    start=sqrt(H * (S(12) * (12 / H**2) - (S(2) * (2 / H)) ** 2)),
    origin=By(roughness.VARIANCE),
    steps=(Step("=", S.Zero, TakeLimit(H, oo)),),
)

HE_VARIATION = Theorem(
    id="B24.he-variation",
    title="The total variation of the slope grows",
    chapter=CHAPTER,
    statement=(
        r"Mean of $\mathrm{TV}(f')/\sqrt H$ under He normal: $\mathrm{TV}(f')$ is about 12.7 at $H = 100$ and 127 at "
        r"$H = 10^4$. This is the opposite of flat."
    ),
    arguments=arguments(H),
    subject=mean_square(total_variation.total_variation) / sqrt(H),
    start=total_variation.HE_NORMAL.start / sqrt(H),
    steps=(Step("=", 4 / pi, By(total_variation.HE_NORMAL)),),
)

GLOROT_SLOPE = Theorem(
    id="B24.glorot-slope",
    title="Under Glorot scaling the slope vanishes",
    chapter=CHAPTER,
    statement=r"$\operatorname{Var}f'(x)$ for $\operatorname{Var}w = \operatorname{Var}v = 2/(1+H)$, normal weights.",
    arguments=arguments(H),
    subject=Function("Var", real=True)(slope(x)),
    start=roughness.MEAN.start.subs(GLOROT) / 2,
    steps=(
        Step("=", 2 * H / (1 + H) ** 2, By(roughness.MEAN, GLOROT)),
        Step("=", S.Zero, TakeLimit(H, oo)),
    ),
)

GLOROT_VARIATION = Theorem(
    id="B24.glorot-variation",
    title="Under Glorot scaling the total variation stays bounded",
    chapter=CHAPTER,
    statement=(
        r"Mean of $\mathrm{TV}(f')$ for $\operatorname{Var}w = \operatorname{Var}v = 2/(1+H)$, normal weights; $3/2$ "
        r"for uniform ones."
    ),
    arguments=arguments(H),
    subject=mean_square(total_variation.total_variation),
    start=total_variation.MEAN.start.subs(GLOROT),
    steps=(
        Step("=", 4 * H / (pi * (1 + H)), By(total_variation.MEAN, GLOROT)),
        Step("=", 4 / pi, TakeLimit(H, oo)),
    ),
)

TEXT = r"""
It is often said that a wide network starts flat. Which part of this is true depends on what "flat" measures and on
the scaling.

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

SECTION = Section(
    "B24",
    "What is flat and what is not",
    TEXT,
    (HE_KINK, LARGEST, HE_SLOPE, HE_FLUCTUATION, HE_VARIATION, GLOROT_SLOPE, GLOROT_VARIATION),
)
