"""Plus or minus one size."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter


@dataclass(frozen=True, repr=False)
class TwoPoint(Law):
    r"""``+size`` or ``-size``, each with probability 1/2 (Rademacher for size 1).

    Args:
        size: positive.

    Example:
        >>> TwoPoint(3).atoms
        ((-3, 1/2), (3, 1/2))
    """

    size: Parameter

    is_discrete = True
    _even = True

    @property
    def support(self) -> sp.FiniteSet:
        """``{-size, size}``."""
        return sp.FiniteSet(-self.size, self.size)

    @property
    def lower(self) -> sp.Expr:
        """``-size``."""
        return -self.size

    @property
    def upper(self) -> sp.Expr:
        """``size``."""
        return self.size

    @property
    def length(self) -> sp.Expr:
        """The size."""
        return self.size

    @property
    def atoms(self) -> tuple[tuple[sp.Expr, sp.Expr], ...]:
        """Both points with probability 1/2."""
        return ((-self.size, sp.Rational(1, 2)), (self.size, sp.Rational(1, 2)))

    def density(self, x: Any) -> sp.Expr:
        """Half a Dirac delta at each point."""
        return (sp.DiracDelta(x - self.size) + sp.DiracDelta(x + self.size)) / 2

    def pdf(self, x: Any) -> sp.Expr:
        """Half a Dirac delta at each point."""
        return self.density(sp.sympify(x, strict=True))

    def cdf(self, x: Any) -> sp.Expr:
        """A step of 1/2 at each point."""
        x = sp.sympify(x, strict=True)
        return sp.Piecewise((0, x < -self.size), (sp.Rational(1, 2), x < self.size), (1, True))

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        return self.cdf(x)

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        return self.size**n

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        size = self._number("size")
        return np.where(rng.random(shape) < 0.5, -size, size)
