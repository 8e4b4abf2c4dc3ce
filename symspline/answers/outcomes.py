"""Integrals for which no closed form was found, remembered on disk so that nobody waits for SymPy twice.

One small file an integral: how long SymPy was given, and whether it had finished. No expression is stored, and what is
read decides nothing but whether SymPy is asked; a file that does not read so is none.
"""

from dataclasses import asdict, dataclass
from hashlib import sha256

import sympy as sp

from symspline import cache

MOST_SECONDS = 1e9
"""Above this a number of seconds is none that was given."""


@dataclass(frozen=True)
class Outcome:
    """That an integral has no closed form, as far as was looked.

    Args:
        seconds: processor time that SymPy was given.
        finished: whether it had ended by itself, so that more time finds no more.
    """

    seconds: float
    finished: bool

    def serves(self, seconds: float) -> bool:
        """Whether asking for some seconds would tell no more."""
        return self.finished or seconds <= self.seconds


def recall(integral: sp.Integral) -> Outcome | None:
    """What is known of an integral; None where nothing is."""
    read = cache.read(_name(integral))
    if not isinstance(read, dict) or set(read) != {"seconds", "finished"}:
        return None
    seconds, finished = read["seconds"], read["finished"]
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 <= seconds <= MOST_SECONDS
    return Outcome(float(seconds), finished) if is_number and isinstance(finished, bool) else None


def remember(integral: sp.Integral, outcome: Outcome) -> None:
    """Keep an outcome."""
    cache.write(_name(integral), asdict(outcome))


def _name(integral: sp.Integral) -> str:
    # A dummy symbol has another number in every process; its name and assumptions tell what it is.
    # Sorted, since SymPy below 1.14 prints them in the order in which they are given.
    names = {
        d: sp.Symbol(f"{d.name} (dummy)", **dict(sorted(d.assumptions0.items()))) for d in integral.atoms(sp.Dummy)
    }
    return f"outcome-{sha256(sp.srepr(integral.xreplace(names)).encode()).hexdigest()[:40]}"
