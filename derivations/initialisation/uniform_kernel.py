r"""Kernels of uniform weights, and of weights of one size with a uniform bias (B18).

PyTorch draws the weights and biases of a linear layer from uniform laws. With half-widths $a_w$ and $a_b$, the
conditional mean square of the weight gives $\zeta(c) = m(c)^4/(8 a_w a_b)$ with $m(c) = \min(a_w, a_b/|c|)$: a
constant for $|c| \le r = a_b/a_w$ and a fourth power beyond. The kernel is then a polynomial inside, a rational
function outside, and contains no logarithm.

Four positions of the two inputs have to be told apart. When both are inside, the kernel is an affine part plus
$|x - y|^3$: the kernel of a cubic spline, so that on data inside $(-r, r)$ the network behaves like one, although
half of its breakpoints lie outside.

Where the inputs lie on opposite sides, the affine part is negative and large and the integral cancels it. The chain
therefore starts from the one-sided form there, and every term of its result is positive; the same lines serve for
floating point.

Weights of one size $\pm w_0$ with a uniform bias are the case that theory likes best: $\zeta$ is constant on its
whole support, and zero beyond it.
"""

from sympy import Abs, Expr, Integral, Max, Min, Piecewise, Rational, oo

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import collect, scales
from symspline.model.init import Init
from symspline.model.law import TwoPoint, Uniform
from symspline.proof.moves import Antiderivative, By, SplitCases
from symspline.proof.resting import Resting
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from .kernel import affine_part, bridge, k_0, k_1, k_w, kernels
from .uniform import from_zero, largest
from .vocabulary import HALF, a_b, a_w, b, c, s, t, w_0, x, y

B18 = Section(__name__, "B18", "Kernels of uniform weights")

EDGE = a_b / a_w
"""Zeta is constant up to here, and falls like the fourth power beyond."""
_LOW, _HIGH = Min(x, y), Max(x, y)
_FLAT = a_w**3 / (8 * a_b)
_AFFINE = affine_part(a_w**2, a_b**2) / 3
_BETWEEN = -(c**3) / 3 + (x + y) * c**2 / 2 - x * y * c  # an antiderivative of (y - c)(c - x)
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
    beyond = a_b**2 / 8 * (1 + a_w * near / (2 * a_b) + a_w * far / a_b * (HALF + a_w * near / (3 * a_b)))
    return _FLAT * ((far - near) * reach**2 / 2 + reach**3 / 3) + beyond


INSIDE = B18.theorem(
    "inside",
    "Uniform weights, both inputs inside",
    r"For $-r \le x \le y \le r$ with $r = a_b/a_w$: an affine part and a cube, as for a cubic spline.",
    k_1,
    _AFFINE + bridge(_FLAT),
    (_AFFINE + a_w**3 * (y - x) ** 3 / (96 * a_b), Antiderivative(c, _FLAT * _BETWEEN)),
    given=(Assumption(r"$-r \le x \le y \le r$", (x >= -EDGE) & (x <= y) & (y <= EDGE)),),
    origin=By("B16.kernel"),
)

OUTSIDE = B18.theorem(
    "outside",
    "Uniform weights, both inputs on one side",
    r"For $r \le x \le y$; both inputs to the left of $-r$ give the same by reflection.",
    k_1,
    _AFFINE + bridge(_steep(c)),
    (_AFFINE + a_b**3 * (y - x) ** 3 / (96 * a_w * x**2 * y**2), Antiderivative(c, -_steep_primitive(c, x, y))),
    given=(Assumption(r"$r \le x \le y$", (x > 0) & (x >= EDGE) & (x <= y) & (y > 0)),),
    origin=By("B16.kernel"),
)

_REFLECTED = (t + x) * (t + y) * _steep(t)

STRADDLE = B18.theorem(
    "straddle",
    "Uniform weights, one input inside",
    r"""For $-r \le x \le r \le y$; the other positions follow by reflection and by symmetry. Every term of the last
    line is positive, unlike those of the affine part and the integral over $(x, y)$.""",
    k_1,
    Integral((c - x) * (c - y) * _steep(c), (c, y, oo)) / 2
    + Integral((s + x) * (s + y) * _FLAT, (s, -x, EDGE)) / 2
    + Integral(_REFLECTED, (t, EDGE, oo)) / 2,
    Antiderivative(c, _steep_primitive(c, x, y)),
    (
        _from_outside(x, y) / 2
        + _FLAT * ((y - x) * (EDGE + x) ** 2 / 2 + (EDGE + x) ** 3 / 3) / 2
        + Integral(_REFLECTED, (t, EDGE, oo)) / 2,
        Antiderivative(s, _FLAT * (s**3 / 3 + (x + y) * s**2 / 2 + x * y * s)),
    ),
    (_from_outside(x, y) / 2 + _from_inside(x, y) / 2, Antiderivative(t, _steep_primitive(t, -x, -y))),
    given=(Assumption(r"$-r \le x \le r \le y$", (x >= -EDGE) & (x <= EDGE) & (y >= EDGE) & (y > 0)),),
    origin=r"one orientation each, the second reflected; $\zeta$ is even",
)

OPPOSITE = B18.theorem(
    "opposite",
    "Uniform weights, inputs on opposite sides",
    r"For $x \le -r$ and $r \le y$. The kernel decays here, while its affine part grows.",
    k_1,
    Integral((c - x) * (c - y) * _steep(c), (c, y, oo)) / 2 + Integral(_REFLECTED, (t, -x, oo)) / 2,
    Antiderivative(c, _steep_primitive(c, x, y)),
    Antiderivative(t, _steep_primitive(t, -x, -y)),
    given=(Assumption(r"$x \le -r$, $r \le y$", (x < 0) & (x <= -EDGE) & (y >= EDGE) & (y > 0)),),
    origin=r"one orientation each, the second reflected; $\zeta$ is even",
)

_INNER = (a_w * Abs(x) <= a_b) & (a_w * Abs(y) <= a_b)
_ONE_SIDE = (a_w * _LOW >= a_b) | (a_w * _HIGH <= -a_b)
_TWO_SIDES = (a_w * _LOW <= -a_b) & (a_w * _HIGH >= a_b)
_OUTER = Max(Abs(x), Abs(y))
_ZETA, _DENSITY = largest(c) ** 4 / (8 * a_w * a_b), largest(c) ** 2 / (4 * a_w * a_b)

KERNEL = B18.theorem(
    "kernel",
    "The kernel of uniform weights",
    """For $w$ uniform on $(-a_w, a_w)$ and $b$ on $(-a_b, a_b)$, any $x$ and $y$: the four positions in one line.
    Nothing but polynomials and their quotients, no logarithm.""",
    k_1,
    _AFFINE + bridge(_ZETA, _LOW, _HIGH),
    (
        Piecewise(
            (_AFFINE + a_w**3 * _GAP3 / (96 * a_b), _INNER),
            (_AFFINE + a_b**3 * _GAP3 / (96 * a_w * x**2 * y**2), _ONE_SIDE),
            (_from_outside(_LOW, _HIGH) / 2 + _from_outside(-_HIGH, -_LOW) / 2, _TWO_SIDES),
            (_from_outside(x * y / _OUTER, _OUTER) / 2 + _from_inside(x * y / _OUTER, _OUTER) / 2, True),
        ),
        Resting(
            SplitCases(
                "both inputs inside, on one side, on opposite sides, one inside; with $z$ the outer input, the inner "
                "is $xy/z$ up to a reflection of both"
            ),
            (INSIDE, OUTSIDE, OPPOSITE, STRADDLE),
        ),
    ),
    origin=By("B16.kernel"),
)


def _breakpoint_tail(place: Expr) -> Expr:
    """Probability of a breakpoint beyond a place."""
    size = a_w * place / a_b
    return Piecewise((1 / (4 * size), size >= 1), (HALF - size / 4, size >= -1), (1 + 1 / (4 * size), True))


def _zeta_tail(place: Expr) -> Expr:
    """Integral of zeta beyond a place, over the square of the half-width."""
    size = a_w * place / a_b
    inside = Rational(1, 6) - size / 8
    return Piecewise((1 / (24 * size**3), size >= 1), (inside, size >= -1), (Rational(1, 3) + 1 / (24 * size**3), True))


ACTIVITY = B18.theorem(
    "step",
    "Joint activity of uniform weights",
    "Half the probability of a breakpoint left of both inputs plus half that of one right of both.",
    k_0,
    HALF - Integral(_DENSITY, (c, _LOW, _HIGH)) / 2,
    Antiderivative(c, from_zero(c)),
    ((_breakpoint_tail(-_LOW) + _breakpoint_tail(_HIGH)) / 2, "inside and outside, on either side"),
    origin=By("B16.step"),
)

_REACH = Max(a_b, a_w * Abs(c))
SLOPES = B18.theorem(
    "slope",
    "Slope kernel of uniform weights",
    r"Half the integral of $\zeta$ left of both inputs plus half that right of both.",
    k_w,
    a_w**2 / 6 - Integral(_ZETA, (c, _LOW, _HIGH)) / 2,
    Antiderivative(c, a_w**3 * c * (Rational(1, 6) - (a_b / _REACH) ** 3 / 24) / _REACH),
    (a_w**2 * (_zeta_tail(-_LOW) + _zeta_tail(_HIGH)) / 2, "inside and outside, on either side"),
    origin=By("B16.slope"),
)

# Weights of one size.
_END = a_b / w_0
_LEFT, _RIGHT = Max(0, 1 + w_0 * _LOW / a_b), Max(0, 1 - w_0 * _HIGH / a_b)

BINARY_INSIDE = B18.theorem(
    "t.inside",
    "Weights of one size, both inputs inside",
    r"""For $w = \pm w_0$ and $b$ uniform on $(-a_b, a_b)$, $|x|, |y| \le a_b/w_0$: $\zeta$ is constant, and the
    kernel is that of a cubic spline.""",
    k_1,
    affine_part(w_0**2, a_b**2 / 3) + bridge(w_0**3 / (2 * a_b)),
    (
        (w_0**2 * x * y + a_b**2 / 3) / 2 + w_0**3 * (y - x) ** 3 / (24 * a_b),
        Antiderivative(c, w_0**3 / (2 * a_b) * _BETWEEN),
    ),
    given=(Assumption(r"$-a_b/w_0 \le x \le y \le a_b/w_0$", (x >= -_END) & (x <= y) & (y <= _END)),),
    origin=By("B16.kernel"),
)
_TO_THE_RIGHT = Max(0, w_0 * x + b) * Max(0, w_0 * y + b)
_TO_THE_LEFT = Max(0, -w_0 * x + b) * Max(0, -w_0 * y + b)

BINARY_KERNEL = B18.theorem(
    "t.kernel",
    "The kernel of weights of one size",
    r"""For $w = \pm w_0$ and $b$ uniform on $(-a_b, a_b)$, any $x$ and $y$, straight from the definition. Where no
    neuron can bend between the inputs and one end, the kernel is a polynomial of the second moments.""",
    k_1,
    Integral((_TO_THE_RIGHT + _TO_THE_LEFT) / (4 * a_b), (b, -a_b, a_b)),
    (
        Piecewise(
            ((w_0**2 * x * y + a_b**2 / 3) / 2, (w_0 * _LOW > a_b) | (w_0 * _HIGH < -a_b)),
            (a_b**2 / 4 * (w_0 * Abs(x - y) / a_b * (_LEFT**2 + _RIGHT**2) / 2 + (_LEFT**3 + _RIGHT**3) / 3), True),
        ),
        SplitCases("cubic polynomials on the range of biases for which both factors are positive"),
    ),
)

BINARY_ACTIVITY = B18.theorem(
    "t.step",
    "Joint activity of weights of one size",
    r"""For $w = \pm w_0$ and $b$ uniform on $(-a_b, a_b)$, the two orientations separately; each is a clipped affine
    function.""",
    k_0,
    Integral(Piecewise((1 / (4 * a_b), b > -w_0 * _LOW), (0, True)), (b, -a_b, a_b))
    + Integral(Piecewise((1 / (4 * a_b), b > w_0 * _HIGH), (0, True)), (b, -a_b, a_b)),
    (Min(2, _LEFT) / 4 + Min(2, _RIGHT) / 4, SplitCases("lengths of the ranges of active biases")),
)

BINARY_SLOPES = B18.theorem(
    "t.slope",
    "Slope kernel of weights of one size",
    r"For $w = \pm w_0$ and $b$ uniform on $(-a_b, a_b)$: the joint activity times $w_0^2$.",
    k_w,
    w_0**2 * BINARY_ACTIVITY.start,
    By(BINARY_ACTIVITY),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """The kernels of an initialisation with uniform biases and uniform or two-point input weights."""
    values = scales(init, Uniform)
    if isinstance(init.w, TwoPoint):
        return collect({**values, w_0: init.w.size}, kernels(BINARY_KERNEL, BINARY_ACTIVITY, BINARY_SLOPES))
    return collect(values, kernels(KERNEL, ACTIVITY, SLOPES))
