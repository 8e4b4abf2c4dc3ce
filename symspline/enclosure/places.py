"""Where a real integrand of one variable fails to be analytic, and what it is between those places.

Absolute values, signs, jumps, minima, maxima and piecewise branches are resolved innermost first: all zeros of the
deciding argument are found, the interval is cut there, and on each part the function becomes the branch that holds.
"""

# SymPy annotates results as Basic, flint has no stubs: these reports speak of their types, not of this file.
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportReturnType=false, reportGeneralTypeIssues=false, reportIndexIssue=false, reportAssignmentType=false

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sympy as sp
from flint import acb, arb, ctx, fmpq, fmpq_poly
from sympy.core.relational import Relational

from symspline.enclosure.ball import Undecided

KINKED = (sp.Abs, sp.sign, sp.Heaviside, sp.Min, sp.Max, sp.Piecewise, sp.atan2, sp.floor, sp.ceiling, sp.DiracDelta)


@dataclass(frozen=True)
class Place:
    """A point of the extended real line: an exact expression where one is known, and a ball that holds it.

    Args:
        ball: the enclosure; infinite for ``±oo``.
        exact: the expression, or None where the place is known only as an isolated root.
    """

    ball: arb
    exact: sp.Expr | None

    @property
    def infinite(self) -> bool:
        """Whether the place is ``±oo``."""
        return self.exact in (sp.oo, -sp.oo)


def place(expr: sp.Expr) -> Place:
    """Return the place of a closed expression."""
    from symspline.enclosure.lowering import constant, real_part

    if expr is sp.oo:
        return Place(arb.pos_inf(), expr)
    if expr is -sp.oo:
        return Place(arb.neg_inf(), expr)
    return Place(real_part(constant(expr)), expr)


def pieces(expr: sp.Expr, x: sp.Symbol, low: Place, high: Place) -> Iterator[tuple[sp.Expr, Place, Place]]:
    """Cut ``(low, high)`` into parts on which the integrand has no kink, and yield it there without kinks."""
    node = innermost(expr, x)
    if node is None:
        cuts = inside(_singular_points(expr, x), low, high)
        ends = [low, *cuts, high]
        for left, right in itertools.pairwise(ends):
            yield expr, left, right
        return
    cuts = inside([r for g in deciders(node, x) for r in real_roots(g, x, low, high)], low, high)
    ends = [low, *cuts, high]
    for left, right in itertools.pairwise(ends):
        sample = between(left, right)
        yield from pieces(expr.xreplace({node: branch(node, {x: sample})}), x, left, right)


def innermost(expr: sp.Basic, x: sp.Symbol) -> sp.Basic | None:
    """Return a kinked node that depends on x, on no variable of an inner integral, and holds no other such node."""
    bound = {s for inner in expr.atoms(sp.Integral) for s in inner.bound_symbols} if expr.has(sp.Integral) else set()
    for node in sp.postorder_traversal(expr):
        if isinstance(node, KINKED) and node.has(x) and not node.free_symbols & bound:
            return node
    return None


def deciders(node: sp.Basic, x: sp.Symbol) -> list[sp.Expr]:
    """Return the functions of x whose zeros are the only places where the branch of a node can change."""
    if isinstance(node, (sp.Abs, sp.sign, sp.Heaviside)):
        return [node.args[0]]
    if isinstance(node, (sp.Min, sp.Max)):
        return [f - g for k, f in enumerate(node.args) for g in node.args[:k] if (f - g).has(x)]
    if isinstance(node, sp.Piecewise):
        relations = [
            r for _, condition in node.args for r in condition.atoms(Relational) if r.has(x) and not r.has(sp.oo)
        ]
        for _, condition in node.args:
            leaves = condition.xreplace(dict.fromkeys(condition.atoms(Relational), sp.true))
            if leaves.has(x):
                raise Undecided(f"the condition {condition} cannot be decided")
        return list(dict.fromkeys(r.lhs - r.rhs for r in relations))
    if isinstance(node, sp.atan2):
        return list(node.args)
    raise Undecided(f"{type(node).__name__} of the variable of integration")


def branch(node: sp.Basic, at: Mapping[sp.Symbol, sp.Rational]) -> sp.Expr:
    """Return what a kinked node is near a sample point at which none of its deciders vanishes."""
    args = node.args
    if isinstance(node, sp.Abs):
        return args[0] * sign_at(args[0], at)
    if isinstance(node, sp.sign):
        return sp.Integer(sign_at(args[0], at))
    if isinstance(node, sp.Heaviside):
        return sp.Integer((sign_at(args[0], at) + 1) // 2)
    if isinstance(node, (sp.Min, sp.Max)):
        wanted = -1 if isinstance(node, sp.Min) else 1
        best = args[0]
        for other in args[1:]:
            gap = other - best
            if gap != 0 and sign_at(gap, at) == wanted:
                best = other
        return best
    if isinstance(node, sp.Piecewise):
        return _piecewise_branch(node, at)
    if isinstance(node, sp.atan2):
        return _atan2_branch(*args, at)
    raise Undecided(f"{type(node).__name__} of the variable of integration")


def _piecewise_branch(node: sp.Piecewise, at: Mapping[sp.Symbol, sp.Rational]) -> sp.Expr:
    from symspline.enclosure.lowering import decide

    for value, condition in node.args:
        truths = {}
        for relation in condition.atoms(Relational):
            if not relation.free_symbols & at.keys():
                continue
            if relation.has(sp.oo):
                truths[relation] = relation.xreplace(dict(at))
            else:
                side = sign_at(relation.lhs - relation.rhs, at)
                truths[relation] = sp.true if relation.func(side, 0) else sp.false
        resolved = condition.xreplace(truths)
        if decide(resolved):
            return value
    raise Undecided("no branch of a Piecewise applies")


def _atan2_branch(y: sp.Expr, u: sp.Expr, at: Mapping[sp.Symbol, sp.Rational]) -> sp.Expr:
    if sign_at(u, at) > 0:
        return sp.atan(y / u)
    return sp.atan(y / u) + sp.pi * sign_at(y, at)


def sign_at(g: sp.Expr, at: Mapping[sp.Symbol, sp.Rational]) -> int:
    """Return the sign of g at a point, proved."""
    from symspline.enclosure.lowering import constant, real_part

    value = real_part(constant(g.xreplace(dict(at))))
    if value > 0:
        return 1
    if value < 0:
        return -1
    raise Undecided(f"the sign of {g} cannot be decided")


def between(left: Place, right: Place) -> sp.Rational:
    """Return a rational number strictly between two places."""
    if left.infinite and right.infinite:
        return sp.Integer(0)
    if left.infinite:
        return _rational(right.ball.lower()) - 1
    if right.infinite:
        return _rational(left.ball.upper()) + 1
    low, high = _rational(left.ball.upper()), _rational(right.ball.lower())
    if not low < high:
        raise Undecided("two break points cannot be told apart")
    middle = (low + high) / 2
    # A short dyadic number keeps later arithmetic cheap.
    width = high - low
    grid = sp.Integer(2) ** (sp.ceiling(-sp.log(width, 2).n(15)) + 3)
    short = sp.floor(middle * grid) / grid
    return short if low < short < high else middle


def _rational(number: arb) -> sp.Rational:
    mantissa, exponent = number.mid().man_exp()
    return sp.Integer(int(mantissa)) * sp.Integer(2) ** int(exponent)


def inside(found: list[Place], low: Place, high: Place) -> list[Place]:
    """Sort the places strictly inside ``(low, high)`` and drop repetitions."""
    kept: list[Place] = []
    for candidate in found:
        if candidate.ball <= low.ball or candidate.ball >= high.ball or _same(candidate, low) or _same(candidate, high):
            continue
        if not (candidate.ball > low.ball and candidate.ball < high.ball):
            raise Undecided("a break point cannot be told apart from a limit")
        if not any(_same(candidate, other) for other in kept):
            kept.append(candidate)
    kept.sort(key=lambda p: float(p.ball.mid()))
    for left, right in itertools.pairwise(kept):
        if not left.ball < right.ball:
            raise Undecided("two break points cannot be told apart")
    return kept


def _same(first: Place, second: Place) -> bool:
    if first.exact is None or second.exact is None or first.infinite or second.infinite:
        return first.exact is not None and first.exact == second.exact
    if first.exact == second.exact:
        return True
    return bool(first.ball.overlaps(second.ball)) and sp.simplify(first.exact - second.exact) == 0


def _singular_points(expr: sp.Expr, x: sp.Symbol) -> list[Place]:
    """Return the interior zeros, where they are easily found, of bases, logarithms and other singular arguments.

    Missing one costs only convergence, never rigour: the integrator proves analyticity itself.
    """
    from symspline.enclosure.majorants import MAJORANTS

    suspects: set[sp.Expr] = set()
    for node in sp.preorder_traversal(expr):
        if isinstance(node, sp.Pow) and node.base.has(x) and not (node.exp.is_Integer and node.exp > 0):
            suspects.add(node.base)
        elif isinstance(node, sp.Integral):
            continue
        elif isinstance(node, sp.log) or (
            type(node) in MAJORANTS and not isinstance(node, (sp.sin, sp.cos, sp.erf, sp.atan))
        ):
            suspects.update(a for a in node.args if a.has(x))
    found: list[Place] = []
    for g in suspects:
        if g.free_symbols != {x}:
            continue
        if g == x:
            found.append(Place(arb(0), sp.Integer(0)))
            continue
        exact = _algebraic_roots(g, x)
        found.extend(exact or [])
    return found


# --- zeros of the deciding functions ---------------------------------------------------------------------------------


def real_roots(g: sp.Expr, x: sp.Symbol, low: Place, high: Place) -> list[Place]:
    """Return all real zeros of g on ``(low, high)``; others may be among them."""
    if not g.has(x):
        return []
    found = _algebraic_roots(g, x)
    if found is not None:
        return found
    if g.is_Mul:
        return [root for factor in g.args for root in real_roots(factor, x, low, high)]
    if isinstance(g, sp.log):
        return real_roots(g.args[0] - 1, x, low, high)
    numerator, denominator = sp.fraction(sp.together(g))
    if denominator.has(x):
        # A pole changes the sign as well as a zero.
        top = real_roots(numerator, x, low, high)
        return top + real_roots(denominator, x, low, high)
    return _isolated_roots(g, x, low, high)


def _algebraic_roots(g: sp.Expr, x: sp.Symbol) -> list[Place] | None:
    """Return all real zeros of a polynomial, or of a sum of two monomials; None for any other function."""
    if g.is_Mul:
        found: list[Place] = []
        for factor in g.args:
            if factor.has(x):
                roots = _algebraic_roots(factor, x)
                if roots is None:
                    return None
                found += roots
        return found
    if isinstance(g, sp.Pow) and not g.exp.has(x):
        return _algebraic_roots(g.base, x)
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
            root = -coefficients[1] / coefficients[0]
            found.append(place(root))
        elif factor.degree() == 2:
            a, b, c = coefficients
            disc = b**2 - 4 * a * c
            if disc >= 0:
                found += [place((-b + s * sp.sqrt(disc)) / (2 * a)) for s in (1, -1)]
        else:
            p = fmpq_poly([fmpq(int(c.p), int(c.q)) for c in reversed(coefficients)])
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
    elif not gap.is_Integer:
        return zero
    return zero


def _isolated_roots(g: sp.Expr, x: sp.Symbol, low: Place, high: Place) -> list[Place]:
    """Isolate all zeros on a bounded interval: exclude by balls, prove uniqueness by the derivative, then bisect."""
    from symspline.enclosure.lowering import lower

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
    budget = 4000
    while stack:
        budget -= 1
        if budget < 0:
            raise Undecided(f"the zeros of {g} could not be isolated")
        left, right = stack.pop()
        box = left.union(right)
        image = at(value, box)
        if image > 0 or image < 0:
            continue
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
