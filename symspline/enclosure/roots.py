"""All real zeros of a function of one variable: exactly where algebra finds them, else isolated by balls."""

import sympy as sp
from flint import acb, arb, ctx, fmpq, fmpq_poly

from .ball import Undecided
from .lowering import lower
from .place import Place, place, sign_at

MOST_BOXES = 4000
"""Parts of an interval looked at before the search for zeros is given up."""


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
    return _isolated_roots(g, x, low, high)


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


def _isolated_roots(g: sp.Expr, x: sp.Symbol, low: Place, high: Place) -> list[Place]:
    """Isolate all zeros on a bounded interval: exclude by balls, prove uniqueness by the derivative, then bisect."""
    if low.infinite or high.infinite:
        raise Undecided(f"the zeros of {g} on an unbounded interval")
    value, slope = lower(g, (x,)), lower(sp.diff(g, x), (x,))
    if isinstance(value, acb):
        return []

    def at(f: object, ball: arb) -> arb:
        z = f if isinstance(f, acb) else f([acb(ball)], False)  # type: ignore[operator]
        return z.real if z.imag.is_zero() else arb.nan()

    found: list[Place] = []
    stack = [(low.ball.lower(), high.ball.upper())]
    budget = MOST_BOXES
    while stack:
        budget -= 1
        if budget < 0:
            raise Undecided(f"the zeros of {g} could not be isolated")
        left, right = stack.pop()
        box = left.union(right)
        image = at(value, box)
        if image > 0 or image < 0:
            continue
        # A derivative that does not vanish on the box leaves room for one zero at most.
        derivative = at(slope, box)
        if derivative > 0 or derivative < 0:
            root = _bisect(lambda b: at(value, b), left, right, derivative > 0)
            if root is not None:
                found.append(Place(root, None))
            continue
        middle = ((left + right) / 2).mid()
        stack += [(left, middle), (middle, right)]
    return found


def _bisect(value: object, left: arb, right: arb, rising: bool) -> arb | None:
    """Narrow down the only possible zero of a monotone function; None where there is none."""
    sign = 1 if rising else -1
    at_left, at_right = sign * value(left), sign * value(right)  # type: ignore[operator]
    if at_left > 0 or at_right < 0:
        return None
    for _ in range(ctx.prec):
        middle = ((left + right) / 2).mid()
        here = sign * value(middle)  # type: ignore[operator]
        if here > 0:
            right = middle
        elif here < 0:
            left = middle
        else:
            break
    return left.union(right)
