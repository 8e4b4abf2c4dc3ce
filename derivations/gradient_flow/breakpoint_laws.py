r"""Laws of breakpoint, delta-slope and curvature along the flow (D4).

What the weights do is seen through the breakpoint $\beta = -b/w$ and the delta-slope $\mu = w v$ of each neuron. The
chain rule gives

$$\dot\beta = \frac{v}{w}(E + \beta M), \qquad \dot\mu = -(v^2 + w^2) M + w^2 \beta E.$$

A breakpoint moves by the ratio $v/w$: fast where the output weight is large against the input weight, and hardly at all
in the opposite case. $E + \beta M$ vanishes when the residuals seen, with the weights $1 + \beta x_n$, balance each
other. The law needs $w \neq 0$. A neuron whose input weight passes through zero has its breakpoint at infinity at that
moment, and nothing happens to its weights (D6).

The function bends at $\beta$ by $c = v |w|$, whichever way the neuron faces; $\mu$ is the slope on the side that it
sees.
"""

from sympy import Expr

from symspline.proof.moves import Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from .definitions import along, chain
from .hypotheses import CELL, SLOPED
from .vocabulary import E, M, b, dot, v, w

D4 = Section(__name__, "D4", "Laws of motion of the spline")


def _law(name: str, title: str, statement: str, of: str, quantity: Expr, law: Expr) -> Theorem:
    """The speed of a function of the weights."""
    return D4.theorem(
        name,
        title,
        statement,
        dot(of),
        along(quantity),
        Evaluate("carry out the derivatives"),
        (law, "collect"),
        given=(CELL, SLOPED),
        where={dot(of): chain(quantity)},
    )


BREAKPOINT = _law(
    "breakpoint",
    "Speed of a breakpoint",
    r"With $\beta = -b/w$ in the weights: $\dot\beta = (v/w)(E + \beta M)$.",
    "beta",
    -b / w,
    v / w * (E - b / w * M),
)
DELTA_SLOPE = _law(
    "delta-slope",
    "Speed of a delta-slope",
    r"$\dot\mu = -(v^2 + w^2) M - w b E$ for $\mu = w v$, and $-w b = w^2\beta$.",
    "mu",
    w * v,
    -(v**2 + w**2) * M - w * b * E,
)
INTERCEPT = _law(
    "intercept",
    "Speed of an intercept",
    r"""The line that a neuron adds has the intercept $v b$; its speed is the law of $\mu$ with $w$ and $b$
    exchanged, and $M$ and $E$.""",
    "iota",
    v * b,
    -(v**2 + b**2) * E - w * b * M,
)
RAYS = D4.theorem(
    "ratio",
    "Speed of the ratio of output and input weight",
    r"""The ratio $v/w$, by which a breakpoint moves, has this speed. Where the residuals pull the breakpoint no more,
    $E + \beta M = 0$, it is $-M (w^2 + b^2 - v^2)/w^2 = M\delta/w^2$.""",
    dot("q"),
    along(v / w),
    Evaluate("carry out the derivatives"),
    (M * (v**2 - w**2) / w**2 - b / w * E, "collect"),
    given=(CELL, SLOPED),
    where={dot("q"): chain(v / w)},
)
