"""The functions of an angle: float64 and mpmath against the plain forms with many digits."""

import mpmath
import numpy as np
import pytest
from sympy import Symbol, diff, lambdify, latex

from symspline import arc_function_arrays
from symspline.arc_functions import angle_minus_sine, sine_minus_angle_cosine

PLAIN = {
    angle_minus_sine: lambda z: z - mpmath.sin(z),
    sine_minus_angle_cosine: lambda z: mpmath.sin(z) - z * mpmath.cos(z),
}
ANGLES = np.concatenate([10.0 ** np.linspace(-100, 0, 60), np.linspace(0.9, 1.1, 41), np.linspace(1.1, np.pi, 40)])
phi = Symbol("phi", real=True)


@pytest.mark.parametrize("function", PLAIN, ids=lambda f: f.__name__)
def test_float64(function):
    """1e-15 relative from 1e-100 to pi, odd, and zero at zero."""
    kernel = getattr(arc_function_arrays, function.__name__)
    found = kernel(ANGLES)
    with mpmath.workdps(350):
        expected = [PLAIN[function](mpmath.mpf(z)) for z in ANGLES]
        assert max(abs(value / target - 1) for value, target in zip(found, expected, strict=True)) < 1e-15
    assert kernel(0.0) == 0.0
    np.testing.assert_array_equal(kernel(-ANGLES), -found)


@pytest.mark.parametrize("function", PLAIN, ids=lambda f: f.__name__)
def test_symbolic(function):
    """Definition, derivative, mpmath code and LaTeX agree."""
    form = function(phi)
    assert (diff(form, phi) - diff(form.definition(), phi)).simplify() == 0
    assert function(0) == 0
    assert latex(form).startswith(r"\left(")
    with mpmath.workdps(30):
        angle = mpmath.mpf("1e-9")
        value = lambdify([phi], form, "mpmath")(angle)
        with mpmath.workdps(60):
            target = PLAIN[function](angle)
        assert abs(value / target - 1) < 1e-28
