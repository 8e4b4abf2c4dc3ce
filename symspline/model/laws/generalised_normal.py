"""The generalised normal law."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter


@dataclass(frozen=True, repr=False)
class GeneralisedNormal(Law):
    r"""The generalised normal law, density ``q exp(-(|x|/scale)^q) / (2 scale Gamma(1/q))``.

    Exponent 1 is Laplace(scale), 2 is Normal(scale/sqrt 2), and Uniform(scale) is the limit of large exponents.

    Args:
        scale: positive.
        q: exponent, positive.

    Example:
        >>> GeneralisedNormal(1, 2).variance
        1/2
    """

    scale: Parameter
    q: Parameter

    scale_symbols = (("scale", "alpha"),)
    _even = True
    support = sp.S.Reals

    @property
    def breaks(self) -> tuple[sp.Expr, ...]:
        """Zero, unless the exponent is an even integer."""
        return () if self.q.is_even else (sp.S.Zero,)

    def density(self, x: Any) -> sp.Expr:
        """Density at x."""
        return self.q * sp.exp(-((sp.Abs(x) / self.scale) ** self.q)) / (2 * self.scale * sp.gamma(1 / self.q))

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        mass = sp.lowergamma(1 / self.q, (sp.Abs(x) / self.scale) ** self.q) / sp.gamma(1 / self.q)
        return (1 + sp.sign(x) * mass) / 2

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        return self.scale**n * sp.gamma((n + 1) / self.q) / sp.gamma(1 / self.q)

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        # (|X|/scale)^q has the Gamma(1/q) law.
        q = self._number("q")
        size = self._number("scale") * rng.gamma(1 / q, size=shape) ** (1 / q)
        return np.where(rng.random(shape) < 0.5, -size, size)
