"""All real zeros of a function of one variable: exactly where algebra finds them, else isolated by balls."""

import sympy as sp
from flint import arb, fmpq, fmpq_poly

from .ball import Undecided
from .place import Place, place, sign_at
from .zeros import isolated


def real_roots(g: sp.Expr, x: sp.Symbol, low: Place, high: Place) -> list[Place]:
    """Return all real zeros of g on ``(low, high)``; others may be among them."""
    if not g.has(x):
        return []
    found = algebraic_roots(g, x)
    if found is not None:
        return found
    if g.is_Mul:
        return [root for factor in g.args for root in real_roots(factor, x, low, high)]
    if isinstance(g, sp.log):
        return real_roots(g.args[0] - 1, x, low, high)
    numerator, denominator = sp.fraction(sp.together(g))
    if denominator.has(x):
        # A pole changes the sign as well as a zero.
        return [root for part in (numerator, denominator) for root in real_roots(part, x, low, high)]
    if low.infinite or high.infinite:
        raise Undecided(f"the zeros of {g} on an unbounded interval")
    return [Place(ball, None) for ball in isolated(g, x, low.ball, high.ball)]


def algebraic_roots(g: sp.Expr, x: sp.Symbol) -> list[Place] | None:
    """Return all real zeros of a polynomial, or of a sum of two monomials; None for any other function."""
    if g.is_Mul:
        found: list[Place] = []
        for factor in g.args:
            if factor.has(x):
                roots = algebraic_roots(factor, x)
                if roots is None:
                    return None
                found += roots
        return found
    if isinstance(g, sp.Pow) and not g.exp.has(x):
        return algebraic_roots(g.base, x)
    if isinstance(g, sp.exp):
        return []
    poly = g.as_poly(x)
    if poly is not None and not any(c.has(x) for c in poly.all_coeffs()):
        degree = poly.degree()
        if degree == 0:
            return []
        if degree == 1:
            slope, shift = poly.all_coeffs()
            return [place(-shift / slope)]
        if all(c.is_Rational for c in poly.all_coeffs()):
            return _rational_polynomial_roots(poly)
        if degree == 2:
            a, b, c = poly.all_coeffs()
            disc = sp.expand(b**2 - 4 * a * c)
            side = 0 if disc == 0 else sign_at(disc, {})
            if side < 0:
                return []
            return [place((-b + s * sp.sqrt(disc)) / (2 * a)) for s in ((1, -1) if side else (1,))]
    return _binomial_roots(g, x)


def _rational_polynomial_roots(poly: sp.Poly) -> list[Place]:
    found: list[Place] = []
    for factor, _ in poly.factor_list()[1]:
        coefficients = factor.all_coeffs()
        if factor.degree() == 1:
            found.append(place(-coefficients[1] / coefficients[0]))
        elif factor.degree() == 2:
            a, b, c = coefficients
            disc = b**2 - 4 * a * c
            if disc >= 0:
                found += [place((-b + s * sp.sqrt(disc)) / (2 * a)) for s in (1, -1)]
        else:
            p = fmpq_poly([fmpq(int(c.p), int(c.q)) for c in reversed(coefficients)])
            # A complex pair so close to the axis that its balls touch it makes a cut too many, never one too few.
            found += [Place(root.real, None) for root, _ in p.complex_roots() if root.imag.contains(0)]
    return found


def _binomial_roots(g: sp.Expr, x: sp.Symbol) -> list[Place] | None:
    """Return the real zeros of ``a x^p + b x^q``."""
    terms = sp.Add.make_args(sp.expand(g))
    split = [t.as_coeff_exponent(x) for t in terms]
    if any(coefficient.has(x) or exponent.has(x) for coefficient, exponent in split) or len(split) > 2:
        return None
    zero = [Place(arb(0), sp.Integer(0))]
    if len(split) == 1:
        return zero
    (a, p), (b, q) = split
    gap = p - q
    if not gap.is_Rational or gap == 0:
        return None
    ratio = -b / a
    if sign_at(ratio, {}) > 0:
        root = ratio ** (1 / gap)
        zero.append(place(root))
        if gap.is_Integer and gap % 2 == 0:
            zero.append(place(-root))
    elif gap.is_Integer and gap % 2 == 1:
        zero.append(place(-((-ratio) ** (1 / gap))))
    return zero
