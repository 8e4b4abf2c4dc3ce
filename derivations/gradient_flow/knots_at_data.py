r"""The lasso over knots at data: where it is exact and where it is not (F4).

To find the cheapest interpolant among all networks one would have to search over every place of every breakpoint. With
free biases it is enough to allow breakpoints at the data. The reason is the dual problem: multipliers $\lambda_n$ of
the data are allowed if $|\sum_n \lambda_n (x_n - \beta)_+| \le 1$, and the same for neurons that face left, for every
$\beta$. Between two neighbouring data this is a straight line in $\beta$, largest at an end; left and right of all data
it is constant, since the multipliers add up to zero where the output bias is free. So the conditions at the data say
all, and the lasso over the $2N$ neurons at data has the same value as the problem over all places.

With weight decay on the biases too the price of a neuron is $|\mu|\sqrt{1 + \beta^2}$ (F1), and the same argument
fails: the condition is $|M\cos\theta + E\sin\theta| \le 1$ on each piece, with the sums $E$ and $M$ of the multipliers,
an arc and not a line, and its largest value may lie inside. Then so may the breakpoints. The example has three data,
$(-1, 0)$, $(1, 1)$, $(2, 2)$: one neuron with its breakpoint in the gap, at $0$, interpolates at the price one; with
breakpoints at the data the price is $\sqrt2$ or more.
"""

from sympy import Abs, Function, Lambda, Max, Rational, sqrt

from symspline.proof.moves import Bound
from symspline.proof.section import Section

from .vocabulary import (
    E,
    M,
    X,
    b,
    c,
    h_1,
    h_2,
    left_end,
    n,
    parts,
    right_end,
    total,
    w,
)

F4 = Section(__name__, "F4", "The lasso over knots at data")
lam_n = Function("lambda", real=True)(n)
CHOICES = tuple(
    {lam_n.func: Lambda(n, one), X: Lambda(n, other)}
    for one, other in ((1 - n / 3, n / 2 - 1), (n / 4 - Rational(1, 3), n - n**2 / 7), ((n - 2) ** 2 / 5, 2 * n - 3))
)


def _dual(place):
    """The condition at a place, for the data to its right, which are the same along a gap."""
    return total(lam_n * (X(n) - place))


inside = (1 - c) * left_end + c * right_end
STRAIGHT = F4.theorem(
    "straight",
    "Between two data the condition is a straight line",
    r"""At the place $(1 - c)\beta_1 + c\beta_2$ between neighbouring data the sum over the data seen is the same
    mixture of its values at the two.""",
    None,
    _dual(inside),
    ((1 - c) * _dual(left_end) + c * _dual(right_end), "collect"),
    instances=CHOICES,
)
ENDS = F4.theorem(
    "ends",
    "A straight line is largest at an end",
    r"""A mixture of two values $h_1$ and $h_2$ lies below the larger of both, and by the same line with other signs
    above the smaller.""",
    None,
    (1 - c) * h_1 + c * h_2,
    (
        "<=",
        (1 - c) * h_1 + c * h_2 + (1 - c) * (Max(h_1, h_2) - h_1) + c * (Max(h_1, h_2) - h_2),
        Bound("each is at most the larger"),
    ),
    (Max(h_1, h_2), "the shares add up to one"),
    given=(c < 1,),
)
ARC = F4.theorem(
    "arc",
    "With paid biases the condition is an arc",
    r"""On a piece the condition holds the number $(M w + E b)/\rho$ with $\rho^2 = w^2 + b^2$. Its square is below $M^2
    + E^2$ but for one direction, $(w, b) \propto (M, E)$: the breakpoint $\beta = -E/M$, a datum or not.""",
    None,
    (M * w + E * b) ** 2,
    ((M**2 + E**2) * (w**2 + b**2) - (E * w - M * b) ** 2, "complete the squares"),
)
r_1, r_2, r_3, r_4 = parts
rise = r_1 / sqrt(2) + r_2 / sqrt(2) - r_4 / sqrt(5)
AT_DATA = F4.theorem(
    "at-data",
    "The price of the example with breakpoints at the data",
    r"""Of unit size the neurons at the data $-1, 1, 2$ are $(x + 1)_+/\sqrt2$, $(x - 1)_+/\sqrt2$, $(1 - x)_+/\sqrt2$
    and $(2 - x)_+/\sqrt5$; two more vanish on the data. Between the inputs $1$ and $2$ their sum with the sizes $r_1,
    \dots, r_4$ rises by the first line. The data ask for one: then $\sum |r_k| \ge \sqrt2$.""",
    None,
    rise,
    ("<=", Abs(r_1) / sqrt(2) + Abs(r_2) / sqrt(2) + Abs(r_4) / sqrt(5), Bound("no number exceeds its size")),
    (
        "<=",
        Abs(r_1) / sqrt(2)
        + Abs(r_2) / sqrt(2)
        + Abs(r_4) / sqrt(5)
        + Abs(r_3) / sqrt(2)
        + 3 * Abs(r_4) / (sqrt(10) * (sqrt(5) + sqrt(2))),
        Bound("sizes are added"),
    ),
    (
        (Abs(r_1) + Abs(r_2) + Abs(r_3) + Abs(r_4)) / sqrt(2),
        r"$3 = (\sqrt5 - \sqrt2)(\sqrt5 + \sqrt2)$",
    ),
)
