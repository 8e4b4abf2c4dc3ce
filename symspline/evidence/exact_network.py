"""A network with rational weights on rational data: values, residuals, Jacobian and Hessian without rounding.

Everything is built from the values of the network at the data and the product rule, not from the formulas of the
theorems, so that it can judge them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

Matrix = list[list[Fraction]]


@dataclass(frozen=True)
class ExactNetwork:
    """A network off the data: no pre-activation is zero.

    Args:
        neurons: (w, b, v) of each neuron.
        offset: output bias.
        x: inputs.
        y: targets.
    """

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
        return [
            self.offset + sum(v * max(Fraction(0), w * place + b) for w, b, v in self.neurons) - target
            for place, target in zip(self.x, self.y, strict=True)
        ]

    def _slopes(self, place: Fraction, coordinates: str) -> list[Fraction]:
        """The derivatives of f(place) by the parameters, block after block, the output bias last."""
        blocks: list[list[Fraction]] = [[], [], []]
        for i, (w, b, v) in enumerate(self.neurons):
            on = Fraction(int(self.sees(i, place)))
            if coordinates == "network":
                entries = (on * v * place, on * v, on * (w * place + b))
            elif coordinates == "spline":
                entries = (-on * w * v, on * (place + b / w))
            else:
                entries = (on * place, -on)
            for block, value in zip(blocks, entries, strict=False):
                block.append(value)
        return [*(value for block in blocks for value in block), Fraction(1)]

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
        moments = []
        for i in range(len(self.neurons)):
            seen = [(e, place) for e, place in zip(self.residuals(), self.x, strict=True) if self.sees(i, place)]
            moments.append((sum((e for e, _ in seen), Fraction(0)), sum((e * place for e, place in seen), Fraction(0))))
        return moments

    def power_sums(self, i: int) -> tuple[Fraction, Fraction, Fraction]:
        """X_0, X_1, X_2 of the data that neuron i sees."""
        seen = [place for place in self.x if self.sees(i, place)]
        return Fraction(len(seen)), sum(seen, Fraction(0)), sum((place**2 for place in seen), Fraction(0))

    @property
    def is_smooth(self) -> bool:
        """Whether no breakpoint lies on a datum."""
        return all(w * place + b != 0 for w, b, _ in self.neurons for place in self.x)


def random_network(
    rng: np.random.Generator, *, width: int | None = None, n_data: int | None = None, spread: int = 12
) -> ExactNetwork:
    """A random network with small rational weights, w and v not zero and no breakpoint on a datum.

    Args:
        rng: source of the draws.
        width: number of neurons; one to four when not given.
        n_data: number of data; two to six when not given.
        spread: the weights are multiples of 1/5 up to this many.
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
