r"""The jump of the velocity at a datum (D10).

When a breakpoint reaches the datum $x_n$, the pre-activation $p = w x_n + b$ vanishes, and the neuron is about to
begin or to cease to see the datum. Let $E$, $M$ be its moments without the datum, and $A = E + x_n M = \sum_{m \neq n}
e_m (1 + x_n x_m)$, over the data seen, its *turning moment*. The speed of $p$ is $-v A$ on the dark side, $p < 0$, and
$-v (A + e_n (1 + x_n^2))$ on the lit side, $p > 0$. The residuals are continuous, and so is $\dot v$; $\dot w$ and
$\dot b$ jump.

The two signs decide what happens. Both positive: the neuron crosses and begins to see the datum; both negative: it
crosses and ceases to. Positive on the dark side and negative on the lit side: both push back to the datum, and the
breakpoint stays there and slides (D11). Negative on the dark side and positive on the lit side: the datum repels, and
the flow may leave to either side (D12). Sliding needs $v e_n > 0$, where the loss has a convex kink in $p$, repelling
$v e_n < 0$.

A neuron that faces away from all other data has $A = 0$. If the lit side pushes it back, it arrives at the datum and
stops: it dies there, its last datum just out of sight. Gradient descent overshoots by a step and is dead as well.
"""

from sympy import S

from symspline.proof.moves import Bound, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .definitions import FLOW, along, chain
from .hypotheses import CELL
from .vocabulary import RESIDUALS, A, E, M, X, b, dot, e, e_n, n, total, v, w, x_n

D10 = Section(__name__, "D10", "A breakpoint at a datum")
MOMENT = D10.theorem(
    "moment",
    "The turning moment",
    r"""$A = E + x_n M$ is the sum of the residuals seen, each with the weight $1 + x_n x_m$.""",
    None,
    total(e(n)) + x_n * total(e(n) * X(n)),
    (total(e(n) * (1 + x_n * X(n))), "put all under one sum"),
    instances=RESIDUALS,
)
approach = w * x_n + b
DARK = D10.theorem(
    "dark",
    "Speed of the pre-activation where the datum is not seen",
    r"$\dot p = -v (E + x_n M) = -v A$ for $p = w x_n + b$ and the moments without the datum.",
    dot("p"),
    along(approach),
    Evaluate("carry out the derivatives"),
    (-v * (E + x_n * M), "collect"),
    given=(CELL,),
    where={dot("p"): chain(approach)},
)
seen = {E: E + e_n, M: M + e_n * x_n}
LIT = D10.theorem(
    "lit",
    "Speed of the pre-activation where the datum is seen",
    r"The datum adds $e_n$ to $E$ and $e_n x_n$ to $M$: $\dot p = -v (A + e_n (1 + x_n^2))$ with $A = E + x_n M$.",
    dot("p"),
    along(approach).xreplace(seen),
    Evaluate("carry out the derivatives"),
    (-v * (E + x_n * M + e_n * (1 + x_n**2)), "collect"),
    given=(CELL,),
    where={dot("p"): along(approach).xreplace(seen)},
)
JUMP = D10.theorem(
    "jump",
    "The jump of the speed",
    r"""From the dark side to the lit side the speed of $p$ jumps by $-v e_n (1 + x_n^2)$: only the datum's own residual
    and the output weight count.""",
    None,
    -v * (A + e_n * (1 + x_n**2)) - (-v * A),
    (-v * e_n * (1 + x_n**2), "the turning moment cancels"),
)
OUTPUT = D10.theorem(
    "output-weight",
    "The output weight does not feel the jump",
    r"The datum adds $-e_n (w x_n + b)$ to $\dot v$, and at $b = -w x_n$ nothing.",
    None,
    (FLOW[v].xreplace(seen) - FLOW[v]).subs(b, -w * x_n),
    (S.Zero, "expand; everything cancels"),
)
push_back = (Assumption(condition=v * A < 0), Assumption(condition=v * (A + e_n * (1 + x_n**2)) > 0))
SLIDING = D10.theorem(
    "sliding",
    "A datum holds only neurons of the sign of its residual",
    r"""Where both sides push back to the datum, $-v A > 0 > -v (A + e_n (1 + x_n^2))$, the product $v e_n$ is
    positive.""",
    None,
    S.Zero,
    ("<", v * (A + e_n * (1 + x_n**2)), Bound("the lit side pushes back")),
    ("<", v * (A + e_n * (1 + x_n**2)) - v * A, Bound("the dark side pushes back")),
    (v * e_n * (1 + x_n**2), "the turning moment cancels"),
    given=push_back,
)
REPELLING = D10.theorem(
    "repelling",
    "A datum repels only neurons of the other sign",
    r"Where both sides push away, $-v A < 0 < -v (A + e_n (1 + x_n^2))$, the product $v e_n$ is negative.",
    None,
    v * e_n * (1 + x_n**2),
    (v * (A + e_n * (1 + x_n**2)) - v * A, "add and take away the turning moment"),
    ("<", v * (A + e_n * (1 + x_n**2)), Bound("the dark side pushes away")),
    ("<", S.Zero, Bound("the lit side pushes away")),
    given=(Assumption(condition=v * A > 0), Assumption(condition=v * (A + e_n * (1 + x_n**2)) < 0)),
)
