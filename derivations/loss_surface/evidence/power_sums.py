"""Power sums from the characteristic function in rational arithmetic."""

from fractions import Fraction
from math import factorial

import numpy as np

from symspline.numerics.beam import cantilever_power_sum
from symspline.proof.theorem import Evidence, Finding


def coefficients(rng: np.random.Generator) -> Finding:
    """Power sums from the product of the series of cos and cosh, multiplied out in rational arithmetic."""
    del rng
    terms = 17
    cosine = [Fraction((-1) ** (n // 2), factorial(n)) if n % 2 == 0 else Fraction(0) for n in range(terms)]
    hyperbolic = [abs(c) for c in cosine]
    series = [sum((cosine[i] * hyperbolic[n - i] for i in range(n + 1)), Fraction(0)) / 2 for n in range(terms)]
    elementary = [Fraction(1), *((-1) ** m * series[4 * m] for m in range(1, 5))]
    others = [series[n] for n in range(1, terms) if n % 4]
    sums: list[Fraction] = []
    for m in range(1, 5):
        newton = sum(((-1) ** (i - 1) * elementary[i] * sums[m - i - 1] for i in range(1, m)), Fraction(0))
        sums.append(newton + (-1) ** (m - 1) * m * elementary[m])
    wrong = sum(value != cantilever_power_sum(m) for m, value in enumerate(sums, 1)) + sum(c != 0 for c in others)
    return Finding(wrong == 0, float(wrong), f"power sums {', '.join(map(str, sums))} from the multiplied series")


EVIDENCE = {"C8a.series": Evidence("power sums from the series of cos and cosh, multiplied out", coefficients, "exact")}
