"""Kernels of uniform weights, and of weights of one size with a uniform bias (B18)."""

from sympy import Abs, And, Expr, Ge, Integral, Le, Max, Min, Or, Piecewise, Rational, oo

from symspline.answers.closed_form import ClosedForm
from symspline.model.init import Init
from symspline.model.law import TwoPoint, Uniform
from symspline.proof.moves import Antiderivative, By, Definition, SplitCases
from symspline.proof.theorem import Assumption, Section, Step, Theorem

from .arguments import arguments
from .kernel import KERNEL as ZETA_KERNEL
from .kernel import SLOPE, STEP, affine_part, bridge, k_0, k_1, k_w
from .vocabulary import a_b, a_w, b, c, s, t, w_0, x, y

EDGE = a_b / a_w
"""Zeta is constant up to here, and falls like the fourth power beyond."""
_HALF = Rational(1, 2)
_LOW, _HIGH = Min(x, y), Max(x, y)
_FLAT = a_w**3 / (8 * a_b)
_AFFINE = (a_w**2 * x * y + a_b**2) / 6
_GAP3 = Abs(x - y) ** 3


def _steep(place: Expr) -> Expr:
    return a_b**3 / (8 * a_w * place**4)


def _steep_primitive(place: Expr, low: Expr, high: Expr) -> Expr:
    """An antiderivative of ``(place - low)(place - high) zeta(place)`` beyond the edge."""
    return -(a_b**3) / (8 * a_w) * (1 / place - (low + high) / (2 * place**2) + low * high / (3 * place**3))


def _from_outside(near: Expr, far: Expr) -> Expr:
    """Integral of ``(c - near)(c - far) zeta(c)`` over c > far, for far beyond the edge."""
    return a_b**3 * (3 * far - near) / (48 * a_w * far**2)


def _from_inside(near: Expr, far: Expr) -> Expr:
    """Integral of ``(c + near)(c + far) zeta(c)`` over c > -near, for near inside the edge."""
    reach = EDGE + near
    beyond = a_b**2 / 8 * (1 + a_w * near / (2 * a_b) + a_w * far / a_b * (_HALF + a_w * near / (3 * a_b)))
    return _FLAT * ((far - near) * reach**2 / 2 + reach**3 / 3) + beyond


INSIDE = Theorem(
    id="B18.inside",
    title="Uniform weights, both inputs inside",
    chapter="initialisation",
    statement=r"For $-r \le x \le y \le r$ with $r = a_b/a_w$: an affine part and a cube, as for a cubic spline.",
    arguments=arguments(x, y, a_w, a_b),
    assumes=(Assumption(r"$-r \le x \le y \le r$", And(Le(-EDGE, x), Le(x, y), Le(y, EDGE))),),
    subject=k_1,
    start=affine_part(a_w**2, a_b**2) / 3 + bridge(_FLAT),
    origin=By(ZETA_KERNEL),
    steps=(
        Step(
            "=",
            _AFFINE + a_w**3 * (y - x) ** 3 / (96 * a_b),
            Antiderivative(c, _FLAT * (-(c**3) / 3 + (x + y) * c**2 / 2 - x * y * c)),
        ),
    ),
)

OUTSIDE = Theorem(
    id="B18.outside",
    title="Uniform weights, both inputs on one side",
    chapter="initialisation",
    statement=r"For $r \le x \le y$; both inputs to the left of $-r$ give the same by reflection.",
    arguments=arguments(x, y, a_w, a_b),
    assumes=(Assumption(r"$r \le x \le y$", And(Le(EDGE, x), Le(x, y))),),
    subject=k_1,
    start=affine_part(a_w**2, a_b**2) / 3 + bridge(_steep(c)),
    origin=By(ZETA_KERNEL),
    steps=(
        Step(
            "=",
            _AFFINE + a_b**3 * (y - x) ** 3 / (96 * a_w * x**2 * y**2),
            Antiderivative(c, -_steep_primitive(c, x, y)),
        ),
    ),
)

STRADDLE = Theorem(
    id="B18.straddle",
    title="Uniform weights, one input inside",
    chapter="initialisation",
    statement=r"For $-r \le x \le r \le y$; the other positions follow by reflection and by symmetry. Every "
    r"term of the last line is positive, unlike those of the affine part and the integral over "
    r"$(x, y)$.",
    arguments=arguments(x, y, a_w, a_b),
    assumes=(Assumption(r"$-r \le x \le r \le y$", And(Le(-EDGE, x), Le(x, EDGE), Le(EDGE, y))),),
    subject=k_1,
    start=Integral((c - x) * (c - y) * _steep(c), (c, y, oo)) / 2
    + Integral((s + x) * (s + y) * _FLAT, (s, -x, EDGE)) / 2
    + Integral((t + x) * (t + y) * _steep(t), (t, EDGE, oo)) / 2,
    origin=Definition(r"one orientation each, the second reflected; $\zeta$ is even"),
    steps=(
        Step(
            "=",
            _from_outside(x, y) / 2
            + Integral((s + x) * (s + y) * _FLAT, (s, -x, EDGE)) / 2
            + Integral((t + x) * (t + y) * _steep(t), (t, EDGE, oo)) / 2,
            Antiderivative(c, _steep_primitive(c, x, y)),
        ),
        Step(
            "=",
            _from_outside(x, y) / 2
            + _FLAT * ((y - x) * (EDGE + x) ** 2 / 2 + (EDGE + x) ** 3 / 3) / 2
            + Integral((t + x) * (t + y) * _steep(t), (t, EDGE, oo)) / 2,
            Antiderivative(s, _FLAT * (s**3 / 3 + (x + y) * s**2 / 2 + x * y * s)),
        ),
        Step("=", _from_outside(x, y) / 2 + _from_inside(x, y) / 2, Antiderivative(t, _steep_primitive(t, -x, -y))),
    ),
)

OPPOSITE = Theorem(
    id="B18.opposite",
    title="Uniform weights, inputs on opposite sides",
    chapter="initialisation",
    statement=r"For $x \le -r$ and $r \le y$. The kernel decays here, while its affine part grows.",
    arguments=arguments(x, y, a_w, a_b),
    assumes=(Assumption(r"$x \le -r$, $r \le y$", And(Le(x, -EDGE), Le(EDGE, y))),),
    subject=k_1,
    start=Integral((c - x) * (c - y) * _steep(c), (c, y, oo)) / 2
    + Integral((t + x) * (t + y) * _steep(t), (t, -x, oo)) / 2,
    origin=Definition(r"one orientation each, the second reflected; $\zeta$ is even"),
    steps=(
        Step(
            "=",
            _from_outside(x, y) / 2 + Integral((t + x) * (t + y) * _steep(t), (t, -x, oo)) / 2,
            Antiderivative(c, _steep_primitive(c, x, y)),
        ),
        Step("=", _from_outside(x, y) / 2 + _from_outside(-y, -x) / 2, Antiderivative(t, _steep_primitive(t, -x, -y))),
    ),
)

_INNER = And(Le(a_w * Abs(x), a_b), Le(a_w * Abs(y), a_b))
_ONE_SIDE = Or(Ge(a_w * _LOW, a_b), Le(a_w * _HIGH, -a_b))
_TWO_SIDES = And(Le(a_w * _LOW, -a_b), Ge(a_w * _HIGH, a_b))
_OUTER = Max(Abs(x), Abs(y))
_ZETA = Min(a_w, a_b / Abs(c)) ** 4 / (8 * a_w * a_b)
_DENSITY = Min(a_w, a_b / Abs(c)) ** 2 / (4 * a_w * a_b)

KERNEL = Theorem(
    id="B18.kernel",
    title="The kernel of uniform weights",
    chapter="initialisation",
    statement="For $w$ uniform on $(-a_w, a_w)$ and $b$ on $(-a_b, a_b)$, any $x$ and $y$: the four positions in one "
    "line. Nothing but polynomials and their quotients, no logarithm.",
    arguments=arguments(x, y, a_w, a_b),
    subject=k_1,
    start=affine_part(a_w**2, a_b**2) / 3 + bridge(_ZETA, _LOW, _HIGH),
    origin=By(ZETA_KERNEL),
    steps=(
        Step(
            "=",
            Piecewise(
                (_AFFINE + a_w**3 * _GAP3 / (96 * a_b), _INNER),
                (_AFFINE + a_b**3 * _GAP3 / (96 * a_w * x**2 * y**2), _ONE_SIDE),
                (_from_outside(_LOW, _HIGH) / 2 + _from_outside(-_HIGH, -_LOW) / 2, _TWO_SIDES),
                (_from_outside(x * y / _OUTER, _OUTER) / 2 + _from_inside(x * y / _OUTER, _OUTER) / 2, True),
            ),
            SplitCases(
                "both inputs inside (B18.inside), on one side (B18.outside), on opposite sides (B18.opposite), "
                "one inside (B18.straddle; with $z$ the outer input, the inner is $xy/z$ up to a reflection of "
                "both)"
            ),
        ),
    ),
)


def _breakpoint_tail(place: Expr) -> Expr:
    """Probability of a breakpoint beyond a place."""
    size = a_w * place / a_b
    return Piecewise((1 / (4 * size), size >= 1), (_HALF - size / 4, size >= -1), (1 + 1 / (4 * size), True))


def _zeta_tail(place: Expr) -> Expr:
    """Integral of zeta beyond a place, over the square of the half-width."""
    size = a_w * place / a_b
    inside = Rational(1, 6) - size / 8
    return Piecewise((1 / (24 * size**3), size >= 1), (inside, size >= -1), (Rational(1, 3) + 1 / (24 * size**3), True))


ACTIVITY = Theorem(
    id="B18.step",
    title="Joint activity of uniform weights",
    chapter="initialisation",
    statement=r"Half the probability of a breakpoint left of both inputs plus half that of one right of both.",
    arguments=arguments(x, y, a_w, a_b),
    subject=k_0,
    start=_HALF - Integral(_DENSITY, (c, _LOW, _HIGH)) / 2,
    origin=By(STEP),
    steps=(
        Step(
            "=",
            (_breakpoint_tail(-_LOW) + _breakpoint_tail(_HIGH)) / 2,
            SplitCases(r"the integrals of a constant inside and of $c^{-2}$ outside"),
        ),
    ),
)

SLOPES = Theorem(
    id="B18.slope",
    title="Slope kernel of uniform weights",
    chapter="initialisation",
    statement=r"Half the integral of $\zeta$ left of both inputs plus half that right of both.",
    arguments=arguments(x, y, a_w, a_b),
    subject=k_w,
    start=a_w**2 / 6 - Integral(_ZETA, (c, _LOW, _HIGH)) / 2,
    origin=By(SLOPE),
    steps=(
        Step(
            "=",
            a_w**2 * (_zeta_tail(-_LOW) + _zeta_tail(_HIGH)) / 2,
            SplitCases(r"the integrals of a constant inside and of $c^{-4}$ outside"),
        ),
    ),
)

# Weights of one size.
_END = a_b / w_0
_LEFT, _RIGHT = Max(0, 1 + w_0 * _LOW / a_b), Max(0, 1 - w_0 * _HIGH / a_b)

BINARY_INSIDE = Theorem(
    id="B18t.inside",
    title="Weights of one size, both inputs inside",
    chapter="initialisation",
    statement=r"For $w = \pm w_0$ and $b$ uniform on $(-a_b, a_b)$, $|x|, |y| \le a_b/w_0$: $\zeta$ is constant, and "
    r"the kernel is that of a cubic spline.",
    arguments=arguments(x, y, w_0, a_b),
    assumes=(Assumption(r"$-a_b/w_0 \le x \le y \le a_b/w_0$", And(Le(-_END, x), Le(x, y), Le(y, _END))),),
    subject=k_1,
    start=affine_part(w_0**2, a_b**2 / 3) + bridge(w_0**3 / (2 * a_b)),
    origin=By(ZETA_KERNEL),
    steps=(
        Step(
            "=",
            (w_0**2 * x * y + a_b**2 / 3) / 2 + w_0**3 * (y - x) ** 3 / (24 * a_b),
            Antiderivative(c, w_0**3 / (2 * a_b) * (-(c**3) / 3 + (x + y) * c**2 / 2 - x * y * c)),
        ),
    ),
)


def _binary(function) -> Expr:
    """Mean over the bias and over both signs of the weight."""
    both = function(w_0 * x + b, w_0 * y + b) + function(-w_0 * x + b, -w_0 * y + b)
    return Integral(both / (4 * a_b), (b, -a_b, a_b))


BINARY_KERNEL = Theorem(
    id="B18t.kernel",
    title="The kernel of weights of one size",
    chapter="initialisation",
    statement=r"For $w = \pm w_0$ and $b$ uniform on $(-a_b, a_b)$, any $x$ and $y$, straight from the definition. "
    r"Where no neuron can bend between the inputs and one end, the kernel is a polynomial of the second "
    r"moments.",
    arguments=arguments(x, y, w_0, a_b),
    subject=k_1,
    start=_binary(lambda first, second: Max(0, first) * Max(0, second)),
    steps=(
        Step(
            "=",
            Piecewise(
                ((w_0**2 * x * y + a_b**2 / 3) / 2, Or(w_0 * _LOW > a_b, w_0 * _HIGH < -a_b)),
                (a_b**2 / 4 * (w_0 * Abs(x - y) / a_b * (_LEFT**2 + _RIGHT**2) / 2 + (_LEFT**3 + _RIGHT**3) / 3), True),
            ),
            SplitCases("cubic polynomials on the range of biases for which both factors are positive"),
        ),
    ),
)

_ACTIVE = Min(2, Max(0, 1 + w_0 * _LOW / a_b)) / 4 + Min(2, Max(0, 1 - w_0 * _HIGH / a_b)) / 4

BINARY_ACTIVITY = Theorem(
    id="B18t.step",
    title="Joint activity of weights of one size",
    chapter="initialisation",
    statement=r"The two orientations separately; each is a clipped affine function.",
    arguments=arguments(x, y, w_0, a_b),
    subject=k_0,
    start=Integral(Piecewise((1 / (4 * a_b), b > -w_0 * _LOW), (0, True)), (b, -a_b, a_b))
    + Integral(Piecewise((1 / (4 * a_b), b > w_0 * _HIGH), (0, True)), (b, -a_b, a_b)),
    steps=(Step("=", _ACTIVE, SplitCases("lengths of the ranges of active biases")),),
)

BINARY_SLOPES = Theorem(
    id="B18t.slope",
    title="Slope kernel of weights of one size",
    chapter="initialisation",
    statement=r"The joint activity times $w_0^2$.",
    arguments=arguments(x, y, w_0, a_b),
    subject=k_w,
    start=w_0**2 * BINARY_ACTIVITY.start,
    steps=(Step("=", w_0**2 * _ACTIVE, By(BINARY_ACTIVITY)),),
)

TEXT = r"""
PyTorch draws the weights and biases of a linear layer from uniform laws. With half-widths $a_w$ and $a_b$, the
conditional mean square of the weight gives $\zeta(c) = m(c)^4/(8 a_w a_b)$ with $m(c) = \min(a_w, a_b/|c|)$: a
constant for $|c| \le r = a_b/a_w$ and a fourth power beyond. The kernel is then a polynomial inside, a rational
function outside, and contains no logarithm.

Four positions of the two inputs have to be told apart. When both are inside, the kernel is an affine part plus $|x
- y|^3$: the kernel of a cubic spline, so that on data inside $(-r, r)$ the network behaves like one, although half
of its breakpoints lie outside.

Where the inputs lie on opposite sides, the affine part is negative and large and the integral cancels it. The chain
therefore starts from the one-sided form there, and every term of its result is positive; the same lines serve for
floating point.

Weights of one size $\pm w_0$ with a uniform bias are the case that theory likes best: $\zeta$ is constant on its
whole support, and zero beyond it.
"""

SECTION = Section(
    "B18",
    "Kernels of uniform weights",
    TEXT,
    (
        INSIDE,
        OUTSIDE,
        STRADDLE,
        OPPOSITE,
        KERNEL,
        ACTIVITY,
        SLOPES,
        BINARY_INSIDE,
        BINARY_KERNEL,
        BINARY_ACTIVITY,
        BINARY_SLOPES,
    ),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """The kernels of an initialisation with uniform biases and uniform or two-point input weights."""
    if not isinstance(init.b, Uniform):
        return {}
    if isinstance(init.w, Uniform):
        values = {a_w: init.w.half_width, a_b: init.b.half_width}
        found = (KERNEL, ACTIVITY, SLOPES)
    elif isinstance(init.w, TwoPoint):
        values = {w_0: init.w.size, a_b: init.b.half_width}
        found = (BINARY_KERNEL, BINARY_ACTIVITY, BINARY_SLOPES)
    else:
        return {}
    names = ("kernel", "step_kernel", "slope_kernel")
    return {name: ClosedForm(theorem, (x, y), values) for name, theorem in zip(names, found, strict=True)}
