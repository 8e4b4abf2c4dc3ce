"""A network with rational weights on rational data: values, residuals, Jacobian and Hessian without rounding.

Everything is built from the values of the network at the data and the product rule, not from the formulas of the
theorems, so that it can judge them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

import numpy as np

Matrix = list[list[Fraction]]
Numbers = Sequence[Fraction | int]


@dataclass(frozen=True)
class ExactNetwork:
    """A network off the data: no pre-activation is zero. Each neuron is (w, b, v); the offset is the output bias."""

    neurons: tuple[tuple[Fraction, Fraction, Fraction], ...]
    offset: Fraction
    x: tuple[Fraction, ...]
    y: tuple[Fraction, ...]

    def sees(self, i: int, place: Fraction) -> bool:
        """Whether neuron i is active there."""
        w, b, _ = self.neurons[i]
        return w * place + b > 0

    def residuals(self) -> list[Fraction]:
        """f(x_n) - y_n."""
        return [self(place) - target for place, target in zip(self.x, self.y, strict=True)]

    def __call__(self, place: Fraction | int) -> Fraction:
        """The network's value."""
        return self.offset + sum(v * max(Fraction(0), w * place + b) for w, b, v in self.neurons)

    def _slopes(self, place: Fraction, coordinates: str) -> list[Fraction]:
        """The derivatives of f(place) by the parameters, block after block, the output bias last."""
        neurons = []
        for i, (w, b, v) in enumerate(self.neurons):
            on = Fraction(int(self.sees(i, place)))
            if coordinates == "network":
                neurons.append((on * v * place, on * v, on * (w * place + b)))
            elif coordinates == "spline":
                neurons.append((-on * w * v, on * (place + b / w)))
            else:
                neurons.append((on * place, -on))
        return [*(value for block in zip(*neurons, strict=True) for value in block), Fraction(1)]

    def jacobian(self, coordinates: str = "network", *, offset: bool = True) -> Matrix:
        """Derivatives of the values at the data, one row a datum."""
        rows = [self._slopes(place, coordinates) for place in self.x]
        return rows if offset else [row[:-1] for row in rows]

    def hessian(self, coordinates: str = "network") -> Matrix:
        """J^T J and the second derivatives of f weighted by the residuals."""
        jacobian, width = self.jacobian(coordinates), len(self.neurons)
        size = len(jacobian[0])
        total = [[sum((row[a] * row[c] for row in jacobian), Fraction(0)) for c in range(size)] for a in range(size)]
        for place, residual in zip(self.x, self.residuals(), strict=True):
            for i in range(width):
                if not self.sees(i, place):
                    continue
                bends = [(i, 2 * width + i, place), (width + i, 2 * width + i, Fraction(1))]
                if coordinates == "spline":
                    bends = [(i, width + i, Fraction(-1))]
                for a, c, bend in bends if coordinates != "moment" else []:
                    total[a][c] += residual * bend
                    total[c][a] += residual * bend
        return total

    def gradient(self, coordinates: str = "network") -> list[Fraction]:
        """Derivatives of the loss."""
        rows, residuals = self.jacobian(coordinates), self.residuals()
        return [
            sum((e * row[a] for e, row in zip(residuals, rows, strict=True)), Fraction(0)) for a in range(len(rows[0]))
        ]

    def residual_moments(self) -> list[tuple[Fraction, Fraction]]:
        """(p, q) of each neuron."""
        seen = ([n for n, place in enumerate(self.x) if self.sees(i, place)] for i in range(len(self.neurons)))
        return [self.moments(data) for data in seen]

    def moments(self, data: Iterable[int]) -> tuple[Fraction, Fraction]:
        """Sum of the residuals, and of residual times input, over some data."""
        residuals = self.residuals()
        chosen = [(residuals[n], self.x[n]) for n in data]
        return sum((e for e, _ in chosen), Fraction(0)), sum((e * place for e, place in chosen), Fraction(0))

    @property
    def loss(self) -> Fraction:
        """Half the sum of squared residuals."""
        return sum((e * e for e in self.residuals()), Fraction(0)) / 2

    def power_sums(self, i: int) -> tuple[Fraction, Fraction, Fraction]:
        """X_0, X_1, X_2 of the data that neuron i sees."""
        seen = [place for place in self.x if self.sees(i, place)]
        return Fraction(len(seen)), sum(seen, Fraction(0)), sum((place**2 for place in seen), Fraction(0))

    @property
    def is_smooth(self) -> bool:
        """Whether no breakpoint lies on a datum."""
        return all(w * place + b != 0 for w, b, _ in self.neurons for place in self.x)


class ExactFit(ExactNetwork):
    """A network with breakpoints anywhere, also on the data: its values, its loss and the moments of given data."""

    @classmethod
    def of(cls, w: Numbers, b: Numbers, v: Numbers, offset: Fraction | int, x: Numbers, y: Numbers) -> Self:
        """The fit with these weights; integers become fractions."""
        neurons = tuple((Fraction(a), Fraction(c), Fraction(d)) for a, c, d in zip(w, b, v, strict=True))
        return cls(neurons, Fraction(offset), tuple(map(Fraction, x)), tuple(map(Fraction, y)))


def random_network(
    rng: np.random.Generator, *, width: int | None = None, n_data: int | None = None, spread: int = 12
) -> ExactNetwork:
    """A random network with small rational weights, w and v not zero and no breakpoint on a datum.

    Unless told it has one to four neurons and two to six data; the weights are multiples of 1/5 up to ``spread`` many.
    """
    width = int(rng.integers(1, 5)) if width is None else width
    n_data = int(rng.integers(2, 7)) if n_data is None else n_data

    def some(count: int) -> list[Fraction]:
        return [Fraction(int(k), 5) for k in rng.integers(-spread, spread + 1, count)]

    while True:
        neurons = tuple(zip(some(width), some(width), some(width), strict=True))
        x = tuple(sorted(Fraction(int(k), 3) for k in rng.choice(np.arange(-9, 10), n_data, replace=False)))
        network = ExactNetwork(neurons, some(1)[0], x, tuple(some(n_data)))
        if network.is_smooth and all(w != 0 and v != 0 for w, _, v in neurons):
            return network
