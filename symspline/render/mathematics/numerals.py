"""How numbers are written: fractions, decimals where they come from decimals, a few digits where they are long."""

from typing import Any, NamedTuple

from sympy import Expr, Float, Integer, Mul, Rational

Number = Any
"""A Rational or a Float of SymPy, whose quotients have no such type."""

DIGITS, LONGEST = 6, 12
"""Significant digits of a number that is rounded, and those up to which one is written in full."""


class Numeral(NamedTuple):
    """A number as it is written: what stands above and below the bar, None for 1, and whether that is exact."""

    above: Expr | None
    below: Expr | None
    exact: bool = True


def numeral(number: Number, decimals: bool, rounds: bool = True) -> Numeral:
    """A positive rational as a fraction or, where decimals are wanted, as the shortest of fraction and decimals.

    Halves, quarters and the like stay fractions. A number whose shortest form is long is rounded, if it may be.

    Example:
        >>> numeral(Rational(169, 100), True).above, numeral(Rational(500, 91), True).below
        (169/100, 91/500)
        >>> numeral(Rational(169, 100), False)
        Numeral(above=169, below=100, exact=True)
    """
    top, bottom = int(number.p), int(number.q)
    above, below = min(_forms(top, bottom, decimals), key=lambda form: sum(map(_length, form)))
    if rounds and max(map(_length, (above, below))) > LONGEST:
        return Numeral(rounded(number), None, exact=False)
    return Numeral(None if above == 1 else above, None if below == 1 else below)


def _forms(top: int, bottom: int, decimals: bool) -> list[tuple[Number, Number]]:
    """Ways to write top/bottom: as it is, with a decimal above, with a decimal below."""
    plain = (Rational(top), Rational(bottom))
    round_, odd = _parts(bottom)
    small = odd != 1 and max(top, bottom) < 100
    if not decimals or small or (top == 1 and bottom & (bottom - 1) == 0):
        return [plain]
    if odd == 1:
        return [(Rational(top, bottom), Rational(1))]
    whole, rest = _parts(top)
    return [(Rational(rest), Rational(bottom, whole)), (Rational(top, round_), Rational(odd)), plain]


def is_long(number: Number) -> bool:
    """Whether neither the fraction nor a decimal is short enough to be written."""
    return not (numeral(abs(number), True).exact or numeral(abs(number), False).exact)


def rounded(number: Expr) -> Float:
    """The number to a few digits."""
    return Float(number.evalf(DIGITS + 4), DIGITS)


def product(factors: list[Expr]) -> Float:
    """The product of numbers to a few digits."""
    return rounded(Mul(*factors))


def written(number: Number) -> str:
    r"""The LaTeX of a decimal, powers of ten beside it where it is large or small; the fraction is not for here.

    Example:
        >>> written(Rational(169, 100)), written(Float("1.5e-9", 6)), written(Integer(-12))
        ('1.69', '1.5 \\cdot 10^{-9}', '-12')
    """
    if isinstance(number, Integer):
        return str(number)
    sign = "-" if number < 0 else ""
    digits, power = _decimal(abs(number))
    if -5 <= power < 0:
        return sign + "0." + "0" * (-power - 1) + digits
    if 0 <= power < (DIGITS if isinstance(number, Float) else LONGEST):
        digits = digits.ljust(power + 1, "0")
        return sign + digits[: power + 1] + ("." + digits[power + 1 :] if digits[power + 1 :] else "")
    mantissa = digits[0] + ("." + digits[1:] if digits[1:] else "")
    return rf"{sign}{mantissa} \cdot 10^{{{power}}}" if mantissa != "1" else rf"{sign}10^{{{power}}}"


def _decimal(number: Number) -> tuple[str, int]:
    """Digits without zeros at the end, and the power of ten of the first; of a rational that has an end."""
    if isinstance(number, Float):
        mantissa, _, power = f"{number:.{DIGITS - 1}e}".partition("e")
        return mantissa.replace(".", "").rstrip("0") or "0", int(power)
    places = 0
    while (number * 10**places).q != 1:
        places += 1
    digits = str((number * 10**places).p)
    return digits.rstrip("0"), len(digits) - 1 - places


def _length(number: Number) -> int:
    """Digits of one side of the bar."""
    return len(_decimal(number)[0]) if number.q != 1 else len(str(number.p))


def _parts(whole: int) -> tuple[int, int]:
    """The largest divisor without other prime factors than 2 and 5, and the rest."""
    rest = whole
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return whole // rest, rest
