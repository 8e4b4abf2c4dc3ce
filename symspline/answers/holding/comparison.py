"""One number beside the one it should be, and what came of all of them."""

from dataclasses import dataclass

CLOSE = 1e-8
"""Relative difference at which a value still agrees."""


@dataclass(frozen=True)
class Comparison:
    """One number of a formula beside the one it should be."""

    what: str
    found: float
    wanted: float
    tolerance: float = CLOSE
    """Relative to the larger of both."""
    floor: float = 1e-290
    """Absolute: what is no more than rounding."""
    identity: bool = False
    """Whether it holds for every law and needs no other value of the quantity."""

    @property
    def agrees(self) -> bool:
        """Whether the two are the same number within the tolerance."""
        size = max(abs(self.found), abs(self.wanted))
        return bool(self.found == self.wanted or abs(self.found - self.wanted) <= self.tolerance * size + self.floor)

    def __str__(self) -> str:
        return f"{self.what} is {self.found:.9g} where the laws give {self.wanted:.9g}"


@dataclass(frozen=True)
class Holding:
    """What came of holding a formula: every comparison, and why there was none where there was none."""

    comparisons: tuple[Comparison, ...]
    why_not: str = ""

    @property
    def failures(self) -> tuple[Comparison, ...]:
        """The comparisons that do not agree."""
        return tuple(c for c in self.comparisons if not c.agrees)

    @property
    def passed(self) -> bool:
        """Whether something was compared and everything agrees."""
        return bool(self.comparisons) and not self.failures
