"""What a report speaks of: data, an initialisation, a network drawn from it and the same network trained."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from symspline.model.dataset import Dataset
from symspline.model.init import Init
from symspline.model.network import Network
from symspline.numerics.gradient_descent import Training, gradient_descent

from .blocks import verbatim
from .curvature import Curvature
from .two_rays import TwoRays

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Scaling:
    """The affine map from the units of the data to those of the network: x to [-1, 1], y to mean 0 and deviation 1."""

    x_centre: float
    x_scale: float
    y_centre: float
    y_scale: float

    @classmethod
    def of(cls, data: Dataset) -> Self:
        """The scaling of a data set; a constant target keeps its unit."""
        low, high = float(data.x.min()), float(data.x.max())
        deviation = float(data.y.std())
        return cls((low + high) / 2, (high - low) / 2, float(data.y.mean()), deviation if deviation > 0 else 1.0)

    def x_out(self, x: ArrayLike) -> np.ndarray:
        """Inputs in the units of the data."""
        return np.asarray(x) * self.x_scale + self.x_centre

    def network_in(self, network: Network) -> Network:
        """A network of the units of the data in the units of the network: the same function."""
        return Network(
            network.w * self.x_scale,
            network.b + network.w * self.x_centre,
            network.v / self.y_scale,
            (network.b0 - self.y_centre) / self.y_scale,
        )

    def y_out(self, y: ArrayLike) -> np.ndarray:
        """Targets in the units of the data."""
        return np.asarray(y) * self.y_scale + self.y_centre


@dataclass(frozen=True)
class Subject:
    """Data, initialisation and width of a report, and what is computed from them once.

    Without `given` a network is drawn from the initialisation and trained here. With it the report speaks of that
    network instead, and of the initialisation as the law that its weights were drawn from:

        Subject(data, presets.torch(256), 256, given=Network.from_torch(module))

    A network trained on the data in their own units is carried over by `Scaling.of(data).network_in(network)`.

    Args:
        data: the data, in their own units.
        init: the initialisation; scales are numbers.
        width: number of hidden neurons.
        seed: of the network and of every sample.
        n_steps: steps of gradient descent.
        progress: called with a phrase as the work goes on.
        given: a trained network of this width in the units of the network: it takes x mapped to [-1, 1] and gives y
            with mean 0 and deviation 1, as `x` and `y` of this object are.

    Raises:
        ValueError: an initialisation or a given network of another width.
    """

    data: Dataset
    init: Init
    width: int
    seed: int = 0
    n_steps: int = 20000
    progress: Progress = lambda phrase: None
    given: Network | None = None

    def __post_init__(self) -> None:
        if self.init.width is None:
            object.__setattr__(self, "init", replace(self.init, width=self.width))
        elif self.init.width != self.width:
            raise ValueError(f"init was made for width {self.init.width} but width is {self.width}: make them equal")
        if self.given is not None and self.given.width != self.width:
            raise ValueError(
                f"given has {self.given.width} neurons but width is {self.width}: pass width={self.given.width}"
            )

    @property
    def x_name(self) -> str:
        """Name of the inputs, to put into prose."""
        return verbatim(self.data.x_name)

    @property
    def y_name(self) -> str:
        """Name of the targets, to put into prose."""
        return verbatim(self.data.y_name)

    @cached_property
    def scaling(self) -> Scaling:
        """From the units of the data to those of the network."""
        return Scaling.of(self.data)

    @cached_property
    def x(self) -> np.ndarray:
        """Inputs in the units of the network, in file order."""
        return (self.data.x - self.scaling.x_centre) / self.scaling.x_scale

    @cached_property
    def y(self) -> np.ndarray:
        """Targets in the units of the network."""
        return (self.data.y - self.scaling.y_centre) / self.scaling.y_scale

    @cached_property
    def knots(self) -> np.ndarray:
        """The distinct inputs, sorted."""
        return np.unique(self.x)

    def rng(self, stream: int) -> np.random.Generator:
        """An independent generator for each purpose."""
        return np.random.default_rng([self.seed, stream])

    @cached_property
    def network(self) -> Network:
        """A network drawn from the initialisation."""
        return self.init.sample(self.width, self.rng(0))

    @cached_property
    def descent(self) -> Training:
        """The network trained by full-batch gradient descent on all its parameters."""
        return gradient_descent(self.network, self.x, self.y, n_steps=self.n_steps)

    @cached_property
    def trained(self) -> Network:
        """The trained network: the given one, if there is one."""
        return self.descent.network if self.given is None else self.given

    @property
    def step(self) -> float | None:
        """Step size of the training; None for a given network."""
        return None if self.given is not None else self.descent.step

    @cached_property
    def loss(self) -> float:
        """Loss of the trained network."""
        return float(0.5 * np.sum((self.trained(self.x) - self.y) ** 2))

    @cached_property
    def rays(self) -> TwoRays:
        """Where training of an infinitely wide network with zero biases ends."""
        return TwoRays(self.init, self.network, self.x, self.y)

    @property
    def unit(self) -> str:
        """What errors are measured in, to put into prose."""
        return "standard deviations of the targets" if np.ptp(self.data.y) > 0 else "units of the data"

    @cached_property
    def error(self) -> float:
        """Root mean square error of the trained network, in `unit`."""
        return float(np.sqrt(2 * self.loss / len(self.data)))

    @cached_property
    def curvature(self) -> Curvature:
        """The loss surface at the trained network."""
        return Curvature(self.trained, self.x, self.y)
