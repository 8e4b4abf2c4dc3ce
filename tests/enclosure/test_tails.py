"""A majorant must bound: against mpmath at many points, and against quadrature of the tail."""

import mpmath
import pytest
import sympy as sp
from flint import arb, ctx
from sympy import (
    Rational,
    Symbol,
    atan,
    besseli,
    besselk,
    cos,
    erf,
    erfc,
    exp,
    expint,
    hyper,
    log,
    sech,
    sin,
    sqrt,
    tanh,
)

from symspline import special
from symspline.enclosure.ball import Undecided
from symspline.enclosure.envelope import Envelope, tail_integral
from symspline.enclosure.evaluate import evaluate
from symspline.enclosure.tails import TailBound, majorant

u = Symbol("u", positive=True)
R = Rational
FUNCTIONS = [
    u**2 * exp(-u),
    exp(-(u**2) / 2 + 3 * u),
    exp(-u) + u * exp(-2 * u) + exp(-3 * sqrt(u)),
    (1 + u) ** R(-5, 2) * log(u) ** 2,
    1 / (u**2 - u + 1),
    sech(u) ** 2,
    tanh(1 / u) / u,
    exp(-u) / (1 + exp(-u)) ** 2,
    erfc(u / 3),
    erfc(1 / u) / u**2,
    special.erfcx(u) / u,
    erf(1 / u) / u,
    atan(3 / u) * sin(u) / u,
    besselk(0, u),
    besselk(R(1, 3), 2 / u) / u**2,
    besselk(0, 1 / u) / u**2,
    besselk(2, sqrt(u)),
    besseli(1, u) * exp(-2 * u),
    besseli(2, 1 / u),
    expint(1, u**2),
    expint(1, 1 / u) / u**2,
    sp.uppergamma(R(5, 2), u),
    special.lower_gamma(2, 1 / u),
    special.scaled_lower_gamma(2, u),
    special.log_ratio(u**2),
    special.student3_breakpoint(u**2),
    special.student3_breakpoint(1 / u) / u**2,
    special.student3_zeta(u**2),
    special.student3_zeta(1 / u**2) / u**2,
    special.hyp2f1_complement(2, R(3, 2), 4, u),
    special.hyp2f1_complement(2, 3, 4, 1 / u) / u**3,
    hyper([R(5, 4), 1], [R(5, 2)], 1 - u**2),
    1 - exp(-1 / u**2),
    log(1 + 1 / u**2),
    exp(-(log(u) ** 2) + log(u)),
    exp(-exp(u)),
    cos(u) * exp(-sqrt(u)),
    (exp(u) + 1) ** R(-1, 2),
]


def bound_at(e: Envelope, x: float) -> arb:
    p, q = arb(e.p.numerator) / e.p.denominator, arb(e.q.numerator) / e.q.denominator
    point = arb(x)
    size = abs(e.C).upper() * point**p
    return size if e.plain else size * (e.c.real.upper() * point**q).exp()


@pytest.mark.parametrize("f", FUNCTIONS, ids=str)
@pytest.mark.parametrize("start", [3, 40])
def test_a_majorant_bounds_the_function(f, start):
    with ctx.workprec(80):
        e = majorant(f, u, arb(start))
        for factor in (1, 1.0078125, 1.5, 2, 3, 7, 20, 100):
            x = start * factor
            value = evaluate(f, {u: R(x)}, 20)
            assert not bound_at(e, x) < arb(mpmath.nstr(abs(value), 20)) * (1 - arb(2) ** -50), x


@pytest.mark.parametrize(
    "f",
    [u**2 * exp(-u), (1 + u) ** R(-5, 2) * log(u) ** 2, erfc(u / 3), 1 - exp(-1 / u**2), exp(-(log(u) ** 2))],
    ids=str,
)
def test_a_tail_bound_covers_the_tail(f):
    for start in (5, 30):
        with ctx.workprec(80):
            bound = tail_integral(majorant(f, u, arb(start)), arb(start))
            tail = evaluate(sp.Integral(f, (u, start, sp.oo)), {}, 20)
            assert bound >= arb(mpmath.nstr(abs(tail), 20)) * (1 - arb(2) ** -50)


def test_the_two_sided_envelope_holds_the_value():
    with ctx.workprec(80):
        for f in (3 - 1 / u, (2 + u) / (1 + u), u**2 - 5 * u):
            e = TailBound(u, arb(10)).of(f)
            for x in (10, 11, 50, 4000):
                ratio = arb(x) ** -(arb(e.p.numerator) / e.p.denominator)
                exact = f.subs(u, x)
                assert e.C.real.overlaps(arb(int(exact.p)) / int(exact.q) * ratio)


@pytest.mark.parametrize("f", [1 / u, exp(u), sin(u), log(u) / u, sp.Integer(1), 1 / (1 + exp(-u))], ids=str)
def test_what_does_not_decay_has_no_tail(f):
    with ctx.workprec(80), pytest.raises(Undecided):
        tail_integral(majorant(f, u, arb(8)), arb(8))


def test_a_bound_halved_is_noticed():
    with ctx.workprec(80):
        e = majorant(1 / (u**2 - u + 1), u, arb(40))
        halved = Envelope(e.C / 2, e.p, e.c, e.q)
        value = evaluate(1 / (u**2 - u + 1), {u: R(40)}, 20)
        assert bound_at(halved, 40) < arb(mpmath.nstr(value, 20))
