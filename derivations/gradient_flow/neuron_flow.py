r"""The flow of the weights of one neuron (D1).

Gradient flow moves every parameter against the derivative of the loss: $\dot w = -\partial_w L$ and so on. As long as
no breakpoint sits on a datum, each neuron keeps seeing the same data, and the loss is a polynomial in the weights. Its
derivatives need two sums over the data seen, $E = \sum e_n$ and $M = \sum e_n x_n$:

$$\dot w = -v M, \qquad \dot b = -v E, \qquad \dot v = -(w M + b E), \qquad \dot b_0 = -\sum_n e_n,$$

the last one only where the output bias is trained. The sums change with time, since all residuals do, and they jump
when a datum begins or ceases to be seen.

The theorems derive the four equations for any number of data. From here on $\dot w$, $\dot b$ and $\dot v$ are names
for the right sides, and every statement about the motion is a computation with them: the speed of a quantity is the
sum of its derivatives by the weights, each times the velocity of that weight. The first example is the loss itself,
which falls.
"""

from sympy import Derivative, Expr, S, Symbol

from symspline.proof.moves import Bound, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from .definitions import FLOW, along, chain
from .hypotheses import CELL
from .vocabulary import SEQUENCES, E, L, M, R, X, b, dot, n, offset, total, v, w, x

D1 = Section(__name__, "D1", "The flow of the weights")
network = R(n) + v * (w * X(n) + b)
constant = R(n) + offset


def _velocity(name: str, title: str, statement: str, by: Symbol, residual: Expr, speed: Expr) -> Theorem:
    """Minus one derivative of the loss, for any number of data."""
    loss = total(residual**2) / 2
    return D1.theorem(
        name,
        title,
        statement,
        -Derivative(L(by), by),
        -Derivative(loss, by),
        (speed, Evaluate()),
        given=(CELL,),
        origin="data that the neuron does not see contribute a constant",
        where={L(by): loss},
        instances=SEQUENCES,
    )


INPUT_WEIGHT = _velocity(
    "input-weight",
    "Velocity of the input weight",
    r"""With $r_n$ the residuals of the rest of the network and $e_n = r_n + v(w x_n + b)$: $\dot w = -v M$, $M = \sum
    e_n x_n$ over the data seen.""",
    w,
    network,
    -v * total(X(n) * network),
)
BIAS = _velocity(
    "bias",
    "Velocity of the bias",
    r"$\dot b = -v E$ with $E = \sum e_n$ over the data seen.",
    b,
    network,
    -v * total(network),
)
OUTPUT_WEIGHT = _velocity(
    "output-weight",
    "Velocity of the output weight",
    r"$\dot v = -(w M + b E)$ with the same two sums.",
    v,
    network,
    -w * total(X(n) * network) - b * total(network),
)
OFFSET = _velocity(
    "offset",
    "Velocity of the output bias",
    r"$\dot b_0 = -\sum e_n$ over all data, where the output bias is trained.",
    offset,
    constant,
    -total(constant),
)

gradient = {weight: -speed for weight, speed in FLOW.items()}
DESCENT = D1.theorem(
    "descent",
    "How fast one neuron lowers the loss",
    r"""What the motion of one neuron adds to $\dot L$, by the chain rule with $\partial_w L = v M$ and so on: minus the
    squared length of its velocity. It is zero only where the neuron stands still.""",
    dot("L"),
    sum((slope * FLOW[weight] for weight, slope in gradient.items()), S.Zero),
    (-((v * M) ** 2) - (v * E) ** 2 - (w * M + b * E) ** 2, "multiply out"),
    ("<=", -((v * M) ** 2) - (v * E) ** 2, Bound("a square is left out")),
    ("<=", S.Zero, Bound("squares with a minus sign")),
    given=(CELL,),
    where={dot("L"): sum((slope * dot(weight.name) for weight, slope in gradient.items()), S.Zero)},
)
LINE = D1.theorem(
    "line",
    "Velocity of the neuron's line",
    r"""On the side that it sees, the neuron is the line $v w x + v b$. This is the speed of its value at an input $x$;
    $w M + b E$ is the sum of $e_n (w x_n + b)$.""",
    dot("f"),
    along(v * (w * x + b)),
    Evaluate("carry out the derivatives"),
    (-(v**2) * (M * x + E) - (w * x + b) * (w * M + b * E), "collect"),
    given=(CELL,),
    where={dot("f"): chain(v * (w * x + b))},
)
