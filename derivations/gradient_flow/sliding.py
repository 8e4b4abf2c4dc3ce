r"""A breakpoint that slides on a datum (D11).

Where both sides push a breakpoint back to its datum, the flow keeps it there: the datum counts with the one weight
$\alpha$ between 0 and 1 for which $w x_n + b$ stays zero. From $A + \alpha e_n (1 + x_n^2) = 0$ follow

$$\alpha = -\frac{A}{e_n (1 + x_n^2)}, \qquad \dot w = -\frac{v D}{1 + x_n^2}, \qquad \dot b = -x_n \dot w, \qquad \dot
v = -w D$$

with $D = \sum_{m \neq n} e_m (x_m - x_n)$, a sum over the other data that the neuron sees. The residual of the datum
and $\alpha$ have dropped out: the velocity is the orthogonal projection of either one-sided velocity on the plane
$w x_n + b = 0$. The breakpoint rests and its delta-slope goes on to change.

$\alpha$ and $D$ depend on the datum and the direction, and on nothing of the neuron. So all neurons that slide on a
datum in one direction leave it at the same instant, when $\alpha$ reaches 0 (to the dark side) or 1 (to the lit side).
They even move alike: with $q = w\sqrt{1 + x_n^2}$ the sums $v + q$ and $v - q$ are multiplied by $e^{\varphi}$ and
$e^{-\varphi}$, with one rapidity $\varphi$ for all of them, $\dot\varphi = -D/\sqrt{1 + x_n^2}$. It is the Lorentz
motion of D2 in two dimensions.

With several neurons on several data nothing new happens: the residuals are continuous, each neuron has its own two
sides, and each $\alpha$ is determined by itself. Gradient descent imitates a sliding neuron by jumping to and fro;
$\alpha$ is the share of steps with the datum in sight.
"""

from sympy import Derivative, Eq, Expr, Function, Lambda, S, exp, sin, sqrt

from symspline.proof.moves import By, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption, Theorem

from .vocabulary import RESIDUALS, A, E, M, X, alpha, dot, e, e_n, n, nonzero_e, q_0, t, total, v, v_0, w, x_n

D11 = Section(__name__, "D11", "Sliding on a datum")
D = M - x_n * E
"""The moment of the other data seen about the datum."""
share = -(E + x_n * M) / (nonzero_e * (1 + x_n**2))
counted_M, counted_E = M + share * nonzero_e * x_n, E + share * nonzero_e
lone = -A / (nonzero_e * (1 + x_n**2))
AT_DATUM = Assumption(
    r"$b = -w x_n$; $E$ and $M$ are the moments without the datum, which counts with the weight $\alpha$"
)

SHARE = D11.theorem(
    "weight",
    "The weight of the datum",
    r"""The pre-activation stands still, $A + \alpha e_n (1 + x_n^2) = 0$ with $A = E + x_n M$, exactly for $\alpha =
    -A/(e_n (1 + x_n^2))$: nothing of the neuron is in it.""",
    None,
    Eq(E + x_n * M + alpha * nonzero_e * (1 + x_n**2), 0),
    (Eq(alpha, share), r"divide by $e_n (1 + x_n^2)$"),
)
BETWEEN = D11.theorem(
    "between",
    "The weight is between 0 and 1 where the two sides disagree",
    r"""$\alpha (1 - \alpha)$ times the positive number $(v e_n (1 + x_n^2))^2$ is minus the product of the two
    one-sided speeds of D10, $-v A$ and $-v (A + e_n (1 + x_n^2))$: for $v \neq 0$ it is positive exactly where they
    have opposite signs.""",
    None,
    (v * nonzero_e * (1 + x_n**2)) ** 2 * (lone * (1 - lone)),
    (-(-v * A) * (-v * (A + nonzero_e * (1 + x_n**2))), "cancel"),
)


def _slide(name: str, title: str, statement: str, of: str, speed: Expr, law: Expr) -> Theorem:
    """One velocity of a sliding neuron, the datum counted with its weight."""
    return D11.theorem(
        name, title, statement, dot(of), speed, (law, "put the weight in"), given=(AT_DATUM,), where={dot(of): speed}
    )


slide_w, slide_b, slide_v = -v * D / (1 + x_n**2), x_n * v * D / (1 + x_n**2), -w * D
INPUT_WEIGHT = _slide(
    "input-weight",
    "Velocity of a sliding input weight",
    r"$\dot w = -v (M + \alpha e_n x_n) = -v D/(1 + x_n^2)$ with $D = M - x_n E$.",
    "w_n",
    -v * counted_M,
    slide_w,
)
BIAS = _slide(
    "bias",
    "Velocity of a sliding bias",
    r"$\dot b = -v (E + \alpha e_n) = -x_n\dot w$: the breakpoint stays on the datum.",
    "b_n",
    -v * counted_E,
    slide_b,
)
OUTPUT_WEIGHT = _slide(
    "output-weight",
    "Velocity of a sliding output weight",
    r"$\dot v = -w D$, since $b = -w x_n$; the datum itself has no part in it.",
    "v_n",
    -(w * M - w * x_n * E),
    slide_v,
)
MOMENT = D11.theorem(
    "moment",
    "The moment about the datum",
    r"$D = M - x_n E$ is the sum of the residuals seen, each times its distance from the datum.",
    None,
    total(e(n) * X(n)) - x_n * total(e(n)),
    (total(e(n) * (X(n) - x_n)), "put all under one sum"),
    instances=RESIDUALS,
)
PROJECTION = D11.theorem(
    "projection",
    "The sliding velocity is a projection",
    r"""The dark side's $\dot w = -v M$ less its part along the normal $(x_n, 1)$ of the plane $w x_n + b = 0$ is the
    sliding velocity.""",
    None,
    -v * (M - x_n * (E + x_n * M) / (1 + x_n**2)),
    (slide_w, "collect"),
)
LIT_PROJECTION = D11.theorem(
    "lit-projection",
    "It is the same projection from the lit side",
    r"With $M + e_n x_n$ and $E + e_n$ in place of $M$ and $E$ the result does not change.",
    None,
    -v * (M + e_n * x_n - x_n * (E + e_n + x_n * (M + e_n * x_n)) / (1 + x_n**2)),
    (slide_w, "collect; the residual cancels"),
)
DELTA_SLOPE = D11.theorem(
    "delta-slope",
    "Speed of a sliding delta-slope",
    r"$\dot\mu = -(v^2/(1 + x_n^2) + w^2) D$ while $\beta = x_n$ rests.",
    dot("mu"),
    Derivative(v * w, w) * slide_w + Derivative(v * w, v) * slide_v,
    Evaluate("carry out the derivatives"),
    (-(v**2 / (1 + x_n**2) + w**2) * D, "collect"),
    given=(AT_DATUM,),
    where={dot("mu"): Derivative(v * w, w) * dot("w_n") + Derivative(v * w, v) * dot("v_n")},
    origin=(By(INPUT_WEIGHT), By(OUTPUT_WEIGHT)),
)
CONSERVED = D11.theorem(
    "conserved",
    "Sliding keeps the imbalance",
    r"Half of $\dot\delta$ is $v\dot v - w\dot w - b\dot b$ with $b = -w x_n$, and it is zero.",
    dot("delta") / 2,
    v * slide_v - w * slide_w - (-w * x_n) * slide_b,
    (S.Zero, "expand; everything cancels"),
    given=(AT_DATUM,),
    where={dot("delta"): 2 * (v * dot("v_n") - w * dot("w_n") - (-w * x_n) * dot("b_n"))},
    origin=(By(INPUT_WEIGHT), By(BIAS), By(OUTPUT_WEIGHT)),
)
root = sqrt(1 + x_n**2)


def _cone(name: str, sign: int, words: str) -> Theorem:
    """One of the two combinations that only grow or fall."""
    plus = "+" if sign > 0 else "-"
    combined = v + sign * w * root
    return D11.theorem(
        name,
        f"The {words} of output and input side grows by the rapidity",
        rf"""$v {plus} q$ with $q = w\sqrt{{1 + x_n^2}}$ moves with ${"" if sign > 0 else "-"}\dot\varphi (v {plus} q)$,
        $\dot\varphi = -D/\sqrt{{1 + x_n^2}}$.""",
        dot("q"),
        Derivative(combined, v) * slide_v + Derivative(combined, w) * slide_w,
        Evaluate("carry out the derivatives"),
        (-sign * D / root * combined, "take out the combination"),
        given=(AT_DATUM,),
        where={dot("q"): Derivative(combined, v) * dot("v_n") + Derivative(combined, w) * dot("w_n")},
        origin=(By(OUTPUT_WEIGHT), By(INPUT_WEIGHT)),
    )


CONES = (_cone("sum", 1, "sum"), _cone("difference", -1, "difference"))
rapidity = Function("varphi", real=True)
RAPIDITIES = (
    {rapidity: Lambda(t, t / 2 - t**2 / 5)},
    {rapidity: Lambda(t, sin(t))},
    {rapidity: Lambda(t, 1 / (1 + t))},
)


def _closed(name: str, sign: int, words: str) -> Theorem:
    """One of the two sides of a slide as a function of the rapidity."""
    up, down = (v_0 + q_0) * exp(rapidity(t)), (v_0 - q_0) * exp(-rapidity(t))
    letter, other, plus, minus = ("v", "q", "+", "-") if sign > 0 else ("q", "v", "-", "+")
    return D11.theorem(
        name,
        f"The closed form of sliding: the {words} side",
        rf"""${letter} = \frac12 \big((v_0 + q_0) e^{{\varphi}} {plus} (v_0 - q_0) e^{{-\varphi}}\big)$ has for every
        course of $\varphi$ the speed $\dot\varphi\,{other}$, as the two laws say, with ${other} = \frac12 \big((v_0 +
        q_0) e^{{\varphi}} {minus} (v_0 - q_0) e^{{-\varphi}}\big)$. At $\varphi = 0$ it is ${letter}_0$.""",
        None,
        Derivative((up + sign * down) / 2, t),
        ((up - sign * down) / 2 * Derivative(rapidity(t), t), Evaluate()),
        instances=RAPIDITIES,
    )


CLOSED = (_closed("rapidity", 1, "output"), _closed("rapidity-input", -1, "input"))

u = 1 / (1 + 3 * exp(-2 * t))
EXAMPLE = D11.theorem(
    "x.product",
    "A slide in closed form: the product of the weights",
    r"""Data $(0, -1)$ and $(1, 1)$, one neuron with $w = v = \frac12$, $b = 0$, no output bias. The breakpoint starts
    on the datum 0 and slides for ever. With $u = v w$ the residual at 1 is $u - 1$, so $D = u - 1$ and $\dot u = -(v^2
    + w^2) D = 2 u (1 - u)$, which $u = 1/(1 + 3 e^{-2 t})$ solves; $u(0) = \frac14$.""",
    None,
    Derivative(u, t),
    Evaluate(),
    (2 * u * (1 - u), "collect"),
)
EXAMPLE_WEIGHT = D11.theorem(
    "x.weight",
    "A slide in closed form: the weights",
    r"""$w = v = \sqrt u$, $u = e^{2 t}/(e^{2 t} + 3)$, solve $\dot w = -v D$ and $\dot v = -w D$ with $D = u - 1$: the
    neuron is balanced and stays so.""",
    None,
    Derivative(exp(t) / sqrt(exp(2 * t) + 3), t),
    Evaluate(),
    (-exp(t) / sqrt(exp(2 * t) + 3) * (exp(2 * t) / (exp(2 * t) + 3) - 1), "collect"),
)
EXAMPLE_SHARE = D11.theorem(
    "x.share",
    "A slide in closed form: the weight of the datum",
    r"""At the datum 0 the residual is 1, and $A = u - 1$, so that $\alpha = 1 - u$. It falls from $\frac34$ to 0 and
    does not reach it: the slide does not end.""",
    Function("alpha", real=True)(t),
    1 - u,
    (3 / (exp(2 * t) + 3), "multiply by $e^{2 t}$"),
    where={Function("alpha", real=True)(t): 1 - u},
)
