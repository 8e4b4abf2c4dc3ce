"""How expressions behave as a variable goes to an end of its range: limits, and whether an integral converges.

An end is moved to infinity: t is s, -s, low + 1/s or high - 1/s. There an expression is
`(c + o(1)) s^p log(s)^l exp(E)` with c free of s and E a sum of positive powers; where c is not known, at most a
multiple of that.
"""

from __future__ import annotations

from contextlib import suppress
from functools import reduce
from typing import NamedTuple

import sympy as sp
from sympy import Dummy, Expr, Rational, S, Symbol

from symspline.special import StableFunction

from .field import Field
from .ring import NotShown, bound
from .signs import NEGATIVE, NONNEGATIVE, POSITIVE


class Growth(NamedTuple):
    """`c s^p log(s)^l exp(E)`; c is None where only the bound is known."""

    c: Expr | None
    p: Expr = S.Zero
    exponent: Expr = S.Zero
    logs: int = 0

    @property
    def bound(self) -> Growth:
        """The same without its constant."""
        return self._replace(c=None)


_ONE = Growth(S.One)
_BOUNDED = (sp.sign, sp.Heaviside)


class End:
    """An end of the range of a variable, over a field.

    Args:
        field: the field in which the other symbols live.
        variable: the variable.
        low: the lower end of its range.
        high: the upper end.
        upper: whether the end is the upper one.
    """

    def __init__(self, field: Field, variable: Symbol, low: Expr, high: Expr, upper: bool) -> None:
        self.s = Dummy("s", positive=True)
        end = high if upper else low
        self.far = end in (sp.oo, -sp.oo)
        self.variable = variable
        self.place = (self.s if upper else -self.s) if self.far else (end - 1 / self.s if upper else end + 1 / self.s)
        self.field = field
        near = [end for end in (low, high) if end not in (sp.oo, -sp.oo)]
        # So far out that the place lies in the range.
        inside = [
            sp.Gt(self.place, e, evaluate=False) if e == low else sp.Lt(self.place, e, evaluate=False) for e in near
        ]
        self.inner = Field(inside, field)

    def _at_end(self, expression: Expr) -> Expr:
        """The expression at the place near the end."""
        if bound(expression) & self.place.free_symbols:
            raise NotShown("an inner variable has the name of one in the ends")
        return expression.xreplace({self.variable: self.place})

    def limit(self, expression: Expr) -> Expr:
        """The limit of an expression at the end, a finite number.

        Raises:
            NotShown: it is not found.
        """
        growth = self.growth(self._at_end(expression))
        side = self._compare(growth, _ONE)
        if side < 0:
            return S.Zero
        if side == 0 and growth.c is not None:
            return growth.c
        raise NotShown(f"no finite limit of {expression} at an end of {self.variable} is shown")

    def tends(self, expression: Expr) -> Expr:
        """The limit of an expression at the end, which may be infinite."""
        growth = self.growth(self._at_end(expression))
        if growth.c is not None and self._compare(growth, _ONE) > 0:
            return sp.oo if self._strict(growth.c) > 0 else -sp.oo
        return self.limit(expression)

    def integrable(self, expression: Expr) -> bool:
        """Whether the absolute value of an expression is integrable up to this end."""
        growth = self.growth(self._at_end(expression))
        if growth.c == 0 and not self._at_end(expression).has(self.s):
            return True
        weighed = growth if self.far else growth._replace(p=growth.p - 2)
        if weighed.exponent != 0:
            return self._sign_of_leading(weighed.exponent) < 0
        return self.field.signs(weighed.p + 1) == NEGATIVE

    def growth(self, e: Expr) -> Growth:
        """The behaviour of an expression in s."""
        s = self.s
        if not e.has(s):
            self.field.of(e)  # it has a value
            return Growth(e)
        if e == s:
            return Growth(S.One, S.One)
        if isinstance(e, StableFunction):
            return self.growth(e.definition())
        if isinstance(e, sp.Add):
            return self._sum(e)
        if isinstance(e, sp.Mul):
            return reduce(_product, map(self.growth, e.args))
        if isinstance(e, sp.Pow):
            base, exponent = e.args
            if exponent.has(s):
                if self.inner.signs(base) != POSITIVE:
                    raise NotShown(f"{base} with a moving exponent is not shown to be positive")
                return self._exponential(exponent * sp.log(base))
            if isinstance(base, sp.cosh) and exponent.is_negative:
                return self._bounded(e.rewrite(sp.exp))
            return self._power(self.growth(base), exponent, base)
        if isinstance(e, sp.exp):
            return self._exponential(e.args[0])
        if isinstance(e, sp.Abs):
            inner = self.growth(e.args[0])
            return inner if inner.c is None else inner._replace(c=sp.Abs(inner.c))
        if isinstance(e, sp.Max | sp.Min):
            return self._extreme(e.func, *map(self.growth, e.args))
        if isinstance(e, sp.tanh | sp.sech):
            return self._bounded(e.rewrite(sp.exp))
        if isinstance(e, sp.sinh | sp.cosh):
            return self.growth(e.rewrite(sp.exp))
        if isinstance(e, sp.besselk):
            return self._bessel(*e.args)
        if isinstance(e, sp.log | sp.erf | sp.erfc | sp.atan | sp.sin | sp.cos):
            return self._function(e)
        if isinstance(e, _BOUNDED):
            return Growth(None)
        raise NotShown(f"the growth of {type(e).__name__} is not known")

    def _bounded(self, e: Expr) -> Growth:
        """Of something bounded, whose growth may hang on a sign."""
        try:
            return self.growth(e)
        except NotShown:
            return Growth(None)

    def _sign(self, e: Expr) -> int:
        signs = self.field.signs(e)
        if len(signs) != 1:
            raise NotShown(f"the sign of {e} is not shown")
        return next(iter(signs))

    def _strict(self, e: Expr) -> int:
        sign = self._sign(e)
        if not sign:
            raise NotShown("a leading constant vanishes")
        return sign

    def _leading(self, exponent: Expr) -> tuple[Expr, Expr]:
        """The power of s and the constant of the leading term of a sum of powers."""
        best: tuple[Expr, Expr] | None = None
        for term in sp.Add.make_args(exponent):
            constant, rest = term.as_independent(self.s, as_Add=False)
            p = rest.as_base_exp()[1] if rest != 1 else S.Zero
            if best is None or self._sign(p - best[0]) > 0:
                best = p, constant
            elif self._sign(p - best[0]) == 0:
                best = p, best[1] + constant
        assert best is not None
        return best

    def _sign_of_leading(self, exponent: Expr) -> int:
        return self._strict(self._leading(exponent)[1])

    def _compare(self, one: Growth, other: Growth) -> int:
        gap = sp.expand(one.exponent - other.exponent)
        if gap != 0:
            return self._sign_of_leading(gap)
        side = self._sign(one.p - other.p) if one.p != other.p else 0
        return side or (one.logs > other.logs) - (one.logs < other.logs)

    def _sum(self, e: Expr) -> Growth:
        best, *others = map(self.growth, e.args)
        for term in others:
            try:
                side = self._compare(term, best)
            except NotShown:
                best = self._decay(best, term)
                continue
            if side > 0:
                best = term
            elif side == 0:
                best = best._replace(c=None if best.c is None or term.c is None else best.c + term.c)
        if best.c is not None and not self.field.of(best.c).above:
            # What leads cancels: what is next shows when products are multiplied out, or over one denominator.
            above, below = sp.fraction(sp.together(e))
            for expanded in (sp.expand(e), sp.expand(above) / below):
                with suppress(NotShown):
                    if expanded != e and not self.inner.of(expanded - e).above:
                        return self.growth(expanded)
        return best

    def _extreme(self, largest: type[sp.Max] | type[sp.Min], *terms: Growth) -> Growth:
        """The largest or the least of several."""
        best, *others = terms
        for term in others:
            side = self._compare(term, best)
            if side == 0:
                best = best._replace(c=None if best.c is None or term.c is None else largest(best.c, term.c))
                continue
            more, less = (term, best) if side > 0 else (best, term)
            if more.c is None:
                best = more
            else:
                best = more if (self._strict(more.c) > 0) is (largest is sp.Max) else less
        return best

    def _decay(self, *terms: Growth) -> Growth:
        """A bound of terms that all decay exponentially, whichever is the largest."""
        powers = []
        for term in terms:
            p, constant = self._leading(term.exponent)
            if term.exponent == 0 or self._strict(constant) > 0:
                raise NotShown("the larger of two terms is not shown")
            powers.append(p)
        least = reduce(lambda p, q: p if self._sign(q - p) > 0 else q, powers) if len(set(powers)) > 1 else powers[0]
        return Growth(None, S.Zero, -Dummy("epsilon", positive=True) * self.s**least)

    def _power(self, base: Growth, exponent: Expr, expression: Expr = S.NaN) -> Growth:
        if base.logs and not (exponent.is_Integer and exponent > 0):
            raise NotShown("a power of a logarithm")
        if base.c is None:
            if not self.field.signs(exponent) <= NONNEGATIVE:
                raise NotShown("a negative power of something that may vanish")
            return Growth(
                None,
                base.p * exponent,
                sp.expand(base.exponent * exponent),
                base.logs * int(exponent) if base.logs else 0,
            )
        whole, rising = bool(exponent.is_Integer), self.field.signs(exponent) == POSITIVE
        if not rising and not self.field.nonvanishing(base.c):
            raise NotShown("a power of something whose leading constant may vanish")
        sure = self.field.signs(base.c) == POSITIVE
        if not whole and not sure and not (rising and self.inner.signs(expression) <= NONNEGATIVE):
            raise NotShown("a power of something that is not shown to be positive")
        logs = base.logs * int(exponent) if base.logs else 0
        return Growth(base.c**exponent, base.p * exponent, sp.expand(base.exponent * exponent), logs)

    def _exponential(self, u: Expr) -> Growth:
        """Of a sum of powers of s and logarithms of s: the positive powers stay above, the constant comes down."""
        c, p, exponent = S.One, S.Zero, S.Zero
        flat = sp.expand(sp.expand_log(u))
        if self.inner.of(flat - u).above:
            flat = u
        for term in sp.Add.make_args(flat):
            constant, rest = term.as_independent(self.s, as_Add=False)
            self.field.of(constant)  # it has a value
            base, degree = rest.as_base_exp()
            if rest == 1:
                c *= sp.exp(constant)
            elif rest == sp.log(self.s):
                p += constant
            elif base == self.s and not degree.has(self.s):
                side = self._sign(degree)
                exponent += term if side > 0 else 0
                c *= sp.exp(constant) if side == 0 else 1
            else:
                return self._rough_exponential(u)
        return Growth(c, p, exponent)

    def _rough_exponential(self, u: Expr) -> Growth:
        inner = self.growth(u)
        side = self._compare(inner, _ONE)
        if inner.exponent != 0 or inner.logs or inner.c is None:
            if side <= 0 and inner.logs == 0:
                return Growth(None) if side == 0 else _ONE
            raise NotShown(f"the exponent {u} is too wild")
        if side <= 0:
            return Growth(sp.exp(inner.c) if side == 0 else S.One)
        # exp(c s^p (1 + o(1))) with c < 0 lies below exp(c s^p / 2) in the end.
        if self._strict(inner.c) > 0:
            raise NotShown(f"the exponent {u} grows")
        return Growth(None, S.Zero, inner.c * self.s**inner.p / 2)

    def _function(self, e: Expr) -> Growth:
        u = e.args[0]
        inner = self.growth(u)
        side = self._compare(inner, _ONE) if inner.c is not None else 2
        if isinstance(e, sp.log):
            if inner.exponent != 0 or inner.c is None:
                raise NotShown("a logarithm of something wild")
            if self.field.signs(inner.c) != POSITIVE:
                raise NotShown("a logarithm of something that is not shown to be positive")
            if side == 0:
                return Growth(sp.log(inner.c))
            return Growth(inner.p, S.Zero, S.Zero, 1)
        if side == 2:
            return Growth(None)
        if side == 0:
            return Growth(e.func(inner.c))
        if side < 0:
            slope = {sp.erf: 2 / sp.sqrt(sp.pi), sp.atan: S.One, sp.sin: S.One}.get(type(e))
            return Growth(S.One) if slope is None else inner._replace(c=slope * inner.c)
        if isinstance(e, sp.sin | sp.cos):
            return Growth(None)
        positive = self._strict(inner.c) > 0
        if isinstance(e, sp.erfc):
            return _product(self._exponential(-(u**2)), Growth(None)) if positive else Growth(S(2))
        if isinstance(e, sp.erf):
            return Growth(S.One if positive else -S.One)
        return Growth(sp.pi / 2 if positive else -sp.pi / 2)

    def _bessel(self, order: Expr, u: Expr) -> Growth:
        if order.has(self.s):
            raise NotShown("a Bessel function of a moving order")
        inner = self.growth(u)
        if inner.c is None or self._sign(inner.c) <= 0:
            raise NotShown("a Bessel function of something not positive")
        side = self._compare(inner, _ONE)
        if side == 0:
            return Growth(sp.besselk(order, inner.c))
        if side > 0:
            root = self._power(inner, -Rational(1, 2))
            return _product(_product(self._exponential(-u), root), Growth(sp.sqrt(sp.pi / 2)))
        if order == 0:
            if inner.exponent != 0:
                raise NotShown("a Bessel function of something exponentially small")
            return Growth(-inner.p, S.Zero, S.Zero, 1)
        size = sp.Abs(order)
        self.field.of(sp.gamma(size))  # the order is not 0
        return _product(Growth(sp.gamma(size) * 2 ** (size - 1)), self._power(inner, -size))


def _product(one: Growth, other: Growth) -> Growth:
    c = None if one.c is None or other.c is None else one.c * other.c
    return Growth(c, one.p + other.p, sp.expand(one.exponent + other.exponent), one.logs + other.logs)
