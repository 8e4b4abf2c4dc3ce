"""Running sums: gradient and Hessian-vector product in a time that grows like N + H (C7)."""

from sympy import Derivative, Expr, Function, S, Sum, Symbol

from symspline.evidence.brute_force import Cell, exhaustive
from symspline.proof.moves import Algebra, By, Definition, Evaluate, TakeLimit
from symspline.proof.theorem import Assumption, Evidence, Section, Step, Theorem

from .arguments import arguments
from .data_seen import SEQUENCES, X, e, r, total
from .gradients import BIAS, BREAKPOINT, DELTA_SLOPE, INPUT_WEIGHT, OUTPUT_WEIGHT
from .vocabulary import (
    D_0,
    D_1,
    S_0,
    S_1,
    X_0,
    X_1,
    X_2,
    b,
    beta,
    beta_1,
    beta_2,
    centre,
    h,
    i,
    k_A,
    mu,
    n,
    p_A,
    q_A,
    u_b,
    u_beta,
    u_mu,
    u_v,
    u_w,
    v,
    w,
    x,
)

CELL = Assumption("no breakpoint sits on a datum")
SORTED = Assumption("the data are in ascending order")

SUFFIX = Theorem(
    id="C7.suffix",
    title="A sum over a suffix is a difference of running sums",
    chapter="loss_surface",
    statement=r"On sorted data a right-facing neuron sees all but the first $k$, where $k$ is the number of data "
    r"at or below its breakpoint; a left-facing neuron sees the first $k$, those below its breakpoint. A datum on "
    r"the breakpoint is seen by neither. In floating point suffixes are summed from the right, so that nothing is "
    r"subtracted.",
    arguments=arguments(k_A, i),
    assumes=(SORTED,),
    subject=Sum(e(n), (n, k_A + 1, k_A + i)),
    start=Sum(e(n), (n, k_A + 1, k_A + i)),
    steps=(Step("=", Sum(e(n), (n, 1, k_A + i)) - total(e(n)), Algebra("add the first terms and take them away")),),
    instances=SEQUENCES,
    routines=("symspline.numerics.active_sets.breakpoints", "symspline.numerics.active_sets.contacts"),
)

FORWARD = Theorem(
    id="C7.forward",
    title="The network at a datum from two running sums",
    chapter="loss_surface",
    statement=r"The right-facing neurons that see $x$ are those with the smallest breakpoints, here $k$ of them "
    r"with slopes $r(n) = w_n v_n$ and constants $e(n) = v_n b_n$. Two running sums over the sorted neurons give "
    r"the value at every datum.",
    arguments=arguments(x, k_A),
    assumes=(SORTED,),
    subject=Function("f", real=True)(x),
    start=total(r(n) * x + e(n)),
    steps=(Step("=", x * total(r(n)) + total(e(n)), Algebra("sum the slopes and the constants apart")),),
    instances=SEQUENCES,
)


def _directional(id: str, title: str, statement: str, symbols: tuple[Symbol, ...], moved: Expr, end: Expr, **more):
    """The derivative at h = 0 of an expression whose parameters move by h along a direction."""
    return Theorem(
        id=id,
        title=title,
        chapter="loss_surface",
        statement=statement,
        arguments=arguments(*symbols, h),
        assumes=(CELL,),
        subject=Function("D_u", real=True)(*symbols),
        start=Derivative(moved, h),
        steps=(
            Step("=", moved.diff(h), Evaluate("carry out the derivative")),
            Step("=", end, TakeLimit(h, S.Zero)),
        ),
        **more,
    )


CHANGE = _directional(
    "C7.change",
    "Change of the network along a direction",
    r"When $(w, b, v)$ moves along $(u_w, u_b, u_v)$, the neuron's line on the data it sees moves by the slope $v "
    r"u_w + w u_v$ and the constant $v u_b + b u_v$. The changes of all neurons add up as in C7.forward; the "
    r"output bias adds its own.",
    (w, b, v, u_w, u_b, u_v, x),
    (v + h * u_v) * ((w + h * u_w) * x + b + h * u_b),
    (v * u_w + w * u_v) * x + v * u_b + b * u_v,
    origin=Definition("one neuron at a datum that it sees"),
)
SPLINE_CHANGE = _directional(
    "C7.change-spline",
    "Change of the spline along a direction",
    r"In breakpoint and delta-slope the line moves by the slope $u_\mu$ and the constant $-\beta u_\mu - \mu u_\beta$.",
    (beta, mu, u_beta, u_mu, x),
    (mu + h * u_mu) * (x - beta - h * u_beta),
    u_mu * x - beta * u_mu - mu * u_beta,
    origin=Definition("one neuron at a datum that it sees"),
)

_moved_p, _moved_q = p_A + h * S_0 + h**2 * D_0, q_A + h * S_1 + h**2 * D_1


def _products(coordinates: str):
    """Columns of the Hessian of a cell by brute force, less the product with the unit direction by this section."""

    def run(cell: Cell):
        for name in cell.parameters:
            changes = [residual.diff(cell[name]) for residual in cell.residuals]

            def along(kind: str, k: int, name=name):
                return int(name == f"{kind}{k}")

            yield cell.derivative("b0", name) - sum(changes, cell.zero)
            for k in cell.neurons:
                s_0 = sum((changes[m] for m in cell.seen[k - 1]), cell.zero)
                s_1 = sum((changes[m] * cell[f"x{m}"] for m in cell.seen[k - 1]), cell.zero)
                p, q = cell.moment(0, k), cell.moment(1, k)
                if coordinates == "network":
                    w_k, b_k, v_k = (cell[f"{kind}{k}"] for kind in "wbv")
                    yield cell.derivative(f"w{k}", name) - (v_k * s_1 + q * along("v", k))
                    yield cell.derivative(f"b{k}", name) - (v_k * s_0 + p * along("v", k))
                    last = w_k * s_1 + b_k * s_0 + q * along("w", k) + p * along("b", k)
                    yield cell.derivative(f"v{k}", name) - last
                else:
                    beta_k, mu_k = cell[f"beta{k}"], cell[f"mu{k}"]
                    yield cell.derivative(f"beta{k}", name) - (-mu_k * s_0 - p * along("mu", k))
                    yield cell.derivative(f"mu{k}", name) - (s_1 - beta_k * s_0 - p * along("beta", k))

    return run


def _evidence(coordinates: str, title: str) -> tuple[Evidence, ...]:
    return (exhaustive(title, coordinates, _products(coordinates), n_data=3),)


PRODUCT_WEIGHT = _directional(
    "C7.product-input-weight",
    "Hessian-vector product: input weight",
    r"With $S_0$ and $S_1$ the sums of the change of $f(x_n)$, and of the change times $x_n$, over the data seen, "
    r"$p$ moves by $S_0$ and $q$ by $S_1$ to first order.",
    (v, u_v, q_A, S_1, D_1),
    (v + h * u_v) * _moved_q,
    v * S_1 + q_A * u_v,
    origin=By(INPUT_WEIGHT),
    evidence=_evidence("network", "products with unit vectors, (w, b, v, b0), against second derivatives"),
    routines=("symspline.numerics.hessian_operator.hessian_operator",),
)
PRODUCT_BIAS = _directional(
    "C7.product-bias",
    "Hessian-vector product: bias",
    r"The same with $p$ in the place of $q$.",
    (v, u_v, p_A, S_0, D_0),
    (v + h * u_v) * _moved_p,
    v * S_0 + p_A * u_v,
    origin=By(BIAS),
)
PRODUCT_OUTPUT = _directional(
    "C7.product-output-weight",
    "Hessian-vector product: output weight",
    r"Both moments and both weights move.",
    (w, b, u_w, u_b, p_A, q_A, S_0, S_1, D_0, D_1),
    (w + h * u_w) * _moved_q + (b + h * u_b) * _moved_p,
    w * S_1 + b * S_0 + q_A * u_w + p_A * u_b,
    origin=By(OUTPUT_WEIGHT),
)
PRODUCT_BREAKPOINT = _directional(
    "C7.product-breakpoint",
    "Hessian-vector product: breakpoint",
    r"In spline coordinates, away from kinks.",
    (mu, u_mu, p_A, S_0, D_0),
    -(mu + h * u_mu) * _moved_p,
    -mu * S_0 - p_A * u_mu,
    origin=By(BREAKPOINT),
    evidence=_evidence("spline", "products with unit vectors, (beta, mu, b0), against second derivatives"),
)
PRODUCT_SLOPE = _directional(
    "C7.product-delta-slope",
    "Hessian-vector product: delta-slope",
    r"In spline coordinates, away from kinks.",
    (beta, u_beta, p_A, q_A, S_0, S_1, D_0, D_1),
    _moved_q - (beta + h * u_beta) * _moved_p,
    S_1 - beta * S_0 - p_A * u_beta,
    origin=By(DELTA_SLOPE),
)

_far_1, _far_2 = X_1 + centre * X_0, X_2 + 2 * centre * X_1 + centre**2 * X_0

CENTRED = Theorem(
    id="C7.centred",
    title="Hessian entries do not depend on the origin of the inputs",
    chapter="loss_surface",
    statement=r"Let $X_k$ be the sums of powers of $z_n = x_n - c_x$. The entry of two delta-slopes, written with "
    r"the sums of powers of $x_n$ on the left, is the same expression with the breakpoints measured from $c_x$. On "
    r"the left terms of size $c_x^2$ cancel, on the right they never arise.",
    arguments=arguments(beta_1, beta_2, centre, X_0, X_1, X_2),
    assumes=(CELL,),
    subject=Derivative(Function("L", real=True)(beta_1, beta_2), beta_1, beta_2),
    start=_far_2 - (beta_1 + beta_2) * _far_1 + beta_1 * beta_2 * X_0,
    steps=(
        Step(
            "=",
            X_2 - (beta_1 - centre + beta_2 - centre) * X_1 + (beta_1 - centre) * (beta_2 - centre) * X_0,
            Algebra(r"collect the powers of $c_x$"),
        ),
    ),
)

CENTRED_MOMENT = Theorem(
    id="C7.centred-moment",
    title="The first moment of the residuals from the centre",
    chapter="loss_surface",
    statement=r"With $x_n = z_n + c_x$, here $z_n = x(n)$: $q = q_z + c_x\,p$. The network's biases become $b + w "
    r"c_x$, and the derivative by $w$ with $b$ held is the one with the new bias held plus $c_x$ times that by the "
    r"bias.",
    arguments=arguments(centre, k_A),
    subject=Function("q", real=True)(centre),
    start=total(e(n) * (X(n) + centre)),
    steps=(Step("=", total(e(n) * X(n)) + centre * total(e(n)), Algebra("split the sum")),),
    instances=SEQUENCES,
)

TEXT = r"""
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

SECTION = Section(
    "C7",
    "Running sums",
    TEXT,
    (
        SUFFIX,
        FORWARD,
        CHANGE,
        SPLINE_CHANGE,
        PRODUCT_WEIGHT,
        PRODUCT_BIAS,
        PRODUCT_OUTPUT,
        PRODUCT_BREAKPOINT,
        PRODUCT_SLOPE,
        CENTRED,
        CENTRED_MOMENT,
    ),
)
