"""Zeros of transcendental functions: none is lost, each is where it is, and what cannot be told apart is refused."""

import mpmath
import numpy as np
import pytest
import sympy as sp

from symspline.enclosure.ball import Undecided
from symspline.enclosure.zeros import MOST_ZEROS, zeros

t = sp.Symbol("t", real=True)


def found(g, low, high):
    return zeros(g, t, sp.sympify(low), sp.sympify(high))


@pytest.mark.parametrize(
    ("g", "low", "high", "exact"),
    [
        (sp.exp(t) - 2, -1, 1, lambda: [mpmath.log(2)]),
        (sp.cos(t), -sp.pi, sp.pi, lambda: [-mpmath.pi / 2, mpmath.pi / 2]),
        (sp.sin(t), -sp.pi, sp.pi, lambda: [0]),
        # A zero in the very middle, of a function that rises everywhere.
        (sp.exp(t) - 1, -1, 1, lambda: [0]),
        (sp.exp(t) - 1, -60, 60, lambda: [0]),
        (sp.exp(t) - 1, -1, 3, lambda: [0]),
        (sp.log(t) + 1, 0, 3, lambda: [mpmath.exp(-1)]),
        (sp.erf(t) - sp.Rational(1, 2), -8, 8, lambda: [mpmath.erfinv(0.5)]),
        (t + sp.log(t), 0, 2, lambda: [mpmath.lambertw(1)]),
        (
            sp.besselj(0, t),
            0,
            10,
            lambda: [mpmath.besseljzero(0, 1), mpmath.besseljzero(0, 2), mpmath.besseljzero(0, 3)],
        ),
        # Zeros that touch, and the singular point of an odd function.
        (1 - sp.cos(t), -1, 1, lambda: [0]),
        ((sp.exp(t) - 2) ** 2, 0, 1, lambda: [mpmath.log(2)]),
        (1 / t, -1, 2, lambda: [0]),
        (sp.cosh(t), -50, 50, lambda: []),
        (1 - t**2, -1, 1, lambda: []),
    ],
    ids=lambda given: "" if callable(given) else str(given),
)
def test_every_zero_is_isolated(g, low, high, exact):
    with mpmath.workdps(40):
        wanted = exact()
        places = [mpmath.mpf(p.p) / p.q for p in found(g, low, high)]
        assert len(places) == len(wanted)
        is_simple = g not in (1 - sp.cos(t), (sp.exp(t) - 2) ** 2, 1 / t)
        assert all(abs(p - w) < (1e-29 if is_simple else 1e-16) for p, w in zip(places, wanted, strict=True))


def test_no_zero_of_a_trigonometric_polynomial_is_lost():
    rng = np.random.default_rng(3)
    for _ in range(5):
        a = rng.integers(-9, 10, size=(2, 4))
        g = sum(int(c) * sp.cos(k * t) + int(s) * sp.sin(k * t) for k, (c, s) in enumerate(a.T, 1))
        # With z = exp(it) its zeros are those of a polynomial on the unit circle.
        half = [(c - 1j * s) / 2 for c, s in a.T]
        roots = np.roots([*half[::-1], 0, *np.conj(half)])
        wanted = np.sort(np.angle(roots[np.abs(np.abs(roots) - 1) < 1e-8]))
        places = np.array([float(p) for p in found(g, sp.Rational(-314159, 10**5), sp.Rational(314159, 10**5))])
        assert places == pytest.approx(wanted[np.abs(wanted) < 3.14159], abs=1e-10)


@pytest.mark.parametrize(
    ("g", "high", "message"),
    [
        (sp.sin(1 / t), 1, r"sin\(1/t\) .*near t = [\d.e-]+"),
        (sp.sin(5000 * t), 7, rf"more than {MOST_ZEROS} zeros from t = 0 to 0\.12"),
        (sp.sin(t) ** 2 + sp.cos(t) ** 2 - 1, 1, "near t = .* cannot be told apart"),
        (sp.Si(t) - 1, 3, "no enclosure is known for Si"),
    ],
    ids=lambda given: "" if callable(given) else str(given),
)
def test_what_cannot_be_told_apart_is_refused_with_its_place(g, high, message):
    with pytest.raises(Undecided, match=message):
        found(g, 0, high)
