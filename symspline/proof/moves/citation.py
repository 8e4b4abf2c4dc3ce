"""Moves that put something in: concrete functions, or another theorem."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Basic, Derivative, Expr, Integral, Lambda, Symbol
from sympy.core.function import AppliedUndef

from symspline.door import up
from symspline.kernel import rules
from symspline.kernel.ring import NotShown, bound
from symspline.proof.move import Move, MoveError, Phrase, Worded, listed, put_in
from symspline.proof.theorem import Theorem

from .integrals import as_assumed, peel
from .need import Need, Place


@dataclass(frozen=True)
class Instantiate(Worded):
    """Concrete functions take the place of undefined ones.

    Args:
        functions: undefined function -> Lambda.
        text: what is put in.
    """

    functions: Mapping[Any, Lambda]
    text: str = "put in the densities"

    def __hash__(self) -> int:
        return hash((tuple(self.functions.items()), self.text))

    @property
    def puts(self) -> Mapping[Any, Lambda]:
        """The functions."""
        return self.functions

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel compares the lines after the functions are put in."""
        rules.equal(put_in(previous, self.functions), line, facts)

    def expected(self, previous: Basic) -> Basic:
        """The line with the functions put in."""
        return put_in(previous, self.functions)


@dataclass(frozen=True)
class By(Move):
    """Cite a theorem: its start (or its subject), found in the line, becomes its conclusion.

    Args:
        theorem: the theorem, or its id.
        values: what its arguments stand for here: {symbol: expression}.
        text: an optional phrase in place of the theorem's title.

    Raises:
        ValueError: when there is no theorem of that id; the nearest ids are named.
    """

    theorem: Theorem
    values: Mapping[Symbol, Expr] = field(default_factory=dict)
    text: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.theorem, Theorem):
            found = up("library")[str(self.theorem)]
            if not isinstance(found, Theorem):
                raise ValueError(f"{self.theorem} is a section; name one of {', '.join(t.id for t in found)}")
            object.__setattr__(self, "theorem", found)

    def __hash__(self) -> int:
        return hash((self.theorem.id, tuple(self.values.items()), self.text))

    @property
    def cites(self) -> tuple[Theorem, ...]:
        """The theorem cited."""
        return (self.theorem,)

    def reason(self) -> Phrase:
        """The theorem with its title, and what its symbols stand for."""
        put = listed([(symbol, "=", value) for symbol, value in self.values.items() if symbol != value])
        title = self.text or _lower_first(self.theorem.title)
        return Phrase(f"{title} ({self.theorem.id}", *(["; ", *put] if put else []), ")")

    def put(self, here: Place | None = None) -> dict[Symbol, Expr]:
        """What the theorem's arguments stand for at a place, those alone that do not stand for themselves.

        Raises:
            MoveError: a value is given for what is no argument of the theorem.
        """
        arguments = [argument.symbol for argument in self.theorem.arguments]
        for key in self.values:
            if not isinstance(key, Symbol) or (key not in arguments and key in self.theorem.subject.free_symbols):
                raise MoveError(f"{key} is no argument of {self.theorem.id}")
        names = dict(here.names) if here else {}
        values = {s: self.values.get(s, s).xreplace(names) for s in arguments}
        return {s: value for s, value in values.items() if value != s}

    def needs(self, here: Place | None = None) -> Need:
        """What the theorem assumes of its arguments, with their values at a place."""
        values = self.put(here)
        assumed = [condition for s, value in values.items() for condition in as_assumed(s, value)]
        stated = [a.condition for a in self.theorem.assumes if a.condition is not None]
        if caught(values, *stated):
            raise MoveError(f"a value holds a variable over which a hypothesis of {self.theorem.id} integrates or sums")
        # One after the other would put a value into a value: a for b and b for a at once must exchange them.
        conditions = (*assumed, *(condition.subs(values, simultaneous=True) for condition in stated))
        here = here or Place()
        return Need(conditions, tuple(values.values()), here.ranges, here.slopes)

    def hypotheses(self, previous: Basic) -> tuple[Basic, ...]:
        """The values must satisfy what the theorem assumes of its arguments."""
        del previous
        return self.needs().conditions

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel sees that the theorem's hypotheses hold here, and puts its right side for its left."""
        self.needs().show(facts)
        if not self.is_equation():
            rules.equal(previous, line, facts)
            return
        if caught(self.put(), self.theorem.start, self.theorem.subject, self.theorem.conclusion):
            raise NotShown("a value holds a variable that the cited theorem integrates or sums over")
        start, subject, conclusion = self._put(self.theorem.start, self.theorem.subject, self.theorem.conclusion)
        try:
            rules.equal(previous, line, facts, (start, conclusion))
        except NotShown:
            # A subject stands for the start where it is a mere name.
            if not isinstance(self.theorem.subject, AppliedUndef):
                raise
            rules.equal(previous, line, facts, (subject, conclusion))

    def _put(self, *expressions: Basic) -> tuple[Basic, ...]:
        return tuple(each.subs(self.put(), simultaneous=True) for each in expressions)

    def is_equation(self) -> bool:
        """Whether the theorem says what its left side is: no bound, implication or limit, and of no other functions."""
        return self.theorem.relation == "=" and not any(s.move.at or s.move.puts for s in self.theorem.steps)

    def expected(self, previous: Basic) -> Basic | None:
        """The line with the theorem's left side replaced by its right side; None when it does not stand there."""
        if not self.is_equation():
            return None
        start, subject, conclusion = self._put(self.theorem.start, self.theorem.subject, self.theorem.conclusion)
        if previous.has(start):
            return previous.xreplace({start: conclusion})
        if previous.has(subject):
            return previous.xreplace({subject: conclusion})
        return _replace_integral(previous, start, conclusion)


def caught(values: Mapping[Symbol, Expr], *lines: Basic) -> bool:
    """Whether a value holds a variable that a line, into which it is put, integrates, sums or differentiates over."""
    inside = set[Symbol]().union(*map(bound, lines))
    slopes = {v for line in lines for each in line.atoms(Derivative) for v in each.variables}
    # What is differentiated by is free too: another symbol may stand for it, in which no other value may be written.
    taken = inside | {free for v in slopes for free in values.get(v, v).free_symbols}
    return any(value.free_symbols & (inside if s in slopes else taken) for s, value in values.items())


def _replace_integral(line: Basic, start: Basic, conclusion: Basic) -> Basic | None:
    """Replace each integral that is a constant multiple of `start` (a constant times one integral)."""
    coefficient, body = start.as_independent(Integral, as_Add=False)
    if not isinstance(body, Integral):
        return None
    pattern, dummy, low, high = peel(body)
    changes = {}
    # A line may hold the integral under another variable and with another factor: equal ends and a quotient of the
    # integrands that does not depend on the variable are enough.
    for integral in line.atoms(Integral):
        function, variable, a, b = peel(integral)
        if (a - low).equals(0) is not True and a != low:
            continue
        if (b - high).equals(0) is not True and b != high:
            continue
        ratio = (function / pattern.subs(dummy, variable)).simplify()
        if not ratio.has(variable):
            changes[integral] = ratio * conclusion / coefficient
    return line.xreplace(changes) if changes else None


def _lower_first(title: str) -> str:
    """A title inside a sentence; "NTK at zero" and "L'Hôpital's rule" keep their capitals."""
    return title if title[1:2].isupper() or title[1:2] == "'" else title[:1].lower() + title[1:]
