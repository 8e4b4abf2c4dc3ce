"""Proof scripts: what Coq is told so that it accepts a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp
from sympy import Basic, Derivative, Expr, Integral, S, Sum, Symbol, cancel, diff, fraction, together

from symspline.proof.condition import equations

from .atoms import Atoms
from .terms import Terms, Unprintable


def algebra(
    terms: Terms,
    lines: Sequence[Basic],
    known: Mapping[Basic, Expr] | None = None,
    first: Sequence[str] = (),
    at: Sequence[tuple[Basic, Symbol, Expr]] = (),
    positive: frozenset[Basic] = frozenset(),
) -> list[str]:
    """A script that ends a goal which is an equation between rational expressions of the function values in `lines`.

    Args:
        terms: writes the terms.
        lines: expressions that hold every function value of the goal.
        known: derivatives, integrals and sums with their values.
        first: names of the equations between these.
        at: lines in which an end of a range stands for a symbol.
        positive: symbols that are positive here.
    """
    atoms = Atoms(terms, tuple(lines), dict(known or {}), tuple(at), positive)
    names = [f"R{k}" for k in range(len(atoms.relations))]
    with_rules = f" [{' '.join(names)}]" if names else ""
    finish = f"equation; first [ ring{with_rules} | field{with_rules}; signs ]"
    script = [f"assert ({n} : {a} = {b}) by ({how})." for n, (a, b, how) in zip(names, atoms.relations, strict=True)]
    # Integrals and sums go while what is under their binders is as it was; derivatives may stand inside other values.
    bound, free = [n for n in first if n[0] != "V"], [n for n in first if n[0] == "V"]
    back: list[str] = []
    for k, (left, right, how) in enumerate(atoms.equations):
        order = [*bound, *reversed(back), *free, *(reversed(back) if free else ())]
        inner = "".join(f"try rewrite {name}; " for name in order)
        script.append(f"assert (E{k} : {left} = {right}) by ({how.replace('%s', f'({inner}{finish})')}).")
        back.append(f"E{k}")
    script += [f"try rewrite {name}." for name in (*bound, *reversed(back))]
    if free:
        script += [f"try rewrite {name}." for name in (*free, *reversed(back))]
    return [*script, f"{finish}."]


def powers(terms: Terms, *lines: Basic) -> list[str]:
    """Powers that `auto_derive` has written as products are written as powers again, inner ones first."""
    found = [
        e
        for line in lines
        for e in sp.postorder_traversal(line)
        if isinstance(e, sp.Pow) and e.exp.is_Integer and 2 <= abs(e.exp) <= 9
    ]
    script = []
    for base in dict.fromkeys(e.base for e in found):
        text = terms.term(base)
        for n in sorted({abs(int(e.exp)) for e in found if e.base == base}, reverse=True):
            product = "1"
            for _ in range(n):
                product = f"({text} * {product})"
            script.append(f"try change {product} with ({text} ^ {n}).")
    return script


def derivatives(terms: Terms, lines: Sequence[Basic]) -> tuple[list[str], list[Basic], list[str], list[Expr]]:
    """Assertions on the derivatives in some lines: script, the derivatives, the names of the equations, the values."""
    found = list(dict.fromkeys(d for line in lines for d in outermost(line, Derivative)))
    script, names, values = [], [], []
    for k, d in enumerate(found):
        value, proof = _derivative(terms, d, f"V{k}")
        values.append(value)
        names.append(f"V{k}")
        script += [f"assert (V{k} : {terms.term(d)} = {terms.term(value)}). {{", *proof, "}"]
    return script, found, names, values


def outermost(line: Basic, kind: type) -> list[Any]:
    """The parts of a kind that lie in no other part of that kind."""
    if isinstance(line, kind):
        return [line]
    if isinstance(line, Integral | Sum):
        return []
    return [found for part in line.args for found in outermost(part, kind)]


def _derivative(terms: Terms, d: Any, name: str) -> tuple[Expr, list[str]]:
    if d.expr.has(Derivative, Integral):
        raise Unprintable("a derivative of a derivative or of an integral")
    order = [variable for variable, count in d.variable_count for _ in range(int(count))]
    variables = " ".join(terms.name(v) for v in dict.fromkeys(order))
    now, script = d.expr, ["cbn [Derive_n]."] if len(order) > 1 else []
    for k, variable in enumerate(order):
        after = diff(now, variable)
        body = [
            "apply is_derive_unique. auto_derive; [ signs | ].",
            *powers(terms, now),
            *algebra(terms, (now, after)),
        ]
        if k == len(order) - 1:
            return after, [*script, *body]
        x = terms.name(variable)
        claim = f"forall {variables} : R, Derive (fun {x} : R => {terms.term(now)}) {x} = {terms.term(after)}"
        script += [f"assert (S{name}{k} : {claim}). {{ intros.", *body, "}"]
        inside = k  # the derivatives that stand around this one
        nest = "apply Derive_ext; intros; "
        script.append(f"etransitivity; [ {nest * (len(order) - 1 - inside)}apply S{name}{k} | cbv beta ].")
        now = after
    raise Unprintable("a derivative of order zero")


def total(terms: Terms, whole: Any) -> tuple[str, Expr, list[str]]:
    """A sum whose terms are linear in the index: its term, its value, the proof of their equality."""
    ((index, first, last),) = whole.limits
    slope = diff(whole.function, index)
    if slope.has(index) or first != 1:
        raise Unprintable("a sum over a symbolic range")
    constant = whole.function.subs(index, 0)
    value = constant * last + slope * last * (last + 1) / 2
    i, n, a, b = (terms.term(e) for e in (index, last, constant, slope))
    i = terms.name(index)
    script = [
        f"transitivity ({a} * {n} + {b} * {n} * ({n} + 1) / 2).",
        f"{{ apply sum_linear. intros {i}.",
        *algebra(terms, (whole.function, constant, slope)),
        "}",
        *algebra(terms, (constant, slope, value)),
    ]
    return terms.term(whole), value, script


def combination(targets: Sequence[Expr], generators: Sequence[Expr], rows: Sequence[Sequence[Expr]] | None) -> list:
    """Multipliers of the generators that give each target; None for a target without."""
    if rows is not None:
        return list(rows)
    above, below = zip(*(fraction(together(g)) for g in generators), strict=True)
    found: list[Sequence[Expr] | None] = []
    for target in targets:
        top, bottom = fraction(together(target))
        quotients = _multipliers(top, above)
        found.append(None if quotients is None else [q * b / bottom for q, b in zip(quotients, below, strict=True)])
    return found


def _multipliers(target: Expr, generators: Sequence[Expr], degree: int = 2) -> list[Expr] | None:
    """Multipliers by an ansatz: polynomials of low degree; coefficients may divide by symbols that do not vanish."""
    symbols = sorted(target.free_symbols.union(*(g.free_symbols for g in generators)), key=str)
    free = [s for s in symbols if not s.is_nonzero]
    if not free:
        return None
    for top in range(degree + 1):
        monomials = sorted(sp.itermonomials(free, top), key=sp.default_sort_key)
        unknowns = [[sp.Dummy(f"c{i}_{k}") for k in range(len(monomials))] for i in range(len(generators))]
        if sum(map(len, unknowns)) > 60:
            return None
        sums = [sum((c * m for c, m in zip(row, monomials, strict=True)), S.Zero) for row in unknowns]
        rest = sp.Poly(sum((m * g for m, g in zip(sums, generators, strict=True)), S.Zero) - target, *free)
        flat = [c for row in unknowns for c in row]
        solution = next(iter(sp.linsolve(rest.coeffs(), flat)), None)
        if solution is None:
            continue
        nothing = [(other, 0) for other in flat]
        values: Any = [(c, sp.sympify(v).subs(nothing)) for c, v in zip(flat, tuple(solution.args), strict=True)]
        return [m.subs(values) for m in sums]
    return None


def implication(terms: Terms, old: Basic, new: Basic, rows: Sequence[Sequence[Expr]] | None) -> list[str]:
    """A script for one system of equations from another."""
    before, after = equations(old), equations(new)
    if before is None or after is None:
        raise Unprintable("a condition that is no system of equations")
    parts: Any = old.args if isinstance(old, sp.And) else (old,)
    names = [f"K{k}" for k in range(len(parts))]
    script = [f"intros {_pattern(names)}."]
    script += [f"apply Rminus_diag_eq in {name}." for name in names]
    pieces = []
    for row, target in zip(combination(after, before, rows), after, strict=True):
        if row is None:
            pieces.append("first [ lra | nra ].")
            continue
        total = " + ".join(
            f"{terms.term(m)} * ({terms.term(p.lhs)} - {terms.term(p.rhs)})" for m, p in zip(row, parts, strict=True)
        )
        del target
        rewriting = "; ".join(f"rewrite ?{name}" for name in names)
        pieces.append(
            f"apply Rminus_diag_uniq; transitivity ({total}); [ first [ ring | field; signs ] | {rewriting}; ring ]."
        )
    if len(pieces) > 1:
        return [*script, "repeat apply conj.", *(f"{{ {piece} }}" for piece in pieces)]
    return [*script, *pieces]


def _pattern(names: list[str]) -> str:
    """The pattern that takes a conjunction apart."""
    return names[0] if len(names) == 1 else f"[{names[0]} {_pattern(names[1:])}]"


def bound(terms: Terms, low: Any, high: Any) -> list[list[str]]:
    """Scripts for an inequality, one of which may do."""
    gap = high - low
    scripts = []
    for form in dict.fromkeys((sp.factor(gap), cancel(together(gap)), gap, sp.simplify(gap))):
        scripts.append(
            [
                f"assert (Z : 0 <= {terms.term(form)}) by signs.",
                f"assert (G : {terms.term(high)} - {terms.term(low)} = {terms.term(form)}). {{",
                *algebra(terms, (low, high, form)),
                "}",
                "rewrite <- G in Z. lra.",
            ]
        )
    return [*scripts, ["nra."], ["unfold cosh, sinh; interval with (i_prec 90)."], ["cases; first [ lra | nra ]."]]
