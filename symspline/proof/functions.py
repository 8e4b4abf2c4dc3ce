"""Undefined functions: what a theorem assumes of them, as objects, and choices of the desk's own that try to break it.

A theorem over functions is shown at instances of its own, which may share a property that is no hypothesis. Each
choice below lacks most of the properties that a proof could use by mistake; only a declared hypothesis, which it is
tested against, keeps it out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import (
    Add,
    Basic,
    Derivative,
    Dummy,
    Eq,
    Expr,
    Ge,
    Integral,
    Lambda,
    Le,
    Piecewise,
    Rational,
    S,
    Symbol,
    degree,
    exp,
    oo,
    pi,
    sqrt,
)
from sympy.core.function import AppliedUndef
from sympy.logic.boolalg import Boolean

from symspline.enclosure.ball import Undecided
from symspline.enclosure.enclose import enclose

from .limit import OutOfTime, within
from .moves import put_in
from .theorem import Assumption

Choice = Mapping[Any, Lambda]
"""Undefined function -> what is put for it."""

t = Dummy("t", real=True)
"""No theorem's own symbol: a hypothesis on it is tested at many places."""
_BODIES: tuple[Expr, ...] = (
    S.Zero,
    Rational(1, 3) - 2 * t - t**2 + t**3 / 2,
    Piecewise((-1, t < Rational(1, 3)), (2, True)),
    (t - 2) * exp(-((t - 1) ** 2)),
    exp(-((t - 1) ** 2)) / sqrt(pi),
    t**2 * exp(-(t**2) / 2) / sqrt(2 * pi),
    Piecewise((exp(-t), t > 0), (0, True)),
    1 / (pi * (1 + (t - 1) ** 2)),
)
"""It vanishes; it grows, bends and changes its sign; it jumps; its mass is negative, elsewhere or all on one side; it
vanishes where a density peaks; it has no mean. None but the first and sixth is even."""
_SHAPES = (_BODIES[5], Piecewise((exp(-t - 1), t > -1), (0, True)), (1 + t) ** 2 * exp(-(t**2)) / sqrt(pi))
"""Even; a density of mean 0 that is not even; neither. Their moments are known in closed form."""
SECONDS = 1.0
"""Processor time that such a moment may take."""
PLACES = tuple(Rational(k, 7) for k in (-33, -12, -5, -1, 0, 2, 6, 13, 40))
"""Where a hypothesis that holds for all values of a symbol is tested."""


@dataclass(frozen=True)
class OnFunctions(Assumption):
    """A hypothesis on undefined functions.

    Args:
        text: the hypothesis in words.
        holds: the same as conditions on the functions, for all values of the symbols that are no arguments.

    Example:
        >>> from sympy import Function
        >>> p = Function("p", real=True)
        >>> OnFunctions("$p$ is an even density", holds=(*density(p), even(p))).holds
        (p(_t) >= 0, Eq(Integral(p(_t), (_t, -oo, oo)), 1), Eq(p(-_t), p(_t)))
    """

    holds: tuple[Boolean, ...] = ()


def density(*functions: Any) -> tuple[Boolean, ...]:
    """The conditions that functions are densities on the line."""
    return tuple(each for p in functions for each in (p(t) >= 0, Eq(Integral(p(t), (t, -oo, oo)), 1)))


def even(p: Any) -> Boolean:
    """The condition that a function is even."""
    return Eq(p(-t), p(t))


def moment(p: Any, weight: Callable[[Symbol], Any], value: Any = oo) -> Boolean:
    """The condition that the integral of a weight against a function over the line has a value, or is finite."""
    integral = Integral(weight(t) * p(t), (t, -oo, oo))
    return integral < oo if value is oo else Eq(integral, value)


def on_functions(assumes: Sequence[Assumption]) -> list[Boolean]:
    """What hypotheses declare of undefined functions."""
    return [each for a in assumes if isinstance(a, OnFunctions) for each in a.holds]


def undefined(*lines: Basic) -> list[Any]:
    """The undefined functions of lines, in the order of their names."""
    return sorted({applied.func for line in lines for applied in line.atoms(AppliedUndef)}, key=str)


def breaking(
    lines: Sequence[Basic], assumes: Sequence[Assumption], own: Sequence[Choice], point: Mapping
) -> list[Choice]:
    """Choices for the undefined functions of lines that no hypothesis excludes.

    Args:
        lines: the lines; where one takes a derivative of a function, only smooth choices are meant.
        assumes: the hypotheses.
        own: the theorem's instances, for a function that the hypotheses tie down.
        point: values of the arguments, which a hypothesis may hold.
    """
    functions = undefined(*lines)
    conditions = on_functions(assumes)
    derived = set(undefined(*(node for line in lines for node in line.atoms(Derivative))))
    free: dict[Any, list[Lambda]] = {}
    for f in functions:
        arities = {len(applied.args) for line in lines for applied in line.atoms(AppliedUndef) if applied.func == f}
        alone = [each for each in conditions if undefined(each) == [f]]
        free[f] = [
            choice
            for choice in _choices(max(arities))
            if not (f in derived and choice.has(Piecewise))
            and _of_sign(f, choice)
            and all(satisfied(each, {f: choice}, point) for each in alone)
        ]
        if not free[f] and arities == {1}:
            fitted = (choice for choice in _fitted(f, alone) if not (f in derived and choice.has(Piecewise)))
            free[f] = [each for each in fitted if _of_sign(f, each) and _all_satisfied(alone, {f: each}, point)]
    joint = [each for each in conditions if len(undefined(each)) > 1]
    complete = [choice for choice in own if choice.keys() >= free.keys()]
    found = []
    for k in range(max(map(len, free.values()), default=0)):
        # The choices are shifted against each other: what holds where two functions agree is no law.
        kept = complete[k % len(complete)] if complete else {}
        choice = {f: each[(k + shift) % len(each)] for shift, (f, each) in enumerate(free.items()) if each}
        choice = {**{f: kept[f] for f in free if f in kept}, **choice}
        if choice.keys() == free.keys() and all(satisfied(each, choice, point) for each in joint):
            found.append(choice)
    return found


def _all_satisfied(conditions: Sequence[Boolean], choice: Choice, point: Mapping) -> bool:
    return all(satisfied(each, choice, point) for each in conditions)


def _fitted(f: Any, conditions: Sequence[Boolean]) -> Iterator[Lambda]:
    """Choices that are multiplied, or densities that are stretched, until what a condition declares has its value."""
    for condition in conditions:
        if not isinstance(condition, Eq) or undefined(condition.rhs):
            continue
        integrals = condition.lhs.atoms(Integral)
        for body in _SHAPES if integrals else _BODIES:
            try:
                found = within(SECONDS, put_in(condition.lhs, {f: Lambda(t, body)}).doit, decides=False)
            except (OutOfTime, NotImplementedError, ValueError, TypeError):
                continue
            if found.has(Integral) or not found.is_finite or found.is_zero is not False:
                continue
            ratio = condition.rhs / found
            yield Lambda(t, ratio * body)
            for integral in integrals:
                power = degree(integral.function.replace(f, lambda _: S.One), integral.limits[0][0])
                stretch = ratio ** (1 / S(power)) if power > 0 else S.One
                yield Lambda(t, body.subs(t, t / stretch) / stretch)


def _choices(arity: int) -> Iterator[Lambda]:
    if arity == 1:
        yield from (Lambda(t, body) for body in _BODIES)
        return
    # Of more arguments: neither symmetric nor a product, and over the whole space integrable where they decay.
    arguments = tuple(Dummy(f"t{k}", real=True) for k in range(arity))
    mixed = Add(*((-2) ** k * each for k, each in enumerate(arguments)))
    decay = exp(-Add(*(each**2 for each in arguments)))
    for body in _BODIES[:4]:
        yield Lambda(arguments, body.subs(t, mixed) * (decay if body.has(exp) else 1))


def _of_sign(f: Any, choice: Lambda) -> bool:
    value = f(*choice.variables)
    signs = {"is_positive": lambda b: b > 0, "is_nonnegative": lambda b: b >= 0, "is_nonzero": lambda b: b > 0 or b < 0}
    wanted = [test for name, test in signs.items() if getattr(value, name)]
    return not wanted or all(
        test(enclose(choice(*(place,) * len(choice.variables))).value) for test in wanted for place in PLACES
    )


def satisfied(condition: Boolean, choice: Choice, point: Mapping) -> bool:
    """Whether a choice of functions is seen to satisfy a condition, at places for the symbols that have no value."""
    left, right = (put_in(side, choice) for side in condition.args)
    running = sorted((left.free_symbols | right.free_symbols) - point.keys(), key=str)
    for k in range(len(PLACES) if running else 1):
        values = {**point, **{s: PLACES[(k + shift) % len(PLACES)] for shift, s in enumerate(running)}}
        try:
            gap = enclose(left if right is oo else left - right, values, 20)
        except Undecided:
            return False
        agree = gap.contains_zero and gap.radius < 1e-12 and isinstance(condition, (Eq, Ge, Le))
        if right is not oo and not (agree or condition.func(float(gap), 0) == S.true):
            return False
    return True
