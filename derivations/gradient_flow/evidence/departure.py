"""D20: two runs of descent against the flow, and descent at a datum on which the flow slides."""

from itertools import pairwise

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import integrate


def _richardson(rng: np.random.Generator) -> Finding:
    """A smooth loss of two parameters: half the step, a quarter of the error."""
    a, c = rng.uniform(0.5, 1.0, 2)
    start = np.array([1.0, -0.8])

    def slope(z: np.ndarray) -> np.ndarray:
        return np.array([a * z[0] + z[0] * z[1] ** 2 / 2, c * z[1] + z[0] ** 2 * z[1] / 2])

    def run(step: float) -> np.ndarray:
        z = start
        for _ in range(round(1 / step)):
            z = z - step * slope(z)
        return z

    flow = integrate(lambda z: -slope(z), start, 1.0, 200)
    runs = [run(step) for step in (0.02, 0.01, 0.005)]
    errors = [np.abs(2 * half - whole - flow).max() for whole, half in pairwise(runs)]
    order = float(np.log2(errors[0] / errors[1]))
    return Finding(abs(order - 2) < 0.1, order, f"twice the half step less the whole is off with the order {order:.2f}")


def _chatter(rng: np.random.Generator) -> Finding:
    """200 pairs of constant speeds towards a datum: the band, and the share of 20000 steps that see it."""
    up, down, step = rng.uniform(0.1, 3, 200), rng.uniform(0.1, 3, 200), 1e-3
    p, seen, low, high = np.zeros(200), np.zeros(200), np.zeros(200), np.zeros(200)
    for _ in range(20000):
        lit = p > 0
        seen += lit
        p = p + step * np.where(lit, -down, up)
        low, high = np.minimum(low, p), np.maximum(high, p)
    away = np.abs(seen / 20000 - up / (up + down)).max()
    inside = bool((high <= step * up + 1e-12).all() and (low >= -step * down - 1e-12).all())
    return Finding(bool(inside and away < 2e-3), away, f"all stay in the band; the shares agree to {away:.1e}")


EVIDENCE = {
    "D20.richardson": Evidence("gradient descent with a step, half and a quarter of it", _richardson),
    "D20.duty": Evidence("steps to and fro", _chatter),
}
