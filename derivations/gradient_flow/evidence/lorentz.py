"""D2: the motion of the sums of products against the motion of the neurons."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import Array, SmallNetwork, apart, integrate


def _generator(E: float, M: float) -> Array:
    return np.array([[0.0, 0.0, M], [0.0, 0.0, E], [M, E, 0.0]])


def _closure(rng: np.random.Generator) -> Finding:
    """Eight neurons, of which some see all data and the others the right half, for a time without events."""
    x = np.array([-1.0, -0.4, 0.5, 1.2])
    network = SmallNetwork(x, rng.normal(size=4))
    all_data, right = rng.uniform(0.1, 0.4, (3, 4)), rng.uniform(0.5, 1.0, (3, 4))
    all_data[1] += 1.0
    right[1] = -0.1 * right[0]
    state = np.concatenate([all_data, right], axis=1)
    groups, places = (slice(0, 4), slice(4, 8)), (np.ones(4, bool), x > 0.1)

    def values(sums: Array) -> Array:
        return sum((S[0, 2] * x + S[1, 2]) * seen for S, seen in zip(sums, places, strict=True))

    def motion(sums: Array) -> Array:
        residuals = values(sums) - network.y
        found = []
        for S, seen in zip(sums, places, strict=True):
            A = _generator(residuals @ seen, (residuals * x) @ seen)
            found.append(-(A @ S + S @ A))
        return np.array(found)

    end = network.flow(state, 0.02, 80)
    if (network.sees(end) != network.sees(state)).any():
        return Finding(False, np.inf, "a breakpoint met a datum, so that the sums say nothing")
    sums = integrate(motion, np.array([state[:, group] @ state[:, group].T for group in groups]), 0.02, 80)
    worst = apart(values(sums), network.values(end))
    return Finding(worst < 1e-9, worst, f"the values at the data after a time differ by {worst:.1e}")


EVIDENCE = {"D2.values": Evidence("twelve sums of products against eight neurons", _closure)}
