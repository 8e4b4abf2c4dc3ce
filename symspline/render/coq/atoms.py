"""Roots, absolute values, exponentials and other functions of a line, each written by a few of them.

A proof by algebra treats every function value as an unknown. For that the unknowns must be as few as they can:
`sqrt(a b)` is `sqrt(a) sqrt(b)`, `exp(x + y)` is `exp(x) exp(y)`, a function of equal arguments is one unknown. What is
claimed here is not believed: each of these equations becomes an assertion that Coq has to accept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd
from typing import Any

import sympy as sp
from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Dummy,
    Expr,
    Function,
    Integral,
    Mul,
    Pow,
    Rational,
    S,
    Sum,
    Symbol,
    cancel,
    together,
)

from .terms import Terms, is_half

KNOWN_VALUES = ("exp_0", "erf_0", "atan_0", "ln_1", "sin_0", "cos_0", "sinh_0", "cosh_0")
"""Lemmas on values at 0 and 1."""
Equation = tuple[str, str, str]
"""Left side and right side as terms, and the proof of their equality."""


@dataclass
class Atoms:
    """The unknowns of some lines.

    Args:
        terms: writes the terms.
        lines: the lines whose function values become unknowns.
    """

    terms: Terms
    lines: tuple[Basic, ...]
    known: dict[Basic, Expr] = field(default_factory=dict)
    """Derivatives, integrals and sums with their values, which are known from elsewhere."""
    at: tuple[tuple[Basic, Symbol, Expr], ...] = ()
    """Lines as they stand with a value in place of a symbol, where nothing is simplified: line, symbol, value."""
    positive: frozenset[Basic] = frozenset()
    """Symbols that are positive here, whatever they are assumed to be."""

    def __post_init__(self) -> None:
        self.normal: dict[Basic, Expr] = {}
        self.equations: list[Equation] = []
        """Function values that are written by others, inner ones first."""
        self.relations: list[Equation] = []
        """What the unknowns satisfy: the square of a root, and the like."""
        self._unknowns: dict[tuple, Expr] = {}
        self._exponentials: dict[Expr, int] = {}
        found = [e for line in self.lines for e in _values(line) if e not in self.known]
        ended = [v for line, symbol, end in self.at for e in _values(line) for v in _values(e.subs(symbol, end))]
        self._find_exponents([*found, *ended])
        for e in dict.fromkeys([*found, *ended]):
            self._meet(e)
        for line, symbol, end in self.at:
            for e in dict.fromkeys(_values(line)):
                self._meet_at(e, symbol, end)

    def reduced(self, e: Any) -> Expr:
        """An expression in the unknowns."""
        if e in self.normal:
            return self.normal[e]
        if e in self.known:
            return self.reduced(self.known[e])
        if isinstance(e, Add | Mul | Pow) and e.args and not (isinstance(e, Pow) and not e.exp.is_Integer):
            return e.func(*(self.reduced(a) for a in e.args))
        return e

    def _unknown(self, key: tuple, text: str, sign: str = "real") -> Expr:
        if key not in self._unknowns:
            symbol = Dummy(str(key[0]), **{sign: True})
            self.terms.names[symbol] = text
            self._unknowns[key] = symbol
        return self._unknowns[key]

    def _meet(self, e: Any) -> None:
        text = self.terms.term(e)
        if isinstance(e, Pow) and is_half(e.exp):
            base = self.reduced(e.base)
            value, proof = self._root(base), "apply root_is; [ signs | %s ]"
            root = sp.sqrt(e.base)
            root_text = (
                self.terms.term(root)
                if isinstance(root, Pow) and root.exp == S.Half
                else f"(sqrt {self.terms.term(e.base)})"
            )
            if root_text != self.terms.term(value) and not any(left == root_text for left, _, _ in self.equations):
                self.equations.append((root_text, self.terms.term(value), proof))
            self.normal[e] = value ** (2 * e.exp)
            return
        if isinstance(e, Abs):
            value = self._absolute(self.reduced(e.args[0]))
            self._write(e, text, value, "apply absolute_is; [ signs | %s ]")
        elif isinstance(e, sp.exp):
            value = self._exponential(self.reduced(e.args[0]))
            self._write(e, text, value, "rewrite ?exp_times, <- ?exp_Ropp, <- ?exp_plus; f_equal; simpl INR; %s")
        elif isinstance(e, sp.tan):
            self._circular(e.args[0])
            self._write(e, text, self._sine(e.args[0]) / self._cosine(e.args[0]), "unfold tan; %s")
        elif isinstance(e, sp.tanh):
            self._hyperbolic(e.args[0])
            value = self._of("sinh", e.args[0]) / self._of("cosh", e.args[0], "positive")
            self._write(e, text, value, "unfold tanh; %s")
        elif isinstance(e, sp.sin | sp.cos):
            self._circular(e.args[0])
            self.normal[e] = self._of(type(e).__name__, e.args[0])
        elif isinstance(e, sp.sinh | sp.cosh):
            self._hyperbolic(e.args[0])
            self.normal[e] = self._of(type(e).__name__, e.args[0], "positive" if isinstance(e, sp.cosh) else "real")
        else:
            self._opaque(e, text)

    def _meet_at(self, e: Any, symbol: Symbol, end: Expr) -> None:
        """A function value with an end of a range put in: SymPy evaluates it, Coq has to be told."""
        name = self.terms.names.get(symbol)
        self.terms.names[symbol] = self.terms.term(end)
        text = self.terms.term(e)
        if name is not None:
            self.terms.names[symbol] = name
        value = self.reduced(e.subs(symbol, end))
        written = self.terms.term(value)
        if text == written:
            return
        if isinstance(e, Pow):
            half = is_half(e.exp)
            self.equations.append((text, written, "apply root_is; [ signs | %s ]" if half else "f_equal; %s"))
            return
        if isinstance(e, Abs):
            self.equations.append((text, written, "apply absolute_is; [ signs | %s ]"))
            return
        head = text[1:].split(" ", 1)[0]
        argument = e.args[0].subs(symbol, end)
        if argument.is_number and argument in (0, 1) and f"{head}_{argument}" in KNOWN_VALUES:
            how = f"transitivity ({head} {argument}); [ f_equal; %s | apply {head}_{argument} ]"
            self.equations.append((text, written, how))
        else:
            middle = self.terms.term(e.subs(symbol, end))
            how = f"transitivity {middle}; [ f_equal; %s | first [ reflexivity | assumption ] ]"
            self.equations.append((text, written, how))

    def _write(self, e: Any, text: str, value: Expr, proof: str) -> None:
        self.normal[e] = value
        written = self.terms.term(value)
        if written != text:
            self.equations.append((text, written, proof))

    def _of(self, name: str, argument: Any, sign: str = "real") -> Expr:
        return self._unknown((name, argument), f"({name} {self.terms.term(argument)})", sign)

    def _sine(self, x: Any) -> Expr:
        return self._of("sin", x)

    def _cosine(self, x: Any) -> Expr:
        return self._of("cos", x)

    def _circular(self, x: Any) -> None:
        t = self.terms.term(x)
        self._relate(f"cos {t} ^ 2", f"1 - sin {t} ^ 2", "apply cos_squared")

    def _hyperbolic(self, x: Any) -> None:
        t = self.terms.term(x)
        self._relate(f"cosh {t} ^ 2", f"1 + sinh {t} ^ 2", "apply cosh_squared")

    def _relate(self, left: str, right: str, proof: str) -> None:
        if (left, right, proof) not in self.relations:
            self.relations.append((left, right, proof))

    def _root(self, radicand: Expr) -> Expr:
        """The square root of a quotient of products of positive factors, by roots of the factors."""
        number, factors = _factors(radicand)
        outside, inside = S.One, S.One
        for base, power in factors:
            if base.is_positive or (base.is_nonnegative and power > 0):
                outside *= base ** (power // 2)
                if power % 2:
                    outside *= self._square_root(base)
            elif power % 2 == 0 and (base.is_real and power > 0):
                inside *= base**power
            else:
                inside *= base**power
        if inside != 1:
            return outside * self._square_root(number * inside)
        for prime, power in sp.factorint(number.p).items():
            outside *= Rational(prime) ** (power // 2) * (self._square_root(Rational(prime)) if power % 2 else 1)
        for prime, power in sp.factorint(number.q).items():
            outside /= Rational(prime) ** (power // 2) * (self._square_root(Rational(prime)) if power % 2 else 1)
        return outside

    def _square_root(self, base: Expr) -> Expr:
        if base == 1:
            return S.One
        text = self.terms.term(base)
        sign = "positive" if base.is_positive else "nonnegative"
        unknown = self._unknown(("sqrt", base), f"(sqrt {text})", sign)
        self._relate(f"sqrt {text} ^ 2", text, "apply root_squared; signs")
        return unknown

    def _absolute(self, argument: Any) -> Expr:
        number, factors = _factors(argument)
        value = abs(number)
        for base, power in factors:
            if base.is_nonnegative or power % 2 == 0 or base in self.positive:
                value *= base**power
            else:
                text = self.terms.term(base)
                sign = "positive" if base.is_nonzero else "nonnegative"
                self._relate(f"Rabs {text} ^ 2", f"{text} ^ 2", "apply absolute_squared")
                unknown = self._unknown(("Abs", base), f"(Rabs {text})", sign)
                value *= base ** (power - 1) * unknown if power > 0 else base ** (power + 1) / unknown
        return value

    def _find_exponents(self, found: list[Basic]) -> None:
        """The common denominators of the terms that occur in exponents."""
        # Exponents hold other values: those are met first, in a copy that is thrown away.
        if not any(isinstance(e, sp.exp) for e in found):
            return
        trial = Atoms.__new__(Atoms)
        trial.terms, trial.lines, trial.normal = self.terms, (), {}
        trial.equations, trial.relations = [], []
        trial.known, trial.at, trial.positive = self.known, (), self.positive
        trial._unknowns, trial._exponentials = self._unknowns, {}
        for e in dict.fromkeys(found):
            if isinstance(e, sp.exp):
                for part in _summands(trial.reduced(e.args[0])):
                    number, rest = _coefficient(part)
                    if number.is_Rational:
                        below = self._exponentials.get(rest, 1)
                        self._exponentials[rest] = below * number.q // gcd(below, number.q)
                trial.normal[e] = Dummy("exp", positive=True)
            else:
                trial._meet(e)

    def _exponential(self, exponent: Expr) -> Expr:
        value = S.One
        for part in _summands(exponent):
            number, rest = _coefficient(part)
            if number == 0:
                continue
            below = self._exponentials.get(rest, number.q)
            base = self._unknown(("exp", rest / below), f"(exp {self.terms.term(rest / below)})", "positive")
            value *= base ** int(number * below)
        return value

    def _opaque(self, e: Any, text: str) -> None:
        """A function of arguments that equal those of a value met before is that value."""
        arguments = (
            [self.reduced(a) for a in e.args] if isinstance(e, Function) and not isinstance(e, sp.Piecewise) else None
        )
        if arguments is not None and not isinstance(e, sp.Max | sp.Min):
            for (kind, *known), unknown in list(self._unknowns.items()):
                if kind != e.func or len(known) != len(arguments):
                    continue
                if all(cancel(together(a - b)) == 0 for a, b in zip(arguments, known, strict=True)):
                    self.normal[e] = unknown
                    if self.terms.names[unknown] != text:
                        self.equations.append((text, self.terms.names[unknown], "f_equal; %s"))
                    return
        sign = "positive" if e.is_positive else "nonnegative" if e.is_nonnegative else "real"
        key = (e.func, *arguments) if arguments is not None else (type(e), e)
        self.normal[e] = self._unknown(key, text, sign)


def _coefficient(part: Any) -> tuple[Any, Any]:
    return part.as_coeff_Mul()


def _summands(exponent: Expr) -> tuple[Any, ...]:
    """An exponent as a sum, its parts written alike wherever they come from."""
    plain = sp.expand(exponent)
    below = sp.fraction(together(plain))[1]
    whole: Any = sp.factor(below)
    if not any(isinstance(factor.as_base_exp()[0], Add) for factor in Mul.make_args(whole)):
        return Add.make_args(plain)
    above, below = sp.fraction(cancel(together(exponent)))
    return tuple(sp.factor(cancel(part / below)) for part in Add.make_args(sp.expand(above)))


def _factors(e: Any) -> tuple[Rational, list[tuple[Expr, int]]]:
    """A rational number, and the factors of a rational expression with their exponents."""
    above, below = sp.fraction(cancel(together(e)))
    number, found = S.One, []
    for part, sign in ((above, 1), (below, -1)):
        listed: Any = sp.factor_list(part)
        coefficient, factors = listed
        content = S.One
        for factor in Mul.make_args(coefficient):
            if factor.is_Rational:
                content *= factor
            else:
                base, power = factor.as_base_exp()
                found.append((base, sign * int(power)))
        number *= content**sign
        for base, power in factors:
            if (-base).is_positive or (-base).is_nonnegative:
                base, number = -base, number * (-1) ** power
            found.append((base, sign * power))
    return number, found


def _values(line: Basic) -> list[Basic]:
    """Function values and roots of an expression, inner ones first; those under a binder stay as they are."""
    if isinstance(line, Integral | Derivative | Sum | sp.Piecewise):
        return [line]
    found: list[Basic] = []
    for part in line.args:
        if isinstance(part, Expr):
            found += _values(part)
    half = isinstance(line, Pow) and not line.exp.is_Integer
    if half or (isinstance(line, Function) and not isinstance(line, sp.Piecewise)):
        found.append(line)
    return found
