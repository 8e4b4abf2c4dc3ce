"""What a critical point is: a local minimum of its cell or a strict saddle; what single neurons ask for (C3d, C3e)."""

from sympy import And, Eq, Function, Lambda, S

from symspline.proof.moves import Bound, By
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .criticality import NO_MOMENTS, STATIONARY, line_squares
from .gradients import DELTA_SLOPE, INPUT_WEIGHT, OUTPUT_WEIGHT
from .hypotheses import CELL, V_NONZERO, W_NONZERO
from .vocabulary import SEQUENCES, E, X, b, c, g_v, gamma, k_A, mu, n, nonzero_v, nonzero_w, p_A, q_A, r, t, total

C3 = Section(__name__, "C3")

ZERO_MOMENTS = Assumption(r"$p_i = q_i = 0$ for every neuron, and $\sum_n e_n = 0$")
MUTED = Assumption(r"$v = 0$, $w\,q + b\,p = 0$ and $(p, q) \neq (0, 0)$")
change, growth = mu * X(n) - gamma, Function("Delta_L", real=True)

EXPANSION = C3.theorem(
    "d.expansion",
    "The loss around a point of its cell",
    r"""A move by $(\mu, \gamma)$ in slope and intercept changes each value seen by $\mu x_n - \gamma$, wherever on
    the cell one starts. The change of the loss is linear, $\mu q - \gamma p$, plus half a sum of squares; several
    neurons and the output bias add their changes inside the squares.""",
    growth(mu, gamma),
    total((E(n) + change) ** 2 - E(n) ** 2) / 2,
    (total(E(n) * change + change**2 / 2), "expand the squares"),
    given=(CELL,),
    instances=SEQUENCES,
)

expanded, completed = line_squares(mu, gamma)
MINIMUM = C3.theorem(
    "d.minimum",
    "Vanishing moments make a local minimum",
    r"""When the moments of all neurons vanish, the linear part is gone, and the loss does not decrease anywhere in
    the cell: the point minimises the loss over its whole cell, and is a local minimum. Here for one neuron, with $X_0
    X_2 = X_1^2 + \Delta_X$. Since every critical point with all $v_i \neq 0$ is of this kind, all of them are local
    minima, though rarely global ones.""",
    None,
    S.Zero,
    ("<=", completed / 2, Bound("two squares over a positive number")),
    (expanded / 2, r"the sum of $(\mu x_n - \gamma)^2$ over the data seen"),
    given=(CELL, ZERO_MOMENTS),
    origin=By(EXPANSION),
)

square, step = p_A**2 + q_A**2, -(p_A**2 + q_A**2) / g_v
SADDLE = C3.theorem(
    "d.saddle",
    "A neuron with v = 0 and non-zero moments makes a strict saddle",
    r"""Where $v = 0$, the second derivatives in $(w, b, v)$ are $q$ and $p$ beside the last diagonal entry $g = \sum
    (w x_n + b)^2 > 0$, and zero elsewhere. Along $(q, p, -(p^2 + q^2)/g)$ the loss curves downwards.""",
    growth(q_A, p_A),
    2 * q_A * step * q_A + 2 * p_A * step * p_A + step**2 * g_v,
    (-(square**2) / g_v, "collect; negative unless $p = q = 0$"),
    given=(CELL, MUTED),
    origin=r"the quadratic form of the matrix $(0, 0, q;\ 0, 0, p;\ q, p, g)$",
)
SPLINE_SADDLE = C3.theorem(
    "d.saddle-spline",
    "The same saddle in breakpoint and delta-slope",
    r"""Where $\mu = 0$, the second derivatives in $(\beta, \mu)$ are $0$, $-p$ and $g = \sum (x_n - \beta)^2$. Along
    $(p, t)$ the loss curves downwards for small $t$, most at $t = p^2/g$. The moment $p$ is not zero: $q = \beta p$
    holds at a critical point, and $p = 0$ would give $q = 0$ too.""",
    growth(p_A, t),
    -2 * p_A**2 * t + g_v * t**2,
    (g_v * (t - p_A**2 / g_v) ** 2 - p_A**4 / g_v, "complete the square"),
    given=(CELL, MUTED),
    origin=r"the quadratic form of the matrix $(0, -p;\ -p, g)$",
)
lifted = total((E(n) + c) ** 2 - E(n) ** 2) / 2
NO_MAXIMUM = C3.theorem(
    "d.no-maximum",
    "No local maxima",
    r"""Moves of the output bias alone, by $c$ and by $-c$, with $k$ the number of all data: the two changes of the loss
    add up to a positive number for $c \neq 0$, so that at every point one of the two moves makes it grow.""",
    growth(c) + growth(-c),
    lifted + lifted.subs(c, -c),
    (k_A * c**2, "expand the squares; the first powers cancel"),
    given=(CELL,),
    where={growth: Lambda(c, lifted)},
    instances=SEQUENCES,
)


SPLINE = C3.theorem(
    "e.spline",
    "The same neuron in breakpoint and delta-slope",
    r"""With $\beta = -b/w$ and $\mu = w v$, $w \neq 0$ and $v \neq 0$: stationary in the spline means the same as
    stationary in the network.""",
    None,
    And(Eq(-nonzero_w * nonzero_v * p_A, 0), Eq(q_A + b / nonzero_w * p_A, 0)),
    (NO_MOMENTS, r"divide by $\mu$; then the second equation is $q = 0$"),
    given=(CELL, W_NONZERO, V_NONZERO),
    origin=By(DELTA_SLOPE),
)
UNHEARD = C3.theorem(
    "e.muted",
    "A neuron with v = 0",
    r"""Two of the three derivatives vanish with $v$. One equation remains, the same in the network as in the spline,
    $q = \beta p$: the moments themselves need not vanish.""",
    None,
    Eq(nonzero_w * q_A + b * p_A, 0),
    (Eq(q_A + b / nonzero_w * p_A, 0), "divide by $w$"),
    given=(CELL, W_NONZERO),
    origin=By(OUTPUT_WEIGHT),
)
FLAT = C3.theorem(
    "e.flat",
    "A neuron with w = 0 and b > 0",
    r"""With bias $b = r > 0$ the neuron sees all data and has no breakpoint. For $v \neq 0$ it makes both moments of
    all data vanish: it serves as the neuron that sees all data in C3b.""",
    None,
    And(Eq(nonzero_v * q_A, 0), Eq(nonzero_v * p_A, 0), Eq(r * p_A, 0)),
    (NO_MOMENTS, "divide by $v$"),
    given=(CELL, V_NONZERO),
    origin=By(INPUT_WEIGHT),
)
FLAT_MUTED = C3.theorem(
    "e.flat-muted",
    "A neuron with w = 0, b > 0 and v = 0",
    "It asks what the output bias asks, and no more.",
    None,
    Eq(r * p_A, 0),
    (Eq(p_A, 0), "divide by $b = r$"),
    given=(CELL,),
    origin=By(OUTPUT_WEIGHT),
)
DEAD = C3.theorem(
    "e.dead",
    "Neurons that ask for nothing",
    r"""When the moments vanish because the neuron sees no data, all three of its derivatives do, and nothing follows
    for the residuals. The same happens at $w = b = v = 0$ with the usual convention $\mathrm{relu}'(0) = 0$; the loss
    is not differentiable there in general, and the spline knows no such neuron.""",
    None,
    NO_MOMENTS,
    ("=>", STATIONARY, "put in"),
    given=(CELL, V_NONZERO),
    origin=By(INPUT_WEIGHT),
)
