"""The statistical checks: right claims pass at the stated rate, planted faults are caught."""

import numpy as np
import pytest
from scipy import stats

from symspline.evidence.samples import (
    FALSE_ALARM,
    PairClaim,
    moment_finding,
    pair_finding,
    pair_tests,
    rate_finding,
    verdict,
)
from symspline.evidence.statistics import PValue, fit_rate, grid_chi_square, holm, kolmogorov_smirnov, mean_score

SIZE = 20_000


def breakpoints_and_slopes(rng, size, scale=1.0):
    """Breakpoint and delta-slope of standard normal neurons."""
    w, b, v = rng.standard_normal((3, size))
    return -b / w, scale * w * v


def length(beta):
    return 1 / np.sqrt(1 + beta**2)


def laplace_cdf(mu, beta):
    return stats.laplace.cdf(mu, scale=length(beta))


def log_joint(beta, mu):
    return -np.abs(mu) / length(beta) - np.log(2 * np.pi * np.sqrt(1 + beta**2))


# Entropy: log(4 pi) of the Cauchy law, and 1 + log 2 + E log length of the Laplace law; E log(1 + beta^2) = 2 log 2.
CLAIM = PairClaim(stats.cauchy.cdf, laplace_cdf, log_joint, float(np.log(4 * np.pi) + 1))


def test_a_true_joint_law_passes():
    finding = pair_finding(*breakpoints_and_slopes(np.random.default_rng(1), SIZE), CLAIM)
    assert finding.passed
    assert finding.figure > 0.01


def test_the_right_marginals_with_a_wrong_joint_are_caught():
    rng = np.random.default_rng(2)
    beta, mu = breakpoints_and_slopes(rng, SIZE)
    shuffled = rng.permutation(mu)
    assert kolmogorov_smirnov(stats.cauchy.cdf(beta)) > 1e-3
    grid = np.linspace(0, 40, 400_001)
    from scipy.special import iti0k0

    tail = iti0k0(grid)[1] / np.pi
    cdf = lambda m: 0.5 + np.sign(m) * np.interp(np.abs(m), grid, tail)  # noqa: E731
    assert kolmogorov_smirnov(cdf(shuffled)) > 1e-3
    finding = pair_finding(beta, shuffled, CLAIM)
    assert not finding.passed
    assert finding.figure < 1e-30


def test_a_scale_off_by_two_per_cent_is_caught():
    beta, mu = breakpoints_and_slopes(np.random.default_rng(3), 400_000, scale=1.02)
    finding = pair_finding(beta, mu, CLAIM)
    assert not finding.passed
    assert "likelihood" in finding.text or "size" in finding.text


def test_a_wrong_sampler_is_caught():
    rng = np.random.default_rng(4)
    w, b, v = rng.uniform(-np.sqrt(3), np.sqrt(3), (3, SIZE))
    assert not pair_finding(-b / w, w * v, CLAIM).passed


def test_a_wrong_entropy_is_caught():
    wrong = PairClaim(CLAIM.first_cdf, CLAIM.second_cdf, CLAIM.log_density, CLAIM.entropy + 0.05)
    found = pair_finding(*breakpoints_and_slopes(np.random.default_rng(1), SIZE), wrong)
    assert not found.passed
    assert "entropy" in found.text


@pytest.mark.parametrize("alpha", [0.05, 0.2])
def test_the_false_alarm_rate_is_as_stated(alpha):
    rng, runs = np.random.default_rng(5), 400
    alarms = sum(not pair_finding(*breakpoints_and_slopes(rng, 2000), CLAIM, alpha).passed for _ in range(runs))
    # Holm is conservative for dependent tests; three deviations above, and not idle below.
    assert alpha * runs / 4 < alarms < alpha * runs + 3 * np.sqrt(alpha * runs)


def test_single_p_values_are_uniform():
    rng = np.random.default_rng(6)
    runs = [pair_tests(*breakpoints_and_slopes(rng, 2000), CLAIM) for _ in range(400)]
    for k in range(len(runs[0])):
        uniform = [run[k].value for run in runs]
        assert stats.kstest(uniform, "uniform").pvalue > 1e-4, runs[0][k].test


def test_moments_pass_and_a_wrong_moment_is_caught():
    z = np.random.default_rng(7).standard_normal(200_000)
    true = {"mean": (z, 0.0), "mean square": (z**2, 1.0), "fourth moment": (z**4, 3.0)}
    assert moment_finding(true).passed
    assert not moment_finding({**true, "mean square": (z**2, 1.02)}).passed
    assert not moment_finding({"constant": (np.full(10, 2.0), 2.1)}).passed
    assert moment_finding({"constant": (np.full(10, 0.1), 0.1)}).passed


def test_a_rate_passes_and_a_wrong_rate_is_caught():
    rng = np.random.default_rng(8)
    sizes = 2 ** np.arange(6, 12)
    noise = np.exp(0.3 * rng.standard_normal((60, sizes.size)))
    assert rate_finding(sizes, noise / np.sqrt(sizes), -0.5, 0.1).passed
    assert not rate_finding(sizes, noise / sizes, -0.5, 0.1).passed
    assert not rate_finding(sizes, noise / sizes**0.4 + 0.1, -0.5, 0.1).passed


def test_too_few_repetitions_do_not_pass():
    rng = np.random.default_rng(9)
    sizes = 2 ** np.arange(6, 12)
    noise = np.exp(0.5 * rng.standard_normal((3, sizes.size)))
    assert not rate_finding(sizes, noise / np.sqrt(sizes), -0.5, 0.1).passed


def test_the_interval_of_a_rate_covers_as_stated():
    rng = np.random.default_rng(10)
    sizes = 2 ** np.arange(6, 12)
    covered = 0
    for _ in range(500):
        rate = fit_rate(sizes, np.exp(0.3 * rng.standard_normal((20, sizes.size))) * sizes**-0.5, confidence=0.9)
        covered += rate.low <= -0.5 <= rate.high
    assert 0.9 * 500 - 3 * np.sqrt(45) < covered < 0.9 * 500 + 3 * np.sqrt(45)


@pytest.mark.parametrize("power", [0.98, 1.0, 1.03])
def test_kolmogorov_smirnov_against_scipy(power):
    u = np.random.default_rng(11).random(3000) ** power
    assert kolmogorov_smirnov(u) == pytest.approx(stats.kstest(u, "uniform", method="exact").pvalue, rel=0.05)


def test_chi_square_against_scipy():
    u, t = np.random.default_rng(12).random((2, 4000))
    counts = np.histogram2d(u, t, bins=16, range=[[0, 1], [0, 1]])[0].ravel()
    assert grid_chi_square(u, t) == pytest.approx(stats.chisquare(counts).pvalue, rel=1e-10)


def test_holm_against_the_definition():
    raw = [PValue(str(k), p) for k, p in enumerate(np.random.default_rng(13).random(12) ** 4)]
    for alpha in np.linspace(0.001, 0.9, 50):
        by_hand, order = set(), sorted(raw, key=lambda p: p.value)
        for k, p in enumerate(order):
            if p.value > alpha / (len(raw) - k):
                break
            by_hand.add(p.test)
        assert {p.test for p in holm(raw) if p.value <= alpha} == by_hand


def test_the_finding_says_what_was_done():
    text = verdict([PValue("mean", 0.3), PValue("variance", 0.02)], size=1000).text
    assert text == "2 tests on 1,000 values: smallest adjusted p-value 0.04 (variance), refused below 0.0001"
    assert FALSE_ALARM == 1e-4


def test_errors_name_the_argument_and_the_index():
    good = np.linspace(0.1, 0.9, 5)
    with pytest.raises(ValueError, match=r"values\[2\] is nan"):
        mean_score(np.array([0.0, 1.0, np.nan]), 0.0)
    with pytest.raises(ValueError, match="uniform runs from"):
        kolmogorov_smirnov(good + 1)
    with pytest.raises(ValueError, match="at least 1280 values"):
        grid_chi_square(good, good)
    with pytest.raises(ValueError, match="no p-value"):
        verdict([])
    with pytest.raises(ValueError, match="alpha is 2"):
        verdict([PValue("mean", 0.3)], alpha=2)
    with pytest.raises(ValueError, match=r"distances\[1, 0\] = 0.0"):
        fit_rate(np.array([1.0, 2.0]), np.array([[1.0, 2.0], [0.0, 1.0], [1.0, 1.0]]))
    with pytest.raises(ValueError, match="repetitions >= 3"):
        fit_rate(np.array([1.0, 2.0]), np.ones((2, 2)))
