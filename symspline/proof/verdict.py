"""The words a check may end with."""

from enum import Enum
from functools import total_ordering


@total_ordering
class Verdict(Enum):
    """How strongly a statement is established, from weak to strong.

    - `REFUTED`: a counterexample was found.
    - `UNDECIDED`: no check could reach the statement; never a pass.
    - `ARGUED`: what is checked does not reach the statement; the rest is an argument in words, which is given.
    - `SAMPLED`: floating-point numbers or statistics agree at sample points.
    - `ENCLOSED`: rigorous balls contain the difference at 32 sample points or more. A certificate at those points only.
    - `PROVED`: the kernel shows every step, for all values that the hypotheses allow.

    Example:
        >>> min(Verdict.PROVED, Verdict.SAMPLED).value
        'sampled'
    """

    REFUTED = "refuted"
    UNDECIDED = "undecided"
    ARGUED = "argued"
    SAMPLED = "sampled"
    ENCLOSED = "enclosed"
    PROVED = "proved"

    @property
    def holds(self) -> bool:
        """Whether the statement may be used: argued, sampled, enclosed or proved."""
        return self not in (Verdict.REFUTED, Verdict.UNDECIDED)

    @classmethod
    def _missing_(cls, value: object) -> None:
        raise ValueError(f"verdict is {value!r}; give one of {', '.join(word.value for word in cls)}")

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Verdict):
            return NotImplemented
        order = list(Verdict)
        return order.index(self) < order.index(other)

    def __str__(self) -> str:
        return self.value
