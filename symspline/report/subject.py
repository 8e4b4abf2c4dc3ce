"""What a report speaks of: data, an initialisation, a network drawn from it and the same network trained."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from symspline.answers.quantities import derive
from symspline.model.best_fit import BestFit, best_fit
from symspline.model.dataset import Dataset
from symspline.model.init import Init
from symspline.model.network import Network
from symspline.numerics.gradient_descent import Training, gradient_descent

from .blocks import place, verbatim
from .curvature import Curvature
from .infinite_width import Frozen, Grouped, least_penalty
from .small_flow import SmallFlow, small_start
from .two_rays import TwoRays

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Scaling:
    """An affine map from the units of the data to those of a network: (x - x_centre) / x_scale, likewise y.

    Args:
        x_centre: the input that becomes 0.
        x_scale: the length that becomes 1, positive.
        y_centre: the target that becomes 0.
        y_scale: the length that becomes 1, positive.

    Example:
        >>> Scaling.standardised(Dataset([1.0, 3.0], [5.0, 5.0]))
        Scaling(x_centre=2.0, x_scale=1.0, y_centre=5.0, y_scale=1.0)
    """

    x_centre: float
    x_scale: float
    y_centre: float
    y_scale: float

    @classmethod
    def of(cls, data: Dataset) -> Self:
        """The inputs to [-1, 1] and the targets to mean 0 and deviation 1; a constant target keeps its unit."""
        low, high = float(data.x.min()), float(data.x.max())
        return cls((low + high) / 2, (high - low) / 2, float(data.y.mean()), _deviation(data.y))

    @classmethod
    def standardised(cls, data: Dataset) -> Self:
        """Inputs and targets to mean 0 and deviation 1 (ddof 0); a constant target keeps its unit."""
        return cls(float(data.x.mean()), _deviation(data.x), float(data.y.mean()), _deviation(data.y))

    @classmethod
    def raw(cls) -> Self:
        """Inputs and targets as they are."""
        return cls(0.0, 1.0, 0.0, 1.0)

    @property
    def is_raw(self) -> bool:
        """Whether the units of the network are those of the data."""
        return self == Scaling.raw()

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


def _deviation(values: np.ndarray) -> float:
    return float(values.std()) if np.ptp(values) > 0 else 1.0


@dataclass(frozen=True)
class Subject:
    """Data, initialisation and width of a report, and what is computed from them once.

    Without `given` a network is drawn from the initialisation and trained here. With it the report speaks of that
    network instead, and of the initialisation, if there is one, as the law that its weights were drawn from:

        Subject(data, None, 256, given=Network.from_torch(module), units=Scaling.raw())

    Args:
        data: the data, in their own units.
        init: the initialisation; scales are numbers. None for a given network of which it is not known.
        width: number of hidden neurons.
        seed: of the network and of every sample.
        n_steps: steps of gradient descent.
        progress: called with a phrase as the work goes on.
        given: a trained network of this width, which takes the inputs and gives the targets in the units of the
            network, as `x` and `y` of this object are.
        units: from the units of the data to those of the network; unless told x to [-1, 1] and y to mean 0 and
            deviation 1.

    Raises:
        ValueError: an initialisation or a given network of another width, or neither of them.
    """

    data: Dataset
    init: Init | None
    width: int
    seed: int = 0
    n_steps: int = 20000
    progress: Progress = lambda phrase: None
    given: Network | None = None
    units: Scaling | None = None

    def __post_init__(self) -> None:
        if self.init is None:
            if self.given is None:
                raise ValueError("init is None and there is no given network: pass one of them")
        elif self.init.width is None:
            object.__setattr__(self, "init", replace(self.init, width=self.width))
        elif self.init.width != self.width:
            raise ValueError(f"init was made for width {self.init.width} but width is {self.width}: make them equal")
        if self.given is not None and self.given.width != self.width:
            raise ValueError(
                f"given has {self.given.width} neurons but width is {self.width}: pass width={self.given.width}"
            )

        if self.init is not None and self.init.zero_bias and self.scaling != Scaling.of(self.data):
            raise ValueError(
                "init has zero biases, of which a report speaks for inputs mapped to [-1, 1] only: leave init out, or "
                "train the network in the units of Scaling.of(data)"
            )

    @property
    def initialisation(self) -> Init:
        """The initialisation, where there is one.

        Raises:
            ValueError: there is none.
        """
        if self.init is None:
            raise ValueError("init is None: pass the initialisation that the network was drawn from")
        return self.init

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
        return self.units or Scaling.of(self.data)

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

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the largest input."""
        return float(self.knots[0]), float(self.knots[-1])

    def own_place(self, x: float) -> str:
        """A place in the units of the data, to put into prose."""
        low, high = self.ends
        return place(float(self.scaling.x_out(x)), (high - low) / 2 * self.scaling.x_scale)

    def grid(self, count: int, margin: float = 0.0) -> np.ndarray:
        """Equally spaced places over the inputs, and beyond them by a part of half their range."""
        low, high = self.ends
        room = margin * (high - low) / 2
        return np.linspace(low - room, high + room, count)

    def rng(self, stream: int) -> np.random.Generator:
        """An independent generator for each purpose."""
        return np.random.default_rng([self.seed, stream])

    @cached_property
    def network(self) -> Network:
        """A network drawn from the initialisation."""
        return self.initialisation.sample(self.width, self.rng(0))

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
        return TwoRays(self.initialisation, self.network, self.x, self.y)

    @cached_property
    def grouped(self) -> Grouped:
        """The data as the kernels of infinite width take them."""
        return Grouped.of(self.x, self.y)

    @cached_property
    def places(self) -> np.ndarray:
        """Where curves over the data are drawn; an even number, since zero biases leave a jump at 0."""
        return self.grid(600)

    @cached_property
    def predicted(self) -> np.ndarray:
        """What the network would become at `places` if its tangent kernel stayed at its expected value (B25).

        The prediction starts from the same function and takes the same steps as the network itself. Beside a given
        network, whose training is not known, it starts from zero and has arrived.
        """
        kernel = derive(self.initialisation, "tangent_kernel")
        if self.given is not None:
            return Frozen(kernel, self.grouped)(self.places)
        return Frozen(kernel, self.grouped, self.network, self.descent.step, self.descent.steps)(self.places)

    @cached_property
    def cheapest(self) -> Frozen:
        """The function of least curvature penalty."""
        return least_penalty(self.initialisation, self.grouped)

    @cached_property
    def price_spread(self) -> float:
        """How many times as dear a bend is at one place of the data as at another; infinite where there can be none."""
        price = np.broadcast_to(self.initialisation.curvature_penalty(self.grid(41)), 41)
        return float(price.max() / price.min()) if np.isfinite(price).all() else np.inf

    @cached_property
    def small_flow(self) -> SmallFlow:
        """The gradient flow of a small network of the same law."""
        return SmallFlow(small_start(self.initialisation, self.width, self.rng(3)), self.x, self.y, self.grid(400))

    @property
    def unit(self) -> str:
        """What errors are measured in, to put into prose."""
        if self.scaling.y_scale == 1.0:
            return "units of the data"
        of_targets = self.scaling.y_scale == _deviation(self.data.y)
        return "standard deviations of the targets" if of_targets else "units of the network"

    @cached_property
    def error(self) -> float:
        """Root mean square error of the trained network, in `unit`."""
        return float(np.sqrt(2 * self.loss / len(self.data)))

    @cached_property
    def least_error(self) -> float:
        """Root mean square error in `unit` that no function goes below: the spread of targets of equal inputs."""
        _, which = np.unique(self.x, return_inverse=True)
        means = np.bincount(which, self.y) / np.bincount(which)
        return float(np.sqrt(np.mean((self.y - means[which]) ** 2)))

    @cached_property
    def best_fits(self) -> BestFit:
        """The best continuous fit whose number of pieces the BIC chooses, in the units of the data.

        Numbers are taken as the decimals that they are written as, so that data on straight lines are fitted exactly.
        """
        x, y = ([Fraction(repr(float(value))) for value in values] for values in (self.data.x, self.data.y))
        return best_fit(x, y, "bic")

    def dead(self, network: Network) -> int:
        """How many neurons of a network are active on none of the inputs."""
        ends = np.multiply.outer(self.ends, network.w) + network.b
        return int(np.all(ends <= 0, axis=0).sum())

    @cached_property
    def curvature(self) -> Curvature:
        """The loss surface at the trained network."""
        return Curvature(self.trained, self.x, self.y)
