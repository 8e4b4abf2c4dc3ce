"""D5: the closed motion of breakpoints and delta-slopes against the motion of the weights."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import Array, SmallNetwork, apart, integrate
from .stated import stated


def _closed(rng: np.random.Generator) -> Finding:
    """Four neurons of both signs of the imbalance that see all data, for a time without events."""
    x = np.array([-1.0, -0.2, 0.7, 1.1])
    network = SmallNetwork(x, rng.uniform(-1.0, 1.0, 4))
    start = np.array([rng.uniform(0.2, 0.4, 4), rng.uniform(0.6, 0.9, 4), [1.5, 1.2, 0.3, -0.2]])
    w, b, v = start
    delta = v**2 - w**2 - b**2
    heavy = delta > 0

    def motion(state: Array) -> Array:
        places, slopes = state
        residuals = (x[:, None] - places) @ slopes - network.y
        given = {"beta": places, "mu": slopes, "E": residuals.sum(), "M": residuals @ x}
        found = []
        for law in ("breakpoint", "delta-slope"):
            with_output = stated(f"D5.{law}-heavy", delta=np.where(heavy, delta, 1.0), **given)
            found.append(
                np.where(heavy, with_output, stated(f"D5.{law}-light", d=np.where(heavy, 1.0, -delta), **given))
            )
        return np.array(found)

    end = network.flow(start, 0.01, 40)
    if not (network.sees(start).all() and network.sees(end).all() and (end[0] > 0).all()):
        return Finding(False, np.inf, "a neuron lost a datum or its direction, so that the laws say nothing")
    places, slopes = integrate(motion, np.array([-b / w, w * v]), 0.01, 40)
    worst = max(apart(places, -end[1] / end[0]), apart(slopes, end[0] * end[2]))
    return Finding(worst < 1e-9, worst, f"breakpoints and delta-slopes after a time differ by {worst:.1e}")


EVIDENCE = {"D5.breakpoint-heavy": Evidence("the motion in weights, by small steps", _closed)}
