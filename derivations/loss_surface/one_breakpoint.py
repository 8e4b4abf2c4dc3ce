"""The loss along one breakpoint: pieces of parabolas, kinks at the data (C1)."""

from fractions import Fraction

import numpy as np
from sympy import Derivative, Eq, Expr, Function, Rational, S

from symspline.evidence.brute_force import exhaustive
from symspline.evidence.exact_fit import ExactFit
from symspline.proof.moves import Algebra, By, Definition, Evaluate, TakeLimit
from symspline.proof.theorem import Assumption, Evidence, Finding, Section, Step, Theorem

from .arguments import arguments
from .data_seen import SEQUENCES, X, total
from .data_seen import r as other_residual
from .kink_minima import THEOREMS
from .vocabulary import E_1, R_1, T_1, T_2, X_1, b, beta, e_n, h, k_A, mu, n, nonzero_mu, nonzero_w, v, x

CELL = Assumption("no breakpoint sits on a datum")
BENDS = Assumption(r"$\mu \neq 0$ and the neuron sees at least one datum")

_half = Rational(1, 2)
_residual = other_residual(n) + mu * (X(n) - beta)
_loss = total(_residual**2) * _half
_loss_at = Function("L", real=True)


def _one_sided(side: str) -> Expr:
    return Function(f"D{side}", real=True)(beta)


def _no_residual_part(cell):
    """Second derivatives in the breakpoints against those of the squared changes of the network alone."""
    for i in cell.neurons:
        for j in cell.neurons:
            second = cell.derivative(f"beta{i}", f"beta{j}")
            yield second - cell[f"mu{i}"] * cell[f"mu{j}"] * cell.power_sum(0, i, j)


SLOPE = Theorem(
    id="C1a.slope",
    title="Slope of the loss along a breakpoint",
    chapter="loss_surface",
    statement=r"With $r_n$ the residuals of the rest of the network and $x_1, \dots, x_k$ the inputs that the "
    r"neuron sees. The last sum is that of the residuals $e_n$ over the data seen.",
    arguments=arguments(mu, beta, k_A),
    assumes=(CELL,),
    subject=Derivative(_loss_at(beta), beta),
    start=Derivative(_loss, beta),
    origin=Definition("data that the neuron does not see contribute a constant"),
    steps=(Step("=", -mu * total(_residual), Evaluate()),),
    instances=SEQUENCES,
)

CURVATURE = Theorem(
    id="C1a.curvature",
    title="Curvature of the loss along a breakpoint",
    chapter="loss_surface",
    statement=r"Between two neighbouring data the loss is a convex parabola in $\beta$, and it is constant where "
    r"the neuron sees nothing. For several breakpoints the second derivatives are $\mu_i \mu_j |A_i \cap A_j|$ on "
    r"each cell of the grid of the data: a Gram matrix, without negative eigenvalues.",
    arguments=arguments(mu, beta, k_A),
    assumes=(CELL,),
    subject=Derivative(_loss_at(beta), (beta, 2)),
    start=Derivative(_loss, (beta, 2)),
    steps=(Step("=", mu**2 * k_A, Evaluate("carry out both derivatives")),),
    instances=SEQUENCES,
    evidence=(exhaustive("second derivatives in the breakpoints, from the network", "spline", _no_residual_part),),
)

VERTEX = Theorem(
    id="C1a.vertex",
    title="Vertex of the parabola",
    chapter="loss_surface",
    statement=r"With $X_1$ the sum of the inputs seen and $R_1$ that of the residuals of the rest of the network: "
    r"the mean input seen, plus the mean residual over $\mu$. The vertex is a minimum of the loss only where it "
    r"falls into the gap that the parabola belongs to.",
    arguments=arguments(beta, nonzero_mu, R_1, X_1, k_A),
    assumes=(CELL, BENDS),
    subject=Eq(Derivative(_loss_at(beta), beta), 0),
    start=Eq(-nonzero_mu * (R_1 + nonzero_mu * (X_1 - k_A * beta)), 0),
    origin=By(SLOPE),
    steps=(Step("<=>", Eq(beta, X_1 / k_A + R_1 / (k_A * nonzero_mu)), Algebra(r"divide by $\mu^2 k$")),),
)

_vertex = T_1 / (k_A * nonzero_mu)

VERTEX_VALUE = Theorem(
    id="C1a.value",
    title="Loss around the vertex",
    chapter="loss_surface",
    statement=r"With $t_n = r_n + \mu x_n$, $T_1 = \sum t_n$ and $T_2 = \sum t_n^2$ over the data seen: the vertex "
    r"is at $T_1/(k\mu)$, and the loss there is half of the squared deviations of the $t_n$ from their mean. The "
    r"data that the neuron does not see add $\frac12 \sum r_n^2$.",
    arguments=arguments(beta, nonzero_mu, T_1, T_2, k_A),
    assumes=(CELL, BENDS),
    subject=_loss_at(beta),
    start=_half * (T_2 - 2 * nonzero_mu * beta * T_1 + nonzero_mu**2 * beta**2 * k_A),
    origin=Definition(r"half the sum of $(t_n - \mu\beta)^2$"),
    steps=(
        Step(
            "=",
            _half * (T_2 - T_1**2 / k_A) + _half * nonzero_mu**2 * k_A * (beta - _vertex) ** 2,
            Algebra("complete the square"),
        ),
    ),
)


def _beyond(sign: int) -> Expr:
    """Change of the half squares of the data seen besides the datum, when the breakpoint moves by sign * h."""
    return -sign * mu * h * E_1 + _half * mu**2 * h**2 * k_A


def _datum(change: Expr) -> Expr:
    """Change of the half square of the datum under the breakpoint."""
    return _half * (e_n + change) ** 2 - _half * e_n**2


RIGHT_AFTER = Theorem(
    id="C1b.right-plus",
    title="Right-facing neuron on a datum: derivative to the right",
    chapter="loss_surface",
    statement=r"The breakpoint leaves $x_n$ to the right. The datum stays unseen; $E = \sum_{m > n} e_m$ is the "
    r"sum over the $k$ data that the neuron sees.",
    arguments=arguments(mu, E_1, k_A, h),
    subject=_one_sided("^+"),
    start=_beyond(1) / h,
    origin=Definition(r"the difference quotient $(L(x_n + h) - L(x_n))/h$"),
    steps=(Step("=", -mu * E_1 + mu**2 * h * k_A / 2, Algebra("divide")), Step("=", -mu * E_1, TakeLimit(h, S.Zero))),
)

RIGHT_BEFORE = Theorem(
    id="C1b.right-minus",
    title="Right-facing neuron on a datum: derivative to the left",
    chapter="loss_surface",
    statement=r"The breakpoint leaves $x_n$ to the left, and the neuron now sees the datum too.",
    arguments=arguments(mu, E_1, e_n, k_A, h),
    subject=_one_sided("^-"),
    start=-(_datum(mu * h) + _beyond(-1)) / h,
    origin=Definition(r"the difference quotient $(L(x_n) - L(x_n - h))/h$"),
    steps=(
        Step("=", -mu * (E_1 + e_n) - mu**2 * h * (k_A + 1) / 2, Algebra("expand and divide")),
        Step("=", -mu * (E_1 + e_n), TakeLimit(h, S.Zero)),
    ),
)

LEFT_AFTER = Theorem(
    id="C1b.left-plus",
    title="Left-facing neuron on a datum: derivative to the right",
    chapter="loss_surface",
    statement=r"Now $E = \sum_{m < n} e_m$. A left-facing neuron meets the datum when its breakpoint moves to the "
    r"right.",
    arguments=arguments(mu, E_1, e_n, k_A, h),
    subject=_one_sided("^+"),
    start=(_datum(-mu * h) + _beyond(1)) / h,
    origin=Definition(r"the difference quotient $(L(x_n + h) - L(x_n))/h$"),
    steps=(
        Step("=", -mu * (E_1 + e_n) + mu**2 * h * (k_A + 1) / 2, Algebra("expand and divide")),
        Step("=", -mu * (E_1 + e_n), TakeLimit(h, S.Zero)),
    ),
)

LEFT_BEFORE = Theorem(
    id="C1b.left-minus",
    title="Left-facing neuron on a datum: derivative to the left",
    chapter="loss_surface",
    statement=r"The breakpoint leaves $x_n$ to the left, away from the data that the neuron sees.",
    arguments=arguments(mu, E_1, k_A, h),
    subject=_one_sided("^-"),
    start=-_beyond(-1) / h,
    origin=Definition(r"the difference quotient $(L(x_n) - L(x_n - h))/h$"),
    steps=(Step("=", -mu * E_1 - mu**2 * h * k_A / 2, Algebra("divide")), Step("=", -mu * E_1, TakeLimit(h, S.Zero))),
)


def _slopes_from_definition(rng: np.random.Generator) -> Finding:
    """One-sided derivatives of exact losses: the chord from a kink is a parabola, two chords give its slope there."""
    cases = 60
    for _ in range(cases):
        xs = sorted({int(value) for value in rng.integers(-9, 10, 7)})
        ys = [Fraction(int(value), 3) for value in rng.integers(-9, 10, len(xs))]
        at, sign = int(rng.integers(len(xs))), int(rng.choice([-1, 1]))
        weight, bend = Fraction(int(rng.integers(1, 9)), 4) * sign, Fraction(int(rng.integers(1, 9)) * 2 - 9, 5)

        def loss(place, weight=weight, bend=bend, xs=xs, ys=ys):
            return ExactFit.of([weight], [-weight * place], [bend / weight], Fraction(1, 7), xs, ys).loss

        e = ExactFit.of([weight], [-weight * xs[at]], [bend / weight], Fraction(1, 7), xs, ys).residuals()
        step = Fraction(1, 100)

        def slope(side, loss=loss, at=at, xs=xs, step=step):
            near, far = ((loss(xs[at] + side * k * step) - loss(Fraction(xs[at]))) / (k * step) for k in (1, 2))
            return side * (2 * near - far)

        seen = sum(e[at + 1 :], Fraction(0)) if sign > 0 else sum(e[:at], Fraction(0))
        plus, minus = slope(1), slope(-1)
        right = (plus, minus) == (
            (-bend * seen, -bend * (seen + e[at])) if sign > 0 else (-bend * (seen + e[at]), -bend * seen)
        )
        if not (right and plus - minus == sign * bend * e[at]):
            return Finding(False, float(plus - minus), f"x = {xs}, datum {at}, facing {sign}: jump {plus - minus}")
    return Finding(
        True, float(cases), f"both one-sided derivatives of {cases} random rational networks, and their jump"
    )


RIGHT_JUMP = Theorem(
    id="C1b.jump-right",
    title="Jump of the derivative at a datum, right-facing",
    chapter="loss_surface",
    statement=r"The derivative of the loss in $\beta$ jumps by $c\,e_n$ at $\beta = x_n$, where $c = \mu$ is the "
    r"change of slope at the breakpoint of a right-facing neuron and $e_n$ the residual at the kink, which is "
    r"continuous.",
    arguments=arguments(mu, E_1, e_n),
    subject=_one_sided("^+") - _one_sided("^-"),
    start=RIGHT_AFTER.conclusion - RIGHT_BEFORE.conclusion,
    origin=By(RIGHT_AFTER),
    steps=(Step("=", mu * e_n, Algebra("the other data cancel")),),
    evidence=(Evidence("one-sided derivatives from the loss itself", _slopes_from_definition, "exact"),),
    routines=("symspline.numerics.one_breakpoint.one_sided_derivatives",),
)

LEFT_JUMP = Theorem(
    id="C1b.jump-left",
    title="Jump of the derivative at a datum, left-facing",
    chapter="loss_surface",
    statement=r"For a left-facing neuron the change of slope at the breakpoint is $c = -\mu$, so that the jump is "
    r"$c\,e_n$ again.",
    arguments=arguments(mu, E_1, e_n),
    subject=_one_sided("^+") - _one_sided("^-"),
    start=LEFT_AFTER.conclusion - LEFT_BEFORE.conclusion,
    origin=By(LEFT_AFTER),
    steps=(Step("=", -mu * e_n, Algebra("the other data cancel")),),
)

_hinge = _half * (e_n + v * (nonzero_w * x + b)) ** 2


def _jump(id: str, title: str, statement: str, weight, slope: Expr, end: Expr) -> Theorem:
    """The jump of one derivative when w x + b comes from below to zero and goes on."""
    return Theorem(
        id=id,
        title=title,
        chapter="loss_surface",
        statement=statement,
        arguments=arguments(nonzero_w, b, v, x, e_n),
        subject=Function(f"jump_{weight.name}", real=True)(x),
        start=Derivative(_hinge, weight),
        origin=Definition(r"the datum adds nothing while $w x + b < 0$; $e$ is its residual without the neuron"),
        steps=(Step("=", slope, Evaluate()), Step("=", end, TakeLimit(b, -nonzero_w * x))),
    )


_seen = e_n + v * (nonzero_w * x + b)

JUMP_WEIGHT = _jump(
    "C1d.input-weight",
    "Jump in the input weight",
    r"When $w x + b$ becomes positive, $\partial L/\partial w$ jumps by $v\,e\,x$.",
    nonzero_w,
    v * x * _seen,
    v * x * e_n,
)
JUMP_BIAS = _jump(
    "C1d.bias",
    "Jump in the bias",
    r"$\partial L/\partial b$ jumps by $v\,e$. The second derivatives therefore contain $v\,e\,\delta(w x + b)$ "
    r"times the square of the vector $(x, 1)$.",
    b,
    v * _seen,
    v * e_n,
)
JUMP_OUTPUT = _jump(
    "C1d.output-weight",
    "No jump in the output weight",
    r"$\partial L/\partial v$ is continuous, like every derivative outside of the neuron.",
    v,
    (nonzero_w * x + b) * _seen,
    S.Zero,
)

TEXT = r"""
Move one breakpoint and hold everything else. Neuron $i$ contributes $\mu(x - \beta)$ to the data it sees: those
right of $\beta$ when it faces right, those left of it when it faces left. As long as $\beta$ stays between two
neighbouring data the set $A$ of the data seen does not change, and the loss $L = \frac12\sum_n e_n^2$ is a parabola
in $\beta$ with curvature $\mu^2 |A|$. Along the whole line the loss is continuous, and its knots can only be data.

At a datum the parabolas do not join smoothly. Their slopes differ by $c\,e_n$, where $c$ is the change of slope of
the function at the breakpoint and $e_n$ the residual there. A trap: $\mu = w v$ is the slope of the neuron on the
side it sees, and for a left-facing neuron the function bends by $c = -\mu$, not by $\mu$. In all cases $c =
|w|\,v$.

The sign of $c\,e_n$ decides what the kink can be. Where it is positive the loss has a convex corner, and the corner
may be a minimum; where it is negative it may be a strict maximum, and strict maxima along a breakpoint exist
nowhere else. Where $e_n = 0$ the loss is smooth. In the coordinates of the network the same corner appears when $w
x_n + b$ changes sign: $(\partial_w, \partial_b) L$ jumps by $v\,e_n\,(x_n, 1)$, and $\partial_v L$ does not jump.

A corner that is a minimum in $\beta$ is a local minimum in all coordinates together as soon as the remaining
coordinates are stationary with positive curvature: the linear growth in $\beta$ pays for every mixed term. Such
minima are not rare accidents. In the example the global best fit with one hinge is one of them, so a search among
the zeros of the gradient, or among piecewise least-squares fits, misses the best network.
"""

SECTION = Section(
    "C1",
    "The loss along one breakpoint",
    TEXT,
    (
        SLOPE,
        CURVATURE,
        VERTEX,
        VERTEX_VALUE,
        RIGHT_AFTER,
        RIGHT_BEFORE,
        LEFT_AFTER,
        LEFT_BEFORE,
        RIGHT_JUMP,
        LEFT_JUMP,
        *THEOREMS[:3],
        JUMP_WEIGHT,
        JUMP_BIAS,
        JUMP_OUTPUT,
        *THEOREMS[3:],
    ),
)
