r"""The flow of the function: the tangent kernel and its parts (D8).

The value of the network at an input moves because its residuals at the data pull on weights that both share:

$$\dot f(x) = -\sum_n K(x, x_n)\,e_n, \qquad K(x, y) = \sum_i [v_i^2 (1 + x y) + (w_i x + b_i)(w_i y + b_i)] + 1,$$

the sum over the neurons that see both inputs, and the last term only where the output bias is trained. $K$ is the
tangent kernel. It has a part for each kind of weight: $v^2 x y$ from the input weights, $v^2$ from the biases, and the
product of the two activations from the output weights. In the coordinates of the spline the last is $w^2
(x - \beta)(y - \beta)$, and with D5 each neuron's share needs $\beta$, $\mu$ and $\delta$ alone.

The kernel is not a constant: it moves with the weights, and it jumps where a breakpoint crosses an input. In the lazy
limit of D7 ($\delta \to -\infty$, time in units of $1/|\delta|$) the part of the output weights alone is left, and it
is constant in time.
"""

from sympy import Derivative, Function, Symbol

from symspline.proof.moves import Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from .closure import size
from .definitions import along
from .hypotheses import CELL
from .vocabulary import RESIDUALS, E, M, X, b, beta, dot, e, n, nonzero_w, total, v, w, x, y

D8 = Section(__name__, "D8", "The flow of the function")
line = v * (w * x + b)
moments = {M: total(e(n) * X(n)), E: total(e(n))}
joint = v**2 * (1 + x * X(n)) + (w * x + b) * (w * X(n) + b)
FLOW_OF_VALUES = D8.theorem(
    "flow",
    "The tangent kernel moves the function",
    r"""What one neuron adds to $\dot f(x)$ at an input that it sees, for any number of data seen: minus the sum of its
    kernel times the residuals.""",
    dot("f"),
    along(line).xreplace(moments),
    Evaluate("carry out the derivatives"),
    (-total(joint * e(n)), "put all under the sum"),
    given=(CELL,),
    where={dot("f"): along(line).xreplace(moments)},
    instances=RESIDUALS,
)


def _part(name: str, title: str, statement: str, by: Symbol) -> Theorem:
    """The part of the kernel that one kind of weight contributes."""
    K = Function(f"K_{by}", real=True)(x, y)
    product = Derivative(line, by) * Derivative(line.subs(x, y), by)
    return D8.theorem(name, title, statement, K, product, Evaluate(), given=(CELL,), where={K: product})


PARTS = (
    _part("input-weight", "The part of the input weight", r"$K_w = v^2 x y$ for inputs that it sees.", w),
    _part("bias", "The part of the bias", r"$K_b = v^2$: it does not depend on the inputs that it sees.", b),
    _part(
        "output-weight",
        "The part of the output weight",
        r"$K_v$ is the product of the activations.",
        v,
    ),
)
SPLINE = D8.theorem(
    "spline",
    "The part of the output weight by the distances from the breakpoint",
    r"With $b = -\beta w$ the part $K_v$ is $w^2 (x - \beta)(y - \beta)$.",
    None,
    ((w * x + b) * (w * y + b)).subs(b, -beta * w),
    (w**2 * (x - beta) * (y - beta), r"take out $w^2$"),
    given=(CELL,),
)
imbalance = v**2 - nonzero_w**2 * (1 + beta**2)
whole = size(imbalance, nonzero_w * v)
CLOSED = D8.theorem(
    "closed",
    "A neuron's share of the kernel in breakpoint, delta-slope and imbalance",
    r"""$\frac12 (S + \delta)(1 + x y) + \frac{S - \delta}{2 (1 + \beta^2)} (x - \beta)(y - \beta)$ with the $S$ of D5
    is the share of a neuron that sees both inputs; the weights are put back in here.""",
    None,
    v**2 * (1 + x * y) + nonzero_w**2 * (x - beta) * (y - beta),
    (
        (whole + imbalance) / 2 * (1 + x * y) + (whole - imbalance) / (2 * (1 + beta**2)) * (x - beta) * (y - beta),
        "put the squares in",
    ),
    given=(CELL,),
)
