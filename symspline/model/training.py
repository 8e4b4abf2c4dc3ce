"""Training of a network by gradient descent."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symspline.model.network import Network
from symspline.numerics import gradient_descent as descent


@dataclass(frozen=True, eq=False, repr=False)
class Training:
    """A network trained by gradient descent, and the loss on the way.

    Attributes:
        network: the network at the end.
        recorded: step numbers at which the loss was recorded, shape (K,).
        losses: the loss there, shape (K,).
        step: the step size used.
        steps: number of steps made.
        converged: whether the gradient fell below the tolerance.
    """

    network: Network
    recorded: NDArray[np.intp]
    losses: NDArray[np.float64]
    step: float
    steps: int
    converged: bool

    def __repr__(self) -> str:
        return f"Training({self.steps} steps of {self.step:.3g}, loss {self.losses[0]:.6g} to {self.losses[-1]:.6g})"


def gradient_descent(
    net: Network,
    x: ArrayLike,
    y: ArrayLike,
    step: float | None = None,
    n_steps: int = 1000,
    *,
    train: Collection[str] = descent.PARAMETERS,
    tolerance: float = 0.0,
    record_every: int = 1,
    callback: Callable[[int, float], None] | None = None,
) -> Training:
    r"""Gradient descent on ``L = 1/2 sum_n (f(x_n) - y_n)^2``, O(N + H) a step.

    Args:
        net: where it starts.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        step: step size; unless told, the inverse of the largest eigenvalue of the tangent kernel at the start.
        n_steps: most steps made.
        train: which of ``"w", "b", "v", "b0"`` move.
        tolerance: stop when the gradient norm is below this part of the norm at the start.
        record_every: the loss is kept every so many steps.
        callback: called with the step number and the loss whenever one is recorded.

    Raises:
        ValueError: unequal lengths, non-finite input, an unknown parameter, or a step so large that the loss overflows.

    Example:
        >>> done = gradient_descent(Network([1.0], [0.0], [0.0]), [1.0, 2.0], [3.0, 6.0], train=("v",), n_steps=50)
        >>> round(done.network(10.0), 6)
        30.0
    """
    end = descent.gradient_descent(
        net.w, net.b, net.v, net.b0, x, y,
        step=step, n_steps=n_steps, train=train, tolerance=tolerance, record_every=record_every, callback=callback,
    )  # fmt: skip
    network = Network(end.w, end.b, end.v, end.b0)
    return Training(network, end.recorded, end.losses, end.step, end.steps, end.converged)
