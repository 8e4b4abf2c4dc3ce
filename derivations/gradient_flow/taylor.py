r"""The Taylor series of the flow between events (D13).

Between two events the velocities are polynomials of the third degree in the weights: $v M$ with $M = \sum e_n x_n$ and
residuals that are linear in the products $v w$ and $v b$. The solution is analytic, and its Taylor coefficients follow
from one another. If $w_k$, $v_k$, … are those of the weights and $M_k$, $E_k$ those of the moments, then

$$w_{k+1} = -\frac{(v * M)_k}{k+1}, \qquad b_{k+1} = -\frac{(v * E)_k}{k+1}, \qquad v_{k+1} = -\frac{(w * M + b *
E)_k}{k+1}$$

with the Cauchy product $(v * M)_k = \sum_{j=0}^k v_j M_{k-j}$. The coefficients of the moments up to the order $k$ are
sums over the data seen of those of the residuals, and the residuals have the coefficients $(v * w)_k x_n + (v * b)_k$,
added over the neurons. A sliding neuron has the same rule with $D$ in place of $M$, divided by $1 + x_n^2$ for $w$.

With twenty terms one step reaches far, and the polynomial that it leaves behind is the solution at every time within:
the events are roots of polynomials. The theorems are the two rules behind the recursion, the derivative of a power and
the product of two series.
"""

from sympy import Derivative, Expr, Function, Lambda, cos, exp, factorial

from symspline.proof.moves import Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from .vocabulary import following, order, t

D13 = Section(__name__, "D13", "The Taylor series between events")
one, other = (Function(name, real=True) for name in ("v", "m"))
SMOOTH = (
    {one: Lambda(t, exp(t / 2)), other: Lambda(t, cos(t))},
    {one: Lambda(t, 1 / (1 + t)), other: Lambda(t, t**3 / 2 - t)},
    {one: Lambda(t, cos(2 * t) + t**2), other: Lambda(t, exp(-t))},
)


def _coefficient(function: Expr, k: int) -> Expr:
    """The coefficient of the power k in the Taylor series around t."""
    return Derivative(function, (t, k)) / factorial(k) if k else function


def _product(k: int, words: str) -> Theorem:
    return D13.theorem(
        f"product-{k}",
        f"Coefficient of a product, {words} order",
        rf"""The Taylor coefficient of order {k} of a product of two smooth functions is the Cauchy product of their
        coefficients: $\sum_j v_j m_{{{k} - j}}$.""",
        None,
        _coefficient(one(t) * other(t), k),
        Evaluate(),
        instances=SMOOTH,
    )


PRODUCTS = tuple(_product(k, words) for k, words in enumerate(("first", "second", "third", "fourth"), 1))
POWER = D13.theorem(
    "power",
    "A coefficient of the speed",
    r"""The term $w_{k+1} t^{k+1}$ of a series has the speed $(k + 1) w_{k+1} t^k$: the coefficient of order $k$ of
    $\dot w$ is $(k + 1) w_{k+1}$.""",
    None,
    Derivative(following * t ** (order + 1), t),
    ((order + 1) * following * t**order, Evaluate()),
    routines=("symspline.numerics.gradient_flow.gradient_flow",),
)
