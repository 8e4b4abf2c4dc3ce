r"""Kernels of Laplace weights (B19).

Laplace weights give $\zeta(c) = 3\tau_w^3\tau_b^3/(\tau_b + \tau_w|c|)^4$: the same fourth power in the tails as
normal and uniform weights, with a kink at zero. The substitution $t = \tau_b + \tau_w c$ makes every integrand a
sum of three powers, and the kernel a rational function on each side of zero.

For inputs on one side the affine part and the cube are both positive. For inputs on opposite sides the affine part
may be negative, and the chain starts from the one-sided form, whose two terms are positive.
"""

from sympy import Abs, Expr, Integral, Max, Min, Piecewise, oo

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import collect, scales
from symspline.model.init import Init
from symspline.model.law import Laplace
from symspline.proof.moves import Antiderivative, By, SplitCases, Substitute
from symspline.proof.resting import Resting
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .kernel import affine_part, bridge, k_0, k_1, k_w, kernels
from .laplace import level
from .vocabulary import HALF, c, s, t, tau_b, tau_w, u, x, y

B19 = Section(__name__, "B19", "Kernels of Laplace weights")


def _zeta(distance: Expr) -> Expr:
    return 3 * tau_w**3 * tau_b**3 / level(distance) ** 4


def _primitive(level: Expr, first: Expr, second: Expr) -> Expr:
    """An antiderivative of ``(level - first)(level - second)/level^4``."""
    return -1 / level + (first + second) / (2 * level**2) - first * second / (3 * level**3)


def _far(near: Expr, far: Expr) -> Expr:
    """One orientation's part of the kernel of inputs at the distances `near` and `far` on opposite sides of zero."""
    return tau_b**3 * (2 * tau_b + 3 * tau_w * far + tau_w * near) / (4 * level(far) ** 2)


_P, _Q = level(x), level(y)
_AFFINE = affine_part(2 * tau_w**2, 2 * tau_b**2)

SAME_SIDE = B19.theorem(
    "same-side",
    "Laplace weights, inputs on one side",
    r"For $0 \le x \le y$; two negative inputs give the same by reflection.",
    k_1,
    _AFFINE + bridge(_zeta(c)),
    (
        _AFFINE - 3 * tau_b**3 / 2 * Integral((t - _P) * (t - _Q) / t**4, (t, _P, _Q)),
        Substitute(c, t, (t - tau_b) / tau_w, level(c)),
    ),
    (_AFFINE + tau_w**3 * tau_b**3 * (y - x) ** 3 / (4 * _P**2 * _Q**2), Antiderivative(t, _primitive(t, _P, _Q))),
    given=(Assumption(r"$0 \le x \le y$", (x >= 0) & (x <= y)),),
    origin=By("B16.kernel"),
)

_REFLECTED = Integral((s + x) * (s + y) * _zeta(s), (s, -x, oo)) / 2

OPPOSITE = B19.theorem(
    "opposite",
    "Laplace weights, inputs on opposite sides",
    r"For $x \le 0 \le y$, from the one-sided form, in which nothing cancels.",
    k_1,
    Integral((c - x) * (c - y) * _zeta(c), (c, y, oo)) / 2 + _REFLECTED,
    (
        3 * tau_b**3 / 2 * Integral((t - _P) * (t - _Q) / t**4, (t, _Q, oo)) + _REFLECTED,
        Substitute(c, t, (t - tau_b) / tau_w, level(c)),
    ),
    (_far(-x, y) + _REFLECTED, Antiderivative(t, _primitive(t, _P, _Q))),
    (
        _far(-x, y) + 3 * tau_b**3 / 2 * Integral((u - level(-x)) * (u - level(-y)) / u**4, (u, level(-x), oo)),
        Substitute(s, u, (u - tau_b) / tau_w, level(s)),
    ),
    (_far(-x, y) + _far(y, -x), Antiderivative(u, _primitive(u, level(-x), level(-y)))),
    given=(Assumption(r"$x \le 0 \le y$", (x <= 0) & (y >= 0)),),
    origin=r"one orientation each, the second reflected; $\zeta$ is even",
)

_X, _Y = level(Abs(x)), level(Abs(y))
_LOW, _HIGH = Min(x, y), Max(x, y)
_SAME = x * y >= 0

KERNEL = B19.theorem(
    "kernel",
    "The kernel of Laplace weights",
    r"For $w$ and $b$ Laplace with scales $\tau_w$ and $\tau_b$, any $x$ and $y$.",
    k_1,
    _AFFINE + bridge(_zeta(Abs(c)), _LOW, _HIGH),
    (
        Piecewise(
            (_AFFINE + tau_w**3 * tau_b**3 * Abs(x - y) ** 3 / (4 * _X**2 * _Y**2), _SAME),
            (_far(Abs(x), Abs(y)) + _far(Abs(y), Abs(x)), True),
        ),
        Resting(SplitCases("inputs on one side of zero, and on opposite sides"), (SAME_SIDE, OPPOSITE)),
    ),
    origin=By("B16.kernel"),
)

ACTIVITY = B19.theorem(
    "step",
    "Joint activity of Laplace weights",
    r"From the density $\tau_w\tau_b/(2(\tau_b + \tau_w|c|)^2)$ of the breakpoint.",
    k_0,
    HALF - Integral(tau_w * tau_b / (2 * level(Abs(c)) ** 2), (c, _LOW, _HIGH)) / 2,
    (
        Piecewise(
            (HALF - tau_w * tau_b * Abs(x - y) / (4 * _X * _Y), _SAME),
            (tau_b * (1 / _X + 1 / _Y) / 4, True),
        ),
        SplitCases(r"the antiderivative is $-\tau_b/(2(\tau_b + \tau_w c))$ for $c > 0$, and odd"),
    ),
    origin=By("B16.step"),
)
_X3, _Y3 = (tau_b / _X) ** 3, (tau_b / _Y) ** 3

SLOPES = B19.theorem(
    "slope",
    "Slope kernel of Laplace weights",
    r"From $\zeta(c) = 3\tau_w^3\tau_b^3/(\tau_b + \tau_w|c|)^4$.",
    k_w,
    tau_w**2 - Integral(_zeta(Abs(c)), (c, _LOW, _HIGH)) / 2,
    (
        Piecewise(
            (tau_w**2 * (1 - Abs(_X3 - _Y3) / 2), _SAME),
            (tau_w**2 * (_X3 + _Y3) / 2, True),
        ),
        SplitCases(r"the antiderivative is $-\tau_w^2\tau_b^3/(\tau_b + \tau_w c)^3$ for $c > 0$, and odd"),
    ),
    origin=By("B16.slope"),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """The kernels of an initialisation with Laplace input weights and biases."""
    return collect(scales(init, Laplace), kernels(KERNEL, ACTIVITY, SLOPES))
