"""Eigenvalues of the infinitely wide, infinitely sampled network for any densities of data and breakpoints."""

import math
from collections.abc import Callable

import numpy as np

from symspline.numerics.active_sets import Vector
from symspline.numerics.legendre_grid import LegendreGrid

Density = Callable[[Vector], Vector | float]


def density_spectrum(
    data_density: Density | float,
    right_density: Density | float,
    left_density: Density | float = 0.0,
    *,
    modes: int = 10,
    interval: tuple[float, float] = (0.0, 1.0),
    kappa: float = 0.0,
    nodes: int | None = None,
) -> Vector:
    """Leading eigenvalues lambda, descending, for any densities of data and of breakpoints that face right and left.

    For right-facing neurons alone lambda (phi'' / p)'' = rho phi with phi = phi' = 0 at the right end and
    phi'' / p = (phi'' / p)' = 0 at the left end (C8d, C8e, C8f). They are the squared singular values of
    sqrt(p) [J^2 sqrt(rho_R), J*^2 sqrt(rho_L), sqrt(kappa)] with J the integral from the left; the factor itself is
    decomposed, never its square, so that small eigenvalues keep their digits.

    Args:
        data_density: density p of the data on the interval, a smooth function of arrays or a constant.
        right_density: density of right-facing breakpoints, times their fraction.
        left_density: density of left-facing breakpoints, times their fraction.
        modes: how many.
        interval: where the densities live, finite.
        kappa: weight of a trained offset, 1/H; 0 for none.
        nodes: size of the grid; None for a size that serves the asked modes of smooth densities.

    Raises:
        ValueError: densities that are negative or not finite on the interval, a bad interval, or too few nodes.

    Example:
        >>> [round(float(k), 9) for k in density_spectrum(1.0, 1.0, modes=3) ** -0.25]
        [1.875104069, 4.694091133, 7.854757438]
    """
    low, high = interval
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"interval is {interval}: pass two finite ends in ascending order")
    if kappa < 0.0 or not math.isfinite(kappa):
        raise ValueError(f"kappa is {kappa}: pass 0 or a positive number")
    size = max(48, 5 * modes) if nodes is None else nodes
    if modes < 1 or size < modes:
        raise ValueError(f"modes is {modes} with {size} nodes: pass at least one mode and at least as many nodes")
    grid = LegendreGrid(size)
    length = high - low
    x = low + length * grid.nodes
    weights = length * grid.weights
    p = _on_grid("data_density", data_density, x)
    right = _on_grid("right_density", right_density, x)
    left = _on_grid("left_density", left_density, x)
    data_side = np.sqrt(weights * p)[:, None]
    from_left, from_right = length * grid.from_left, length * grid.from_right
    # With the roots of the quadrature weights on both sides the singular values approach those of the operator.
    columns = [
        data_side * (from_left @ from_left) * np.sqrt(right / weights),
        data_side * (from_right @ from_right) * np.sqrt(left / weights),
        data_side * math.sqrt(kappa),
    ]
    used = [c for c in columns if c.any()]
    if not used:
        return np.zeros(modes)
    values = np.asarray(np.linalg.svd(np.hstack(used), compute_uv=False), dtype=np.float64) ** 2
    return np.concatenate([values, np.zeros(max(0, modes - values.size))])[:modes]


def _on_grid(name: str, density: Density | float, x: Vector) -> Vector:
    values = np.asarray(density(x) if callable(density) else density, dtype=np.float64)
    values = np.broadcast_to(values, x.shape)
    bad = ~(np.isfinite(values) & (values >= 0.0))
    if bad.any():
        at = int(np.argmax(bad))
        raise ValueError(f"{name} is {values[at]} at {x[at]}: pass a density, finite and not negative on the interval")
    return values
