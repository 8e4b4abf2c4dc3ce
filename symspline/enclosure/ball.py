"""A real ball: a midpoint and a radius that together enclose the true value."""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb


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
