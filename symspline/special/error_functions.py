"""The scaled complementary error function and Owen's function."""

from __future__ import annotations

from typing import Any

from mpmath import mp
from sympy import Expr, Integral, S, erf, erfc, exp, pi, sqrt
from sympy.core.symbol import Dummy

from symspline.special.stable_function import StableFunction


class erfcx(StableFunction):
    """The scaled complementary error function ``exp(x²) erfc(x)``.

    Example:
        >>> from symspline.special import erfcx
        >>> erfcx(0), erfcx(1).n(15)
        (1, 0.427583576155807)
    """

    latex_name = r"\operatorname{erfcx}"
    _kernel_module = "scipy.special"

    @classmethod
    def eval(cls, x: Expr) -> Expr | None:
        """Return the value at 0."""
        return S.One if x.is_zero else None

    def definition(self) -> Expr:
        """Return ``exp(x²) erfc(x)``."""
        x = self.args[0]
        return exp(x**2) * erfc(x)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return ``2 x erfcx(x) - 2/√π``."""
        return 2 * self.args[0] * self - 2 / sqrt(pi)

    @staticmethod
    def _mp(x: Any) -> Any:
        if x > 4:
            return mp.hyperu(mp.mpf(1) / 2, mp.mpf(1) / 2, x * x) / mp.sqrt(mp.pi)
        return mp.exp(x * x) * mp.erfc(x)

    def _eval_is_positive(self) -> bool | None:
        return self.args[0].is_real


class owens_t(StableFunction):
    """Owen's function ``T(h, a) = ∫_0^a exp(-h²(1+t²)/2)/(1+t²) dt / (2π)``."""

    latex_name = r"\operatorname{T}"
    _kernel_module = "scipy.special"

    @classmethod
    def eval(cls, h: Expr, a: Expr) -> Expr | None:
        """Return the value at ``a = 0``."""
        return S.Zero if a.is_zero else None

    def definition(self) -> Expr:
        """Return the defining integral."""
        h, a = self.args
        t = Dummy("t", real=True)
        return Integral(exp(-(h**2) * (1 + t**2) / 2) / (1 + t**2), (t, 0, a)) / (2 * pi)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return the derivative in h or in a."""
        h, a = self.args
        if argindex == 1:
            return -exp(-(h**2) / 2) * erf(a * h / sqrt(2)) / (2 * sqrt(2 * pi))
        return exp(-(h**2) * (1 + a**2) / 2) / (2 * pi * (1 + a**2))

    @staticmethod
    def _mp(h: Any, a: Any) -> Any:
        value = mp.quad(lambda t: mp.exp(-h * h * (1 + t * t) / 2) / (1 + t * t), mp.linspace(0, a, 9))
        return value / (2 * mp.pi)


mp_erfcx = erfcx._mp
mp_owens_t = owens_t._mp
