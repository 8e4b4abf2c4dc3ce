"""Elementary functions whose plain forms cancel: of a ratio of scales near 1, and of an angle near 0.

The definitions and derivatives of the functions of a ratio are valid off 1.
"""

from typing import Any

from mpmath import mp
from sympy import Expr, Rational, S, atan2, cos, hyper, log, sin

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

    def _plain(self, z: Expr) -> Expr:
        return log(z) / (z - 1)

    def _slopes(self, z: Expr) -> tuple[Expr]:
        return ((1 / z - self) / (z - 1),)

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

    def _plain(self, z: Expr) -> Expr:
        return (z**2 - 1 - 2 * z * log(z)) / (z - 1) ** 3

    def _slopes(self, z: Expr) -> tuple[Expr]:
        return ((2 * log_ratio(z) * (z - 1) * -1 + 2 * (z - 1)) / (z - 1) ** 3 - 3 * self / (z - 1),)

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

    def _plain(self, z: Expr) -> Expr:
        return ((1 + z) * log(z) - 2 * (z - 1)) / (z - 1) ** 3

    def _slopes(self, z: Expr) -> tuple[Expr]:
        return ((log(z) + 1 / z - 1) / (z - 1) ** 3 - 3 * self / (z - 1),)

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

    def _plain(self, a: Expr, b: Expr, c: Expr, z: Expr) -> Expr:
        return hyper([a, b], [c], 1 - z)

    def _slopes(self, a: Expr, b: Expr, c: Expr, z: Expr) -> tuple[Expr | None, ...]:
        return None, None, None, -a * b / c * hyp2f1_complement(a + 1, b + 1, c + 1, z)

    @staticmethod
    def _mp(a: Any, b: Any, c: Any, z: Any) -> Any:
        return mp.hyp2f1(a, b, c, 1 - z)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        a, b, c, z = (printer._print(v) for v in (*self.args[:3], 1 - self.args[3]))
        body = rf"{{}}_2F_1\left({a}, {b}; {c}; {z}\right)"
        return body if exp is None else rf"{{{body}}}^{{{exp}}}"


class _ArcFunction(StableFunction):
    def _latex(self, printer: Any, exp: str | None = None) -> str:
        body = rf"\left({printer._print(self.definition())}\right)"
        return body if exp is None else f"{body}^{{{exp}}}"

    def _eval_is_real(self) -> bool | None:
        return True if all(a.is_real for a in self.args) else None


class angle_minus_sine(_ArcFunction):
    """The function ``φ - sin φ``.

    Example:
        >>> from symspline.special import angle_minus_sine
        >>> angle_minus_sine(0), angle_minus_sine(1).n(15)
        (0, 0.158529015192103)
    """

    @classmethod
    def eval(cls, angle: Expr) -> Expr | None:
        """Return the value at 0."""
        return S.Zero if angle.is_zero else None

    def _plain(self, angle: Expr) -> Expr:
        return angle - sin(angle)

    def _slopes(self, angle: Expr) -> tuple[Expr]:
        return (1 - cos(angle),)

    @staticmethod
    def _mp(angle: Any) -> Any:
        # What is left of φ is φ³/6: twice the leading zero bits of φ cancel.
        with mp.extraprec(10 + 3 * max(0, -mp.mag(angle))):
            return angle - mp.sin(angle)


class arc_cosine_sum(_ArcFunction):
    """The function ``N + (π - θ) D`` with ``θ = atan2(N, D)``, for N >= 0 and real D, not both zero.

    It is ``√(N² + D²) (sin φ - φ cos φ)`` with ``φ = π - θ``, of third order in φ where the two terms cancel.

    Example:
        >>> from symspline.special import arc_cosine_sum
        >>> arc_cosine_sum(1, -1000).n(15)
        3.33333133333476e-7
    """

    def _plain(self, across: Expr, along: Expr) -> Expr:
        return across + atan2(across, -along) * along

    def _slopes(self, across: Expr, along: Expr) -> tuple[Expr, Expr]:
        square = across**2 + along**2
        return across**2 / square, atan2(across, -along) + across * along / square

    @staticmethod
    def _mp(across: Any, along: Any) -> Any:
        lost = max(0, mp.mag(along) - mp.mag(across)) if across else 0
        with mp.extraprec(10 + 3 * lost):
            return across + mp.atan2(across, -along) * along
