r"""The densities of breakpoint and delta-slope for any laws (B2).

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

from sympy import Abs, Expr, Function, Integral, Lambda, Rational, S, exp, oo, pi, sqrt

from symspline.model import definitions as of
from symspline.model.law import Laplace, Normal
from symspline.proof.moves import By, Definition, Fold, Substitute
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption

from . import change_of_variables as change
from .definitions import density_of
from .hypotheses import BENDS, EVEN, INDEPENDENT, NO_ATOM, p_b, p_v, p_w
from .vocabulary import b, beta, mu, r, s, v, w

B2 = Section(__name__, "B2", "Densities for any laws")

NORMALISED = Definition("a density integrates to one")


def student(scale: Expr, mean: Expr = 0) -> Lambda:
    """A density with the tails of Student's law with three degrees of freedom."""
    return Lambda(s, 2 / (pi * scale * (1 + ((s - mean) / scale) ** 2) ** 2))


INSTANCES = (
    {p_w: density_of(Normal(1)), p_b: density_of(Normal(2)), p_v: student(Rational(1, 2))},
    {p_w: density_of(Normal(1, Rational(1, 2))), p_b: student(1), p_v: student(1, Rational(1, 3))},
    {p_w: density_of(Laplace(1)), p_b: density_of(Normal(1, Rational(-1, 2))), p_v: student(2)},
)
"""Symmetric laws; laws with means; a kink."""
FOR_ANY_LAWS = {"given": (INDEPENDENT, NO_ATOM), "instances": INSTANCES}

_given = p_w(w) * p_b(-beta * w)

JOINT = B2.theorem(
    "joint",
    "Joint density of breakpoint and delta-slope",
    r"The density of the triple $(w, \beta, \mu)$, integrated over the input weight.",
    of.joint,
    Integral(_given * p_v(mu / w) * change.TRIPLE_JACOBIAN, (w, -oo, oo)),
    By(change.TRIPLE),
    origin=r"put $b = -\beta w$ and $v = \mu/w$ into the density of the weights",
    **FOR_ANY_LAWS,
)

BREAKPOINT = B2.theorem(
    "breakpoint",
    "Density of the breakpoint",
    r"The density of the pair $(w, \beta)$, integrated over the input weight; the output weight does not enter.",
    of.breakpoint_density,
    Integral(_given * change.BREAKPOINT_JACOBIAN, (w, -oo, oo)),
    By(change.BREAKPOINT),
    origin=r"put $b = -\beta w$ into the density of $(w, b)$",
    **FOR_ANY_LAWS,
)

DELTA_SLOPE = B2.theorem(
    "delta-slope",
    "Density of the delta-slope",
    r"""The density of the pair $(w, \mu)$, integrated over the input weight; the bias does not enter. It is the
    density of a product, and does not change when $w$ and $v$ exchange their laws. At $\mu = 0$ it may be infinite.""",
    of.delta_slope_density,
    Integral(p_w(w) * p_v(mu / w) * change.SLOPE_JACOBIAN, (w, -oo, oo)),
    By(change.DELTA_SLOPE),
    origin=r"put $v = \mu/w$ into the density of $(w, v)$",
    given=(INDEPENDENT, NO_ATOM, BENDS),
    instances=INSTANCES,
)

P_W, P_B = (Function(name, positive=True) for name in ("p_w", "p_b"))
POSITIVE = tuple({P_W: each[p_w], P_B: each[p_b], p_v: each[p_v]} for each in INSTANCES)
_given, _right, _left = (P_W(each) * P_B(-beta * each) for each in (w, r, -r))
CONDITIONAL = B2.theorem(
    "conditional",
    "Density of the delta-slope given the breakpoint",
    """Each integral runs over both signs of the weight; folded, each is over positive weights. It is divided by the
    density of the breakpoint, which must not vanish: here $p_w$ and $p_b$ are positive.""",
    of.conditional_density,
    Integral(_given * p_v(mu / w), (w, -oo, oo)) / Integral(Abs(w) * _given, (w, -oo, oo)),
    (
        Integral(_right * p_v(mu / r) + _left * p_v(-mu / r), (r, 0, oo)) / Integral(r * (_right + _left), (r, 0, oo)),
        Fold(w, r),
    ),
    origin=r"$p(\mu \mid \beta) = p(\beta, \mu)/p_\beta(\beta)$",
    given=(INDEPENDENT, NO_ATOM),
    instances=POSITIVE,
)

_pair = Function("p_{wb}", real=True)

DEPENDENT = B2.theorem(
    "dependent",
    "Joint density for dependent weight and bias",
    "When $w$ and $b$ have a joint density $p_{wb}$ and $v$ is independent of them.",
    of.joint,
    Integral(_pair(w, -beta * w) * p_v(mu / w) * change.TRIPLE_JACOBIAN, (w, -oo, oo)),
    By(change.TRIPLE),
    given=(Assumption(r"$v$ is independent of $(w, b)$"), NO_ATOM),
    origin=r"put $b = -\beta w$ and $v = \mu/w$ into the density of the weights",
    instances=(
        {_pair: Lambda((s, b), sqrt(3) * exp(-(s**2) - s * b - b**2) / (2 * pi)), p_v: student(2)},
        {_pair: Lambda((s, b), exp(-(s**2) - (b - s) ** 2) / pi), p_v: student(1)},
    ),
)

MARGINAL_SLOPE = B2.theorem(
    "integrates-over-delta-slope",
    "The joint density integrates to the density of the breakpoint",
    r"""For a given weight $r > 0$, the integrand of the joint density over all delta-slopes is that of the density of
    the breakpoint. The same holds for $-r$; integrating over $r$, which Tonelli allows, gives $\int p(\beta,
    \mu)\,d\mu = p_\beta(\beta)$.""",
    Function("I", real=True)(beta, r),
    Integral(p_w(r) * p_b(-beta * r) * p_v(mu / r), (mu, -oo, oo)),
    (r * p_w(r) * p_b(-beta * r) * Integral(p_v(v), (v, -oo, oo)), Substitute(mu, v, r * v, mu / r)),
    (r * p_w(r) * p_b(-beta * r), NORMALISED),
    given=(INDEPENDENT,),
    instances=INSTANCES,
)

MARGINAL_BREAKPOINT = B2.theorem(
    "integrates-over-breakpoint",
    "The joint density integrates to the density of the delta-slope",
    "For a given weight $r > 0$, over all breakpoints; likewise for $-r$.",
    Function("I", real=True)(mu, r),
    Integral(p_w(r) * p_b(-beta * r) * p_v(mu / r), (beta, -oo, oo)),
    (p_w(r) * p_v(mu / r) / r * Integral(p_b(b), (b, -oo, oo)), Substitute(beta, b, -b / r, -beta * r)),
    (p_w(r) * p_v(mu / r) / r, NORMALISED),
    given=(INDEPENDENT,),
    instances=INSTANCES,
)

FOLDED = B2.theorem(
    "folded",
    "Densities of symmetric laws",
    r"""When all three densities are even, the joint density is twice an integral over positive weights, and it is
    even in $\beta$ and in $\mu$.""",
    of.joint,
    Integral(p_w(Abs(w)) * p_b(Abs(beta * w)) * p_v(Abs(mu / w)), (w, -oo, oo)),
    Fold(w, r),
    given=(INDEPENDENT, EVEN),
    instances=(INSTANCES[0], {p_w: density_of(Laplace(1)), p_b: student(S.One), p_v: student(S(2))}),
)
