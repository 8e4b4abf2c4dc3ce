"""Sharpness: the largest eigenvalue of the Hessian, between bounds that need no eigenvalue (C6h, D19)."""

from fractions import Fraction

import numpy as np
from sympy import Abs, Derivative, Expr, Function, Rational, Symbol, root, sqrt

from symspline.evidence.exact_network import Matrix, random_network
from symspline.numerics.inertia import exact_inertia
from symspline.proof.moves import Algebra, Bound, Evaluate
from symspline.proof.theorem import Argument, Evidence, Finding, Step, Theorem

from .arguments import arguments
from .cell_loss import cell_loss
from .vocabulary import X_0, X_1, X_2, b, beta, lam, v, w, x, y

_OWN = cell_loss(v * w, v * b)
_HEIGHT = w**2 * X_2 + 2 * w * b * X_1 + b**2 * X_0

a = Symbol("a", positive=True)
S_A = Symbol("S", positive=True)
Z_A = Symbol("Z", positive=True)
eta = Symbol("eta", positive=True)
_SCALE = Argument(a, Rational(1, 3), 3, "factor of the rescaling")
_SUMS = (
    Argument(S_A, 1, 20, "sum of one plus the squared input over the data seen"),
    Argument(Z_A, Rational(1, 4), 20, "sum of the squared pre-activations"),
)
g_2, g_3 = Symbol("g_2", positive=True), Symbol("g_3", positive=True)
c_1, c_2, c_3 = (Symbol(f"c_{i}", real=True) for i in (1, 2, 3))
shift = Symbol("varrho", positive=True)
_GAPS = tuple(
    Argument(gap, Rational(1, 10), 3, "another eigenvalue, or its distance from the largest") for gap in (g_2, g_3)
)
_COMPONENTS = tuple(Argument(c, -2, 2, "component along an eigenvector") for c in (c_1, c_2, c_3))


def _kernel_term(place: Symbol) -> Expr:
    """What an active neuron adds to the function."""
    return v * (w * place + b)


KERNEL = Theorem(
    id="C6h.kernel",
    title="What one neuron adds to the tangent kernel",
    chapter="loss_surface",
    statement=r"For two inputs $x, y$ at which the neuron is active; otherwise it adds nothing, and $b_0$ adds $1$ "
    r"everywhere. The matrix $K = J J^{\mathsf T}$ on the data has the nonzero eigenvalues of $J^{\mathsf "
    r"T} J$ (if $K u = \lambda u$ then $J^{\mathsf T} J\,J^{\mathsf T} u = \lambda J^{\mathsf T} u$), and "
    r"its trace.",
    arguments=(*arguments(w, b, v, x), Argument(y, -3, 3, "another input")),
    subject=Function("K", real=True)(x, y),
    start=sum(Derivative(_kernel_term(x), theta) * Derivative(_kernel_term(y), theta) for theta in (w, b, v)),
    steps=(
        Step("=", v**2 * x * y + v**2 + (w * x + b) * (w * y + b), Evaluate("differentiate")),
        Step("=", (w * x + b) * (w * y + b) + v**2 * (1 + x * y), Algebra("collect")),
    ),
    routines=("symspline.numerics.tangent_kernel.tangent_kernel",),
)

TRACE = Theorem(
    id="C6h.trace",
    title="What one neuron adds to the trace of the Hessian",
    chapter="loss_surface",
    statement=r"The residual part has zero diagonal, so that the trace is that of $J^{\mathsf T} J$: $N + \sum_i "
    r"[v_i^2 \sum_{A_i} (1 + x^2) + \sum_{A_i} (w_i x + b_i)^2]$, the $N$ being the entry of $b_0$. It "
    r"bounds the largest eigenvalue of $J^{\mathsf T} J$ from above, all eigenvalues being non-negative.",
    arguments=arguments(*sorted(_OWN.free_symbols, key=str)),
    subject=Function("tr", real=True)(w, b, v),
    start=Derivative(_OWN, w, w) + Derivative(_OWN, b, b) + Derivative(_OWN, v, v),
    steps=(
        Step("=", v**2 * X_2 + v**2 * X_0 + _HEIGHT, Evaluate("differentiate")),
        Step("=", v**2 * (X_0 + X_2) + _HEIGHT, Algebra("collect")),
    ),
    routines=("symspline.numerics.spectrum.sharpness_bounds",),
)


def _orbit(scale: Expr) -> Expr:
    """What the neuron (a w, a b, v / a) adds to the trace."""
    return v**2 * S_A / scale**2 + scale**2 * Z_A


ORBIT = Theorem(
    id="C6h.orbit",
    title="The trace along the rescaling has a lower bound",
    chapter="loss_surface",
    statement=r"With $S = \sum_A (1 + x^2)$ and $Z = \sum_A (w x + b)^2$ the neuron $(a w, a b, v / a)$ adds $v^2 S "
    r"/ a^2 + a^2 Z$ to the trace, never less than $2 |v| \sqrt{S Z}$, and without bound as $a$ grows or "
    r"falls (if $v \neq 0$ and $A \neq \emptyset$): a network can be made as sharp as one likes without "
    r"changing its function.",
    arguments=(_SCALE, *arguments(v), *_SUMS),
    subject=Function("t", real=True)(a),
    start=2 * Abs(v) * sqrt(S_A * Z_A),
    steps=(
        Step(
            "<=",
            2 * Abs(v) * sqrt(S_A * Z_A) + (Abs(v) * sqrt(S_A) / a - a * sqrt(Z_A)) ** 2,
            Bound("a square is added"),
        ),
        Step("=", _orbit(a), Algebra("expand the square")),
    ),
)

BEST = Theorem(
    id="C6h.best",
    title="The rescaling that minimises the trace",
    chapter="loss_surface",
    statement=r"The bound of C6h.orbit is attained at $a^4 = v^2 S / Z$. The smallest trace over all rescalings is "
    r"therefore $N + 2 \sum_i |v_i| \sqrt{S_i Z_i}$.",
    arguments=(*arguments(v), *_SUMS),
    subject=Function("t", real=True)(root(v**2 * S_A / Z_A, 4)),
    start=_orbit(root(v**2 * S_A / Z_A, 4)),
    steps=(Step("=", 2 * Abs(v) * sqrt(S_A * Z_A), Algebra("both terms are equal")),),
    routines=("symspline.numerics.spectrum.minimal_trace",),
)

_S_2 = X_2 - 2 * beta * X_1 + beta**2 * X_0
SPLINE_TRACE = Theorem(
    id="C6h.spline",
    title="The pre-activations by the distances from the breakpoint",
    chapter="loss_surface",
    statement=r"With $b = -w\beta$ the sum $Z$ is $w^2 \sum_A (x - \beta)^2$: the smallest trace is "
    r"$N + 2\sum_i |\mu_i| \sqrt{\sum_{A_i} (1 + x^2) \sum_{A_i} (x - \beta_i)^2}$, a property of the function alone.",
    arguments=arguments(w, beta, X_0, X_1, X_2),
    subject=Function("Z", real=True)(w, beta),
    start=_HEIGHT.subs(b, -w * beta),
    steps=(Step("=", w**2 * _S_2, Algebra(r"take out $w^2$")),),
)

RAYLEIGH = Theorem(
    id="C6h.rayleigh",
    title="Quotients that bound the largest eigenvalue from below",
    chapter="loss_surface",
    statement=r"A quadratic form is $\sum_k \lambda_k c_k^2$, where $c_k$ are the components of the vector along the "
    r"eigenvectors, here three: the largest eigenvalue $\lambda$ and two that are smaller by $g_2, g_3$. "
    r"So every quotient of a form by the square of the length is at most $\lambda$. At interpolation the "
    r"Hessian is $J^{\mathsf T} J$, which has the nonzero eigenvalues of the tangent kernel $K = J "
    r"J^{\mathsf T}$. The vector of ones gives $1^{\mathsf T} K 1/N$, unit vectors give the diagonal "
    r"entries of $J^{\mathsf T} J$, among them $N$ for $b_0$ and $\sum_{A_i} (w_i x + b_i)^2$ for $v_i$.",
    arguments=(*arguments(lam), *_GAPS, *_COMPONENTS),
    subject=Function("Q", real=True)(*(c.symbol for c in _COMPONENTS)),
    start=lam * c_1**2 + (lam - g_2) * c_2**2 + (lam - g_3) * c_3**2,
    steps=(
        Step("<=", lam * c_1**2 + lam * c_2**2 + lam * c_3**2, Bound("gaps times squares are added")),
        Step("=", lam * (c_1**2 + c_2**2 + c_3**2), Algebra(r"take out $\lambda$")),
    ),
)

UPPER = Theorem(
    id="C6h.upper",
    title="The trace bounds the largest eigenvalue from above",
    chapter="loss_surface",
    statement=r"$J^{\mathsf T} J$ is positive semidefinite: its other eigenvalues, here two named $g_2, g_3$, only "
    r"add to the trace.",
    arguments=(*arguments(lam), *_GAPS),
    subject=Function("lambda_max", real=True)(lam),
    start=lam,
    steps=(Step("<=", lam + g_2 + g_3, Bound("non-negative numbers are added")),),
)

SHIFT = Theorem(
    id="C6h.shift",
    title="The residual part moves the sharpness by at most its own",
    chapter="loss_surface",
    statement=r"Weyl's bound. Let $c$ be the unit eigenvector of the Hessian for its largest eigenvalue: that "
    r"eigenvalue is the form of $J^{\mathsf T} J$, at most its largest eigenvalue $\lambda$ by "
    r"C6h.rayleigh, plus that of the residual part, at most $\varrho\,|c|^2$ with $\varrho = "
    r"\max_i\sqrt{p_i^2 + q_i^2}$ by C6d.form. The reverse exchanges the roles and changes the sign of the "
    r"residual part: $|\lambda_{\max}(\nabla^2 L) - \lambda_{\max}(K)| \le \varrho$, with equality of the "
    r"two where the residuals vanish. Shown for three eigenvalues of $J^{\mathsf T} J$.",
    arguments=(
        *arguments(lam),
        *_GAPS,
        *_COMPONENTS,
        Argument(shift, Rational(1, 10), 3, "bound of the residual part"),
    ),
    subject=Function("Q", real=True)(*(c.symbol for c in _COMPONENTS)),
    start=lam * c_1**2 + (lam - g_2) * c_2**2 + (lam - g_3) * c_3**2 + shift * (c_1**2 + c_2**2 + c_3**2),
    steps=(
        Step("<=", lam * (c_1**2 + c_2**2 + c_3**2) + shift * (c_1**2 + c_2**2 + c_3**2), Bound("C6h.rayleigh")),
        Step("=", (lam + shift) * (c_1**2 + c_2**2 + c_3**2), Algebra("collect")),
    ),
)

STABILITY = Theorem(
    id="C6h.step",
    title="Step size and sharpness",
    chapter="loss_surface",
    statement=r"Along an eigenvector with the eigenvalue $\lambda > 0$ a step of gradient descent multiplies the "
    r"deviation by $1 - \eta\lambda$. What the square of the deviation loses is positive exactly when "
    r"$\eta < 2/\lambda$: the sharpness decides.",
    arguments=(*arguments(lam), Argument(eta, Rational(1, 100), 3, "step of gradient descent")),
    subject=Function("loss", real=True)(eta),
    start=1 - (1 - eta * lam) ** 2,
    steps=(
        Step("=", 2 * eta * lam - eta**2 * lam**2, Algebra("expand")),
        Step("=", eta * lam**2 * (2 / lam - eta), Algebra(r"take out $\eta\lambda^2 > 0$")),
    ),
    routines=("symspline.numerics.spectrum.sharpness", "symspline.numerics.spectrum.top_eigenvalues"),
)


def _shifted(matrix: Matrix, level: Fraction) -> Matrix:
    return [[entry - level * (a == c) for c, entry in enumerate(row)] for a, row in enumerate(matrix)]


def _bounds(rng: np.random.Generator) -> Finding:
    """Lower <= lambda_max(J^T J) <= trace, decided by the signs of pivots of the shifted matrix."""
    cases, wrong = 60, 0
    for _ in range(cases):
        network = random_network(rng)
        rows, n_data = network.jacobian(), len(network.x)
        size = len(rows[0])
        gauss = [[sum((row[a] * row[c] for row in rows), Fraction(0)) for c in range(size)] for a in range(size)]
        pulled = [sum((row[a] for row in rows), Fraction(0)) for a in range(size)]
        heights = [
            sum(((w_i * x + b_i) ** 2 for x in network.x if network.sees(i, x)), Fraction(0))
            for i, (w_i, b_i, _) in enumerate(network.neurons)
        ]
        lower = max(sum((g * g for g in pulled), Fraction(0)) / n_data, Fraction(n_data), *heights)
        trace = sum((gauss[k][k] for k in range(size)), Fraction(0))
        # lambda_max >= lower when the shifted matrix is not negative definite, <= trace when it has no positive pivot.
        low, high = exact_inertia(_shifted(gauss, lower)), exact_inertia(_shifted(gauss, trace))
        wrong += low.positive + low.zero == 0 or high.positive > 0
        formula = n_data + sum(
            v_i**2 * sum(1 + x * x for x in network.x if network.sees(i, x))
            for i, (_, _, v_i) in enumerate(network.neurons)
        )
        wrong += formula + sum(heights) != trace
    return Finding(
        wrong == 0, float(wrong), f"{cases} random rational networks, signs decided exactly: {wrong} bounds fail"
    )


def _weyl(rng: np.random.Generator) -> Finding:
    """|lambda_max(Hessian) - lambda_max(J^T J)| <= max sqrt(p^2 + q^2) on random networks."""
    cases, closest, wrong = 200, 0.0, 0
    for _ in range(cases):
        network = random_network(rng)
        full = np.array(network.hessian(), dtype=float)
        rows = np.array(network.jacobian(), dtype=float)
        shift = max(float(p * p + q * q) for p, q in network.residual_moments()) ** 0.5
        change = abs(np.linalg.eigvalsh(full)[-1] - np.linalg.eigvalsh(rows.T @ rows)[-1])
        wrong += change > shift * (1 + 1e-12) + 1e-12
        closest = max(closest, change / shift if shift else 0.0)
    text = f"{cases} random networks: the bound fails in {wrong}; the largest share of it reached is {closest:.2f}"
    return Finding(wrong == 0, closest, text)


BOUNDS = Evidence("bounds of the largest eigenvalue and the trace", _bounds, "exact")
WEYL = Evidence("the residual part moves the largest eigenvalue by at most its own", _weyl)

SHARPNESS = (KERNEL, TRACE, ORBIT, BEST, SPLINE_TRACE, RAYLEIGH, UPPER, SHIFT, STABILITY)
