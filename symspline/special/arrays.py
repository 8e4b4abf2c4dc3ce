"""Float64 kernels of the functions in :mod:`symspline.special`: vectorised, free of cancellation, finite at the limits.

Every kernel broadcasts like a ufunc, raises no warning and keeps the limits at 0 and at infinity.
"""

from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special as sc

Array = NDArray[np.float64]

_ROOT_PI = np.sqrt(np.pi)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
# Series in 1 - z of the two Student functions, in φ² of the two arc functions, in 1/(2 t²) of the slope of erfcx.
_TERMS = np.arange(120.0)
_BREAKPOINT_SERIES = 2.0 / ((_TERMS + 3.0) * (_TERMS + 2.0))
_ZETA_SERIES = (_TERMS + 1.0) / ((_TERMS + 3.0) * (_TERMS + 2.0))
_SINE = [(-1.0) ** k / factorial(2 * k + 3) for k in range(9)]
_COSINE = [(-1.0) ** k * (2 * k + 2) / factorial(2 * k + 3) for k in range(9)]
_ERFCX_SERIES = np.cumprod([1.0, *(-(2.0 * k + 1.0) for k in range(1, 14))])
_HEIGHTS = np.geomspace(1e-8, 1.55, 400)
"""Distances from the line at which the growth of an integrand is looked at."""
_DIGITS = 38.0
"""Minus the logarithm of what the trapezoidal rule may err by."""


def lower_gamma(s: ArrayLike, x: ArrayLike) -> Array:
    """Return the lower incomplete gamma function ``γ(s, x) = x^s γ*(s, x)`` for s > 0, x >= 0."""
    s, x = np.asarray(s, float), np.asarray(x, float)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        small = np.power(x, s) * scaled_lower_gamma(s, np.minimum(x, 1.0))
        return np.where(x <= 1.0, small, sc.gammainc(s, x) * sc.gamma(s))[()]


def scaled_lower_gamma(s: ArrayLike, x: ArrayLike) -> Array:
    """Return ``γ(s, x) / x^s``, an entire function of x with the value ``1/s`` at 0, for s > 0, x >= 0."""
    s, x = np.broadcast_arrays(np.asarray(s, float), np.asarray(x, float))
    near = np.minimum(x, 1.0)
    term = 1.0 / s
    total = term
    with np.errstate(under="ignore", over="ignore", invalid="ignore", divide="ignore"):
        for k in range(1, 20):
            term = term * near / (s + k)
            total = total + term
        far = sc.gammainc(s, x) * sc.gamma(s) * np.power(np.maximum(x, 1.0), -s)
        return np.where(x <= 1.0, np.exp(-near) * total, far)[()]


def exp_integral(x: ArrayLike) -> Array:
    """Return ``E_1(x)`` for x >= 0."""
    with np.errstate(under="ignore", divide="ignore"):
        return sc.exp1(np.asarray(x, float))


def scaled_bessel_k(nu: ArrayLike, x: ArrayLike) -> Array:
    """Return ``exp(x) K_nu(x)`` for x >= 0."""
    x = np.asarray(x, float)
    # scipy returns nan beyond 1e15, where the first term of the asymptotic series is exact to rounding.
    with np.errstate(divide="ignore"):
        return np.where(x < 1e14, sc.kve(nu, np.minimum(x, 1e14)), np.sqrt(np.pi / 2 / np.maximum(x, 1.0)))[()]


def bessel_k0_integral(x: ArrayLike) -> Array:
    """Return ``∫_0^x K_0(t) dt`` for x >= 0; π/2 at infinity."""
    x = np.asarray(x, float)
    near, far = np.minimum(x, 2.0), np.maximum(x, 2.0)
    with np.errstate(divide="ignore", invalid="ignore", under="ignore"):
        log_half = np.where(near > 0.0, np.log(near / 2.0), 0.0)
        term, total = near, np.zeros_like(near)
        for k in range(20):
            total = total + term / (2 * k + 1) * (sc.psi(k + 1) - log_half + 1.0 / (2 * k + 1))
            term = term * (near / 2.0) ** 2 / (k + 1) ** 2
        # ∫_x^∞ K_0 = ∫_0^∞ exp(-x cosh t)/cosh t dt, by the trapezoidal rule.
        cosh = np.cosh(np.arange(36) * 0.125)
        weights = np.where(np.arange(36) == 0, 0.0625, 0.125) / cosh
        tail = np.exp(-far[..., None] * cosh) @ weights
        return np.where(x <= 2.0, total, np.pi / 2.0 - tail)[()]


def log_ratio(z: ArrayLike) -> Array:
    """Return ``ln(z) / (z - 1)``, 1 at ``z = 1``, for z >= 0."""
    z = np.asarray(z, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = z - 1.0
        near = np.where(np.abs(gap) < 0.5, np.log1p(np.maximum(gap, -0.5)), np.log(z))
        value = np.where(gap == 0.0, 1.0, near / np.where(gap == 0.0, 1.0, gap))
        return np.where(np.isposinf(z), 0.0, value)[()]


def student3_breakpoint(z: ArrayLike) -> Array:
    """Return ``(z² - 1 - 2 z ln z) / (z - 1)³``, 1/3 at ``z = 1``, for z >= 0."""
    z = np.asarray(z, float)
    # F(z) = F(1/z)/z brings every argument into (0, 1], where the series in 1 - z has positive terms.
    with np.errstate(divide="ignore", invalid="ignore", under="ignore"):
        inner = np.where(z > 1.0, 1.0 / z, z)
        near = np.polynomial.polynomial.polyval(1.0 - np.maximum(inner, 0.25), _BREAKPOINT_SERIES)
        low = np.where(inner == 0.0, 1.0, np.minimum(inner, 0.25))
        far = (1.0 - low * low + 2.0 * low * np.log(low)) / (1.0 - low) ** 3
        value = np.where(inner == 0.0, 1.0, np.where(inner >= 0.25, near, far))
        return np.where(z > 1.0, value * inner, value)[()]


def student3_zeta(z: ArrayLike) -> Array:
    """Return ``((1 + z) ln z - 2 (z - 1)) / (z - 1)³``, 1/6 at ``z = 1``, for z > 0; infinite at 0."""
    z = np.asarray(z, float)
    # G(z) = G(1/z)/z² brings every argument into (0, 1].
    with np.errstate(divide="ignore", invalid="ignore", under="ignore"):
        inner = np.where(z > 1.0, 1.0 / z, z)
        near = np.polynomial.polynomial.polyval(1.0 - np.maximum(inner, 0.25), _ZETA_SERIES)
        low = np.minimum(inner, 0.25)
        far = -((1.0 + low) * np.log(low) + 2.0 * (1.0 - low)) / (1.0 - low) ** 3
        value = np.where(inner >= 0.25, near, far)
        return np.where(np.isposinf(z), 0.0, np.where(z > 1.0, value * inner * inner, value))[()]


def hyp2f1_complement(a: ArrayLike, b: ArrayLike, c: ArrayLike, z: ArrayLike) -> Array:
    """Return ``₂F₁(a, b; c; 1 - z)`` for ``c > b > 0`` and z > 0.

    Euler's integral after ``t = e^s/(1 + e^s)`` is ``∫ e^{bs} (1+e^s)^{a-c} (1+z e^s)^{-a} ds / B(b, c-b)``. Its
    integrand is positive, and for ``|Im s| = y < π/2`` its integral grows by ``cos(y)^(-m)`` at most, with ``m = min(b,
    c - b)`` where ``0 <= a <= c``, whatever z is: the trapezoidal rule of step h errs by ``exp(-2πy/h)`` times that.
    """
    a, b, c, z = np.broadcast_arrays(*(np.asarray(v, float) for v in (a, b, c, z)))
    shape = z.shape
    a, b, c, z = (np.atleast_1d(v).ravel() for v in (a, b, c, z))
    with np.errstate(divide="ignore", invalid="ignore", under="ignore", over="ignore"):
        log_z = np.where(np.isfinite(z) & (z > 0), np.log(z), 0.0)
        # The three exponential slopes: b below both bends, c - b above both, and one of two between them.
        reach = 40.0 - sc.betaln(b, c - b)
        start = np.minimum(0.0, -log_z) - reach / b
        stop = np.maximum(0.0, -log_z) + reach / (c - b)
        order = np.max(np.minimum(b, c - b) + np.maximum(-a, 0.0) + np.maximum(a - c, 0.0), initial=0.0)
        step = np.max(2.0 * np.pi * _HEIGHTS / (_DIGITS - order * np.log(np.cos(_HEIGHTS))))
        count = int(np.ceil(np.max((stop - start) / step))) + 1 if z.size else 0
        s = start[:, None] + step * np.arange(count)
        log_f = b[:, None] * s - (c - a)[:, None] * np.logaddexp(0.0, s)
        log_f -= a[:, None] * np.logaddexp(0.0, s + log_z[:, None])
        total = step * np.sum(np.exp(log_f - sc.betaln(b, c - b)[:, None]), axis=1)
        log_gammas = sc.gammaln(c) + sc.gammaln(c - a - b) - sc.gammaln(c - a) - sc.gammaln(c - b)
        at_zero = np.where(c > a + b, np.exp(log_gammas), np.inf)
        total = np.where(z == 0.0, at_zero, np.where(np.isposinf(z), np.where(a > 0, 0.0, np.inf), total))
        total = np.where((z < 0) | np.isnan(z), np.nan, total)
    return total.reshape(shape)[()]


def angle_minus_sine(angle: ArrayLike) -> Array:
    """Return ``φ - sin φ`` for real φ."""
    angle = np.asarray(angle, float)
    value = np.atleast_1d(angle - np.sin(angle))
    # The difference loses digits below one radian, where nine terms of the series are exact to rounding.
    near = np.abs(value) < 0.15
    value[near] = _cubic(np.atleast_1d(angle)[near], _SINE)
    return value.reshape(angle.shape)[()]


def arc_cosine_sum(across: ArrayLike, along: ArrayLike) -> Array:
    """Return ``N + (π - atan2(N, D)) D`` for N >= 0 and real D."""
    across, along = np.broadcast_arrays(np.asarray(across, float), np.asarray(along, float))
    shape = across.shape
    across, along = np.atleast_1d(across), np.atleast_1d(along)
    # The angle φ = π - θ itself: π less a rounded θ would lose the small φ on which everything depends.
    angle = np.arctan2(across, -along)
    value = across + angle * along
    near = across < -along
    if np.any(near):
        value[near] = np.hypot(across[near], along[near]) * _cubic(angle[near], _COSINE)
    return value.reshape(shape)[()]


def _cubic(angle: Array, coefficients: list[float]) -> Array:
    """Return the sum of ``c_k φ^(2k+3)``."""
    square = angle * angle
    series = np.full_like(angle, coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        series *= square
        series += coefficient
    return angle * square * series


def gauss_laplace_integral(n: int, A: ArrayLike, B: ArrayLike) -> Array:
    """Return ``∫_0^∞ r^n exp(-A r² - B r) dr`` for a whole number n and A, B >= 0, not both zero."""
    n = int(n)
    A, B = np.broadcast_arrays(np.asarray(A, float), np.asarray(B, float))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        z = np.where(A == 0.0, np.inf, B / (2.0 * np.sqrt(A)))
        # Scaled by A for a small linear term, by B for a small quadratic one.
        by_a = A ** (-(n + 1) / 2.0) * _upward(n, np.minimum(z, 1.5))
        by_b = factorial(n) * B ** (-(n + 1.0)) * _scaled_moment(n, np.maximum(z, 1.5))
        return np.where(z < 1.5, by_a, by_b)[()]


def _scaled_moment(n: int, z: Array) -> Array:
    """``(2z)^{n+1}/n!`` times ``∫_0^∞ s^n exp(-s² - 2 z s) ds`` for z >= 1.5; 1 at infinity."""
    near, far = np.minimum(z, 4.0), np.minimum(np.maximum(z, 4.0), 1e9)
    value = np.where(z < 4.0, _downward(n, near, 120), _downward(n, far, 40))
    return np.where(z < 1e9, value * (2.0 * np.minimum(z, 1e9)) ** (n + 1) / factorial(n), 1.0)


def _upward(n: int, z: Array) -> Array:
    """The moment ``∫_0^∞ s^n exp(-s² - 2 z s) ds`` by forward recurrence, which loses few digits for z <= 1.5."""
    lower, value = np.zeros_like(z), _ROOT_PI / 2.0 * sc.erfcx(z)
    for k in range(n):
        boundary = 0.5 if k == 0 else k * lower / 2.0
        lower, value = value, boundary - z * value
    return value


def _downward(n: int, z: Array, start: int) -> Array:
    """The same by backward recurrence for the ratios of moments, whose error falls like exp(-2 z √(2 start))."""
    ratio = np.zeros_like(z)
    product = np.ones_like(z)
    for k in range(start, 0, -1):
        ratio = k / (2.0 * z + 2.0 * ratio)
        if k <= n:
            product = product * ratio
    return product * _ROOT_PI / 2.0 * sc.erfcx(z)


def reciprocal_gauss_integral(a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Array:
    """Return ``∫_0^{1/c} exp(-a² r² - b²/r²) dr`` for a, b, c >= 0, a and c not both zero."""
    a, b, c = np.broadcast_arrays(*(np.asarray(v, float) for v in (a, b, c)))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        x = np.where(c == 0.0, np.inf, a / c)
        y = np.where(c == 0.0, 0.0, b * c)
        small = x < 1.0
        out = np.empty(x.shape)
        out[small] = _short(x[small], y[small]) / c[small]
        out[~small] = _long(x[~small], y[~small], a[~small] * b[~small]) / a[~small]
    return out[()]


def _short(x: Array, y: Array) -> Array:
    """The integral to 1 for x < 1: the difference of erfcx over (y-x, y+x) as the mean of its derivative."""
    mean = np.zeros_like(x)
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        mean += weight / 2.0 * _slope(y + node * x)
    return _ROOT_PI / 2.0 * np.exp(-x * x - y * y) * mean


def _slope(t: Array) -> Array:
    """``-erfcx'(t) = 2/√π - 2 t erfcx(t)``, by its asymptotic series for t > 10."""
    near = np.minimum(t, 10.0)
    square = 2.0 * np.maximum(t, 10.0) ** 2
    far = np.polynomial.polynomial.polyval(1.0 / square, _ERFCX_SERIES) / square
    return 2.0 / _ROOT_PI * np.where(t <= 10.0, 1.0 - _ROOT_PI * near * sc.erfcx(near), far)


def _long(x: Array, y: Array, product: Array) -> Array:
    """``a`` times the integral for x >= 1."""
    gauss = np.exp(-x * x - y * y)
    near = np.where(y >= x, gauss * sc.erfcx(np.maximum(y - x, 0.0)), np.exp(-2.0 * product) * sc.erfc(y - x))
    return _ROOT_PI / 4.0 * (near - np.where(gauss == 0.0, 0.0, gauss * sc.erfcx(x + y)))
