"""The scaled Bessel function and the running integral of another."""

from __future__ import annotations

from typing import Any

from mpmath import mp
from sympy import Expr, Integral, S, besselk, exp, pi
from sympy.core.function import ArgumentIndexError
from sympy.core.symbol import Dummy

from symspline.special.stable_function import StableFunction


class scaled_bessel_k(StableFunction):
    """The scaled modified Bessel function ``exp(x) K_ν(x)``."""

    latex_name = r"e^{\cdot}K"

    def definition(self) -> Expr:
        """Return ``exp(x) K_ν(x)``."""
        nu, x = self.args
        return exp(x) * besselk(nu, x)

    def fdiff(self, argindex: int = 2) -> Expr:
        """Return the derivative in x."""
        if argindex != 2:
            raise ArgumentIndexError(self, argindex)
        nu, x = self.args
        return self - (scaled_bessel_k(nu - 1, x) + scaled_bessel_k(nu + 1, x)) / 2

    @staticmethod
    def _mp(nu: Any, x: Any) -> Any:
        if x > 1e6:
            # exp(x) K would cost as many digits as x has: K_nu is a confluent function of 2x.
            return mp.sqrt(mp.pi) * (2 * x) ** nu * mp.hyperu(nu + mp.mpf(1) / 2, 2 * nu + 1, 2 * x)
        return mp.exp(x) * mp.besselk(nu, x)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        nu, x = (printer._print(a) for a in self.args)
        body = rf"e^{{{x}}}K_{{{nu}}}\left({x}\right)"
        return body if exp is None else rf"\left({body}\right)^{{{exp}}}"


class bessel_k0_integral(StableFunction):
    """The integral ``∫_0^x K_0(t) dt``, π/2 at infinity."""

    latex_name = r"\operatorname{Ki}"

    @classmethod
    def eval(cls, x: Expr) -> Expr | None:
        """Return the values at 0 and at infinity."""
        if x.is_zero:
            return S.Zero
        return pi / 2 if x is S.Infinity else None

    def definition(self) -> Expr:
        """Return the defining integral."""
        t = Dummy("t", positive=True)
        return Integral(besselk(0, t), (t, 0, self.args[0]))

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return ``K_0(x)``."""
        return besselk(0, self.args[0])

    @staticmethod
    def _mp(x: Any) -> Any:
        if x > 2:
            return mp.pi / 2 - mp.quad(lambda t: mp.exp(-x * mp.cosh(t)) / mp.cosh(t), mp.linspace(0, 8, 9))
        with mp.extraprec(10):
            half, total, k = x / 2, mp.zero, 0
            while True:
                term = 2 * half ** (2 * k + 1) / mp.factorial(k) ** 2 / (2 * k + 1)
                term *= mp.psi(0, k + 1) - mp.log(half) + mp.one / (2 * k + 1)
                total += term
                k += 1
                if abs(term) <= mp.eps * abs(total):
                    return total


mp_scaled_bessel_k = scaled_bessel_k._mp
mp_bessel_k0_integral = bessel_k0_integral._mp
