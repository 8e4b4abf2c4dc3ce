"""Weights on two points, on a circle, with a constant bias, and log-normal sizes (B13)."""

from sympy import (
    Abs,
    Derivative,
    Function,
    Integral,
    Lambda,
    Piecewise,
    Rational,
    atan,
    besselk,
    cos,
    exp,
    log,
    oo,
    pi,
    sqrt,
)

from symspline.answers.closed_form import ClosedForm
from symspline.model import definitions
from symspline.model.init import Init
from symspline.model.joint_law import RotationInvariant
from symspline.model.law import Constant, Laplace, Logistic, Normal, SymmetrisedLogNormal, Uniform
from symspline.proof.moves import Algebra, Definition, Evaluate, Fold, Known, Substitute
from symspline.proof.theorem import Assumption, Section, Step, Theorem
from symspline.special import scaled_bessel_k

from .arguments import arguments
from .log_normal import LOG_MEAN_B, LOG_MEAN_W, LOG_NORMAL_BREAKPOINT, LOG_NORMAL_ZETA
from .vocabulary import R, a_v, b_0, beta, c, mu, r, s, sigma_b, sigma_v, sigma_w, t, u, v_0, w, w_0

p_w = Function("p_w", real=True)
p_b = Function("p_b", real=True)
p_v = Function("p_v", real=True)

_EVEN = tuple(Lambda(s, law.density(s)) for law in (Normal(1), Laplace(1), Logistic(1)))
_SKEW = tuple(Lambda(s, law.density(s)) for law in (Normal(1, Rational(1, 2)), Normal(2, -1), Logistic(1)))
_SYMMETRIC = Assumption("the densities are even")


def _instances(*functions, pool=_EVEN):
    """Each function with each density of the pool, no two alike at once."""
    return tuple({f: pool[(k + j) % len(pool)] for j, f in enumerate(functions)} for k in range(len(pool)))


# --- two points -------------------------------------------------------------------------------------------------------

WEIGHT_JOINT = Theorem(
    id="B13.two-point-weight-joint",
    title="Joint density for weights of one size",
    chapter="initialisation",
    statement=r"For $w = \pm w_0$ with probability one half. Given $w$, $(b, v) \to (\beta, \mu)$ has Jacobian one. "
    "Breakpoint and delta-slope are independent.",
    arguments=arguments(beta, mu, w_0),
    assumes=(_SYMMETRIC,),
    subject=definitions.joint,
    start=(p_b(-beta * w_0) * p_v(mu / w_0) + p_b(beta * w_0) * p_v(-mu / w_0)) / 2,
    steps=(Step("=", p_b(w_0 * beta) * p_v(mu / w_0), Algebra("both densities are even")),),
    instances=_instances(p_b, p_v),
)

WEIGHT_BREAKPOINT = Theorem(
    id="B13.two-point-weight-breakpoint",
    title="Breakpoint density for weights of one size",
    chapter="initialisation",
    statement=r"For $w = \pm w_0$ the breakpoint is the bias in units of $w_0$.",
    arguments=arguments(beta, w_0),
    assumes=(_SYMMETRIC,),
    subject=definitions.breakpoint_density,
    start=w_0 * (p_b(-beta * w_0) + p_b(beta * w_0)) / 2,
    steps=(Step("=", w_0 * p_b(w_0 * beta), Algebra("the density is even")),),
    instances=_instances(p_b),
)

WEIGHT_ZETA = Theorem(
    id="B13.two-point-weight-zeta",
    title="Zeta for weights of one size",
    chapter="initialisation",
    statement=r"For $w = \pm w_0$. With uniform biases $\zeta$ is constant up to $|c| = a_b/w_0$ and zero beyond.",
    arguments=arguments(c, w_0),
    assumes=(_SYMMETRIC,),
    subject=definitions.zeta,
    start=w_0**3 * (p_b(-c * w_0) + p_b(c * w_0)) / 2,
    steps=(Step("=", w_0**3 * p_b(w_0 * c), Algebra("the density is even")),),
    instances=_instances(p_b),
)

OUTPUT_JOINT = Theorem(
    id="B13.two-point-output-joint",
    title="Joint density for output weights of one size",
    chapter="initialisation",
    statement=r"For $v = \pm v_0$ with probability one half each. Given $v$, $w = \mu/v$ and $b = -\beta\mu/v$.",
    arguments=arguments(beta, mu, v_0),
    assumes=(_SYMMETRIC,),
    subject=definitions.joint,
    start=(p_w(mu / v_0) * p_b(-beta * mu / v_0) + p_w(-mu / v_0) * p_b(beta * mu / v_0)) * Abs(mu) / (2 * v_0**2),
    steps=(Step("=", p_w(mu / v_0) * p_b(beta * mu / v_0) * Abs(mu) / v_0**2, Algebra("both densities are even")),),
    instances=_instances(p_w, p_b),
)

OUTPUT_DELTA_SLOPE = Theorem(
    id="B13.two-point-output-delta-slope",
    title="Delta-slope for output weights of one size",
    chapter="initialisation",
    statement=r"For $v = \pm v_0$; breakpoint density and $\zeta$ do not depend on $v$.",
    arguments=arguments(mu, v_0),
    assumes=(_SYMMETRIC,),
    subject=definitions.delta_slope_density,
    start=(p_w(mu / v_0) + p_w(-mu / v_0)) / (2 * v_0),
    steps=(Step("=", p_w(mu / v_0) / v_0, Algebra("the density is even")),),
    instances=_instances(p_w),
)

# --- rotation-invariant weight and bias -------------------------------------------------------------------------------

g = Function("g", real=True)
_ROOT = sqrt(1 + beta**2)
_PLANAR = (
    {g: Lambda(s, exp(-(s**2) / 2) / (2 * pi))},
    {g: Lambda(s, exp(-s) / (2 * pi))},
    {g: Lambda(s, s**2 * exp(-s) / (12 * pi))},
)
_NORMALISED = Assumption(r"$(w, b)$ has the density $g(\sqrt{w^2 + b^2})$, $2\pi\int_0^\infty r g(r)\,dr = 1$")

ROTATION_BREAKPOINT = Theorem(
    id="B13.rotation-breakpoint",
    title="Breakpoint density of rotation-invariant weight and bias",
    chapter="initialisation",
    statement=r"Whatever the law of the radius $R = \sqrt{w^2 + b^2}$, the breakpoint has the Cauchy law.",
    arguments=arguments(beta),
    assumes=(_NORMALISED,),
    subject=definitions.breakpoint_density,
    start=Integral(Abs(w) * g(sqrt(w**2 + beta**2 * w**2)), (w, -oo, oo)),
    steps=(
        Step("=", 2 * Integral(r * g(_ROOT * r), (r, 0, oo)), Algebra(r"both signs of $w$ count alike")),
        Step("=", 2 * Integral(t * g(t), (t, 0, oo)) / (1 + beta**2), Substitute(r, t, t / _ROOT, _ROOT * r)),
        Step("=", 1 / (pi * (1 + beta**2)), Algebra(r"put in $2\pi\int_0^\infty t g(t)\,dt = 1$")),
    ),
    instances=_PLANAR,
)

_ROOT_C = sqrt(1 + c**2)
ROTATION_ZETA = Theorem(
    id="B13.rotation-zeta",
    title="Zeta of rotation-invariant weight and bias",
    chapter="initialisation",
    statement=r"$\zeta(c) = \mathbb{E}[R^2]/(\pi(1+c^2)^2)$: only the second moment of the radius enters.",
    arguments=arguments(c),
    assumes=(_NORMALISED,),
    subject=definitions.zeta,
    start=Integral(Abs(w) ** 3 * g(sqrt(w**2 + c**2 * w**2)), (w, -oo, oo)),
    steps=(
        Step("=", 2 * Integral(r**3 * g(_ROOT_C * r), (r, 0, oo)), Algebra(r"both signs of $w$ count alike")),
        Step("=", 2 * Integral(t**3 * g(t), (t, 0, oo)) / (1 + c**2) ** 2, Substitute(r, t, t / _ROOT_C, _ROOT_C * r)),
        Step(
            "=",
            Integral(2 * pi * t**3 * g(t), (t, 0, oo)) / (pi * (1 + c**2) ** 2),
            Algebra(r"write $\mathbb{E}[R^2] = 2\pi\int_0^\infty t^3 g(t)\,dt$"),
        ),
    ),
    instances=_PLANAR,
)

CIRCLE_BREAKPOINT = Theorem(
    id="B13.circle-breakpoint",
    title="Breakpoint density on a circle",
    chapter="initialisation",
    statement=r"For $(w, b) = R(\cos\theta, \sin\theta)$ with a uniform angle, $\beta = -\tan\theta$ and "
    r"$P(\beta_i \le \beta) = \tfrac12 + \tfrac1\pi\arctan\beta$.",
    arguments=arguments(beta),
    subject=definitions.breakpoint_density,
    start=Derivative(Rational(1, 2) + atan(beta) / pi, beta),
    steps=(Step("=", 1 / (pi * (1 + beta**2)), Evaluate()),),
)

CIRCLE_ZETA = Theorem(
    id="B13.circle-zeta",
    title="Zeta on a circle",
    chapter="initialisation",
    statement=r"Given $\beta = c$, $w^2 = R^2\cos^2\theta = R^2/(1+c^2)$. For $R = 1$: half that of unit normal laws.",
    arguments=arguments(c, R),
    subject=definitions.zeta,
    start=R**2 * cos(atan(c)) ** 2 * Derivative(Rational(1, 2) + atan(c) / pi, c),
    steps=(Step("=", R**2 * cos(atan(c)) ** 2 / (pi * (1 + c**2)), Evaluate()),),
)

CIRCLE_JOINT = Theorem(
    id="B13.circle-joint",
    title="Joint density on a circle",
    chapter="initialisation",
    statement=r"Given $\beta$, $|w| = R/\sqrt{1+\beta^2}$ and both signs of $w$ are equally likely.",
    arguments=arguments(beta, mu, R),
    assumes=(_SYMMETRIC,),
    subject=definitions.joint,
    start=(p_v(mu * _ROOT / R) + p_v(-mu * _ROOT / R)) * _ROOT / (2 * R) / (pi * (1 + beta**2)),
    steps=(Step("=", p_v(mu * _ROOT / R) / (pi * R * _ROOT), Algebra("the density of $v$ is even")),),
    instances=_instances(p_v),
)

_NORMAL_V = Normal(sigma_v)
_Q = mu**2 / (4 * R**2 * sigma_v**2)
CIRCLE_NORMAL = Theorem(
    id="B13.circle-normal-delta-slope",
    title="Delta-slope on a circle with normal output weights",
    chapter="initialisation",
    statement=r"For $w = R\cos\theta$ and $v \sim N(0, \sigma_v^2)$; a logarithmic singularity at $\mu = 0$.",
    arguments=arguments(mu, R, sigma_v),
    subject=definitions.delta_slope_density,
    start=Integral(_NORMAL_V.density(mu / w) / (Abs(w) * pi * sqrt(R**2 - w**2)), (w, -R, R)),
    origin=Definition(r"the density $\int p_w(w)\, p_v(\mu/w)\, dw/|w|$ with the arcsine law of $w = R\cos\theta$"),
    steps=(
        Step(
            "=",
            Integral(exp(-2 * _Q * R**2 / r**2) / (r * sqrt(R**2 - r**2)), (r, 0, R))
            * 2
            / (pi * sigma_v * sqrt(2 * pi)),
            Fold(w, r),
        ),
        Step(
            "=",
            2 / (pi * R * sigma_v * sqrt(2 * pi)) * Integral(exp(-2 * _Q * (1 + u**2)) / sqrt(1 + u**2), (u, 0, oo)),
            Substitute(r, u, R / sqrt(1 + u**2), sqrt(R**2 / r**2 - 1)),
        ),
        Step(
            "=",
            exp(-_Q) * besselk(0, _Q) / (pi * R * sigma_v * sqrt(2 * pi)),
            Known(r"$K_0(z) = \int_1^\infty e^{-zx}(x^2-1)^{-1/2}\,dx$ with $x = 1 + 2u^2$", "DLMF 10.32.8"),
        ),
    ),
    compute=exp(-2 * _Q) * scaled_bessel_k(0, _Q) / (pi * R * sigma_v * sqrt(2 * pi)),
)

_X = R * a_v / Abs(mu)
_ARCOSH = log(_X + sqrt(_X**2 - 1))
CIRCLE_UNIFORM = Theorem(
    id="B13.circle-uniform-delta-slope",
    title="Delta-slope on a circle with uniform output weights",
    chapter="initialisation",
    statement=r"For $w = R\cos\theta$, $v$ uniform on $(-a_v, a_v)$: $\operatorname{arcosh}(R a_v/|\mu|)/(\pi R a_v)$.",
    arguments=arguments(mu, R, a_v),
    subject=definitions.delta_slope_density,
    start=Piecewise(
        (2 * Integral(1 / sqrt(1 + u**2), (u, 0, sqrt(Abs(_X**2 - 1)))) / (2 * a_v * R * pi), _X > 1), (0, True)
    ),
    steps=(
        Step(
            "=",
            Piecewise((_ARCOSH / (pi * R * a_v), _X > 1), (0, True)),
            Known(
                r"$\int_0^x (1+u^2)^{-1/2}\,du = \operatorname{arsinh} x$; "
                r"$\operatorname{arsinh}\sqrt{X^2-1} = \operatorname{arcosh} X$",
                "DLMF 4.37",
            ),
        ),
    ),
)

# --- constant bias ----------------------------------------------------------------------------------------------------

CONSTANT_BREAKPOINT = Theorem(
    id="B13.constant-bias-breakpoint",
    title="Breakpoint density for a constant bias",
    chapter="initialisation",
    statement=r"For $b = b_0 \neq 0$, $\beta = -b_0/w$ is a function of $w$. $(w, b)$ and $(-w, -b)$ differ in law.",
    arguments=arguments(beta, b_0),
    subject=definitions.breakpoint_density,
    start=p_w(-b_0 / beta) * Abs(Derivative(-b_0 / beta, beta)),
    steps=(Step("=", p_w(-b_0 / beta) * b_0 / beta**2, Evaluate()),),
    instances=_instances(p_w, pool=_SKEW),
)

CONSTANT_ZETA = Theorem(
    id="B13.constant-bias-zeta",
    title="Zeta for a constant bias",
    chapter="initialisation",
    statement=r"Given $\beta = c$ the weight is $-b_0/c$.",
    arguments=arguments(c, b_0),
    subject=definitions.zeta,
    start=(b_0 / c) ** 2 * p_w(-b_0 / c) * Abs(Derivative(-b_0 / c, c)),
    steps=(Step("=", b_0**3 * p_w(-b_0 / c) / c**4, Evaluate()),),
    instances=_instances(p_w, pool=_SKEW),
)

CONSTANT_JOINT = Theorem(
    id="B13.constant-bias-joint",
    title="Joint density for a constant bias",
    chapter="initialisation",
    statement=r"Given $\beta$ the weight is $-b_0/\beta$, and $\mu = wv$.",
    arguments=arguments(beta, mu, b_0),
    subject=definitions.joint,
    start=p_w(-b_0 / beta) * Abs(Derivative(-b_0 / beta, beta)) * p_v(-mu * beta / b_0) * Abs(beta) / b_0,
    steps=(Step("=", p_w(-b_0 / beta) * p_v(-mu * beta / b_0) / Abs(beta), Evaluate()),),
    instances=_instances(p_w, p_v, pool=_SKEW),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section knows of an initialisation; laws with atoms are put in by the general derivation."""
    found: dict[str, ClosedForm] = {}
    if isinstance(init.wb, RotationInvariant):
        radius = init.wb.radius
        found["breakpoint_density"] = ClosedForm(CIRCLE_BREAKPOINT, (beta,))
        found["zeta"] = ClosedForm(CIRCLE_ZETA, (c,), {R: sqrt(radius.mean_square)})
        if isinstance(radius, Constant) and isinstance(init.v, Normal) and init.v.mean == 0:
            found["delta_slope_density"] = ClosedForm(CIRCLE_NORMAL, (mu,), {R: radius.value, sigma_v: init.v.scale})
        if isinstance(radius, Constant) and isinstance(init.v, Uniform):
            found["delta_slope_density"] = ClosedForm(CIRCLE_UNIFORM, (mu,), {R: radius.value, a_v: init.v.half_width})
    if isinstance(init.w, SymmetrisedLogNormal) and isinstance(init.b, SymmetrisedLogNormal):
        put = {LOG_MEAN_W: init.w.mean, sigma_w: init.w.sigma, LOG_MEAN_B: init.b.mean, sigma_b: init.b.sigma}
        found["breakpoint_density"] = ClosedForm(LOG_NORMAL_BREAKPOINT, (beta,), put)
        found["zeta"] = ClosedForm(LOG_NORMAL_ZETA, (c,), put)
    return found


TEXT = r"""
Three kinds of initialisation do not fit the integral over a weight density. A weight of one size, $w = \pm w_0$,
leaves a sum of two terms in place of the integral: given the weight, the map $(b, v) \to (\beta, \mu)$ is linear with
Jacobian one, and the densities of $b$ and $v$ are read off at $w_0\beta$ and $\mu/w_0$. Breakpoint and delta-slope
are then independent, which happens in no other family of this chapter. Output weights of one size, $v = \pm v_0$,
change the joint density but neither the breakpoints nor $\zeta$. When $w$ and $v$ are both of one size, $\mu = \pm
w_0 v_0$ has no density.

A pair $(w, b)$ whose law does not change under rotation, in particular a pair on a circle, has Cauchy breakpoints
whatever its radius is, and $\zeta(c) = \mathbb{E}[R^2]/(\pi(1+c^2)^2)$. Unit normal laws are one example, with
$\mathbb{E}[R^2] = 2$; a pair normalised to the unit circle has the same breakpoints and half of that $\zeta$.

A constant bias $b_0 \neq 0$ makes $\beta$ a function of $w$ alone, and no breakpoint lies near zero unless the weight
has heavy tails: the symmetry $(w, b) \to (-w, -b)$ fails, and with it every statement of this chapter that needs it.
A zero bias degenerates altogether and has a section of its own. Sizes with a log-normal law and random signs stay
log-normal.
"""

SECTION = Section(
    "B13",
    "Discrete and constrained weights",
    TEXT,
    (
        WEIGHT_JOINT,
        WEIGHT_BREAKPOINT,
        WEIGHT_ZETA,
        OUTPUT_JOINT,
        OUTPUT_DELTA_SLOPE,
        ROTATION_BREAKPOINT,
        ROTATION_ZETA,
        CIRCLE_BREAKPOINT,
        CIRCLE_ZETA,
        CIRCLE_JOINT,
        CIRCLE_NORMAL,
        CIRCLE_UNIFORM,
        CONSTANT_BREAKPOINT,
        CONSTANT_ZETA,
        CONSTANT_JOINT,
        LOG_NORMAL_BREAKPOINT,
        LOG_NORMAL_ZETA,
    ),
)
