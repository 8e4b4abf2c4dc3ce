"""The rank of the Jacobian, and so of the Hessian where the residual moments vanish (C6g)."""

from sympy import And, Eq, Expr, Function, Ne, Symbol

from symspline.proof.moves import Combine, Evaluate
from symspline.proof.theorem import Argument

from .hessian import part
from .vocabulary import D_all, H, N, e_1, e_2, flat_network, flat_spline, kernel, rank_J, t_free, tau_0, tau_1, x_1, x_2
from .written import determinant

DATA = {x_n: Argument(x_n, -3, 3, "its input") for x_n in (x_1, x_2)}
C6 = part(__name__, DATA)

LABELS = r"""
    A vector of residuals is orthogonal to the columns of $J$ exactly when the moments $(\sum e, \sum e x)$ of the
    pieces are zero, but for $\pm T$ on the pieces whose ends carry different labels, $T$ being the moment of all data
    (C3c)."""


def _combine(multipliers: dict[Eq, Expr | int], text: str) -> Combine:
    """The sum of equations times multipliers, in the order that SymPy gives a conjunction."""
    return Combine((tuple(multipliers[part] for part in And(*multipliers).args),), text)


GRAM = C6.theorem(
    "g.piece",
    "What the columns of one piece span",
    r"""On the two data $x_1, x_2$ of a piece the columns $1$ and $x$ have this determinant of Gram: they are
    independent when the inputs differ. A piece with one distinct input gives rank one, any other rank two: $d =
    \min(2, \#x)$.""",
    Function("G", real=True)(x_1, x_2),
    determinant([2, x_1 + x_2], [x_1 + x_2, x_1**2 + x_2**2]),
    Evaluate("expand the determinant"),
    ((x_1 - x_2) ** 2, "a square"),
)

with_offset = {Eq(e_1, 0): x_1, Eq(e_1 * x_1 - tau_1, 0): -1}
without_offset = {Eq(e_1 - tau_0, 0): -x_1, Eq(e_1 * x_1 - tau_1, 0): 1}
twice = without_offset | {Eq(e_2 + tau_0, 0): -x_2, Eq(e_2 * x_2 + tau_1, 0): 1}

ONE_SINGLE = C6.theorem(
    "g.offset-single",
    "With the output bias a single datum between different labels leaves no freedom",
    r"""With $b_0$ trained, $T = (0, \tau)$. A piece between different labels that holds one datum has the moment $(e, e
    x) = (0, \tau)$: then $\tau = 0$ and nothing is lost. Without such a piece $\tau$ is free and the rank is one
    less."""
    + LABELS,
    Function("T", real=True)(tau_1),
    And(*with_offset),
    ("=>", Eq(tau_1, 0), _combine(with_offset, "the first times $x$, minus the second")),
)

NO_OFFSET_SINGLE = C6.theorem(
    "g.single",
    "Without the output bias a single datum between different labels leaves one direction",
    r"""Without $b_0$ both components of $T = (\tau_0, \tau_1)$ are free. One piece between different labels with one
    datum has the moment $(e, e x) = T$, so that $T$ lies on the line $\tau_1 = x \tau_0$: the loss of rank falls
    from two to one."""
    + LABELS,
    Function("T", real=True)(tau_0, tau_1),
    And(*without_offset),
    ("=>", Eq(x_1 * tau_0 - tau_1, 0), _combine(without_offset, "the second, minus the first times $x$")),
)

TWO_SINGLES = C6.theorem(
    "g.two-singles",
    "Two single data between different labels leave nothing",
    r"""Two such pieces, here with $T$ and $-T$, at different inputs: $T$ lies on two lines through the origin, hence $T
    = 0$ and the rank is full."""
    + LABELS,
    Function("T", real=True)(tau_0, tau_1),
    And(*twice),
    ("=>", Eq((x_1 - x_2) * tau_0, 0), _combine(twice, "the second and fourth, minus the others times their inputs")),
    given=(Ne(x_1, x_2),),
)

counted = {Eq(rank_J + kernel, N): 1, Eq(kernel, N - D_all + t_free): -1}

COUNT = C6.theorem(
    "g.rank",
    "Rank of the Jacobian",
    r"""All $v_i \neq 0$. Let $D = \sum d_p$ over the pieces into which the breakpoints cut the data. The residuals
    orthogonal to the columns form a space of dimension $(N - D) + t$: $N - D$ from moments all zero, and $t$
    directions of $T$ that the pieces between different labels leave. So the rank is $D - t$. With an all-active
    neuron or a complementary pair $t = 0$; otherwise with $b_0$: $t = 1$ when all those pieces have $d = 2$, else
    $0$; without $b_0$: $t = 2$, $1$, $0$ when none, one, more of them hold a single datum.""",
    rank_J,
    And(*counted),
    ("=>", Eq(rank_J, D_all - t_free), _combine(counted, "rank and dimension of the kernel add up to $N$")),
    argued=r"""That the residuals orthogonal to the columns form a space of dimension $(N - D) + t$ is counted in words,
    from C6g.piece, C6g.offset-single, C6g.single and C6g.two-singles; the lines subtract.""",
    routines=("symspline.numerics.inertia.jacobian_rank", "symspline.numerics.inertia.exact_rank"),
)

flat = {Eq(flat_network, 3 * H + 1 - rank_J): 1, Eq(flat_spline, 2 * H + 1 - rank_J): -1}

NULLITY = C6.theorem(
    "g.nullity",
    "Flat directions where the residual moments vanish",
    r"""Where all $p_i = q_i = 0$ the Hessian is $J^{\mathsf T} J$, of rank $r$ with $k_w$ or $k_\beta$ zero
    eigenvalues. Network coordinates have exactly $H$ flat directions more than spline coordinates: the rescalings. At
    an interpolating lonely partition with $b_0$, $r = N$.""",
    Symbol("k", real=True),
    And(*flat),
    ("=>", Eq(flat_network - flat_spline, H), _combine(flat, "subtract")),
    argued=r"""That $J^{\mathsf T} J$ has the rank of $J$ and as many zero eigenvalues as there are parameters beyond it
    is linear algebra in words. The rank is the same in both coordinates because for $w_i \neq 0$ the columns of a
    neuron span the same space in both. The lines subtract.""",
)
