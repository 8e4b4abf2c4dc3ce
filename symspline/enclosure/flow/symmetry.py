"""Which events of a flow are the same by an exact symmetry of its data and its start.

The loss and the metric of the flow do not change under ``f(x) -> eps f(rho x)`` with signs eps and rho, which takes a
neuron (w, b, v) to (rho w, b, eps v), nor when neurons change places. Where such a map leaves the data and the start as
they are it leaves the flow as it is, as long as this is unique: what it maps to each other happens at one time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from symspline.numerics.flow.problem import Problem

Label = tuple[str, int, int, bool]
"""What may happen: its kind, the neuron, the datum, the orientation; -1 and False for what it does not have."""
Neuron = tuple[Fraction, Fraction, Fraction]


@dataclass(frozen=True)
class Symmetry:
    """The maps that leave a problem and a start as they are.

    Attributes:
        like: of each neuron, the first one that is equal to it.
        maps: of each map, where it takes the neurons of `like` and the data, and whether it turns the line of the data.
    """

    like: tuple[int, ...]
    maps: tuple[tuple[dict[int, int], tuple[int, ...], bool], ...]

    @classmethod
    def of(cls, problem: Problem, neurons: list[Neuron], b0: Fraction) -> Symmetry:
        """Of exact numbers: data as fractions, neurons (w, b, v)."""
        first: dict[Neuron, int] = {}
        for i, neuron in enumerate(neurons):
            first.setdefault(neuron, i)
        count = Counter(neurons)
        data = list(zip(problem.x, problem.y, problem.weight, strict=True))
        place = {datum: n for n, datum in enumerate(data)}
        maps = []
        for rho, eps in product((1, -1), repeat=2):
            images = {(w, b, v): (rho * w, b, eps * v) for w, b, v in first}
            to = [place.get((rho * x, eps * y, weight)) for x, y, weight in data]
            same = eps * b0 == b0 and all(count[image] == count[each] for each, image in images.items())
            if same and None not in to:
                neuron_to = {first[each]: first[image] for each, image in images.items()}
                maps.append((neuron_to, tuple(n for n in to if n is not None), rho < 0))
        return cls(tuple(first[neuron] for neuron in neurons), tuple(maps))

    def orbit(self, label: Label) -> Label:
        """One label for all that happens at the same time as this."""
        return min(self._images(label))

    def holds(self, neuron: int) -> bool:
        """Whether a map that turns the line takes a neuron to one equal to it, so that its w is 0 for all time."""
        return any(turns and to[self.like[neuron]] == self.like[neuron] for to, _, turns in self.maps)

    def _images(self, label: Label) -> list[Label]:
        kind, neuron, datum, right = label
        return [
            (
                kind,
                neuron if neuron < 0 else to[self.like[neuron]],
                datum if datum < 0 else data_to[datum],
                right != turns if neuron < 0 else right,
            )
            for to, data_to, turns in self.maps
        ]
