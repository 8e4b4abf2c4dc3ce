"""Float64 kernels of :mod:`symspline.special.gauss_integrals`: without cancellation, finite at the limits."""

from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special as sc

Array = NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_ROOT_PI = np.sqrt(np.pi)


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


_TERMS = np.cumprod([1.0, *(-(2.0 * k + 1.0) for k in range(1, 14))])


def _slope(t: Array) -> Array:
    """``-erfcx'(t) = 2/√π - 2 t erfcx(t)``, by its asymptotic series for t > 10."""
    near = np.minimum(t, 10.0)
    square = 2.0 * np.maximum(t, 10.0) ** 2
    far = np.polynomial.polynomial.polyval(1.0 / square, _TERMS) / square
    return 2.0 / _ROOT_PI * np.where(t <= 10.0, 1.0 - _ROOT_PI * near * sc.erfcx(near), far)


def _long(x: Array, y: Array, product: Array) -> Array:
    """``a`` times the integral for x >= 1."""
    gauss = np.exp(-x * x - y * y)
    near = np.where(y >= x, gauss * sc.erfcx(np.maximum(y - x, 0.0)), np.exp(-2.0 * product) * sc.erfc(y - x))
    return _ROOT_PI / 4.0 * (near - np.where(gauss == 0.0, 0.0, gauss * sc.erfcx(x + y)))
