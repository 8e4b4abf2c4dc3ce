"""Laws of atoms: no density, but points with their probabilities."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter, expression


class Discrete(Law):
    """A law of finitely many atoms, which a member gives in ascending order; the rest follows from them."""

    is_discrete = True

    @property
    def support(self) -> sp.FiniteSet:
        """The atoms."""
        return sp.FiniteSet(*(at for at, _ in self.atoms))

    def density(self, x: Any) -> sp.Expr:
        """A Dirac delta at each atom, times its probability."""
        return sp.Add(*(chance * sp.DiracDelta(x - at) for at, chance in self.atoms))

    def pdf(self, x: Any) -> sp.Expr:
        """A Dirac delta at each atom, times its probability."""
        return self.density(expression(x, "x"))

    def cdf(self, x: Any) -> sp.Expr:
        """A step at each atom."""
        return self._cdf(expression(x, "x"))

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        below, pieces = sp.S.Zero, []
        for at, chance in self.atoms:
            pieces.append((below, x < at))
            below += chance
        return sp.Piecewise(*pieces, (below, True))

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        return sp.Add(*(chance * sp.Abs(at) ** n for at, chance in self.atoms))

    def _odd_moment(self, n: int) -> sp.Expr:
        return sp.Add(*(chance * at**n for at, chance in self.atoms))


@dataclass(frozen=True, repr=False)
class Constant(Discrete):
    r"""A weight that always has the same value; ``Constant(0)`` is the zero bias of many frameworks.

    Args:
        value: real.

    Example:
        >>> Constant(0).is_symmetric
        True
    """

    value: Parameter

    _real_parameters = ("value",)

    @property
    def _even(self) -> bool:
        return self.value == 0

    @property
    def length(self) -> sp.Expr:
        """The size of the value, one for zero."""
        return sp.Abs(self.value) if self.value != 0 else sp.S.One

    @property
    def atoms(self) -> tuple[tuple[sp.Expr, sp.Expr], ...]:
        """The value with probability one."""
        return ((self.value, sp.S.One),)

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return np.full(shape, self._number("value"))


@dataclass(frozen=True, repr=False)
class TwoPoint(Discrete):
    r"""``+size`` or ``-size``, each with probability 1/2 (Rademacher for size 1).

    Args:
        size: positive.

    Example:
        >>> TwoPoint(3).atoms
        ((-3, 1/2), (3, 1/2))
    """

    size: Parameter

    _even = True

    @property
    def length(self) -> sp.Expr:
        """The size."""
        return self.size

    @property
    def atoms(self) -> tuple[tuple[sp.Expr, sp.Expr], ...]:
        """Both points with probability 1/2."""
        return ((-self.size, sp.Rational(1, 2)), (self.size, sp.Rational(1, 2)))

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        size = self._number("size")
        return np.where(rng.random(shape) < 0.5, -size, size)
