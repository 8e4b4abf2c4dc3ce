"""Generalised normal weights with one exponent: the family that contains normal, Laplace and uniform weights (B6)."""

from sympy import Expr, S, Symbol, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import Table, collect
from symspline.model.init import Init
from symspline.model.law import GeneralisedNormal, Laplace, Law, Normal
from symspline.proof.theorem import Section

from .generalised_normal_densities import (
    BREAKPOINT,
    CONDITIONAL,
    DELTA_SLOPE,
    JOINT,
    JOINT_AT_ZERO,
    MOMENTS,
    SECOND_MOMENT,
    ZETA,
)
from .generalised_normal_members import LAPLACE, NORMAL, NORMAL_JOINT, TRUNCATED, UNIFORM
from .vocabulary import beta, c, mu, q

TEXT = r"""
The generalised normal law has density proportional to $e^{-(|x|/\alpha)^q}$. Exponent 1 is the Laplace law, exponent
2 the normal law, and as $q \to \infty$ it becomes the uniform law on $[-\alpha, \alpha]$. When $w$, $b$ and $v$ share
the exponent, the exponents of the three densities add up: with $b = -\beta w$ and $v = \mu/w$ the integrand is
$e^{-A|w|^q - B|w|^{-q}}$ with $A = \alpha_w^{-q} + |\beta|^q\alpha_b^{-q}$ and $B = (|\mu|/\alpha_v)^q$, and one
substitution makes it a Bessel or a gamma integral. So one computation serves the families of the next sections, which
are read off it or derived again in their own, simpler way.

Two things hold for every member of the family and are easily taken for accidents of the normal one. The density of
the breakpoint falls as $\beta^{-2}$, so that breakpoints have no mean, and $\zeta$ falls as $c^{-4}$. And the
breakpoint enters the law of the delta-slope only as a scale, $A^{-1/q}$, the size of the weights that can produce it.

The formulas hold for $\mu \ne 0$. At $\mu = 0$ the joint density has a finite limit, stated separately, and the
density of the delta-slope a logarithmic singularity. Truncation turns gamma functions into incomplete ones and spoils
the Bessel functions: the joint density of truncated laws is elementary for $q = 2$ only.
"""

SECTION = Section(
    "B6",
    "Generalised normal weights",
    TEXT,
    (
        JOINT,
        JOINT_AT_ZERO,
        DELTA_SLOPE,
        MOMENTS,
        BREAKPOINT,
        ZETA,
        CONDITIONAL,
        SECOND_MOMENT,
        NORMAL,
        NORMAL_JOINT,
        LAPLACE,
        UNIFORM,
        TRUNCATED,
    ),
)

TABLE: Table = {
    "joint_density": (JOINT, (beta, mu)),
    "breakpoint_density": (BREAKPOINT, (beta,)),
    "delta_slope_density": (DELTA_SLOPE, (mu,)),
    "conditional_density": (CONDITIONAL, (mu, beta)),
    "zeta": (ZETA, (c,)),
}


LARGEST_EXPONENT = 100
"""Beyond it powers with this exponent leave the range of float64, and the law is uniform for every purpose."""


def as_generalised(law: Law | None) -> GeneralisedNormal | None:
    """A law of the family written with its exponent, None for any other."""
    if isinstance(law, GeneralisedNormal):
        return law
    if isinstance(law, Laplace):
        return GeneralisedNormal(law.scale, S.One)
    if isinstance(law, Normal) and law.mean == 0:
        return GeneralisedNormal(sqrt(2) * law.scale, S(2))
    return None


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section computes for an initialisation; empty when nothing fits.

    Laws that share their exponent fit together, so that a normal bias beside a generalised normal weight of exponent 2
    does.
    """
    laws = {role: as_generalised(getattr(init, role)) for role in ("w", "b", "v")}
    if not any(isinstance(getattr(init, role), GeneralisedNormal) for role in laws) or laws["w"] is None:
        return {}
    exponent = laws["w"].q
    if (exponent - LARGEST_EXPONENT).is_positive:
        return {}
    values: dict[Symbol, Expr] = {q: exponent}
    for role, law in laws.items():
        if law is not None and law.q == exponent:
            values |= law.with_symbols(role)[1]
    return collect(values, TABLE)
