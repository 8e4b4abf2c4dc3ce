r"""Running sums: gradient and Hessian-vector product in a time that grows like N + H (C7).

Written as matrices, the loss of $H$ neurons on $N$ data costs $N H$ operations. Because active sets are prefixes
and suffixes of the sorted data it costs only $N + H$, after the data have been sorted and each breakpoint has been
located among them. A sum over an active set is a difference of two running sums; the values of the network at all
data are running sums over the neurons. Loss, gradient and the product of the Hessian with a vector need nothing
else, and one entry of the Hessian needs three differences of running sums of $1, x, x^2$ at the larger left end and
the smaller right end of two active sets.

The product with the Hessian follows the gradient: a direction in the parameters changes the values at the data by
the running sums of C7.change, the changes have the moments $S_0$ and $S_1$ over each active set, and each
derivative of C2 is differentiated by the product rule.

A trap is cancellation. The expression $X_2 - (\beta + \beta') X_1 + \beta\beta' X_0$ subtracts numbers of the size
of the square of the offset of the data: inputs shifted by $10^6$ lose twelve digits. Measured from the centre of
the data nothing of the kind arises, and nothing else changes, because breakpoints move with the inputs and biases
become $b + w c_x$.
"""

from sympy import Derivative, Expr, Function, Gt, S, Sum, Symbol

from symspline.proof.moves import By, Evaluate, TakeLimit
from symspline.proof.section import Reason, Section
from symspline.proof.theorem import Assumption, Theorem

from .gradients import BIAS, BREAKPOINT, DELTA_SLOPE, INPUT_WEIGHT, OUTPUT_WEIGHT
from .hypotheses import CELL
from .vocabulary import (
    D_0,
    D_1,
    S_0,
    S_1,
    SEQUENCES,
    X_0,
    X_1,
    X_2,
    E,
    L,
    R,
    X,
    b,
    beta,
    beta_1,
    beta_2,
    centre,
    h,
    i,
    k_A,
    mu,
    mu_1,
    mu_2,
    n,
    p_A,
    q_A,
    total,
    u_b,
    u_beta,
    u_mu,
    u_v,
    u_w,
    v,
    w,
    x,
)

C7 = Section(__name__, "C7", "Running sums")
SORTED = Assumption("the data are in ascending order")

SUFFIX = C7.theorem(
    "suffix",
    "A sum over a suffix is a difference of running sums",
    """On sorted data a right-facing neuron sees all but the first $k$, where $k$ is the number of data at or below
    its breakpoint; a left-facing neuron sees the first $k$, those below its breakpoint. A datum on the breakpoint is
    seen by neither. In floating point suffixes are summed from the right, so that nothing is subtracted.""",
    None,
    Sum(E(n), (n, k_A + 1, k_A + i)),
    (Sum(E(n), (n, 1, k_A + i)) - total(E(n)), "add the first terms and take them away"),
    given=(SORTED,),
    instances=SEQUENCES,
    routines=("symspline.numerics.active_sets.breakpoints", "symspline.numerics.active_sets.contacts"),
)
FORWARD = C7.theorem(
    "forward",
    "The network at a datum from two running sums",
    """The right-facing neurons that see $x$ are those with the smallest breakpoints, here $k$ of them with slopes
    $r(n) = w_n v_n$ and constants $e(n) = v_n b_n$. Two running sums over the sorted neurons give the value at every
    datum.""",
    Function("f", real=True)(x),
    total(R(n) * x + E(n)),
    (x * total(R(n)) + total(E(n)), "sum the slopes and the constants apart"),
    given=(SORTED,),
    instances=SEQUENCES,
)


along = Function("D_u", real=True)


def _directional(
    name: str,
    title: str,
    statement: str,
    symbols: tuple[Symbol, ...],
    moved: Expr,
    origin: Reason,
    routines: tuple[str, ...] = (),
    end: Expr | None = None,
) -> Theorem:
    """The derivative at h = 0 of an expression whose parameters move by h along a direction."""
    limit = TakeLimit(h, S.Zero)
    return C7.theorem(
        name,
        title,
        statement,
        along(*symbols),
        Derivative(moved, h),
        Evaluate("carry out the derivative"),
        limit if end is None else (end, limit),
        given=(CELL,),
        origin=origin,
        where={along(*symbols): along(origin.theorem.subject)} if isinstance(origin, By) else {},
        routines=routines,
    )


CHANGE = _directional(
    "change",
    "Change of the network along a direction",
    """When $(w, b, v)$ moves along $(u_w, u_b, u_v)$, the neuron's line on the data it sees moves by the slope $v
    u_w + w u_v$ and the constant $v u_b + b u_v$. The changes of all neurons add up as in C7.forward; the output bias
    adds its own.""",
    (w, b, v, u_w, u_b, u_v, x),
    (v + h * u_v) * ((w + h * u_w) * x + b + h * u_b),
    "one neuron at a datum that it sees",
    end=(v * u_w + w * u_v) * x + v * u_b + b * u_v,
)
SPLINE_CHANGE = _directional(
    "change-spline",
    "Change of the spline along a direction",
    r"In breakpoint and delta-slope the line moves by the slope $u_\mu$ and the constant $-\beta u_\mu - \mu u_\beta$.",
    (beta, mu, u_beta, u_mu, x),
    (mu + h * u_mu) * (x - beta - h * u_beta),
    "one neuron at a datum that it sees",
)

moved_p, moved_q = p_A + h * S_0 + h**2 * D_0, q_A + h * S_1 + h**2 * D_1
PRODUCT_WEIGHT = _directional(
    "product-input-weight",
    "Hessian-vector product: input weight",
    """With $S_0$ and $S_1$ the sums of the change of $f(x_n)$, and of the change times $x_n$, over the data seen,
    $p$ moves by $S_0$ and $q$ by $S_1$ to first order.""",
    (v, u_v, q_A, S_1, D_1),
    (v + h * u_v) * moved_q,
    By(INPUT_WEIGHT),
    ("symspline.numerics.hessian_operator.hessian_operator",),
)
PRODUCT_BIAS = _directional(
    "product-bias",
    "Hessian-vector product: bias",
    r"The same with $p$ in the place of $q$.",
    (v, u_v, p_A, S_0, D_0),
    (v + h * u_v) * moved_p,
    By(BIAS),
)
PRODUCT_OUTPUT = _directional(
    "product-output-weight",
    "Hessian-vector product: output weight",
    r"Both moments and both weights move.",
    (w, b, u_w, u_b, p_A, q_A, S_0, S_1, D_0, D_1),
    (w + h * u_w) * moved_q + (b + h * u_b) * moved_p,
    By(OUTPUT_WEIGHT),
)
PRODUCT_BREAKPOINT = _directional(
    "product-breakpoint",
    "Hessian-vector product: breakpoint",
    r"In spline coordinates, away from kinks.",
    (mu, u_mu, p_A, S_0, D_0),
    -(mu + h * u_mu) * moved_p,
    By(BREAKPOINT),
)
PRODUCT_SLOPE = _directional(
    "product-delta-slope",
    "Hessian-vector product: delta-slope",
    r"In spline coordinates, away from kinks.",
    (beta, u_beta, p_A, q_A, S_0, S_1, D_0, D_1),
    moved_q - (beta + h * u_beta) * moved_p,
    By(DELTA_SLOPE),
)

far_1, far_2 = X_1 + centre * X_0, X_2 + 2 * centre * X_1 + centre**2 * X_0
CENTRED = C7.theorem(
    "centred",
    "Hessian entries do not depend on the origin of the inputs",
    """Let $X_k$ be the sums of powers of $z_n = x_n - c_x$. The entry of two delta-slopes, written with the sums of
    powers of $x_n$ on the left, is the same expression with the breakpoints measured from $c_x$. On the left terms of
    size $c_x^2$ cancel, on the right they never arise.""",
    Derivative(L(mu_1, mu_2), mu_1, mu_2),
    far_2 - (beta_1 + beta_2) * far_1 + beta_1 * beta_2 * X_0,
    (
        X_2 - (beta_1 - centre + beta_2 - centre) * X_1 + (beta_1 - centre) * (beta_2 - centre) * X_0,
        r"collect the powers of $c_x$",
    ),
    given=(CELL, Assumption("the inputs seen are not all zero", Gt(far_2, 0))),
    origin=By("C6b.mu-mu", {X_1: far_1, X_2: far_2}),
)
CENTRED_MOMENT = C7.theorem(
    "centred-moment",
    "The first moment of the residuals from the centre",
    r"""With $x_n = z_n + c_x$, here $z_n = x(n)$: $q = q_z + c_x\,p$. The network's biases become $b + w c_x$, and
    the derivative by $w$ with $b$ held is the one with the new bias held plus $c_x$ times that by the bias.""",
    Function("q", real=True)(centre),
    total(E(n) * (X(n) + centre)),
    (total(E(n) * X(n)) + centre * total(E(n)), "split the sum"),
    instances=SEQUENCES,
)
