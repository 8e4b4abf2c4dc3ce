"""Two functions of an angle whose plain forms cancel when the angle is small.

Both are functions of :mod:`symspline.special`'s kind: a definition in plain SymPy terms, an mpmath routine at the
working precision, and a float64 kernel in :mod:`symspline.arc_function_arrays`.
"""

from typing import Any

from mpmath import mp
from sympy import Expr, S, cos, sin
from sympy.core.function import ArgumentIndexError

from symspline.special import StableFunction


class _ArcFunction(StableFunction):
    _kernel_module = "symspline.arc_function_arrays"

    def _mpmathcode(self, printer: Any) -> str:
        name = printer._module_format(f"symspline.arc_functions.mp_{type(self).__name__}")
        return f"{name}({', '.join(printer._print(a) for a in self.args)})"

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        body = rf"\left({printer._print(self.definition())}\right)"
        return body if exp is None else f"{body}^{{{exp}}}"

    @classmethod
    def eval(cls, angle: Expr) -> Expr | None:
        """Return the value at 0."""
        return S.Zero if angle.is_zero else None

    def _eval_is_real(self) -> bool | None:
        return True if self.args[0].is_real else None


class angle_minus_sine(_ArcFunction):
    """The function ``φ - sin φ``.

    Example:
        >>> from symspline.arc_functions import angle_minus_sine
        >>> angle_minus_sine(0), angle_minus_sine(1).n(15)
        (0, 0.158529015192103)
    """

    def definition(self) -> Expr:
        """Return ``φ - sin φ``."""
        angle = self.args[0]
        return angle - sin(angle)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return ``1 - cos φ``."""
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return 1 - cos(self.args[0])

    @staticmethod
    def _mp(angle: Any) -> Any:
        with mp.extraprec(10 + 3 * max(0, -mp.mag(angle))):
            return angle - mp.sin(angle)


class sine_minus_angle_cosine(_ArcFunction):
    """The function ``sin φ - φ cos φ``; the arc-cosine kernel of order one is this of ``φ = π - θ``.

    Example:
        >>> from symspline.arc_functions import sine_minus_angle_cosine
        >>> sine_minus_angle_cosine(1).n(15)
        0.301168678939757
    """

    def definition(self) -> Expr:
        """Return ``sin φ - φ cos φ``."""
        angle = self.args[0]
        return sin(angle) - angle * cos(angle)

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return ``φ sin φ``."""
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return self.args[0] * sin(self.args[0])

    @staticmethod
    def _mp(angle: Any) -> Any:
        with mp.extraprec(10 + 3 * max(0, -mp.mag(angle))):
            return mp.sin(angle) - angle * mp.cos(angle)


mp_angle_minus_sine = angle_minus_sine._mp
mp_sine_minus_angle_cosine = sine_minus_angle_cosine._mp
