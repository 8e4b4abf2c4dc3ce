"""D3: the imbalance along the flow through events, and in one step of descent."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import Array, apart, drawn
from .stated import stated


def _imbalance(state: Array) -> Array:
    w, b, v = state
    return v**2 - w**2 - b**2


def _kept(rng: np.random.Generator) -> Finding:
    """Descent with halved steps, through all events of four random networks: the drift is of the order of the step."""
    ratios = []
    for _ in range(4):
        network, start = drawn(rng)
        drifts = []
        for steps in (300, 600):
            state = start
            for _ in range(steps):
                state = state + 0.2 / steps * network.velocity(state)
            drifts.append(np.abs(_imbalance(state) - _imbalance(start)).max())
        ratios.append(drifts[0] / drifts[1])
    text = f"half the step has a drift smaller by {min(ratios):.3f} to {max(ratios):.3f}, events included"
    return Finding(bool(min(ratios) > 1.8 and max(ratios) < 2.2), max(ratios), text)


def _drift(rng: np.random.Generator) -> Finding:
    """One step of 100 random networks."""
    worst, step = 0.0, 0.1
    for _ in range(100):
        network, state = drawn(rng)
        after = state + step * network.velocity(state)
        change, scale = _imbalance(after) - _imbalance(state), 1 + np.abs(after**2).sum()
        (w, b, v), (E, M) = state, network.moments(state)
        worst = max(worst, apart(change / scale, stated("D3.descent", w=w, b=b, v=v, E=E, M=M, eta=step) / scale))
    return Finding(worst < 1e-12, worst, f"the drift of one step differs by at most {worst:.1e}")


EVIDENCE = {
    "D3.delta": Evidence("gradient descent with a step and with half of it", _kept),
    "D3.descent": Evidence("one step of gradient descent", _drift),
}
