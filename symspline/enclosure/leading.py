"""The leading power of a function at 0: ``f(t) = t^k g(t)`` for t > 0, where g has no singular term of its own.

With ``t = r^q``, q the denominator of the powers, an integrand that is algebraic at an end of its range becomes
analytic there, and the integrator reaches that end with some hundred values instead of some thousand.
"""

from math import lcm

import sympy as sp

from .arithmetic import product, put
from .ball import Undecided

MOST_ROOTS = 8
"""Largest denominator of a power."""


def leading(f: sp.Expr, t: sp.Symbol) -> tuple[sp.Rational, sp.Expr]:
    """Return k and g.

    Args:
        f: a function of t without kinks.
        t: a positive symbol.

    Raises:
        Undecided: f is not seen to be a power of t times a function without singular terms.
    """
    if not f.has(t):
        return sp.S.Zero, f
    if f == t:
        return sp.S.One, sp.S.One
    if f.is_Mul:
        powers, rests = zip(*(leading(factor, t) for factor in f.args), strict=True)
        return sp.Add(*powers), product(*rests)
    if f.is_Add:
        found = [leading(term, t) for term in f.args]
        least = min(power for power, _ in found)
        if sum(power == least for power, _ in found) > 1 and f.is_rational_function(t):
            # What cancels at 0 must do so before the powers are compared.
            found = [leading(term, t) for term in sp.Add.make_args(sp.expand(f))]
            least = min(power for power, _ in found)
        return least, sp.Add(*(product(t ** (power - least), rest) for power, rest in found))
    if isinstance(f, sp.Pow) and not f.exp.has(t):
        power, rest = leading(f.base, t)
        if power and not f.exp.is_Rational:
            raise Undecided(f"the power {f.exp} has no denominator")
        # For t > 0 the factor t^power is positive and leaves the branch of the power alone.
        return power * f.exp, sp.Pow(rest, f.exp, evaluate=False)
    if isinstance(f, sp.Function) and not isinstance(f, sp.log):
        args = [leading(arg, t) for arg in f.args]
        if all(power >= 0 for power, _ in args):
            return sp.S.Zero, f.func(*(product(t**power, rest) for power, rest in args))
    raise Undecided(f"{type(f).__name__} has no leading power")


def regular(f: sp.Expr, t: sp.Symbol) -> tuple[sp.Expr, sp.Symbol, int]:
    """Return h, r and q with ``f(t) dt = h(r) dr`` and ``t = r^q``, where h has no negative power of r.

    Raises:
        Undecided: there is no such form, or the integral of f diverges at 0.
    """
    power, rest = leading(f, t)
    if not power > -1:
        raise Undecided(f"the integral of a power {power} diverges")
    powers = [node.exp for node in rest.atoms(sp.Pow) if node.base == t]
    q = lcm(int(power.q), *(int(each.q) for each in powers if each.is_Rational))
    if q > MOST_ROOTS:
        raise Undecided(f"a root of order {q}")
    r = sp.Dummy("r", positive=True)
    return product(sp.Integer(q), r ** (q * (power + 1) - 1), put(rest, {t: r**q})), r, q
