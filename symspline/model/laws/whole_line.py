"""Laws with a density on the whole line."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symspline.model.laws.base import Law
from symspline.model.parameter import Parameter, expression
from symspline.numerics.arguments import real_array


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

    @property
    def _even(self) -> bool:
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

    def _raw_moment(self, n: int) -> sp.Expr:
        # Of the centred part only the even moments are not zero.
        mean, scale = self.mean, self.scale
        return sp.Add(
            *(sp.binomial(n, k) * sp.factorial2(k - 1) * scale**k * mean ** (n - k) for k in range(0, n + 1, 2))
        )

    _odd_moment = _raw_moment

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return self._number("mean") + self._number("scale") * rng.standard_normal(shape)


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

    def density(self, x: Any) -> sp.Expr:
        """Density at x."""
        return 1 / (4 * self.scale * sp.cosh(x / (2 * self.scale)) ** 2)

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        return (1 + sp.tanh(x / (2 * self.scale))) / 2

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        return 2 * self.scale**n * sp.gamma(n + 1) * sp.dirichlet_eta(n)

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return rng.logistic(0.0, self._number("scale"), shape)


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

    def density(self, x: Any) -> sp.Expr:
        """Density at x."""
        ν, p = self.nu, (self.nu + 1) / 2
        if self._is_nearly_normal:
            constant = 1 / (sp.sqrt(ν) * sp.beta(sp.Rational(1, 2), ν / 2) * self.scale)
        else:
            constant = sp.gamma(p) / (sp.sqrt(ν * sp.pi) * sp.gamma(ν / 2) * self.scale)
        return constant * (1 + x**2 / (ν * self.scale**2)) ** (-p)

    @property
    def _is_nearly_normal(self) -> bool:
        """Whether SymPy would write out a Gamma function of so many degrees of freedom digit by digit."""
        return bool(self.nu.is_number and self.nu > 1000)

    def _cdf(self, x: sp.Expr) -> sp.Expr:
        ν, half = self.nu, sp.Rational(1, 2)
        series = sp.hyper((half, (ν + 1) / 2), (3 * half,), -(x**2) / (ν * self.scale**2))
        return half + x * self.density(0) * series

    def cdf_array(self, x: np.ndarray | float) -> np.ndarray:
        """``P(X <= x)`` in float64; the shape of ``x``."""
        # scipy's 2F1 loses digits in the tails, where this has its own expansion.
        from scipy.special import stdtr  # a theorem is printed without SciPy

        with np.errstate(over="ignore"):
            return np.asarray(stdtr(self._number("nu"), real_array("x", x) / self._number("scale")))

    def _absolute_moment(self, n: sp.Expr) -> sp.Expr:
        ν = self.nu
        if self._is_nearly_normal:
            half = sp.Rational(1, 2)
            ratio = sp.beta((n + 1) / 2, (ν - n) / 2) / sp.beta(half, ν / 2)
            return self.scale**n * ν ** (n / 2) * ratio if n < ν else sp.oo
        finite = self.scale**n * ν ** (n / 2) * sp.gamma((n + 1) / 2) * sp.gamma((ν - n) / 2)
        finite /= sp.sqrt(sp.pi) * sp.gamma(ν / 2)
        # The moment exists below nu only; the Gamma function alone would continue it to negative numbers.
        return sp.Piecewise((finite, n < ν), (sp.oo, True)) if n.is_extended_nonnegative and n != 0 else finite

    def _sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        return self._number("scale") * rng.standard_t(self._number("nu"), shape)


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
    _kinks = (sp.S.Zero,)

    @property
    def _sizes(self) -> tuple[str, ...]:
        return ()  # both belong to the logarithm

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
        x = expression(x, "x")
        return sp.S.Zero if x == 0 else sp.Piecewise((self.density(x), sp.Ne(x, 0)), (0, True))

    def pdf_array(self, x: np.ndarray | float) -> np.ndarray:
        """The density in float64; the shape of ``x``."""
        x = real_array("x", x)
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
