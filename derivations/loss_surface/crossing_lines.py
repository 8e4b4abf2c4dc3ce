"""Least-squares lines of runs of data, and where neighbouring ones cross (C4a, C4e)."""

from sympy import And, Eq, Expr, Function, Ge, Gt, S, Sum, Symbol, binomial

from symspline.proof.moves import Algebra, Bound, Definition, Telescope
from symspline.proof.theorem import Assumption, Evidence, Step, Theorem

from .arguments import arguments
from .searches import compositions_counted, partitions_found, searches_agree
from .vocabulary import (
    X_0,
    X_1,
    X_2,
    Y_0,
    Y_1,
    Y_2,
    Delta_X,
    N,
    P,
    a_1,
    a_2,
    beta,
    c_1,
    c_2,
    d,
    delta,
    j,
    s,
    x_1,
    x_2,
    y_1,
    y_2,
)

TWO_INPUTS = Assumption(r"the run holds at least two different inputs, so that $\Delta = X_0 X_2 - X_1^2 > 0$")
BEND = Assumption(r"the two lines have different slopes, $\delta = a_2 - a_1 \neq 0$")
_difference = c_1 - c_2

LINE = Theorem(
    id="C4a.line",
    title="The least-squares line of a run of data",
    chapter="loss_surface",
    statement=r"With $Y_0 = \sum y_n$ and $Y_1 = \sum x_n y_n$ over the run, the slope $a_1$ and the intercept "
    r"$c_1$ of the "
    r"line without residual moments are quotients with the common denominator $\Delta$. The five sums are "
    r"differences of "
    r"running sums: for data in integers all lines of all $O(N^2)$ runs are integer triples.",
    arguments=arguments(X_0, X_1, X_2, Y_0, Y_1, a_1, c_1, Delta_X),
    assumes=(TWO_INPUTS,),
    subject=Eq(Function("M", real=True)(Symbol("S", real=True)), 0),
    start=And(Eq(X_2 * a_1 + X_1 * c_1, Y_1), Eq(X_1 * a_1 + X_0 * c_1, Y_0), Eq(Delta_X, X_0 * X_2 - X_1**2)),
    origin=Definition(r"the moments $\sum e_n x_n$ and $\sum e_n$ of the run vanish"),
    steps=(
        Step(
            "<=>",
            And(
                Eq(Delta_X * a_1, X_0 * Y_1 - X_1 * Y_0),
                Eq(Delta_X * c_1, X_2 * Y_0 - X_1 * Y_1),
                Eq(Delta_X, X_0 * X_2 - X_1**2),
            ),
            Algebra("Cramer's rule"),
        ),
    ),
)

_determinant = X_0 * X_2 - X_1**2
_slope = (X_0 * Y_1 - X_1 * Y_0) / _determinant
_intercept = (X_2 * Y_0 - X_1 * Y_1) / _determinant

RUN_LOSS = Theorem(
    id="C4a.loss",
    title="Loss of a run about its own line",
    chapter="loss_surface",
    statement=r"With $Y_2 = \sum y_n^2$ over the run. The loss of a critical point is the sum over its runs.",
    arguments=arguments(X_0, X_1, X_2, Y_0, Y_1, Y_2),
    assumes=(TWO_INPUTS,),
    subject=Symbol("L_S", real=True),
    start=(
        Y_2
        - 2 * _slope * Y_1
        - 2 * _intercept * Y_0
        + _slope**2 * X_2
        + 2 * _slope * _intercept * X_1
        + _intercept**2 * X_0
    )
    / 2,
    origin=Definition(r"half the sum of $(a_1 x_n + c_1 - y_n)^2$, with the line of C4a.line"),
    steps=(
        Step(
            "=",
            (Y_2 - Y_0**2 / X_0 - (X_0 * Y_1 - X_1 * Y_0) ** 2 / (X_0 * _determinant)) / 2,
            Algebra("collect; the cross terms are twice the squared ones, with the other sign"),
        ),
    ),
)

CROSSING = Theorem(
    id="C4a.crossing",
    title="Where two lines cross",
    chapter="loss_surface",
    statement=r"The breakpoint between two runs is the place at which their lines have the same value.",
    arguments=arguments(a_1, c_1, c_2, delta, beta),
    assumes=(BEND,),
    subject=Eq(Function("d", real=True)(beta), 0),
    start=Eq(a_1 * beta + c_1, (a_1 + delta) * beta + c_2),
    steps=(Step("<=>", Eq(beta, _difference / delta), Algebra(r"divide by $\delta$")),),
)


def _gap(place: Expr) -> Expr:
    """The difference of the two lines at a place."""
    return _difference - delta * place


BETWEEN = Theorem(
    id="C4a.between",
    title="A crossing strictly inside its gap, without a division",
    chapter="loss_surface",
    statement=r"With $d(t) = c_1 - c_2 - \delta t$, the difference of the two lines. The left side is positive for a "
    r"crossing strictly between $x_1 < x_2$, zero on a datum, and negative outside: the lines of two neighbouring runs "
    r"join inside the gap exactly when $d(x_1)\,d(x_2) < 0$.",
    arguments=arguments(x_1, x_2, c_1, c_2, delta),
    assumes=(BEND,),
    subject=(beta - x_1) * (x_2 - beta),
    start=(_difference / delta - x_1) * (x_2 - _difference / delta),
    steps=(Step("=", -_gap(x_1) * _gap(x_2) / delta**2, Algebra(r"take $1/\delta$ out of both factors")),),
)

TEST = Theorem(
    id="C4a.test",
    title="The test by which neighbouring runs are joined",
    chapter="loss_surface",
    statement=r"The same as an equivalence. Both sides of $d(x_1)\,d(x_2) < 0$ are products of integers when the "
    r"data are "
    r"integers, so that the test is exact and costs no division. A product of zero means a breakpoint on a datum, "
    r"where the "
    r"loss is not differentiable: such points are not counted here, and C1 treats them.",
    arguments=arguments(x_1, x_2, c_1, c_2, delta),
    assumes=(BEND,),
    subject=Gt((beta - x_1) * (x_2 - beta), 0),
    start=Gt(BETWEEN.start, 0),
    steps=(
        Step("<=>", Gt(-_gap(x_1) * _gap(x_2), 0), Algebra(r"multiply by $\delta^2$, which is positive (C4a.between)")),
    ),
    evidence=(Evidence("search, count and cell-by-cell solution", searches_agree, "exact"),),
    routines=(
        "symspline.numerics.critical_points.critical_points",
        "symspline.numerics.least_loss.critical_points_by_loss",
    ),
)

PARALLEL = Theorem(
    id="C4a.parallel",
    title="Parallel lines never pass the test",
    chapter="loss_surface",
    statement=r"For $\delta = 0$ the difference of the lines is the same at both data, and $d(x_1)\,d(x_2) = (c_1 - "
    r"c_2)^2$. "
    r"It is zero for one and the same line: no kink, $\mu = 0$, and not counted either.",
    arguments=arguments(c_1, c_2),
    subject=S.Zero,
    start=S.Zero,
    steps=(Step("<=", (c_1 - c_2) ** 2, Bound("a square")),),
)

COMPOSITIONS = Theorem(
    id="C4a.compositions",
    title="How many ways there are to cut the data",
    chapter="loss_surface",
    statement=r"There are $\binom{N-P-1}{P-1}$ ways to cut $N$ data into $P$ runs of at least two. For $P = 1$ the "
    r"number is "
    r"one. With $j$ data in the first of $P + 1$ runs, the other $N - j$ are cut in $\binom{N-j-P-1}{P-1}$ ways, "
    r"and the sum "
    r"over $j$ is again of the form claimed.",
    arguments=arguments(N, P),
    assumes=(Assumption(r"$N \ge 2P + 2$: there are enough data for $P + 1$ runs", Ge(N, 2 * P + 2)),),
    subject=Function("A", real=True)(N, P + 1),
    start=Sum(binomial(N - j - P - 1, P - 1), (j, 2, N - 2 * P)),
    origin=Definition("by the size of the first run, by induction over the number of runs"),
    steps=(Step("=", binomial(N - P - 2, P), Telescope(j, -binomial(N - j - P, P))),),
    evidence=(Evidence("compositions and critical points, counted", compositions_counted, "exact"),),
    routines=("symspline.numerics.critical_points.count_critical_points",),
)

_second = a_1 + delta
_cross = (y_1 - y_2 - a_1 * x_1 + _second * (x_1 + d)) / delta
_secant = (y_2 - y_1) / d
_NEIGHBOURS = Assumption(r"$x_2 = x_1 + d$ with $d > 0$, and $a_2 = a_1 + \delta$ with $\delta \neq 0$")

ZIGZAG = Theorem(
    id="C4e.zigzag",
    title="Lines through two neighbouring data",
    chapter="loss_surface",
    statement=r"Where a line through $(x_1, y_1)$ with slope $a_1$ and a line through $(x_2, y_2)$ with slope $a_2$ "
    r"cross, with "
    r"$\sigma = (y_2 - y_1)/d$ the slope of the secant. They cross strictly between the data exactly when one slope is "
    r"above $\sigma$ and the other below: $(a_1 - \sigma)(a_2 - \sigma) < 0$.",
    arguments=arguments(x_1, d, y_1, y_2, a_1, delta),
    assumes=(_NEIGHBOURS,),
    subject=(beta - x_1) * (x_2 - beta),
    start=(_cross - x_1) * (x_1 + d - _cross),
    steps=(
        Step(
            "=",
            -(d**2) * (a_1 - _secant) * (_second - _secant) / delta**2,
            Algebra("both distances to the crossing are multiples of a slope less the secant's"),
        ),
    ),
    evidence=(Evidence("runs of single data, by every ordering of the slopes", partitions_found, "exact"),),
    routines=("symspline.numerics.piece_families.feasible_partitions",),
)

_place = x_1 + d * (_second - s) / delta

ZIGZAG_TEST = Theorem(
    id="C4e.rule",
    title="The zigzag rule",
    chapter="loss_surface",
    statement=r"The sign of C4e.zigzag as an equivalence, with $s$ the slope of the secant. A chain of single data "
    r"is met by "
    r"slopes that lie above and below the secants in turn.",
    arguments=arguments(x_1, d, s, a_1, delta),
    assumes=(_NEIGHBOURS,),
    subject=Gt((beta - x_1) * (x_2 - beta), 0),
    start=Gt((_place - x_1) * (x_1 + d - _place), 0),
    steps=(Step("<=>", Gt(-(a_1 - s) * (_second - s), 0), Algebra(r"divide by $d^2/\delta^2$, which is positive")),),
)

_first_slope = (a_2 * beta + c_2 - y_1) / (beta - x_1)
_INSIDE = Assumption(r"$x_1 < \beta$: the breakpoint lies in the gap to the right of the datum", Gt(beta, x_1))

END_DATUM = Theorem(
    id="C4e.end",
    title="An end datum is met from every place of its gap",
    chapter="loss_surface",
    statement=r"The rest of the data has the line $a_2 x + c_2$. For each $\beta$ in the end gap the line from "
    r"$(\beta, a_2\beta + c_2)$ through the end datum leaves no residual there: the loss is that of the rest, and the "
    r"breakpoint slides freely.",
    arguments=arguments(a_2, c_2, x_1, y_1, beta),
    assumes=(_INSIDE,),
    subject=Function("e", real=True)(x_1),
    start=a_2 * beta + c_2 + _first_slope * (x_1 - beta) - y_1,
    steps=(Step("=", S.Zero, Algebra("cancel")),),
)

END_BEND = Theorem(
    id="C4e.end-bend",
    title="The bend next to an end datum",
    chapter="loss_surface",
    statement=r"The change of slope of C4e.end. It vanishes only where the line of the rest meets the end datum "
    r"already; "
    r"otherwise a whole gap of minima exists.",
    arguments=arguments(a_2, c_2, x_1, y_1, beta),
    assumes=(_INSIDE,),
    subject=delta,
    start=a_2 - _first_slope,
    steps=(Step("=", (y_1 - a_2 * x_1 - c_2) / (beta - x_1), Algebra("put over one denominator")),),
)
