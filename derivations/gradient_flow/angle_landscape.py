r"""The landscape of the angle (D16).

While the residuals hardly move, a neuron descends in its angle along $\sigma g(\theta)$, where $\sigma$ is the sign of
$v$ and $g = M\cos\theta + E\sin\theta$ as in D7; its size grows where $\sigma g < 0$. Between two data $g$ is a
sinusoid: $g'' = -g$. A smooth minimum of $\sigma g$ thus has $\sigma g < 0$, and there the neuron grows; minima at
which it shrinks can only be kinks, which are data.

So not all breakpoints end on data. A smooth minimum has its breakpoint at $-E/M$, the place at which the residuals seen
are in balance, and nothing says that this is a datum. That all knots of a trained network sit on samples is false as a
statement about every run: a growing neuron may settle between them.
"""

from sympy import Derivative, Eq, cos, sin

from symspline.proof.moves import Evaluate
from symspline.proof.section import Section

from .hypotheses import CELL
from .vocabulary import E, M, b, nonzero_M, nonzero_w, theta

D16 = Section(__name__, "D16", "The landscape of the angle")
slope = M * cos(theta) + E * sin(theta)
SINUSOID = D16.theorem(
    "sinusoid",
    "Between two data the landscape is a sinusoid",
    r"$g'' = -g$ for $g = M\cos\theta + E\sin\theta$ with moments that do not change.",
    None,
    Derivative(slope, (theta, 2)),
    (-slope, Evaluate("differentiate twice")),
    given=(CELL,),
)
ENERGY = D16.theorem(
    "energy",
    "The size of a smooth extremum",
    r"$g^2 + (g')^2 = E^2 + M^2$ on a piece: at a smooth extremum $|g| = \sqrt{E^2 + M^2}$.",
    None,
    slope**2 + Derivative(slope, theta) ** 2,
    Evaluate("differentiate"),
    (E**2 + M**2, r"$\cos^2 + \sin^2 = 1$"),
    given=(CELL,),
)
REST = D16.theorem(
    "rest",
    "Where a smooth extremum has its breakpoint",
    r"""The angle rests where $w E - b M = 0$ (D7.angle); for $w, M \neq 0$ that is at the breakpoint $-b/w = -E/M$.""",
    None,
    Eq(nonzero_w * E - b * nonzero_M, 0),
    (Eq(-b / nonzero_w, -E / nonzero_M), "divide by $-w M$"),
    given=(CELL,),
)
