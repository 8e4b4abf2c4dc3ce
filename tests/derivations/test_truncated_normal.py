"""Section B11 against quadrature from the definition, and float64 against many digits."""

import mpmath as mp
import numpy as np
import pytest
from sympy import Rational

from symspline.answers.quantities import derive
from symspline.derivations.initialisation.truncated_normal_law import DEVIATION_AT_TWO, KURTOSIS_AT_TWO, RATIO_AT_TWO
from symspline.enclosure.evaluate import evaluate
from symspline.model.init import Init
from symspline.model.law import Normal, TruncatedNormal, Uniform

CUTS = {
    "common": ("2", "2", "2"),
    "unequal": ("1.2", "2.5", "3.1"),
    "far": ("15", "12", "13"),
    "near": ("0.01", "0.02", "0.01"),
}
SCALES = ("1.3", "0.45", "0.2")
PLACES = np.concatenate([[0.0], np.geomspace(1e-6, 1e4, 17), -np.geomspace(1e-6, 1e4, 17)])


def init(cuts):
    laws = (TruncatedNormal(Rational(s), Rational(k)) for s, k in zip(SCALES, cuts, strict=True))
    return Init(**dict(zip("wbv", laws, strict=True)))


def density(x, scale, cut):
    return mp.exp(-(x**2) / (2 * scale**2)) / (scale * mp.sqrt(2 * mp.pi) * mp.erf(cut / mp.sqrt(2)))


def joint_truth(x, m, cuts):
    """The joint density by quadrature over the size of the weight, cut at the peak of the integrand."""
    (sw, sb, sv), (kw, kb, kv) = map(mp.mpf, SCALES), cuts
    top = min(kw * sw, kb * sb / abs(x)) if x else kw * sw
    low = abs(m) / (kv * sv)
    if low >= top:
        return mp.mpf(0)
    rate = 1 / (2 * sw**2) + x**2 / (2 * sb**2)
    size = 1 / mp.sqrt(rate)
    peak = mp.sqrt(mp.sqrt(m**2 / (2 * sv**2) / rate))
    ends = sorted({low, top, *(e for e in (peak / 2, peak, 2 * peak, size, 3 * size) if low < e < top)})
    body = mp.quad(
        lambda w: density(w, sw, kw) * density(x * w, sb, kb) * density(m / w, sv, kv) if w else mp.mpf(0), ends
    )
    if not m:
        body = mp.quad(lambda w: density(w, sw, kw) * density(x * w, sb, kb) * density(mp.mpf(0), sv, kv), ends)
    return 2 * body


@pytest.mark.parametrize("name", ["common", "unequal"])
def test_quadrature_from_the_definition(name):
    laws = init(CUTS[name])
    with mp.workdps(30):
        cuts = tuple(map(mp.mpf, CUTS[name]))
        (sw, sb, _), (kw, kb, _) = map(mp.mpf, SCALES), cuts
        for beta, mu in (
            (mp.mpf("-0.2"), mp.mpf("0.11")),
            (mp.mpf("1.7"), mp.mpf("0.05")),
            (mp.mpf("-0.5"), mp.mpf("-0.3")),
        ):
            top = min(kw * sw, kb * sb / abs(beta))
            for order, formula in ((1, laws.breakpoint_density), (3, laws.zeta)):
                truth = 2 * mp.quad(
                    lambda w, x=beta, n=order: w**n * density(w, sw, kw) * density(x * w, sb, kb), [0, top / 3, top]
                )
                assert abs(formula.mp(beta) / truth - 1) < mp.mpf("1e-18")
            assert abs(laws.joint_density.mp(beta, mu) / joint_truth(beta, mu, cuts) - 1) < mp.mpf("1e-18")


def joint_by_antiderivative(x, m, cuts):
    """The same by error functions, with the digits that the growing exponential costs."""
    (sw, sb, sv), (kw, kb, kv) = map(mp.mpf, SCALES), cuts
    top = min(kw * sw, kb * sb / abs(x)) if x else kw * sw
    low = abs(m) / (kv * sv)
    a, b = mp.sqrt(1 / (2 * sw**2) + x**2 / (2 * sb**2)), abs(m) / (mp.sqrt(2) * sv)
    with mp.workdps(60 + int(2 * (a * top) ** 2 + kv**2)):
        grown = mp.exp(2 * a * b) * (mp.erf(a * top + b / top) - mp.erf(a * low + kv / mp.sqrt(2)))
        fallen = mp.exp(-2 * a * b) * (mp.erf(a * top - b / top) - mp.erf(a * low - kv / mp.sqrt(2)))
        heights = density(mp.mpf(0), sw, kw) * density(mp.mpf(0), sb, kb) * density(mp.mpf(0), sv, kv)
        return 2 * heights * mp.sqrt(mp.pi) / (4 * a) * (grown + fallen)


def breakpoint_truth(x, order, cuts, bias_cut=True):
    (sw, sb, _), (kw, kb, _) = map(mp.mpf, SCALES), cuts
    rate = (sb**2 + sw**2 * x**2) / (2 * sw**2 * sb**2)
    top = min(kw * sw, kb * sb / abs(x)) if x and bias_cut else kw * sw
    mass = mp.erf(kw / mp.sqrt(2)) * (mp.erf(kb / mp.sqrt(2)) if bias_cut else 1)
    s = (order + 1) // 2
    return mp.gammainc(s, 0, rate * top**2) / (2 * mp.pi * sw * sb * mass * rate**s)


@pytest.mark.parametrize("name", CUTS)
def test_float64_keeps_thirteen_digits(name):
    laws = init(CUTS[name])
    normal_bias = Init(w=laws.w, b=Normal(Rational("0.45")), v=laws.v)
    with mp.workdps(60):
        cuts = tuple(map(mp.mpf, CUTS[name]))
        for x in PLACES:
            for order, quantity in ((1, "breakpoint_density"), (3, "zeta")):
                assert abs(getattr(laws, quantity)(x) / breakpoint_truth(mp.mpf(x), order, cuts) - 1) < 1e-13
                uncut = breakpoint_truth(mp.mpf(x), order, cuts, bias_cut=False)
                assert abs(getattr(normal_bias, quantity)(x) / uncut - 1) < 1e-13


@pytest.mark.parametrize("name", CUTS)
def test_joint_density_in_float64(name):
    laws = init(CUTS[name])
    with mp.workdps(30):
        cuts = tuple(map(mp.mpf, CUTS[name]))
        for x in (0.0, 1e-6, 0.3, 1.0, 40.0, 1e4):
            (sw, sb, sv), (kw, kb, kv) = map(mp.mpf, SCALES), cuts
            top = min(kw * sw, kb * sb / abs(mp.mpf(x))) if x else kw * sw
            for part in (0.0, 1e-12, 1e-3, 0.1, 0.5, 0.9):
                m = float(part * kv * sv * top)
                truth = joint_by_antiderivative(mp.mpf(x), mp.mpf(m), cuts)
                exponent = float(-mp.log(truth / joint_by_antiderivative(mp.mpf(x), mp.mpf(0), cuts)))
                # An exponent of size E is rounded to E ulp; the short ranges lose the rounding of their ends.
                tolerance = 1e-13 * max(1.0, exponent) / (1 - part)
                if truth > 1e-300:
                    assert abs(laws.joint_density(x, m) / truth - 1) < tolerance, (x, part)
            assert laws.joint_density(x, float(kv * sv * top) * (1 + 1e-12)) == 0


@pytest.mark.parametrize("name", ["common", "unequal"])
def test_distribution_function_of_the_breakpoint(name):
    laws = init(CUTS[name])
    cdf = derive(laws, "breakpoint_cdf")
    with mp.workdps(30):
        cuts = tuple(map(mp.mpf, CUTS[name]))
        edge = cuts[1] * mp.mpf("0.45") / (cuts[0] * mp.mpf("1.3"))
        for x in (1e-6, 0.1, 0.4, 1.0, 7.0, 1e4):
            ends = [mp.mpf(x), *(e for e in (edge, mp.mpf(3)) if e > x), mp.inf]
            tail = mp.quad(lambda s: breakpoint_truth(s, 1, cuts), ends)
            assert abs(cdf(-x) / tail - 1) < 1e-13
            assert abs(cdf(x) / (1 - tail) - 1) < 1e-13
    assert cdf(0.0) == 0.5


def test_delta_slope_beside_a_uniform_law():
    one = Init(w=TruncatedNormal(1.3, 2), b=Normal(1), v=Uniform(0.2))
    other = Init(w=Uniform(0.2), b=Normal(1), v=TruncatedNormal(1.3, 2))
    with mp.workdps(30):
        sw, av, k = mp.mpf("1.3"), mp.mpf("0.2"), mp.mpf(2)
        for m in (1e-12, 1e-4, 0.1, 0.4):
            low = mp.mpf(m) / av
            truth = 2 * mp.quad(
                lambda u: density(mp.exp(u), sw, k) / (2 * av), mp.linspace(mp.log(low), mp.log(k * sw), 9)
            )
            for laws in (one, other):
                assert abs(laws.delta_slope_density(m) / truth - 1) < 1e-13
    assert one.delta_slope_density([0.0, 0.53]).tolist() == [np.inf, 0]


def test_constants_of_the_cut_at_two():
    with mp.workdps(25):
        for theorem, digits in (
            (DEVIATION_AT_TWO, "0.87962566103423975041"),
            (KURTOSIS_AT_TWO, "2.3655367171296495117"),
            (RATIO_AT_TWO, "0.82170153084824103760"),
        ):
            assert abs(evaluate(theorem.conclusion, {}) - mp.mpf(digits)) < mp.mpf("1e-19")
            assert abs(evaluate(theorem.start, {}) - mp.mpf(digits)) < mp.mpf("1e-19")
