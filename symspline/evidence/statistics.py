"""Tests of samples against exact claims: p-values, their correction for many tests, and rates with an interval.

The statistics and their laws are SciPy's; what is added is Holm's correction, Stephens' argument of the
Kolmogorov-Smirnov law, and the refusal of samples that are none.
Every p-value is uniform on (0, 1) when the claim is true. Nothing may be fitted to the sample that is tested: the laws
hold for claims that are fixed beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from symspline.numerics.arguments import finite_vector

CELLS = 16
"""Cells a side of the grid on which the independence of two uniform variables is tested."""


@dataclass(frozen=True)
class PValue:
    """A p-value with the name of the test it comes from; ValueError when it is no probability."""

    test: str
    value: float

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 1:
            raise ValueError(f"the p-value of {self.test!r} is {self.value}; is every sample and claim finite?")


def sample_array(values: np.ndarray, name: str, least: int = 2) -> np.ndarray:
    """A sample as a float64 vector; ValueError for another shape, too few values, or one that is not finite."""
    array = finite_vector(name, values, allow_empty=True)
    if array.size < least:
        raise ValueError(f"{name} has {array.size} of at least {least} values")
    return array


def _in_unit_interval(values: np.ndarray, name: str, least: int = 2) -> np.ndarray:
    array = sample_array(values, name, least)
    if array.min() < 0 or array.max() > 1:
        raise ValueError(f"{name} runs from {array.min()} to {array.max()}; a distribution function stays in [0, 1]")
    return array


def kolmogorov_smirnov(uniform: np.ndarray) -> float:
    """P-value of the Kolmogorov-Smirnov test that a sample, shape (n,), is uniform on (0, 1).

    The limit law at `(sqrt n + 0.12 + 0.11/sqrt n) D`, good to a few per cent of p from n = 50 on. ValueError for a
    value outside [0, 1].

    Source:
        M. A. Stephens, Use of the Kolmogorov-Smirnov statistics without extensive tables, 1970.

    Example:
        >>> u = np.linspace(0.005, 0.995, 100)
        >>> kolmogorov_smirnov(u), kolmogorov_smirnov(u**2) < 1e-4
        (1.0, True)
    """
    u = _in_unit_interval(uniform, "uniform")
    root = np.sqrt(u.size)
    gap = stats.kstest(u, "uniform", method="asymp").statistic
    return float(stats.kstwobign.sf((root + 0.12 + 0.11 / root) * gap))


def grid_chi_square(first: np.ndarray, second: np.ndarray, cells: int = CELLS) -> float:
    """P-value of the chi-square test that pairs, each shape (n,), are uniform on the unit square, so independent too.

    The square has that many cells a side, and n is at least five a cell. ValueError for samples of different lengths,
    too few, or a value outside [0, 1].

    Example:
        >>> u = (np.arange(64) + 0.5) / 64
        >>> grid_chi_square(np.repeat(u, 64), np.tile(u, 64)), grid_chi_square(np.tile(u, 64), np.tile(u, 64)) < 1e-9
        (1.0, True)
    """
    # Five expected in a cell is what the chi-square limit needs.
    least = 5 * cells**2
    u, t = _in_unit_interval(first, "first", least), _in_unit_interval(second, "second", least)
    if u.size != t.size:
        raise ValueError(f"first has {u.size} values and second {t.size}; they are pairs")
    counts, *_ = np.histogram2d(u, t, cells, [[0, 1], [0, 1]])
    return float(stats.chisquare(counts.ravel()).pvalue)


def normal_tail(z: float) -> float:
    """Two-sided tail `P(|Z| > |z|)` of the standard normal law.

    Example:
        >>> round(normal_tail(1.959963984540054), 12)
        0.05
    """
    return float(2 * stats.norm.sf(abs(z)))


def mean_score(values: np.ndarray, claim: float) -> float:
    """How many of its own standard errors the mean of independent values, shape (n,), lies from the exact mean.

    It is 0 for a constant sample that meets the claim within rounding, infinite for one that misses it.
    """
    array = sample_array(values, "values")
    error = stats.sem(array)
    gap = array.mean() - claim
    if abs(gap) <= 64 * np.finfo(float).eps * max(abs(claim), float(np.abs(array).max())):
        return 0.0
    return float(gap / error) if error > 0 else float(np.copysign(np.inf, gap))


def holm(p_values: Sequence[PValue]) -> list[PValue]:
    """The p-values adjusted for their number: rejecting those below alpha errs anywhere with probability at most alpha.

    They belong to one family, in any order, which is kept, and however dependent.

    Source:
        S. Holm, A simple sequentially rejective multiple test procedure, 1979.

    Example:
        >>> [round(p.value, 3) for p in holm([PValue("a", 0.01), PValue("b", 0.04), PValue("c", 0.03)])]
        [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=lambda k: p_values[k].value)
    adjusted, running = [0.0] * len(p_values), 0.0
    for rank, k in enumerate(order):
        running = max(running, min(1.0, (len(p_values) - rank) * p_values[k].value))
        adjusted[k] = running
    return [PValue(p.test, value) for p, value in zip(p_values, adjusted, strict=True)]


@dataclass(frozen=True)
class Rate:
    """An exponent, the mean over that many repetitions, with the ends of its confidence interval."""

    exponent: float
    low: float
    high: float
    confidence: float
    repetitions: int

    def __str__(self) -> str:
        return f"{self.exponent:.3f} in [{self.low:.3f}, {self.high:.3f}] at {100 * self.confidence:g} %"


def fit_rate(sizes: ArrayLike, distances: np.ndarray, confidence: float = 0.999) -> Rate:
    """The exponent r of `distance ~ size^r`: a least-squares line in logarithms for every repetition.

    The interval is Student's over the slopes of the repetitions, which are independent; the sizes of one
    repetition need not be.

    Sizes, shape (k,), and distances, shape (repetitions, k), are positive, and at least two sizes different.

    Raises:
        ValueError: for shapes that do not fit, fewer than three repetitions, or a distance that is not positive.

    Example:
        >>> sizes = np.array([1.0, 2.0, 4.0])
        >>> fit_rate(sizes, np.array([[3.0], [5.0], [2.0]]) / sizes**2).exponent
        -2.0
    """
    sizes, distances = np.asarray(sizes, dtype=float), np.asarray(distances, dtype=float)
    if distances.ndim != 2 or distances.shape != (len(distances), sizes.size) or len(distances) < 3:
        raise ValueError(f"distances has shape {distances.shape}; give (repetitions >= 3, {sizes.size})")
    if not (sizes > 0).all() or np.unique(sizes).size < 2:
        raise ValueError("sizes must be positive, and at least two of them different")
    wrong = np.argwhere(~((distances > 0) & np.isfinite(distances)))
    if wrong.size:
        place = tuple(int(i) for i in wrong[0])
        raise ValueError(f"distances{list(place)} = {distances[place]}; only positive numbers have a logarithm")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; give a number in (0, 1)")
    slopes = np.polyfit(np.log(sizes), np.log(distances).T, 1)[0]
    n, centre = slopes.size, slopes.mean()
    reach = stats.t.ppf((1 + confidence) / 2, n - 1) * stats.sem(slopes)
    return Rate(round(float(centre), 12), float(centre - reach), float(centre + reach), confidence, n)
