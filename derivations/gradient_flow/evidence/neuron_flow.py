"""D1: the velocities against derivatives of the loss itself."""

import numpy as np
from sympy import lambdify

from symspline.proof.theorem import Evidence, Finding

from ..definitions import FLOW
from ..vocabulary import E, M, b, v, w
from .small_network import apart, drawn

FORMULAS = lambdify((w, b, v, E, M), [FLOW[w], FLOW[b], FLOW[v]])


def _velocities(rng: np.random.Generator) -> Finding:
    """The three velocities of each neuron of 100 random networks."""
    worst = 0.0
    for _ in range(100):
        network, state = drawn(rng)
        worst = max(worst, apart(np.array(FORMULAS(*state, *network.moments(state))), network.velocity(state)))
    return Finding(worst < 1e-12, worst, f"the velocities of 100 random networks differ by at most {worst:.1e}")


EVIDENCE = {"D1.input-weight": Evidence("minus the gradient of the loss by complex steps", _velocities)}
