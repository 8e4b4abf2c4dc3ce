"""F1: the least norm of products, found by a minimiser."""

import numpy as np
from scipy.optimize import minimize

from symspline.proof.theorem import Evidence, Finding


def _least(c: float, factors: int, rng: np.random.Generator) -> float:
    """The smallest half sum of squares of so many positive factors with the product c."""

    def norm(u: np.ndarray) -> float:
        logarithms = np.append(u, np.log(c) - u.sum())
        return float(np.exp(2 * logarithms).sum() / 2)

    return float(minimize(norm, rng.normal(size=factors - 1), method="BFGS", options={"gtol": 1e-9}).fun)


def _products(rng: np.random.Generator) -> Finding:
    """Two to four factors, ten products each, against (m/2) c^(2/m)."""
    worst = 0.0
    for factors in (2, 3, 4):
        for c in rng.uniform(0.2, 5.0, 10):
            law = factors / 2 * c ** (2 / factors)
            worst = max(worst, abs(_least(c, factors, rng) / law - 1))
    return Finding(worst < 1e-9, worst, f"the least norms of 30 products differ by at most {worst:.1e}")


EVIDENCE = {"F1.four-factors": Evidence("a minimiser on products of two to four factors", _products)}
