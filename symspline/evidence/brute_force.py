"""Every activation pattern of small networks: the network itself, differentiated, against a formula.

On a cell (a fixed activation pattern) the loss is a polynomial in the parameters and the data, so that an identity can
be decided exactly, with no numbers put in. The patterns are those a neuron can have on sorted data: a suffix (facing
right), a prefix (facing left), everything, or nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement

import numpy as np
from sympy import QQ, ring
from sympy.polys.rings import PolyElement, PolyRing

from symspline.proof.theorem import Evidence

from .cases import every_case

Pattern = tuple[int, ...]
"""Indices of the data that a neuron sees, from 0."""


def patterns(n_data: int) -> tuple[Pattern, ...]:
    """What one neuron can see of sorted data, each once."""
    # All and nothing are suffixes already, so prefixes are only those in between.
    suffixes = [tuple(range(k, n_data)) for k in range(n_data + 1)]
    prefixes = [tuple(range(k)) for k in range(1, n_data)]
    return tuple(suffixes + prefixes)


@dataclass(frozen=True)
class Cell:
    """A network on one cell, given by what each neuron sees of the data, as polynomials over the rationals.

    The coordinates of a neuron are "network" (w, b, v), "spline" (beta, mu) or "moment" (mu, gamma).
    """

    n_data: int
    seen: tuple[Pattern, ...]
    coordinates: str = "network"

    @property
    def width(self) -> int:
        """Number of neurons."""
        return len(self.seen)

    @property
    def neurons(self) -> range:
        """Numbers of the neurons, from 1."""
        return range(1, self.width + 1)

    @cached_property
    def _ring(self) -> tuple[PolyRing, dict[str, PolyElement]]:
        names = {"network": ("w", "b", "v"), "spline": ("beta", "mu"), "moment": ("mu", "gamma")}[self.coordinates]
        parameters = [f"{name}{i}" for name in names for i in self.neurons]
        data = [f"{name}{n}" for name in ("x", "y") for n in range(self.n_data)]
        all_names = [*parameters, "b0", *data]
        made, *generators = ring(all_names, QQ)
        return made, dict(zip(all_names, generators, strict=True))

    def __getitem__(self, name: str) -> PolyElement:
        """The generator of that name, e.g. "w1", "beta2", "b0", "x0"."""
        return self._ring[1][name]

    @property
    def zero(self) -> PolyElement:
        """The polynomial 0."""
        return self._ring[0].zero

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters in the order of the gradient."""
        return tuple(name for name in self._ring[1] if name[0] not in "xy")

    @cached_property
    def residuals(self) -> tuple[PolyElement, ...]:
        """f(x_n) - y_n for each datum."""
        found = []
        for n in range(self.n_data):
            active = (self._neuron(i, self[f"x{n}"]) for i in self.neurons if n in self.seen[i - 1])
            found.append(sum(active, self["b0"] - self[f"y{n}"]))
        return tuple(found)

    def _neuron(self, i: int, x: PolyElement) -> PolyElement:
        if self.coordinates == "network":
            return self[f"v{i}"] * (self[f"w{i}"] * x + self[f"b{i}"])
        if self.coordinates == "spline":
            return self[f"mu{i}"] * (x - self[f"beta{i}"])
        return self[f"mu{i}"] * x - self[f"gamma{i}"]

    @cached_property
    def loss(self) -> PolyElement:
        """Half the sum of squared residuals."""
        return sum((e**2 for e in self.residuals), self.zero) * QQ(1, 2)

    def derivative(self, *names: str) -> PolyElement:
        """The loss differentiated by the named parameters, one after the other."""
        value = self.loss
        for name in names:
            value = value.diff(self[name])
        return value

    def power_sum(self, k: int, *neurons: int) -> PolyElement:
        """X_k: the sum of x^k over the data that all these neurons see."""
        return sum((self[f"x{n}"] ** k if k else self.zero + 1 for n in self._common(neurons)), self.zero)

    def moment(self, k: int, *neurons: int) -> PolyElement:
        """The sum of e x^k over the data that all these neurons see: p for k = 0, q for k = 1."""
        return sum((self.residuals[n] * self[f"x{n}"] ** k for n in self._common(neurons)), self.zero)

    def _common(self, neurons: tuple[int, ...]) -> list[int]:
        return sorted(set(range(self.n_data)).intersection(*(self.seen[i - 1] for i in neurons)))


def cells(coordinates: str, n_data: int = 4, width: int = 2) -> Iterator[Cell]:
    """Every cell of networks with up to that many data and neurons."""
    for n in range(1, n_data + 1):
        for h in range(1, width + 1):
            for seen in combinations_with_replacement(patterns(n), h):
                yield Cell(n, seen, coordinates)


def exhaustive(
    title: str, coordinates: str, n_data: int = 4, width: int = 2
) -> Callable[[Callable[[Cell], Iterator[PolyElement]]], Evidence]:
    """Makes of differences on a cell the evidence that on every cell, up to that many data and neurons, they vanish."""

    def made(differences: Callable[[Cell], Iterator[PolyElement]]) -> Evidence:
        @every_case(title, f"{{}} identities on every cell up to N = {n_data}, H = {width}")
        def evidence(_: np.random.Generator) -> Iterator[str]:
            for cell in cells(coordinates, n_data, width):
                for difference in differences(cell):
                    where = f"{cell.n_data} data, neurons seeing {cell.seen}"
                    yield "" if difference == 0 else f"{where}: the difference is {difference}"[:300]

        return evidence

    return made
