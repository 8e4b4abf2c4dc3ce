"""Compares two conditions (systems of equations, or inequalities) and decides the hypotheses of a move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import sympy as sp
from sympy import And, Basic, Dummy, Eq, Expr, Poly, S, Symbol, fraction, groebner, linsolve, simplify, solve, together
from sympy.core.relational import Relational
from sympy.polys.polyerrors import BasePolynomialError
from sympy.solvers.solveset import NonlinearError

from symspline.enclosure.ball import Undecided
from symspline.enclosure.boxes import nonnegative_on_box
from symspline.special import StableFunction

from .limit import OutOfTime, within
from .theorem import Argument
from .verdict import Verdict
from .zero import vanishes


def equations(condition: Basic) -> list[Expr] | None:
    """The left sides of a conjunction of equations written as `… = 0`; None for any other condition."""
    parts = condition.args if isinstance(condition, And) else (condition,)
    if not all(isinstance(part, Eq) for part in parts):
        return None
    return [part.lhs - part.rhs for part in parts]


def compare_conditions(
    old: Basic, new: Basic, relation: str, multipliers: Sequence[Sequence[Expr]] | None, arguments: Sequence[Argument]
) -> tuple[Verdict, str, str]:
    """Decide `old => new` or `old <=> new`: verdict, how, why.

    Systems of polynomial equations are decided exactly: the new left sides must lie in the ideal of the old ones
    (and the converse for `<=>`), symbols that are nonzero by assumption may be divided by. A pair of points decides
    against.
    """
    before, after = equations(old), equations(new)
    if before is None or after is None:
        return _compare_truth(old, new, relation, arguments)
    counter = _counterexample(before, after, arguments)
    if counter is None and relation == "<=>":
        counter = _counterexample(after, before, arguments)
    if counter:
        return Verdict.REFUTED, "a point satisfies one side only", counter
    if multipliers is not None:
        forward = len(multipliers) == len(after) and all(
            len(row) == len(before)
            and vanishes(sum((m * e for m, e in zip(row, before, strict=True)), S.Zero) - target)
            for row, target in zip(multipliers, after, strict=True)
        )
        if not forward:
            return Verdict.REFUTED, "the multipliers do not give the new equations", ""
        below = {fraction(together(multiplier))[1] for row in multipliers for multiplier in row}
        for divisor in sorted(below, key=str):
            if not never_zero(divisor, before):
                return Verdict.UNDECIDED, "no argument", f"a multiplier divides by {divisor}, which may vanish"
        how = "the multipliers give the new equations"
    else:
        forward, how = in_ideal(after, before), "ideal membership"
    if forward and (relation == "=>" or in_ideal(before, after)):
        return Verdict.PROVED, how, ""
    return Verdict.UNDECIDED, "no argument", "the equations are not shown to follow by ideal membership"


def in_ideal(targets: Sequence[Expr], generators: Sequence[Expr], seconds: float = 10.0) -> bool:
    """Whether each target vanishes wherever the generators do, by a Groebner basis over the rationals."""
    below = [fraction(together(t))[1] for t in targets]

    def decided() -> bool:
        basis = _basis(generators, (), targets)
        # A member of the ideal is a sum of multiples of the old left sides, and so vanishes with them.
        inside = all(basis.contains(fraction(together(target))[0]) for target in targets)
        # The new equations may not divide by what vanishes at a solution of the old ones. Hilbert's Nullstellensatz:
        # the divisor has no zero there, not even a complex one, when 1 lies in the ideal that it joins.
        return inside and all(d.is_nonzero or 1 in _basis(generators, [d], targets).exprs for d in below)

    return _decided(seconds, decided)


def never_zero(expression: Expr, generators: Sequence[Expr], seconds: float = 5.0) -> bool:
    """Whether an expression is shown to be nonzero wherever the generators vanish."""
    if expression.is_nonzero:
        return True
    return _decided(seconds, lambda: 1 in _basis(generators, [expression], ()).exprs)


def _decided(seconds: float, work: Callable[[], bool]) -> bool:
    try:
        return within(seconds, work)
    except (OutOfTime, BasePolynomialError):
        return False


def _basis(generators: Sequence[Expr], more: Sequence[Expr], targets: Sequence[Expr]) -> sp.GroebnerBasis:
    """A Groebner basis of the numerators; what they divide by, and nonzero symbols, have an inverse."""
    parts = [fraction(together(g)) for g in (*generators, *more)]
    symbols = sorted(set().union(*(e.free_symbols for e in (*generators, *more, *targets))), key=str)
    divisors = [below for _, below in parts if below.free_symbols and not below.is_Symbol]
    # Rabinowitsch: a new symbol i with 1 = i e leaves out the points where e vanishes, and no others.
    invertible = [s for s in symbols if s.is_nonzero or any(below == s for _, below in parts)] + divisors
    inverse = [Dummy(f"i{k}") for k in range(len(invertible))]
    units = [1 - i * e for i, e in zip(inverse, invertible, strict=True)]
    return groebner([*(above for above, _ in parts), *units], *inverse, *symbols, order="grevlex")


def _counterexample(before: list[Expr], after: list[Expr], arguments: Sequence[Argument]) -> str | None:
    """A rational point where every old equation holds and a new one fails, or None when none was met."""
    rng = np.random.default_rng(len(before) + 31 * len(after))
    for _ in range(4):
        point = {a.symbol: a.draw(rng) for a in arguments}
        solved = _solve_some(before, point)
        # Solving a later equation may have undone an earlier one: all are tried anew.
        if solved is not None and all(vanishes(e.subs(solved), 1.0) for e in before):
            for equation in after:
                value = simplify(equation.subs(solved))
                if value.is_zero is False:
                    where = ", ".join(f"{k} = {v}" for k, v in solved.items())
                    return f"at {where} a side that should vanish is {value}"
    return None


def _solve_some(system: list[Expr], point: dict) -> dict | None:
    """Keep most values of a point and solve the equations for as few symbols as there are equations."""
    symbols = sorted(set().union(*(e.free_symbols for e in system)), key=str)
    try:
        solutions = [dict(zip(symbols, found, strict=True)) for found in linsolve(system, symbols)]
        return {**point, **{s: value.subs(point) for s, value in solutions[0].items()}} if solutions else None
    except NonlinearError:
        return _solve_one_by_one(system, point)


def _solve_one_by_one(system: list[Expr], point: dict) -> dict | None:
    """Solve each equation for the first symbol that it can be solved for; later ones may undo earlier ones."""
    chosen: dict = dict(point)
    for equation in system:
        residual = equation.subs(chosen)
        if residual == 0:
            continue
        # A symbol of this equation alone leaves the equations solved before it as they are.
        known = equation.free_symbols & set(point)
        for symbol in sorted(known, key=lambda s: (sum(other.has(s) for other in system), str(s))):
            rest = {k: e for k, e in chosen.items() if k != symbol}
            reduced = fraction(together(equation.subs(rest)))[0]
            if not reduced.has(symbol) or not reduced.is_polynomial(symbol) or Poly(reduced, symbol).degree() > 2:
                continue
            roots = [r for r in solve(reduced, symbol) if r.is_real]
            if roots:
                chosen = {**rest, symbol: roots[0]}
                break
        else:
            return None
    return chosen


def _compare_truth(old: Basic, new: Basic, relation: str, arguments: Sequence[Argument]) -> tuple[Verdict, str, str]:
    """Conditions that are not equations: a positive factor proves, the truth at points samples or refutes."""
    rng = np.random.default_rng(7)
    seen = set()
    for _ in range(200):
        point = {a.symbol: a.draw(rng) for a in arguments}
        # Substitution proper would simplify the relation at every point.
        one, other = old.xreplace(point), new.xreplace(point)
        if one not in (S.true, S.false) or other not in (S.true, S.false):
            return Verdict.UNDECIDED, "no truth value", f"at {point} the conditions have no truth value"
        if (one == S.true and other == S.false) or (relation == "<=>" and one != other):
            return Verdict.REFUTED, "a point satisfies one side only", f"at {point}: {one} against {other}"
        seen.add(one)
    if isinstance(old, Relational) and isinstance(new, Relational) and type(old) is type(new):
        ratio = simplify((new.lhs - new.rhs) / (old.lhs - old.rhs))
        if ratio.is_positive:
            return Verdict.PROVED, "the sides differ by a positive factor", ""
    if S.true not in seen:
        return Verdict.UNDECIDED, "200 points", "the condition before never holds in the box"
    if len(seen) < 2 and relation == "<=>":
        return Verdict.UNDECIDED, "200 points", "the box only meets the case that the condition holds"
    return Verdict.SAMPLED, "truth at 200 points", "conditions without an exact argument"


def hypothesis(
    condition: Basic, known: Sequence[Basic], arguments: Sequence[Argument], points: Iterable
) -> bool | None:
    """Whether a hypothesis holds: True shown, False a check point breaks it, None neither.

    It is shown by the assumptions of its symbols, by a hypothesis of the theorem that says the same, or for an
    inequality by balls that cover the box.

    Args:
        condition: the hypothesis.
        known: the hypotheses of the theorem.
        arguments: the theorem's arguments with their boxes.
        points: the check points.
    """
    if any(condition.subs(point) == S.false for point in points):
        return False
    facts = {part for each in known for part in And.make_args(each)}
    return True if all(_shown(part, facts, arguments) for part in And.make_args(condition)) else None


def _shown(part: Basic, facts: set[Basic], arguments: Sequence[Argument]) -> bool:
    stronger = _stronger_symbols(facts)
    if S.true in (part, part.subs(stronger)) or part in facts:
        return True
    if isinstance(part, sp.Ne):
        gap = part.lhs - part.rhs
        return any(_shown(sign, facts, arguments) for sign in (sp.Gt(gap, 0), sp.Lt(gap, 0)))
    if not isinstance(part, sp.StrictGreaterThan | sp.GreaterThan | sp.StrictLessThan | sp.LessThan):
        return False
    gap = part.gts - part.lts
    strict = isinstance(part, sp.StrictGreaterThan | sp.StrictLessThan)
    forms = [gap.subs(stronger), sp.factor(gap.subs(stronger))]
    # Nonzero symbols leave out what has no extent: there an equation of continuous sides holds as a limit.
    off_axes = {s: Dummy(s.name, real=True, nonzero=True) for s in gap.free_symbols if s.is_real and not s.is_nonzero}
    if any(e.is_positive or e.subs(off_axes).is_positive or (not strict and e.is_nonnegative) for e in forms):
        return True
    if _positive_quadratic(gap, facts, arguments):
        return True
    box = {a.symbol: (a.low, a.high) for a in arguments}
    if not gap.free_symbols <= box.keys():
        return False
    try:
        margin = _MARGIN if strict else 0
        return within(4.0, lambda: bool(nonnegative_on_box(gap - margin, box, max_boxes=2000).holds))
    except (Undecided, OutOfTime):
        return False


def _positive_quadratic(gap: Expr, facts: set[Basic], arguments: Sequence[Argument]) -> bool:
    """Whether a quotient is positive since its numerator is a quadratic without real roots in one of its symbols."""
    above, below = fraction(sp.factor(together(gap)))
    for symbol in sorted(above.free_symbols, key=str):
        if not above.is_polynomial(symbol) or sp.degree(above, symbol) != 2:
            continue
        leading, linear, constant = Poly(above, symbol).all_coeffs()
        # 4ac - b² > 0: no real root, so the quadratic keeps the sign of its leading coefficient.
        roots = sp.factor(4 * leading * constant - linear**2)
        if leading.is_negative:
            leading, below = -leading, -below
        if leading.is_positive and all(_shown(sp.Gt(e, 0), facts, arguments) for e in (roots, below)):
            return True
    return False


_MARGIN = sp.Rational(1, 10**6)
"""What a strict inequality must leave on a box that balls cover."""


def _stronger_symbols(facts: set[Basic]) -> dict[Symbol, Expr]:
    """Symbols that carry a sign which the hypotheses give: `x < y` makes y the sum of x and something positive."""
    found: dict[Symbol, Expr] = {}
    for fact in sorted(facts, key=str):
        if isinstance(fact, sp.Ne) and fact.lhs.is_Symbol and fact.rhs == 0:
            found.setdefault(fact.lhs, Dummy(fact.lhs.name, real=True, nonzero=True))
        elif isinstance(fact, sp.StrictGreaterThan | sp.StrictLessThan):
            low, high = fact.lts, fact.gts
            if high.is_Symbol and not low.has(high):
                found.setdefault(high, low + Dummy(positive=True))
            elif isinstance(low, sp.Abs) and low.args[0].is_Symbol and high.is_positive:
                # As the part runs through (0, ∞), (1 - part)/(1 + part) runs through (-1, 1).
                part = Dummy(positive=True)
                found.setdefault(low.args[0], high * (1 - part) / (1 + part))
            elif low.is_Symbol and high.is_number:
                found.setdefault(low, high - Dummy(positive=True))
    return found


_SMOOTH = (
    *(sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh, sp.sech, sp.atan, sp.asinh, sp.erf, sp.erfc, sp.erfi),
    *(sp.Abs, sp.Min, sp.Max),
)
"""Functions that are continuous on the real line."""
_POSITIVE = (sp.log, sp.besselk, sp.besseli, sp.expint, sp.Ei, sp.lowergamma, sp.uppergamma, sp.gamma, sp.loggamma)
"""Functions that are continuous where their last argument is positive."""


def continuous(expression: Expr, variable: Symbol, low: Expr, high: Expr) -> bool:
    """Whether an expression is shown to be continuous in a variable strictly between two ends.

    False means only that it was not shown.

    Args:
        expression: the expression.
        variable: the variable.
        low: the lower end.
        high: the upper end.

    Example:
        >>> from sympy import atan, log, oo, symbols, tan
        >>> t = symbols("t", real=True)
        >>> continuous(log(t), t, 0, oo), continuous(log(t), t, -1, 1), continuous(atan(tan(t)), t, 0, 2)
        (True, False, False)
    """
    # Each form in `inside` runs through the whole range, or more, as its symbol runs through its own: a sign that SymPy
    # finds for one of them holds on the range.
    low, high = sp.sympify(low, strict=True), sp.sympify(high, strict=True)
    part = Dummy(positive=True)
    inside = [Dummy(real=True)] if variable.is_positive is None else []
    if variable.is_positive and low.is_nonnegative:
        inside.append(variable)
    if low.is_finite:
        inside.append(low + part)
    if high.is_finite:
        inside.append(high - part)
    if low.is_finite and high.is_finite:
        inside.append((low + high * part) / (1 + part))
    expression = expression.replace(lambda e: isinstance(e, StableFunction), lambda e: e.definition())

    def is_(sign: str, e: Expr) -> bool:
        for place in inside:
            value = e.subs(variable, place)
            if any(getattr(form, f"is_{sign}") for form in (value, sp.factor(value))):
                return True
        return False

    def safe(e: Basic) -> bool:
        if not e.has(variable) or e == variable:
            return True
        if not all(safe(arg) for arg in e.args if isinstance(arg, Expr)) or isinstance(e, sp.Integral | sp.Piecewise):
            return False
        if isinstance(e, sp.Pow):
            if e.exp.is_integer:
                return bool(e.exp.is_nonnegative) or is_("nonzero", e.base)
            return is_("positive", e.base) or (bool(e.exp.is_positive) and is_("nonnegative", e.base))
        if isinstance(e, (sp.Add, sp.Mul, *_SMOOTH)):
            return True
        if isinstance(e, sp.sign):
            return is_("nonzero", e.args[0])
        if isinstance(e, sp.atanh | sp.asin | sp.acos):
            return is_("positive", 1 - e.args[0] ** 2)
        # pFq is entire for p <= q; for p = q + 1 its cut is [1, ∞).
        if isinstance(e, sp.hyper):
            return len(e.ap) <= len(e.bq) or is_("positive", 1 - e.argument)
        return (
            isinstance(e, _POSITIVE) and not any(a.has(variable) for a in e.args[:-1]) and is_("positive", e.args[-1])
        )

    try:
        return within(4.0, lambda: safe(expression))
    except (OutOfTime, NotImplementedError):
        return False
