"""Checks by simulation: samples against densities, averages against moments, errors against rates.

A check takes what was simulated and what is claimed, and returns a `Finding`. It knows nothing of where either comes
from. The p-values of one check are corrected for their number (Holm), so that a true claim is refused with probability
at most `alpha`; a check that runs many times in one session is given its share of the session's rate.

Two marginals say nothing about a joint law: pairs with the right marginals and the wrong dependence pass every test of
the marginals. Pairs are therefore tested through the Rosenblatt transform: under the claim `u1 = F(first)` and
`u2 = F(second | first)` are independent and uniform.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from symspline.proof.theorem import Finding

from .statistics import (
    PValue,
    fit_rate,
    grid_chi_square,
    holm,
    kolmogorov_smirnov,
    mean_score,
    normal_tail,
    sample_array,
)

FALSE_ALARM = 1e-4
"""Probability that a run refuses anything although every claim is true."""

Function1 = Callable[[np.ndarray], np.ndarray]
Function2 = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class PairClaim:
    """A claimed law of a pair.

    Args:
        first_cdf: distribution function of the first member, on arrays.
        second_cdf: distribution function of the second given the first: `second_cdf(second, first)`.
        log_density: `log p(first, second)`, for the likelihood test.
        entropy: the differential entropy `-E log p` of the claimed law.
    """

    first_cdf: Function1
    second_cdf: Function2
    log_density: Function2
    entropy: float


def pair_tests(first: np.ndarray, second: np.ndarray, claim: PairClaim) -> list[PValue]:
    """Every test of independent pairs, each of shape (n,), against a claimed joint law: uncorrected p-values.

    Kolmogorov-Smirnov on u1, on u2 and on |2 u2 - 1| (which sees a wrong scale), chi-square on a grid of (u1, u2)
    (which sees dependence), and the mean log-likelihood against the claimed entropy (which sees a scale best of all).
    """
    first, second = sample_array(first, "first"), sample_array(second, "second")
    one, two = claim.first_cdf(first), claim.second_cdf(second, first)
    score = mean_score(claim.log_density(first, second), -claim.entropy)
    return [
        PValue("first member, Kolmogorov-Smirnov", kolmogorov_smirnov(one)),
        PValue("second given first, Kolmogorov-Smirnov", kolmogorov_smirnov(two)),
        PValue("size of second given first, Kolmogorov-Smirnov", kolmogorov_smirnov(np.abs(2 * two - 1))),
        PValue("independence after the transform, chi-square", grid_chi_square(one, two)),
        PValue("log-likelihood against the entropy", normal_tail(score)),
    ]


def verdict(p_values: Iterable[PValue], alpha: float = FALSE_ALARM, size: int | None = None) -> Finding:
    """Whether a family of tests passes: no Holm-adjusted p-value falls below alpha; its figure is the smallest.

    The p-values are uncorrected, of the whole family, which is refused with probability alpha if true; ``size``, the
    values in each sample, is for the sentence.

    Raises:
        ValueError: for an empty family or an alpha outside (0, 1).

    Example:
        >>> verdict([PValue("mean", 0.3), PValue("variance", 1e-9)]).passed
        False
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}; give a number in (0, 1)")
    adjusted = holm(list(p_values))
    if not adjusted:
        raise ValueError("there is no p-value to judge; a check without a test is no check")
    worst = min(adjusted, key=lambda p: p.value)
    on = f" on {size:,} values" if size else ""
    count = f"{len(adjusted)} test{'s' if len(adjusted) > 1 else ''}{on}"
    text = f"{count}: smallest adjusted p-value {worst.value:.2g} ({worst.test}), refused below {alpha:.1g}"
    return Finding(worst.value >= alpha, worst.value, text)


def pair_finding(first: np.ndarray, second: np.ndarray, claim: PairClaim, alpha: float = FALSE_ALARM) -> Finding:
    """A sample of pairs against a claimed joint law; see `pair_tests`."""
    return verdict(pair_tests(first, second, claim), alpha, len(first))


def moment_finding(values: Mapping[str, tuple[np.ndarray, float]], alpha: float = FALSE_ALARM) -> Finding:
    """Averages against exact moments: name -> (independent values, shape (n,); their exact mean), one test a name.

    One value per network: values of one network at two places are dependent. Products with heavy tails need many values
    before their mean is normal as far out as a small alpha looks.
    """
    tests = [PValue(name, normal_tail(mean_score(sample, claim))) for name, (sample, claim) in values.items()]
    return verdict(tests, alpha, max((len(sample) for sample, _ in values.values()), default=0))


def rate_finding(
    sizes: Sequence[int] | np.ndarray,
    distances: np.ndarray,
    expected: float,
    tolerance: float,
    confidence: float = 0.999,
) -> Finding:
    """Errors against a claimed rate: the interval of the fitted exponent must lie inside `expected ± tolerance`.

    An interval that sticks out fails, be it for a wrong rate or for too few repetitions. The figure is the exponent.

    Sizes, such as widths, have the shape (k,), and distances (repetitions, k).

    Example:
        >>> sizes = np.array([1, 4, 16])
        >>> rate_finding(sizes, np.ones((3, 1)) / np.sqrt(sizes), -1.0, 0.1).passed
        False
    """
    rate = fit_rate(sizes, distances, confidence)
    passed = expected - tolerance <= rate.low and rate.high <= expected + tolerance
    smallest, largest = min(sizes), max(sizes)
    text = (
        f"fitted exponent {rate} over {rate.repetitions} repetitions, sizes {smallest:,} to {largest:,}; "
        f"expected {expected:g} ± {tolerance:g}"
    )
    return Finding(passed, rate.exponent, text)
