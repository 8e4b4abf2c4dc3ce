r"""Where the flow does not determine what happens next (D12).

A smooth differential equation determines its future; gradient flow of a ReLU network does not always. Three
ways into trouble are named here, and two of them are met from open sets of starting points.

A sliding neuron may lose its output weight. The weight $\alpha$ of its datum does not contain $v$, so nothing warns of
it; but the sign of $v e_n$ changes at the zero of $v$, and the datum that held the neuron repels it from then on. To
leave to the lit side, to leave to the dark side, and to stay are all solutions. By the rapidities of D11 $v$ can vanish
only for $\delta < 0$.

A sliding neuron with $\delta > 0$ may lose its input side instead: $w$ and $b$ vanish together. It then lies on the
line of every datum at once, and may go on in any direction that the residuals let grow, or stay.

The third is a start on a datum that repels, or on one beyond which the neuron sees nothing and whose lit side leads
away: $b = 0$ at the beginning and a datum at $x = 0$ is an example that occurs in practice. The example below is of the
second kind, with two solutions in closed form. The same choice is open to a neuron that has died on its last datum
(D10), from the moment on at which the residual there has changed its sign; it counts as dead from then on, as in
descent.

A balanced neuron, $\delta = 0$, meets neither of the first two: the logarithms of $v$ and of the length of $(w, b)$
move with a speed of at most $\sqrt{E^2 + M^2}$, so that $v(t) \ge v(0) \exp(-\int_0^t \sqrt{E^2 + M^2})$ for $v > 0$,
and none of the two vanishes in finite time. Where the others are met the flow has to be reported as not unique; a
single run of gradient descent, which chooses by the last digit of its step, is no answer.
"""

from sympy import Derivative, Ne, Rational, cos, exp, sin, sqrt

from symspline.proof.moves import Bound, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .hypotheses import CELL
from .vocabulary import A, E, M, b, dot, e_n, more, phi, positive_v, t, theta, v, w, w_size, x_n

D12 = Section(__name__, "D12", "Where the flow is not unique")
spread = {"up": (positive_v + w_size) * exp(phi), "down": (positive_v - w_size) * exp(-phi)}
v_at, q_at = (spread["up"] + spread["down"]) / 2, (spread["up"] - spread["down"]) / 2
INVARIANT = D12.theorem(
    "invariant",
    "Output and input side of a sliding neuron",
    r"""With the closed form of D11 the difference of the squares of $v(\varphi)$ and $q(\varphi)$ is $v_0^2 - q_0^2 =
    \delta$ for all rapidities. So $v^2 \ge \delta$: for $\delta > 0$ the output weight cannot vanish, and for $\delta <
    0$ the input side cannot.""",
    None,
    v_at**2 - q_at**2,
    (positive_v**2 - w_size**2, "multiply out; the exponentials cancel"),
)


LOST_OUTPUT = D12.theorem(
    "output-weight-lost",
    "A sliding neuron that loses its output weight",
    r"""For $q_0 = v_0 + h$ with $h > 0$, so $\delta < 0$, the output weight times $2 e^{\varphi}$ is $(2 v_0 + h)\,
    e^{2\varphi} - h$: it vanishes at one rapidity.""",
    None,
    2 * exp(phi) * v_at.subs(w_size, positive_v + more),
    ((2 * positive_v + more) * exp(2 * phi) - more, "multiply out"),
)
LOST_INPUT = D12.theorem(
    "input-side-lost",
    "A sliding neuron that loses its input side",
    r"For $v_0 = q_0 + h$, so $\delta > 0$, the input side times $2 e^{\varphi}$ is $(2 q_0 + h)\,e^{2\varphi} - h$.",
    None,
    2 * exp(phi) * q_at.subs(positive_v, w_size + more),
    ((2 * w_size + more) * exp(2 * phi) - more, "multiply out"),
)
SIGN = D12.theorem(
    "sign",
    "The two one-sided speeds change sign with the output weight",
    r"""For the residuals given, the product of the output weight with the difference of the one-sided speeds of D10 is
    $-v^2 e_n (1 + x_n^2)$ and has one sign: where $v$ changes its own, what has pushed to the datum pushes away.""",
    None,
    v * (-v * (A + e_n * (1 + x_n**2)) - (-v * A)),
    (-(v**2) * e_n * (1 + x_n**2), "the turning moment cancels"),
)
BALANCED = D12.theorem(
    "balanced",
    "A balanced neuron never vanishes: the speed",
    r"""For $\delta = 0$ and $v > 0$ the input side is $(w, b) = v (\cos\theta, \sin\theta)$, and the speed of $\log v$
    is $-(M\cos\theta + E\sin\theta)$: nothing of the size is in it.""",
    None,
    -(positive_v * cos(theta) * M + positive_v * sin(theta) * E) / positive_v,
    (-(M * cos(theta) + E * sin(theta)), "cancel"),
    given=(CELL,),
)
BOUNDED = D12.theorem(
    "bounded",
    "A balanced neuron never vanishes: the bound",
    r"""The square of $\dot v = -(w M + b E)$ is at most $(E^2 + M^2)(w^2 + b^2)$, and for $\delta = 0$ the last factor
    is $v^2$: the speed of $\log v$ is bounded by the residuals.""",
    None,
    (w * M + b * E) ** 2,
    ("<=", (w * M + b * E) ** 2 + (w * E - b * M) ** 2, Bound("a square more")),
    ((E**2 + M**2) * (w**2 + b**2), "collect"),
)
q_t = exp(-5 * t / 4)
tau = 3 * (1 - q_t) / (9 + q_t)
EXAMPLE = D12.theorem(
    "x.ratio",
    "Two solutions from one start: the one that leaves",
    r"""One datum at $x = 0$ with the target $\frac38$, no output bias, $b = 0$ and $v = 1$ at the start. The neuron
    may stay, since on the dark side it sees nothing. Or it begins to see the datum: then $\dot b = -v e$ and $\dot v =
    -b e$ with $e = v b - \frac38$, and $v^2 - b^2 = 1$ gives $\dot\tau = \frac38 (1 - \tau^2) - \tau$ for $\tau =
    b/v$. This is solved by $\tau = 3 (1 - q)/(9 + q)$ with $q = e^{-5 t/4}$, zero at the start and positive
    afterwards.""",
    None,
    Derivative(tau, t),
    Evaluate(),
    (Rational(3, 8) * (1 - tau**2) - tau, "collect"),
)
e_lit = v * b - Rational(3, 8)
VISIBLE = Assumption(condition=Ne(v, 0))
RATIO = D12.theorem(
    "x.law",
    "Two solutions from one start: the law of the ratio",
    r"""With $v^2 - b^2 = 1$ the speed of $\tau = b/v$ on the lit side is $\frac38 (1 - \tau^2) - \tau$, by the quotient
    rule: both factors $v^2 - b^2$ are one.""",
    dot("tau"),
    Derivative(b / v, b) * (-v * e_lit) + Derivative(b / v, v) * (-b * e_lit),
    Evaluate("carry out the derivatives"),
    (Rational(3, 8) * (v**2 - b**2) / v**2 - b * (v**2 - b**2) / v, "collect"),
    given=(VISIBLE,),
    where={dot("tau"): Derivative(b / v, b) * (-v * e_lit) + Derivative(b / v, v) * (-b * e_lit)},
)
grown = exp(5 * t / 4)
root = 2 * sqrt(18 * grown**2 + 9 * grown - 2)
leaving_v, leaving_b = (9 * grown + 1) / root, 3 * (grown - 1) / root
EXAMPLE_BIAS = D12.theorem(
    "x.bias",
    "Two solutions from one start: the bias",
    r"""$b = 3 (Q - 1)/(2\sqrt{18 Q^2 + 9 Q - 2})$ and $v = (9 Q + 1)/(2\sqrt{18 Q^2 + 9 Q - 2})$ with $Q = e^{5 t/4}$
    start at $b = 0$, $v = 1$ and obey $\dot b = -v e$ with $e = v b - \frac38$. The other solution from there is the
    constant one.""",
    None,
    Derivative(leaving_b, t),
    Evaluate(),
    (-leaving_v * (leaving_v * leaving_b - Rational(3, 8)), "collect"),
)
EXAMPLE_OUTPUT = D12.theorem(
    "x.output-weight",
    "Two solutions from one start: the output weight",
    r"The same two functions obey $\dot v = -b e$.",
    None,
    Derivative(leaving_v, t),
    Evaluate(),
    (-leaving_b * (leaving_v * leaving_b - Rational(3, 8)), "collect"),
)
