r"""Student weights and biases; Cauchy laws are those with one degree of freedom (B12).

Student's law with $\nu$ degrees of freedom has tails like $|w|^{-\nu-1}$; at $\nu = 1$ it is Cauchy's law, and for
large $\nu$ it approaches the normal law. When weights and biases share $\nu$, the substitution $w^2 = \nu\sigma_w^2
u$ and then $u = (1-t)/t$ turn every integral of the last sections into Euler's integral for ${}_2F_1$, with the
argument $1 - z$, $z = (\beta\sigma_w/\sigma_b)^2$. For odd $\nu$ the function is elementary; $\nu = 3$ and the Cauchy
law are written out.

The tails decide what exists. A breakpoint density there always is. But $\zeta(c)$ for $c \ne 0$ is finite only for
$\nu > 1$, at $c = 0$ only for $\nu > 3$, because at $c = 0$ the bias density no longer damps large weights; and its
integral $\mathbb{E}[w^2]$ is finite only for $\nu > 2$. Between two and three degrees of freedom $\zeta$ is
integrable with a pole at 0: the curvature penalty $1/\zeta$ vanishes there, and the kernel still exists.

The elementary forms have a removable singularity at $z = 1$, that is where $|\beta|$ equals the ratio of the scales;
the forms for computing pass through it.
"""

from sympy import Abs, Expr, Function, Integral, Ne, Rational, Symbol, gamma, hyper, log, oo, pi, sqrt
from sympy.logic.boolalg import Boolean

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import collect, scales, table
from symspline.model import definitions as of
from symspline.model.init import Init
from symspline.model.law import StudentT
from symspline.proof.moves import Antiderivative, Fold, Known, Substitute
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.special import hyp2f1_complement, log_ratio, student3_breakpoint, student3_zeta

from .breakpoint_and_zeta import MOMENTS, Moment
from .definitions import Laws, laws
from .hypotheses import AWAY, BENDS, OFF_ZERO
from .vocabulary import beta, c, m, mu, nu, r, sigma_b, sigma_v, sigma_w, t, u, w

B12 = Section(__name__, "B12", "Student weights")

W, B, V = (StudentT(scale, nu) for scale in (sigma_w, sigma_b, sigma_v))
W3, B3 = StudentT(sigma_w, 3), StudentT(sigma_b, 3)
STUDENT, THREE = Laws(B12, W, B, V), Laws(B12, W3, B3)
CAUCHY = Laws(B12, *(StudentT(scale, 1) for scale in (sigma_w, sigma_b, sigma_v)))
HEIGHTS, HEIGHTS_3 = W.density(0) * B.density(0), W3.density(0) * B3.density(0)
P = (nu + 1) / 2
"""Half the exponent of the density."""
Z, Z_C = (beta * sigma_w / sigma_b) ** 2, (c * sigma_w / sigma_b) ** 2
"""The square of the place in units of the ratio of the scales."""
TO_UNIT = Substitute(u, t, 1 / t - 1, 1 / (1 + u))


def to_square(degrees: Expr | int) -> Substitute:
    """The square of the weight in units of that of its scale."""
    return Substitute(r, u, sigma_w * sqrt(degrees * u), r**2 / (degrees * sigma_w**2))


TO_SQUARE = to_square(nu)


def hypergeometric(moment: Moment, statement: str, *given: Boolean) -> Theorem:
    """Breakpoint density and zeta for any number of degrees of freedom."""
    order, place = moment.order, moment.place
    z, k, half = (place * sigma_w / sigma_b) ** 2, order // 2, order // 2 + 1
    front = HEIGHTS * nu ** (k + 1) * sigma_w ** (order + 2)
    factor = HEIGHTS * sigma_w ** (order + 2) * (1 if order == 0 else nu / (nu - 1))
    w_density = (1 + r**2 / (nu * sigma_w**2)) ** (-P)
    b_density = (1 + place**2 * r**2 / (nu * sigma_b**2)) ** (-P)
    return STUDENT.theorem(
        moment.name,
        f"{moment.title} of Student weights and biases",
        statement,
        moment.subject,
        (2 * HEIGHTS * Integral(r ** (order + 1) * w_density * b_density, (r, 0, oo)), Fold(w, r)),
        (front * Integral(u**k * ((1 + u) * (1 + z * u)) ** (-P), (u, 0, oo)), TO_SQUARE),
        (
            front * Integral((1 - t) ** k * t ** (2 * P - half - 1) * (1 - (1 - z) * (1 - t)) ** (-P), (t, 0, 1)),
            TO_UNIT,
        ),
        (
            front * gamma(half) * gamma(2 * P - half) / gamma(2 * P) * hyper([P, half], [2 * P], 1 - z),
            Known("Euler's integral", "DLMF 15.6.1"),
        ),
        (factor * hyper([P, half], [2 * P], 1 - z), r"$\Gamma(z+1) = z\,\Gamma(z)$"),
        given=(Ne(place, 0), *given),
        compute=factor * hyp2f1_complement(P, half, 2 * P, z),
    )


BREAKPOINT = hypergeometric(
    MOMENTS[0], r"For Student laws with the same $\nu$ and scales $\sigma_w$, $\sigma_b$; in the limit at 0 too."
)

ZETA = hypergeometric(
    MOMENTS[1],
    r"""For independent Student laws with the same $\nu$ and scales $\sigma_w$, $\sigma_b$; $\nu > 1$, and at $c = 0$
    the value is finite only for $\nu > 3$.""",
    nu > 1,
)

Q2 = (mu / (nu * sigma_w * sigma_v)) ** 2
PRODUCT = W.density(0) * V.density(0)
EULER = PRODUCT * gamma(P) ** 2 / gamma(2 * P)
DELTA_SLOPE = STUDENT.theorem(
    "delta-slope",
    "Delta-slope of Student weights",
    r"For independent Student laws with the same $\nu$; a logarithmic singularity at $\mu = 0$.",
    of.delta_slope_density,
    (
        2
        * PRODUCT
        * Integral(
            (1 + r**2 / (nu * sigma_w**2)) ** (-P) * (1 + mu**2 / (nu * sigma_v**2 * r**2)) ** (-P) / r, (r, 0, oo)
        ),
        Fold(w, r),
    ),
    (PRODUCT * Integral(u ** (P - 1) * ((1 + u) * (u + Q2)) ** (-P), (u, 0, oo)), TO_SQUARE),
    (PRODUCT * Integral((t * (1 - t)) ** (P - 1) * (1 - (1 - Q2) * t) ** (-P), (t, 0, 1)), TO_UNIT),
    (EULER * hyper([P, P], [2 * P], 1 - Q2), Known("Euler's integral", "DLMF 15.6.1")),
    given=(BENDS,),
    compute=EULER * hyp2f1_complement(P, P, 2 * P, Q2),
)

# --- three degrees of freedom -----------------------------------------------------------------------------------------

FRONT_3 = 3 * HEIGHTS_3 * sigma_w**2
# 1/((1+u)²(1+zu)²) by partial fractions.
PRIMITIVE = (
    -2 * Z * log((1 + Z * u) / (1 + u)) / (Z - 1) ** 3 - 1 / ((Z - 1) ** 2 * (1 + u)) - Z / ((Z - 1) ** 2 * (1 + Z * u))
)

THREE_BREAKPOINT = THREE.theorem(
    "three-breakpoint",
    "Breakpoint density for three degrees of freedom",
    r"Elementary, with a removable singularity at $|\beta| = \sigma_b/\sigma_w$.",
    of.breakpoint_density,
    Fold(w, r),
    (FRONT_3 * Integral(1 / ((1 + u) * (1 + Z * u)) ** 2, (u, 0, oo)), to_square(3)),
    (FRONT_3 * (-2 * Z * log(Z) / (Z - 1) ** 3 - PRIMITIVE.subs(u, 0)), Antiderivative(u, PRIMITIVE)),
    (FRONT_3 * (Z**2 - 1 - 2 * Z * log(Z)) / (Z - 1) ** 3, "collect the terms"),
    given=(OFF_ZERO, Ne(Z, 1)),
    compute=FRONT_3 * student3_breakpoint(Z),
)

FRONT_3_C = 9 * HEIGHTS_3 * sigma_w**4
PRIMITIVE_C = (
    (1 + Z_C) * log((1 + Z_C * u) / (1 + u)) / (Z_C - 1) ** 3
    + 1 / ((Z_C - 1) ** 2 * (1 + u))
    + 1 / ((Z_C - 1) ** 2 * (1 + Z_C * u))
)

THREE_ZETA = THREE.theorem(
    "three-zeta",
    "Zeta for three degrees of freedom",
    "Elementary; finite everywhere but at $c = 0$, where it grows like a logarithm.",
    of.zeta,
    Fold(w, r),
    (FRONT_3_C * Integral(u / ((1 + u) * (1 + Z_C * u)) ** 2, (u, 0, oo)), to_square(3)),
    (FRONT_3_C * ((1 + Z_C) * log(Z_C) / (Z_C - 1) ** 3 - PRIMITIVE_C.subs(u, 0)), Antiderivative(u, PRIMITIVE_C)),
    (FRONT_3_C * ((1 + Z_C) * log(Z_C) - 2 * (Z_C - 1)) / (Z_C - 1) ** 3, "collect the terms"),
    given=(AWAY, Ne(Z_C, 1)),
    compute=FRONT_3_C * student3_zeta(Z_C),
)

# --- one degree of freedom --------------------------------------------------------------------------------------------

PARTIAL_FRACTIONS = Known("an antiderivative by partial fractions", "its derivative")
SCALE = pi**2 * sigma_b / sigma_w
CAUCHY_BREAKPOINT = CAUCHY.theorem(
    "cauchy-breakpoint",
    "Breakpoint density of Cauchy weights and biases",
    r"One degree of freedom: two Cauchy laws, $\zeta$ is infinite everywhere.",
    of.breakpoint_density,
    Fold(w, r),
    (Integral(1 / ((1 + u) * (1 + Z * u)), (u, 0, oo)) / SCALE, to_square(1)),
    (log(Z) / (SCALE * (Z - 1)), PARTIAL_FRACTIONS),
    given=(OFF_ZERO, Ne(Z, 1)),
    compute=log_ratio(Z) / SCALE,
)

Z_MU, SCALE_MU = (mu / (sigma_w * sigma_v)) ** 2, pi**2 * sigma_w * sigma_v
CAUCHY_DELTA_SLOPE = CAUCHY.theorem(
    "cauchy-delta-slope",
    "Delta-slope of Cauchy weights",
    r"One degree of freedom: two Cauchy laws, $\zeta$ is infinite everywhere.",
    of.delta_slope_density,
    Fold(w, r),
    (Integral(1 / ((1 + u) * (Z_MU + u)), (u, 0, oo)) / SCALE_MU, to_square(1)),
    (log(Z_MU) / (SCALE_MU * (Z_MU - 1)), PARTIAL_FRACTIONS),
    given=(BENDS, Ne(Z_MU, 1)),
    compute=log_ratio(Z_MU) / SCALE_MU,
)

SIGMAS = sigma_w * sigma_b * sigma_v
SUMS = (sigma_b + sigma_w * Abs(beta)) * (sigma_b * sigma_v + Abs(beta * mu)) * (sigma_w * sigma_v + Abs(mu))
SQUARES = (sigma_w**2 + r**2) * (sigma_b**2 + beta**2 * r**2) * (sigma_v**2 * r**2 + mu**2)
CAUCHY_JOINT = CAUCHY.theorem(
    "cauchy-joint",
    "Joint density of Cauchy weights",
    "One degree of freedom in all three laws: a rational function of the sizes.",
    of.joint,
    (2 * SIGMAS / pi**3 * Integral(r**2 / SQUARES, (r, 0, oo)), Fold(w, r)),
    (
        SIGMAS / (pi**2 * SUMS),
        Known(
            r"$\int_0^\infty \frac{r^2\,dr}{(r^2+a^2)(r^2+b^2)(r^2+c^2)} = \frac{\pi}{2(a+b)(b+c)(c+a)}$",
            "by residues",
        ),
    ),
    given=(OFF_ZERO, BENDS),
)

# --- where zeta is finite ---------------------------------------------------------------------------------------------

B12.theorem(
    "zeta-at-zero",
    "Zeta at zero",
    r"$\zeta(0)$ is finite only for $\nu > 3$.",
    of.zeta.subs(c, 0),
    of.zeta_integral(W, B).subs(c, 0),
    (HEIGHTS * Integral(2 * r**3 * (1 + r**2 / (nu * sigma_w**2)) ** (-P), (r, 0, oo)), Fold(w, r)),
    (HEIGHTS * nu**2 * sigma_w**4 * Integral(u * (1 + u) ** (-P), (u, 0, oo)), TO_SQUARE),
    (
        HEIGHTS * 4 * nu**2 * sigma_w**4 / ((nu - 1) * (nu - 3)),
        Known(r"the Beta integral $\int_0^\infty u (1+u)^{-p} du = 1/((p-1)(p-2))$ for $p > 2$", "DLMF 5.12.3"),
    ),
    given=(nu > 3,),
    where=laws(W, B),
)

EXCESS = 1 + r**2 / (3 * sigma_w**2)
B12.theorem(
    "zeta-diverges",
    "Zeta at zero for three degrees of freedom, cut off",
    r"The contribution of $|w| < m$ grows like $\ln m$; for $\nu < 3$ it grows like $m^{3-\nu}$.",
    Function("zeta_m", real=True)(0),
    Integral(of.zeta_integral(W3, B3).function.subs(c, 0), (w, -m, m)),
    (2 * HEIGHTS_3 * Integral(r**3 / EXCESS**2, (r, 0, m)), Fold(w, r)),
    (
        9 * HEIGHTS_3 * sigma_w**4 * (log(EXCESS.subs(r, m)) - m**2 / (m**2 + 3 * sigma_w**2)),
        Antiderivative(r, Rational(9, 2) * sigma_w**4 * (log(EXCESS) + 1 / EXCESS)),
    ),
)

CUBE = W.density(0) * (nu * sigma_w**2) ** Rational(3, 2)
B12.theorem(
    "second-moment",
    "Second moment of a Student weight",
    r"$\int \zeta = \mathbb{E}[w^2]$ is finite only for $\nu > 2$; else the random function has no variance.",
    Symbol("E[w^2]", real=True),
    Integral(w**2 * W.density(w), (w, -oo, oo)),
    (W.density(0) * Integral(2 * r**2 * (1 + r**2 / (nu * sigma_w**2)) ** (-P), (r, 0, oo)), Fold(w, r)),
    (CUBE * Integral(sqrt(u) * (1 + u) ** (-P), (u, 0, oo)), TO_SQUARE),
    (
        CUBE * gamma(Rational(3, 2)) * gamma(nu / 2 - 1) / gamma(P),
        Known(r"the Beta integral, finite for $\nu > 2$", "DLMF 5.12.3"),
    ),
    (sigma_w**2 * nu / (nu - 2), r"use $\Gamma(z+1) = z\,\Gamma(z)$"),
    given=(nu > 2,),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section knows of an initialisation whose Student laws share their degrees of freedom."""
    if not isinstance(init.w, StudentT):
        return {}
    degrees = init.w.nu
    if degrees == 1:
        known = CAUCHY_BREAKPOINT, CAUCHY_DELTA_SLOPE, CAUCHY_JOINT
    elif degrees == 3:
        known = THREE_BREAKPOINT, THREE_ZETA, DELTA_SLOPE
    else:
        known = BREAKPOINT, DELTA_SLOPE, *([ZETA] if (degrees - 1).is_positive else [])
    return collect({**scales(init, StudentT, nu=degrees), nu: degrees}, table(*known))
