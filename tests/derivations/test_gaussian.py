"""Section B7 against quadrature from the definition, and float64 against many digits."""

import mpmath as mp
import numpy as np
import pytest

from symspline.answers.quantities import derive
from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal
from symspline.model.law import Normal, Uniform

SW, SB, SV = 1.3, 0.45, 0.2
INIT = Init(w=Normal(1.3), b=Normal(0.45), v=Normal(0.2))
PLACES = np.concatenate([[0.0], np.geomspace(1e-6, 1e4, 23), -np.geomspace(1e-6, 1e4, 23)])
POINTS = [(0.7, -0.11), (-2.3, 0.4), (0.05, 1.2)]


def exact(*values):
    return [mp.mpf(repr(float(v))) for v in values]


def normal(x, scale, mean=0):
    return mp.exp(-((x - mean) ** 2) / (2 * scale**2)) / (scale * mp.sqrt(2 * mp.pi))


def pair_density(w, b, sw, sb, rho, mw, mb):
    z, u = (w - mw) / sw, (b - mb) / sb
    q = (z * z - 2 * rho * z * u + u * u) / (2 * (1 - rho**2))
    return mp.exp(-q) / (2 * mp.pi * sw * sb * mp.sqrt(1 - rho**2))


def over_line(f, *cuts):
    """The integral over both half-lines, cut at the given sizes."""
    ends = sorted({mp.mpf(0), mp.mpf(1), *map(mp.mpf, cuts), mp.inf})
    return mp.quad(lambda r: f(r) + f(-r), ends)


def digits(formula, places, reference):
    """The largest relative error of a formula in float64 over some places."""
    with mp.workdps(40):
        truth = np.array([float(reference(mp.mpf(x))) for x in places])
    values = formula(places)
    assert np.all(np.isfinite(values))
    scale = np.where(truth == 0, 1, np.abs(truth))
    return np.max(np.abs(values - truth) / scale)


@pytest.mark.parametrize("point", POINTS)
def test_quadrature_from_the_definition(point):
    with mp.workdps(30):
        beta, mu = exact(*point)
        sw, sb, sv = exact(SW, SB, SV)
        joint = over_line(
            lambda w: normal(w, sw) * normal(-beta * w, sb) * normal(mu / w, sv) if w else mp.mpf(0), 0.1, 3
        )
        slope = over_line(lambda w: normal(w, sw) * normal(mu / w, sv) / abs(w) if w else mp.mpf(0), 0.1, 3)
        first = over_line(lambda w: abs(w) * normal(w, sw) * normal(-beta * w, sb), 0.1, 3)
        third = over_line(lambda w: abs(w) ** 3 * normal(w, sw) * normal(-beta * w, sb), 0.1, 3)
        for formula, args, truth in (
            (INIT.joint_density, (beta, mu), joint),
            (INIT.delta_slope_density, (mu,), slope),
            (INIT.breakpoint_density, (beta,), first),
            (INIT.zeta, (beta,), third),
            (INIT.conditional_density, (mu, beta), joint / first),
        ):
            assert abs(formula.mp(*args) / truth - 1) < mp.mpf("1e-18"), formula.name


def test_correlation_and_means_by_quadrature():
    wb = BivariateNormal(0.8, 1.1, correlation=-0.6, mean_w=0.5, mean_b=-0.9)
    shifted = Init(wb=wb, v=Normal(0.2))
    centred = Init(wb=BivariateNormal(0.8, 1.1, correlation=-0.6), v=Normal(0.2))
    independent = Init(w=Normal(0.8, 0.5), b=Normal(1.1, -0.9), v=Uniform(1))
    with mp.workdps(30):
        sw, sb, rho, mw, mb, sv = exact(0.8, 1.1, -0.6, 0.5, -0.9, 0.2)
        laws = ((shifted, (rho, mw, mb)), (centred, (rho, 0, 0)), (independent, (0, mw, mb)))

        def moment(order, place, law):
            return over_line(lambda w: abs(w) ** order * pair_density(w, -place * w, sw, sb, *law), 0.3, 3)

        def joint(place, slope):
            return over_line(
                lambda w: pair_density(w, -place * w, sw, sb, rho, 0, 0) * normal(slope / w, sv) if w else mp.mpf(0),
                0.1,
                0.3,
                3,
            )

        for place in (-3.1, 0.4):
            beta, mu = exact(place, 0.3)
            for order, name in ((1, "breakpoint_density"), (3, "zeta")):
                for init, law in laws:
                    assert abs(getattr(init, name).mp(beta) / moment(order, beta, law) - 1) < mp.mpf("1e-18")
            assert abs(centred.joint_density.mp(beta, mu) / joint(beta, mu) - 1) < mp.mpf("1e-18")


def test_float64_keeps_thirteen_digits():
    with mp.workdps(40):
        sw, sb, sv = exact(SW, SB, SV)
    spread = lambda x: mp.sqrt(sb**2 + sw**2 * x**2)  # noqa: E731
    assert digits(INIT.breakpoint_density, PLACES, lambda x: sw * sb / (mp.pi * spread(x) ** 2)) < 1e-13
    assert digits(INIT.zeta, PLACES, lambda x: 2 * sw**3 * sb**3 / (mp.pi * spread(x) ** 4)) < 1e-13
    cdf = derive(INIT, "breakpoint_cdf")
    assert (
        digits(
            cdf,
            PLACES,
            lambda x: mp.acot(-sw * x / sb) / mp.pi if x < 0 else mp.mpf(1) / 2 + mp.atan(sw * x / sb) / mp.pi,
        )
        < 1e-13
    )
    slopes = np.concatenate([np.geomspace(1e-12, 8, 16), -np.geomspace(1e-12, 8, 16)])
    assert (
        digits(INIT.delta_slope_density, slopes, lambda m: mp.besselk(0, abs(m) / (sw * sv)) / (mp.pi * sw * sv))
        < 1e-13
    )
    size = derive(INIT, "delta_slope_cdf")
    assert (
        digits(
            size, slopes[:16], lambda m: mp.mpf(1) / 2 + mp.quad(lambda u: mp.besselk(0, u), [0, m / (sw * sv)]) / mp.pi
        )
        < 1e-13
    )
    assert size(0.0) == 0.5
    with mp.workdps(40):
        for x in (0.0, 1e-6, 0.3, 40.0, 1e4):
            for m in (0.0, 1e-9, 1e-3 / (1 + x)):
                truth = mp.exp(-m * spread(mp.mpf(x)) / (sw * sb * sv)) / (2 * mp.pi * sv * spread(mp.mpf(x)))
                assert abs(INIT.joint_density(x, m) / truth - 1) < 1e-13


def test_float64_near_full_correlation_and_far_means():
    init = Init(wb=BivariateNormal(1.3, 0.45, correlation=0.9999, mean_w=2, mean_b=-3), v=Normal(0.2))
    with mp.workdps(40):
        sw, sb, rho, mw, mb = exact(1.3, 0.45, 0.9999, 2, -3)
        det = sw * sb * mp.sqrt(1 - rho**2)

    def breakpoint(x, order=1):
        q = sb**2 + 2 * rho * sw * sb * x + sw**2 * x**2
        h = (mw * (sb**2 + rho * sw * sb * x) - mb * (sw**2 * x + rho * sw * sb)) / (mp.sqrt(q) * det)
        tail = mp.exp(-((mb + mw * x) ** 2) / (2 * q))
        bell, step = mp.exp(-h * h / 2), mp.sqrt(mp.pi / 2) * mp.erf(h / mp.sqrt(2))
        if order == 1:
            return tail * det / (mp.pi * q) * (bell + h * step)
        return tail * 2 * det**3 / (mp.pi * q**2) * ((1 + h * h / 2) * bell + (h**3 + 3 * h) / 2 * step)

    for x in [*np.linspace(1.3, 1.7, 9), *PLACES[PLACES > 0.9]]:
        assert digits(init.breakpoint_density, np.array([x]), breakpoint) < 2e-13
        assert digits(init.zeta, np.array([x]), lambda place: breakpoint(place, 3)) < 2e-13
