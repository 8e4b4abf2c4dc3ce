"""Neurons that are dead on the range of the data (B27).

A neuron is dead on an interval when it is active nowhere on it: it adds nothing there, and no gradient reaches its
weights from data in the interval. Since $wx + b$ is linear, it is dead on $(x, y)$ exactly when it is not active at
either end. The probability of that follows from the probabilities of activity at the ends alone, for every law of
$(w, b)$, with atoms and on one side of zero too.

Where $(w, b)$ and $(-w, -b)$ have the same law, a neuron is dead as often as it is active on the whole interval, that
is half as often as it does not bend there: with PyTorch's initialisation every fourth on $(-1, 1)$. With zero biases
and such a law no neuron is dead when there are data on both sides of zero, and half of them are when all data lie on
one side.

Neurons are independent, so that of $H$ a binomial number is dead (B4).
"""

from sympy import And, Expr, Function, Integral, Piecewise, oo

from symspline.proof.functions import OnFunctions, density, moment
from symspline.proof.section import Section

from .hypotheses import NO_ATOM, ORDERED, SYMMETRIC
from .kernel import DENSITIES, P
from .vocabulary import A_x, A_y, c, x, y

B27 = Section(__name__, "B27", "Dead neurons")

D = Function("D", real=True)(x, y)
_right, _left = Function("p_+", real=True), Function("p_-", real=True)


def _active(pre_activation: Expr) -> Expr:
    """One where a neuron of this pre-activation is active."""
    return Piecewise((1, pre_activation > 0), (0, True))


ENDS = B27.theorem(
    "ends",
    "Dead at both ends",
    r"""With $A_x = wx + b$ and $A_y = wy + b$, whatever the two numbers are: one where the neuron is active at neither
    end. The expectation of the last line is $1 - k_0(x, x) - k_0(y, y) + k_0(x, y)$ with the kernel $k_0$ of the
    activity (B16), whatever the law of $(w, b)$ is.""",
    None,
    Piecewise((1, And(A_x <= 0, A_y <= 0)), (0, True)),
    (
        1 - _active(A_x) - _active(A_y) + _active(A_x) * _active(A_y),
        "dead at both ends: not active at one, nor at the other",
    ),
)


def _mass(right: tuple[Expr, Expr], left: tuple[Expr, Expr]) -> Expr:
    """The part of neurons that open to the right and bend in one interval, or to the left and bend in the other."""
    return Integral(_right(c), (c, *right)) + Integral(_left(c), (c, *left))


PROBABILITY = B27.theorem(
    "probability",
    "Probability of a dead neuron",
    r"""For any law with $P(w = 0) = 0$ under which the breakpoint has a density: $p_+$ that of neurons that open to the
    right and $p_-$ that of those to the left, which together have mass one. A neuron that opens to the right is dead
    when it bends beyond $y$, one that opens to the left when it bends before $x$. The last line is the expectation of
    that of B27.ends: all neurons, less those active at $x$, less those active at $y$, and those active at both,
    without what cancels.""",
    D,
    _mass((y, oo), (-oo, x)),
    (
        _mass((-oo, oo), (-oo, oo)) - _mass((-oo, x), (x, oo)) - _mass((-oo, y), (y, oo)) + _mass((-oo, x), (y, oo)),
        "cut the line at $x$ and at $y$",
    ),
    given=(
        ORDERED,
        NO_ATOM,
        OnFunctions(
            r"$p_+$ and $p_-$ have finite mass",
            holds=(moment(_right, lambda c: 1), moment(_left, lambda c: 1)),
        ),
    ),
    instances=(
        {_right: DENSITIES[0][P], _left: DENSITIES[2][P]},
        {_right: DENSITIES[1][P], _left: DENSITIES[0][P]},
    ),
)

SYMMETRIC_LAWS = B27.theorem(
    "symmetric",
    "Dead neurons of a symmetric law",
    r"""The first integral of the last line is one: a neuron is dead with half the probability that it does not bend
    between $x$ and $y$. That is also $k_0(x, y)$, the probability that it is active on the whole interval.""",
    D,
    Integral(P(c), (c, y, oo)) / 2 + Integral(P(c), (c, -oo, x)) / 2,
    (
        (Integral(P(c), (c, -oo, oo)) - Integral(P(c), (c, x, y))) / 2,
        "add the integral over $(x, y)$ and take it away",
    ),
    given=(SYMMETRIC, OnFunctions(r"$\beta$ has the density $p_\beta$", holds=density(P)), ORDERED),
    origin="both orientations are equally likely",
    instances=DENSITIES,
)
