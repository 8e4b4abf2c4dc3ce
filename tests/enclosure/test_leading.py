"""Leading powers: what is split off is what was there, and an algebraic end is reached with few values."""

import pytest
from flint import acb
from sympy import Integer, Integral, Rational, Symbol, atan, cos, exp, log, oo, pi, sin, sqrt

from symspline.enclosure import integrals
from symspline.enclosure.ball import Undecided
from symspline.enclosure.enclose import enclose
from symspline.enclosure.leading import leading, regular

t = Symbol("t", positive=True)
x = Symbol("x", real=True)


@pytest.mark.parametrize(
    ("f", "power"),
    [
        (3 * t**2, 2),
        (1 / sqrt(t) + 1, -Rational(1, 2)),
        ((1 + 1 / t**2) ** -Rational(3, 2) / t**2, 1),
        ((1 - (1 - t) ** 2) ** Rational(1, 3), Rational(1, 3)),
        (exp(-t) * sin(t + 1), 0),
        (atan(t) / t, -1),
        (2 + t - 2 * (1 + t), 1),
        ((t + 2) ** 2 - 4 * t - 4, 2),
    ],
)
def test_split(f, power):
    k, g = leading(f, t)
    assert k == power
    for at in (Rational(1, 7), Rational(3, 2), Integer(5)):
        assert abs((f - t**k * g).subs(t, at).n(30)) < 1e-25


@pytest.mark.parametrize("f", [log(t), cos(1 / t), exp(-1 / t), t ** sqrt(2), exp(1 / t**2)])
def test_without_leading_power(f):
    with pytest.raises(Undecided):
        leading(f, t)


@pytest.mark.parametrize("f", [1 / t, (1 + 1 / t) / sqrt(1 + t), t ** Rational(-3, 2)])
def test_divergent(f):
    with pytest.raises(Undecided, match="diverges"):
        regular(f, t)


def test_too_fine_a_root():
    with pytest.raises(Undecided, match="root of order"):
        regular(t ** Rational(1, 97), t)


@pytest.mark.parametrize(
    ("integral", "value"),
    [
        (Integral(2 * x**2 / (pi * (x**2 + 1) ** 2), (x, -oo, oo)), 1),
        (Integral(1 / (sqrt(x) * (x + 1)), (x, 0, oo)), pi),
        (Integral(1 / sqrt(x * (1 - x)), (x, 0, 1)), pi),
        (Integral(atan(1 / x) / (x**2 + 1), (x, 1, oo)), pi**2 / 32),
        (Integral((x**2 + 1) ** -Rational(3, 2), (x, -oo, oo)), 2),
        (Integral(1 / (x + sqrt(x)), (x, 0, 1)), 2 * log(2)),
    ],
)
def test_few_values_reach_an_algebraic_end(integral, value, monkeypatch):
    asked = []
    within = integrals.integrate

    def counted(f, a, b, **limits):
        return within(lambda z, analytic: asked.append(z) or f(z, analytic), a, b, **limits)

    monkeypatch.setattr(integrals, "integrate", counted)
    gap = enclose(integral - value)
    assert gap.contains_zero and gap.radius < 1e-28
    assert len(asked) < 2500


def test_where_the_rest_is_singular_the_tail_decides(monkeypatch):
    # A power that is split off wrongly must not be believed: at 0 the rest has no finite ball.
    f = 1 / (sqrt(t) - t)
    smooth, r, q = regular(f, t)
    assert q == 2
    closed = integrals.closure(smooth, r)
    assert closed(acb(Rational(1, 100).p) / 100, False).is_finite()
    with pytest.raises(Undecided):
        enclose(Integral(1 / (sqrt(x) - x), (x, 0, 2)))
