r"""The covariance kernel of one neuron through zeta (B16).

Two neurons' worth of algebra gives the covariance of the random function. If $(w, b)$ and $(-w, -b)$ have the same
law, a product of two ReLUs may be averaged with its mirror image, and the pair is half the product of the
pre-activations plus half its absolute value. The first part is a polynomial of the second moments. The second part
differs from it only for neurons whose breakpoint lies between the two inputs, and there the product is $-w^2(y -
\beta)(\beta - x)$; averaging $w^2$ given the breakpoint produces $\zeta$.

So the kernel $k_1$, the kernel of slopes and the probability $k_0$ of joint activity are integrals of $\zeta$ or of
the density of the breakpoint over the interval between the inputs. The integrands are positive and the interval is
bounded, which is why this is the form to compute with: near $x = y$ it does not cancel, whereas a formula with an
arc cosine loses half of its digits.

Nothing here asks that $w$ and $b$ be independent, and $\zeta$ may have atoms. Without the symmetry the two
orientations have different $\zeta_+$ and $\zeta_-$, and the one-sided form holds instead. The term
$\mathbb{E}[wb](x + y)$ is even under the mirror image; it vanishes only when $w$ and $b$ are uncorrelated.

The last theorem turns the kernel around. Gradient flow on the output weights of an infinitely wide network, started
from zero, ends at the function of least norm through the data, and that norm is $\int f''^2/\zeta$ plus a price on
the mean intercept and slope of the asymptotes. The data are interpolated by the smoothest function in this sense,
and $1/\zeta(c)$ says how dear curvature is at $c$. The price of the affine part is finite: dropping it gives
natural splines where $\zeta$ is constant, but a network never drops it.
"""

from sympy import Abs, Expr, Function, Integral, Lambda, Max, S, atan2, exp, oo, pi, sqrt

from symspline.answers.family import Table
from symspline.proof.functions import OnFunctions, density, moment
from symspline.proof.moves import By, Definition, SplitDomain, Substitute
from symspline.proof.resting import Resting
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from .hypotheses import NO_ATOM, ORDERED_KERNEL, SQUARES, SYMMETRIC
from .vocabulary import A, B, b, c, r, s, x, y

B16 = Section(__name__, "B16", "The kernel through zeta")

k_1 = Function("k_1", real=True)(x, y)
k_0 = Function("k_0", real=True)(x, y)
k_w = Function("k_w", real=True)(x, y)

Z = Function("zeta", real=True)
P = Function("p_beta", real=True)

ZETAS = (
    {Z: Lambda(s, 2 / (pi * (1 + s**2) ** 2))},
    {Z: Lambda(s, 3 / (1 + Abs(s)) ** 4)},
    {Z: Lambda(s, 3 / (pi * (2 + (s - 1) ** 2) ** 2))},
)
"""Zeta of normal and of Laplace weights, and one that is not even."""

DENSITIES = (
    {P: Lambda(s, 1 / (pi * (1 + s**2)))},
    {P: Lambda(s, 1 / (2 * (1 + Abs(s)) ** 2))},
    {P: Lambda(s, sqrt(2) / (pi * (2 + (s - 1) ** 2)))},
)


def affine_part(mean_square_w: Expr, mean_square_b: Expr, mean_product: Expr = S.Zero) -> Expr:
    """Half of ``E[(w x + b)(w y + b)]``."""
    return (mean_square_w * x * y + mean_product * (x + y) + mean_square_b) / 2


def bridge(zeta: Expr, low: Expr = x, high: Expr = y) -> Expr:
    """Half of the integral of ``(high - c)(c - low) zeta`` over (low, high)."""
    return Integral((high - c) * (c - low) * zeta, (c, low, high)) / 2


def normal_kernels(mean_square_w: Expr, mean_square_b: Expr) -> tuple[Lambda, Lambda]:
    """The kernels `k_1` and `k_0` of normal weights, to be put for undefined ones."""
    inner, across = mean_square_b + mean_square_w * x * y, sqrt(mean_square_w * mean_square_b) * Abs(x - y)
    angle = pi - atan2(across, inner)
    return Lambda((x, y), (across + angle * inner) / (2 * pi)), Lambda((x, y), angle / (2 * pi))


def kernels(kernel: Theorem, step: Theorem, slope: Theorem) -> Table:
    """The quantities that theorems on the three kernels of a family compute."""
    return {"kernel": (kernel, (x, y)), "step_kernel": (step, (x, y)), "slope_kernel": (slope, (x, y))}


FOLD = B16.theorem(
    "fold",
    "Two ReLUs and their mirror images",
    r"""For all real $A = wx + b$ and $B = wy + b$, with $z_+ = \max(0, z)$. Where the signs differ the right side is
    zero; where they agree it is the product.""",
    None,
    Max(0, x) * Max(0, y) + Max(0, -x) * Max(0, -y),
    ((x + Abs(x)) / 2 * (y + Abs(y)) / 2 + (-x + Abs(x)) / 2 * (-y + Abs(y)) / 2, r"$\max(0, z) = (z + |z|)/2$"),
    ((x * y + Abs(x) * Abs(y)) / 2, "expand; the mixed terms cancel"),
)

_bias, _weight = Function("p_b", real=True), Function("p_w", real=True)
_BIASES = (
    {_bias: Lambda(s, exp(-(s**2) / 2) / sqrt(2 * pi))},
    {_bias: Lambda(s, exp(-((s - 1) ** 2) / 3) / sqrt(3 * pi))},
    {_bias: Lambda(s, 2 / (pi * (1 + s**2) ** 2))},
)
SQUARE = OnFunctions(r"$\mathbb{E}\,b^2$ is finite", holds=(*density(_bias), moment(_bias, lambda b: 1 + b**2)))
EITHER, MIRROR = Function("E", real=True)(r, x, y), {x: -y, y: -x}
GIVEN_WEIGHT = B16.theorem(
    "given-weight",
    "One ReLU neuron with a given positive weight",
    r"""For a fixed weight $w = r > 0$ and a bias of density $p_b$. Multiplied by the density of the weight and
    integrated over $r$, which Tonelli allows, the right side is $\int_{-\infty}^{x} (x - c)(y - c)\,\zeta_+(c)\,dc$
    with $\zeta_+(c) = \int_0^\infty r^3 p_w(r)\,p_b(-cr)\,dr$. Negative weights give the mirror image, an integral of
    $\zeta_-$ over $(y, \infty)$.""",
    EITHER,
    Integral(Max(0, r * x + b) * Max(0, r * y + b) * _bias(b), (b, -oo, oo)),
    (
        Integral((r * x + b) * (r * y + b) * _bias(b), (b, -r * x, oo)),
        r"both factors are positive exactly for $b > -r x$",
    ),
    (r**3 * Integral((x - c) * (y - c) * _bias(-c * r), (c, -oo, x)), Substitute(b, c, -c * r, -b / r)),
    given=(SQUARE, ORDERED_KERNEL),
    instances=_BIASES,
)

_right, _left = Function("zeta_+", real=True), Function("zeta_-", real=True)


def _before(zeta: Expr) -> Expr:
    """What neurons contribute that open to the right and bend before both inputs."""
    return Integral((x - c) * (y - c) * zeta, (c, -oo, x))


def _after(zeta: Expr) -> Expr:
    """What neurons contribute that open to the left and bend after both inputs."""
    return Integral((s - x) * (s - y) * zeta, (s, y, oo))


ASYMMETRIC = B16.theorem(
    "asymmetric",
    "The kernel without symmetry",
    r"""For any law with $P(w = 0) = 0$, with $\zeta_\pm(c)$ the integrals over positive and over negative weights and
    $\zeta = \zeta_+ + \zeta_-$. The second line splits off the kernel of the symmetric law with the same $\zeta$;
    what remains is due to $\zeta_+ - \zeta_-$ alone.""",
    k_1,
    _before(_right(c)) + _after(_left(s)),
    (
        (_before(_right(c) + _left(c)) + _after(_right(s) + _left(s))) / 2
        + (_before(_right(c) - _left(c)) - _after(_right(s) - _left(s))) / 2,
        r"$\zeta_\pm = \tfrac12 (\zeta_+ + \zeta_-) \pm \tfrac12 (\zeta_+ - \zeta_-)$",
    ),
    given=(SQUARES, ORDERED_KERNEL, NO_ATOM),
    origin=(
        By(GIVEN_WEIGHT, text="integrate over the positive weights"),
        By(GIVEN_WEIGHT, MIRROR, text="over the negative ones"),
    ),
    where={k_1: Integral(_weight(r) * EITHER + _weight(-r) * EITHER.subs(MIRROR, simultaneous=True), (r, 0, oo))},
    instances=(
        {_right: ZETAS[0][Z], _left: ZETAS[2][Z]},
        {_right: ZETAS[1][Z], _left: ZETAS[0][Z]},
    ),
)

ONE_SIDED = (_before(Z(c)) + Integral((c - x) * (c - y) * Z(c), (c, y, oo))) / 2


def _over_line(weight: Expr = S.One) -> Expr:
    return Integral(weight * Z(c), (c, -oo, oo))


KERNEL = B16.theorem(
    "kernel",
    "The kernel through zeta",
    r"""For $x \le y$, $k_1(x, y) = \mathbb{E}[(wx+b)_+(wy+b)_+]$, with $\mathbb{E}\,w^2 = \int \zeta$,
    $\mathbb{E}[wb] = -\int c\,\zeta$ and $\mathbb{E}\,b^2 = \int c^2\,\zeta$. The law of the neuron enters through
    $\zeta$ alone, and beyond three moments only through $\zeta$ between $x$ and $y$.""",
    k_1,
    ONE_SIDED,
    (_over_line((x - c) * (y - c)) / 2 + bridge(Z(c)), "add the integral over $(x, y)$ and take it away"),
    (
        (x * y * _over_line() - (x + y) * _over_line(c) + _over_line(c**2)) / 2 + bridge(Z(c)),
        "expand the first integrand; its three integrals are the second moments",
    ),
    given=(SYMMETRIC, SQUARES, ORDERED_KERNEL),
    origin=r"both orientations carry half of $\zeta$",
    instances=ZETAS,
)

ABSOLUTE = B16.theorem(
    "absolute",
    "The kernel with absolute values",
    """The same kernel, written so that it is visibly positive definite. The code uses the other form: its integral
    is over a bounded interval and every term is positive.""",
    k_1,
    _over_line(Abs(x - c) * Abs(y - c) + (x - c) * (y - c)) / 4,
    SplitDomain(c, (x, y)),
    (ONE_SIDED, "between $x$ and $y$ the two products cancel"),
    given=(SYMMETRIC, SQUARES, ORDERED_KERNEL),
    origin=Resting(Definition(r"a product of two ReLUs and its mirror image, with $wx + b = w(x - \beta)$"), (FOLD,)),
    instances=ZETAS,
)

SLOPE = B16.theorem(
    "slope",
    "The kernel of the slopes",
    r"For $x \le y$, $\mathbb{E}[w^2\, 1_{wx+b>0}\, 1_{wy+b>0}]$; the first integral is $\mathbb{E}\,w^2$.",
    k_w,
    Integral(Z(c), (c, -oo, x)) / 2 + Integral(Z(c), (c, y, oo)) / 2,
    ((_over_line() - Integral(Z(c), (c, x, y))) / 2, "add the integral over $(x, y)$ and take it away"),
    given=(SYMMETRIC, SQUARES, ORDERED_KERNEL),
    origin="a neuron is active at both inputs when it opens to the right before $x$ or to the left after $y$",
    instances=ZETAS,
)

STEP = B16.theorem(
    "step",
    "The kernel of the activity",
    r"""For $x \le y$, the probability that a neuron is active at both inputs; the first integral is one. With the
    distribution function $F_\beta$ this is $\tfrac12 (1 - |F_\beta(x) - F_\beta(y)|)$.""",
    k_0,
    Integral(P(c), (c, -oo, x)) / 2 + Integral(P(c), (c, y, oo)) / 2,
    (
        (Integral(P(c), (c, -oo, oo)) - Integral(P(c), (c, x, y))) / 2,
        "add the integral over $(x, y)$ and take it away",
    ),
    given=(SYMMETRIC, OnFunctions(r"$\beta$ has the density $p_\beta$", holds=density(P)), ORDERED_KERNEL),
    origin="both orientations are equally likely",
    instances=DENSITIES,
)


def _absolute(first: Expr, second: Expr) -> Expr:
    return (_over_line(Abs(first - c) * Abs(second - c)) + first * second * _over_line() + _over_line(c**2)) / 4


ENERGY = B16.theorem(
    "energy",
    "The norm of the kernel is the curvature penalty",
    r"""For $g = A\,k_1(\cdot, x) + B\,k_1(\cdot, y)$ and $\mathbb{E}[wb] = 0$; more data add terms of the same kind.
    Here $h(c) = \tfrac12(A|x - c| + B|y - c|)$ and $g'' = \zeta h$, and $p = \tfrac14(A + B)\,\mathbb{E}\,b^2$, $q =
    \tfrac14(Ax + By)\,\mathbb{E}\,w^2$ are the mean intercept and the mean slope of the two asymptotes of $g$. The
    last line is therefore $\int g''^2/\zeta\,dc + 4p^2/\mathbb{E}\,b^2 + 4q^2/\mathbb{E}\,w^2$.""",
    Function("Q", real=True)(x, y, A, B),
    A**2 * _absolute(x, x) + 2 * A * B * _absolute(x, y) + B**2 * _absolute(y, y),
    (
        _over_line(((A * Abs(x - c) + B * Abs(y - c)) / 2) ** 2)
        + (A * x + B * y) ** 2 * _over_line() / 4
        + (A + B) ** 2 * _over_line(c**2) / 4,
        "collect the squares",
    ),
    given=(SYMMETRIC, SQUARES, OnFunctions(r"$\mathbb{E}[wb] = 0$", holds=(moment(Z, lambda c: c, 0),))),
    origin="the norm of the space of functions that the kernel spans",
    instances=ZETAS[:2],
)
