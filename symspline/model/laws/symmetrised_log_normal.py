"""A log-normal size with a random sign."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter


@dataclass(frozen=True, repr=False)
class SymmetrisedLogNormal(Law):
    r"""``ln|x|`` is normal and the sign is a fair coin.

    Density ``exp(-(ln|x|-mean)^2/(2 sigma^2)) / (2 |x| sigma sqrt(2 pi))``.

    Args:
        mean: mean of ``ln|x|``, real.
        sigma: standard deviation of ``ln|x|``, positive.

    Example:
        >>> SymmetrisedLogNormal(0, 1).variance
        exp(2)
    """

    mean: Parameter
    sigma: Parameter

    scale_symbols = (("sigma", "sigma"),)
    _real_parameters = ("mean",)
    _even = True
    support = sp.S.Reals
    _kinks = (sp.S.Zero,)

    @property
    def centres(self) -> tuple[sp.Expr, ...]:
        """Zero; ``mean`` belongs to the logarithm."""
        return (sp.S.Zero,)

    @property
    def length(self) -> sp.Expr:
        """The median of ``|x|``."""
        return sp.exp(self.mean)

    def density(self, x: Any) -> sp.Expr:
        """Density at a point other than zero."""
        exponent = -((sp.log(sp.Abs(x)) - self.mean) ** 2) / (2 * self.sigma**2)
        return sp.exp(exponent) / (2 * sp.Abs(x) * self.sigma * sp.sqrt(2 * sp.pi))

    def pdf(self, x: Any) -> sp.Expr:
        """The density, with its limit 0 at zero."""
        x = sp.sympify(x, strict=True)
        return sp.S.Zero if x == 0 else sp.Piecewise((self.density(x), sp.Ne(x, 0)), (0, True))

    def pdf_array(self, x: np.ndarray | float) -> np.ndarray:
        """The density in float64; the shape of ``x``."""
        x = np.asarray(x, dtype=float)
        out = np.zeros(x.shape)
        out[x != 0] = self._density_function(x[x != 0])
        return out

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        if x == 0:
            return sp.Rational(1, 2)
        below = sp.erfc((self.mean - sp.log(sp.Abs(x))) / (sp.sqrt(2) * self.sigma)) / 2
        return sp.Piecewise(((1 + sp.sign(x) * below) / 2, sp.Ne(x, 0)), (sp.Rational(1, 2), True))

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        return sp.exp(n * self.mean + n**2 * self.sigma**2 / 2)

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        size = rng.lognormal(self._number("mean"), self._number("sigma"), shape)
        return np.where(rng.random(shape) < 0.5, -size, size)
