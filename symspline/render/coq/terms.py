"""Expressions of SymPy as terms of Coq over the real numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import permutations
from math import prod
from typing import Any, ClassVar

import sympy as sp
from sympy import (
    Add,
    And,
    Basic,
    Derivative,
    Determinant,
    Expr,
    Function,
    Integral,
    Mul,
    Or,
    Piecewise,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    oo,
)
from sympy.combinatorics import Permutation
from sympy.core.function import AppliedUndef

RESERVED = frozenset(
    {
        "as",
        "at",
        "cofix",
        "else",
        "end",
        "exists",
        "exists2",
        "fix",
        "for",
        "forall",
        "fun",
        "if",
        "in",
        "let",
        "match",
        "mod",
        "return",
        "then",
        "using",
        "where",
        "with",
        "Prop",
        "Set",
        "Type",
        "SProp",
        "R",
        "S",
        "O",
        "Q",
        "Z",
        "N",
        "nat",
        "exp",
        "sqrt",
        "ln",
        "sin",
        "cos",
        "tan",
        "atan",
        "sinh",
        "cosh",
        "tanh",
        "PI",
        "pow",
        "INR",
        "IZR",
        "Rabs",
        "Rmax",
        "Rmin",
        "Rpower",
        "Derive",
        "Derive_n",
        "RInt",
        "RInt_gen",
        "real",
        "erf",
        "erfc",
        "sign",
        "asin",
        "acos",
        "eq",
        "le",
        "lt",
        "ge",
        "gt",
        "not",
        "and",
        "or",
        "fact",
        "I",
        "C",
    }
)
"""Words of the language and names of the libraries that a symbol must not hide."""
USED_BY_PROOFS = re.compile(r"[ADEIJKNRSTV]\d+|X|G|N_\w+")
"""Names of hypotheses in the proofs."""
FUNCTIONS: dict[type, str] = {
    sp.exp: "exp",
    sp.log: "ln",
    sp.sin: "sin",
    sp.cos: "cos",
    sp.tan: "tan",
    sp.sinh: "sinh",
    sp.cosh: "cosh",
    sp.tanh: "tanh",
    sp.atan: "atan",
    sp.Abs: "Rabs",
    sp.erf: "erf",
    sp.erfc: "erfc",
}
"""Functions that the libraries, or the prelude, define."""
RELATIONS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
DECIDED = {"==": "Req_EM_T", "<": "Rlt_dec", "<=": "Rle_dec", ">": "Rgt_dec", ">=": "Rge_dec"}


def is_half(e: Any) -> bool:
    """Whether a number is half of an odd integer: such a power is a power of a root."""
    return bool(e.is_Rational and e.q == 2)


LARGEST_SUM = 60
"""Most terms of a sum or product that is written out."""


class Unprintable(ValueError):
    """An expression that has no term here, with the reason."""


def written_out(line: Basic) -> Basic:
    """The line with its determinants, and sums and products over concrete ranges, written out term by term."""
    return line.replace(
        lambda e: isinstance(e, Sum | Product | Determinant) and not isinstance(_spelled(e), type(e)), _spelled
    )


def _spelled(total: Any) -> Basic:
    if isinstance(total, Determinant):
        return _leibniz(total.arg)
    if len(total.limits) != 1:
        return total
    index, first, last = total.limits[0]
    if not (first.is_Integer and last.is_Integer) or last - first >= LARGEST_SUM:
        return total
    terms = [total.function.subs(index, k) for k in range(int(first), int(last) + 1)]
    return Add(*terms) if isinstance(total, Sum) else Mul(*terms)


def _leibniz(matrix: Any) -> Expr:
    """The sum over permutations; rows are taken in turn, so that zeros end a branch at once."""
    rows = sp.Matrix(matrix)
    size = rows.shape[0]
    if size > 4:
        return _by_rows(rows)
    terms: Any = (
        Permutation(list(order)).signature() * prod((rows[i, order[i]] for i in range(size)), start=S.One)
        for order in permutations(range(size))
    )
    return Add(*terms)


def _by_rows(rows: sp.MatrixBase) -> Expr:
    """Expansion along the first row."""
    if rows.shape == (1, 1):
        return rows[0, 0]
    total = S.Zero
    for k in range(rows.shape[1]):
        if rows[0, k] != 0:
            rest = [j for j in range(rows.shape[1]) if j != k]
            total += (-1) ** k * rows[0, k] * _by_rows(rows[1:, rest])
    return total


class Terms:
    """Writes terms, and remembers which names stand for what.

    Args:
        naturals: symbols that are natural numbers (exponents); they stand as `INR n` elsewhere.
    """

    def __init__(self, naturals: frozenset[Symbol] = frozenset()) -> None:
        self.naturals = naturals
        self.names: dict[Basic, str] = {}
        self.opaque: dict[str, int] = {}
        """Functions that a lemma holds for whatever they are, by the number of their arguments."""

    def name(self, symbol: Basic) -> str:
        """The identifier of a symbol or of an undefined function, the same each time."""
        if symbol not in self.names:
            text = str(symbol).replace("+", "plus").replace("-", "minus")
            text = re.sub(r"\W", "_", text).strip("_") or "x"
            if text in RESERVED or text[0].isdigit() or USED_BY_PROOFS.fullmatch(text):
                text = f"v{text}" if text[0].isdigit() else f"{text}_"
            taken = set(self.names.values()) | set(self.opaque)
            self.names[symbol] = next(t for k in range(99) if (t := text + "'" * k) not in taken)
        return self.names[symbol]

    def term(self, e: Any) -> str:
        """An expression as a term of type R.

        Raises:
            Unprintable: there is no such term.
        """
        e = sp.sympify(e)
        if isinstance(e, Rational):
            if e.q == 1:
                return f"({e.p})" if e.p < 0 else str(e.p)
            return f"({e.p} / {e.q})"
        if e is S.Pi:
            return "PI"
        if e is S.Exp1:
            return "(exp 1)"
        if isinstance(e, Symbol):
            return f"(INR {self.name(e)})" if e in self.naturals else self.name(e)
        for kind, write in self._writers.items():
            if isinstance(e, kind):
                return write(self, e)
        if isinstance(e, Function):
            return self._function(e)
        raise Unprintable(f"no term for {type(e).__name__}")

    def _add(self, e: Any) -> str:
        return "(" + " + ".join(self.term(a) for a in e.args) + ")"

    def _mul(self, e: Any) -> str:
        return "(" + " * ".join(self.term(a) for a in e.args) + ")"

    def _pow(self, e: Any) -> str:
        base, exponent = e.args
        if is_half(exponent):
            root = f"(sqrt {self.term(base)})"
            power = root if abs(exponent.p) == 1 else f"({root} ^ {abs(exponent.p)})"
            return power if exponent > 0 else f"(/ {power})"
        if exponent.is_Integer:
            power = self.term(base) if abs(int(exponent)) == 1 else f"({self.term(base)} ^ {abs(int(exponent))})"
            return power if exponent > 0 else f"(/ {power})"
        natural = self.natural(exponent)
        if natural is not None:
            return f"({self.term(base)} ^ {natural})"
        if base is S.Exp1:
            return f"(exp {self.term(exponent)})"
        return f"(Rpower {self.term(base)} {self.term(exponent)})"

    def natural(self, e: Any) -> str | None:
        """An expression as a natural number: sums of natural symbols with natural coefficients."""
        parts = []
        for part in Add.make_args(e):
            number, rest = part.as_coeff_Mul()
            if not (number.is_Integer and number > 0) or not (rest == 1 or rest in self.naturals):
                return None
            name = "" if rest == 1 else self.name(rest)
            parts.append(str(number) if rest == 1 else name if number == 1 else f"{number} * {name}")
        return f"({' + '.join(parts)})%nat" if len(parts) > 1 or "*" in parts[0] else parts[0]

    def _function(self, e: Any) -> str:
        known = FUNCTIONS.get(type(e))
        if known is not None:
            return f"({known} {self.term(e.args[0])})"
        if any(not isinstance(a, Expr) for a in e.args):
            raise Unprintable(f"no term for the arguments of {type(e).__name__}")
        name = self.name(Symbol(e.func.__name__ if isinstance(e, AppliedUndef) else type(e).__name__))
        if self.opaque.setdefault(name, len(e.args)) != len(e.args):
            raise Unprintable(f"{name} has two numbers of arguments")
        return f"({name} {' '.join(self.term(a) for a in e.args)})"

    def _extreme(self, word: str, e: Any) -> str:
        first, *rest = (self.term(a) for a in sorted(e.args, key=sp.default_sort_key))
        for other in rest:
            first = f"({word} {first} {other})"
        return first

    def _piecewise(self, e: Any) -> str:
        *cases, (last, sure) = e.args
        if sure != S.true:
            raise Unprintable("a case distinction without a last case")
        text = self.term(last)
        for value, condition in reversed(cases):
            text = self._branch(condition, self.term(value), text)
        return text

    def _branch(self, condition: Any, yes: str, no: str) -> str:
        if isinstance(condition, And):
            for part in reversed(condition.args):
                yes = self._branch(part, yes, no)
            return yes
        if isinstance(condition, Or):
            for part in reversed(condition.args):
                no = self._branch(part, yes, no)
            return no
        if condition.is_Relational and condition.rel_op in DECIDED:
            test = f"{DECIDED[condition.rel_op]} {self.term(condition.lhs)} {self.term(condition.rhs)}"
            return f"(if {test} then {yes} else {no})"
        raise Unprintable(f"no decision of {condition}")

    def _integral(self, e: Any) -> str:
        text = self.term(e.function)
        for variable, low, high in e.limits:
            head = f"(fun {self.name(variable)} : R => {text})"
            if low.is_finite and high.is_finite:
                text = f"(RInt {head} {self.term(low)} {self.term(high)})"
            else:
                text = f"(RInt_gen {head} {self.place(low)} {self.place(high)})"
        return text

    def place(self, end: Expr) -> str:
        """An end of an improper integral, as a filter."""
        infinite = {oo: "(Rbar_locally p_infty)", -oo: "(Rbar_locally m_infty)"}
        return infinite[end] if end in infinite else f"(at_point {self.term(end)})"

    def _derivative(self, e: Any) -> str:
        text = self.term(e.expr)
        for variable, count in e.variable_count:
            x = self.name(variable)
            head = f"(fun {x} : R => {text})"
            if not count.is_Integer:
                raise Unprintable("a derivative of symbolic order")
            text = f"(Derive {head} {x})" if count == 1 else f"(Derive_n {head} {count} {x})"
        return text

    def _total(self, e: Any) -> str:
        index, first, last = e.limits[0]
        bounded = len(e.limits) == 1 and first in (0, 1) and last in self.naturals and index in self.naturals
        if not isinstance(e, Sum) or not bounded:
            raise Unprintable(f"a {type(e).__name__.lower()} over a symbolic range")
        return f"(sum_n_m (fun {self.name(index)} : nat => {self.term(e.function)}) {first} {self.name(last)})"

    def proposition(self, condition: Any) -> str:
        """A condition as a proposition.

        Raises:
            Unprintable: there is none.
        """
        if condition is S.true:
            return "True"
        if isinstance(condition, And | Or):
            sign = " /\\ " if isinstance(condition, And) else " \\/ "
            return "(" + sign.join(self.proposition(a) for a in condition.args) + ")"
        if condition.is_Relational and condition.rel_op in RELATIONS:
            return f"{self.term(condition.lhs)} {RELATIONS[condition.rel_op]} {self.term(condition.rhs)}"
        raise Unprintable(f"no proposition for {type(condition).__name__}")

    _writers: ClassVar[dict[type, Callable[..., str]]] = {
        Add: _add,
        Mul: _mul,
        Pow: _pow,
        sp.Max: lambda self, e: self._extreme("Rmax", e),
        sp.Min: lambda self, e: self._extreme("Rmin", e),
        Piecewise: _piecewise,
        Integral: _integral,
        Derivative: _derivative,
        Sum: _total,
        Product: _total,
    }
