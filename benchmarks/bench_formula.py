"""A million points through a Formula take at most three times the best hand-written expression.

Run: python benchmarks/bench_formula.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
from scipy import special

import symspline as ss

POINTS, ROUNDS = 1_000_000, 9


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def ratio(ours: Callable[[], np.ndarray], peer: Callable[[], np.ndarray]) -> tuple[float, float]:
    """Median of the ratio over rounds in turn, and the largest relative difference of the values."""
    mine, theirs = ours(), peer()
    assert mine.shape == theirs.shape
    apart = float(np.max(np.abs(mine - theirs) / np.maximum(np.abs(theirs), 1e-300)))
    return statistics.median(timed(ours) / timed(peer) for _ in range(ROUNDS)), apart


def main() -> None:
    """Print a line for each formula."""
    rng = np.random.default_rng(0)
    c = rng.normal(0, 3, POINTS)
    mu = rng.normal(0, 0.3, POINTS)
    w, b, v = 1.3, 0.7, 0.2
    normal = ss.Init(w=ss.Normal(w), b=ss.Normal(b), v=ss.Normal(v))
    uniform = ss.Init(w=ss.Uniform(w), b=ss.Uniform(b), v=ss.Uniform(v))
    mixed = ss.Init(w=ss.Normal(w), b=ss.Uniform(b), v=ss.Normal(v))

    def normal_joint() -> np.ndarray:
        size = np.sqrt(b * b + w * w * c * c)
        return np.exp(-np.abs(mu) * size / (w * b * v)) / (2 * np.pi * v * size)

    def normal_zeta() -> np.ndarray:
        square = b * b + w * w * c * c
        return 2 * w**3 * b**3 / np.pi / (square * square)

    def uniform_zeta() -> np.ndarray:
        m = np.minimum(w, b / np.abs(c))
        return m * m * m * m / (8 * w * b)

    def mixed_zeta() -> np.ndarray:
        k = 1 / (2 * w * w)
        m = b / np.abs(c)
        return special.gammainc(2, k * m * m) / (2 * b * w * np.sqrt(2 * np.pi) * k * k)

    cases = (
        ("normal joint density", lambda: normal.joint_density(c, mu), normal_joint),
        ("normal zeta", lambda: normal.zeta(c), normal_zeta),
        (
            "normal delta-slope density",
            lambda: normal.delta_slope_density(mu),
            lambda: special.k0(np.abs(mu) / (w * v)) / (np.pi * w * v),
        ),
        ("uniform zeta", lambda: uniform.zeta(c), uniform_zeta),
        ("normal-uniform zeta", lambda: mixed.zeta(c), mixed_zeta),
    )
    print(f"{'formula':<30}{'ratio of times':>16}{'largest relative difference':>30}")
    for name, ours, peer in cases:
        median, apart = ratio(ours, peer)
        print(f"{name:<30}{median:>16.2f}{apart:>30.1e}")


if __name__ == "__main__":
    main()
