"""Rigorous majorants at infinity: how a function of u behaves for all ``u >= R``.

An :class:`Envelope` states ``g(u) = C(u) u^p exp(c(u) u^q)`` with ``C(u)`` in the ball ``C`` and ``c(u)`` in the ball
``c`` for every real ``u >= R``. Envelopes are closed under sums, products, powers, exponentials and the functions of
the theory, so a bound of a whole integrand is computed from the bottom up, and its tail integral follows in closed
form.
"""

# SymPy annotates results as Basic, flint has no stubs: these reports speak of their types, not of this file.
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportReturnType=false, reportGeneralTypeIssues=false, reportIndexIssue=false, reportAssignmentType=false

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy as sp
from flint import acb, arb, fmpq
from sympy.codegen.cfunctions import expm1, log1p

from symspline import special
from symspline.proof.ball import Undecided

ZERO = Fraction(0)
# ln u <= u^ε/(e ε): the price in the exponent of a logarithm.
LOG_EXPONENT = Fraction(1, 16)


def _ball(number: Fraction) -> arb:
    return arb(fmpq(number.numerator, number.denominator))


def _disc(radius: arb) -> acb:
    top = radius.upper()
    return acb(arb(0, top), arb(0, top))


def _symmetric(radius: arb, real: bool) -> acb:
    return acb(arb(0, radius.upper())) if real else _disc(radius)


@dataclass(frozen=True)
class Envelope:
    """``g(u) = C(u) u^p exp(c(u) u^q)`` for all ``u >= R``; ``q = 0`` exactly when ``c = 0``."""

    C: acb
    p: Fraction = ZERO
    c: acb = field(default_factory=lambda: acb(0))
    q: Fraction = ZERO

    def __post_init__(self) -> None:
        """Refuse a bound that is not finite."""
        if not (self.C.is_finite() and self.c.is_finite()):
            raise Undecided("the majorant is not finite")
        if self.q < 0 or (self.q == 0 and not self.c.is_zero()):
            raise Undecided("an envelope needs a growing exponent")

    @property
    def plain(self) -> bool:
        """Whether there is no exponential factor."""
        return self.q == 0

    @property
    def real(self) -> bool:
        """Whether both balls are exactly real."""
        return self.C.imag.is_zero() and self.c.imag.is_zero()


class TailBound:
    """Majorants of expressions in ``u`` that hold for all ``u >= start``.

    Args:
        variable: the symbol u.
        start: R, at least 1.
        values: balls for the other symbols.
    """

    def __init__(self, variable: sp.Symbol, start: arb, values: Mapping[sp.Symbol, acb] | None = None) -> None:
        if not start >= 1:
            raise ValueError("start must be at least 1")
        self.u = variable
        self.R = start
        self.values = dict(values or {})

    # --- the arithmetic of envelopes ---------------------------------------------------------------------------------

    def falling(self, exponent: Fraction) -> arb:
        """Return the range of ``u^exponent`` over ``u >= R`` for an exponent <= 0."""
        if exponent == 0:
            return arb(1)
        return arb(0).union(self.R ** _ball(exponent))

    def range(self, e: Envelope) -> acb:
        """Return a ball that holds every value ``g(u)``, u >= R, of a bounded envelope."""
        if e.plain:
            if e.p > 0:
                raise Undecided("the function is not bounded")
            return e.C * self.falling(e.p)
        return e.C * _symmetric(self._decay_supremum(e), False) if not e.real else e.C * self._decay_range(e)

    def _decay_supremum(self, e: Envelope) -> arb:
        """Bound ``u^p exp(Re c u^q)`` over u >= R, where ``Re c < 0``."""
        rate = -e.c.real
        if not rate > 0:
            raise Undecided("the function is not bounded")
        rate = rate.lower()
        p, q = _ball(e.p), _ball(e.q)
        at_start = self.R**p * (-rate * self.R**q).exp()
        if e.p <= 0 or rate * q * self.R**q >= p:
            return at_start.upper()
        peak = (p / (rate * q)) ** (1 / q)
        return (peak**p * (-rate * peak**q).exp()).max(at_start).upper()

    def _decay_range(self, e: Envelope) -> arb:
        return arb(0).union(self._decay_supremum(e))

    def product(self, first: Envelope, second: Envelope) -> Envelope:
        """Return the envelope of a product."""
        C, p = first.C * second.C, first.p + second.p
        if first.plain:
            return Envelope(C, p, second.c, second.q)
        if second.plain:
            return Envelope(C, p, first.c, first.q)
        if first.q < second.q:
            first, second = second, first
        c = first.c + second.c * self.falling(second.q - first.q)
        if c.is_zero():
            return Envelope(C, p)
        return Envelope(C, p, c, first.q)

    def total(self, terms: list[Envelope]) -> Envelope:
        """Return the envelope of a sum: the fastest term times one plus what the others add."""
        terms = [t for t in terms if not t.C.is_zero()]
        if not terms:
            return Envelope(acb(0))
        leader = terms[0]
        for term in terms[1:]:
            if self._leads(term, leader):
                leader = term
        rest = [t for t in terms if t is not leader]
        result = leader
        for term in rest:
            result = self._absorb(result, term)
        return result

    @staticmethod
    def _growth_key(e: Envelope) -> tuple[float, float, float]:
        rate = float(e.c.real.mid()) if not e.plain else 0.0
        if rate > 0:
            return (float(e.q), rate, float(e.p))
        if rate < 0:
            return (-float(e.q), rate, float(e.p))
        return (0.0, 0.0, float(e.p))

    def _leads(self, first: Envelope, second: Envelope) -> bool:
        return self._growth_key(first) > self._growth_key(second)

    def _absorb(self, big: Envelope, small: Envelope) -> Envelope:
        """Write ``big + small`` as an envelope with the exponential of ``big``."""
        top = max(big.q, small.q)
        if top == 0:
            if small.p <= big.p:
                return Envelope(big.C + small.C * self.falling(small.p - big.p), big.p)
            return Envelope(small.C + big.C * self.falling(big.p - small.p), small.p)
        exact = big.q == small.q and (big.c - small.c).is_zero()
        if exact:
            if small.p <= big.p:
                return Envelope(big.C + small.C * self.falling(small.p - big.p), big.p, big.c, big.q)
            return Envelope(small.C + big.C * self.falling(big.p - small.p), small.p, big.c, big.q)
        gap = acb(0)
        if not small.plain:
            gap = gap + small.c * self.falling(small.q - top)
        if not big.plain:
            gap = gap - big.c * self.falling(big.q - top)
        real = big.real and small.real
        if gap.real < 0:
            ratio = Envelope(acb(1), small.p - big.p, acb(gap.real), top)
            reach = acb(self._decay_range(ratio)) if real else _symmetric(self._decay_supremum(ratio), False)
            return Envelope(big.C + small.C * reach, big.p, big.c, big.q)
        # The exponents cannot be told apart: bound the absolute value by the larger of the two.
        p = max(big.p, small.p)
        size = abs(big.C) * self.falling(big.p - p) + abs(small.C) * self.falling(small.p - p)
        first = big.c.real * self.falling(big.q - top) if not big.plain else arb(0)
        second = small.c.real * self.falling(small.q - top) if not small.plain else arb(0)
        rate = first.upper().max(second.upper()).upper()
        if rate == 0:
            return Envelope(_symmetric(size, real), p)
        return Envelope(_symmetric(size, real), p, acb(rate), top)

    def power(self, e: Envelope, exponent: acb, exact: Fraction | None) -> Envelope:
        """Return the envelope of a power with a constant exponent."""
        if exact is not None and exact.denominator == 1:
            n = int(exact)
            if n == 0:
                return Envelope(acb(1))
            if n > 0:
                return Envelope(e.C**n, e.p * n, e.c * n, e.q)
            if e.C.contains(0):
                raise Undecided("the base of a negative power may vanish")
            return Envelope(1 / e.C**-n, e.p * n, e.c * n, e.q)
        r = exponent
        if not r.imag.is_zero():
            raise Undecided("a complex power has no majorant here")
        if exact is None and e.p != 0:
            raise Undecided("a power of u with an irrational exponent")
        p = e.p * exact if exact is not None else ZERO
        if e.plain and (e.C.real > 0 or not e.C.imag.contains(0)):
            return Envelope(e.C.pow(r), p)
        if e.real and e.C.real > 0:
            return Envelope(e.C.pow(r), p, e.c * r, e.q)
        if e.C.contains(0):
            if not r.real > 0:
                raise Undecided("the base of a negative power may vanish")
            size = abs(e.C).upper() ** r.real
        else:
            # A phase may turn past the cut; only the modulus is kept.
            size = abs(e.C) ** r.real
        return self._from_modulus(size, p, acb((e.c.real * r.real).upper()), e.q)

    @staticmethod
    def _from_modulus(size: arb, p: Fraction, rate: acb, q: Fraction) -> Envelope:
        if rate.is_zero():
            return Envelope(_disc(size), p)
        return Envelope(_disc(size), p, rate, q)

    def exponential(self, g: Envelope) -> Envelope:
        """Return the envelope of ``exp(g)``."""
        if not g.plain:
            if g.c.real < 0:
                return Envelope(self.range(g).exp())
            if g.real and g.C.real < 0 and g.c.real > 0 and g.p + g.q > 0:
                # exp(c u^q) >= c u^q makes the double exponential at least this small.
                rate = (g.C.real * g.c.real).upper()
                return Envelope(acb(arb(0.5, 0.5)), ZERO, acb(rate), g.p + g.q)
            raise Undecided("a double exponential that may grow")
        if g.p <= 0:
            return Envelope(self.range(g).exp())
        if g.C.is_zero():
            return Envelope(acb(1))
        return Envelope(acb(1), ZERO, g.C, g.p)

    def logarithm(self, g: Envelope) -> Envelope:
        """Return the envelope of ``ln(g)`` for a positive g."""
        if not g.C.real > 0:
            raise Undecided("the argument of a logarithm may vanish")
        terms = [Envelope(g.C.log())] if not (g.C - 1).is_zero() else []
        if g.p != 0:
            # ln u u^{-ε} falls from R on once R >= e^{1/ε}; its largest value is 1/(e ε).
            eps = _ball(LOG_EXPONENT)
            if self.R.log() * eps >= 1:
                top = self.R.log() / self.R**eps
            else:
                top = 1 / (arb.const_e() * eps)
            terms.append(Envelope(acb(arb(0).union(top.upper())) * _ball(g.p), LOG_EXPONENT))
        if not g.plain:
            if not g.real:
                raise Undecided("the logarithm of a complex exponential")
            terms.append(Envelope(g.c, g.q))
        return self.total(terms)

    # --- expressions -------------------------------------------------------------------------------------------------

    def of(self, expr: sp.Basic) -> Envelope:
        """Return the envelope of an expression."""
        if expr == self.u:
            return Envelope(acb(1), Fraction(1))
        if not expr.has(self.u):
            return Envelope(self._value(expr))
        if expr.is_Add:
            return self.total([self.of(t) for t in self._unfold_cancellation(expr)])
        if expr.is_Mul:
            result = self.of(expr.args[0])
            for factor in expr.args[1:]:
                result = self.product(result, self.of(factor))
            return result
        if isinstance(expr, sp.Pow) and expr.base is not sp.S.Exp1:
            return self._of_power(expr)
        if isinstance(expr, (sp.exp, sp.Pow)):
            if expr.has(sp.log):
                quadratic = self._exponential_of_log_square(expr.args[-1])
                if quadratic is not None:
                    return quadratic
            return self.exponential(self.of(expr.args[-1]))
        if isinstance(expr, sp.log):
            return self._of_log(expr)
        if isinstance(expr, sp.Integral):
            raise Undecided("an integral inside a tail")
        rule = MAJORANTS.get(type(expr))
        if rule is not None:
            return rule(self, *expr.args)
        hyperbolic = (
            expr.rewrite(sp.exp) if isinstance(expr, sp.functions.elementary.hyperbolic.HyperbolicFunction) else None
        )
        if hyperbolic is not None and hyperbolic != expr:
            return self.of(hyperbolic)
        if isinstance(expr, special.StableFunction):
            plain = expr.definition()
            if not plain.has(sp.Integral):
                return self.of(plain)
        return self._bounded(expr)

    def _value(self, expr: sp.Basic) -> acb:
        from symspline.proof.enclosure import lower

        symbols = tuple(self.values)
        lowered = lower(expr, symbols)
        value = lowered if isinstance(lowered, acb) else lowered([self.values[s] for s in symbols], True)
        if not value.is_finite():
            raise Undecided(f"{expr} has no finite enclosure")
        return value

    def _of_power(self, expr: sp.Pow) -> Envelope:
        base, exponent = expr.args
        if exponent.has(self.u):
            return self.of(sp.exp(exponent * sp.log(base), evaluate=False))
        exact = Fraction(int(exponent.p), int(exponent.q)) if exponent.is_Rational else None
        if base.is_Add:
            base = sp.expand(base)
        return self.power(self.of(base), self._value(exponent), exact)

    def _exponential_of_log_square(self, exponent: sp.Basic) -> Envelope | None:
        """Bound ``exp(a L² + b L + c)`` with ``L = ln u`` and a < 0 by a power: ``a L² <= a ln(R) L``."""
        spread = sp.expand(sp.expand_log(sp.expand(exponent), force=True))
        symbol = sp.Dummy("L")
        poly = spread.xreplace({sp.log(self.u): symbol}).as_poly(symbol)
        if poly is None or poly.degree() != 2 or any(k.has(self.u) for k in poly.all_coeffs()):
            return None
        a, b, c = (self._value(k) for k in poly.all_coeffs())
        if not (a.imag.is_zero() and b.imag.is_zero() and a.real < 0):
            return None
        slope = (a.real * self.R.log() + b.real).upper()
        # The exponent of u must be a fraction: round it up to a multiple of 1/64.
        power = Fraction(int((slope * 64).ceil().upper().unique_fmpz()), 64)
        return Envelope(c.exp() * arb(0.5, 0.5), power)

    def _of_log(self, expr: sp.log) -> Envelope:
        argument = sp.expand(expr.args[0]) if expr.args[0].is_Add else expr.args[0]
        if argument.is_Add and 1 in argument.args:
            small = self.of(argument - 1)
            if small.plain and small.p < 0 and small.real:
                reach = self.range(small).real
                if abs(reach) < 1:
                    # ln(1+h)/h falls with h.
                    return self.product(small, Envelope(acb(_slope(arb.log1p, reach))))
        return self.logarithm(self.of(argument))

    def _unfold_cancellation(self, expr: sp.Add) -> list[sp.Basic]:
        """Write ``k exp(h)`` as ``k + k h E(h)`` where h tends to 0, so that constants cancel exactly."""
        terms: list[sp.Basic] = []
        flat: list[sp.Basic] = []
        for term in expr.args:
            scale, exponentials = term.as_independent(sp.exp) if term.has(sp.exp) else (term, sp.S.One)
            if isinstance(exponentials, sp.exp) and scale.is_Mul | scale.is_Atom:
                h = exponentials.args[0]
                try:
                    small = self.of(h)
                except Undecided:
                    small = None
                if small is not None and small.plain and small.p < 0:
                    flat.append(scale)
                    terms.append(scale * h * _ExpSlope(h))
                    continue
            flat.append(term)
        if not terms:
            return list(expr.args)
        return [*sp.Add.make_args(sp.expand(sp.Add(*flat))), *terms]

    def _bounded(self, expr: sp.Basic) -> Envelope:
        """Bound a function whose arguments all stay in bounded ranges by its values there."""
        from symspline.proof.enclosure import lower

        stand_ins = [sp.Dummy() for _ in expr.args]
        ranges = [self.range(self.of(a)) for a in expr.args]
        lowered = lower(expr.func(*stand_ins), tuple(stand_ins))
        value = lowered if isinstance(lowered, acb) else lowered(ranges, True)
        return Envelope(value)

    # --- functions ---------------------------------------------------------------------------------------------------

    def real_argument(self, expr: sp.Basic) -> Envelope:
        """Return the envelope of an argument that must be real."""
        g = self.of(expr)
        if not g.real:
            raise Undecided("a majorant of this function needs a real argument")
        return g

    def least(self, g: Envelope) -> arb:
        """Return a positive lower bound of a growing positive argument."""
        if not (g.C.real > 0 and g.plain and g.p >= 0):
            raise Undecided("the argument is not surely bounded away from 0")
        return (g.C.real.lower() * self.R ** _ball(g.p)).lower()

    def power_of(self, g: Envelope, exponent: Fraction) -> Envelope:
        """Return the envelope of ``g^exponent``."""
        return self.power(g, acb(_ball(exponent)), exponent)

    def decaying(self, g: Envelope, factor: arb, rate: int = -1) -> Envelope:
        """Return ``factor * exp(rate g)``."""
        return self.product(Envelope(acb(factor)), self.exponential(Envelope(rate * g.C, g.p)))


class _ExpSlope(sp.Function):
    """The entire function ``(exp(h) - 1)/h``, met only inside a majorant."""


def _slope(function: Callable[[arb], arb], reach: arb) -> arb:
    """Return the range of ``function(x)/x`` over a ball that holds 0, for a monotone quotient with the value 1 at 0."""
    low, high = reach.lower(), reach.upper()
    values = [function(x) / x if x != 0 else arb(1) for x in (arb(low), arb(high))]
    return arb(1).union(values[0]).union(values[1])


def _exp_slope(t: TailBound, h: sp.Basic) -> Envelope:
    reach = t.range(t.of(h))
    if reach.imag.is_zero():
        return Envelope(acb(_slope(arb.expm1, reach.real)))
    size = abs(reach).upper()
    return Envelope(1 + _disc(size.exp() - 1))


def _oscillating(t: TailBound, x: sp.Basic) -> Envelope:
    t.real_argument(x)
    return Envelope(acb(arb(0, 1)))


def _odd(function: Callable[[arb], arb], derivative: arb | None, supremum: arb | None) -> Callable[..., Envelope]:
    """Bound an odd increasing function: linear near 0, by its supremum elsewhere; f(x)/x is monotone in |x|."""

    def rule(t: TailBound, x: sp.Basic) -> Envelope:
        g = t.real_argument(x)
        slope_at_zero = derivative if derivative is not None else arb(1)
        if (g.plain and g.p <= 0) or (not g.plain and g.c.real < 0):
            size = abs(t.range(g).real).upper()
            if size > 0:
                slope = slope_at_zero.union(function(size) / size)
                return t.product(g, Envelope(acb(slope)))
        if supremum is None:
            raise Undecided("an unbounded function without a majorant")
        if g.plain and g.p >= 0 and g.C.real > 0:
            return Envelope(acb(function(t.least(g)).union(supremum)))
        return Envelope(acb(arb(0, supremum.upper())))

    return rule


def _erfc(t: TailBound, x: sp.Basic) -> Envelope:
    g = t.real_argument(x)
    if g.plain and g.p > 0 and g.C.real > 0:
        m = t.least(g)
        # exp(x²) erfc(x) = erfcx(x) falls from its value at m, and x erfcx(x) rises to 1/√π.
        top = (m * m).exp() * m.erfc()
        square = Envelope(g.C**2, 2 * g.p)
        slope = (m * top).union(1 / arb.pi().sqrt())
        return t.product(t.product(t.decaying(square, arb(1)), Envelope(acb(slope))), t.power_of(g, Fraction(-1)))
    if g.plain and g.p <= 0:
        return Envelope(t.range(g).erfc())
    return Envelope(acb(arb(1, 1)))


def _erfcx(t: TailBound, x: sp.Basic) -> Envelope:
    g = t.real_argument(x)
    if g.plain and g.p > 0 and g.C.real > 0:
        m = t.least(g)
        top = (m * m).exp() * m.erfc()
        return t.product(Envelope(acb((m * top).union(1 / arb.pi().sqrt()))), t.power_of(g, Fraction(-1)))
    r = t.range(g)
    return Envelope((r * r).exp() * r.erfc())


def _bessel_k(t: TailBound, nu: sp.Basic, x: sp.Basic, scaled: bool = False) -> Envelope:
    if nu.has(t.u):
        raise Undecided("a Bessel function of variable order")
    order = abs(t._value(nu).real)
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
    top = 2 ** (_ball(power) - 1) * _ball(power).gamma()
    low = arb(0) if exact == 0 else m ** _ball(power) * m.bessel_k(_ball(power))
    growth = arb(1).union(m.exp()) if scaled else arb(1)
    return t.product(Envelope(acb(low.union(top) * growth)), t.power_of(g, -power))


def _scaled_bessel_k(t: TailBound, nu: sp.Basic, x: sp.Basic) -> Envelope:
    return _bessel_k(t, nu, x, scaled=True)


def _bessel_i(t: TailBound, nu: sp.Basic, x: sp.Basic) -> Envelope:
    g = t.real_argument(x)
    order = t._value(nu).real
    if not (order >= 0 and g.plain and g.C.real > 0):
        raise Undecided("no majorant of this Bessel function")
    if g.p > 0:
        # 0 < I_ν(x) <= I_0(x) <= e^x.
        return t.product(t.exponential(g), Envelope(acb(arb(0.5, 0.5))))
    m = t.range(g).real.upper()
    exact = Fraction(int(nu.p), int(nu.q)) if nu.is_Rational else None
    if exact is None:
        raise Undecided("a Bessel function of irrational order near 0")
    factor = arb(1).union(m.cosh()) / 2**order / (order + 1).gamma()
    return t.product(Envelope(acb(factor)), t.power_of(g, exact))


def _expint(t: TailBound, nu: sp.Basic, x: sp.Basic) -> Envelope:
    order = t._value(nu).real
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
    top = 1 / _ball(LOG_EXPONENT)
    return t.product(Envelope(acb(arb(0).union(top))), t.power_of(g, -LOG_EXPONENT))


def _exp_integral(t: TailBound, x: sp.Basic) -> Envelope:
    return _expint(t, sp.S.One, x)


def _upper_gamma(t: TailBound, s: sp.Basic, x: sp.Basic) -> Envelope:
    order = t._value(s).real
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


def _lower_gamma(t: TailBound, s: sp.Basic, x: sp.Basic) -> Envelope:
    order = t._value(s).real
    g = t.real_argument(x)
    if not (g.plain and g.C.real > 0 and order > 0):
        raise Undecided("no majorant of this incomplete gamma function")
    if g.p >= 0:
        return Envelope(acb(t.least(g).gamma_lower(order).union(order.gamma())))
    if not s.is_Rational:
        raise Undecided("an irrational order near 0")
    m = t.range(g).real.upper()
    factor = (1 / order).union((-m).exp() / order)
    return t.product(Envelope(acb(factor)), t.power_of(g, Fraction(int(s.p), int(s.q))))


def _scaled_lower_gamma(t: TailBound, s: sp.Basic, x: sp.Basic) -> Envelope:
    order = t._value(s).real
    g = t.real_argument(x)
    if not (g.plain and g.C.real > 0 and order > 0 and s.is_Rational):
        raise Undecided("no majorant of this incomplete gamma function")
    if g.p > 0:
        return t.product(_lower_gamma(t, s, x), t.power_of(g, -Fraction(int(s.p), int(s.q))))
    m = t.range(g).real.upper()
    return Envelope(acb((1 / order).union((-m).exp() / order)))


def _log_ratio(t: TailBound, z: sp.Basic) -> Envelope:
    return t.of(sp.log(z) / (z - 1))


def _student3(t: TailBound, z: sp.Basic, at_zero_finite: bool, definition: Callable[[sp.Basic], sp.Basic]) -> Envelope:
    g = t.real_argument(z)
    if g.plain and g.p < 0 and at_zero_finite and g.C.real >= 0:
        # The function falls from 1 at 0.
        return Envelope(acb(arb(0.5, 0.5)))
    return t.of(definition(z))


def _hyp2f1_complement(t: TailBound, a: sp.Basic, b: sp.Basic, c: sp.Basic, z: sp.Basic) -> Envelope:
    g = t.real_argument(z)
    values = [t._value(v).real for v in (a, b, c)]
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
    return _ball(x).gamma() * _ball(y).gamma() / _ball(x + y).gamma()


def _hyper(t: TailBound, top: sp.Basic, bottom: sp.Basic, x: sp.Basic) -> Envelope:
    if len(top.args) != 2 or len(bottom.args) != 1:
        raise Undecided("no majorant of this hypergeometric function")
    a, b = top.args
    c = bottom.args[0]
    if not (c - b).is_positive:
        a, b = b, a
    return _hyp2f1_complement(t, a, b, c, sp.expand(1 - x))


def _expm1(t: TailBound, x: sp.Basic) -> Envelope:
    return t.of(sp.exp(x) - 1)


def _log1p(t: TailBound, x: sp.Basic) -> Envelope:
    return t.of(sp.log(1 + x))


MAJORANTS: dict[type, Callable[..., Envelope]] = {
    _ExpSlope: _exp_slope,
    sp.sin: _oscillating,
    sp.cos: _oscillating,
    sp.atan: _odd(arb.atan, None, arb.pi() / 2),
    sp.erf: _odd(arb.erf, 2 / arb.pi().sqrt(), arb(1)),
    sp.tanh: _odd(arb.tanh, None, arb(1)),
    sp.erfc: _erfc,
    sp.besselk: _bessel_k,
    sp.besseli: _bessel_i,
    sp.expint: _expint,
    sp.uppergamma: _upper_gamma,
    sp.lowergamma: _lower_gamma,
    sp.hyper: _hyper,
    expm1: _expm1,
    log1p: _log1p,
    special.erfcx: _erfcx,
    special.exp_integral: _exp_integral,
    special.scaled_bessel_k: _scaled_bessel_k,
    special.lower_gamma: _lower_gamma,
    special.scaled_lower_gamma: _scaled_lower_gamma,
    special.log_ratio: _log_ratio,
    special.student3_breakpoint: lambda t, z: _student3(
        t, z, True, lambda z: (z**2 - 1 - 2 * z * sp.log(z)) / (z - 1) ** 3
    ),
    special.student3_zeta: lambda t, z: _student3(
        t, z, False, lambda z: ((1 + z) * sp.log(z) - 2 * (z - 1)) / (z - 1) ** 3
    ),
    special.hyp2f1_complement: _hyp2f1_complement,
}


def tail_integral(e: Envelope, start: arb) -> arb:
    """Return an upper bound of ``∫_R^∞ |g(u)| du`` for an envelope valid from R on.

    Raises:
        Undecided: the majorant is not integrable.
    """
    size = abs(e.C).upper()
    if size == 0:
        return arb(0)
    p = _ball(e.p)
    if e.plain or e.c.real.is_zero():
        if e.p >= -1:
            raise Undecided("the majorant is not integrable")
        return (size * start ** (p + 1) / -(p + 1)).upper()
    rate = -e.c.real
    if not rate > 0:
        raise Undecided("the majorant grows")
    rate, q = rate.lower(), _ball(e.q)
    order = (p + 1) / q
    value = size / q * rate**-order * (rate * start**q).gamma_upper(order)
    return value.upper()


def tail_start(e: Envelope, target: float, start: arb) -> arb:
    """Guess where the tail falls below ``2^-target``; :func:`tail_integral` has the last word."""
    size = max(0.0, float(abs(e.C).upper().max(arb(1)).log()))
    goal = target * 0.6931471805599453 + size
    if e.plain or e.c.real.is_zero():
        if e.p >= -1:
            raise Undecided("the majorant is not integrable")
        return arb(2) ** (int(goal / 0.6931 / -float(e.p + 1)) + 2)
    rate = -e.c.real
    if not rate > 0:
        raise Undecided("the majorant grows")
    guess = (arb(goal) / rate) ** (1 / _ball(e.q))
    # One correction for the power: u^p at the guess costs p ln u more.
    extra = max(0.0, float(e.p) * float(guess.log())) if guess > 0 else 0.0
    return ((arb(goal + extra + 3) / rate) ** (1 / _ball(e.q))).upper().max(start)


def majorant(
    expr: sp.Basic, variable: sp.Symbol, start: arb, values: Mapping[sp.Symbol, Any] | None = None
) -> Envelope:
    """Return the envelope of an expression for all ``variable >= start``."""
    return TailBound(variable, start, values).of(expr)
