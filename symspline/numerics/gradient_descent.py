"""Plain gradient descent of a shallow ReLU network on data, and the exact flow of its output weights."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symspline.numerics.active_sets import ActiveSets, SortedData, Vector
from symspline.numerics.arguments import finite_scalar, finite_vector, same_length, shown, whole_number
from symspline.numerics.watched import Watch, Watched
from symspline.numerics.weights import Weights

PARAMETERS = ("w", "b", "v", "b0")
_POWER_STEPS = 60


@dataclass(frozen=True, eq=False, repr=False)
class Training:
    """A network trained by gradient descent, and the loss on the way.

    Attributes:
        network: the network at the end.
        step: the step size used.
        steps: number of steps made.
        recorded: step numbers at which the loss was recorded, shape (K,); the first and the last are among them.
        losses: the loss there, shape (K,).
        converged: whether the gradient fell below the tolerance.
        watched: what was seen on the way, where it was asked for.
    """

    network: Any
    step: float
    steps: int
    recorded: NDArray[np.intp]
    losses: Vector
    converged: bool
    watched: Watched | None = None

    def __repr__(self) -> str:
        return f"Training({self.steps} steps of {self.step:.3g}, loss {self.losses[0]:.6g} to {self.losses[-1]:.6g})"


class _State:
    """The network on its way: weights, active sets and residual."""

    def __init__(self, net: Weights, data: SortedData, y: Vector, train: frozenset[str]):
        self.w, self.b, self.v, self.b0 = net.w.copy(), net.b.copy(), net.v.copy(), net.b0
        self.data, self.y, self.train = data, y, train
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


def parameters(train: Collection[str]) -> frozenset[str]:
    """Which weights train; ValueError for what is none of them."""
    named = isinstance(train, list | tuple | Set)
    if not (named and train and all(isinstance(word, str) and word in PARAMETERS for word in train)):
        raise ValueError(f"train is {shown(train)}: give some of {PARAMETERS} in a tuple")
    return frozenset(train)


def gradient_descent(
    net: Weights,
    x: ArrayLike,
    y: ArrayLike,
    step: float | None = None,
    n_steps: int = 1000,
    *,
    train: Collection[str] = PARAMETERS,
    tolerance: float = 0.0,
    record_every: int = 1,
    callback: Callable[[int, float], None] | None = None,
    batch: int | None = None,
    rng: np.random.Generator | None = None,
    watch: bool = False,
) -> Training:
    r"""Gradient descent on ``L = 1/2 sum_n (f(x_n) - y_n)^2``, O(N + H) a step.

    Args:
        net: the network.
        x: data, shape (N,), any order.
        y: targets, shape (N,).
        step: step size; unless told, the inverse of the largest eigenvalue of the tangent kernel at the start, half
            of what is stable there.
        n_steps: most steps made.
        train: which of ``"w", "b", "v", "b0"`` move.
        tolerance: stop when the gradient norm is below this part of the norm at the start.
        record_every: the loss is kept every so many steps.
        callback: called with the step number and the loss whenever one is recorded.
        batch: data that a step looks at, with weights that make the gradient right in the mean: each datum once in
            every ``N / batch`` steps, in an order drawn anew; all of them unless told. The losses are of all data.
        rng: the generator of mini-batches.
        watch: whether to say in `watched` how the run stands to the flow: the sharpness against ``2 / step``, the drift
            of the imbalance, breakpoints that chatter at a datum, and an estimate of the error, for which descent runs
            again with half the step.

    Returns:
        The last network and the recorded losses.

    Raises:
        ValueError: unequal lengths, non-finite input, an unknown parameter, a batch of no or more than all data, or a
            step so large that the loss overflows.

    Example:
        >>> start = Weights([1.0], [0.0], [0.0])
        >>> end = gradient_descent(start, [1.0, 2.0], [3.0, 6.0], train=("v",), n_steps=50)
        >>> round(float(end.network.v[0]), 9)
        3.0
    """
    data, targets = SortedData.of(x), finite_vector("y", y)
    same_length(x=data.x, y=targets)
    train = parameters(train)
    n_steps, record_every = whole_number("n_steps", n_steps, 0), whole_number("record_every", record_every, 1)
    tolerance = finite_scalar("tolerance", tolerance)
    if tolerance < 0:
        raise ValueError(f"tolerance is {tolerance}: give 0 or a positive number")
    if callback is not None and not callable(callback):
        raise ValueError(f"callback is {shown(callback)}: give a function of the step number and the loss, or None")
    with np.errstate(over="ignore", invalid="ignore"):
        state = _State(Weights.required(net), data, data.sort(targets), train)
    if not isinstance(watch, bool | np.bool_):
        raise ValueError(f"watch is {shown(watch)}: give True or False")
    batches = None if batch is None else _batches(whole_number("batch", batch, 1), data.size, rng)
    if step is None:
        with np.errstate(over="ignore", invalid="ignore"):
            sharpness = state.sharpness()
        if not np.isfinite(sharpness):
            raise ValueError("the tangent kernel leaves float64: rescale x or the weights, or give a step")
        step = 1 / sharpness if sharpness > 0 else 1.0
    else:
        step = finite_scalar("step", step)
        if step <= 0:
            raise ValueError(f"step is {step}: give a positive number, or None for one that is stable")
    recorded, losses = [], []
    first_norm, done, made = None, False, 0
    watcher = Watch(state, n_steps) if watch else None
    with np.errstate(over="ignore", invalid="ignore"):
        for made in range(n_steps + 1):
            e = state.residual()
            loss = 0.5 * float(e @ e)
            if not all(np.all(np.isfinite(part)) for part in (loss, state.w, state.b, state.v)):
                what = "a weight" if np.isfinite(loss) else "the loss"
                raise ValueError(f"{what} is not finite after {made} steps of size {step:.3g}: give a smaller step")
            direction = state.gradient(e)
            norm = float(np.sqrt(sum(np.sum(np.square(d)) for d in direction)))
            first_norm = norm if first_norm is None else first_norm
            done = norm <= tolerance * first_norm
            if made % record_every == 0 or done or made == n_steps:
                recorded.append(made)
                losses.append(loss)
                if callback is not None:
                    callback(made, loss)
            if watcher is not None:
                watcher.see(made, e, done or made == n_steps)
            if done or made == n_steps:
                break
            if batches is not None:
                direction = state.gradient(e * next(batches))
            state.move(direction, step)
    watched = None
    if watcher is not None:
        error = None
        if batches is None:
            half = gradient_descent(net, x, y, step / 2, 2 * made, train=tuple(train), record_every=2 * made or 1)
            finer = _State(Weights.required(half.network), data, state.y, train)
            error = 2 * float(np.max(np.abs(state.residual() - finer.residual())))
        watched = watcher.told(step, error)
    end = net.like(state.w, state.b, state.v, state.b0)
    return Training(end, step, made, np.array(recorded, dtype=np.intp), np.array(losses), done, watched)


def _batches(size: int, count: int, rng: Any) -> Iterator[Vector]:
    """Weights of the data of one step after the other: ``count / size`` for those it looks at, and 0."""
    if size > count:
        raise ValueError(f"batch is {size}: there are {count} data; give at most so many")
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng is {shown(rng)}: mini-batches need a generator, as numpy.random.default_rng(0)")
    return _drawn_batches(size, count, rng)


def _drawn_batches(size: int, count: int, rng: np.random.Generator) -> Iterator[Vector]:
    while True:
        order = rng.permutation(count)
        for begin in range(0, count, size):
            chosen = order[begin : begin + size]
            weights = np.zeros(count)
            weights[chosen] = count / chosen.size
            yield weights


@dataclass(frozen=True, eq=False)
class OutputWeightsFlow:
    r"""Gradient flow of the output weights while the features stay: a linear problem, solved exactly.

    With features ``Phi`` and residual ``e_0`` at the start, ``v(t) = v_0 - Phi^T K^+ (1 - exp(-K t)) e_0``,
    ``K = Phi Phi^T``, through the singular values of ``Phi``.

    Attributes:
        rank: number of directions of the data that the features reach.
    """

    rank: int
    _net: Weights
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
        # expm1 keeps the digits of directions that have hardly moved; K itself, of squared condition, is never formed.
        progress = -np.expm1(-(self._singular**2) * t) / self._singular
        change = self._right.T @ (progress * self._target)
        if self._train_b0:
            return self._net.v - change[:-1], float(self._net.b0 - change[-1])
        return self._net.v - change, self._net.b0

    def residual(self, t: float) -> Vector:
        """``f(x_n) - y_n`` at time t in the caller's order, shape (N,)."""
        return self._residual + self._left @ (np.expm1(-(self._singular**2) * t) * self._target)


def output_weights_flow(
    net: Weights, x: ArrayLike, y: ArrayLike, *, train_b0: bool = False, cutoff: float | None = None
) -> OutputWeightsFlow:
    """The exact gradient flow of ``1/2 sum e^2`` in the output weights alone.

    Args:
        net: the network.
        x: data, shape (N,).
        y: targets, shape (N,).
        train_b0: whether the output bias moves too.
        cutoff: singular values of the features below this part of the largest count as zero; rounding unless told.

    Returns:
        A function of time; ``flow(inf)`` is the least-squares solution nearest to the start.

    Example:
        >>> flow = output_weights_flow(Weights([1.0], [0.0], [0.0]), [1.0], [3.0])
        >>> flow(np.inf)[0], round(float(flow(1.0)[0][0]), 6)
        (array([3.]), 1.896362)
    """
    Weights.required(net)
    x, y = finite_vector("x", x), finite_vector("y", y)
    same_length(x=x, y=y)
    features = np.maximum(np.outer(x, net.w) + net.b, 0.0)
    residual = features @ net.v + (net.b0 - y)
    if train_b0:
        features = np.hstack([features, np.ones((x.size, 1))])
    left, singular, right = np.linalg.svd(features, full_matrices=False)
    relative = np.finfo(float).eps * max(features.shape) if cutoff is None else cutoff
    kept = singular > relative * singular.max(initial=0.0)
    left, singular, right = left[:, kept], singular[kept], right[kept]
    target = left.T @ residual
    return OutputWeightsFlow(int(kept.sum()), net, target, singular, right, residual, left, train_b0)
