"""The exact gradient flow of a small network of the report's law, and plain descent from the same start."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from symspline.model import presets
from symspline.model.init import Init
from symspline.model.network import Network
from symspline.numerics.gradient_descent import Training, gradient_descent
from symspline.numerics.gradient_flow import NonUniqueFlow, Trajectory, gradient_flow

WIDTH, STEPS, SERIES = 20, 500, 1500
"""Most neurons, the time in steps of descent, and the budget of the flow in Taylor series."""
CHECKS = 20
"""Times at which the two are compared."""


@dataclass(frozen=True, eq=False)
class SmallFlow:
    """A flow and a descent from one start.

    Attributes:
        start: the network at time 0.
        x: inputs in the units of the network.
        y: their targets.
        places: where functions are compared.
    """

    start: Network
    x: np.ndarray
    y: np.ndarray
    places: np.ndarray

    @cached_property
    def step(self) -> float:
        """The step of descent, by the rule of the report: half of what is stable at the start."""
        return gradient_descent(self.start, self.x, self.y, n_steps=0).step

    @cached_property
    def _followed(self) -> tuple[Trajectory, NonUniqueFlow | None]:
        try:
            return gradient_flow(self.start, self.x, self.y, STEPS * self.step, steps=SERIES), None
        except NonUniqueFlow as fork:
            return fork.trajectory, fork

    @property
    def flow(self) -> Trajectory:
        """The flow, as far as it is unique and the budget lasts."""
        return self._followed[0]

    @property
    def fork(self) -> NonUniqueFlow | None:
        """Where it is not unique."""
        return self._followed[1]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many events there are of each kind."""
        return Counter(event.kind for event in self.flow.events)

    @cached_property
    def steps(self) -> int:
        """Steps of descent within the time of the flow."""
        return int(float(self.flow.t_end) / self.step * (1 + 1e-12))

    @cached_property
    def descent(self) -> Training:
        """Plain descent over the time of the flow, watched."""
        return gradient_descent(self.start, self.x, self.y, self.step, self.steps, watch=True)

    @cached_property
    def apart(self) -> tuple[np.ndarray, np.ndarray]:
        """Times of equal numbers of steps, and the largest difference of the two functions there, shape (K,)."""
        at = np.unique(np.linspace(0, self.steps, CHECKS + 1).astype(int))
        network, differences = self.start, []
        for before, now in zip([0, *at[:-1]], at, strict=True):
            network = gradient_descent(network, self.x, self.y, self.step, int(now - before)).network
            exact = self.flow(min(now * self.step, float(self.flow.t_end)))
            differences.append(float(np.abs(network(self.places) - exact(self.places)).max()))
        return at * self.step, np.array(differences)


def small_start(init: Init, width: int, rng: np.random.Generator) -> Network:
    """A network of at most `WIDTH` neurons: of the preset for so many, or of the same laws where they are one's own."""
    width = min(width, WIDTH)
    if init.name in presets.names():
        init = presets.by_name(init.name, width)
    return init.sample(width, rng)
