"""Section B8 against quadrature from the definition, and float64 against many digits."""

from itertools import pairwise

import mpmath as mp
import numpy as np
import pytest

from symspline.answers.quantities import derive
from symspline.model.init import Init
from symspline.model.law import Normal, Uniform

INIT = Init(w=Uniform(1.3), b=Uniform(0.45), v=Uniform(0.2))
PLACES = np.concatenate([[0.0], np.geomspace(1e-6, 1e4, 23), -np.geomspace(1e-6, 1e4, 23)])


def constants():
    return mp.mpf("1.3"), mp.mpf("0.45"), mp.mpf("0.2")


def flat(x, half_width):
    return 1 / (2 * half_width) if abs(x) <= half_width else mp.mpf(0)


def digits(formula, places, reference):
    """The largest relative error of a formula in float64 over some places."""
    with mp.workdps(40):
        truth = np.array([float(reference(mp.mpf(float(x)))) for x in places])
    values = formula(places)
    assert np.all(np.isfinite(values))
    return np.max(np.abs(values - truth) / np.where(truth == 0, 1, np.abs(truth)))


@pytest.mark.parametrize("point", [("0.2", "0.11"), ("-2.3", "-0.02"), ("0.5", "0.2"), ("1", "0.5")])
def test_quadrature_from_the_definition(point):
    with mp.workdps(30):
        aw, ab, av = constants()
        beta, mu = (mp.mpf(s) for s in point)
        ends = sorted(e for e in {mp.mpf(0), aw, ab / abs(beta), abs(mu) / av} if e <= aw)
        # Between the ends all densities are constant, so that their values in the middle decide.
        parts = list(pairwise(ends))
        on = lambda f: sum(2 * mp.quad(lambda w: f(w, (low + high) / 2), [low, high]) for low, high in parts)  # noqa: B023, E731
        joint = on(lambda w, at: flat(at, aw) * flat(beta * at, ab) * flat(mu / at, av))
        slope = on(lambda w, at: flat(at, aw) * flat(mu / at, av) / w if flat(mu / at, av) else mp.mpf(0))
        first = on(lambda w, at: w * flat(at, aw) * flat(beta * at, ab))
        third = on(lambda w, at: w**3 * flat(at, aw) * flat(beta * at, ab))
        for formula, args, truth in (
            (INIT.joint_density, (beta, mu), joint),
            (INIT.delta_slope_density, (mu,), slope),
            (INIT.breakpoint_density, (beta,), first),
            (INIT.zeta, (beta,), third),
            (INIT.conditional_density, (mu, beta), joint / first),
        ):
            assert abs(formula.mp(*args) - truth) <= mp.mpf("1e-18") * abs(truth), formula.name


def test_float64_keeps_thirteen_digits():
    with mp.workdps(40):
        aw, ab, av = constants()
    largest = lambda x: aw if x == 0 else min(aw, ab / abs(x))  # noqa: E731
    assert digits(INIT.breakpoint_density, PLACES, lambda x: largest(x) ** 2 / (4 * aw * ab)) < 1e-13
    assert digits(INIT.zeta, PLACES, lambda x: largest(x) ** 4 / (8 * aw * ab)) < 1e-13
    half = mp.mpf(1) / 2

    def cdf(x):
        if abs(x) <= ab / aw:
            return half + aw * x / (4 * ab)
        return 1 - ab / (4 * aw * x) if x > 0 else -ab / (4 * aw * x)

    assert digits(derive(INIT, "breakpoint_cdf"), PLACES, cdf) < 1e-13
    slopes = np.concatenate([np.geomspace(1e-12, 0.25, 30), [0.27, 3.0]])
    assert digits(INIT.delta_slope_density, slopes, lambda m: max(mp.log(aw * av / m), 0) / (2 * aw * av)) < 1e-13
    size = lambda m: min(m / (aw * av), 1)  # noqa: E731
    assert digits(derive(INIT, "delta_slope_cdf"), slopes, lambda m: half + size(m) * (1 - mp.log(size(m))) / 2) < 1e-13
    with mp.workdps(40):
        for x in (0.0, 1e-6, 0.3, 40.0, 1e4):
            for part in (0.0, 1e-9, 0.4):
                m = float(part * av * largest(mp.mpf(x)))
                gap = largest(mp.mpf(x)) - mp.mpf(m) / av
                assert abs(INIT.joint_density(x, m) / (gap / (4 * aw * ab * av)) - 1) < 1e-13
                assert abs(INIT.conditional_density(m, x) / (gap / (av * largest(mp.mpf(x)) ** 2)) - 1) < 1e-13


def test_edges_of_the_support():
    assert INIT.joint_density(0.0, 0.27) == 0
    assert INIT.joint_density(10.0, 0.0090001) == 0
    assert INIT.delta_slope_density(0.0) == np.inf
    assert INIT.delta_slope_density([-0.3, 0.26, 7.0]).tolist() == [0, 0, 0]
    assert derive(INIT, "delta_slope_cdf")([-9.0, 0.0, 9.0]).tolist() == [0, 0.5, 1]
    assert derive(INIT, "breakpoint_cdf")(0.45 / 1.3) == pytest.approx(0.75, rel=1e-15)


def test_other_output_weights_leave_breakpoint_and_zeta():
    other = Init(w=Uniform(1.3), b=Uniform(0.45), v=Normal(0.2))
    assert other.zeta == INIT.zeta
    assert other.breakpoint_density == INIT.breakpoint_density
