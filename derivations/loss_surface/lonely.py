r"""Lonely partitions (C5), and ranks on them: all parameters (C5a), and the slopes and the offset alone (C5b).

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
and can fail below; ten data and ten breakpoints are an example. The bound $1 - e^{-N^2/(H+1)}$ is wrong: it falls
with the width. It bounds the probability that some gap stays empty.

When the laws differ, as for normal weights, whose breakpoints have a Cauchy law, the order alone no longer decides.
With a Poisson number of breakpoints the state of a walk through the data, how many data so far and whether the last
event was a datum, obeys linear differential equations; the fixed number is recovered from the generating function.
The rule of thumb is that the width must be larger by the factor $\int p^2/\rho$, which is one only if the laws agree.
"""

from sympy import And, Determinant, Eq, Expr, Function, Lambda, Matrix, Rational, S, Sum, Symbol

from symspline.proof.moves import Evaluate, Telescope
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .vocabulary import U_0, U_1, U_N, N, a_1, a_2, after, before, j, mu_1, mu_2, mu_3, offset, s_0, s_1, targets

C5 = Section(__name__, "C5", "Lonely partitions")

LONELY = Assumption("every gap between neighbouring data holds a breakpoint")
ONE_A_GAP = Assumption("each gap holds exactly one breakpoint, and only slopes and offset may move")
_DETERMINANT = Function("det", real=True)(Symbol("Phi", real=True))
(l_1, l_2, l_3), (r_1, r_2, r_3) = before, after

RANK = C5.theorem(
    "a.rank",
    "The Jacobian has full rank on a lonely partition",
    r"""Let $u$ be a vector with $u^\top J = 0$, $U_N$ its sum and $U_0$, $U_1$ its sums over the data before the
    $n$-th and up to it. The offset demands $U_N = 0$; a right-facing neuron with $v \neq 0$ in the gap after the
    $n$-th datum demands $U_N - U_1 = 0$, a left-facing one $U_1 = 0$: $s_1 = 1$ and $s_1 = 0$. Likewise $s_0$ for the
    gap before; before the first datum $U_0 = 0$, after the last $U_1 = U_N$, as if a neuron were there. So $u = 0$, $J$
    has rank $N$, and at every critical point $J^\top e = 0$ makes the residuals vanish: with an offset every
    differentiable critical point of such a cell interpolates.""",
    Eq(Function("J^T", real=True)(Symbol("u", real=True)), 0),
    And(Eq(U_N, 0), Eq(s_1 * U_N - U_1, 0), Eq(s_0 * U_N - U_0, 0)),
    ("=>", Eq(U_1 - U_0, 0), "subtract"),
    given=(LONELY, Assumption(r"there is an offset, and no output weight is zero")),
    origin="the columns of the offset, and of the neurons in the gaps after the datum and before it",
)

ZIGZAG = C5.theorem(
    "b.zigzag",
    "A function that vanishes on the data zigzags",
    r"""In a gap with distances $l_1$ from the left datum to the breakpoint and $r_1$ from there to the right datum: a
    function that is zero at both data has slopes $a_1$ and $a_2$ before and after the breakpoint with this ratio.
    Over $j$ gaps the slope becomes $(-1)^j \rho_j a_1$ with $\rho_j = \prod_{g \le j} l_g/r_g$.""",
    Eq(Function("f", real=True)(Symbol("x_2", real=True)), 0),
    Eq(a_1 * l_1 + a_2 * r_1, 0),
    (Eq(a_2, -a_1 * l_1 / r_1), "divide by the distance"),
    given=(ONE_A_GAP,),
)


def _matrix(facing: tuple[int, int, int]) -> Matrix:
    """Rows of four data, columns the constant and three hinges, by the distances in each gap."""
    data = [S.Zero]
    places = []
    for left, right in zip(before, after, strict=True):
        places.append(data[-1] + left)
        data.append(places[-1] + right)

    def hinge(n: int, gap: int) -> Expr:
        seen = n > gap if facing[gap] == 1 else n <= gap
        return data[n] - places[gap] if seen else S.Zero

    return Matrix(4, 4, lambda n, k: S.One if k == 0 else hinge(n, k - 1))


_rho_1, _rho_2, _rho_3 = l_1 / r_1, l_1 * l_2 / (r_1 * r_2), l_1 * l_2 * l_3 / (r_1 * r_2 * r_3)

DETERMINANT = C5.theorem(
    "b.determinant",
    "The determinant of interpolation by slopes alone",
    r"""Four data, breakpoints in the three gaps, facing right, right and left; the columns are $1$ and $x - \beta_g$
    on the side that neuron $g$ sees. In general the determinant is $\prod_g s_g r_g$, with the orientations $s_g =
    \pm 1$, times $D = 1 - \sum_{s_i = -1} (-1)^{i+1} (\rho_{i-1} + \rho_i)$. When only right-facing neurons are
    present the matrix is triangular and $D = 1$.""",
    _DETERMINANT,
    Determinant(_matrix((1, 1, -1))),
    (l_1 * l_2 * (l_3 + r_3) - r_1 * r_2 * r_3, Evaluate("expand the determinant")),
    (-r_1 * r_2 * r_3 * (1 - (_rho_2 + _rho_3)), "take the distances out"),
    given=(ONE_A_GAP,),
    routines=("symspline.numerics.lonely.lateral_determinant",),
)

ANOTHER = C5.theorem(
    "b.mixed",
    "The determinant for another pattern",
    r"""Facing right, left and left: $D = 1 + (\rho_1 + \rho_2) - (\rho_2 + \rho_3)$, the other of the two patterns of
    four data that can be singular.""",
    _DETERMINANT,
    Determinant(_matrix((1, -1, -1))),
    Evaluate("expand the determinant"),
    (r_1 * r_2 * r_3 * (1 + (_rho_1 + _rho_2) - (_rho_2 + _rho_3)), "take the distances out"),
    given=(ONE_A_GAP,),
)

_rho = Function("rho", real=True)
_INSTANCES = tuple(
    {_rho: Lambda(j, ratio)} for ratio in (Rational(2, 3) ** j, (1 + j) ** 2 / (1 + j / 3), (2 + j) / (2 + 5 * j**2))
)
LEFT = C5.theorem(
    "b.left",
    "All neurons facing left",
    "The sum over all gaps telescopes, and $D$ is never zero: moving slopes and offset interpolates any targets.",
    Function("D", real=True)(N),
    _rho(0) - Sum((-1) ** (j + 1) * (_rho(j - 1) + _rho(j)), (j, 1, N - 1)),
    Telescope(j, (-1) ** j * _rho(j - 1)),
    given=(ONE_A_GAP, Assumption(r"$\rho_0 = 1$ and every $\rho_j > 0$")),
    instances=_INSTANCES,
)

_VALUES = (
    offset - Rational(5, 2) * mu_3,
    offset + mu_1 / 2 - Rational(3, 2) * mu_3,
    offset + Rational(3, 2) * mu_1 + Rational(2, 3) * mu_2 - mu_3 / 2,
    offset + Rational(5, 2) * mu_1 + Rational(5, 3) * mu_2,
)
_WEIGHTS = (-1, Rational(5, 2), -Rational(5, 2), 1)

SINGULAR = C5.theorem(
    "b.singular",
    "A lonely partition that slopes alone cannot interpolate",
    r"""Data at $0, 1, 2, 3$, breakpoints at $1/2$, $4/3$, $5/2$, facing right, right and left: here $\rho_2 = \rho_3
    = 1/2$ and $D = 0$. Whatever offset and slopes, the values at the data satisfy one linear relation, so that
    targets which violate it, such as $(1, 0, 0, 0)$, cannot be met. That a lonely partition can be interpolated by
    moving slopes and offset alone is false in general; the breakpoints must move too. For three data it is true, and
    for four it fails for two patterns of orientations only: in all others $D$ is a polynomial in the ratios $l_g/r_g$
    with coefficients of one sign.""",
    Eq(Function("f", real=True)(Symbol("x_n", real=True)), Symbol("y_n", real=True)),
    And(*(Eq(value, target) for value, target in zip(_VALUES, targets, strict=True))),
    (
        "=>",
        Eq(sum(weight * y for weight, y in zip(_WEIGHTS, targets, strict=True)), 0),
        r"minus the first, $\frac52$ of the second, $-\frac52$ of the third, and the fourth",
    ),
    origin="the values of the network at the four data are the targets",
)
