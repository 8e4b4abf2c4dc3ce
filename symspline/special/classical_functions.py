"""Error, gamma and Bessel functions in the forms that neither overflow nor cancel."""

from typing import Any

from mpmath import mp
from sympy import Expr, Integral, S, besselk, erf, erfc, exp, expint, lowergamma, pi, sqrt
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

    def _plain(self, x: Expr) -> Expr:
        return exp(x**2) * erfc(x)

    def _slopes(self, x: Expr) -> tuple[Expr]:
        return (2 * x * self - 2 / sqrt(pi),)

    @staticmethod
    def _mp(x: Any) -> Any:
        if x > 4:
            # erfc underflows where exp overflows; Tricomi's function is their product and stays of order 1/x.
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

    def _plain(self, h: Expr, a: Expr) -> Expr:
        t = Dummy("t", real=True)
        return Integral(exp(-(h**2) * (1 + t**2) / 2) / (1 + t**2), (t, 0, a)) / (2 * pi)

    def _slopes(self, h: Expr, a: Expr) -> tuple[Expr, Expr]:
        by_h = -exp(-(h**2) / 2) * erf(a * h / sqrt(2)) / (2 * sqrt(2 * pi))
        return by_h, exp(-(h**2) * (1 + a**2) / 2) / (2 * pi * (1 + a**2))

    @staticmethod
    def _mp(h: Any, a: Any) -> Any:
        value = mp.quad(lambda t: mp.exp(-h * h * (1 + t * t) / 2) / (1 + t * t), mp.linspace(0, a, 9))
        return value / (2 * mp.pi)


class exp_integral(StableFunction):
    """The exponential integral ``E_1(x) = ∫_x^∞ exp(-t)/t dt`` for x > 0."""

    latex_name = r"\mathrm{E}_1"

    def _plain(self, x: Expr) -> Expr:
        return expint(1, x)

    def _slopes(self, x: Expr) -> tuple[Expr]:
        return (-exp(-x) / x,)

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

    def _plain(self, s: Expr, x: Expr) -> Expr:
        return lowergamma(s, x)

    def _slopes(self, s: Expr, x: Expr) -> tuple[None, Expr]:
        return None, x ** (s - 1) * exp(-x)

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

    def _plain(self, s: Expr, x: Expr) -> Expr:
        return lowergamma(s, x) / x**s

    def _slopes(self, s: Expr, x: Expr) -> tuple[None, Expr]:
        return None, -scaled_lower_gamma(s + 1, x)

    @staticmethod
    def _mp(s: Any, x: Any) -> Any:
        if x > 1:
            return mp.gammainc(s, 0, x) / x**s
        # Kummer's transformation: a series of positive terms, where that of γ alternates.
        return mp.exp(-x) * mp.hyp1f1(1, s + 1, x) / s


class scaled_bessel_k(StableFunction):
    """The scaled modified Bessel function ``exp(x) K_ν(x)``."""

    latex_name = r"e^{\cdot}K"

    def _plain(self, nu: Expr, x: Expr) -> Expr:
        return exp(x) * besselk(nu, x)

    def _slopes(self, nu: Expr, x: Expr) -> tuple[None, Expr]:
        return None, self - (scaled_bessel_k(nu - 1, x) + scaled_bessel_k(nu + 1, x)) / 2

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

    def _plain(self, x: Expr) -> Expr:
        t = Dummy("t", positive=True)
        return Integral(besselk(0, t), (t, 0, x))

    def _slopes(self, x: Expr) -> tuple[Expr]:
        return (besselk(0, x),)

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
