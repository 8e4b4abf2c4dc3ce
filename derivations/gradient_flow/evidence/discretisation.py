"""D18: the order in which descent misses the flow and the modified flow."""

import numpy as np

from symspline.proof.theorem import Evidence, Finding

from .small_network import Array, integrate


def _orders(rng: np.random.Generator) -> Finding:
    """A smooth loss of two parameters, three step sizes: the modified flow is missed with the square of the step."""
    a, c = rng.uniform(0.5, 1.0, 2)

    def slope(z: Array) -> Array:
        return np.array([a * z[0] + z[0] * z[1] ** 2 / 2, c * z[1] + z[0] ** 2 * z[1] / 2])

    def bent(z: Array, step: float) -> Array:
        square = np.array([[a + z[1] ** 2 / 2, z[0] * z[1]], [z[0] * z[1], c + z[0] ** 2 / 2]])
        return -slope(z) - step / 2 * square @ slope(z)

    start, plain, modified = np.array([1.0, -0.8]), [], []
    for step in (1e-2, 5e-3):
        z = start
        for _ in range(round(1 / step)):
            z = z - step * slope(z)
        plain.append(np.abs(z - integrate(lambda z: -slope(z), start, 1.0, 200)).max())
        modified.append(np.abs(z - integrate(lambda z, h=step: bent(z, h), start, 1.0, 200)).max())
    orders = np.log2([plain[0] / plain[1], modified[0] / modified[1]])
    text = f"half the step: the flow is missed with order {orders[0]:.2f}, the modified flow with order {orders[1]:.2f}"
    return Finding(bool(abs(orders[0] - 1) < 0.1 and abs(orders[1] - 2) < 0.1), orders[1], text)


EVIDENCE = {"D18.modified-2": Evidence("gradient descent with a step and with half of it", _orders)}
