r"""A breakpoint that passes through infinity (D6).

When $w$ passes through zero with $b > 0$ the breakpoint runs to infinity on one side and comes back from the other, and
the neuron faces the other way from then on. In $\beta$ this is a catastrophe, in the weights an ordinary moment: for
small $|w|$ the neuron sees all data, before and after, so that even its moments go on smoothly. The right coordinate is
the reciprocal $\kappa = -w/b$ of the breakpoint, whose law has no pole at $w = 0$. The bend $v|w|$ of the function
touches zero without a change of sign, far from all data.

With $b < 0$ it is otherwise: for small $|w|$ such a neuron sees no datum, and it stands still. An input weight can thus
change its sign with $b > 0$ only, or where $w = b = 0$ (D12).

Whoever integrates the motion in $\beta$ has to stop at $w = 0$; whoever integrates the weights need not notice.
"""

from sympy import Abs, Ge, S

from symspline.proof.moves import Bound, Evaluate, TakeLimit
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .definitions import along, chain
from .hypotheses import CELL
from .vocabulary import E, M, b, dot, far, positive_b, v, w, x

D6 = Section(__name__, "D6", "An input weight that changes its sign")
RECIPROCAL = D6.theorem(
    "reciprocal",
    "Speed of the reciprocal of a breakpoint",
    r"""$\dot\kappa = (v/b)(M + \kappa E)$ for $\kappa = -w/b$, by the chain rule. It is the law of $\beta$ with the
    parts of $E$ and $M$ exchanged, and regular at $w = 0$.""",
    dot("kappa"),
    along(-w / b).xreplace({b: positive_b}),
    Evaluate("carry out the derivatives"),
    (v / positive_b * (M - w / positive_b * E), "collect"),
    given=(CELL,),
    where={dot("kappa"): chain(-w / b).xreplace({b: positive_b})},
)
CROSSING = D6.theorem(
    "crossing",
    "Speed at infinity",
    r"""As $w$ goes to zero the speed of the reciprocal tends to $v M/b$: the breakpoint passes through infinity, and
    does not stay there, wherever the neuron has an output weight and the residuals seen have a moment $M \neq 0$.""",
    None,
    v / positive_b * (M - w / positive_b * E),
    TakeLimit(w, S.Zero),
)
DEAD = D6.theorem(
    "dead",
    "With a negative bias the neuron is dead around the passage",
    r"""For inputs in $[-X, X]$ a neuron with the bias $-b < 0$ and $|w| X \le b$ has $w x - b \le 0$: it sees no datum,
    and no moment moves it.""",
    None,
    w * x - positive_b,
    ("<=", Abs(w) * Abs(x) - positive_b, Bound("a product is at most the product of the sizes")),
    ("<=", Abs(w) * far - positive_b, Bound(r"$|x| \le X$")),
    ("<=", S.Zero, Bound(r"$|w| X \le b$")),
    given=(Assumption(condition=Ge(far, Abs(x))), Assumption(condition=Ge(positive_b, Abs(w) * far))),
)
SEEN = D6.theorem(
    "seen",
    "With a positive bias the neuron sees all data around the passage",
    r"For inputs in $[-X, X]$ and $|w| X < b$ the neuron has $w x + b > 0$ everywhere on the data.",
    None,
    S.Zero,
    ("<", positive_b - Abs(w) * far, Bound(r"$|w| X < b$")),
    ("<=", positive_b - Abs(w) * Abs(x), Bound(r"$|x| \le X$")),
    ("<=", positive_b + w * x, Bound("a product is at least minus the product of the sizes")),
    given=(Assumption(condition=Ge(far, Abs(x))), Assumption(condition=positive_b > Abs(w) * far)),
)
