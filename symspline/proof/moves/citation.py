"""Moves that put something in: concrete functions, or another theorem."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Basic, Expr, Integral, Lambda, Symbol
from sympy.core.function import AppliedUndef

from symspline.door import up
from symspline.kernel import rules
from symspline.kernel.ring import NotShown, bound
from symspline.proof.move import Move, MoveError, Phrase, Worded, listed
from symspline.proof.theorem import Theorem

from .calculus import TakeLimit
from .integrals import as_assumed, peel


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

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel compares the lines after the functions are put in."""
        rules.equal(put_in(previous, self.functions), line, facts)

    def expected(self, previous: Basic) -> Basic:
        """The line with the functions put in."""
        return put_in(previous, self.functions)


def put_in(line: Basic, functions: Mapping[Any, Lambda]) -> Basic:
    """Replace undefined functions by concrete ones, all at once.

    Raises:
        MoveError: a concrete function holds a symbol that the line integrates or sums over.
    """
    here = {applied.func for applied in line.atoms(AppliedUndef)} & functions.keys()
    if not here:
        return line
    captured = bound(line) & set[Basic]().union(*(functions[each].free_symbols for each in here))
    if captured:
        raise MoveError(f"the function put in holds {captured.pop()}, which the line integrates or sums over")
    parts = [put_in(part, functions) for part in line.args]
    return functions[line.func](*parts) if line.func in functions else line.func(*parts)


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

    def hypotheses(self, previous: Basic) -> tuple[Basic, ...]:
        """The values must satisfy what the theorem assumes of its arguments."""
        del previous
        values = dict(self.values)
        symbols = (argument.symbol for argument in self.theorem.arguments)
        assumed = [condition for s in symbols for condition in as_assumed(s, values.get(s, s))]
        stated = [a.condition for a in self.theorem.assumes if a.condition is not None]
        # One after the other would put a value into a value: a for b and b for a at once must exchange them.
        return (*assumed, *(condition.subs(values, simultaneous=True) for condition in stated))

    def prove(self, previous: Basic, line: Basic, facts: Sequence[Basic]) -> None:
        """The kernel sees that the theorem's hypotheses hold here, and puts its right side for its left."""
        rules.holds(self.hypotheses(previous), facts)
        if not self._is_equation():
            rules.equal(previous, line, facts)
            return
        inside = bound(self.theorem.start) | bound(self.theorem.conclusion)
        if inside & set[Symbol]().union(*(value.free_symbols for value in self.values.values())):
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
        return tuple(each.subs(dict(self.values), simultaneous=True) for each in expressions)

    def _is_equation(self) -> bool:
        """A bound, an implication and a limit are no equalities: nothing may be replaced by them."""
        return self.theorem.relation == "=" and not any(isinstance(s.move, TakeLimit) for s in self.theorem.steps)

    def expected(self, previous: Basic) -> Basic | None:
        """The line with the theorem's left side replaced by its right side; None when it does not stand there."""
        if not self._is_equation():
            return None
        start, subject, conclusion = self._put(self.theorem.start, self.theorem.subject, self.theorem.conclusion)
        if previous.has(start):
            return previous.xreplace({start: conclusion})
        if previous.has(subject):
            return previous.xreplace({subject: conclusion})
        return _replace_integral(previous, start, conclusion)


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
