"""A rational network as a fit to its data: its loss, and the moments of its residuals over any of the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .exact_network import ExactNetwork

Number = Fraction | int


@dataclass(frozen=True)
class ExactFit(ExactNetwork):
    """A network with rational weights, held against rational data."""

    @classmethod
    def of(
        cls,
        w: Sequence[Number],
        b: Sequence[Number],
        v: Sequence[Number],
        offset: Number,
        x: Sequence[Number],
        y: Sequence[Number],
    ) -> ExactFit:
        """The fit with these weights; integers become fractions."""
        neurons = tuple((Fraction(a), Fraction(c), Fraction(d)) for a, c, d in zip(w, b, v, strict=True))
        return cls(neurons, Fraction(offset), tuple(map(Fraction, x)), tuple(map(Fraction, y)))

    def __call__(self, place: Number) -> Fraction:
        """The network's value."""
        return self.offset + sum((v * max(Fraction(0), w * place + b) for w, b, v in self.neurons), Fraction(0))

    @property
    def loss(self) -> Fraction:
        """Half the sum of squared residuals."""
        return sum((e * e for e in self.residuals()), Fraction(0)) / 2

    def moments(self, data: Iterable[int]) -> tuple[Fraction, Fraction]:
        """Sum of the residuals, and of residual times input, over some data."""
        residuals, zero = self.residuals(), Fraction(0)
        chosen = list(data)
        return sum((residuals[n] for n in chosen), zero), sum((residuals[n] * self.x[n] for n in chosen), zero)
