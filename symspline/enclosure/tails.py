"""Rigorous majorants at infinity: how a function of u behaves for all ``u >= R``.

An :class:`Envelope` states ``g(u) = C(u) u^p exp(c(u) u^q)`` with ``C(u)`` in the ball ``C`` and ``c(u)`` in the ball
``c`` for every real ``u >= R``. Envelopes are closed under sums, products, powers, exponentials and the functions of
the theory, so a bound of a whole integrand is computed from the bottom up, and its tail integral follows in closed
form.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp
from flint import acb, arb, ctx
from sympy.functions.elementary.hyperbolic import HyperbolicFunction

from symspline import special

from .ball import Undecided
from .envelope import Envelope, HalfLine, tail_integral, tail_start
from .lowering import lower
from .majorants import MAJORANTS, ExpSlope, slope

FIRST_STARTS = (0, 3, 8, 20, 60, 200)
"""Powers of two at which a majorant is tried."""


class TailBound(HalfLine):
    """Majorants of expressions in ``u`` that hold for all ``u >= start``.

    Args:
        variable: the symbol u.
        start: R, at least 1.
        values: balls for the other symbols.
    """

    def __init__(self, variable: sp.Symbol, start: arb, values: Mapping[sp.Symbol, acb] | None = None) -> None:
        super().__init__(variable, start)
        self.values = dict(values or {})

    def of(self, expr: sp.Basic) -> Envelope:
        """Return the envelope of an expression."""
        if expr == self.u:
            return Envelope(acb(1), Fraction(1))
        if not expr.has(self.u):
            return Envelope(self.value(expr))
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
        if isinstance(expr, HyperbolicFunction) and (exponentials := expr.rewrite(sp.exp)) != expr:
            return self.of(exponentials)
        if isinstance(expr, special.StableFunction):
            plain = expr.definition()
            if not plain.has(sp.Integral):
                return self.of(plain)
        return self._bounded(expr)

    def value(self, expr: sp.Basic) -> acb:
        """Return the ball of an expression that does not depend on u."""
        symbols = tuple(self.values)
        lowered = lower(expr, symbols)
        value = lowered([self.values[s] for s in symbols], True) if callable(lowered) else lowered
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
        return self.power(self.of(base), self.value(exponent), exact)

    def _exponential_of_log_square(self, exponent: sp.Basic) -> Envelope | None:
        """Bound ``exp(a L² + b L + c)`` with ``L = ln u`` and a < 0 by a power: ``a L² <= a ln(R) L``."""
        spread = sp.expand(sp.expand_log(sp.expand(exponent), force=True))
        symbol = sp.Dummy("L")
        poly = spread.xreplace({sp.log(self.u): symbol}).as_poly(symbol)
        if poly is None or poly.degree() != 2 or any(k.has(self.u) for k in poly.all_coeffs()):
            return None
        a, b, c = (self.value(k) for k in poly.all_coeffs())
        if not (a.imag.is_zero() and b.imag.is_zero() and a.real < 0):
            return None
        # L = ln u >= ln R, and a < 0.
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
                    return self.product(small, Envelope(acb(slope(arb.log1p, reach))))
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
                    terms.append(scale * h * ExpSlope(h))
                    continue
            flat.append(term)
        if not terms:
            return list(expr.args)
        # Two balls of one constant differ by their radii and never cancel: SymPy adds the constants.
        return [*sp.Add.make_args(sp.expand(sp.Add(*flat))), *terms]

    def _bounded(self, expr: sp.Basic) -> Envelope:
        """Bound a function whose arguments all stay in bounded ranges by its values there."""
        stand_ins = [sp.Dummy() for _ in expr.args]
        ranges = [self.range(self.of(a)) for a in expr.args]
        lowered = lower(expr.func(*stand_ins), tuple(stand_ins))
        value = lowered if isinstance(lowered, acb) else lowered(ranges, True)
        return Envelope(value)


def majorant(
    expr: sp.Basic, variable: sp.Symbol, start: arb, values: Mapping[sp.Symbol, Any] | None = None
) -> Envelope:
    """Return the envelope of an expression for all ``variable >= start``."""
    return TailBound(variable, start, values).of(expr)


def target() -> float:
    """Return the bits of absolute accuracy aimed at: the working precision less its guard."""
    return ctx.prec - 30.0


def tail(
    f: sp.Expr, u: sp.Symbol, least: arb, values: Mapping[sp.Symbol, acb] | None = None, wanted: float | None = None
) -> tuple[Envelope, arb]:
    """Return a majorant and the place from which it holds and its integral is below ``2^-target``."""
    goal = target() if wanted is None else wanted
    reason = Undecided("no majorant at infinity")
    for power in FIRST_STARTS:
        start = (least * arb(2) ** power).upper()
        # A bound needs no digits beyond its size: 64 bits, whatever the precision of the integral.
        try:
            with ctx.workprec(64):
                envelope = majorant(f, u, start, values)
                guess = tail_start(envelope, goal, least)
        except Undecided as why:
            reason = why
            continue
        for _ in range(12):
            stop = guess.max(least).upper()
            if not stop >= least:
                reason = Undecided("the majorant says nothing of where the tail is small")
                break
            try:
                with ctx.workprec(64):
                    envelope = majorant(f, u, stop, values)
                    bound = tail_integral(envelope, stop)
            except Undecided as why:
                # The guess came from farther out; the majorant may not hold as early as that.
                reason = why
                guess = stop * arb(1.5)
                continue
            if bound < arb(2) ** -int(goal):
                return envelope, stop
            guess = stop * arb(1.25) if stop < 1000 else stop * 8
    raise reason
