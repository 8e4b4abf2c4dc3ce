"""The displayed form of a formula: simpler, equal at points, and nothing else of the formula changed."""

import pytest
import sympy as sp

import symspline as ss
from symspline import vocabulary as S
from symspline.model import simplification
from symspline.model.formula import Formula
from symspline.model.simplification import agree, simplified

s = sp.Symbol("s", positive=True)
ZETA = 2 * S.sigma_w**3 * S.sigma_b**3 / (sp.pi * (S.sigma_b**2 + S.sigma_w**2 * S.c**2) ** 2)
LAWS = (ss.Normal, ss.Uniform, ss.Laplace)
QUANTITIES = ("zeta", "joint_density", "breakpoint_density", "conditional_density", "kernel", "slope_kernel")


def zeta(w, b):
    return Formula("zeta", sp.Function("zeta")(S.c), (S.c,), ZETA, {S.sigma_w: w, S.sigma_b: b})


def test_common_factors_cancel_in_symbols_and_in_numbers():
    assert zeta(s, s).simplified == 2 * s**2 / (sp.pi * (S.c**2 + 1) ** 2)
    assert zeta(1.3, 1.3).simplified == sp.Rational(338, 100) / (sp.pi * (S.c**2 + 1) ** 2)
    assert zeta(1.3, 1.3).latex() == r"\zeta(c) = \frac{3.38}{\pi (c^{2} + 1)^{2}}"
    assert zeta(1.3, 0.7).latex() == r"\zeta(c) = \frac{1.507142}{\pi (1.69 c^{2} + 0.49)^{2}}"


def test_what_is_checked_and_computed_stays():
    shown = zeta(1.3, 1.3)
    assert shown.general == ZETA and shown.expr == ZETA.xreplace(dict(shown.values)) != shown.simplified
    assert shown.latex(general=True).startswith(r"\zeta(c) = \frac{2 \sigma_{w}^{3} \sigma_{b}^{3}}{\pi")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_no_formula_of_equal_scales_keeps_them_under_a_root_or_in_a_sum(law):
    init = ss.Init(w=law(s), b=law(s), v=law(1))
    for quantity in QUANTITIES:
        shown = getattr(init, quantity).simplified
        assert agree(shown, getattr(init, quantity).expr)
        sums = (each.free_symbols for each in shown.atoms(sp.Add))
        assert not any(s in symbols and S.mu not in symbols for symbols in sums)


def test_a_form_that_differs_is_not_shown(monkeypatch):
    monkeypatch.setattr(simplification, "_without_common_factors", lambda expr: 2 * s)
    assert zeta(s, s).simplified == zeta(s, s).expr
    assert not agree(S.c**2, S.c**2 * (1 + sp.Rational(1, 10**24)))


def test_numbers_alone_make_nothing_simpler():
    x = S.x
    assert simplified(x / 6 + sp.Rational(1, 8), {}) == x / 6 + sp.Rational(1, 8)


def test_long_numbers_are_rounded_and_said_to_be():
    shown = ss.presets.stax(100).zeta
    assert shown.latex().startswith(r"\zeta(c) \approx \frac{2.7307 \cdot 10^{-9}(1 - (511.85 c^{2} + 3)")
    assert max(len(digits) for digits in "".join(c if c.isdigit() else " " for c in repr(shown)).split()) < 9


def test_a_repr_fits_a_screen():
    t = sp.Symbol("t", real=True)
    steps = sp.Piecewise(*((sp.Rational(1, 60), t < k) for k in range(1, 61)))
    init = ss.Init(w=ss.Law(steps, t, (0, 60)), b=ss.Normal(1), v=ss.Normal(1))
    wide = Formula("f", sp.Function("f")(S.c), (S.c,), sum(S.c**k / (k + 1) for k in range(2, 200)))
    for text in map(repr, (init, wide)):
        assert len(text) < 1200 and " … " in text
