"""Lonely partitions: every gap between neighbouring data holds a breakpoint (C5)."""

from symspline.proof.theorem import Section

from .different_laws import FIXED, MISMATCH, POISSON, STATE, TWO_DATA
from .lateral_minima import ANOTHER, DETERMINANT, LEFT, RANK, SINGULAR, ZIGZAG
from .orderings import (
    ABOVE,
    BELOW,
    CORRECTED,
    EXPONENT,
    EXPONENTIAL,
    FACTOR_ABOVE,
    FACTOR_BELOW,
    FAILS,
    GAPS,
    LINEAR,
    MONOTONE,
    PROBABILITY,
    QUOTED,
    QUOTED_LIMIT,
    SCALING_ABOVE,
    SCALING_BELOW,
    WIDTH,
    WORDS,
)

TEXT = r"""
A partition is lonely when each piece between breakpoints holds one datum at most, that is, when each of the $N - 1$
gaps between neighbouring data holds a breakpoint. Such a network is free enough to interpolate, and its loss surface
is simple: with an offset and no vanishing output weight the Jacobian has rank $N$, so that every critical point in
the cell is a global minimum of loss zero. Spurious minima of C4 live in cells that are not lonely.

The statement is about all parameters. If only the slopes and the offset may move, while the breakpoints stay, lonely
is not enough. A function that vanishes on all data zigzags through them, and whether a network can draw such a zigzag
depends on the orientations and on where in their gaps the breakpoints sit. A determinant decides. It never vanishes
when all neurons face the same way, nor when a free line is present, but it does for certain places when orientations
are mixed; the example with four data below is the smallest there is. For almost all places of the breakpoints it does
not vanish.

How likely is a lonely partition at initialisation? When data and breakpoints come from the same continuous law,
whatever it is, only their order matters, and all orders are equally likely. The probability is then a quotient of two
binomial coefficients, and it lies between two exponentials with the exponents $-N(N-1)/(H+2-N)$ and $-N(N-1)/(H+N)$.
The scale is the square of the number of data: for $H = \alpha N^2$ the probability tends to $e^{-1/\alpha}$.

Two bounds that look alike must be told apart. The bound $e^{-N^2/(H+1)}$ is right from the width $H + 1 = N(N-1)$ on
and can fail below; ten data and ten breakpoints are an example. The bound $1 - e^{-N^2/(H+1)}$, which is often
quoted, is wrong: it falls with the width. It bounds the probability that some gap stays empty.

When the laws differ, as for normal weights, whose breakpoints have a Cauchy law, the order alone no longer decides.
With a Poisson number of breakpoints the state of a walk through the data, how many data so far and whether the last
event was a datum, obeys linear differential equations; the fixed number is recovered from the generating function.
The rule of thumb is that the width must be larger by the factor $\int p^2/\rho$, which is one only if the laws agree.
"""

SECTION = Section(
    "C5",
    "Lonely partitions",
    TEXT,
    (
        RANK,
        ZIGZAG,
        DETERMINANT,
        ANOTHER,
        LEFT,
        SINGULAR,
        WORDS,
        PROBABILITY,
        GAPS,
        LINEAR,
        EXPONENTIAL,
        FACTOR_ABOVE,
        FACTOR_BELOW,
        ABOVE,
        BELOW,
        EXPONENT,
        CORRECTED,
        FAILS,
        QUOTED,
        QUOTED_LIMIT,
        SCALING_ABOVE,
        SCALING_BELOW,
        MONOTONE,
        WIDTH,
        TWO_DATA,
        STATE,
        POISSON,
        FIXED,
        MISMATCH,
    ),
)
