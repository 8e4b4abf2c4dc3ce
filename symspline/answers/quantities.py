"""What can be asked of an initialisation, and where the answer comes from."""

from collections.abc import Callable
from dataclasses import replace

from sympy import Abs, Eq, Expr, Function, Integral, Piecewise, Rational, S, Symbol, gamma, oo, sign

from symspline.model import definitions
from symspline.model.formula import Formula
from symspline.model.init import Init
from symspline.model.law import Constant, Law
from symspline.proof.library import library
from symspline.proof.verdict import Verdict
from symspline.vocabulary import beta, c, mu, x, y

from . import covariances
from .closed_form import ClosedForm
from .combined_formula import Ask, combined, with_cuts
from .covariances import COVARIANCES, KERNELS
from .cuts import breakpoint_cuts, moment_cuts, slope_cuts
from .general import QUANTITIES as DENSITIES
from .general import by_definition, general
from .holding.hold import hold
from .refusals import refuse
from .symbolic_integral import SECONDS
from .units import carried_back, near_one

MOST_GAMMA = 500
"""The largest argument at which a quotient of Gamma functions and what it is multiplied by are numbers of float64."""

_t = Symbol("t", real=True)


def derive(init: Init, quantity: str, *, seconds: float = SECONDS) -> Formula:
    """The formula of a quantity of an initialisation.

    The families of the chapter are asked first; what none of them knows is derived from the definition, and where SymPy
    finds no closed form in time the formula is the integral itself, computed by quadrature (``closed`` is False).

    Args:
        init: the initialisation.
        quantity: one of `QUANTITIES`.
        seconds: time SymPy is given for one integral of a law that is in no family.

    Returns:
        The formula, held against the definition; asked again, the same object, unless it is an integral because the
        time ran out and more is given now.

    Raises:
        ValueError: an unknown quantity, or one that this initialisation does not have (a density of breakpoints that
            are all at zero, a kernel of weights without variance); the message says what is true instead. Also where
            neither a formula nor quadrature agrees with the definition.

    Example:
        >>> import symspline as ss
        >>> derive(ss.Init(w=ss.Normal(1), b=ss.Normal(1), v=ss.Normal(1)), "zeta")(0.0) * 3.141592653589793
        2.0
    """
    if quantity not in QUANTITIES:
        raise ValueError(f"quantity is {quantity!r}; give one of {', '.join(QUANTITIES)}")
    return _derive(init, quantity, seconds)


_answers: dict[tuple[Init, Expr | None, str], tuple[Formula | str, float]] = {}
"""Initialisation, its width (equal ones may differ in it) and quantity -> the formula or why there is none, and the
seconds that were allowed."""


def _derive(init: Init, quantity: str, seconds: float) -> Formula:
    key = (init, init.width, quantity)
    found, allowed = _answers.get(key, (None, 0.0))
    # Had SymPy been stopped, more time might find what it did not: such an answer serves no longer limit than its own.
    if found is None or (isinstance(found, Formula) and found.out_of_time and seconds > allowed):
        refuse(init, quantity)
        try:
            far = near_one(init, quantity)
            if far is None:
                found = _held(init, quantity, seconds)
            else:
                found = carried_back(quantity, _derive(far[0], quantity, seconds), far[1])
        except Unheld as error:
            found = str(error)
        _answers[key] = found, seconds
    if isinstance(found, str):
        raise ValueError(found)
    return found


class Unheld(ValueError):
    """No way to compute a quantity agrees with its definition."""


def _held(init: Init, quantity: str, seconds: float) -> Formula:
    """The formula when it agrees with the definition; else the quadrature of the definition, which says so."""
    made = _made(init, quantity, seconds)
    holding = hold(init, quantity, made)
    if holding.why_not:
        note = f"not held against the definition: {holding.why_not}"
        return replace(made, verdict=made.verdict or Verdict.UNDECIDED, note=made.note or note)
    if holding.passed:
        return replace(made, verdict=made.verdict or Verdict.SAMPLED)
    why = (
        f"the formula does not agree with it, {holding.failures[0]}"
        if holding.failures
        else "the formula has no values"
    )
    second = _defined(init, quantity)
    if second is not None and hold(init, quantity, second).passed:
        return replace(second, verdict=Verdict.SAMPLED, note=f"by quadrature of the definition: {why}", theorem=None)
    raise Unheld(
        f"{quantity} of {init!r} is not computed: {why}, and quadrature of the definition does not agree either; "
        "change the laws, or estimate it from init.sample_neurons"
    )


def _made(init: Init, quantity: str, seconds: float) -> Formula:
    known = _known(init, quantity)
    if known is not None:
        return known
    if quantity in DENSITIES:
        return general(init, quantity, seconds)
    return _BUILT[quantity](init, lambda other: _derive(init, other, seconds))


def _defined(init: Init, quantity: str) -> Formula | None:
    """The quantity by quadrature of definitions alone, None where atoms leave nothing to integrate."""
    if quantity in DENSITIES:
        return by_definition(init, quantity)
    if quantity in KERNELS:
        return covariances.by_definition(init, quantity)
    try:
        return _BUILT[quantity](init, lambda other: _require(_defined(init, other)))
    except Unheld:
        return None


def _require(formula: Formula | None) -> Formula:
    if formula is None:
        raise Unheld("a law has atoms")
    return formula


def _known(init: Init, quantity: str) -> Formula | None:
    """The answer of the first family that has one, in the order in which the chapters name their files."""
    for chapter in library.chapters:
        for name in chapter.answers:
            found = chapter.part(name).closed_forms(init)
            if quantity in found and not _is_out_of_range(found[quantity]):
                return formula(quantity, found[quantity])
    return None


def _is_out_of_range(form: ClosedForm) -> bool:
    """Whether quotients of its Gamma functions leave float64 while what they are multiplied by does too."""
    numbers = {symbol: value for symbol, value in form.values.items() if isinstance(value, Expr) and value.is_number}
    sizes = (node.args[0].xreplace(numbers) for node in form.theorem.conclusion.atoms(gamma))
    return any(size.is_number and size > MOST_GAMMA for size in sizes)


def formula(quantity: str, form: ClosedForm) -> Formula:
    """A theorem of the library as the formula of one initialisation."""
    theorem = form.theorem
    # A moment of a law of one's own may be an integral, which is put in at once: it is no number yet.
    integrals = {name: value for name, value in form.values.items() if isinstance(value, Expr) and value.has(Integral)}
    numbers = {symbol: value for symbol, value in form.values.items() if symbol not in integrals}
    line = theorem.conclusion.xreplace(integrals)
    return Formula(
        quantity,
        theorem.subject,
        form.args,
        line,
        numbers,
        compute=None if theorem.compute is None else theorem.compute.xreplace(integrals),
        closed=not line.has(Integral),
        theorem=theorem,
    )


def _conditional(init: Init, ask: Ask) -> Formula:
    subject, theorem = definitions.conditional_density, library["B2.conditional"]
    if isinstance(init.b, Constant):
        # The breakpoint fixes the weight at -b/beta; the quotient would be 0/0 where no weight is that large.
        line = init.v.density(-mu * beta / init.b.value) * Abs(beta / init.b.value)
        return Formula("conditional_density", subject, (mu, beta), line, theorem=theorem)
    sources = (ask("joint_density"), ask("breakpoint_density"))
    return combined("conditional_density", subject, (mu, beta), lambda joint, one: joint / one, sources, theorem)


def _penalty(init: Init, ask: Ask) -> Formula:
    zeta = ask("zeta")
    return combined("curvature_penalty", 1 / definitions.zeta, (c,), lambda z: 1 / z, (zeta,), zeta.theorem)


def _breakpoint_cdf(init: Init, ask: Ask) -> Formula:
    closed, density = _breakpoint_from_atoms(init), ask("breakpoint_density")
    subject, cuts = definitions.breakpoint_cdf, breakpoint_cuts(init)
    return _distribution("breakpoint_cdf", subject, density, closed, init.symmetric, cuts, moment_cuts(init))


def _delta_slope_cdf(init: Init, ask: Ask) -> Formula:
    closed, density = _delta_slope_from_atoms(init), ask("delta_slope_density")
    even = init.v.is_symmetric or (init.w is not None and init.w.is_symmetric)
    subject, cuts = definitions.delta_slope_cdf, slope_cuts(init)
    return _distribution("delta_slope_cdf", subject, density, closed, even, cuts, moment_cuts(init))


def _distribution(
    name: str,
    subject: Expr,
    density: Formula,
    closed: Expr | None,
    even: bool,
    cuts: tuple[Expr, ...],
    marks: tuple[Expr, ...],
) -> Formula:
    """The distribution function from those of the laws where one has atoms, else from the density."""
    if closed is not None:
        is_closed = not closed.has(Integral)
        return Formula(
            name, subject, density.args, closed, closed=is_closed, theorem=density.theorem, breaks={_t: marks}
        )
    (place,) = density.args

    def make(p: Expr) -> Expr:
        # By evenness an integral over a bounded range, which is exact at 0.
        if even:
            return Rational(1, 2) + sign(place) * Integral(p.subs(place, _t), (_t, 0, Abs(place)))
        return Integral(p.subs(place, _t), (_t, -oo, place))

    made = combined(name, subject, (place,), make, (density,), density.theorem)
    return with_cuts(made, _t, cuts, place)


def _breakpoint_probability(init: Init, ask: Ask) -> Formula:
    below, subject = ask("breakpoint_cdf"), Function("q", real=True)(x, y)

    def make(f: Expr) -> Expr:
        return Abs(f.subs(beta, y) - f.subs(beta, x))

    return combined("breakpoint_probability", subject, (x, y), make, (below,), below.theorem)


def _dead_probability(init: Init, ask: Ask) -> Formula:
    """A linear function is nowhere positive between two places when it is positive at neither."""
    active, subject = ask("step_kernel"), Function("D", real=True)(x, y)
    # With atoms of the bias a pre-activation may be 0: such a neuron is dead, and its mirror image is dead too.
    if init.symmetric and (init.wb is not None or not init.b.is_discrete):
        return combined("dead_probability", subject, (x, y), lambda k: k, (active,), library["B27.symmetric"])

    def make(k: Expr) -> Expr:
        return 1 - k.subs(y, x) - k.subs(x, y) + k

    return combined("dead_probability", subject, (x, y), make, (active,), library["B27.ends"])


def _breakpoint_from_atoms(init: Init) -> Expr | None:
    """``P(-b/w <= beta)`` where w or b has atoms, None where neither has."""
    if init.wb is not None or init.w.is_discrete == init.b.is_discrete:
        return None
    if init.w.is_discrete:
        return sum((chance * _product_below(init.b, -1 / at, beta) for at, chance in init.w.atoms), S.Zero)
    return sum((chance * _ratio_below(init.w, -at) for at, chance in init.b.atoms), S.Zero)


def _delta_slope_from_atoms(init: Init) -> Expr | None:
    """``P(w v <= mu)`` where w or v has atoms, None where neither has."""
    if init.wb is not None or init.w.is_discrete == init.v.is_discrete:
        return None
    discrete, other = (init.w, init.v) if init.w.is_discrete else (init.v, init.w)
    return sum((chance * _product_below(other, at, mu) for at, chance in discrete.atoms), S.Zero)


def _product_below(law: Law, factor: Expr, place: Expr) -> Expr:
    """``P(factor X <= place)``."""
    below = law.cdf(place / factor)
    return below if factor.is_positive else 1 - below


def _ratio_below(law: Law, top: Expr) -> Expr:
    """``P(top/X <= beta)``."""
    at_zero, at_ratio = law.cdf(S.Zero), law.cdf(top / beta)
    if top.is_positive:
        # For beta >= 0 every negative X counts, and the positive ones beyond top/beta.
        return Piecewise((at_zero, Eq(beta, 0)), (at_zero + 1 - at_ratio, beta > 0), (at_zero - at_ratio, True))
    return Piecewise((1 - at_zero, Eq(beta, 0)), (1 - at_zero + at_ratio, beta > 0), (at_ratio - at_zero, True))


_BUILT: dict[str, Callable[[Init, Ask], Formula]] = {
    "conditional_density": _conditional,
    "curvature_penalty": _penalty,
    "breakpoint_cdf": _breakpoint_cdf,
    "delta_slope_cdf": _delta_slope_cdf,
    "breakpoint_probability": _breakpoint_probability,
    "dead_probability": _dead_probability,
    **COVARIANCES,
}

QUANTITIES = (*DENSITIES, *_BUILT)
"""The names that `derive` knows."""
