r"""Roughness: the sum of squared delta-slopes, its mean, variance and tail (B22).

The roughness $\varrho = \sum_i\mu_i^2$ is the sum of the squared kinks. Its mean $C =
H\,\mathbb{E}w^2\,\mathbb{E}v^2$ is the one number that the scalings of the frameworks fix: 4 for He, 1 for LeCun,
$1/9$ for the PyTorch default, and $4H/(1+H)^2 \to 0$ for Glorot. Its variance is $C^2(\kappa_w\kappa_v-1)/H$ with
$\kappa$ the kurtosis about zero, so the shape of the law matters: for He scaling $128/H$ (normal), $73.53/H$ (normal
cut at two scales) and $35.84/H$ (uniform).

Cantelli's inequality turns the variance into a one-sided tail bound. It holds for every law with a variance, hence it
is loose: at $H = 64$ and $\lambda = 3$ it says $0.182$ for He normal, where simulation gives about $0.033$, and
$0.0586$ for He uniform, where simulation gives about $0.0002$.

The variance needs fourth moments: with Student's $t$ weights it exists only for more than four degrees of freedom.
"""

from sympy import Abs, Expr, Function, Integral, Lambda, Rational, S, Sum, Symbol, exp, oo, pi, sqrt

from symspline.proof import functions as on
from symspline.proof.moves import Bound, By, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption, Theorem

from ..references import stated_in
from .function_moments import SQUARE
from .vocabulary import M_1, M_2, V_2, V_4, W_2, W_4, H, V_rho, i, lambda_, x

B22 = Section(__name__, "B22", "Roughness")

expectation = Function("E", real=True)
variance = Function("Var", real=True)
probability = Function("P", real=True)
rho = Symbol("varrho", real=True)
mean_rho = Symbol("C", positive=True)
density = Function("p", real=True)

MEAN = B22.theorem(
    "mean",
    "Mean roughness",
    r"""$\varrho = \sum_i\mu_i^2$ with $\mu_i = w_iv_i$, $W_2 = \mathbb{E}w^2$, $V_2 = \mathbb{E}v^2$; written $C$
    from here on.""",
    expectation(rho),
    Sum(W_2 * V_2, (i, 1, H)),
    Evaluate("$H$ equal terms"),
    given=(Assumption("$w$ and $v$ are independent"),),
)

_PUT = {M_1: W_2 * V_2, M_2: W_4 * V_4}
VARIANCE = B22.theorem(
    "variance",
    "Variance of the roughness",
    r"""With $W_n = \mathbb{E}w^n$, $V_n = \mathbb{E}v^n$: a term $\mu^2$ has mean $W_2V_2$ and mean square $W_4V_4$.
    In terms of $\kappa = \mathbb{E}X^4/(\mathbb{E}X^2)^2$ it is $C^2(\kappa_w\kappa_v-1)/H$.""",
    variance(rho),
    SQUARE.start.xreplace(_PUT),
    By(SQUARE, _PUT),
    (
        (H * W_2 * V_2) ** 2 * (W_4 / W_2**2 * (V_4 / V_2**2) - 1) / H,
        r"put the kurtoses $\kappa_w = W_4/W_2^2$ and $\kappa_v = V_4/V_2^2$ in evidence",
    ),
)

_VARIANCE_ONE = (
    {density: Lambda(x, exp(-(x**2) / (2 * V_rho)) / sqrt(2 * pi * V_rho))},
    {density: Lambda(x, exp(-Abs(x) * sqrt(2 / V_rho)) / sqrt(2 * V_rho))},
    {density: Lambda(x, exp(-(x**2) * 3 / (2 * V_rho)) * 9 * sqrt(3) * x**2 / (3 * V_rho * sqrt(2 * pi * V_rho)))},
)
_SHIFT = V_rho / lambda_
CANTELLI = B22.theorem(
    "cantelli",
    "Cantelli's bound for the roughness",
    r"""$P(\varrho - C \ge \lambda)$, where $z = \varrho - C$ has mean 0, variance $V_\varrho$ and some density $p$.
    The shift $V_\varrho/\lambda$ is the one that makes the bound smallest.""",
    probability(rho - mean_rho >= lambda_),
    Integral(density(x), (x, lambda_, oo)),
    (
        "<=",
        Integral(((x + _SHIFT) / (lambda_ + _SHIFT)) ** 2 * density(x), (x, -oo, oo)),
        Bound(r"the square is at least 1 where $z \ge \lambda$, and nowhere negative"),
    ),
    ((V_rho + _SHIFT**2) / (lambda_ + _SHIFT) ** 2, r"mean 0 and variance $V_\varrho$"),
    (1 / (1 + lambda_**2 / V_rho), "cancel"),
    given=(
        on.OnFunctions(
            r"$\int z\,p = 0$ and $\int z^2p = V_\varrho < \infty$",
            holds=(*on.density(density), on.moment(density, lambda z: z, 0), on.moment(density, lambda z: z**2, V_rho)),
        ),
    ),
    instances=_VARIANCE_ONE,
    source=stated_in(wikipedia="Cantelli's inequality, there traced to Chebyshev (1874) and Cantelli (1928)"),
)


def _tail(name: str, title: str, statement: str, values: dict, variance_of_rho: Expr) -> Theorem:
    """The tail bound with the moments of one law put in."""
    target = 1 / (1 + lambda_**2 / variance_of_rho)
    put_in = 1 / (1 + lambda_**2 / VARIANCE.conclusion.xreplace(values))
    return B22.theorem(
        name,
        title,
        statement,
        probability(rho - mean_rho >= lambda_),
        1 / (1 + lambda_**2 / VARIANCE.start.xreplace(values)),
        By(VARIANCE, values),
        *([] if put_in == target else [(target, "multiply out")]),
        origin=(By(CANTELLI, {V_rho: VARIANCE.subject}), By(VARIANCE, values)),
        begins="<=",
    )


HE_NORMAL = _tail(
    "he-normal",
    "Tail of the roughness, He normal",
    r"""For independent $w \sim N(0,2)$ and $v \sim N(0,2/H)$: the mean is $C = 4$ and the variance $128/H$. This is a
    bound on $P(\varrho - 4 \ge \lambda)$.""",
    {W_2: S(2), W_4: S(12), V_2: 2 / H, V_4: 12 / H**2},
    128 / H,
)
HE_UNIFORM = _tail(
    "he-uniform",
    "Tail of the roughness, He uniform",
    r"""For independent $w$ uniform on $\pm\sqrt6$ and $v$ on $\pm\sqrt{6/H}$: the mean is $C = 4$ and the variance
    $896/(25H) = 35.84/H$, less than a third of the normal one. This is a bound on $P(\varrho - 4 \ge \lambda)$.""",
    {W_2: S(2), W_4: Rational(36, 5), V_2: 2 / H, V_4: Rational(36, 5) / H**2},
    Rational(896, 25) / H,
)
