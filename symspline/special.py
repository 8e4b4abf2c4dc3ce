"""Functions that SymPy lacks, in forms that neither overflow nor cancel.

Each is a small SymPy class. ``definition()`` (and ``doit()``) returns the same function in plain SymPy terms; ``_mp``
evaluates it with mpmath at the working precision; ``lambdify`` finds the float64 kernel
(:mod:`symspline.special_arrays`) and the mpmath one without extra dictionaries.
"""

# SymPy annotates results as Basic, flint has no stubs: these reports speak of their types, not of this file.
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportReturnType=false, reportGeneralTypeIssues=false, reportIndexIssue=false, reportAssignmentType=false

from __future__ import annotations

from typing import Any, ClassVar

import mpmath
from mpmath import mp
from sympy import (
    Expr,
    Function,
    Integer,
    Integral,
    Rational,
    S,
    besselk,
    erfc,
    exp,
    expint,
    hyper,
    log,
    pi,
    sqrt,
)
from sympy.core.function import ArgumentIndexError
from sympy.core.symbol import Dummy

__all__ = [
    "StableFunction",
    "bessel_k0_integral",
    "erfcx",
    "exp_integral",
    "g1",
    "g2",
    "hyp2f1_complement",
    "log_ratio",
    "lower_gamma",
    "owens_t",
    "scaled_bessel_k",
    "scaled_lower_gamma",
    "student3_breakpoint",
    "student3_zeta",
]


class StableFunction(Function):
    """A function with a definition in plain SymPy terms and stable evaluations of its own."""

    kernel: ClassVar[str] = ""
    latex_name: ClassVar[str] = ""

    def definition(self) -> Expr:
        """Return the same function in plain SymPy terms."""
        raise NotImplementedError

    @staticmethod
    def _mp(*args: Any) -> Any:
        raise NotImplementedError

    def doit(self, **hints: Any) -> Expr:
        """Return the definition, evaluated."""
        if hints.get("deep", True):
            return self.func(*(a.doit(**hints) for a in self.args)).definition().doit(**hints)
        return self.definition()

    def _eval_evalf(self, prec: int) -> Expr | None:
        if not all(a.is_number for a in self.args):
            return None
        with mpmath.workprec(prec + 20):
            value = self._mp(*(a._to_mpmath(prec + 20) for a in self.args))
            return Expr._from_mpmath(value, prec)

    def _eval_is_real(self) -> bool | None:
        return True if all(a.is_nonnegative for a in self.args) else None

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        name = self.latex_name if exp is None else f"{self.latex_name}^{{{exp}}}"
        return rf"{name}\left({', '.join(printer._print(a) for a in self.args)}\right)"

    def _numpycode(self, printer: Any) -> str:
        name = printer._module_format(f"{self._kernel_module}.{self.kernel or type(self).__name__}")
        return f"{name}({', '.join(printer._print(a) for a in self.args)})"

    _scipycode = _numpycode
    _kernel_module: ClassVar[str] = "symspline.special_arrays"

    def _mpmathcode(self, printer: Any) -> str:
        name = printer._module_format(f"symspline.special.mp_{type(self).__name__}")
        return f"{name}({', '.join(printer._print(a) for a in self.args)})"


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
        from sympy import lowergamma

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
        from sympy import erf

        h, a = self.args
        if argindex == 1:
            return -exp(-(h**2) / 2) * erf(a * h / sqrt(2)) / (2 * sqrt(2 * pi))
        return exp(-(h**2) * (1 + a**2) / 2) / (2 * pi * (1 + a**2))

    @staticmethod
    def _mp(h: Any, a: Any) -> Any:
        value = mp.quad(lambda t: mp.exp(-h * h * (1 + t * t) / 2) / (1 + t * t), mp.linspace(0, a, 9))
        return value / (2 * mp.pi)


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


mp_erfcx = erfcx._mp
mp_exp_integral = exp_integral._mp
mp_scaled_bessel_k = scaled_bessel_k._mp
mp_lower_gamma = lower_gamma._mp
mp_scaled_lower_gamma = scaled_lower_gamma._mp
mp_owens_t = owens_t._mp
mp_bessel_k0_integral = bessel_k0_integral._mp
mp_log_ratio = log_ratio._mp
mp_student3_breakpoint = student3_breakpoint._mp
mp_student3_zeta = student3_zeta._mp
mp_hyp2f1_complement = hyp2f1_complement._mp
