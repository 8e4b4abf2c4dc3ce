"""Expressions as exact fractions of polynomials, on the domain where their symbols live.

Every sub-expression that is no sum, product or power of others (a symbol, an exponential, a root, an integral) is a
generator; the rules of exponents, logarithms, roots and angles are built in. Two expressions are equal where the
numerator of their difference is the zero polynomial. What is divided by must be shown not to vanish, a logarithm's
argument to be positive, a root's not to be negative: otherwise `NotShown` is raised.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add, mul
from typing import Any

import sympy as sp
from sympy import Basic, Expr, Integral, Rational, S, Symbol
from sympy.core.function import AppliedUndef

from symspline.special import StableFunction

from .derivative import derivative
from .domain import ODD, Domain
from .ring import Fraction, NotShown, Poly, factors, rational, used
from .signs import ANY, NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, ZERO, Signs

_TOTAL = (sp.erf, sp.erfi, sp.atan, sp.asinh, sp.Si, sp.floor, sp.ceiling)
"""Functions with a real value wherever their arguments have one."""
_VALUED: dict[Any, Callable[..., list[Expr]]] = {
    sp.gamma: lambda z: [z],
    sp.loggamma: lambda z: [z],
    sp.digamma: lambda z: [z],
    sp.besselk: lambda n, z: [z],
    sp.besseli: lambda n, z: [z],
    sp.lowergamma: lambda s, z: [s, z],
    sp.expint: lambda n, z: [z],
    sp.Ei: lambda z: [z],
    sp.asin: lambda z: [1 - z**2],
    sp.atanh: lambda z: [1 - z**2],
    sp.acosh: lambda z: [z - 1],
    sp.atan2: lambda y, x: [x**2 + y**2],
}
"""What must be positive for a function to have a real value."""
MULTIPLES = 24
"""Largest multiple of an angle that the addition theorem unfolds."""
PARTS = 12
"""Roots and exponentials are powers of twelfths, so that halves and thirds meet."""
_REWRITTEN: dict[Any, Callable[..., Expr]] = {
    sp.erfc: lambda z: 1 - sp.erf(z),
    sp.tan: lambda z: sp.sin(z) / sp.cos(z),
    sp.cot: lambda z: sp.cos(z) / sp.sin(z),
    sp.sec: lambda z: 1 / sp.cos(z),
    sp.csc: lambda z: 1 / sp.sin(z),
    sp.sinh: lambda z: (sp.exp(z) - sp.exp(-z)) / 2,
    sp.cosh: lambda z: (sp.exp(z) + sp.exp(-z)) / 2,
    sp.tanh: lambda z: (sp.exp(2 * z) - 1) / (sp.exp(2 * z) + 1),
    sp.coth: lambda z: (sp.exp(2 * z) + 1) / (sp.exp(2 * z) - 1),
    sp.sech: lambda z: 2 * sp.exp(z) / (sp.exp(2 * z) + 1),
    sp.csch: lambda z: 2 * sp.exp(z) / (sp.exp(2 * z) - 1),
    sp.acos: lambda z: sp.pi / 2 - sp.asin(z),
    sp.factorial: lambda n: sp.gamma(n + 1),
    sp.uppergamma: lambda s, z: sp.gamma(s) - sp.lowergamma(s, z),
}


class Field(Domain):
    """The expressions over a domain, as fractions."""

    def of(self, expression: Expr) -> Fraction:
        """The fraction of an expression."""
        if expression not in self._memo:
            self._memo[expression] = self._of(sp.sympify(expression, strict=True))
        return self._memo[expression]

    def _of(self, e: Basic) -> Fraction:
        if isinstance(e, Rational):
            return self.ring.constant(e)
        if isinstance(e, sp.Add):
            return reduce(add, map(self.of, e.args))
        if isinstance(e, sp.Mul):
            return reduce(mul, map(self.of, e.args))
        if isinstance(e, sp.Pow):
            return self._power(*e.args)
        if isinstance(e, sp.exp):
            return self._exponential(self.of(e.args[0]))
        if isinstance(e, sp.log):
            return self._logarithm(self.of(e.args[0]))
        if isinstance(e, sp.sin | sp.cos):
            return self._angle(self.of(e.args[0]))[isinstance(e, sp.sin)]
        if isinstance(e, sp.Max | sp.Min):
            one, rest = e.args[0], e.func(*e.args[1:])
            side = 1 if isinstance(e, sp.Max) else -1
            return (self.of(one) + self.of(rest) + self.of(side * sp.Abs(one - rest))) * self.ring.constant(
                Rational(1, 2)
            )
        if isinstance(e, sp.Abs):
            return self._modulus(self.of(e.args[0]))
        if isinstance(e, StableFunction):
            return self.of(e.definition())
        if type(e) in _REWRITTEN:
            return self.of(_REWRITTEN[type(e)](*e.args))
        if isinstance(e, sp.gamma):
            return self._gamma(e.args[0])
        if isinstance(e, sp.binomial) and e.args[0].is_integer and e.args[1].is_integer and not e.args[1].is_Integer:
            top, k = e.args
            return self.of(top - k + 1) * self._gamma(top + 1) * (self._gamma(k + 1) * self._gamma(top - k + 2)) ** -1
        if isinstance(e, sp.binomial) and e.args[1].is_Integer and 0 <= e.args[1] <= MULTIPLES:
            top, k = e.args
            return reduce(mul, (self.of((top - i) / (k - i)) for i in range(int(k))), self.ring.constant(1))
        if isinstance(e, Integral):
            return self._integral(e)
        if isinstance(e, sp.Sum | sp.Product):
            return self._sum(e)
        if isinstance(e, sp.Determinant) and isinstance(e.arg, sp.MatrixBase):
            return self.of(e.arg.det(method="berkowitz"))
        if any(not f.is_real for f in (e, getattr(e, "expr", e)) if isinstance(f, AppliedUndef)):
            raise NotShown(f"{e} is not assumed to be real")
        if isinstance(e, sp.Derivative) and not isinstance(e.expr, AppliedUndef):
            self.of(e.expr)  # a part that the derivative drops must have a value too
            return self.of(derivative(e.expr, *e.variables))
        if isinstance(e, Symbol | sp.NumberSymbol):
            return self.ring.fraction(self.ring.generator("symbol", (e,), e))
        if isinstance(e, sp.Derivative):
            key = (e.func, e.expr.func, *(self.of(arg).key for arg in e.expr.args), e.variables)
            return self.ring.fraction(self.ring.generator("function", key, e))
        if isinstance(e, sp.Function):
            return self._function(e)
        raise NotShown(f"the kernel does not read {type(e).__name__}")

    def _function(self, e: Expr) -> Fraction:
        """A function known only by its name; odd ones lose the sign of their argument."""
        if not isinstance(e, (*_TOTAL, AppliedUndef)):
            if type(e) not in _VALUED:
                raise NotShown(f"the kernel does not know where {type(e).__name__} has a value")
            for margin in _VALUED[type(e)](*e.args):
                if self.signs(margin) != POSITIVE:
                    raise NotShown(f"{margin} is not shown to be positive in {type(e).__name__}")
        values = [self.of(arg) for arg in e.args]
        negative = isinstance(e, ODD) and values[0].above.leading_coefficient() < 0
        if negative:
            values, e = [-values[0]], e.func(-e.args[0], evaluate=False)
        found = self.ring.fraction(self.ring.generator("function", (e.func, *(v.key for v in values)), e))
        return -found if negative else found

    def _gamma(self, argument: Expr) -> Fraction:
        """Whole steps are taken out by Gamma(z + 1) = z Gamma(z), where z is positive."""
        value, steps = self.of(argument), 0
        constant = value.above.to_dict().get((0,) * len(self.ring.slots)) if value.below.is_constant() else None
        if constant:
            steps = int(sp.ceiling(rational(constant)) - 1 if value.number else sp.floor(rational(constant)))
        steps = max(steps, 0)
        while steps and self.signs(argument - steps) != POSITIVE:
            steps -= 1
        if self.signs(argument - steps) != POSITIVE:
            raise NotShown(f"the argument {argument} of a Gamma function is not shown to be positive")
        while not value.number and steps < MULTIPLES and self.signs(argument - steps - 1) == POSITIVE:
            steps += 1
        base = self.of(argument - steps)
        if base.number == 1:
            result = self.ring.constant(1)
        elif base.number == Rational(1, 2):
            result = self._rooted(self.of(sp.pi), Rational(1, 2))
        else:
            name = sp.gamma(argument - steps, evaluate=False)
            result = self.ring.fraction(self.ring.generator("function", (sp.gamma, base.key), name))
        return reduce(mul, (self.of(argument - steps + k) for k in range(steps)), result)

    def _power(self, base: Expr, exponent: Expr) -> Fraction:
        if base is S.Exp1:
            return self._exponential(self.of(exponent))
        if base == -1 and exponent.is_integer and not exponent.is_Integer:
            return self._parity(exponent)
        value = self.of(base)
        if isinstance(exponent, sp.Integer) and exponent >= 0:
            return value ** int(exponent)
        signs = self.signs(base)
        if isinstance(exponent, Rational):
            if exponent < 0 and 0 in signs and not self.almost_nonzero(value.above):
                raise NotShown(f"{base} is not shown to be nonzero")
            if isinstance(exponent, sp.Integer):
                return value ** int(exponent)
            if not signs <= NONNEGATIVE:
                raise NotShown(f"{base} is not shown to be non-negative")
            return self._rooted(value, exponent)
        nonzero = signs == POSITIVE or self.signs(exponent) == POSITIVE or self.almost_nonzero(value.above)
        if not (signs <= NONNEGATIVE and nonzero):
            raise NotShown(f"{base} is not shown to be positive")
        return self._exponential(self._logarithm(value, NONNEGATIVE) * self.of(exponent))

    def _parity(self, exponent: Expr) -> Fraction:
        """(-1) to a whole power, whose square is 1."""
        result = self.ring.constant(1)
        for term in sp.Add.make_args(sp.expand(exponent)):
            times, rest = term.as_coeff_Mul()
            if not (times.is_Integer and rest.is_integer):
                raise NotShown(f"{term} is not seen to be whole")
            if times % 2:
                g = self.ring.generator("parity", (self.of(rest).key,), rest, relation=(2, self.ring.one))
                result *= self.ring.constant(-1) if rest == 1 else self.ring.fraction(g)
        return result

    def _split(
        self, value: Fraction, allowed: Signs = POSITIVE
    ) -> tuple[Rational, list[tuple[Poly, int]], list[tuple[Poly, int]]]:
        """The constant, the factors that are shown to be positive, and the others."""
        sure, other, number = [], [], S.One
        for polynomial, side in ((value.above, 1), (value.below, -1)):
            constant, found = factors(polynomial)
            number *= constant**side
            for p, n in found:
                signs = self.of_polynomial(p)
                if signs == NEGATIVE:
                    p, signs, number = -p, POSITIVE, number * (-1) ** n
                elif n % 2 == 0 and not signs <= NONNEGATIVE:
                    p = self._modulus(self.ring.fraction(p)).above
                    signs = self.of_polynomial(p)
                (sure if signs <= allowed else other).append((p, side * n))
        return number, sure, other

    def _numbers(self, number: Rational) -> list[tuple[Poly, int]]:
        return [(self.ring.context.constant(int(p)), n) for p, n in sp.factorrat(number).items()]

    def _rooted(self, value: Fraction, exponent: Rational) -> Fraction:
        """A rational power of something not negative: of each positive factor by itself, of the others together."""
        if value.above.is_zero():
            return value
        number, sure, other = self._split(value, NONNEGATIVE)
        parts = [(p, n * exponent) for p, n in (*sure, *self._numbers(abs(number)))]
        if other:
            if any(n < 0 for _, n in other):
                raise NotShown("a root of a fraction whose denominator has no sign")
            joint = reduce(mul, (p**n for p, n in other))
            parts.append((joint if number > 0 else -joint, exponent))
        return reduce(mul, (self._root(p, n) for p, n in parts), self.ring.constant(1))

    def _root(self, radicand: Poly, exponent: Rational) -> Fraction:
        """A power of one factor, as a power of its twelfth root."""
        inside, terms = used(radicand), radicand.to_dict()
        if len(inside) == 1 and len(terms) == 1:
            kind, parts, _ = self.ring.meaning[inside[0]]
            (degree,) = (e[inside[0]] for e in terms)
            if kind == "root":
                return self._root(parts[0], exponent * degree / PARTS)
            if kind == "exp":
                return self._exponential(parts[0] * self.ring.constant(exponent * degree / PARTS))
        if exponent.is_Integer:
            return self.ring.fraction(radicand) ** int(exponent)
        g = self.ring.generator("root", (str(radicand),), radicand, relation=(PARTS, radicand))
        return self._whole(self.ring.fraction(g), exponent * PARTS)

    def _whole(self, base: Fraction, exponent: Rational) -> Fraction:
        if not exponent.is_Integer:
            raise NotShown(f"a root finer than a {PARTS}th")
        return base ** int(exponent)

    def _exponential(self, value: Fraction) -> Fraction:
        """The product of the exponentials of the terms."""
        result = self.ring.constant(1)
        for exponents, coefficient in value.above.to_dict().items():
            unit = self.ring.fraction(self.ring.term(1, exponents), value.below)
            result *= self._exponential_of(unit, rational(coefficient))
        return result

    def _exponential_of(self, unit: Fraction, number: Rational) -> Fraction:
        """That of a multiple; of a multiple of a logarithm it is a power."""
        plain = unit.below.is_constant() and len(unit.above) == unit.above.total_degree() == 1
        places = used(unit.above)
        if plain and self.ring.meaning[places[0]].kind == "log":
            lead = rational(unit.above.leading_coefficient())
            return self._root(self.ring.meaning[places[0]].parts[0], number * lead)
        fine = Rational(sp.gcd(number.q, PARTS), number.q)
        unit *= self.ring.constant(fine / PARTS)
        g = self.ring.generator("exp", (unit.key,), unit)
        return self._whole(self.ring.fraction(g), number * PARTS / fine)

    def united(self, value: Fraction) -> Fraction:
        """A fraction with one exponential in each term for each power of the bound variables, the exponent reduced."""
        ring, content = self.ring, value.below.term_content()
        rest = value.below / content
        if any(ring.meaning[k].kind == "exp" for k in used(rest)):
            return value
        ((shared, common),) = content.to_dict().items()
        result = ring.constant(0)
        for exponents, coefficient in value.above.to_dict().items():
            exponent, term = ring.constant(0), self._plain(exponents, coefficient)
            for k in (k for k, g in enumerate(ring.meaning) if g.kind == "exp" and exponents[k] != shared[k]):
                exponent += ring.meaning[k].parts[0] * ring.constant(int(exponents[k] - shared[k]))
            groups: dict[tuple, Poly] = {}
            for inner, number in exponent.above.to_dict().items():
                key = tuple((k, n) for k, n in enumerate(inner) if n and ring.holds_bound(k))
                groups[key] = groups.get(key, ring.zero) + ring.term(number, inner)
            for group in groups.values():
                unit = ring.fraction(group, exponent.below)
                lead = rational(unit.above.leading_coefficient())
                term *= self._exponential_of(unit * ring.constant(1 / lead), lead)
            result += term
        return result * (self._plain(shared, common) * ring.fraction(rest)) ** -1

    def _plain(self, exponents: Sequence[int], coefficient: Any) -> Fraction:
        """A term without its exponentials."""
        kept = [0 if n and self.ring.meaning[k].kind == "exp" else n for k, n in enumerate(exponents)]
        return self.ring.fraction(self.ring.term(coefficient, kept))

    def _logarithm(self, value: Fraction, allowed: Signs = POSITIVE) -> Fraction:
        """The sum of the logarithms of the factors."""
        number, sure, other = self._split(value, allowed)
        if other or number <= 0:
            raise NotShown("the argument of a logarithm is not shown to be positive, factor by factor")
        result = self.ring.constant(0)
        for p, n in (*sure, *self._numbers(number)):
            inside, terms = used(p), p.to_dict()
            kind, parts, _ = self.ring.meaning[inside[0]] if len(inside) == 1 and len(terms) == 1 else ("", (), None)
            if kind == "exp":
                part = parts[0]
            elif kind == "root":
                part = self._logarithm(self.ring.fraction(parts[0]), allowed) * self.ring.constant(Rational(1, PARTS))
            else:
                part = self.ring.fraction(self.ring.generator("log", (str(p),), p))
            result += part * self.ring.constant(n)
        return result

    def _angle(self, value: Fraction) -> tuple[Fraction, Fraction]:
        """Cosine and sine of a sum of terms, by the addition theorem."""
        cosine, sine = self.ring.constant(1), self.ring.constant(0)
        for exponents, coefficient in value.above.to_dict().items():
            n, q = int(coefficient.p), int(coefficient.q)
            if abs(n) > MULTIPLES:
                raise NotShown(f"an angle more than {MULTIPLES} times another")
            unit = self.ring.fraction(self.ring.term(1, exponents), value.below * q)
            one = self.ring.generator("cos", (unit.key,), unit)
            other = self.ring.generator("sin", (unit.key,), unit, relation=(2, 1 - one * one))
            c, s = self.ring.fraction(one), self.ring.fraction(other if n > 0 else -other)
            for _ in range(abs(n)):
                cosine, sine = cosine * c + -(sine * s), sine * c + cosine * s
        return cosine, sine

    def _modulus(self, value: Fraction) -> Fraction:
        if value.above.is_zero():
            return value
        number, sure, other = self._split(value)
        result = self.ring.constant(abs(number))
        for p, n in sure:
            result *= self.ring.fraction(p) ** n
        for p, n in other:
            p = p if p.leading_coefficient() > 0 else -p
            signs = self.of_polynomial(p)
            if signs <= NONNEGATIVE or signs <= NONPOSITIVE:
                part = p if signs <= NONNEGATIVE else -p
            else:
                part = self.ring.generator("abs", (str(p),), p, relation=(2, p * p))
            result *= self.ring.fraction(part) ** n
        return result

    def _integral(self, e: Integral) -> Fraction:
        """A generator of the integrand in normal form, what is free of the variable taken out."""
        *inner, (variable, *ends) = e.limits
        if len(ends) != 2:
            raise NotShown("an integral without ends")
        bound = self.ring.bound(_height(e), variable)
        body = (Integral(e.function, *inner) if inner else e.function).xreplace({variable: bound})
        field = self.over(variable, *ends) and self.over(bound, *ends, almost=True)
        outside, inside = field.apart(field.united(field.of(body)), bound)
        keys = tuple(str(end) if end.is_infinite else self.of(end).key for end in ends)
        if inside.number is not None and not any(end.is_infinite for end in ends):
            return outside * inside * self.of(ends[1] - ends[0])
        key = (inside.key, keys, str(bound))
        return outside * self.ring.fraction(self.ring.generator("integral", key, inside, keys, bound, tuple(ends), e))

    def apart(self, value: Fraction, variable: Symbol) -> tuple[Fraction, Fraction]:
        """A fraction as a product of one that is free of a variable and the rest."""
        outside, inside = self.ring.constant(1), self.ring.constant(1)
        for polynomial, side in ((value.above, 1), (value.below, -1)):
            if polynomial.is_zero():
                return value, outside
            constant, found = factors(polynomial)
            outside *= self.ring.constant(constant) ** side
            for p, n in found:
                part = self.ring.fraction(p) ** (n * side)
                if variable in self.ring.symbols(p):
                    inside *= part
                else:
                    outside *= part
        return outside, inside

    def _sum(self, e: Expr) -> Fraction:
        """A sum of few terms is written out; another is a generator of its term in normal form."""
        if len(e.limits) > 1:
            raise NotShown("a double sum")
        index, first, last = e.limits[0]
        if isinstance(first, sp.Integer) and isinstance(last, sp.Integer):
            if not -1 <= last - first <= 60:
                raise NotShown("a sum of more than 60 terms, or of fewer than none")
            terms = [self.of(e.function.xreplace({index: sp.Integer(k)})) for k in range(first, last + 1)]
            return reduce(
                *((add, terms, self.ring.constant(0)) if isinstance(e, sp.Sum) else (mul, terms, self.ring.constant(1)))
            )
        if first.is_infinite or last.is_infinite:
            raise NotShown("an infinite sum is not shown to converge")
        if isinstance(e, sp.Sum) and not isinstance(first, sp.Integer):
            if not (self.signs(first - 1) <= NONNEGATIVE and self.signs(last - first + 1) <= NONNEGATIVE):
                raise NotShown(f"a sum from {first}, which is not shown to lie above 0")
            return self.of(sp.Sum(e.function, (index, 1, last))) + -self.of(sp.Sum(e.function, (index, 1, first - 1)))
        bound = self.ring.bound(_height(e), index)
        # Where its end lies further below, a sum is that over the terms between, negative (Karr).
        upwards = self.signs(last - first + 1) <= NONNEGATIVE
        within = [sp.Ge(bound, first, evaluate=False), sp.Le(bound, last, evaluate=False)] if upwards else []
        field = Field(within, self)
        value = field.of(e.function.xreplace({index: bound}))
        keys, kind = (self.of(first).key, self.of(last).key), type(e).__name__
        if kind == "Product" or bound in self.ring.symbols(value.below):
            return self.ring.fraction(self.ring.generator(kind, (value.key, keys, str(bound)), e))
        total = self.ring.constant(0)
        for exponents, coefficient in value.above.to_dict().items():
            free, rest = field.apart(self.ring.fraction(self.ring.term(coefficient, exponents)), bound)
            unit = self.ring.generator(kind, (rest.key, keys, str(bound)), e)
            if rest.number is not None and not upwards:
                raise NotShown("a sum that may run over fewer than no terms")
            total += free * (self.ring.fraction(unit) if rest.number is None else self.of(last - first + 1))
        return total * self.ring.fraction(self.ring.one, value.below)

    def signs_of_sum(self, e: sp.Sum) -> Signs:
        """The signs that a finite sum upwards may have by those of its terms; it may be empty, and then it is zero."""
        index, first, last = e.limits[0]
        if len(e.limits) > 1 or first.is_infinite or last.is_infinite:
            return ANY
        if not self.signs(last - first + 1) <= NONNEGATIVE:
            return ANY  # where its end lies further below it is the sum of the terms between, negative (Karr)
        bound = self.ring.bound(_height(e), index)
        inner = Field([sp.Ge(bound, first, evaluate=False), sp.Le(bound, last, evaluate=False)], self)
        return inner.signs(e.function.xreplace({index: bound})) | ZERO


def _height(e: Expr) -> int:
    """How deep integrals and sums are nested in an expression, itself included."""
    inside = sp.Tuple(e.function, *(end for _, *ends in e.limits[:-1] for end in ends))
    return max(map(_height, _binders(inside)), default=0) + len(e.limits)


def _binders(e: Basic) -> set[Expr]:
    """The integrals, sums and products of an expression, those that stand for a function of it too."""
    hidden = (_binders(f.definition()) for f in e.atoms(StableFunction))
    return e.atoms(Integral, sp.Sum, sp.Product).union(*hidden)
