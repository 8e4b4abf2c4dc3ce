"""The functions of angles: float64 and mpmath against the plain forms with many digits."""

import mpmath
import numpy as np
import pytest
from sympy import Symbol, diff, lambdify, latex

from symspline.special import angle_minus_sine, arc_cosine_sum, arrays

PLAIN = {
    angle_minus_sine: lambda z: z - mpmath.sin(z),
    arc_cosine_sum: lambda n, d: n + (mpmath.pi - mpmath.atan2(n, d)) * d,
}
ANGLES = np.concatenate([10.0 ** np.linspace(-100, 0, 60), np.linspace(0.9, 1.1, 41), np.linspace(1.1, np.pi, 40)])
LEGS = np.concatenate([10.0 ** np.linspace(-60, 8, 80), np.linspace(0.9, 1.1, 21)])
POINTS = {
    angle_minus_sine: (ANGLES,),
    arc_cosine_sum: (np.concatenate([LEGS, LEGS, [0.0]]), np.concatenate([-np.ones(101), np.ones(101), [2.0]])),
}


@pytest.mark.parametrize("function", PLAIN, ids=lambda f: f.__name__)
def test_float64(function):
    """1e-15 relative over many orders of magnitude."""
    found = getattr(arrays, function.__name__)(*POINTS[function])
    with mpmath.workdps(350):
        expected = [PLAIN[function](*map(mpmath.mpf, point)) for point in zip(*POINTS[function], strict=True)]
        assert max(abs(value / target - 1) for value, target in zip(found, expected, strict=True)) < 1e-15


def test_limits():
    """Values at zero, numbers in and numbers out, and the odd symmetry."""
    assert arrays.angle_minus_sine(0.0) == 0.0
    assert arrays.arc_cosine_sum(0.0, -3.0) == 0.0
    assert arrays.arc_cosine_sum(2.0, 0.0) == 2.0
    np.testing.assert_array_equal(arrays.angle_minus_sine(-ANGLES), -arrays.angle_minus_sine(ANGLES))
    assert arrays.arc_cosine_sum(np.ones((2, 1)), np.ones(3)).shape == (2, 3)


@pytest.mark.parametrize("function", PLAIN, ids=lambda f: f.__name__)
def test_symbolic(function):
    """Definition, derivative, mpmath code and LaTeX agree."""
    symbols = [Symbol(name, positive=True) for name in "ab"][: len(POINTS[function])]
    form = function(*symbols)
    for symbol in symbols:
        assert (diff(form, symbol) - diff(form.definition(), symbol)).simplify() == 0
    assert latex(form).startswith(r"\left(")
    with mpmath.workdps(30):
        point = [mpmath.mpf("1e-9"), mpmath.mpf(-1)][: len(symbols)]
        value = lambdify(symbols, form, "mpmath")(*point)
        with mpmath.workdps(60):
            target = PLAIN[function](*point)
        assert abs(value / target - 1) < 1e-28
