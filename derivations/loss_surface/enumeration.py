r"""Every piecewise least-squares critical point of a data set, exactly (C4a, C4c, C4d).

With an all-active neuron the critical points of a network are piecewise least-squares fits (C3b): the breakpoints cut
the sorted data into runs, each run has its own least-squares line, and neighbouring lines meet in the gap between
their runs. If every run holds at least two different inputs, its line is unique, and so is the place where two lines
cross. Finding all critical points is then a finite problem: cut the data into runs in all $\binom{N-P-1}{P-1}$ ways,
and keep the cuts for which all crossings fall strictly inside their gaps. All points found are local minima (C3d), so
that this is a list of the spurious minima of a data set.

Nothing in it needs rounding. For integer data the line of a run is a triple of integers, and whether two lines join
is decided by the sign of a product of two integers. Since the test only looks at two neighbouring runs, the cuts that
pass can be counted without being listed: the number of ways to reach a last run is a sum over the runs that may come
before it, and the whole count costs $O(N^3)$ for each $P$ however many points there are. The listing goes through the
same runs depth first and enters only branches that can be completed.

Three other computations judge the result: every cut by itself with the textbook formula for the line; the normal
equations of every cell in $\mu$, $\gamma$ and the free line, whose solutions are kept when $\gamma/\mu$ falls back
into its gap and which know nothing of runs; and the dynamic programme. They agree on the data sets below and on
random rational ones.

Three kinds of critical points are not in the list, and a search that stops here can miss the best fit.

A run may hold a single datum. Its line is then any line through the datum, and the critical points come in families:
the loss is constant along them. A single datum at an end of the data always allows this when the line of its
neighbours misses it, and chains of single data obey the zigzag rule.

A breakpoint may sit on a datum. The loss has a kink there (C1), and the kink can be a minimum although no run is
fitted by least squares. For one breakpoint all three kinds can be put together: inside a gap the profile of the best
fit has one minimum at most, and so the least-squares points, the data and the two end gaps are all candidates there
are. The example shows ten data for which the best fit with one breakpoint has it on a datum.

For any number of pieces the list of local minima is complete with them (C4h). A fit is cut at the bends inside gaps
into runs of data; each run has the least-squares spline whose knots are the bends on data, and single data and two
bends in one gap join what lies beside them in many ways. As long as no bend passes a datum the loss is a convex
quadratic of the free line and the pairs $(\mu_i, \gamma_i)$, so that first derivatives decide: the lines cross inside
their gaps, and at each bend on a datum the loss falls to neither side. The least loss of the runs bounds every fit
with its bends in these places from below, joined or not; to leave out the data near the bends only lowers it, which
bounds whole boxes of places at once. That is how the best fit is found for certain without a look at each of its
$N^{P-1}$ places.

Without an all-active neuron, with an offset alone, the statement itself changes (C3c): a run between an end and a
breakpoint that does not see it can keep a first moment. The cell-by-cell solution does not need the theorem and finds
these points too.

What kind of point a critical point is, is read off the signs of the eigenvalues of the Hessian. Zero eigenvalues are
the rule and not the exception there, and no tolerance separates them from small ones; an elimination over the
rationals decides.
"""

from sympy import And, Eq, Expr, Function, Ge, Gt, Lambda, Rational, Sum, Symbol, binomial

from symspline.proof.moves import Algebra, Definition, Telescope
from symspline.proof.resting import Resting
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .data_sets import D2
from .hypotheses import TWO_SLOPES
from .vocabulary import X_0, X_1, X_2, Y_0, Y_1, Y_2, Delta_X, L, N, P, beta, delta, gamma, j, lines, mu, x_1, x_2

C4 = Section(__name__, "C4", "Enumeration of critical points")

(a_1, c_1), (a_2, c_2) = lines
determinant, difference, fall = X_0 * X_2 - X_1**2, c_1 - c_2, a_1 - a_2
TWO_INPUTS = Assumption(
    r"the run holds at least two different inputs, so that $\Delta = X_0 X_2 - X_1^2 > 0$", Gt(determinant, 0)
)

LINE = C4.theorem(
    "a.line",
    "The least-squares line of a run of data",
    r"""With $Y_0 = \sum y_n$ and $Y_1 = \sum x_n y_n$ over the run, the slope $a_1$ and the intercept $c_1$ of the
    line without residual moments are quotients with the common denominator $\Delta$. The five sums are differences of
    running sums: for data in integers all lines of all $O(N^2)$ runs are integer triples.""",
    Eq(Function("M", real=True)(Symbol("S", real=True)), 0),
    And(Eq(X_2 * a_1 + X_1 * c_1, Y_1), Eq(X_1 * a_1 + X_0 * c_1, Y_0), Eq(Delta_X, determinant)),
    (
        And(
            Eq(Delta_X * a_1, X_0 * Y_1 - X_1 * Y_0), Eq(Delta_X * c_1, X_2 * Y_0 - X_1 * Y_1), Eq(Delta_X, determinant)
        ),
        "Cramer's rule",
    ),
    given=(TWO_INPUTS,),
    origin=r"the moments $\sum e_n x_n$ and $\sum e_n$ of the run vanish",
)

slope = (X_0 * Y_1 - X_1 * Y_0) / determinant
intercept = (X_2 * Y_0 - X_1 * Y_1) / determinant
RUN_LOSS = C4.theorem(
    "a.loss",
    "Loss of a run about its own line",
    r"With $Y_2 = \sum y_n^2$ over the run. The loss of a critical point is the sum over its runs.",
    Symbol("L_S", real=True),
    (Y_2 - 2 * slope * Y_1 - 2 * intercept * Y_0 + slope**2 * X_2 + 2 * slope * intercept * X_1 + intercept**2 * X_0)
    / 2,
    (
        (Y_2 - Y_0**2 / X_0 - (X_0 * Y_1 - X_1 * Y_0) ** 2 / (X_0 * determinant)) / 2,
        "collect; the cross terms are twice the squared ones, with the other sign",
    ),
    given=(TWO_INPUTS,),
    origin=Resting(Definition("half the sum of $(a_1 x_n + c_1 - y_n)^2$, with its line"), (LINE,)),
)
gap_of = Function("d", real=True)
CROSSING = C4.theorem(
    "a.crossing",
    "Where two lines cross",
    "The breakpoint between two runs is the place at which their lines have the same value.",
    Eq(gap_of(beta), 0),
    Eq(a_1 * beta + c_1, (a_1 + delta) * beta + c_2),
    (Eq(beta, difference / delta), r"divide by $\delta$"),
    given=(TWO_SLOPES,),
    where={gap_of: Lambda(beta, a_1 * beta + c_1 - (a_1 + delta) * beta - c_2)},
)


def gap(place: Expr) -> Expr:
    """The difference of the two lines at a place."""
    return difference - delta * place


BETWEEN = C4.theorem(
    "a.between",
    "A crossing strictly inside its gap, without a division",
    r"""With $d(t) = c_1 - c_2 - \delta t$, the difference of the two lines. The left side is positive for a crossing
    strictly between $x_1 < x_2$, zero on a datum, and negative outside: the lines of two neighbouring runs join
    inside the gap exactly when $d(x_1)\,d(x_2) < 0$.""",
    (beta - x_1) * (x_2 - beta),
    (difference / delta - x_1) * (x_2 - difference / delta),
    (-gap(x_1) * gap(x_2) / delta**2, r"take $1/\delta$ out of both factors"),
    given=(TWO_SLOPES,),
    where={beta: difference / delta},
)
TEST = C4.theorem(
    "a.test",
    "The test by which neighbouring runs are joined",
    r"""The same as an equivalence. Both sides of $d(x_1)\,d(x_2) < 0$ are products of integers when the data are
    integers, so that the test is exact and costs no division. A product of zero means a breakpoint on a datum, where
    the loss is not differentiable: such points are not counted here, and C1 treats them.""",
    Gt((beta - x_1) * (x_2 - beta), 0),
    Gt(BETWEEN.start, 0),
    (Gt(-gap(x_1) * gap(x_2), 0), Resting(Algebra(r"multiply by $\delta^2$, which is positive"), (BETWEEN,))),
    given=(TWO_SLOPES,),
    where={beta: difference / delta},
    routines=(
        "symspline.numerics.critical_points.critical_points",
        "symspline.numerics.least_loss.critical_points_by_loss",
    ),
)
PARALLEL = C4.theorem(
    "a.parallel",
    "Parallel lines never pass the test",
    r"""The square of the difference of the lines half-way, less one that vanishes for $a_1 = a_2$: there $d(x_1)\,
    d(x_2) = (c_1 - c_2)^2$, and zero for one and the same line: no kink, $\mu = 0$, and not counted either.""",
    gap_of(x_1) * gap_of(x_2),
    (fall * x_1 + difference) * (fall * x_2 + difference),
    ((difference + fall * (x_1 + x_2) / 2) ** 2 - (fall * (x_2 - x_1) / 2) ** 2, "a difference of squares"),
    where={gap_of: Lambda(beta, fall * beta + difference)},
)
COMPOSITIONS = C4.theorem(
    "a.compositions",
    "How many ways there are to cut the data",
    r"""There are $\binom{N-P-1}{P-1}$ ways to cut $N$ data into $P$ runs of at least two. For $P = 1$ the number is
    one. With $j$ data in the first of $P + 1$ runs, the other $N - j$ are cut in $\binom{N-j-P-1}{P-1}$ ways, and the
    sum over $j$ is again of the form claimed.""",
    Function("A", real=True)(N, P + 1),
    Sum(binomial(N - j - P - 1, P - 1), (j, 2, N - 2 * P)),
    Telescope(j, -binomial(N - j - P, P)),
    given=(Assumption(r"$N \ge 2P + 2$: there are enough data for $P + 1$ runs", Ge(N, 2 * P + 2)),),
    origin="by the size of the first run, by induction over the number of runs",
    routines=("symspline.numerics.critical_points.count_critical_points",),
)

DATA = list(zip(*D2, strict=True))
TWO_LINES = C4.theorem(
    "c.best",
    "The best least-squares point of eight data with one breakpoint",
    r"""For $x = 0, \dots, 7$ and $y = (3, 1, 0, 0, 1, 0, 2, 5)$, the first six data on one line and the last two on
    another. The squares can vanish together, so that the least value is $38/21$; there the lines cross at $\beta =
    47/9$, between the sixth datum and the seventh.""",
    L(c_1, a_1, c_2, a_2),
    sum((c_1 + a_1 * x - y) ** 2 for x, y in DATA[:6]) / 2 + sum((c_2 + a_2 * x - y) ** 2 for x, y in DATA[6:]) / 2,
    (
        3 * (c_1 + 5 * a_1 / 2 - Rational(5, 6)) ** 2
        + 35 * (a_1 + Rational(3, 7)) ** 2 / 4
        + (c_2 + 13 * a_2 / 2 - Rational(7, 2)) ** 2
        + (a_2 - 3) ** 2 / 4
        + Rational(38, 21),
        "complete the squares",
    ),
    origin="half the squared residuals of the data, one after the other",
)
OFFSET_ALONE = C4.theorem(
    "d.offset",
    "A critical point of a network without a line",
    r"""The same data, one right-facing neuron and the offset $c_1$, in a cell where the neuron sees the last two
    data. The least value is $41/12$ with $\gamma/\mu = 101/18$, inside the gap between $5$ and $6$. The first six
    data are fitted by a constant and not by their least-squares line: the offset asks only for a vanishing sum of
    residuals.""",
    L(c_1, mu, gamma),
    sum((c_1 - y) ** 2 for _, y in DATA[:6]) / 2 + sum((c_1 + mu * x - gamma - y) ** 2 for x, y in DATA[6:]) / 2,
    (
        4 * (c_1 + 13 * mu / 8 - gamma / 4 - Rational(3, 2)) ** 2
        + 511 * (mu - 78 * gamma / 511 - Rational(220, 511)) ** 2 / 16
        + 3 * (gamma - Rational(101, 6)) ** 2 / 511
        + Rational(41, 12),
        "complete the squares",
    ),
    origin="half the squared residuals of the data, one after the other",
    routines=("symspline.numerics.cell_solve.solve_cells",),
)
