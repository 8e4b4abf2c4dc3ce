"""The uniform law on an interval around zero."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter


@dataclass(frozen=True, repr=False)
class Uniform(Law):
    r"""The uniform law, density ``1/(2 half_width)`` on ``|x| <= half_width``.

    Args:
        half_width: positive.

    Example:
        >>> Uniform(3).variance
        3
    """

    half_width: Parameter

    scale_symbols = (("half_width", "a"),)
    _even = True

    @property
    def support(self) -> sp.Set:
        """``[-half_width, half_width]``."""
        return sp.Interval(-self.half_width, self.half_width)

    @property
    def length(self) -> sp.Expr:
        """The half-width."""
        return self.half_width

    def density(self, x: Any) -> sp.Expr:
        """Density at a point of the support."""
        return 1 / (2 * self.half_width)

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        return (x + self.half_width) / (2 * self.half_width)

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        return self.half_width**n / (n + 1)

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        a = self._number("half_width")
        return rng.uniform(-a, a, shape)
