"""Lonely partitions: every gap between neighbouring data holds a breakpoint, so that the network can interpolate."""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symspline.numerics.active_sets import Vector
from symspline.numerics.arguments import exact_fraction, exact_fractions, whole_number
from symspline.numerics.legendre_grid import LegendreGrid

_NODES = 14


def lonely_probability(n_data: int, width: int) -> Fraction:
    """Probability that every gap between neighbouring data holds a breakpoint, exactly (C5c).

    P(N, H) = C(H+1, N) / C(N+H, N), for data and breakpoints drawn independently from one continuous law, whatever it
    is; 0 for H < N - 1.

    Args:
        n_data: number N >= 1 of data.
        width: number H >= 0 of breakpoints.

    Raises:
        ValueError: not whole numbers in range.

    Example:
        >>> lonely_probability(2, 5), lonely_probability(10, 10)
        (Fraction(5, 7), Fraction(1, 16796))
    """
    n, h = whole_number("n_data", n_data, 1), whole_number("width", width, 0)
    return Fraction(math.comb(h + 1, n), math.comb(n + h, n))


def expected_empty_gaps(n_data: int, width: int) -> Fraction:
    """Expected number of inner gaps without a breakpoint, N (N - 1) / (N + H), as for ``lonely_probability`` (C5c).

    Example:
        >>> expected_empty_gaps(3, 3)
        Fraction(1, 1)
    """
    n, h = whole_number("n_data", n_data, 1), whole_number("width", width, 0)
    return Fraction(n * (n - 1), n + h)


@dataclass(frozen=True)
class LonelyBounds:
    """Proved bounds of the lonely probability.

    Attributes:
        linear: lower bound 1 - N (N - 1) / (N + H), exact.
        lower: lower bound exp(-N (N - 1) / (H + 2 - N)); 0 where H < N - 1.
        upper: upper bound exp(-N (N - 1) / (H + N)).
    """

    linear: Fraction
    lower: float
    upper: float


def lonely_bounds(n_data: int, width: int) -> LonelyBounds:
    """Bounds of the lonely probability by a linear and two exponential functions; arguments as there (C5c).

    Example:
        >>> bounds = lonely_bounds(5, 100)
        >>> bounds.lower < lonely_probability(5, 100) < bounds.upper
        True
    """
    n, h = whole_number("n_data", n_data, 1), whole_number("width", width, 0)
    pairs = n * (n - 1)
    lower = math.exp(-pairs / (h + 2 - n)) if h >= n - 1 else 0.0
    return LonelyBounds(1 - expected_empty_gaps(n, h), lower, math.exp(-pairs / (h + n)))


def minimal_width(n_data: int, probability: Any) -> int:
    """Smallest width H whose lonely probability reaches a level, by exact binary search (C5d).

    Args:
        n_data: number N >= 1 of data.
        probability: level in [0, 1), as ``exact_fraction`` reads it: prefer Fraction(9, 10) or "0.9" to the float 0.9,
            which is a slightly different number.

    Raises:
        ValueError: a level outside [0, 1) or no whole number of data.

    Example:
        >>> minimal_width(10, "0.9"), minimal_width(2, Fraction(1, 2))
        (854, 2)
    """
    n = whole_number("n_data", n_data, 1)
    level = exact_fraction("probability", probability)
    if not 0 <= level < 1:
        raise ValueError(f"probability is {probability!r}: pass a level of at least 0 and below 1")
    high = n
    while lonely_probability(n, high) < level:
        high *= 2
    return bisect_left(range(high), level, key=lambda width: lonely_probability(n, width))


def lateral_determinant(x: Sequence[Any], breakpoints: Sequence[Any], orientation: Sequence[int]) -> Fraction:
    """Whether N data can be interpolated by moving slopes and offset only, one breakpoint in each inner gap (C5b).

    D = 1 - sum over left-facing i of (-1)^(i+1) (rho_{i-1} + rho_i), with rho_j = product of
    (beta_g - x_g) / (x_{g+1} - beta_g) over g <= j. The matrix with a column of ones and the columns x - beta_g on the
    active side, 0 elsewhere, has determinant D * product of s_g (x_{g+1} - beta_g): it is singular exactly where D = 0.

    Args:
        x: data, length N, ascending and distinct.
        breakpoints: length N - 1, one strictly inside each gap.
        orientation: length N - 1, 1 (right-facing) or -1 (left-facing).

    Raises:
        ValueError: unequal lengths, data not ascending, a breakpoint outside its gap, or an orientation other than 1,
            -1.

    Example:
        >>> lateral_determinant([0, 1, 2, 3], ["1/2", "4/3", "5/2"], [1, 1, -1])
        Fraction(0, 1)
    """
    data, betas = exact_fractions("x", x), [exact_fraction(f"breakpoints[{i}]", t) for i, t in enumerate(breakpoints)]
    if not len(betas) == len(orientation) == len(data) - 1:
        raise ValueError(
            f"{len(data)} data need {len(data) - 1} breakpoints and as many orientations, "
            f"not {len(betas)} and {len(orientation)}"
        )
    determinant, ratio = Fraction(1), Fraction(1)
    for i, (left, right, beta, facing) in enumerate(zip(data, data[1:], betas, orientation, strict=False)):
        if not left < beta < right:
            raise ValueError(
                f"breakpoints[{i}] is {beta}: place it strictly between x[{i}] = {left} and x[{i + 1}] = {right}"
            )
        if facing not in (1, -1):
            raise ValueError(f"orientation[{i}] is {facing}: pass 1 (right-facing) or -1 (left-facing)")
        following = ratio * (beta - left) / (right - beta)
        if facing == -1:
            determinant -= (-1) ** i * (ratio + following)
        ratio = following
    return determinant


def lonely_probability_of_laws(
    n_data: int,
    width: int,
    data_quantile: Callable[[Vector], Vector],
    breakpoint_cdf: Callable[[Vector], Vector],
) -> float:
    """Probability that every inner gap holds a breakpoint when data and breakpoints have different laws (C5e).

    Put t in (0, 1) for the data quantile and G(t) for the breakpoint law's distribution function there. With a Poisson
    number of breakpoints of mean z the state is (data so far, last event), A_k after a datum and B_k after a
    breakpoint: dA_k = k B_{k-1} dt - z A_k dG, dB_k = z A_k dG, and Q(z) = A_N + B_N at t = 1. A fixed number H of
    breakpoints is the coefficient P_H = H! [z^H] e^z Q(z), read off a circle of radius H by the trapezoid rule.

    Args:
        n_data: number N >= 1 of data.
        width: number H >= 0 of breakpoints.
        data_quantile: quantile function of the data, arrays in (0, 1) to arrays.
        breakpoint_cdf: distribution function of the breakpoints, arrays to arrays in [0, 1].

    Returns:
        the probability, with an absolute error of about 1e-13 for smooth laws.

    Raises:
        ValueError: not whole numbers in range, or functions that do not give an ascending G in [0, 1].

    Example:
        >>> round(lonely_probability_of_laws(3, 8, lambda t: t, lambda x: x), 12) == round(84 / 165, 12)
        True
    """
    n, h = whole_number("n_data", n_data, 1), whole_number("width", width, 0)
    if n == 1:
        return 1.0
    if h < n - 1:
        return 0.0

    def composed(t: Vector) -> Vector:
        return _composite(data_quantile, breakpoint_cdf, t)

    z, log_weight = poisson_circle(h)
    return float(np.mean((np.exp(log_weight) * _poisson_lonely(n, z, _panels(composed, h), composed)).real))


def poisson_circle(width: int) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Nodes z and logarithms of weights: ``H! [z^H] e^z Q(z)`` is the mean of the real parts of ``weight Q(z)``."""
    # At the radius r = H the terms r^k P_k / k! are largest at the wanted k = H, so that its digits do not cancel.
    # The aliases of the trapezoid rule decay like exp(-M^2 / 2H); conjugate nodes are taken once.
    half = math.ceil(4.5 * math.sqrt(width)) + 20
    angle = np.pi * (np.arange(half) + 0.5) / half
    z = width * np.exp(1j * angle)
    return z, z + math.lgamma(width + 1) - width * math.log(width) - 1j * width * angle


def _composite(data_quantile: Callable, breakpoint_cdf: Callable, t: Vector) -> Vector:
    inside = np.clip(t, np.finfo(float).tiny, 1.0 - np.finfo(float).epsneg)
    with np.errstate(all="ignore"):
        g = np.asarray(breakpoint_cdf(np.asarray(data_quantile(inside))), dtype=np.float64)
    if g.shape != t.shape or not np.isfinite(g).all() or g.min() < 0.0 or g.max() > 1.0:
        raise ValueError(
            "breakpoint_cdf(data_quantile(t)) does not give numbers in [0, 1] for every t in (0, 1): "
            "pass a quantile function and a distribution function that take arrays"
        )
    return g


def _panels(composed: Callable[[Vector], Vector], width: int) -> Vector:
    """Panel edges in t: geometric towards both ends, and no panel with more than two expected breakpoints."""
    small = 0.5 ** np.arange(46, 2, -1)
    edges = np.unique(np.concatenate([[0.0], small, np.linspace(0.125, 0.875, 7), 1.0 - small, [1.0]]))
    while True:
        g = composed(edges)
        if np.any(np.diff(g) < 0.0):
            raise ValueError("breakpoint_cdf(data_quantile(t)) descends somewhere: pass distribution functions")
        crowded = (np.diff(g) * width > 2.0) & (np.diff(edges) > 1e-15)
        if not crowded.any():
            return edges
        middles = 0.5 * (edges[:-1] + edges[1:])[crowded]
        edges = np.sort(np.concatenate([edges, middles]))


def _poisson_lonely(
    n: int, z: NDArray[np.complex128], edges: Vector, composed: Callable[[Vector], Vector]
) -> NDArray[np.complex128]:
    """Q(z) = A_N + B_N at the right end, for all z at once."""
    grid = LegendreGrid(_NODES)
    nodes, integrate, whole = grid.nodes, grid.from_left, grid.weights
    a = np.zeros((n + 1, z.size), dtype=complex)
    b = np.zeros_like(a)
    b[0] = 1.0
    for start, stop in pairwise(edges):
        t = start + (stop - start) * nodes
        g = composed(np.concatenate([[start], t, [stop]]))
        # The decay e^(-z dG) is divided out before integrating: with |z dG| of at most about 2 in a panel it neither
        # overflows nor turns faster than the nodes follow.
        decay = np.exp(-np.multiply.outer(g - g[0], z))
        inner, last = decay[1:-1], decay[-1]
        source = np.ones((nodes.size, z.size), dtype=complex)
        for k in range(1, n + 1):
            rate = k * (stop - start) * source
            grown = rate / inner
            arrived = integrate @ rate
            total = a[k] + b[k]
            a_nodes = inner * (a[k] + integrate @ grown)
            end = last * (a[k] + whole @ grown)
            source = total + arrived - a_nodes
            total = total + whole @ rate
            a[k], b[k] = end, total - end
    return a[n] + b[n]
