"""Rescaling a neuron, and what it says of the Hessian (C6f)."""

from fractions import Fraction

import numpy as np
from sympy import Derivative, Determinant, Expr, Function, Integer, Matrix, Symbol

from symspline.evidence.exact_network import ExactNetwork, random_network
from symspline.numerics.rational_data import rational_matrix
from symspline.proof.moves import Algebra, By, Evaluate
from symspline.proof.theorem import Evidence, Finding, Step, Theorem

from .arguments import arguments
from .cell_loss import L, cell_loss
from .vocabulary import P_0, Q_0, X_0, X_1, X_2, b, b_1, b_2, v, v_1, v_2, w, w_1, w_2

_OWN = cell_loss(v * w, v * b)
_PAIR = cell_loss(v_1 * w_1 + v_2 * w_2, v_1 * b_1 + v_2 * b_2)


_NAMED = L(w, b, v)


def _row(by: Symbol, loss: Expr = _OWN) -> Expr:
    """The row of a parameter of the Hessian applied to g = (w, b, -v)."""
    return w * Derivative(loss, by, w) + b * Derivative(loss, by, b) - v * Derivative(loss, by, v)


def _slope(loss: Expr) -> Expr:
    """The derivative along g."""
    return w * Derivative(loss, w) + b * Derivative(loss, b) - v * Derivative(loss, v)


def _vanishing(id: str, title: str, statement: str, subject: Expr, start: Expr, between: Expr) -> Theorem:
    """A theorem on derivatives of the loss that add up to zero."""
    return Theorem(
        id=id,
        title=title,
        chapter="loss_surface",
        statement=statement,
        arguments=arguments(*sorted(start.free_symbols, key=str)),
        subject=subject,
        start=start,
        steps=(
            Step("=", between, Evaluate("differentiate")),
            Step("=", Integer(0), Algebra("the terms cancel")),
        ),
    )


def _row_theorem(by: Symbol, sign: int, words: str) -> Theorem:
    """The row of one of the neuron's own parameters."""
    terms = w * _OWN.diff(by, w) + b * _OWN.diff(by, b) - v * _OWN.diff(by, v)
    equals, plus = ("-", "+") if sign < 0 else ("", "-")
    return _vanishing(
        f"C6f.{by}",
        f"The row of the {words} of the Hessian along the rescaling",
        rf"The {words}'s row of $H g$ with $g = (w, b, -v)$ is ${equals}\partial L/\partial {by}$, that is $(H "
        rf"g)_{by} {plus} \partial L/\partial {by} = 0$: what comes out when $g \cdot \nabla L = 0$ is "
        rf"differentiated.",
        _row(by, _NAMED) - sign * Derivative(_NAMED, by),
        _row(by) - sign * Derivative(_OWN, by),
        terms - sign * _OWN.diff(by),
    )


INVARIANCE = _vanishing(
    "C6f.invariance",
    "The loss does not change along the rescaling",
    r"The neuron depends on $v w$ and $v b$ alone, so that $(a w, a b, v/a)$ is the same function for every $a > 0$. "
    r"At $a = 1$ its direction is $g = (w, b, -v)$, and $g \cdot \nabla L = 0$ at every point, critical or not.",
    _slope(_NAMED),
    _slope(_OWN),
    w * _OWN.diff(w) + b * _OWN.diff(b) - v * _OWN.diff(v),
)

ROWS = (
    _row_theorem(w, -1, "input weight"),
    _row_theorem(b, -1, "bias"),
    _row_theorem(v, 1, "output weight"),
)

_BOTH = L(w_1, b_1, v_1, w_2)

OTHERS = Theorem(
    id="C6f.others",
    title="The other rows of the Hessian along the rescaling",
    chapter="loss_surface",
    statement=r"For a parameter of another neuron, here $w_2$, the row of $H g$ is zero, since $g \cdot \nabla L = "
    r"0$ for every value of that parameter and $g$ does not depend on it. Together: $H g = "
    r"-\mathrm{diag}(1, 1, -1)\, \nabla L$ on the neuron's own parameters and zero elsewhere. So $g$ is a "
    r"null vector at critical points.",
    arguments=arguments(*sorted(_PAIR.free_symbols, key=str)),
    subject=w_1 * Derivative(_BOTH, w_1, w_2) + b_1 * Derivative(_BOTH, b_1, w_2) - v_1 * Derivative(_BOTH, v_1, w_2),
    start=w_1 * Derivative(_PAIR, w_1, w_2) + b_1 * Derivative(_PAIR, b_1, w_2) - v_1 * Derivative(_PAIR, v_1, w_2),
    steps=(
        Step(
            "=",
            w_1 * Derivative(_PAIR, w_1, w_2).doit()
            + b_1 * Derivative(_PAIR, b_1, w_2).doit()
            - v_1 * Derivative(_PAIR, v_1, w_2).doit(),
            Evaluate("differentiate"),
        ),
        Step("=", Integer(0), Algebra("the terms cancel")),
    ),
)

CURVATURE = Theorem(
    id="C6f.curvature",
    title="Curvature of the loss along the rescaling",
    chapter="loss_surface",
    statement=r"$Q = g^{\mathsf T} H g = -2 v\, \partial L/\partial v$, written out: zero at critical points, and of "
    r"either sign elsewhere.",
    arguments=arguments(*sorted(_OWN.free_symbols, key=str)),
    subject=Function("Q", real=True)(w, b, v),
    start=-w * Derivative(_OWN, w) - b * Derivative(_OWN, b) - v * Derivative(_OWN, v),
    origin=By(ROWS[0], text="the rows of $H g$, here and in C6f.b and C6f.v, paired with $g$"),
    steps=(
        Step("=", -w * _OWN.diff(w) - b * _OWN.diff(b) - v * _OWN.diff(v), Evaluate("differentiate")),
        Step(
            "=",
            -2 * v * (v * (w**2 * X_2 + 2 * w * b * X_1 + b**2 * X_0) + w * Q_0 + b * P_0),
            Algebra(r"$w\,\partial_w L + b\,\partial_b L = v\,\partial_v L$"),
        ),
    ),
)

OFF_CRITICAL = ExactNetwork(
    ((Fraction(1), Fraction(1), Fraction(1)),),
    Fraction(0),
    tuple(Fraction(k) for k in range(4)),
    tuple(Fraction(k) for k in (0, 3, 1, 2)),
)
"""One neuron that sees four data, away from every critical point."""

COUNTEREXAMPLE = Theorem(
    id="C6f.counterexample",
    title="A Hessian without zero eigenvalues",
    chapter="loss_surface",
    statement=r"That the rescaling gives a zero eigenvalue for every neuron at every point is false. For $f(x) = (x "
    r"+ 1)_+$ with $b_0 = 0$ on the data $(0, 0), (1, 3), (2, 1), (3, 2)$ the Hessian in $(w, b, v, b_0)$ "
    r"is this regular matrix.",
    arguments=(),
    subject=Symbol("D", real=True),
    start=Determinant(Matrix([[Integer(int(e)) for e in row] for row in OFF_CRITICAL.hessian()])),
    steps=(
        Step(
            "=",
            Matrix([[int(e) for e in row] for row in OFF_CRITICAL.hessian()]).det(),
            Evaluate("expand the determinant"),
        ),
    ),
    evidence=(),
)


def _along_the_orbit(rng: np.random.Generator) -> Finding:
    """H g against the gradient, entry by entry, and the rank away from critical points."""
    cases, wrong, regular = 80, 0, 0
    for _ in range(cases):
        network = random_network(rng)
        width, hessian, gradient = len(network.neurons), network.hessian(), network.gradient()
        for i, (w_i, b_i, v_i) in enumerate(network.neurons):
            places = (i, width + i, 2 * width + i)
            expected = [Fraction(0)] * len(gradient)
            for place, sign in zip(places, (-1, -1, 1), strict=True):
                expected[place] = sign * gradient[place]
            along = [sum(row[a] * g for a, g in zip(places, (w_i, b_i, -v_i), strict=True)) for row in hessian]
            wrong += along != expected
        regular += rational_matrix(hessian).rank() == len(hessian)
    text = f"{cases} random rational networks: {wrong} differences; {regular} of their Hessians have no zero eigenvalue"
    return Finding(wrong == 0 and regular > 0, float(wrong), text)


ORBIT = Evidence(
    "$H g$ against the gradient in rational arithmetic, and Hessians of full rank", _along_the_orbit, "exact"
)
