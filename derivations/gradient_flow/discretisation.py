r"""Gradient descent against the flow (D18).

A step of gradient descent is $z - \eta\nabla L(z)$; after the same time $\eta$ the flow is elsewhere by a term of the
order $\eta^2$, and over a fixed time these add up to an error of the order $\eta$. The largest part of this error is no
accident. Where the loss is smooth, descent follows, to one order more, the flow

$$\dot z = -\nabla L - \frac{\eta}{2}\,\nabla^2 L\,\nabla L = -\nabla\Big(L + \frac{\eta}{4} |\nabla L|^2\Big).$$

Descent is a flow on a loss with a price for large gradients. For a parabola everything can be written out: the step
multiplies by $1 - \eta\lambda$, whose logarithm is $-\eta\lambda - \frac12\eta^2\lambda^2 - \frac13\eta^3\lambda^3 -
\dots$; the flow has the first term and the modified flow the first two.

Across events, where a breakpoint meets a datum, the gradient is not smooth, and no correction of this kind is claimed.
"""

from sympy import Derivative, Function, Lambda, cos, exp, log

from symspline.proof.moves import Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .vocabulary import eta, lam, z, z_2

D18 = Section(__name__, "D18", "Gradient descent and the flow")
GENTLE = Assumption("a step does not overshoot, $\\eta\\lambda < 1$", eta * lam < 1)
loss = Function("L", real=True)
LOSSES = (
    {loss: Lambda(z, z**4 / 4 - z)},
    {loss: Lambda(z, exp(z / 2) + z**2)},
    {loss: Lambda(z, cos(z) + z**3 / 3)},
)
LOSSES_2 = (
    {loss: Lambda((z, z_2), z**2 * z_2 + z_2**3 / 3 - z)},
    {loss: Lambda((z, z_2), exp(z / 2) * z_2 + z**2)},
    {loss: Lambda((z, z_2), cos(z - z_2) + z * z_2**2)},
)


one = loss(z)
MODIFIED = D18.theorem(
    "modified",
    "The modified loss",
    r"""Minus the derivative of $L + \frac{\eta}{4} (L')^2$ is $-L' - \frac{\eta}{2} L'' L'$, for any smooth loss of one
    parameter.""",
    None,
    -Derivative(one + eta / 4 * Derivative(one, z) ** 2, z),
    Evaluate(),
    instances=LOSSES,
)
two = loss(z, z_2)
MODIFIED_2 = D18.theorem(
    "modified-2",
    "The modified loss of two parameters",
    r"""The component along the first of two parameters: $-\partial_1 L - \frac{\eta}{2} (\partial_1\partial_1
    L\,\partial_1 L + \partial_1\partial_2 L\,\partial_2 L)$, a row of $\nabla^2 L\,\nabla L$.""",
    None,
    -Derivative(two + eta / 4 * (Derivative(two, z) ** 2 + Derivative(two, z_2) ** 2), z),
    (
        -Derivative(two, z)
        - eta / 2 * (Derivative(two, (z, 2)) * Derivative(two, z) + Derivative(two, z_2, z) * Derivative(two, z_2)),
        Evaluate(),
    ),
    instances=LOSSES_2,
)
speed = -Derivative(one, z) - eta / 2 * Derivative(one, (z, 2)) * Derivative(one, z)
SECOND = D18.theorem(
    "second-order",
    "What is left after one step",
    r"""The Taylor polynomial of the modified flow over the time $\eta$, $\eta\dot z + \frac12\eta^2\ddot z$ with $\dot
    z = -L' - \frac{\eta}{2} L'' L'$ and $\ddot z = L'' L'$ in its leading part, is the step $-\eta L'$ itself: the
    terms of the order $\eta^2$ cancel.""",
    None,
    eta * speed + eta**2 / 2 * (Derivative(-Derivative(one, z), z) * -Derivative(one, z)),
    Evaluate("carry out the derivative"),
    (-eta * Derivative(one, z), "the terms of the second order cancel"),
    instances=LOSSES,
)
FLOW_ERROR = D18.theorem(
    "parabola",
    "A step on a parabola against the flow",
    r"""For $L = \frac12\lambda z^2$ a step multiplies by $1 - \eta\lambda$ and the flow, in the same time, by
    $e^{-\eta\lambda}$. The difference of the logarithms has this derivative by $\eta$: it is of the second order, with
    the coefficient $-\frac12\lambda^2$.""",
    None,
    Derivative(log(1 - eta * lam) + eta * lam, eta),
    Evaluate(),
    (-eta * lam**2 / (1 - eta * lam), "one fraction"),
    given=(GENTLE,),
)
MODIFIED_ERROR = D18.theorem(
    "parabola-modified",
    "A step on a parabola against the modified flow",
    r"""The modified flow multiplies by $e^{-\eta\lambda - \eta^2\lambda^2/2}$. Now the derivative is of the second
    order, and the difference of the third, with the coefficient $-\frac13\lambda^3$.""",
    None,
    Derivative(log(1 - eta * lam) + eta * lam + eta**2 * lam**2 / 2, eta),
    Evaluate(),
    (-(eta**2) * lam**3 / (1 - eta * lam), "one fraction"),
    given=(GENTLE,),
)
