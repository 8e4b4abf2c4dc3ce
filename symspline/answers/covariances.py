"""Kernels and covariances of any initialisation, through zeta where the law is symmetric, else by definition."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from sympy import Abs, And, Expr, Function, Integral, Max, Min, Piecewise, S, Symbol, sign

from symspline.answers.cuts import active_cuts, bias_cuts, breakpoint_cuts
from symspline.model.formula import Formula
from symspline.model.init import Init
from symspline.proof.library import library
from symspline.vocabulary import H, x, y

from .combined_formula import Ask, combined, with_cuts

_s = Symbol("s", real=True)
_w, _b = Symbol("w", real=True), Symbol("b", real=True)
Cuts = dict[Symbol, tuple[Expr, ...]]
_LOW, _HIGH = Min(x, y), Max(x, y)


@dataclass(frozen=True)
class Kernel:
    """One of the three kernels of a neuron, in three forms.

    ``through`` is the line made of the density ``source`` at s, for a symmetric law; ``active`` the integrand for given
    weight and bias where the neuron is active at both inputs; ``folded`` what is left of both for zero bias.
    """

    subject: str
    theorem: str
    source: str
    through: Callable[[Init, Expr], Expr]
    active: Callable[[Expr, Expr], Expr]
    folded: Callable[[Init], Expr]


def _moments(init: Init) -> Expr:
    return (init.mean_square_w * x * y + init.mean_product_wb * (x + y) + init.mean_square_b) / 2


KERNELS = {
    "kernel": Kernel(
        "k_1",
        "B16.kernel",
        "zeta",
        lambda init, zeta: _moments(init) + Integral((_HIGH - _s) * (_s - _LOW) * zeta, (_s, _LOW, _HIGH)) / 2,
        lambda w, b: (w * x + b) * (w * y + b),
        lambda init: init.mean_square_w * (x * y + Abs(x * y)) / 4,
    ),
    "slope_kernel": Kernel(
        "k_w",
        "B16.slope",
        "zeta",
        lambda init, zeta: (init.mean_square_w - Integral(zeta, (_s, _LOW, _HIGH))) / 2,
        lambda w, b: w**2,
        lambda init: init.mean_square_w * (1 + sign(x * y)) * Abs(sign(x * y)) / 4,
    ),
    "step_kernel": Kernel(
        "k_0",
        "B16.step",
        "breakpoint_density",
        lambda init, density: (1 - Integral(density, (_s, _LOW, _HIGH))) / 2,
        lambda w, b: S.One,
        lambda init: (1 + sign(x * y)) * Abs(sign(x * y)) / 4,
    ),
}


def _kernel(name: str) -> Callable[[Init, Ask], Formula]:
    kernel = KERNELS[name]

    def build(init: Init, ask: Ask) -> Formula:
        subject, theorem = Function(kernel.subject, real=True)(x, y), library[kernel.theorem]
        if init.zero_bias and init.symmetric:
            return Formula(name, subject, (x, y), kernel.folded(init), theorem=theorem)
        # With atoms alone there is no density of breakpoints to go through.
        discrete = init.wb is None and init.w.is_discrete and init.b.is_discrete
        if not init.symmetric or discrete:
            return by_definition(init, name)
        source = ask(kernel.source)
        place = source.args[0]
        made = combined(name, subject, (x, y), lambda z: kernel.through(init, z.subs(place, _s)), (source,), theorem)
        return with_cuts(made, _s, breakpoint_cuts(init), place)

    return build


def by_definition(init: Init, name: str) -> Formula:
    """A kernel of a neuron as the expectation that it is."""
    kernel = KERNELS[name]
    line, breaks = _expectation(kernel.active, init)
    subject, closed = Function(kernel.subject, real=True)(x, y), not line.has(Integral)
    return Formula(name, subject, (x, y), line, closed=closed, theorem=library[kernel.theorem], breaks=breaks)


def _expectation(value: Callable[[Expr, Expr], Expr], init: Init) -> tuple[Expr, Cuts]:
    """The expectation of a function of weight and bias over the neurons active at x and at y, and where to cut it."""
    over_w, over_b = active_cuts(init, (x, y))
    if init.wb is not None:
        inner = Integral(value(_w, _b) * init.wb.pdf(_w, _b), (_b, Max(-_w * x, -_w * y), S.Infinity))
        return Integral(inner, (_w, -S.Infinity, S.Infinity)), {_w: over_w, _b: bias_cuts(init.wb, _w)}
    weight, bias = init.w, init.b

    def over_weight(given: Callable[[Expr], Expr]) -> Expr:
        if weight.is_discrete:
            return sum((chance * given(at) for at, chance in weight.atoms), S.Zero)
        return Integral(given(_w) * weight.density(_w), (_w, weight.lower, weight.upper))

    def over_bias(w: Expr) -> Expr:
        # Being active is a limit here and no Piecewise: quadrature meets no jump. Min keeps the limits in order where
        # no bias of the support makes the neuron active at both inputs.
        low = Min(bias.upper, Max(bias.lower, -w * x, -w * y))
        return Integral(value(w, _b) * bias.density(_b), (_b, low, bias.upper))

    def active(b: Expr, w: Expr) -> Expr:
        return Piecewise((value(w, b), And(w * x + b > 0, w * y + b > 0)), (S.Zero, True))

    if bias.is_discrete:
        line = sum((chance * over_weight(partial(active, at)) for at, chance in bias.atoms), S.Zero)
    else:
        line = over_weight(over_bias)
    cuts = ((weight, _w, over_w), (bias, _b, over_b))
    return line, {variable: points for law, variable, points in cuts if not law.is_discrete}


def _width(init: Init) -> Expr:
    return H if init.width is None else init.width


def _network(name: str, subject: str, source: str, theorem: str) -> Callable[[Init, Ask], Formula]:
    """A covariance of a network: H E[v^2] times a kernel, less the means, plus the output bias."""

    def build(init: Init, ask: Ask) -> Formula:
        mean, cuts = _mean(init, source)
        offset = init.b0.variance if source == "kernel" else S.Zero

        def make(k: Expr) -> Expr:
            return _width(init) * (init.mean_square_v * k - mean(x) * mean(y)) + offset

        left = Function(subject, real=True)(x, y)
        made = combined(name, left, (x, y), make, (ask(source),), library[theorem])
        return replace(made, breaks={**cuts, **made.breaks})

    return build


def _mean(init: Init, source: str) -> tuple[Callable[[Expr], Expr], Cuts]:
    """Mean of v times one rectified neuron, or of its slope, at a place; and where to cut it at x and at y."""
    if init.centred_v:
        return (lambda place: S.Zero), {}
    value = (lambda w, b: w * x + b) if source == "kernel" else (lambda w, b: w)
    line, cuts = _expectation(value, init)
    at_x = line.subs(y, x)
    return (lambda place: init.v.expectation * at_x.subs(x, place)), cuts


def _tangent(init: Init, ask: Ask) -> Formula:
    def make(k: Expr, active: Expr) -> Expr:
        return _width(init) * (k + init.mean_square_v * (1 + x * y) * active) + 1

    subject, sources = Function("Theta", real=True)(x, y), (ask("kernel"), ask("step_kernel"))
    return combined("tangent_kernel", subject, (x, y), make, sources, library["B25.kernel"])


COVARIANCES: dict[str, Callable[[Init, Ask], Formula]] = {
    **{name: _kernel(name) for name in KERNELS},
    "covariance": _network("covariance", "Cov_f", "kernel", "B20.covariance"),
    "slope_covariance": _network("slope_covariance", "Cov_slope", "slope_kernel", "B21.covariance"),
    "tangent_kernel": _tangent,
}
