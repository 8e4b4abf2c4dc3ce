"""Densities of laws without a closed form, by quadrature cut at the right points, against mpmath."""

import mpmath
import numpy as np
import pytest
import sympy as sp

from symspline import vocabulary as S
from symspline.answers.cuts import neuron_cuts
from symspline.model.formula import Formula
from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal
from symspline.model.law import Law, Logistic, Normal, StudentT, TruncatedNormal, Uniform

x = sp.Symbol("x", real=True)
mixture = Law(
    (Normal(sp.Rational(1, 50), mean=-2).density(x) + 3 * Normal(sp.Rational(1, 10), mean=1).density(x)) / 4,
    x,
    (-sp.oo, sp.oo),
)
sech = Law(sp.sech(sp.pi * x / 2) / 2, x, (-sp.oo, sp.oo))
INITS = [
    Init(w=Logistic(1.3), b=Logistic(0.7), v=Logistic(0.2)),
    Init(w=sech, b=Normal(0.5), v=Uniform(0.3)),
    Init(w=Normal(1), b=Uniform(0.001), v=Normal(1)),
    Init(w=StudentT(1, 3), b=StudentT(2, 5), v=Normal(30)),
    Init(w=TruncatedNormal(1.1), b=Logistic(100), v=TruncatedNormal(0.01)),
    Init(w=mixture, b=mixture, v=Normal(1)),
]


def joint_formula(init):
    integrand = init.w.pdf(S.w) * init.b.pdf(-S.beta * S.w) * init.v.pdf(S.mu / S.w)
    return Formula(
        "joint density",
        sp.Function("p")(S.beta, S.mu),
        (S.beta, S.mu),
        sp.Integral(integrand, (S.w, init.w.lower, init.w.upper)),
        closed=False,
        breaks={S.w: neuron_cuts(init, place=S.beta, slope=S.mu)},
    )


@pytest.mark.parametrize("init", INITS, ids=repr)
def test_joint_density(init):
    formula = joint_formula(init)
    places, slopes = np.array([0.3, -1.7, 4.0]), np.array([0.04, -0.3, 1.1])
    value, error = formula.with_error(places[:, None], slopes)
    assert np.all(error[value > 1e-250] < 1e-9)
    for i, j in ((0, 0), (1, 1), (2, 2)):
        if value[i, j] > 1e-30:
            assert value[i, j] == pytest.approx(by_mpmath(init, places[i], slopes[j]), rel=1e-9)


def by_mpmath(init, beta, mu):
    """The definition, cut geometrically finely enough for any scale, and where a law ends."""
    pw, pb, pv = (sp.lambdify(x, law.density(x), "mpmath") for law in (init.w, init.b, init.v))
    with mpmath.workdps(20):
        ends = [init.w.upper, init.b.upper / sp.Abs(beta)]
        high = min(mpmath.mpf(str(sp.N(e, 25)).replace("oo", "inf")) for e in ends)
        low = mpmath.mpf(0) if init.v.upper == sp.oo else abs(mu) / mpmath.mpf(sp.N(init.v.upper, 25))
        if low >= high:
            return 0.0
        sizes = [low, *(s for k in range(-60, 32) if low < (s := mpmath.mpf(1.3) ** k) < high), high]

        def both_signs(w):
            return sum(pw(t) * pb(-beta * t) * pv(mu / t) for t in (w, -w)) if w else mpmath.mpf(0)

        return float(mpmath.quad(both_signs, sizes))


@pytest.mark.parametrize("init", INITS, ids=repr)
def test_the_integral_of_zeta_is_the_mean_square(init):
    """An identity that holds for every law: integrate zeta over the line (nested quadrature)."""
    zeta = sp.Integral(sp.Abs(S.w) ** 3 * init.w.pdf(S.w) * init.b.pdf(-S.c * S.w), (S.w, init.w.lower, init.w.upper))
    formula = Formula(
        "zeta", sp.Function("zeta")(S.c), (S.c,), zeta, closed=False, breaks={S.w: neuron_cuts(init, place=S.c)}
    )
    scale = float(init.b.length / init.w.length)
    # Trapezium rule in asinh(c / scale): exponentially accurate for a smooth integrand, fine for the others.
    t = np.linspace(-14, 14, 12_000)  # zero, where zeta may be infinite, is no node
    c = scale * np.sinh(t)
    total = np.sum(formula.with_error(c)[0] * scale * np.cosh(t)) * (t[1] - t[0])
    assert total == pytest.approx(init.w.numeric_absolute_moment(2), rel=3e-3)


def test_cuts():
    c, a, s = S.c, S.a_w, S.sigma_b
    cuts = neuron_cuts(Init(w=Uniform(a), b=Normal(s), v=Normal(1)), place=c)
    assert set(cuts) == {0, -a, a, s / c, -s / c}
    pair = neuron_cuts(Init(wb=BivariateNormal(2, 3, mean_w=1), v=Uniform(5)), slope=S.mu)
    assert set(pair) == {-1, 0, 1, 3, S.mu / 5, -S.mu / 5}
