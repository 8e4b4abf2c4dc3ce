"""D23: the first-order change of the tangent kernel of mirrored networks, and angles against scale and width."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .lazy_training import paths
from .small_network import Array, SmallNetwork, drawn


def _kernel(network: SmallNetwork, state: Array) -> Array:
    """The tangent kernel on the data, written out for a complex state."""
    w, b, v = state
    p = np.multiply.outer(network.x, w) + b
    sees = p.real > 0
    lit, steep = p * sees, sees * v
    return lit @ lit.T + steep @ steep.T * (1 + np.multiply.outer(network.x, network.x))


def _mirrored(rng: np.random.Generator) -> Finding:
    """100 networks of pairs that differ in the sign of v, and the same networks with the signs drawn."""
    still, moving = 0.0, []
    for _ in range(100):
        network, half = drawn(rng)
        pairs = np.concatenate((half, half * np.array([[1.0], [1.0], [-1.0]])), axis=1)
        still = max(still, np.abs(network.speed(lambda state, of=network: _kernel(of, state), pairs)).max())
        moving.append(np.abs(network.speed(lambda state, of=network: _kernel(of, state), half)).max())
    text = f"the kernel of mirrored networks moves at {still:.1e} at most, that of one half at {np.median(moving):.1e}"
    return Finding(bool(still < 1e-10 and np.median(moving) > 1e-2), still, text)


def _angles(rng: np.random.Generator) -> Finding:
    """The median predicted angle at four times the width and at twice the scale: a quarter in both cases."""

    def typical(scale: float, width: int) -> float:
        return float(np.median([np.median(np.abs(paths(rng, scale, width)["angle"][0])) for _ in range(20)]))

    base, wide, large = typical(2.0, 100), typical(2.0, 400), typical(4.0, 100)
    powers = np.log2([base / wide, base / large])
    text = f"four times the width divides the median angle by 2^{powers[0]:.2f}, twice the scale by 2^{powers[1]:.2f}"
    return Finding(bool(np.abs(powers - 2).max() < 1), powers[0], text)


EVIDENCE = {
    "D23.mirror": Evidence("random mirrored networks", _mirrored),
    "D23.width": Evidence("the flow of 60 wide networks", _angles),
}
