"""Beam wavenumbers against known digits, exact power sums and discretised kernels."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from symspline.numerics.beam import (
    cantilever_mode,
    cantilever_power_sum,
    cantilever_wavenumbers,
    even_wavenumbers,
    mixed_wavenumbers,
    odd_wavenumbers,
    offset_wavenumbers,
)
from symspline.numerics.density_spectrum import density_spectrum
from symspline.numerics.hessian import hessian
from symspline.numerics.legendre_grid import LegendreGrid
from symspline.numerics.weights import Weights

CANTILEVER = (
    "1.8751040687119611664",
    "4.6940911329741745764",
    "7.8547574382376125649",
    "10.995540734875466991",
    "14.137168391046470581",
)


def digits(roots, count=20):
    return [mpmath.nstr(k, count) for k in roots]


def test_cantilever_digits():
    assert digits(cantilever_wavenumbers(5, 25)) == list(CANTILEVER)
    residual = [abs(mpmath.cos(k) * mpmath.cosh(k) + 1) for k in cantilever_wavenumbers(3, 15)]
    assert max(residual) < 1e-10


def test_more_digits_agree_and_nothing_global_changes():
    before = mpmath.mp.dps
    short, long = cantilever_wavenumbers(40, 20), cantilever_wavenumbers(40, 60)
    assert mpmath.mp.dps == before
    assert all(abs(a - b) < 1e-19 * b for a, b in zip(short, long, strict=True))
    spaced = [(n - 0.5) * np.pi for n in range(1, 41)]
    assert np.allclose([float(k) for k in long][3:], spaced[3:], atol=1e-4)


def test_power_sums():
    wanted = ["1/12", "11/1680", "2641/4989600", "12343/288288000"]
    assert [cantilever_power_sum(m) for m in range(1, 5)] == [Fraction(t) for t in wanted]
    roots = cantilever_wavenumbers(200, 20)
    tail = sum(((n - 0.5) * np.pi) ** -4 for n in range(201, 20000))
    assert float(sum(k**-4 for k in roots)) + tail == pytest.approx(1 / 12, rel=1e-12)
    assert float(sum(k**-12 for k in roots)) == pytest.approx(2641 / 4989600, rel=1e-14)


def test_half_and_half_digits():
    even, odd = even_wavenumbers(3, 25), odd_wavenumbers(3, 25)
    assert digits(even, 21) == ["2.10861348356036463267", "5.14642286070997000688", "11.4603123938654790381"]
    assert digits(odd, 21) == ["2.38319069369713914727", "8.23944143247289320638", "14.3801611474752268885"]
    assert digits(mixed_wavenumbers("0.5", 6, 25)) == digits(sorted(even + odd))


@pytest.mark.parametrize(
    ("share", "wanted"),
    [
        ("0.3", ("2.02756320471788129", "2.58421192275779845", "5.14878442279762181")),
        ("0.1", ("1.92119106272838255", "3.31645456058800442", "5.20270255221152683")),
    ],
)
def test_mixed_digits(share, wanted):
    assert digits(mixed_wavenumbers(share, 3, 25), 18) == list(wanted)


def test_mixed_ends_and_symmetry():
    assert digits(mixed_wavenumbers(1, 3, 22)) == list(CANTILEVER[:3])
    assert digits(mixed_wavenumbers("0.2", 4, 22)) == digits(mixed_wavenumbers("0.8", 4, 22))


def test_offset_digits():
    wanted = ["0.98752796563941892", "2.39323376891463147", "5.50085161930569786"]
    assert digits(offset_wavenumbers(1, 3, 25), 17)[0] == wanted[0]
    assert digits(offset_wavenumbers(1, 3, 25), 18)[1:] == wanted[1:]
    assert digits(offset_wavenumbers("0.1", 1, 25), 18)[0] == "1.57707087181625694"
    far = [float(k) for k in offset_wavenumbers(1e12, 4, 20)]
    assert far[1:] == pytest.approx([2.365020372431352, 5.497803919000835, 8.639379828699742], rel=1e-9)


def midpoint_kernel(n, right, left, kappa):
    """The kernel on a midpoint grid by its closed form: no factor, no quadrature rule shared with the library."""
    t = (np.arange(n) + 0.5) / n
    lo, hi = np.minimum.outer(t, t), np.maximum.outer(t, t)
    right_kernel = lo**3 / 3 + (hi - lo) * lo**2 / 2
    left_kernel = (1 - hi) ** 3 / 3 + (hi - lo) * (1 - hi) ** 2 / 2
    return np.linalg.eigvalsh(right * right_kernel + left * left_kernel + kappa)[::-1] / n


@pytest.mark.parametrize(("right", "left", "kappa"), [(1, 0, 0), (0, 1, 0), (0.5, 0.5, 0), (0.3, 0.7, 0), (1, 0, 1.0)])
def test_against_a_discretised_kernel(right, left, kappa):
    found = density_spectrum(1.0, right, left, modes=3, kappa=kappa)
    assert np.allclose(found, midpoint_kernel(300, right, left, kappa)[:3], rtol=2e-3)
    if kappa:
        roots = offset_wavenumbers(kappa, 3, 20)
    else:
        roots = mixed_wavenumbers(right, 3, 20)
    assert np.allclose(found, [float(k**-4) for k in roots], rtol=1e-11)


def test_general_densities():
    found = density_spectrum(lambda x: 2 * (1 + x) / 3, lambda x: np.exp(-x) / (1 - np.exp(-1)), modes=3)
    assert np.allclose(found, [0.128052997454, 0.00228701403309, 0.000261221256316], rtol=2e-11)


def test_interval_scales_like_its_square():
    unit = density_spectrum(1.0, 1.0, modes=4)
    assert np.allclose(density_spectrum(0.5, 0.5, modes=4, interval=(-1.0, 1.0)), 4 * unit, rtol=1e-12)


@pytest.mark.parametrize("mode", [1, 2, 5, 12])
def test_modes_are_singular_functions(mode):
    grid = LegendreGrid(80)
    k = float(cantilever_wavenumbers(mode, 17)[-1])
    breakpoint_side, data_side = cantilever_mode(mode, 1 - grid.nodes), cantilever_mode(mode, grid.nodes)
    image = grid.from_left @ (grid.from_left @ breakpoint_side)
    sign = np.sign(image @ (grid.weights * data_side))
    assert np.allclose(image * k**2, sign * data_side, atol=1e-9)
    assert grid.weights @ data_side**2 == pytest.approx(1.0, abs=1e-12)


def test_hessian_of_a_wide_network_approaches_the_beam():
    n = 200
    t = (np.arange(n) + 0.5) / n
    matrix = hessian(Weights(np.ones(n), -t, np.ones(n)), t + 1e-9, np.zeros(n), "spline", part="gauss_newton")
    values = np.linalg.eigvalsh(matrix[n : 2 * n, n : 2 * n])[::-1] / n**2
    assert values[0] == pytest.approx(float(cantilever_wavenumbers(1, 17)[0]) ** -4, rel=1e-4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cantilever_wavenumbers(0), "modes is 0"),
        (lambda: cantilever_wavenumbers(1, 2), "digits is 2"),
        (lambda: mixed_wavenumbers(1.5, 1), "right_fraction is 1.5"),
        (lambda: mixed_wavenumbers(0.5, 61), "at most 60"),
        (lambda: offset_wavenumbers(0, 1), "kappa is 0"),
        (lambda: cantilever_mode(1, 1.2), r"outside \[0, 1\]"),
        (lambda: cantilever_power_sum(0), "order is 0"),
        (lambda: density_spectrum(lambda x: x - 0.5, 1.0), "data_density is -"),
        (lambda: density_spectrum(1.0, 1.0, interval=(1.0, 0.0)), "interval is"),
        (lambda: density_spectrum(1.0, 1.0, kappa=-1.0), "kappa is"),
        (lambda: density_spectrum(1.0, 1.0, modes=0), "modes is 0"),
        (lambda: LegendreGrid(1), "count is 1"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
