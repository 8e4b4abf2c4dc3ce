"""Section B9 against quadrature from the definition, and float64 against many digits."""

import mpmath as mp
import numpy as np
import pytest
from sympy import Rational

from symspline.answers.quantities import derive
from symspline.derivations.initialisation.laplace import CONDITIONAL_TAIL, DELTA_SLOPE_TAIL
from symspline.enclosure.evaluate import evaluate
from symspline.model.init import Init
from symspline.model.law import Laplace

INIT = Init(w=Laplace(1.3), b=Laplace(0.45), v=Laplace(0.2))
PLACES = np.concatenate([[0.0], np.geomspace(1e-6, 1e4, 23), -np.geomspace(1e-6, 1e4, 23)])


def constants():
    return mp.mpf("1.3"), mp.mpf("0.45"), mp.mpf("0.2")


def density(x, scale):
    return mp.exp(-abs(x) / scale) / (2 * scale)


def digits(formula, places, reference):
    """The largest relative error of a formula in float64 over some places."""
    with mp.workdps(40):
        truth = np.array([float(reference(mp.mpf(float(x)))) for x in places])
    values = formula(places)
    assert np.all(np.isfinite(values))
    return np.max(np.abs(values - truth) / np.where(truth == 0, 1, np.abs(truth)))


@pytest.mark.parametrize("point", [("0.7", "0.11"), ("-2.3", "-0.4")])
def test_quadrature_from_the_definition(point):
    with mp.workdps(30):
        tw, tb, tv = constants()
        beta, mu = (mp.mpf(s) for s in point)
        ends = [0, 0.05, 0.3, 1, 4, 16, mp.inf]
        joint = 2 * mp.quad(
            lambda w: density(w, tw) * density(beta * w, tb) * density(mu / w, tv) if w else mp.mpf(0), ends
        )
        slope = 2 * mp.quad(lambda w: density(w, tw) * density(mu / w, tv) / w if w else mp.mpf(0), ends)
        first = 2 * mp.quad(lambda w: w * density(w, tw) * density(beta * w, tb), ends)
        third = 2 * mp.quad(lambda w: w**3 * density(w, tw) * density(beta * w, tb), ends)
        for formula, args, truth in (
            (INIT.joint_density, (beta, mu), joint),
            (INIT.delta_slope_density, (mu,), slope),
            (INIT.breakpoint_density, (beta,), first),
            (INIT.zeta, (beta,), third),
            (INIT.conditional_density, (mu, beta), joint / first),
        ):
            assert abs(formula.mp(*args) / truth - 1) < mp.mpf("1e-18"), formula.name


def test_float64_keeps_thirteen_digits():
    with mp.workdps(40):
        tw, tb, tv = constants()
    size = lambda x: tb + tw * abs(x)  # noqa: E731
    assert digits(INIT.breakpoint_density, PLACES, lambda x: tw * tb / (2 * size(x) ** 2)) < 1e-13
    assert digits(INIT.zeta, PLACES, lambda x: 3 * (tw * tb) ** 3 / size(x) ** 4) < 1e-13
    cdf = lambda x: 1 - tb / (2 * size(x)) if x >= 0 else tb / (2 * size(x))  # noqa: E731
    assert digits(derive(INIT, "breakpoint_cdf"), PLACES, cdf) < 1e-13
    slopes = np.geomspace(1e-12, 12, 40)
    z = lambda m: 2 * mp.sqrt(m / (tw * tv))  # noqa: E731
    assert digits(INIT.delta_slope_density, slopes, lambda m: mp.besselk(0, z(m)) / (tw * tv)) < 1e-13
    above = lambda m: 1 - z(m) * mp.besselk(1, z(m)) / 2  # noqa: E731
    assert digits(derive(INIT, "delta_slope_cdf"), slopes, above) < 1e-13
    assert digits(derive(INIT, "delta_slope_cdf"), -slopes, lambda m: 1 - above(-m)) < 1e-13
    with mp.workdps(40):
        for x in (0.0, 1e-6, 0.3, 40.0, 1e4):
            for part in (0.0, 1e-12, 1e-3, 1.0, 30.0):
                a = size(mp.mpf(x)) / (tw * tb)
                m = float(part * tv / a)
                y = 2 * mp.sqrt(a * mp.mpf(m) / tv)
                bessel = y * mp.besselk(1, y) if m else mp.mpf(1)
                assert abs(INIT.joint_density(x, m) / (bessel / (4 * a * tw * tb * tv)) - 1) < 1e-13
                assert abs(INIT.conditional_density(m, x) / (a * bessel / (2 * tv)) - 1) < 1e-13


def test_limits_at_zero():
    assert INIT.delta_slope_density(0.0) == np.inf
    assert derive(INIT, "delta_slope_cdf")(0.0) == 0.5


@pytest.mark.parametrize("theorem", [DELTA_SLOPE_TAIL, CONDITIONAL_TAIL])
def test_tails_by_quadrature_over_the_weight(theorem):
    """P(|w v| > m) = E exp(-m/(τ_v |w|)): no density of a product is needed."""
    with mp.workdps(30):
        values = {a.symbol: mp.mpf(k + 2) / 3 for k, a in enumerate(theorem.arguments)}
        by_name = {str(s): v for s, v in values.items()}
        m, tw, tv = by_name["m"], by_name["tau_w"], by_name["tau_v"]
        rate, power = 1 / tw, 0
        if "beta" in by_name:
            rate, power = rate + by_name["beta"] / by_name["tau_b"], 1
        tail = mp.quad(
            lambda w: w**power * mp.exp(-rate * w - m / (tv * w)) if w else mp.mpf(0), [0, 0.3, 1, 4, 16, mp.inf]
        )
        truth = tail * rate ** (power + 1)
        exact = {s: Rational(k + 2, 3) for k, s in enumerate(values)}
        assert abs(evaluate(theorem.conclusion, exact) / truth - 1) < mp.mpf("1e-18")
