r"""The flow in size and angle, its metric and its adaptivity (D7).

A neuron is a vector $(w, b) = \rho(\cos\theta, \sin\theta)$ and an output weight. The function knows of it the angle
$\theta$, which gives breakpoint and direction at once and is never infinite, and the size $r = v\rho$. In them the loss
has the derivatives $\partial_r L = g$ and $\partial_\theta L = r\,\partial_\theta g$, where

$$g(\theta) = M\cos\theta + E\sin\theta = \sum e_n (x_n\cos\theta + \sin\theta)_+$$

is a function of the angle alone for given residuals. The flow is

$$\dot r = -\sqrt{\delta^2 + 4 r^2}\; g, \qquad \dot\theta = -\frac{v}{\rho}\,\partial_\theta g =
-\frac{2}{\sqrt{\delta^2 + 4 r^2} - \delta}\;\partial_\theta L,$$

the gradient flow of the loss in the metric $\mathrm{diag}\big((\delta^2 + 4 r^2)^{-1/2}, \frac12(\sqrt{\delta^2 + 4
r^2} - \delta)\big)$.

One number says what a neuron does with its gradient: $\chi = v^2/(v^2 + \rho^2)$, its adaptivity. The angle moves
relative to the logarithm of the size as $\chi\,\partial_\theta g/g$. For $\delta \to -\infty$ at a fixed size $\chi$
vanishes: on the time scale $1/|\delta|$ the size follows its gradient and the breakpoint stands still, which is a
random feature model, the kernel regime. For $\delta \to \infty$ it is one, and the vector $|r|(\cos\theta, \sin\theta)$
follows its gradient: the adaptive regime. At $\delta = 0$ it is one half, sizes grow or fall exponentially, and the
angle moves with a speed that does not depend on the size. The limits are at a fixed size $r$; a neuron whose $|r|$
grows far beyond $|\delta|$ behaves like a balanced one.
"""

from sympy import Derivative, Eq, Expr, Function, Rational, atan, cos, oo, sin, sqrt

from symspline.proof.moves import Evaluate, TakeLimit
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .definitions import along, chain
from .hypotheses import CELL, SLOPED
from .vocabulary import E, M, b, delta, dot, g, h, heavy, light, nonzero_v, positive_v, r, rho, theta, v, w

D7 = Section(__name__, "D7", "Size and angle: the canonical coordinates")
square = w**2 + b**2
SPREAD = Assumption(condition=square > 0)
RADIUS = D7.theorem(
    "size",
    "Speed of the size",
    r"""For $r = v\rho$ with $\rho = \sqrt{w^2 + b^2}$: $\dot r = -(v^2 + \rho^2)\, g$, since $g = (w M + b
    E)/\rho$.""",
    dot("r"),
    along(v * sqrt(square)),
    Evaluate("carry out the derivatives"),
    (-(v**2 + square) * (w * M + b * E) / sqrt(square), "collect"),
    given=(CELL, SPREAD),
    where={dot("r"): chain(v * sqrt(square))},
)
ANGLE = D7.theorem(
    "angle",
    "Speed of the angle",
    r"""For $w \neq 0$ the angle is $\arctan(b/w)$ but for a constant, and $\dot\theta = -v(w E - b M)/\rho^2$, which
    is $-(v/\rho)\,\partial_\theta g$ with $\partial_\theta g = -M\sin\theta + E\cos\theta$. The right side has no pole
    at $w = 0$, where the same follows from D6.reciprocal.""",
    dot("theta"),
    along(atan(b / w)),
    Evaluate("carry out the derivatives"),
    (-v * (w * E - b * M) / (w**2 + b**2), "collect"),
    given=(CELL, SLOPED),
    where={dot("theta"): chain(atan(b / w))},
)
slope, turn = M * cos(theta) + E * sin(theta), -M * sin(theta) + E * cos(theta)
BACK = D7.theorem(
    "back",
    "The laws of size and angle give back those of the weights",
    r"""With $\dot\rho = -v g$ and $\dot\theta = -(v/\rho)\,\partial_\theta g$ the input weight $\rho\cos\theta$ has the
    velocity $-v M$, for all angles.""",
    dot("w"),
    Derivative(rho * cos(theta), rho) * (-v * slope) + Derivative(rho * cos(theta), theta) * (-v / rho * turn),
    Evaluate("carry out the derivatives"),
    (-v * M, r"$\cos^2 + \sin^2 = 1$"),
    given=(CELL,),
)
BACK_BIAS = D7.theorem(
    "back-bias",
    "The same for the bias",
    r"The bias $\rho\sin\theta$ has the velocity $-v E$.",
    dot("b"),
    Derivative(rho * sin(theta), rho) * (-v * slope) + Derivative(rho * sin(theta), theta) * (-v / rho * turn),
    Evaluate("carry out the derivatives"),
    (-v * E, r"$\cos^2 + \sin^2 = 1$"),
    given=(CELL,),
)


def length(imbalance: Expr, size: Expr) -> Expr:
    """The root of the metric."""
    return sqrt(imbalance**2 + 4 * size**2)


ROOT = D7.theorem(
    "root",
    "The root of the metric is the squared length of the neuron",
    r"$\sqrt{\delta^2 + 4 r^2} = v^2 + \rho^2$ with $\delta = v^2 - \rho^2$ and $r = v\rho$.",
    None,
    length(v**2 - rho**2, v * rho),
    (v**2 + rho**2, "the square of a sum"),
)
whole = length(nonzero_v**2 - rho**2, nonzero_v * rho)
RATIO = D7.theorem(
    "ratio",
    "The factor of the angle",
    r"""$v/\rho = (\delta + \sqrt{\delta^2 + 4 r^2})/(2 r)$, which is $2 r/(\sqrt{\delta^2 + 4 r^2} - \delta)$: with
    $\partial_\theta L = r\,\partial_\theta g$ this is the metric of the angle.""",
    nonzero_v / rho,
    nonzero_v / rho,
    ((nonzero_v**2 - rho**2 + whole) / (2 * nonzero_v * rho), r"the root is $v^2 + \rho^2$"),
    (2 * nonzero_v * rho / (whole - nonzero_v**2 + rho**2), "multiply and divide by the difference"),
)
adaptivity = v**2 / (v**2 + rho**2)
CHI = D7.theorem(
    "adaptivity",
    "The adaptivity of a neuron",
    r"$\chi = v^2/(v^2 + \rho^2) = \frac12\big(1 + \delta/\sqrt{\delta^2 + 4 r^2}\big)$, a number between 0 and 1.",
    Function("chi", real=True)(v, rho),
    adaptivity,
    ((1 + (v**2 - rho**2) / length(v**2 - rho**2, v * rho)) / 2, "put the root in"),
    where={Function("chi", real=True)(v, rho): adaptivity},
)
PATH = D7.theorem(
    "path",
    "Angle against size",
    r"""Where $g \neq 0$ the derivative of the angle by $\log|r|$ is $\chi\,\partial_\theta g/g$: the quotient of
    $\dot\theta = -(v/\rho)\,h$ and $\dot r/r$, with $\dot r = -(v^2 + \rho^2)\,g$ and $h = \partial_\theta g$.""",
    None,
    (-nonzero_v / rho * h) / (-(nonzero_v**2 + rho**2) * g / (nonzero_v * rho)),
    (nonzero_v**2 / (nonzero_v**2 + rho**2) * h / g, "cancel"),
)
chi = (1 + delta / length(delta, r)) / 2
LAZY = D7.theorem(
    "lazy",
    "A large input side makes a neuron lazy",
    r"$\chi \to 0$ for $\delta \to -\infty$ at a fixed size.",
    None,
    chi.subs(delta, -light),
    TakeLimit(light, oo),
)
ADAPTIVE = D7.theorem(
    "adaptive",
    "A large output weight makes a neuron adaptive",
    r"$\chi \to 1$ for $\delta \to \infty$ at a fixed size.",
    None,
    chi.subs(delta, heavy),
    TakeLimit(heavy, oo),
)
BALANCED = D7.theorem(
    "balanced",
    "A balanced neuron",
    r"The adaptivity is one half exactly where $\delta = v^2 - \rho^2 = 0$, whatever the size.",
    None,
    Eq(v**2 - rho**2, 0),
    (Eq(adaptivity, Rational(1, 2)), "multiply by the denominator"),
)
GROWTH = D7.theorem(
    "growth",
    "Balanced neurons grow slowest",
    r"""For $v > 0$ the logarithm of the size moves with $-g$ times $(v^2 + \rho^2)/(v\rho)$. The factor is two for a
    balanced neuron, where $\dot r = -2 r g$ and $\dot\theta = -\partial_\theta g$, and larger for every other.""",
    None,
    (positive_v**2 + rho**2) / (positive_v * rho),
    (2 + (positive_v - rho) ** 2 / (positive_v * rho), "complete the square"),
)
LAZY_SIZE = D7.theorem(
    "lazy-size",
    "The kernel regime: the size follows its gradient",
    r"""In the time $\tau = |\delta| t$ the factor of $-\partial_r L$ is $\sqrt{\delta^2 + 4 r^2}/|\delta|$, and it
    tends to one.""",
    None,
    length(light, r) / light,
    TakeLimit(light, oo),
)
LAZY_ANGLE = D7.theorem(
    "lazy-angle",
    "The kernel regime: the breakpoint is frozen",
    r"""In the time $\tau = |\delta| t$ the factor of $-\partial_\theta L$ is $2/(|\delta|(\sqrt{\delta^2 + 4 r^2} +
    |\delta|))$. It falls like $1/\delta^2$: times $\delta^2$ it tends to one.""",
    None,
    light**2 * (2 / (light * (length(light, r) + light))),
    TakeLimit(light, oo),
)
ADAPTIVE_ANGLE = D7.theorem(
    "adaptive-angle",
    "The adaptive regime: the breakpoint follows its gradient",
    r"""In the time $\tau = \delta t$ the factor of $-\partial_\theta g$ is $(\delta + \sqrt{\delta^2 + 4 r^2})/(2
    r\delta)$, and it tends to $1/r$. With the factor one of the size this is the gradient flow of $|r|(\cos\theta,
    \sin\theta)$ in the plane.""",
    None,
    (heavy + length(heavy, r)) / (2 * r * heavy),
    TakeLimit(heavy, oo),
)
