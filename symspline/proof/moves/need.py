"""What a citation needs, at the place of a line at which it is put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import (
    And,
    Basic,
    Derivative,
    Dummy,
    Expr,
    Gt,
    Integral,
    Lambda,
    Limit,
    Lt,
    Ne,
    Not,
    Product,
    S,
    Subs,
    Sum,
    Symbol,
)

from symspline.kernel import rules
from symspline.kernel.ring import NotShown
from symspline.proof.move import MoveError

Range = tuple[Symbol, Expr, Expr]


@dataclass(frozen=True)
class Place:
    """A place in a line.

    Args:
        names: the variables that integrals and sums bind around it, each with a name of its own: elsewhere the old one
            means another thing.
        ranges: where these lie, the outer ones first.
        slopes: by what a derivative around it is taken.
    """

    names: Mapping[Symbol, Symbol] = field(default_factory=dict)
    ranges: tuple[Range, ...] = ()
    slopes: frozenset[Symbol] = frozenset()


@dataclass(frozen=True)
class Need:
    """What a citation needs.

    Args:
        conditions: the hypotheses of the theorem cited, with the values put in.
        values: what its arguments stand for; each must be a real number.
        ranges: where the variables lie that are bound around the place, the outer ones first.
        slopes: by what a derivative around the place is taken.
    """

    conditions: tuple[Basic, ...]
    values: tuple[Expr, ...]
    ranges: tuple[Range, ...] = ()
    slopes: frozenset[Symbol] = frozenset()

    def show(self, facts: Sequence[Basic]) -> None:
        """The kernel sees that it holds wherever the facts do.

        Raises:
            NotShown: it does not.
        """
        for known in _within(self.ranges, tuple(facts)):
            rules.valued([value for value in self.values if not value.is_Symbol], known)
            rules.holds(self.conditions, known)
        self._is_open()

    def _is_open(self) -> None:
        """A derivative looks beside a place: what is needed there must hold of an open set."""
        slopes = self.slopes
        for s in slopes:
            if s.is_integer or (s.is_nonnegative and not s.is_positive) or (s.is_nonpositive and not s.is_negative):
                raise NotShown(f"a derivative by {s} at an end of its range")
        gaps = list(self.values)
        for condition in self.conditions:
            for part in And.make_args(condition):
                if part.free_symbols & slopes and not isinstance(part, Gt | Lt | Ne):
                    raise NotShown(f"{part} may hold at a single point only, and a derivative is taken there")
                gaps += [part.lhs - part.rhs] if part.free_symbols & slopes else []
        if not all(gap.is_rational_function(*slopes) for gap in gaps if gap.free_symbols & slopes):
            raise NotShown("a derivative is taken of what is cited under hypotheses that may jump")

    def each(self, change: Callable[[Any], Any]) -> Need:
        """The same with every expression changed."""
        ranges = tuple((variable, change(low), change(high)) for variable, low, high in self.ranges)
        return replace(
            self, conditions=tuple(map(change, self.conditions)), values=tuple(map(change, self.values)), ranges=ranges
        )


def _within(ranges: Sequence[Range], facts: tuple[Basic, ...]) -> Iterator[tuple[Basic, ...]]:
    """The facts and where variables lie; an integral may run downwards, and so does a sum by Karr's convention."""
    if not ranges:
        yield facts
        return
    (variable, low, high), *rest = ranges
    upwards = high - low + (1 if variable.is_integer else 0) >= 0
    try:
        rules.holds([upwards], facts)
        ways = [(S.true, low, high)]
    except NotShown:
        ways = [(upwards, low, high), (Not(upwards), high, low)]
    for way, first, last in (each for each in ways if each[0] != S.false):
        # Single places do not count for an integral, and a sum that runs downwards leaves out its ends.
        whole = variable.is_integer and first == low
        ends = (first <= variable, variable <= last) if whole else (first < variable, variable < last)
        yield from _within(rest, (*facts, *(each for each in (way, *ends) if each != S.true)))


def places(line: Basic, subject: Basic, here: Place | None = None) -> Iterator[Place]:
    """Every place of a line at which an expression stands.

    Raises:
        MoveError: what binds a variable around it is neither an integral nor a sum over whole numbers.
    """
    here = here or Place()
    if line == subject:
        yield here
    elif not line.has(subject):
        return
    elif isinstance(line, Integral | Sum | Product):
        for variable, *ends in reversed(line.limits):
            if len(ends) != 2:
                raise MoveError("an integral without two ends")
            for end in ends:
                yield from places(end, subject, here)
            low, high = (end.xreplace(dict(here.names)) for end in ends)
            whole = not isinstance(line, Integral)
            if whole and not (variable.is_integer and low.is_integer):
                raise MoveError(f"a sum over {variable} from {low}, which is not seen to be whole")
            own = Dummy(variable.name, **({"integer": True} if whole else {"real": True}))
            here = Place({**here.names, variable: own}, (*here.ranges, (own, low, high)), here.slopes)
        yield from places(line.function, subject, here)
    elif isinstance(line, Lambda | Limit | Subs):
        raise MoveError(f"{subject} stands in a {type(line).__name__}")
    else:
        by = frozenset(here.names.get(v, v) for v in line.variables) if isinstance(line, Derivative) else frozenset()
        for part in line.args:
            yield from places(part, subject, Place(here.names, here.ranges, here.slopes | by))
