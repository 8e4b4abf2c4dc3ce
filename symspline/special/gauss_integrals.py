"""Two integrals of the exponential of a quadratic, whose error-function forms cancel or overflow."""

from typing import Any

from mpmath import mp
from sympy import Expr, S, erfc, exp, factorial, pi, sqrt

from symspline.special.stable_function import StableFunction


class _GaussIntegral(StableFunction):
    def _eval_is_positive(self) -> bool | None:
        return True if all(a.is_nonnegative for a in self.args) else None


class gauss_laplace_integral(_GaussIntegral):
    """The integral ``∫_0^∞ r^n exp(-A r² - B r) dr`` for a whole number n and A, B >= 0, not both zero.

    Example:
        >>> from symspline.special import gauss_laplace_integral
        >>> gauss_laplace_integral(3, 0, 2), gauss_laplace_integral(1, 1, 1).n(15)
        (3/8, 0.227179319617476)
    """

    latex_name = r"\mathrm{L}"

    @classmethod
    def eval(cls, n: Expr, A: Expr, B: Expr) -> Expr | None:
        """Return the value without the square."""
        return factorial(n) / B ** (n + 1) if A.is_zero else None

    def _plain(self, n: Expr, A: Expr, B: Expr) -> Expr:
        # By integrating by parts n times.
        lower, value = S.Zero, sqrt(pi / A) / 2 * exp(B**2 / (4 * A)) * erfc(B / (2 * sqrt(A)))
        for k in range(int(n)):
            boundary = S.One if k == 0 else k * lower
            lower, value = value, (boundary - B * value) / (2 * A)
        return value

    def _slopes(self, n: Expr, A: Expr, B: Expr) -> tuple[None, Expr, Expr]:
        return None, -gauss_laplace_integral(n + 2, A, B), -gauss_laplace_integral(n + 1, A, B)

    @staticmethod
    def _mp(n: Any, A: Any, B: Any) -> Any:
        if A == 0:
            return mp.factorial(n) / B ** (n + 1)
        half = mp.mpf(n + 1) / 2
        return mp.factorial(n) * (4 * A) ** -half * mp.hyperu(half, mp.mpf(1) / 2, B * B / (4 * A))


class reciprocal_gauss_integral(_GaussIntegral):
    """The integral ``∫_0^{1/c} exp(-a² r² - b²/r²) dr`` for a, b, c >= 0, a and c not both zero.

    Example:
        >>> from symspline.special import reciprocal_gauss_integral
        >>> reciprocal_gauss_integral(1, 0, 0), reciprocal_gauss_integral(1, 1, 1).n(15)
        (sqrt(pi)/2, 0.0446530917905516)
    """

    latex_name = r"\mathrm{G}"

    @classmethod
    def eval(cls, a: Expr, b: Expr, c: Expr) -> Expr | None:
        """Return the value at ``c = 0``, over the whole half-line."""
        return sqrt(pi) * exp(-2 * a * b) / (2 * a) if c.is_zero and a.is_positive else None

    def _plain(self, a: Expr, b: Expr, c: Expr) -> Expr:
        if a.is_zero:
            return exp(-((b * c) ** 2)) / c - sqrt(pi) * b * erfc(b * c)
        near, far = exp(-2 * a * b) * erfc(b * c - a / c), exp(2 * a * b) * erfc(b * c + a / c)
        return sqrt(pi) * (near - far) / (4 * a)

    @staticmethod
    def _mp(a: Any, b: Any, c: Any) -> Any:
        if c == 0:
            return mp.sqrt(mp.pi) * mp.exp(-2 * a * b) / (2 * a)
        x, y = a / c, b * c
        if x == 0:
            with mp.extraprec(20 + 2 * max(0, mp.mag(y))):
                return (mp.exp(-y * y) - mp.sqrt(mp.pi) * y * mp.erfc(y)) / c
        # The two terms agree to about x in x, and their ratio to 1/y in y.
        with mp.extraprec(20 + 2 * max(0, -mp.mag(x)) + 2 * max(0, mp.mag(y)) + 2 * max(0, mp.mag(x))):
            near, far = mp.exp(-2 * x * y) * mp.erfc(y - x), mp.exp(2 * x * y) * mp.erfc(y + x)
            return mp.sqrt(mp.pi) * (near - far) / (4 * x * c)
