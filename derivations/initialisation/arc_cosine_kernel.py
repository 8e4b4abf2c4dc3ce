r"""Kernels of normal weights, correlated normal weights and rotation-invariant weights (B17).

For normal weights $\zeta(c)$ is proportional to $(\sigma_b^2 + \sigma_w^2 c^2)^{-2}$, and the integrals of B16 are
elementary after the substitution $c = \sigma_b s/\sigma_w$. They bring in the angle $\theta$ between the vectors
$(\sigma_w x, \sigma_b)$ and $(\sigma_w y, \sigma_b)$, and the result is the arc-cosine kernel of order one; the
probability of joint activity is the kernel of order zero.

Its name suggests a formula that should not be used. Near $x = y$ the arc cosine of a number close to one loses half
of the digits. The angle is $\operatorname{atan2}(N, D)$ with the area $N$ and the inner product $D$ of the two
vectors, which is exact there. For inputs of opposite signs far out, $N$ and $(\pi - \theta) D$ cancel; with
$\varphi = \pi - \theta = \operatorname{atan2}(N, -D)$ the kernel is $\sqrt{N^2 + D^2}\,(\sin\varphi -
\varphi\cos\varphi)/(2\pi)$, and the bracket is computed by its power series when $\varphi$ is small.

A correlation of weight and bias changes $N$ and $D$ and nothing else. A rotation-invariant pair $(w, b)$, the
uniform law on a circle among them, has the kernel of $\sigma_w = \sigma_b = 1$ times half of $\mathbb{E}\,R^2$: the
law of the radius matters only through its mean square.
"""

from sympy import Abs, Expr, Integral, Symbol, atan, atan2, pi, sin, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import collect, scales
from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal, RotationInvariant
from symspline.model.law import Normal
from symspline.proof.moves import Antiderivative, By, Known
from symspline.proof.section import Section
from symspline.special import angle_minus_sine, arc_cosine_sum

from ..references import stated_in
from .gaussian import DELTA, DENSITY_C, HIGH, IN_UNITS, INNER, LOW, OTHER, ZETA_C, angle, spread
from .hypotheses import CORRELATION, ORDERED_KERNEL
from .kernel import affine_part, bridge, k_0, k_1, k_w, kernels
from .vocabulary import HALF, R, c, rho, s, sigma_b, sigma_w, x, y

B17 = Section(__name__, "B17", "Arc-cosine kernels")

_ADDITION = Known(
    r"the difference of the arctangents is the angle $\theta = \operatorname{atan2}(N, D)$",
    "addition theorem of the tangent",
)
FROM_KERNEL, FROM_STEP, FROM_SLOPE = (
    {"given": (ORDERED_KERNEL,), "origin": By(f"B16.{name}")} for name in ("kernel", "step", "slope")
)
CORRELATED = {"given": (ORDERED_KERNEL, CORRELATION)}


def _unit_bridge(low: Expr, high: Expr, place: Expr = s) -> Expr:
    """An antiderivative of ``(high - s)(s - low)/(1 + s^2)^2``, at a place."""
    return -(1 + low * high) / 2 * atan(place) + (place * (1 - low * high) - low - high) / (2 * (1 + place**2))


def _angle(across: Expr, along: Expr) -> Expr:
    """The angle ``pi - theta``, without a subtraction."""
    return atan2(across, -along)


def _less(phi: Expr, ratio: Expr, delta: Expr) -> Expr:
    """The angle ``phi`` less ``ratio cos(delta)`` where its sine is ``ratio``, without a cancellation."""
    return angle_minus_sine(phi) + 2 * ratio * sin(delta / 2) ** 2


N, D = sigma_w * sigma_b * Abs(x - y), INNER
THETA, PHI = angle(Abs(x - y)), _angle(N, D)
_AFFINE = affine_part(sigma_w**2, sigma_b**2)
_TURN = atan(HIGH) - atan(LOW)
_WORDS = r"""For independent $w \sim N(0, \sigma_w^2)$ and $b \sim N(0, \sigma_b^2)$, with $N =
    \sigma_w\sigma_b|x - y|$, $D = \sigma_b^2 + \sigma_w^2 xy$ and $\theta = \operatorname{atan2}(N, D)$"""

KERNEL = B17.theorem(
    "kernel",
    "The arc-cosine kernel",
    _WORDS + r", $k_1 = \bigl(N + (\pi - \theta) D\bigr)/(2\pi)$.",
    k_1,
    _AFFINE + bridge(ZETA_C),
    (_AFFINE + sigma_b**2 / pi * Integral((HIGH - s) * (s - LOW) / (1 + s**2) ** 2, (s, LOW, HIGH)), IN_UNITS),
    ((sigma_w * sigma_b * (y - x) + (pi - _TURN) * D) / (2 * pi), Antiderivative(s, _unit_bridge(LOW, HIGH))),
    ((N + (pi - THETA) * D) / (2 * pi), _ADDITION),
    **FROM_KERNEL,
    compute=arc_cosine_sum(N, D) / (2 * pi),
    source=stated_in(cho2009="twice it is the arc-cosine kernel of order one"),
)

ACTIVITY = B17.theorem(
    "step",
    "Joint activity of normal weights",
    _WORDS + r", $k_0 = (\pi - \theta)/(2\pi)$.",
    k_0,
    HALF - Integral(DENSITY_C, (c, x, y)) / 2,
    (HALF - Integral(1 / (1 + s**2), (s, LOW, HIGH)) / (2 * pi), IN_UNITS),
    ((pi - _TURN) / (2 * pi), Antiderivative(s, atan(s))),
    ((pi - THETA) / (2 * pi), _ADDITION),
    **FROM_STEP,
    compute=PHI / (2 * pi),
    source=stated_in(cho2009="twice it is the arc-cosine kernel of order zero"),
)

SLOPES = B17.theorem(
    "slope",
    "Slope kernel of normal weights",
    _WORDS + ".",
    k_w,
    sigma_w**2 / 2 - Integral(ZETA_C, (c, x, y)) / 2,
    (sigma_w**2 / 2 - sigma_w**2 / pi * Integral(1 / (1 + s**2) ** 2, (s, LOW, HIGH)), IN_UNITS),
    (
        sigma_w**2 / (2 * pi) * (pi - _TURN - sigma_w * sigma_b * (y - x) * OTHER / (spread(x) * spread(y))),
        Antiderivative(s, (atan(s) + s / (1 + s**2)) / 2),
    ),
    (sigma_w**2 / (2 * pi) * (pi - THETA - N * OTHER / (spread(x) * spread(y))), _ADDITION),
    **FROM_SLOPE,
    compute=sigma_w**2 / (2 * pi) * _less(PHI, N / (sqrt(spread(x)) * sqrt(spread(y))), DELTA),
)

# Correlated weights: kappa = E[wb], and the determinant of the covariance is _WIDE^2.
_KAPPA = rho * sigma_w * sigma_b
_WIDE = sigma_w * sigma_b * sqrt(1 - rho**2)


def _q(place: Expr) -> Expr:
    return sigma_b**2 + 2 * _KAPPA * place + sigma_w**2 * place**2


def _tangent(place: Expr) -> Expr:
    return (sigma_w**2 * place + _KAPPA) / _WIDE


CN, CD = _WIDE * Abs(x - y), sigma_b**2 + _KAPPA * (x + y) + sigma_w**2 * x * y
CTHETA, CPHI = atan2(CN, CD), _angle(CN, CD)
_CTURN = atan(_tangent(y)) - atan(_tangent(x))
_CG = _WIDE**2 - (sigma_w**2 * x + _KAPPA) * (sigma_w**2 * y + _KAPPA)
_CDELTA = atan2(_WIDE * (sigma_w**2 * (x + y) + 2 * _KAPPA), _CG)
_CZETA = 2 * _WIDE**3 / (pi * _q(c) ** 2)
_CWORDS = r"""For normal $w$ and $b$ with correlation $\rho$; $\theta = \operatorname{atan2}(N, D)$ with $N =
    \sigma_w\sigma_b\sqrt{1 - \rho^2}\,|x - y|$ and $D = \mathbb{E}[(wx + b)(wy + b)]$."""

CORRELATED_KERNEL = B17.theorem(
    "c.kernel",
    "The arc-cosine kernel of correlated weights",
    _CWORDS,
    k_1,
    affine_part(sigma_w**2, sigma_b**2, _KAPPA) + bridge(_CZETA),
    (
        (_WIDE * (y - x) + (pi - _CTURN) * CD) / (2 * pi),
        Antiderivative(c, 2 * _WIDE**2 / (pi * sigma_w**2) * _unit_bridge(*map(_tangent, (x, y, c)))),
    ),
    ((CN + (pi - CTHETA) * CD) / (2 * pi), _ADDITION),
    **FROM_KERNEL | CORRELATED,
    compute=arc_cosine_sum(CN, CD) / (2 * pi),
)

CORRELATED_ACTIVITY = B17.theorem(
    "c.step",
    "Joint activity of correlated weights",
    _CWORDS,
    k_0,
    HALF - Integral(_WIDE / (pi * _q(c)), (c, x, y)) / 2,
    ((pi - _CTURN) / (2 * pi), Antiderivative(c, atan(_tangent(c)) / pi)),
    ((pi - CTHETA) / (2 * pi), _ADDITION),
    **FROM_STEP | CORRELATED,
    compute=CPHI / (2 * pi),
)

CORRELATED_SLOPES = B17.theorem(
    "c.slope",
    "Slope kernel of correlated weights",
    _CWORDS,
    k_w,
    sigma_w**2 / 2 - Integral(_CZETA, (c, x, y)) / 2,
    (
        sigma_w**2 / (2 * pi) * (pi - _CTURN - _WIDE * (y - x) * _CG / (sigma_w**2 * _q(x) * _q(y))),
        Antiderivative(c, sigma_w**2 / pi * (atan(_tangent(c)) + _tangent(c) / (1 + _tangent(c) ** 2))),
    ),
    (sigma_w**2 / (2 * pi) * (pi - CTHETA - CN * _CG / (sigma_w**2 * _q(x) * _q(y))), _ADDITION),
    **FROM_SLOPE | CORRELATED,
    compute=sigma_w**2 / (2 * pi) * _less(CPHI, CN / (sqrt(_q(x)) * sqrt(_q(y))), _CDELTA),
)

# Rotation-invariant weights: R^2 stands for E[w^2 + b^2].
_RN, _RD = Abs(x - y), 1 + x * y
_RTURN, _RTHETA, _RPHI = atan(y) - atan(x), atan2(_RN, _RD), _angle(_RN, _RD)
_RZETA = R**2 / (pi * (1 + c**2) ** 2)
_RWORDS = r"""For $(w, b)$ in a direction uniform on the circle and of any independent length, $R^2 = \mathbb{E}[w^2 +
    b^2]$: """
ROUND_KERNEL = B17.theorem(
    "r.kernel",
    "The kernel of rotation-invariant weights",
    _RWORDS + r"the arc-cosine kernel of $\sigma_w = \sigma_b = 1$, times $R^2/2$.",
    k_1,
    affine_part(R**2 / 2, R**2 / 2) + bridge(_RZETA),
    (R**2 * (y - x + (pi - _RTURN) * _RD) / (4 * pi), Antiderivative(c, R**2 / pi * _unit_bridge(x, y, c))),
    (R**2 * (_RN + (pi - _RTHETA) * _RD) / (4 * pi), _ADDITION),
    **FROM_KERNEL,
    compute=R**2 * arc_cosine_sum(_RN, _RD) / (4 * pi),
)

ROUND_ACTIVITY = B17.theorem(
    "r.step",
    "Joint activity of rotation-invariant weights",
    _RWORDS + "the length does not matter.",
    k_0,
    HALF - Integral(1 / (pi * (1 + c**2)), (c, x, y)) / 2,
    ((pi - _RTURN) / (2 * pi), Antiderivative(c, atan(c) / pi)),
    ((pi - _RTHETA) / (2 * pi), _ADDITION),
    **FROM_STEP,
    compute=_RPHI / (2 * pi),
)

ROUND_SLOPES = B17.theorem(
    "r.slope",
    "Slope kernel of rotation-invariant weights",
    _RWORDS + r"half of $\mathbb{E}\,R^2$ is $\mathbb{E}\,w^2$.",
    k_w,
    R**2 / 4 - Integral(_RZETA, (c, x, y)) / 2,
    (
        R**2 / (4 * pi) * (pi - _RTURN - (y - x) * (1 - x * y) / ((1 + x**2) * (1 + y**2))),
        Antiderivative(c, R**2 / (2 * pi) * (atan(c) + c / (1 + c**2))),
    ),
    (R**2 / (4 * pi) * (pi - _RTHETA - _RN * (1 - x * y) / ((1 + x**2) * (1 + y**2))), _ADDITION),
    **FROM_SLOPE,
    compute=R**2 / (4 * pi) * _less(_RPHI, _RN / (sqrt(1 + x**2) * sqrt(1 + y**2)), atan2(x + y, 1 - x * y)),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """The kernels of an initialisation with normal or rotation-invariant input weights and biases."""
    law = init.wb
    if isinstance(law, BivariateNormal) and law.mean_w == 0 == law.mean_b:
        values: dict[Symbol, Expr] = {sigma_w: law.sigma_w, sigma_b: law.sigma_b, rho: law.correlation}
        return collect(values, kernels(CORRELATED_KERNEL, CORRELATED_ACTIVITY, CORRELATED_SLOPES))
    if isinstance(law, RotationInvariant):
        values = {R: sqrt(law.radius.mean_square)}
        return collect(values, kernels(ROUND_KERNEL, ROUND_ACTIVITY, ROUND_SLOPES))
    return collect(scales(init, Normal, mean=0), kernels(KERNEL, ACTIVITY, SLOPES))
