"""The residual part of the Hessian and the determinant of one neuron's block (C6d, C6e)."""

from sympy import Determinant, Expr, Function, Matrix, eye, sqrt

from symspline.proof.moves import Bound, Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .vocabulary import X_0, X_1, X_2, b, beta, fit_intercept, fit_slope, lam, mu, p_A, p_size, q_A, u_b, u_v, u_w, v, w
from .written import determinant

C6 = Section(__name__, "C6")


EXPAND = Evaluate("expand the determinant")


def _characteristic(block: Matrix) -> Expr:
    return Determinant(lam * eye(block.rows) - block)


NETWORK_EIGENVALUES = C6.theorem(
    "d.network",
    "Eigenvalues of the residual part in network coordinates",
    r"""In $(w, b, v)$ the residual part of one neuron has $q$ at $(w, v)$, $p$ at $(b, v)$ and nothing else: its
    eigenvalues are $0$ and $\pm\sqrt{p^2 + q^2}$.""",
    Function("chi", real=True)(lam),
    _characteristic(Matrix([[0, 0, q_A], [0, 0, p_A], [q_A, p_A, 0]])),
    EXPAND,
    (lam * (lam - sqrt(p_A**2 + q_A**2)) * (lam + sqrt(p_A**2 + q_A**2)), "factor"),
    routines=("symspline.numerics.spectrum.bottom_eigenvalues",),
)

SPLINE_EIGENVALUES = C6.theorem(
    "d.spline",
    "Eigenvalues of the residual part in spline coordinates",
    r"""In $(\beta, \mu)$ the residual part of one neuron has $-p$ off the diagonal: its eigenvalues are $\pm p$. In
    $(\mu, \gamma)$ there is no residual part.""",
    Function("chi", real=True)(lam),
    _characteristic(Matrix([[0, -p_A], [-p_A, 0]])),
    EXPAND,
    ((lam - p_A) * (lam + p_A), "factor"),
)

length = sqrt(p_size**2 + q_A**2)
pull = q_A * u_w + p_size * u_b

FORM = C6.theorem(
    "d.form",
    "The residual part as a quadratic form",
    r"""For a direction $(u_w, u_b, u_v)$ of one neuron's parameters the residual part gives at most $\sqrt{p^2 +
    q^2}$ times the square of its length. Added over the neurons: the largest eigenvalue of the Hessian exceeds that
    of $J^{\mathsf T} J$ by at most $\max_i \sqrt{p_i^2 + q_i^2}$; with $-u_v$ for $u_v$ it falls short of it by no
    more than that.""",
    Function("R", real=True)(u_w, u_b, u_v),
    2 * u_v * pull,
    (
        "<=",
        2 * u_v * pull + ((p_size * u_w - q_A * u_b) ** 2 + (pull - length * u_v) ** 2) / length,
        Bound("squares are added"),
    ),
    (length * (u_w**2 + u_b**2 + u_v**2), "expand; all cross terms cancel"),
    given=(Assumption(r"$p > 0$; the sign of $p$ may be given to $u_b$, and $p = 0$ is the limit"),),
)

gram = X_0 * X_2 - X_1**2
SPREAD = Assumption(r"the neuron sees two different inputs, so that $X_0 X_2 > X_1^2$", gram > 0)


def _gain(q: Expr, p: Expr) -> Expr:
    """The determinant of G times what a line explains in residuals of these moments."""
    return q**2 * X_0 - 2 * p * q * X_1 + p**2 * X_2


line_q, line_p = w * X_2 + b * X_1, w * X_1 + b * X_0

NETWORK_DETERMINANT = C6.theorem(
    "e.network",
    "Determinant of one neuron's block in network coordinates",
    r"""With $G = \begin{pmatrix} X_2 & X_1 \\ X_1 & X_0 \end{pmatrix}$ and $m = (q, p)$ the determinant is $-v^2 |G|
    \,(2 v (w q + b p) + m^{\mathsf T} G^{-1} m)$. The last term is the sum of squares that a line explains in the
    residuals seen. At a critical point with $v = 0$, $(p, q) \neq 0$ it vanishes only through $v^2$; the negative
    eigenvalue is then that of C6d.""",
    Function("D", real=True)(w, b, v),
    determinant(
        [v**2 * X_2, v**2 * X_1, v * line_q + q_A],
        [v**2 * X_1, v**2 * X_0, v * line_p + p_A],
        [v * line_q + q_A, v * line_p + p_A, w * line_q + b * line_p],
    ),
    (-(v**2) * (2 * v * (w * q_A + b * p_A) * gram + _gain(q_A, p_A)), EXPAND),
    (-(v**2) * gram * (2 * v * (w * q_A + b * p_A) + _gain(q_A, p_A) / gram), r"take out $|G|$"),
    given=(SPREAD,),
)

fit_q, fit_p = fit_slope * X_2 + fit_intercept * X_1, fit_slope * X_1 + fit_intercept * X_0

EXPLAINED = C6.theorem(
    "e.explained",
    "What a line explains in the residuals seen",
    r"""The line $a x + d$ that fits the residuals of the data seen solves the normal equations $a X_2 + d X_1 = q$
    and $a X_1 + d X_0 = p$. With them $m^{\mathsf T} G^{-1} m$ is $a q + d p$, the sum of the squares of the line:
    what it explains.""",
    Function("E", real=True)(fit_slope, fit_intercept),
    _gain(fit_q, fit_p) / gram,
    (fit_slope * fit_q + fit_intercept * fit_p, r"$|G|$ divides out"),
    (fit_slope**2 * X_2 + 2 * fit_slope * fit_intercept * X_1 + fit_intercept**2 * X_0, "expand"),
    given=(SPREAD,),
)

S_1, S_2 = X_1 - beta * X_0, X_2 - 2 * beta * X_1 + beta**2 * X_0

SPLINE_DETERMINANT = C6.theorem(
    "e.spline",
    "Determinant of one neuron's block in spline coordinates",
    r"""With $S_k = \sum (x - \beta)^k$ over the data seen the determinant is $\mu^2 X_0 S_2 - (\mu S_1 + p)^2$.
    Without residuals it is $\mu^2 (X_0 S_2 - S_1^2) = \mu^2 |G|$.""",
    Function("D", real=True)(beta, mu),
    determinant([mu**2 * X_0, -mu * S_1 - p_A], [-mu * S_1 - p_A, S_2]),
    (mu**2 * X_0 * S_2 - (mu * S_1 + p_A) ** 2, EXPAND),
    (mu**2 * gram - p_A * (2 * mu * S_1 + p_A), r"$X_0 S_2 - S_1^2 = X_0 X_2 - X_1^2$"),
)
