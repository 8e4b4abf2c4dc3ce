"""B20 to B24 and B26 against quadrature of the definitions and against the table of the presets."""

import mpmath
import numpy as np
import pytest
from mpmath import mp
from sympy import N, Rational

from symspline.derivations.initialisation import (
    flatness,
    function_moments,
    presets,
    roughness,
    slope,
    total_variation,
    weight_moments,
)
from symspline.derivations.initialisation import vocabulary as sym
from symspline.model import presets as initialisations


def exact(theorem, **values):
    """The conclusion at exact values: numbers, or decimals in quotes."""
    numbers = {getattr(sym, name): Rational(str(value)) for name, value in values.items()}
    return mpmath.mpf(N(theorem.conclusion.subs(numbers), 28)._to_mpmath(100))


def of_preset(preset):
    """The four numbers of a preset."""
    return [t for t in presets.B26.theorems if t.id.startswith(f"B26.{preset.slug}.")]


@pytest.fixture(autouse=True)
def _digits():
    with mpmath.workdps(30):
        yield


@pytest.mark.parametrize("order", [0, 1, 2, 3, 4])
@pytest.mark.parametrize(
    ("theorem", "values"),
    [
        (weight_moments.NORMAL, {"sigma_w": "1.3"}),
        (weight_moments.UNIFORM, {"a_w": "1.3"}),
        (weight_moments.TRUNCATED, {"sigma_w": "1.3", "kappa": "1.7"}),
        (weight_moments.LAPLACE, {"tau_w": "1.3"}),
    ],
    ids=["normal", "uniform", "truncated", "laplace"],
)
def test_absolute_moments(theorem, values, order):
    scale = mp.mpf("1.3")
    kind = theorem.id.split(".")[1]
    density = {
        "normal": lambda x: mp.npdf(x, 0, scale),
        "uniform": lambda x: 1 / (2 * scale),
        "truncated": lambda x: mp.npdf(x, 0, scale) / mp.erf(mp.mpf("1.7") / mp.sqrt(2)),
        "laplace": lambda x: mp.exp(-x / scale) / (2 * scale),
    }[kind]
    end = {"uniform": scale, "truncated": scale * mp.mpf("1.7")}.get(kind, mp.inf)
    direct = 2 * mp.quad(lambda x: x**order * density(x), [0, 1, end] if end != mp.inf else [0, 1, 5, 20, mp.inf])
    assert abs(exact(theorem, n=order, **values) / direct - 1) < 1e-18


def test_rectified_mean():
    x, sw, sb = mp.mpf("0.7"), mp.mpf("1.1"), mp.mpf("0.6")
    spread = mp.sqrt(sb**2 + sw**2 * x**2)
    direct = mp.quad(lambda a: a * mp.npdf(a, 0, spread), [0, 1, 5, mp.inf])
    assert abs(exact(function_moments.RECTIFIED_MEAN, x="0.7", sigma_w="1.1", sigma_b="0.6") / direct - 1) < 1e-18


def test_characteristic_function_by_the_other_order_of_integration():
    t, x, sw, sb, sv, s0 = (mp.mpf(a) for a in ("1.3", "0.7", "1.1", "0.6", "0.9", "0.4"))
    square = sb**2 + sw**2 * x**2
    one = (
        mp.mpf(1) / 2
        + mp.quad(lambda v: mp.npdf(v, 0, sv) * mp.exp(-((t * v) ** 2) * square / 2), [-mp.inf, 0, mp.inf]) / 2
    )
    direct = one**7 * mp.exp(-((t * s0) ** 2) / 2)
    found = exact(
        function_moments.CHARACTERISTIC,
        t="1.3",
        x="0.7",
        sigma_w="1.1",
        sigma_b="0.6",
        sigma_v="0.9",
        sigma_0="0.4",
        H=7,
    )
    assert abs(found / direct - 1) < 1e-18


def test_uniform_kurtosis_by_double_quadrature():
    nodes, weights = np.polynomial.legendre.leggauss(8)
    a_w, a_b, x = 1.2, 0.5, -0.8
    a = np.add.outer(a_w * x * nodes, a_b * nodes)
    second, fourth = (np.einsum("i,j,ij->", weights, weights, a**k) / 4 for k in (2, 4))
    found = exact(function_moments.UNIFORM_KURTOSIS, x=-0.8, a_w=1.2, a_b=0.5)
    assert float(found) == pytest.approx(fourth / second**2, rel=1e-13)


def test_normal_kurtosis_is_fifteen_over_the_width():
    assert exact(function_moments.KURTOSIS, V_2=2, V_4=12, A_2=5, A_4=75, H=6) == mp.mpf(15) / 6


def test_slope_covariance_by_the_angle_of_the_weights():
    # (w/sw, b/sb) = R (cos a, sin a) with E R^2 = 2: w x + b > 0 on a half circle of angles.
    x, y, sw, sb, sv = (mp.mpf(a) for a in ("-0.6", "1.1", "1.2", "0.7", "0.5"))
    low, high = sorted((mp.atan(sw * x / sb), mp.atan(sw * y / sb)))
    # sw x cos a + sb sin a > 0 where a lies in (-atan(sw x/sb), pi - atan(sw x/sb)).
    both = mp.quad(lambda a: sw**2 * mp.cos(a) ** 2, mp.linspace(-low, mp.pi - high, 5)) * 2 / (2 * mp.pi)
    direct = 6 * sv**2 * both
    found = exact(slope.NORMAL, x="-0.6", y="1.1", sigma_w="1.2", sigma_b="0.7", sigma_v="0.5", H=6)
    assert abs(found / direct - 1) < 1e-18


TABLE = {
    # C, Var roughness times H, E TV over sqrt H, Var TV at width 8.
    "torch": (1 / 9, 56 / 2025, 1 / 4, 7 / 144),
    "he-normal": (4, 128, 4 / np.pi, 4 * (1 - 4 / np.pi**2)),
    "he-uniform": (4, 35.84, 1.5, 1.75),
    "he-truncated": (4, 73.532223364, 1.3503868116, 2.1764554591),
    "lecun-normal": (1, 8, 2 / np.pi, 1 - 4 / np.pi**2),
    "lecun-uniform": (1, 2.24, 0.75, 7 / 16),
    "lecun-truncated": (1, 4.5957639601, 0.6751934058, 0.5441138648),
}


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda p: p.slug)
def test_the_table_of_presets(preset):
    width = 8
    mean, spread, variation, deviation = (float(exact(t, H=width)) for t in of_preset(preset))
    shape = preset.slug.replace("glorot", "lecun")
    c, spread_h, variation_h, deviation_h = TABLE[shape]
    if preset.slug.startswith("glorot"):
        c = 4 * width / (1 + width) ** 2
        spread_h, variation_h, deviation_h = c**2 * spread_h, np.sqrt(c) * variation_h, c * deviation_h
    assert mean == pytest.approx(c, rel=1e-9)
    assert spread * width == pytest.approx(spread_h, rel=1e-9)
    assert variation / np.sqrt(width) == pytest.approx(variation_h, rel=1e-9)
    assert deviation == pytest.approx(deviation_h, rel=1e-9)


@pytest.mark.parametrize(
    ("slug", "init"),
    [
        ("torch", initialisations.torch(12)),
        ("he-normal", initialisations.torch_he_normal(12)),
        ("he-uniform", initialisations.he_uniform(12)),
        ("he-truncated", initialisations.keras_he_normal(12)),
        ("lecun-truncated", initialisations.flax(12)),
        ("glorot-uniform", initialisations.keras(12)),
        ("glorot-normal", initialisations.torch_glorot_normal(12)),
    ],
)
def test_the_presets_that_users_call_have_these_moments(slug, init):
    preset = next(p for p in presets.PRESETS if p.slug == slug)
    claimed = [float(exact(t, H=12)) for t in of_preset(preset)]
    moment = {role: [law.numeric_absolute_moment(k) for k in (1, 2, 4)] for role, law in (("w", init.w), ("v", init.v))}
    (w1, w2, w4), (v1, v2, v4) = moment["w"], moment["v"]
    direct = [12 * w2 * v2, 12 * (w4 * v4 - (w2 * v2) ** 2), 12 * w1 * v1, 12 * (w2 * v2 - (w1 * v1) ** 2)]
    assert claimed == pytest.approx(direct, rel=1e-10)


def test_breakpoints_under_xavier_weights():
    assert float(exact(presets.XAVIER_BREAKPOINTS, H=400)) == pytest.approx(24.464, abs=1e-3)


def test_cantelli_numbers_that_the_text_quotes():
    assert float(exact(roughness.HE_NORMAL, lambda_=3, H=64)) == pytest.approx(0.1818, abs=5e-5)
    assert float(exact(roughness.HE_UNIFORM, lambda_=3, H=64)) == pytest.approx(0.0586, abs=5e-5)


def test_flatness_numbers_that_the_text_quotes():
    kink = [
        float(exact(theorem, H=100)) for theorem in (flatness.HE_KINK, flatness.HE_SLOPE, total_variation.HE_NORMAL)
    ]
    assert kink == pytest.approx([0.2, 2, 12.73], abs=0.01)
    assert float(exact(total_variation.HE_NORMAL, H=10**4)) == pytest.approx(127.3, abs=0.1)
    assert float(exact(flatness.GLOROT_VARIATION)) == pytest.approx(4 / np.pi)
