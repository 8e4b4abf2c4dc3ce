"""The kernels in float64 against mpmath from the one-sided integrals, which share nothing with the closed forms."""

import mpmath
import numpy as np
import pytest

import symspline as ss
from symspline.derivations.initialisation import arc_cosine_kernel, degenerate, laplace_kernel, uniform_kernel
from symspline.model.formula import Formula
from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal, RotationInvariant
from symspline.model.law import Constant, Laplace, Normal, TwoPoint, Uniform

V = Normal(1)
SW, SB = 1.25, 0.75
RHO = 0.5
INITS = {
    "normal": Init(w=Normal(SW), b=Normal(SB), v=V),
    "correlated": Init(wb=BivariateNormal(SW, SB, correlation=RHO), v=V),
    "round": Init(wb=RotationInvariant(SW), v=V),
    "uniform": Init(w=Uniform(SW), b=Uniform(SB), v=V),
    "two-point": Init(w=TwoPoint(SW), b=Uniform(SB), v=V),
    "laplace": Init(w=Laplace(SW), b=Laplace(SB), v=V),
}


def _zeta(name, order):
    """Moment functions of order 0 or 2, typed anew from the definition of the laws, and the places to cut integrals."""
    mp = mpmath.mp
    w, b, rho = mp.mpf(SW), mp.mpf(SB), mp.mpf(RHO)
    half = b / w
    if name in ("normal", "correlated"):
        r = rho if name == "correlated" else mp.zero
        d = w * b * mp.sqrt(1 - r * r)

        def value(c):
            q = b * b + 2 * r * w * b * c + w * w * c * c
            return d / (mp.pi * q) if order == 0 else 2 * d**3 / (mp.pi * q * q)

        return value, [-half, 0, half]
    if name == "round":
        return (lambda c: (1 if order == 0 else w * w / (1 + c * c)) / (mp.pi * (1 + c * c))), [-1, 0, 1]
    if name == "uniform":
        return (lambda c: min(w, b / abs(c) if c else w) ** (order + 2) / (2 * (order + 2) * w * b)), [-half, half]
    if name == "two-point":
        return (lambda c: w ** (order + 1) / (2 * b) if abs(c) <= half else mp.zero), [-half, half]
    level = lambda c: b + w * abs(c)  # noqa: E731
    return (lambda c: w * b / (2 * level(c) ** 2) if order == 0 else 3 * w**3 * b**3 / level(c) ** 4), [0]


def _one_sided(name, order, weight, x, y):
    """Half of the integrals of a moment function times `weight` left of both inputs and right of both."""
    mp = mpmath.mp
    zeta, cuts = _zeta(name, order)
    low, high = min(x, y), max(x, y)
    scales = [mp.mpf(10) ** k for k in range(-2, 8, 2)]
    marks = sorted({*map(mp.mpf, cuts), *scales, *(-s for s in scales)})
    left = [-mp.inf, *(m for m in marks if m < low), low]
    right = [high, *(m for m in marks if m > high), mp.inf]
    f = lambda c: weight(c) * zeta(c)  # noqa: E731
    return (mp.quad(f, left) + mp.quad(f, right)) / 2


QUANTITIES = {
    "kernel": lambda name, x, y: _one_sided(name, 2, lambda c: (x - c) * (y - c), x, y),
    "step_kernel": lambda name, x, y: _one_sided(name, 0, lambda c: 1, x, y),
    "slope_kernel": lambda name, x, y: _one_sided(name, 2, lambda c: 1, x, y),
}
POINTS = [
    (0.0, 0.0),
    (0.3, 0.3),
    (0.3, 0.3 + 2**-30),
    (1e-6, -1e-6),
    (0.6, 0.61),
    (0.6, -0.6),
    (0.2, 1.7),
    (-0.2, 1.7),
    (-1.7, 0.2),
    (2.5, 2.75),
    (-2.5, -40.0),
    (-0.6, 0.599),
    (-3.0, 2.0),
    (40.0, -0.55),
    (-1e3, 2e3),
    (1e4, -1e4),
    (1e4, 9999.0),
    (1e4, 1e-6),
]


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("name", INITS)
def test_float64_against_one_sided_integrals(name, quantity):
    """1e-13 relative, near the diagonal, for opposite signs, at the edges and far out."""
    kernel = getattr(INITS[name], quantity) if hasattr(INITS[name], quantity) else ss_derive(name, quantity)
    x, y = np.array(POINTS).T
    found, mirrored = kernel(x, y), kernel(y, x)
    with mpmath.workdps(30):
        expected = [QUANTITIES[quantity](name, mpmath.mpf(a), mpmath.mpf(b)) for a, b in POINTS]
        for value, swapped, target, place in zip(found, mirrored, expected, POINTS, strict=True):
            # The kernel of two-point weights vanishes at the edge of its support, where rounding moves the edge itself.
            allowed = 1e-13 * abs(target) + (2e-16 if name == "two-point" else 0)
            assert abs(value - target) <= allowed, (place, value, mpmath.nstr(target, 17))
            assert abs(swapped - target) <= allowed, place


def ss_derive(name, quantity):
    """The formula of a quantity that has no attribute of its own."""
    from symspline.answers.quantities import derive

    return derive(INITS[name], quantity)


@pytest.mark.parametrize("name", ["normal", "correlated"])
def test_polar_coordinates(name):
    """Normal weights are a linear image of the round normal law, whose radius integrates to two."""
    mp = mpmath.mp
    with mpmath.workdps(25):
        w, b, x, y = mp.mpf(SW), mp.mpf(SB), mp.mpf(0.4), mp.mpf(-1.1)
        r = mp.mpf(RHO) if name == "correlated" else mp.zero

        def active(place, angle):
            return max(mp.zero, (w * place + r * b) * mp.cos(angle) + b * mp.sqrt(1 - r * r) * mp.sin(angle))

        bends = [mp.atan2(-(w * z + r * b), b * mp.sqrt(1 - r * r)) for z in (x, y)]
        cuts = sorted({mp.zero, 2 * mp.pi, *(((bend + k * mp.pi) % (2 * mp.pi)) for bend in bends for k in (0, 1))})
        expected = mp.quad(lambda angle: active(x, angle) * active(y, angle), cuts) / mp.pi
        assert abs(INITS[name].kernel(0.4, -1.1) / expected - 1) < 1e-13


@pytest.mark.parametrize("name", ["uniform", "laplace"])
def test_two_dimensional_expectation(name):
    """The kernel from the expectation over weight and bias."""
    mp = mpmath.mp
    w, b = mp.mpf(SW), mp.mpf(SB)
    x, y = mp.mpf("0.4"), mp.mpf("-1.1")

    def bias_integral(weight):
        low, top = max(-weight * x, -weight * y), b if name == "uniform" else mp.inf
        if low >= top:
            return mp.zero

        def density(u):
            return 1 / (4 * w * b) if name == "uniform" else mp.exp(-abs(weight) / w - abs(u) / b) / (4 * w * b)

        cuts = [low, *(c for c in (mp.zero,) if low < c < top), top]
        return mp.quad(lambda u: (weight * x + u) * (weight * y + u) * density(u), cuts)

    with mpmath.workdps(15):
        edges = [s * e for e in (b / abs(x), b / abs(y)) for s in (-1, 1) if e < w]
        marks = sorted({-w, mp.zero, w, *edges}) if name == "uniform" else [-mp.inf, -2, 0, 2, mp.inf]
        expected = mp.quad(bias_integral, marks)
        assert abs(INITS[name].kernel(float(x), float(y)) / expected - 1) < 1e-11


def test_no_biases():
    """The kernel without biases is E[w^2](xy + |xy|)/4."""
    init = Init(w=Uniform(3), b=Constant(0), v=V)
    assert degenerate.closed_forms(init)["kernel"].theorem.id == "B15.kernel-value"
    assert init.kernel(2.0, 5.0) == pytest.approx(3 * 10 / 2, rel=1e-15)
    assert init.kernel(2.0, -5.0) == 0


@pytest.mark.parametrize("name", INITS)
def test_tangent_kernel_from_its_parts(name):
    """H (k_1 + E[v^2](1 + xy) k_0) + 1."""
    from dataclasses import replace

    init = replace(INITS[name], v=Normal(0.25), width=40)
    x, y = np.array([0.3, -2.0, 5.0]), np.array([0.4, 1.5, 5.0])
    parts = 40 * (INITS[name].kernel(x, y) + 0.0625 * (1 + x * y) * ss_derive(name, "step_kernel")(x, y)) + 1
    assert isinstance(init.tangent_kernel, Formula)
    np.testing.assert_allclose(init.tangent_kernel(x, y), parts, rtol=1e-13)


@pytest.mark.parametrize("section", [arc_cosine_kernel, uniform_kernel, laplace_kernel])
def test_other_laws_are_left_to_other_sections(section):
    """A family answers only for its own laws."""
    assert section.closed_forms(Init(w=Normal(1), b=Uniform(1), v=V)) == {}


def test_planted_error_is_seen():
    """The oracle tells a kernel from one that is wrong by 1e-12."""
    with mpmath.workdps(30):
        expected = QUANTITIES["kernel"]("normal", mpmath.mpf(0.5), mpmath.mpf(-2))
        value = INITS["normal"].kernel(0.5, -2.0)
        assert abs(value * (1 + 1e-12) / expected - 1) > 1e-13
    assert ss.library["B17.kernel"].id == "B17.kernel"
