"""Student weights and biases (B12)."""

from sympy import Expr, Integral, Rational, S, Symbol, gamma, hyper, log, oo, pi, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.model import definitions
from symspline.model.init import Init
from symspline.model.law import Law, StudentT
from symspline.proof.moves import Algebra, Antiderivative, Fold, Known, Substitute
from symspline.proof.theorem import Argument, Assumption, Section, Step, Theorem
from symspline.special import hyp2f1_complement, student3_breakpoint, student3_zeta

from .arguments import arguments
from .cauchy import CAUCHY_BREAKPOINT, CAUCHY_DELTA_SLOPE, CAUCHY_JOINT
from .vocabulary import beta, c, m, mu, nu, r, sigma_b, sigma_v, sigma_w, t, u, w

P = (nu + 1) / 2
"""Half the exponent of the density."""


def constant(scale: Expr, degrees: Expr = nu) -> Expr:
    """The density at 0."""
    return gamma((degrees + 1) / 2) / (sqrt(degrees * pi) * gamma(degrees / 2) * scale)


def _laws(degrees: Expr = nu) -> tuple[Law, Law, Law]:
    return StudentT(sigma_w, degrees), StudentT(sigma_b, degrees), StudentT(sigma_v, degrees)


W, B, V = _laws()
_UNIT = Substitute(u, t, 1 / t - 1, 1 / (1 + u))


def ratio(place: Expr) -> Expr:
    """The square of the place in units of the ratio of the scales."""
    return (place * sigma_w / sigma_b) ** 2


def _moment(order: int) -> Theorem:
    """Breakpoint density (order 0) and zeta (order 2) for any number of degrees of freedom."""
    place = beta if order == 0 else c
    z, k = ratio(place), order // 2
    half = order // 2 + 1
    front = constant(sigma_w) * constant(sigma_b) * nu**k * sigma_w ** (order + 2) * nu
    start = definitions.breakpoint_integral(W, B) if order == 0 else definitions.zeta_integral(W, B)
    weights = gamma(half) * gamma(2 * P - half) / gamma(2 * P)
    factor = constant(sigma_w) * constant(sigma_b) * sigma_w ** (order + 2) * (1 if order == 0 else nu / (nu - 1))
    return Theorem(
        id="B12.breakpoint" if order == 0 else "B12.zeta",
        title=("Breakpoint density" if order == 0 else "Zeta") + " of Student weights and biases",
        chapter="initialisation",
        statement=r"For independent Student laws with the same $\nu$ and scales $\sigma_w$, $\sigma_b$"
        + (r"; $\nu > 1$, and at $c = 0$ the value is finite only for $\nu > 3$." if order else "."),
        arguments=arguments(place, nu, sigma_w, sigma_b),
        assumes=(Assumption(r"$\nu > 1$", nu > 1),) if order else (),
        subject=definitions.breakpoint_density if order == 0 else definitions.zeta,
        start=start,
        steps=(
            Step(
                "=",
                2
                * constant(sigma_w)
                * constant(sigma_b)
                * Integral(
                    r ** (order + 1)
                    * (1 + r**2 / (nu * sigma_w**2)) ** (-P)
                    * (1 + place**2 * r**2 / (nu * sigma_b**2)) ** (-P),
                    (r, 0, oo),
                ),
                Fold(w, r),
            ),
            Step(
                "=",
                front * Integral(u**k * ((1 + u) * (1 + z * u)) ** (-P), (u, 0, oo)),
                Substitute(r, u, sigma_w * sqrt(nu * u), r**2 / (nu * sigma_w**2)),
            ),
            Step(
                "=",
                front * Integral((1 - t) ** k * t ** (2 * P - half - 1) * (1 - (1 - z) * (1 - t)) ** (-P), (t, 0, 1)),
                _UNIT,
            ),
            Step("=", front * weights * hyper([P, half], [2 * P], 1 - z), Known("Euler's integral", "DLMF 15.6.1")),
            Step("=", factor * hyper([P, half], [2 * P], 1 - z), Algebra("$\\Gamma(z+1) = z\\,\\Gamma(z)$")),
        ),
        compute=factor * hyp2f1_complement(P, half, 2 * P, z),
    )


BREAKPOINT = _moment(0)
ZETA = _moment(2)

_QQ = (mu / (nu * sigma_w * sigma_v)) ** 2
_PRODUCT = constant(sigma_w) * constant(sigma_v)
DELTA_SLOPE = Theorem(
    id="B12.delta-slope",
    title="Delta-slope of Student weights",
    chapter="initialisation",
    statement=r"For independent Student laws with the same $\nu$; a logarithmic singularity at $\mu = 0$.",
    arguments=arguments(mu, nu, sigma_w, sigma_v),
    subject=definitions.delta_slope_density,
    start=definitions.delta_slope_integral(W, V),
    steps=(
        Step(
            "=",
            2
            * _PRODUCT
            * Integral(
                (1 + r**2 / (nu * sigma_w**2)) ** (-P) * (1 + mu**2 / (nu * sigma_v**2 * r**2)) ** (-P) / r, (r, 0, oo)
            ),
            Fold(w, r),
        ),
        Step(
            "=",
            _PRODUCT * Integral(u ** (P - 1) * ((1 + u) * (u + _QQ)) ** (-P), (u, 0, oo)),
            Substitute(r, u, sigma_w * sqrt(nu * u), r**2 / (nu * sigma_w**2)),
        ),
        Step("=", _PRODUCT * Integral((t * (1 - t)) ** (P - 1) * (1 - (1 - _QQ) * t) ** (-P), (t, 0, 1)), _UNIT),
        Step(
            "=",
            _PRODUCT * gamma(P) ** 2 / gamma(2 * P) * hyper([P, P], [2 * P], 1 - _QQ),
            Known("Euler's integral", "DLMF 15.6.1"),
        ),
    ),
    compute=_PRODUCT * gamma(P) ** 2 / gamma(2 * P) * hyp2f1_complement(P, P, 2 * P, _QQ),
)

# --- three degrees of freedom -----------------------------------------------------------------------------------------

W3, B3, V3 = _laws(S(3))
_C3 = constant(sigma_w, S(3)) * constant(sigma_b, S(3))


def _three(order: int) -> Theorem:
    place = beta if order == 0 else c
    z = ratio(place)
    k = order // 2
    front = _C3 * 3 * sigma_w ** (order + 2) * 3**k
    log_part = log((1 + z * u) / (1 + u))
    if order == 0:
        # 1/((1+u)²(1+zu)²) by partial fractions.
        primitive = -2 * z * log_part / (z - 1) ** 3 - 1 / ((z - 1) ** 2 * (1 + u)) - z / ((z - 1) ** 2 * (1 + z * u))
        end = (z**2 - 1 - 2 * z * log(z)) / (z - 1) ** 3
        stable = student3_breakpoint(z)
    else:
        primitive = (1 + z) * log_part / (z - 1) ** 3 + 1 / ((z - 1) ** 2 * (1 + u)) + 1 / ((z - 1) ** 2 * (1 + z * u))
        end = ((1 + z) * log(z) - 2 * (z - 1)) / (z - 1) ** 3
        stable = student3_zeta(z)
    start = definitions.breakpoint_integral(W3, B3) if order == 0 else definitions.zeta_integral(W3, B3)
    at_infinity = {0: -2 * z * log(z), 2: (1 + z) * log(z)}[order] / (z - 1) ** 3
    at_zero = primitive.subs(u, 0)
    return Theorem(
        id="B12.three-breakpoint" if order == 0 else "B12.three-zeta",
        title=("Breakpoint density" if order == 0 else "Zeta") + " for three degrees of freedom",
        chapter="initialisation",
        statement=r"Elementary, with a removable singularity at $|\beta| = \sigma_b/\sigma_w$."
        if order == 0
        else r"Elementary; finite everywhere but at $c = 0$, where it grows like a logarithm.",
        arguments=arguments(place, sigma_w, sigma_b),
        subject=definitions.breakpoint_density if order == 0 else definitions.zeta,
        start=start,
        steps=(
            Step(
                "=",
                front * Integral(u**k / ((1 + u) * (1 + z * u)) ** 2, (u, 0, oo)),
                Algebra(r"fold at $w = 0$ and put $w^2 = 3\sigma_w^2 u$"),
            ),
            Step("=", front * (at_infinity - at_zero), Antiderivative(u, primitive)),
            Step("=", front * end, Algebra("collect the terms")),
        ),
        compute=front * stable,
    )


THREE_BREAKPOINT = _three(0)
THREE_ZETA = _three(2)

# --- where it is finite -----------------------------------------------------------------------------------------------

ZETA_AT_ZERO = Theorem(
    id="B12.zeta-at-zero",
    title="Zeta at zero",
    chapter="initialisation",
    statement=r"$\zeta(0)$ is finite only for $\nu > 3$.",
    arguments=(Argument(nu, Rational(10, 3), 8, "degrees of freedom"), *arguments(sigma_w, sigma_b)),
    assumes=(Assumption(r"$\nu > 3$", nu > 3),),
    subject=definitions.zeta.subs(c, 0),
    start=definitions.zeta_integral(W, B).subs(c, 0),
    steps=(
        Step(
            "=",
            constant(sigma_w)
            * constant(sigma_b)
            * Integral(2 * r**3 * (1 + r**2 / (nu * sigma_w**2)) ** (-P), (r, 0, oo)),
            Fold(w, r),
        ),
        Step(
            "=",
            constant(sigma_w) * constant(sigma_b) * nu**2 * sigma_w**4 * Integral(u * (1 + u) ** (-P), (u, 0, oo)),
            Substitute(r, u, sigma_w * sqrt(nu * u), r**2 / (nu * sigma_w**2)),
        ),
        Step(
            "=",
            constant(sigma_w) * constant(sigma_b) * 4 * nu**2 * sigma_w**4 / ((nu - 1) * (nu - 3)),
            Known(r"the Beta integral $\int_0^\infty u (1+u)^{-p} du = 1/((p-1)(p-2))$ for $p > 2$", "DLMF 5.12.3"),
        ),
    ),
)

ZETA_DIVERGES = Theorem(
    id="B12.zeta-diverges",
    title="Zeta at zero for three degrees of freedom, cut off",
    chapter="initialisation",
    statement=r"The contribution of $|w| < m$ grows like $\ln m$; for $\nu < 3$ it grows like $m^{3-\nu}$.",
    arguments=arguments(m, sigma_w, sigma_b),
    subject=definitions.zeta.subs(c, 0),
    start=Integral(definitions.zeta_integral(W3, B3).function.subs(c, 0), (w, -m, m)),
    steps=(
        Step("=", 2 * _C3 * Integral(r**3 / (1 + r**2 / (3 * sigma_w**2)) ** 2, (r, 0, m)), Fold(w, r)),
        Step(
            "=",
            9 * _C3 * sigma_w**4 * (log(1 + m**2 / (3 * sigma_w**2)) - m**2 / (m**2 + 3 * sigma_w**2)),
            Antiderivative(
                r, Rational(9, 2) * sigma_w**4 * (log(1 + r**2 / (3 * sigma_w**2)) + 1 / (1 + r**2 / (3 * sigma_w**2)))
            ),
        ),
    ),
)

SECOND_MOMENT = Theorem(
    id="B12.second-moment",
    title="Second moment of a Student weight",
    chapter="initialisation",
    statement=r"$\int \zeta = \mathbb{E}[w^2]$ is finite only for $\nu > 2$; else the random function has no variance.",
    arguments=(Argument(nu, Rational(5, 2), 8, "degrees of freedom"), *arguments(sigma_w)),
    assumes=(Assumption(r"$\nu > 2$", nu > 2),),
    subject=Symbol("E[w^2]", real=True),
    start=Integral(w**2 * W.density(w), (w, -oo, oo)),
    steps=(
        Step(
            "=", constant(sigma_w) * Integral(2 * r**2 * (1 + r**2 / (nu * sigma_w**2)) ** (-P), (r, 0, oo)), Fold(w, r)
        ),
        Step(
            "=",
            constant(sigma_w) * (nu * sigma_w**2) ** Rational(3, 2) * Integral(sqrt(u) * (1 + u) ** (-P), (u, 0, oo)),
            Substitute(r, u, sigma_w * sqrt(nu * u), r**2 / (nu * sigma_w**2)),
        ),
        Step(
            "=",
            constant(sigma_w)
            * (nu * sigma_w**2) ** Rational(3, 2)
            * gamma(Rational(3, 2))
            * gamma(nu / 2 - 1)
            / gamma(P),
            Known(r"the Beta integral, finite for $\nu > 2$", "DLMF 5.12.3"),
        ),
        Step("=", sigma_w**2 * nu / (nu - 2), Algebra("use $\\Gamma(z+1) = z\\,\\Gamma(z)$")),
    ),
)


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section knows of an initialisation."""
    found: dict[str, ClosedForm] = {}
    if not isinstance(init.w, StudentT):
        return found
    degrees = init.w.nu
    values = {sigma_w: init.w.scale}
    biases = isinstance(init.b, StudentT) and init.b.nu == degrees
    outputs = isinstance(init.v, StudentT) and init.v.nu == degrees
    if biases:
        put = {**values, sigma_b: init.b.scale}
        if degrees == 1:
            found["breakpoint_density"] = ClosedForm(CAUCHY_BREAKPOINT, (beta,), put)
        elif degrees == 3:
            found["breakpoint_density"] = ClosedForm(THREE_BREAKPOINT, (beta,), put)
            found["zeta"] = ClosedForm(THREE_ZETA, (c,), put)
        else:
            found["breakpoint_density"] = ClosedForm(BREAKPOINT, (beta,), {**put, nu: degrees})
            if (degrees - 1).is_positive:
                found["zeta"] = ClosedForm(ZETA, (c,), {**put, nu: degrees})
    if outputs:
        put = {**values, sigma_v: init.v.scale}
        if degrees == 1:
            found["delta_slope_density"] = ClosedForm(CAUCHY_DELTA_SLOPE, (mu,), put)
        else:
            found["delta_slope_density"] = ClosedForm(DELTA_SLOPE, (mu,), {**put, nu: degrees})
    if biases and outputs and degrees == 1:
        found["joint_density"] = ClosedForm(
            CAUCHY_JOINT, (beta, mu), {**values, sigma_b: init.b.scale, sigma_v: init.v.scale}
        )
    return found


TEXT = r"""
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

SECTION = Section(
    "B12",
    "Student weights",
    TEXT,
    (
        BREAKPOINT,
        ZETA,
        DELTA_SLOPE,
        THREE_BREAKPOINT,
        THREE_ZETA,
        CAUCHY_BREAKPOINT,
        CAUCHY_DELTA_SLOPE,
        CAUCHY_JOINT,
        ZETA_AT_ZERO,
        ZETA_DIVERGES,
        SECOND_MOMENT,
    ),
)
