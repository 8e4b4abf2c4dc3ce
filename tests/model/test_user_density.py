"""Densities typed by a user: what is accepted, what is refused and how it is said."""

import numpy as np
import pytest
import sympy as sp
from scipy.stats import kstest

from symspline.model.law import Law

x = sp.Symbol("x", real=True)
a = sp.Symbol("a", positive=True)


@pytest.mark.parametrize(
    ("pdf", "support"),
    [
        (sp.Piecewise((sp.Rational(1, 4), x < 1), (sp.Rational(3, 4), True)), (0, 2)),
        (sp.Piecewise((1 - sp.Abs(x), sp.Abs(x) < 1), (0, True)), (-sp.oo, sp.oo)),
        (1 / (2 * sp.sqrt(x)), (0, 1)),
        (1 / (sp.pi * (1 + x**2)), (-sp.oo, sp.oo)),
        (sp.Heaviside(x) * sp.exp(-x), (-sp.oo, sp.oo)),
        (2.0, (0, 0.5)),
        (1 / a, (0, a)),
        (1 / (2 * (1 + sp.Abs(x)) ** 2), (-sp.oo, sp.oo)),
        (sp.exp(-x) / (1 + sp.exp(-x)) ** 2, (-sp.oo, sp.oo)),
        (sp.exp(-((x - 100) ** 2) * 5000) * sp.sqrt(5000 / sp.pi), (-sp.oo, sp.oo)),
        (sp.sech(sp.pi * x / (2 * a)) / (2 * a), (-sp.oo, sp.oo)),
        (sp.Float(0.5), sp.Interval(-1, 1)),
        (sp.exp(1 - x), (1, sp.oo)),
    ],
    ids=str,
)
def test_accepted(pdf, support):
    law = Law(pdf, x, support)
    if not law.free_symbols:
        assert law._panels.total == pytest.approx(1, abs=1e-11)
        draws = law.sample(np.random.default_rng(3), 5000)
        assert kstest(draws, law.cdf_array).pvalue > 1e-6


def test_the_tabulated_arcsine_law():
    law = Law(1 / (2 * sp.sqrt(x)), x, (0, 1))
    u = np.linspace(0.01, 0.99, 99)
    assert np.max(np.abs(law._panels.quantile(u) - u**2)) < 1e-12


def test_the_tabulated_cauchy_law():
    law = Law(1 / (sp.pi * (1 + x**2)), x, (-sp.oo, sp.oo))
    u = np.array([1e-6, 0.1, 0.3, 0.5, 0.9, 1 - 1e-6])
    exact = np.tan(np.pi * (u - 0.5))
    assert np.max(np.abs(law._panels.quantile(u) - exact) / (1e-3 + np.abs(exact))) < 1e-9


def test_a_sampler_of_ones_own():
    law = Law(sp.Rational(1, 2), x, (-1, 1), sample=lambda rng, size: rng.uniform(-1, 1, size))
    assert law.sample(np.random.default_rng(0), (3, 4)).shape == (3, 4)
    short = Law(sp.Rational(1, 2), x, (-1, 1), sample=lambda rng, size: rng.uniform(-1, 1, 2))
    with pytest.raises(ValueError, match="sample returned 2 numbers"):
        short.sample(np.random.default_rng(0), 5)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Law(sp.exp(-(x**2)), x, (-sp.oo, sp.oo)), r"integrates to 1\.772453851, not to 1; divide it by that"),
        (lambda: Law(sp.Rational(127, 200), x, (-1, 1)), r"integrates to 1\.27, not to 1"),
        (lambda: Law(sp.Rational(1, 2) * (1 + 1e-8), x, (-1, 1)), r"integrates to 1\.00000001"),
        (lambda: Law((1 + 3 * x) / 2, x, (-1, 1)), r"pdf is negative: -1 at -1; a density is nowhere below zero"),
        (
            lambda: Law(sp.Rational(15, 14) * ((x - sp.Rational(3, 10)) ** 2 * 3 - sp.Rational(1, 1000)), x, (0, 1)),
            r"pdf is negative: -0\.00107143 at 0\.3;",
        ),
        (
            lambda: Law(
                1 - (1 + sp.Rational(1, 10**8)) * sp.cos(6 * sp.pi * x), x, (sp.Rational(1, 5), sp.Rational(6, 5))
            ),
            r"pdf is negative: -1e-08 at ",
        ),
        (
            lambda: Law(1 / (20 * (1 + sp.Abs(x)) ** sp.Rational(11, 10)), x, (-sp.oo, sp.oo)),
            r"could not be integrated to 1e-09: 0\.997606 .* a tail is too heavy",
        ),
        (lambda: Law(x ** sp.Rational(-9, 10) / 10, x, (0, 1)), r"could not be integrated to 1e-09: .* a singularity"),
        (lambda: Law(1 / (1 + x**2), x, (-sp.oo, sp.oo)), r"integrates to 3\.141592654, not to 1; divide it by that"),
        (lambda: Law(1 / sp.sqrt(x), x, (0, 1)), r"integrates to 2, not to 1; divide it by that"),
        (lambda: Law(a * sp.exp(-x), x, (0, sp.oo)), r"pdf at a = 0\.45 integrates to 0\.45"),
        (lambda: Law(sp.Symbol("k") * sp.exp(-x), x, (0, sp.oo)), r"the symbol k, .* Symbol\('k', positive=True\)"),
        (lambda: Law(1 / x, x, (-1, 1)), r"pdf is negative"),
        (lambda: Law(sp.sqrt(x), x, (-1, 1)), r"not a finite real number at -"),
        (lambda: Law(sp.DiracDelta(x), x, (-1, 1)), r"a law with atoms is TwoPoint or Constant"),
        (lambda: Law("exp(-x)", x, (0, sp.oo)), r"pdf is 'exp\(-x\)'; give a SymPy expression"),
        (lambda: Law(sp.exp(-x), x, (-sp.oo, sp.oo)), "pdf is not a finite real number"),
        (lambda: Law(sp.exp(-x) + sp.I, x, (0, sp.oo)), "pdf is .*, which holds the imaginary unit"),
        (lambda: Law(sp.exp(-x), "x", (0, sp.oo)), r"symbol is 'x'; give Symbol"),
        (lambda: Law(sp.exp(-x), x, (sp.oo, 0)), r"support is .* with lower < upper"),
        (lambda: Law(sp.exp(-x), x, "0,1"), r"support is '0,1'; give \(lower, upper\)"),
        (lambda: Law(sp.exp(-x), x, ("0", 1)), r"support is '0'; give a number"),
        (lambda: Law(1, x, (0, 1 + 0j)), r"support is \(1\+0j\); give a number"),
        (lambda: Law(1, x, (0, sp.Symbol("k", real=True))), r"support has the symbol k, .* positive=True"),
        (lambda: Law(1, x, (0, a)), r"pdf at a = 0\.45 integrates to 0\.45"),
        (lambda: Law(1, x, (0, 5e-324)), r"support is .* which float64 cannot divide: change the unit"),
        (lambda: Law(1, x, (0, sp.Rational(1, 10**400))), r"which float64 cannot divide"),
        (lambda: Law(sp.oo, x, (0, 1)), r"pdf is oo; give a finite number"),
        (lambda: Law(10**400, x, (0, 1)), r"pdf .* not a finite real number"),
        (lambda: Law(True, x, (0, 1)), r"pdf is True; give a SymPy expression"),
        (lambda: Law(sp.Function("f")(x), x, (0, 1)), r"pdf has the undefined function f\(x\); define it"),
        (lambda: Law(sp.Integral(2 * x * a, (a, 0, 1)), x, (0, 1)), r"is not evaluated; call \.doit\(\) first"),
    ],
)
def test_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
