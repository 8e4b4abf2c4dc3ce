"""The majorants of the functions of the theory, each an envelope from those of its arguments."""

from collections.abc import Callable
from fractions import Fraction

import sympy as sp
from flint import acb, arb
from sympy.codegen.cfunctions import expm1, log1p

from symspline import special

from .ball import Undecided
from .envelope import LOG_EXPONENT, ZERO, Envelope, HalfLine, disc, exact_ball


class ExpSlope(sp.Function):
    """The entire function ``(exp(h) - 1)/h``, met only inside a majorant."""


def slope(function: Callable[[arb], arb], reach: arb) -> arb:
    """Return the range of ``function(x)/x`` over a ball that holds 0, for a monotone quotient with the value 1 at 0."""
    low, high = reach.lower(), reach.upper()
    values = [function(x) / x if x != 0 else arb(1) for x in (arb(low), arb(high))]
    return arb(1).union(values[0]).union(values[1])


def _exp_slope(t: HalfLine, h: sp.Basic) -> Envelope:
    reach = t.range(t.of(h))
    if reach.imag.is_zero():
        return Envelope(acb(slope(arb.expm1, reach.real)))
    # |E(h) - 1| <= Σ |h|^k/(k+1)! over k >= 1, which is below exp|h| - 1.
    size = abs(reach).upper()
    return Envelope(1 + disc(size.exp() - 1))


def _oscillating(t: HalfLine, x: sp.Basic) -> Envelope:
    t.real_argument(x)
    return Envelope(acb(arb(0, 1)))


def _odd(function: Callable[[arb], arb], slope_at_zero: arb, supremum: arb) -> Callable[..., Envelope]:
    """Bound an odd increasing function: linear near 0, by its supremum elsewhere; f(x)/x is monotone in |x|."""

    def rule(t: HalfLine, x: sp.Basic) -> Envelope:
        g = t.real_argument(x)
        if (g.plain and g.p <= 0) or (not g.plain and g.c.real < 0):
            size = abs(t.range(g).real).upper()
            if size > 0:
                slope = slope_at_zero.union(function(size) / size)
                return t.product(g, Envelope(acb(slope)))
        if g.plain and g.p >= 0 and g.C.real > 0:
            return Envelope(acb(function(t.least(g)).union(supremum)))
        return Envelope(acb(arb(0, supremum.upper())))

    return rule


def _erfc(t: HalfLine, x: sp.Basic) -> Envelope:
    g = t.real_argument(x)
    if g.plain and g.p > 0 and g.C.real > 0:
        square = Envelope(g.C**2, 2 * g.p)
        return t.product(t.product(t.decaying(square, arb(1)), _times_erfcx(t, g)), t.power_of(g, Fraction(-1)))
    if g.plain and g.p <= 0:
        return Envelope(t.range(g).erfc())
    return Envelope(acb(arb(1, 1)))


def _times_erfcx(t: HalfLine, g: Envelope) -> Envelope:
    """Bound ``x erfcx(x)``, which rises to 1/√π, from the least x on."""
    m = t.least(g)
    return Envelope(acb((m * ((m * m).exp() * m.erfc())).union(1 / arb.pi().sqrt())))


def _erfcx(t: HalfLine, x: sp.Basic) -> Envelope:
    g = t.real_argument(x)
    if g.plain and g.p > 0 and g.C.real > 0:
        return t.product(_times_erfcx(t, g), t.power_of(g, Fraction(-1)))
    r = t.range(g)
    return Envelope((r * r).exp() * r.erfc())


def _bessel_k(t: HalfLine, nu: sp.Basic, x: sp.Basic, scaled: bool = False) -> Envelope:
    if nu.has(t.u):
        raise Undecided("a Bessel function of variable order")
    order = abs(t.value(nu).real)
    g = t.real_argument(x)
    if not g.plain:
        raise Undecided("a Bessel function of an exponential")
    if not g.C.real > 0:
        raise Undecided("the argument of a Bessel function may vanish")
    if g.p >= 0:
        m = t.least(g)
        # √x e^x K_ν(x) is monotone in x with the limit √(π/2).
        factor = (m.sqrt() * m.bessel_k(order, scaled=True)).union((arb.pi() / 2).sqrt())
        decay = Envelope(acb(1)) if scaled else t.decaying(g, arb(1)) if g.p > 0 else Envelope((-t.range(g)).exp())
        return t.product(t.product(decay, Envelope(acb(factor))), t.power_of(g, Fraction(-1, 2)))
    m = t.range(g).real.upper()
    exact = sp.Abs(nu) if nu.is_Rational else None
    if exact is None:
        raise Undecided("a Bessel function of irrational order near 0")
    power = Fraction(int(exact.p), int(exact.q)) or LOG_EXPONENT
    # x^ν K_ν(x) falls from 2^{ν-1} Γ(ν) at 0, and K_0 <= K_ε.
    top = 2 ** (exact_ball(power) - 1) * exact_ball(power).gamma()
    low = arb(0) if exact == 0 else m ** exact_ball(power) * m.bessel_k(exact_ball(power))
    growth = arb(1).union(m.exp()) if scaled else arb(1)
    return t.product(Envelope(acb(low.union(top) * growth)), t.power_of(g, -power))


def _bessel_i(t: HalfLine, nu: sp.Basic, x: sp.Basic) -> Envelope:
    g = t.real_argument(x)
    order = t.value(nu).real
    if not (order >= 0 and g.plain and g.C.real > 0):
        raise Undecided("no majorant of this Bessel function")
    if g.p > 0:
        # 0 < I_ν(x) <= I_0(x) <= e^x.
        return t.product(t.exponential(g), Envelope(acb(arb(0.5, 0.5))))
    m = t.range(g).real.upper()
    exact = Fraction(int(nu.p), int(nu.q)) if nu.is_Rational else None
    if exact is None:
        raise Undecided("a Bessel function of irrational order near 0")
    # I_ν(x) = (x/2)^ν/Γ(ν+1) 0F1(; ν+1; x²/4), whose last factor rises from 1 and is at most cosh x for ν >= -1/2.
    factor = arb(1).union(m.cosh()) / 2**order / (order + 1).gamma()
    return t.product(Envelope(acb(factor)), t.power_of(g, exact))


def _expint(t: HalfLine, nu: sp.Basic, x: sp.Basic) -> Envelope:
    order = t.value(nu).real
    if not order >= 1:
        raise Undecided("no majorant of E_ν for ν < 1")
    g = t.real_argument(x)
    if not (g.plain and g.C.real > 0):
        raise Undecided("the argument of E_ν may vanish")
    if g.p > 0:
        # 0 < E_ν(x) <= exp(-x)/x for ν >= 1.
        return t.product(t.decaying(g, arb(0.5, 0.5)), t.power_of(g, Fraction(-1)))
    if g.p == 0:
        return Envelope(t.range(g).expint(acb(order)))
    # E_ν <= E_1 <= ln(1 + 1/x) <= x^{-ε}/ε.
    top = 1 / exact_ball(LOG_EXPONENT)
    return t.product(Envelope(acb(arb(0).union(top))), t.power_of(g, -LOG_EXPONENT))


def _upper_gamma(t: HalfLine, s: sp.Basic, x: sp.Basic) -> Envelope:
    order = t.value(s).real
    g = t.real_argument(x)
    if not (g.plain and g.C.real > 0 and s.is_Rational):
        raise Undecided("no majorant of this incomplete gamma function")
    if g.p > 0:
        m = t.least(g)
        # Γ(s, x) <= x^{s-1} e^{-x} / (1 - (s-1)/x), without the last factor for s <= 1.
        top = arb(1) if order <= 1 else 1 / (1 - (order - 1) / m)
        if not top > 0:
            raise Undecided("the incomplete gamma function is not yet in its tail")
        power = t.power_of(g, Fraction(int(s.p), int(s.q)) - 1)
        return t.product(t.decaying(g, arb(0).union(top)), power)
    if order > 0:
        return Envelope(acb(arb(0).union(order.gamma())))
    raise Undecided("Γ(s, x) near 0 for s <= 0")


def _lower_gamma(t: HalfLine, s: sp.Basic, x: sp.Basic) -> Envelope:
    order = t.value(s).real
    g = t.real_argument(x)
    if not (g.plain and g.C.real > 0 and order > 0):
        raise Undecided("no majorant of this incomplete gamma function")
    if g.p >= 0:
        # γ(s, ·) rises from its value at the least argument to Γ(s).
        return Envelope(acb(t.least(g).gamma_lower(order).union(order.gamma())))
    if not s.is_Rational:
        raise Undecided("an irrational order near 0")
    # γ(s, x) = x^s/s times a weighted mean of exp(-y) over 0 < y < x.
    m = t.range(g).real.upper()
    factor = (1 / order).union((-m).exp() / order)
    return t.product(Envelope(acb(factor)), t.power_of(g, Fraction(int(s.p), int(s.q))))


def _scaled_lower_gamma(t: HalfLine, s: sp.Basic, x: sp.Basic) -> Envelope:
    order = t.value(s).real
    g = t.real_argument(x)
    if not (g.plain and g.C.real > 0 and order > 0 and s.is_Rational):
        raise Undecided("no majorant of this incomplete gamma function")
    if g.p > 0:
        return t.product(_lower_gamma(t, s, x), t.power_of(g, -Fraction(int(s.p), int(s.q))))
    m = t.range(g).real.upper()
    return Envelope(acb((1 / order).union((-m).exp() / order)))


def _student3(t: HalfLine, z: sp.Basic, at_zero_finite: bool, definition: Callable[[sp.Basic], sp.Basic]) -> Envelope:
    g = t.real_argument(z)
    if g.plain and g.p < 0 and at_zero_finite and g.C.real >= 0:
        # The function falls from 1 at 0.
        return Envelope(acb(arb(0.5, 0.5)))
    return t.of(definition(z))


def _hyp2f1_complement(t: HalfLine, a: sp.Basic, b: sp.Basic, c: sp.Basic, z: sp.Basic) -> Envelope:
    g = t.real_argument(z)
    values = [t.value(v).real for v in (a, b, c)]
    if not (all(v > 0 for v in values) and values[2] > values[1] and g.plain and g.C.real > 0):
        raise Undecided("no majorant of this hypergeometric function")
    if not (a.is_Rational and b.is_Rational and c.is_Rational):
        raise Undecided("irrational parameters of a hypergeometric function")
    A, B, C = (Fraction(int(v.p), int(v.q)) for v in (a, b, c))
    if g.p > 0:
        # Euler's integral with (1 - x + xz)^{-a} <= (xz)^{-r}(…) for z >= 1, any r <= a, r < b.
        if not t.least(g) >= 1:
            raise Undecided("the argument is not yet above 1")
        r = A if A < B else max(ZERO, B - LOG_EXPONENT)
        top = _beta(B - r, C - B) / _beta(B, C - B)
        return t.product(Envelope(acb(arb(0).union(top))), t.power_of(g, -r))
    if g.p == 0:
        return Envelope((1 - t.range(g)).hypgeom_2f1(*(acb(v) for v in values)))
    # 1 - x + xz >= (1 - x)^{…}: near z = 0 the pole is at x = 1; (1-x+xz)^{-a} <= (1-x)^{-r} z^{r-a}.
    if not t.range(g).real < 1:
        raise Undecided("the argument is not yet below 1")
    r = A if A < C - B else max(ZERO, C - B - LOG_EXPONENT)
    top = _beta(B, C - B - r) / _beta(B, C - B)
    return t.product(Envelope(acb(arb(0).union(top))), t.power_of(g, r - A))


def _beta(x: Fraction, y: Fraction) -> arb:
    return exact_ball(x).gamma() * exact_ball(y).gamma() / exact_ball(x + y).gamma()


def _hyper(t: HalfLine, top: sp.Basic, bottom: sp.Basic, x: sp.Basic) -> Envelope:
    if len(top.args) != 2 or len(bottom.args) != 1:
        raise Undecided("no majorant of this hypergeometric function")
    a, b = top.args
    c = bottom.args[0]
    if not (c - b).is_positive:
        a, b = b, a
    return _hyp2f1_complement(t, a, b, c, sp.expand(1 - x))


MAJORANTS: dict[type, Callable[..., Envelope]] = {
    ExpSlope: _exp_slope,
    sp.sin: _oscillating,
    sp.cos: _oscillating,
    sp.atan: _odd(arb.atan, arb(1), arb.pi() / 2),
    sp.erf: _odd(arb.erf, 2 / arb.pi().sqrt(), arb(1)),
    sp.tanh: _odd(arb.tanh, arb(1), arb(1)),
    sp.erfc: _erfc,
    sp.besselk: _bessel_k,
    sp.besseli: _bessel_i,
    sp.expint: _expint,
    sp.uppergamma: _upper_gamma,
    sp.lowergamma: _lower_gamma,
    sp.hyper: _hyper,
    expm1: lambda t, x: t.of(sp.exp(x) - 1),
    log1p: lambda t, x: t.of(sp.log(1 + x)),
    special.erfcx: _erfcx,
    special.exp_integral: lambda t, x: _expint(t, sp.S.One, x),
    special.scaled_bessel_k: lambda t, nu, x: _bessel_k(t, nu, x, scaled=True),
    special.lower_gamma: _lower_gamma,
    special.scaled_lower_gamma: _scaled_lower_gamma,
    special.log_ratio: lambda t, z: t.of(sp.log(z) / (z - 1)),
    special.student3_breakpoint: lambda t, z: _student3(
        t, z, True, lambda z: (z**2 - 1 - 2 * z * sp.log(z)) / (z - 1) ** 3
    ),
    special.student3_zeta: lambda t, z: _student3(
        t, z, False, lambda z: ((1 + z) * sp.log(z) - 2 * (z - 1)) / (z - 1) ** 3
    ),
    special.hyp2f1_complement: _hyp2f1_complement,
}
