"""Any initialisation: the steps of the named families, with SymPy under a time limit and quadrature behind it."""

import zlib
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, product
from typing import Any

import numpy as np
from sympy import Abs, Dummy, Eq, Expr, Function, Integral, Piecewise, Pow, Rational, S, Symbol, limit, oo, sqrt

from symspline.model import definitions
from symspline.model.formula import Formula
from symspline.model.init import Init
from symspline.model.joint_law import RotationInvariant
from symspline.model.law import Law
from symspline.proof.checker import Desk, check_step
from symspline.proof.library import library
from symspline.proof.limit import OutOfTime, ran_out, within
from symspline.proof.moves import Algebra, Known
from symspline.proof.theorem import Argument, Step, Theorem
from symspline.vocabulary import beta, c, mu, r, w

from .cuts import circle_cuts, folded_cuts, neuron_cuts
from .half_line import Part, Unordered, parts, where_present
from .outcomes import Outcome, remember
from .symbolic_integral import SECONDS, attempt

_LIMIT_SECONDS = 3.0
_LARGEST_EXPONENT = 1000
"""SymPy multiplies larger powers out, and no limit of time reaches into that."""
_OF_THE_WEIGHT = "the delta-slope of dependent weight and bias needs the law of the weight; give w and b their own laws"

PROBES = (1e-6, 1e-3, 0.07, 0.6, 1.9, 21.0, 1e3, 1e4)
"""Places at which a form found by SymPy must agree with many digits before float64 may use it."""


@dataclass(frozen=True)
class Quantity:
    """One of the densities and moment functions of the chapter.

    Its ``place`` is the symbol that takes the part of β, None where the bias does not enter, its ``power`` that of
    ``|w|`` in the integrand; ``output`` says whether the law of v enters.
    """

    name: str
    title: str
    subject: Expr
    args: tuple[Symbol, ...]
    place: Symbol | None
    power: int
    output: bool

    @property
    def entered(self) -> dict[str, Expr | None]:
        """At which breakpoint and delta-slope the laws of bias and output weight are asked."""
        return {"place": self.place, "slope": mu if self.output else None}


_KNOWN = (
    Quantity("joint_density", "Joint density", definitions.joint, (beta, mu), beta, 0, True),
    Quantity("breakpoint_density", "Breakpoint density", definitions.breakpoint_density, (beta,), beta, 1, False),
    Quantity("delta_slope_density", "Delta-slope density", definitions.delta_slope_density, (mu,), None, -1, True),
    Quantity("zeta", "Zeta", definitions.zeta, (c,), c, 3, False),
    Quantity("zeta_1", "First moment function", Function("zeta_1", real=True)(c), (c,), c, 2, False),
)
QUANTITIES = {quantity.name: quantity for quantity in _KNOWN}


def general(init: Init, name: str, seconds: float = SECONDS) -> Formula:
    """A density or moment function, a key of `QUANTITIES`, of an initialisation that `refuse` lets pass.

    SymPy is given some seconds for each part of the integral. The formula is a closed form whose theorem has been
    checked, or else the integral, with ``closed = False``, and ``out_of_time`` where more seconds might have told.
    """
    quantity, before = QUANTITIES[name], ran_out()
    if _has_atoms(init, quantity):
        return _from_atoms(init, quantity)
    if init.wb is not None:
        return _from_joint_law(init, quantity)
    made = _derived(init, quantity, seconds)
    # What a limit of the check decided against is no more final than what SymPy did not finish.
    return replace(made, out_of_time=True) if not made.closed and ran_out() > before else made


def by_definition(init: Init, name: str) -> Formula | None:
    """The definition of a density or moment function itself, by quadrature; None where a law has atoms."""
    quantity = QUANTITIES[name]
    on_circle = isinstance(init.wb, RotationInvariant) and init.wb.radius.is_discrete
    if _has_atoms(init, quantity) or on_circle:
        return None
    if init.wb is not None:
        return _from_joint_law(init, quantity)
    cuts = neuron_cuts(init, **quantity.entered)
    return _formula(init, quantity, _start(init, quantity), closed=False, breaks={w: cuts})


def _has_atoms(init: Init, quantity: Quantity) -> bool:
    return any(law is not None and law.is_discrete for law in _entering(init, quantity))


def _derived(init: Init, quantity: Quantity, seconds: float) -> Formula:
    start = _start(init, quantity)
    try:
        branches = _branches(init, quantity)
    except Unordered:
        return _formula(init, quantity, start, closed=False, breaks={w: neuron_cuts(init, **quantity.entered)})
    whole = {
        signs: sum((where_present(p, Integral(p.times * p.body, (r, p.low, p.high))) for p in found), S.Zero)
        for signs, found in branches.items()
    }
    folded = _back(_select(quantity, whole), quantity)
    closed = {}
    for signs, found in branches.items():
        closed[signs], late = _closed(found, seconds)
        if closed[signs] is None:
            return replace(_numeric(init, quantity, start, folded), out_of_time=late)
    before = ran_out()
    made = _gated(init, quantity, start, folded, _back(_select(quantity, closed), quantity))
    if not made.closed and ran_out() == before:
        # A form that is wrong, or that balls cannot tell to be right, is none for the next one who asks either.
        for part in chain.from_iterable(branches.values()):
            remember(_question(part)[0], Outcome(seconds, finished=True))
    return made


_stretch = Dummy("k", positive=True)
_size = Dummy("m", positive=True)


def _entering(init: Init, quantity: Quantity) -> tuple[Law | None, ...]:
    return (init.w, init.b if quantity.place is not None else None, init.v if quantity.output else None)


def _start(init: Init, quantity: Quantity) -> Expr:
    if quantity.output:
        if quantity.place is None:
            return definitions.delta_slope_integral(init.w, init.v)
        return definitions.joint_integral(init.w, init.b, init.v)
    if quantity.place == beta:
        return definitions.breakpoint_integral(init.w, init.b)
    return definitions.zeta_integral(init.w, init.b, quantity.power - 1)


def _branches(init: Init, quantity: Quantity) -> dict[tuple[int, int], tuple[Part, ...]]:
    """The parts of the integral for each sign of β and μ that matters."""
    weight, bias, output = _entering(init, quantity)
    # b -> -b turns β, v -> -v turns μ, and w -> -w turns both, of which b or v turns one back.
    even_place = bias is None or bias.is_symmetric or (weight.is_symmetric and (output is None or output.is_symmetric))
    even_size = output is None or output.is_symmetric or (weight.is_symmetric and (bias is None or bias.is_symmetric))
    found = {}
    for place_sign in (1,) if even_place else (1, -1):
        for size_sign in (1,) if even_size else (1, -1):
            signs = (place_sign, size_sign)
            found[signs] = parts(weight, bias, output, r**quantity.power, (_stretch, _size), signs)
    return found


def _select(quantity: Quantity, values: dict[tuple[int, int], Expr]) -> Expr:
    """One expression for all signs of the arguments."""
    if len(values) == 1:
        return next(iter(values.values()))
    place = quantity.place if quantity.place is not None else S.One
    cases = []
    for (place_sign, size_sign), value in values.items():
        condition = S.true
        if any(signs[0] < 0 for signs in values):
            condition &= place >= 0 if place_sign > 0 else place < 0
        if any(signs[1] < 0 for signs in values):
            condition &= mu >= 0 if size_sign > 0 else mu < 0
        cases.append((value, condition))
    return Piecewise(*cases[:-1], (cases[-1][0], True))


def _back(value: Expr, quantity: Quantity) -> Expr:
    """The arguments in place of their absolute values."""
    put = {_size: Abs(mu)}
    if quantity.place is not None:
        put[_stretch] = Abs(quantity.place)
    return value.subs(put)


def _closed(found: tuple[Part, ...], seconds: float) -> tuple[Expr | None, bool]:
    """The sum of the parts in closed form, each by SymPy with symbols for its ends, and whether its time ran out."""
    total = S.Zero
    if any(
        abs(power.exp) > _LARGEST_EXPONENT for part in found for power in part.body.atoms(Pow) if power.exp.is_Number
    ):
        return None, False
    for part in found:
        integral, ends = _question(part)
        value, late = attempt(integral, seconds)
        if value is None:
            return None, late
        total += where_present(part, part.times * value.subs(ends))
    return total, False


def _question(part: Part) -> tuple[Integral, dict[Symbol, Expr]]:
    """The integral that SymPy is asked for, with symbols for its ends, and what they stand for."""
    low = Dummy("a", positive=True) if part.low != 0 else S.Zero
    high = Dummy("b", positive=True) if part.high is not oo else oo
    ends = {symbol: end for symbol, end in ((low, part.low), (high, part.high)) if isinstance(symbol, Dummy)}
    return Integral(part.body, (r, low, high)), ends


def _box(symbol: Symbol) -> Argument:
    """The box of a symbol; parameters of a user's law are drawn around one."""
    own = (1, 3) if symbol.is_integer else (Rational(1, 2), 2) if symbol.is_positive else (-1, 1)
    return library.argument(symbol) or Argument(symbol, *own)


def _theorem(init: Init, quantity: Quantity, start: Expr, steps: tuple[Step, ...]) -> Theorem:
    # A checksum and not hash(), which differs between two runs: the id is printed.
    symbols = start.free_symbols.union(*(step.line.free_symbols for step in steps))
    key = zlib.crc32(repr((init, quantity.name)).encode()) % 10**8
    return Theorem(
        id=f"U{key}.{quantity.name.replace('_', '-')}",
        title=f"{quantity.title} of {init!r}",
        chapter="initialisation",
        statement="By the steps of the named families, for the laws given.",
        arguments=tuple(_box(symbol) for symbol in sorted(symbols, key=str)),
        subject=quantity.subject,
        start=start,
        steps=_moving(start, steps),
    )


def _moving(line: Expr, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps that change the line."""
    kept = []
    for step in steps:
        if step.line != line:
            kept.append(step)
            line = step.line
    return tuple(kept)


_FOLD = Algebra(r"take both signs of $w$ together and cut where a density ends or changes its form")
_FOUND = Known("an integral found by computer algebra, held against enclosures", "SymPy")


def _formula(init: Init, quantity: Quantity, start: Expr, *steps: Step, **more: Any) -> Formula:
    """The last line of a derivation."""
    value = steps[-1].line if steps else start
    # A definition alone is nothing that is derived.
    theorem = _theorem(init, quantity, start, steps) if _moving(start, steps) else None
    return Formula(quantity.name, quantity.subject, quantity.args, value, theorem=theorem, **more)


def _numeric(init: Init, quantity: Quantity, start: Expr, folded: Expr) -> Formula:
    """The folded integral itself, evaluated by quadrature."""
    cuts = folded_cuts(init, **quantity.entered)
    return _formula(init, quantity, start, Step("=", folded, _FOLD), closed=False, breaks={r: cuts})


def _gated(init: Init, quantity: Quantity, start: Expr, folded: Expr, value: Expr) -> Formula:
    """The closed form when the check of its theorem lets it pass; else the integral."""
    theorem = _theorem(init, quantity, start, (Step("=", folded, _FOLD), Step("=", value, _FOUND)))
    desk = Desk(theorem, points=2)
    verdict = min(
        check_step(desk, f"step {k + 1}", theorem.lines[k], step, exact=False).verdict
        for k, step in enumerate(theorem.steps)
    )
    if not verdict.holds:
        return _numeric(init, quantity, start, folded)
    formula = Formula(quantity.name, quantity.subject, quantity.args, value, theorem=theorem, verdict=verdict)
    # A form that cancels in float64 is still what is said; computed is then the integral.
    if _accurate(formula.put({s: -1 if s.is_nonpositive else 1 for s in formula.parameters})):
        return formula
    return replace(formula, compute=folded, breaks={r: folded_cuts(init, **quantity.entered)})


def _accurate(formula: Formula) -> bool:
    """Whether float64 keeps eleven digits of a form from very small to very large arguments and is finite at zero."""
    rest = ((0.0, 0.3, 1.7),) if len(formula.args) == 2 else ()
    return all(_accurate_at(formula, point) for point in product((0.0, *PROBES), *rest))


def _accurate_at(formula: Formula, point: tuple[float, ...]) -> bool:
    value = float(formula.with_error(*point)[0])
    if 0.0 in point:
        # A density of one argument may be infinite at zero, if it grows on the way there.
        is_pole = len(point) == 1 and value == np.inf
        return bool(np.isfinite(value)) or (is_pole and formula.mp(1e-30) > 2 * formula.mp(1e-6))
    try:
        exact = float(formula.mp(*point, dps=40))
    except (ArithmeticError, ValueError, TypeError, NotImplementedError):
        return False
    return abs(value - exact) <= 1e-11 * abs(exact) + 1e-300


def _from_atoms(init: Init, quantity: Quantity) -> Formula:
    """Given the weight with atoms the rest is a change of variables; the expectation is a sum over the atoms."""
    place, power, compute = quantity.place, quantity.power, None

    def bias(at: Expr) -> Expr:
        return S.One if place is None else init.b.pdf(at)

    def output(at: Expr) -> Expr:
        return init.v.pdf(at) if quantity.output else S.One

    def pair(weight: Expr) -> Expr:
        return init.w.pdf(weight) if place is None else init.joint.pdf(weight, -place * weight)

    if init.w is not None and init.w.is_discrete:
        terms = [p * Abs(at) ** power * bias(-at * (place or 0)) * output(mu / at) for at, p in init.w.atoms]
    elif place is not None and init.b is not None and init.b.is_discrete:
        # At w = -b/β, and the density of b at -βw is an atom there of weight 1/|β|.
        terms = [
            p * init.w.pdf(-at / place) * output(-mu * place / at) * Abs(at / place) ** power / Abs(place)
            for at, p in init.b.atoms
        ]
        at_zero = _at_zero(init, quantity)
        if at_zero is not None:
            # The terms divide by the place.
            compute = Piecewise((at_zero, Eq(place, 0)), (_merged(terms), True))
    else:
        _require_plane(init, quantity)
        # w = μ/v, and |dw/dμ| = 1/|v|; the factor 1/|w| that a density of v brings along is not there.
        terms = [p * pair(mu / at) * Abs(mu / at) ** (power + 1) / Abs(at) for at, p in init.v.atoms]
    # A sum over atoms is its own definition: no theorem stands behind it, only what it is held against.
    return Formula(quantity.name, quantity.subject, quantity.args, _merged(terms), compute=compute)


def _at_zero(init: Init, quantity: Quantity) -> Expr | None:
    """The limit from the right of a density at 0 where the bias has atoms; None where it is not found.

    Only the largest weights bend there: with w = -b/β the density is ``|w|^(power + 1) p_w(w) / |b|`` far out.
    """
    total = S.Zero
    for at, chance in init.b.atoms:
        side = -1 if at.is_positive else 1
        end = init.w.upper if side > 0 else -init.w.lower
        if end.is_finite:
            continue
        try:
            body = init.w.density(side * r) * r ** (quantity.power + 1)
            total += chance * within(_LIMIT_SECONDS, lambda body=body: limit(body, r, oo)) / Abs(at)
        except (OutOfTime, NotImplementedError, ValueError, TypeError):
            return None
    if quantity.output and total != 0:
        total *= init.v.pdf(S.Zero)
    return total if total is oo or total.is_finite else None


def _require_plane(init: Init, quantity: Quantity) -> None:
    """Refuses dependent weight and bias with an output weight on points where nothing is known of the weight alone."""
    if init.wb is None:
        return
    if quantity.place is None:
        raise ValueError(_OF_THE_WEIGHT)
    if isinstance(init.wb, RotationInvariant) and init.wb.radius.is_discrete:
        raise ValueError(
            f"{quantity.name} does not exist: with (w, b) on a circle and v on points, beta and mu determine each "
            "other; give v or the radius a density"
        )


def _merged(terms: list[Expr]) -> Expr:
    """Equal terms added, such as the two of a symmetric law."""
    with suppress(TypeError):  # SymPy puts 0 for the place, at which the cases of a one-sided law are no comparisons
        if len(terms) == 2 and (terms[0] - terms[1]).equals(0):
            return 2 * terms[0]
    return sum(terms, S.Zero)


def _from_joint_law(init: Init, quantity: Quantity) -> Formula:
    """Dependent weight and bias: their joint density along the line b = -β w."""
    place = quantity.place
    if isinstance(init.wb, RotationInvariant) and init.wb.radius.is_discrete:
        return _on_circle(init, quantity)
    if place is None:
        raise ValueError(_OF_THE_WEIGHT)
    body = Abs(w) ** (quantity.power) * init.wb.pdf(w, -place * w)
    if quantity.output:
        body *= init.v.pdf(mu / w)
    cuts = neuron_cuts(init, **quantity.entered)
    return _formula(init, quantity, Integral(body, (w, -oo, oo)), closed=False, breaks={w: cuts})


def _on_circle(init: Init, quantity: Quantity) -> Formula:
    """A fixed radius: given β the size of w is known; given the angle μ is."""
    radius, density = init.wb.radius.atoms[0][0], init.v.pdf
    if not quantity.output:
        size = radius / sqrt(1 + quantity.place**2)
        # The tangent of a uniform angle is Cauchy, and so is -b/w.
        return _formula(init, quantity, size ** (quantity.power - 1) / (S.Pi * (1 + quantity.place**2)))
    if quantity.place is not None:
        root = sqrt(1 + beta**2)
        front = root / (2 * radius) / (S.Pi * (1 + beta**2))
        return _formula(init, quantity, front * (density(mu * root / radius) + density(-mu * root / radius)))
    root = sqrt(1 + r**2)
    value = Integral((density(mu * root / radius) + density(-mu * root / radius)) / root, (r, 0, oo)) / (S.Pi * radius)
    return _formula(init, quantity, value, closed=False, breaks={r: circle_cuts(init, radius, mu)})
