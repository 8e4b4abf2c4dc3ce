"""Lonely partitions under different laws: rational integrals, quadrature and samples."""

from fractions import Fraction
from math import prod

import numpy as np
from sympy import QQ, ring
from sympy.polys.rings import PolyElement

from symspline.evidence.samples import moment_finding
from symspline.numerics.lonely import lonely_probability_of_laws
from symspline.proof.theorem import Evidence, Finding

TABLE = {(2, 1): 0.18169011381621, (2, 5): 0.5459454387162, (3, 10): 0.357777305988, (5, 40): 0.378723426571}
"""Probabilities for standard Cauchy breakpoints and uniform data on (-1, 1)."""


def _cauchy(n: int, h: int) -> float:
    return lonely_probability_of_laws(n, h, lambda t: 2 * t - 1, lambda x: 0.5 + np.arctan(x) / np.pi)


def _over_ordered(polynomial: PolyElement, variables: int) -> Fraction:
    """Integral over 0 < a < b < ... < 1 in the first variables, monomial by monomial."""
    total = Fraction(0)
    for powers, coefficient in polynomial.terms():
        value = Fraction(int(coefficient.numerator), int(coefficient.denominator))
        total += value / prod(n + sum(powers[:n]) for n in range(1, variables + 1))
    return total


def _squares(rng: np.random.Generator) -> Finding:
    """Uniform data and the breakpoint law x^2 on (0, 1): for two and three data the integrals are rational."""
    del rng
    _, a, b, c = ring("a, b, c", QQ)
    worst = 0.0
    for h in (2, 3, 5, 8):
        first, second, both = (1 - (b**2 - a**2)) ** h, (1 - (c**2 - b**2)) ** h, (1 - (c**2 - a**2)) ** h
        three, two = 6 * _over_ordered(a**0 - first - second + both, 3), 1 - 2 * _over_ordered(first, 2)
        for n, exact in ((2, two), (3, three)):
            found = lonely_probability_of_laws(n, h, lambda t: t, lambda x: x**2)
            worst = max(worst, abs(found - float(exact)))
    return Finding(worst < 1e-12, worst, f"eight rational integrals; the largest deviation is {worst:.1e}")


def _two_cauchy(rng: np.random.Generator) -> Finding:
    """Two data: 1 - P is a double integral over a < b, here by Gauss-Legendre in both directions."""
    del rng
    nodes, weights = np.polynomial.legendre.leggauss(60)
    nodes, weights = (nodes + 1) / 2, weights / 2
    low = -1 + 2 * nodes[:, None]
    width = 1 - low
    high = low + width * nodes[None, :]
    inside = (np.arctan(high) - np.arctan(low)) / np.pi
    worst = 0.0
    for h in (1, 5, 20):
        failure = 2 * np.sum(2 * weights[:, None] * weights[None, :] * width * 0.25 * (1 - inside) ** h)
        worst = max(worst, abs(_cauchy(2, h) - (1 - failure)))
    table = max(abs(_cauchy(n, h) - value) for (n, h), value in TABLE.items())
    passed = worst < 1e-12 and table < 1e-12
    return Finding(passed, worst, f"two data to {worst:.1e}, the table to {table:.1e}")


def _sampled(rng: np.random.Generator) -> Finding:
    """Cauchy breakpoints and uniform data, drawn."""
    values = {}
    for n, h in ((3, 10), (5, 40)):
        data = np.sort(rng.uniform(-1, 1, (20_000, n)), axis=1)
        places = rng.standard_cauchy((20_000, h))
        filled = (places[:, None, :] > data[:, :-1, None]) & (places[:, None, :] < data[:, 1:, None])
        values[f"{n} data, {h} breakpoints"] = (filled.any(axis=2).all(axis=1).astype(float), TABLE[n, h])
    return moment_finding(values)


EVIDENCE = {
    "C5e.fixed": (
        Evidence("rational integrals for another law", _squares, "exact"),
        Evidence("Cauchy breakpoints and uniform data, by quadrature", _two_cauchy, "exact"),
        Evidence("Cauchy breakpoints and uniform data, drawn", _sampled),
    ),
}
