"""Exact input: numbers of any kind become Fractions, and data with equal x become one datum with a weight."""

import math
import operator
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from flint import fmpq, fmpq_mat

# A bounded exponent: Fraction("1e999999999") would fill the memory.
_NUMBER = re.compile(r"[+-]?(\d+(/\d+)?|(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?)")


def exact_fraction(name: str, value: Any) -> Fraction:
    """The number as a Fraction, without rounding.

    It may be an int, a Fraction, a float or NumPy scalar (taken exactly), a string such as "1/3" or "0.25", or an
    object with integer ``p`` and ``q`` (a SymPy Rational, a FLINT fmpq).

    Raises:
        ValueError: not finite, or not a number of these kinds.

    Example:
        >>> exact_fraction("x", "1/3"), exact_fraction("x", 0.25)
        (Fraction(1, 3), Fraction(1, 4))
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value.strip()):
            raise ValueError(f'{name} is {value!r}: write a rational such as "1/3" or a decimal such as "0.25"')
        denominator = value.partition("/")[2]
        if denominator and int(denominator) == 0:
            raise ValueError(f"{name} is {value!r}: the denominator is zero")
        return Fraction(value.strip())
    if hasattr(value, "p") and hasattr(value, "q"):
        if int(value.q) == 0:
            raise ValueError(f"{name} is {value}: pass a finite number")
        return Fraction(int(value.p), int(value.q))
    with suppress(TypeError):  # an array has the method and refuses it
        return Fraction(operator.index(value))
    if hasattr(value, "free_symbols") and not value.is_Float:
        raise ValueError(f"{name} is {value}, which is no rational number: pass a float or a fraction near it")
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} is {value!r}: pass an int, a float, a Fraction or a string like '1/3'") from None
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}: remove or replace the non-finite value")
    return Fraction(number)


def exact_fractions(name: str, values: Iterable[Any]) -> list[Fraction]:
    """Each value as a Fraction; ValueError, with the index, for one that is no finite number, or for none at all."""
    if not hasattr(values, "__iter__"):
        raise ValueError(f"{name} is {values!r}: pass a sequence of numbers")
    out = [exact_fraction(f"{name}[{k}]", value) for k, value in enumerate(values)]
    if not out:
        raise ValueError(f"{name} is empty: pass at least one value")
    return out


def whole_number(name: str, value: Any, least: int) -> int:
    """The number as an int; ValueError unless it is whole, no bool, and at least that."""
    if isinstance(value, bool) or not hasattr(value, "__index__") or value.__index__() < least:
        raise ValueError(f"{name} is {value!r}: pass a whole number of at least {least}")
    return value.__index__()


def rational_matrix(rows: Sequence[Sequence[Fraction | int]]) -> fmpq_mat:
    """The rows as a FLINT matrix."""
    return fmpq_mat(len(rows), len(rows[0]), [fmpq(c.numerator, c.denominator) for row in rows for c in row])


@dataclass(frozen=True)
class RationalData:
    """Data with distinct ascending x, each with the mean of its targets and the weight it stands for.

    Data with equal x act on every fit as one datum at the mean of their y with their number, or the sum of their
    weights, as weight; what the mean leaves out, (1/2) sum w (y - mean)^2, is the same for every fit and is kept in
    ``within``.

    Attributes:
        x: distinct abscissae, ascending.
        y: mean target at each x.
        weight: number of data at each x, or the sum of their weights.
        within: (1/2) sum of weighted squared deviations of y from the means.
    """

    x: tuple[Fraction, ...]
    y: tuple[Fraction, ...]
    weight: tuple[int | Fraction, ...]
    within: Fraction

    @classmethod
    def of(cls, x: Any, y: Any, weights: Any = None) -> Self:
        """Read, sort and merge data, in any order; anything ``exact_fraction`` reads.

        Raises:
            ValueError: empty, unequal lengths, a value that is no finite number, or a weight that is not positive.

        Example:
            >>> RationalData.of([1, 0, 1], [2, "1/2", 4]).weight
            (1, 2)
        """
        abscissae, targets = exact_fractions("x", x), exact_fractions("y", y)
        if len(abscissae) != len(targets):
            raise ValueError(f"y has {len(targets)} entries but x has {len(abscissae)}: pass one target for each datum")
        shares: Sequence[int | Fraction] = [1] * len(abscissae)
        if weights is not None:
            shares = exact_fractions("weights", weights)
            if len(shares) != len(abscissae):
                raise ValueError(
                    f"weights has {len(shares)} entries but x has {len(abscissae)}: pass one for each datum"
                )
            for k, share in enumerate(shares):
                if share <= 0:
                    raise ValueError(f"weights[{k}] is {share}: weights are positive; leave out data of no weight")
        groups: dict[Fraction, list[tuple[int | Fraction, Fraction]]] = {}
        for a, t, w in zip(abscissae, targets, shares, strict=True):
            groups.setdefault(a, []).append((w, t))
        distinct, merged, within = sorted(groups), [], Fraction(0)
        for a in distinct:
            here = groups[a]
            total, mean = here[0]
            if len(here) > 1:
                total = sum(w for w, _ in here)
                mean = sum((w * t for w, t in here), Fraction(0)) / total
                within += sum((w * (t - mean) ** 2 for w, t in here), Fraction(0)) / 2
            merged.append((mean, total))
        means, totals = zip(*merged, strict=True)
        return cls(tuple(distinct), means, totals, within)

    def __len__(self) -> int:
        return len(self.x)

    def fit(self, rows: Sequence[Sequence[Fraction | int]]) -> tuple[list[Fraction], tuple[Fraction, ...], Fraction]:
        """Weighted least squares: coefficients, residuals at the distinct x, and loss (1/2) sum e^2 over all data.

        A row holds the combined functions at one distinct x. ZeroDivisionError where they are dependent on the data.
        """
        design, targets = rational_matrix(rows), rational_matrix([[t] for t in self.y])
        scaled = [[n * value for value in row] for n, row in zip(self.weight, rows, strict=True)]
        weighted = rational_matrix(scaled).transpose()
        solved = (weighted * design).solve(weighted * targets)
        misfit = design * solved - targets
        residuals = tuple(exact_fraction("residual", e) for e in misfit.entries())
        loss = sum((n * e * e for n, e in zip(self.weight, residuals, strict=True)), Fraction(0)) / 2 + self.within
        return [exact_fraction("coefficient", c) for c in solved.entries()], residuals, loss
