"""A lemma: its statement with everything that it assumes, its proof, and what a reader compares it with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import sympy as sp
from sympy import Basic, Derivative, Expr, Integral, Ne, Piecewise, Pow, S, Sum, Symbol

from symspline.proof.theorem import Theorem

from .terms import Terms, is_half


@dataclass(frozen=True)
class Lemma:
    """A step of a theorem as a lemma.

    Args:
        theorem: id of the theorem.
        place: "step 2" or "compute".
        kind: what is proved: "rational identity", "derivative", …
        binders: the variables with their types.
        hypotheses: what is assumed of them, as propositions.
        assumed: conditions under which the lines have values, as far as they do not follow; hypotheses too.
        defined: conditions under which the lines have values, as far as they are proved; part of the conclusion.
        claim: the step itself.
        proof: tactics, the lines of the script.
        shown: the two lines as text and as LaTeX.
    """

    theorem: str
    place: str
    kind: str
    binders: tuple[tuple[str, str], ...]
    hypotheses: tuple[str, ...]
    defined: tuple[str, ...]
    claim: str
    proof: tuple[str, ...]
    assumed: tuple[str, ...] = ()
    shown: tuple[str, ...] = field(default=(), compare=False)

    @property
    def name(self) -> str:
        """The name of the lemma."""
        return "".join(c if c.isalnum() else "_" for c in f"{self.theorem} {self.place}")

    @property
    def statement(self) -> str:
        """The proposition."""
        heads = "".join(f" ({name} : {kind})" for name, kind in self.binders)
        arrows = "".join(f"  ({h}) ->\n" for h in (*self.hypotheses, *self.assumed))
        parts = " /\\\n  ".join(f"({c})" for c in (*self.defined, self.claim))
        return (f"forall{heads},\n" if heads else "") + arrows + f"  {parts}"

    def text(self) -> str:
        """The lemma as it stands in a file, with the lines of the step in a comment."""
        remark = "\n   ".join(_harmless(line) for line in (f"{self.theorem}, {self.place}: {self.kind}", *self.shown))
        steps = []
        for name, kind in self.binders:
            if kind == "nat" and f"(1 <= {name})%nat" in self.hypotheses:
                steps.append(f"assert (N_{name} : 1 <= INR {name}) by (apply (le_INR 1); assumption).")
        for k, hypothesis in enumerate((*self.hypotheses, *self.assumed)):
            if re.match(r"\(Rabs \w+\) < ", hypothesis):
                steps.append(f"destruct (Rabs_def2 _ _ A{k}) as [U{k} L{k}].")
        for k, condition in enumerate(self.defined):
            steps.append(f"assert (D{k} : {condition}) by signs.")
        if self.defined:
            steps.append(
                "repeat apply conj; [ "
                + "exact D0"
                + "".join(f" | exact D{k}" for k in range(1, len(self.defined)))
                + " | ]."
            )
        names = [name for name, _ in self.binders] + [f"A{k}" for k in range(len(self.hypotheses) + len(self.assumed))]
        script = "\n  ".join((f"intros {' '.join(names)}.", *steps, *self.proof))
        return f"(* {remark} *)\nLemma {self.name} :\n  {self.statement}.\nProof.\n  {script}\nQed.\n"


def _harmless(text: str) -> str:
    """A text that may stand in a comment of Coq."""
    return text.replace("(*", "( *").replace("*)", "* )").replace('"', "''").replace("\n", " ")


def domain(theorem: Theorem, lines: tuple[Basic, ...]) -> tuple[set[Basic], list[Basic]]:
    """The free symbols of some lines, and the theorem's conditions on them; these may bring in further symbols."""
    used: set[Basic] = set().union(*(line.free_symbols for line in lines))
    kept = []
    for condition in (a.condition for a in theorem.assumes if a.condition is not None):
        if condition.free_symbols & used:
            kept.append(condition)
            used |= condition.free_symbols
    return used, kept


def hypotheses(used: set[Basic], conditions: list[Basic], terms: Terms) -> tuple[str, ...]:
    """What is assumed: the symbols' assumptions and the theorem's conditions.

    Raises:
        Unprintable: a condition has no proposition; a lemma without it would claim more than the theorem.
    """
    signs = [sign for s in sorted(used, key=str) if (sign := _sign(s, terms))]
    return (*signs, *(terms.proposition(condition) for condition in conditions))


def _sign(symbol: Basic, terms: Terms) -> str:
    name = terms.name(symbol)
    if symbol in terms.naturals:
        return f"(1 <= {name})%nat" if symbol.is_positive else ""
    if symbol.is_positive:
        return f"1 <= {name}" if symbol.is_integer else f"0 < {name}"
    if symbol.is_negative:
        return f"{name} < 0"
    if symbol.is_nonnegative:
        return f"0 <= {name}"
    if symbol.is_nonpositive:
        return f"{name} <= 0"
    return f"{name} <> 0" if symbol.is_nonzero else ""


def needs(line: Basic, terms: Terms) -> list[str]:
    """The conditions under which a line has a value: no division by zero, no root or logarithm of a negative number."""
    found: dict[str, None] = {}
    for condition in _needs(line, terms):
        found.setdefault(condition)
    # What is positive is neither zero nor negative.
    weak = {c[: -len(" > 0")] + end for c in found if c.endswith(" > 0") for end in (" <> 0", " >= 0")}
    return [c for c in found if c not in weak]


def _needs(e: Any, terms: Terms) -> list[str]:
    if isinstance(e, Integral):
        inner = _needs(e.function, terms)
        ranges: Any = e.limits
        for variable, low, high in ranges:
            name = terms.name(variable)
            inner = [
                f"forall {name} : R, {_within(name, low, high, terms)}{c}" if _names(name, c) else c for c in inner
            ]
            inner += [c for end in (low, high) if end.is_finite for c in _needs(end, terms)]
        return inner
    if isinstance(e, Derivative):
        return _needs(e.expr, terms)
    if isinstance(e, Sum):
        name = terms.name(e.limits[0][0])
        return [f"forall {name} : nat, {c}" if _names(name, c) else c for c in _needs(e.function, terms)]
    if isinstance(e, Piecewise):
        found = []
        before: list[Basic] = []
        pieces: Any = e.args
        for value, condition in pieces:
            guard = sp.And(*(sp.Not(c) for c in before), condition)
            inner = _needs(value, terms)
            if inner:
                head = "" if guard == S.true else f"{terms.proposition(sp.to_nnf(guard))} -> "
                found += [f"{head}{c}" for c in inner]
            before.append(condition)
        return found
    found = [c for part in e.args if isinstance(part, Basic) for c in _needs(part, terms)]
    condition = _need(e)
    if condition is not None and condition != S.true:
        found.append(terms.proposition(condition))
    return found


def _names(name: str, condition: str) -> bool:
    return re.search(rf"(?<![\w']){re.escape(name)}(?![\w'])", condition) is not None


def _within(name: str, low: Expr, high: Expr, terms: Terms) -> str:
    """The range of an integration as premises; 0 is left out, a single point is nothing to an integral."""
    if low.is_finite and high.is_finite:
        a, b = terms.term(low), terms.term(high)
        inside = f"{a} < {name} < {b}" if (high - low).is_nonnegative else f"Rmin {a} {b} < {name} < Rmax {a} {b}"
    elif low.is_finite:
        inside = f"{terms.term(low)} < {name}"
    else:
        inside = f"{name} < {terms.term(high)}" if high.is_finite else ""
    return f"{inside} -> {name} <> 0 -> " if inside else f"{name} <> 0 -> "


def _need(e: Any) -> Basic | None:
    if isinstance(e, Pow) and e.base is not S.Exp1:
        if e.exp.is_Integer:
            return None if e.exp > 0 or _known(e.base, "nonzero") else Ne(e.base, 0, evaluate=False)
        if is_half(e.exp):
            if e.exp > 0:
                return None if _known(e.base, "nonnegative") else sp.Ge(e.base, 0, evaluate=False)
            return None if _known(e.base, "positive") else sp.Gt(e.base, 0, evaluate=False)
        return None if _known(e.base, "positive") else sp.Gt(e.base, 0, evaluate=False)
    if isinstance(e, sp.log):
        return None if _known(e.args[0], "positive") else sp.Gt(e.args[0], 0, evaluate=False)
    if isinstance(e, sp.tan):
        return Ne(sp.cos(e.args[0]), 0, evaluate=False)
    return None


def _known(e: Any, sign: str) -> bool:
    """Whether a sign is plain from the hypotheses: of a number, or of a symbol that is assumed to have it."""
    return (e.is_number or isinstance(e, Symbol)) and bool(getattr(e, f"is_{sign}"))


def binders(used: set[Basic], terms: Terms) -> tuple[tuple[str, str], ...]:
    """The variables of a lemma, functions first."""
    functions = [(name, " -> ".join(["R"] * (arity + 1))) for name, arity in terms.opaque.items()]
    symbols = sorted((terms.name(s), "nat" if s in terms.naturals else "R") for s in used)
    return (*functions, *symbols)
