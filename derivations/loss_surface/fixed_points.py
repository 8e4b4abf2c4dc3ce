"""Fixed points of gradient flow against critical points of the loss (C9)."""

import numpy as np
from sympy import And, Derivative, Eq, Expr, Function, Ne, S, Symbol

from symspline.numerics.gradient_descent import gradient_descent
from symspline.numerics.landscape import gradient
from symspline.proof.moves import Algebra, Bound, By, Definition, Evaluate
from symspline.proof.theorem import Assumption, Evidence, Finding, Section, Step, Theorem

from .arguments import arguments
from .data_sets import D3
from .gradients import BIAS, CONSERVED, EULER, INPUT_WEIGHT
from .kink_minima import KINK_BEND, KINK_INTERCEPT, KINK_LOSS, KINK_SLOPE
from .vocabulary import b, beta, e_n, mu, nonzero_mu, nonzero_v, nonzero_w, p_A, q_A, t, theta, v, w, x_n, xi

CELL = Assumption("no breakpoint sits on a datum")
SLOPED = Assumption(r"$w \neq 0$", Ne(w, 0))
AT_KINK = Assumption(r"$w x_n + b = 0$ for one datum; $p$ and $q$ are the moments over the data seen without it")

_flow_w, _flow_b, _flow_v = -v * q_A, -v * p_A, -(w * q_A + b * p_A)
_time = Symbol("t", real=True)


def _along_flow(quantity: Expr) -> Expr:
    """The chain rule along gradient flow of the weights."""
    rates = ((w, _flow_w), (b, _flow_b), (v, _flow_v))
    return sum((Derivative(quantity, s) * rate for s, rate in rates if quantity.has(s)), S.Zero)


def _speed(id: str, title: str, statement: str, name: str, quantity: Expr, middle: Expr, end: Expr) -> Theorem:
    return Theorem(
        id=id,
        title=title,
        chapter="loss_surface",
        statement=statement,
        arguments=arguments(w, b, v, p_A, q_A),
        assumes=(CELL, SLOPED),
        subject=Derivative(Function(name, real=True)(_time), _time),
        start=_along_flow(quantity),
        origin=By(INPUT_WEIGHT, text="chain rule along gradient flow"),
        steps=(Step("=", middle, Evaluate("carry out the derivatives")), Step("=", end, Algebra("collect"))),
    )


BREAKPOINT = _speed(
    "C9a.breakpoint",
    "Speed of a breakpoint",
    r"With $\beta = -b/w$: $\dot\beta = (v/w)(p + \beta q)$.",
    "beta",
    -b / w,
    b / w**2 * _flow_w - _flow_b / w,
    v / w * (p_A - b / w * q_A),
)
DELTA_SLOPE = _speed(
    "C9a.delta-slope",
    "Speed of a delta-slope",
    r"$\dot\mu = -w^2 (q - \beta p) - v^2 q$.",
    "mu",
    w * v,
    v * _flow_w + w * _flow_v,
    -(w**2) * (q_A + b / w * p_A) - v**2 * q_A,
)
INTERCEPT = _speed(
    "C9a.intercept",
    "Speed of an intercept",
    r"With $\gamma = -v b$ and $b = -\beta w$: $\dot\gamma = -w^2\beta(q - \beta p) + v^2 p$.",
    "gamma",
    -v * b,
    -b * _flow_v - v * _flow_b,
    b * w * (q_A + b / w * p_A) + v**2 * p_A,
)

_spline_beta, _spline_mu = -w * v * p_A, q_A - beta * p_A

METRIC = Theorem(
    id="C9a.metric",
    title="The induced flow in its own metric: breakpoint",
    chapter="loss_surface",
    statement=r"The motion of $(\beta, \mu)$ is minus a matrix times the gradient of $L$ in $(\beta, \mu)$. The "
    r"matrix has the entries $(1 + \beta^2)/w^2$, $-\beta v/w$ and $w^2 + v^2$; this is its first row.",
    arguments=arguments(w, v, beta, p_A, q_A),
    assumes=(CELL, SLOPED),
    subject=Derivative(Function("beta", real=True)(_time), _time),
    start=-(1 + beta**2) / w**2 * _spline_beta + beta * v / w * _spline_mu,
    origin=Definition(r"the entries are the scalar products of the gradients of $\beta$ and $\mu$ in $(w, b, v)$"),
    steps=(Step("=", v / w * (p_A + beta * q_A), Algebra("the speed of C9a.breakpoint")),),
)
METRIC_SLOPE = Theorem(
    id="C9a.metric-slope",
    title="The induced flow in its own metric: delta-slope",
    chapter="loss_surface",
    statement=r"The second row of the same matrix.",
    arguments=arguments(w, v, beta, p_A, q_A),
    assumes=(CELL, SLOPED),
    subject=Derivative(Function("mu", real=True)(_time), _time),
    start=beta * v / w * _spline_beta - (w**2 + v**2) * _spline_mu,
    steps=(Step("=", -(w**2) * (q_A - beta * p_A) - v**2 * q_A, Algebra("the speed of C9a.delta-slope")),),
)
DETERMINANT = Theorem(
    id="C9a.determinant",
    title="The metric never degenerates",
    chapter="loss_surface",
    statement=r"The determinant is at least one: the matrix is positive definite for every neuron with $w \neq 0$, "
    r"so that the flow stands still exactly where the gradient in $(\beta, \mu)$ vanishes.",
    arguments=arguments(nonzero_w, v, beta),
    assumes=(CELL, Assumption(r"$w \neq 0$")),
    subject=S.One,
    start=S.One,
    steps=(
        Step("<=", 1 + beta**2 + v**2 / nonzero_w**2, Bound("squares")),
        Step(
            "=",
            (1 + beta**2) / nonzero_w**2 * (nonzero_w**2 + v**2) - (beta * v / nonzero_w) ** 2,
            Algebra("the determinant, expanded"),
        ),
    ),
)

_speed_beta = nonzero_v / nonzero_w * (p_A + beta * q_A)
_speed_mu = -(nonzero_w**2) * (q_A - beta * p_A) - (xi - nonzero_w**2 * (1 + beta**2)) * q_A

FIXED = Theorem(
    id="C9a.fixed",
    title="Fixed points of the flow are the critical points",
    chapter="loss_surface",
    statement=r"For $w, v \neq 0$ breakpoint and delta-slope stand still exactly when both moments vanish. Here "
    r"$v^2 = \xi - w^2(1 + \beta^2)$ defines $\xi$, which is positive; the two speeds combine to $\xi q$.",
    arguments=arguments(nonzero_w, nonzero_v, beta, p_A, q_A, xi),
    assumes=(CELL, Assumption(r"$w \neq 0$ and $v \neq 0$")),
    subject=And(Eq(_speed_beta, 0), Eq(_speed_mu, 0)),
    start=And(Eq(_speed_beta, 0), Eq(_speed_mu, 0)),
    origin=By(BREAKPOINT),
    steps=(
        Step(
            "<=>", And(Eq(p_A + beta * q_A, 0), Eq(xi * q_A, 0)), Algebra(r"put $p = -\beta q$ into the second speed")
        ),
        Step("<=>", And(Eq(p_A, 0), Eq(q_A, 0)), Algebra(r"$\xi$ is positive")),
    ),
)

NOT_THE_GRADIENT = Theorem(
    id="C9a.difference",
    title="It is not the gradient flow in breakpoint and delta-slope",
    chapter="loss_surface",
    statement=r"The speed of the breakpoint less what gradient flow in $(\beta, \mu)$ would give, $\mu p$. It "
    r"vanishes for all residuals only if $v = 0$, or $w^2 = 1$ and $\beta = 0$. The two flows share their fixed "
    r"points and not their paths.",
    arguments=arguments(w, v, beta, p_A, q_A),
    assumes=(CELL, SLOPED),
    subject=Function("Delta", real=True)(beta),
    start=v / w * (p_A + beta * q_A) - w * v * p_A,
    steps=(Step("=", v / w * ((1 - w**2) * p_A + beta * q_A), Algebra("collect")),),
)

CONSERVED_AT_KINKS = Theorem(
    id="C9b.kinks",
    title="The conserved quantity at a kink",
    chapter="loss_surface",
    statement=r"Where a breakpoint sits on a datum with residual $e$, the flow may count the datum with any weight "
    r"$\theta$ between 0 and 1. Since $b = -w x_n$ there, $w^2 + b^2 - v^2$ does not change for any of them. The "
    r"line is half of its speed.",
    arguments=arguments(w, v, p_A, q_A, e_n, x_n, theta),
    assumes=(AT_KINK,),
    subject=Derivative(Function("Delta", real=True)(_time), _time) / 2,
    start=-w * v * (q_A + theta * e_n * x_n) + w * x_n * v * (p_A + theta * e_n) + v * (w * q_A - w * x_n * p_A),
    origin=By(CONSERVED),
    steps=(Step("=", S.Zero, Algebra("expand; everything cancels")),),
)

ZERO_OUTPUT = Theorem(
    id="C9b.zero-output-weight",
    title="Where an output weight may vanish",
    chapter="loss_surface",
    statement=r"At $v = 0$ the conserved quantity is $w^2 + b^2$, so $\Delta \ge 0$, and $\Delta = 0$ forces $w = "
    r"b = 0$. The saddles of C3d with $v = 0$ and $w \neq 0$ are met only by neurons with $\Delta > 0$.",
    arguments=arguments(w, b),
    subject=S.Zero,
    start=S.Zero,
    origin=By(EULER),
    steps=(Step("<=", w**2 + b**2, Bound("squares")),),
)

_sliding = (q_A + theta * e_n * x_n) * x_n + p_A + theta * e_n

SLIDING = Theorem(
    id="C9c.sliding",
    title="A breakpoint that stays on a datum",
    chapter="loss_surface",
    statement=r"The pre-activation of the datum moves with the speed $-v[(q + \theta e x_n) x_n + p + \theta e]$ "
    r"when the datum counts with the weight $\theta$. For $e \neq 0$ it stays zero for one $\theta$ only. When "
    r"this $\theta$ lies between 0 and 1 the breakpoint can stay on the datum while $w$, $b$ and the other "
    r"parameters move.",
    arguments=arguments(nonzero_v, p_A, q_A, e_n, x_n, theta),
    assumes=(AT_KINK, Assumption(r"$v \neq 0$")),
    subject=Eq(-nonzero_v * _sliding, 0),
    start=Eq(-nonzero_v * _sliding, 0),
    origin=By(BIAS, text="speed of the pre-activation"),
    steps=(Step("<=>", Eq(theta * e_n * (1 + x_n**2), -(x_n * q_A + p_A)), Algebra(r"divide by $v$ and collect")),),
)

CLARKE = Theorem(
    id="C9c.stationary",
    title="Stationary on a datum",
    chapter="loss_surface",
    statement=r"When the other derivatives vanish, $q = x_n p$, since the residuals over the data seen have no "
    r"moment about $x_n$. The sliding weight is then $\theta = -p/e$: a mean of the two one-sided derivatives "
    r"$-\mu p$ and $-\mu(p + e)$ vanishes.",
    arguments=arguments(nonzero_mu, p_A, q_A, e_n, x_n, theta),
    assumes=(AT_KINK,),
    subject=And(Eq(q_A, x_n * p_A), Eq(_sliding, 0)),
    start=And(Eq(q_A, x_n * p_A), Eq((1 + x_n**2) * (p_A + theta * e_n), 0)),
    origin=By(SLIDING),
    steps=(
        Step(
            "=>",
            Eq((1 + x_n**2) * ((1 - theta) * (-nonzero_mu * p_A) + theta * (-nonzero_mu * (p_A + e_n))), 0),
            Algebra(r"multiply by $-\mu$"),
        ),
    ),
)

BOTH_SIDES = Theorem(
    id="C9c.signs",
    title="The one-sided derivatives have opposite signs",
    chapter="loss_surface",
    statement=r"With $p = -\theta e$ and $\theta = 1/(1 + t)$ between 0 and 1, the product of the one-sided "
    r"derivatives is not positive. For $D^- < 0 < D^+$ the datum attracts the breakpoint and the point is a local "
    r"minimum (C1e); for $D^- > 0 > D^+$ it repels it.",
    arguments=arguments(mu, e_n, t),
    assumes=(AT_KINK,),
    subject=Function("D^-D^+", real=True)(t),
    start=(-mu * (-e_n / (1 + t))) * (-mu * (e_n - e_n / (1 + t))),
    steps=(
        Step("=", -(mu**2) * e_n**2 * t / (1 + t) ** 2, Algebra("collect")),
        Step("<=", S.Zero, Bound("squares and a positive number, with a minus sign")),
    ),
)


def _descent_chatters(rng: np.random.Generator) -> Finding:
    """Gradient descent from beside the kink of D3, at two step sizes."""
    x, y = (np.array([float(value) for value in values]) for values in D3)
    slope, bend = float(KINK_SLOPE), float(KINK_BEND)
    distances, norms, losses = [], [], []
    for step, n_steps in ((1e-3, 2000), (1e-4, 12_000)):
        place = 6 + 0.02 * rng.uniform(-1, 1)
        start = ([1.0, 1.0], [-place, 1.0], [bend, slope], float(KINK_INTERCEPT) - slope)
        end = gradient_descent(*start, x, y, step=step, n_steps=n_steps, record_every=n_steps)
        distances.append(abs(-end.b[0] / end.w[0] - 6))
        parts = gradient(end.w, end.b, end.v, end.b0, x, y)
        norms.append(float(np.sqrt(sum(np.sum(np.square(part)) for part in parts))))
        losses.append(float(end.losses[-1]))
    target = float(KINK_LOSS.lines[1])
    passed = bool(distances[1] < 0.02 and min(norms) > 0.05 and abs(losses[1] - target) < 2e-3)
    text = (
        f"distance of the breakpoint from 6: {distances[0]:.1g} and {distances[1]:.1g} at steps 1e-3 and 1e-4; loss "
        f"{losses[1]:.6f} against {target:.6f}; gradient norm {norms[0]:.2g} and {norms[1]:.2g}"
    )
    return Finding(passed, norms[1], text)


KINK_NORM = Theorem(
    id="C9c.gradient-norm",
    title="The gradient does not vanish at a kink minimum",
    chapter="loss_surface",
    statement=r"On either side of a sliding point the derivatives by $w$ and $b$ are $v\,p\,(x_n, 1)$ and $v\,(p + "
    r"e)(x_n, 1)$, with $p = -\theta e$. Their squared lengths add up to at least $v^2 e^2 (1 + x_n^2)/2$: the two "
    r"gradients between which gradient descent jumps cannot both be small.",
    arguments=arguments(v, e_n, x_n, theta),
    assumes=(AT_KINK,),
    subject=v**2 * e_n**2 * (1 + x_n**2) / 2,
    start=v**2 * e_n**2 * (1 + x_n**2) / 2,
    steps=(
        Step(
            "<=",
            v**2 * e_n**2 * (1 + x_n**2) / 2 * (1 + (1 - 2 * theta) ** 2),
            Bound("a square more"),
        ),
        Step(
            "=",
            v**2 * (1 + x_n**2) * ((theta * e_n) ** 2 + (e_n - theta * e_n) ** 2),
            Algebra(r"$\theta^2 + (1 - \theta)^2 = \frac12 + \frac12 (1 - 2\theta)^2$"),
        ),
    ),
    evidence=(Evidence("gradient descent beside the kink of C1e", _descent_chatters),),
)

ZERO_NEURON = Theorem(
    id="C9d.zero-neuron",
    title="Fixed points that no datum constrains",
    chapter="loss_surface",
    statement=r"A neuron with $w = b = v = 0$ stands still whatever the residuals are, and so does a neuron that "
    r"sees no data. A vanishing gradient, as automatic differentiation reports it, is therefore less than "
    r"criticality in the sense of C3.",
    arguments=arguments(w, b, v, p_A, q_A),
    subject=And(Eq(w, 0), Eq(b, 0), Eq(v, 0)),
    start=And(Eq(w, 0), Eq(b, 0), Eq(v, 0)),
    steps=(Step("=>", And(Eq(_flow_w, 0), Eq(_flow_b, 0), Eq(_flow_v, 0)), Algebra("put in")),),
)

TEXT = r"""
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

SECTION = Section(
    "C9",
    "Fixed points of gradient flow",
    TEXT,
    (
        BREAKPOINT,
        DELTA_SLOPE,
        INTERCEPT,
        METRIC,
        METRIC_SLOPE,
        DETERMINANT,
        FIXED,
        NOT_THE_GRADIENT,
        CONSERVED_AT_KINKS,
        ZERO_OUTPUT,
        SLIDING,
        CLARKE,
        BOTH_SIDES,
        KINK_NORM,
        ZERO_NEURON,
    ),
)
