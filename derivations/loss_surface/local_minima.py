"""All local minima with P pieces, and the best fit: bends in gaps, bends on data, and both (C4h)."""

from symspline.proof.moves import Bound
from symspline.proof.section import Section

from .vocabulary import HALF, SEQUENCES, E, R, X, d, f_0, f_1, g_0, g_1, h, h_00, h_01, h_11, k_A, n, total, u_mu, x_1

C4 = Section(__name__, "C4")

TANGENT = C4.theorem(
    "h.tangent",
    "In a cell no fit lies below the tangent",
    r"""As long as each bend stays in its gap, its ends included, the values at the data are linear in the free line and
    in $(\mu_i, \gamma_i = \beta_i\mu_i)$. With residuals $e(n)$ that change by $r(n)$ the loss is at least what its
    first order says. Where the first order vanishes, the residuals are orthogonal to all changes of the pattern,
    and no fit of the pattern is better, near or far: a stationary fit of a cell is a best fit of its pattern, and a
    best fit whose lines do not cross inside the gap leaves the pattern to another one, with a bend on a datum.""",
    None,
    HALF * total(E(n) ** 2) + total(E(n) * R(n)),
    ("<=", HALF * total(E(n) ** 2) + total(E(n) * R(n)) + HALF * total(R(n) ** 2), Bound("a sum of squares")),
    (HALF * total((E(n) + R(n)) ** 2), "collect the three sums"),
    instances=SEQUENCES,
    routines=("symspline.numerics.pattern_search.Search",),
)
MOVE = C4.theorem(
    "h.move",
    "A bend that leaves its datum",
    r"""A bend on the datum $x_1$ moves to the right by changes $u_\mu$ of $\mu$ and $x_1 u_\mu + h$ of $\gamma$, with
    $h > 0$ for $\mu > 0$. The data that the neuron then sees are those after $x_1$. The first sum vanishes where
    the fit is least squares with the bend held; what remains is not negative exactly when $\mu\sum e(n) \le 0$ over
    the data after $x_1$. To the left the datum is seen as well, and the condition is $\mu\sum e(n) \ge 0$ with it.
    By C4h.tangent the two signs decide in every cell around: a fit whose bends all do bend is a local minimum
    exactly when each bend on a datum has $D^- \le 0 \le D^+$ (C1b).""",
    None,
    total(E(n) * (u_mu * X(n) - (u_mu * x_1 + h))),
    (
        u_mu * total(E(n) * (X(n) - x_1)) - h * total(E(n)),
        "part the sum; both are over the data that the neuron sees after the step",
    ),
    instances=SEQUENCES,
    routines=("symspline.numerics.bend_patterns.Pattern",),
)
FALLING = C4.theorem(
    "h.hats",
    "Sums with hat functions from running sums",
    r"""Between knots on the data at $x_1$ and $x_1 + d$ a fit is a combination of a hat that falls from one to zero,
    and of one that rises, $(x - x_1)/d$. Three sums over the data between the knots give all products of the two; a
    running sum over all data gives each of them for every pair of knots.""",
    None,
    total((1 - (X(n) - x_1) / d) ** 2),
    (
        k_A - total((X(n) - x_1) / d) - total((1 - (X(n) - x_1) / d) * (X(n) - x_1) / d),
        "the two hats add up to one",
    ),
    instances=SEQUENCES,
    routines=("symspline.numerics.knot_fits.KnotFits", "symspline.numerics.interval_fits.IntervalFits"),
)
PIVOT = C4.theorem(
    "h.pivot",
    "Eliminating the value at a knot",
    r"""Each value at a knot meets only the next one in the loss of a run. The best value $f_0$, the zero of the first
    square, leaves a quadratic in $f_1$ of the same form. From knot to knot that gives the least loss of a run, and
    backwards the values: a few operations a knot, however many data there are.""",
    None,
    HALF * (h_00 * f_0**2 + 2 * h_01 * f_0 * f_1 + h_11 * f_1**2) - g_0 * f_0 - g_1 * f_1,
    (
        h_00 * (f_0 - (g_0 - h_01 * f_1) / h_00) ** 2 / 2
        + (h_11 - h_01**2 / h_00) * f_1**2 / 2
        - (g_1 - h_01 * g_0 / h_00) * f_1
        - g_0**2 / (2 * h_00),
        "complete the square in $f_0$",
    ),
    routines=("symspline.numerics.tridiagonal.least_squares",),
)
