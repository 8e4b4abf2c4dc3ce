r"""A uniform law beside a normal, Laplace or generalised normal one (B10).

Nothing obliges the weights and the biases of a layer to come from one family, and the frameworks mix them freely: in
PyTorch `kaiming_normal_` and `xavier_normal_` redraw the weights and leave the bias of the layer as it was, uniform
on $\pm 1/\sqrt{\text{fan-in}}$. A network with *normal initialisation* is then a network with normal weights and
uniform biases, and neither the Gaussian formulas nor those of zero bias describe it.

A uniform law cuts the integral over $w$ at its largest weight and leaves the other density alone, so that every
generalised normal law beside a uniform one gives an incomplete gamma function; for normal and Laplace laws it is
elementary. The joint density with normal output weights needs one more integral, of $e^{-a^2 r^2 - b^2/r^2}$ up to
the largest weight, which error functions express. A normal law beside a Laplace law gives the moments of the
exponential of a quadratic.

The printed forms are meant for reading. Near $\beta = 0$ they are differences of nearly equal terms, and far out the
products of an overflowing exponential and a vanishing error function; every theorem here therefore names a second
form for computing, checked against the first, that keeps thirteen digits from $|\beta| = 10^{-6}$ to $10^4$.
"""

from dataclasses import dataclass

from sympy import Abs, Eq, Expr, Integral, Ne, Piecewise, S, erf, erfc, exp, expint, gamma, latex, oo, pi, sign, sqrt

from symspline.answers.closed_form import ClosedForm
from symspline.answers.family import collect, scales, table
from symspline.model import definitions as of
from symspline.model.init import Init
from symspline.model.law import GeneralisedNormal, Laplace, Law, Normal, Uniform
from symspline.proof.moves import Algebra, Antiderivative, By, Fold, Known, Move
from symspline.proof.section import Section
from symspline.proof.theorem import Theorem
from symspline.special import exp_integral, lower_gamma, scaled_lower_gamma

from ..references import stated_in
from . import mixed_joint_densities, normal_and_laplace
from .breakpoint_and_zeta import MOMENTS, Moment
from .definitions import Laws
from .hypotheses import BENDS, OFF_ZERO
from .integrals import LOWER_GAMMA
from .vocabulary import HALF, A, a_b, a_v, a_w, beta, m, mu, p, q, r, s, sigma_b, sigma_w, w

B10 = Section(__name__, "B10", "Mixed families")


@dataclass(frozen=True)
class Family:
    """A family of densities `p(0) exp(-(|x|/alpha)^q)` that stands beside a uniform law.

    Args:
        name: for ids.
        adjective: for titles.
        member: one of its laws.
        stretch: alpha in units of the scale of the law.
        q: the exponent.
    """

    name: str
    adjective: str
    member: Law
    stretch: Expr
    q: Expr

    def of(self, role: str) -> tuple[Law, Expr, Expr]:
        """The law of a weight with its shared scale symbol, its density at 0 and its alpha."""
        law, scale = self.member.with_symbols(role)
        return law, law.density(0), self.stretch * next(iter(scale))

    def lower_gamma(self, order: Expr, at: Expr) -> Expr:
        """The lower incomplete gamma function, written out where it is elementary."""
        whole = lower_gamma(order, at)
        return whole if self.q == q else whole.definition()

    def integrated(self, rate: Expr, power: Expr, end: Expr) -> Move:
        """The integral of `r^(q power - 1) exp(-rate r^q)` from 0 to the end."""
        if self.q == q:
            return By(LOWER_GAMMA, {p: q * power, A: rate, m: end})
        return Antiderivative(r, self.lower_gamma(power, rate * r**self.q) / (self.q * rate**power))


NORMAL = Family("normal", "normal", Normal(1), sqrt(2), S(2))
LAPLACE = Family("laplace", "Laplace", Laplace(1), S.One, S.One)
GENERAL = Family("generalised", "generalised normal", GeneralisedNormal(1, q), S.One, q)
FAMILIES = (NORMAL, LAPLACE, GENERAL)
SLASH = stated_in(wikipedia="Slash distribution")


def uniform_weight(family: Family, moment: Moment) -> Theorem:
    """Uniform input weights beside biases of a family."""
    law, height, alpha = family.of("b")
    rate, power = (Abs(moment.place) / alpha) ** family.q, (moment.order + 2) / family.q
    factor, scale = height / a_w, family.q * rate**power
    move = family.integrated(rate, power, a_w)
    return Laws(B10, Uniform(a_w), law).theorem(
        f"uniform-{family.name}-{moment.name}",
        f"{moment.title} of uniform weights and {family.adjective} biases",
        rf"""For $w$ uniform on $(-a_w, a_w)$ and an independent {family.adjective} bias. At 0 the value is the limit,
        which the form for computing gives.""",
        moment.subject,
        (factor * Integral(r ** (moment.order + 1) * exp(-rate * r**family.q), (r, 0, a_w)), Fold(w, r)),
        move if family is GENERAL else (factor * family.lower_gamma(power, rate * a_w**family.q) / scale, move),
        given=(Ne(moment.place, 0),),
        compute=factor * a_w ** (moment.order + 2) * scaled_lower_gamma(power, rate * a_w**family.q) / family.q,
        source=SLASH if family is NORMAL and moment.order == 0 else None,
    )


UNIFORM_WEIGHT = {(family, moment.order): uniform_weight(family, moment) for family in FAMILIES for moment in MOMENTS}

K_B = a_w**2 / (2 * sigma_b**2)
FACTOR_B = sigma_b / (a_w * sqrt(2 * pi))
UNIFORM_NORMAL_CDF = B10.theorem(
    "uniform-normal-cdf",
    "Distribution function of the breakpoint, uniform weights and normal biases",
    r"$P(\beta_i \le \beta)$ for $w$ uniform on $(-a_w, a_w)$ and $b \sim N(0, \sigma_b^2)$.",
    of.breakpoint_cdf,
    HALF + Integral(UNIFORM_WEIGHT[NORMAL, 0].conclusion.xreplace({beta: s}), (s, 0, beta)),
    (HALF + FACTOR_B * Integral((1 - exp(-K_B * s**2)) / s**2, (s, 0, beta)), "take the constants out"),
    (
        HALF + FACTOR_B * (sqrt(pi * K_B) * erf(sqrt(K_B) * beta) - (1 - exp(-K_B * beta**2)) / beta),
        Antiderivative(s, sqrt(pi * K_B) * erf(sqrt(K_B) * s) - (1 - exp(-K_B * s**2)) / s),
    ),
    given=(OFF_ZERO,),
    compute=HALF
    + FACTOR_B * (sqrt(pi * K_B) * erf(sqrt(K_B) * beta) - K_B * beta * scaled_lower_gamma(1, K_B * beta**2)),
)


def uniform_bias(family: Family, moment: Moment) -> Theorem:
    """Input weights of a family beside uniform biases."""
    law, height, alpha = family.of("w")
    power, largest, factor = (moment.order + 2) / family.q, a_b / Abs(moment.place), height / a_b
    front = alpha ** (moment.order + 2) / family.q
    move = family.integrated(alpha**-family.q, power, largest)
    computed = factor * front * lower_gamma(power, (largest / alpha) ** family.q)
    if family is GENERAL:
        # SymPy writes an odd power of 1/|c| as |c| over an even power, which is 0/0 at 0.
        computed = Piecewise((factor * front * gamma(power), Eq(moment.place, 0)), (computed, True))
    return Laws(B10, law, Uniform(a_b)).theorem(
        f"{family.name}-uniform-{moment.name}",
        f"{moment.title} of {family.adjective} weights and uniform biases",
        rf"""For a {family.adjective} weight and an independent bias, uniform on $(-a_b, a_b)$. At 0 the value is the
        limit, which the form for computing gives.""",
        moment.subject,
        (
            factor * Integral(r ** (moment.order + 1) * exp(-((r / alpha) ** family.q)), (r, 0, largest)),
            rf"both signs of $w$ count alike, and no bias lies beyond $|w| = a_b/|{latex(moment.place)}|$",
        ),
        (factor * front * family.lower_gamma(power, (largest / alpha) ** family.q), move),
        given=(Ne(moment.place, 0),),
        compute=computed,
    )


UNIFORM_BIAS = {(family, moment.order): uniform_bias(family, moment) for family in FAMILIES for moment in MOMENTS}

K_W = a_b**2 / (2 * sigma_w**2)
FACTOR_W = sigma_w / (a_b * sqrt(2 * pi))
TAIL = sqrt(pi * K_W) * erfc(sqrt(K_W) / Abs(beta))
NORMAL_UNIFORM_CDF = B10.theorem(
    "normal-uniform-cdf",
    "Distribution function of the breakpoint, normal weights and uniform biases",
    r"$P(\beta_i \le \beta)$ for $w \sim N(0, \sigma_w^2)$ and $b$ uniform on $(-a_b, a_b)$.",
    of.breakpoint_cdf,
    HALF + sign(beta) * Integral(UNIFORM_BIAS[NORMAL, 0].conclusion.xreplace({beta: m}), (m, 0, Abs(beta))),
    (HALF + FACTOR_W * sign(beta) * Integral(1 - exp(-K_W / m**2), (m, 0, Abs(beta))), "take the constants out"),
    (
        HALF + FACTOR_W * sign(beta) * (Abs(beta) * (1 - exp(-K_W / beta**2)) + TAIL),
        Antiderivative(m, m * (1 - exp(-K_W / m**2)) + sqrt(pi * K_W) * erfc(sqrt(K_W) / m)),
    ),
    given=(OFF_ZERO,),
    compute=HALF + FACTOR_W * sign(beta) * (Abs(beta) * lower_gamma(1, K_W / beta**2) + TAIL),
)


def delta_slope(family: Family, role: str) -> Theorem:
    """The delta-slope where the weight of that role is uniform and the other one of a family."""
    law, height, alpha = family.of("v" if role == "w" else "w")
    if role == "w":
        w_law, v_law, a, names, words = Uniform(a_w), law, a_w, ("uniform", family.name), ("uniform", family.adjective)
        folded = Integral(exp(-((Abs(mu) / (alpha * r)) ** family.q)) / r, (r, 0, a))
        move = Fold(w, r)
    else:
        w_law, v_law, a, names, words = law, Uniform(a_v), a_v, (family.name, "uniform"), (family.adjective, "uniform")
        folded = Integral(exp(-((r / alpha) ** family.q)) / r, (r, Abs(mu) / a, oo))
        move = Algebra(r"both signs of $w$ count alike, and no output weight lies beyond $|w| = |\mu|/a_v$")
    factor, at = height / a, (Abs(mu) / (alpha * a)) ** family.q
    return Laws(B10, w_law, v=v_law).theorem(
        f"{names[0]}-{names[1]}-delta-slope",
        f"Delta-slope of {words[0]} input and {words[1]} output weights",
        f"For independent weights, $w$ {words[0]} and $v$ {words[1]}.",
        of.delta_slope_density,
        (factor * folded, move),
        (
            factor * expint(1, at) / family.q,
            Known(r"the exponential integral $E_1(z) = \int_z^\infty e^{-t}\,dt/t$", "DLMF 6.2.1"),
        ),
        given=(BENDS,),
        compute=factor * exp_integral(at) / family.q,
    )


for family in FAMILIES:
    for role in ("w", "v"):
        delta_slope(family, role)

ANSWERS = [
    theorem
    for part in (B10, normal_and_laplace.B10, mixed_joint_densities.B10)
    for theorem in part
    if theorem.subject in of.NAMES
]


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section knows of an initialisation."""
    shared = scales(init, Uniform) | scales(init, Normal, mean=0) | scales(init, Laplace)
    forms: dict[str, ClosedForm] = {}
    # A theorem has at most one generalised normal law: one role at a time, since exponents may differ.
    for role in ("w", "b", "v"):
        law = getattr(init, role)
        own = {**law.with_symbols(role)[1], q: law.q} if isinstance(law, GeneralisedNormal) else {}
        for theorem in ANSWERS:
            forms |= collect(shared | own, table(theorem))
    return forms
