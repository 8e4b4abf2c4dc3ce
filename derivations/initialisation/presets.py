"""The initialisations of the frameworks, their numbers worked out (B26)."""

from dataclasses import dataclass

from sympy import Abs, Expr, Function, Integral, Min, Rational, S, Symbol, cancel, erf, exp, factor, pi, sqrt

from symspline.proof.moves import Algebra, Antiderivative, By
from symspline.proof.theorem import Assumption, Section, Source, Step, Theorem
from symspline.symbols import V_2, W_2, H, a_w, beta, kappa, n, sigma_w, v, w

from . import roughness, total_variation
from .arguments import arguments
from .weight_moments import NORMAL, TRUNCATED, UNIFORM, normal_moment, truncated_moment, uniform_moment

CHAPTER = "initialisation"
CUT = S(2)
"""Where the frameworks cut a normal law, in units of its scale."""

TRUNCATED_SQUARE = 1 - 2 * sqrt(2) * exp(-2) / (sqrt(pi) * erf(sqrt(2)))
"""Variance of a standard normal law cut at two scales."""
KAPPA = {
    "normal": S(3),
    "uniform": Rational(9, 5),
    "truncated": (3 - 14 * sqrt(2) * exp(-2) / (sqrt(pi) * erf(sqrt(2)))) / TRUNCATED_SQUARE**2,
}
"""E X^4 / (E X^2)^2."""
SIZE = {
    "normal": sqrt(2 / pi),
    "uniform": sqrt(3) / 2,
    "truncated": sqrt(2 / pi) * (1 - exp(-2)) / (erf(sqrt(2)) * sqrt(TRUNCATED_SQUARE)),
}
"""E|X| / sqrt(E X^2)."""


@dataclass(frozen=True)
class WeightLaw:
    """A symmetric law given by its shape and its variance.

    Args:
        shape: "normal", "uniform" or "truncated" (normal, cut at two scales, rescaled to the variance).
        variance: after any cut.
    """

    shape: str
    variance: Expr

    @property
    def scale(self) -> Expr:
        """Standard deviation, half-width or scale before the cut."""
        if self.shape == "uniform":
            return sqrt(3 * self.variance)
        return sqrt(self.variance / TRUNCATED_SQUARE) if self.shape == "truncated" else sqrt(self.variance)

    def moment(self, order: int, variable: Symbol) -> Integral:
        """`E|X|^order`, unevaluated."""
        if self.shape == "truncated":
            return truncated_moment(S(order), self.scale, CUT, variable)
        return (uniform_moment if self.shape == "uniform" else normal_moment)(S(order), self.scale, variable)

    def cite(self, order: int) -> By:
        """The theorem that evaluates the moment."""
        if self.shape == "truncated":
            return By(TRUNCATED, {n: S(order), sigma_w: self.scale, kappa: CUT})
        if self.shape == "uniform":
            return By(UNIFORM, {n: S(order), a_w: self.scale})
        return By(NORMAL, {n: S(order), sigma_w: self.scale})

    def value(self, order: int) -> Expr:
        """`E|X|^order`, exact."""
        factor = {1: SIZE[self.shape], 2: S.One, 4: KAPPA[self.shape]}[order]
        return factor * self.variance ** Rational(order, 2)


@dataclass(frozen=True)
class Preset:
    """The weights of a 1-H-1 network as a framework draws them.

    Args:
        slug: in the ids of its theorems.
        title: the name in a heading.
        law: in words, mathematics between dollar signs.
        w: law of the input weights.
        v: law of the output weights.
    """

    slug: str
    title: str
    law: str
    w: WeightLaw
    v: WeightLaw

    @property
    def mean_roughness(self) -> Expr:
        """`C = H E w^2 E v^2`."""
        return cancel(H * self.w.variance * self.v.variance)

    @property
    def kurtoses(self) -> Expr:
        """`kappa_w kappa_v`."""
        return KAPPA[self.w.shape] * KAPPA[self.v.shape]

    @property
    def sizes(self) -> Expr:
        """`E|w| E|v|` over the standard deviations."""
        return SIZE[self.w.shape] * SIZE[self.v.shape]


def _he(shape: str, title: str, words: str) -> Preset:
    return Preset(f"he-{shape}", title, words, WeightLaw(shape, S(2)), WeightLaw(shape, 2 / H))


def _lecun(shape: str) -> Preset:
    return Preset(
        f"lecun-{shape}",
        f"LeCun {shape}" if shape != "truncated" else "LeCun normal, truncated",
        r"$\operatorname{Var}w = 1$ and $\operatorname{Var}v = 1/H$ (one over the fan-in)",
        WeightLaw(shape, S(1)),
        WeightLaw(shape, 1 / H),
    )


def _glorot(shape: str) -> Preset:
    return Preset(
        f"glorot-{shape}",
        f"Glorot {shape}" if shape != "truncated" else "Glorot normal, truncated",
        r"$\operatorname{Var}w = \operatorname{Var}v = 2/(1+H)$ (two over fan-in plus fan-out)",
        WeightLaw(shape, 2 / (1 + H)),
        WeightLaw(shape, 2 / (1 + H)),
    )


PRESETS = (
    Preset(
        "torch",
        "PyTorch default",
        r"$w$ uniform on $(-1,1)$ and $v$ uniform on $\pm H^{-1/2}$ (`nn.Linear`)",
        WeightLaw("uniform", Rational(1, 3)),
        WeightLaw("uniform", 1 / (3 * H)),
    ),
    _he("normal", "He normal", r"$w \sim N(0,2)$ and $v \sim N(0,2/H)$, not truncated (PyTorch `kaiming_normal_`)"),
    _he("uniform", "He uniform", r"$w$ uniform on $\pm\sqrt6$ and $v$ on $\pm\sqrt{6/H}$"),
    _he(
        "truncated",
        "He normal, truncated",
        r"normal laws cut at two scales, then rescaled to $\operatorname{Var}w = 2$ and $\operatorname{Var}v = 2/H$ (JAX, Keras)",
    ),
    _lecun("normal"),
    _lecun("uniform"),
    _lecun("truncated"),
    _glorot("normal"),
    _glorot("uniform"),
    _glorot("truncated"),
)


def _chain(start_of, plan: tuple[tuple[WeightLaw, int, Symbol], ...], target: Expr) -> tuple[Expr, tuple[Step, ...]]:
    """Start and steps: the moments of the plan are evaluated one after the other."""
    parts: list[Expr] = [law.moment(order, variable) for law, order, variable in plan]
    start, steps = start_of(*parts), []
    for k, (law, order, _) in enumerate(plan):
        parts[k] = law.value(order)
        steps.append(Step("=", start_of(*parts), law.cite(order)))
    if steps[-1].line != target:
        steps.append(Step("=", target, Algebra("multiply out")))
    return start, tuple(steps)


def _theorems(preset: Preset) -> tuple[Theorem, ...]:
    """The four numbers of one preset."""
    p, c = preset, preset.mean_roughness
    mean, variance = Function("E", real=True), Function("Var", real=True)
    rho, tv = roughness.rho, total_variation.total_variation
    rows = (
        ("mean-roughness", "mean roughness", mean(rho), roughness.MEAN, {W_2: p.w.variance, V_2: p.v.variance},
         lambda w2, v2: H * w2 * v2, ((p.w, 2, w), (p.v, 2, v)), factor(c)),
        ("roughness-variance", "variance of the roughness", variance(rho), roughness.VARIANCE, {},
         lambda w4, v4, w2, v2: H * (w4 * v4 - (w2 * v2) ** 2), ((p.w, 4, w), (p.v, 4, v), (p.w, 2, w), (p.v, 2, v)),
         factor(c) ** 2 * (p.kurtoses - 1) / H),
        ("mean-variation", "mean total variation of the slope", mean(tv), total_variation.MEAN, {},
         lambda w1, v1: H * w1 * v1, ((p.w, 1, w), (p.v, 1, v)), p.sizes * sqrt(H * factor(c))),
        ("variation-variance", "variance of the total variation", variance(tv), total_variation.VARIANCE, {},
         lambda w2, v2, w1, v1: H * (w2 * v2 - (w1 * v1) ** 2), ((p.w, 2, w), (p.v, 2, v), (p.w, 1, w), (p.v, 1, v)),
         factor(c) * (1 - p.sizes**2)),
    )  # fmt: skip
    theorems = []
    for suffix, title, subject, general, values, start_of, plan, target in rows:
        start, steps = _chain(start_of, plan, target)
        theorems.append(
            Theorem(
                id=f"B26.{p.slug}.{suffix}",
                title=f"{p.title}: {title}",
                chapter=CHAPTER,
                statement=f"For {p.law}.",
                arguments=arguments(H),
                subject=subject,
                start=start,
                origin=By(general, values),
                steps=steps,
            )
        )
    return tuple(theorems)


TRUNCATED_DEVIATION = Theorem(
    id="B26.truncated-deviation",
    title="Standard deviation of a normal law cut at two scales",
    chapter=CHAPTER,
    statement=(
        r"The constant $0.87962566103423975\ldots$ by which JAX and Keras divide, so that the standard deviation after the "
        r"cut is the one asked for."
    ),
    arguments=(),
    subject=Symbol("s_2", positive=True),
    start=sqrt(truncated_moment(S(2), S(1), CUT, w)),
    steps=(
        Step("=", sqrt(TRUNCATED.conclusion.subs({n: 2, sigma_w: 1, kappa: CUT})), By(TRUNCATED, {n: S(2), sigma_w: S(1), kappa: CUT})),
        Step("=", sqrt(TRUNCATED_SQUARE), Algebra("write the incomplete gamma function with the error function")),
    ),
)  # fmt: skip

_XAVIER = sqrt(6 / (1 + H))
XAVIER_BREAKPOINTS = Theorem(
    id="B26.xavier-breakpoints",
    title="Breakpoints in [-1, 1], Xavier uniform weights with the default bias",
    chapter=CHAPTER,
    statement=(
        r"PyTorch's `xavier_uniform_` does not touch the bias, which stays uniform on $(-1,1)$ while the weights, uniform on "
        r"$\pm\sqrt{6/(1+H)}$, shrink: the breakpoint density is $\min(a_w, 1/|\beta|)^2/(4a_w)$ and only about "
        r"$1.2247\sqrt H$ of $H$ breakpoints fall in $[-1,1]$."
    ),
    arguments=arguments(H),
    assumes=(Assumption(r"$H \ge 5$, so that $a_w \le 1$", H >= 5),),
    subject=Function("E", real=True)(Symbol("N_{[-1,1]}", real=True)),
    start=H * Integral(Min(_XAVIER, 1 / Abs(beta)) ** 2 / (4 * _XAVIER), (beta, -1, 1)),
    steps=(
        Step("=", H * Integral(_XAVIER / 4, (beta, -1, 1)), Algebra(r"$1/|\beta| \ge 1 \ge a_w$ on the range")),
        Step("=", H * _XAVIER / 2, Antiderivative(beta, _XAVIER * beta / 4)),
    ),
    source=Source(id="B3"),
)

TEXT = r"""
What a framework calls an initialisation is a law of the weights with scales that depend on the layer's sizes. For a network with
one input, $H$ neurons and one output the input layer has fan-in 1 and fan-out $H$, the output layer fan-in $H$ and fan-out 1.
The theorems of this section work out four numbers for each: mean and variance of the roughness, mean and variance of the total
variation of the slope.

Traps that cost people days. PyTorch's `kaiming_` and `xavier_` functions neither truncate nor touch the bias, which stays
uniform on $\pm 1$; so "He normal" there has normal weights with uniform biases. JAX and Keras cut the normal law at two scales
and divide by $0.8796$, so that the variance is right and the tails are gone. Keras, Flax and others start with zero biases: then
every breakpoint is at 0 and the densities of this chapter do not apply. Fan-out scaling has the same law of delta-slopes but other
breakpoints. And with Xavier weights beside the default bias the breakpoints fly apart: only of order $\sqrt H$ of them stay in
$[-1,1]$.
"""

SECTION = Section(
    "B26",
    "The initialisations of the frameworks",
    TEXT,
    (TRUNCATED_DEVIATION, *(theorem for preset in PRESETS for theorem in _theorems(preset)), XAVIER_BREAKPOINTS),
)
