"""D8: the motion of the values against the tangent kernel."""

from functools import partial

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import apart, drawn
from .stated import stated


def _moved(rng: np.random.Generator) -> Finding:
    """The values of 100 random networks at five inputs besides the data."""
    worst = 0.0
    for _ in range(100):
        network, state = drawn(rng)
        places, (w, b, v) = rng.normal(size=5), state
        residuals = network.values(state) - network.y
        kernel = np.zeros((5, len(network.x)))
        for i in range(len(w)):
            x, y = places[:, None], network.x[None, :]
            both = (w[i] * x + b[i] > 0) & (w[i] * y + b[i] > 0)
            given = {"beta": -b[i] / w[i], "w": w[i], "v": v[i], "x": x, "y": y}
            kernel += both * stated("D8.closed", **given)
        speed = network.speed(partial(network.values, x=places), state)
        worst = max(worst, apart(-kernel @ residuals, speed))
    return Finding(worst < 1e-10, worst, f"the speeds of the values differ by at most {worst:.1e}")


EVIDENCE = {"D8.closed": Evidence("the values of networks along the flow by complex steps", _moved)}
