"""Weights and biases of different families (B10)."""

from sympy import (
    Abs,
    Eq,
    Expr,
    Integral,
    Piecewise,
    Rational,
    Symbol,
    erf,
    erfc,
    exp,
    expint,
    gamma,
    latex,
    oo,
    pi,
    sign,
    sqrt,
)

from symspline.answers.closed_form import ClosedForm
from symspline.model import definitions
from symspline.model.init import Init
from symspline.model.law import GeneralisedNormal, Laplace, Law, Normal, Uniform
from symspline.proof.moves import Algebra, Antiderivative, Fold, Known
from symspline.proof.theorem import Section, Step, Theorem
from symspline.special import exp_integral, lower_gamma, scaled_lower_gamma

from .arguments import arguments
from .mixed_families import ADJECTIVE, FAMILIES, GENERAL, QUANTITY, Family, incomplete_gamma, start_of
from .mixed_joint_densities import (
    HALF_GAUSS,
    NORMAL_UNIFORM_NORMAL,
    NORMAL_UNIFORM_UNIFORM,
    UNIFORM_NORMAL_NORMAL,
    UNIFORM_NORMAL_UNIFORM,
    UNIFORM_UNIFORM_NORMAL,
)
from .normal_and_laplace import MOMENTS, NORMAL_AND_LAPLACE
from .vocabulary import a_b, a_v, a_w, beta, c, m, mu, q, r, sigma_b, sigma_w, w


def uniform_weight(family: Family, order: int) -> Theorem:
    """Uniform input weights beside biases of the generalised normal family."""
    name, title, place, subject = QUANTITY[order]
    scale = family.scale["b"]
    rate, power = (Abs(place) / family.alpha(scale)) ** family.q, (order + 2) / family.q
    factor = family.constant(scale) / a_w
    return Theorem(
        id=f"B10.uniform-{family.name}-{name}",
        title=f"{title} of uniform weights and {ADJECTIVE[family.name]} biases",
        chapter="initialisation",
        statement=rf"For $w$ uniform on $(-a_w, a_w)$ and an independent {ADJECTIVE[family.name]} bias.",
        arguments=arguments(place, a_w, *family.symbols("b")),
        subject=subject,
        start=start_of(Uniform(a_w), family.law(scale), order),
        steps=(
            Step("=", factor * Integral(r ** (order + 1) * exp(-rate * r**family.q), (r, 0, a_w)), Fold(w, r)),
            Step(
                "=",
                factor * incomplete_gamma(power, rate * a_w**family.q, family) / (family.q * rate**power),
                Antiderivative(r, incomplete_gamma(power, rate * r**family.q, family) / (family.q * rate**power)),
            ),
        ),
        compute=factor * a_w ** (order + 2) * scaled_lower_gamma(power, rate * a_w**family.q) / family.q,
    )


def _beside_zero(family: Family, front: Expr, order: Expr, place: Symbol, at: Expr) -> Expr:
    value = front * lower_gamma(order, at)
    # SymPy writes an odd power of 1/|c| as |c| over an even power, which is 0/0 at 0.
    return Piecewise((front * gamma(order), Eq(place, 0)), (value, True)) if family is GENERAL else value


def uniform_bias(family: Family, order: int) -> Theorem:
    """Input weights of the generalised normal family beside uniform biases."""
    name, title, place, subject = QUANTITY[order]
    scale = family.scale["w"]
    alpha, power = family.alpha(scale), (order + 2) / family.q
    largest = a_b / Abs(place)
    factor = family.constant(scale) / a_b
    primitive = alpha ** (order + 2) / family.q * incomplete_gamma(power, (r / alpha) ** family.q, family)
    return Theorem(
        id=f"B10.{family.name}-uniform-{name}",
        title=f"{title} of {ADJECTIVE[family.name]} weights and uniform biases",
        chapter="initialisation",
        statement=rf"For a {ADJECTIVE[family.name]} weight and an independent bias, uniform on $(-a_b, a_b)$. At 0 "
        "the value is the limit, which the form for computing gives.",
        arguments=arguments(place, a_b, *family.symbols("w")),
        subject=subject,
        start=start_of(family.law(scale), Uniform(a_b), order),
        steps=(
            Step(
                "=",
                factor * Integral(r ** (order + 1) * exp(-((r / alpha) ** family.q)), (r, 0, largest)),
                Algebra(rf"both signs of $w$ count alike, and no bias lies beyond $|w| = a_b/|{latex(place)}|$"),
            ),
            Step("=", factor * primitive.xreplace({r: largest}), Antiderivative(r, primitive)),
        ),
        compute=_beside_zero(
            family, factor * alpha ** (order + 2) / family.q, power, place, (largest / alpha) ** family.q
        ),
    )


UNIFORM_WEIGHT = {(f.name, order): uniform_weight(f, order) for f in FAMILIES for order in (0, 2)}
UNIFORM_BIAS = {(f.name, order): uniform_bias(f, order) for f in FAMILIES for order in (0, 2)}


def delta_slope(family: Family, uniform_role: str) -> Theorem:
    """The delta-slope where one of its two factors is uniform and the other of the generalised normal family."""
    other = "v" if uniform_role == "w" else "w"
    half_width, scale = (a_w if uniform_role == "w" else a_v), family.scale[other]
    uniform, law = Uniform(half_width), family.law(scale)
    factor, alpha = family.constant(scale) / half_width, family.alpha(scale)
    at = (Abs(mu) / (alpha * half_width)) ** family.q
    if uniform_role == "w":
        start = definitions.delta_slope_integral(uniform, law)
        folded = Integral(exp(-((Abs(mu) / (alpha * r)) ** family.q)) / r, (r, 0, half_width))
        move = Fold(w, r)
    else:
        start = definitions.delta_slope_integral(law, uniform)
        folded = Integral(exp(-((r / alpha) ** family.q)) / r, (r, Abs(mu) / half_width, oo))
        move = Algebra(r"both signs of $w$ count alike, and no output weight lies beyond $|w| = |\mu|/a_v$")
    pair = ("uniform", family.name) if uniform_role == "w" else (family.name, "uniform")
    named = [ADJECTIVE.get(p, p) for p in pair]
    return Theorem(
        id=f"B10.{'-'.join(pair)}-delta-slope",
        title=f"Delta-slope of {named[0]} input and {named[1]} output weights",
        chapter="initialisation",
        statement=f"For independent weights, $w$ {named[0]} and $v$ {named[1]}.",
        arguments=arguments(mu, half_width, *family.symbols(other)),
        subject=definitions.delta_slope_density,
        start=start,
        steps=(
            Step("=", factor * folded, move),
            Step(
                "=",
                factor * expint(1, at) / family.q,
                Known("the exponential integral $E_1(z) = \\int_z^\\infty e^{-t}\\,dt/t$", "DLMF 6.2.1"),
            ),
        ),
        compute=factor * exp_integral(at) / family.q,
    )


DELTA_SLOPE = {(f.name, role): delta_slope(f, role) for f in FAMILIES for role in ("w", "v")}

# --- distribution functions -------------------------------------------------------------------------------------------

_place = Symbol("t", real=True)
_K_B = a_w**2 / (2 * sigma_b**2)
_FACTOR_B = sigma_b / (a_w * sqrt(2 * pi))

UNIFORM_NORMAL_CDF = Theorem(
    id="B10.uniform-normal-cdf",
    title="Distribution function of the breakpoint, uniform weights and normal biases",
    chapter="initialisation",
    statement=r"$P(\beta_i \le \beta)$ for $w$ uniform on $(-a_w, a_w)$ and $b \sim N(0, \sigma_b^2)$.",
    arguments=arguments(beta, a_w, sigma_b),
    subject=definitions.breakpoint_cdf,
    start=Rational(1, 2) + Integral(UNIFORM_WEIGHT["normal", 0].conclusion.xreplace({beta: _place}), (_place, 0, beta)),
    steps=(
        Step(
            "=",
            Rational(1, 2) + _FACTOR_B * Integral((1 - exp(-_K_B * _place**2)) / _place**2, (_place, 0, beta)),
            Algebra("take the constants out"),
        ),
        Step(
            "=",
            Rational(1, 2) + _FACTOR_B * (sqrt(pi * _K_B) * erf(sqrt(_K_B) * beta) - (1 - exp(-_K_B * beta**2)) / beta),
            Antiderivative(_place, sqrt(pi * _K_B) * erf(sqrt(_K_B) * _place) - (1 - exp(-_K_B * _place**2)) / _place),
        ),
    ),
    compute=Rational(1, 2)
    + _FACTOR_B * (sqrt(pi * _K_B) * erf(sqrt(_K_B) * beta) - _K_B * beta * scaled_lower_gamma(1, _K_B * beta**2)),
)

_K_W = a_b**2 / (2 * sigma_w**2)
_FACTOR_W = sigma_w / (a_b * sqrt(2 * pi))

NORMAL_UNIFORM_CDF = Theorem(
    id="B10.normal-uniform-cdf",
    title="Distribution function of the breakpoint, normal weights and uniform biases",
    chapter="initialisation",
    statement=r"$P(\beta_i \le \beta)$ for $w \sim N(0, \sigma_w^2)$ and $b$ uniform on $(-a_b, a_b)$.",
    arguments=arguments(beta, a_b, sigma_w),
    subject=definitions.breakpoint_cdf,
    start=Rational(1, 2)
    + sign(beta) * Integral(UNIFORM_BIAS["normal", 0].conclusion.xreplace({beta: m}), (m, 0, Abs(beta))),
    steps=(
        Step(
            "=",
            Rational(1, 2) + _FACTOR_W * sign(beta) * Integral(1 - exp(-_K_W / m**2), (m, 0, Abs(beta))),
            Algebra("take the constants out"),
        ),
        Step(
            "=",
            Rational(1, 2)
            + _FACTOR_W
            * sign(beta)
            * (Abs(beta) * (1 - exp(-_K_W / beta**2)) + sqrt(pi * _K_W) * erfc(sqrt(_K_W) / Abs(beta))),
            Antiderivative(m, m * (1 - exp(-_K_W / m**2)) + sqrt(pi * _K_W) * erfc(sqrt(_K_W) / m)),
        ),
    ),
    compute=Rational(1, 2)
    + _FACTOR_W
    * sign(beta)
    * (Abs(beta) * lower_gamma(1, _K_W / beta**2) + sqrt(pi * _K_W) * erfc(sqrt(_K_W) / Abs(beta))),
)


def _family(law: Law | None) -> tuple[str, Expr, dict[Symbol, Expr]] | None:
    """Name, scale and exponent of a law that may stand beside a uniform one."""
    if isinstance(law, Normal) and law.mean == 0:
        return "normal", law.scale, {}
    if isinstance(law, Laplace):
        return "laplace", law.scale, {}
    if isinstance(law, GeneralisedNormal):
        return "generalised", law.scale, {q: law.q}
    return None


def closed_forms(init: Init) -> dict[str, ClosedForm]:
    """What this section knows of an initialisation."""
    found: dict[str, ClosedForm] = {}
    by_name = {f.name: f for f in FAMILIES}
    laws = {"w": init.w, "b": init.b, "v": init.v}
    families = {role: _family(law) for role, law in laws.items()}
    half = {role: law.half_width for role, law in laws.items() if isinstance(law, Uniform)}

    def values(*roles: str) -> dict[Symbol, Expr]:
        put: dict[Symbol, Expr] = {}
        for role in roles:
            if role in half:
                put[{"w": a_w, "b": a_b, "v": a_v}[role]] = half[role]
            else:
                name, scale, rest = families[role]
                put |= {by_name[name].scale[role]: scale, **rest}
        return put

    kinds = {role: "uniform" if role in half else families[role][0] if families[role] else "" for role in laws}
    pair = (kinds["w"], kinds["b"])
    if pair[0] == "uniform" and families["b"]:
        table = {order: UNIFORM_WEIGHT[pair[1], order] for order in (0, 2)}
    elif pair[1] == "uniform" and families["w"]:
        table = {order: UNIFORM_BIAS[pair[0], order] for order in (0, 2)}
    elif set(pair) == {"normal", "laplace"}:
        table = {order: NORMAL_AND_LAPLACE[pair[0], order] for order in (0, 2)}
    else:
        table = {}
    if table:
        found["breakpoint_density"] = ClosedForm(table[0], (beta,), values("w", "b"))
        found["zeta"] = ClosedForm(table[2], (c,), values("w", "b"))
    cdf = {("uniform", "normal"): UNIFORM_NORMAL_CDF, ("normal", "uniform"): NORMAL_UNIFORM_CDF}.get(pair)
    if cdf:
        found["breakpoint_cdf"] = ClosedForm(cdf, (beta,), values("w", "b"))
    for uniform_role, other in (("w", "v"), ("v", "w")):
        if uniform_role in half and families[other]:
            theorem = DELTA_SLOPE[kinds[other], uniform_role]
            found["delta_slope_density"] = ClosedForm(theorem, (mu,), values("w", "v"))
    joint = {
        ("normal", "uniform", "normal"): NORMAL_UNIFORM_NORMAL,
        ("uniform", "normal", "normal"): UNIFORM_NORMAL_NORMAL,
        ("uniform", "uniform", "normal"): UNIFORM_UNIFORM_NORMAL,
        ("normal", "uniform", "uniform"): NORMAL_UNIFORM_UNIFORM,
        ("uniform", "normal", "uniform"): UNIFORM_NORMAL_UNIFORM,
    }.get((*pair, kinds["v"]))
    if joint:
        found["joint_density"] = ClosedForm(joint, (beta, mu), values("w", "b", "v"))
    return found


TEXT = r"""
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

SECTION = Section(
    "B10",
    "Mixed families",
    TEXT,
    (
        *UNIFORM_WEIGHT.values(),
        UNIFORM_NORMAL_CDF,
        *UNIFORM_BIAS.values(),
        NORMAL_UNIFORM_CDF,
        *DELTA_SLOPE.values(),
        *MOMENTS.values(),
        *NORMAL_AND_LAPLACE.values(),
        HALF_GAUSS,
        NORMAL_UNIFORM_NORMAL,
        UNIFORM_NORMAL_NORMAL,
        UNIFORM_UNIFORM_NORMAL,
        NORMAL_UNIFORM_UNIFORM,
        UNIFORM_NORMAL_UNIFORM,
    ),
)
