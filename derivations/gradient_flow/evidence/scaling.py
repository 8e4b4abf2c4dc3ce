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
    """The flow of one network and of the same with all weights doubled: a quarter of the angles."""
    away = []
    # The same generator again gives the same network but for the scale, and the same residuals.
    seed = int(rng.integers(2**32))
    for scale in (2.0, 4.0):
        one, double = (paths(np.random.default_rng(seed), factor * scale)["angle"][0] for factor in (1, 2))
        away.append(float(abs(np.median(np.abs(one)) / np.median(np.abs(double)) - 4)))
    text = f"the ratio of the median angles is {away[0]:.1e} and {away[1]:.1e} from four at the scales 2 and 4"
    return Finding(away[1] < 0.02, away[1], text)


EVIDENCE = {
    "D23.mirror": Evidence("random mirrored networks", _mirrored),
    "D23.scale": Evidence("the flow of networks with all weights doubled", _angles),
}
