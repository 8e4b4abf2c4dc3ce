"""The normal law."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter


@dataclass(frozen=True, repr=False)
class Normal(Law):
    r"""The normal law, density ``exp(-(x-mean)^2/(2 scale^2)) / (scale sqrt(2 pi))``.

    Args:
        scale: standard deviation, positive.
        mean: real.

    Example:
        >>> Normal(1.3).variance
        169/100
    """

    scale: Parameter
    mean: Parameter = 0

    scale_symbols = (("scale", "sigma"),)
    _real_parameters = ("mean",)
    support = sp.S.Reals

    @cached_property
    def is_symmetric(self) -> bool:
        """True for a zero mean."""
        return self.mean == 0

    def density(self, x: Any) -> sp.Expr:
        """Density at x."""
        return sp.exp(-((x - self.mean) ** 2) / (2 * self.scale**2)) / (self.scale * sp.sqrt(2 * sp.pi))

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        return sp.erfc((self.mean - x) / (sp.sqrt(2) * self.scale)) / 2

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr | None:
        if self.mean == 0:
            return self.scale**n * 2 ** (n / 2) * sp.gamma((n + 1) / 2) / sp.sqrt(sp.pi)
        return self._raw_moment(int(n)) if n.is_Integer and n % 2 == 0 else None

    def _odd_moment(self, n: int) -> sp.Expr:
        return self._raw_moment(n)

    def _raw_moment(self, n: int) -> sp.Expr:
        terms = (
            sp.binomial(n, k) * sp.factorial2(k - 1) * self.scale**k * self.mean ** (n - k) for k in range(0, n + 1, 2)
        )
        return sp.Add(*terms)

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return self._number("mean") + self._number("scale") * rng.standard_normal(shape)
