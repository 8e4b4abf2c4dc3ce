"""D7: sizes and angles along the flow, and how the angle freezes."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import SmallNetwork, apart, drawn
from .stated import stated


def _speeds(rng: np.random.Generator) -> Finding:
    """Size and angle of each neuron of 100 random networks."""
    worst = 0.0
    for _ in range(100):
        network, state = drawn(rng)
        (w, b, v), (E, M) = state, network.moments(state)
        given = {"w": w, "b": b, "v": v, "E": E, "M": M}
        size = network.speed(lambda z: z[2] * np.sqrt(z[0] ** 2 + z[1] ** 2), state)
        angle = network.speed(lambda z: np.arctan(z[1] / z[0]), state)
        worst = max(worst, apart(stated("D7.size", **given), size), apart(stated("D7.angle", **given), angle))
    return Finding(worst < 1e-11, worst, f"sizes and angles in 100 random networks move alike but for {worst:.1e}")


def _frozen(rng: np.random.Generator) -> Finding:
    """One neuron with the same size and ten times the imbalance: its angle moves a hundredth, in its own time."""
    network = SmallNetwork(np.array([0.3, 0.8, 1.5]), rng.normal(size=3))
    moved = []
    for imbalance in (1e3, 1e4):
        rho, v = np.sqrt((np.hypot(imbalance, 2.0) + imbalance) / 2), 1.0
        v = 1.0 / rho
        start = np.array([[rho * np.cos(0.7)], [rho * np.sin(0.7)], [v]])
        end = network.flow(start, 1 / imbalance, 40)
        moved.append(abs(np.arctan2(*end[1::-1])[0] - 0.7))
    ratio = moved[0] / moved[1]
    text = f"from an imbalance of -1000 to one of -10000 the movement of the angle falls by the factor {ratio:.2f}"
    return Finding(abs(ratio - 100) < 2, ratio, text)


EVIDENCE = {
    "D7.size": Evidence("derivatives along the flow by complex steps", _speeds),
    "D7.lazy-angle": Evidence("the flow of one neuron by small steps", _frozen),
}
