"""The Hessian along the rescaling, in rational arithmetic."""

from fractions import Fraction

import numpy as np

from symspline.evidence.exact_network import random_network
from symspline.numerics.rational_data import rational_matrix
from symspline.proof.theorem import Evidence, Finding


def _along_the_orbit(rng: np.random.Generator) -> Finding:
    """H g against the gradient, entry by entry, and the rank away from critical points."""
    cases, wrong, regular = 80, 0, 0
    for _ in range(cases):
        network = random_network(rng)
        width, hessian, gradient = len(network.neurons), network.hessian(), network.gradient()
        for i, (w_i, b_i, v_i) in enumerate(network.neurons):
            places = (i, width + i, 2 * width + i)
            expected = [Fraction(0)] * len(gradient)
            for place, sign in zip(places, (-1, -1, 1), strict=True):
                expected[place] = sign * gradient[place]
            along = [sum(row[a] * g for a, g in zip(places, (w_i, b_i, -v_i), strict=True)) for row in hessian]
            wrong += along != expected
        regular += rational_matrix(hessian).rank() == len(hessian)
    text = f"{cases} random rational networks: {wrong} differences; {regular} of their Hessians have no zero eigenvalue"
    return Finding(wrong == 0 and regular > 0, float(wrong), text)


EVIDENCE = {
    "C6f.invariance": Evidence(
        "$H g$ against the gradient in rational arithmetic, and Hessians of full rank", _along_the_orbit, "exact"
    ),
}
