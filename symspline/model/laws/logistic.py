"""The logistic law."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter


@dataclass(frozen=True, repr=False)
class Logistic(Law):
    r"""The logistic law, density ``1 / (4 scale cosh(x/(2 scale))^2)``.

    Args:
        scale: positive; the variance is ``pi^2 scale^2 / 3``.

    Example:
        >>> Logistic(1).variance
        pi**2/3
    """

    scale: Parameter

    scale_symbols = (("scale", "tau"),)
    _even = True
    support = sp.S.Reals

    def density(self, x: Any) -> sp.Expr:
        """Density at x."""
        return 1 / (4 * self.scale * sp.cosh(x / (2 * self.scale)) ** 2)

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        return (1 + sp.tanh(x / (2 * self.scale))) / 2

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        return 2 * self.scale**n * sp.gamma(n + 1) * sp.dirichlet_eta(n)

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return rng.logistic(0.0, self._number("scale"), shape)
