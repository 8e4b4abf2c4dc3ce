"""Student's law."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter


@dataclass(frozen=True, repr=False)
class StudentT(Law):
    r"""Student's law, density ``C (1 + x^2/(nu scale^2))^(-(nu+1)/2)``.

    ``C = Gamma((nu+1)/2) / (sqrt(nu pi) Gamma(nu/2) scale)``.

    Args:
        scale: positive; the variance is ``scale^2 nu/(nu-2)``, infinite for ``nu <= 2``.
        nu: degrees of freedom, positive; 1 is the Cauchy law.

    Example:
        >>> StudentT(1, 3).variance
        3
    """

    scale: Parameter
    nu: Parameter

    scale_symbols = (("scale", "sigma"),)
    _even = True
    support = sp.S.Reals

    def density(self, x: Any) -> sp.Expr:
        """Density at x."""
        ν, p = self.nu, (self.nu + 1) / 2
        constant = sp.gamma(p) / (sp.sqrt(ν * sp.pi) * sp.gamma(ν / 2) * self.scale)
        return constant * (1 + x**2 / (ν * self.scale**2)) ** (-p)

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        ν, half = self.nu, sp.Rational(1, 2)
        series = sp.hyper((half, (ν + 1) / 2), (3 * half,), -(x**2) / (ν * self.scale**2))
        return half + x * self.density(0) * series

    def cdf_array(self, x: np.ndarray | float) -> np.ndarray:
        """``P(X <= x)`` in float64; the shape of ``x``."""
        # scipy's 2F1 loses digits in the tails, where this has its own expansion.
        from scipy.special import stdtr  # a theorem is printed without SciPy

        return np.asarray(stdtr(self._number("nu"), np.asarray(x, dtype=float) / self._number("scale")))

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        ν = self.nu
        finite = self.scale**n * ν ** (n / 2) * sp.gamma((n + 1) / 2) * sp.gamma((ν - n) / 2)
        finite /= sp.sqrt(sp.pi) * sp.gamma(ν / 2)
        # The moment exists below nu only; the Gamma function alone would continue it to negative numbers.
        return sp.Piecewise((finite, n < ν), (sp.oo, True)) if n.is_extended_nonnegative and n != 0 else finite

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return self._number("scale") * rng.standard_t(self._number("nu"), shape)
