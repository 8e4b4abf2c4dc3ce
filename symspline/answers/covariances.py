"""Kernels and covariances of any initialisation, through zeta where the law is symmetric, else by definition."""

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Abs, And, Expr, Function, Integral, Max, Min, Piecewise, S, Symbol, sign

from symspline import vocabulary as symbols
from symspline.answers.cuts import active_cuts, breakpoint_cuts
from symspline.model.formula import Formula
from symspline.model.init import Init
from symspline.proof.library import library
from symspline.vocabulary import x, y

from .combined_formula import Ask, combined, with_cuts

_s = Symbol("s", real=True)
_w = Symbol("w", real=True)
_b = Symbol("b", real=True)
_LOW, _HIGH = Min(x, y), Max(x, y)


@dataclass(frozen=True)
class Kernel:
    """One of the three kernels of a neuron.

    Args:
        subject: its name.
        theorem: id of the theorem.
        source: the density it comes from in the symmetric case.
        through: the line made of that density at s.
        active: its integrand for given weight and bias where the neuron is active at both inputs.
        folded: for zero bias and a symmetric weight, the factor beside E[w^2] or one.
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
        discrete = init.wb is None and init.w.is_discrete and init.b.is_discrete
        if not init.symmetric or discrete:
            return _by_definition(name, subject, kernel, init)
        source = ask(kernel.source)
        place = source.args[0]
        made = combined(name, subject, (x, y), lambda z: kernel.through(init, z.subs(place, _s)), (source,), theorem)
        return with_cuts(made, _s, breakpoint_cuts(init), place)

    return build


def _by_definition(name: str, subject: Expr, kernel: Kernel, init: Init) -> Formula:
    """The expectation over weight and bias, for laws that are not symmetric or have atoms only."""
    line, breaks = _expectation(kernel.active, init)
    theorem = library[kernel.theorem]
    return Formula(name, subject, (x, y), line, closed=not line.has(Integral), theorem=theorem, breaks=breaks)


def _expectation(value: Callable[[Expr, Expr], Expr], init: Init) -> tuple[Expr, dict[Symbol, tuple[Expr, ...]]]:
    """The expectation of a function of weight and bias over the neurons active at x and at y, and where to cut it."""

    def active(w: Expr, b: Expr) -> Expr:
        return Piecewise((value(w, b), And(w * x + b > 0, w * y + b > 0)), (S.Zero, True))

    over_w, over_b = active_cuts(init, (x, y))
    if init.wb is not None:
        inner = Integral(value(_w, _b) * init.wb.pdf(_w, _b), (_b, Max(-_w * x, -_w * y), S.Infinity))
        return Integral(inner, (_w, -S.Infinity, S.Infinity)), {_w: over_w}
    if init.w.is_discrete and init.b.is_discrete:
        return sum((p * q * active(w, b) for w, p in init.w.atoms for b, q in init.b.atoms), S.Zero), {}
    if init.b.is_discrete:
        limits = (_w, init.w.lower, init.w.upper)
        line = sum(
            (chance * Integral(active(_w, b) * init.w.density(_w), limits) for b, chance in init.b.atoms), S.Zero
        )
        return line, {_w: over_w}

    def over_bias(w: Expr) -> Expr:
        low = Min(init.b.upper, Max(init.b.lower, -w * x, -w * y))
        return Integral(value(w, _b) * init.b.density(_b), (_b, low, init.b.upper))

    if init.w.is_discrete:
        return sum((chance * over_bias(w) for w, chance in init.w.atoms), S.Zero), {_b: over_b}
    line = Integral(over_bias(_w) * init.w.density(_w), (_w, init.w.lower, init.w.upper))
    return line, {_w: over_w, _b: over_b}


# --- networks of width H ----------------------------------------------------------------------------------------------


def _width(init: Init) -> Expr:
    return symbols.H if init.width is None else init.width


def _network(name: str, subject: str, source: str, theorem: str) -> Callable[[Init, Ask], Formula]:
    """A covariance of a network: H E[v^2] times a kernel, less the means, plus the output bias."""

    def build(init: Init, ask: Ask) -> Formula:
        kernel = ask(source)
        mean = _mean(init, source)
        offset = init.b0.variance if source == "kernel" else S.Zero

        def make(k: Expr) -> Expr:
            return _width(init) * (init.mean_square_v * k - mean(x) * mean(y)) + offset

        args = Function(subject, real=True)
        return combined(name, args(x, y), (x, y), make, (kernel,), library[theorem])

    return build


def _mean(init: Init, source: str) -> Callable[[Expr], Expr]:
    """Mean of v times one rectified neuron, or of its slope, at a place."""
    if init.centred_v:
        return lambda place: S.Zero
    value = (lambda w, b: w * x + b) if source == "kernel" else (lambda w, b: w)
    line = _expectation(value, init)[0].subs(y, x)
    return lambda place: init.v.expectation * line.subs(x, place)


def _tangent(init: Init, ask: Ask) -> Formula:
    def make(k: Expr, active: Expr) -> Expr:
        return _width(init) * (k + init.mean_square_v * (1 + x * y) * active) + 1

    subject = Function("Theta", real=True)(x, y)
    return combined(
        "tangent_kernel",
        subject,
        (x, y),
        make,
        (ask("kernel"), ask("step_kernel")),
        library["B25.kernel"],
    )


COVARIANCES: dict[str, Callable[[Init, Ask], Formula]] = {
    **{name: _kernel(name) for name in KERNELS},
    "covariance": _network("covariance", "Cov_f", "kernel", "B20.covariance"),
    "slope_covariance": _network("slope_covariance", "Cov_slope", "slope_kernel", "B21.covariance"),
    "tangent_kernel": _tangent,
}
