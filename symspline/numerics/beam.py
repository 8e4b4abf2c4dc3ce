"""The spectrum of the infinitely wide, infinitely sampled network: vibrating beams.

With N data and H breakpoints spread over [0, 1] the eigenvalues of the Hessian in the slopes mu approach N H lambda,
where lambda = k^-4 and k are the wavenumbers of an elastic beam: right-facing neurons give the cantilever, clamped at
one end and free at the other; left-facing ones its mirror image; both together two coupled beams; a trained offset a
hinge spring.

The wavenumbers are roots of transcendental equations and are found to any number of digits. ``density_spectrum`` treats
any densities of data and breakpoints in double precision, by integration on a Legendre grid.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from mpmath.ctx_mp import MPContext

from symspline.numerics.active_sets import Vector
from symspline.numerics.arguments import whole_number
from symspline.numerics.density_spectrum import density_spectrum

_GUARD_DIGITS = 15


def _context(modes: int, digits: int) -> MPContext:
    whole_number("modes", modes, 1)
    context = MPContext()  # its own precision: mpmath's global one stays the caller's
    context.dps = whole_number("digits", digits, 5) + _GUARD_DIGITS
    return context


def _rounded(context: MPContext, roots: list[Any], digits: int) -> list[Any]:
    context.dps = digits
    return [+root for root in roots]


def _bracketed(context: MPContext, f: Callable[[Any], Any], low: Any, high: Any) -> Any:
    """The root between two points of opposite sign, by bisection down to the working precision: it cannot stray."""
    if context.sign(f(context.mpf(low))) == context.sign(f(context.mpf(high))):
        raise ArithmeticError(f"no change of sign between {low} and {high}")
    steps = context.prec + 100
    return context.findroot(f, (low, high), solver="bisect", tol=4 * context.eps, maxsteps=steps, verify=False)


def _cantilever_roots(context: MPContext, modes: int) -> list[Any]:
    # Divided by cosh k nothing overflows. The roots approach (n - 1/2) pi, so an interval of length pi holds one each.
    def equation(k: Any) -> Any:
        return context.cos(k) + 1 / context.cosh(k)

    return [_bracketed(context, equation, (n - 1) * context.pi + 0.5, n * context.pi) for n in range(1, modes + 1)]


def cantilever_wavenumbers(modes: int, digits: int = 30) -> list[Any]:
    """Wavenumbers k_n of the cantilever, cos k cosh k = -1: neurons of one orientation, uniform densities (C8a, C8c).

    Args:
        modes: how many, ascending from the smallest k (the largest eigenvalue k^-4).
        digits: significant decimal digits, at least 5.

    Raises:
        ValueError: modes or digits are no whole numbers in range.

    Example:
        >>> print(cantilever_wavenumbers(1, digits=20)[0])
        1.8751040687119611664
    """
    context = _context(modes, digits)
    return _rounded(context, _cantilever_roots(context, modes), digits)


def offset_wavenumbers(kappa: Any, modes: int, digits: int = 30) -> list[Any]:
    """Wavenumbers with a trained offset: cos k cosh k + 1 = kappa k^3 (sin k cosh k + cos k sinh k) (C8e).

    The offset adds kappa to the kernel, kappa = 1/H for the matrix over (mu, b0) divided by N H. Raising the kernel
    by a rank-one term interlaces: exactly one root lies below each cantilever wavenumber and above the one before.

    Args:
        kappa: weight of the offset, positive.
        modes: as for ``cantilever_wavenumbers``, and so are digits, result and errors.
        digits: significant decimal digits.

    Example:
        >>> print(offset_wavenumbers(1, 1, digits=15)[0])
        0.987527965639419
    """
    context = _context(modes, digits)
    weight = context.mpf(kappa)
    if not (weight > 0 and context.isfinite(weight)):
        raise ValueError(f"kappa is {kappa}: pass a positive number, or use cantilever_wavenumbers for none")

    def equation(k: Any) -> Any:
        cosine, sine = context.cos(k), context.sin(k)
        return cosine + 1 / context.cosh(k) - weight * k**3 * (sine + cosine * context.tanh(k))

    ends = [context.zero, *_cantilever_roots(context, modes)]
    roots = [_bracketed(context, equation, low, high) for low, high in pairwise(ends)]
    return _rounded(context, roots, digits)


def mixed_wavenumbers(right_fraction: Any, modes: int, digits: int = 30) -> list[Any]:
    """Wavenumbers when a fraction of the neurons faces right and the rest left, uniform densities (C8d).

    The eigenfunction is u with lambda u'''' = u; u_R = rho_R u + P and u_L = rho_L u - P with a cubic P satisfy
    u_R(0) = u_R'(0) = u_R''(1) = u_R'''(1) = 0 and u_L(1) = u_L'(1) = u_L''(0) = u_L'''(0) = 0: an 8 x 8 determinant.
    For one half it factorises by parity, see ``even_wavenumbers`` and ``odd_wavenumbers``.

    Args:
        right_fraction: rho_R in [0, 1].
        modes: at most 60, else as for ``cantilever_wavenumbers``, and so are digits, result and errors.
        digits: significant decimal digits.

    Example:
        >>> print(mixed_wavenumbers(0.5, 1, digits=20)[0])
        2.1086134835603646327
    """
    context = _context(modes, digits)
    share = context.mpf(right_fraction)
    if not 0 <= share <= 1:
        raise ValueError(f"right_fraction is {right_fraction}: pass a number from 0 to 1")
    if modes > 60:
        raise ValueError(f"modes is {modes}: the starting values are sure for at most 60")
    start = density_spectrum(1.0, float(share), 1.0 - float(share), modes=modes) ** -0.25
    # A millionth of the gap to the next mode is far more than the float64 wavenumber errs by, and no bracket holds two.
    gaps = np.diff(start, append=start[-1] + 3.0)
    roots = []
    for n, k in enumerate(start):
        reach = context.mpf(1e-6 * min(gaps[n], gaps[n - 1] if n else 1.0))
        roots.append(_bracketed(context, lambda s: _mixed_determinant(context, share, s), k - reach, k + reach))
    return _rounded(context, roots, digits)


def _mixed_determinant(context: MPContext, share: Any, k: Any) -> Any:
    """Determinant of the eight end conditions on (cos, sin, two decaying exponentials, 1, x, x^2, x^3)."""
    cosine, sine, decay = context.cos(k), context.sin(k), context.exp(-k)

    def waves(end: int, order: int) -> list[Any]:
        # Derivatives of cos kx, sin kx, exp(-kx), exp(-k(1-x)) divided by k^order.
        c, s = (context.one, context.zero) if end == 0 else (cosine, sine)
        turn = [(c, s), (-s, c), (-c, -s), (s, -c)][order]
        near, far = (context.one, decay) if end == 0 else (decay, context.one)
        return [*turn, (-1) ** order * near, far]

    def cubic(end: int, order: int) -> list[Any]:
        return [context.mpf(math.perm(m, order) if end or m == order else 0) / k**order for m in range(4)]

    right, left = ((0, 0), (0, 1), (1, 2), (1, 3)), ((1, 0), (1, 1), (0, 2), (0, 3))
    rows = [[share * f for f in waves(*at)] + cubic(*at) for at in right]
    rows += [[(1 - share) * f for f in waves(*at)] + [-f for f in cubic(*at)] for at in left]
    return _determinant(context, rows)


def _determinant(context: MPContext, rows: list[list[Any]]) -> Any:
    """By elimination with row pivots; exactly zero where a pivot is, at which mpmath's own ``det`` fails."""
    value = context.one
    for k in range(len(rows)):
        pivot = max(range(k, len(rows)), key=lambda i: abs(rows[i][k]))
        if rows[pivot][k] == 0:
            return context.zero
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            value = -value
        value *= rows[k][k]
        for row in rows[k + 1 :]:
            factor = row[k] / rows[k][k]
            for j in range(k + 1, len(row)):
                row[j] -= factor * rows[k][j]
    return value


def even_wavenumbers(modes: int, digits: int = 30) -> list[Any]:
    """Even modes of half right-facing, half left-facing neurons (C8d).

    (2 + k tan(k/2)) (2 - k tanh(k/2)) = k^3 (tan(k/2) + tanh(k/2)) / 12.
    Arguments, result and errors are those of ``cantilever_wavenumbers``.

    Example:
        >>> print(even_wavenumbers(2, digits=20)[1])
        5.1464228607099700069
    """
    context = _context(modes, digits)

    # Multiplied by cos(k/2), which removes the poles of the tangent.
    def equation(k: Any) -> Any:
        cosine, sine, tanh = context.cos(k / 2), context.sin(k / 2), context.tanh(k / 2)
        return (2 * cosine + k * sine) * (2 - k * tanh) - k**3 * (sine + cosine * tanh) / 12

    return _rounded(context, _parity_roots(context, equation, modes), digits)


def odd_wavenumbers(modes: int, digits: int = 30) -> list[Any]:
    """Odd modes of half right-facing, half left-facing neurons: k (tan(k/2) - tanh(k/2)) = 4 (C8d).

    Arguments, result and errors are those of ``cantilever_wavenumbers``.

    Example:
        >>> print(odd_wavenumbers(1, digits=20)[0])
        2.3831906936971391473
    """
    context = _context(modes, digits)

    def equation(k: Any) -> Any:
        cosine = context.cos(k / 2)
        return k * (context.sin(k / 2) - cosine * context.tanh(k / 2)) - 4 * cosine

    return _rounded(context, _parity_roots(context, equation, modes), digits)


def _parity_roots(context: MPContext, equation: Callable[[Any], Any], modes: int) -> list[Any]:
    """The first sign changes of an equation whose roots are at least one apart."""
    step, low, roots = context.mpf(1) / 4, context.one, []
    while len(roots) < modes:
        if context.sign(equation(low)) != context.sign(equation(low + step)):
            roots.append(_bracketed(context, equation, low, low + step))
        low += step
    return roots


def cantilever_power_sum(order: int) -> Fraction:
    """Sum of lambda_n^order over all cantilever eigenvalues, exactly (C8a).

    (1 + cos k cosh k) / 2 = product of (1 - k^4 lambda_n) has the series sum_m (-4)^m k^(4m) / (2 (4m)!) beyond its
    leading 1; Newton's identities turn its coefficients into power sums.

    Raises:
        ValueError: the order is no whole number of at least 1.

    Example:
        >>> [str(cantilever_power_sum(m)) for m in (1, 2, 3, 4)]
        ['1/12', '11/1680', '2641/4989600', '12343/288288000']
    """
    order = whole_number("order", order, 1)
    # Elementary symmetric functions: the coefficient of k^(4m) is (-1)^m e_m.
    elementary = [Fraction(1)] + [Fraction(4**m, 2 * math.factorial(4 * m)) for m in range(1, order + 1)]
    sums: list[Fraction] = []
    for m in range(1, order + 1):
        newton = sum(((-1) ** (j - 1) * elementary[j] * sums[m - j - 1] for j in range(1, m)), Fraction(0))
        sums.append(newton + (-1) ** (m - 1) * m * elementary[m])
    return sums[-1]


def cantilever_mode(mode: int, x: Any) -> Vector:
    """Singular functions of right-facing neurons, normalised to integral of phi^2 = 1 (C8a).

    phi(t) = cosh kt - cos kt - sigma (sinh kt - sin kt), sigma = (cosh k + cos k) / (sinh k + sin k), where t is the
    distance from the clamped end: t = x on the data side, t = 1 - beta on the side of the breakpoints.

    Args:
        mode: 1 for the largest eigenvalue.
        x: distance from the clamped end, in [0, 1], any shape, which is that of the result.

    Raises:
        ValueError: a distance outside [0, 1] or a mode below 1.

    Example:
        >>> float(cantilever_mode(1, 0.0)), round(float(cantilever_mode(1, 1.0)), 12)
        (0.0, 2.0)
    """
    t = np.asarray(x, dtype=np.float64)
    if not np.all((t >= 0.0) & (t <= 1.0)):
        raise ValueError("x has entries outside [0, 1] or not finite: rescale the interval of the data to [0, 1]")
    k = float(cantilever_wavenumbers(mode, 17)[-1])
    scale = 1.0 - math.exp(-2.0 * k) + 2.0 * math.exp(-k) * math.sin(k)
    # (1 - sigma) e^(kt) / 2 and its partner, written without the overflow of cosh.
    rising = (math.sin(k) - math.cos(k) - math.exp(-k)) / scale
    sigma = 1.0 - 2.0 * rising * math.exp(-k)
    return (
        rising * np.exp(-k * (1.0 - t)) + 0.5 * (1.0 + sigma) * np.exp(-k * t) - np.cos(k * t) + sigma * np.sin(k * t)
    )
