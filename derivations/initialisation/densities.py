"""The densities of breakpoint and delta-slope for any laws (B2)."""

from sympy import Abs, Expr, Function, Integral, Lambda, Rational, exp, oo, pi, sqrt
from sympy.core.function import UndefinedFunction

from symspline.model.definitions import breakpoint_density, conditional_density, delta_slope_density, joint
from symspline.proof.moves import By, Definition, Fold, Substitute
from symspline.proof.theorem import Assumption, Section, Step, Theorem

from . import change_of_variables as change
from .arguments import arguments
from .vocabulary import b, beta, mu, r, s, v, w

p_w, p_b, p_v = (Function(name, real=True) for name in ("p_w", "p_b", "p_v"))
INDEPENDENT = Assumption(r"$w$, $b$, $v$ are independent, with densities $p_w$, $p_b$, $p_v$")
NORMALISED = Definition("a density integrates to one")


def normal(scale: Expr, mean: Expr = 0) -> Lambda:
    """A normal density, an instance for an undefined one."""
    return Lambda(s, exp(-((s - mean) ** 2) / (2 * scale**2)) / (scale * sqrt(2 * pi)))


def student(scale: Expr, mean: Expr = 0) -> Lambda:
    """A density with the tails of Student's law with three degrees of freedom."""
    return Lambda(s, 2 / (pi * scale * (1 + ((s - mean) / scale) ** 2) ** 2))


def laplace(scale: Expr) -> Lambda:
    """A Laplace density."""
    return Lambda(s, exp(-Abs(s) / scale) / (2 * scale))


INSTANCES: tuple[dict[UndefinedFunction, Lambda], ...] = (
    {p_w: normal(1), p_b: normal(2), p_v: student(Rational(1, 2))},
    {p_w: normal(1, Rational(1, 2)), p_b: student(1), p_v: student(1, Rational(1, 3))},
    {p_w: laplace(1), p_b: normal(1, Rational(-1, 2)), p_v: student(2)},
)
"""Symmetric laws; laws with means; a kink."""

_given = p_w(w) * p_b(-beta * w)
_right, _left = p_w(r) * p_b(-beta * r), p_w(-r) * p_b(beta * r)

JOINT = Theorem(
    id="B2.joint",
    title="Joint density of breakpoint and delta-slope",
    chapter="initialisation",
    statement=r"The density of the triple $(w, \beta, \mu)$, integrated over the input weight.",
    arguments=arguments(beta, mu),
    assumes=(INDEPENDENT, change.NONZERO),
    subject=joint,
    start=Integral(_given * p_v(mu / w) * change.TRIPLE_JACOBIAN, (w, -oo, oo)),
    origin=Definition(r"put $b = -\beta w$ and $v = \mu/w$ into the density of the weights"),
    steps=(Step("=", Integral(_given * p_v(mu / w), (w, -oo, oo)), By(change.TRIPLE)),),
    instances=INSTANCES,
)

BREAKPOINT = Theorem(
    id="B2.breakpoint",
    title="Density of the breakpoint",
    chapter="initialisation",
    statement=r"The density of the pair $(w, \beta)$, integrated over the input weight; the output weight does not "
    r"enter.",
    arguments=arguments(beta),
    assumes=(INDEPENDENT, change.NONZERO),
    subject=breakpoint_density,
    start=Integral(_given * change.BREAKPOINT_JACOBIAN, (w, -oo, oo)),
    origin=Definition(r"put $b = -\beta w$ into the density of $(w, b)$"),
    steps=(Step("=", Integral(Abs(w) * _given, (w, -oo, oo)), By(change.BREAKPOINT)),),
    instances=INSTANCES,
)

DELTA_SLOPE = Theorem(
    id="B2.delta-slope",
    title="Density of the delta-slope",
    chapter="initialisation",
    statement=r"The density of the pair $(w, \mu)$, integrated over the input weight; the bias does not enter. It is "
    r"the density of a product, and does not change when $w$ and $v$ exchange their laws.",
    arguments=arguments(mu),
    assumes=(INDEPENDENT, change.NONZERO),
    subject=delta_slope_density,
    start=Integral(p_w(w) * p_v(mu / w) * change.SLOPE_JACOBIAN, (w, -oo, oo)),
    origin=Definition(r"put $v = \mu/w$ into the density of $(w, v)$"),
    steps=(Step("=", Integral(p_w(w) * p_v(mu / w) / Abs(w), (w, -oo, oo)), By(change.DELTA_SLOPE)),),
    instances=INSTANCES,
)

CONDITIONAL = Theorem(
    id="B2.conditional",
    title="Density of the delta-slope given the breakpoint",
    chapter="initialisation",
    statement=r"Each integral runs over both signs of the weight; folded, each is over positive weights.",
    arguments=arguments(beta, mu),
    assumes=(INDEPENDENT, change.NONZERO),
    subject=conditional_density,
    start=Integral(_given * p_v(mu / w), (w, -oo, oo)) / Integral(Abs(w) * _given, (w, -oo, oo)),
    origin=Definition(r"$p(\mu \mid \beta) = p(\beta, \mu)/p_\beta(\beta)$"),
    steps=(
        Step(
            "=",
            Integral(_right * p_v(mu / r) + _left * p_v(-mu / r), (r, 0, oo))
            / Integral(r * (_right + _left), (r, 0, oo)),
            Fold(w, r),
        ),
    ),
    instances=INSTANCES,
)

_pair = Function("p_{wb}", real=True)

DEPENDENT = Theorem(
    id="B2.dependent",
    title="Joint density for dependent weight and bias",
    chapter="initialisation",
    statement=r"When $w$ and $b$ have a joint density $p_{wb}$ and $v$ is independent of them.",
    arguments=arguments(beta, mu),
    assumes=(Assumption(r"$v$ is independent of $(w, b)$"), change.NONZERO),
    subject=joint,
    start=Integral(_pair(w, -beta * w) * p_v(mu / w) * change.TRIPLE_JACOBIAN, (w, -oo, oo)),
    origin=Definition(r"put $b = -\beta w$ and $v = \mu/w$ into the density of the weights"),
    steps=(Step("=", Integral(_pair(w, -beta * w) * p_v(mu / w), (w, -oo, oo)), By(change.TRIPLE)),),
    instances=(
        {_pair: Lambda((s, b), sqrt(3) * exp(-(s**2) - s * b - b**2) / (2 * pi)), p_v: student(2)},
        {_pair: Lambda((s, b), exp(-(s**2) - (b - s) ** 2) / pi), p_v: student(1)},
    ),
)

MARGINAL_SLOPE = Theorem(
    id="B2.integrates-over-delta-slope",
    title="The joint density integrates to the density of the breakpoint",
    chapter="initialisation",
    statement=r"For a given weight $r > 0$, the integrand of the joint density over all delta-slopes is that of the "
    r"density of the breakpoint. The same holds for $-r$; integrating over $r$, which Tonelli allows, gives "
    r"$\int p(\beta, \mu)\,d\mu = p_\beta(\beta)$.",
    arguments=arguments(beta, r),
    assumes=(INDEPENDENT,),
    subject=Function("I", real=True)(beta, r),
    start=Integral(p_w(r) * p_b(-beta * r) * p_v(mu / r), (mu, -oo, oo)),
    steps=(
        Step("=", r * p_w(r) * p_b(-beta * r) * Integral(p_v(v), (v, -oo, oo)), Substitute(mu, v, r * v, mu / r)),
        Step("=", r * p_w(r) * p_b(-beta * r), NORMALISED),
    ),
    instances=INSTANCES,
)

MARGINAL_BREAKPOINT = Theorem(
    id="B2.integrates-over-breakpoint",
    title="The joint density integrates to the density of the delta-slope",
    chapter="initialisation",
    statement=r"For a given weight $r > 0$, over all breakpoints; likewise for $-r$.",
    arguments=arguments(mu, r),
    assumes=(INDEPENDENT,),
    subject=Function("I", real=True)(mu, r),
    start=Integral(p_w(r) * p_b(-beta * r) * p_v(mu / r), (beta, -oo, oo)),
    steps=(
        Step("=", p_w(r) * p_v(mu / r) / r * Integral(p_b(b), (b, -oo, oo)), Substitute(beta, b, -b / r, -beta * r)),
        Step("=", p_w(r) * p_v(mu / r) / r, NORMALISED),
    ),
    instances=INSTANCES,
)

EVEN = Theorem(
    id="B2.folded",
    title="Densities of symmetric laws",
    chapter="initialisation",
    statement=r"When all three densities are even, the joint density is twice an integral over positive "
    r"weights, and it is even in $\beta$ and in $\mu$.",
    arguments=arguments(beta, mu),
    assumes=(INDEPENDENT, Assumption(r"$p_w$, $p_b$, $p_v$ are even")),
    subject=joint,
    start=Integral(p_w(Abs(w)) * p_b(Abs(beta * w)) * p_v(Abs(mu / w)), (w, -oo, oo)),
    steps=(Step("=", 2 * Integral(p_w(r) * p_b(r * Abs(beta)) * p_v(Abs(mu) / r), (r, 0, oo)), Fold(w, r)),),
    instances=INSTANCES,
)

TEXT = r"""
With the Jacobians at hand the densities are integrals over the one variable that the spline does not show, the
input weight. The joint density of breakpoint and delta-slope is

$$p(\beta, \mu) = \int p_w(w)\,p_b(-\beta w)\,p_v(\mu/w)\,dw.$$

Integrating out the delta-slope multiplies the integrand by $|w|$, integrating out the breakpoint divides it by
$|w|$. Given the breakpoint, the delta-slope is a product of the output weight and an input weight whose law has
been tilted by $|w|\,p_b(-\beta w)$: a neuron that bends far out has, more likely than not, a small input weight and
hence a small delta-slope. Breakpoint and delta-slope are therefore dependent, although the weights are not.

Where $w$ and $b$ depend on each other, $p_w(w)\,p_b(-\beta w)$ is replaced by their joint density at $(w, -\beta
w)$ and nothing else changes. The marginals of the joint density are a free test of any closed form, and the closed
forms of the next sections pass it.
"""

SECTION = Section(
    "B2",
    "Densities for any laws",
    TEXT,
    (JOINT, BREAKPOINT, DELTA_SLOPE, CONDITIONAL, DEPENDENT, MARGINAL_SLOPE, MARGINAL_BREAKPOINT, EVEN),
)
