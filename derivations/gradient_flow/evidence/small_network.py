"""A network and its flow from the loss alone: derivatives by complex steps, motion by small steps of Runge and Kutta.

Nothing here knows a formula of the chapter. A state is an array (w, b, v) of shape (3, H); there is no output bias.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
TINY = 1e-40
"""The imaginary step: it leaves no trace in the real part, so that the derivative is right to the last digit."""


def relu(z: NDArray) -> NDArray:
    """The positive part, by the sign of the real part."""
    return np.where(z.real > 0, z, 0 * z)


@dataclass(frozen=True)
class SmallNetwork:
    """Data for a network.

    Args:
        x: inputs, shape (N,).
        y: targets, shape (N,).
    """

    x: Array
    y: Array

    def values(self, state: NDArray, x: NDArray | None = None) -> NDArray:
        """The network at inputs, the data unless told; shape (N,)."""
        w, b, v = state
        return relu(np.multiply.outer(self.x if x is None else x, w) + b) @ v

    def loss(self, state: NDArray) -> complex:
        """Half the sum of the squared residuals."""
        return ((self.values(state) - self.y) ** 2).sum() / 2

    def velocity(self, state: Array) -> Array:
        """Minus the gradient of the loss, shape (3, H)."""
        found = np.zeros_like(state)
        for place in np.ndindex(state.shape):
            moved = state.astype(complex)
            moved[place] += 1j * TINY
            found[place] = -np.imag(self.loss(moved)) / TINY
        return found

    def speed(self, quantity: Callable[[NDArray], NDArray], state: Array) -> Array:
        """How fast a function of the state moves along the flow."""
        return np.imag(quantity(state + 1j * TINY * self.velocity(state))) / TINY

    def moments(self, state: Array) -> tuple[Array, Array]:
        """E and M of each neuron, added up datum by datum."""
        w, b, _ = state
        residuals = self.values(state) - self.y
        sees = np.multiply.outer(self.x, w) + b > 0
        return residuals @ sees, (residuals * self.x) @ sees

    def flow(self, state: Array, time: float, steps: int) -> Array:
        """The state after a time, by the classical method of the fourth order."""
        return integrate(self.velocity, state, time, steps)

    def sees(self, state: Array) -> NDArray[np.bool_]:
        """Which neuron sees which datum, shape (N, H)."""
        return np.multiply.outer(self.x, state[0]) + state[1] > 0


def integrate(velocity: Callable[[Array], Array], state: Array, time: float, steps: int) -> Array:
    """An autonomous equation by the classical method of the fourth order."""
    h = time / steps
    for _ in range(steps):
        k1 = velocity(state)
        k2 = velocity(state + h / 2 * k1)
        k3 = velocity(state + h / 2 * k2)
        k4 = velocity(state + h * k3)
        state = state + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return state


def drawn(rng: np.random.Generator, width: int = 4, data: int = 6) -> tuple[SmallNetwork, Array]:
    """Random data and a random state."""
    return SmallNetwork(np.sort(rng.normal(size=data)), rng.normal(size=data)), rng.normal(size=(3, width))


def apart(one: NDArray, other: NDArray) -> float:
    """The largest difference, relative to sizes above one."""
    return float(np.max(np.abs(one - other) / np.maximum(1.0, np.abs(other))))
