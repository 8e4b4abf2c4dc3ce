"""The rules by which a line follows from another; each raises `NotShown` with the reason, or has shown it.

A line with integrals speaks of those that converge absolutely. For integrals over concrete functions that is shown
here, or not needed because nothing in the line could cancel the infinite. Over functions that the theorem leaves open
it is what "whenever its integrals exist" means; a later one must be one of the line before, whatever stands in front
of it, or of one sign.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

import sympy as sp
from sympy import Basic, Dummy, Expr, Integral, S, Symbol
from sympy.core.function import AppliedUndef

from .cases import branches, cases, decided, truth
from .derivative import derivative
from .domain import is_number, parts_of, plain, sign_of_number
from .field import Field
from .growth import End
from .ring import Fraction, NotShown, bound, coefficients, held, used
from .signs import NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, product, put

Facts = Sequence[Basic]
Pair = tuple[Expr, Expr]
_PIECES = (sp.Piecewise, sp.Heaviside, sp.sign, sp.Max, sp.Min)


def equal(before: Expr, after: Expr, facts: Facts, known: Pair | None = None) -> None:
    """Two lines are equal in every case; where two expressions are known to be equal, the first may be replaced."""
    if known and not sp.Tuple(*known).free_symbols & held(before):
        before = before.xreplace({known[0]: known[1]})
    for field, one, other, *pair in cases((before, after, *(known or ())), facts):
        one, other = _in_pieces((one, other), field)
        exists(one, field)
        exists(other, field, one)
        same(one, other, field, (pair[0], pair[1]) if known else None)


def at_most(before: Expr, after: Expr, facts: Facts, strict: bool = False) -> None:
    """One line lies nowhere above another, or everywhere below."""
    for field, one, other in cases((before, after), facts):
        # Each line by itself: SymPy cancels in a difference what may have no value.
        exists(one, field)
        exists(other, field)
        if is_number(one) and is_number(other):
            signs = sign_of_number(one, other)
        else:
            signs = field.of_fraction(field.of(other) + -field.of(one)) & field.signs(other - one)
        wanted = POSITIVE if strict else NONNEGATIVE
        if not (signs <= wanted or field.signs(_without_added_sums(other - one, field)) <= wanted):
            raise NotShown("the sign of the difference is not shown")


def _without_added_sums(difference: Expr, field: Field) -> Expr:
    """A difference less those of its terms that are sums over terms of one sign, and so not negative themselves.

    In the normal form such a sum falls apart, a sum of squares into one of squares and one of products.
    """
    rest = []
    for term in sp.Add.make_args(difference):
        sums = [part for part in sp.Mul.make_args(term) if isinstance(part, sp.Sum)]
        if len(sums) == 1 and product(field.signs(term / sums[0]), field.signs_of_sum(sums[0])) <= NONNEGATIVE:
            continue
        rest.append(term)
    return sp.Add(*rest)


def valued(lines: Iterable[Expr], facts: Facts) -> None:
    """Every line has a value wherever the facts hold."""
    for line in lines:
        for field, one in cases((line,), facts):
            exists(one, field)
            field.of(one)


def implied(before: Basic, after: Basic, facts: Facts) -> None:
    """Wherever one condition holds, so does another."""
    field = Field([*facts, *parts_of(before)])
    for part in parts_of(after):
        if truth(part, field) is not True:
            raise NotShown(f"{part} is not shown to follow")


def combined(
    before: Sequence[Expr], after: Sequence[Expr], rows: Sequence[Sequence[Expr]], facts: Facts, sides: Iterable[Expr]
) -> None:
    """Each new left side is the sum of multiplier times old left side, and so vanishes where they do.

    Every side of an equation, as it is written, must have a value.
    """
    field = Field(facts)
    for side in sides:
        field.of(side)
    if len(rows) != len(after) or any(len(row) != len(before) for row in rows):
        raise NotShown("one multiplier is needed for each old equation, and one row for each new one")
    for row, target in zip(rows, after, strict=True):
        # Each multiplier by itself: SymPy would cancel what it divides by against the equation.
        total = field.of(-target)
        for multiplier, side in zip(row, before, strict=True):
            total += field.of(multiplier) * field.of(side)
        if not total.above.is_zero():
            raise NotShown("the multipliers do not give the new equations")


def same(one: Expr, other: Expr, field: Field, known: Pair | None = None) -> None:
    """The difference of two lines is the zero fraction, after integrals over one range have been united."""
    difference = field.of(one) + -field.of(other)
    ways = [] if known is None else _replaced(difference, known, field)
    if not any(way.above.is_zero() or _united(way, field) for way in chain([difference], ways)):
        raise NotShown("the difference is not shown to vanish")


def _replaced(value: Fraction, known: Pair, field: Field) -> Iterator[Fraction]:
    """A fraction with a generator replaced by what two equals, the first linear in it, make it."""
    first, ring = field.of(known[0]), field.ring
    for k in reversed(used(first.above)):
        if first.above.degrees()[k] != 1 or not value.above.degrees()[k] or k in used(first.below):
            continue
        rest, slope = coefficients(first.above, k)
        if 0 in field.of_polynomial(slope):
            continue
        stands = (field.of(known[1]) * ring.fraction(first.below) + -ring.fraction(rest)) * ring.fraction(slope) ** -1
        if k in used(stands.above, stands.below):
            continue
        above, below = (put(p, k, stands.above, stands.below) for p in (value.above, value.below))
        yield ring.fraction(above, below) * ring.fraction(stands.below) ** (
            value.below.degrees()[k] - value.above.degrees()[k]
        )


def _united(difference: Fraction, field: Field) -> bool:
    """Whether integrals over one range cancel under one sign."""
    ring, groups = field.ring, {}
    for exponents, coefficient in difference.above.to_dict().items():
        places = [k for k, n in enumerate(exponents) if n and ring.meaning[k].kind == "integral"]
        if len(places) > 1 or any(exponents[k] > 1 for k in places):
            return False
        key, integrand = None, ring.constant(1)
        if places:
            integrand, *key = ring.meaning[places[0]].parts[:3]
            exponents = tuple(0 if k == places[0] else n for k, n in enumerate(exponents))
        term = ring.fraction(ring.term(coefficient, exponents)) * integrand
        groups[str(key)] = groups[str(key)] + term if str(key) in groups else term
    return all(field.united(total).above.is_zero() for total in groups.values())


def _in_pieces(lines: Pair, field: Field) -> Pair:
    """Two lines with their integrals cut and folded at 0, where integrands are distinguished by cases."""
    inside, groups = held(sp.Tuple(*lines)), []
    for line in lines:
        single = (e for e in _outermost(line) if len(e.limits) == 1 and not e.free_symbols & inside)
        groups.append(sorted(single, key=sp.default_sort_key))
    if not any(e.function.has(*_PIECES) for e in chain(*groups)):
        return lines
    ends = [end for e in chain(*groups) for end in e.limits[0][1:]]
    one, other = ({e: _cut(e, ends, field) for e in group} for group in groups)
    return lines[0].xreplace(one), lines[1].xreplace(other)


def _cut(integral: Integral, hints: Iterable[Expr], field: Field) -> Expr:
    """The sum over the parts of a range in which each case of the integrand holds; it converges where they do."""
    field.over(*integral.limits[0])  # it lies where its name says
    body, variable, low, high = _own(integral)
    ends, total = [low, high], S.Zero
    for place in (*hints, *_borders(body, variable, field), S.Zero):
        for k, (left, right) in enumerate(pairwise(ends)):
            if not place.is_infinite and _inside(place, left, right, field):
                ends.insert(k + 1, place)
                break
    for left, right in pairwise(ends):
        part = decided(body, field.over(variable, left, right))
        if not right.is_infinite and field.signs(right) <= NONPOSITIVE:
            part, left, right = part.xreplace({variable: -variable}), -right, -left
        total += Integral(part, (variable, left, right)) if part != 0 else 0
    return total


def _inside(place: Expr, left: Expr, right: Expr, field: Field) -> bool:
    """Whether a place is shown to lie between two others, and is not one of them."""
    gaps = [gap for gap, end in ((place - left, left), (right - place, right)) if not end.is_infinite]
    try:
        return all(field.of(gap).above != 0 and field.signs(gap) <= NONNEGATIVE for gap in gaps)
    except NotShown:
        return False


def _borders(body: Expr, variable: Symbol, field: Field) -> Iterator[Expr]:
    """Where the sides of a condition meet that is linear in a variable or its modulus."""
    found = {c for node in body.atoms(*_PIECES) for conditions, _ in branches(node, field) for c in conditions}
    for condition in sorted(found, key=sp.default_sort_key):
        gap = sp.numer(sp.together(condition.lhs - condition.rhs))
        for side in (1, -1):
            plain = gap.replace(sp.Abs, lambda z, side=side: side * z)
            slope = derivative(plain, variable)
            if not slope.has(variable) and field.nonvanishing(slope):
                yield sp.expand(variable - plain / slope)


def _outermost(line: Expr) -> set[Integral]:
    """The integrals of a line that stand in no other."""
    return line.atoms(Integral) - {e for integral in line.atoms(Integral) for e in integral.function.atoms(Integral)}


def _standing(line: Basic, field: Field, depth: int = 0) -> Iterator[tuple[Integral, Field]]:
    """The outermost integrals of a line, each with the field where it stands: that of a sum knows its index anew."""
    if isinstance(line, Integral):
        yield line, field
    elif isinstance(line, sp.Sum | sp.Product) and line.function.has(Integral):
        if len(line.limits) > 1 or any(end.is_infinite for end in line.limits[0][1:]):
            raise NotShown("a double or infinite sum of integrals")
        index, first, last = line.limits[0]
        own = field.ring.bound(-depth, index)
        upwards = field.signs(last - first + 1) <= NONNEGATIVE
        within = [sp.Ge(own, first, evaluate=False), sp.Le(own, last, evaluate=False)] if upwards else []
        yield from _standing(line.function.xreplace({index: own}), Field(within, field), depth + 1)
    else:
        for part in line.args:
            yield from _standing(part, field, depth)


def exists(line: Expr, field: Field, before: Expr | None = None) -> None:
    """Every integral of a line converges absolutely, or nothing in the line could cancel the infinite.

    The last is for integrals in integrals and over open functions; two that diverge alike are no equation.
    """
    standing = dict(_standing(line, field))
    if not standing:
        return
    single = {e for e in standing if not e.atoms(AppliedUndef) and not peel(e)[0].has(Integral)}
    for integral in single:
        converges(integral, standing[integral])
    signs = [field.signs(term) for term in sp.Add.make_args(line)]
    one_sign = all(s <= NONNEGATIVE for s in signs) or all(s <= NONPOSITIVE for s in signs)
    if one_sign and all(_is_multiple(term, {*standing}, field) for term in sp.Add.make_args(line)):
        return
    # An integral inside another, at one value of the variable outside, is not given at another.
    inside = [] if before is None else [(e, field) for e in before.atoms(Integral) if not e.free_symbols & held(before)]
    given = set[int]().union(*(_own_places(*e) for e in (*inside, *(_standing(before, field) if before else ()))))
    for integral, here in standing.items():
        if integral in single:
            continue
        if not integral.atoms(AppliedUndef):
            converges(integral, here)
        elif before is not None and not _own_places(integral, here) <= given and len(here.signs(integral)) > 2:
            raise NotShown(f"the integral over {integral.limits[-1][0]} is not shown to converge")


def _own_places(integral: Integral, field: Field) -> set[int]:
    """The generators of an integral that are integrals, without what stands in front of them."""
    value = field.of(integral)
    return {k for k in used(value.above, value.below) if field.ring.meaning[k].kind == "integral"}


def _is_multiple(term: Expr, integrals: set[Integral], field: Field) -> bool:
    """Whether a term is a product of integrals and of what has a strict sign: nothing in it meets the infinite."""
    powers = [factor.as_base_exp() for factor in sp.Mul.make_args(term)]
    rest = [base**n for base, n in powers if not (base in integrals and n.is_Integer and n > 0)]
    return not any(e.has(Integral) for e in rest) and (len(rest) == len(powers) or 0 not in field.signs(sp.Mul(*rest)))


def converges(integral: Integral, field: Field) -> None:
    """A single integral converges absolutely: its integrand has values inside and is small enough at the ends."""
    body, variable, low, high = peel(integral)
    if body.has(Integral):
        raise NotShown("a multiple integral is not shown to converge")
    try:
        field.over(variable, low, high).of(body)
    except NotShown:
        if not (
            field.signs(-low if low.is_finite else S.One) == field.signs(high if high.is_finite else S.One) == POSITIVE
        ):
            raise
        # The integrand may have no value at 0: then that is an end too.
        for ends in ((low, S.Zero), (S.Zero, high)):
            converges(Integral(body, (variable, *ends)), field)
        return
    for upper in (False, True):
        if not End(field, variable, low, high, upper).integrable(body):
            raise NotShown(f"the integral over {variable} is not shown to converge")


def peel(integral: Integral) -> tuple[Expr, Symbol, Expr, Expr]:
    """Integrand, with the inner integrals, variable and ends of the outermost integration."""
    *inner, (variable, *ends) = integral.limits
    if len(ends) != 2:
        raise NotShown("an integral without two ends")
    return (Integral(integral.function, *inner) if inner else integral.function), variable, *ends


def _own(integral: Integral, *expressions: Expr) -> tuple[Expr, ...]:
    """Integrand, variable, ends and expressions, the variable under a new name: a hypothesis may know the old one."""
    body, variable, low, high = peel(integral)
    own = Dummy(variable.name, real=True)
    return body.xreplace({variable: own}), own, low, high, *(e.xreplace({variable: own}) for e in expressions)


def still(facts: Facts, part: Basic, line: Basic, more: Iterable[Symbol] = ()) -> Facts:
    """The facts that hold for a part of a line where it stands: what is bound around it is another symbol there.

    Args:
        facts: what holds outside.
        part: an integral, sum or derivative of the line.
        line: the line.
        more: further variables that are bound around the part.
    """
    around = [e for e in line.atoms(Integral, sp.Sum, sp.Product) if e != part and e.has(part)]
    names = {limit[0] for e in around for limit in e.limits}.union(more)
    # A derivative looks beside the place, where a strict hypothesis holds too.
    slopes = {v for e in line.atoms(sp.Derivative) if e != part and e.has(part) for v in e.variables}
    return [
        fact
        for fact in facts
        if not fact.free_symbols & names
        and (not fact.free_symbols & slopes or all(isinstance(p, sp.Gt | sp.Lt | sp.Ne) for p in parts_of(fact)))
    ]


def antiderivative(integral: Integral, primitive: Expr, facts: Facts) -> Expr:
    """An integral as the difference of a primitive's limits at its ends, whichever end is the upper one."""
    name = integral.limits[-1][0]
    body, variable, low, high, primitive = _own(integral, primitive)
    if low.is_infinite or high.is_infinite or Field(facts).signs(high - low) <= NONNEGATIVE:
        return _change(body, variable, low, high, primitive, facts, name)
    up = _change(body, variable, low, high, primitive, (*facts, sp.Ge(high, low, evaluate=False)), name)
    down = _change(body, variable, high, low, primitive, (*facts, sp.Lt(high, low, evaluate=False)), name)
    same(up, -down, Field(facts))
    return up


def _change(body: Expr, variable: Symbol, low: Expr, high: Expr, primitive: Expr, facts: Facts, name: Symbol) -> Expr:
    field = Field(facts)
    field.over(name, low, high)  # it lies where its name says
    for case, one, other in cases((primitive, body), facts, continuous=variable, field=field):
        inner = Field(case.facts, field.over(variable, low, high))
        inner.of(one)
        same(derivative(one, variable), other, inner)
    lower, upper = (End(field, variable, low, high, up).limit(primitive) for up in (False, True))
    signs = field.over(variable, low, high).signs(body)
    if not (signs <= NONNEGATIVE or signs <= NONPOSITIVE):
        converges(Integral(body, (variable, low, high)), field)
    return upper - lower


def substituted(integral: Integral, new: Symbol, forward: Expr, ends: Pair, facts: Facts) -> Expr:
    """An integral with `forward` for its variable, which is monotonic between the new ends and leads to the old."""
    body, old, low, high = peel(integral)
    field = Field(facts)
    exists(integral, field)
    _fresh(new, integral)
    if bound(body) & (forward.free_symbols | sp.Tuple(*ends).free_symbols):
        raise NotShown("what is put in holds a variable that is bound inside")
    slope = derivative(forward, new)
    rising = field.over(new, *ends).signs(slope)
    if rising not in (POSITIVE, NEGATIVE):
        raise NotShown(f"{forward} is not shown to be monotonic")
    field.over(old, low, high)
    for end, upper in ((low, rising == NEGATIVE), (high, rising == POSITIVE)):
        reached = End(field, new, *ends, upper).tends(forward)
        if reached != end and (reached.is_infinite or end.is_infinite or field.of(reached - end).above != 0):
            raise NotShown(f"{forward} does not lead to {end}")
    return Integral(body.xreplace({old: forward}) * (slope if rising == POSITIVE else -slope), (new, *ends))


def folded(integral: Integral, radius: Symbol, facts: Facts) -> Expr:
    """An integral over (-a, a) as one over (0, a) of the values at r and at -r."""
    body, variable, low, high = peel(integral)
    if low != -high:
        raise NotShown(f"the range of {variable} is not symmetric about 0")
    _fresh(radius, integral)
    exists(integral, Field(facts))
    both = body.xreplace({variable: radius}) + body.xreplace({variable: -radius})
    return Integral(both, (radius, S.Zero, high))


def unfolded(integral: Integral, variable: Symbol, facts: Facts) -> Expr:
    """An integral over (0, a) as half of that over (-a, a) of the value at the modulus."""
    body, radius, low, high = peel(integral)
    if low != 0:
        raise NotShown(f"the range of {radius} does not begin at 0")
    _fresh(variable, integral)
    exists(integral, Field(facts))
    return Integral(body.xreplace({radius: sp.Abs(variable)}), (variable, -high, high)) / 2


def cut(integral: Integral, places: Sequence[Expr], facts: Facts) -> Expr:
    """An integral as the sum of those over the parts of its range."""
    body, variable, low, high = peel(integral)
    if any(place.is_infinite for place in places):
        raise NotShown("a range is not cut at infinity")
    field, ends = Field(facts), [low, *places, high]
    exists(integral, field)
    for left, right in pairwise(ends):
        if not (left.is_infinite or right.is_infinite) and not field.signs(right - left) <= NONNEGATIVE:
            raise NotShown(f"{left} is not shown to lie below {right}")
    return sp.Add(*(Integral(body, (variable, a, b)) for a, b in pairwise(ends)))


def interchanged(integral: Integral, facts: Facts) -> Expr:
    """A double integral of one sign over a rectangle, in the other order (Tonelli)."""
    (first, *inner), (second, *outer) = integral.limits
    if first == second:
        raise NotShown("one variable is integrated over twice")
    if sp.Tuple(*inner).has(second) or sp.Tuple(*outer).has(first):
        raise NotShown("the limits of the double integral depend on each other")
    signs = Field(facts).over(second, *outer, almost=True).over(first, *inner, almost=True).signs(integral.function)
    if not (signs <= NONNEGATIVE or signs <= NONPOSITIVE):
        raise NotShown("the integrand is not shown to keep its sign")
    return Integral(integral.function, (second, *outer), (first, *inner))


def under_the_integral(outer: sp.Derivative, facts: Facts) -> Expr:
    """The derivative of an integral over a fixed finite range, whose integrand is smooth up to the ends (Leibniz)."""
    body, variable, low, high = peel(outer.expr)
    if low.is_infinite or high.is_infinite or (low + high).free_symbols & set(outer.variables):
        raise NotShown("the range is infinite or moves: no dominating function is shown")
    exists(outer.expr, Field(facts))
    if not Field(facts).signs(high - low) <= NONNEGATIVE:
        raise NotShown("the range is not shown to run upwards")
    slope = derivative(body, *outer.variables)
    own = Dummy(variable.name, real=True)
    Field([*facts, sp.Ge(own, low, evaluate=False), sp.Le(own, high, evaluate=False)]).of(
        slope.xreplace({variable: own})
    )
    return Integral(slope, (variable, low, high))


def telescoped(total: sp.Sum, primitive: Expr, facts: Facts) -> Expr:
    """A finite sum as the difference of the end values of an expression whose step is the term."""
    ((index, first, last),) = total.limits
    if not plain(index):
        raise NotShown(f"more is assumed of {index} than a sign")
    for kept, signs in ((index.is_extended_positive, POSITIVE), (index.is_extended_nonnegative, NONNEGATIVE)):
        if kept and not Field(facts).signs(first) <= signs:
            raise NotShown(f"{index} has a sign that it does not keep from {first} on")
    own = Dummy(index.name, integer=True)
    inside = [*facts, sp.Ge(own, first, evaluate=False), sp.Le(own, last, evaluate=False)]
    step = (primitive.subs(index, own + 1), primitive.subs(index, own), total.function.subs(index, own))
    same(step[0] - step[1], step[2], Field(inside))
    if not Field(facts).signs(last - first + 1) <= NONNEGATIVE:
        raise NotShown("the sum may run over fewer than no terms")
    return primitive.subs(index, last + 1) - primitive.subs(index, first)


def limit(line: Expr, symbol: Symbol, to: Expr, side: str, facts: Facts) -> Expr:
    """The limit of a line as a symbol goes to a place, from above ("+") or below ("-")."""
    if any(fact.has(symbol) for fact in facts):
        raise NotShown(f"a hypothesis on {symbol} may fail on the way")
    low, high = (to, sp.oo) if side == "+" else (-sp.oo, to)
    if to.is_infinite:
        low, high = (S.Zero, to) if to > 0 else (to, S.Zero)
    end = End(Field(facts), symbol, low, high, to > 0 if to.is_infinite else side == "-")
    if (symbol.is_integer and not to.is_infinite) or not plain(symbol):
        raise NotShown(f"{symbol} does not go to {to}")
    for kept, signs in (
        (symbol.is_extended_nonnegative, NONNEGATIVE),
        (symbol.is_extended_nonpositive, NONPOSITIVE),
    ):
        if kept and not end.inner.signs(end.place) <= signs:
            raise NotShown(f"{symbol} has a sign that it does not keep on the way")
    # What does not move must have a value of its own: nothing tends away from it.
    for integral, here in _standing(line, end.field):
        if not integral.has(symbol) and not integral.atoms(AppliedUndef):
            converges(integral, here)
    return end.tends(line)


def holds(conditions: Iterable[Basic], facts: Facts) -> None:
    """Every condition follows from the facts and the assumptions of its symbols."""
    field = Field(facts)
    for condition in conditions:
        for part in parts_of(condition):
            if truth(part, field) is not True:
                raise NotShown(f"{part} is needed and not shown")


def _fresh(symbol: Symbol, integral: Integral) -> None:
    if symbol in integral.atoms(Symbol):
        raise NotShown(f"{symbol} is already in the integral")
