"""Which lemma a step becomes: its kind, and the proofs that may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp
from sympy import Basic, Derivative, Determinant, Function, Integral, Pow, Product, Sum, Symbol

from symspline.proof.moves import Antiderivative, Combine, TakeLimit
from symspline.proof.theorem import Step, Theorem, is_condition
from symspline.render.mathematics.notation import tex

from .integrals import integral, limit_claim, limit_proof, paired
from .lemma import Lemma, binders, domain, hypotheses, needs
from .scripts import algebra, bound, derivatives, implication, outermost, total
from .terms import Terms, Unprintable, written_out

SIGNS = {"=": "=", "<=": r"\le", "=>": r"\Rightarrow", "<=>": r"\Leftrightarrow"}
KINDS: dict[str, tuple[type, ...]] = {
    "integral": (Integral,),
    "derivative": (Derivative,),
    "sum": (Sum, Product),
    "determinant": (Determinant,),
}
"""The kind of a step that holds one of these."""


@dataclass(frozen=True)
class Stated:
    """A step with its lemma, which has no proof yet.

    Args:
        terms: the names that the statement uses.
        old: the line before, sums and determinants written out.
        new: the line.
        step: the step.
        lemma: the lemma.
    """

    terms: Terms
    old: Basic
    new: Basic
    step: Step
    lemma: Lemma


def stated(theorem: Theorem, place: str, before: Basic, step: Step) -> Stated:
    """What a step says, as a lemma without a proof.

    Raises:
        Unprintable: the step has no lemma; the message says why.
    """
    if step.relation not in SIGNS:
        raise Unprintable(f"no lemma for the relation {step.relation}")
    old, new = written_out(before), written_out(step.line)
    terms = Terms(_naturals(old, new))
    used, conditions = domain(theorem, (old, new))
    defined: list[str] = []
    if isinstance(step.move, TakeLimit):
        used = used - {step.move.symbol} | step.move.to.free_symbols
    given = hypotheses(used, conditions, terms)
    if is_condition(old):
        sign = "->" if step.relation == "=>" else "<->"
        claim = f"{terms.proposition(old)} {sign} {terms.proposition(new)}"
    elif isinstance(step.move, TakeLimit):
        claim = limit_claim(terms, old, new, step.move)
    else:
        claim = f"{terms.term(old)} {step.relation} {terms.term(new)}"
    if not isinstance(step.move, TakeLimit):
        defined = [d for d in dict.fromkeys([*needs(old, terms), *needs(new, terms)]) if d not in given]
    shown = (f"{before} {step.relation} {step.line}", f"{tex(before)} {SIGNS[step.relation]} {tex(step.line)}")
    names = binders(used, terms)
    kind = _kind(before, step)
    return Stated(
        terms, old, new, step, Lemma(theorem.id, place, kind, names, given, tuple(defined), claim, (), (), shown)
    )


def proofs(what: Stated) -> Iterator[tuple[str, list[str]]]:
    """Scripts for a lemma, each with its name; the first that Coq accepts counts.

    Raises:
        Unprintable: there is none.
    """
    terms, old, new, step = what.terms, what.old, what.new, what.step
    if is_condition(old):
        rows = step.move.multipliers if isinstance(step.move, Combine) else None
        forward = implication(terms, old, new, rows)
        if step.relation == "<=>":
            forward = ["split.", "{", *forward, "}", "{", *implication(terms, new, old, None), "}"]
        yield "combination", forward
    elif isinstance(step.move, TakeLimit):
        yield "continuity", limit_proof(terms, old, new, step.move)
    elif step.relation == "<=":
        for k, proof in enumerate(bound(terms, old, new)):
            yield f"bound-{k}", proof
    else:
        yield from _equality(terms, old, new, step)


def proved(what: Stated, proof: str, assumed: frozenset[int] = frozenset()) -> Lemma:
    """The lemma with the proof of that name, some of its conditions for values, by number, assumed.

    Raises:
        Unprintable: there is no such proof.
    """
    for name, script in proofs(what):
        if name == proof:
            return assuming(replace(what.lemma, proof=tuple(script)), assumed)
    raise Unprintable(f"there is no proof {proof}")


def _equality(terms: Terms, old: Basic, new: Basic, step: Step) -> Iterator[tuple[str, list[str]]]:
    script, found, names, values = derivatives(terms, (old, new))
    if isinstance(step.move, Antiderivative):
        for k, whole in enumerate(i for i in outermost(old, Integral) if i.limits[-1][0] == step.move.variable):
            if len(whole.limits) > 1:
                raise Unprintable("a double integral")
            text, value, proof = integral(terms, whole, step.move.primitive)
            names.append(f"I{k}")
            found.append(whole)
            values.append(value)
            script += [f"assert (I{k} : {text} = {terms.term(value)}). {{", *proof, "}"]
    for k, whole in enumerate(dict.fromkeys(t for line in (old, new) for t in outermost(line, Sum))):
        text, value, proof = total(terms, whole)
        names.append(f"T{k}")
        found.append(whole)
        values.append(value)
        script += [f"assert (T{k} : {text} = {terms.term(value)}). {{", *proof, "}"]
    others = [i for i in dict.fromkeys(outermost(new, Integral)) if i not in found]
    for k, whole in enumerate(i for i in dict.fromkeys(outermost(old, Integral)) if i not in found and i not in others):
        for other in others:
            pair = paired(terms, whole, other)
            if pair is not None:
                names.append(f"J{k}")
                found.append(whole)
                values.append(pair[0] * other)
                script += [
                    f"assert (J{k} : {terms.term(whole)} = {terms.term(pair[0])} * {terms.term(other)}). {{",
                    *pair[1],
                    "}",
                ]
                break
    lines = (old, new, *values)
    facts = dict(zip(found, values, strict=True))
    yield "algebra", [*script, *algebra(terms, lines, facts, names)]
    chosen = (sp.Abs, sp.Max, sp.Min, sp.Piecewise)
    if (old.has(*chosen) or new.has(*chosen)) and not found and not old.has(Integral) and not new.has(Integral):
        yield "cases", ["cases; first [ ring | field; signs | lra | nra ]."]


def _kind(before: Basic, step: Step) -> str:
    """What a step is about."""
    lines = (before, step.line)

    def has(*kinds: type) -> bool:
        return any(line.has(*kinds) for line in lines)

    if is_condition(before):
        return "equations"
    if isinstance(step.move, TakeLimit):
        return "limit"
    if step.relation == "<=":
        return "bound"
    if isinstance(step.move, Antiderivative):
        return "antiderivative"
    for name, kinds in KINDS.items():
        if has(*kinds):
            return name
    roots = any(not e.exp.is_Integer for line in lines for e in line.atoms(Pow))
    return "elementary identity" if has(Function) or roots else "rational identity"


def _naturals(*lines: Basic) -> frozenset[Symbol]:
    """Integer symbols that are exponents of what may vanish or be negative."""
    found: set[Any] = set()
    for sums in (t for line in lines for t in line.atoms(Sum)):
        found |= {s for limits in sums.limits for s in (limits[0], limits[2]) if s.is_Symbol and s.is_integer}
    for power in (p for line in lines for p in line.atoms(Pow)):
        if not power.exp.is_number and power.exp.is_integer and power.base.is_positive is not True:
            symbols = power.exp.free_symbols
            if not all(s.is_integer and s.is_nonnegative for s in symbols):
                raise Unprintable("a power with a symbolic exponent of a base that may vanish")
            found |= symbols
    return frozenset(found)


def assuming(lemma: Lemma, conditions: frozenset[int]) -> Lemma:
    """The lemma with some of the conditions for values, by number, assumed instead of proved."""
    return replace(
        lemma,
        assumed=tuple(c for k, c in enumerate(lemma.defined) if k in conditions),
        defined=tuple(c for k, c in enumerate(lemma.defined) if k not in conditions),
    )
