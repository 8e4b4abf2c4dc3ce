"""Thirteen digits of every closed density of every preset, from next to 0 to far out, against mpmath on the result."""

import warnings

import mpmath
import numpy as np
import pytest

from symspline.answers.quantities import derive
from symspline.model import presets

PLACES = (1e-6, -3e-4, 0.07, -0.9, 1.0, 4.0, -60.0, 1e4)
SHARES = (1e-6, -1e-3, 0.2, -0.9, 2.5)
"""Delta-slopes in units of the largest or the mean size that the breakpoint leaves."""


def _named():
    kept = {}
    for name in presets.names():
        init = presets.by_name(name, 64)
        if not init.zero_bias:
            kept.setdefault((init.w, init.b, init.v, init.wb), (name, init))
    return dict(kept.values())


PRESETS = _named()


def digits(formula, *point):
    """The relative error of a float64 value; the exact one is formed with digits to spare."""
    with mpmath.workdps(60):
        exact = formula.mp(*point, dps=60)
        if abs(exact) < 1e-290:
            return abs(float(formula(*point)))
        if mpmath.isinf(exact) or not exact:
            return 0.0 if float(formula(*point)) == exact else np.inf
        return float(abs(mpmath.mpf(float(formula(*point))) / exact - 1))


@pytest.mark.parametrize("name", PRESETS)
def test_densities_of_one_place(name):
    init = PRESETS[name]
    for quantity in ("breakpoint_density", "zeta"):
        formula = derive(init, quantity)
        assert formula.closed
        for place in PLACES:
            assert digits(formula, place) < 1e-13, (quantity, place)
    slope = derive(init, "delta_slope_density")
    if not slope.closed:
        # Truncated weights beside another law: a quadrature, judged by its own estimate of the error.
        return
    size = float(init.w.length) * float(init.v.length)
    for share in SHARES:
        assert digits(slope, share * size) < 1e-13, share


@pytest.mark.parametrize("name", PRESETS)
def test_joint_density(name):
    init = PRESETS[name]
    formula = derive(init, "joint_density")
    if not formula.closed:
        pytest.skip("the joint density of this preset is an integral")
    for place in PLACES:
        reach = min(float(init.w.length), float(init.b.length) / abs(place)) * float(init.v.length)
        for share in SHARES:
            assert digits(formula, place, share * reach) < 1e-13, (place, share)


@pytest.mark.parametrize("name", PRESETS)
def test_no_warning_and_no_nan_at_zero_and_far_out(name):
    init = PRESETS[name]
    places = np.array([0.0, -0.0, 1.0, -1.0, 1e4, -1e4, 1e-300, 1e100])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for quantity in ("breakpoint_density", "zeta", "delta_slope_density", "joint_density"):
            formula = derive(init, quantity)
            if not formula.closed:
                continue
            points = (places,) if len(formula.args) == 1 else (places[:, None], places[None, :6])
            values = formula(*points)
            assert not np.isnan(values).any() and (values >= 0).all(), quantity
