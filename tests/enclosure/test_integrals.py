"""Closed forms of the theory against their definitions, and the ways an enclosure could lie."""

import itertools
import random

import pytest
from sympy import (
    Abs,
    Heaviside,
    Integer,
    Integral,
    Max,
    Min,
    Piecewise,
    Rational,
    Symbol,
    atan,
    atan2,
    besselk,
    cos,
    erf,
    exp,
    expint,
    gamma,
    hyper,
    log,
    oo,
    pi,
    sech,
    sign,
    sin,
    sqrt,
    symbols,
    zeta,
)

from symspline import special
from symspline.enclosure.ball import Undecided
from symspline.enclosure.enclose import enclose

w, b, t = symbols("w b t", real=True)
beta, mu = symbols("beta mu", real=True)
sw, sb, sv = symbols("sigma_w sigma_b sigma_v", positive=True)
R = Rational
POINTS = [
    {sw: R(13, 10), sb: R(7, 10), sv: R(1, 5), beta: R(3, 10), mu: R(-2, 7)},
    {sw: R(2, 3), sb: R(9, 4), sv: R(8, 5), beta: R(-11, 4), mu: R(1, 3)},
]


def normal(x, s):
    return exp(-(x**2) / (2 * s**2)) / (sqrt(2 * pi) * s)


def laplace(x, s):
    return exp(-Abs(x) / s) / (2 * s)


def uniform(x, a):
    return Heaviside(a - Abs(x)) / (2 * a)


def uniform_pieces(x, a):
    return Piecewise((1 / (2 * a), Abs(x) < a), (0, True))


def cauchy(x, s):
    return s / (pi * (s**2 + x**2))


def student(x, s, nu):
    p = (nu + 1) / 2
    return gamma(p) / (sqrt(nu * pi) * gamma(nu / 2) * s) * (1 + x**2 / (nu * s**2)) ** (-p)


def generalised(x, a, q):
    return q / (2 * a * gamma(1 / q)) * exp(-((Abs(x) / a) ** q))


def logistic(x, s):
    return exp(-x / s) / (s * (1 + exp(-x / s)) ** 2)


def line(f):
    return Integral(f, (w, -oo, oo))


def joint(law):
    return line(law(w, sw) * law(beta * w, sb) * law(mu / w, sv))


def weighted(law, n):
    return line(Abs(w) ** (n + 1) * law(w, sw) * law(beta * w, sb))


def slope(law):
    return line(law(w, sw) * law(mu / w, sv) / Abs(w))


def cauchy_ratio(k, x):
    return log((x / k) ** 2) / (pi**2 * ((x / k) ** 2 - 1)) / k


S = sqrt(sb**2 + sw**2 * beta**2)
m = Min(sw, sb / Abs(beta))
A1, B1 = 1 / sw + Abs(beta) / sb, Abs(mu) / sv
q = R(3, 2)
AQ, BQ = sw**-q + Abs(beta) ** q * sb**-q, (Abs(mu) / sv) ** q


def scale_constant(nu, s):
    return gamma((nu + 1) / 2) / (sqrt(nu * pi) * gamma(nu / 2) * s)


def cq(a):
    return q / (2 * a * gamma(1 / q))


z = (beta * sw / sb) ** 2
CASES = {
    "B7 joint": (joint(normal), exp(-Abs(mu) * S / (sw * sb * sv)) / (2 * pi * sv * S)),
    "B7 breakpoint": (weighted(normal, 0), sw * sb / (pi * S**2)),
    "B7 zeta": (weighted(normal, 2), 2 * sw**3 * sb**3 / (pi * S**4)),
    "B7 slope": (slope(normal), besselk(0, Abs(mu) / sw / sv) / (pi * sw * sv)),
    "B6 joint": (
        joint(lambda x, a: generalised(x, a, q)),
        4 * cq(sw) * cq(sb) * cq(sv) / q * (BQ / AQ) ** (1 / (2 * q)) * besselk(1 / q, 2 * sqrt(AQ * BQ)),
    ),
    "B8 joint": (joint(uniform), Max(m - Abs(mu) / sv, 0) / (4 * sb * sw * sv)),
    "B8 breakpoint": (weighted(uniform_pieces, 0), m**2 / (4 * sw * sb)),
    "B8 zeta": (weighted(uniform, 2), m**4 / (8 * sw * sb)),
    "B8 slope": (slope(uniform_pieces), Max(log(sw * sv / Abs(mu)), 0) / (2 * sw * sv)),
    "B9 joint": (joint(laplace), sqrt(B1 / A1) / (2 * sw * sb * sv) * besselk(1, 2 * sqrt(A1 * B1))),
    "B9 zeta": (weighted(laplace, 2), 3 * sw**3 * sb**3 / (sb + sw * Abs(beta)) ** 4),
    "B9 slope": (slope(laplace), besselk(0, 2 * sqrt(Abs(mu) / (sw * sv))) / (sw * sv)),
    "B10 uniform-normal": (
        line(Abs(w) ** 3 * uniform(w, sw) * normal(beta * w, sb)),
        special.lower_gamma(2, beta**2 / (2 * sb**2) * sw**2)
        / (2 * sw * sb * sqrt(2 * pi) * (beta**2 / (2 * sb**2)) ** 2),
    ),
    "B10 slope": (
        line(uniform(w, sw) * normal(mu / w, sv) / Abs(w)),
        special.exp_integral(mu**2 / (2 * sv**2 * sw**2)) / (2 * sw * sv * sqrt(2 * pi)),
    ),
    "B12 breakpoint": (
        weighted(lambda x, s: student(x, s, q), 0),
        scale_constant(q, sw) * scale_constant(q, sb) * sw**2 * hyper([R(5, 4), 1], [R(5, 2)], 1 - z),
    ),
    "B12 zeta": (
        weighted(lambda x, s: student(x, s, R(3)), 2),
        scale_constant(R(3), sw) * scale_constant(R(3), sb) * 9 * sw**4 * special.student3_zeta(z),
    ),
    "B12 cauchy": (weighted(cauchy, 0), cauchy_ratio(sb / sw, beta)),
    "B12 cauchy slope": (slope(cauchy), cauchy_ratio(sw * sv, mu)),
    "B12 cauchy joint": (
        joint(cauchy),
        sw * sb * sv / (pi**2 * (sb + sw * Abs(beta)) * (sb * sv + Abs(mu * beta)) * (sw * sv + Abs(mu))),
    ),
}


@pytest.mark.parametrize("point", POINTS, ids=["first", "second"])
@pytest.mark.parametrize("name", CASES)
def test_closed_forms_of_the_theory(name, point, difference):
    definition, closed = CASES[name]
    ball, scale = difference(definition, closed, point)
    assert ball.contains_zero
    assert ball.radius < 1e-25 * max(scale, 1e-2)


@pytest.mark.parametrize("name", CASES)
def test_a_coefficient_off_by_1e_20_is_refuted(name, difference):
    definition, closed = CASES[name]
    point = {**POINTS[0], mu: R(1, 50)}
    ball, _ = difference(definition, closed * (1 + R(1, 10**20)), point)
    assert not ball.contains_zero


FIXED = {
    "E1 near zero": (Integral(exp(-R(1, 3) / w**2) / w, (w, 0, 2)), expint(1, R(1, 12)) / 2),
    "log end": (Integral(log(t), (t, 0, 1)), Integer(-1)),
    "power end": (Integral(t ** R(-2, 3), (t, 0, 8)), Integer(6)),
    "both ends": (Integral(1 / sqrt(1 - t**2), (t, -1, 1)), pi),
    "square root ends": (Integral(sqrt(1 - t**2), (t, -1, 1)), pi / 2),
    "K0 over the half line": (Integral(besselk(0, t), (t, 0, oo)), pi / 2),
    "sech tails": (Integral(sech(t) ** 2, (t, -oo, oo)), Integer(2)),
    "logistic zeta(0)": (line(Abs(w) ** 3 * logistic(w, 1) / 4), 9 * zeta(3) / 4),
    "logistic breakpoint": (line(Abs(w) * logistic(w, 1) ** 2), (4 * log(2) - 1) / 12),
    "student mass": (line(student(w, 2, R(3, 2))), Integer(1)),
    "algebraic log tail": (Integral(log(1 + 1 / t**2), (t, 0, oo)), pi),
    "cancelling tail": (Integral((1 - exp(-1 / t**2)), (t, 0, oo)), sqrt(pi)),
    "log-normal": (line(w**2 * exp(-(log(Abs(w)) ** 2) / 2) / (Abs(w) * 2 * sqrt(2 * pi))), exp(2)),
    "reversed limits": (Integral(t**2, (t, 1, 0)), -R(1, 3)),
    "irrational limits": (Integral(t, (t, sqrt(2), pi)), (pi**2 - 2) / 2),
    "oscillation": (Integral(exp(-t) * sin(5 * t), (t, 0, oo)), R(5, 26)),
    "triangle": (Integral(Integral(w * b, (b, 0, w)), (w, 0, 1)), R(1, 8)),
}


@pytest.mark.parametrize("name", FIXED)
def test_known_integrals(name, difference):
    integral, value = FIXED[name]
    ball, scale = difference(integral, value, {})
    assert ball.contains_zero
    assert ball.radius < 1e-25 * scale
    wrong, _ = difference(integral, value * (1 - R(1, 10**20)), {})
    assert not wrong.contains_zero


KINKED = {
    "abs of a cubic": (Integral(Abs(t**3 - 2 * t), (t, -2, 2)), Integer(4)),
    "nested abs": (Integral(Abs(Abs(t) - 1), (t, -2, 2)), Integer(2)),
    "narrow bump": (Integral(Max(0, R(1, 1000) - Abs(t - R(1, 3))), (t, -1, 1)), R(1, 10**6)),
    "jump": (Integral(Heaviside(t**2 - 2) * t**3, (t, 0, 2)), Integer(3)),
    "sign of a sine": (Integral(sign(sin(t)), (t, 1, 5)), 2 * pi - 6),
    "transcendental kink": (Integral(Abs(exp(t) - 2), (t, 0, 1)), 4 * log(2) - 5 + exp(1)),
    "piecewise": (Integral(Piecewise((t, t < 1), (t**2, t < 2), (0, True)), (t, 0, oo)), R(1, 2) + R(7, 3)),
    "minimum": (Integral(Min(t, 1 / t**3), (t, 0, oo)), Integer(1)),
    "arc tangent over a branch": (Integral(atan2(1, t), (t, -1, 1)), pi),
}


@pytest.mark.parametrize("name", KINKED)
def test_hidden_kinks_are_split(name, difference):
    integral, value = KINKED[name]
    ball, scale = difference(integral, value, {})
    assert ball.contains_zero
    assert ball.radius < 1e-25 * scale


def test_random_integrals_of_derivatives(difference):
    rng = random.Random(20)
    atoms = [
        lambda e: exp(-(e**2)),
        lambda e: atan(e),
        lambda e: log(1 + e**2),
        lambda e: sqrt(2 + sin(e)),
        lambda e: erf(e),
        lambda e: 1 / (1 + e**2),
        lambda e: e * cos(e),
    ]
    for _ in range(25):
        inner = R(rng.randint(-9, 9), 4) + R(rng.randint(1, 9), 4) * t
        primitive = rng.choice(atoms)(rng.choice(atoms)(inner)) * (t + rng.randint(-2, 2))
        low, high = sorted((R(rng.randint(-30, 30), 10), R(rng.randint(31, 50), 10)))
        exact = primitive.subs(t, high) - primitive.subs(t, low)
        ball, scale = difference(Integral(primitive.diff(t), (t, low, high)), exact, {})
        assert ball.contains_zero, primitive
        assert ball.radius < 1e-24 * max(scale, 1.0), primitive


def test_random_absolute_polynomials(difference):
    rng = random.Random(4)
    for _ in range(12):
        roots = sorted({R(rng.randint(-20, 20), 7) for _ in range(4)})
        polynomial = rng.choice([1, -2]) * (t - 5) ** 0
        for root in roots:
            polynomial *= t - root
        polynomial = polynomial.expand()
        primitive = polynomial.integrate(t)
        ends = [Integer(-4), *roots, Integer(4)]
        exact = sum(abs(primitive.subs(t, right) - primitive.subs(t, left)) for left, right in itertools.pairwise(ends))
        ball, _ = difference(Integral(Abs(polynomial), (t, -4, 4)), exact, {})
        assert ball.contains_zero
        assert ball.radius < 1e-24


@pytest.mark.parametrize(
    "integral",
    [
        Integral(1 / t, (t, 0, 1)),
        Integral(1 / t, (t, -1, 1)),
        Integral(1 / t, (t, 1, oo)),
        Integral(exp(t), (t, 0, oo)),
        Integral(sin(t), (t, 0, oo)),
        Integral(1 / (t - sqrt(2)) ** 2, (t, 0, 3)),
        Integral(1 / (exp(t) - 2), (t, 0, 1)),
        Integral(sqrt(t), (t, -1, 1)),
        Integral(log(Abs(t) - 1), (t, 0, 3)),
    ],
    ids=str,
)
def test_divergent_or_unreal_integrals_are_not_enclosed(integral):
    with pytest.raises(Undecided):
        enclose(integral)


def relu(e):
    return Max(0, e)


def test_uniform_kernel_as_a_double_integral(difference):
    x, y = R(3, 10), R(-7, 5)
    law = uniform
    kernel = Integral(Integral(relu(w * x + b) * relu(w * y + b) * law(w, sw) * law(b, sb), (b, -oo, oo)), (w, -oo, oo))
    s = Symbol("s", real=True)
    represented = (sw**2 * x * y + sb**2) / 6 + Integral(
        (x - s) * (s - y) * Min(sw, sb / Abs(s)) ** 4 / (8 * sw * sb), (s, y, x)
    ) / 2
    ball, scale = difference(kernel, represented, POINTS[0])
    assert ball.contains_zero
    assert ball.radius < 1e-25 * scale
