r"""The loss along one breakpoint: pieces of parabolas, and their corners at the data (C1a, C1b).

Move one breakpoint and hold everything else. Neuron $i$ contributes $\mu(x - \beta)$ to the data it sees: those
right of $\beta$ when it faces right, those left of it when it faces left. As long as $\beta$ stays between two
neighbouring data the set $A$ of the data seen does not change, and the loss $L = \frac12\sum_n e_n^2$ is a parabola
in $\beta$ with curvature $\mu^2 |A|$. Along the whole line the loss is continuous, and its knots can only be data.

At a datum the parabolas do not join smoothly. Their slopes differ by $c\,e_n$, where $c$ is the change of slope of
the function at the breakpoint and $e_n$ the residual there. A trap: $\mu = w v$ is the slope of the neuron on the
side it sees, and for a left-facing neuron the function bends by $c = -\mu$, not by $\mu$. In all cases $c =
|w|\,v$.

The sign of $c\,e_n$ decides what the kink can be. Where it is positive the loss has a convex corner, and the corner
may be a minimum; where it is negative it may be a strict maximum, and strict maxima along a breakpoint exist
nowhere else. Where $e_n = 0$ the loss is smooth. In the coordinates of the network the same corner appears when $w
x_n + b$ changes sign: $(\partial_w, \partial_b) L$ jumps by $v\,e_n\,(x_n, 1)$, and $\partial_v L$ does not jump.

A corner that is a minimum in $\beta$ is a local minimum in all coordinates together as soon as the remaining
coordinates are stationary with positive curvature: the linear growth in $\beta$ pays for every mixed term. Such
minima are not rare accidents. In the example the global best fit with one hinge is one of them, so a search among
the zeros of the gradient, or among piecewise least-squares fits, misses the best network.
"""

from sympy import Derivative, Eq, Function, S

from symspline.proof.moves import By, Evaluate, TakeLimit
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption, Theorem

from .hypotheses import CELL
from .vocabulary import E_1, HALF, R_1, SEQUENCES, T_1, T_2, X_1, L, R, X, beta, e_n, h, k_A, mu, n, nonzero_mu, total

C1 = Section(__name__, "C1", "The loss along one breakpoint")
BENDS = Assumption(r"$\mu \neq 0$ and the neuron sees at least one datum")
residual = R(n) + mu * (X(n) - beta)
loss = total(residual**2) / 2

SLOPE = C1.theorem(
    "a.slope",
    "Slope of the loss along a breakpoint",
    r"""With $r_n$ the residuals of the rest of the network and $x_1, \dots, x_k$ the inputs that the neuron sees. The
    last sum is that of the residuals $e_n$ over the data seen.""",
    Derivative(L(beta), beta),
    Derivative(loss, beta),
    (-mu * total(residual), Evaluate()),
    given=(CELL,),
    origin="data that the neuron does not see contribute a constant",
    where={L(beta): loss},
    instances=SEQUENCES,
)
CURVATURE = C1.theorem(
    "a.curvature",
    "Curvature of the loss along a breakpoint",
    r"""Between two neighbouring data the loss is a convex parabola in $\beta$, and it is constant where the neuron
    sees nothing. For several breakpoints the second derivatives are $\mu_i \mu_j |A_i \cap A_j|$ on each cell of the
    grid of the data: a Gram matrix, without negative eigenvalues.""",
    Derivative(L(beta), (beta, 2)),
    Derivative(loss, (beta, 2)),
    Evaluate("carry out both derivatives"),
    given=(CELL,),
    where={L(beta): loss},
    instances=SEQUENCES,
)
VERTEX = C1.theorem(
    "a.vertex",
    "Vertex of the parabola",
    r"""With $X_1$ the sum of the inputs seen and $R_1$ that of the residuals of the rest of the network: the mean
    input seen, plus the mean residual over $\mu$. The vertex is a minimum of the loss only where it falls into the
    gap that the parabola belongs to.""",
    Eq(Derivative(L(beta), beta), 0),
    Eq(-nonzero_mu * (R_1 + nonzero_mu * (X_1 - k_A * beta)), 0),
    (Eq(beta, X_1 / k_A + R_1 / (k_A * nonzero_mu)), r"divide by $\mu^2 k$"),
    given=(CELL, BENDS),
    origin=By(SLOPE),
)
VERTEX_VALUE = C1.theorem(
    "a.value",
    "Loss around the vertex",
    r"""With $t_n = r_n + \mu x_n$, $T_1 = \sum t_n$ and $T_2 = \sum t_n^2$ over the data seen: the vertex is at
    $T_1/(k\mu)$, and the loss there is half of the squared deviations of the $t_n$ from their mean. The data that the
    neuron does not see add $\frac12 \sum r_n^2$.""",
    L(beta),
    (T_2 - 2 * nonzero_mu * beta * T_1 + nonzero_mu**2 * beta**2 * k_A) / 2,
    (
        HALF * (T_2 - T_1**2 / k_A) + nonzero_mu**2 * k_A * (beta - T_1 / (k_A * nonzero_mu)) ** 2 / 2,
        "complete the square",
    ),
    given=(CELL, BENDS),
    origin=r"half the sum of $(t_n - \mu\beta)^2$",
)

D_after, D_before = (Function(f"D^{side}", real=True)(beta) for side in "+-")


def _one_sided(facing: str, sign: int, statement: str) -> Theorem:
    """The derivative to the side of that sign, when the breakpoint leaves a datum and the neuron loses or meets it."""
    meets = (facing == "left") == (sign > 0)
    others = -sign * mu * h * E_1 + mu**2 * h**2 * k_A / 2
    change = others + HALF * (e_n - sign * mu * h) ** 2 - HALF * e_n**2 if meets else others
    seen, number = (E_1 + e_n, k_A + 1) if meets else (E_1, k_A)
    limit = TakeLimit(h, S.Zero)
    return C1.theorem(
        f"b.{facing}-{'plus' if sign > 0 else 'minus'}",
        f"{facing.capitalize()}-facing neuron on a datum: derivative to the {'right' if sign > 0 else 'left'}",
        statement,
        D_after if sign > 0 else D_before,
        sign * change / h,
        (-mu * seen + sign * mu**2 * h * number / 2, "expand and divide" if meets else "divide"),
        (-mu * seen, limit) if meets else limit,
        origin=f"the difference quotient $({'L(x_n + h) - L(x_n)' if sign > 0 else 'L(x_n) - L(x_n - h)'})/h$",
    )


RIGHT_AFTER = _one_sided(
    "right",
    1,
    r"""The breakpoint leaves $x_n$ to the right. The datum stays unseen; $E = \sum_{m > n} e_m$ is the sum over the
    $k$ data that the neuron sees.""",
)
RIGHT_BEFORE = _one_sided(
    "right", -1, "The breakpoint leaves $x_n$ to the left, and the neuron now sees the datum too."
)
LEFT_AFTER = _one_sided(
    "left",
    1,
    r"Now $E = \sum_{m < n} e_m$. A left-facing neuron meets the datum when its breakpoint moves to the right.",
)
LEFT_BEFORE = _one_sided(
    "left", -1, "The breakpoint leaves $x_n$ to the left, away from the data that the neuron sees."
)
RIGHT_JUMP = C1.theorem(
    "b.jump-right",
    "Jump of the derivative at a datum, right-facing",
    r"""The derivative of the loss in $\beta$ jumps by $c\,e_n$ at $\beta = x_n$, where $c = \mu$ is the change of
    slope at the breakpoint of a right-facing neuron and $e_n$ the residual at the kink, which is continuous.""",
    D_after - D_before,
    RIGHT_AFTER.conclusion - RIGHT_BEFORE.conclusion,
    (mu * e_n, "the other data cancel"),
    origin=(By(RIGHT_AFTER), By(RIGHT_BEFORE)),
    routines=("symspline.numerics.one_breakpoint.one_sided_derivatives",),
)
LEFT_JUMP = C1.theorem(
    "b.jump-left",
    "Jump of the derivative at a datum, left-facing",
    r"""For a left-facing neuron the change of slope at the breakpoint is $c = -\mu$, so that the jump is $c\,e_n$
    again.""",
    D_after - D_before,
    LEFT_AFTER.conclusion - LEFT_BEFORE.conclusion,
    (-mu * e_n, "the other data cancel"),
    origin=(By(LEFT_AFTER), By(LEFT_BEFORE)),
)
