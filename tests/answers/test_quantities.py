"""Every quantity of every kind of initialisation, against quadrature from the definition and against samples."""

from itertools import product

import mpmath
import numpy as np
import pytest
import sympy as sp
from mpmath import mp
from scipy.stats import lognorm, norm

from symspline.answers.quantities import QUANTITIES, derive
from symspline.answers.refusals import OF_THE_BREAKPOINT
from symspline.model import presets
from symspline.model.init import Init
from symspline.model.joint_law import BivariateNormal, UnitCircle
from symspline.model.law import (
    Constant,
    GeneralisedNormal,
    Laplace,
    Law,
    Logistic,
    Normal,
    StudentT,
    SymmetrisedLogNormal,
    TruncatedNormal,
    TwoPoint,
    Uniform,
)

CONTINUOUS = {
    "normal": Normal(1.3),
    "uniform": Uniform(0.8),
    "laplace": Laplace(0.6),
    "generalised": GeneralisedNormal(1.1, 3),
    "truncated": TruncatedNormal(0.9),
    "student": StudentT(0.7, 4),
    "logistic": Logistic(0.5),
}
PAIRS = [
    *((name, name) for name in CONTINUOUS),
    ("normal", "uniform"),
    ("uniform", "normal"),
    ("normal", "laplace"),
    ("laplace", "normal"),
    ("uniform", "laplace"),
    ("laplace", "uniform"),
    ("generalised", "uniform"),
    ("uniform", "generalised"),
    ("truncated", "normal"),
    ("student", "normal"),
    ("logistic", "uniform"),
]


def density(law):
    """The density of a law in mpmath, zero outside the support."""
    t = sp.Symbol("t", real=True)
    inside = sp.lambdify(t, law.density(t), "mpmath")
    low, high = (mpmath.mpf(sp.N(e, 40)) if e.is_finite else float(e) for e in (law.lower, law.upper))
    return lambda at: inside(at) if low <= at <= high else mp.zero


def edges(law):
    return [abs(mpmath.mpf(sp.N(e, 40))) for e in (law.upper,) if e.is_finite]


def half_line(f, points):
    cuts = sorted({mp.mpf(p) for p in points if p and mp.isfinite(p)})
    return mp.quad(f, [0, *cuts, mp.inf]) if cuts else mp.quad(f, [0, 1, mp.inf])


def moment(init, order, c):
    p, q = density(init.w), density(init.b)
    points = [float(init.w.length), *edges(init.w)]
    points += [e / abs(c) for e in [float(init.b.length), *edges(init.b)] if c]
    end = min([*edges(init.w), *(e / abs(c) for e in edges(init.b) if c)], default=mp.inf)
    f = lambda r: 2 * r ** (order + 1) * p(r) * q(c * r)  # noqa: E731
    if mp.isfinite(end):
        return mp.quad(f, sorted({mp.zero, *(mp.mpf(x) for x in points if x < end), end}))
    return half_line(f, points)


@pytest.mark.parametrize(("w", "b"), PAIRS)
def test_breakpoint_and_zeta_match_the_definition(w, b):
    init = Init(w=CONTINUOUS[w], b=CONTINUOUS[b], v=Normal(1))
    with mpmath.workdps(25):
        for place in (mp.mpf("-2.3"), mp.mpf("0.17")):
            for name, order in (("breakpoint_density", 0), ("zeta", 2)):
                formula = derive(init, name, seconds=1)
                exact = moment(init, order, place)
                assert (
                    abs(mpmath.mpf(float(formula(float(place)))) / moment(init, order, mp.mpf(float(place))) - 1)
                    < 1e-12
                )
                if formula.closed:
                    assert abs(formula.mp(sp.Rational(str(place)), dps=25) / exact - 1) < 1e-18


@pytest.mark.parametrize(
    ("w", "b", "v"),
    [
        ("normal", "uniform", "normal"),
        ("uniform", "normal", "normal"),
        ("uniform", "uniform", "normal"),
        ("normal", "uniform", "uniform"),
        ("uniform", "normal", "uniform"),
        ("student", "student", "student"),
        ("logistic", "normal", "laplace"),
    ],
)
def test_joint_density_and_delta_slope_match_the_definition(w, b, v):
    init = Init(w=CONTINUOUS[w], b=CONTINUOUS[b], v=CONTINUOUS[v])
    p, q, s = density(init.w), density(init.b), density(init.v)
    with mpmath.workdps(25):
        for beta, mu in ((0.4, -0.3), (-1.7, 0.11)):
            low = max([mp.zero, *(abs(mu) / e for e in edges(init.v))])
            high = min([mp.inf, *edges(init.w), *(e / abs(beta) for e in edges(init.b))])
            inner = [x for x in (mp.mpf("0.05"), mp.mpf("0.3"), mp.mpf(1), mp.mpf(3)) if low < x < high]
            joint = mp.quad(lambda r: 2 * p(r) * q(beta * r) * s(mu / r), [low, *inner, high])  # noqa: B023
            assert abs(derive(init, "joint_density", seconds=1)(beta, mu) / joint - 1) < 1e-12
            end = min([mp.inf, *edges(init.w)])
            inner = [x for x in (mp.mpf("0.05"), mp.mpf("0.3"), mp.mpf(1), mp.mpf(3)) if low < x < end]
            slope = mp.quad(lambda r: 2 * p(r) * s(mu / r) / r, [low, *inner, end])  # noqa: B023
            assert abs(derive(init, "delta_slope_density", seconds=1)(mu) / slope - 1) < 1e-12


def test_far_out_and_close_in_the_mixed_forms_keep_their_digits():
    places = (1e-6, 1e-3, 0.2, 1.0, 30.0, 1e4)
    for w, b in PAIRS[len(CONTINUOUS) : len(CONTINUOUS) + 8]:
        init = Init(w=CONTINUOUS[w], b=CONTINUOUS[b], v=Normal(1))
        for name in ("breakpoint_density", "zeta"):
            formula = derive(init, name)
            assert formula.closed and np.isfinite(formula(0.0))
            for place in places:
                assert abs(mpmath.mpf(float(formula(place))) / formula.mp(place, dps=60) - 1) < 1e-13
    init = Init(w=Normal(1.3), b=Uniform(0.8), v=Normal(0.5))
    for beta, mu in product(places, (1e-6, 0.01, 0.5)):
        exact = derive(init, "joint_density").mp(beta, mu * min(1.0, 0.8 / beta), dps=400)
        assert (
            abs(mpmath.mpf(float(derive(init, "joint_density")(beta, mu * min(1.0, 0.8 / beta)))) / exact - 1) < 1e-13
        )


SYMBOLIC = sp.Symbol("lambda", positive=True)
x = sp.Symbol("x", real=True)
INITS = {
    "torch normal": Init(w=Normal(1), b=Uniform(1), v=Normal(0.5), width=4),
    "two-point w": Init(w=TwoPoint(2), b=Normal(1), v=Normal(1), width=4),
    "two-point v": Init(w=Normal(1), b=Uniform(2), v=TwoPoint(2), width=4),
    "constant bias": Init(w=Normal(1), b=Constant(0.5), v=Normal(1), width=4),
    "circle": Init(wb=UnitCircle(), v=Laplace(1), width=4),
    "correlated": Init(wb=BivariateNormal(1, 2, correlation=0.5), v=Normal(1), width=4),
    "means": Init(w=Normal(1, 0.5), b=Normal(1, -0.3), v=Normal(1), width=4),
    "one-sided w": Init(w=Law(sp.exp(-x), x, (0, sp.oo)), b=Normal(1), v=Normal(1), width=4),
    "one-sided v": Init(w=Normal(1), b=Normal(1), v=Law(sp.exp(-x), x, (0, sp.oo)), width=4),
    "log-normal": Init(w=SymmetrisedLogNormal(0, 0.5), b=SymmetrisedLogNormal(0.2, 0.4), v=Normal(1), width=4),
    "triangle": Init(w=Law(1 - sp.Abs(x), x, (-1, 1)), b=Normal(1), v=Uniform(1), width=4),
}


# Every pair of laws, with the others of these, is in the walk.
FEW = ("two-point v", "constant bias", "circle", "means", "one-sided w")


@pytest.mark.parametrize(
    "name", [each if each in FEW else pytest.param(each, marks=pytest.mark.walk) for each in INITS]
)
def test_every_quantity_answers_and_agrees_with_samples(name):
    init, rng = INITS[name], np.random.default_rng(7)
    w, b, v = init.sample_neurons(200_000, rng)
    beta, mu = -b / w, w * v
    xs, ys = 0.4, -0.9
    on_x, on_y = w * xs + b > 0, w * ys + b > 0
    samples = {
        "kernel": (w * xs + b) * (w * ys + b) * on_x * on_y,
        "slope_kernel": w**2 * on_x * on_y,
        "step_kernel": 1.0 * (on_x & on_y),
        "dead_probability": 1.0 * (~on_x & ~on_y),
        "breakpoint_cdf": 1.0 * (beta <= xs),
        "breakpoint_probability": 1.0 * (ys < beta) * (beta <= xs),
        "delta_slope_cdf": 1.0 * (mu <= xs),
        "tangent_kernel": 4 * ((w * xs + b) * (w * ys + b) + v**2 * (1 + xs * ys)) * on_x * on_y + 1,
    }
    for quantity in QUANTITIES:
        formula = derive(init, quantity, seconds=1)
        point = {1: (xs,), 2: (ys, xs) if quantity == "breakpoint_probability" else (xs, ys)}[len(formula.args)]
        value = float(formula(*point))
        assert (np.isfinite(value) and value >= 0) or quantity in ("covariance", "slope_covariance")
        if quantity in samples:
            draws = samples[quantity]
            # Five standard errors; a false alarm once in about 10^6 comparisons.
            assert abs(np.mean(draws) - value) < 5 * np.std(draws) / np.sqrt(draws.size) + 1e-12, quantity
        assert derive(init, quantity, seconds=1) is formula


@pytest.mark.parametrize("name", ["torch normal", "triangle", "one-sided w"])
def test_zeta_integrates_to_the_second_moment(name):
    init = INITS[name]
    formula = derive(init, "zeta", seconds=1)
    u = np.linspace(-np.pi / 2, np.pi / 2, 20_001)[1:-1]
    total = np.sum(formula(np.tan(u)) / np.cos(u) ** 2) * (u[1] - u[0])
    assert total == pytest.approx(float(sp.N(init.mean_square_w.doit())), rel=1e-5)


def test_log_normal_sizes_have_no_breakpoint_at_zero():
    law = SymmetrisedLogNormal(0, 1)
    init = Init(w=law, b=law, v=Normal(1))
    assert init.breakpoint_density(0) == init.zeta(0) == 0.0 and init.curvature_penalty(0) == np.inf
    # The ratio of two such sizes is log-normal with twice the variance.
    places = np.array([-2.0, 0.3, 1.0])
    truth = lognorm(np.sqrt(2)).pdf(np.abs(places)) / 2
    assert init.breakpoint_density(np.append(places, 0)) == pytest.approx(np.append(truth, 0), rel=1e-13)


@pytest.mark.parametrize("bias", [-1.0, 0.7])
def test_delta_slope_given_the_breakpoint_of_a_constant_bias(bias):
    init = Init(w=Normal(1), b=Constant(bias), v=Normal(1.3, 0.4))
    mu, beta = 0.5, np.array([-3.0, 0.6, 1e-3, -1e-7, 1e-200])
    weight = -bias / beta
    truth = norm(0.4 * weight, 1.3 * np.abs(weight)).pdf(mu)
    assert init.conditional_density(mu, beta) == pytest.approx(truth, rel=1e-13)
    assert init.conditional_density(mu, 0.0) == 0.0
    joint = init.joint_density(beta[:2], mu) / init.breakpoint_density(beta[:2])
    assert joint == pytest.approx(truth[:2], rel=1e-13)


def test_kernels_far_out_where_only_the_bias_varies():
    init = Init(w=Constant(2), b=Normal(1), v=Normal(1))
    # Far to the right every neuron is active: E[(2 x + b)(2 y + b)] = 4 x y + 1.
    for x, y in ((100.0, 100.0), (1e4, 30.0)):
        assert init.kernel(x, y) == pytest.approx(4 * x * y + 1, rel=1e-12)
    tilted = Init(w=Uniform(1), b=Normal(0.01, 1000), v=Normal(1))
    assert tilted.kernel(2.0, -3.0) == pytest.approx(1e6 + 1e-4 - 6 / 3, rel=1e-10)


def test_zero_bias_is_explained_and_has_a_kernel():
    init = Init(w=Normal(2), b=Constant(0), v=Normal(1), width=3)
    for quantity in ("joint_density", "breakpoint_density", "zeta", "curvature_penalty", "breakpoint_cdf"):
        with pytest.raises(ValueError, match=r"every breakpoint is at 0.*E\[w\^2\] delta"):
            derive(init, quantity)
    assert derive(init, "kernel")(2.0, 3.0) == 12.0
    assert derive(init, "kernel")(2.0, -3.0) == 0.0
    assert derive(init, "covariance")(2.0, 3.0) == 36.0


@pytest.mark.parametrize(
    ("init", "quantity", "message"),
    [
        (Init(w=TwoPoint(1), b=TwoPoint(2), v=Normal(1)), "zeta", "values"),
        (Init(w=TwoPoint(1), b=Normal(1), v=TwoPoint(2)), "delta_slope_density", "values"),
        (Init(w=StudentT(1, 2), b=Normal(1), v=Normal(1)), "kernel", r"E\[w\^2\] is infinite"),
        (Init(w=StudentT(1, 1), b=StudentT(1, 1), v=Normal(1)), "zeta", "infinite everywhere"),
        (Init(w=Normal(1), b=Normal(1), v=Constant(0)), "joint_density", "invisible"),
        (Init(w=Constant(0), b=Normal(1), v=Normal(1)), "kernel", "w is 0"),
        (Init(w=Normal(1), b=Normal(1), v=Normal(1)), "zetta", "give one of"),
        (Init(w=Normal(sp.Symbol("c", positive=True)), b=Normal(1), v=Normal(1)), "zeta", "name of a variable"),
        (Init(w=Normal(1, sp.Symbol("c", real=True)), b=Normal(1), v=Normal(1)), "zeta", "the laws hold c, a var"),
        (Init(w=Logistic(sp.Symbol("r", positive=True)), b=Normal(1), v=Normal(1)), "zeta", "such as r_0"),
        (Init(w=Normal(1), b=Normal(sp.Symbol("x", positive=True)), v=Normal(1)), "kernel", "x is also the name"),
    ],
)
def test_what_does_not_exist_is_refused_with_a_reason(init, quantity, message):
    with pytest.raises(ValueError, match=message):
        derive(init, quantity)


def test_symbolic_scales_stay_symbolic():
    law = Law(sp.exp(-sp.Abs(x) / SYMBOLIC) / (2 * SYMBOLIC), x, (-sp.oo, sp.oo))
    formula = derive(Init(w=law, b=law, v=law), "zeta")
    assert formula.closed and formula.parameters == (SYMBOLIC,)
    numbers = formula.put({SYMBOLIC: 2})
    assert numbers(0.5) == pytest.approx(
        float(derive(Init(w=Laplace(2), b=Laplace(2), v=Laplace(2)), "zeta")(0.5)), rel=1e-13
    )


PRESETS = [
    presets.torch(50),
    presets.torch_he_normal(50),
    presets.torch_he_uniform(50),
    presets.torch_glorot_normal(50),
    presets.torch_glorot_uniform(50),
    presets.he_normal(50),
    presets.he_normal(50, Normal(0.5), truncated=True),
]


@pytest.mark.parametrize("init", PRESETS, ids=[f"{k}-{p.name}" for k, p in enumerate(PRESETS)])
def test_every_preset_answers(init):
    for quantity in QUANTITIES:
        if init.zero_bias and quantity in OF_THE_BREAKPOINT:
            continue
        formula = derive(init, quantity, seconds=1)
        assert np.isfinite(formula(*(0.3, 0.7)[: len(formula.args)]))
