r"""Weights on two points, on a circle, with a constant bias, and log-normal sizes (B13).

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

from collections.abc import Sequence
from typing import Any

from sympy import Abs, Derivative, Eq, Function, Integral, Lambda, Piecewise, atan, besselk, cos, exp, log, oo, pi, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import collect, scales, table
from symspline.model import definitions as of
from symspline.model.init import Init
from symspline.model.joint_law import RotationInvariant
from symspline.model.law import Constant, Laplace, Logistic, Normal, SymmetrisedLogNormal, Uniform
from symspline.proof.functions import OnFunctions, density
from symspline.proof.moves import Evaluate, Fold, Known, Substitute
from symspline.proof.section import Section
from symspline.special import scaled_bessel_k

from .definitions import density_of
from .hypotheses import AWAY, BENDS, OFF_ZERO, p_b, p_v, p_w
from .log_normal import LOG_NORMAL
from .vocabulary import HALF, R, a_v, b_0, beta, c, m_b, m_w, mu, r, s, sigma_v, t, u, v_0, w, w_0

B13 = Section(__name__, "B13", "Discrete and constrained weights")

EVEN = tuple(map(density_of, (Normal(1), Laplace(1), Logistic(1))))
SKEW = tuple(map(density_of, (Normal(1, HALF), Normal(2, -1), Logistic(1))))


def densities(pool: Sequence[Lambda], *functions: Any) -> tuple[dict[Any, Lambda], ...]:
    """Each function with each density of the pool, no two alike at once."""
    return tuple({f: pool[(k + j) % len(pool)] for j, f in enumerate(functions)} for k in range(len(pool)))


def even(*functions: Any) -> dict[str, Any]:
    """The hypothesis that the densities are even, and even densities for the checks."""
    holds = (*density(*functions), *(Eq(f(-s), f(s)) for f in functions))
    return {"given": (OnFunctions("the densities are even", holds=holds),), "instances": densities(EVEN, *functions)}


# --- two points -------------------------------------------------------------------------------------------------------

B13.theorem(
    "two-point-weight-joint",
    "Joint density for weights of one size",
    r"""For $w = \pm w_0$ with probability one half. Given $w$, $(b, v) \to (\beta, \mu)$ has Jacobian one. Breakpoint
    and delta-slope are independent.""",
    of.joint,
    (p_b(-beta * w_0) * p_v(mu / w_0) + p_b(beta * w_0) * p_v(-mu / w_0)) / 2,
    (p_b(w_0 * beta) * p_v(mu / w_0), "both densities are even"),
    **even(p_b, p_v),
)

B13.theorem(
    "two-point-weight-breakpoint",
    "Breakpoint density for weights of one size",
    r"For $w = \pm w_0$ the breakpoint is the bias in units of $w_0$.",
    of.breakpoint_density,
    w_0 * (p_b(-beta * w_0) + p_b(beta * w_0)) / 2,
    (w_0 * p_b(w_0 * beta), "the density is even"),
    **even(p_b),
)

B13.theorem(
    "two-point-weight-zeta",
    "Zeta for weights of one size",
    r"For $w = \pm w_0$. With uniform biases $\zeta$ is constant up to $|c| = a_b/w_0$ and zero beyond.",
    of.zeta,
    w_0**3 * (p_b(-c * w_0) + p_b(c * w_0)) / 2,
    (w_0**3 * p_b(w_0 * c), "the density is even"),
    **even(p_b),
)

B13.theorem(
    "two-point-output-joint",
    "Joint density for output weights of one size",
    r"For $v = \pm v_0$ with probability one half each. Given $v$, $w = \mu/v$ and $b = -\beta\mu/v$.",
    of.joint,
    (p_w(mu / v_0) * p_b(-beta * mu / v_0) + p_w(-mu / v_0) * p_b(beta * mu / v_0)) * Abs(mu) / (2 * v_0**2),
    (p_w(mu / v_0) * p_b(beta * mu / v_0) * Abs(mu) / v_0**2, "both densities are even"),
    **even(p_w, p_b),
)

B13.theorem(
    "two-point-output-delta-slope",
    "Delta-slope for output weights of one size",
    r"For $v = \pm v_0$; breakpoint density and $\zeta$ do not depend on $v$.",
    of.delta_slope_density,
    (p_w(mu / v_0) + p_w(-mu / v_0)) / (2 * v_0),
    (p_w(mu / v_0) / v_0, "the density is even"),
    **even(p_w),
)

# --- rotation-invariant weight and bias -------------------------------------------------------------------------------

g = Function("g", real=True)
ROOT = sqrt(1 + beta**2)
PLANAR = (
    {g: Lambda(s, exp(-(s**2) / 2) / (2 * pi))},
    {g: Lambda(s, exp(-s) / (2 * pi))},
    {g: Lambda(s, s**2 * exp(-s) / (12 * pi))},
)

NORMALISED = OnFunctions(
    r"$(w, b)$ has the density $g(\sqrt{w^2 + b^2})$, $2\pi\int_0^\infty r g(r)\,dr = 1$",
    holds=(g(r) >= 0, Eq(2 * pi * Integral(r * g(r), (r, 0, oo)), 1)),
)

B13.theorem(
    "rotation-breakpoint",
    "Breakpoint density of rotation-invariant weight and bias",
    r"Whatever the law of the radius $R = \sqrt{w^2 + b^2}$, the breakpoint has the Cauchy law.",
    of.breakpoint_density,
    Integral(Abs(w) * g(sqrt(w**2 + beta**2 * w**2)), (w, -oo, oo)),
    (2 * Integral(r * g(ROOT * r), (r, 0, oo)), Fold(w, r)),
    (2 * Integral(t * g(t), (t, 0, oo)) / (1 + beta**2), Substitute(r, t, t / ROOT, ROOT * r)),
    (1 / (pi * (1 + beta**2)), r"put in $2\pi\int_0^\infty t g(t)\,dt = 1$"),
    given=(NORMALISED,),
    instances=PLANAR,
)

ROOT_C = sqrt(1 + c**2)
B13.theorem(
    "rotation-zeta",
    "Zeta of rotation-invariant weight and bias",
    r"$\zeta(c) = \mathbb{E}[R^2]/(\pi(1+c^2)^2)$: only the second moment of the radius enters.",
    of.zeta,
    Integral(Abs(w) ** 3 * g(sqrt(w**2 + c**2 * w**2)), (w, -oo, oo)),
    (2 * Integral(r**3 * g(ROOT_C * r), (r, 0, oo)), Fold(w, r)),
    (2 * Integral(t**3 * g(t), (t, 0, oo)) / (1 + c**2) ** 2, Substitute(r, t, t / ROOT_C, ROOT_C * r)),
    (
        Integral(2 * pi * t**3 * g(t), (t, 0, oo)) / (pi * (1 + c**2) ** 2),
        r"write $\mathbb{E}[R^2] = 2\pi\int_0^\infty t^3 g(t)\,dt$",
    ),
    given=(NORMALISED,),
    instances=PLANAR,
)

CIRCLE_BREAKPOINT = B13.theorem(
    "circle-breakpoint",
    "Breakpoint density on a circle",
    r"""For $(w, b) = R(\cos\theta, \sin\theta)$ with a uniform angle, $\beta = -\tan\theta$ and $P(\beta_i \le \beta)
    = \tfrac12 + \tfrac1\pi\arctan\beta$.""",
    of.breakpoint_density,
    Derivative(HALF + atan(beta) / pi, beta),
    Evaluate(),
)

CIRCLE_ZETA = B13.theorem(
    "circle-zeta",
    "Zeta on a circle",
    r"Given $\beta = c$, $w^2 = R^2\cos^2\theta = R^2/(1+c^2)$. For $R = 1$: half that of unit normal laws.",
    of.zeta,
    R**2 * cos(atan(c)) ** 2 * Derivative(HALF + atan(c) / pi, c),
    Evaluate(),
)

B13.theorem(
    "circle-joint",
    "Joint density on a circle",
    r"Given $\beta$, $|w| = R/\sqrt{1+\beta^2}$ and both signs of $w$ are equally likely.",
    of.joint,
    (p_v(mu * ROOT / R) + p_v(-mu * ROOT / R)) * ROOT / (2 * R) / (pi * (1 + beta**2)),
    (p_v(mu * ROOT / R) / (pi * R * ROOT), "the density of $v$ is even"),
    **even(p_v),
)

Q = mu**2 / (4 * R**2 * sigma_v**2)
SCALE = pi * R * sigma_v * sqrt(2 * pi)
CIRCLE_NORMAL = B13.theorem(
    "circle-normal-delta-slope",
    "Delta-slope on a circle with normal output weights",
    r"For $w = R\cos\theta$ and $v \sim N(0, \sigma_v^2)$; a logarithmic singularity at $\mu = 0$.",
    of.delta_slope_density,
    Integral(Normal(sigma_v).density(mu / w) / (Abs(w) * pi * sqrt(R**2 - w**2)), (w, -R, R)),
    (
        2 * R / SCALE * Integral(exp(-2 * Q * R**2 / r**2) / (r * sqrt(R**2 - r**2)), (r, 0, R)),
        Fold(w, r),
    ),
    (
        2 / SCALE * Integral(exp(-2 * Q * (1 + u**2)) / sqrt(1 + u**2), (u, 0, oo)),
        Substitute(r, u, R / sqrt(1 + u**2), sqrt(R**2 / r**2 - 1)),
    ),
    (
        exp(-Q) * besselk(0, Q) / SCALE,
        Known(r"$K_0(z) = \int_1^\infty e^{-zx}(x^2-1)^{-1/2}\,dx$ with $x = 1 + 2u^2$", "DLMF 10.32.8"),
    ),
    origin=r"the density $\int p_w(w)\, p_v(\mu/w)\, dw/|w|$ with the arcsine law of $w = R\cos\theta$",
    given=(BENDS,),
    compute=exp(-2 * Q) * scaled_bessel_k(0, Q) / SCALE,
)

X = R * a_v / Abs(mu)
CIRCLE_UNIFORM = B13.theorem(
    "circle-uniform-delta-slope",
    "Delta-slope on a circle with uniform output weights",
    r"For $w = R\cos\theta$, $v$ uniform on $(-a_v, a_v)$: $\operatorname{arcosh}(R a_v/|\mu|)/(\pi R a_v)$.",
    of.delta_slope_density,
    Piecewise((2 * Integral(1 / sqrt(1 + u**2), (u, 0, sqrt(Abs(X**2 - 1)))) / (2 * a_v * R * pi), X > 1), (0, True)),
    (
        Piecewise((log(X + sqrt(X**2 - 1)) / (pi * R * a_v), X > 1), (0, True)),
        Known(
            r"$\int_0^x (1+u^2)^{-1/2}\,du = \operatorname{arsinh} x$; "
            r"$\operatorname{arsinh}\sqrt{X^2-1} = \operatorname{arcosh} X$",
            "DLMF 4.37",
        ),
    ),
    given=(BENDS,),
)

# --- constant bias ----------------------------------------------------------------------------------------------------

B13.theorem(
    "constant-bias-breakpoint",
    "Breakpoint density for a constant bias",
    r"For $b = b_0 \neq 0$, $\beta = -b_0/w$ is a function of $w$. $(w, b)$ and $(-w, -b)$ differ in law.",
    of.breakpoint_density,
    p_w(-b_0 / beta) * Abs(Derivative(-b_0 / beta, beta)),
    (p_w(-b_0 / beta) * b_0 / beta**2, Evaluate()),
    given=(OFF_ZERO,),
    instances=densities(SKEW, p_w),
)

B13.theorem(
    "constant-bias-zeta",
    "Zeta for a constant bias",
    r"Given $\beta = c$ the weight is $-b_0/c$.",
    of.zeta,
    (b_0 / c) ** 2 * p_w(-b_0 / c) * Abs(Derivative(-b_0 / c, c)),
    (b_0**3 * p_w(-b_0 / c) / c**4, Evaluate()),
    given=(AWAY,),
    instances=densities(SKEW, p_w),
)

B13.theorem(
    "constant-bias-joint",
    "Joint density for a constant bias",
    r"Given $\beta$ the weight is $-b_0/\beta$, and $\mu = wv$.",
    of.joint,
    p_w(-b_0 / beta) * Abs(Derivative(-b_0 / beta, beta)) * p_v(-mu * beta / b_0) * Abs(beta) / b_0,
    (p_w(-b_0 / beta) * p_v(-mu * beta / b_0) / Abs(beta), Evaluate()),
    given=(OFF_ZERO,),
    instances=densities(SKEW, p_w, p_v),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section knows of an initialisation; laws with atoms are put in by the general derivation."""
    forms: dict[str, ClosedForm] = {}
    if isinstance(init.wb, RotationInvariant):
        radius = init.wb.radius
        forms |= collect({R: sqrt(radius.mean_square)}, table(CIRCLE_BREAKPOINT, CIRCLE_ZETA))
        if isinstance(radius, Constant):
            forms |= collect({R: radius.value} | scales(init, Normal, mean=0), table(CIRCLE_NORMAL))
            forms |= collect({R: radius.value} | scales(init, Uniform), table(CIRCLE_UNIFORM))
    if isinstance(init.w, SymmetrisedLogNormal) and isinstance(init.b, SymmetrisedLogNormal):
        forms |= collect({**scales(init, SymmetrisedLogNormal), m_w: init.w.mean, m_b: init.b.mean}, table(*LOG_NORMAL))
    return forms
