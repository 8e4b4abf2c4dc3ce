r"""The laws of motion closed in breakpoint, delta-slope and imbalance (D5).

The laws of $\beta$ and $\mu$ contain the weights $v^2$ and $w^2$. Since $\delta = v^2 - w^2 - b^2$ is a constant of the
neuron, the weights can be had back from breakpoint and delta-slope. With

$$S = \sqrt{\delta^2 + 4(1 + \beta^2)\mu^2} = v^2 + w^2 + b^2, \qquad v^2 = \frac{S + \delta}{2}, \qquad w^2 = \frac{S -
\delta}{2(1 + \beta^2)}$$

the motion of the spline is closed, each neuron with its own $\delta$ and with the direction in which it faces, the sign
$s$ of $w$: $w = s|w|$, $b = -\beta w$, $v = \mu/w$. So the function knows where it goes next if $\delta$ and $s$ are
known for each breakpoint; it does not know it by itself.

In floating point one of the two differences loses all digits when $|\delta|$ is large: $S - \delta$ for $\delta > 0$,
$S + \delta$ for $\delta < 0$. The quotients below are the same numbers without a difference.

Something is lost at $\mu = 0$. For $\delta < 0$ it means $v = 0$, and all is well. For $\delta > 0$ it means $w = b =
0$: the neuron has no breakpoint, and the sign of $v$ cannot be had back.
"""

from dataclasses import dataclass

from sympy import Expr, Function, sqrt

from symspline.proof.moves import By
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from .breakpoint_laws import BREAKPOINT, DELTA_SLOPE
from .hypotheses import CELL
from .vocabulary import E, M, b, beta, dot, heavy, light, mu, nonzero_mu, v, w

D5 = Section(__name__, "D5", "Closure in the coordinates of the spline")


def size(delta: Expr, slope: Expr) -> Expr:
    """S of imbalance and delta-slope."""
    return sqrt(delta**2 + 4 * (1 + beta**2) * slope**2)


imbalance = v**2 - w**2 * (1 + beta**2)
S_OF = Function("S", real=True)(w, v, beta)
SIZE = D5.theorem(
    "size",
    "The root is the squared length of the neuron",
    r"With $\delta = v^2 - w^2(1 + \beta^2)$ and $\mu = w v$ the root is $S = v^2 + w^2(1 + \beta^2)$.",
    S_OF,
    size(imbalance, w * v),
    (v**2 + w**2 * (1 + beta**2), "the square of a sum"),
    where={S_OF: size(imbalance, w * v)},
)
OUTPUT = D5.theorem(
    "output",
    "The output weight from the spline",
    r"$v^2 = (S + \delta)/2$, by D5.size.",
    None,
    v**2,
    ((size(imbalance, w * v) + imbalance) / 2, "put $S$ in"),
)
INPUT = D5.theorem(
    "input",
    "The input weight from the spline",
    r"$w^2 = (S - \delta)/(2(1 + \beta^2))$.",
    None,
    w**2,
    ((size(imbalance, w * v) - imbalance) / (2 * (1 + beta**2)), "put $S$ in"),
)
STABLE_INPUT = D5.theorem(
    "stable-input",
    "The input side of a neuron with a large output weight",
    r"For $\delta > 0$: $(S - \delta)/2 = 2(1 + \beta^2)\mu^2/(S + \delta)$, without a difference of large numbers.",
    None,
    (size(heavy, mu) - heavy) / 2,
    (2 * (1 + beta**2) * mu**2 / (size(heavy, mu) + heavy), r"multiply and divide by $S + \delta$"),
)
STABLE_OUTPUT = D5.theorem(
    "stable-output",
    "The output side of a neuron with a large input side",
    r"For $\delta = -d < 0$: $(S + \delta)/2 = 2(1 + \beta^2)\mu^2/(S - \delta)$.",
    None,
    (size(light, mu) - light) / 2,
    (2 * (1 + beta**2) * mu**2 / (size(light, mu) + light), r"multiply and divide by $S + d$"),
)


@dataclass(frozen=True)
class Side:
    """One sign of the imbalance: the weights without a difference of large numbers."""

    name: str
    words: str
    imbalance: Expr
    w_square: Expr
    v_square: Expr
    formulas: str

    def theorems(self) -> tuple[Theorem, ...]:
        """The weights from breakpoint, delta-slope and imbalance, and the two laws in these alone."""
        w_of = sqrt(self.w_square)
        here = {w: w_of, v: nonzero_mu / w_of, b: -beta * w_of}
        imbalance = D5.theorem(
            f"imbalance-{self.name}",
            f"The weights of a neuron with {self.words}",
            rf"""{self.formulas} For every $\beta$ and every $\mu \neq 0$ the weights $w$, $v = \mu/w$ and $b = -\beta
            w$ have this imbalance: $v^2 - (1 + \beta^2) w^2 = \delta$.""",
            None,
            (nonzero_mu / w_of) ** 2 - (1 + beta**2) * w_of**2,
            (self.imbalance, "put $S$ in"),
        )
        moving = D5.theorem(
            f"breakpoint-{self.name}",
            f"The closed law of a breakpoint with {self.words}",
            rf"""{self.formulas} The law $\dot\beta = (v/w)(E + \beta M)$ in $\beta$, $\mu$ and $\delta$ alone. A
            neuron that faces left has $-w$ and $-v$ and the same law.""",
            dot("beta"),
            nonzero_mu / self.w_square * (E + beta * M),
            given=(CELL,),
            origin=By(BREAKPOINT, here),
        )
        turning = D5.theorem(
            f"delta-slope-{self.name}",
            f"The closed law of a delta-slope with {self.words}",
            rf"{self.formulas} The law $\dot\mu = -(v^2 + w^2) M + w^2\beta E$ in the same three.",
            dot("mu"),
            -(self.v_square + self.w_square) * M + self.w_square * beta * E,
            given=(CELL,),
            origin=By(DELTA_SLOPE, here),
        )
        return imbalance, moving, turning


HEAVY = Side(
    "heavy",
    "the larger output weight",
    heavy,
    2 * nonzero_mu**2 / (size(heavy, nonzero_mu) + heavy),
    (size(heavy, nonzero_mu) + heavy) / 2,
    r"For $\delta > 0$: $w^2 = 2\mu^2/(S + \delta)$ and $v^2 = (S + \delta)/2$.",
).theorems()
LIGHT = Side(
    "light",
    "the larger input side",
    -light,
    (size(light, nonzero_mu) + light) / (2 * (1 + beta**2)),
    2 * (1 + beta**2) * nonzero_mu**2 / (size(light, nonzero_mu) + light),
    r"""For $\delta = -d < 0$: $w^2 = (S + d)/(2(1 + \beta^2))$ and $v^2 = 2(1 + \beta^2)\mu^2/(S + d)$.""",
).theorems()
