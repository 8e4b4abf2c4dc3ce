r"""Expected tangent kernel at initialisation (B25).

The first steps of gradient descent move the function by the tangent kernel: the sum over all parameters of the
product of the derivatives at two inputs. A neuron contributes three products. The derivative in its output weight
is the neuron itself, so that its part averages to the kernel $k_1$; the derivatives in its input weight and bias
are $v x$ and $v$ while it is active, so that their part averages to $\mathbb{E}\,v^2\,(1 + xy)$ times the joint
activity $k_0$. The output bias adds one.

Which part dominates depends on the parameterisation, not on the function that is drawn. With the usual scales,
where the variance of an output weight falls like $1/H$, the first part grows like $H$ and the second stays of order
one: wide networks move by their output weights. In the scaled parameterisation, where the factors stand in front of
standard weights, both parts have the same order. The two draw the same functions and train differently.

The formulas are expectations, exact at every width; at finite width the tangent kernel fluctuates about them.
"""

from sympy import Abs, Derivative, Expr, Function, Heaviside, Lambda, Max, S, Sum, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.model.init import Init
from symspline.proof.moves import By, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption, Theorem

from ..references import stated_in
from . import arc_cosine_kernel as arc
from . import laplace_kernel, uniform_kernel
from .kernel import k_0, k_1, normal_kernels
from .vocabulary import THIRD, V_2, H, b, i, sigma_0, sigma_b, sigma_v, sigma_w, v, w, x, y

B25 = Section(__name__, "B25", "The expected tangent kernel")

Theta = Function("Theta", real=True)(x, y)
mean = Function("E", real=True)
_PAIRS = tuple(
    dict(zip((k_1.func, k_0.func), pair, strict=True))
    for pair in (
        normal_kernels(S(1), S(2)),
        normal_kernels(THIRD, S(1)),
        (Lambda((x, y), (x * y + 1) / 6), Lambda((x, y), 1 / (2 + Abs(x - y)))),
    )
)


def _products(function, parameters) -> Expr:
    """Sum over the parameters of the derivative at x times the derivative at y."""
    return sum(Derivative(function(x), p) * Derivative(function(y), p) for p in parameters)


NEURON = B25.theorem(
    "neuron",
    "One neuron's part of the tangent kernel",
    r"Off the kinks; $1_{z>0}$ is the derivative of $\max(0, z)$.",
    Function("Theta_i", real=True)(x, y),
    _products(lambda place: v * Max(0, w * place + b), (v, w, b)),
    (
        Max(0, w * x + b) * Max(0, w * y + b) + v**2 * (1 + x * y) * Heaviside(w * x + b) * Heaviside(w * y + b),
        Evaluate("carry out the derivatives"),
    ),
    origin="derivatives in the output weight, the input weight and the bias",
)

EXPECTED = B25.theorem(
    "kernel",
    "The expected tangent kernel",
    r"""For $f(x) = b_0 + \sum_{i=1}^{H} v_i (w_i x + b_i)_+$ with every parameter trained at the same rate, $v$
    independent of $(w, b)$ and $V_2 = \mathbb{E}\,v^2$. With $V_2$ of order $1/H$ the first term is of order $H$ and
    the second of order one: wide networks in this parameterisation train their output layer.""",
    Theta,
    Sum(k_1 + V_2 * (1 + x * y) * k_0, (i, 1, H)) + 1,
    Evaluate("the neurons are alike"),
    given=(Assumption(r"$v$ is independent of $(w, b)$"),),
    origin=By(NEURON, text="expectation of one neuron's part, and one for the output bias"),
    where={Theta: Sum(mean(NEURON.subject), (i, 1, H)) + 1},
    instances=_PAIRS,
)

_scaled = sigma_v / sqrt(H)

SCALED_NEURON = B25.theorem(
    "scaled-neuron",
    "One neuron's part in the scaled parameterisation",
    r"""For $f(x) = \sigma_0 b_0 + \frac{\sigma_v}{\sqrt H}\sum_i v_i (\sigma_w w_i x + \sigma_b b_i)_+$, off the
    kinks.""",
    Function("Theta_i", real=True)(x, y),
    _products(lambda place: _scaled * v * Max(0, sigma_w * w * place + sigma_b * b), (v, w, b)),
    (
        sigma_v**2
        / H
        * (
            Max(0, sigma_w * w * x + sigma_b * b) * Max(0, sigma_w * w * y + sigma_b * b)
            + v**2
            * (sigma_b**2 + sigma_w**2 * x * y)
            * Heaviside(sigma_w * w * x + sigma_b * b)
            * Heaviside(sigma_w * w * y + sigma_b * b)
        ),
        Evaluate("carry out the derivatives"),
    ),
    origin="derivatives in the output weight, the input weight and the bias",
)

SCALED = B25.theorem(
    "scaled",
    "The expected tangent kernel in the scaled parameterisation",
    r"""For weights of mean square one, all trained at the same rate; $k_1$ and $k_0$ belong to $\sigma_w w$ and
    $\sigma_b b$. Both terms are of order one at every width.""",
    Theta,
    Sum(sigma_v**2 / H * (k_1 + (sigma_b**2 + sigma_w**2 * x * y) * k_0), (i, 1, H)) + sigma_0**2,
    Evaluate("the neurons are alike"),
    given=(Assumption(r"$v$ is independent of $(w, b)$, and $\mathbb{E}\,v^2 = 1$"),),
    origin=By(SCALED_NEURON, text="expectation of one neuron's part, and the output bias"),
    where={Theta: Sum(mean(SCALED_NEURON.subject), (i, 1, H)) + sigma_0**2},
    instances=_PAIRS,
    source=stated_in(jacot2018="the recursion of the limiting kernel, from normal weights"),
)


def _fast(theorem: Theorem) -> Expr:
    return theorem.conclusion if theorem.compute is None else theorem.compute


def _tangent(id: str, words: str, kernel: Theorem, activity: Theorem) -> Theorem:
    """The tangent kernel of a family, from its kernel and its joint activity."""
    weight = H * V_2 * (1 + x * y)
    return B25.theorem(
        id,
        f"Expected tangent kernel of {words}",
        r"In the standard parameterisation, at width $H$, with $V_2 = \mathbb{E}\,v^2$.",
        Theta,
        H * kernel.start + weight * activity.start + 1,
        By(kernel),
        By(activity),
        given=tuple(a for a in kernel.assumes if a.condition is not None),
        origin=(By(EXPECTED), By(kernel), By(activity)),
        compute=H * _fast(kernel) + weight * _fast(activity) + 1,
    )


_BY_KERNEL = {
    kernel.id: _tangent(id, words, kernel, activity)
    for id, words, kernel, activity in (
        ("normal", "normal weights", arc.KERNEL, arc.ACTIVITY),
        ("correlated", "correlated normal weights", arc.CORRELATED_KERNEL, arc.CORRELATED_ACTIVITY),
        ("round", "rotation-invariant weights", arc.ROUND_KERNEL, arc.ROUND_ACTIVITY),
        ("uniform", "uniform weights", uniform_kernel.KERNEL, uniform_kernel.ACTIVITY),
        ("two-point", "weights of one size", uniform_kernel.BINARY_KERNEL, uniform_kernel.BINARY_ACTIVITY),
        ("laplace", "Laplace weights", laplace_kernel.KERNEL, laplace_kernel.ACTIVITY),
    )
}
"""Id of the theorem on the kernel of a family -> that on its tangent kernel."""


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """The expected tangent kernel of an initialisation whose kernels are known in closed form.

    Where the initialisation has no width, ``H`` stays a symbol.
    """
    for family in (arc, uniform_kernel, laplace_kernel):
        forms = family.closed_forms(init)
        if forms:
            theorem = _BY_KERNEL[forms["kernel"].theorem.id]
            values = {**forms["kernel"].values, V_2: init.mean_square_v}
            if init.width is not None:
                values[H] = init.width
            return {"tangent_kernel": ClosedForm(theorem, (x, y), values)}
    return {}
