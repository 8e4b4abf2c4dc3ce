"""Plain gradient descent of a shallow ReLU network on data, and the exact flow of its output weights."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symspline.numerics.active_sets import ActiveSets, SortedData, Vector, finite_scalar, finite_vector, same_length

PARAMETERS = ("w", "b", "v", "b0")
_POWER_STEPS = 60


@dataclass(frozen=True, eq=False)
class Descent:
    """Where gradient descent ended, and the loss on the way.

    Attributes:
        w: input weights, shape (H,).
        b: biases, shape (H,).
        v: output weights, shape (H,).
        b0: output bias.
        step: the step size used.
        steps: number of steps made.
        recorded: step numbers at which the loss was recorded, shape (K,); the first and the last are among them.
        losses: the loss there, shape (K,).
        converged: whether the gradient fell below the tolerance.
    """

    w: Vector
    b: Vector
    v: Vector
    b0: float
    step: float
    steps: int
    recorded: NDArray[np.intp]
    losses: Vector
    converged: bool


class _State:
    """The network on its way: weights, active sets and residual."""

    def __init__(self, w: Vector, b: Vector, v: Vector, b0: float, data: SortedData, y: Vector, train: Collection[str]):
        self.w, self.b, self.v, self.b0 = w.copy(), b.copy(), v.copy(), b0
        self.data, self.y, self.train = data, y, frozenset(train)
        self.features_move = bool(self.train & {"w", "b"})
        self.locate()

    def locate(self) -> None:
        self.sets = ActiveSets.of(self.w, self.b, self.data)
        self.centred = self.data.centred_bias(self.w, self.b)

    def residual(self) -> Vector:
        values = self.sets.forward(self.w * self.v, self.centred * self.v, self.data.z)
        return values + (self.b0 - self.y)

    def gradient(self, e: Vector) -> tuple[Vector, Vector, Vector, float]:
        """``J^T e`` for the trained parameters, zero for the others; e in ascending order of x."""
        p, q = self.sets.moments(e, self.data.z)
        still = np.zeros(self.w.size)
        return (
            self.v * (q + self.data.centre * p) if "w" in self.train else still,
            self.v * p if "b" in self.train else still,
            self.w * q + self.centred * p if "v" in self.train else still,
            float(e.sum()) if "b0" in self.train else 0.0,
        )

    def change(self, direction: tuple[Vector, Vector, Vector, float]) -> Vector:
        """``J d``: how the values at the data change along a direction of the parameters."""
        dw, db, dv, d0 = direction
        slope = self.v * dw + self.w * dv
        constant = self.v * (db + self.data.centre * dw) + self.centred * dv
        return self.sets.forward(slope, constant, self.data.z) + d0

    def move(self, direction: tuple[Vector, Vector, Vector, float], step: float) -> None:
        dw, db, dv, d0 = direction
        self.v -= step * dv
        self.b0 -= step * d0
        if self.features_move:
            self.w -= step * dw
            self.b -= step * db
            self.locate()

    def sharpness(self) -> float:
        """Largest eigenvalue of the tangent kernel ``J J^T`` over the data, by power iteration to about 1e-4."""
        # A fixed start without symmetry: a residual can be orthogonal to the leading eigenvector, this hardly.
        u = 1.0 + 0.5 * np.sin(np.arange(1.0, self.y.size + 1))
        value = 0.0
        for _ in range(_POWER_STEPS):
            u /= np.linalg.norm(u)
            image = self.change(self.gradient(u))
            old, value = value, float(u @ image)
            if value <= 0 or abs(value - old) <= 1e-4 * value:
                break
            u = image
        return value


def gradient_descent(
    w: ArrayLike,
    b: ArrayLike,
    v: ArrayLike,
    b0: float,
    x: ArrayLike,
    y: ArrayLike,
    *,
    step: float | None = None,
    n_steps: int = 1000,
    train: Collection[str] = PARAMETERS,
    tolerance: float = 0.0,
    record_every: int = 1,
    callback: Callable[[int, float], None] | None = None,
) -> Descent:
    r"""Gradient descent on ``L = 1/2 sum_n (f(x_n) - y_n)^2``, O(N + H) a step.

    Args:
        w: input weights, shape (H,).
        b: biases, shape (H,).
        v: output weights, shape (H,).
        b0: output bias.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        step: step size; unless told, the inverse of the largest eigenvalue of the tangent kernel at the start, half
            of what is stable there.
        n_steps: most steps made.
        train: which of ``"w", "b", "v", "b0"`` move.
        tolerance: stop when the gradient norm is below this part of the norm at the start.
        record_every: the loss is kept every so many steps.
        callback: called with the step number and the loss whenever one is recorded.

    Returns:
        The last network and the recorded losses.

    Raises:
        ValueError: unequal lengths, non-finite input, an unknown parameter, or a step so large that the loss overflows.

    Example:
        >>> end = gradient_descent([1.0], [0.0], [0.0], 0.0, [1.0, 2.0], [3.0, 6.0], train=("v",), n_steps=50)
        >>> round(float(end.v[0]), 9)
        3.0
    """
    state = _start(w, b, v, b0, x, y, train)
    if n_steps < 0 or record_every < 1:
        raise ValueError(f"n_steps is {n_steps} and record_every is {record_every}: give at least 0 and 1")
    if step is None:
        sharpness = state.sharpness()
        step = 1 / sharpness if sharpness > 0 else 1.0
    elif not (np.isfinite(step) and step > 0):
        raise ValueError(f"step is {step}: give a positive number, or None for one that is stable")
    recorded, losses = [], []
    first_norm, done, made = None, False, 0
    with np.errstate(over="ignore", invalid="ignore"):
        for made in range(n_steps + 1):
            e = state.residual()
            loss = 0.5 * float(e @ e)
            if not np.isfinite(loss):
                raise ValueError(f"the loss is not finite after {made} steps of size {step:.3g}: give a smaller step")
            direction = state.gradient(e)
            norm = float(np.sqrt(sum(np.sum(np.square(d)) for d in direction)))
            first_norm = norm if first_norm is None else first_norm
            done = norm <= tolerance * first_norm
            if made % record_every == 0 or done or made == n_steps:
                recorded.append(made)
                losses.append(loss)
                if callback is not None:
                    callback(made, loss)
            if done or made == n_steps:
                break
            state.move(direction, step)
    return Descent(
        state.w, state.b, state.v, state.b0, step, made, np.array(recorded, dtype=np.intp), np.array(losses), done
    )


def _start(
    w: ArrayLike, b: ArrayLike, v: ArrayLike, b0: float, x: ArrayLike, y: ArrayLike, train: Collection[str]
) -> _State:
    w, b, v = (finite_vector(name, values) for name, values in (("w", w), ("b", b), ("v", v)))
    same_length(w=w, b=b, v=v)
    data, targets = SortedData.of(x), finite_vector("y", y)
    same_length(x=data.x, y=targets)
    unknown = sorted(set(train) - set(PARAMETERS)) if not isinstance(train, str) else [train]
    if unknown or not train:
        raise ValueError(f"train is {train!r}: give some of {PARAMETERS} in a tuple")
    return _State(w, b, v, finite_scalar("b0", b0), data, data.sort(targets), train)


@dataclass(frozen=True, eq=False)
class OutputWeightsFlow:
    r"""Gradient flow of the output weights while the features stay: a linear problem, solved exactly.

    With features ``Phi`` and residual ``e_0`` at the start, ``v(t) = v_0 - Phi^T K^+ (1 - exp(-K t)) e_0``,
    ``K = Phi Phi^T``, through the singular values of ``Phi``.

    Attributes:
        rank: number of directions of the data that the features reach.
    """

    rank: int
    _v: Vector
    _b0: float
    _target: Vector
    _singular: Vector
    _right: NDArray[np.float64]
    _residual: Vector
    _left: NDArray[np.float64]
    _train_b0: bool

    def __call__(self, t: float) -> tuple[Vector, float]:
        """Output weights, shape (H,), and output bias at time t; ``inf`` gives the limit, nearest to the start."""
        if np.isnan(t) or t < 0:
            raise ValueError(f"t is {t}: give a time from 0 to inf")
        progress = -np.expm1(-(self._singular**2) * t) / self._singular
        change = self._right.T @ (progress * self._target)
        if self._train_b0:
            return self._v - change[:-1], float(self._b0 - change[-1])
        return self._v - change, self._b0

    def residual(self, t: float) -> Vector:
        """``f(x_n) - y_n`` at time t in the caller's order, shape (N,)."""
        return self._residual + self._left @ (np.expm1(-(self._singular**2) * t) * self._target)


def output_weights_flow(
    w: ArrayLike,
    b: ArrayLike,
    v: ArrayLike,
    b0: float,
    x: ArrayLike,
    y: ArrayLike,
    *,
    train_b0: bool = False,
    cutoff: float | None = None,
) -> OutputWeightsFlow:
    """The exact gradient flow of ``1/2 sum e^2`` in the output weights alone.

    Args:
        w: input weights, shape (H,).
        b: biases, shape (H,).
        v: output weights at time 0, shape (H,).
        b0: output bias at time 0.
        x: data, shape (N,).
        y: targets, shape (N,).
        train_b0: whether the output bias moves too.
        cutoff: singular values of the features below this part of the largest count as zero; rounding unless told.

    Returns:
        A function of time; ``flow(inf)`` is the least-squares solution nearest to the start.

    Example:
        >>> flow = output_weights_flow([1.0], [0.0], [0.0], 0.0, [1.0], [3.0])
        >>> flow(np.inf)[0], round(float(flow(1.0)[0][0]), 6)
        (array([3.]), 1.896362)
    """
    w, b, v = (finite_vector(name, values) for name, values in (("w", w), ("b", b), ("v", v)))
    same_length(w=w, b=b, v=v)
    x, y = finite_vector("x", x), finite_vector("y", y)
    same_length(x=x, y=y)
    features = np.maximum(np.outer(x, w) + b, 0.0)
    residual = features @ v + (finite_scalar("b0", b0) - y)
    if train_b0:
        features = np.hstack([features, np.ones((x.size, 1))])
    left, singular, right = np.linalg.svd(features, full_matrices=False)
    relative = np.finfo(float).eps * max(features.shape) if cutoff is None else cutoff
    kept = singular > relative * singular.max(initial=0.0)
    left, singular, right = left[:, kept], singular[kept], right[kept]
    target = left.T @ residual
    return OutputWeightsFlow(int(kept.sum()), v, float(b0), target, singular, right, residual, left, train_b0)
