r"""Critical points: which they are, and which fits of lines they are, with and without H3 (C3a, C3b, C3c).

A parameter is critical when it lies in a cell and the gradient vanishes there. By C2 each neuron contributes three
equations in its two moments $p$ and $q$. When $v \neq 0$ they say $p = q = 0$, and when $v = 0$ they say $w\,q +
b\,p = 0$ only; the output bias says $\sum e_n = 0$ over all data. In breakpoint and delta-slope the conditions are
the same for every neuron that has a breakpoint. Neurons without one ($w = 0$) exist in the network alone, and those
that see no data, or whose weights are all zero, are stationary for free: what automatic differentiation reports as
a zero gradient is more than what is critical here.

A network that is critical satisfies linear conditions on its residuals, two for every neuron that it bends with.
C3b turns them round: instead of sums over what each neuron sees, sums over the pieces between neighbouring
breakpoints. Under three hypotheses the network is critical if and only if on every piece $\sum e_n = \sum e_n x_n =
0$, which are the normal equations of a straight line: each piece of the function is the least-squares line of its
own data. Continuity then restricts where the breakpoints can be, and makes the problem a finite one (C4).

The hypotheses matter. Breakpoints must not sit on data (H1), since there the loss has no gradient. The neurons that
cut the data must have $v_i \neq 0$ (H2): a neuron with $v_i = 0$ does not bend the function, and of its two
conditions only one remains. Some mechanism must make the moments of all data vanish (H3). Cuts are those of the
neurons' breakpoints, even where the bends of two neurons cancel and the function shows no kink; two breakpoints in
one gap leave an empty piece, which asks for nothing, so that they slide freely; dead neurons ask for nothing
either.

An output bias is no substitute for H3: it makes $\sum e_n$ vanish over all data but not $\sum e_n
x_n$. C3c gives what remains true without H3. Label the cuts by the orientation of their neurons, the left end of
the data L and the right end R; a piece between equal labels has vanishing moments, one from L to R the moment $T$
of all data, and one from R to L $-T$. The example is a critical point of a network with one neuron and an output
bias whose left piece is fitted by a constant.

Differentiable critical points come in two kinds only (C3d). On a cell the loss is a convex parabola in the lines of
the neurons; when all moments vanish its gradient there is zero, and the point is a minimum over the whole cell.
With all $v_i \neq 0$ this is the only case: every such critical point is a local minimum, the bad ones too. Local
minima that are not global are the rule on this surface, not the exception. Its Hessian then has $2P$ positive
eigenvalues for $P$ pieces with two data each, and zeros for all remaining directions: one for the scale of each
neuron, and one because the output bias repeats the bias of the neuron that sees everything.

The other kind needs a neuron with $v_i = 0$ whose moments do not vanish. The gradient asks only one equation of
such a neuron, and the second derivatives then have a negative eigenvalue: a strict saddle, in the weights as in
breakpoint and delta-slope. The executed example has $(2, 1, 1)$ positive, negative and zero eigenvalues in the
weights and $(2, 1, 0)$ in the spline. It is also a critical point that is no piecewise least-squares fit.
"""

from fractions import Fraction

from sympy import And, Eq, Expr, Mul, Rational, S, Symbol, sympify

from symspline.proof.moves import By
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from .data_sets import D2
from .gradients import DELTA_SLOPE, INPUT_WEIGHT, by_b, by_v, by_w
from .hypotheses import CELL, H1, H2, H3, V_NONZERO
from .vocabulary import X_0, X_1, Y_0, Y_1, Delta_X, L, c, e_n, m_all, mu, nonzero_v, p_A, pieces, q_A, s_a, s_b, x_n
from .written import half_squares, written_sum

C3 = Section(__name__, "C3", "Critical points")
m_1, m_2, m_3, q_2, q_3 = pieces
NO_MOMENTS = And(Eq(p_A, 0), Eq(q_A, 0))
STATIONARY = And(Eq(nonzero_v * q_A, 0), Eq(nonzero_v * p_A, 0), Eq(by_v, 0))
"""The conditions on one neuron: both of its moments vanish; its three derivatives vanish, the output weight not."""

NEURON = C3.theorem(
    "a.neuron",
    "A stationary neuron with a non-zero output weight",
    """The three derivatives of the neuron vanish exactly when both moments of the residuals over the data it sees
    vanish. Its weights drop out.""",
    None,
    STATIONARY,
    (NO_MOMENTS, r"divide by $v$; the third equation follows"),
    given=(CELL, V_NONZERO),
    origin=By(INPUT_WEIGHT),
)
LINE = C3.theorem(
    "a.weights",
    "Moments about any place",
    """Both moments vanish exactly when $p$ and the moment about one place $x_n$ do. So it does not matter from where
    the inputs are measured.""",
    None,
    NO_MOMENTS,
    (And(Eq(p_A, 0), Eq(q_A - x_n * p_A, 0)), "subtract a multiple of the first"),
    given=(CELL,),
    origin=By(DELTA_SLOPE),
)
FORWARD = C3.theorem(
    "b.cut",
    "One cut",
    r"""A cut divides the data into a left part with moment $m_1$ and a right part with moment $m_2$; a moment is
    $\sum e_n$ or $\sum e_n x_n$. H3 makes the total vanish, and a right-facing neuron at the cut its right part. Then
    both parts vanish. A left-facing neuron makes the left part vanish, to the same end.""",
    None,
    And(Eq(m_1 + m_2, 0), Eq(m_2, 0)),
    (And(Eq(m_1, 0), Eq(m_2, 0)), "subtract"),
    given=(H1, H2, H3),
    origin=By(NEURON),
)
PIECE = C3.theorem(
    "b.piece",
    "From cuts to pieces",
    """With $S_a$, $S_b$ the moments of all data up to two neighbouring cuts, the piece between them has the moment
    $S_b - S_a$. All prefix moments vanish exactly when all piece moments do: by induction from the left, one piece a
    step.""",
    None,
    And(Eq(m_1, s_b - s_a), Eq(s_a, 0), Eq(s_b, 0)),
    (And(Eq(s_b, s_a + m_1), Eq(s_a, 0), Eq(m_1, 0)), "put one into the other"),
    given=(H1, H2, H3),
    origin=By(FORWARD),
)
THREE_PIECES = C3.theorem(
    "b.three-pieces",
    "Three pieces between a right-facing and a left-facing neuron",
    """The neuron at the first cut sees the pieces 2 and 3, the one at the second cut the pieces 1 and 2, and H3 sees
    all. Together they say that every piece has vanishing moments.""",
    None,
    And(Eq(m_1 + m_2 + m_3, 0), Eq(m_2 + m_3, 0), Eq(m_1 + m_2, 0)),
    (And(Eq(m_1, 0), Eq(m_2, 0), Eq(m_3, 0)), "solve"),
    given=(H1, H2, H3),
    origin=By(NEURON),
)

second_moment = (Delta_X + X_1**2) / X_0


def line_squares(slope: Expr, intercept: Expr) -> tuple[Expr, Expr]:
    """The sum of `(slope x - intercept)^2` over the data of a piece: expanded, and as two squares over a number."""
    expanded = slope**2 * second_moment - 2 * slope * intercept * X_1 + intercept**2 * X_0
    return expanded, ((slope * X_1 - intercept * X_0) ** 2 + slope**2 * Delta_X) / X_0


LEAST_SQUARES = C3.theorem(
    "b.least-squares",
    "Vanishing moments are the normal equations",
    r"""On a piece with the line $c + \mu x$, moments $X_k = \sum x_n^k$ and targets $Y_k = \sum y_n x_n^k$. The
    determinant $\Delta_X = X_0 X_2 - X_1^2$ is positive when the piece holds two different inputs; then the moments
    of the residuals vanish exactly for the least-squares line. With one input they say that the line meets the mean
    target.""",
    None,
    And(Eq(c * X_0 + mu * X_1 - Y_0, 0), Eq(c * X_1 + mu * second_moment - Y_1, 0)),
    (
        And(Eq(X_0 * c, Y_0 - X_1 * mu), Eq(Delta_X * mu, X_0 * Y_1 - X_1 * Y_0)),
        r"$X_0$ times the second equation less $X_1$ times the first",
    ),
    (And(Eq(X_0 * c, Y_0 - X_1 * mu), Eq(mu, (X_0 * Y_1 - X_1 * Y_0) / Delta_X)), r"divide by $\Delta_X$"),
    origin=r"$\sum e_n = 0$ and $\sum e_n x_n = 0$",
)
CONVERSE = C3.theorem(
    "b.converse",
    "From pieces back to neurons",
    r"""When the moments $m$ and the first moments $q$ of the pieces vanish, the three derivatives of a neuron that
    sees the pieces 2 and 3 do, whatever its weights. A further neuron with $v = 0$ whose breakpoint falls inside a
    piece is not covered by this: its one equation $w\,q + b\,p = 0$ has to be asked for besides.""",
    None,
    And(Eq(m_2, 0), Eq(m_3, 0), Eq(q_2, 0), Eq(q_3, 0)),
    (
        "=>",
        And(*(Eq(each.xreplace({p_A: m_2 + m_3, q_A: q_2 + q_3}), 0) for each in (by_w, by_b, by_v))),
        "the moments of the pieces add up to $p$ and $q$ of the neuron",
    ),
    given=(H1, H2),
)


def _labelled(name: str, title: str, statement: str, before: Expr, after: Expr, moment: Expr) -> Theorem:
    """The moment of a piece between two cuts, from the moments that the neurons there prescribe up to the cuts."""
    return C3.theorem(
        name,
        title,
        statement,
        None,
        And(Eq(s_a, before), Eq(s_b, after), Eq(m_1, s_b - s_a)),
        ("=>", Eq(m_1, moment), "subtract"),
        given=(H1, H2),
        origin="a left-facing neuron makes the prefix moment vanish, a right-facing one the rest of the total",
    )


LEFT_RIGHT = _labelled(
    "c.left-right",
    "A piece between a left-facing and a right-facing neuron",
    """Without H3 the moment $T$ of all data need not vanish. The piece carries all of it. The left end of the data
    counts as L, the right end as R.""",
    S.Zero,
    m_all,
    m_all,
)
RIGHT_LEFT = _labelled(
    "c.right-left",
    "A piece between a right-facing and a left-facing neuron",
    r"The piece carries $-T$.",
    m_all,
    S.Zero,
    -m_all,
)
RIGHT_RIGHT = _labelled(
    "c.same-label",
    "A piece between neurons of one orientation",
    r"Its moments vanish, as with H3: it is fitted by its least-squares line.",
    m_all,
    m_all,
    S.Zero,
)
ONE_RIGHT = C3.theorem(
    "c.three-pieces",
    "Two right-facing neurons without H3",
    r"""The neurons see the pieces 2 and 3, and piece 3. The pieces 2 and 3 are fitted by their least-squares lines,
    and piece 1 is not asked for anything; with an output bias $\sum e_n$ vanishes on it, but $\sum e_n x_n$ need
    not.""",
    None,
    And(Eq(m_2 + m_3, 0), Eq(m_3, 0)),
    (And(Eq(m_2, 0), Eq(m_3, 0)), "subtract"),
    given=(H1, H2),
)
SINGLE_DATUM = C3.theorem(
    "c.single-datum",
    "A piece with one datum closes the others",
    r"""With an output bias, $T = (0, \tau)$. When a piece that carries $\pm T$ holds a single datum, $\tau = 0$: the
    network is a piecewise least-squares fit after all.""",
    None,
    And(Eq(e_n, 0), Eq(e_n * x_n, m_all)),
    ("=>", Eq(m_all, 0), "put in"),
)

# Residuals of the example: the mean of the first six data, and the two others on a line.
bias_only = [sympify(Fraction(5, 6) + 3 * max(x - Fraction(101, 18), 0) - y) for x, y in zip(*D2, strict=True)]
TAU = C3.theorem(
    "c.example",
    "An output bias does not replace a neuron that sees all data",
    r"""On $x = 0, \dots, 7$, $y = (3, 1, 0, 0, 1, 0, 2, 5)$ the network $f(x) = \frac56 + 3 (x - \frac{101}{18})_+$
    is critical. Its left piece is fitted by a constant, with $\sum e_n x_n = \frac{15}{2}$, and not by its
    least-squares line.""",
    Symbol("tau", real=True),
    written_sum([Mul(sympify(place), bias_only[place], evaluate=False) for place in range(1, 6)]),
    (Rational(15, 2), "add"),
    origin=r"$\sum e_n x_n$ over the six data left of the breakpoint",
)
BIAS_ONLY_LOSS = C3.theorem(
    "c.example-loss",
    "Loss of the example",
    "The two data right of the breakpoint are met exactly; the six others leave the loss of their mean.",
    L(Rational(101, 18)),
    half_squares(bias_only),
    (Rational(41, 12), "add the squares"),
)
