"""Kernels of Laplace weights (B19)."""

from sympy import Abs, And, Expr, Integral, Le, Max, Min, Piecewise, Rational, oo

from symspline.answers.closed_form import ClosedForm
from symspline.model.init import Init
from symspline.model.law import Laplace
from symspline.proof.moves import Antiderivative, By, Definition, SplitCases, Substitute
from symspline.proof.theorem import Assumption, Section, Step, Theorem

from .arguments import arguments
from .kernel import KERNEL as ZETA_KERNEL
from .kernel import SLOPE, STEP, affine_part, bridge, k_0, k_1, k_w
from .vocabulary import c, s, t, tau_b, tau_w, u, x, y

_HALF = Rational(1, 2)


def _zeta(distance: Expr) -> Expr:
    return 3 * tau_w**3 * tau_b**3 / (tau_b + tau_w * distance) ** 4


def _level(place: Expr) -> Expr:
    return tau_b + tau_w * place


def _primitive(level: Expr, first: Expr, second: Expr) -> Expr:
    """An antiderivative of ``(level - first)(level - second)/level^4``."""
    return -1 / level + (first + second) / (2 * level**2) - first * second / (3 * level**3)


def _far(near: Expr, far: Expr) -> Expr:
    """One orientation's part of the kernel of inputs at the distances `near` and `far` on opposite sides of zero."""
    return tau_b**3 * (2 * tau_b + 3 * tau_w * far + tau_w * near) / (4 * _level(far) ** 2)


_P, _Q = _level(x), _level(y)

SAME_SIDE = Theorem(
    id="B19.same-side",
    title="Laplace weights, inputs on one side",
    chapter="initialisation",
    statement=r"For $0 \le x \le y$; two negative inputs give the same by reflection.",
    arguments=arguments(x, y, tau_w, tau_b),
    assumes=(Assumption(r"$0 \le x \le y$", And(Le(0, x), Le(x, y))),),
    subject=k_1,
    start=affine_part(2 * tau_w**2, 2 * tau_b**2) + bridge(_zeta(c)),
    origin=By(ZETA_KERNEL),
    steps=(
        Step(
            "=",
            tau_w**2 * x * y + tau_b**2 - 3 * tau_b**3 / 2 * Integral((t - _P) * (t - _Q) / t**4, (t, _P, _Q)),
            Substitute(c, t, (t - tau_b) / tau_w, _level(c)),
        ),
        Step(
            "=",
            tau_w**2 * x * y + tau_b**2 + tau_w**3 * tau_b**3 * (y - x) ** 3 / (4 * _P**2 * _Q**2),
            Antiderivative(t, _primitive(t, _P, _Q)),
        ),
    ),
)

OPPOSITE = Theorem(
    id="B19.opposite",
    title="Laplace weights, inputs on opposite sides",
    chapter="initialisation",
    statement=r"For $x \le 0 \le y$, from the one-sided form, in which nothing cancels.",
    arguments=arguments(x, y, tau_w, tau_b),
    assumes=(Assumption(r"$x \le 0 \le y$", And(Le(x, 0), Le(0, y))),),
    subject=k_1,
    start=Integral((c - x) * (c - y) * _zeta(c), (c, y, oo)) / 2
    + Integral((s + x) * (s + y) * _zeta(s), (s, -x, oo)) / 2,
    origin=Definition(r"one orientation each, the second reflected; $\zeta$ is even"),
    steps=(
        Step(
            "=",
            3 * tau_b**3 / 2 * Integral((t - _P) * (t - _Q) / t**4, (t, _Q, oo))
            + Integral((s + x) * (s + y) * _zeta(s), (s, -x, oo)) / 2,
            Substitute(c, t, (t - tau_b) / tau_w, _level(c)),
        ),
        Step(
            "=",
            _far(-x, y) + Integral((s + x) * (s + y) * _zeta(s), (s, -x, oo)) / 2,
            Antiderivative(t, _primitive(t, _P, _Q)),
        ),
        Step(
            "=",
            _far(-x, y) + 3 * tau_b**3 / 2 * Integral((u - _level(-x)) * (u - _level(-y)) / u**4, (u, _level(-x), oo)),
            Substitute(s, u, (u - tau_b) / tau_w, _level(s)),
        ),
        Step("=", _far(-x, y) + _far(y, -x), Antiderivative(u, _primitive(u, _level(-x), _level(-y)))),
    ),
)

_AX, _AY = Abs(x), Abs(y)
_LOW, _HIGH = Min(x, y), Max(x, y)
_SAME = x * y >= 0

KERNEL = Theorem(
    id="B19.kernel",
    title="The kernel of Laplace weights",
    chapter="initialisation",
    statement=r"For $w$ and $b$ Laplace with scales $\tau_w$ and $\tau_b$, any $x$ and $y$.",
    arguments=arguments(x, y, tau_w, tau_b),
    subject=k_1,
    start=affine_part(2 * tau_w**2, 2 * tau_b**2) + bridge(_zeta(Abs(c)), _LOW, _HIGH),
    origin=By(ZETA_KERNEL),
    steps=(
        Step(
            "=",
            Piecewise(
                (
                    tau_w**2 * x * y
                    + tau_b**2
                    + tau_w**3 * tau_b**3 * Abs(x - y) ** 3 / (4 * _level(_AX) ** 2 * _level(_AY) ** 2),
                    _SAME,
                ),
                (_far(_AX, _AY) + _far(_AY, _AX), True),
            ),
            SplitCases("inputs on one side of zero (B19.same-side) and on opposite sides (B19.opposite)"),
        ),
    ),
)

ACTIVITY = Theorem(
    id="B19.step",
    title="Joint activity of Laplace weights",
    chapter="initialisation",
    statement=r"From the density $\tau_w\tau_b/(2(\tau_b + \tau_w|c|)^2)$ of the breakpoint.",
    arguments=arguments(x, y, tau_w, tau_b),
    subject=k_0,
    start=_HALF - Integral(tau_w * tau_b / (2 * _level(Abs(c)) ** 2), (c, _LOW, _HIGH)) / 2,
    origin=By(STEP),
    steps=(
        Step(
            "=",
            Piecewise(
                (_HALF - tau_w * tau_b * Abs(x - y) / (4 * _level(_AX) * _level(_AY)), _SAME),
                (tau_b * (1 / _level(_AX) + 1 / _level(_AY)) / 4, True),
            ),
            SplitCases(r"the antiderivative is $-\tau_b/(2(\tau_b + \tau_w c))$ for $c > 0$, and odd"),
        ),
    ),
)


def _cube(distance: Expr) -> Expr:
    return tau_b**3 / _level(distance) ** 3


SLOPES = Theorem(
    id="B19.slope",
    title="Slope kernel of Laplace weights",
    chapter="initialisation",
    statement=r"From $\zeta(c) = 3\tau_w^3\tau_b^3/(\tau_b + \tau_w|c|)^4$.",
    arguments=arguments(x, y, tau_w, tau_b),
    subject=k_w,
    start=tau_w**2 - Integral(_zeta(Abs(c)), (c, _LOW, _HIGH)) / 2,
    origin=By(SLOPE),
    steps=(
        Step(
            "=",
            Piecewise(
                (tau_w**2 * (1 - Abs(_cube(_AX) - _cube(_AY)) / 2), _SAME),
                (tau_w**2 * (_cube(_AX) + _cube(_AY)) / 2, True),
            ),
            SplitCases(r"the antiderivative is $-\tau_w^2\tau_b^3/(\tau_b + \tau_w c)^3$ for $c > 0$, and odd"),
        ),
    ),
)

TEXT = r"""
Laplace weights give $\zeta(c) = 3\tau_w^3\tau_b^3/(\tau_b + \tau_w|c|)^4$: the same fourth power in the tails as
normal and uniform weights, with a kink at zero. The substitution $t = \tau_b + \tau_w c$ makes every integrand a
sum of three powers, and the kernel a rational function on each side of zero.

For inputs on one side the affine part and the cube are both positive. For inputs on opposite sides the affine part
may be negative, and the chain starts from the one-sided form, whose two terms are positive.
"""

SECTION = Section("B19", "Kernels of Laplace weights", TEXT, (SAME_SIDE, OPPOSITE, KERNEL, ACTIVITY, SLOPES))


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """The kernels of an initialisation with Laplace input weights and biases."""
    if not (isinstance(init.w, Laplace) and isinstance(init.b, Laplace)):
        return {}
    values = {tau_w: init.w.scale, tau_b: init.b.scale}
    found = {"kernel": KERNEL, "step_kernel": ACTIVITY, "slope_kernel": SLOPES}
    return {name: ClosedForm(theorem, (x, y), values) for name, theorem in found.items()}
