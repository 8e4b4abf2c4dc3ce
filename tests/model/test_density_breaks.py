"""Where a density of one's own is cut, and what it is like beside its singular ends."""

import mpmath
import numpy as np
import pytest
import sympy as sp

from symspline.model.array_code import ArrayFunction
from symspline.model.law import Law
from symspline.model.laws.density_breaks import breaks_of
from symspline.model.singular_ends import beside
from symspline.numerics.joined_panels import JoinedPanels, Part

t = sp.Symbol("t", real=True)
a = sp.Symbol("a", positive=True)
s = sp.Symbol("s", real=True)
pi, half = sp.pi, sp.Rational(1, 2)


def breaks(expr, low, high):
    return breaks_of(sp.sympify(expr), t, sp.Interval(low, high))


@pytest.mark.parametrize(
    ("expr", "low", "high", "places"),
    [
        (sp.Abs(sp.cos(t)), -pi, pi, {-pi / 2, pi / 2}),
        (sp.Abs(sp.sin(t) * sp.cos(t)), 0, 2 * pi, {pi / 2, pi, 3 * pi / 2}),
        (sp.Abs(sp.exp(t) - 2), 0, 1, {sp.log(2)}),
        (sp.Abs(sp.exp(t) - 2) * sp.exp(-(t**2)), -sp.oo, sp.oo, {sp.log(2)}),
        (sp.Abs(t * (sp.exp(t) - 2)), -1, 1, {0, sp.log(2)}),
        (sp.Max(sp.sin(t), half), 0, pi, {pi / 6, 5 * pi / 6}),
        (sp.Piecewise((sp.log(t + 2), t < 0), (sp.Abs(sp.sin(3 * t)), True)), -1, 2, {0, pi / 3}),
        (sp.floor(3 * t), 0, 1, {sp.Rational(1, 3), sp.Rational(2, 3)}),
        (sp.Abs(t - sp.Rational(1, 3)) ** (-half), 0, 1, {sp.Rational(1, 3)}),
        (sp.sqrt(1 - t**2), -1, 1, set()),
        (sp.exp(-t) / (1 + sp.exp(-t)) ** 2, -sp.oo, sp.oo, set()),
        (sp.sech(t / a) / a, -sp.oo, sp.oo, set()),
    ],
    ids=lambda given: "" if isinstance(given, set) else str(given),
)
def test_places_have_their_names(expr, low, high, places):
    found = breaks(expr, low, high)
    assert found.exact and set(found.places) == places


@pytest.mark.parametrize(("cubic", "low", "high"), [(t**3 - 3 * t + 1, -2, 2), (t**5 - t - 1, -2, 2)], ids=str)
def test_roots_without_real_radicals_are_isolated(cubic, low, high):
    found = breaks(sp.Abs(cubic), low, high)
    wanted = [float(root) for root in sp.real_roots(cubic)]
    assert not found.exact and sorted(map(float, found.places)) == pytest.approx(wanted, rel=1e-15)


def test_a_zero_at_the_origin_has_its_name():
    found = breaks(sp.Abs(sp.sin(t**2)), -3, 3)
    assert 0 in found.places and len(found.places) == 5


def test_places_without_a_name_are_numbers_and_no_ends_of_a_closed_form():
    found = breaks(sp.Abs(sp.exp(t) - t - 2), -2, 2)
    assert not found.exact and len(found.places) == 2
    assert all(abs(float(sp.exp(p) - p - 2)) < 1e-15 for p in found.places)
    # A tail is looked at as far as it is felt: cos has ten zeros within 4.5 pi.
    assert len(breaks(sp.Abs(sp.cos(t)) * sp.exp(-(t**2)), -sp.oo, sp.oo).places) == 10


@pytest.mark.parametrize(
    ("expr", "low", "high", "message"),
    [
        (sp.Abs(sp.sin(1 / t)), 0, 1, r"pdf cannot be cut .* sin\(1/t\) near t = .* finitely many"),
        (sp.Abs(sp.cos(t)) / (1 + t**2), -sp.oo, sp.oo, r"cos\(t\) has more than 200 zeros from t = .* finitely many"),
        (sp.Abs(sp.cos(t / a)), 0, a, r"pdf bends where cos\(t/a\) vanishes, .* while a is a symbol; give it a number"),
        (sp.Abs(sp.Si(t) - 1), 1, 3, "no enclosure is known for Si"),
    ],
    ids=str,
)
def test_places_that_cannot_be_found_are_refused(expr, low, high, message):
    with pytest.raises(ValueError, match=message):
        breaks(expr, low, high)


def test_moments_are_cut_at_the_kinks():
    law = Law(sp.Abs(sp.cos(t)) / 4, t, (-pi, pi))
    # SymPy's own integral of t^2 |cos t| / 4 over the support is 3.3752932.
    with mpmath.workdps(20):
        exact = mpmath.quad(lambda x: x**2 * abs(mpmath.cos(x)) / 2, [0, mpmath.pi / 2, mpmath.pi])
    assert float(law.mean_square.doit()) == pytest.approx(float(exact), rel=1e-14)
    assert law.numeric_absolute_moment(2) == pytest.approx(float(exact), rel=1e-14)


@pytest.mark.parametrize(
    ("expr", "place"),
    [
        (1 / sp.sqrt(1 - t**2), sp.S.One),
        (1 / sp.sqrt(1 - sp.Abs(t)), -sp.S.One),
        (1 / sp.sqrt(sp.cos(t)), pi / 2),
        (1 / sp.sqrt(sp.exp(t) - 2), sp.log(2)),
        ((1 - sp.cos(t)) ** sp.Rational(-1, 4), sp.S.Zero),
        (sp.log(1 - t) / sp.sqrt(t - t**2), sp.S.One),
    ],
    ids=str,
)
def test_beside_a_singular_place_all_digits_are_kept(expr, place):
    fast, slow = ArrayFunction(beside(expr, t, place, s), (s,)), sp.lambdify(t, expr, "mpmath")
    side = -1 if place in (1, pi / 2) else 1
    for offset in (1e-30, 1e-17, 1e-9, 1e-4, 0.003, 0.01, 0.1, 0.3):
        with mpmath.workdps(80):
            exact = slow(mpmath.mpf(sp.N(place, 80)) + side * mpmath.mpf(offset))
        assert float(fast(side * offset)) == pytest.approx(float(exact), rel=2e-14)


def test_nothing_is_rewritten_where_nothing_vanishes():
    assert beside(sp.exp(-t) / (1 + t**2), t, sp.S.One, s) is None
    # A minimum of places is none of them.
    assert beside(1 / sp.sqrt(1 - t), t, sp.Min(1, a), s) is None


ARCSINE = Law(1 / (pi * sp.sqrt(1 - t**2)), t, (-1, 1))


def test_the_arcsine_law_keeps_its_digits():
    u = np.array([1e-12, 1e-3, 0.2, 0.5, 0.77, 0.999])
    exact = -np.cos(np.pi * u)
    assert ARCSINE._panels.total == pytest.approx(1, abs=1e-12)
    assert ARCSINE._panels.quantile(u) == pytest.approx(exact, abs=1e-12)
    places = np.array([-0.999, -0.3, 0.0, 0.6, 0.99999])
    assert ARCSINE.cdf_array(places) == pytest.approx(0.5 + np.arcsin(places) / np.pi, rel=1e-11)
    assert ARCSINE.numeric_absolute_moment(4) == pytest.approx(3 / 8, rel=1e-12)


@pytest.mark.parametrize(
    "expr",
    [1 / (pi * sp.sqrt(t * (1 - t))), -sp.log(1 - t), sp.Abs(t - half) ** (-half) / (2 * sp.sqrt(2))],
    ids=str,
)
def test_singular_densities_are_accepted(expr):
    assert Law(expr, t, (0, 1))._panels.total == pytest.approx(1, abs=1e-12)


def test_a_singular_density_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"integrates to 3\.14159265., not to 1"):
        Law(1 / sp.sqrt(1 - t**2), t, (-1, 1))


def test_joined_panels_measure_each_part_from_its_own_end():
    def root(distance):
        return 0.25 / np.sqrt(distance)

    joined = JoinedPanels([Part(2.0, 3.0, 2.0, root), Part(3.0, 4.0, 4.0, root)], 1.0)
    places = np.array([2.0, 2.25, 3.0, 3.75, 4.0])
    masses = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    assert joined.cumulative(places) == pytest.approx(masses, abs=1e-12)
    assert joined.quantile(masses) == pytest.approx(places, abs=1e-11)
    assert joined.f(np.array([2.25, 3.75])) == pytest.approx([0.5, 0.5])
