"""SymPy expressions in the notation of the field: differentials, short exponents, factors in a readable order."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sympy import Add, Basic, Derivative, Expr, Integral, Limit, Mul, Piecewise, Pow, Product, Rational, S, Sum, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.printing.latex import LatexPrinter

from .conditions import between, moduli, sign_of
from .factors import below_the_bar, merge_moduli, rank, together
from .names import symbol_name
from .numerals import Numeral, is_long, numeral, product, written
from .reader import slim, width

_OPERATORS = (Integral, Sum, Product, Derivative, Limit, Piecewise)
_WIDE_FACTOR = 90.0
"""Width in points beyond which a sum with fractions is written behind a fraction and not above its bar."""
_WIDE_EXPONENT = 95.0
"""Width in points beyond which the exponential is written with exp instead of a raised exponent."""


def tex(expression: Basic, *, inline: bool = False, decimals: bool = False) -> str:
    r"""The LaTeX of an expression, in the notation of the field; needs nothing beyond amsmath.

    Args:
        expression: any SymPy object.
        inline: whether fractions are written with a slash, as within a sentence.
        decimals: whether rationals are written as decimals where they are some.

    Returns:
        LaTeX for math mode, without dollar signs.

    Example:
        >>> from sympy import Integral, Symbol, exp, oo, pi
        >>> w, s = Symbol("w", real=True), Symbol("sigma_w", positive=True)
        >>> tex(Integral(abs(w) * exp(-(w**2) / (2 * s**2)), (w, -oo, oo)) / (2 * pi * s))
        '\\frac{1}{2 \\pi \\sigma_{w}} \\int_{-\\infty}^{\\infty}\\lvert w\\rvert e^{-w^{2}/(2 \\sigma_{w}^{2})}\\, dw'
    """
    return slim(Notation(inline=inline, decimals=decimals).doprint(expression))


def _is_fraction(exponent: Any) -> bool:
    """Whether an exponent is a fraction: none is a decimal."""
    return isinstance(exponent, Rational) and exponent.q != 1


class Notation(LatexPrinter):
    """SymPy's LaTeX printer with this field's habits; it changes nothing outside itself."""

    def __init__(self, *, inline: bool = False, decimals: bool = False, rounds: bool = False) -> None:
        super().__init__({"ln_notation": True, "inv_trig_style": "full"})
        self._raised = 0
        self._slashed = int(inline)
        self._decimals, self._rounds = decimals, rounds
        self.exact = True
        """Whether no number that was printed is rounded; none is unless asked for."""

    @contextmanager
    def _with_slashes(self, *, raised: bool = False) -> Iterator[None]:
        self._slashed += 1
        self._raised += raised
        try:
            yield
        finally:
            self._slashed -= 1
            self._raised -= raised

    def in_exponent(self, expression: Any) -> str:
        """The LaTeX of an exponent, fractions with a slash."""
        with self._with_slashes(raised=True):
            return self._print(expression)

    def slashed(self, expression: Any) -> str:
        """The LaTeX with fractions written with a slash."""
        with self._with_slashes():
            return self._print(expression)

    def paren(self, expression: Any) -> str:
        """The LaTeX in parentheses."""
        return rf"\left({self._print(expression)}\right)"

    def _factor(self, expression: Expr, *, alone: bool, last: bool) -> str:
        if alone:
            return self._print(expression)
        negative = expression.is_Number and expression.is_negative
        if negative or isinstance(expression, Add | Relational | Piecewise):
            return self.paren(expression)
        if isinstance(expression, Mul):
            return self.paren(expression) if expression.could_extract_minus_sign() else self._print(expression)
        if isinstance(expression, Sum | Product | Limit | Derivative) and not last:
            return self.paren(expression)
        return self._print(expression)

    def _print_Mul(self, expr: Expr) -> str:
        if expr.could_extract_minus_sign():
            opposite = -expr
            # of an unevaluated (-1)(y - x) both have the sign
            if not opposite.could_extract_minus_sign():
                text = self._print(opposite)
                return rf"-\left({text}\right)" if isinstance(opposite, Add) else f"-{text}"
        above: list[Expr] = []
        below: list[Expr] = []
        operators: list[Expr] = []
        for factor in self._gathered(Mul.make_args(expr)):
            if isinstance(factor, Rational):
                number = self._numeral(factor)
                above += [] if number.above is None else [number.above]
                below += [] if number.below is None else [number.below]
            elif isinstance(factor, _OPERATORS):
                operators.append(factor)
            elif isinstance(factor, Pow) and below_the_bar(factor.exp) and factor.base.is_commutative:
                below.append(Pow(factor.base, -factor.exp, evaluate=factor.base != S.Exp1))
            else:
                above.append(factor)
        return self._fraction(*together(merge_moduli(above), below), operators)

    def _gathered(self, factors: Any) -> list[Expr]:
        """The factors; beside a number that is too long all numbers are one, since it is rounded anyway."""
        numbers = [f for f in factors if f.is_number and f.is_real and not f.has(*_OPERATORS)]
        if not self._rounds or not any(isinstance(f, Rational) and is_long(f) for f in numbers):
            return list(factors)
        self.exact = False
        return [product(numbers), *(f for f in factors if f not in numbers)]

    def _numeral(self, number: Rational) -> Numeral:
        """A rational as it is written, of its sign."""
        above, below, exact = numeral(abs(number), self._decimals, self._rounds)
        self.exact &= exact
        return Numeral(above, below) if number >= 0 else Numeral(-(S.One if above is None else above), below)

    def _fraction(self, above: list[Expr], below: list[Expr], operators: list[Expr]) -> str:
        above, below = sorted(above, key=rank), sorted(below, key=rank)
        if not below:
            return self._row([*above, *operators]) if above or operators else "1"
        if self._slashed:
            return self._slash(above, below, operators)
        tall = [f for f in above if self._rises(f)]
        if len(tall) < len(above) or len(tall) == 1:
            above, operators = [f for f in above if f not in tall], [*tall, *operators]
        with self._with_slashes():
            top, bottom = self._row(above) if above else "1", self._row(below)
        tail = self._row(operators, alone=False) if operators else ""
        return rf"\frac{{{top}}}{{{bottom}}} {tail}".strip()

    def _rises(self, factor: Expr) -> bool:
        """Whether a factor of a numerator reads better behind the fraction."""
        text = self._print(factor)
        if r"\frac" not in text and r"\int" not in text:
            return False
        return not isinstance(factor, Add | Pow) or r"\int" in text or width(slim(text)) > _WIDE_FACTOR

    def _slash(self, above: list[Expr], below: list[Expr], operators: list[Expr]) -> str:
        top = self._row(above) if above else "1"
        bottom = self._row(below)
        if len(above) == 1 and isinstance(above[0], Add):
            top = rf"\left({top}\right)"
        if len(below) > 1 or isinstance(below[0], Add):
            bottom = rf"\left({bottom}\right)"
        if not operators:
            return f"{top}/{bottom}"
        return rf"\left({top}/{bottom}\right) {self._row(operators, alone=False)}"

    def _row(self, factors: list[Expr], *, alone: bool = True) -> str:
        alone = alone and len(factors) == 1
        pieces: list[str] = []
        for k, factor in enumerate(factors):
            piece = self._factor(factor, alone=alone, last=k == len(factors) - 1)
            if pieces and re.match(r"[\d.]", piece) and re.search(r"[\d.]\}?$", pieces[-1]):
                piece = rf"\cdot {piece}"
            pieces.append(piece)
        return " ".join(pieces)

    def _print_Rational(self, expr: Rational) -> str:
        above, below, _ = self._numeral(expr)
        top = self._print_number(S.One if above is None else above)
        if below is None:
            return top
        bottom = self._print_number(below)
        sign, top = ("-", top[1:]) if top.startswith("-") else ("", top)
        return f"{sign}{top}/{bottom}" if self._slashed else rf"{sign}\frac{{{top}}}{{{bottom}}}"

    _print_Integer = _print_Rational

    def _print_number(self, expr: Any) -> str:
        return written(expr)

    _print_Float = _print_number

    def _print_Add(self, expr: Add, order: str | None = None) -> str:
        terms: list[Any] = list(self._as_ordered_terms(expr, order=order))
        if terms[0].could_extract_minus_sign():
            first = next((k for k, term in enumerate(terms) if not term.could_extract_minus_sign()), 0)
            terms.insert(0, terms.pop(first))
        text = ""
        for k, term in enumerate(terms):
            piece = self.paren(term) if isinstance(term, Piecewise | Relational | Add) else self._print(term)
            if k and not piece.startswith("-"):
                text += " + "
            elif k:
                piece, text = piece[1:], text + " - "
            text += piece
        return text

    def _print_Pow(self, expr: Pow) -> str:
        base, exponent = expr.base, expr.exp
        if base == S.Exp1:
            return self._print_ExpBase(expr)
        if below_the_bar(exponent):
            if not base.is_commutative:
                return super()._print_Pow(expr)
            return self._fraction([], [Pow(base, -exponent, evaluate=False) if exponent != -1 else base], [])
        if exponent == 1:
            return self._print(base)
        if isinstance(exponent, Rational) and exponent.p == 1 and exponent.q > 1:
            degree = "" if exponent.q == 2 else f"[{exponent.q}]"
            return rf"\sqrt{degree}{{{self._print(base)}}}"
        raised = str(exponent) if _is_fraction(exponent) else self.in_exponent(exponent)
        if base.is_Function:
            return self._print(base, exp=raised)
        simple = base.is_Symbol or (base.is_Integer and base.is_nonnegative) or base in (S.Pi,)
        text = self._print(base) if simple else self.paren(base)
        if isinstance(base, Symbol) and "^" in text:
            text = f"{{{text}}}"
        return f"{text}^{{{raised}}}"

    def _print_ExpBase(self, expr: Any, exp: str | None = None) -> str:
        power = expr.exp
        if exp is not None:
            return rf"\left({self._print_ExpBase(expr)}\right)^{{{exp}}}"
        raised = self.in_exponent(power)
        # an exponent of an exponent is too small to read
        if self._raised or r"\int" in raised or r"\begin" in raised or width(raised, 2) > _WIDE_EXPONENT:
            return rf"\exp\left({self._print(power)}\right)"
        return f"e^{{{raised}}}"

    _print_exp = _print_ExpBase

    def _print_Abs(self, expr: Expr, exp: str | None = None) -> str:
        text = rf"\left|{self._print(expr.args[0])}\right|"
        return text if exp is None else f"{text}^{{{exp}}}"

    def _print_Integral(self, expr: Any) -> str:
        signs, differentials = "", ""
        for variable, *ends in expr.limits:
            name = self._print(variable)
            limits = ""
            if len(ends) == 2:
                low, high = (self.in_exponent(end) for end in ends)
                limits = f"_{{{low}}}^{{{high}}}"
            signs = rf"\int{limits} {signs}"
            differentials += rf"\, d{name}" if not name.startswith("\\") else rf"\, d {name}"
        body = expr.function
        inner = self.paren(body) if isinstance(body, Add | Piecewise | Relational) else self._print(body)
        return signs + inner + differentials

    def _print_Derivative(self, expr: Any) -> str:
        sign = r"\partial" if len(expr.expr.free_symbols) > 1 or expr.expr.atoms(AppliedUndef) else "d"
        if all(len(f.args) == 1 for f in expr.expr.atoms(AppliedUndef)) and len(expr.expr.free_symbols) == 1:
            sign = "d"
        order = sum(count for _, count in expr.variable_count)
        below = " ".join(
            f"{sign} {self._print(v)}" + (f"^{{{self._print(n)}}}" if n != 1 else "") for v, n in expr.variable_count
        )
        above = sign + (f"^{{{self._print(order)}}}" if order != 1 else "")
        inner = expr.expr
        text = self.paren(inner) if isinstance(inner, Add | Mul | Piecewise) else self._print(inner)
        return rf"\frac{{{above}}}{{{below}}} {text}"

    def _print_Piecewise(self, expr: Any) -> str:
        rows = []
        for value, condition in expr.args:
            case = r"\text{otherwise}" if condition == S.true else rf"\text{{if }} {self.slashed(condition)}"
            rows.append(f"{self._print(value)} & {case}")
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"

    def _print_And(self, expr: Any) -> str:
        return self._conditions(expr.args, r"\text{ and }")

    def _print_Or(self, expr: Any) -> str:
        return self._conditions(expr.args, r"\text{ or }")

    def _conditions(self, parts: Any, word: str) -> str:
        paired, rest = moduli(list(parts), conjunction="and" in word)
        if paired:
            texts = [rf"\left|{self._print(inner)}\right| {sign} {self._print(bound)}" for inner, sign, bound in paired]
            return f" {word} ".join([*texts, self._conditions(rest, word)] if rest else texts)
        ordered = sorted(parts, key=lambda part: (sign_of(part) not in ("", "=="), str(part)))
        chain = between(ordered)
        if chain is not None and word == r"\text{ and }":
            below, above = (r"\leq" if "=" in part.rel_op else "<" for part in chain)
            low, middle, high = (self._print(part) for part in (chain[0].lts, chain[0].gts, chain[1].gts))
            return f"{low} {below} {middle} {above} {high}"
        return f" {word} ".join(
            self._print(part) if isinstance(part, Relational | Symbol) or part.is_Atom else self.paren(part)
            for part in ordered
        )

    def _print_Min(self, expr: Any, exp: str | None = None) -> str:
        return self._named(r"\min", sorted(expr.args, key=str), exp)

    def _print_Max(self, expr: Any, exp: str | None = None) -> str:
        return self._named(r"\max", sorted(expr.args, key=str), exp)

    def _print_sign(self, expr: Any, exp: str | None = None) -> str:
        return self._named(r"\operatorname{sgn}", expr.args, exp)

    def _print_expint(self, expr: Any, exp: str | None = None) -> str:
        order, argument = expr.args
        name = rf"\mathrm{{E}}_{{{self._print(order)}}}"
        return self._named(name, (argument,), exp)

    def _named(self, name: str, arguments: Any, exp: str | None, separator: str = ", ") -> str:
        raised = "" if exp is None else f"^{{{exp}}}"
        return rf"{name}{raised}\left({separator.join(self._print(a) for a in arguments)}\right)"

    def _print_AppliedUndef(self, expr: Any, exp: str | None = None) -> str:
        name = symbol_name(str(expr.func))
        conditional = r"\mid" in name and len(expr.args) > 1
        if conditional:
            given = ", ".join(self._print(a) for a in expr.args[1:])
            text = rf"{name}\left({self._print(expr.args[0])} \mid {given}\right)"
        else:
            text = self._named(name, expr.args, None)
        return text if exp is None else f"{text}^{{{exp}}}"

    def _hprint_BesselBase(self, expr: Any, exp: str | None, sym: str) -> str:
        return self._named(f"{sym}_{{{self.in_exponent(expr.order)}}}", (expr.argument,), exp)

    def _print_hyper(self, expr: Any, exp: str | None = None) -> str:
        above, below = (", ".join(self.slashed(e) for e in part) for part in (expr.ap, expr.bq))
        inside = f"{above}; {below}; {self._print(expr.argument)}"
        text = rf"{{}}_{{{len(expr.ap)}}}F_{{{len(expr.bq)}}}\left({inside}\right)"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"

    def _print_log(self, expr: Any, exp: str | None = None) -> str:
        return self._named(r"\ln", expr.args, exp)

    def _print_Symbol(self, expr: Symbol, style: str = "plain") -> str:
        return symbol_name(expr.name)
