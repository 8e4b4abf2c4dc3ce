"""The rules of the moves: the right line is shown, and where a condition of the rule fails nothing is."""

from contextlib import suppress

import pytest
import sympy as sp
from sympy import (
    Abs,
    Function,
    Integral,
    Rational,
    Sum,
    Symbol,
    atan,
    besselk,
    erf,
    exp,
    log,
    oo,
    pi,
    sqrt,
    symbols,
    tan,
)

from symspline.kernel import rules
from symspline.kernel.field import Field
from symspline.kernel.growth import End
from symspline.kernel.ring import NotShown
from symspline.kernel.signs import Judge
from symspline.proof.library import library

a, b, r, t, u = symbols("a b r t u", positive=True)
x, y, w = symbols("x y w", real=True)
k = Symbol("k", integer=True, positive=True)
n = Symbol("n", integer=True, positive=True)
p = Function("p", real=True)


def test_primitives():
    gauss = Integral(exp(-(x**2)), (x, -oo, oo))
    rules.equal(rules.antiderivative(gauss, sqrt(pi) * erf(x) / 2, ()), sqrt(pi), ())
    cauchy = Integral(a / (pi * (a**2 + x**2)), (x, -oo, y))
    rules.equal(rules.antiderivative(cauchy, atan(x / a) / pi, ()), Rational(1, 2) + atan(y / a) / pi, ())
    cases = Integral(a * b / (4 * sp.Max(a, b * Abs(x)) ** 2), (x, -oo, y))
    top = sp.Max(a, b * Abs(x))
    found = rules.antiderivative(cases, b * x * (Rational(1, 2) - a / (4 * top)) / top, ())
    rules.equal(found, (b * x * (Rational(1, 2) - a / (4 * top)) / top).subs(x, y) + Rational(1, 2), ())
    rules.equal(rules.antiderivative(Integral(r, (r, a, b)), r**2 / 2, ()), (b**2 - a**2) / 2, ())
    with pytest.raises(NotShown, match="keep"):
        rules.antiderivative(Integral(r, (r, a, y)), r**2 / 2, ())
    either_way = Integral(x, (x, 0, y))
    rules.equal(rules.antiderivative(either_way, x**2 / 2, ()), y**2 / 2, ())


@pytest.mark.parametrize(
    ("integral", "primitive"),
    [
        (Integral(1 / x**2, (x, -1, 1)), -1 / x),
        (Integral(1 / (1 + x**2), (x, 0, 2)), atan(tan(atan(x))) + sp.sign(x - 1)),
        (Integral(1 / (1 + 3 * sp.cos(x) ** 2), (x, 0, pi)), atan(tan(x) / 2) / 2),
        (Integral(2 * x / (1 + x**2), (x, -oo, oo)), log(1 + x**2)),
        (Integral(exp(-(x**2)), (x, 0, 1)), sqrt(pi) * erf(x) / 2 + x / 10**20),
        (Integral(1 / x, (x, -1, 1)), log(Abs(x))),
        (Integral(sp.S.Zero * x + 1, (x, 0, 2)), x + sp.Heaviside(x - 1)),
    ],
    ids=lambda e: str(e)[:40],
)
def test_a_primitive_that_jumps_or_does_not_fit_is_not_shown(integral, primitive):
    with pytest.raises(NotShown):
        rules.antiderivative(integral, primitive, ())


def test_substitutions():
    gauss = Integral(x * exp(-(x**2)), (x, 0, oo))
    rules.equal(rules.substituted(gauss, t, sqrt(t), (sp.S.Zero, oo), ()), Integral(exp(-t) / 2, (t, 0, oo)), ())
    down = Integral(1 / (1 + x**2), (x, 0, 1))
    rules.equal(rules.substituted(down, t, 1 / t, (sp.S.One, oo), ()), Integral(1 / (1 + t**2), (t, 1, oo)), ())
    for forward, ends in ((t**2 - t, (sp.S.Zero, oo)), (1 / (t - 1), (sp.S.Zero, oo)), (t, (sp.S.One, oo))):
        with pytest.raises(NotShown):
            rules.substituted(gauss, t, forward, ends, ())
    with pytest.raises(NotShown, match="already"):
        rules.substituted(Integral(exp(-x * t), (x, 0, oo)), t, sqrt(t), (sp.S.Zero, oo), ())


def test_folds_and_cuts():
    even = Integral(Abs(w) * exp(-(w**2)), (w, -oo, oo))
    rules.equal(rules.folded(even, r, ()), 2 * Integral(r * exp(-(r**2)), (r, 0, oo)), ())
    rules.equal(rules.unfolded(Integral(r * exp(-(r**2)), (r, 0, oo)), w, ()), even / 2, ())
    with pytest.raises(NotShown, match="converge"):
        rules.folded(Integral(x / (1 + x**2), (x, -oo, oo)), r, ())
    with pytest.raises(NotShown, match="symmetric"):
        rules.folded(Integral(exp(-(x**2)), (x, -1, 2)), r, ())
    parts = rules.cut(even, (sp.S.Zero,), ())
    assert len(parts.args) == 2
    with pytest.raises(NotShown, match="below"):
        rules.cut(Integral(x**2, (x, 0, 1)), (a,), ())


def test_the_order_of_integrations():
    positive = Integral(exp(-x * y), (x, 0, 1), (y, 0, 1))
    assert rules.interchanged(positive, ()) == Integral(exp(-x * y), (y, 0, 1), (x, 0, 1))
    with pytest.raises(NotShown, match="sign"):
        rules.interchanged(Integral((x**2 - y**2) / (x**2 + y**2 + a) ** 2, (x, 0, 1), (y, 0, 1)), ())


def test_sums_limits_and_derivatives_under_the_sign():
    total = Sum(1 / (k * (k + 1)), (k, 1, n))
    rules.equal(rules.telescoped(total, -1 / k, ()), 1 - 1 / (n + 1), ())
    with pytest.raises(NotShown):
        rules.telescoped(total, 1 / k, ())
    rules.equal(rules.limit((1 + x) / (2 * x + 3), x, oo, "+", ()), Rational(1, 2), ())
    rules.equal(rules.limit(a * exp(-1 / t), t, sp.S.Zero, "+", ()), sp.S.Zero, ())
    rules.equal(rules.limit(a ** Rational(1, 100), a, sp.S.Zero, "+", ()), sp.S.Zero, ())
    for line in (sp.sin(x), sp.sin(1 / x)):
        with pytest.raises(NotShown):
            rules.limit(line, x, oo if line == sp.sin(x) else sp.S.Zero, "+", ())
    outer = sp.Derivative(Integral(exp(-x * y), (x, 0, 1)), y)
    rules.equal(rules.under_the_integral(outer, ()), Integral(-x * exp(-x * y), (x, 0, 1)), ())
    with pytest.raises(NotShown, match="dominating"):
        rules.under_the_integral(sp.Derivative(Integral(exp(-t * y), (t, 0, oo)), y), (y > 0,))


def test_equations_and_conditions():
    rules.combined([x + y, x - y], [x], [[Rational(1, 2), Rational(1, 2)]], (), (x, y))
    with pytest.raises(NotShown):
        rules.combined([x * y], [y], [[1 / x]], (), (x, y))
    with pytest.raises(NotShown):
        rules.combined([sp.cos(x) * y], [y], [[sp.sec(x)]], (), (x, y))
    rules.implied(x > 1, x > 0, ())
    with pytest.raises(NotShown):
        rules.implied(x >= 0, x > 0, ())


def test_a_modulus_and_an_integral_do_not_change_places():
    for line in (Integral(Abs(a - r), (r, 0, 1)), Integral(sp.Max(r, 1 - r), (r, 0, 1))):
        inner = line.function.args[0] if isinstance(line.function, Abs) else r
        with pytest.raises(NotShown):
            rules.equal(line, Abs(Integral(inner, (r, 0, 1))), ())


def test_two_integrals_that_diverge_are_not_equal():
    for one, other in (
        (Integral(1 / r, (r, 1, oo)), Integral(1 / t, (t, 0, 1))),
        (Integral(exp(t * x) / (1 + t**2), (t, 0, oo)), Integral(exp(r * x) / (1 + r**2), (r, 0, oo))),
        (Integral(a / r, (r, 1, oo)), a * Integral(1 / r, (r, 1, oo))),
    ):
        with pytest.raises(NotShown):
            rules.equal(one, other, ())


def test_what_is_known_is_put_in():
    known = Integral(exp(-a * t), (t, 0, oo)), 1 / a
    rules.equal(3 * Integral(exp(-a * r), (r, 0, oo)), 3 / a, (), known)
    with pytest.raises(NotShown):
        rules.equal(3 * Integral(exp(-b * r), (r, 0, oo)), 3 / a, (), known)
    with pytest.raises(NotShown):
        # x times the integral is known, and says nothing of the integral where x is 0.
        rules.equal(p(y), sp.S.One, (), (x * p(y), x))


def test_what_is_known_is_put_in_before_the_line_is_read_and_in_each_case():
    rules.equal(1 / (p(x) - 1), 1 / a, (), (p(x) - 1, a))
    with pytest.raises(NotShown):
        rules.equal(Integral(1 / (p(x) - 1), (x, 0, 1)), 1 / a, (), (p(x) - 1, a))
    with pytest.raises(NotShown):
        rules.equal(sp.Derivative(p(x) * x, x), x, (), (p(x) * x, x**2 / 2))
    rules.equal(p(x) + Abs(x - y), 1 + Abs(x - y), (x <= y,), (p(x), sp.S.One))
    with pytest.raises(NotShown):
        rules.equal(p(w) + Abs(x - y), 1 + Abs(x - y), (x <= y,), (p(x), sp.S.One))


def test_an_integral_over_an_open_function_is_one_of_the_line_before_whatever_stands_in_front():
    rules.equal(Integral(y * p(t), (t, 0, oo)), y * Integral(p(t), (t, 0, oo)), ())
    both = Integral(t * p(t), (t, 0, oo)), Integral((t + y) * p(t), (t, 0, oo))
    with pytest.raises(NotShown, match="converge"):
        rules.equal(both[1], both[0] + y * Integral(p(t), (t, 0, oo)), ())


GROWTH = [
    (sp.Max(t, a) / (1 + t), t, 0, oo, 1),
    (sp.Min(-t, a) / (1 + t), t, 0, oo, -1),
    (sp.Min(t, x), t, 0, oo, x),
    (exp(-a * t) * t**3, t, 0, oo, 0),
    (erf(a * x), x, -oo, oo, 1),
    (t * log(t), t, 0, 1, 0),
    ((1 - x**2) / (2 * x**2 + a), x, -oo, oo, Rational(-1, 2)),
    (exp(-((x - a) ** 2)) + exp(-((x + a) ** 2)), x, -oo, oo, 0),
]


@pytest.mark.parametrize(("line", "variable", "low", "high", "value"), GROWTH, ids=lambda e: str(e)[:30])
def test_limits_at_an_end(line, variable, low, high, value):
    upper = high is oo
    found = End(Field(), variable, sp.sympify(low), sp.sympify(high), upper).limit(line)
    rules.equal(found, sp.sympify(value), ())


CONVERGENT = [
    (1 / (1 + x**2), x, -oo, oo, True),
    (x / (1 + x**2), x, -oo, oo, False),
    (1 / sqrt(a**2 - x**2), x, -a, a, True),
    (1 / (a**2 - x**2), x, -a, a, False),
    (t ** (a - 1) * exp(-t), t, 0, oo, True),
    (besselk(0, t), t, 0, oo, True),
    (1 / t, t, 0, 1, False),
    (x**3 * (1 + x**2 / 3) ** -2, x, -oo, oo, False),
    (sp.Max(0, x) * exp(-(x**2)), x, -oo, oo, True),
    (sp.Max(0, x) / (1 + x**2), x, -oo, oo, False),
    (sp.Min(1, x**-2), x, 1, oo, True),
    (exp(-t) / sp.cosh(y * t), t, 0, oo, True),
    (1 / sp.cosh(y * t), t, 0, oo, False),
    (exp(-((y**2 / t) ** a)) * exp(-t), t, 1, oo, True),
    (1 / sqrt(1 - 1 / (t + 1)), t, 0, 1, True),
    (1 / (1 - 1 / (t + 1)), t, 0, 1, False),
]


@pytest.mark.parametrize(("body", "variable", "low", "high", "finite"), CONVERGENT, ids=lambda e: str(e)[:30])
def test_convergence(body, variable, low, high, finite):
    integral = Integral(body, (variable, low, high))
    if finite:
        rules.converges(integral, Field())
    else:
        with pytest.raises(NotShown):
            rules.converges(integral, Field())


def test_signs_that_ask_for_each_other_come_to_an_end(monkeypatch):
    # Squares and moduli ask for the signs of new polynomials: without a depth there are tens of thousands.
    asked = []
    decide = Judge._signs
    monkeypatch.setattr(Judge, "_signs", lambda self, p: asked.append(p) or decide(self, p))
    theorem = library["B8.joint"]
    facts = [each.condition for each in theorem.assumes if each.condition is not None]
    with suppress(NotShown):
        theorem.steps[0].move.prove(theorem.lines[0], theorem.lines[1], facts)
    assert 0 < len(asked) < 2000
