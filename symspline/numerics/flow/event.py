"""What happened on the way of a gradient flow, and the error where it has more than one way to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """One change of a network on its way.

    Attributes:
        time: when.
        kind: ``"on"`` and ``"off"``, the breakpoint passes a datum and the neuron sees it from now on, or no longer;
            ``"slide"``, the breakpoint stays on the datum; ``"exit on"`` and ``"exit off"``, it leaves it again;
            ``"dies"``, the neuron sees no datum any more; ``"flip"``, its w changes sign with the breakpoint at
            infinity; ``"vanishes"``, its w and b are zero from now on; ``"grows"``, from zero they take the direction
            in which they grow fastest, as ``on_nonunique="active"`` says.
        neuron: which, as the caller counts.
        datum: which, as the caller counts; None for a flip and for a neuron with w = b = 0.
    """

    time: Any
    kind: str
    neuron: int
    datum: int | None


class NonUniqueFlow(ValueError):
    """A gradient flow with more than one continuation, where it was told to stop there.

    Attributes:
        time: when.
        neuron: whose.
        datum: at which; None where a neuron begins with w = b = 0.
        kind: ``"repels"``, both sides of the datum lead away from it; ``"revives"``, at its outermost datum the neuron
            may stay dead or not; ``"output weight zero"``, v vanishes on a datum; ``"collapse"``, w and b vanish;
            ``"touches"``, a speed is zero and does not tell the side.
        trajectory: the flow up to there.
    """

    def __init__(self, time: Any, neuron: int, datum: int | None, kind: str, trajectory: Any) -> None:
        place = f"neuron {neuron}" + (f" at x[{datum}]" if datum is not None else "")
        super().__init__(
            f"the flow is not unique from t = {float(time):.10g} on ({place}: {kind}); "
            'pass on_nonunique="active" or "inactive" to choose, or move the start'
        )
        self.time, self.neuron, self.datum, self.kind, self.trajectory = time, neuron, datum, kind, trajectory

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.time, self.neuron, self.datum, self.kind, self.trajectory)
