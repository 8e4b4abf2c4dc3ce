"""SymPy expressions in the notation of the field: differentials, short exponents, factors in a readable order."""

from __future__ import annotations

import re
from typing import Any

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Expr,
    Integral,
    Limit,
    Mul,
    Piecewise,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.printing.latex import LatexPrinter

from .boxes import slim, width
from .metrics import words

_OPERATORS = (Integral, Sum, Product, Derivative, Limit, Piecewise)
_WIDE_FACTOR = 90.0
"""Width in points beyond which a sum with fractions is written behind a fraction and not above its bar."""
_WIDE_EXPONENT = 95.0
"""Width in points beyond which the exponential is written with exp instead of a raised exponent."""


def tex(expression: Basic, *, inline: bool = False) -> str:
    r"""The LaTeX of an expression, in the notation of the field; needs nothing beyond amsmath.

    Args:
        expression: any SymPy object.
        inline: whether fractions are written with a slash, as within a sentence.

    Returns:
        LaTeX for math mode, without dollar signs.

    Example:
        >>> from sympy import Integral, Symbol, exp, oo, pi
        >>> w, s = Symbol("w", real=True), Symbol("sigma_w", positive=True)
        >>> tex(Integral(abs(w) * exp(-(w**2) / (2 * s**2)), (w, -oo, oo)) / (2 * pi * s))
        '\\frac{1}{2 \\pi \\sigma_{w}} \\int_{-\\infty}^{\\infty} \\lvert w\\rvert e^{-w^{2}/(2 \\sigma_{w}^{2})}\\, dw'
    """
    return slim(Notation(inline=inline).doprint(expression))


class Notation(LatexPrinter):
    """SymPy's LaTeX printer with this field's habits; it changes nothing outside itself."""

    def __init__(self, *, inline: bool = False) -> None:
        super().__init__({"ln_notation": True, "inv_trig_style": "full"})
        self._raised = 0
        self._slashed = int(inline)

    def in_exponent(self, expression: Any) -> str:
        """The LaTeX of an exponent, fractions with a slash."""
        self._raised += 1
        try:
            return self.slashed(expression)
        finally:
            self._raised -= 1

    def slashed(self, expression: Any) -> str:
        """The LaTeX with fractions written with a slash."""
        self._slashed += 1
        try:
            return self._print(expression)
        finally:
            self._slashed -= 1

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
            if not opposite.could_extract_minus_sign():
                text = self._print(opposite)
                return rf"-\left({text}\right)" if isinstance(opposite, Add) else f"-{text}"
        above: list[Expr] = []
        below: list[Expr] = []
        operators: list[Expr] = []
        for factor in Mul.make_args(expr):
            if isinstance(factor, Rational):
                above += [Rational(factor.p)] if factor.p != 1 else []
                below += [Rational(factor.q)] if factor.q != 1 else []
            elif isinstance(factor, _OPERATORS):
                operators.append(factor)
            elif isinstance(factor, Pow) and _negative(factor.exp) and factor.base.is_commutative:
                below.append(Pow(factor.base, -factor.exp, evaluate=factor.base != S.Exp1))
            else:
                above.append(factor)
        return self._fraction(*_together(_merge_moduli(above), below), operators)

    def _fraction(self, above: list[Expr], below: list[Expr], operators: list[Expr]) -> str:
        above, below = sorted(above, key=_rank), sorted(below, key=_rank)
        if not below:
            return self._row([*above, *operators]) if above or operators else "1"
        if self._slashed:
            return self._slash(above, below, operators)
        tall = [f for f in above if self._rises(f)]
        if len(tall) < len(above) or len(tall) == 1:
            above, operators = [f for f in above if f not in tall], [*tall, *operators]
        top = self.slashed_row(above) if above else "1"
        tail = self._row(operators, alone=False) if operators else ""
        return rf"\frac{{{top}}}{{{self.slashed_row(below)}}} {tail}".strip()

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

    def slashed_row(self, factors: list[Expr]) -> str:
        """A product with its fractions written with a slash."""
        self._slashed += 1
        try:
            return self._row(factors)
        finally:
            self._slashed -= 1

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
        if expr.q == 1:
            return str(expr.p)
        sign = "-" if expr.p < 0 else ""
        return f"{sign}{abs(expr.p)}/{expr.q}" if self._slashed else rf"{sign}\frac{{{abs(expr.p)}}}{{{expr.q}}}"

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
        if _negative(exponent):
            if base == S.Exp1 or not base.is_commutative:
                return super()._print_Pow(expr)
            return self._fraction([], [Pow(base, -exponent, evaluate=False) if exponent != -1 else base], [])
        if exponent == 1:
            return self._print(base)
        if isinstance(exponent, Rational) and exponent.p == 1 and exponent.q > 1:
            degree = "" if exponent.q == 2 else f"[{exponent.q}]"
            return rf"\sqrt{degree}{{{self._print(base)}}}"
        raised = self.in_exponent(exponent)
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
        moduli, rest = _moduli(list(parts), conjunction="and" in word)
        if moduli:
            texts = [rf"\left|{self._print(inner)}\right| {sign} {self._print(bound)}" for inner, sign, bound in moduli]
            return f" {word} ".join([*texts, self._conditions(rest, word)] if rest else texts)
        ordered = sorted(parts, key=lambda part: (_sign(part) not in ("", "=="), str(part)))
        chain = _between(ordered)
        if chain is not None and word == r"\text{ and }":
            low, middle, high = chain
            signs = [r"\leq" if not strict else "<" for strict in (low[1], high[1])]
            return f"{self._print(low[0])} {signs[0]} {self._print(middle)} {signs[1]} {self._print(high[0])}"
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
        del style
        return symbol_name(expr.name)

    _print_Dummy = _print_Symbol

    def _print_Indexed(self, expr: Any) -> str:
        return f"{self._print(expr.base)}_{{{', '.join(self._print(i) for i in expr.indices)}}}"


_GREEK = words(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi varphi chi psi omega varrho varpi varsigma Gamma Delta Theta Lambda Xi Pi Sigma "
    "Upsilon Phi Psi Omega ell"
)


def symbol_name(name: str) -> str:
    r"""The LaTeX of a symbol's or function's name.

    Example:
        >>> symbol_name("p_{mu|beta}"), symbol_name("sigma_w"), symbol_name("Var"), symbol_name("beta1")
        ('p_{\\mu\\mid\\beta}', '\\sigma_{w}', '\\operatorname{Var}', '\\beta_{1}')
    """
    if "\\" in name or "^" in name:
        return name
    head, _, sub = name.partition("_")
    sub = sub.strip("{}")
    match = re.fullmatch(r"([A-Za-z]+?)(\d+)", head)
    if match and not sub:
        head, sub = match.groups()
    text = _word(head)
    if sub:
        parts = [_subscript(part) for part in re.split(r"[|]", sub)]
        text += f"_{{{_glue(parts)}}}"
    return text


def _glue(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text += r"\mid" + ("" if part.startswith("\\") else " ") + part
    return text


def _subscript(text: str) -> str:
    pieces = [symbol_name(piece) if piece else "" for piece in text.split("_")]
    return "".join(_word(p) if "\\" not in p else p for p in pieces[:1]) + "".join(f", {p}" for p in pieces[1:])


def _word(word: str) -> str:
    for mark, command in (("tilde", r"\tilde"), ("hat", r"\hat"), ("bar", r"\bar")):
        if word.endswith(mark) and word != mark:
            return f"{command}{{{_word(word[: -len(mark)])}}}"
    if word.endswith("'"):
        return _word(word.rstrip("'")) + "'" * (len(word) - len(word.rstrip("'")))
    if word in _GREEK:
        return f"\\{word}"
    if len(word) <= 1 or word.isdigit():
        return word
    return rf"\operatorname{{{word}}}" if word.isalpha() and word.isascii() else rf"\mathrm{{{_plain(word)}}}"


def _plain(word: str) -> str:
    return re.sub(r"[^A-Za-z0-9'*+\-.]", "", word)


def _negative(exponent: Expr) -> bool:
    """Whether a power belongs below the fraction bar."""
    if exponent.is_Number:
        return bool(exponent.is_Rational and exponent.is_negative)
    return bool(isinstance(exponent, Mul) and exponent.could_extract_minus_sign())


def _merge_moduli(factors: list[Expr]) -> list[Expr]:
    """Write `x² |x|` as `|x|³`; SymPy takes the modulus apart."""
    for modulus in [f for f in factors if isinstance(f, Abs)]:
        square = next(
            (
                f
                for f in factors
                if isinstance(f, Pow) and f.base == modulus.args[0] and f.exp.is_even and f.exp.is_Integer
            ),
            None,
        )
        if square is not None:
            rest = [f for f in factors if f not in (modulus, square)]
            factors = [*rest, Pow(modulus, square.exp + 1, evaluate=False)]
    return factors


def _together(above: list[Expr], below: list[Expr]) -> tuple[list[Expr], list[Expr]]:
    """Write `√2/(2√π)` as `1/√(2π)`: cancel surds against integers and join the roots of numbers."""
    for surd in [f for f in above if isinstance(f, Pow) and f.exp == S.Half and f.base.is_Integer]:
        whole = next((f for f in below if f.is_Integer and f % surd.base == 0), None)
        if whole is not None:
            above = [f for f in above if f is not surd]
            rest = whole / surd.base
            below = [f for f in below if f is not whole] + ([rest] if rest != 1 else []) + [surd]
    return _join_roots(above), _join_roots(below)


def _join_roots(factors: list[Expr]) -> list[Expr]:
    roots = [f for f in factors if isinstance(f, Pow) and f.exp == S.Half and f.base.is_number and f.base.is_positive]
    if len(roots) < 2:
        return factors
    joined = Pow(Mul(*(root.base for root in roots)), S.Half, evaluate=False)
    return [joined, *(f for f in factors if f not in roots)]


_INDEX = {"w": "0", "b": "1", "v": "2"}


def _place(factor: Expr) -> str:
    """Sorting key of a factor: the laws of w, b and v in this order."""
    name = str(factor)
    head, mark, index = name.partition("_")
    return head + mark + _INDEX.get(index[:1], "") + index


def _rank(factor: Expr) -> tuple[int, str]:
    """Order of factors: numbers, constants, indexed symbols, other symbols, moduli, sums, functions, exponentials."""
    base = factor.base if isinstance(factor, Pow) else factor
    if base.is_Number:
        kind = 0
    elif base.is_NumberSymbol or (isinstance(factor, Pow) and not base.free_symbols and not base.is_Function):
        kind = 1
    elif isinstance(base, Symbol):
        kind = 2 if "_" in base.name else 3
    elif base.func.__name__ == "Abs":
        kind = 4
    elif isinstance(base, Add):
        kind = 5
    elif factor.func.__name__ == "exp":
        kind = 7
    else:
        kind = 6
    return kind, _place(factor)


def _moduli(parts: list[Any], *, conjunction: bool) -> tuple[list[tuple[Any, str, Any]], list[Any]]:
    """Pairs such as `-a < x` and `x < a` as `|x| < a`, and the conditions that remain."""
    found: list[tuple[Any, str, Any]] = []
    rest = list(parts)
    for one in parts:
        for other in parts:
            if one is other or one not in rest or other not in rest:
                continue
            if not all(_sign(p) in ("<", "<=", ">", ">=") for p in (one, other)):
                continue
            small, large = one.lts, one.gts
            for low, high in ((other.lts, other.gts), (-other.gts, -other.lts)):
                equal = "=" in one.rel_op
                if ("=" in other.rel_op) != equal or one not in rest or other not in rest:
                    continue
                if conjunction and large == high and small == -low and small.free_symbols:
                    found.append((_unsigned(small), r"\leq" if equal else "<", large))
                elif not conjunction and small == low and large == -high and large.free_symbols:
                    found.append((_unsigned(large), r"\geq" if equal else ">", small))
                else:
                    continue
                rest = [part for part in rest if part not in (one, other)]
    return found, rest


def _sign(part: Any) -> str:
    """The sign of a relation; empty for what is none."""
    return part.rel_op if isinstance(part, Relational) else ""  # pyright: ignore[reportAttributeAccessIssue]


def _unsigned(expression: Expr) -> Expr:
    return -expression if expression.could_extract_minus_sign() else expression


def _between(parts: list[Any]) -> tuple[tuple[Any, bool], Any, tuple[Any, bool]] | None:
    """Two inequalities `low < x` and `x < high` as one chain; None when they are not of that form."""
    if len(parts) != 2 or not all(_sign(p) in ("<", "<=", ">", ">=") for p in parts):
        return None
    bounds: dict[str, list[tuple[Any, Any, bool]]] = {"low": [], "high": []}
    for part in parts:
        small, large = (part.lhs, part.rhs) if part.rel_op in ("<", "<=") else (part.rhs, part.lhs)
        strict = part.rel_op in ("<", ">")
        bounds["low"].append((large, small, strict))
        bounds["high"].append((small, large, strict))
    for k in (0, 1):
        middle, low, low_strict = bounds["low"][k]
        other, high, high_strict = bounds["high"][1 - k]
        if middle == other and middle.free_symbols:
            return (low, low_strict), middle, (high, high_strict)
    return None
