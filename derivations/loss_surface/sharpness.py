"""Sharpness: the largest eigenvalue of the Hessian, between bounds that need no eigenvalue (C6h, D19)."""

from sympy import Abs, Derivative, Expr, Function, Symbol, root, sqrt

from symspline.proof.moves import Bound, By, Evaluate
from symspline.proof.theorem import Argument

from ..references import stated_in
from .hessian import cell_loss, part
from .vocabulary import S_A, X_0, X_1, X_2, Z_A, b, beta, c_1, c_2, eta, g_2, g_3, lam, rho, scale, u_b, u_w, v, w, x, y

c_3 = Symbol("c_3", real=True)
VECTOR = {c: Argument(c, -2, 2, "component along an eigenvector") for c in (c_1, c_2, c_3)}
C6 = part(__name__, VECTOR)

OWN = cell_loss(v * w, v * b)
height = w**2 * X_2 + 2 * w * b * X_1 + b**2 * X_0


def _kernel_term(place: Symbol) -> Expr:
    """What an active neuron adds to the function."""
    return v * (w * place + b)


KERNEL = C6.theorem(
    "h.kernel",
    "What one neuron adds to the tangent kernel",
    r"""For two inputs $x, y$ at which the neuron is active; otherwise it adds nothing, and $b_0$ adds $1$ everywhere.
    The matrix $K = J J^{\mathsf T}$ on the data has the nonzero eigenvalues of $J^{\mathsf T} J$ (if $K u = \lambda
    u$ then $J^{\mathsf T} J\,J^{\mathsf T} u = \lambda J^{\mathsf T} u$), and its trace.""",
    Function("K", real=True)(x, y),
    sum(Derivative(_kernel_term(x), theta) * Derivative(_kernel_term(y), theta) for theta in (w, b, v)),
    Evaluate("differentiate"),
    ((w * x + b) * (w * y + b) + v**2 * (1 + x * y), "collect"),
    routines=("symspline.numerics.tangent_kernel.tangent_kernel",),
)

TRACE = C6.theorem(
    "h.trace",
    "What one neuron adds to the trace of the Hessian",
    r"""The residual part has zero diagonal, so that the trace is that of $J^{\mathsf T} J$: $N + \sum_i [v_i^2
    \sum_{A_i} (1 + x^2) + \sum_{A_i} (w_i x + b_i)^2]$, the $N$ being the entry of $b_0$. It bounds the largest
    eigenvalue of $J^{\mathsf T} J$ from above, all eigenvalues being non-negative.""",
    Function("tr", real=True)(w, b, v),
    Derivative(OWN, w, w) + Derivative(OWN, b, b) + Derivative(OWN, v, v),
    Evaluate("differentiate"),
    (v**2 * (X_0 + X_2) + height, "collect"),
    routines=("symspline.numerics.spectrum.sharpness_bounds",),
)

least = 2 * Abs(v) * sqrt(S_A * Z_A)
"""The least that one neuron adds to the trace over all its rescalings."""


def _orbit(a: Expr) -> Expr:
    """What the neuron (a w, a b, v / a) adds to the trace."""
    return v**2 * S_A / a**2 + a**2 * Z_A


ORBIT = C6.theorem(
    "h.orbit",
    "The trace along the rescaling is its least value and a square",
    r"""With $S = \sum_A (1 + x^2)$ and $Z = \sum_A (w x + b)^2$ the neuron $(a w, a b, v / a)$ adds $v^2 S / a^2 +
    a^2 Z$ to the trace, never less than $2 |v| \sqrt{S Z}$, and without bound as $a$ grows or falls (if $v \neq 0$
    and $A \neq \emptyset$): a network can be made as sharp as one likes without changing its function.""",
    Function("t", real=True)(scale),
    _orbit(scale),
    (least + (Abs(v) * sqrt(S_A) / scale - scale * sqrt(Z_A)) ** 2, "complete the square"),
    source=stated_in(dinh2017="that equivalent networks can be arbitrarily sharp"),
)

BEST = C6.theorem(
    "h.best",
    "The rescaling that minimises the trace",
    r"""The bound of C6h.orbit is attained at $a^4 = v^2 S / Z$. The smallest trace over all rescalings is therefore
    $N + 2 \sum_i |v_i| \sqrt{S_i Z_i}$.""",
    Function("t", real=True)(root(v**2 * S_A / Z_A, 4)),
    _orbit(root(v**2 * S_A / Z_A, 4)),
    (least, "both terms are equal"),
    routines=("symspline.numerics.spectrum.minimal_trace",),
)

SPLINE_TRACE = C6.theorem(
    "h.spline",
    "The pre-activations by the distances from the breakpoint",
    r"""With $b = -w\beta$ the sum $Z$ is $w^2 \sum_A (x - \beta)^2$: the smallest trace is $N + 2\sum_i |\mu_i|
    \sqrt{\sum_{A_i} (1 + x^2) \sum_{A_i} (x - \beta_i)^2}$: it depends on the data, breakpoints, directions and
    delta-slopes alone.""",
    Function("Z", real=True)(w, beta),
    height.subs(b, -w * beta),
    (w**2 * (X_2 - 2 * beta * X_1 + beta**2 * X_0), r"take out $w^2$"),
)

form = lam * c_1**2 + (lam - g_2) * c_2**2 + (lam - g_3) * c_3**2
length = c_1**2 + c_2**2 + c_3**2

RAYLEIGH = C6.theorem(
    "h.rayleigh",
    "Quotients that bound the largest eigenvalue from below",
    r"""A quadratic form is $\sum_k \lambda_k c_k^2$, where $c_k$ are the components of the vector along the
    eigenvectors, here three: the largest eigenvalue $\lambda$ and two that are smaller by $g_2, g_3$. So every
    quotient of a form by the square of the length is at most $\lambda$. At interpolation the Hessian is $J^{\mathsf
    T} J$, which has the nonzero eigenvalues of the tangent kernel $K = J J^{\mathsf T}$. The vector of ones gives
    $1^{\mathsf T} K 1/N$, unit vectors give the diagonal entries of $J^{\mathsf T} J$, among them $N$ for $b_0$ and
    $\sum_{A_i} (w_i x + b_i)^2$ for $v_i$.""",
    Function("Q", real=True)(c_1, c_2, c_3),
    form,
    ("<=", lam * c_1**2 + lam * c_2**2 + lam * c_3**2, Bound("gaps times squares are added")),
    (lam * length, r"take out $\lambda$"),
)

UPPER = C6.theorem(
    "h.upper",
    "The trace bounds the largest eigenvalue from above",
    r"""One row of $J$ times a direction, here $v x$ and $v$ for the weights $w$ and $b$ of a neuron that sees $x$:
    its square is at most that of the row times that of the direction, and further parameters add further squares.
    Added over the rows, $|J u|^2$ is at most the trace of $J^{\mathsf T} J$ times $|u|^2$.""",
    None,
    (v * x * u_w + v * u_b) ** 2,
    ("<=", (v * x * u_w + v * u_b) ** 2 + (v * x * u_b - v * u_w) ** 2, Bound("a square is added")),
    (v**2 * (1 + x**2) * (u_w**2 + u_b**2), "collect"),
    argued="""The lines are one row and two parameters. Each further parameter adds squares to the second line, and the
    rows add up: Cauchy's inequality.""",
)

SHIFT = C6.theorem(
    "h.shift",
    "The residual part moves the sharpness by at most its own",
    r"""Weyl's bound. Let $c$ be the unit eigenvector of the Hessian for its largest eigenvalue: that eigenvalue is
    the form of $J^{\mathsf T} J$, at most its largest eigenvalue $\lambda$ by C6h.rayleigh, plus that of the residual
    part, at most $\varrho\,|c|^2$ with $\varrho = \max_i\sqrt{p_i^2 + q_i^2}$ by C6d.form. The reverse exchanges the
    roles and changes the sign of the residual part: $|\lambda_{\max}(\nabla^2 L) - \lambda_{\max}(K)| \le \varrho$,
    with equality of the two where the residuals vanish. Shown for three eigenvalues of $J^{\mathsf T} J$.""",
    Function("Q", real=True)(c_1, c_2, c_3),
    form + rho * length,
    ("<=", lam * length + rho * length, By(RAYLEIGH)),
    ((lam + rho) * length, "collect"),
    source=stated_in(weyl1912="for any two symmetric matrices"),
)

STABILITY = C6.theorem(
    "h.step",
    "Step size and sharpness",
    r"""Along an eigenvector with the eigenvalue $\lambda > 0$ a step of gradient descent multiplies the deviation by
    $1 - \eta\lambda$. What the square of the deviation loses is positive exactly when $\eta < 2/\lambda$: the
    sharpness decides.""",
    Function("loss", real=True)(eta),
    1 - (1 - eta * lam) ** 2,
    (2 * eta * lam - eta**2 * lam**2, "expand"),
    (eta * lam**2 * (2 / lam - eta), r"take out $\eta\lambda^2 > 0$"),
    routines=("symspline.numerics.spectrum.sharpness", "symspline.numerics.spectrum.top_eigenvalues"),
    source=stated_in(damian2023="section 1.1, as a classical fact"),
)
