"""Functions of a ratio of scales, with a removable singularity where it is 1."""

from __future__ import annotations

from typing import Any

from mpmath import mp
from sympy import Expr, Rational, S, hyper, log
from sympy.core.function import ArgumentIndexError

from symspline.special.stable_function import StableFunction


def _mp_guarded(z: Any, numerator: Any, order: int, limit: Any) -> Any:
    """Divide by ``(z-1)^order`` at a precision that pays for the cancellation near 1."""
    gap = z - 1
    if gap == 0:
        return mp.mpf(limit.p) / limit.q
    with mp.extraprec(20 + order * max(0, -mp.mag(gap))):
        return numerator(z) / (z - 1) ** order


class log_ratio(StableFunction):
    """The function ``ln(z)/(z-1)``, 1 at ``z = 1``, for z > 0."""

    latex_name = r"\operatorname{lr}"
    at_one = Rational(1)

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """Return the limit at 1."""
        return cls.at_one if z == 1 else None

    def definition(self) -> Expr:
        """Return ``ln(z)/(z-1)``."""
        z = self.args[0]
        return log(z) / (z - 1)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return the derivative, valid off ``z = 1``."""
        z = self.args[0]
        return (1 / z - self) / (z - 1)

    @staticmethod
    def _mp(z: Any) -> Any:
        return _mp_guarded(z, mp.log, 1, log_ratio.at_one)


class student3_breakpoint(StableFunction):
    """The function ``(z² - 1 - 2 z ln z)/(z-1)³``, 1/3 at ``z = 1``, for z > 0 (Student-t, ν = 3; B12)."""

    latex_name = r"\Phi_0"
    at_one = Rational(1, 3)

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """Return the limits at 0 and 1."""
        if z.is_zero:
            return S.One
        return cls.at_one if z == 1 else None

    def definition(self) -> Expr:
        """Return the elementary form, undefined at ``z = 1``."""
        z = self.args[0]
        return (z**2 - 1 - 2 * z * log(z)) / (z - 1) ** 3

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return the derivative, valid off ``z = 1``."""
        z = self.args[0]
        return (2 * log_ratio(z) * (z - 1) * -1 + 2 * (z - 1)) / (z - 1) ** 3 - 3 * self / (z - 1)

    @staticmethod
    def _mp(z: Any) -> Any:
        return _mp_guarded(z, lambda u: u * u - 1 - 2 * u * mp.log(u), 3, student3_breakpoint.at_one)


class student3_zeta(StableFunction):
    """The function ``((1+z) ln z - 2(z-1))/(z-1)³``, 1/6 at ``z = 1``, for z > 0 (Student-t, ν = 3; B12)."""

    latex_name = r"\Phi_2"
    at_one = Rational(1, 6)

    @classmethod
    def eval(cls, z: Expr) -> Expr | None:
        """Return the limit at 1."""
        return cls.at_one if z == 1 else None

    def definition(self) -> Expr:
        """Return the elementary form, undefined at ``z = 1``."""
        z = self.args[0]
        return ((1 + z) * log(z) - 2 * (z - 1)) / (z - 1) ** 3

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return the derivative, valid off ``z = 1``."""
        z = self.args[0]
        return (log(z) + 1 / z - 1) / (z - 1) ** 3 - 3 * self / (z - 1)

    @staticmethod
    def _mp(z: Any) -> Any:
        return _mp_guarded(z, lambda u: (1 + u) * mp.log(u) - 2 * (u - 1), 3, student3_zeta.at_one)


class hyp2f1_complement(StableFunction):
    """The function ``₂F₁(a, b; c; 1-z)`` for ``c > b > 0`` and z > 0."""

    latex_name = r"{}_2F_1"

    @classmethod
    def eval(cls, a: Expr, b: Expr, c: Expr, z: Expr) -> Expr | None:
        """Return the value at ``z = 1``."""
        return S.One if z == 1 else None

    def definition(self) -> Expr:
        """Return the hypergeometric function as SymPy writes it."""
        a, b, c, z = self.args
        return hyper([a, b], [c], 1 - z)

    def fdiff(self, argindex: int = 4) -> Expr:
        """Return the derivative in z."""
        if argindex != 4:
            raise ArgumentIndexError(self, argindex)
        a, b, c, z = self.args
        return -a * b / c * hyp2f1_complement(a + 1, b + 1, c + 1, z)

    @staticmethod
    def _mp(a: Any, b: Any, c: Any, z: Any) -> Any:
        return mp.hyp2f1(a, b, c, 1 - z)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        a, b, c, z = (printer._print(v) for v in (*self.args[:3], 1 - self.args[3]))
        body = rf"{{}}_2F_1\left({a}, {b}; {c}; {z}\right)"
        return body if exp is None else rf"{{{body}}}^{{{exp}}}"


mp_log_ratio = log_ratio._mp
mp_student3_breakpoint = student3_breakpoint._mp
mp_student3_zeta = student3_zeta._mp
mp_hyp2f1_complement = hyp2f1_complement._mp
