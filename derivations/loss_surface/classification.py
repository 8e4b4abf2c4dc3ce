"""What a critical point is: a local minimum of its whole cell, or a strict saddle (C3d)."""

from fractions import Fraction

import numpy as np
from sympy import Expr, Function, Rational, S

from symspline.evidence.brute_force import exhaustive
from symspline.evidence.exact_fit import ExactFit
from symspline.numerics.critical_points import critical_points
from symspline.numerics.inertia import Inertia, exact_inertia
from symspline.proof.moves import Algebra, Bound, By, Definition
from symspline.proof.theorem import Assumption, Evidence, Finding, Step, Theorem

from .arguments import arguments
from .data_seen import SEQUENCES, X, e, total
from .data_sets import D2
from .piecewise_least_squares import network_of_fit
from .vocabulary import X_0, X_1, Delta_X, c, g_v, gamma, k_A, mu, n, p_A, q_A, t

CELL = Assumption("no breakpoint sits on a datum")
ZERO_MOMENTS = Assumption(r"$p_i = q_i = 0$ for every neuron, and $\sum_n e_n = 0$")
MUTED = Assumption(r"$v = 0$, $w\,q + b\,p = 0$ and $(p, q) \neq (0, 0)$")

_half = Rational(1, 2)
_change = mu * X(n) - gamma
_growth = Function("Delta_L", real=True)


def _no_third_derivatives(cell):
    """In the coordinates of lines the loss is a polynomial of degree two on each cell."""
    for first in cell.parameters:
        for second in cell.parameters:
            for third in cell.parameters:
                yield cell.derivative(first, second, third)


EXPANSION = Theorem(
    id="C3d.expansion",
    title="The loss around a point of its cell",
    chapter="loss_surface",
    statement=r"A move by $(\mu, \gamma)$ in slope and intercept changes each value seen by $\mu x_n - \gamma$, "
    r"wherever on the cell one starts. The change of the loss is linear, $\mu q - \gamma p$, plus half a sum of "
    r"squares; several neurons and the output bias add their changes inside the squares.",
    arguments=arguments(mu, gamma, k_A),
    assumes=(CELL,),
    subject=_growth(mu, gamma),
    start=total((e(n) + _change) ** 2 - e(n) ** 2) * _half,
    steps=(Step("=", total(e(n) * _change + _change**2 / 2), Algebra("expand the squares")),),
    instances=SEQUENCES,
    evidence=(
        exhaustive("third derivatives in (mu, gamma, b0), from the network", "moment", _no_third_derivatives, 3),
    ),
)

_second_moment = (Delta_X + X_1**2) / X_0

MINIMUM = Theorem(
    id="C3d.minimum",
    title="Vanishing moments make a local minimum",
    chapter="loss_surface",
    statement=r"When the moments of all neurons vanish, the linear part is gone, and the loss does not decrease "
    r"anywhere in the cell: the point minimises the loss over its whole cell, and is a local minimum. Here for one "
    r"neuron, with $X_0 X_2 = X_1^2 + \Delta_X$. Since every critical point with all $v_i \neq 0$ is of this kind, "
    r"all of them are local minima, though rarely global ones.",
    arguments=arguments(mu, gamma, X_0, X_1, Delta_X),
    assumes=(CELL, ZERO_MOMENTS),
    subject=S.Zero,
    start=S.Zero,
    origin=By(EXPANSION),
    steps=(
        Step(
            "<=",
            ((mu * X_1 - gamma * X_0) ** 2 + mu**2 * Delta_X) / (2 * X_0),
            Bound("two squares over a positive number"),
        ),
        Step(
            "=",
            (mu**2 * _second_moment - 2 * mu * gamma * X_1 + gamma**2 * X_0) / 2,
            Algebra(r"the sum of $(\mu x_n - \gamma)^2$ over the data seen"),
        ),
    ),
)

_square = p_A**2 + q_A**2


def _form(step: Expr) -> Expr:
    """Second derivative of the loss along (q, p, step) in (w, b, v) where v = 0."""
    return 2 * q_A * step * q_A + 2 * p_A * step * p_A + step**2 * g_v


def _executed_saddle(rng: np.random.Generator) -> Finding:
    """A critical point with v = 0 whose Hessian has a negative eigenvalue in both systems of coordinates."""
    del rng
    saddle = ExactFit.of([1], [Fraction(-3, 2)], [0], 0, [0, 1, 2, 3], [1, 1, -3, 1])
    network, spline = (exact_inertia(saddle.hessian(kind)) for kind in ("network", "spline"))
    critical = not any(saddle.gradient()) and not any(saddle.gradient("spline"))
    passed = critical and network == Inertia(2, 1, 1) and spline == Inertia(2, 1, 0)
    text = f"gradient 0; eigenvalues +, -, 0: {tuple(network)} in the weights, {tuple(spline)} in the spline"
    return Finding(passed, float(network.negative), text)


def _enumerated_points_are_minima(rng: np.random.Generator) -> Finding:
    """Exact inertia of the Hessian at every piecewise least-squares fit of D2 with two or three pieces."""
    seen = []
    for pieces in (2, 3):
        for point in critical_points(D2.x, D2.y, pieces):
            signs = [int(s) for s in rng.choice([-1, 1], pieces - 1)]
            network = network_of_fit(point.breakpoints, point.delta_slopes, point.lines[0], signs, [1] * (pieces - 1))
            width = len(network.neurons)
            seen.append(exact_inertia(network.hessian()))
            if seen[-1] != (2 * pieces, 0, 3 * width + 1 - 2 * pieces):
                return Finding(False, float(len(seen)), f"breakpoints {point.breakpoints}: {seen[-1]}")
    text = f"{len(seen)} critical points: 2P positive eigenvalues, none negative, 3H + 1 - 2P zero"
    return Finding(True, float(len(seen)), text)


SADDLE = Theorem(
    id="C3d.saddle",
    title="A neuron with v = 0 and non-zero moments makes a strict saddle",
    chapter="loss_surface",
    statement=r"Where $v = 0$, the second derivatives in $(w, b, v)$ are $q$ and $p$ beside the last diagonal entry "
    r"$g = \sum (w x_n + b)^2 > 0$, and zero elsewhere. Along $(q, p, -(p^2 + q^2)/g)$ the loss curves downwards.",
    arguments=arguments(p_A, q_A, g_v),
    assumes=(CELL, MUTED),
    subject=_growth(q_A, p_A),
    start=_form(-_square / g_v),
    origin=Definition(r"the quadratic form of the matrix $(0, 0, q;\ 0, 0, p;\ q, p, g)$"),
    steps=(
        Step("=", -(_square**2) / g_v, Algebra("collect")),
        Step("<=", S.Zero, Bound(r"and smaller than zero unless $p = q = 0$")),
    ),
    evidence=(
        Evidence("an executed saddle", _executed_saddle, "exact"),
        Evidence("inertia at enumerated critical points", _enumerated_points_are_minima, "exact"),
    ),
)

SPLINE_SADDLE = Theorem(
    id="C3d.saddle-spline",
    title="The same saddle in breakpoint and delta-slope",
    chapter="loss_surface",
    statement=r"Where $\mu = 0$, the second derivatives in $(\beta, \mu)$ are $0$, $-p$ and $g = \sum (x_n - "
    r"\beta)^2$. Along $(p, t)$ the loss curves downwards for small $t$, most at $t = p^2/g$. The moment $p$ is "
    r"not zero: $q = \beta p$ holds at a critical point, and $p = 0$ would give $q = 0$ too.",
    arguments=arguments(p_A, g_v, t),
    assumes=(CELL, MUTED),
    subject=_growth(p_A, t),
    start=-2 * p_A**2 * t + g_v * t**2,
    origin=Definition(r"the quadratic form of the matrix $(0, -p;\ -p, g)$"),
    steps=(Step("=", g_v * (t - p_A**2 / g_v) ** 2 - p_A**4 / g_v, Algebra("complete the square")),),
)

NO_MAXIMUM = Theorem(
    id="C3d.no-maximum",
    title="No local maxima",
    chapter="loss_surface",
    statement=r"A move of the output bias alone, by $c$, adds $c \sum e_n$ and a square. At a critical point the "
    r"first vanishes, so that the loss grows whichever way the output bias moves.",
    arguments=arguments(c, k_A),
    subject=S.Zero,
    start=S.Zero,
    origin=By(EXPANSION),
    steps=(Step("<=", k_A * c**2 / 2, Bound("a square; here $k$ is the number of all data")),),
)

TEXT = r"""
Differentiable critical points come in two kinds only (C3d). On a cell the loss is a convex parabola in the lines of
the neurons; when all moments vanish its gradient there is zero, and the point is a minimum over the whole cell.
With all $v_i \neq 0$ this is the only case: every such critical point is a local minimum, the bad ones too. Local
minima that are not global are the rule on this surface, not the exception. Its Hessian then has $2P$ positive
eigenvalues for $P$ pieces with two data each, and zeros for all remaining directions: one for the scale of each
neuron, and one because the output bias repeats the bias of the neuron that sees everything.

The other kind needs a neuron with $v_i = 0$ whose moments do not vanish. The gradient asks only one equation of
such a neuron, and the second derivatives then have a negative eigenvalue: a strict saddle, in the weights as in
breakpoint and delta-slope. The executed example has $(2, 1, 1)$ positive, negative and zero eigenvalues in the
weights and $(2, 1, 0)$ in the spline. It is also a critical point that is no piecewise least-squares fit.
"""

THEOREMS = (EXPANSION, MINIMUM, SADDLE, SPLINE_SADDLE, NO_MAXIMUM)
