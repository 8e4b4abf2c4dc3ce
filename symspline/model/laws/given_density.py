"""The law of a density of one's own."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import expression

from .density import check_density
from .density_breaks import Breaks, breaks_of
from .density_expression import find_breaks, find_centres, read_density, read_support, smooth

Sampler = Callable[[np.random.Generator, int], np.ndarray]

_t = sp.Symbol("t", real=True)


class GivenDensity(Law):
    r"""The law of a density of one's own: what ``Law(pdf, symbol, support)`` makes.

    Args:
        pdf: SymPy expression in ``symbol``, the density on the support. Other symbols must be positive parameters.
        symbol: the variable of ``pdf``, declared real.
        support: ``(lower, upper)`` or a SymPy ``Interval``; the ends may be infinite.
        sample: ``sample(rng, size) -> array``; without it, samples come from the numerically inverted
            distribution function.

    Raises:
        ValueError: the density is negative somewhere, does not integrate to one within 1e-9, or has a symbol that is
            not known to be positive.

    Example:
        >>> x = sp.Symbol("x", real=True)
        >>> law = Law(sp.sech(sp.pi * x / 2) / 2, x, (-sp.oo, sp.oo))
        >>> law.is_symmetric
        True
    """

    _expr: sp.Expr
    _symbol: sp.Symbol
    _support: sp.Interval
    _sampler: Sampler | None
    _breaks: Breaks

    def __init__(self, pdf: Any, symbol: Any, support: Any, sample: Sampler | None = None):
        read = {"_expr": read_density(pdf, symbol), "_support": read_support(support, symbol)}
        breaks = breaks_of(read["_expr"], symbol, read["_support"])
        self.__dict__.update(read, _symbol=symbol, _sampler=sample, _breaks=breaks)
        check_density(self)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to {name!r}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GivenDensity) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def __repr__(self) -> str:
        return f"Law({self._expr}, {self._symbol}, ({self.lower}, {self.upper}))"

    @cached_property
    def _identity(self) -> tuple:
        return (self._expr.xreplace({self._symbol: _t}), self._support, self._sampler)

    @property
    def parameters(self) -> dict[str, sp.Expr]:
        """The free symbols, which stand for themselves."""
        return {str(s): s for s in sorted(self.free_symbols, key=str)}

    @property
    def free_symbols(self) -> set[Any]:
        """Symbols that still need a number."""
        return (self._expr.free_symbols | self._support.free_symbols) - {self._symbol}

    @property
    def support(self) -> sp.Set:
        """The interval given."""
        return self._support

    @property
    def _kinks(self) -> tuple[sp.Expr, ...]:
        return self._breaks.places

    @property
    def has_exact_breaks(self) -> bool:
        """Whether the places where the density is not analytic are known by name, not as isolated numbers."""
        return self._breaks.exact

    @property
    def centres(self) -> tuple[sp.Expr, ...]:
        """Where the peaks may be."""
        return find_centres(self._expr, self._symbol)

    def density(self, x: Any) -> sp.Expr:
        """The density as given, which holds on the support."""
        value: Any = self._expr.xreplace({self._symbol: expression(x, "x")})
        return value

    def _expectation(self, value: sp.Expr) -> sp.Expr:
        if self.free_symbols:
            return super()._expectation(value)
        # Cut at the kinks and without absolute values: SymPy integrates some of these wrongly, and quadrature over a
        # kink loses digits.
        marks = {*self.breaks, *find_breaks(value, _t)}
        inner = sorted(mark for mark in marks if self.lower < mark < self.upper)
        body, parts = value * self.density(_t), pairwise((self.lower, *inner, self.upper))
        if not self.has_exact_breaks:
            return sp.Add(*(sp.Integral(body, (_t, a, b)) for a, b in parts))
        return sp.Add(*(sp.Integral(smooth(body, _t, _between(a, b)), (_t, a, b)) for a, b in parts))

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        if self._sampler is None:
            return super()._sample(rng, shape)
        draws = np.asarray(self._sampler(rng, int(np.prod(shape))), dtype=float)
        if draws.size != np.prod(shape) or not np.all(np.isfinite(draws)):
            raise ValueError(
                f"sample returned {draws.size} numbers, some not finite or too few for {shape}; return `size` numbers"
            )
        return draws.reshape(shape)


def _between(low: sp.Expr, high: sp.Expr) -> sp.Expr:
    if low == -sp.oo:
        return sp.S.Zero if high == sp.oo else high - 1
    return low + 1 if high == sp.oo else (low + high) / 2


Law.of_density = GivenDensity
