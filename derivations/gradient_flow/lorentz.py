r"""The linear motion of a neuron and its conserved form (D2).

Write the weights of a neuron as a column $z = (w, b, v)$. The flow of D1 is $\dot z = -A z$ with

$$A = \begin{pmatrix} 0 & 0 & M \\ 0 & 0 & E \\ M & E & 0 \end{pmatrix},$$

and $A$ holds nothing of the neuron but the set of data that it sees. The motion is linear, and it is the same for all
neurons of one set. It preserves the form $v v' - w w' - b b'$ of any two of them, as a change of the observer preserves
$t t' - x x' - y y'$ in relativity: $A$ is in the Lie algebra $\mathfrak{so}(2, 1)$, and what it generates is a product
of boosts.

Two things follow. The form of a neuron with itself, $\delta = v^2 - w^2 - b^2$, never changes (D3). And the number of
neurons does not matter for the motion of the function: the values at the data need only the sums of the products of
the weights, $S = \sum z z^{\mathsf T}$ over the neurons of one set, and these sums obey $\dot S = -(A S + S A)$.
Between two events there are at most $6(2N - 1) + 1$ numbers to follow, however wide the network is, and six more for
each datum and direction in which neurons slide (D11). At an event a
neuron leaves one set and joins another, and its products have to be moved from one sum to the other.

The same matrix stands in the Hessian of the loss: it is the part that the residuals contribute (C6d).
"""

from typing import Any

from sympy import Determinant, Expr, Function, Lambda, Matrix, S, eye, sqrt

from symspline.proof.moves import Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from .definitions import FLOW, along
from .hypotheses import CELL
from .vocabulary import E, M, b, b_2, dot, lam, n, total, v, v_2, w, w_2, x

D2 = Section(__name__, "D2", "The Lorentz form")
OTHER = {w_2: -v_2 * M, b_2: -v_2 * E, v_2: -(w_2 * M + b_2 * E)}
"""The velocities of a second neuron that sees the same data."""
PAIR = D2.theorem(
    "pair",
    "Two neurons that see the same data keep their Lorentz product",
    r"""$v v' - w w' - b b'$ of two neurons with the same data does not change, by the product rule and D1. With both
    the same neuron this is $\delta$.""",
    dot("eta"),
    FLOW[v] * v_2 + v * OTHER[v_2] - FLOW[w] * w_2 - w * OTHER[w_2] - FLOW[b] * b_2 - b * OTHER[b_2],
    (S.Zero, "expand; everything cancels"),
    given=(CELL,),
    where={
        dot("eta"): dot("v") * v_2 + v * OTHER[v_2] - dot("w") * w_2 - w * OTHER[w_2] - dot("b") * b_2 - b * OTHER[b_2]
    },
)
CHARACTERISTIC = Determinant(lam * eye(3) - Matrix([[0, 0, M], [0, 0, E], [M, E, 0]]))
EIGENVALUES = D2.theorem(
    "characteristic",
    "Eigenvalues of the motion",
    r"""The eigenvalues of $A$ are $0$ and $\pm\sqrt{E^2 + M^2}$: a boost of this rapidity a unit of time, and one
    direction that rests.""",
    Function("chi", real=True)(lam),
    CHARACTERISTIC,
    Evaluate("expand the determinant"),
    (lam * (lam - sqrt(E**2 + M**2)) * (lam + sqrt(E**2 + M**2)), "factor"),
    where={Function("chi", real=True)(lam): CHARACTERISTIC},
)
FROZEN = D2.theorem(
    "acceleration",
    "While the residuals hardly move, the output weight grows or falls exponentially",
    r"""The second derivative of $v$ with $E$ and $M$ held is $(E^2 + M^2) v$, whatever the signs of the moments
    are.""",
    dot("a"),
    along(-(w * M + b * E)),
    Evaluate("carry out the derivatives"),
    ((E**2 + M**2) * v, "collect"),
    given=(CELL,),
    where={dot("a"): -M * dot("w") - E * dot("b")},
)

WEIGHTS = W, B, V = tuple(Function(name, real=True) for name in ("w", "b", "v"))
"""Weights of the neurons that see one set of data, numbered from 1."""
NEURONS = (
    {W: Lambda(n, n / 2 - 1), B: Lambda(n, 1 - n / 3), V: Lambda(n, n**2 / 7 - 1)},
    {W: Lambda(n, (n - 2) ** 2 / 5), B: Lambda(n, n / 4 - 1), V: Lambda(n, 2 - n)},
    {W: Lambda(n, 2 * n - 3), B: Lambda(n, n - n**2 / 7), V: Lambda(n, (-1) ** n * n / 3)},
)
SPEEDS = {W: -V(n) * M, B: -V(n) * E, V: -(W(n) * M + B(n) * E)}


def _moment(one: Any, other: Any, closed: Expr) -> Theorem:
    """One entry of the closure of the sums of products."""
    names = f"{one.name}{other.name}"
    speed = total(SPEEDS[one] * other(n) + one(n) * SPEEDS[other])
    return D2.theorem(
        f"moment-{names}",
        rf"Speed of the sum of the products ${one.name} {other.name}$",
        rf"""The entry $({one.name}, {other.name})$ of $\dot S = -(A S + S A)$, for any number of neurons that see the
        same data: it holds sums of products again.""",
        dot(f"S_{names}"),
        speed,
        (closed, "collect, and take out what does not depend on the neuron"),
        given=(CELL,),
        instances=NEURONS,
        where={dot(f"S_{names}"): speed},
    )


MOMENTS = (
    _moment(W, W, -2 * M * total(W(n) * V(n))),
    _moment(W, B, -E * total(W(n) * V(n)) - M * total(B(n) * V(n))),
    _moment(B, B, -2 * E * total(B(n) * V(n))),
    _moment(W, V, -M * total(V(n) ** 2) - M * total(W(n) ** 2) - E * total(W(n) * B(n))),
    _moment(B, V, -E * total(V(n) ** 2) - M * total(W(n) * B(n)) - E * total(B(n) ** 2)),
    _moment(V, V, -2 * M * total(W(n) * V(n)) - 2 * E * total(B(n) * V(n))),
)
VALUES = D2.theorem(
    "values",
    "The function needs the same sums",
    r"""At an input that all these neurons see they add $S_{wv}\, x + S_{bv}$ to the function: with $\dot S$ the motion
    of the residuals is closed.""",
    Function("f", real=True)(x),
    total(V(n) * (W(n) * x + B(n))),
    (x * total(W(n) * V(n)) + total(B(n) * V(n)), "expand"),
    instances=NEURONS,
    where={Function("f", real=True)(x): total(V(n) * (W(n) * x + B(n)))},
)
