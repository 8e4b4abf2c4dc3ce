"""A real ball, which encloses a value by a midpoint and a radius; and what an expression is lowered to.

That is the ball of a number, or a closure of complex balls. The flag ``analytic`` of a closure follows the convention
of ``acb.integral``: when it is set, the closure returns a non-finite ball unless the function is analytic on the whole
argument.
"""

import copyreg
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from flint import acb, arb


def _parts(ball: arb) -> tuple[type[arb], tuple[Any, Any]]:
    """A finite ball as its exact midpoint and radius: FLINT does not say how one is copied or pickled."""
    return arb, (ball.mid().man_exp(), ball.rad().man_exp())


copyreg.pickle(arb, _parts)


class Undecided(ArithmeticError):
    """No rigorous enclosure could be made; the message says why."""


@dataclass(frozen=True)
class Ball:
    """An enclosure ``mid ± radius`` of a real number.

    Args:
        value: the Arb ball.

    Example:
        >>> from sympy import pi
        >>> from symspline.enclosure.enclose import enclose
        >>> ball = enclose(pi, {})
        >>> ball.radius < 1e-30, ball.contains(0)
        (True, False)
    """

    value: arb

    def __post_init__(self) -> None:
        """Refuse a ball that says nothing."""
        if not self.value.is_finite():
            raise Undecided("the enclosure is not finite")

    @property
    def mid(self) -> arb:
        """The exact midpoint."""
        return self.value.mid()

    @property
    def radius(self) -> float:
        """An upper bound of the distance from the midpoint, as a float."""
        return float(self.value.rad()) * (1 + 1e-15)

    @property
    def relative_radius(self) -> float:
        """The radius over the least absolute value in the ball; infinite where the ball holds 0."""
        least = self.value.abs_lower()
        if not least > 0:
            return float("inf")
        return float((self.value.rad() / least).upper())

    @property
    def contains_zero(self) -> bool:
        """Whether 0 lies in the ball."""
        return self.value.contains(0)

    def contains(self, number: object) -> bool:
        """Return whether the ball holds an exact number (int, Fraction-like or arb)."""
        return self.value.contains(number if isinstance(number, arb) else arb(number))  # type: ignore[arg-type]

    def __float__(self) -> float:
        return float(self.value.mid())

    def __str__(self) -> str:
        return str(self.value)


Env = Sequence[acb]
"""A ball for each slot."""
Slots = tuple[sp.Symbol, ...]
Lowered = Callable[[Env, bool], acb]
Lower = Callable[[sp.Basic, Slots], Any]
"""How a rule lowers the parts of its node; the answer is a ball or a closure."""
Rule = Callable[[Any, Slots, Lower], "acb | Lowered"]


def combine(function: Callable[..., acb], args: Sequence[acb | Lowered]) -> acb | Lowered:
    """Apply ``function(analytic, *balls)`` to lowered arguments, folding constants."""
    if all(isinstance(a, acb) for a in args):
        return function(False, *args)
    # The integrator calls a closure some 100 000 times: one and two arguments do without the general call.
    if len(args) == 1:
        only = args[0]
        return lambda env, analytic: function(analytic, only(env, analytic))  # type: ignore[operator]
    if len(args) == 2:
        first, second = args
        if isinstance(first, acb):
            return lambda env, analytic: function(analytic, first, second(env, analytic))  # type: ignore[operator]
        if isinstance(second, acb):
            return lambda env, analytic: function(analytic, first(env, analytic), second)
    callables = [(lambda env, analytic, v=a: v) if isinstance(a, acb) else a for a in args]
    return lambda env, analytic: function(analytic, *(f(env, analytic) for f in callables))
