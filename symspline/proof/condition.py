"""Compares two conditions (systems of equations, or inequalities) and decides the hypotheses of a move."""

from collections.abc import Sequence
from math import nan

import numpy as np
import sympy as sp
from sympy import And, Basic, Dummy, Eq, Expr, Poly, S, fraction, linsolve, solve, together
from sympy.polys.polyerrors import BasePolynomialError
from sympy.solvers.solveset import NonlinearError

from symspline.kernel import rules
from symspline.kernel.ring import NotShown

from .limit import OutOfTime, within
from .moves import Combine
from .points import Desk
from .theorem import Argument, Step
from .verdict import Verdict

NOUGHT, APART = 1e-30, 1e-20
"""Sizes of a side at a point below which it vanishes there, and above which it does not."""


def equations(condition: Basic) -> list[Expr] | None:
    """The left sides of a conjunction of equations written as `… = 0`; None for any other condition."""
    parts = condition.args if isinstance(condition, And) else (condition,)
    if not all(isinstance(part, Eq) for part in parts):
        return None
    return [part.lhs - part.rhs for part in parts]


def compare_conditions(old: Basic, step: Step, desk: Desk) -> tuple[Verdict, str, str]:
    """Decide `old => new` or `old <=> new`: verdict, how, why.

    The kernel shows that new equations are sums of multiples of the old ones (and the converse for `<=>`), and that
    other conditions follow. A point that satisfies one side only decides against.
    """
    new, arguments = step.line, desk.theorem.arguments
    before, after = equations(old), equations(new)
    if before is None or after is None:
        return _compare_truth(old, new, step.relation, desk)
    counter = _counterexample(before, after, arguments)
    if counter is None and step.relation == "<=>":
        counter = _counterexample(after, before, arguments)
    if counter:
        return Verdict.REFUTED, "a point satisfies one side only", counter
    try:
        rows = step.move.multipliers if isinstance(step.move, Combine) else multipliers(before, after)
        sides = [side for part in (*And.make_args(old), *And.make_args(new)) for side in part.args]
        rules.combined(before, after, rows, desk.facts, sides)
        if step.relation == "<=>":
            rules.combined(after, before, multipliers(after, before), desk.facts, sides)
    except NotShown as reason:
        return Verdict.UNDECIDED, "no argument", str(reason)
    return Verdict.PROVED, "by the kernel: each side is a sum of multiples of the other's equations", ""


def multipliers(generators: Sequence[Expr], targets: Sequence[Expr], seconds: float = 10.0) -> list[list[Expr]]:
    """Multipliers that make the targets of the generators, by SymPy: a hint, which the kernel adds up.

    Raises:
        NotShown: SymPy finds none.
    """
    try:
        return within(seconds, lambda: [_row(generators, target) for target in targets])
    except (OutOfTime, BasePolynomialError, NotImplementedError, ValueError) as error:
        raise NotShown("the equations are not shown to follow by ideal membership") from error


def _row(generators: Sequence[Expr], target: Expr) -> list[Expr]:
    """Each left side is written over a denominator; nonzero symbols and denominators have an inverse."""
    parts = [fraction(together(g)) for g in (*generators, target)]
    symbols = sorted(set().union(*(e.free_symbols for pair in parts for e in pair)), key=str)
    divisors = {below for _, below in parts if below.free_symbols and not below.is_Symbol}
    # Rabinowitsch: a new symbol i with 1 = i e leaves out the points where e vanishes, and no others.
    units = [s for s in symbols if s.is_nonzero or any(below == s for _, below in parts)] + sorted(divisors, key=str)
    inverse = {Dummy(f"i{k}"): unit for k, unit in enumerate(units)}
    ring = sp.QQ.old_poly_ring(*inverse, *symbols)
    ideal = ring.ideal(*(above for above, _ in parts[:-1]), *(1 - i * unit for i, unit in inverse.items()))
    found = [ring.to_sympy(c) for c in ideal.in_terms_of_generators(parts[-1][0])]
    back = {i: 1 / unit for i, unit in inverse.items()}
    return [c.subs(back) * below / parts[-1][1] for c, (_, below) in zip(found, parts[:-1], strict=False)]


def _counterexample(before: list[Expr], after: list[Expr], arguments: Sequence[Argument]) -> str | None:
    """A rational point where every old equation holds and a new one fails, or None when none was met."""
    rng = np.random.default_rng(len(before) + 31 * len(after))
    for _ in range(4):
        point = {a.symbol: a.draw(rng) for a in arguments}
        solved = _solve_some(before, point)
        # Solving a later equation may have undone an earlier one: all are tried anew.
        if solved is not None and all(_size(e, solved) < NOUGHT for e in before):
            for equation in after:
                if _size(equation, solved) > APART:
                    where = ", ".join(f"{k} = {v.evalf(6)}" for k, v in solved.items())
                    return f"at {where} a side that should vanish is {equation.subs(solved).evalf(6)}"
    return None


def _size(expression: Expr, point: dict) -> float:
    """The absolute value at a point, to forty digits; nan where there is none."""
    value = expression.subs(point).evalf(40)
    return float(abs(value)) if value.is_number and value.is_finite else nan


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


def _compare_truth(old: Basic, new: Basic, relation: str, desk: Desk) -> tuple[Verdict, str, str]:
    """Conditions that are not equations: the kernel proves, the truth at points samples or refutes."""
    seen = set()
    for point in (*desk.many, *(desk.points[k] for k in desk.all)):
        # Substitution proper would simplify the relation at every point.
        one, other = old.xreplace(point), new.xreplace(point)
        if one not in (S.true, S.false) or other not in (S.true, S.false):
            return Verdict.UNDECIDED, "no truth value", f"at {point} the conditions have no truth value"
        if (one == S.true and other == S.false) or (relation == "<=>" and one != other):
            return Verdict.REFUTED, "a point satisfies one side only", f"at {point}: {one} against {other}"
        seen.add(one)
    if S.true not in seen:
        return Verdict.UNDECIDED, "no case", "the condition before holds at no check point"
    if len(seen) < 2 and relation == "<=>":
        return Verdict.UNDECIDED, "one case", "the check points only meet the case that the condition holds"
    try:
        rules.implied(old, new, desk.facts)
        if relation == "<=>":
            rules.implied(new, old, desk.facts)
    except NotShown as reason:
        return Verdict.SAMPLED, f"truth at {len(desk.many) + len(desk.all)} points", str(reason)
    return Verdict.PROVED, "by the kernel", ""
