"""A weight that is not random."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter


@dataclass(frozen=True, repr=False)
class Constant(Law):
    r"""A weight that always has the same value; ``Constant(0)`` is the zero bias of many frameworks.

    Args:
        value: real.

    Example:
        >>> Constant(0).is_symmetric
        True
    """

    value: Parameter

    is_discrete = True
    _real_parameters = ("value",)

    @cached_property
    def is_symmetric(self) -> bool:
        """True for zero."""
        return self.value == 0

    @property
    def support(self) -> sp.FiniteSet:
        """The value alone."""
        return sp.FiniteSet(self.value)

    @property
    def length(self) -> sp.Expr:
        """The size of the value, one for zero."""
        return sp.Abs(self.value) if self.value != 0 else sp.S.One

    @property
    def atoms(self) -> tuple[tuple[sp.Expr, sp.Expr], ...]:
        """The value with probability one."""
        return ((self.value, sp.S.One),)

    def density(self, x: Any) -> sp.Expr:
        """A Dirac delta at the value."""
        return sp.DiracDelta(x - self.value)

    def pdf(self, x: Any) -> sp.Expr:
        """A Dirac delta at the value."""
        return self.density(sp.sympify(x, strict=True))

    def cdf(self, x: Any) -> sp.Expr:
        """A step of one at the value."""
        return sp.Piecewise((0, sp.sympify(x, strict=True) < self.value), (1, True))

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        return self.cdf(x)

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        return sp.Abs(self.value) ** n

    def _odd_moment(self, n: int) -> sp.Expr:
        return self.value**n

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return np.full(shape, self._number("value"))
