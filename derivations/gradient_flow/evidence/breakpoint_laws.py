"""D4: the speeds of breakpoints and delta-slopes along the flow of the network itself."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import apart, drawn
from .stated import stated


def _speeds(rng: np.random.Generator) -> Finding:
    """Breakpoint, delta-slope and intercept of each neuron of 100 random networks."""
    quantities = {
        "breakpoint": lambda z: -z[1] / z[0],
        "delta-slope": lambda z: z[0] * z[2],
        "intercept": lambda z: z[1] * z[2],
        "ratio": lambda z: z[2] / z[0],
    }
    worst = 0.0
    for _ in range(100):
        network, state = drawn(rng)
        (w, b, v), (E, M) = state, network.moments(state)
        for name, quantity in quantities.items():
            law = stated(f"D4.{name}", w=w, b=b, v=v, E=E, M=M)
            worst = max(worst, apart(law, network.speed(quantity, state)))
    return Finding(worst < 1e-11, worst, f"four speeds in 100 random networks differ by at most {worst:.1e}")


EVIDENCE = {"D4.breakpoint": Evidence("derivatives along the flow by complex steps", _speeds)}
