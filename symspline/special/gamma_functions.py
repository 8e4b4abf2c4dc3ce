"""Incomplete gamma functions that stay whole, and the exponential integral."""

from __future__ import annotations

from typing import Any

from mpmath import mp
from sympy import Expr, Integer, S, exp, expint, lowergamma
from sympy.core.function import ArgumentIndexError

from symspline.special.stable_function import StableFunction


class exp_integral(StableFunction):
    """The exponential integral ``E_1(x) = ∫_x^∞ exp(-t)/t dt`` for x > 0."""

    latex_name = r"\mathrm{E}_1"

    def definition(self) -> Expr:
        """Return ``expint(1, x)``."""
        return expint(1, self.args[0])

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return ``-exp(-x)/x``."""
        x = self.args[0]
        return -exp(-x) / x

    @staticmethod
    def _mp(x: Any) -> Any:
        return mp.e1(x)


class lower_gamma(StableFunction):
    """The lower incomplete gamma function ``γ(s, x)``, which stays whole for integer s.

    ``lower_gamma(1, x) = 1 - exp(-x)`` and ``lower_gamma(2, x) = 1 - (1+x) exp(-x)`` cancel for small x when written
    out, as ``sympy.lowergamma`` does on construction.
    """

    latex_name = r"\gamma"

    @classmethod
    def eval(cls, s: Expr, x: Expr) -> Expr | None:
        """Return the value at 0."""
        return S.Zero if x.is_zero and s.is_positive else None

    def definition(self) -> Expr:
        """Return ``γ(s, x)`` as SymPy writes it."""
        return lowergamma(*self.args)

    def fdiff(self, argindex: int = 2) -> Expr:
        """Return ``x^{s-1} exp(-x)``, the derivative in x."""
        if argindex != 2:
            raise ArgumentIndexError(self, argindex)
        s, x = self.args
        return x ** (s - 1) * exp(-x)

    @staticmethod
    def _mp(s: Any, x: Any) -> Any:
        return mp.gammainc(s, 0, x) if x > 1 else x**s * scaled_lower_gamma._mp(s, x)


class scaled_lower_gamma(StableFunction):
    """The entire function ``γ(s, x)/x^s = ∫_0^1 t^{s-1} exp(-x t) dt``, with the value ``1/s`` at 0."""

    latex_name = r"{\gamma^{\ast}}"

    @classmethod
    def eval(cls, s: Expr, x: Expr) -> Expr | None:
        """Return the value at 0."""
        return 1 / s if x.is_zero else None

    def definition(self) -> Expr:
        """Return ``γ(s, x)/x^s``."""
        s, x = self.args
        return lower_gamma(s, x).definition() / x**s

    def fdiff(self, argindex: int = 2) -> Expr:
        """Return ``-γ(s+1, x)/x^{s+1}``, the derivative in x."""
        if argindex != 2:
            raise ArgumentIndexError(self, argindex)
        s, x = self.args
        return -scaled_lower_gamma(s + 1, x)

    @staticmethod
    def _mp(s: Any, x: Any) -> Any:
        if x > 1:
            return mp.gammainc(s, 0, x) / x**s
        return mp.exp(-x) * mp.hyp1f1(1, s + 1, x) / s


def g1(x: Expr) -> Expr:
    """Return ``1 - exp(-x)`` as ``γ(1, x)``."""
    return lower_gamma(Integer(1), x)


def g2(x: Expr) -> Expr:
    """Return ``1 - (1+x) exp(-x)`` as ``γ(2, x)``."""
    return lower_gamma(Integer(2), x)


mp_exp_integral = exp_integral._mp
mp_lower_gamma = lower_gamma._mp
mp_scaled_lower_gamma = scaled_lower_gamma._mp
