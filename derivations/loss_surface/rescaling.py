"""Rescaling a neuron, and what it says of the Hessian (C6f)."""

from sympy import Derivative, Determinant, Expr, Function, S, Symbol, hessian

from symspline.proof.moves import Evaluate
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem

from ..references import stated_in
from .hessian import cell_loss
from .vocabulary import P_0, Q_0, X_0, X_1, X_2, L, b, b_1, b_2, offset, v, v_1, v_2, w, w_1, w_2

C6 = Section(__name__, "C6")

OWN, PAIR = cell_loss(v * w, v * b), cell_loss(v_1 * w_1 + v_2 * w_2, v_1 * b_1 + v_2 * b_2)
VANISHES = (Evaluate("differentiate"), (S.Zero, "the terms cancel"))


def _along(loss: Expr, *by: Symbol) -> Expr:
    """The derivative along g = (w, b, -v) of the derivatives by some parameters."""
    return w * Derivative(loss, *by, w) + b * Derivative(loss, *by, b) - v * Derivative(loss, *by, v)


INVARIANCE = C6.theorem(
    "f.invariance",
    "The loss does not change along the rescaling",
    r"""The neuron depends on $v w$ and $v b$ alone, so that $(a w, a b, v/a)$ is the same function for every $a > 0$.
    At $a = 1$ its direction is $g = (w, b, -v)$, and $g \cdot \nabla L = 0$ at every point, critical or not.""",
    _along(L(w, b, v)),
    _along(OWN),
    *VANISHES,
    where={L(w, b, v): OWN},
    source=stated_in(sahs2022="the invariance under changes of scale, in the abstract"),
)


def _row(by: Symbol, sign: int, words: str) -> Theorem:
    """The row of one of the neuron's own parameters."""
    equals, plus = ("-", "+") if sign < 0 else ("", "-")
    return C6.theorem(
        f"f.{by}",
        f"The row of the {words} of the Hessian along the rescaling",
        rf"""The {words}'s row of $H g$ with $g = (w, b, -v)$ is ${equals}\partial L/\partial {by}$, that is $(H
        g)_{by} {plus} \partial L/\partial {by} = 0$: what comes out when $g \cdot \nabla L = 0$ is differentiated.""",
        _along(L(w, b, v), by) - sign * Derivative(L(w, b, v), by),
        _along(OWN, by) - sign * Derivative(OWN, by),
        *VANISHES,
        where={L(w, b, v): OWN},
    )


ROWS = (_row(w, -1, "input weight"), _row(b, -1, "bias"), _row(v, 1, "output weight"))


def _foreign_row(loss: Expr) -> Expr:
    """The row of another neuron's input weight."""
    return w_1 * Derivative(loss, w_1, w_2) + b_1 * Derivative(loss, b_1, w_2) - v_1 * Derivative(loss, v_1, w_2)


OTHERS = C6.theorem(
    "f.others",
    "The other rows of the Hessian along the rescaling",
    r"""For a parameter of another neuron, here $w_2$, the row of $H g$ is zero, since $g \cdot \nabla L = 0$ for
    every value of that parameter and $g$ does not depend on it. Together: $H g = -\mathrm{diag}(1, 1, -1)\, \nabla L$
    on the neuron's own parameters and zero elsewhere. So $g$ is a null vector at critical points.""",
    _foreign_row(L(w_1, b_1, v_1, w_2)),
    _foreign_row(PAIR),
    *VANISHES,
    where={L(w_1, b_1, v_1, w_2): PAIR},
)

_PAIRS = [(one, other, (-1) ** ((one, other).count(v))) for one in (w, b, v) for other in (w, b, v)]
CURVATURE = C6.theorem(
    "f.curvature",
    "Curvature of the loss along the rescaling",
    r"""$Q = g^{\mathsf T} H g = -2 v\, \partial L/\partial v$, written out: zero at critical points, and of either
    sign elsewhere.""",
    Function("Q", real=True)(w, b, v),
    sum(one * other * sign * Derivative(OWN, one, other) for one, other, sign in _PAIRS),
    Evaluate("differentiate"),
    (
        -2 * v * (v * (w**2 * X_2 + 2 * w * b * X_1 + b**2 * X_0) + w * Q_0 + b * P_0),
        r"$w\,\partial_w L + b\,\partial_b L = v\,\partial_v L$",
    ),
    origin="the quadratic form of the Hessian along $g = (w, b, -v)$",
)

# The neuron sees all four data.
_fit = sum((v * (w * x + b) + offset - y) ** 2 for x, y in ((0, 0), (1, 3), (2, 1), (3, 2))) / 2

COUNTEREXAMPLE = C6.theorem(
    "f.counterexample",
    "A Hessian without zero eigenvalues",
    """That the rescaling gives a zero eigenvalue for every neuron at every point is false. For $f(x) = (x + 1)_+$
    with $b_0 = 0$ on the data $(0, 0), (1, 3), (2, 1), (3, 2)$ the Hessian in $(w, b, v, b_0)$ is this regular
    matrix.""",
    Symbol("D", real=True),
    Determinant(hessian(_fit, (w, b, v, offset)).subs({w: 1, b: 1, v: 1, offset: 0})),
    Evaluate("expand the determinant"),
)
