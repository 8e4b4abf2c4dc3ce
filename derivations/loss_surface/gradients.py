"""Gradients in three systems of coordinates (C2)."""

from sympy import Derivative, Expr, Function, Ne, Rational, S, Symbol

from symspline.evidence.brute_force import exhaustive
from symspline.proof.moves import Algebra, By, Definition, Evaluate
from symspline.proof.theorem import Assumption, Section, Step, Theorem

from .arguments import arguments
from .data_seen import SEQUENCES, X, r, total
from .vocabulary import b, beta, gamma, k_A, mu, n, offset, p_A, q_A, v, w

CELL = Assumption("no breakpoint sits on a datum")
SLOPED = Assumption(r"$w \neq 0$", Ne(w, 0))

_half = Rational(1, 2)
_loss_at = Function("L", real=True)
_network = r(n) + v * (w * X(n) + b)
_spline = r(n) + mu * (X(n) - beta)
_line = r(n) + mu * X(n) - gamma
_constant = r(n) + offset


def _differences(coordinates: str):
    """The gradient of a cell by brute force, less the formulas of this section."""

    def run(cell):
        for i in cell.neurons:
            p, q = cell.moment(0, i), cell.moment(1, i)
            if coordinates == "network":
                w_i, b_i, v_i = (cell[f"{name}{i}"] for name in "wbv")
                yield cell.derivative(f"w{i}") - v_i * q
                yield cell.derivative(f"b{i}") - v_i * p
                yield cell.derivative(f"v{i}") - (w_i * q + b_i * p)
            elif coordinates == "spline":
                yield cell.derivative(f"beta{i}") + cell[f"mu{i}"] * p
                yield cell.derivative(f"mu{i}") - (q - cell[f"beta{i}"] * p)
            else:
                yield cell.derivative(f"mu{i}") - q
                yield cell.derivative(f"gamma{i}") + p
        yield cell.derivative("b0") - cell.moment(0)

    return run


def _brute_force(coordinates: str, title: str):
    return (exhaustive(title, coordinates, _differences(coordinates)),)


def _gradient(
    id: str,
    title: str,
    statement: str,
    by: Symbol,
    residual: Expr,
    symbols: tuple[Symbol, ...],
    line: Expr,
    evidence: tuple = (),
    routines: tuple[str, ...] = (),
) -> Theorem:
    """One derivative of the loss of one neuron, for any number of data."""
    return Theorem(
        id=id,
        title=title,
        chapter="loss_surface",
        statement=statement,
        arguments=arguments(*symbols, k_A),
        assumes=(CELL,),
        subject=Derivative(_loss_at(by), by),
        start=Derivative(total(residual**2) * _half, by),
        origin=Definition("data that the neuron does not see contribute a constant"),
        steps=(Step("=", line, Evaluate()),),
        instances=SEQUENCES,
        evidence=evidence,
        routines=routines,
    )


INPUT_WEIGHT = _gradient(
    "C2.input-weight",
    "Derivative by the input weight",
    r"With $r_n$ the residuals of the rest of the network and $e_n = r_n + v(w x_n + b)$: $\partial L/\partial w = "
    r"v\,q$, $q = \sum e_n x_n$ over the data seen.",
    w,
    _network,
    (w, b, v),
    v * total(X(n) * _network),
    _brute_force("network", "gradient in (w, b, v, b0), from the network"),
    ("symspline.numerics.landscape.gradient",),
)
BIAS = _gradient(
    "C2.bias",
    "Derivative by the bias",
    r"$\partial L/\partial b = v\,p$ with $p = \sum e_n$ over the data seen.",
    b,
    _network,
    (w, b, v),
    v * total(_network),
)
OUTPUT_WEIGHT = _gradient(
    "C2.output-weight",
    "Derivative by the output weight",
    r"The sum of $e_n (w x_n + b)$ over the data seen, which is $w\,q + b\,p$.",
    v,
    _network,
    (w, b, v),
    total((w * X(n) + b) * _network),
)
OFFSET = _gradient(
    "C2.offset",
    "Derivative by the output bias",
    r"The sum of all residuals: the output bias sees every datum.",
    offset,
    _constant,
    (offset,),
    total(_constant),
    routines=("symspline.numerics.landscape.loss",),
)
BREAKPOINT = _gradient(
    "C2.breakpoint",
    "Derivative by the breakpoint",
    r"$\partial L/\partial \beta = -\mu\,p$.",
    beta,
    _spline,
    (beta, mu),
    -mu * total(_spline),
    _brute_force("spline", "gradient in (beta, mu, b0), from the network"),
)
DELTA_SLOPE = _gradient(
    "C2.delta-slope",
    "Derivative by the delta-slope",
    r"The sum of $e_n (x_n - \beta)$ over the data seen, which is $q - \beta\,p$.",
    mu,
    _spline,
    (beta, mu),
    total((X(n) - beta) * _spline),
)
MOMENT_SLOPE = _gradient(
    "C2.line-slope",
    "Derivative by the slope, intercept held",
    r"In the coordinates $(\mu, \gamma)$ the neuron is the line $\mu x - \gamma$ on the data it sees, and $\partial L/"
    r"\partial\mu = q$.",
    mu,
    _line,
    (mu, gamma),
    total(X(n) * _line),
    _brute_force("moment", "gradient in (mu, gamma, b0), from the network"),
)
INTERCEPT = _gradient(
    "C2.line-intercept",
    "Derivative by the intercept",
    r"$\partial L/\partial\gamma = -p$: in these coordinates the gradient is the pair of moments itself.",
    gamma,
    _line,
    (mu, gamma),
    -total(_line),
)

_breakpoint_rule, _slope_rule = -v * w * p_A, q_A + b / w * p_A


def _chain(id: str, title: str, by: Symbol, before: Expr, after: Expr, cited: Theorem) -> Theorem:
    """One network derivative from the two spline derivatives."""
    return Theorem(
        id=id,
        title=title,
        chapter="loss_surface",
        statement=r"The spline derivatives $-\mu p$ and $q - \beta p$, with $\beta = -b/w$ and $\mu = w v$ put in, "
        r"give the network derivative that the direct computation gives.",
        arguments=arguments(w, b, v, p_A, q_A),
        assumes=(CELL, SLOPED),
        subject=Derivative(_loss_at(by), by),
        start=Derivative(-b / w, by) * _breakpoint_rule + Derivative(w * v, by) * _slope_rule,
        origin=By(cited, text="chain rule"),
        steps=(Step("=", before, Evaluate("carry out the derivatives")), Step("=", after, Algebra("collect"))),
    )


CHAIN_WEIGHT = _chain(
    "C2.chain-input-weight",
    "Input weight by the chain rule",
    w,
    b / w**2 * _breakpoint_rule + v * _slope_rule,
    v * q_A,
    BREAKPOINT,
)
CHAIN_BIAS = Theorem(
    id="C2.chain-bias",
    title="Bias by the chain rule",
    chapter="loss_surface",
    statement=r"The bias moves the breakpoint and leaves the delta-slope.",
    arguments=arguments(w, b, v, p_A),
    assumes=(CELL, SLOPED),
    subject=Derivative(_loss_at(b), b),
    start=Derivative(-b / w, b) * _breakpoint_rule,
    origin=By(BREAKPOINT, text="chain rule"),
    steps=(Step("=", v * p_A, Evaluate("carry out the derivative")),),
)
CHAIN_OUTPUT = Theorem(
    id="C2.chain-output-weight",
    title="Output weight by the chain rule",
    chapter="loss_surface",
    statement=r"The output weight moves the delta-slope and leaves the breakpoint.",
    arguments=arguments(w, b, v, p_A, q_A),
    assumes=(CELL, SLOPED),
    subject=Derivative(_loss_at(v), v),
    start=Derivative(w * v, v) * _slope_rule,
    origin=By(DELTA_SLOPE, text="chain rule"),
    steps=(Step("=", w * _slope_rule, Evaluate()), Step("=", w * q_A + b * p_A, Algebra("expand"))),
)

_scaled_w, _scaled_b, _scaled_v = v * q_A, v * p_A, w * q_A + b * p_A

EULER = Theorem(
    id="C2.balance",
    title="Balance of the three derivatives of a neuron",
    chapter="loss_surface",
    statement=r"$w\,\partial_w L + b\,\partial_b L = v\,\partial_v L$ for every neuron, because the network does "
    r"not change when $(w, b)$ is multiplied and $v$ divided by the same positive factor.",
    arguments=arguments(w, b, v, p_A, q_A),
    assumes=(CELL,),
    subject=w * Derivative(_loss_at(w), w) + b * Derivative(_loss_at(b), b) - v * Derivative(_loss_at(v), v),
    start=w * _scaled_w + b * _scaled_b - v * _scaled_v,
    origin=By(INPUT_WEIGHT),
    steps=(Step("=", S.Zero, Algebra("expand; everything cancels")),),
)

CONSERVED = Theorem(
    id="C2.conserved",
    title="A conserved quantity of gradient flow",
    chapter="loss_surface",
    statement=r"Along gradient flow, $\dot w = -\partial_w L$ and so on, each neuron keeps $\Delta = w^2 + b^2 - "
    r"v^2$. The line is $\dot\Delta$ by the chain rule.",
    arguments=arguments(w, b, v, p_A, q_A),
    assumes=(CELL,),
    subject=Derivative(Function("Delta", real=True)(Symbol("t", real=True)), Symbol("t", real=True)),
    start=Derivative(w**2 + b**2 - v**2, w) * (-_scaled_w)
    + Derivative(w**2 + b**2 - v**2, b) * (-_scaled_b)
    + Derivative(w**2 + b**2 - v**2, v) * (-_scaled_v),
    origin=By(EULER),
    steps=(
        Step("=", -2 * w * _scaled_w - 2 * b * _scaled_b + 2 * v * _scaled_v, Evaluate("carry out the derivatives")),
        Step("=", S.Zero, Algebra("minus twice the balance (C2.balance)")),
    ),
)

TEXT = r"""
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

SECTION = Section(
    "C2",
    "Gradients",
    TEXT,
    (
        INPUT_WEIGHT,
        BIAS,
        OUTPUT_WEIGHT,
        OFFSET,
        BREAKPOINT,
        DELTA_SLOPE,
        MOMENT_SLOPE,
        INTERCEPT,
        CHAIN_WEIGHT,
        CHAIN_BIAS,
        CHAIN_OUTPUT,
        EULER,
        CONSERVED,
    ),
)
