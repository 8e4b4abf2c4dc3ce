"""The residual part of the Hessian and the determinant of one neuron's block (C6d, C6e)."""

from fractions import Fraction

import numpy as np
from sympy import Determinant, Expr, Function, Matrix, Rational, Symbol, eye, sqrt

from symspline.evidence.exact_network import ExactNetwork, random_network
from symspline.numerics.inertia import exact_inertia
from symspline.numerics.rational_data import rational_matrix
from symspline.proof.moves import Algebra, Bound, Evaluate
from symspline.proof.theorem import Argument, Assumption, Evidence, Finding, Step, Theorem

from .arguments import arguments
from .vocabulary import X_0, X_1, X_2, b, beta, lam, mu, p_A, q_A, v, w

NETWORK_BLOCK = Matrix([[0, 0, q_A], [0, 0, p_A], [q_A, p_A, 0]])
SPLINE_BLOCK = Matrix([[0, -p_A], [-p_A, 0]])
p_size = Symbol("p", positive=True)
LENGTH = sqrt(p_size**2 + q_A**2)
u_w, u_b, u_v = (Symbol(f"u_{name}", real=True) for name in "wbv")


def _characteristic(block: Matrix) -> Expr:
    return Determinant(lam * eye(block.rows) - block)


NETWORK_EIGENVALUES = Theorem(
    id="C6d.network",
    title="Eigenvalues of the residual part in network coordinates",
    chapter="loss_surface",
    statement=r"In $(w, b, v)$ the residual part of one neuron has $q$ at $(w, v)$, $p$ at $(b, v)$ and nothing "
    r"else: its eigenvalues are $0$ and $\pm\sqrt{p^2 + q^2}$.",
    arguments=arguments(lam, p_A, q_A),
    subject=Function("chi", real=True)(lam),
    start=_characteristic(NETWORK_BLOCK),
    steps=(
        Step("=", lam**3 - lam * p_A**2 - lam * q_A**2, Evaluate("expand the determinant")),
        Step("=", lam * (lam - sqrt(p_A**2 + q_A**2)) * (lam + sqrt(p_A**2 + q_A**2)), Algebra("factor")),
    ),
)

SPLINE_EIGENVALUES = Theorem(
    id="C6d.spline",
    title="Eigenvalues of the residual part in spline coordinates",
    chapter="loss_surface",
    statement=r"In $(\beta, \mu)$ the residual part of one neuron has $-p$ off the diagonal: its eigenvalues are "
    r"$\pm p$. In $(\mu, \gamma)$ there is no residual part.",
    arguments=arguments(lam, p_A),
    subject=Function("chi", real=True)(lam),
    start=_characteristic(SPLINE_BLOCK),
    steps=(
        Step("=", lam**2 - p_A**2, Evaluate("expand the determinant")),
        Step("=", (lam - p_A) * (lam + p_A), Algebra("factor")),
    ),
)

_VECTOR = (
    Argument(p_size, Rational(1, 10), 3, "sum of the residuals seen"),
    *arguments(q_A),
    *(Argument(s, -2, 2, "component of a vector") for s in (u_w, u_b, u_v)),
)
_SIGN = Assumption(r"$p > 0$; the sign of $p$ may be given to $u_b$, and $p = 0$ is the limit")

FORM = Theorem(
    id="C6d.form",
    title="The residual part as a quadratic form",
    chapter="loss_surface",
    statement=r"For a direction $(u_w, u_b, u_v)$ of one neuron's parameters the residual part gives at most "
    r"$\sqrt{p^2 + q^2}$ times the square of its length. Added over the neurons: the largest eigenvalue of "
    r"the Hessian exceeds that of $J^{\mathsf T} J$ by at most $\max_i \sqrt{p_i^2 + q_i^2}$; with $-u_v$ "
    r"for $u_v$ it falls short of it by no more than that.",
    arguments=_VECTOR,
    assumes=(_SIGN,),
    subject=Function("R", real=True)(u_w, u_b, u_v),
    start=2 * u_v * (q_A * u_w + p_size * u_b),
    steps=(
        Step(
            "<=",
            2 * u_v * (q_A * u_w + p_size * u_b)
            + ((p_size * u_w - q_A * u_b) ** 2 + (q_A * u_w + p_size * u_b - LENGTH * u_v) ** 2) / LENGTH,
            Bound("squares are added"),
        ),
        Step("=", LENGTH * (u_w**2 + u_b**2 + u_v**2), Algebra("expand; all cross terms cancel")),
    ),
)

_SLOPE, _INTERCEPT = w * X_2 + b * X_1, w * X_1 + b * X_0
OWN_NETWORK = Matrix(
    [
        [v**2 * X_2, v**2 * X_1, v * _SLOPE + q_A],
        [v**2 * X_1, v**2 * X_0, v * _INTERCEPT + p_A],
        [v * _SLOPE + q_A, v * _INTERCEPT + p_A, w * _SLOPE + b * _INTERCEPT],
    ]
)
"""The block of one neuron in w, b, v."""
_GRAM = X_0 * X_2 - X_1**2
_S_1, _S_2 = X_1 - beta * X_0, X_2 - 2 * beta * X_1 + beta**2 * X_0
OWN_SPLINE = Matrix([[mu**2 * X_0, -mu * _S_1 - p_A], [-mu * _S_1 - p_A, _S_2]])
"""The block of one neuron in beta, mu."""
_SPREAD = Assumption(r"the neuron sees two different inputs, so that $X_0 X_2 > X_1^2$", _GRAM > 0)

NETWORK_DETERMINANT = Theorem(
    id="C6e.network",
    title="Determinant of one neuron's block in network coordinates",
    chapter="loss_surface",
    statement=r"With $G = \begin{pmatrix} X_2 & X_1 \\ X_1 & X_0 \end{pmatrix}$ and $m = (q, p)$ the determinant is "
    r"$-v^2 |G| \,(2 v (w q + b p) + m^{\mathsf T} G^{-1} m)$. The last term is the sum of squares that a "
    r"line explains in the residuals seen. At a critical point with $v = 0$, $(p, q) \neq 0$ it vanishes "
    r"only through $v^2$; the negative eigenvalue is then that of C6d.",
    arguments=arguments(w, b, v, p_A, q_A, X_0, X_1, X_2),
    assumes=(_SPREAD,),
    subject=Function("D", real=True)(w, b, v),
    start=Determinant(OWN_NETWORK),
    steps=(
        Step(
            "=",
            -(v**2) * (2 * v * (w * q_A + b * p_A) * _GRAM + q_A**2 * X_0 - 2 * p_A * q_A * X_1 + p_A**2 * X_2),
            Evaluate("expand the determinant"),
        ),
        Step(
            "=",
            -(v**2)
            * _GRAM
            * (2 * v * (w * q_A + b * p_A) + (q_A**2 * X_0 - 2 * p_A * q_A * X_1 + p_A**2 * X_2) / _GRAM),
            Algebra(r"take out $|G|$"),
        ),
    ),
)

SPLINE_DETERMINANT = Theorem(
    id="C6e.spline",
    title="Determinant of one neuron's block in spline coordinates",
    chapter="loss_surface",
    statement=r"With $S_k = \sum (x - \beta)^k$ over the data seen the determinant is $\mu^2 X_0 S_2 - (\mu S_1 + "
    r"p)^2$. Without residuals it is $\mu^2 (X_0 S_2 - S_1^2) = \mu^2 |G|$.",
    arguments=arguments(beta, mu, p_A, X_0, X_1, X_2),
    subject=Function("D", real=True)(beta, mu),
    start=Determinant(OWN_SPLINE),
    steps=(
        Step("=", mu**2 * X_0 * _S_2 - (mu * _S_1 + p_A) ** 2, Evaluate("expand the determinant")),
        Step("=", mu**2 * _GRAM - p_A * (2 * mu * _S_1 + p_A), Algebra(r"$X_0 S_2 - S_1^2 = X_0 X_2 - X_1^2$")),
    ),
)

slope, intercept = Symbol("a", real=True), Symbol("d", real=True)
_Q_FIT, _P_FIT = slope * X_2 + intercept * X_1, slope * X_1 + intercept * X_0

EXPLAINED = Theorem(
    id="C6e.explained",
    title="What a line explains in the residuals seen",
    chapter="loss_surface",
    statement=r"The line $a x + d$ that fits the residuals of the data seen solves the normal equations $a X_2 + d "
    r"X_1 = q$ and $a X_1 + d X_0 = p$. With them $m^{\mathsf T} G^{-1} m$ is $a q + d p$, the sum of the "
    r"squares of the line: what it explains.",
    arguments=(
        *arguments(X_0, X_1, X_2),
        Argument(slope, -2, 2, "slope of the fitted line"),
        Argument(intercept, -2, 2, "its intercept"),
    ),
    assumes=(_SPREAD,),
    subject=Function("E", real=True)(slope, intercept),
    start=(_Q_FIT**2 * X_0 - 2 * _P_FIT * _Q_FIT * X_1 + _P_FIT**2 * X_2) / _GRAM,
    steps=(
        Step("=", slope * _Q_FIT + intercept * _P_FIT, Algebra(r"$|G|$ divides out")),
        Step("=", slope**2 * X_2 + 2 * slope * intercept * X_1 + intercept**2 * X_0, Algebra("expand")),
    ),
)


def _weyl(rng: np.random.Generator) -> Finding:
    """Negative eigenvalues of random rational Hessians against the number of neurons with residual moments."""
    cases, worst, most = 60, 0, 0
    for _ in range(cases):
        network = random_network(rng)
        for matrix in (network.hessian("network"), network.hessian("spline")):
            negative = exact_inertia(matrix).negative
            allowed = sum(moments != (0, 0) for moments in network.residual_moments())
            worst = max(worst, negative - allowed)
            most = max(most, negative)
    text = f"{cases} networks, both coordinates: up to {most} negative eigenvalues, {worst} above the bound"
    return Finding(worst <= 0, float(worst), text)


def _block_determinants(rng: np.random.Generator) -> Finding:
    """The determinants of C6e against elimination over the rationals, and the inertia with v = 0."""
    cases, wrong = 80, 0
    for _ in range(cases):
        network = random_network(rng, width=1)
        for coordinates, formula in (("network", _network_value(network)), ("spline", _spline_value(network))):
            matrix = network.hessian(coordinates)
            block = [row[:-1] for row in matrix[:-1]]
            det = rational_matrix(block).det()
            wrong += Fraction(int(det.p), int(det.q)) != formula
    return Finding(wrong == 0, float(wrong), f"{2 * cases} blocks of random rational networks: {wrong} differences")


def _network_value(network: ExactNetwork) -> Fraction:
    (w_1, b_1, v_1), (p, q), (x0, x1, x2) = network.neurons[0], network.residual_moments()[0], network.power_sums(0)
    return -(v_1**2) * (2 * v_1 * (w_1 * q + b_1 * p) * (x0 * x2 - x1**2) + q**2 * x0 - 2 * p * q * x1 + p**2 * x2)


def _spline_value(network: ExactNetwork) -> Fraction:
    (w_1, b_1, v_1), (p, _), (x0, x1, x2) = network.neurons[0], network.residual_moments()[0], network.power_sums(0)
    kink, slope = -b_1 / w_1, w_1 * v_1
    s_1, s_2 = x1 - kink * x0, x2 - 2 * kink * x1 + kink**2 * x0
    return slope**2 * x0 * s_2 - (slope * s_1 + p) ** 2


WEYL = Evidence(
    "negative eigenvalues, counted exactly, against the number of neurons with $(p, q) \\neq 0$", _weyl, "exact"
)
DETERMINANTS = Evidence("both determinants against elimination over the rationals", _block_determinants, "exact")
