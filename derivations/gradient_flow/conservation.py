r"""What gradient flow keeps of a neuron, and by how much descent misses it (D3).

Each neuron keeps $\delta = v^2 - w^2 - b^2$ for ever ($-\Delta$ in C2 and C9). The reason is that the function does
not change when $(w, b)$ is multiplied and $v$ divided by one positive factor; the gradient is orthogonal to this
direction, and the flow cannot leave the level set of $\delta$. The law holds while a breakpoint crosses a datum or
stays on it: there the datum counts with some weight $\alpha$ between 0 and 1, and no such weight changes $\delta$,
because the residual enters times $w x_n + b = 0$.

Gradient descent with the step $\eta$ obeys the law up to an error that is known exactly: a step changes $\delta$ by
$\eta^2 (g_v^2 - g_w^2 - g_b^2)$, where $g$ is the gradient. Weight decay destroys the law in a simple manner: $\delta$
decays by itself, with the rate $2\lambda$, so that long training with decay balances all neurons. Both need the same
step size and the same decay for $b$ as for $w$ and $v$.

The squares of input and output side also grow at the same speed, $-2\sum e_n v (w x_n + b)$: a neuron grows when its
share of the function is opposed to the residuals.
"""

from sympy import Derivative, Expr, S, exp

from symspline.proof.moves import Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from .definitions import FLOW, along, chain
from .hypotheses import CELL
from .vocabulary import RESIDUALS, E, M, X, alpha, b, delta, dot, e, e_n, eta, lam, n, t, total, v, w, x_n

D3 = Section(__name__, "D3", "Conservation")
kept = v**2 - w**2 - b**2
CONSERVED = D3.theorem(
    "delta",
    "The imbalance of a neuron is conserved",
    r"$\dot\delta = 0$ for $\delta = v^2 - w^2 - b^2$, by the chain rule along the flow.",
    dot("delta"),
    along(kept),
    Evaluate("carry out the derivatives"),
    (S.Zero, "expand; everything cancels"),
    given=(CELL,),
    where={dot("delta"): chain(kept)},
)
counted = v * (-(w * M + b * E)) - w * (-v * (M + alpha * e_n * x_n)) - b * (-v * (E + alpha * e_n))
AT_DATUM = D3.theorem(
    "datum",
    "It is conserved on a datum, too",
    r"""Where the breakpoint sits on a datum, the datum counts with some weight $\alpha$ in $\dot w$ and $\dot b$, and
    not in $\dot v$, to which it adds $-e_n (w x_n + b) = 0$. Half of $\dot\delta$ is $v\dot v - w\dot w - b\dot b$,
    which is $\alpha v e_n (w x_n + b)$, zero for $b = -w x_n$ whatever $\alpha$ is.""",
    dot("delta") / 2,
    counted.subs(b, -w * x_n),
    (S.Zero, "expand; everything cancels"),
    origin=r"chain rule, the datum counted with its weight, and $b = -w x_n$",
    where={dot("delta"): 2 * counted.subs(b, -w * x_n)},
)
DRIFT = D3.theorem(
    "descent",
    "What a step of gradient descent changes",
    r"""With $g_w = v M$, $g_b = v E$ and $g_v = w M + b E$ a step of size $\eta$ changes $\delta$ by exactly $\eta^2
    (g_v^2 - g_w^2 - g_b^2)$: the terms of first order cancel.""",
    None,
    kept.subs({z: z + eta * speed for z, speed in FLOW.items()}, simultaneous=True) - kept,
    (eta**2 * ((w * M + b * E) ** 2 - (v * M) ** 2 - (v * E) ** 2), "expand"),
    given=(CELL,),
)
decayed = {z: speed - lam * z for z, speed in FLOW.items()}
DECAY = D3.theorem(
    "decay",
    "Weight decay balances",
    r"""With $\frac12\lambda(w^2 + b^2 + v^2)$ added to the loss each velocity has a term $-\lambda w$, $-\lambda b$ or
    $-\lambda v$ more, and $\dot\delta = -2\lambda\delta$.""",
    dot("delta"),
    sum((Derivative(kept, z) * speed for z, speed in decayed.items()), S.Zero),
    Evaluate("carry out the derivatives"),
    (-2 * lam * (v**2 - w**2 - b**2), "collect"),
    given=(CELL,),
    where={dot("delta"): sum((Derivative(kept, z) * (dot(z.name) - lam * z) for z in FLOW), S.Zero)},
)
DECAYED = D3.theorem(
    "decayed",
    "The imbalance under weight decay",
    r"""$\delta_0 e^{-2\lambda t}$ solves $\dot\delta = -2\lambda\delta$: every neuron becomes balanced, at the same
    rate.""",
    None,
    Derivative(delta * exp(-2 * lam * t), t),
    Evaluate(),
)


def _virial(name: str, title: str, statement: str, square: Expr) -> Theorem:
    """The speed of one of the two sides, with the moments written out."""
    moments = {M: total(e(n) * X(n)), E: total(e(n))}
    return D3.theorem(
        name,
        title,
        statement,
        dot("q"),
        along(square).xreplace(moments),
        Evaluate("carry out the derivatives"),
        (-2 * total(e(n) * v * (w * X(n) + b)), "put the factors under the sum"),
        given=(CELL,),
        where={
            dot("q"): sum((Derivative(square, z) * FLOW[z] for z in FLOW if square.has(z)), S.Zero).xreplace(moments)
        },
        instances=RESIDUALS,
    )


OUTPUT_SIDE = _virial(
    "output-side",
    "Growth of the output side",
    r"""The speed of $v^2$ is $-2\sum e_n v (w x_n + b)$ over the data seen. Added over all neurons this is $-2\sum_n
    e_n (f(x_n) - b_0)$.""",
    v**2,
)
INPUT_SIDE = _virial(
    "input-side",
    "Growth of the input side",
    r"The speed of $w^2 + b^2$ is the same: the difference of the two is $\delta$.",
    w**2 + b**2,
)
