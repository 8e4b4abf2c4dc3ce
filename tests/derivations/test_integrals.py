"""The lemmas on integrals against mpmath quadrature of their first lines at random rates."""

import mpmath
import numpy as np
import pytest
from sympy import lambdify

from symspline.derivations.initialisation import integrals

SCALES = ("1e-3", "0.1", "0.5", "1", "2", "5", "20")


def quadrature(integral, values):
    """The integral by mpmath, cut at the scales of its integrand."""
    variable, *ends = integral.limits[0]
    start, stop = lambdify(list(values), ends, "mpmath")(*values.values())
    integrand = lambdify([variable, *values], integral.function, "mpmath")
    marks = [start, *(m for m in map(mpmath.mpf, SCALES) if start < m < stop), stop]
    return mpmath.quad(lambda t: integrand(t, *values.values()) if t else mpmath.mpf(0), marks)


@pytest.mark.parametrize("theorem", integrals.B0.theorems, ids=lambda t: t.id)
def test_conclusion_is_the_integral(theorem):
    """1e-18 relative at random points, for the conclusion and for the form that floating point uses."""
    rng = np.random.default_rng(20)
    forms = [theorem.conclusion] + ([] if theorem.compute is None else [theorem.compute])
    for _ in range(2):
        with mpmath.workdps(25):
            boxes = ((a.symbol, max(float(a.low), 0.5), float(a.high)) for a in theorem.arguments)
            values = {symbol: mpmath.mpf(rng.uniform(low, high)) for symbol, low, high in boxes}
            expected = quadrature(theorem.start, values)
            for form in forms:
                found = lambdify(list(values), form, "mpmath")(*values.values())
                assert abs(found / expected - 1) < 1e-18
