"""D13: the recursion for the Taylor coefficients, against small steps."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import Array, SmallNetwork, apart


def _cauchy(one: Array, other: Array, k: int) -> Array:
    return sum(one[j] * other[k - j] for j in range(k + 1))


def _series(network: SmallNetwork, state: Array, order: int) -> Array:
    """The coefficients of all weights, shape (order + 1, 3, H)."""
    found = np.zeros((order + 1, *state.shape))
    found[0] = state
    w, b, v = found[:, 0], found[:, 1], found[:, 2]
    E, M = np.zeros_like(w), np.zeros_like(w)
    sees = network.sees(state)
    for k in range(order):
        values = np.outer(network.x, _cauchy(v, w, k)) + _cauchy(v, b, k)
        residuals = (values * sees).sum(axis=1) - (network.y if k == 0 else 0)
        E[k], M[k] = residuals @ sees, (residuals * network.x) @ sees
        found[k + 1] = -np.array([_cauchy(v, M, k), _cauchy(v, E, k), _cauchy(w, M, k) + _cauchy(b, E, k)]) / (k + 1)
    return found


def _recursion(rng: np.random.Generator) -> Finding:
    """Twenty terms of the series of a network with two neurons, for a time without events."""
    x = np.array([-0.8, -0.1, 0.6, 1.0])
    network = SmallNetwork(x, rng.uniform(-0.5, 0.5, 4))
    start = np.array([rng.uniform(0.2, 0.4, 2), rng.uniform(0.6, 0.9, 2), rng.uniform(0.2, 0.6, 2)])
    end = network.flow(start, 0.05, 100)
    if not (network.sees(start).all() and network.sees(end).all()):
        return Finding(False, np.inf, "a neuron lost a datum, so that the series says nothing")
    coefficients = _series(network, start, 20)
    series = np.tensordot(0.05 ** np.arange(21), coefficients, 1)
    worst = apart(series, end)
    return Finding(worst < 1e-9, worst, f"series and small steps differ by {worst:.1e}")


EVIDENCE = {"D13.product-4": Evidence("twenty terms of the recursion against small steps", _recursion)}
