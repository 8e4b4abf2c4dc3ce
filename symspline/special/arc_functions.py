"""Two functions of angles whose plain forms cancel when the angle is small.

Each has a definition in plain SymPy terms, an mpmath routine at the working precision, and a float64 kernel in
:mod:`symspline.special.arc_function_arrays`.
"""

from typing import Any

from mpmath import mp
from sympy import Expr, S, atan2, cos, sin
from sympy.core.function import ArgumentIndexError

from symspline.special.stable_function import StableFunction


class _ArcFunction(StableFunction):
    _kernel_module = "symspline.special.arc_function_arrays"

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


class arc_cosine_sum(_ArcFunction):
    """The function ``N + (π - θ) D`` with ``θ = atan2(N, D)``, for N >= 0 and real D, not both zero.

    It is ``√(N² + D²) (sin φ - φ cos φ)`` with ``φ = π - θ``, of third order in φ where the two terms cancel.

    Example:
        >>> from symspline.special import arc_cosine_sum
        >>> arc_cosine_sum(1, -1000).n(15)
        3.33333133333476e-7
    """

    def definition(self) -> Expr:
        """Return ``N + atan2(N, -D) D``."""
        across, along = self.args
        return across + atan2(across, -along) * along

    def fdiff(self, argindex: int = 1) -> Expr:
        """Return the derivative in N or in D."""
        across, along = self.args
        square = across**2 + along**2
        if argindex == 1:
            return across**2 / square
        if argindex == 2:
            return atan2(across, -along) + across * along / square
        raise ArgumentIndexError(self, argindex)

    @staticmethod
    def _mp(across: Any, along: Any) -> Any:
        lost = max(0, mp.mag(along) - mp.mag(across)) if across else 0
        with mp.extraprec(10 + 3 * lost):
            return across + mp.atan2(across, -along) * along


mp_angle_minus_sine = angle_minus_sine._mp
mp_arc_cosine_sum = arc_cosine_sum._mp
