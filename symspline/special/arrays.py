"""Float64 kernels of the functions in :mod:`symspline.special`: vectorised, free of cancellation, finite at the limits.

Every kernel broadcasts like a ufunc, raises no warning and keeps the limits at 0 and at infinity.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special as sc

Array = NDArray[np.float64]


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


_TERMS = np.arange(120.0)
_BREAKPOINT_SERIES = 2.0 / ((_TERMS + 3.0) * (_TERMS + 2.0))
_ZETA_SERIES = (_TERMS + 1.0) / ((_TERMS + 3.0) * (_TERMS + 2.0))


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
    integrand is positive and analytic in the strip ``|Im s| < π``, so that the trapezoidal rule of step h errs by
    ``exp(-2π²/h)`` times the growth towards the poles of order a, whatever z is.
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
        step = 0.4 / (1.0 + np.max(np.abs(a) + c) / 16.0) if z.size else 0.4
        count = int(np.ceil(np.max((stop - start) / step))) + 1 if z.size else 0
        s = start[:, None] + step * np.arange(count)
        log_f = b[:, None] * s - (c - a)[:, None] * np.logaddexp(0.0, s)
        log_f -= a[:, None] * np.logaddexp(0.0, s + log_z[:, None])
        total = step * np.sum(np.exp(log_f), axis=1) / sc.beta(b, c - b)
        at_zero = np.where(c > a + b, sc.gamma(c) * sc.gamma(c - a - b) / sc.gamma(c - a) / sc.gamma(c - b), np.inf)
        total = np.where(z == 0.0, at_zero, np.where(np.isposinf(z), np.where(a > 0, 0.0, np.inf), total))
        total = np.where((z < 0) | np.isnan(z), np.nan, total)
    return total.reshape(shape)[()]
