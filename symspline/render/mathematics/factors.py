"""The factors of a product: which stand below the bar, which are joined, and in what order they are read."""

from sympy import Abs, Add, Expr, Mul, Pow, S, Symbol


def below_the_bar(exponent: Expr) -> bool:
    """Whether a power belongs below the fraction bar."""
    if exponent.is_Number:
        return bool(exponent.is_Rational and exponent.is_negative)
    return bool(isinstance(exponent, Mul) and exponent.could_extract_minus_sign())


def merge_moduli(factors: list[Expr]) -> list[Expr]:
    """Write `x² |x|` as `|x|³`; SymPy takes the modulus apart."""
    for modulus in [f for f in factors if isinstance(f, Abs)]:
        powers = [f for f in factors if isinstance(f, Pow) and f.base == modulus.args[0]]
        square = next((f for f in powers if f.exp.is_even and f.exp.is_Integer), None)
        if square is not None:
            rest = [f for f in factors if f not in (modulus, square)]
            factors = [*rest, Pow(modulus, square.exp + 1, evaluate=False)]
    return factors


def together(above: list[Expr], below: list[Expr]) -> tuple[list[Expr], list[Expr]]:
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


def rank(factor: Expr) -> tuple[int, str]:
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
