"""Kernels of normal weights, correlated normal weights and rotation-invariant weights (B17)."""

from sympy import Abs, Expr, Integral, Rational, atan, atan2, pi, sin, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal, RotationInvariant
from symspline.model.law import Normal
from symspline.proof.moves import Antiderivative, By, Known, Substitute
from symspline.proof.theorem import Section, Step, Theorem
from symspline.special import angle_minus_sine, arc_cosine_sum

from .arguments import arguments
from .kernel import KERNEL as ZETA_KERNEL
from .kernel import ORDERED, SLOPE, STEP, affine_part, bridge, k_0, k_1, k_w
from .vocabulary import R, c, rho, s, sigma_b, sigma_w, x, y

_ADDITION = Known(
    r"the difference of the arctangents is the angle $\theta = \operatorname{atan2}(N, D)$",
    "addition theorem of the tangent",
)


def _unit_bridge(low: Expr, high: Expr) -> Expr:
    """An antiderivative of ``(high - s)(s - low)/(1 + s^2)^2``."""
    return -(1 + low * high) / 2 * atan(s) + (s * (1 - low * high) - low - high) / (2 * (1 + s**2))


def _angle(across: Expr, along: Expr) -> Expr:
    """The angle ``pi - theta``, without a subtraction."""
    return atan2(across, -along)


N, D = sigma_w * sigma_b * Abs(x - y), sigma_b**2 + sigma_w**2 * x * y
THETA, PHI = atan2(N, D), _angle(N, D)
_S2X, _S2Y = sigma_b**2 + sigma_w**2 * x**2, sigma_b**2 + sigma_w**2 * y**2
_ZETA = 2 * sigma_w**3 * sigma_b**3 / (pi * (sigma_b**2 + sigma_w**2 * c**2) ** 2)
_DENSITY = sigma_w * sigma_b / (pi * (sigma_b**2 + sigma_w**2 * c**2))
_LOW, _HIGH = sigma_w * x / sigma_b, sigma_w * y / sigma_b
_TURN = atan(_HIGH) - atan(_LOW)
_SCALE = Substitute(c, s, sigma_b * s / sigma_w, sigma_w * c / sigma_b)
_WORDS = (
    r"For independent $w \sim N(0, \sigma_w^2)$ and $b \sim N(0, \sigma_b^2)$, with $N = \sigma_w\sigma_b|x - y|$, "
)
_WORDS += r"$D = \sigma_b^2 + \sigma_w^2 xy$ and $\theta = \operatorname{atan2}(N, D)$"

KERNEL = Theorem(
    id="B17.kernel",
    title="The arc-cosine kernel",
    chapter="initialisation",
    statement=_WORDS + r", $k_1 = \bigl(N + (\pi - \theta) D\bigr)/(2\pi)$.",
    arguments=arguments(x, y, sigma_w, sigma_b),
    assumes=(ORDERED,),
    subject=k_1,
    start=affine_part(sigma_w**2, sigma_b**2) + bridge(_ZETA),
    origin=By(ZETA_KERNEL),
    steps=(
        Step(
            "=",
            affine_part(sigma_w**2, sigma_b**2)
            + sigma_b**2 / pi * Integral((_HIGH - s) * (s - _LOW) / (1 + s**2) ** 2, (s, _LOW, _HIGH)),
            _SCALE,
        ),
        Step(
            "=",
            (sigma_w * sigma_b * (y - x) + (pi - _TURN) * D) / (2 * pi),
            Antiderivative(s, _unit_bridge(_LOW, _HIGH)),
        ),
        Step("=", (N + (pi - THETA) * D) / (2 * pi), _ADDITION),
    ),
    compute=arc_cosine_sum(N, D) / (2 * pi),
)

ACTIVITY = Theorem(
    id="B17.step",
    title="Joint activity of normal weights",
    chapter="initialisation",
    statement=_WORDS + r", $k_0 = (\pi - \theta)/(2\pi)$.",
    arguments=arguments(x, y, sigma_w, sigma_b),
    assumes=(ORDERED,),
    subject=k_0,
    start=Rational(1, 2) - Integral(_DENSITY, (c, x, y)) / 2,
    origin=By(STEP),
    steps=(
        Step("=", Rational(1, 2) - Integral(1 / (1 + s**2), (s, _LOW, _HIGH)) / (2 * pi), _SCALE),
        Step("=", (pi - _TURN) / (2 * pi), Antiderivative(s, atan(s))),
        Step("=", (pi - THETA) / (2 * pi), _ADDITION),
    ),
    compute=PHI / (2 * pi),
)

_DELTA = atan2(sigma_w * sigma_b * (x + y), sigma_b**2 - sigma_w**2 * x * y)

SLOPES = Theorem(
    id="B17.slope",
    title="Slope kernel of normal weights",
    chapter="initialisation",
    statement=_WORDS + ".",
    arguments=arguments(x, y, sigma_w, sigma_b),
    assumes=(ORDERED,),
    subject=k_w,
    start=sigma_w**2 / 2 - Integral(_ZETA, (c, x, y)) / 2,
    origin=By(SLOPE),
    steps=(
        Step("=", sigma_w**2 / 2 - sigma_w**2 / pi * Integral(1 / (1 + s**2) ** 2, (s, _LOW, _HIGH)), _SCALE),
        Step(
            "=",
            sigma_w**2
            / (2 * pi)
            * (pi - _TURN - sigma_w * sigma_b * (y - x) * (sigma_b**2 - sigma_w**2 * x * y) / (_S2X * _S2Y)),
            Antiderivative(s, (atan(s) + s / (1 + s**2)) / 2),
        ),
        Step(
            "=", sigma_w**2 / (2 * pi) * (pi - THETA - N * (sigma_b**2 - sigma_w**2 * x * y) / (_S2X * _S2Y)), _ADDITION
        ),
    ),
    compute=sigma_w**2 / (2 * pi) * (angle_minus_sine(PHI) + 2 * N / (sqrt(_S2X) * sqrt(_S2Y)) * sin(_DELTA / 2) ** 2),
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
_CWORDS = r"For normal $w$ and $b$ with correlation $\rho$; $\theta = \operatorname{atan2}(N, D)$ with "
_CWORDS += r"$N = \sigma_w\sigma_b\sqrt{1 - \rho^2}\,|x - y|$ and $D = \mathbb{E}[(wx + b)(wy + b)]$."

CORRELATED_KERNEL = Theorem(
    id="B17c.kernel",
    title="The arc-cosine kernel of correlated weights",
    chapter="initialisation",
    statement=_CWORDS,
    arguments=arguments(x, y, sigma_w, sigma_b, rho),
    assumes=(ORDERED,),
    subject=k_1,
    start=affine_part(sigma_w**2, sigma_b**2, _KAPPA) + bridge(_CZETA),
    origin=By(ZETA_KERNEL),
    steps=(
        Step(
            "=",
            (_WIDE * (y - x) + (pi - _CTURN) * CD) / (2 * pi),
            Antiderivative(
                c, 2 * _WIDE**2 / (pi * sigma_w**2) * _unit_bridge(_tangent(x), _tangent(y)).subs(s, _tangent(c))
            ),
        ),
        Step("=", (CN + (pi - CTHETA) * CD) / (2 * pi), _ADDITION),
    ),
    compute=arc_cosine_sum(CN, CD) / (2 * pi),
)

CORRELATED_ACTIVITY = Theorem(
    id="B17c.step",
    title="Joint activity of correlated weights",
    chapter="initialisation",
    statement=_CWORDS,
    arguments=arguments(x, y, sigma_w, sigma_b, rho),
    assumes=(ORDERED,),
    subject=k_0,
    start=Rational(1, 2) - Integral(_WIDE / (pi * _q(c)), (c, x, y)) / 2,
    origin=By(STEP),
    steps=(
        Step("=", (pi - _CTURN) / (2 * pi), Antiderivative(c, atan(_tangent(c)) / pi)),
        Step("=", (pi - CTHETA) / (2 * pi), _ADDITION),
    ),
    compute=CPHI / (2 * pi),
)

CORRELATED_SLOPES = Theorem(
    id="B17c.slope",
    title="Slope kernel of correlated weights",
    chapter="initialisation",
    statement=_CWORDS,
    arguments=arguments(x, y, sigma_w, sigma_b, rho),
    assumes=(ORDERED,),
    subject=k_w,
    start=sigma_w**2 / 2 - Integral(_CZETA, (c, x, y)) / 2,
    origin=By(SLOPE),
    steps=(
        Step(
            "=",
            sigma_w**2 / (2 * pi) * (pi - _CTURN - _WIDE * (y - x) * _CG / (sigma_w**2 * _q(x) * _q(y))),
            Antiderivative(c, sigma_w**2 / pi * (atan(_tangent(c)) + _tangent(c) / (1 + _tangent(c) ** 2))),
        ),
        Step("=", sigma_w**2 / (2 * pi) * (pi - CTHETA - CN * _CG / (sigma_w**2 * _q(x) * _q(y))), _ADDITION),
    ),
    compute=sigma_w**2
    / (2 * pi)
    * (angle_minus_sine(CPHI) + 2 * CN / (sqrt(_q(x)) * sqrt(_q(y))) * sin(_CDELTA / 2) ** 2),
)

# Rotation-invariant weights: R^2 stands for E[w^2 + b^2].
_RN, _RD = Abs(x - y), 1 + x * y
_RTURN, _RTHETA, _RPHI = atan(y) - atan(x), atan2(_RN, _RD), _angle(_RN, _RD)
_RZETA = R**2 / (pi * (1 + c**2) ** 2)
_RWORDS = (
    r"For $(w, b)$ in a direction uniform on the circle and of any independent length, $R^2 = \mathbb{E}[w^2 + b^2]$: "
)

ROUND_KERNEL = Theorem(
    id="B17r.kernel",
    title="The kernel of rotation-invariant weights",
    chapter="initialisation",
    statement=_RWORDS + r"the arc-cosine kernel of $\sigma_w = \sigma_b = 1$, times $R^2/2$.",
    arguments=arguments(x, y, R),
    assumes=(ORDERED,),
    subject=k_1,
    start=affine_part(R**2 / 2, R**2 / 2) + bridge(_RZETA),
    origin=By(ZETA_KERNEL),
    steps=(
        Step(
            "=",
            R**2 * (y - x + (pi - _RTURN) * _RD) / (4 * pi),
            Antiderivative(c, R**2 / pi * _unit_bridge(x, y).subs(s, c)),
        ),
        Step("=", R**2 * (_RN + (pi - _RTHETA) * _RD) / (4 * pi), _ADDITION),
    ),
    compute=R**2 * arc_cosine_sum(_RN, _RD) / (4 * pi),
)

ROUND_ACTIVITY = Theorem(
    id="B17r.step",
    title="Joint activity of rotation-invariant weights",
    chapter="initialisation",
    statement=_RWORDS + "the length does not matter.",
    arguments=arguments(x, y),
    assumes=(ORDERED,),
    subject=k_0,
    start=Rational(1, 2) - Integral(1 / (pi * (1 + c**2)), (c, x, y)) / 2,
    origin=By(STEP),
    steps=(
        Step("=", (pi - _RTURN) / (2 * pi), Antiderivative(c, atan(c) / pi)),
        Step("=", (pi - _RTHETA) / (2 * pi), _ADDITION),
    ),
    compute=_RPHI / (2 * pi),
)

ROUND_SLOPES = Theorem(
    id="B17r.slope",
    title="Slope kernel of rotation-invariant weights",
    chapter="initialisation",
    statement=_RWORDS + r"half of $\mathbb{E}\,R^2$ is $\mathbb{E}\,w^2$.",
    arguments=arguments(x, y, R),
    assumes=(ORDERED,),
    subject=k_w,
    start=R**2 / 4 - Integral(_RZETA, (c, x, y)) / 2,
    origin=By(SLOPE),
    steps=(
        Step(
            "=",
            R**2 / (4 * pi) * (pi - _RTURN - (y - x) * (1 - x * y) / ((1 + x**2) * (1 + y**2))),
            Antiderivative(c, R**2 / (2 * pi) * (atan(c) + c / (1 + c**2))),
        ),
        Step("=", R**2 / (4 * pi) * (pi - _RTHETA - _RN * (1 - x * y) / ((1 + x**2) * (1 + y**2))), _ADDITION),
    ),
    compute=R**2
    / (4 * pi)
    * (angle_minus_sine(_RPHI) + 2 * _RN / (sqrt(1 + x**2) * sqrt(1 + y**2)) * sin(atan2(x + y, 1 - x * y) / 2) ** 2),
)

TEXT = r"""
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

SECTION = Section(
    "B17",
    "Arc-cosine kernels",
    TEXT,
    (
        KERNEL,
        ACTIVITY,
        SLOPES,
        CORRELATED_KERNEL,
        CORRELATED_ACTIVITY,
        CORRELATED_SLOPES,
        ROUND_KERNEL,
        ROUND_ACTIVITY,
        ROUND_SLOPES,
    ),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """The kernels of an initialisation with normal or rotation-invariant input weights and biases."""
    law = init.wb
    if isinstance(init.w, Normal) and isinstance(init.b, Normal) and init.w.mean == 0 == init.b.mean:
        values = {sigma_w: init.w.scale, sigma_b: init.b.scale}
        found = (KERNEL, ACTIVITY, SLOPES)
    elif isinstance(law, BivariateNormal) and law.mean_w == 0 == law.mean_b:
        values = {sigma_w: law.sigma_w, sigma_b: law.sigma_b, rho: law.correlation}
        found = (CORRELATED_KERNEL, CORRELATED_ACTIVITY, CORRELATED_SLOPES)
    elif isinstance(law, RotationInvariant):
        values = {R: sqrt(law.radius.mean_square)}
        found = (ROUND_KERNEL, ROUND_ACTIVITY, ROUND_SLOPES)
    else:
        return {}
    names = ("kernel", "step_kernel", "slope_kernel")
    return {name: ClosedForm(theorem, (x, y), values) for name, theorem in zip(names, found, strict=True)}
