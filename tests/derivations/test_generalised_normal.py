"""Section B6 against quadrature from the definition, and float64 against many digits."""

import mpmath as mp
import numpy as np
import pytest
from sympy import Rational

from symspline.derivations.initialisation.generalised_normal import closed_forms
from symspline.derivations.initialisation.generalised_normal_members import TRUNCATED
from symspline.enclosure.evaluate import evaluate
from symspline.model.array_code import ArrayFunction
from symspline.model.init import Init
from symspline.model.law import GeneralisedNormal, Laplace, Normal, Uniform

EXPONENTS = ["0.6", "1", "1.5", "2", "3.7", "12", "40", "100"]
SCALES = ("1.3", "0.45", "0.2")
PLACES = np.concatenate([[0.0], np.geomspace(1e-6, 1e4, 17), -np.geomspace(1e-6, 1e4, 17)])


def init(q, kind=GeneralisedNormal):
    return Init(**{role: kind(Rational(scale), Rational(q)) for role, scale in zip("wbv", SCALES, strict=True)})


def constants(q):
    return (*map(mp.mpf, SCALES), mp.mpf(q))


def density(x, scale, q):
    return q * mp.exp(-((abs(x) / scale) ** q)) / (2 * scale * mp.gamma(1 / q))


def mass(scale, cut, q):
    return mp.quad(lambda w: density(w, scale, q), [-cut * scale, 0, cut * scale])


@pytest.mark.parametrize("q", ["1", "1.5", "3.7"])
def test_quadrature_from_the_definition(q):
    laws = init(q)
    with mp.workdps(30):
        aw, ab, av, q = constants(q)
        beta, mu = mp.mpf("-0.7"), mp.mpf("0.11")
        ends = [0, 0.05, 0.3, 1, 4, 16, mp.inf]
        joint = 2 * mp.quad(
            lambda w: density(w, aw, q) * density(beta * w, ab, q) * density(mu / w, av, q) if w else mp.mpf(0), ends
        )
        slope = 2 * mp.quad(lambda w: density(w, aw, q) * density(mu / w, av, q) / w if w else mp.mpf(0), ends)
        first = 2 * mp.quad(lambda w: w * density(w, aw, q) * density(beta * w, ab, q), ends)
        third = 2 * mp.quad(lambda w: w**3 * density(w, aw, q) * density(beta * w, ab, q), ends)
        for formula, args, truth in (
            (laws.joint_density, (beta, mu), joint),
            (laws.delta_slope_density, (mu,), slope),
            (laws.breakpoint_density, (beta,), first),
            (laws.zeta, (beta,), third),
            (laws.conditional_density, (mu, beta), joint / first),
        ):
            assert abs(formula.mp(*args) / truth - 1) < mp.mpf("1e-18"), formula.name


def test_truncated_moments_by_quadrature():
    with mp.workdps(30):
        for c, n in ((Rational(-1, 3), 0), (Rational(5, 2), 2), (Rational(0), 3)):
            names = {
                "c": c,
                "alpha_w": Rational(13, 10),
                "alpha_b": Rational(9, 20),
                "kappa_w": Rational(3, 2),
                "kappa_b": Rational(2),
                "q": Rational(3, 2),
                "n": Rational(n),
            }
            values = {a.symbol: names[str(a.symbol)] for a in TRUNCATED.arguments}
            x, aw, ab, kw, kb, q, order = (mp.mpf(v.p) / v.q for v in names.values())
            top = min(kw * aw, kb * ab / abs(x)) if x else kw * aw
            body = mp.quad(
                lambda w, x=x, aw=aw, ab=ab, q=q, n=order: w ** (n + 1) * density(w, aw, q) * density(x * w, ab, q),
                [0, top / 4, top],
            )
            truth = 2 * body / (mass(aw, kw, q) * mass(ab, kb, q))
            assert abs(evaluate(TRUNCATED.conclusion, values) / truth - 1) < mp.mpf("1e-18")
            numeric = ArrayFunction(
                TRUNCATED.compute.xreplace({s: v for s, v in values.items() if str(s) != "c"}),
                (TRUNCATED.arguments[0].symbol,),
            )
            assert abs(numeric(float(c)) / truth - 1) < 1e-13


@pytest.mark.parametrize("exponent", EXPONENTS)
def test_float64_keeps_thirteen_digits(exponent):
    laws = init(exponent)
    with mp.workdps(60):
        aw, ab, av, q = constants(exponent)
        front = q**2 / (4 * aw * ab * mp.gamma(1 / q) ** 2)
        rate = lambda x: aw**-q + (abs(x) / ab) ** q  # noqa: E731
        for x in PLACES:
            for formula, n in ((laws.breakpoint_density, 0), (laws.zeta, 2)):
                truth = 2 * front / q * mp.gamma((n + 2) / q) * rate(mp.mpf(x)) ** (-(n + 2) / q)
                assert abs(formula(x) / truth - 1) < 1e-13
        slope = q**2 / (4 * aw * av * mp.gamma(1 / q) ** 2) * 4 / q
        for m in np.geomspace(1e-12, 0.24, 15):
            z = 2 * (mp.mpf(m) / (aw * av)) ** (q / 2)
            truth = slope * mp.besselk(0, z)
            assert abs(laws.delta_slope_density(m) / truth - 1) < 1e-13 * max(1, q * z / 10)
        for x in (0.0, 1e-6, 0.3, 40.0, 1e4):
            a = rate(mp.mpf(x))
            for part in (0.0, 1e-12, 1e-3, 0.4, 1.1):
                m = float(part * av * a ** (-1 / q))
                b = (mp.mpf(m) / av) ** q
                z = 2 * mp.sqrt(a * b)
                bessel = (b / a) ** (1 / (2 * q)) * mp.besselk(1 / q, z) if m else mp.gamma(1 / q) * a ** (-1 / q) / 2
                truth = 4 * front * q / (2 * av * mp.gamma(1 / q)) / q * bessel
                tolerance = 1e-13 * max(1, q * z / 10)
                assert abs(laws.joint_density(x, m) / truth - 1) < tolerance
                first = 2 * front / q * mp.gamma(2 / q) * a ** (-2 / q)
                assert abs(laws.conditional_density(m, x) / (truth / first) - 1) < tolerance


def test_large_exponents_come_close_to_uniform():
    almost, flat = init("100"), Init(w=Uniform(1.3), b=Uniform(0.45), v=Uniform(0.2))
    for x in (0.0, 0.1, 3.0, 1e4):
        assert almost.zeta(x) == pytest.approx(flat.zeta(x), rel=2e-2)
        for part in (0.0, 1e-5, 0.5):
            m = part * 0.2 * min(1.3, 0.45 / max(x, 1e-9))
            assert almost.joint_density(x, m) == pytest.approx(flat.joint_density(x, m), rel=5e-2)
    assert almost.delta_slope_density(1e-9) == pytest.approx(flat.delta_slope_density(1e-9), rel=2e-2)


def test_exponents_that_agree_fit_together():
    mixed = closed_forms(Init(w=GeneralisedNormal(1, 2), b=Normal(1), v=Laplace(1)))
    assert set(mixed) == {"breakpoint_density", "zeta"}
    assert closed_forms(init("101")) == {}
    assert closed_forms(Init(w=GeneralisedNormal(1, 3), b=Normal(1), v=Laplace(1))) == {}
    assert closed_forms(Init(w=Normal(1), b=Normal(1), v=Normal(1))) == {}
