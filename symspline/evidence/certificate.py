"""A proof that a gradient flow lies in balls, event after event, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from flint import arb, ctx, fmpq

from symspline.enclosure.ball import Ball
from symspline.enclosure.flow.path import Doubt, Path
from symspline.numerics.arguments import exact_fraction, shown, whole_number
from symspline.numerics.flow.event import Event
from symspline.proof.verdict import Verdict

KINDS = ("on", "off", "slide", "exit on", "exit off", "dies", "flip", "vanishes")
"""What may happen to a neuron, in the words of `Event`."""


class NetworkBalls(NamedTuple):
    """Balls of a network's weights: tuples of H balls, and that of the output bias."""

    w: tuple[Ball, ...]
    b: tuple[Ball, ...]
    v: tuple[Ball, ...]
    b0: Ball


class ProvedFork(NamedTuple):
    """Where several curves go on, in the words of `NonUniqueFlow`; all the signs that say so are known."""

    time: Ball
    kind: str
    neuron: int
    datum: int | None


@dataclass(frozen=True, eq=False, repr=False)
class Certificate:
    """What is proved of a gradient flow; ``certificate(t)`` encloses the network at time t.

    The statement is: *up to `t_end` the flow exists, is unique and lies in the balls, and what happens is `events`, in
    this order and nothing else*. A neuron that has died stays dead, as in descent, whose relu has the slope 0 at 0.

    Attributes:
        events: what happens, each time a ball; those that an exact symmetry makes simultaneous have one ball.
        t_end: the time that was asked for.
        digits: decimal digits that were asked for.
        fork: where the flow is proved to have several continuations, else None.
        doubt: from when on nothing is proved, why, and at which neuron and datum; else None.
        bits: of the accuracy of a step that this took.
        path: the tubes.
        apart: the loss that stays between data of equal x.

    Example:
        >>> from symspline.evidence.certified_flow import certified_flow
        >>> found = certified_flow(([0.5], [0], [0.5], 0), [0, 1], [-1, 1], 1, train_b0=False)
        >>> found.verdict.value, found.radius < 1e-20, found(1).w[0].contains(0.75)
        ('proved', True, False)
        >>> found.loss_below(1, 0.6).value, found.happens("dies", 0).value
        ('proved', 'refuted')
    """

    events: tuple[Event, ...]
    t_end: Fraction
    digits: int
    fork: ProvedFork | None
    doubt: Doubt | None
    bits: int
    path: Path
    apart: Fraction

    @property
    def verdict(self) -> Verdict:
        """Of the statement: proved; refuted where the flow is proved not to be unique; undecided where `doubt` says."""
        if self.doubt is not None:
            return Verdict.UNDECIDED
        return Verdict.PROVED if self.fork is None else Verdict.REFUTED

    @property
    def radius(self) -> float:
        """The largest radius of the balls at the last time that is proved."""
        return float(self.path.radius) * (1 + 1e-15)

    def __repr__(self) -> str:
        if self.doubt is not None:
            where = _place(self.doubt.neuron, self.doubt.datum)
            how = f"undecided from t = {float(self.doubt.time):.6g}{where}: {self.doubt.reason}"
        elif self.fork is not None:
            where = _place(self.fork.neuron, self.fork.datum)
            how = f"proved not to be unique from t = {float(self.fork.time):.6g}{where}: {self.fork.kind}"
        else:
            how = f"proved up to t = {float(self.t_end):.6g}"
        return f"Certificate({how}; {len(self.events)} events, radius {self.radius:.1g})"

    def __call__(self, t: Any) -> NetworkBalls:
        """Balls of the network at time t.

        Args:
            t: an exact number from 0 to the last time that is proved.

        Raises:
            ValueError: t is not such a time.
        """
        *parts, b0 = self.path.weights(self._known(t))
        w, b, v = (tuple(map(Ball, part)) for part in parts)
        return NetworkBalls(w, b, v, Ball(b0))

    def loss(self, t: Any) -> Ball:
        """A ball of ``1/2 sum_n weight_n (f(x_n) - y_n)^2`` at time t, as `__call__` takes it."""
        at = self._known(t)
        with ctx.workprec(self.path.bits):
            return Ball(self.path.loss(at) + self._ball(self.apart))

    def loss_below(self, t: Any, bound: Any) -> Verdict:
        """Whether the loss at time t is below a bound: proved, refuted, or undecided.

        Args:
            t: an exact number from 0 to `t_end`.
            bound: an exact number.

        Raises:
            ValueError: t is beyond `t_end`, or one of them is no number.
        """
        t, bound = self._asked("t", t), self._ball(exact_fraction("bound", bound))
        if not self._reaches(t):
            return Verdict.UNDECIDED
        found = self.loss(t).value
        if found < bound:
            return Verdict.PROVED
        return Verdict.REFUTED if found >= bound else Verdict.UNDECIDED

    def happens(self, kind: str, neuron: int, datum: int | None = None, *, before: Any = None) -> Verdict:
        """Whether something happens to a neuron before a time: proved, refuted, or undecided.

        Args:
            kind: of an event, such as ``"dies"``.
            neuron: which.
            datum: at which; at any, or at none, unless told.
            before: an exact number up to `t_end`, which it is unless told.

        Raises:
            ValueError: an unknown kind, no such neuron, or a time beyond `t_end`.
        """
        if kind not in KINDS:
            raise ValueError(f"kind is {shown(kind)}: choose one of {', '.join(KINDS)}")
        if whole_number("neuron", neuron, 0) >= len(self.path.end.w):
            raise ValueError(f"neuron is {neuron}: give a number below {len(self.path.end.w)}")
        last = self.t_end if before is None else self._asked("before", before)
        limit = self._ball(last)
        times = [
            event.time.value
            for event in self.events
            if (event.kind, event.neuron) == (kind, neuron) and (datum is None or event.datum == datum)
        ]
        if any(time < limit for time in times):
            return Verdict.PROVED
        # What is not among the events does not happen, as far as they are proved.
        if self._reaches(last) and all(time >= limit for time in times):
            return Verdict.REFUTED
        return Verdict.UNDECIDED

    def _asked(self, name: str, t: Any) -> Fraction:
        found = exact_fraction(name, t)
        if not 0 <= found <= self.t_end:
            raise ValueError(f"{name} is {shown(t)}: give a time from 0 to {float(self.t_end):.10g}")
        return found

    def _reaches(self, t: Fraction) -> bool:
        """Whether the proof reaches a time."""
        if self.doubt is None and self.fork is None:
            return True
        return bool(self._ball(t) <= self.path.end.t.lower())

    def _known(self, t: Any) -> arb:
        found = exact_fraction("t", t)
        if not 0 <= found <= self.t_end or not self._reaches(found):
            last = self.t_end if self._reaches(self.t_end) else self.path.end.t.lower()
            raise ValueError(
                f"t is {shown(t)}: give a time from 0 to {float(last):.10g}, up to where the flow is proved"
            )
        return self._ball(found)

    def _ball(self, number: Fraction) -> arb:
        with ctx.workprec(self.path.bits):
            return arb(fmpq(number.numerator, number.denominator))


def _place(neuron: int | None, datum: int | None) -> str:
    """A neuron and a datum in words, what there is of them."""
    return "".join(f", {name} {at}" for name, at in (("neuron", neuron), ("datum", datum)) if at is not None)
