"""Formula: evaluation on arrays, with many digits, by quadrature, and what it says when it cannot."""

import mpmath
import numpy as np
import pytest
import sympy as sp
from scipy import special

from symspline import vocabulary as S
from symspline.model.array_code import ArrayFunction
from symspline.model.formula import Formula, QuadratureError
from symspline.model.law import GeneralisedNormal, Laplace, Logistic, Normal, Uniform

c, beta, mu, x = S.c, S.beta, S.mu, S.x
scales = {S.sigma_w: 1.3, S.sigma_b: 0.7, S.sigma_v: 0.2}
spread = sp.sqrt(S.sigma_b**2 + S.sigma_w**2 * beta**2)
ZETA = Formula(
    "zeta",
    sp.Function("zeta")(c),
    (c,),
    2 * S.sigma_w**3 * S.sigma_b**3 / (sp.pi * (S.sigma_b**2 + S.sigma_w**2 * c**2) ** 2),
    scales,
)
JOINT = Formula(
    "joint density",
    sp.Function("p")(beta, mu),
    (beta, mu),
    sp.exp(-sp.Abs(mu) * spread / (S.sigma_w * S.sigma_b * S.sigma_v)) / (2 * sp.pi * S.sigma_v * spread),
    scales,
)


def zeta_by_hand(c, sw=1.3, sb=0.7):
    q = sb * sb + sw * sw * (c * c)
    return 2 * sw**3 * sb**3 / np.pi / (q * q)


def test_broadcasting():
    grid = JOINT(np.zeros((3, 1)), np.ones(4))
    assert grid.shape == (3, 4) and grid.dtype == np.float64
    assert isinstance(JOINT(0, 1), float) and JOINT(0, 1) == grid[0, 0]
    assert ZETA([0.0, 1.0]).shape == (2,) and ZETA(np.empty((0, 2))).shape == (0, 2)


def test_values_and_digits():
    places = np.array([0.0, 1e-6, 0.3, -2.0, 1e4])
    assert ZETA(places) == pytest.approx(zeta_by_hand(places), rel=1e-15)
    with mpmath.workdps(40):
        q = mpmath.mpf("0.49") + mpmath.mpf("1.69") * mpmath.mpf("0.3") ** 2
        exact = 2 * mpmath.mpf("0.91") ** 3 / (mpmath.pi * q**2)
        assert abs(ZETA.mp(sp.Rational(3, 10), dps=35) / exact - 1) < mpmath.mpf(10) ** -33
    before = mpmath.mp.dps
    ZETA.mp(0.3, dps=50)
    assert mpmath.mp.dps == before


def test_printing():
    assert ZETA.latex(general=True).startswith(r"\zeta(c) = \frac{2 \sigma_{w}^{3} \sigma_{b}^{3}}{\pi")
    assert ZETA._repr_latex_() == rf"$\displaystyle {ZETA.latex()}$"
    assert ZETA.expr.free_symbols == {c}
    integral = Formula("i", sp.Function("i")(c), (c,), sp.Integral(sp.exp(-x * c), (x, 0, 1)), closed=False)
    assert r"\limits" not in integral.latex()
    assert Formula("zeta", ZETA.subject, (c,), ZETA.expr) == ZETA and len({ZETA, ZETA}) == 1
    assert ZETA != JOINT


def test_values_are_exact():
    assert ZETA.values[S.sigma_w] == sp.Rational(13, 10)
    a, b = sp.symbols("a b", positive=True)
    swapped = Formula("s", sp.Function("s")(c), (c,), a - b + c, {a: b, b: a})
    assert swapped.expr == b - a + c


def test_symbols_that_need_a_number():
    open_formula = Formula("zeta", ZETA.subject, (c,), ZETA.general, {S.sigma_w: 1.3})
    assert open_formula.parameters == (S.sigma_b,)
    with pytest.raises(ValueError, match="zeta still holds sigma_b: give sigma_b a number"):
        open_formula(1.0)
    assert open_formula.put({S.sigma_b: 0.7}) == ZETA
    a = sp.Symbol("a", positive=True)
    assert Formula("z", ZETA.subject, (c,), ZETA.general, {S.sigma_w: a, S.sigma_b: a}).put({a: 1})(0) == 2 / np.pi


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ZETA(1.0, 2.0), r"zeta takes \(c\); 2 arguments were given"),
        (lambda: Formula("f", c, (c, c), c), "give distinct symbols"),
        (lambda: Formula("f", c, 5, c), "args is 5; give a tuple of symbols"),
        (lambda: Formula("f", c, (c,), c, 5), "values is 5; give a mapping"),
        (lambda: Formula("f", c, (c,), sp.oo), "general is oo, which is no number"),
        (lambda: Formula("f", c, (c,), sp.nan), "general is nan, which is no number"),
        (lambda: Formula("f", c, (c,), c, {c: 1}), "c is an argument and cannot also have a value"),
        (lambda: Formula("f", c, (c,), c, {S.a_w: float("nan")}), "a_w is nan; give a finite number"),
        (lambda: Formula("zeta", ZETA.subject, (c,), 2 * sp.DiracDelta(c))(0.0), "zeta is a point mass"),
        (lambda: Formula("f", c, (c,), sp.Function("g")(c))(0.0), "g.c. has no float64 routine"),
    ],
)
def test_bad_input(make, message):
    with pytest.raises(ValueError, match=message):
        make()


s = sp.Symbol("s", positive=True)
SCALED = Formula("zeta", ZETA.subject, (c,), s * c)
INTEGRAL = Formula("f", sp.Function("f")(c), (c,), s * sp.Integral(x, (x, 0, c)), closed=False)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SCALED.put({s: -1}), "s is -1; it must be positive"),
        (lambda: SCALED.put({s: 0}), "s is 0; it must be positive"),
        (lambda: SCALED.put({s: s - 1}), "s is s - 1, which is not known to be positive"),
        (lambda: SCALED.put({s: sp.Symbol("q")}), r"make the symbol with Symbol\('q', positive=True\)"),
        (lambda: SCALED.put({"s": 1}), "'s' is no symbol of zeta; it has s"),
        (lambda: SCALED.put({s: 1}).put({s: 2}), "s is no symbol of zeta; it has none"),
        (lambda: SCALED.put(3), "values is 3; give a mapping"),
        (lambda: SCALED.put({s: sp.Symbol("c", positive=True)}), "c is also the name of a variable .* such as c_0"),
        (lambda: INTEGRAL.put({s: sp.Symbol("x", positive=True)}), "f: x is also the name of a variable"),
        (lambda: ZETA("a"), "c has entries of type <U1"),
        (lambda: ZETA(np.array(["1"])), "c has entries of type <U1"),
        (lambda: ZETA(None), "c holds what is no float64 number .None."),
        (lambda: ZETA([True, 0.5, None]), r"c\[0\] holds what is no float64 number .True."),
        (lambda: ZETA(True), "c has entries of type bool"),
        (lambda: ZETA(1j), "c has entries of type complex128"),
        (lambda: ZETA(s), "c holds what is no float64 number"),
        (lambda: ZETA(10**400), "c holds what is no float64 number"),
        (lambda: ZETA([[1.0], [1.0, 2.0]]), "c holds what is no float64 number"),
        (lambda: ZETA.mp("0.5"), "c is '0.5'; give one real number"),
        (lambda: ZETA.mp(s), "c is s; give one real number"),
        (lambda: ZETA.mp(0.5, dps=-1), "dps is -1; give a whole number from 1 to 1000"),
        (lambda: ZETA.mp(0.5, dps=0), "dps is 0;"),
        (lambda: ZETA.mp(0.5, dps=1e9), "dps is 1000000000.0;"),
    ],
)
def test_what_is_put_in_is_checked(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_what_may_be_put_in():
    assert SCALED.put({s: s + 1}).put({s: 2})([sp.Rational(1, 2), 1]).tolist() == [1.5, 3]
    m, n = sp.Symbol("m", negative=True), sp.Symbol("n", integer=True, positive=True)
    assert Formula("f", c, (c,), m * n * c).put({m: -2, n: 3})(1) == -6


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_what_overflows_is_refused_and_never_silently_no_number(scale):
    huge = Formula("zeta", ZETA.subject, (c,), ZETA.general, {S.sigma_w: scale, S.sigma_b: scale})
    with pytest.raises(ValueError, match=r"zeta is no number in float64 at c = 0\.5: rescale the laws"):
        huge([np.nan, 0.5])
    integral = Formula("f", sp.Function("f")(c), (c,), huge.general * sp.Integral(x, (x, 0, 1)), huge.values)
    with pytest.raises(ValueError, match=r"f is no number in float64 at c = 2:"):
        integral(2)
    assert np.isnan(huge(np.nan)) and np.isnan(ZETA([np.nan, 1.0])).tolist() == [True, False]


def test_compute_replaces_the_general_expression_in_floating_point():
    cancelling = (1 - sp.cos(c)) / c**2
    stable = 2 * sp.sin(c / 2) ** 2 / c**2
    formula = Formula("f", sp.Function("f")(c), (c,), cancelling, compute=stable)
    assert formula(1e-7) == pytest.approx(0.5, rel=1e-14)
    assert abs(formula.mp(1e-7, dps=30) - mpmath.mpf(0.5)) < 1e-14


def test_pieces_see_only_their_own_points():
    seen = []

    class probe(sp.Function):
        pass

    def routine(values):
        seen.extend(np.ravel(values))
        return np.log(values)

    f = ArrayFunction(sp.Piecewise((probe(x), x > 1), (sp.exp(x), x > 0), (0, True)), (x,), {"probe": routine})
    places = np.array([-1.0, 0.5, 2.0, 3.0])
    assert f(places) == pytest.approx([0, np.exp(0.5), np.log(2), np.log(3)])
    assert seen == [2.0, 3.0]


@pytest.mark.parametrize(
    ("expr", "numpy_form"),
    [
        (x**7, lambda t: t**7),
        (x**-3, lambda t: t**-3.0),
        (sp.Abs(x) ** sp.Rational(5, 2), lambda t: np.abs(t) ** 2.5),
        (1 / sp.sqrt(sp.Abs(x)), lambda t: np.abs(t) ** -0.5),
        (sp.Abs(x) ** sp.Rational(1, 3), lambda t: np.cbrt(np.abs(t))),
        (sp.Max(x, 0, -2 * x), lambda t: np.maximum(np.maximum(t, 0), -2 * t)),
        (sp.Min(x, 1), lambda t: np.minimum(t, 1)),
        (sp.sech(x) + sp.coth(x), lambda t: 1 / np.cosh(t) + 1 / np.tanh(t)),
        (sp.besselk(0, sp.Abs(x)), lambda t: special.k0(np.abs(t))),
        (sp.besselk(sp.Rational(1, 3), sp.Abs(x)), lambda t: special.kv(1 / 3, np.abs(t))),
        (sp.expint(1, sp.Abs(x)), lambda t: special.exp1(np.abs(t))),
        (sp.hyper((1, sp.Rational(3, 2)), (3,), -(x**2)), lambda t: special.hyp2f1(1, 1.5, 3, -t * t)),
        (sp.lowergamma(sp.Rational(4, 3), x**2), lambda t: special.gamma(4 / 3) * special.gammainc(4 / 3, t * t)),
        (
            2 - 3 * sp.betainc_regularized(2, 3, 0, 1 / (1 + x**2)),
            lambda t: 2 - 3 * special.betainc(2, 3, 1 / (1 + t * t)),
        ),
        (
            sp.Piecewise((x, sp.And(x > 0, x < 1)), (2, sp.Or(x < -1, x > 2)), (3, True)),
            lambda t: np.where((t > 0) & (t < 1), t, np.where((t < -1) | (t > 2), 2.0, 3.0)),
        ),
        (sp.exp(-(x**2)) * sp.sqrt(2) / sp.pi, lambda t: np.exp(-t * t) * np.sqrt(2) / np.pi),
        (sp.Integer(3), lambda t: np.full(t.shape, 3.0)),
        (sp.atan2(x, 2) + sp.erfc(x), lambda t: np.arctan2(t, 2) + special.erfc(t)),
    ],
    ids=lambda value: str(value) if isinstance(value, sp.Expr) else "numpy",  # the same in every worker
)
def test_generated_code(expr, numpy_form):
    places = np.array([-3.7, -1.2, -0.31, 0.4, 0.99, 1.5, 2.4, 11.0])
    assert ArrayFunction(expr, (x,))(places) == pytest.approx(numpy_form(places), rel=1e-14)


def test_no_warning_at_singular_points():
    assert ArrayFunction(sp.besselk(0, sp.Abs(mu)), (mu,))(0.0) == np.inf
    assert ArrayFunction(1 / mu**2, (mu,))(0) == np.inf
    assert JOINT(1e300, 1e300) == 0.0


@pytest.mark.parametrize(
    ("formula", "by_hand"),
    [
        (ZETA, zeta_by_hand),
        (
            Formula(
                "p", sp.Function("p")(mu), (mu,), sp.besselk(0, sp.Abs(mu) / S.sigma_v) / (sp.pi * S.sigma_v), scales
            ),
            lambda t: special.k0(np.abs(t) * 5.0) * (5 / np.pi),
        ),
        (
            Formula(
                "u",
                sp.Function("u")(c),
                (c,),
                sp.Piecewise((S.a_w**3 / (8 * S.a_b), sp.Abs(c) <= 1), (S.a_b**3 / (8 * S.a_w * c**4), True)),
                {S.a_w: 1, S.a_b: 1},
            ),
            lambda t: np.where(np.abs(t) <= 1, 0.125, 0.125 / (t * t) ** 2),
        ),
    ],
    ids=["zeta", "bessel", "pieces"],
)
def test_a_million_points_equal_the_hand_written_ones(formula, by_hand):
    places = np.random.default_rng(0).standard_normal(1_000_000) * 3
    assert np.allclose(formula(places), by_hand(places), rtol=1e-13, atol=0)


def zeta_integral(w_law, b_law, power=3):
    w = sp.Symbol("w", positive=True)
    cuts = {w: (w_law.length, b_law.length / sp.Abs(c), *w_law.breaks, *(e / c for e in b_law.breaks))}
    return Formula(
        "zeta",
        sp.Function("zeta")(c),
        (c,),
        sp.Integral(2 * w**power * w_law.pdf(w) * b_law.pdf(-c * w), (w, 0, sp.oo)),
        closed=False,
        breaks=cuts,
    )


def zeta_generalised(c, q, aw=1.3, ab=0.7):
    const = q * q / (4 * aw * ab * special.gamma(1 / q) ** 2)
    return 2 * const / q * special.gamma(4 / q) * (aw**-q + np.abs(c) ** q * ab**-q) ** (-4 / q)


PLACES = np.concatenate([[0.0], np.logspace(-6, 4, 60), -np.logspace(-3, 2, 10)])


@pytest.mark.parametrize(
    ("w_law", "b_law", "exact"),
    [
        (Normal(1.3), Normal(0.7), zeta_by_hand),
        (Laplace(1.3), Laplace(0.7), lambda c: 3 * 0.91**3 / (0.7 + 1.3 * np.abs(c)) ** 4),
        (Uniform(1.3), Uniform(0.7), lambda c: 1 / (8 * 0.91) / np.maximum(1 / 1.3, np.abs(c) / 0.7) ** 4),
        (GeneralisedNormal(1.3, 1.5), GeneralisedNormal(0.7, 1.5), lambda c: zeta_generalised(c, 1.5)),
        (GeneralisedNormal(1.3, 4), GeneralisedNormal(0.7, 4), lambda c: zeta_generalised(c, 4)),
    ],
    ids=["normal", "laplace", "uniform", "q=1.5", "q=4"],
)
def test_quadrature_over_ten_decades(w_law, b_law, exact):
    formula = zeta_integral(w_law, b_law)
    value, error = formula.with_error(PLACES)
    assert np.max(np.abs(value / exact(PLACES) - 1)) < 1e-12
    assert np.max(error) < 1e-11
    assert np.array_equal(formula(PLACES), value)


def test_quadrature_with_many_digits():
    value = zeta_integral(Logistic(1), Logistic(1)).mp(0, dps=20)
    with mpmath.workdps(25):
        assert abs(value / (mpmath.mpf(9) / 4 * mpmath.zeta(3)) - 1) < mpmath.mpf(10) ** -18
    assert zeta_integral(Logistic(1), Logistic(1), power=1)(1) == pytest.approx((4 * np.log(2) - 1) / 12, rel=1e-12)


def test_a_ratio_of_integrals_and_a_nested_one():
    w = sp.Symbol("w", positive=True)
    ratio = sp.Integral(w * sp.exp(-w * (1 + c**2)), (w, 0, sp.oo)) / sp.Integral(sp.exp(-w), (w, 0, sp.oo))
    f = Formula("r", sp.Function("r")(c), (c,), ratio, closed=False)
    assert f([0.0, 2.0]) == pytest.approx([1, 1 / 25], rel=1e-13)
    nested = sp.Integral(sp.Integral(w * sp.exp(-w * (1 + x**2)), (w, 0, sp.oo)), (x, 0, c))
    g = Formula("n", sp.Function("n")(c), (c,), nested, closed=False)
    assert g([0.5, -1.0, 0.0]) == pytest.approx(
        [(np.arctan(0.5) + 0.5 / 1.25) / 2, -(np.pi / 4 + 0.5) / 2, 0], rel=1e-12, abs=1e-300
    )
    assert abs(g.mp(0.5, dps=20) - mpmath.mpf(g(0.5))) < 1e-15


def test_kinks_of_the_integrand_are_found_without_being_told():
    f = Formula("f", sp.Function("f")(c), (c,), sp.Integral(sp.Abs(x - c), (x, 0, 1)), closed=False)
    value, error = f.with_error(np.array([0.3, 0.7, 2.0]))
    assert value == pytest.approx([0.29, 0.29, 1.5], rel=1e-14) and np.max(error) < 1e-13


def test_a_divergent_integral_is_refused():
    w = sp.Symbol("w", positive=True)
    f = Formula("zeta", sp.Function("zeta")(c), (c,), sp.Integral(1 / (w + c), (w, 0, 1)), closed=False)
    assert f(1.0) == pytest.approx(np.log(2), rel=1e-13)
    with pytest.raises(QuadratureError, match="zeta: at c = 0 the integral"):
        f([1.0, 0.0])


def test_a_theorem_is_a_routine():
    from symspline.proof.library import library

    zeta = library["B7.zeta"].routine
    assert zeta(0.3, 1.3, 0.7) == pytest.approx(zeta_by_hand(0.3), rel=1e-14)
    with pytest.raises(ValueError, match="has no routine"):
        library["B2.joint"].routine  # noqa: B018
