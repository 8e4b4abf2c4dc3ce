r"""Gradients in three systems of coordinates (C2).

Everything that the gradient of the loss knows of the data is, for each neuron, the two moments of the residuals
over the data it sees: $p_i = \sum_{A_i} e_n$ and $q_i = \sum_{A_i} e_n x_n$. In the coordinates of the network

$$\partial_{w_i} L = v_i q_i, \quad \partial_{b_i} L = v_i p_i, \quad \partial_{v_i} L = w_i q_i + b_i p_i, \quad
\partial_{b_0} L = \sum_n e_n.$$

In breakpoint and delta-slope they are $-\mu_i p_i$ and $q_i - \beta_i p_i$, and in slope and intercept of the
neuron's line simply $q_i$ and $-p_i$. The first form exists for every neuron, the second only for $w_i \neq 0$.

Each formula is derived for any number of data by differentiating the loss, a second time through the chain rule
from the spline coordinates, and a third time by brute force: the network itself is differentiated on every
activation pattern of up to four data and two neurons, and the difference is the zero polynomial. On the boundary
between cells, where a breakpoint sits on a datum, the derivatives in $w$, $b$ and $\beta$ jump (C1b, C1d), and the
formulas give one of the one-sided values.

Three derivatives and two moments: one relation remains, $w\,\partial_w L + b\,\partial_b L = v\,\partial_v L$.
Gradient flow therefore keeps $w^2 + b^2 - v^2$ of every neuron for ever, and it keeps it across kinks too, because
both one-sided gradients satisfy the relation, and so does every mean of them.
"""

from sympy import Add, Derivative, Expr, Function, S, Symbol

from symspline.proof.moves import By, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from ..references import stated_in
from .hypotheses import CELL, SLOPED
from .vocabulary import SEQUENCES, L, R, X, b, beta, gamma, mu, n, offset, p_A, q_A, total, v, w

C2 = Section(__name__, "C2", "Gradients")
# The residuals of the data seen by one neuron, which stands in the coordinates of the network, the spline or its line.
network = R(n) + v * (w * X(n) + b)
spline = R(n) + mu * (X(n) - beta)
line = R(n) + mu * X(n) - gamma
constant = R(n) + offset


def _gradient(
    name: str, title: str, statement: str, by: Symbol, residual: Expr, slope: Expr, routines: tuple[str, ...] = ()
) -> Theorem:
    """One derivative of the loss of one neuron, for any number of data."""
    loss = total(residual**2) / 2
    return C2.theorem(
        name,
        title,
        statement,
        Derivative(L(by), by),
        Derivative(loss, by),
        (slope, Evaluate()),
        given=(CELL,),
        origin="data that the neuron does not see contribute a constant",
        where={L(by): loss},
        instances=SEQUENCES,
        routines=routines,
    )


INPUT_WEIGHT = _gradient(
    "input-weight",
    "Derivative by the input weight",
    r"""With $r_n$ the residuals of the rest of the network and $e_n = r_n + v(w x_n + b)$: $\partial L/\partial w =
    v\,q$, $q = \sum e_n x_n$ over the data seen.""",
    w,
    network,
    v * total(X(n) * network),
    ("symspline.numerics.landscape.gradient",),
)
BIAS = _gradient(
    "bias",
    "Derivative by the bias",
    r"$\partial L/\partial b = v\,p$ with $p = \sum e_n$ over the data seen.",
    b,
    network,
    v * total(network),
)
OUTPUT_WEIGHT = _gradient(
    "output-weight",
    "Derivative by the output weight",
    r"The sum of $e_n (w x_n + b)$ over the data seen, which is $w\,q + b\,p$.",
    v,
    network,
    total((w * X(n) + b) * network),
)
OFFSET = _gradient(
    "offset",
    "Derivative by the output bias",
    r"The sum of all residuals: the output bias sees every datum.",
    offset,
    constant,
    total(constant),
    ("symspline.numerics.landscape.loss",),
)
BREAKPOINT = _gradient(
    "breakpoint",
    "Derivative by the breakpoint",
    r"$\partial L/\partial \beta = -\mu\,p$.",
    beta,
    spline,
    -mu * total(spline),
)
DELTA_SLOPE = _gradient(
    "delta-slope",
    "Derivative by the delta-slope",
    r"The sum of $e_n (x_n - \beta)$ over the data seen, which is $q - \beta\,p$.",
    mu,
    spline,
    total((X(n) - beta) * spline),
)
MOMENT_SLOPE = _gradient(
    "line-slope",
    "Derivative by the slope, intercept held",
    r"""In the coordinates $(\mu, \gamma)$ the neuron is the line $\mu x - \gamma$ on the data it sees, and $\partial
    L/\partial\mu = q$.""",
    mu,
    line,
    total(X(n) * line),
)
INTERCEPT = _gradient(
    "line-intercept",
    "Derivative by the intercept",
    r"$\partial L/\partial\gamma = -p$: in these coordinates the gradient is the pair of moments itself.",
    gamma,
    line,
    -total(line),
)

along_beta, along_mu = Derivative(L(beta), beta), Derivative(L(mu), mu)
by_breakpoint, by_slope = -v * w * p_A, q_A + b / w * p_A
CHAIN_WEIGHT = C2.theorem(
    "chain-input-weight",
    "Input weight by the chain rule",
    r"""The spline derivatives $-\mu p$ and $q - \beta p$, with $\beta = -b/w$ and $\mu = w v$ put in, give the
    network derivative that the direct computation gives.""",
    Derivative(L(w), w),
    Derivative(-b / w, w) * by_breakpoint + Derivative(w * v, w) * by_slope,
    Evaluate("carry out the derivatives"),
    (v * q_A, "collect"),
    given=(CELL, SLOPED),
    origin=(By(BREAKPOINT), By(DELTA_SLOPE)),
    where={Derivative(L(w), w): Derivative(-b / w, w) * along_beta + Derivative(w * v, w) * along_mu},
)
CHAIN_BIAS = C2.theorem(
    "chain-bias",
    "Bias by the chain rule",
    "The bias moves the breakpoint and leaves the delta-slope.",
    Derivative(L(b), b),
    Derivative(-b / w, b) * by_breakpoint,
    Evaluate("carry out the derivative"),
    given=(CELL, SLOPED),
    origin=By(BREAKPOINT),
    where={Derivative(L(b), b): Derivative(-b / w, b) * along_beta},
)
CHAIN_OUTPUT = C2.theorem(
    "chain-output-weight",
    "Output weight by the chain rule",
    "The output weight moves the delta-slope and leaves the breakpoint.",
    Derivative(L(v), v),
    Derivative(w * v, v) * by_slope,
    Evaluate(),
    (w * q_A + b * p_A, "expand"),
    given=(CELL, SLOPED),
    origin=By(DELTA_SLOPE),
    where={Derivative(L(v), v): Derivative(w * v, v) * along_mu},
)

THREE = (By(INPUT_WEIGHT), By(BIAS), By(OUTPUT_WEIGHT))
by_w, by_b, by_v = v * q_A, v * p_A, w * q_A + b * p_A
EULER = C2.theorem(
    "balance",
    "Balance of the three derivatives of a neuron",
    r"""$w\,\partial_w L + b\,\partial_b L = v\,\partial_v L$ for every neuron, because the network does not change
    when $(w, b)$ is multiplied and $v$ divided by the same positive factor.""",
    w * Derivative(L(w), w) + b * Derivative(L(b), b) - v * Derivative(L(v), v),
    w * by_w + b * by_b - v * by_v,
    (S.Zero, "expand; everything cancels"),
    given=(CELL,),
    origin=THREE,
)

time, kept = Symbol("t", real=True), w**2 + b**2 - v**2
SPEED = Derivative(Function("Delta", real=True)(time), time)
CONSERVED = C2.theorem(
    "conserved",
    "A conserved quantity of gradient flow",
    r"""Along gradient flow, $\dot w = -\partial_w L$ and so on, each neuron keeps $\Delta = w^2 + b^2 - v^2$. The
    line is $\dot\Delta$ by the chain rule.""",
    SPEED,
    Derivative(kept, w) * -by_w + Derivative(kept, b) * -by_b + Derivative(kept, v) * -by_v,
    (-2 * w * by_w - 2 * b * by_b + 2 * v * by_v, Evaluate("carry out the derivatives")),
    (S.Zero, By(EULER, text="minus twice the balance")),
    given=(CELL,),
    origin=THREE,
    where={SPEED: Add(*(Derivative(kept, each) * -Derivative(L(each), each) for each in (w, b, v)))},
    source=stated_in(du2018="for the squared norms of layers"),
)
