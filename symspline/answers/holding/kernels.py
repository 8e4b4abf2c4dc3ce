"""Kernels and covariances beside the expectations that they are."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from .comparison import CLOSE, Comparison
from .question import Question
from .symbols import WIDTH

KERNELS = ("step_kernel", "slope_kernel", "kernel")


class Kernel(Question):
    """A kernel of one neuron, or a covariance or tangent kernel of a network made of one.

    The probability of a dead neuron is the kernel of the events that a neuron is not active at a place.
    """

    def comparisons(self) -> Iterator[Comparison]:
        """Values, that it is positive definite on a few points, and its growth far out."""
        name, scale, drawn = self.quantity, self.truth.scale, self.drawn[0]
        pairs = [(drawn[2], drawn[2]), scale * self.rng.normal(size=2), (-37.0 * scale, 12.3 * scale)]
        if self.is_fast:
            pairs += [(drawn[0], drawn[1]), (-drawn[0], drawn[3]), (41.0 * scale, 55.0 * scale)]
        for x, y in pairs:
            floor = CLOSE * np.sqrt(abs(self._true(x, x) * self._true(y, y)))
            wanted = self._true(x, y)
            yield Comparison(f"{name} at {x:.6g}, {y:.6g}", float(self.value(x, y)), wanted, CLOSE, floor)
        x, y = (float(p) for p in pairs[1])
        there, back = float(self.value(x, y)), float(self.value(y, x))
        yield Comparison(f"{name} the other way round", back, there, CLOSE, CLOSE * abs(there), identity=True)
        yield from self.said(f"{name} as it is computed, beside its expression", x, y)
        yield from self._definite(np.array([*drawn[:2], *scale * self.rng.normal(size=3 if self.is_fast else 0)]))
        # Far enough that nearly every neuron bends in between, and near enough for a quadrature to see where.
        far = scale * (1e9 if self.is_fast else 300.0)
        both = float(self.value(far, far) + self.value(-far, -far))
        wanted, growth = self._far_out(far)
        tolerance = 1e-4 if self.is_fast else 3e-2
        yield Comparison(f"the growth of {name}", both / growth, wanted / growth, tolerance, 1e-9, identity=True)

    def _definite(self, points: np.ndarray) -> Iterator[Comparison]:
        gram = self.value(points[:, None], points)
        if np.all(np.isfinite(gram)):
            lowest, highest = np.linalg.eigvalsh((gram + gram.T) / 2)[[0, -1]]
            below = min(float(lowest / max(abs(lowest), abs(highest), 1e-300)), 0.0)
            what = f"the negative part of the lowest eigenvalue of {self.quantity}"
            yield Comparison(what, below, 0.0, 0.0, 1e-7, identity=True)

    def _true(self, x: float, y: float) -> float:
        if self.quantity == "dead_probability":
            return self.truth.inactive(float(x), float(y))
        k, name, width = self.truth.kernels(float(x), float(y)), self.quantity, self._width
        if name in KERNELS:
            return float(k[KERNELS.index(name)])
        square, mean = self._of_output(2), self._of_output(1)
        if name == "tangent_kernel":
            return float(width * (k[2] + square * (1 + x * y) * k[0]) + 1)
        which = 0 if name == "slope_covariance" else 1
        means = self.truth.means(float(x))[which] * self.truth.means(float(y))[which] if mean else 0.0
        value = width * (square * k[1 + which] - mean**2 * means)
        return float(value + (self.number(self.init.b0.variance) if which else 0.0))

    def _far_out(self, far: float) -> tuple[float, float]:
        """What the two values far out on the diagonal sum to, and the size by which to divide both.

        Every neuron is active at one of the two ends and at no more, so that the sum is a moment of the weight.
        """
        name, width, square = self.quantity, self._width, self._of_output(2)
        if name in ("step_kernel", "dead_probability"):
            return 1.0, 1.0
        second = self.truth.moment(2)
        if name in KERNELS:
            return (far**2 * second, far**2) if name == "kernel" else (second, 1.0)
        if name == "tangent_kernel":
            return width * far**2 * (second + square), far**2
        halves = self.truth.means(far)[0] ** 2 + self.truth.means(-far)[0] ** 2
        value = width * (square * second - self._of_output(1) ** 2 * halves)
        return (value, 1.0) if name == "slope_covariance" else (value * far**2, far**2)

    @cached_property
    def _width(self) -> float:
        return float(WIDTH if self.init.width is None else self.init.width)

    def _of_output(self, k: int) -> float:
        return self.truth.output.moment(k, absolute=False)
