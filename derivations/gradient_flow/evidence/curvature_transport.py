"""D9: the balance of curvature in its weak form, against the flow of the network itself."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import apart, drawn
from .stated import stated


def _balance(rng: np.random.Generator) -> Finding:
    """The speed of sum c psi(beta), psi(x) = sin(x) exp(-x^2/8), for 100 random networks."""
    worst = 0.0
    for _ in range(100):
        network, state = drawn(rng)
        (w, b, v), (E, M) = state, network.moments(state)
        beta = -b / w
        given = {"w": w, "b": b, "v": v, "E": E, "M": M, "beta": beta}
        psi = np.sin(beta) * np.exp(-(beta**2) / 8)
        slope = (np.cos(beta) - beta / 4 * np.sin(beta)) * np.exp(-(beta**2) / 8)
        source = np.sign(w) * stated("D4.delta-slope", **given)
        speed = network.speed(
            lambda z: (np.where(z[0].real > 0, 1, -1) * z[0] * z[2] * _psi(-z[1] / z[0])).sum(keepdims=True), state
        )
        total = (source * psi + stated("D9.flux", **given) * slope).sum(keepdims=True)
        worst = max(worst, apart(total, speed))
    return Finding(worst < 1e-10, worst, f"source and flux miss the speed of the curvature by at most {worst:.1e}")


def _psi(x: np.ndarray) -> np.ndarray:
    return np.sin(x) * np.exp(-(x**2) / 8)


EVIDENCE = {"D9.balance": Evidence("the curvature of networks along the flow by complex steps", _balance)}
