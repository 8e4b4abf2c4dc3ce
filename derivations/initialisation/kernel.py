"""The covariance kernel of one neuron through zeta (B16)."""

from sympy import Abs, Function, Integral, Lambda, Le, Max, Rational, exp, oo, pi, sqrt

from symspline.proof.moves import Algebra, By, Definition, Known, SplitDomain, Substitute
from symspline.proof.theorem import Assumption, Section, Step, Theorem

from .arguments import arguments
from .vocabulary import A, B, b, c, r, s, x, y

k_1 = Function("k_1", real=True)(x, y)
k_0 = Function("k_0", real=True)(x, y)
k_w = Function("k_w", real=True)(x, y)
ORDERED = Assumption(r"$x \le y$; the kernel is symmetric, $k(y, x) = k(x, y)$", Le(x, y))
SYMMETRIC = Assumption(r"$(w, b)$ and $(-w, -b)$ have the same law")
MOMENTS = Assumption(r"$\mathbb{E}\,w^2$ and $\mathbb{E}\,b^2$ are finite")

Z = Function("zeta", real=True)
P = Function("p_beta", real=True)
_HALF = Rational(1, 2)

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


def affine_part(mean_square_w, mean_square_b, mean_product=0):
    """Half of ``E[(w x + b)(w y + b)]``."""
    return (mean_square_w * x * y + mean_product * (x + y) + mean_square_b) / 2


def bridge(zeta, low=x, high=y, variable=c):
    """Half of the integral of ``(high - s)(s - low) zeta(s)`` over (low, high)."""
    return Integral((high - variable) * (variable - low) * zeta, (variable, low, high)) / 2


FOLD = Theorem(
    id="B16.fold",
    title="Two ReLUs and their mirror images",
    chapter="initialisation",
    statement=r"For all real $A = wx + b$ and $B = wy + b$, with $z_+ = \max(0, z)$. Where the signs differ the right "
    r"side is zero; where they agree it is the product.",
    arguments=arguments(x, y),
    subject=Max(0, x) * Max(0, y) + Max(0, -x) * Max(0, -y),
    start=Max(0, x) * Max(0, y) + Max(0, -x) * Max(0, -y),
    steps=(
        Step(
            "=",
            (x + Abs(x)) / 2 * (y + Abs(y)) / 2 + (-x + Abs(x)) / 2 * (-y + Abs(y)) / 2,
            Algebra(r"$\max(0, z) = (z + |z|)/2$"),
        ),
        Step("=", (x * y + Abs(x) * Abs(y)) / 2, Algebra("expand; the mixed terms cancel")),
    ),
)

_bias = Function("p_b", real=True)
_BIASES = (
    {_bias: Lambda(s, exp(-(s**2) / 2) / sqrt(2 * pi))},
    {_bias: Lambda(s, exp(-((s - 1) ** 2) / 3) / sqrt(3 * pi))},
    {_bias: Lambda(s, 2 / (pi * (1 + s**2) ** 2))},
)

GIVEN_WEIGHT = Theorem(
    id="B16.given-weight",
    title="One ReLU neuron with a given positive weight",
    chapter="initialisation",
    statement=r"For a fixed weight $w = r > 0$ and a bias of density $p_b$. Multiplied by the density of "
    r"the weight and integrated over $r$, which Tonelli allows, the right side is "
    r"$\int_{-\infty}^{x} (x - c)(y - c)\,\zeta_+(c)\,dc$ with $\zeta_+(c) = \int_0^\infty r^3 "
    r"p_w(r)\,p_b(-cr)\,dr$. Negative weights give the mirror image, an integral of $\zeta_-$ "
    r"over $(y, \infty)$.",
    arguments=arguments(x, y, r),
    assumes=(ORDERED,),
    subject=Function("E", real=True)(r, x, y),
    start=Integral(Max(0, r * x + b) * Max(0, r * y + b) * _bias(b), (b, -oo, oo)),
    steps=(
        Step(
            "=",
            Integral((r * x + b) * (r * y + b) * _bias(b), (b, -r * x, oo)),
            Algebra(r"both factors are positive exactly for $b > -r x$"),
        ),
        Step("=", r**3 * Integral((x - c) * (y - c) * _bias(-c * r), (c, -oo, x)), Substitute(b, c, -c * r, -b / r)),
    ),
    instances=_BIASES,
)

_right, _left = Function("zeta_+", real=True), Function("zeta_-", real=True)

ASYMMETRIC = Theorem(
    id="B16.asymmetric",
    title="The kernel without symmetry",
    chapter="initialisation",
    statement=r"For any law with $P(w = 0) = 0$, with $\zeta_\pm(c)$ the integrals over positive and over "
    r"negative weights and $\zeta = \zeta_+ + \zeta_-$. The second line splits off the kernel of "
    r"the symmetric law with the same $\zeta$; what remains is due to $\zeta_+ - \zeta_-$ alone.",
    arguments=arguments(x, y),
    assumes=(MOMENTS, ORDERED, Assumption(r"$P(w = 0) = 0$")),
    subject=k_1,
    start=Integral((x - c) * (y - c) * _right(c), (c, -oo, x)) + Integral((s - x) * (s - y) * _left(s), (s, y, oo)),
    origin=By(GIVEN_WEIGHT, text="integrate over the positive weights, and likewise over the negative ones"),
    steps=(
        Step(
            "=",
            Integral((x - c) * (y - c) * (_right(c) + _left(c)), (c, -oo, x)) / 2
            + Integral((s - x) * (s - y) * (_right(s) + _left(s)), (s, y, oo)) / 2
            + Integral((x - c) * (y - c) * (_right(c) - _left(c)), (c, -oo, x)) / 2
            - Integral((s - x) * (s - y) * (_right(s) - _left(s)), (s, y, oo)) / 2,
            Algebra(r"$\zeta_\pm = \tfrac12 (\zeta_+ + \zeta_-) \pm \tfrac12 (\zeta_+ - \zeta_-)$"),
        ),
    ),
    instances=(
        {_right: ZETAS[0][Z], _left: ZETAS[2][Z]},
        {_right: ZETAS[1][Z], _left: ZETAS[0][Z]},
    ),
)

KERNEL = Theorem(
    id="B16.kernel",
    title="The kernel through zeta",
    chapter="initialisation",
    statement=r"For $x \le y$, $k_1(x, y) = \mathbb{E}[(wx+b)_+(wy+b)_+]$, with $\mathbb{E}\,w^2 = \int \zeta$, "
    r"$\mathbb{E}[wb] = -\int c\,\zeta$ and $\mathbb{E}\,b^2 = \int c^2\,\zeta$. The law of the neuron enters "
    r"through $\zeta$ alone, and beyond three moments only through $\zeta$ between $x$ and $y$.",
    arguments=arguments(x, y),
    assumes=(SYMMETRIC, MOMENTS, ORDERED),
    subject=k_1,
    start=Integral((x - c) * (y - c) * Z(c), (c, -oo, x)) / 2 + Integral((c - x) * (c - y) * Z(c), (c, y, oo)) / 2,
    origin=Definition(r"both orientations carry half of $\zeta$"),
    steps=(
        Step(
            "=",
            Integral((x - c) * (y - c) * Z(c), (c, -oo, oo)) / 2 + bridge(Z(c)),
            Algebra(r"add the integral over $(x, y)$ and take it away"),
        ),
        Step(
            "=",
            (
                x * y * Integral(Z(c), (c, -oo, oo))
                - (x + y) * Integral(c * Z(c), (c, -oo, oo))
                + Integral(c**2 * Z(c), (c, -oo, oo))
            )
            / 2
            + bridge(Z(c)),
            Algebra(r"expand the first integrand; its three integrals are the second moments"),
        ),
    ),
    instances=ZETAS,
)

ABSOLUTE = Theorem(
    id="B16.absolute",
    title="The kernel with absolute values",
    chapter="initialisation",
    statement="The same kernel, written so that it is visibly positive definite. The code uses the other form: its "
    "integral is over a bounded interval and every term is positive.",
    arguments=arguments(x, y),
    assumes=(SYMMETRIC, MOMENTS, ORDERED),
    subject=k_1,
    start=Integral((Abs(x - c) * Abs(y - c) + (x - c) * (y - c)) * Z(c), (c, -oo, oo)) / 4,
    origin=Known(r"the fold of B16.fold with $wx + b = w(x - \beta)$", "B16.fold"),
    steps=(
        Step(
            "=",
            Integral((Abs(x - c) * Abs(y - c) + (x - c) * (y - c)) * Z(c), (c, -oo, x)) / 4
            + Integral((Abs(x - c) * Abs(y - c) + (x - c) * (y - c)) * Z(c), (c, x, y)) / 4
            + Integral((Abs(x - c) * Abs(y - c) + (x - c) * (y - c)) * Z(c), (c, y, oo)) / 4,
            SplitDomain(c, (x, y)),
        ),
        Step(
            "=",
            Integral((x - c) * (y - c) * Z(c), (c, -oo, x)) / 2 + Integral((c - x) * (c - y) * Z(c), (c, y, oo)) / 2,
            Algebra(r"between $x$ and $y$ the two products cancel"),
        ),
    ),
    instances=ZETAS,
)

SLOPE = Theorem(
    id="B16.slope",
    title="The kernel of the slopes",
    chapter="initialisation",
    statement=r"For $x \le y$, $\mathbb{E}[w^2\, 1_{wx+b>0}\, 1_{wy+b>0}]$; the first integral is $\mathbb{E}\,w^2$.",
    arguments=arguments(x, y),
    assumes=(SYMMETRIC, MOMENTS, ORDERED),
    subject=k_w,
    start=Integral(Z(c), (c, -oo, x)) / 2 + Integral(Z(c), (c, y, oo)) / 2,
    origin=Definition(
        "a neuron is active at both inputs when it opens to the right before $x$ or to the left after $y$"
    ),
    steps=(
        Step(
            "=",
            (Integral(Z(c), (c, -oo, oo)) - Integral(Z(c), (c, x, y))) / 2,
            Algebra(r"add the integral over $(x, y)$ and take it away"),
        ),
    ),
    instances=ZETAS,
)

STEP = Theorem(
    id="B16.step",
    title="The kernel of the activity",
    chapter="initialisation",
    statement=r"For $x \le y$, the probability that a neuron is active at both inputs; the first integral is one. With "
    r"the distribution function $F_\beta$ this is $\tfrac12 (1 - |F_\beta(x) - F_\beta(y)|)$.",
    arguments=arguments(x, y),
    assumes=(SYMMETRIC, ORDERED),
    subject=k_0,
    start=Integral(P(c), (c, -oo, x)) / 2 + Integral(P(c), (c, y, oo)) / 2,
    origin=Definition(r"both orientations are equally likely"),
    steps=(
        Step(
            "=",
            (Integral(P(c), (c, -oo, oo)) - Integral(P(c), (c, x, y))) / 2,
            Algebra(r"add the integral over $(x, y)$ and take it away"),
        ),
    ),
    instances=DENSITIES,
)

_square = (A * Abs(x - c) + B * Abs(y - c)) / 2
_mean_square = Integral(Z(c), (c, -oo, oo))
_bias_square = Integral(c**2 * Z(c), (c, -oo, oo))


def _absolute(first, second):
    return (
        Integral(Abs(first - c) * Abs(second - c) * Z(c), (c, -oo, oo)) / 4
        + (first * second * _mean_square + _bias_square) / 4
    )


ENERGY = Theorem(
    id="B16.energy",
    title="The norm of the kernel is the curvature penalty",
    chapter="initialisation",
    statement=r"For $g = A\,k_1(\cdot, x) + B\,k_1(\cdot, y)$ and $\mathbb{E}[wb] = 0$; more data add terms "
    r"of the same kind. Here $h(c) = \tfrac12(A|x - c| + B|y - c|)$ and $g'' = \zeta h$, and $p = "
    r"\tfrac14(A + B)\,\mathbb{E}\,b^2$, $q = \tfrac14(Ax + By)\,\mathbb{E}\,w^2$ are the mean "
    r"intercept and the mean slope of the two asymptotes of $g$. The last line is therefore $\int "
    r"g''^2/\zeta\,dc + 4p^2/\mathbb{E}\,b^2 + 4q^2/\mathbb{E}\,w^2$.",
    arguments=arguments(x, y, A, B),
    assumes=(SYMMETRIC, MOMENTS, Assumption(r"$\mathbb{E}[wb] = 0$")),
    subject=Function("Q", real=True)(x, y, A, B),
    start=A**2 * _absolute(x, x) + 2 * A * B * _absolute(x, y) + B**2 * _absolute(y, y),
    origin=Definition(r"the norm of the space of functions that the kernel spans"),
    steps=(
        Step(
            "=",
            Integral(_square**2 * Z(c), (c, -oo, oo))
            + (A * x + B * y) ** 2 * _mean_square / 4
            + (A + B) ** 2 * _bias_square / 4,
            Algebra("collect the squares"),
        ),
    ),
    instances=ZETAS[:2],
)

TEXT = r"""
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

SECTION = Section(
    "B16",
    "The kernel through zeta",
    TEXT,
    (FOLD, GIVEN_WEIGHT, ASYMMETRIC, KERNEL, ABSOLUTE, SLOPE, STEP, ENERGY),
)
