"""Laws with a density on an interval around zero."""

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


@dataclass(frozen=True, repr=False)
class TruncatedNormal(Law):
    r"""A normal law conditioned on ``|x| <= cut * scale``.

    Density ``exp(-x^2/(2 scale^2)) / (scale sqrt(2 pi) erf(cut/sqrt 2))``.

    Args:
        scale: standard deviation of the normal law BEFORE it is cut; afterwards it is smaller (0.8796 scale for cut 2).
        cut: where it is cut, in units of the scale, positive.

    Example:
        >>> round(float(sp.sqrt(TruncatedNormal(1).variance)), 12)
        0.879625661034
    """

    scale: Parameter
    cut: Parameter = 2

    scale_symbols = (("scale", "sigma"),)
    _even = True

    @property
    def support(self) -> sp.Set:
        """``[-cut scale, cut scale]``."""
        return sp.Interval(-self.cut * self.scale, self.cut * self.scale)

    @property
    def mass(self) -> sp.Expr:
        """Probability that the uncut normal law gives to the support."""
        return sp.erf(self.cut / sp.sqrt(2))

    def density(self, x: Any) -> sp.Expr:
        """Density at a point of the support."""
        return sp.exp(-(x**2) / (2 * self.scale**2)) / (self.scale * sp.sqrt(2 * sp.pi) * self.mass)

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        return (1 + sp.erf(x / (sp.sqrt(2) * self.scale)) / self.mass) / 2

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        part = sp.lowergamma((n + 1) / 2, self.cut**2 / 2)
        return self.scale**n * 2 ** (n / 2) * part / (sp.sqrt(sp.pi) * self.mass)

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        from scipy.special import erf, erfinv  # a theorem is printed without SciPy

        # By erf, which is odd: the normal distribution function is near one on the right and loses digits there.
        u = rng.uniform(-1.0, 1.0, shape)
        return self._number("scale") * np.sqrt(2) * erfinv(u * erf(self._number("cut") / np.sqrt(2)))
