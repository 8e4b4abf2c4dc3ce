"""D24: several hundred descents with steps of all sizes, and what they settle in."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import TINY, Array, SmallNetwork, apart, drawn
from .stated import stated

RUNS, WIDTH, DATA, STEPS = 300, 8, 4, 6000


def descents(rng: np.random.Generator, scale: float = 1.0, top: float = 0.3) -> tuple[Array, ...]:
    """Networks after gradient descent from a random start, each with data and a step of its own.

    Args:
        rng: draws data, starts and steps.
        scale: of the weights at the start.
        top: the largest step.

    Returns:
        w, b, v (runs, WIDTH), inputs and targets (runs, DATA), the steps (runs,), the losses (runs,) and the largest
        component of each gradient (runs,); runs that went beyond all bounds are left out.
    """
    runs = RUNS
    data: list[Array] = [np.sort(rng.normal(size=(runs, DATA)), axis=1), rng.normal(size=(runs, DATA))]
    state: list[Array] = [*(scale * rng.normal(size=(3, runs, WIDTH))), np.zeros((runs, 1))]
    step: Array = np.exp(rng.uniform(np.log(0.01), np.log(top), (runs, 1)))
    slopes, e = _slopes(state, data)
    for _ in range(STEPS):
        slopes, e = _slopes(state, data)
        state = [z - step * slope for z, slope in zip(state, slopes, strict=True)]
        kept = _bounded(state)
        if not kept.all():
            data, state, slopes = ([z[kept] for z in each] for each in (data, state, slopes))
            step, e = step[kept], e[kept]
    size = np.max([np.abs(slope).max(axis=1) for slope in slopes], axis=0)
    return *state[:3], *data, step[:, 0], (e**2).sum(axis=1) / 2, size


def _slopes(state: list[Array], data: list[Array]) -> tuple[list[Array], Array]:
    """The gradient of each run, and its residuals."""
    (w, b, v, offset), (x, y) = state, data
    p = x[:, :, None] * w[:, None] + b[:, None]
    sees = (p > 0).astype(float)
    e = ((p * sees) @ v[:, :, None])[:, :, 0] + offset - y
    E, M = (e[:, None] @ sees)[:, 0], ((e * x)[:, None] @ sees)[:, 0]
    return [v * M, v * E, w * M + b * E, e.sum(axis=1, keepdims=True)], e


def _bounded(state: list[Array]) -> Array:
    return (sum(np.abs(part) for part in state[:3]) < 1e6).all(axis=1)


def prices(w: Array, b: Array, v: Array, x: Array) -> Array:
    """The sum of |mu| g over the neurons, distance by distance."""
    breakpoints = -b / w
    sees = x[:, :, None] * w[:, None] + b[:, None] > 0
    count, moment = sees.sum(axis=1), (sees * x[:, :, None]).sum(axis=1)
    distances = (sees * np.abs(x[:, :, None] - breakpoints[:, None])).sum(axis=1)
    return (np.abs(w * v) * np.hypot(count, moment) * distances).sum(axis=1) / x.shape[1]


def _settled(rng: np.random.Generator) -> Finding:
    """Runs whose gradient has vanished: none has paid more than its step allows."""
    w, b, v, x, _, step, loss, size = descents(rng)
    still = size < 1e-9
    # A run at an unstable minimum would be driven away at a rate of its own; a breakpoint on a datum has no Hessian.
    still &= np.abs(x[:, :, None] * w[:, None] + b[:, None]).min(axis=(1, 2)) > 1e-6
    # The last line speaks of the step and the number of data alone.
    allowed = stated("D24.bound", eta=step, N=DATA, **{"lambda": 1, "U": 1, "P": 1})
    used = (prices(w, b, v, x) / allowed)[still]
    above = int((loss[still] > 1e-3).sum())
    text = f"{len(used)} of {RUNS} descents settled, {above} above the loss 1e-3; at most {used.max():.3f} is used"
    enough = len(used) > 100 and min(above, len(used) - above) > 10 and used.max() > 0.5
    return Finding(bool(enough and used.max() <= 1), used.max(), text)


def _rows(network: SmallNetwork, state: Array) -> Array:
    """The derivatives of the values at the data by all weights and an output bias, shape (N, 3 H + 1)."""
    columns = [np.ones(len(network.x))]
    for place in np.ndindex(state.shape):
        moved = state.astype(complex)
        moved[place] += 1j * TINY
        columns.append(np.imag(network.values(moved)) / TINY)
    return np.stack(columns, axis=1)


def _between(rng: np.random.Generator) -> Finding:
    """300 random networks that interpolate, each rescaled to its least trace: the sharpness lies between the prices."""
    slack, ratios = [], []
    for _ in range(300):
        network, (w, b, v) = drawn(rng)
        sees = network.sees(np.stack((w, b, v)))
        far = np.sqrt((sees * (network.x[:, None] * w + b) ** 2).sum(axis=0))
        near = np.sqrt((sees * (1 + network.x[:, None] ** 2)).sum(axis=0))
        # A neuron without data has nothing to balance.
        scale = np.where(far > 0, np.sqrt(np.abs(v) * near / np.where(far > 0, far, 1.0)), 1.0)
        state, size = np.stack((w * scale, b * scale, v / scale)), len(network.x)
        top = np.linalg.norm(_rows(network, state), 2) ** 2
        low = size + 2 * prices(*(z[None] for z in (w, b, v)), network.x[None])[0]
        high = size + 2 * (np.abs(v) * near * far).sum()
        slack.append(min(top - low, high - top))
        ratios.append(low / top)
    text = f"the lower price is {min(ratios):.2f} to {max(ratios):.2f} of the largest eigenvalue"
    return Finding(bool(min(slack) > -1e-9 and max(ratios) > 0.8), max(ratios), text)


def _shifted(rng: np.random.Generator) -> Finding:
    """The squared length of the sum of all rows, for 200 random networks, neuron by neuron."""
    worst = 0.0
    for _ in range(200):
        network, state = drawn(rng)
        w, b, v = state
        sees = network.sees(state)
        parts = (_rows(network, state).sum(axis=0)[1:].reshape(state.shape) ** 2).sum(axis=0)
        count, moment = sees.sum(axis=0), network.x @ sees
        worst = max(worst, apart(v**2 * (count**2 + moment**2) + (w * moment + b * count) ** 2, parts))
    return Finding(worst < 1e-12, worst, f"the largest difference is {worst:.1e}")


def _even(rng: np.random.Generator) -> Finding:
    """20000 data at the middles of equal parts of [-1, 1] against the formula, at 50 breakpoints."""
    count, places = 20000, rng.uniform(-0.95, 0.95, 50)
    x = -1 + (2 * np.arange(count) + 1) / count
    found = [prices(np.ones((1, 1)), np.array([[-place]]), np.ones((1, 1)), x[None])[0] for place in places]
    away = apart(np.array(found), stated("D24.even", N=count, beta=places))
    return Finding(away < 1e-3, away, f"the largest relative difference is {away:.1e}")


EVIDENCE = {
    "D24.bound": Evidence("gradient descents with random steps, until nothing moves", _settled),
    "D24.enough": Evidence("singular values of the Jacobian of random networks", _between),
    "D24.shift": Evidence("the Jacobian of random networks by complex steps", _shifted),
    "D24.even": Evidence("many evenly spread data", _even),
}
