"""The loss surface where a network stands: its spline, gradient, spectrum, flat directions and empty gaps."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from symspline.model.network import Network
from symspline.numerics.active_sets import ActiveSets, SortedData
from symspline.numerics.hessian import block_slices, hessian
from symspline.numerics.hessian_operator import hessian_operator
from symspline.numerics.inertia import jacobian_rank
from symspline.numerics.landscape import gradient
from symspline.numerics.spectrum import Extremes, bottom_eigenvalues, top_eigenvalues
from symspline.numerics.tangent_kernel import tangent_kernel

WHOLE_UP_TO = 1500
"""Distinct inputs up to which the whole spectrum of the tangent kernel is computed."""
_AT_END = 12
"""Eigenvalues computed at either end of the Hessian's spectrum."""


@dataclass(frozen=True, eq=False)
class Curvature:
    """A network on data: what the loss L = (1/2) sum_n (f(x_n) - y_n)^2 looks like around it.

    A breakpoint exactly on a datum counts as just right of it. Neurons with w = b = 0, whose kink lies on every datum
    and which add nothing to the function, are left out.

    Args:
        whole: the network.
        x: inputs, shape (N,).
        y: targets, shape (N,).
    """

    whole: Network
    x: np.ndarray
    y: np.ndarray

    @cached_property
    def network(self) -> Network:
        """The network without neurons that have no weights; one of them stays where there is no other."""
        kept = (self.whole.w != 0) | (self.whole.b != 0)
        if kept.all():
            return self.whole
        if not kept.any():
            return Network([1.0], [-float(np.max(self.x))], [0.0], self.whole.b0)
        return Network(self.whole.w[kept], self.whole.b[kept], self.whole.v[kept], self.whole.b0)

    @cached_property
    def inputs(self) -> np.ndarray:
        """The distinct inputs in ascending order, shape (K,)."""
        return np.unique(self.x)

    @cached_property
    def bends(self) -> tuple[np.ndarray, np.ndarray]:
        """Places and changes of slope inside the range of the data, in ascending order, shape (k,) each."""
        spline = self.network.spline
        inside = (spline.knots > self.inputs[0]) & (spline.knots < self.inputs[-1]) & (spline.jumps != 0)
        return spline.knots[inside], spline.jumps[inside]

    @property
    def pieces(self) -> int:
        """Straight pieces on the range of the data."""
        return len(self.bends[0]) + 1

    @cached_property
    def gradient_norm(self) -> float:
        """Length of the gradient over (w, b, v, b0)."""
        slope = gradient(self.network, self.x, self.y)
        return float(np.sqrt(slope.w @ slope.w + slope.b @ slope.b + slope.v @ slope.v + slope.b0**2))

    @cached_property
    def _operator(self):
        return hessian_operator(self.network, self.x, self.y, side="right")

    @property
    def parameters(self) -> int:
        """3 H + 1."""
        return self._operator.shape[0]

    @cached_property
    def top(self) -> Extremes:
        """The largest eigenvalues of the Hessian, largest first."""
        return top_eigenvalues(self._operator, min(_AT_END, self.parameters))

    @cached_property
    def bottom(self) -> Extremes:
        """The smallest eigenvalues of the Hessian, smallest first."""
        return bottom_eigenvalues(self._operator, min(_AT_END, self.parameters))

    @property
    def sharpness(self) -> float:
        """The largest eigenvalue of the Hessian."""
        return float(self.top.values[0])

    @property
    def rounding(self) -> float:
        """Size below which an eigenvalue at the bottom cannot be told from zero."""
        return max(1e-12 * self.sharpness, float(self.bottom.residuals[0]))

    @cached_property
    def fixed_part(self) -> np.ndarray | None:
        """Nonzero eigenvalues of J^T J, descending; None where there are too many inputs to compute them all.

        They are those of the tangent kernel on the data, where equal inputs count with their number.
        """
        if len(self.inputs) > WHOLE_UP_TO:
            return None
        _, number = np.unique(self.x, return_counts=True)
        root = np.sqrt(number)
        kernel = root[:, None] * tangent_kernel(self.network, self.inputs) * root
        values = np.linalg.eigvalsh(kernel)[::-1]
        return values[values > len(values) * np.finfo(float).eps * values[0]]

    @cached_property
    def rank(self) -> int:
        """Exact rank of the Jacobian J of the values at the data, by counting (C6g); neurons with v = 0 left out.

        The formula asks only which data each neuron sees, so that one neuron of each kind stands for all, and the data
        may be numbered.
        """
        net, size = self.network, len(self.inputs)
        seen = ActiveSets.of(net.w, net.b, SortedData.of(self.inputs))
        keys = np.unique(seen.key[net.v != 0])
        right = keys <= size
        # a suffix from lo on begins halfway between the data lo - 1 and lo, a prefix likewise
        places = np.where(right, 2 * keys - 1, 2 * (keys - size - 1) - 1)
        slopes = np.where(right, 1, -1)
        biases = -slopes * places
        return jacobian_rank((2 * slopes).tolist(), biases.tolist(), range(size))

    @cached_property
    def empty_gaps(self) -> int:
        """Gaps between neighbouring distinct inputs that hold no breakpoint."""
        held, _ = np.histogram(self.network.spline.beta, self.inputs)
        return int((held == 0).sum())

    def corner(self, count: int) -> tuple[np.ndarray, dict[str, slice]]:
        """The Hessian of the neurons that bend most inside the data, by their breakpoints, at most so many, and of b0.

        Beside the matrix, shape (3 k + 1, 3 k + 1), stands where each group of parameters has its rows.
        """
        net = self.network
        safe = np.where(net.w == 0, 1.0, net.w)
        place = np.where(net.w == 0, np.inf, -net.b / safe)
        inside = np.flatnonzero((place > self.inputs[0]) & (place < self.inputs[-1]))
        if inside.size == 0:
            inside = np.arange(net.width)
        strongest = inside[np.argsort(-np.abs(net.w * net.v)[inside], kind="stable")[:count]]
        chosen = strongest[np.argsort(place[strongest], kind="stable")]
        chosen = np.concatenate([chosen[net.w[chosen] > 0], chosen[net.w[chosen] <= 0]])
        part = Network(net.w[chosen], net.b[chosen], net.v[chosen], net.b0)
        # These targets leave the residuals as they are, so that the other neurons need not be there.
        targets = self.y + part(self.x) - net(self.x)
        return hessian(part, self.x, targets, side="right"), block_slices(len(chosen))
