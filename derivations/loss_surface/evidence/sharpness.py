"""Bounds of the sharpness, decided by signs of pivots over the rationals."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from symspline.evidence.cases import every_case
from symspline.evidence.exact_network import Matrix, random_network
from symspline.numerics.inertia import exact_inertia


def _shifted(matrix: Matrix, level: Fraction) -> Matrix:
    return [[entry - level * (a == c) for c, entry in enumerate(row)] for a, row in enumerate(matrix)]


@every_case("bounds of the largest eigenvalue and the trace", "{} random rational networks")
def _bounds(rng: np.random.Generator) -> Iterator[str]:
    """Lower <= lambda_max(J^T J) <= trace, decided by the signs of pivots of the shifted matrix."""
    for _ in range(60):
        network = random_network(rng)
        rows, n_data = network.jacobian(), len(network.x)
        size = len(rows[0])
        gauss = [[sum((row[a] * row[c] for row in rows), Fraction(0)) for c in range(size)] for a in range(size)]
        pulled = [sum((row[a] for row in rows), Fraction(0)) for a in range(size)]
        heights = [
            sum(((w_i * x + b_i) ** 2 for x in network.x if network.sees(i, x)), Fraction(0))
            for i, (w_i, b_i, _) in enumerate(network.neurons)
        ]
        lower = max(sum((g * g for g in pulled), Fraction(0)) / n_data, Fraction(n_data), *heights)
        trace = sum((gauss[k][k] for k in range(size)), Fraction(0))
        # lambda_max >= lower when the shifted matrix is not negative definite, <= trace when it has no positive pivot.
        low, high = exact_inertia(_shifted(gauss, lower)), exact_inertia(_shifted(gauss, trace))
        hold = low.positive + low.zero > 0 and high.positive == 0
        formula = n_data + sum(
            v_i**2 * sum(1 + x * x for x in network.x if network.sees(i, x))
            for i, (_, _, v_i) in enumerate(network.neurons)
        )
        yield "" if hold and formula + sum(heights) == trace else f"{network}: between {lower} and {trace}"


EVIDENCE = {"C6h.trace": _bounds}
