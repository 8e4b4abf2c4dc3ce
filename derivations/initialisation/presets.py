r"""The initialisations of the frameworks, their numbers worked out (B26).

What a framework calls an initialisation is a law of the weights with scales that depend on the layer's sizes. For a
network with one input, $H$ neurons and one output the input layer has fan-in 1 and fan-out $H$, the output layer
fan-in $H$ and fan-out 1. The theorems of this section work out four numbers for each: mean and variance of the
roughness, mean and variance of the total variation of the slope.

Traps that cost people days. PyTorch's `kaiming_` and `xavier_` functions neither truncate nor touch the bias, which
stays uniform on $\pm 1$; so "He normal" there has normal weights with uniform biases. JAX and Keras cut the normal
law at two scales and divide by $0.8796$, so that the variance is right and the tails are gone. Keras, Flax and others
start with zero biases: then every breakpoint is at 0 and the densities of this chapter do not apply. Fan-out scaling
has the same law of delta-slopes but other breakpoints. And with Xavier weights beside the default bias the
breakpoints fly apart: only of order $\sqrt H$ of them stay in $[-1,1]$.
"""

from dataclasses import dataclass

from sympy import Abs, Expr, Function, Integral, Min, Rational, S, Symbol, cancel, factor, sqrt

from symspline.proof.moves import Antiderivative, By
from symspline.proof.section import Section
from symspline.proof.theorem import Assumption, Source, Theorem

from . import roughness, total_variation
from .vocabulary import V_1, V_2, V_4, W_1, W_2, W_4, H, beta
from .weight_moments import UNIT

B26 = Section(__name__, "B26", "The initialisations of the frameworks")


@dataclass(frozen=True)
class WeightLaw:
    """A symmetric law given by its shape and its variance.

    Args:
        shape: "normal", "uniform" or "truncated" (normal, cut at two scales, rescaled to the variance).
        variance: after any cut.
    """

    shape: str
    variance: Expr

    def value(self, order: int) -> Expr:
        """`E|X|^order`, from the law of unit variance."""
        return UNIT[self.shape, order].conclusion * self._scale(order)

    def moment(self, order: int) -> Expr:
        """The same by its name: what a theorem on the law of unit variance says, scaled."""
        return UNIT[self.shape, order].subject * self._scale(order)

    def _scale(self, order: int) -> Expr:
        return self.variance ** Rational(order, 2)


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
        return UNIT[self.w.shape, 4].conclusion * UNIT[self.v.shape, 4].conclusion

    @property
    def sizes(self) -> Expr:
        """`E|w| E|v|` over the standard deviations."""
        return UNIT[self.w.shape, 1].conclusion * UNIT[self.v.shape, 1].conclusion


_SHAPES = ("normal", "uniform", "truncated")


def _scaled(name: str, shape: str, law: str, w_variance: Expr, v_variance: Expr) -> Preset:
    """A preset of that name whose two laws have one shape."""
    title = f"{name} normal, truncated" if shape == "truncated" else f"{name} {shape}"
    return Preset(f"{name.lower()}-{shape}", title, law, WeightLaw(shape, w_variance), WeightLaw(shape, v_variance))


_HE = (
    r"$w \sim N(0,2)$ and $v \sim N(0,2/H)$, not truncated (PyTorch `kaiming_normal_`)",
    r"$w$ uniform on $\pm\sqrt6$ and $v$ on $\pm\sqrt{6/H}$",
    r"normal laws cut at two scales, which leaves $\operatorname{Var}w = 2$ and $\operatorname{Var}v = 2/H$ "
    "(JAX, Keras)",
)
_LECUN = r"$\operatorname{Var}w = 1$ and $\operatorname{Var}v = 1/H$ (one over the fan-in)"
_GLOROT = r"$\operatorname{Var}w = \operatorname{Var}v = 2/(1+H)$ (two over fan-in plus fan-out)"
_TORCH = r"$w$ uniform on $(-1,1)$ and $v$ uniform on $\pm H^{-1/2}$ (`nn.Linear`)"
PRESETS = (
    Preset("torch", "PyTorch default", _TORCH, WeightLaw("uniform", Rational(1, 3)), WeightLaw("uniform", 1 / (3 * H))),
    *(_scaled("He", shape, law, S(2), 2 / H) for shape, law in zip(_SHAPES, _HE, strict=True)),
    *(_scaled("LeCun", shape, _LECUN, S(1), 1 / H) for shape in _SHAPES),
    *(_scaled("Glorot", shape, _GLOROT, 2 / (1 + H), 2 / (1 + H)) for shape in _SHAPES),
)


def _factor(preset: Preset, target: Expr) -> str:
    """The constant of a truncated law as a decimal, which its exact form hides."""
    if preset.w.shape != "truncated":
        return ""
    return f" The factor free of $H$ is ${target.as_independent(H)[0].evalf(10)}$."


ORDERS = {W_1: 1, W_2: 2, W_4: 4, V_1: 1, V_2: 2, V_4: 4}


def _number(preset: Preset, suffix: str, subject: Expr, general: Theorem, target: Expr) -> None:
    """A general theorem with the moments of a preset put in."""
    used = {symbol: order for symbol, order in ORDERS.items() if general.start.has(symbol)}
    laws = {symbol: preset.w if symbol in (W_1, W_2, W_4) else preset.v for symbol in used}
    values = {symbol: laws[symbol].value(order) for symbol, order in used.items()}
    named = {symbol: laws[symbol].moment(order) for symbol, order in used.items()}
    multiplied = [(target, "multiply out")] if general.conclusion.xreplace(values) != target else []
    B26.theorem(
        f"{preset.slug}.{suffix}",
        f"{preset.title}: {general.title[:1].lower() + general.title[1:]}",
        f"For {preset.law}.{_factor(preset, target)}",
        subject,
        general.start.xreplace(values),
        By(general, values),
        *multiplied,
        origin=(By(general, named), *(By(UNIT[preset.w.shape, order]) for order in sorted(set(used.values())))),
    )


_mean, _variance = Function("E", real=True), Function("Var", real=True)
_rho, _tv = roughness.rho, total_variation.total_variation
for _preset in PRESETS:
    _c, _sizes = factor(_preset.mean_roughness), _preset.sizes
    _number(_preset, "mean-roughness", _mean(_rho), roughness.MEAN, _c)
    _number(_preset, "roughness-variance", _variance(_rho), roughness.VARIANCE, _c**2 * (_preset.kurtoses - 1) / H)
    _number(_preset, "mean-variation", _mean(_tv), total_variation.MEAN, _sizes * sqrt(H * _c))
    _number(_preset, "variation-variance", _variance(_tv), total_variation.VARIANCE, _c * (1 - _sizes**2))

_XAVIER = sqrt(6 / (1 + H))
XAVIER_BREAKPOINTS = B26.theorem(
    "xavier-breakpoints",
    "Breakpoints in [-1, 1], Xavier uniform weights with the default bias",
    r"""PyTorch's `xavier_uniform_` does not touch the bias, which stays uniform on $(-1,1)$ while the weights,
    uniform on $\pm\sqrt{6/(1+H)}$, shrink: the breakpoint density is $\min(a_w, 1/|\beta|)^2/(4a_w)$ and only about
    $1.2247\sqrt H$ of $H$ breakpoints fall in $[-1,1]$.""",
    Function("E", real=True)(Symbol("N_{[-1,1]}", real=True)),
    H * Integral(Min(_XAVIER, 1 / Abs(beta)) ** 2 / (4 * _XAVIER), (beta, -1, 1)),
    (H * Integral(_XAVIER / 4, (beta, -1, 1)), r"$1/|\beta| \ge 1 \ge a_w$ on the range"),
    Antiderivative(beta, _XAVIER * beta / 4),
    given=(Assumption(r"$H \ge 5$, so that $a_w \le 1$", H >= 5),),
    source=Source(id="B3"),
)
