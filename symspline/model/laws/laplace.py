"""The Laplace law."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter


@dataclass(frozen=True, repr=False)
class Laplace(Law):
    r"""The Laplace law, density ``exp(-|x|/scale) / (2 scale)``.

    Args:
        scale: positive; the variance is ``2 scale^2``.

    Example:
        >>> Laplace(2).absolute_moment(1)
        2
    """

    scale: Parameter

    scale_symbols = (("scale", "tau"),)
    _even = True
    support = sp.S.Reals
    _kinks = (sp.S.Zero,)

    def density(self, x: Any) -> sp.Expr:
        """Density at x."""
        return sp.exp(-sp.Abs(x) / self.scale) / (2 * self.scale)

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        return sp.Piecewise((sp.exp(x / self.scale) / 2, x < 0), (1 - sp.exp(-x / self.scale) / 2, True))

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        return self.scale**n * sp.gamma(n + 1)

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return rng.laplace(0.0, self._number("scale"), shape)
