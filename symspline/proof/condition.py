"""Compares two conditions: systems of equations, or inequalities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sympy import And, Basic, Dummy, Eq, Expr, Integer, Poly, S, fraction, groebner, linsolve, simplify, solve, together
from sympy.core.relational import Relational
from sympy.polys.polyerrors import BasePolynomialError
from sympy.solvers.solveset import NonlinearError

from .theorem import Argument
from .verdict import Verdict
from .zero import OutOfTime, time_limit, vanishes


def equations(condition: Basic) -> list[Expr] | None:
    """The left sides of a conjunction of equations written as `… = 0`; None for any other condition."""
    parts = condition.args if isinstance(condition, And) else (condition,)
    if not all(isinstance(part, Eq) for part in parts):
        return None
    return [part.lhs - part.rhs for part in parts]


def compare_conditions(
    old: Basic,
    new: Basic,
    relation: str,
    multipliers: Sequence[Sequence[Expr]] | None,
    arguments: Sequence[Argument],
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
        how = "the multipliers give the new equations"
    else:
        forward, how = in_ideal(after, before), "ideal membership"
    if forward and (relation == "=>" or in_ideal(before, after)):
        return Verdict.PROVED, how, ""
    return Verdict.UNDECIDED, "no argument", "the equations are not shown to follow by ideal membership"


def in_ideal(targets: Sequence[Expr], generators: Sequence[Expr], seconds: float = 10.0) -> bool:
    """Whether each target vanishes wherever the generators do, by a Groebner basis over the rationals."""
    polynomials = [fraction(together(g))[0] for g in generators]
    wanted = [fraction(together(t))[0] for t in targets]
    symbols = sorted(set().union(*(p.free_symbols for p in [*polynomials, *wanted])), key=str)
    inverse = [Dummy(f"i{s}") for s in symbols if s.is_nonzero]
    units = [1 - d * s for d, s in zip(inverse, [s for s in symbols if s.is_nonzero], strict=True)]
    try:
        with time_limit(seconds):
            basis = groebner([*polynomials, *units], *inverse, *symbols, order="grevlex")
            return all(basis.contains(target) for target in wanted)
    except (OutOfTime, BasePolynomialError):
        return False


def _draw(arguments: Sequence[Argument], rng: np.random.Generator) -> dict:
    return {a.symbol: a.draw(rng) for a in arguments}


def _counterexample(before: list[Expr], after: list[Expr], arguments: Sequence[Argument]) -> str | None:
    """A rational point where every old equation holds and a new one fails, or None when none was met."""
    rng = np.random.default_rng(len(before) + 31 * len(after))
    for _ in range(4):
        point = _draw(arguments, rng)
        solved = _solve_some(before, point)
        if solved is None:
            continue
        if all(vanishes(e.subs(solved), 1.0) for e in before):
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
            if not reduced.has(symbol) or not reduced.is_polynomial(symbol):
                continue
            if Poly(reduced, symbol).degree() > 2:
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
        point = _draw(arguments, rng)
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
    if len(seen) < 2 and relation == "<=>":
        return Verdict.UNDECIDED, "200 points", f"the box only meets the case {Integer(1) if S.true in seen else 0}"
    return Verdict.SAMPLED, "truth at 200 points", "conditions without an exact argument"
