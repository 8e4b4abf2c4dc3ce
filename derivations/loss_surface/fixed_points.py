r"""Fixed points of gradient flow against critical points of the loss (C9).

Training follows the gradient in the weights. In breakpoint and delta-slope the same motion reads $\dot\beta =
(v/w)(p + \beta q)$ and $\dot\mu = -w^2(q - \beta p) - v^2 q$. It is not the gradient flow of the loss in $(\beta,
\mu)$: it is that flow seen through a metric that depends on the weights. The metric is positive definite as long as
$w \neq 0$, so both flows stand still at the same places, the critical points of C3, and differ on the way.

Each neuron carries the constant $\Delta = w^2 + b^2 - v^2$, at kinks as well. It decides what a neuron can reach.
With $\Delta = 0$ the output weight vanishes only together with $w$ and $b$; saddles with $v = 0$ and $w \neq 0$ are
for neurons with $\Delta > 0$.

On the boundary of cells the flow is not determined by one gradient. A breakpoint that meets a datum may be held
there: when some mean of the two one-sided motions keeps $w x_n + b$ at zero, the breakpoint stays on the datum
while the other parameters move. If the other derivatives vanish too, the point is stationary although neither of
the two gradients is zero. This is a practical trap. Near such a minimum gradient descent jumps from one side of the
datum to the other, the loss converges, the breakpoint converges, and the norm of the gradient stays where it is: it
is not a criterion for stopping.

In the other direction, a zero gradient does not make a critical point. Dead neurons and neurons with all weights
zero do not move, whatever the residuals.
"""

from sympy import And, Derivative, Eq, Expr, Function, S, Symbol

from symspline.proof.moves import Bound, By, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption, Theorem

from .gradients import BIAS, CONSERVED, INPUT_WEIGHT, OUTPUT_WEIGHT
from .hypotheses import AT_KINK, CELL, SLOPED, V_NONZERO, W_NONZERO
from .vocabulary import b, beta, e_n, kept, mu, nonzero_mu, nonzero_v, nonzero_w, p_A, q_A, t, theta, v, w, x_n, xi

C9 = Section(__name__, "C9", "Fixed points of gradient flow")

flow_w, flow_b, flow_v = -v * q_A, -v * p_A, -(w * q_A + b * p_A)
time = Symbol("t", real=True)


def _speed(name: str, title: str, statement: str, moving: str, quantity: Expr, end: Expr) -> Theorem:
    """The chain rule along gradient flow of the weights."""
    rates = ((w, flow_w, INPUT_WEIGHT), (b, flow_b, BIAS), (v, flow_v, OUTPUT_WEIGHT))
    speed = Derivative(Function(moving, real=True)(time), time)
    used = [(Derivative(quantity, s), rate, by) for s, rate, by in rates if quantity.has(s)]
    return C9.theorem(
        name,
        title,
        statement,
        speed,
        sum((factor * rate for factor, rate, _ in used), S.Zero),
        Evaluate("carry out the derivatives"),
        (end, "collect"),
        given=(CELL, SLOPED),
        origin=tuple(By(by) for *_, by in used),
        where={speed: sum((factor * -by.subject for factor, _, by in used), S.Zero)},
    )


BREAKPOINT = _speed(
    "a.breakpoint",
    "Speed of a breakpoint",
    r"With $\beta = -b/w$: $\dot\beta = (v/w)(p + \beta q)$.",
    "beta",
    -b / w,
    v / w * (p_A - b / w * q_A),
)
DELTA_SLOPE = _speed(
    "a.delta-slope",
    "Speed of a delta-slope",
    r"$\dot\mu = -w^2 (q - \beta p) - v^2 q$.",
    "mu",
    w * v,
    -(w**2) * (q_A + b / w * p_A) - v**2 * q_A,
)
INTERCEPT = _speed(
    "a.intercept",
    "Speed of an intercept",
    r"With $\gamma = -v b$ and $b = -\beta w$: $\dot\gamma = -w^2\beta(q - \beta p) + v^2 p$.",
    "gamma",
    -v * b,
    b * w * (q_A + b / w * p_A) + v**2 * p_A,
)

spline_beta, spline_mu = -w * v * p_A, q_A - beta * p_A
METRIC = C9.theorem(
    "a.metric",
    "The induced flow in its own metric: breakpoint",
    r"""The motion of $(\beta, \mu)$ is minus a matrix times the gradient of $L$ in $(\beta, \mu)$. The matrix has the
    entries $(1 + \beta^2)/w^2$, $-\beta v/w$ and $w^2 + v^2$; this is its first row.""",
    Derivative(Function("beta", real=True)(time), time),
    -(1 + beta**2) / w**2 * spline_beta + beta * v / w * spline_mu,
    (v / w * (p_A + beta * q_A), "collect"),
    given=(CELL, SLOPED),
    origin=r"the entries are the scalar products of the gradients of $\beta$ and $\mu$ in $(w, b, v)$",
)
METRIC_SLOPE = C9.theorem(
    "a.metric-slope",
    "The induced flow in its own metric: delta-slope",
    "The second row of the same matrix.",
    Derivative(Function("mu", real=True)(time), time),
    beta * v / w * spline_beta - (w**2 + v**2) * spline_mu,
    (-(w**2) * (q_A - beta * p_A) - v**2 * q_A, "collect"),
    given=(CELL, SLOPED),
)
DETERMINANT = C9.theorem(
    "a.determinant",
    "The metric never degenerates",
    r"""The determinant is at least one: the matrix is positive definite for every neuron with $w \neq 0$, so that the
    flow stands still exactly where the gradient in $(\beta, \mu)$ vanishes.""",
    None,
    S.One,
    ("<=", 1 + beta**2 + v**2 / nonzero_w**2, Bound("squares")),
    ((1 + beta**2) / nonzero_w**2 * (nonzero_w**2 + v**2) - (beta * v / nonzero_w) ** 2, "the determinant, expanded"),
    given=(CELL, W_NONZERO),
)

speed_beta = nonzero_v / nonzero_w * (p_A + beta * q_A)
speed_mu = -(nonzero_w**2) * (q_A - beta * p_A) - (xi - nonzero_w**2 * (1 + beta**2)) * q_A
FIXED = C9.theorem(
    "a.fixed",
    "Fixed points of the flow are the critical points",
    r"""For $w, v \neq 0$ breakpoint and delta-slope stand still exactly when both moments vanish. Here $v^2 = \xi -
    w^2(1 + \beta^2)$ defines $\xi$, which is positive; the two speeds combine to $\xi q$.""",
    None,
    And(Eq(speed_beta, 0), Eq(speed_mu, 0)),
    (And(Eq(p_A + beta * q_A, 0), Eq(xi * q_A, 0)), r"put $p = -\beta q$ into the second speed"),
    (And(Eq(p_A, 0), Eq(q_A, 0)), r"$\xi$ is positive"),
    given=(CELL, Assumption(r"$w \neq 0$ and $v \neq 0$")),
    origin=By(BREAKPOINT),
)
NOT_THE_GRADIENT = C9.theorem(
    "a.difference",
    "It is not the gradient flow in breakpoint and delta-slope",
    r"""The speed of the breakpoint less what gradient flow in $(\beta, \mu)$ would give, $\mu p$. It vanishes for all
    residuals only if $v = 0$, or $w^2 = 1$ and $\beta = 0$. The two flows share their fixed points and not their
    paths.""",
    Function("Delta", real=True)(beta),
    v / w * (p_A + beta * q_A) - w * v * p_A,
    (v / w * ((1 - w**2) * p_A + beta * q_A), "collect"),
    given=(CELL, SLOPED),
)
CONSERVED_AT_KINKS = C9.theorem(
    "b.kinks",
    "The conserved quantity at a kink",
    r"""Where a breakpoint sits on a datum with residual $e$, the flow may count the datum with any weight $\theta$
    between 0 and 1. Since $b = -w x_n$ there, $w^2 + b^2 - v^2$ does not change for any of them. The line is half of
    its speed.""",
    Derivative(Function("Delta", real=True)(time), time) / 2,
    -w * v * (q_A + theta * e_n * x_n) + w * x_n * v * (p_A + theta * e_n) + v * (w * q_A - w * x_n * p_A),
    (S.Zero, "expand; everything cancels"),
    given=(AT_KINK,),
    origin="chain rule, the datum counted with its weight",
)
ZERO_OUTPUT = C9.theorem(
    "b.zero-output-weight",
    "Where an output weight may vanish",
    r"""At $v = 0$ the conserved quantity is $w^2 + b^2$, so $\Delta \ge 0$, and $\Delta = 0$ forces $w = b = 0$. The
    saddles of C3d with $v = 0$ and $w \neq 0$ are met only by neurons with $\Delta > 0$.""",
    None,
    And(Eq(w**2 + b**2 - v**2, kept), Eq(v, 0)),
    ("=>", Eq(w**2 + b**2, kept), "put in"),
    origin=By(CONSERVED),
)

sliding = (q_A + theta * e_n * x_n) * x_n + p_A + theta * e_n
SLIDING = C9.theorem(
    "c.sliding",
    "A breakpoint that stays on a datum",
    r"""The pre-activation of the datum moves with the speed $-v[(q + \theta e x_n) x_n + p + \theta e]$ when the
    datum counts with the weight $\theta$. For $e \neq 0$ it stays zero for one $\theta$ only. When this $\theta$ lies
    between 0 and 1 the breakpoint can stay on the datum while $w$, $b$ and the other parameters move.""",
    None,
    Eq(-nonzero_v * sliding, 0),
    (Eq(theta * e_n * (1 + x_n**2), -(x_n * q_A + p_A)), r"divide by $v$ and collect"),
    given=(AT_KINK, V_NONZERO),
    origin=By(BIAS, text="speed of the pre-activation"),
)
CLARKE = C9.theorem(
    "c.stationary",
    "Stationary on a datum",
    r"""When the other derivatives vanish, $q = x_n p$, since the residuals over the data seen have no moment about
    $x_n$. The sliding weight is then $\theta = -p/e$: a mean of the two one-sided derivatives $-\mu p$ and $-\mu(p +
    e)$ vanishes.""",
    None,
    And(Eq(q_A, x_n * p_A), Eq(sliding, 0)),
    (And(Eq(q_A, x_n * p_A), Eq((1 + x_n**2) * (p_A + theta * e_n), 0)), "put the first into the second"),
    (
        "=>",
        Eq((1 + x_n**2) * ((1 - theta) * (-nonzero_mu * p_A) + theta * (-nonzero_mu * (p_A + e_n))), 0),
        r"multiply by $-\mu$",
    ),
    given=(AT_KINK,),
    origin=By(SLIDING),
)
BOTH_SIDES = C9.theorem(
    "c.signs",
    "The one-sided derivatives have opposite signs",
    r"""With $p = -\theta e$ and $\theta = 1/(1 + t)$ between 0 and 1, the product of the one-sided derivatives is not
    positive. For $D^- < 0 < D^+$ the datum attracts the breakpoint and the point is a local minimum (C1e); for $D^- >
    0 > D^+$ it repels it.""",
    Function("D^-D^+", real=True)(t),
    (-mu * (-e_n / (1 + t))) * (-mu * (e_n - e_n / (1 + t))),
    (-(mu**2) * e_n**2 * t / (1 + t) ** 2, "collect"),
    ("<=", S.Zero, Bound("squares and a positive number, with a minus sign")),
    given=(AT_KINK,),
)
KINK_NORM = C9.theorem(
    "c.gradient-norm",
    "The gradient does not vanish at a kink minimum",
    r"""On either side of a sliding point the derivatives by $w$ and $b$ are $v\,p\,(x_n, 1)$ and $v\,(p + e)(x_n,
    1)$, with $p = -\theta e$. Their squared lengths add up to at least $v^2 e^2 (1 + x_n^2)/2$: the two gradients
    between which gradient descent jumps cannot both be small.""",
    None,
    v**2 * e_n**2 * (1 + x_n**2) / 2,
    ("<=", v**2 * e_n**2 * (1 + x_n**2) / 2 * (1 + (1 - 2 * theta) ** 2), Bound("a square more")),
    (
        v**2 * (1 + x_n**2) * ((theta * e_n) ** 2 + (e_n - theta * e_n) ** 2),
        r"$\theta^2 + (1 - \theta)^2 = \frac12 + \frac12 (1 - 2\theta)^2$",
    ),
    given=(AT_KINK,),
)
ZERO_NEURON = C9.theorem(
    "d.zero-neuron",
    "Fixed points that no datum constrains",
    """A neuron with $w = b = v = 0$ stands still whatever the residuals are, and so does a neuron that sees no data.
    A vanishing gradient, as automatic differentiation reports it, is therefore less than criticality in the sense of
    C3.""",
    None,
    And(Eq(w, 0), Eq(b, 0), Eq(v, 0)),
    ("=>", And(Eq(flow_w, 0), Eq(flow_b, 0), Eq(flow_v, 0)), "put in"),
)
